"""The sheet 审核意见 of a copy: every finding in a row, with a link to its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gep.findings import Finding, Grade
from gep.messages import label
from gep.workbook.raw import column_letters, position
from gep.workbook.review.sheets import FORMULA
from gep.workbook.review.splice import attribute, escaped
from gep.workbook.writing import line_count

__all__ = ["COLUMNS", "Column", "Looks", "Row", "place_of", "rows_of", "worksheet"]

LINE_POINTS = 14
HEADER_POINTS = 24


class Column(NamedTuple):
    """A column of the list: the key of its name, its width in half-width characters."""

    key: str
    width: int


COLUMNS = (
    Column("review_number", 6),
    Column("column_grade", 10),
    Column("column_code", 9),
    Column("column_sheet", 14),
    Column("column_cell", 9),
    Column("review_typed", 14),
    Column("review_text", 48),
    Column("review_todo", 40),
    Column("review_subject", 26),
    Column("column_explanation", 20),
)
GRADE, CELL = 1, 4


class Row(NamedTuple):
    """A finding in the words of one language, and the cell that it leads to."""

    grade: Grade
    texts: tuple[str, ...]
    link: str


class Looks(NamedTuple):
    """Numbers of the cell formats."""

    title: int
    note: int
    header: int
    text: int
    link: int


def place_of(one: Finding) -> str:
    """Return the cell at which a finding is shown: the first of the sheet for one about the sheet as a whole."""
    try:
        position(one.where.cell)
    except ValueError:
        return "A1"
    return one.where.cell


def rows_of(findings: Sequence[Finding], sheets: Sequence[str], lang: str) -> list[Row]:
    """Return the rows, the gravest findings first; one that belongs to no sheet of the workbook has no link."""
    grades = list(Grade)
    rows: list[Row] = []
    for one in sorted(findings, key=lambda item: grades.index(item.grade)):
        sheet = one.where.sheet
        here = sheet in sheets
        cell = place_of(one) if here else one.where.cell
        target = f"'{sheet.replace(chr(39), 2 * chr(39))}'!{cell}" if here else ""
        texts = (
            str(len(rows) + 1),
            one.grade.label(lang),
            one.code,
            sheet,
            cell,
            one.typed or "",
            one.text(lang),
            one.todo(lang),
            one.subject,
            one.explanation or "",
        )
        rows.append(Row(one.grade, texts, target))
    return rows


def worksheet(
    rows: Sequence[Row],
    notes: Sequence[str],
    looks: Looks,
    formats: Mapping[Grade, int],
    namespace: str,
    lang: str,
) -> bytes:
    """Return the sheet as XML: what the copy is, then a row a finding.

    Parameters
    ----------
    rows : sequence of Row
        The findings.
    notes : sequence of str
        Lines below the title.
    looks : Looks
        Cell formats.
    formats : mapping of Grade to int
        Differential formats that colour the grades.
    namespace : str
        Namespace of the workbook.
    lang : str
        ``"zh"`` or ``"en"``.
    """
    legend = len(notes) + 2
    header = legend + 2
    lines = [_row(1, [(label("sheet_findings", lang), looks.title)], HEADER_POINTS)]
    lines += [_row(number, [(note, looks.note)]) for number, note in enumerate(notes, 2)]
    lines.append(
        _row(legend, [(label("review_legend", lang), looks.note), *((one.label(lang), looks.text) for one in Grade)])
    )
    lines.append(_row(header, [(label(one.key, lang), looks.header) for one in COLUMNS], HEADER_POINTS))
    for number, row in enumerate(rows, header + 1):
        cells = [
            (text, looks.link if place == CELL and row.link else looks.text) for place, text in enumerate(row.texts)
        ]
        lines.append(_row(number, cells, LINE_POINTS * _lines(row)))
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{one.width + 1}" customWidth="1"/>'
        for number, one in enumerate(COLUMNS, 1)
    )
    pane = f'<pane ySplit="{header}" topLeftCell="A{header + 1}" activePane="bottomLeft" state="frozen"/>'
    last = column_letters(len(COLUMNS))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{namespace}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView showGridLines="0" workbookViewId="0">{pane}</sheetView></sheetViews><cols>{widths}</cols>'
        f"<sheetData>{''.join(lines)}</sheetData>"
        f'<autoFilter ref="A{header}:{last}{max(header + len(rows), header + 1)}"/>'
        f"{_colours(rows, header, legend, formats)}{_links(rows, header)}"
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _lines(row: Row) -> int:
    return max(line_count(text, column.width) for text, column in zip(row.texts, COLUMNS, strict=True))


def _row(number: int, cells: Sequence[tuple[str, int]], height: float = 0) -> str:
    size = f' ht="{height:g}" customHeight="1"' if height else ""
    shown = "".join(
        f'<c r="{column_letters(place)}{number}" s="{look}" t="inlineStr">'
        f'<is><t xml:space="preserve">{escaped(text)}</t></is></c>'
        for place, (text, look) in enumerate(cells, 1)
    )
    return f'<row r="{number}"{size}>{shown}</row>'


def _colours(rows: Sequence[Row], header: int, legend: int, formats: Mapping[Grade, int]) -> str:
    text = ""
    letters = column_letters(GRADE + 1)
    for priority, grade in enumerate(Grade, 1):
        # The legend takes the colours even when nothing was found: by its rules the sheet is known again.
        cells = f"{column_letters(priority + 1)}{legend}"
        numbers = [header + place for place, row in enumerate(rows, 1) if row.grade is grade]
        if numbers:  # they are sorted by grade
            cells += f" {letters}{numbers[0]}:{letters}{numbers[-1]}"
        text += (
            f'<conditionalFormatting sqref="{cells}"><cfRule type="expression" dxfId="{formats[grade]}" '
            f'priority="{priority}"><formula>{escaped(FORMULA)}</formula></cfRule></conditionalFormatting>'
        )
    return text


def _links(rows: Sequence[Row], header: int) -> str:
    links = "".join(
        f'<hyperlink ref="{column_letters(CELL + 1)}{header + place}" location={attribute(row.link)}/>'
        for place, row in enumerate(rows, 1)
        if row.link
    )
    return f"<hyperlinks>{links}</hyperlinks>" if links else ""
