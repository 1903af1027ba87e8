"""Accounts as workbooks: every standard table a sheet, laid out like a statistical table, ready to print.

Only the layout is decided here; every word and number comes from :mod:`gep.tables`. The same account gives the same
bytes: there is no clock in them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell  # type: ignore[import-untyped]

from gep.account import Account
from gep.messages import label
from gep.tables import live_pages
from gep.tables.formulas import Ref
from gep.tables.pages import Page
from gep.trace import explained_lines
from gep.workbook.charts import add_charts
from gep.workbook.layout import column_widths, fits_one_page, row_height, show
from gep.workbook.traces import write_traces
from gep.workbook.writing import new_workbook, save, set_up_print

__all__ = ["account_workbook", "pages_workbook", "write_account"]

TITLE_ROW, HEADER_ROW, FIRST_ROW = 0, 2, 3
LONGEST_NAME = 31  # of a sheet
LONGEST, SLACK = 16_000, 300  # characters of a cell: Excel holds 32 767, and some Chinese characters count twice
TITLE_HEIGHT, UNIT_HEIGHT, HEADER_HEIGHT, NOTE_HEIGHT = 30.0, 16.0, 28.0, 15.0  # points
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.7}  # inches

_FONTS = MappingProxyType({"zh": "宋体", "en": "Calibri"})
_INSIDE: Mapping[str, object] = {"font_size": 10, "valign": "vcenter", "border": 1, "border_color": "#A6A6A6"}
_LOOKS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "title": {"font_size": 16, "bold": True, "align": "center", "valign": "vcenter"},
        "unit": {"font_size": 10, "align": "right", "valign": "vcenter"},
        "header": {**_INSIDE, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DCE9DD"},
        "text": {**_INSIDE, "align": "left", "indent": 1, "text_wrap": True},
        "number": {**_INSIDE, "align": "right"},
        "input": {**_INSIDE, "align": "right", "bg_color": "#FFF8E1"},
        "note": {"font_size": 9, "align": "left", "valign": "top", "text_wrap": True},
    }
)
_STRONG: Mapping[str, object] = {"bold": True, "bg_color": "#F3F7F3", "top_color": "#404040"}


def write_account(account: Account, path: Path, *, lang: str = "zh") -> None:
    """Write the accounting workbook: one sheet for each of ``account.tables``, in that order.

    Parameters
    ----------
    account : Account
        The account.
    path : Path
        File to write; it is replaced only when the whole workbook is ready.
    lang : {"zh", "en"}
        Language of sheet names, headers and notes.

    Raises
    ------
    ValueError
        If a table is larger than a sheet can be.
    OSError
        If the file cannot be written; nothing is left behind then.
    """
    save(path, account_workbook(account, lang))


def account_workbook(account: Account, lang: str = "zh") -> bytes:
    """Return the bytes of the accounting workbook; the same account gives the same bytes.

    Raises
    ------
    ValueError
        If a table is larger than a sheet can be.
    """
    pages = live_pages(account, lang)
    cells = {
        Ref(page.id, *cell): lines
        for page in pages
        for cell, lines in page.lines.items()
        if page.rows[cell[0]][cell[1]] is not None
    }
    texts = explained_lines(account, {line for lines in cells.values() for line in lines}, lang)
    return pages_workbook(pages, lang, Traces(cells, texts))


class Traces(NamedTuple):
    """How values came about: for cells of the pages the lines of the ledger behind them, and the text of each line."""

    cells: Mapping[Ref, Sequence[int]]
    texts: Mapping[int, str]


def pages_workbook(pages: Sequence[Page], lang: str = "zh", traces: Traces | None = None) -> bytes:
    """Return the bytes of a workbook with one sheet for each page.

    Parameters
    ----------
    pages : sequence of Page
        What stands on the sheets.
    lang : {"zh", "en"}
        Language of everything that is not on a page.
    traces : Traces, optional
        How values came about; kept on a sheet that only a program shows.

    Raises
    ------
    ValueError
        If a table is larger than a sheet can be.
    """
    names = _sheet_names(pages)

    def address(ref: Ref, *, absolute: bool = False) -> str:
        cell = xl_rowcol_to_cell(FIRST_ROW + ref.row, ref.column, absolute, absolute)
        return f"{quote_sheetname(names[ref.page])}!{cell}"

    buffer = io.BytesIO()
    book = new_workbook(buffer, pages[0].title)
    formats = _Formats(book, lang)
    for page in pages:
        _Sheet(book.add_worksheet(names[page.id]), page, formats, lang, address).write()
    if traces:
        cells = {
            f"{names[ref.page]}!{xl_rowcol_to_cell(FIRST_ROW + ref.row, ref.column)}": lines
            for ref, lines in traces.cells.items()
        }
        write_traces(book, cells, traces.texts, lang)
    by_id = {page.id: page for page in pages}
    if "summary" in by_id and "service_by_ecosystem" in by_id:
        add_charts(book, by_id, lambda ref: address(ref, absolute=True), lang)
    book.close()
    return buffer.getvalue()


def _sheet_names(pages: Sequence[Page]) -> dict[str, str]:
    """Return a name for the sheet of each page: no two alike, none longer than Excel allows."""
    names: dict[str, str] = {}
    for page in pages:
        name, count = page.sheet[:LONGEST_NAME], 1
        while name.casefold() in {one.casefold() for one in names.values()}:
            count += 1
            name = f"{page.sheet[: LONGEST_NAME - 3]}-{count}"
        names[page.id] = name
    return names


class _Formats:
    """The cell formats of a workbook, each made when it is first needed."""

    def __init__(self, book: Any, lang: str) -> None:
        self._book, self._font = book, _FONTS[lang]
        self._made: dict[tuple[str, str, bool], Any] = {}

    def get(self, look: str, number_format: str = "", *, strong: bool = False) -> Any:
        key = (look, number_format, strong)
        if key not in self._made:
            properties = {"font_name": self._font, **_LOOKS[look], **(_STRONG if strong else {})}
            if number_format:
                properties["num_format"] = number_format
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


class _Sheet:
    """One page on its way into a sheet."""

    def __init__(self, sheet: Any, page: Page, formats: _Formats, lang: str, address: Callable[[Ref], str]) -> None:
        self._sheet, self._page, self._formats, self._lang = sheet, page, formats, lang
        self._address = address
        self._cells = [
            [show(value, column.kind) for value, column in zip(row, page.columns, strict=True)] for row in page.rows
        ]
        self._widths = column_widths(page.columns, self._cells, page.keys)
        self._heights: list[float] = []  # of the rows so far
        self._rest: list[tuple[str, str]] = []  # cells whose text is too long for a cell, with what did not fit

    def write(self) -> None:
        """Write title, unit, header, rows and notes, and set the sheet up."""
        page = self._page
        for number, width in enumerate(self._widths):
            self._sheet.set_column(number, number, width)
        self._across(page.title, "title", TITLE_HEIGHT)
        self._across(page.unit_line, "unit", UNIT_HEIGHT)
        headings = [one.heading for one in page.columns]
        for number, heading in enumerate(headings):
            self._text(HEADER_ROW, number, heading, self._formats.get("header"))
        self._end_row(row_height(headings, self._widths, least=HEADER_HEIGHT))
        for index in range(len(page.rows)):
            self._row(index)
        self._notes()
        self._set_up()

    def _row(self, index: int) -> None:
        row, strong = FIRST_ROW + index, index in self._page.strong
        cells = self._cells[index]
        for number, (value, cell) in enumerate(zip(self._page.rows[index], cells, strict=True)):
            if cell.number_format:
                is_input = (index, number) in self._page.inputs
                look = self._formats.get("input" if is_input else "number", cell.number_format, strong=strong)
                formula = self._page.formulas.get((index, number))
                if formula is None:
                    self._check(self._sheet.write_number(row, number, value, look))
                else:
                    self._check(self._sheet.write_formula(row, number, formula.text(self._address), look, value))
            else:
                is_text = self._page.columns[number].kind in ("text", "long")
                self._text(row, number, cell.text, self._formats.get("text" if is_text else "number", strong=strong))
        self._end_row(row_height(["" if cell.number_format else cell.text for cell in cells], self._widths))

    def _notes(self) -> None:
        """Write the notes under the table, and after them what was too long for its cell."""
        lines = [
            label("note_next" if number else "note_first", self._lang, text=piece)
            for number, piece in enumerate(piece for text in self._page.notes for piece in _pieces(text))
        ]
        lines += [
            label("note_goes_on", self._lang, cell=cell, text=piece)
            for cell, rest in self._rest
            for piece in _pieces(rest)
        ]
        width = sum(self._widths) * 10 // 9  # of small print
        for line in lines:
            self._across(line, "note", row_height([line], [width], least=NOTE_HEIGHT))

    def _end_row(self, height: float) -> None:
        self._check(self._sheet.set_row(len(self._heights), height))
        self._heights.append(height)

    def _across(self, text: str, look: str, height: float) -> None:
        """Write `text` in the next row, over the whole width of the table."""
        row, last, chosen = len(self._heights), len(self._widths) - 1, self._formats.get(look)
        if last > 0:
            self._check(self._sheet.merge_range(row, 0, row, last, "", chosen))
        self._text(row, 0, text, chosen)
        self._end_row(height)

    def _text(self, row: int, number: int, text: str, look: Any) -> None:
        """Write text as text; what does not fit into a cell goes under the table."""
        if len(text) > LONGEST + SLACK:
            cell = xl_rowcol_to_cell(row, number)
            self._rest.append((cell, text[LONGEST:]))
            text = text[:LONGEST] + label("text_goes_on", self._lang, cell=cell)
        # Half of a surrogate pair is no character, and no file can hold it.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        write = self._sheet.write_string if text else self._sheet.write_blank
        self._check(write(row, number, text, look))

    def _check(self, result: int) -> None:
        if result:
            raise ValueError(f"the table {self._page.id} does not fit on a sheet")

    def _set_up(self) -> None:
        sheet = self._sheet
        sheet.freeze_panes(FIRST_ROW, self._page.keys)
        sheet.hide_gridlines(2)
        sheet.set_margins(**MARGINS)
        sheet.center_horizontally()
        set_up_print(sheet, (TITLE_ROW, HEADER_ROW), f"&C{label('print_footer', self._lang)}")
        if fits_one_page(self._widths, self._heights):
            sheet.fit_to_pages(1, 1)


def _pieces(text: str) -> list[str]:
    return [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)]
