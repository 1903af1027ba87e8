"""The sheets of an OLE2 workbook: Excel 97-2003 (.xls) and the .et that WPS saves in the same way.

xlrd reads the values; it keeps error codes, formats, merges and what is hidden. What it does not tell, which cells are
formulas and what else the file carries, is taken from the records themselves ([MS-XLS] 2.1.4, 2.4).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from typing import Any

from gep.workbook.formats import Format, builtin_format, format_of
from gep.workbook.grid import Budget, Grid
from gep.workbook.notes import Notes
from gep.workbook.package import MAX_PART, MEGABYTE, RefusalError
from gep.workbook.raw import MAX_TEXT, Cell, RawSheet, SheetState

__all__ = ["read_xls"]

_STATES: dict[int, SheetState] = {0: "visible", 1: "hidden", 2: "veryHidden"}
_BEGIN, _END, _FORMULA, _LINK, _SHEET = 0x0809, 0x000A, 0x0006, 0x01AE, 0x0085
# One cell each, and several cells of one row.
_SINGLE = frozenset({0x0201, 0x0203, 0x0204, 0x0205, 0x00FD, 0x027E, 0x00D6, _FORMULA})
_MULTIPLE = {0x00BD: 6, 0x00BE: 2}
_CALCULATE_ON_LOAD = 0x0002
_OWN_LINK = 4
_CUSTOM = 164
_OTHER_PROGRAM = "\x03"


def read_xls(data: bytes, notes: Notes) -> dict[str, RawSheet]:
    """Return the sheets of the workbook.

    Parameters
    ----------
    data : bytes
        The whole file.
    notes : Notes
        Takes what is found on the way.

    Raises
    ------
    RefusalError
        If it cannot be read, is protected by a password, or breaks a limit.
    """
    import xlrd  # type: ignore[import-untyped]  # noqa: PLC0415 - few files are of this kind

    if len(data) > MAX_PART:
        raise RefusalError("GEP012", size=len(data) // MEGABYTE, limit=MAX_PART // MEGABYTE)
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
        return _sheets(book, data, notes)
    except RefusalError:
        raise
    except Exception as error:
        # A damaged file makes xlrd fail in any way there is.
        if isinstance(error, xlrd.XLRDError) and "encrypted" in str(error):
            raise RefusalError("GEP006") from error
        raise RefusalError("GEP013") from error


def _sheets(book: Any, data: bytes, notes: Notes) -> dict[str, RawSheet]:
    _carried(book, data, notes)
    budget = Budget()
    sheets: dict[str, RawSheet] = {}
    names: set[str] = set()
    forms = {number: _form(book, xf.format_key) for number, xf in enumerate(book.xf_list)}
    places = _places(book)
    for number, name in enumerate(book.sheet_names()):
        if name.casefold() in names:
            raise RefusalError("GEP021", name=name)
        names.add(name.casefold())
        # Counted before xlrd makes objects of them.
        formulas = _formulas(book.mem, places[number], budget)
        page = book.sheet_by_index(number)
        grid = Grid()
        waiting = _fill(grid, page, formulas, forms, book.datemode == 1)
        state = _STATES.get(page.visibility, "visible")
        hidden = frozenset(column + 1 for column, info in page.colinfo_map.items() if info.hidden)
        try:
            sheets[name] = grid.sheet(name, state, hidden)
        except RefusalError as refusal:
            notes.report(refusal, name)
            continue
        notes.sheet(sheets[name], grid.problems)
        if waiting is not None:
            notes.note("GEP045", name, waiting.address, waiting.typed)
        book.unload_sheet(number)
    if not names:
        raise RefusalError("GEP008")
    return sheets


def _form(book: Any, key: int) -> Format:
    known = book.format_map.get(key)
    form = format_of(known.format_str) if known is not None else Format.NUMBER
    # The East Asian built-in formats have no text in the file.
    return builtin_format(str(key)) if form is Format.NUMBER and key < _CUSTOM else form


def _fill(
    grid: Grid, page: Any, formulas: Mapping[tuple[int, int], bool], forms: Mapping[int, Format], from_1904: bool
) -> Cell | None:
    """Put the cells of `page` into `grid`; return the first formula that shows 0 because nobody calculated it."""
    waiting = None
    grid.merges += [(top + 1, left + 1, bottom, right) for top, bottom, left, right in page.merged_cells]
    grid.hidden_rows |= {row + 1 for row, info in page.rowinfo_map.items() if info.hidden}
    for row in range(page.nrows):
        for column, read in enumerate(page.row(row)):
            calculate = formulas.get((row, column))
            form = forms.get(read.xf_index, Format.NUMBER)
            cell = _cell(grid, row + 1, column + 1, read, form, calculate is not None, from_1904)
            grid.put(cell)
            if cell is not None and calculate and cell.kind == "number" and cell.value == 0:
                waiting = waiting or cell
    return waiting


def _cell(grid: Grid, row: int, column: int, read: Any, form: Format, formula: bool, from_1904: bool) -> Cell | None:
    import xlrd  # noqa: PLC0415

    kind, value = read.ctype, read.value
    if kind == xlrd.XL_CELL_TEXT:
        return grid.text_cell(row, column, value, formula)
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        if value - value != 0:
            return grid.unreadable_cell(row, column, str(value), formula)
        return grid.number_cell(row, column, value, form, formula, from_1904)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell(row, column, bool(value), "boolean", formula, str(bool(value)).upper())
    if kind == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(value, f"#{value}")
        return Cell(row, column, None, "error", formula, text[:MAX_TEXT])
    # A formula with an empty text is kept apart from a blank.
    return Cell(row, column, "", "text", formula, "") if formula else None


def _records(data: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Walk the records from `position` to the end of what begins there: code, place and length of the data of each."""
    depth = 0
    while position + 4 <= len(data):
        code, length = struct.unpack_from("<HH", data, position)
        position += 4
        if position + length > len(data):
            raise RefusalError("GEP013")
        depth += (code == _BEGIN) - (code == _END)
        if depth <= 0:
            return
        # What stands deeper inside is the data of a chart.
        if depth == 1:
            yield code, position, length
        position += length


def _places(book: Any) -> list[int]:
    """Return where the records of each worksheet begin; charts and macros are no worksheets."""
    listed = (
        struct.unpack_from("<IBB", book.mem, place)
        for code, place, _ in _records(book.mem, book.base)
        if code == _SHEET
    )
    return [book.base + begin for begin, _, kind in listed if kind == 0]


def _formulas(records: bytes, begin: int, budget: Budget) -> dict[tuple[int, int], bool]:
    """Return (row, column), from 0, of the formulas of a sheet, and whether each is to be calculated on loading."""
    formulas = {}
    for code, place, length in _records(records, begin):
        if code in _SINGLE:
            budget.spend(1)
            if code == _FORMULA:
                row, column, _, _, flags = struct.unpack_from("<HHHQH", records, place)
                formulas[row, column] = bool(flags & _CALCULATE_ON_LOAD)
        elif code in _MULTIPLE:
            budget.spend(max(0, length - 6) // _MULTIPLE[code])
    return formulas


def _carried(book: Any, data: bytes, notes: Notes) -> None:
    if "_VBA_PROJECT_CUR".encode("utf-16-le") in data:
        notes.note("GEP040")
    links = [
        book.mem[place + 4 : place + length].decode("latin-1")
        for code, place, length in _records(book.mem, book.base)
        if code == _LINK and length > _OWN_LINK
    ]
    programs = [link for link in links if _OTHER_PROGRAM in link]
    if len(programs) < len(links):
        notes.note("GEP041")
    if programs:
        notes.note("GEP043")
