"""The pages of an inventory workbook: how cells look, which are protected, their notes and drop-down lists."""

from __future__ import annotations

import io
from collections.abc import Sequence
from math import ceil, isnan
from numbers import Real
from typing import Any

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from gep.messages import label
from gep.workbook.writing import new_workbook, set_up_print, text_width

__all__ = ["FIRST_ROW", "HEADER_ROW", "Pages"]

TITLE_ROW, NOTE_ROW, HEADER_ROW, FIRST_ROW = range(4)
WIDTHS = (10, 44)  # of columns, in half-width characters
HEADER_WIDTH = 28  # of a header on one line, at most
LINE_HEIGHT = 14
COMMENT_WIDTH = 34  # half-width characters on a line of a cell note
CARRIED_COLOUR = "#BDD7EE"
INLINE = 255  # characters of a list that stands in the rule itself, at most

_COMMON = {"font_size": 10, "valign": "vcenter"}
_CELL = {**_COMMON, "border": 1, "border_color": "#D9D9D9"}
_OPEN = {**_CELL, "indent": 1, "bg_color": "#FFF8E1", "locked": False}
_HEADER = {
    **_COMMON,
    "bold": True,
    "bg_color": "#DCE9DD",
    "border": 1,
    "border_color": "#A6A6A6",
    "text_wrap": True,
    "align": "center",
}
_LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "note": {"font_size": 10, "font_color": "#595959"},
    "heading": {**_COMMON, "bold": True, "font_size": 11},
    "line": {**_COMMON, "text_wrap": True, "valign": "top"},
    "header": _HEADER,
    "unit_header": {**_HEADER, "locked": False},
    "name": {**_CELL, "bg_color": "#F2F2F2"},
    "number": {**_OPEN, "align": "right"},
    "text": {**_OPEN, "align": "left", "text_wrap": True},
    "plain": _COMMON,
    "cell": {**_CELL, "text_wrap": True, "valign": "top"},
    "below": {**_COMMON, "locked": False},
    "carried": {"bg_color": CARRIED_COLOUR},
    "carried_cell": {**_OPEN, "bg_color": CARRIED_COLOUR},
}
# Protection has no password and keeps headers and formulas from being overwritten by mistake, nothing else.
_ALLOWED = dict.fromkeys(
    (
        "objects",
        "format_cells",
        "format_columns",
        "format_rows",
        "insert_rows",
        "delete_rows",
        "sort",
        "autofilter",
        "select_locked_cells",
        "select_unlocked_cells",
    ),
    True,
)


class Pages:
    """A workbook on its way, page by page."""

    def __init__(self, target: io.BytesIO, title: str, lang: str, notice: str) -> None:
        self._book = new_workbook(target, title)
        self._looks = {name: self._book.add_format(look) for name, look in _LOOKS.items()}
        self._lang, self._notice = lang, notice
        # Drop-down lists in the order of first use: their words, and the header that they are listed under.
        self._lists: dict[tuple[str, ...], str] = {}
        self._long: dict[int, int] = {}  # width of the longest text of each row that needs wrapping

    def add(self, title: str, note: str) -> Any:
        """Add a page with its title and what the analyst is told above the table."""
        page = self._book.add_worksheet(title)
        self._long = {}
        # The look of the whole row: the columns below the header are open to writing, these rows are not.
        page.set_row(TITLE_ROW, 24, self._looks["title"])
        page.set_row(NOTE_ROW, None, self._looks["note"])
        page.set_row(HEADER_ROW, 32, self._looks["plain"])
        page.write_string(TITLE_ROW, 0, f"{title}  {self._notice}".strip(), self._looks["title"])
        page.write_string(NOTE_ROW, 0, note, self._looks["note"])
        page.freeze_panes(FIRST_ROW, 0)
        set_up_print(page, (HEADER_ROW, HEADER_ROW), "&C&A  &P / &N")
        page.set_comments_author("gep")
        page.protect("", _ALLOWED)
        return page

    def header(self, page: Any, number: int, text: str, remarks: Sequence[str], choices: Sequence[str] = ()) -> int:
        """Write the header of a column; one of several `choices` may be taken instead. Return its width."""
        self.write(page, HEADER_ROW, number, text, "unit_header" if len(choices) > 1 else "header")
        self.choose(page, HEADER_ROW, number, choices)
        self.comment(page, HEADER_ROW, number, remarks)
        # The unit of a long header goes on a second line.
        return text_width(text if text_width(text) <= HEADER_WIDTH else text.replace(" [", "\n[")) + 3

    def write(self, page: Any, row: int, number: int, value: object, look: str) -> int:
        """Write one cell and return its width.

        Raises
        ------
        ValueError
            If the value is neither number nor text, or too long for a cell.
        """
        form = self._looks[look]
        if value is None or value == "" or (isinstance(value, float) and isnan(value)):
            page.write_blank(row, number, None, form)
            return 0
        if isinstance(value, Real) and not isinstance(value, bool):
            page.write_number(row, number, float(value), form)
            return text_width(f"{float(value):.10g}") + 3
        if not isinstance(value, str):
            raise ValueError(f"neither number nor text: {value!r}")
        if page.write_string(row, number, value, form):
            raise ValueError(f"too long for a cell: {value[:20]}…")
        width = text_width(value) + 3
        if width > WIDTHS[1] and look == "text":
            self._long[row] = max(width, self._long.get(row, 0))
        return width

    def merged(self, page: Any, row: int, last: int, text: str, look: str, height: float) -> None:
        """Write text across the columns up to `last`."""
        page.merge_range(row, 0, row, last, text, self._looks[look])
        page.set_row(row, height)

    def comment(self, page: Any, row: int, number: int, lines: Sequence[str]) -> None:
        """Attach a note to a cell."""
        if lines:
            height = sum(1 + text_width(line) // COMMENT_WIDTH for line in lines)
            page.write_comment(row, number, "\n".join(lines), {"width": 250, "height": 18 * height + 12})

    def choose(self, page: Any, row: int, number: int, choices: Sequence[str]) -> None:
        """Offer a few words in one cell."""
        if len(choices) > 1:
            if len(",".join(choices)) > INLINE or any("," in one for one in choices):
                raise ValueError(f"not a list for a single cell: {choices}")
            page.data_validation(row, number, row, number, _rule(list(choices)))

    def offer(self, page: Any, number: int, size: int, words: tuple[str, ...], name: str) -> None:
        """Offer `words` in `size` cells of a column, from a list that the last page shows under `name`."""
        self._lists.setdefault(words, name)
        place = xl_col_to_name(list(self._lists).index(words))
        sheet = label("template_options", self._lang)
        source = f"='{sheet}'!${place}${FIRST_ROW + 1}:${place}${FIRST_ROW + len(words)}"
        page.data_validation(FIRST_ROW, number, FIRST_ROW + size - 1, number, _rule(source))

    def mark(self, page: Any, number: int, size: int, word: str) -> None:
        """Colour the rows whose column `number` says `word`."""
        rule = {
            "type": "formula",
            "criteria": f'=${xl_col_to_name(number)}{FIRST_ROW + 1}="{word}"',
            "format": self._looks["carried"],
        }
        page.conditional_format(FIRST_ROW, 0, FIRST_ROW + size - 1, number, rule)

    def fit(self, page: Any, widths: Sequence[int], *, below: bool = False) -> None:
        """Set the widths of the columns, and the heights of rows whose text does not fit on one line.

        With `below` every cell below the header is open to writing, however many rows there will be.
        """
        for number, width in enumerate(widths):
            look = self._looks["below"] if below else None
            page.set_column(number, number, min(max(width, WIDTHS[0]), WIDTHS[1]), look)
        for row, width in self._long.items():
            page.set_row(row, LINE_HEIGHT * ceil(width / (WIDTHS[1] - 3)))

    def close(self) -> None:
        """Add the sheet of the lists and pack the workbook."""
        page = self.add(label("template_options", self._lang), label("template_options_note", self._lang))
        for number, (words, name) in enumerate(self._lists.items()):
            self.header(page, number, name, ())
            widths = [self.write(page, FIRST_ROW + row, number, word, "plain") for row, word in enumerate(words)]
            page.set_column(number, number, min(max(*widths, text_width(name)) + 2, WIDTHS[1]))
        self._book.close()


def _rule(source: object) -> dict[str, object]:
    # A warning, not a bar: other words for the same thing are understood too.
    return {"validate": "list", "source": source, "error_type": "warning"}
