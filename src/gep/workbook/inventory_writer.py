"""Inventories as workbooks: empty templates, and inventories with their rows filled in.

Drawn from the declarations of sheets, like everything else; no service is known by name. The same input gives the same
bytes: there is no clock in them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from math import ceil, isnan
from numbers import Real
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from gep.inventory.sheets import BASIC, BASIC_ENTRIES, EXTENT, GENERAL_SHEETS, PRODUCT_LIST, SHEETS
from gep.messages import label
from gep.profiles import Profile
from gep.spec import Column, Key, Number, Sheet, Text
from gep.workbook.inventory_lists import option_list, shown_word, vocabulary
from gep.workbook.inventory_rows import Headers, Records, Rows, check_rows, fields, rows_from_csv
from gep.workbook.writing import new_workbook, save, set_up_print, text_width

__all__ = ["rows_from_csv", "save", "write_inventory"]

TITLE_ROW, NOTE_ROW, HEADER_ROW, FIRST_ROW = range(4)
EMPTY_ROWS = 20  # coloured rows of an empty table
SPARE_ROWS = 5  # coloured rows below the last record
LISTED_ROWS = 1000  # rows with a drop-down list, at least
WIDTHS = (10, 44)  # of columns, in half-width characters
TEXT_WIDTH = 20  # of a column of free text, at least
HEADER_WIDTH = 28  # of a header on one line, at most
LINE_HEIGHT = 14
COMMENT_WIDTH = 34  # half-width characters on a line of a cell note

_COMMON = {"font_size": 10, "valign": "vcenter"}
_INPUT = {**_COMMON, "indent": 1, "bg_color": "#FFF8E1", "border": 1, "border_color": "#D9D9D9"}
_FORMATS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "note": {"font_size": 10, "font_color": "#595959"},
    "header": {
        **_COMMON,
        "bold": True,
        "bg_color": "#DCE9DD",
        "border": 1,
        "border_color": "#A6A6A6",
        "text_wrap": True,
        "align": "center",
    },
    "name": {**_COMMON, "bg_color": "#F2F2F2", "border": 1, "border_color": "#D9D9D9"},
    "number": {**_INPUT, "align": "right"},
    "text": {**_INPUT, "align": "left", "text_wrap": True},
    "plain": _COMMON,
}


def write_inventory(
    path: Path,
    profile: Profile,
    rows: Rows | None = None,
    *,
    lang: str = "zh",
    headers: Headers | None = None,
    notice: str = "",
) -> None:
    """Write the inventory workbook of a standard, empty or filled in.

    Parameters
    ----------
    path : Path
        File to write; it is replaced only when the whole workbook is ready.
    profile : Profile
        The standard, whose methods decide which sheets there are.
    rows : mapping of str to sequence of mapping, optional
        For each sheet key its records: column key (and ``<name>_unit`` where units differ by row) to number or text.
        A key of a vocabulary is written as its word. Without `rows` the workbook is a template.
    lang : str
        ``"zh"`` or ``"en"``: language of sheet names, headers and notes.
    headers : mapping, optional
        For (sheet key, column key) the unit of that header where it is not the declared one.
    notice : str, optional
        Stands behind the title of every sheet.

    Raises
    ------
    ValueError
        If `rows` or `headers` name a sheet, column or entry that there is not, or a text is too long for a cell.
    OSError
        If the file cannot be written; nothing is left behind then.
    """
    given = rows if rows is not None else {PRODUCT_LIST.name: [{"service": one.service} for one in profile.services]}
    sheets = _sheets(profile, given)
    units = dict(headers or {})
    check_rows(given, units)
    buffer = io.BytesIO()
    book = _Book(buffer, profile, lang, notice)
    book.basic(given.get(BASIC.name, [{"entry": "standard", "content": profile.id}]))
    for sheet in sheets:
        book.table(sheet, given.get(sheet.name, ()), units)
    book.close()
    save(path, buffer.getvalue())


def _sheets(profile: Profile, rows: Rows) -> tuple[Sheet, ...]:
    """Return the tables in order: extent, those of the services, those that every inventory has."""
    used = [
        method.sheet
        for rule in profile.services
        for method in rule.spec.methods
        if method.name in rule.methods and method.sheet
    ]
    kept = [sheet for sheet in SHEETS.values() if rows.get(sheet.name) and sheet not in GENERAL_SHEETS]
    return tuple({sheet.name: sheet for sheet in (EXTENT, *used, *kept, *GENERAL_SHEETS)}.values())


class _Book:
    """The workbook on its way."""

    def __init__(self, target: io.BytesIO, profile: Profile, lang: str, notice: str) -> None:
        self._book = new_workbook(target, getattr(profile.title, lang))
        self._formats = {name: self._book.add_format(dict(look)) for name, look in _FORMATS.items()}
        self._profile, self._lang, self._notice = profile, lang, notice
        # Drop-down lists in the order of first use: their words, and the header that they are listed under.
        self._lists: dict[tuple[str, ...], str] = {}
        self._long: dict[int, int] = {}  # width of the longest text of each row that needs wrapping

    def basic(self, records: Records) -> None:
        """Add the sheet of what holds for the whole account: every entry a row."""
        page = self._page(BASIC.label.text(self._lang), BASIC.note.text(self._lang))
        contents = {record["entry"]: record for record in records}
        widths = [self._header(page, number, one) for number, one in enumerate(BASIC.columns)]
        for row, entry in enumerate(BASIC_ENTRIES, FIRST_ROW):
            record = contents.get(entry.name, {})
            unit = record.get("unit") or (entry.unit if isinstance(entry, Number) else "")
            cells = (entry.label.text(self._lang), record.get("content"), unit)
            for number, (value, kind) in enumerate(zip(cells, ("name", "text", "text"), strict=True)):
                widths[number] = max(widths[number], self._write(page, row, number, value, kind))
            self._comment(page, row, 0, self._remarks(entry))
        self._fit(page, widths)

    def table(self, sheet: Sheet, records: Records, units: Mapping[tuple[str, str], str]) -> None:
        """Add the sheet of a table with its records and some rows to go on."""
        page = self._page(sheet.label.text(self._lang), sheet.note.text(self._lang))
        size = len(records) + (SPARE_ROWS if records else EMPTY_ROWS)
        widths = []
        for number, (name, column) in enumerate(fields(sheet)):
            unit = units.get((sheet.name, name))
            width = self._header(page, number, column, unit, of_unit=name != column.name)
            kind = "number" if isinstance(column, Number) and name == column.name else "text"
            for row in range(size):
                record = records[row] if row < len(records) else {}
                value = shown_word(column, record.get(name), record, self._lang)
                width = max(width, self._write(page, FIRST_ROW + row, number, value, kind))
            words = option_list(sheet, name, self._profile, self._lang)
            if words:
                self._offer(page, number, max(LISTED_ROWS, 2 * len(records)), words, column.label.text(self._lang))
            widths.append(max(width, TEXT_WIDTH) if isinstance(column, Text) else width)
        self._fit(page, widths)

    def close(self) -> None:
        """Add the sheet of the lists and pack the workbook."""
        page = self._page(label("template_options", self._lang), label("template_options_note", self._lang))
        for number, (words, name) in enumerate(self._lists.items()):
            page.write_string(HEADER_ROW, number, name, self._formats["header"])
            widths = [self._write(page, FIRST_ROW + row, number, word, "plain") for row, word in enumerate(words)]
            page.set_column(number, number, min(max(*widths, text_width(name)) + 2, WIDTHS[1]))
        self._book.close()

    def _page(self, title: str, note: str) -> Any:
        page = self._book.add_worksheet(title)
        self._long = {}
        page.write_string(TITLE_ROW, 0, f"{title}  {self._notice}".strip(), self._formats["title"])
        page.write_string(NOTE_ROW, 0, note, self._formats["note"])
        page.set_row(TITLE_ROW, 24)
        page.set_row(HEADER_ROW, 32)
        page.freeze_panes(FIRST_ROW, 0)
        set_up_print(page, (HEADER_ROW, HEADER_ROW), "&C&A  &P / &N")
        page.set_comments_author("gep")
        return page

    def _header(self, page: Any, number: int, column: Column, unit: str | None = None, *, of_unit: bool = False) -> int:
        text, remarks = column.label.text(self._lang), self._remarks(column)
        if isinstance(column, Number):
            if of_unit and column.unit_label:
                text, remarks = column.unit_label.text(self._lang), []
            elif not column.unit_label and (unit or column.unit):
                text = f"{text} [{unit or column.unit}]"
        self._write(page, HEADER_ROW, number, text, "header")
        self._comment(page, HEADER_ROW, number, remarks)
        # The unit of a long header goes on a second line.
        return text_width(text if text_width(text) <= HEADER_WIDTH else text.replace(" [", "\n[")) + 3

    def _remarks(self, column: Column) -> list[str]:
        """Return what a cell note says of a column: its note, unit, valid range and who is asked for the number."""
        lang = self._lang
        lines = [column.note.text(lang)]
        if isinstance(column, Number):
            unit, low, high = column.unit, column.low, column.high
            bounds = {"low": f"{low or 0:g}", "high": f"{high or 0:g}", "unit": unit}
            key = {(True, False): "from", (False, True): "to", (True, True): "between"}.get(
                (low is not None, high is not None)
            )
            if column.unit_label:
                lines.append(label("template_row_unit", lang, column=column.unit_label.text(lang)))
            elif unit:
                lines.append(label("template_header_unit", lang, unit=unit))
            lines.append(label(f"template_{key}", lang, **bounds).strip() if key else "")
            department = column.department.text(lang)
            lines.append(label("template_department", lang, name=department) if department else "")
        elif isinstance(column, Key) and column.kind.endswith("_status"):
            names = (word.text(lang) for word in vocabulary(column.kind).values())
            lines.append(label("template_allowed", lang, names=" / ".join(names)))
        return [line for line in lines if line]

    def _comment(self, page: Any, row: int, number: int, lines: Sequence[str]) -> None:
        if lines:
            height = sum(1 + text_width(line) // COMMENT_WIDTH for line in lines)
            page.write_comment(row, number, "\n".join(lines), {"width": 250, "height": 18 * height + 12})

    def _offer(self, page: Any, number: int, size: int, words: tuple[str, ...], name: str) -> None:
        self._lists.setdefault(words, name)
        place = xl_col_to_name(list(self._lists).index(words))
        sheet = label("template_options", self._lang)
        source = f"='{sheet}'!${place}${FIRST_ROW + 1}:${place}${FIRST_ROW + len(words)}"
        # A warning, not a bar: other words for the same thing are understood too.
        rule = {"validate": "list", "source": source, "error_type": "warning"}
        page.data_validation(FIRST_ROW, number, FIRST_ROW + size - 1, number, rule)

    def _write(self, page: Any, row: int, number: int, value: object, kind: str) -> int:
        """Write one cell and return its width."""
        look = self._formats[kind]
        if value is None or value == "" or (isinstance(value, float) and isnan(value)):
            page.write_blank(row, number, None, look)
            return 0
        if isinstance(value, Real) and not isinstance(value, bool):
            page.write_number(row, number, float(value), look)
            return text_width(f"{float(value):.10g}") + 3
        if not isinstance(value, str):
            raise ValueError(f"neither number nor text: {value!r}")
        if page.write_string(row, number, value, look):
            raise ValueError(f"too long for a cell: {value[:20]}…")
        width = text_width(value) + 3
        if width > WIDTHS[1] and kind == "text":
            self._long[row] = max(width, self._long.get(row, 0))
        return width

    def _fit(self, page: Any, widths: Sequence[int]) -> None:
        """Set the widths of the columns, and the heights of rows whose text does not fit on one line."""
        for number, width in enumerate(widths):
            page.set_column(number, number, min(max(width, WIDTHS[0]), WIDTHS[1]))
        for row, width in self._long.items():
            page.set_row(row, LINE_HEIGHT * ceil(width / (WIDTHS[1] - 3)))
