"""Inventories as workbooks: empty templates, and inventories with their rows filled in.

Drawn from the declarations of sheets, like everything else; no service is known by name. The same input gives the same
bytes: there is no clock in them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from gep.inventory.carried import CARRIED
from gep.inventory.sheets import BASIC, BASIC_ENTRIES, EXTENT, GENERAL_SHEETS, SHEETS
from gep.profiles import Profile
from gep.spec import Column, Number, Sheet, Text
from gep.workbook.inventory_instructions import add_instructions
from gep.workbook.inventory_lists import option_list, shown_word
from gep.workbook.inventory_notes import header_note
from gep.workbook.inventory_pages import FIRST_ROW, Pages
from gep.workbook.inventory_rows import Headers, Records, Rows, check_rows, fields, rows_from_csv
from gep.workbook.inventory_start import starting_rows
from gep.workbook.inventory_units import row_units, unit_choices
from gep.workbook.writing import save

__all__ = ["rows_from_csv", "save", "write_inventory"]

EMPTY_ROWS = 20  # coloured rows of an empty table
SPARE_ROWS = 5  # coloured rows below the last record, at least
LISTED_ROWS = 1000  # rows with a drop-down list, at least
TEXT_WIDTH = 20  # of a column of free text, at least


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
        A key of a vocabulary is written as its word. Without `rows` the workbook is a template. Where a record has
        the key ``carried_over``, its sheet has the column 上年沿用.
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
    given = rows if rows is not None else starting_rows(profile)
    sheets = sheets_of(profile, given)
    units = dict(headers or {})
    check_rows(given, units)
    buffer = io.BytesIO()
    book = _Book(Pages(buffer, getattr(profile.title, lang), lang, notice), profile, lang)
    add_instructions(book.pages, profile, sheets, lang)
    book.basic(given.get(BASIC.name, [{"entry": "standard", "content": profile.id}]))
    for sheet in sheets:
        book.table(sheet, given.get(sheet.name, ()), units)
    book.pages.close()
    save(path, buffer.getvalue())


def sheets_of(profile: Profile, rows: Rows) -> tuple[Sheet, ...]:
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
    """The tables of a workbook, drawn from their declarations."""

    def __init__(self, pages: Pages, profile: Profile, lang: str) -> None:
        self.pages, self._profile, self._lang = pages, profile, lang

    def basic(self, records: Records) -> None:
        """Add the sheet of what holds for the whole account: every entry a row."""
        page = self.pages.add(BASIC.label.text(self._lang), BASIC.note.text(self._lang))
        contents = {record["entry"]: record for record in records}
        widths = [
            self.pages.header(page, number, one.label.text(self._lang), ()) for number, one in enumerate(BASIC.columns)
        ]
        for row, entry in enumerate(BASIC_ENTRIES, FIRST_ROW):
            record = contents.get(entry.name, {})
            declared = entry.unit if isinstance(entry, Number) else ""
            unit = record.get("unit") or declared
            cells = (entry.label.text(self._lang), record.get("content"), unit)
            looks = ("name", "text", "text" if declared else "name")
            for number, (value, look) in enumerate(zip(cells, looks, strict=True)):
                widths[number] = max(widths[number], self.pages.write(page, row, number, value, look))
            self.pages.comment(page, row, 0, header_note(BASIC, entry, self._lang))
            self.pages.choose(page, row, len(cells) - 1, unit_choices(declared))
        self.pages.fit(page, widths)

    def table(self, sheet: Sheet, records: Records, units: Mapping[tuple[str, str], str]) -> None:
        """Add the sheet of a table with its records and some rows to go on."""
        page = self.pages.add(sheet.label.text(self._lang), sheet.note.text(self._lang))
        size = max(len(records) + SPARE_ROWS, EMPTY_ROWS)
        listed = max(LISTED_ROWS, 2 * len(records))
        columns = list(fields(sheet))
        if any(CARRIED.name in record for record in records):
            columns.append((CARRIED.name, CARRIED))
            word = shown_word(CARRIED, "unconfirmed", {}, self._lang)
            self.pages.mark(page, len(columns) - 1, listed, str(word))
        widths = []
        for number, (name, column) in enumerate(columns):
            of_unit = name != column.name
            width = self._header(page, number, sheet, column, units.get((sheet.name, name)), of_unit=of_unit)
            look = "number" if isinstance(column, Number) and not of_unit else "text"
            for row in range(size):
                record = records[row] if row < len(records) else {}
                value = shown_word(column, record.get(name), record, self._lang)
                width = max(width, self.pages.write(page, FIRST_ROW + row, number, value, look))
            if of_unit and isinstance(column, Number):
                words = row_units(sheet, column, self._profile)
            else:
                words = option_list(sheet, name, self._profile, self._lang)
            if words:
                self.pages.offer(page, number, listed, words, self._name(column, of_unit=of_unit))
            widths.append(max(width, TEXT_WIDTH) if isinstance(column, Text) else width)
        self.pages.fit(page, widths, below=True)

    def _name(self, column: Column, *, of_unit: bool) -> str:
        named = column.unit_label if of_unit and isinstance(column, Number) else column.label
        return (named or column.label).text(self._lang)

    def _header(
        self, page: object, number: int, sheet: Sheet, column: Column, unit: str | None, *, of_unit: bool
    ) -> int:
        text = self._name(column, of_unit=of_unit)
        choices: tuple[str, ...] = ()
        if isinstance(column, Number) and not column.unit_label and (unit or column.unit):
            choices = tuple(
                dict.fromkeys(f"{text} [{one}]" for one in (unit or column.unit, *unit_choices(column.unit)))
            )
            text = choices[0]
        return self.pages.header(page, number, text, [] if of_unit else header_note(sheet, column, self._lang), choices)
