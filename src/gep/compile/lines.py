"""The lines of a method: one for each row of its sheet and for each quantity that was reported instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from gep.account import Ints
from gep.classifications import ancestors, find_ecosystem, find_item
from gep.compile.context import Context, Mask
from gep.findings import finding
from gep.inventory.coding import constant, distinct, every, is_constant, known_of, whole
from gep.inventory.keys import LineKeys
from gep.inventory.words import known_words, nearest
from gep.spec import Key, Method, ServiceSpec, Source, Step

__all__ = ["UNALLOCATED", "lines_of", "others_of"]

UNALLOCATED = "unallocated"


def lines_of(context: Context, spec: ServiceSpec, method: Method, places: Mask) -> tuple[LineKeys, dict[str, Ints]]:
    """Return the lines of `method` in the places of 基本信息 that `places` chooses.

    Returns
    -------
    LineKeys
        `row` is the position in the sheet of the method, −1 if none.
    dict of str to ndarray of int
        Step → position in 实物量填报 of its reported quantity, −1 if none.
    """
    sheet = _sheet_rows(context, spec, method, places)
    reported = _reported_rows(context, spec, method, places)
    others = list(_other_lines(context, method, places))
    _report_parents(context, method, sheet)
    for rows in reported.values():
        _report_parents(context, method, rows, "reported")
    sources = [sheet, *reported.values(), *others]
    filled = [one for one in sources if len(one)]
    if len(filled) < 2:  # noqa: PLR2004 - the lines of one source are its own
        lines = filled[0] if filled else sheet
        nothing = constant(-1, len(lines))
        rows_of = {step: rows.row if rows is lines else nothing for step, rows in reported.items()}
        return (lines if lines is sheet else replace(lines, row=nothing)), rows_of
    numbers, first = distinct(np.concatenate([one.numbers() for one in sources]))
    place, item, ecosystem = (
        np.concatenate([getattr(one, name) for one in sources])[first] for name in ("place", "item", "ecosystem")
    )
    ends = np.cumsum([len(one) for one in sources])
    parts = [numbers[end - len(one) : end] for one, end in zip(sources, ends, strict=True)]

    def rows_at(number: int) -> Ints:
        rows = np.full(len(first), -1, dtype=np.int64)
        rows[parts[number]] = sources[number].row
        return rows

    lines = LineKeys(sheet.index, place, item, ecosystem, rows_at(0))
    return lines, {step: rows_at(number) for number, step in enumerate(reported, 1)}


def _report_parents(context: Context, method: Method, rows: LineKeys, table: str = "") -> None:
    """Report a type that stands beside the type above it: what it gives would count twice."""
    words = rows.index.ecosystems.words
    types = {words[code]: int(code) for code in np.unique(rows.ecosystem[rows.kinds[1]])}
    nested = {
        code: above for one, code in types.items() if (above := [other for other in ancestors(one) if other in types])
    }
    if not nested:
        return
    origin = context.inventory.table(table or (method.sheet.name if method.sheet else ""))
    present = set(zip(rows.place.tolist(), rows.item.tolist(), rows.ecosystem.tolist(), strict=True))
    for line in np.flatnonzero(np.isin(rows.ecosystem, list(nested))):
        for parent in nested[int(rows.ecosystem[line])]:
            if (int(rows.place[line]), int(rows.item[line]), types[parent]) in present:
                known, row = find_ecosystem(parent), int(rows.row[line])
                ecosystem = rows.ecosystem_of(line)
                subject = "/".join(filter(None, (origin.sheet.name, rows.item_of(line), ecosystem)))
                typed = origin.word(row, "ecosystem") or ecosystem
                where, name = origin.where(row, "ecosystem"), known.zh if known else parent
                context.findings.append(finding("GEP202", where, subject=subject, typed=typed, parent=name))
                break


def _default_ecosystem(context: Context, method: Method, rows: LineKeys) -> Ints:
    """Return for each row the type its lines belong to when the row names none."""
    index = rows.index
    default = index.ecosystems.code(method.ecosystem)
    if method.ecosystem == UNALLOCATED:
        return constant(default, len(rows))
    of_place = np.full(len(index.places), default, dtype=np.int64)
    extent = context.inventory.keys("extent")
    # The coarsest first, so that the finest one that is there has the last word.
    for type_ in reversed((method.ecosystem, *ancestors(method.ecosystem))):
        code = index.ecosystems.code(type_)
        of_place[extent.place[extent.of_type(code)]] = code
    found: Ints = constant(default, len(rows)) if whole(of_place == default) else of_place[rows.place]
    return found


def _own_lines(context: Context, method: Method, rows: LineKeys, table: str, *, unique: bool) -> LineKeys:
    """Return the rows of a table as lines, reporting those that come twice; `unique` rows do not."""
    types = rows.ecosystem[rows.kinds[1]]
    if 0 in types:
        named = bool(types.any())
        default = _default_ecosystem(context, method, rows)
        if named:
            rows, unique = replace(rows, ecosystem=np.where(rows.ecosystem == 0, default, rows.ecosystem)), False
        elif is_constant(default):
            rows = rows.of_one_type(int(default[0]))
        else:
            rows = replace(rows, ecosystem=default)
    context.use(table, rows)
    if unique:
        return rows
    repeated = rows.repeated
    if not repeated.any():
        return rows
    origin = context.inventory.table(table)
    for line in np.flatnonzero(repeated):
        typed = " / ".join(filter(None, (rows.item_of(line), rows.ecosystem_of(line))))
        where = origin.where(int(rows.row[line]), "ecosystem" if "ecosystem" in origin.letters else "item")
        context.findings.append(finding("GEP312", where, subject=table, typed=typed))
    return rows.take(~repeated)


def _sheet_rows(context: Context, spec: ServiceSpec, method: Method, places: Mask) -> LineKeys:
    if method.sheet is None:
        return context.inventory.keys("basic").take(np.empty(0, dtype=np.int64))
    table, rows = context.inventory.table(method.sheet.name), context.inventory.keys(method.sheet.name)
    if "service" in table.frame:
        rows = context.inventory.keys(method.sheet.name, spec.name)
    # Reading refuses a row whose keys stand in another row.
    identifying = {key.name for key in method.sheet.keys if key.identifies}
    unique = bool(identifying) and identifying <= {"service", "item", "ecosystem"}
    return _own_lines(context, method, rows.take(context.within(places, rows)), method.sheet.name, unique=unique)


def _item_kind(method: Method) -> str:
    keys: tuple[Key, ...] = method.sheet.keys if method.sheet else ()
    return next((key.kind for key in keys if key.name == "item"), "name")


def _reported_rows(context: Context, spec: ServiceSpec, method: Method, places: Mask) -> dict[str, LineKeys]:
    table, rows = context.inventory.table("reported"), context.inventory.keys("reported")
    if not len(rows):
        return {}
    chosen = context.within(places, rows) & table.coded("service").says(spec.name)
    kind = _item_kind(method)
    found = {}
    for step in method.steps:
        own = rows.take(chosen & table.coded("step").says(step.name))
        if kind != "name":
            items = [_item(context, kind, own.item_of(line), int(own.row[line])) for line in range(len(own))]
            own = replace(own, item=own.index.items.codes(items))
        if len(own):
            found[step.name] = _own_lines(context, method, own, "reported", unique=False)
    return found


def _item(context: Context, kind: str, text: str, row: int) -> str:
    known = find_item(kind, text) if text else None
    if known is not None or not text:
        return known.key if known else ""
    table = context.inventory.table("reported")
    column = next(key.label._asdict() for key in table.sheet.keys if key.name == "item")
    context.findings.append(
        finding(
            "GEP112",
            table.where(row, "item"),
            subject="reported",
            typed=text,
            column=column,
            known=nearest(text, known_words(kind)),
        )
    )
    return text


def others_of(method: Method, step: Step) -> list[Source]:
    """Return the steps of other services that `step` is computed from."""
    return [source for source in method.sources(step).values() if source.kind == "other"]


def _other_lines(context: Context, method: Method, places: Mask) -> Iterator[LineKeys]:
    """Yield the lines of another service that this one is computed from."""
    others = {source.name for step in method.steps for source in others_of(method, step)}
    for calculation in context.calculations:
        for step, values in calculation.results.items():
            if f"{calculation.spec.name}.{step}" in others:
                # A line without a number goes on as such: what it lacks, this service lacks too.
                lines = known_of(values)
                if not whole(lines):
                    lines = lines | (calculation.status.codes > 0)
                within = context.within(places, calculation.keys)
                yield calculation.keys.take(every([lines, within], len(values)))
