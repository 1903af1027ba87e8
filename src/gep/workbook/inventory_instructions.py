"""The first sheet of an inventory workbook: what to fill in, in which order, and who has which number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gep.inventory.sheets import BASIC, BASIC_ENTRIES
from gep.messages import label
from gep.profiles import Profile
from gep.spec import Column, Number, Sheet
from gep.workbook.inventory_notes import limits
from gep.workbook.inventory_pages import Pages
from gep.workbook.writing import line_count

__all__ = ["add_instructions"]

STEPS, RULES = 8, 7  # lines in the catalogue
COLUMNS = ("sheet", "column", "meaning", "unit", "range", "department")
WIDTHS = (20, 24, 54, 18, 22, 18)
LINE = 14.0  # height of a line in points
COLOURS = (("text", "input"), ("unit_header", "unit"), ("name", "given"), ("carried_cell", "carried"))


def add_instructions(pages: Pages, profile: Profile, sheets: Sequence[Sheet], lang: str) -> None:
    """Add the sheet 填报说明 for the sheets that a standard needs."""
    title = label("template_instructions", lang)
    page = pages.add(title, label("template_instructions_note", lang))
    page.freeze_panes(0, 0)
    row = _lines(pages, page, 2, label("template_standard", lang), _standard(profile, lang))
    row = _lines(pages, page, row, label("template_steps", lang), _texts("step", STEPS, lang))
    row = _lines(pages, page, row, label("template_colours", lang), ())
    for look, name in COLOURS:
        pages.write(page, row, 0, label(f"template_colour_{name}", lang), look)
        pages.write(page, row, 1, label(f"template_colour_{name}_note", lang), "plain")
        row += 1
    row = _lines(pages, page, row + 1, label("template_rules", lang), _texts("rule", RULES, lang))
    row = _lines(pages, page, row, label("template_needs", lang), ())
    for number, name in enumerate(COLUMNS):
        pages.write(page, row, number, label(f"template_need_{name}", lang), "header")
    page.repeat_rows(row)
    first = row
    for sheet, column in _needs(sheets):
        row += 1
        cells = _need(sheet, column, lang)
        for number, text in enumerate(cells):
            pages.write(page, row, number, text, "cell")
        height = max(line_count(text, width - 2) for text, width in zip(cells, WIDTHS, strict=True))
        page.set_row(row, LINE * height + 4)
    page.autofilter(first, 0, row, len(COLUMNS) - 1)
    for number, width in enumerate(WIDTHS):
        page.set_column(number, number, width)


def _lines(pages: Pages, page: Any, row: int, heading: str, lines: Sequence[str]) -> int:
    """Write a heading and its lines, and return the row below them."""
    pages.merged(page, row, len(COLUMNS) - 1, heading, "heading", LINE + 10)
    for one in lines:
        row += 1
        pages.merged(page, row, len(COLUMNS) - 1, one, "line", LINE * line_count(one, sum(WIDTHS) - 8) + 4)
    return row + 1


def _standard(profile: Profile, lang: str) -> list[str]:
    evidence = label(f"evidence_{profile.evidence}", lang)
    lines = [
        f"{getattr(profile.title, lang)} [{profile.id}]",
        label("template_evidence", lang, evidence=evidence),
        getattr(profile.note, lang),
    ]
    return [line for line in lines if line]


def _texts(kind: str, count: int, lang: str) -> list[str]:
    return [label(f"template_{kind}_{number}", lang) for number in range(1, count + 1)]


def _needs(sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Number]]:
    """Iterate over every number that the workbook asks for, with its sheet."""
    columns: list[tuple[Sheet, Column]] = [(BASIC, entry) for entry in BASIC_ENTRIES]
    columns += [(sheet, column) for sheet in sheets for column in sheet.columns]
    yield from ((sheet, column) for sheet, column in columns if isinstance(column, Number))


def _need(sheet: Sheet, column: Number, lang: str) -> tuple[str, ...]:
    unit = label("template_unit_by_row", lang) if column.unit_label else column.unit or "—"
    return (
        sheet.label.text(lang),
        column.label.text(lang),
        column.note.text(lang),
        unit,
        limits(column, lang) or "—",
        column.department.text(lang),
    )
