"""The copy of a file that is no Office Open XML workbook: its cells as they were read, with the findings."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gep.findings import Finding, Grade, InputError
from gep.messages import label
from gep.workbook.cells import read_cells
from gep.workbook.csv_folder import SUFFIX, is_csv_folder, read_csv_folder
from gep.workbook.raw import Cell, RawSheet, position
from gep.workbook.review.findings_list import CELL, COLUMNS, GRADE, rows_of
from gep.workbook.review.looks import COLOURS
from gep.workbook.review.marking import cell_texts, gravest
from gep.workbook.review.remarks import AUTHOR, box_size
from gep.workbook.writing import line_count, new_workbook, text_width

__all__ = ["plain_copy"]

WIDTHS = (8, 44)  # of columns, in half-width characters
LINE_POINTS = 14
_LONGEST = 31
_REFUSED = re.compile(r"[\[\]:*?/\\]")


def plain_copy(source: Path, findings: Sequence[Finding], notes: Sequence[str], lang: str) -> bytes:
    """Return a workbook with the cells of `source` as they were read, the findings as comments and colours, and a list.

    Raises
    ------
    InputError
        If the source cannot be read at all.
    """
    workbook, problems = read_csv_folder(source) if is_csv_folder(source) else read_cells(source)
    if workbook is None:
        raise InputError("GEP100", problems, file=source.name)
    titles = _titles(workbook.sheets)
    findings = [
        replace(one, where=one.where._replace(sheet=titles.get(one.where.sheet, one.where.sheet))) for one in findings
    ]
    buffer = io.BytesIO()
    book = new_workbook(buffer, source.name)
    looks = {grade: book.add_format({"bg_color": f"#{colour[2:]}"}) for grade, colour in COLOURS.items()}
    shares = {grade: book.add_format({"bg_color": f"#{c[2:]}", "num_format": "0.00%"}) for grade, c in COLOURS.items()}
    share = book.add_format({"num_format": "0.00%"})
    for name, sheet in workbook.sheets.items():
        here = [one for one in findings if one.where.sheet == titles[name]]
        page = book.add_worksheet(titles[name])
        grades = gravest(here)
        _fill(page, sheet, grades, looks, shares, share)
        filled = {one.address for cells in sheet.rows.values() for one in cells.values()}
        for cell, text in cell_texts(here, lang).items():
            row, column = position(cell)
            if cell not in filled:
                page.write_blank(row - 1, column - 1, None, looks[grades[cell]])
            width, height = box_size(text)
            page.write_comment(
                row - 1, column - 1, text, {"author": AUTHOR, "x_scale": 1, "width": width, "height": height}
            )
    _list(book, findings, list(titles.values()), notes, looks, lang)
    book.close()
    return buffer.getvalue()


def _titles(names: Iterable[str]) -> dict[str, str]:
    """Return for each table a name that a sheet may have: no file name, no signs that Excel refuses, not too long."""
    titles: dict[str, str] = {}
    for name in names:
        plain = _REFUSED.sub(" ", name.removesuffix(SUFFIX))[:_LONGEST].strip("' ") or "-"
        taken = {one.casefold() for one in titles.values()}
        numbered = (f"{plain[: _LONGEST - len(f' {number}')]} {number}" for number in range(2, len(titles) + 3))
        titles[name] = next(one for one in (plain, *numbered) if one.casefold() not in taken)
    return titles


def _fill(
    page: Any,
    sheet: RawSheet,
    grades: Mapping[str, Grade],
    looks: Mapping[Grade, Any],
    shares: Mapping[Grade, Any],
    share: Any,
) -> None:
    widths: dict[int, int] = {}
    for cells in sheet.rows.values():
        for cell in cells.values():
            grade = grades.get(cell.address)
            look = (shares if cell.percent else looks)[grade] if grade else share if cell.percent else None
            _write(page, cell, look)
            widths[cell.column] = max(widths.get(cell.column, WIDTHS[0]), text_width(cell.typed) + 2)
    for column, width in widths.items():
        page.set_column(column - 1, column - 1, min(width, WIDTHS[1]))


def _write(page: Any, cell: Cell, look: Any) -> None:
    place = (cell.row - 1, cell.column - 1)
    if cell.kind == "boolean":
        page.write_boolean(*place, bool(cell.value), look)
    elif isinstance(cell.value, float | int):
        page.write_number(*place, float(cell.value), look)
    elif cell.kind == "blank":
        page.write_blank(*place, None, look)
    else:
        page.write_string(*place, cell.typed, look)


def _list(
    book: Any,
    findings: Sequence[Finding],
    sheets: Sequence[str],
    notes: Sequence[str],
    looks: Mapping[Grade, Any],
    lang: str,
) -> None:
    title = label("sheet_findings", lang)
    taken = {name.casefold() for name in sheets}
    name = next(one for one in (title, *(f"{title} {n}" for n in range(2, 99))) if one.casefold() not in taken)
    page = book.add_worksheet(name)
    header = book.add_format({"bold": True, "bg_color": "#DCE9DD", "text_wrap": True, "font_size": 10})
    text = book.add_format({"text_wrap": True, "valign": "top", "font_size": 10})
    link = book.add_format(
        {"text_wrap": True, "valign": "top", "font_size": 10, "font_color": "#0563C1", "underline": 1}
    )
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for number, note in enumerate(notes, 1):
        page.write_string(number, 0, note)
    first = len(notes) + 2
    for number, column in enumerate(COLUMNS):
        page.set_column(number, number, column.width + 1)
        page.write_string(first, number, label(column.key, lang), header)
    for place, row in enumerate(rows_of(findings, sheets, lang), first + 1):
        lines = max(line_count(words, column.width) for words, column in zip(row.texts, COLUMNS, strict=True))
        page.set_row(place, LINE_POINTS * lines)
        for number, words in enumerate(row.texts):
            page.write_string(place, number, words, looks[row.grade] if number == GRADE else text)
        if row.link:
            page.write_url(place, CELL, f"internal:{row.link}", link, row.texts[CELL])
    page.freeze_panes(first + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
