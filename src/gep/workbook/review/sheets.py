"""The colours on a sheet, and where its comments hang: rules that colour cells whatever their own format is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gep.findings import Grade
from gep.workbook.review.splice import Edit, Element, escaped

__all__ = ["FORMULA", "coloured", "levels_for_review", "relations_namespace"]

FORMULA = 'N("gep 审核")=0'
"""Formula of our rules, always true, by which they are found again when a copy is checked."""

_RULES_AT_ONCE = 500  # cells of one rule
# What stands behind the conditional formats of a sheet, and behind the drawing of its comments.
_BEHIND_DRAWING = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    "AlternateContent",
)  # fmt: skip
_BEHIND_FORMATS = (
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    *_BEHIND_DRAWING,
)  # fmt: skip


def levels_for_review(name: str) -> int:
    """Return how many levels below an element of a sheet are looked at."""
    return {"cols": 1, "sheetData": 1, "conditionalFormatting": 2}.get(name, 0)


def coloured(
    worksheet: Element, cells: Mapping[Grade, Sequence[str]], formats: Mapping[Grade, int], drawing: str
) -> list[Edit]:
    """Return the edits that colour cells by grade and hang a drawing with comments on the sheet.

    Parameters
    ----------
    worksheet : Element
        Read with :func:`levels_for_review`.
    cells : mapping of Grade to sequence of str
        Which cells take the colour of which grade; earlier colours of ours are taken away.
    formats : mapping of Grade to int
        Numbers of the differential formats.
    drawing : str
        Id of the relationship to the drawing of the comments; empty if there is one already, or none is needed.
    """
    prefix = worksheet.prefix
    edits = []
    priorities = [0]
    for block in (one for one in worksheet.children if one.name == "conditionalFormatting"):
        rules = [one for one in block.children if one.name == "cfRule"]
        ours = [one for one in rules if any(part.text.strip() == FORMULA for part in one.children)]
        if ours and len(ours) == len(rules):
            edits.append(block.remove())
        else:
            edits += [one.remove() for one in ours]
        priorities += [int(one.attributes.get("priority") or 0) for one in rules]
    priority = max(priorities)
    text = []
    for grade in Grade:
        of_grade = cells.get(grade, ())
        for first in range(0, len(of_grade), _RULES_AT_ONCE):
            priority, chunk = priority + 1, of_grade[first : first + _RULES_AT_ONCE]
            text.append(
                f'<{prefix}conditionalFormatting sqref="{" ".join(chunk)}"><{prefix}cfRule type="expression" '
                f'dxfId="{formats[grade]}" priority="{priority}"><{prefix}formula>{escaped(FORMULA)}</{prefix}formula>'
                f"</{prefix}cfRule></{prefix}conditionalFormatting>"
            )
    if text:
        edits.append(_before(worksheet, _BEHIND_FORMATS, "".join(text)))
    if drawing:
        relation = '<{}legacyDrawing xmlns:gepr="{}" gepr:id="{}"/>'
        edits.append(
            _before(worksheet, _BEHIND_DRAWING, relation.format(prefix, relations_namespace(worksheet), drawing))
        )
    return edits


def _before(worksheet: Element, names: Sequence[str], text: str) -> Edit:
    data = next((number for number, one in enumerate(worksheet.children) if one.name == "sheetData"), 0)
    place = next((one.start for one in worksheet.children[data:] if one.name in names), worksheet.closing)
    return Edit(place, place, text)


def relations_namespace(worksheet: Element) -> str:
    """Return the namespace of relationships that goes with that of the sheet."""
    strict = worksheet.namespace.startswith("http://purl.oclc.org/")
    return (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
        if strict
        else "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
