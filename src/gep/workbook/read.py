"""Reading an inventory workbook: which sheet is which, where its table begins, which cells belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from gep.findings import Finding, Where, finding
from gep.inventory.basics import transposed
from gep.inventory.model import Inventory, SourceFile, assemble
from gep.inventory.raw import RawColumn, RawTable
from gep.inventory.sheets import BASIC, BASIC_ENTRIES, SHEETS
from gep.inventory.words import header_parts, normal, to_number
from gep.messages import LANGUAGES, label
from gep.spec import Number, Sheet
from gep.workbook.cells import Cell, RawSheet, RawWorkbook, address, column_letters, read_cells

__all__ = ["REQUIRED_SHEETS", "load_inventory"]

REQUIRED_SHEETS = (BASIC.name, "extent", "deductions", "product_list")
"""What no account can do without; the methods chosen decide which of the others are needed."""

_HEADER_WITHIN = 30


def load_inventory(path: Path) -> tuple[Inventory | None, list[Finding]]:
    """Read a workbook without raising: the inventory of its sound rows, and everything that was found.

    Parameters
    ----------
    path : Path
        An ``.xlsx`` workbook.

    Returns
    -------
    Inventory or None
        None when the file cannot be read, or 基本信息 is missing or wrong.
    list of Finding
        In the order of the workbook.
    """
    workbook, findings = read_cells(path)
    if workbook is None:
        return None, findings
    sheets, problems = _recognised(workbook)
    findings += problems
    # A sheet without a single cell is as good as missing.
    sheets = {name: sheet for name, sheet in sheets.items() if sheet.rows}
    missing = frozenset({BASIC.name, *SHEETS} - sheets.keys())
    findings += [
        finding("GEP101", Where(path.name), subject=name, sheet=_sheet(name).label._asdict())
        for name in REQUIRED_SHEETS
        if name in missing
    ]
    raw: dict[str, RawTable] = {}
    place = ("", 0)
    if BASIC.name in sheets:
        table, problems = _basics(path.name, sheets[BASIC.name])
        findings += problems
        if table is not None:
            raw[BASIC.name] = table
            place = _place(table)
    for name in SHEETS:
        if name in sheets:
            table, problems = _table(path.name, sheets[name], SHEETS[name], place)
            findings += problems
            if table is not None:
                raw[name] = table
    unread = frozenset(sheets.keys() - raw.keys())
    return assemble(raw, findings, SourceFile(path.name, workbook.sha256), missing, unread)


def _sheet(name: str) -> Sheet:
    return BASIC if name == BASIC.name else SHEETS[name]


def _recognised(workbook: RawWorkbook) -> tuple[dict[str, RawSheet], list[Finding]]:
    words = {normal(word): sheet.name for sheet in (BASIC, *SHEETS.values()) for word in (sheet.name, *sheet.label)}
    ours = {normal(label("template_options", lang)) for lang in LANGUAGES}
    found: dict[str, RawSheet] = {}
    findings = []
    for sheet in workbook.sheets.values():
        word = normal(sheet.name)
        name = words.get(word)
        where = Where(workbook.path.name, sheet.name)
        if name is None:
            if word not in ours and sheet.rows:
                findings.append(finding("GEP130", where, subject=sheet.name, typed=sheet.name))
        elif name in found:
            findings.append(finding("GEP131", where, subject=name, typed=sheet.name, first=found[name].name))
        else:
            found[name] = sheet
    return found, findings


def _text(cell: Cell | None) -> str:
    return cell.typed.strip() if cell is not None and cell.kind in {"text", "number"} else ""


def _header(sheet: RawSheet, words: set[str], least: int) -> int | None:
    """Return the row that looks most like the header of the table."""
    best, most = None, 0
    for row in [number for number in sheet.rows if number <= _HEADER_WITHIN]:
        texts = [cell.typed for cell in sheet.rows[row].values() if cell.kind == "text"]
        hits = sum(normal(text) in words or normal(header_parts(text)[0]) in words for text in texts)
        if hits > most:
            best, most = row, hits
    return best if most >= least else None


def _column_words(sheet: Sheet) -> set[str]:
    words = [word for column in sheet.columns for word in (column.name, *column.label)]
    for column in sheet.columns:
        if isinstance(column, Number) and column.unit_label:
            words += [f"{column.name}_unit", *column.unit_label]
    return {normal(word) for word in words}


def _basics(file: str, sheet: RawSheet) -> tuple[RawTable | None, list[Finding]]:
    header = _header(sheet, _column_words(BASIC), len(BASIC.columns) - 1)
    where = Where(file, sheet.name)
    if header is None:
        names = "、".join(column.label.zh for column in BASIC.columns)
        return None, [finding("GEP132", where, subject=BASIC.name, columns=names)]
    place: dict[str, int] = {}
    for number, cell in sheet.rows[header].items():
        for column in BASIC.columns:
            if normal(cell.typed) in {normal(word) for word in (column.name, *column.label)}:
                place.setdefault(column.name, number)
    if "entry" not in place or "content" not in place:
        names = "、".join(column.label.zh for column in BASIC.columns)
        return None, [finding("GEP132", where, subject=BASIC.name, columns=names)]
    entries: dict[int, tuple[str, Cell | None, str]] = {}
    unit_column = place.get("unit", 0)
    for row, cells in sheet.rows.items():
        if row > header and _text(cells.get(place["entry"])):
            content = cells.get(place["content"])
            entries[row] = (_text(cells[place["entry"]]), content, _text(cells.get(unit_column)))
    unit_letters = column_letters(unit_column) if unit_column else ""
    table = transposed(file, sheet.name, entries, column_letters(place["content"]), unit_letters)
    words = {normal(word) for one in BASIC_ENTRIES for word in (one.name, *one.label)}
    there = {normal(name) for name, _, _ in entries.values()}
    return (table if there & words else None), []


def _place(table: RawTable) -> tuple[str, int]:
    """Return region and year for the rows of the other sheets, as far as they can be read."""
    # Of an entry that stands there twice the first one counts, as it does for its value.
    values: Mapping[str, str] = {
        normal(header_parts(column.header)[0]): _text(column.cells[0])  # type: ignore[arg-type]
        for column in reversed(table.columns)
    }

    def entry(name: str) -> str:
        one = next(one for one in BASIC_ENTRIES if one.name == name)
        return next((values[normal(word)] for word in (one.name, *one.label) if normal(word) in values), "")

    year = to_number(entry("year"))
    return entry("region"), int(year) if year is not None and year.is_integer() else 0


def _table(
    file: str, sheet: RawSheet, declared: Sheet, place: tuple[str, int]
) -> tuple[RawTable | None, list[Finding]]:
    where = Where(file, sheet.name)
    header = _header(sheet, _column_words(declared), min(2, len(declared.columns)))
    if header is None:
        names = "、".join(column.label.zh for column in declared.columns)
        return None, [finding("GEP132", where, subject=declared.name, columns=names)]
    headers = {number: cell.typed.strip() for number, cell in sheet.rows[header].items() if cell.typed.strip()}
    findings = []
    rows = []
    for row, cells in sheet.rows.items():
        if row <= header:
            continue
        filled = [number for number, cell in cells.items() if not _empty(cell)]
        outside = [number for number in filled if number not in headers]
        findings += [
            finding(
                "GEP133",
                Where(file, sheet.name, address(row, number)),
                subject=declared.name,
                typed=cells[number].typed,
            )
            for number in outside
        ]
        if len(outside) < len(filled):
            rows.append(row)
    columns = tuple(
        RawColumn(text, column_letters(number), [_filled(sheet.rows[row].get(number)) for row in rows])
        for number, text in headers.items()
    )
    size = len(rows)
    table = RawTable(
        file,
        sheet.name,
        header,
        np.array(rows, dtype=np.int64),
        columns,
        np.full(size, place[0], dtype=object),
        np.full(size, place[1], dtype=np.int64),
    )
    return table, findings


def _empty(cell: Cell) -> bool:
    return (cell.kind == "text" and not cell.typed.strip()) or (cell.kind == "blank" and not cell.formula)


def _filled(cell: Cell | None) -> Cell | None:
    return None if cell is None or _empty(cell) else cell
