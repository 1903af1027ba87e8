"""Reading an inventory workbook: which sheet is which, where its table begins, which cells belong to it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from gep.findings import Finding, Where, finding
from gep.inventory.basics import transposed
from gep.inventory.model import Inventory, SourceFile, assemble
from gep.inventory.raw import RawColumn, RawTable
from gep.inventory.sheets import BASIC, BASIC_ENTRIES, SHEETS
from gep.inventory.words import header_parts, normal, to_number
from gep.messages import LANGUAGES, label
from gep.spec import Sheet
from gep.workbook.area import Unread, header_row, is_empty, table_area, words_of
from gep.workbook.cells import Cell, RawSheet, RawWorkbook, column_letters, read_cells
from gep.workbook.csv_folder import SUFFIX, is_csv_folder, read_csv_folder

__all__ = ["REQUIRED_SHEETS", "load_inventory"]

REQUIRED_SHEETS = (BASIC.name, "extent", "deductions", "product_list")
"""What no account can do without; the methods chosen decide which of the others are needed."""


def load_inventory(path: Path) -> tuple[Inventory | None, list[Finding]]:
    """Read a workbook without raising: the inventory of its sound rows, and everything that was found.

    Parameters
    ----------
    path : Path
        A workbook, or a folder with one CSV file for each sheet.

    Returns
    -------
    Inventory or None
        None when it cannot be read, or 基本信息 is missing or wrong.
    list of Finding
        In the order of the workbook.
    """
    folder = is_csv_folder(path)
    workbook, findings = read_csv_folder(path) if folder else read_cells(path)
    if workbook is None:
        return None, findings
    # The folder "." has a name too.
    file = path.resolve().name if folder else path.name
    sheets, problems = _recognised(file, workbook)
    findings += problems
    # A sheet without a single cell is as good as missing.
    sheets = {name: sheet for name, sheet in sheets.items() if sheet.rows}
    missing = frozenset({BASIC.name, *SHEETS} - sheets.keys())
    findings += [
        finding("GEP101", Where(file), subject=name, sheet=_sheet(name).label._asdict())
        for name in REQUIRED_SHEETS
        if name in missing
    ]
    raw: dict[str, RawTable] = {}
    place = ("", 0)
    if BASIC.name in sheets:
        table, problems = _basics(file, sheets[BASIC.name])
        findings += problems
        if table is not None:
            raw[BASIC.name] = table
            place = _place(table)
    for name in SHEETS:
        if name in sheets:
            table, problems = _table(file, sheets[name], SHEETS[name], place)
            findings += problems
            if table is not None:
                raw[name] = table
    unread = frozenset(sheets.keys() - raw.keys())
    return assemble(raw, findings, SourceFile(file, workbook.sha256), missing, unread)


def _sheet(name: str) -> Sheet:
    return BASIC if name == BASIC.name else SHEETS[name]


def _recognised(file: str, workbook: RawWorkbook) -> tuple[dict[str, RawSheet], list[Finding]]:
    words = {normal(word): sheet.name for sheet in (BASIC, *SHEETS.values()) for word in (sheet.name, *sheet.label)}
    keys = ("template_options", "template_instructions", "sheet_findings")
    ours = {normal(label(key, lang)) for key in keys for lang in LANGUAGES}
    found: dict[str, RawSheet] = {}
    findings = []
    for sheet in workbook.sheets.values():
        # A file of a folder is a sheet.
        word = normal(sheet.name).removesuffix(SUFFIX).strip()
        name = words.get(word)
        where = Where(file, sheet.name)
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


def _entry_text(cell: Cell | None) -> str:
    # A day where the year belongs stands for its year.
    return str(cell.value.year) if cell is not None and isinstance(cell.value, datetime.date) else _text(cell)


def _basics(file: str, sheet: RawSheet) -> tuple[RawTable | None, list[Finding]]:
    words = words_of(BASIC)
    header = header_row(sheet, words, len(BASIC.columns) - 1)
    place: dict[str, int] = {}
    for number, cell in sheet.rows[header].items() if header is not None else ():
        if name := words.get(normal(cell.typed)):
            place.setdefault(name, number)
    if header is None or "entry" not in place or "content" not in place:
        names = "、".join(column.label.zh for column in BASIC.columns)
        return None, [finding("GEP132", Where(file, sheet.name), subject=BASIC.name, columns=names)]
    entries: dict[int, tuple[str, Cell | None, str]] = {}
    unread = Unread()
    unit_column = place.get("unit", 0)
    for row, cells in sheet.rows.items():
        if row <= header:
            continue
        name = _text(cells.get(place["entry"]))
        if name:
            entries[row] = (name, _filled(cells.get(place["content"])), _text(cells.get(unit_column)))
        for number, cell in cells.items():
            if is_empty(cell) or (name and number in place.values()):
                continue
            if number not in place.values():
                unread.add("GEP133" if number not in sheet.rows[header] else "GEP150", cell, number)
            else:
                unread.add("GEP108" if cell.kind == "error" else "GEP148", cell, row)
    unit_letters = column_letters(unit_column) if unit_column else ""
    table = transposed(file, sheet.name, entries, column_letters(place["content"]), unit_letters)
    known = {normal(word) for one in BASIC_ENTRIES for word in (one.name, *one.label)}
    there = {normal(name) for name, _, _ in entries.values()}
    return (table if there & known else None), unread.findings(file, sheet.name, BASIC.name)


def _place(table: RawTable) -> tuple[str, int]:
    """Return region and year for the rows of the other sheets, as far as they can be read."""
    # Of an entry that stands there twice the first one counts, as it does for its value.
    values: Mapping[str, str] = {
        normal(header_parts(column.header)[0]): _entry_text(column.cells[0])  # type: ignore[arg-type]
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
    area, findings = table_area(file, sheet, declared)
    if area is None:
        return None, findings
    lines = [sheet.rows[row] for row in area.rows]
    columns = tuple(
        RawColumn(header.text, column_letters(number), _column(lines, number), header.unit_at)
        for number, header in area.headers.items()
    )
    size = len(area.rows)
    table = RawTable(
        file,
        sheet.name,
        area.header_row,
        np.array(area.rows, dtype=np.int64),
        columns,
        np.full(size, place[0], dtype=object),
        np.full(size, place[1], dtype=np.int64),
    )
    return table, findings


def _column(lines: Sequence[Mapping[int, Cell]], number: int) -> list[Cell | None]:
    """Return what stands in a column, line by line, without what is nothing but a format."""
    cells = [line.get(number) for line in lines]
    return [None if cell is not None and cell.kind == "blank" and not cell.formula else cell for cell in cells]


def _filled(cell: Cell | None) -> Cell | None:
    return None if cell is None or is_empty(cell) else cell
