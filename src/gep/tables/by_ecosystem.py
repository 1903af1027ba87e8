"""服务×生态系统表: the value of each service by ecosystem type."""

from __future__ import annotations

import pandas as pd

from gep.account import Account
from gep.classifications import ecosystem_types
from gep.tables.formulas import Formula, Formulas, Ref, sum_of
from gep.tables.join import Join
from gep.tables.notes import standing_notes, total_word
from gep.tables.pages import WAN, Column, Content, blank_or_number, headings
from gep.tables.sums import PLACE, TOTAL, groups_of, in_order, known_sum, signed_lines
from gep.tables.words import Words

__all__ = ["ecosystem_content", "ecosystem_formulas", "ecosystem_lines", "service_by_ecosystem_table"]

PAGE = "service_by_ecosystem"
KEYS = [*PLACE, "service"]


def _types(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame.columns if name not in {*PLACE, "class", "service", TOTAL}]


def service_by_ecosystem_table(account: Account) -> pd.DataFrame:
    """Value of each service by ecosystem type [元]; one column a type, 未分摊 apart, and the total."""
    lines = signed_lines(account)
    used = {*lines["ecosystem"], *account.inventory.frame("extent")["ecosystem"]}
    present = [one.key for one in ecosystem_types() if one.key in used]
    values, types = lines["value"].tolist(), lines["ecosystem"].tolist()

    def sums(places: list[int]) -> tuple[float, ...]:
        by_type: dict[str, list[float]] = {}
        for one in places:
            by_type.setdefault(types[one], []).append(values[one])
        return (*(known_sum(by_type.get(name, ())) for name in present), known_sum(values[one] for one in places))

    columns = [*PLACE, "class", "service", *present, TOTAL]
    own = [(*key, *sums(places)) for key, places in groups_of(lines, columns[:4]).items()]
    frame = in_order(pd.DataFrame(own, columns=columns), account)
    totals = [
        (
            *key,
            "",
            TOTAL,
            *(known_sum(frame[name].iloc[rows]) for name in present),
            known_sum(values[one] for one in at),
        )
        for (key, rows), at in zip(groups_of(frame, PLACE).items(), _by_place(frame, lines), strict=True)
    ]
    joined = pd.concat([frame, pd.DataFrame(totals, columns=columns)], ignore_index=True) if totals else frame
    return joined.sort_values(PLACE, kind="stable", ignore_index=True)


def _by_place(frame: pd.DataFrame, lines: pd.DataFrame) -> list[list[int]]:
    places = groups_of(lines, PLACE)
    return [places[key] for key in groups_of(frame, PLACE)]


def ecosystem_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words."""
    types = _types(frame)
    columns = (
        *headings(words, "service"),
        *(Column(words.ecosystem(one), "value") for one in types),
        Column(words.say("total_row"), "value"),
    )
    records = frame.to_dict("records")
    rows = [
        (
            total_word(account, words) if one["service"] == TOTAL else words.service(one["service"]),
            *(blank_or_number(one[column], WAN) for column in (*types, TOTAL)),
        )
        for one in records
    ]
    strong = [number for number, one in enumerate(records) if one["service"] == TOTAL]
    notes = [words.say(name) for name in ("note_unallocated", "note_unrounded", "note_blank")]
    return Content(columns, rows, strong, [*standing_notes(account, words), *notes])


def ecosystem_formulas(join: Join) -> Formulas:
    """Return the lines of the calculations, then sums along rows and columns."""
    lines, records = join.lines([*KEYS, "ecosystem"], money=True), join.records(PAGE)
    types = [name for name in records[0] if name not in {*PLACE, "class", "service", TOTAL}] if records else []
    first = join.offset + 1
    columns = range(first, first + len(types))
    formulas: Formulas = {}
    above: list[int] = []
    for row, one in enumerate(records):
        if one["service"] != TOTAL:
            above.append(row)
        for column, name in zip(columns, types, strict=True):
            if not join.has(PAGE, row, column):
                continue
            if one["service"] == TOTAL:
                formulas[row, column] = sum_of(join.cells(PAGE, above, column))
            elif formula := join.money(lines.get((one["region"], one["year"], one["service"], name), [])):
                formulas[row, column] = formula
        cells = [Ref(PAGE, row, column) for column in columns if join.has(PAGE, row, column)]
        if cells and join.has(PAGE, row, columns.stop):
            formulas[row, columns.stop] = _along(cells)
        if one["service"] == TOTAL:
            above = []
    return formulas


def _along(cells: list[Ref]) -> Formula:
    return Formula(f"SUM({','.join('{}' for _ in cells)})", tuple(cells))


def ecosystem_lines(join: Join) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return the lines behind each value and each total of a service."""
    lines, first = join.lines([*KEYS, "ecosystem"], money=True), join.offset + 1
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for row, one, own in join.rows(PAGE, KEYS):
        types = [name for name in one if name not in {*PLACE, "class", "service", TOTAL}]
        if own:
            found[row, first + len(types)] = tuple(own)
        for column, name in enumerate(types, first):
            if of_type := lines.get((one["region"], one["year"], one["service"], name)):
                found[row, column] = tuple(of_type)
    return found
