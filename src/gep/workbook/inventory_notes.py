"""What an inventory workbook says about a column: its meaning, unit, valid range and who is asked for the number."""

from __future__ import annotations

from gep.messages import label
from gep.ranges import range_for
from gep.spec import Column, Key, Number, Sheet
from gep.workbook.inventory_lists import vocabulary

__all__ = ["header_note", "limits", "usual"]


def header_note(sheet: Sheet, column: Column, lang: str) -> list[str]:
    """Return the lines of the note at the header of a column."""
    lines = [column.note.text(lang)]
    if isinstance(column, Number):
        if column.unit_label:
            lines.append(label("template_row_unit", lang, column=column.unit_label.text(lang)))
        elif column.unit:
            lines.append(label("template_header_unit", lang, unit=column.unit))
        for key, text in (("valid", limits(column, lang)), ("usual", usual(sheet, column, lang))):
            lines.append(label(f"template_{key}", lang, limits=text) if text else "")
        lines.append(label("template_department", lang, name=column.department.text(lang)))
    elif isinstance(column, Key) and column.kind.endswith("_status"):
        names = (word.text(lang) for word in vocabulary(column.kind).values())
        lines.append(label("template_allowed", lang, names=" / ".join(names)))
    return [line for line in lines if line]


def limits(column: Number, lang: str) -> str:
    """Return the valid range of a number in words; nothing where every number is valid."""
    unit = "" if column.unit_label else column.unit
    text = _between(column.low, column.high, unit, lang)
    if column.whole:
        text = label("template_whole", lang, limits=text).strip()
    return text


def usual(sheet: Sheet, column: Number, lang: str) -> str:
    """Return in words the range beyond which a number is to be verified anywhere; nothing where there is none."""
    known = range_for(sheet.name, column.name, "")
    return _between(known.low, known.high, known.unit, lang) if known else ""


def _between(low: float | None, high: float | None, unit: str, lang: str) -> str:
    keys = {(True, False): "from", (False, True): "to", (True, True): "between"}
    key = keys.get((low is not None, high is not None))
    if key is None:
        return ""
    return label(f"template_{key}", lang, low=f"{low or 0:g}", high=f"{high or 0:g}", unit=unit).strip()
