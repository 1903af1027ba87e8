"""Pages on a sheet: title, unit, header, rows and notes, laid out like a statistical table and ready to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

from gep.messages import label
from gep.tables.formulas import Ref
from gep.tables.pages import Page
from gep.workbook.layout import PRINT_SCALE, Shown, fits_one_page, page_breaks, row_height, sheet_widths, show
from gep.workbook.writing import set_up_print, text_width

__all__ = ["HEADER", "Formats", "height_of", "write_sheet"]

TITLE, HEADER, BODY = 0, 2, 3
"""Rows of a page, from its first: the title, the header, what the table says. The unit stands between."""
LONGEST, SLACK = 16_000, 300  # characters of a cell: Excel holds 32 767, and some Chinese characters count twice
LONGEST_HEAD = 100  # characters at the top of a printed page, of which Excel allows 255
TITLE_HEIGHT, UNIT_HEIGHT, HEADER_HEIGHT, NOTE_HEIGHT = 30.0, 16.0, 28.0, 15.0  # points
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.7}  # inches
BAR = "#7DB58A"
TITLE_SIZE, TEXT_SIZE = 16, 10  # points

_FONTS = MappingProxyType({"zh": "宋体", "en": "Calibri"})
_INSIDE: Mapping[str, object] = {"font_size": TEXT_SIZE, "valign": "vcenter", "border": 1, "border_color": "#A6A6A6"}
_LOOKS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "title": {"font_size": TITLE_SIZE, "bold": True, "align": "center", "valign": "vcenter"},
        "unit": {"font_size": 10, "align": "right", "valign": "vcenter"},
        "header": {**_INSIDE, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#DCE9DD"},
        "text": {**_INSIDE, "align": "left", "indent": 1, "text_wrap": True},
        "number": {**_INSIDE, "align": "right"},
        "input": {**_INSIDE, "align": "right", "bg_color": "#FFF8E1"},
        "aside": {**_INSIDE, "align": "left", "indent": 1, "font_size": 9, "font_color": "#595959"},
        "note": {"font_size": 9, "align": "left", "valign": "top", "text_wrap": True},
    }
)
_STRONG: Mapping[str, object] = {"bold": True, "bg_color": "#F3F7F3", "top_color": "#404040"}

Address = Callable[[Ref], str]


class Formats:
    """The cell formats of a workbook, each made when it is first needed."""

    def __init__(self, book: Any, lang: str) -> None:
        self._book, self._font = book, _FONTS[lang]
        self._made: dict[tuple[str, str, bool], Any] = {}

    def get(self, look: str, number_format: str = "", *, strong: bool = False) -> Any:
        """Return the format of a look, with the format of a number if it is one."""
        key = (look, number_format, strong)
        if key not in self._made:
            properties = {"font_name": self._font, **_LOOKS[look], **(_STRONG if strong else {})}
            if number_format:
                properties["num_format"] = number_format
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def _pieces(text: str) -> list[str]:
    return [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)]


def height_of(page: Page) -> int:
    """Return how many rows a page takes on a sheet, with an empty one below it."""
    return BODY + len(page.rows) + sum(len(_pieces(text)) for text in page.notes) + 1


def write_sheet(sheet: Any, pages: Sequence[Page], formats: Formats, lang: str, address: Address) -> None:
    """Write pages below each other and set the sheet up.

    Raises
    ------
    ValueError
        If they are larger than a sheet can be.
    """
    _Writer(sheet, pages, formats, lang, address).write()


class _Writer:
    """Some pages on their way onto a sheet."""

    def __init__(self, sheet: Any, pages: Sequence[Page], formats: Formats, lang: str, address: Address) -> None:
        self._sheet, self._pages, self._formats, self._lang = sheet, pages, formats, lang
        self._address, self._page = address, pages[0]
        self._cells = {page.id: _shown(page) for page in pages}
        self._widths = sheet_widths([(page, self._cells[page.id]) for page in pages])
        self._keys = max(page.keys for page in pages)
        self._proper = len(self._widths) - max(page.aside for page in pages)
        self._breaks = page_breaks(self._widths[: self._proper], self._keys)
        self._looks: list[str] = []  # of the columns of the page
        self._heights: list[float] = []  # of the rows so far
        self._rest: list[tuple[str, str]] = []  # cells whose text is too long for a cell, with what did not fit

    def write(self) -> None:
        """Write every page, then what was too long for its cell."""
        for number, width in enumerate(self._widths):
            self._check(self._sheet.set_column(number, number, width))
        for number, page in enumerate(self._pages):
            if number:
                self._end_row(NOTE_HEIGHT)
            self._page = page
            self._table()
        for cell, rest in self._rest:
            for piece in _pieces(rest):
                self._note(label("note_goes_on", self._lang, cell=cell, text=piece))
        self._set_up()

    def _table(self) -> None:
        page = self._page
        self._across(page.title, "title", TITLE_HEIGHT, self._title_column(page.title))
        self._across(page.unit_line, "unit", UNIT_HEIGHT)
        headings, header = [one.heading for one in page.columns], self._formats.get("header")
        for number, heading in enumerate(headings):
            self._text(number, heading, header)
        self._end_row(row_height(headings, self._widths[: len(headings)], least=HEADER_HEIGHT))
        first, proper = len(self._heights), len(page.columns) - page.aside
        self._looks = ["text" if column.kind in ("text", "long") else "number" for column in page.columns[:proper]]
        self._looks += ["aside"] * page.aside
        for index, cells in enumerate(self._cells[page.id]):
            self._row(index, cells)
        self._bars(first)
        for number, piece in enumerate(piece for text in page.notes for piece in _pieces(text)):
            self._note(label("note_next" if number else "note_first", self._lang, text=piece))

    def _row(self, index: int, cells: Sequence[Shown]) -> None:
        page, row, strong = self._page, len(self._heights), index in self._page.strong
        values, formulas, inputs = page.rows[index], page.formulas, page.inputs
        proper, looks = len(cells) - page.aside, self._looks
        for number, cell in enumerate(cells):
            if cell.number_format:
                is_input = (index, number) in inputs
                look = self._formats.get("input" if is_input else "number", cell.number_format, strong=strong)
                formula = formulas.get((index, number))
                if formula is None:
                    self._check(self._sheet.write_number(row, number, values[number], look))
                else:
                    text = formula.text(self._address)
                    self._check(self._sheet.write_formula(row, number, text, look, values[number]))
            else:
                self._text(number, cell.text, self._formats.get(looks[number], strong=strong))
        texts = ["" if cell.number_format else cell.text for cell in cells[:proper]]
        self._end_row(row_height(texts, self._widths[:proper]))

    def _bars(self, first: int) -> None:
        """Draw bars that compare the numbers of a column, totals apart."""
        rows = [index for index in range(len(self._page.rows)) if index not in self._page.strong]
        for column in self._page.bars:
            with_numbers = [first + index for index in rows if isinstance(self._page.rows[index][column], float)]
            if len(with_numbers) > 1:
                self._sheet.conditional_format(
                    with_numbers[0], column, with_numbers[-1], column,
                    {
                        "type": "data_bar", "bar_color": BAR, "min_type": "num", "min_value": 0,
                        "multi_range": _ranges(with_numbers, column),
                    },
                )  # fmt: skip

    def _note(self, text: str) -> None:
        first = self._keys if self._breaks else 0  # what stands in the first columns is repeated on later pages
        width = sum(self._widths[first : self._printed]) * 10 // 9  # of small print
        self._across(text, "note", row_height([text], [width], least=NOTE_HEIGHT), first)

    @property
    def _printed(self) -> int:
        """How many columns the first printed page holds, which is as far as titles and notes reach."""
        return self._breaks[0] if self._breaks else self._proper

    def _end_row(self, height: float) -> None:
        self._check(self._sheet.set_row(len(self._heights), height))
        self._heights.append(height)

    def _title_column(self, title: str) -> int:
        """Return where a title begins: on later pages of a wide sheet the first columns are repeated, it is not."""
        width = text_width(title) * TITLE_SIZE / TEXT_SIZE
        aside = (sum(self._widths[: self._printed]) - width) / 2
        return self._keys if self._breaks and aside < sum(self._widths[: self._keys]) else 0

    def _across(self, text: str, look: str, height: float, first: int = 0) -> None:
        """Write `text` in the next row, over the width of the table or of the first printed page."""
        row, last, chosen = len(self._heights), min(self._printed, len(self._page.columns)) - 1, self._formats.get(look)
        if last > first:
            self._check(self._sheet.merge_range(row, first, row, last, "", chosen))
        self._text(first, text, chosen)
        self._end_row(height)

    def _text(self, number: int, text: str, look: Any) -> None:
        """Write text as text in the next row; what does not fit into a cell goes under the table."""
        row = len(self._heights)
        if len(text) > LONGEST + SLACK:
            cell = xl_rowcol_to_cell(row, number)
            self._rest.append((cell, text[LONGEST:]))
            text = text[:LONGEST] + label("text_goes_on", self._lang, cell=cell)
        if not text.isascii():
            # Half of a surrogate pair is no character, and no file can hold it.
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        write = self._sheet.write_string if text else self._sheet.write_blank
        self._check(write(row, number, text, look))

    def _check(self, result: int) -> None:
        if result:
            raise ValueError(f"the table {self._page.id} does not fit on a sheet")

    def _set_up(self) -> None:
        sheet, single = self._sheet, len(self._pages) == 1
        sheet.freeze_panes(BODY if single else 0, self._keys)
        sheet.hide_gridlines(2)
        sheet.set_margins(**MARGINS)
        sheet.center_horizontally()
        # The header of one page says nothing about the next; a wide sheet has its title at the top of each page.
        top, bottom = HEADER if self._breaks else TITLE, HEADER if single else TITLE
        set_up_print(sheet, (top, bottom) if top <= bottom else None, f"&C{label('print_footer', self._lang)}")
        if self._breaks:
            self._set_up_several_pages()
        if not self._breaks and fits_one_page(self._widths[: self._proper], self._heights):
            sheet.fit_to_pages(1, 1)
        if self._proper < len(self._widths):
            self._check(sheet.print_area(0, 0, len(self._heights) - 1, self._proper - 1))

    def _set_up_several_pages(self) -> None:
        """Print a wide sheet on several pages, the columns that say what a row is about on each of them."""
        sheet = self._sheet
        sheet.set_print_scale(PRINT_SCALE)
        sheet.set_v_pagebreaks(self._breaks)
        sheet.repeat_columns(0, self._keys - 1)
        title = "".join(one for one in self._pages[0].title if one.isprintable())[:LONGEST_HEAD].replace("&", "&&")
        sheet.set_header(f"&R&9 {title}")


def _shown(page: Page) -> list[list[Shown]]:
    kinds = [column.kind for column in page.columns]
    return [[show(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in page.rows]


def _ranges(rows: Sequence[int], column: int) -> str:
    """Return the cells of some rows as ranges, such as ``J5:J9 J12``."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and parts[-1][1] == row - 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    return " ".join(f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}" for first, last in parts)
