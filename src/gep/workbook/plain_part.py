"""The rows of a worksheet part as programs write them, read by patterns instead of element by element.

An XML parser calls Python five times a cell; nearly every program spells its cells in one of a few ways, for which one
pattern per cell is enough. The patterns accept nothing but XML that means what they take it for: at anything else, a
comment, a line break, an attribute in another order, a second value for one cell, this reader declines, and the parser
takes the whole part. What stands around the rows always goes to the parser.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache, partial
from itertools import repeat
from typing import NamedTuple

from gep.workbook.formats import Format
from gep.workbook.grid import typed_number
from gep.workbook.parts import is_true
from gep.workbook.plain_xml import PLAIN, TEXT, is_plain, plain_text
from gep.workbook.raw import MAX_ROW, MAX_TEXT, Cell, Kind, column_number
from gep.workbook.sheet_part import SheetHandler

__all__ = ["read_plain_rows", "split_part"]

_BEGIN, _END, _END_OF_ROW = b"<sheetData>", b"</sheetData>", "</row>"
_FLAG = r"[a-z01]+"
_FORMULA = (
    rf'<f(?: t="[a-zA-Z]+")?(?: aca="{_FLAG}")?(?: ref="[A-Z0-9:]+")?(?: ca="{_FLAG}")?(?: si="[0-9]+")?'
    rf"(?: ?/>|>{TEXT}</f>)"
)
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,6})")?(?: t="(n|s|b|e|str|inlineStr)")?'
    rf"(?: ?/>|>({_FORMULA})?(?:<v>({TEXT})</v>|<v ?/>)?"
    rf"(?:<is><t(?: xml:space=\"preserve\")?>({TEXT})</t></is>)?</c>)"
    # One character of whatever is no such cell.
    r"|(.)",
    re.DOTALL,
)
# The same where nothing but the values, which are marked, and the number of the row, marked too, may differ.
_VALUE_MARK, _ROW_MARK = "\x00", "\x01"
_ROW_MARK_QUOTED = f'{_ROW_MARK}"'
_VALUE = re.compile(f"<v>({PLAIN})</v>")
_SHAPE = re.compile(
    rf'<c r="([A-Z]{{1,3}}){_ROW_MARK}"(?: s="([0-9]{{1,6}})")?(?: t="(n|s|b|e|str|inlineStr)")?'
    rf"(?: ?/>|>({_VALUE_MARK})?</c>)|(.)",
    re.DOTALL,
)
_ROW = re.compile(r'<row r="([1-9][0-9]{0,6})"((?: [A-Za-z]+="[^"<&\x00-\x1f\ufffe\uffff]*")*)( ?/)?>')
_ATTRIBUTE = re.compile(r' ([A-Za-z]+)="([^"]*)"')
_EXACT = 15
"""How many digits of a whole number a float keeps for certain."""
_FEW = 100
"""Up to how many rows a sheet is not worth looking for those that are alike."""
_TOGETHER = 1000
"""How many rows wait at most until they are made into cells."""
_INDEX = 9
"""How many digits the number of a text has at most."""


class _Shape(NamedTuple):
    """What rows look like: how many cells they have, and of each with a value its column and whether it is a text."""

    size: int
    slots: tuple[tuple[int, bool], ...]


def split_part(data: bytes) -> tuple[bytes, str] | None:
    """Return what stands around the rows of a worksheet part, and the rows; None if they are not told apart easily."""
    if not is_plain(data) or data.count(_BEGIN) != 1 or data.count(_END) != 1:
        return None
    first, last = data.index(_BEGIN) + len(_BEGIN), data.index(_END)
    try:
        rows = data[first:last].decode()
    except UnicodeDecodeError:
        return None
    return (data[:first] + data[last:], rows) if first <= last and "]]>" not in rows else None


def read_plain_rows(rows: str, handler: SheetHandler) -> bool:
    """Add the cells of `rows` to `handler`; return False, with `handler` half done, if they are written otherwise."""
    if _VALUE_MARK in rows or _ROW_MARK in rows:
        return False
    row = 0
    lines = rows.split(_END_OF_ROW)
    reader = _RowReader(handler, alike=len(lines) > _FEW)
    for left, line in zip(range(len(lines) - 1, -1, -1), lines, strict=True):
        place, opened = 0, False
        while not opened and (match := _ROW.match(line, place)) is not None:
            number, place, opened = int(match[1]), match.end(), not match[3]
            hidden = _is_hidden(match[2])
            if not row < number <= MAX_ROW or hidden is None:
                return False
            row = number
            if hidden:
                handler.hidden_rows.add(row)
        if not opened:
            # Only what follows the last row may go on without another one.
            return not left and place == len(line) and reader.flush()
        if not left or not reader.add(row, line[place:]):
            return False
    return True


@lru_cache(maxsize=1024)
def _is_hidden(attributes: str) -> bool | None:
    """Return whether the attributes of a row hide it; None if one stands there twice."""
    found = _ATTRIBUTE.findall(attributes)
    if len({name for name, _ in found} - {"r"}) < len(found):
        return None
    return is_true(dict(found).get("hidden"))


class _RowReader:
    """Makes the cells of rows, alike rows together: of a long table hardly anything differs but the values.

    What a row looks like but for its number and its values is its shape. It is taken apart once; the values of up to
    :data:`_TOGETHER` rows of one shape that follow each other are then made into cells column by column.
    """

    def __init__(self, handler: SheetHandler, *, alike: bool) -> None:
        self._handler = handler
        self._alike = alike
        self._columns: dict[str, int] = {}
        self._forms: dict[str, Format] = {}
        self._shapes: dict[str, _Shape] = {}
        self._short = max(map(len, handler.context.texts), default=0) <= MAX_TEXT
        self._shape: _Shape | None = None
        self._rows: list[tuple[int, str]] = []
        self._values: list[Sequence[str]] = []

    def add(self, row: int, line: str) -> bool:
        """Add the cells of a row; return False if they are written otherwise."""
        shape = None
        if self._alike and "<f" not in line:
            pieces = _VALUE.split(line)
            text = _VALUE_MARK.join(pieces[::2]).replace(f'{row}"', _ROW_MARK_QUOTED)
            shape = self._shapes.get(text) or self._new_shape(text)
        if shape is not self._shape or len(self._rows) >= _TOGETHER:
            if not self.flush():
                return False
            self._shape = shape
        if shape is None:
            return _read_cells(line, row, self._handler, self._columns, self._forms)
        self._rows.append((row, line))
        self._values.append(pieces[1::2])
        return True

    def flush(self) -> bool:
        """Make the cells of the rows that wait; return False if they are written otherwise."""
        rows, values, shape = self._rows, self._values, self._shape
        self._rows, self._values = [], []
        if not rows or shape is None:
            return True
        numbers = [row for row, _ in rows]
        columns: list[list[Cell]] = []
        for (column, is_text), texts in zip(shape.slots, zip(*values, strict=True), strict=True):
            cells = (self._texts if is_text else _numbers)(numbers, column, texts)
            if cells is None:
                return all(_read_cells(line, row, self._handler, self._columns, self._forms) for row, line in rows)
            columns.append(cells)
        self._handler.context.budget.spend(shape.size * len(rows))
        if columns:
            places = [column for column, _ in shape.slots]
            for row, *cells in zip(numbers, *columns, strict=True):
                self._handler.rows[row] = dict(zip(places, cells, strict=True))
        return True

    def _new_shape(self, text: str) -> _Shape | None:
        """Take a shape apart; None if its cells have to be looked at one by one."""
        found = _SHAPE.findall(text)
        slots: list[tuple[int, bool]] = []
        last = 0
        for letters, style, kind, value, other in found:
            try:
                column = 0 if other else column_number(letters)
            except ValueError:
                return None
            if column <= last:
                return None
            last = column
            if value and kind != "s" and (kind or self._handler.context.form(style) is not Format.NUMBER):
                return None
            if value:
                slots.append((column, kind == "s"))
        self._shapes[text] = shape = _Shape(len(found), tuple(slots))
        return shape

    def _texts(self, rows: Sequence[int], column: int, values: Sequence[str]) -> list[Cell] | None:
        """Return the cells whose values are numbers of texts; None if one of them is anything else, or says nothing."""
        digits = "".join(values)
        if not self._short or not digits.isascii() or not digits.isdecimal() or max(map(len, values)) > _INDEX:
            return None
        known = self._handler.context.texts
        try:
            texts = [known[int(value)] for value in values]
        except (ValueError, IndexError):
            return None
        return _cells(rows, column, texts, "text", texts) if all(texts) else None


def _numbers(rows: Sequence[int], column: int, values: Sequence[str]) -> list[Cell] | None:
    """Return the cells of plain numbers; None if one of them is anything else."""
    digits = "".join(values)
    if not digits.isascii() or "_" in digits:
        return None
    try:
        numbers = [float(value) + 0.0 for value in values]
    except ValueError:
        return None
    if not all(map(math.isfinite, numbers)):
        return None
    typed = [text.removesuffix(".0") for text in map(repr, numbers)]  # as typed_number, without a call each
    return _cells(rows, column, numbers, "number", typed)


def _cells(
    rows: Sequence[int], column: int, values: Sequence[float] | Sequence[str], kind: Kind, typed: Sequence[str]
) -> list[Cell]:
    fields = zip(rows, repeat(column), values, repeat(kind), repeat(False), typed, repeat(False))
    return list(map(partial(tuple.__new__, Cell), fields))  # half the time of calling the class


def _read_cells(line: str, row: int, handler: SheetHandler, columns: dict[str, int], forms: dict[str, Format]) -> bool:
    """Add the cells of one row, one by one; the frequent kinds are made in place."""
    found = _CELL.findall(line)
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
        content = plain_text(value or inline)
        cell = handler.plain_cell(row, column, kind, style, plain_text(formula), content)
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
