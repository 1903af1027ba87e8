"""Checks over all entries: what a single entry cannot know about itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

from gep.classifications import ecosystem_types, find_ecosystem, find_item, find_region, item_kinds, items, regions
from gep.coefficient_book.files import Contents
from gep.coefficient_book.model import Coefficient, Entry
from gep.findings import Finding, finding

__all__ = ["CHECKS"]


def known_source(contents: Contents) -> Iterator[Finding]:
    """Every source is listed."""
    for entry in contents.entries:
        if entry.coefficient.source not in contents.sources:
            yield _problem("GEP406", entry, typed=entry.coefficient.source)


def located(contents: Contents) -> Iterator[Finding]:
    """Every number says where in the source it is; a definition or a placeholder has no such place."""
    for entry in contents.entries:
        exempt = entry.coefficient.status in ("definition", "placeholder")
        if not entry.coefficient.locator.strip() and not exempt:
            yield _problem("GEP412", entry)


def may_be_default(contents: Contents) -> Iterator[Finding]:
    """Neither a placeholder nor a price is a default."""
    for entry in contents.entries:
        if entry.coefficient.default and entry.coefficient.status == "placeholder":
            yield _problem("GEP411", entry)
        elif entry.coefficient.default and entry.coefficient.service == "price":
            yield _problem("GEP415", entry)


def within_range(contents: Contents) -> Iterator[Finding]:
    """Each value lies in the range stated for it."""
    for entry in contents.entries:
        one = entry.coefficient
        low = -float("inf") if one.low is None else one.low
        high = float("inf") if one.high is None else one.high
        if low > high or one.value < low or one.value > high:
            yield _problem("GEP410", entry, typed=one.printed, low=one.low, high=one.high)


def known_qualifiers(contents: Contents) -> Iterator[Finding]:
    """Qualifiers are keys of the classifications."""
    some_types = "、".join(one.key for one in ecosystem_types()[:3])
    some_regions = "、".join(one.code for one in regions()[:3])
    for entry in contents.entries:
        where = entry.coefficient.qualifiers
        ecosystem, region = find_ecosystem(where.ecosystem), find_region(where.region)
        if where.ecosystem and (ecosystem is None or ecosystem.key != where.ecosystem):
            yield _problem("GEP408", entry, typed=where.ecosystem, field="ecosystem", known=some_types)
        if where.region and (region is None or region.code != where.region):
            yield _problem("GEP408", entry, typed=where.region, field="region", known=some_regions)
        if where.class_:
            yield from _unknown_class(entry, contents.class_kinds.get(entry.coefficient.name, ""))


def _unknown_class(entry: Entry, kind: str) -> Iterator[Finding]:
    typed = entry.coefficient.qualifiers.class_
    if kind not in item_kinds():
        yield _problem("GEP408", entry, typed=kind or typed, field="class", known="、".join(item_kinds()))
        return
    item = find_item(kind, typed)
    if item is None or item.key != typed:
        yield _problem("GEP408", entry, typed=typed, field="class", known="、".join(one.key for one in items(kind)))


def no_overlap(contents: Contents) -> Iterator[Finding]:
    """Within a set, and among the defaults of a name, no two entries apply to the same thing in the same year."""
    yield from _overlaps(contents, "GEP409", lambda one: one.id)
    yield from _overlaps(contents, "GEP413", lambda one: one.name if one.default else None)


def _overlaps(contents: Contents, code: str, key: Callable[[Coefficient], str | None]) -> Iterator[Finding]:
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in contents.entries:
        group = key(entry.coefficient)
        if group is not None:
            groups[group].append(entry)
    for entries in groups.values():
        for first, second in combinations(entries, 2):
            same_set = first.coefficient.id == second.coefficient.id
            if same_set == (code == "GEP409") and _overlap(first.coefficient, second.coefficient):
                yield _problem(code, second, other=_address(first))


def _overlap(first: Coefficient, second: Coefficient) -> bool:
    pairs = zip(
        first.qualifiers.as_dict().values(),
        second.qualifiers.as_dict().values(),
        strict=True,
    )
    return all(not a or not b or a == b for a, b in pairs) and _years_meet(first.valid, second.valid)


def _years_meet(first: tuple[int | None, int | None], second: tuple[int | None, int | None]) -> bool:
    begins = max(first[0] or 0, second[0] or 0)
    ends = min(first[1] or 9999, second[1] or 9999)
    return begins <= ends


def _address(entry: Entry) -> str:
    return str(entry.where)


def _problem(code: str, entry: Entry, **params: object) -> Finding:
    typed = params.pop("typed", None)
    return finding(code, entry.where, subject=entry.coefficient.id, typed=typed, **params)


CHECKS: tuple[Callable[[Contents], Iterator[Finding]], ...] = (
    known_source,
    located,
    may_be_default,
    within_range,
    known_qualifiers,
    no_overlap,
)
