"""The rows of a worksheet part as programs write them, read by patterns instead of element by element.

An XML parser calls Python five times a cell; nearly every program spells its cells in one of a few ways, for which one
pattern per cell is enough. The patterns accept nothing but XML that means what they take it for: at anything else, a
comment, a line break, an attribute in another order, a second value for one cell, this reader declines, and the parser
takes the whole part. What stands around the rows always goes to the parser.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import unescape

from gep.workbook.formats import Format
from gep.workbook.grid import typed_number
from gep.workbook.parts import is_true
from gep.workbook.raw import MAX_ROW, MAX_TEXT, Cell, column_number
from gep.workbook.sheet_part import SheetHandler

__all__ = ["read_plain_rows", "split_part"]

_BEGIN, _END, _END_OF_ROW = b"<sheetData>", b"</sheetData>", "</row>"
_DECLARATION = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])?\s*\?>\s*)?<[A-Za-z]"
)

# Neither markup nor line ends nor characters that XML forbids; entities only if they are defined without a declaration.
_PLAIN = r"[^<&\x00-\x1f\ufffe\uffff]*"
_ENTITIES = {"&quot;": '"', "&apos;": "'"}
_TEXT = rf"{_PLAIN}(?:&(?:amp|lt|gt|quot|apos);{_PLAIN})*"
_FLAG = r"[a-z01]+"
_FORMULA = (
    rf'<f(?: t="[a-zA-Z]+")?(?: aca="{_FLAG}")?(?: ref="[A-Z0-9:]+")?(?: ca="{_FLAG}")?(?: si="[0-9]+")?'
    rf"(?: ?/>|>{_TEXT}</f>)"
)
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?(?: t="(n|s|b|e|str|inlineStr)")?'
    rf"(?: ?/>|>({_FORMULA})?(?:<v>({_TEXT})</v>|<v ?/>)?"
    rf"(?:<is><t(?: xml:space=\"preserve\")?>({_TEXT})</t></is>)?</c>)"
    # One character of whatever is no such cell.
    r"|(.)",
    re.DOTALL,
)
_ROW = re.compile(r'<row r="([1-9][0-9]{0,6})"((?: [A-Za-z]+="[^"<&\x00-\x1f\ufffe\uffff]*")*)( ?/)?>')
_ATTRIBUTE = re.compile(r' ([A-Za-z]+)="([^"]*)"')
_EXACT = 15
"""How many digits of a whole number a float keeps for certain."""
_INDEX = 9
"""How many digits the number of a text has at most."""


def split_part(data: bytes) -> tuple[bytes, str] | None:
    """Return what stands around the rows of a worksheet part, and the rows; None if they are not told apart easily."""
    if b"<!" in data or data.count(b"<?") > 1 or _DECLARATION.match(data) is None:
        return None
    if data.count(_BEGIN) != 1 or data.count(_END) != 1:
        return None
    first, last = data.index(_BEGIN) + len(_BEGIN), data.index(_END)
    try:
        rows = data[first:last].decode()
    except UnicodeDecodeError:
        return None
    return (data[:first] + data[last:], rows) if first <= last and "]]>" not in rows else None


def read_plain_rows(rows: str, handler: SheetHandler) -> bool:
    """Add the cells of `rows` to `handler`; return False, with `handler` half done, if they are written otherwise."""
    columns: dict[str, int] = {}
    forms: dict[str, Format] = {}
    row = 0
    lines = rows.split(_END_OF_ROW)
    for left, line in zip(range(len(lines) - 1, -1, -1), lines, strict=True):
        place, opened = 0, False
        while not opened and (match := _ROW.match(line, place)) is not None:
            number, place, opened = int(match[1]), match.end(), not match[3]
            attributes = _ATTRIBUTE.findall(match[2])
            if not row < number <= MAX_ROW or len({name for name, _ in attributes} - {"r"}) < len(attributes):
                return False
            row = number
            if is_true(dict(attributes).get("hidden")):
                handler.hidden_rows.add(row)
        if not opened:
            # Only what follows the last row may go on without another one.
            return not left and place == len(line)
        if not left or not _read_cells(line, place, row, handler, columns, forms):
            return False
    return True


def _read_cells(
    line: str, place: int, row: int, handler: SheetHandler, columns: dict[str, int], forms: dict[str, Format]
) -> bool:
    """Add the cells of one row; this runs for every cell of every sheet, so the frequent kinds are made in place."""
    found = _CELL.findall(line, place)
    handler.context.budget.spend(len(found))
    texts, row_text = handler.context.texts, str(row)
    cells: dict[int, Cell] = {}
    last = 0
    for letters, digits, style, kind, formula, value, inline, other in found:
        column = columns.get(letters)
        if column is None:
            if other:
                return False
            try:
                column = columns[letters] = column_number(letters)
            except ValueError:
                return False
        if digits != row_text or column <= last:
            return False
        last = column
        if formula or inline:
            pass
        elif not value:
            continue
        elif kind == "s":
            if len(value) <= _INDEX and value.isascii() and value.isdecimal() and int(value) < len(texts):
                text = texts[int(value)]
                if not text:
                    continue
                if len(text) <= MAX_TEXT:
                    cells[column] = Cell(row, column, text, "text", False, text)
                    continue
        elif not kind or kind == "n":
            form = forms.get(style)
            if form is None:
                form = forms[style] = handler.context.form(style)
            number = _number(value) if form is Format.NUMBER else None
            if number is not None:
                exact = len(value) <= _EXACT and value.isdecimal() and value[0] != "0"
                cells[column] = Cell(row, column, number, "number", False, value if exact else typed_number(number))
                continue
        if value and inline:
            return False
        content = unescape(value or inline, _ENTITIES)
        cell = handler.plain_cell(row, column, kind, style, unescape(formula, _ENTITIES), content)
        if cell is not None:
            cells[column] = cell
    if cells:
        handler.rows[row] = cells
    return True


def _number(text: str) -> float | None:
    try:
        number = float(text) + 0.0
    except ValueError:
        return None
    # Python also takes 1_000, full-width digits, nan and inf for numbers.
    return number if text.isascii() and "_" not in text and number - number == 0 else None
