"""Finding the one entry that applies, and saying why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from gep.classifications import ancestors, find_ecosystem, find_item, find_region, region_ancestors
from gep.coefficient_book.model import LABELS, Coefficient, Entry, Qualifiers, years
from gep.findings import Finding, finding

__all__ = ["Query", "candidates", "consider", "match", "query"]


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked up: a name, perhaps a set, what it is for, and the accounting year."""

    name: str
    set: str | None
    asked: Qualifiers
    year: int
    class_kind: str = ""
    allow_placeholder: bool = False


def query(
    name: str,
    set_: str | None,
    asked: Qualifiers,
    class_kind: str,
    year: object,
    allow_placeholder: bool,
) -> Query | Finding:
    """Return the query with labels, codes and aliases replaced by keys, or a finding if the year is not a year."""
    if isinstance(year, bool) or not hasattr(year, "__index__"):
        return finding("GEP429", subject=name, typed=year, name=name)
    ecosystem = find_ecosystem(asked.ecosystem)
    region = find_region(asked.region)
    item = find_item(class_kind, asked.class_) if class_kind and asked.class_ else None
    keys = Qualifiers(
        ecosystem.key if ecosystem else asked.ecosystem,
        region.code if region else asked.region,
        item.key if item else asked.class_,
    )
    return Query(name, set_, keys, int(year.__index__()), class_kind, allow_placeholder)


def candidates(entries: Sequence[Entry], asked: Query) -> Sequence[Entry] | Finding:
    """Return the entries of the set asked for, or of the default; a finding if neither is there."""
    sets = ", ".join(dict.fromkeys(entry.coefficient.set for entry in entries))
    if asked.set is not None:
        named = [entry for entry in entries if entry.coefficient.set == asked.set]
        return named or _without_set("GEP423", asked, entries, typed=asked.set, available=sets)
    defaults = [entry for entry in entries if entry.coefficient.default]
    if defaults:
        return defaults
    if all(entry.coefficient.status == "placeholder" for entry in entries):
        if asked.allow_placeholder and "," not in sets:
            return entries
        return _without_set("GEP427", asked, entries, available=sets)
    return _without_set("GEP422", asked, entries, available=sets)


def _without_set(code: str, asked: Query, entries: Sequence[Entry], **params: object) -> Finding:
    """Return a finding that is the same whatever the coefficient is for, so that it is said once."""
    return _failure(code, replace(asked, asked=Qualifiers()), called=_called(entries), **params)


def match(entries: Sequence[Entry], asked: Query) -> Coefficient | Finding:
    """Return the coefficient among the candidates that applies: exactly, or inherited where its file allows."""
    for entry in entries:
        if _applies(entry, asked.asked) and _holds(entry, asked.year):
            return _dated(entry, asked.year)
    for wider, steps in _wider(asked.asked):
        for entry in entries:
            if entry.inherits and _applies(entry, wider) and _holds(entry, asked.year):
                return replace(_dated(entry, asked.year), fallback=steps)
    return _reason(entries, asked)


def consider(entry: Entry, asked: Query, chosen: Coefficient | None, named: Sequence[Entry] | Finding) -> Finding:
    """Return why `entry` was taken or passed over, as a finding of grade hint."""
    one = entry.coefficient
    if chosen is not None and chosen.key == one.key:
        code = "GEP431" if chosen.fallback else "GEP430"
        return _failure(code, asked, steps=chosen.fallback)
    if isinstance(named, Finding) or entry not in named:
        if one.status == "placeholder":
            return _failure("GEP435", asked)
        if chosen is not None:
            return _failure("GEP432", asked, chosen=chosen.id)
        return _failure("GEP436", asked)
    for name, own in one.qualifiers.as_dict().items():
        typed = asked.asked.as_dict()[name]
        if own and own != typed and not (entry.inherits and _inherited(entry, name, typed)):
            return _failure("GEP433", asked, field=LABELS[name], own=own, typed=typed)
    return _failure("GEP434", asked, years=years(one.valid), typed=asked.year)


def _failure(code: str, asked: Query, **params: object) -> Finding:
    subject = "/".join(filter(None, (asked.name, *asked.asked.as_dict().values())))
    typed = params.pop("typed", None)
    return finding(code, None, subject=subject, typed=typed, name=asked.name, **params)


def _applies(entry: Entry, asked: Qualifiers) -> bool:
    own = entry.coefficient.qualifiers
    return (
        own.ecosystem in ("", asked.ecosystem) and own.region in ("", asked.region) and own.class_ in ("", asked.class_)
    )


def _holds(entry: Entry, year: int) -> bool:
    first, last = entry.coefficient.valid
    return (first is None or first <= year) and (last is None or year <= last)


def _dated(entry: Entry, year: int) -> Coefficient:
    return replace(entry.coefficient, price_year=year) if entry.in_force else entry.coefficient


def _wider(asked: Qualifiers) -> list[tuple[Qualifiers, str]]:
    """Return what the query may be widened to, fewest steps first, with the steps as text."""
    known = find_ecosystem(asked.ecosystem)
    types = [asked.ecosystem, *(ancestors(known.key) if known else ())]
    places = [asked.region, *region_ancestors(asked.region)]
    ways = sorted(product(range(len(types)), range(len(places))), key=sum)
    return [
        (Qualifiers(types[up], places[out], asked.class_), _steps(asked, types[up], places[out]))
        for up, out in ways
        if up or out
    ]


def _steps(asked: Qualifiers, ecosystem: str, region: str) -> str:
    steps = []
    if ecosystem != asked.ecosystem:
        steps.append(f"ecosystem {asked.ecosystem} → {ecosystem}")
    if region != asked.region:
        steps.append(f"region {asked.region} → {region}")
    return "; ".join(steps)


def _reason(entries: Sequence[Entry], asked: Query) -> Finding:
    """Return the finding that helps most: what was not given, what has no value, or which years have one."""
    given = asked.asked.as_dict()
    fitting = list(entries)
    for name, typed in given.items():
        own = [entry.coefficient.qualifiers.as_dict()[name] for entry in fitting]
        there = _in_words(name, dict.fromkeys(filter(None, own)), asked.class_kind)
        if not typed and all(own):
            return _failure("GEP424", asked, called=_called(entries), field=LABELS[name], available=there)
        left = [entry for entry, one in zip(fitting, own, strict=True) if one in ("", typed)]
        if not left and any(entry.inherits for entry in fitting):
            left = [entry for entry in fitting if _inherited(entry, name, typed)]
        if not left:
            wanted = _in_words(name, (typed,), asked.class_kind)
            called = _called(entries)
            return _failure(
                "GEP425", asked, called=called, field=LABELS[name], typed=typed, wanted=wanted, available=there
            )
        fitting = left
    spans = ", ".join(years(entry.coefficient.valid) for entry in fitting)
    return _failure("GEP426", asked, called=_called(entries), year=asked.year, available=spans)


def _called(entries: Sequence[Entry]) -> dict[str, str]:
    """Return what the coefficient of these entries is called in each language."""
    one = entries[0].coefficient
    return {"zh": one.zh, "en": one.en}


def _in_words(name: str, keys: Iterable[str], class_kind: str) -> dict[str, str]:
    """Return keys of types or classes, or codes of regions, in the words of each language; what is unknown as it is."""
    words: dict[str, list[str]] = {"zh": [], "en": []}
    for key in keys:
        region = find_region(key) if name == "region" else None
        known = find_ecosystem(key) if name == "ecosystem" else find_item(class_kind, key) if class_kind else None
        zh, en = (region.name_zh, region.name_en) if region else (known.zh, known.en) if known else (key, key)
        words["zh"].append(zh)
        words["en"].append(en)
    return {"zh": "、".join(words["zh"]), "en": ", ".join(words["en"])}


def _inherited(entry: Entry, name: str, typed: str) -> bool:
    own = entry.coefficient.qualifiers.as_dict()[name]
    if name == "ecosystem":
        known = find_ecosystem(typed)
        return known is not None and own in ancestors(known.key)
    return name == "region" and own in region_ancestors(typed)
