"""One worksheet part, read in one pass: every cell that holds something, with its address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gep.workbook.formats import Format
from gep.workbook.grid import Budget, Grid
from gep.workbook.package import MAX_DEPTH
from gep.workbook.parts import decoded, is_true
from gep.workbook.raw import MAX_COLUMN, MAX_ROW, MAX_TEXT, Cell, position, whole

__all__ = ["Context", "SheetHandler"]

_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}

# In a formula ``program|topic!item`` starts another program; a bar inside quotes is text or the name of a sheet.
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


@dataclass(slots=True)
class Context:
    """What the sheets of a workbook share while they are read."""

    texts: Sequence[str]
    formats: Sequence[Format]
    from_1904: bool
    budget: Budget = field(default_factory=Budget)

    def form(self, style: str | None) -> Format:
        """Return what the cell style numbered `style` makes of a number; a style that does not exist is General."""
        index = whole(style or "0")
        return self.formats[index] if index < len(self.formats) else Format.NUMBER


class SheetHandler(Grid):
    """Receives the elements of a worksheet part and collects its cells.

    Elements are recognised in the namespace of the root element, whichever edition of the format it belongs to;
    elements of other namespaces are extensions. The handlers run for every element of every sheet, so the frequent
    ones come first and what they need is looked up beforehand.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.plain = False
        """Whether the rows stand directly inside the root, in its namespace."""
        self._hidden_ranges: list[tuple[int, int]] = []

        self._root: str | None = None
        self._c = self._v = self._f = self._t = self._row_tag = ""
        self._depth = 0

        self._row = 0
        self._row_text = ""
        self._column = 0
        self._columns: dict[str, int] = {}
        self._current: dict[int, Cell] = {}
        self._last_row = 0
        self._last_column = 0

        self._forms: dict[str | None, Format] = {}
        self._type: str | None = None
        self._style: str | None = None
        self._formula = False
        self._phonetic = False
        self._value: list[str] = []
        self._formula_text: list[str] = []
        self._into: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Receive the start of an element."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ValueError("nested too deep")
        if name == self._c:
            self._type = attributes.get("t")
            self._style = attributes.get("s")
            self._formula = False
            self._value = []
            place = attributes.get("r", "")
            # Nearly always the address ends with the number of its row, and its letters were seen in the row before.
            column = self._columns.get(place[: -len(self._row_text)]) if place.endswith(self._row_text) else None
            self._column = column or self._place(place)
        elif name == self._v:
            self._into = self._value
        elif name == self._f:
            self._formula = True
            self._into = self._formula_text = []
        elif name == self._row_tag:
            self._start_row(attributes)
        elif name == self._t:
            self._into = None if self._phonetic else self._value
        else:
            self._start_other(name, attributes)

    def end(self, name: str) -> None:
        """Receive the end of an element."""
        self._depth -= 1
        self._into = None
        if name == self._c:
            self.context.budget.spend(1)
            if self._formula or self._value:
                cell = self._cell("".join(self._value))
                if cell is not None:
                    self._put(cell)
        elif name.endswith(" rPh"):
            self._phonetic = False

    def text(self, data: str) -> None:
        """Receive a piece of text."""
        if self._into is not None:
            self._into.append(data)

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self._root is None:
            if local != "worksheet":
                raise ValueError("not a worksheet")
            self._root = space
            self._c, self._v, self._f, self._t, self._row_tag = (
                f"{space} {tag}".lstrip() for tag in ("c", "v", "f", "t", "row")
            )
        elif space != self._root:
            return
        elif local == "sheetData":
            self.plain = self._depth == 2  # noqa: PLR2004
        elif local == "rPh":
            self._phonetic = True
        elif local == "col" and is_true(attributes.get("hidden")):
            first, last = whole(attributes.get("min")), whole(attributes.get("max"))
            self._hidden_ranges.append((first, min(last, MAX_COLUMN)))
        elif local == "mergeCell":
            first_cell, _, last_cell = attributes.get("ref", "").partition(":")
            (top, left), (bottom, right) = position(first_cell), position(last_cell or first_cell)
            self.merges.append((top, left, bottom, right))

    def _start_row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r")
        self._row = self._row + 1 if text is None else whole(text)
        if not 1 <= self._row <= MAX_ROW:
            raise ValueError("no such row")
        self._row_text = str(self._row)
        self._column = 0
        self._current = self.rows.get(self._row, {})
        if is_true(attributes.get("hidden")):
            self.hidden_rows.add(self._row)

    def _place(self, place: str) -> int:
        if not place:
            if self._column >= MAX_COLUMN or not self._row:
                raise ValueError("no such cell")
            return self._column + 1
        row, column = position(place)
        if row == self._row:
            self._columns[place[: -len(self._row_text)]] = column
        else:
            self._row, self._row_text = row, str(row)
            self._current = self.rows.get(row, {})
        return column

    def _put(self, cell: Cell) -> None:
        current, column = self._current, self._column
        if not current:
            self._ordered = self._ordered and self._row > self._last_row
            self._last_row = self._row
            self._last_column = 0
            self.rows[self._row] = current
        if column <= self._last_column:
            self._ordered = False
            if column in current:
                self.note("GEP031", cell)
        self._last_column = column
        current[column] = cell
        if self._formula:
            self._watch(cell, "".join(self._formula_text))

    def _watch(self, cell: Cell, formula: str) -> None:
        if cell.value == 0 and cell.kind == "number" and self.zero_formula is None:
            self.zero_formula = cell
        if "|" in formula and "|" in _QUOTED.sub("", formula):
            self.note("GEP043", cell)

    def plain_cell(self, row: int, column: int, kind: str, style: str, formula: str, value: str) -> Cell | None:
        """Return the cell that these attributes and texts mean; `formula` may still have its tags."""
        self._row, self._column, self._type, self._style = row, column, kind or None, style or None
        self._formula = bool(formula)
        if not formula and not value:
            return None
        cell = self._cell(value)
        if cell is not None and formula:
            self._watch(cell, formula)
        return cell

    def _cell(self, raw: str) -> Cell | None:
        kind = self._type
        if (kind is None or kind == "n") and raw:
            return self._number(raw)
        if kind == "s":
            try:
                return self._text_cell(self.context.texts[whole(raw)])
            except (ValueError, IndexError):
                return self._unreadable(raw)
        if kind in ("str", "inlineStr"):
            return self._text_cell(decoded(raw))
        if not raw:
            return Cell(self._row, self._column, None, "blank", self._formula, "")
        if kind == "b" and raw in _BOOLEANS:
            truth = _BOOLEANS[raw]
            return Cell(self._row, self._column, truth, "boolean", self._formula, str(truth).upper())
        if kind == "e":
            return Cell(self._row, self._column, None, "error", self._formula, raw[:MAX_TEXT])
        if kind == "d":
            return self.date_cell(self._row, self._column, raw, self._formula)
        return self._unreadable(raw)

    def _number(self, raw: str) -> Cell:
        try:
            number = float(raw)
        except ValueError:
            return self._unreadable(raw)
        # Python also takes 1_000, full-width digits, nan and inf for numbers.
        if not raw.isascii() or "_" in raw or number - number != 0:
            return self._unreadable(raw)
        form = self._forms.get(self._style)
        if form is None:
            form = self._forms[self._style] = self.context.form(self._style)
        return self.number_cell(self._row, self._column, number, form, self._formula, self.context.from_1904)

    def _text_cell(self, text: str) -> Cell | None:
        return self.text_cell(self._row, self._column, text, self._formula)

    def _unreadable(self, raw: str) -> Cell:
        return self.unreadable_cell(self._row, self._column, raw, self._formula)

    def hidden_columns(self) -> frozenset[int]:
        """Return the numbers of the hidden columns."""
        hidden: set[int] = set()
        reached = 0
        # Sorted, every column is added once however often the ranges repeat.
        for first, last in sorted(self._hidden_ranges):
            hidden.update(range(max(first, reached + 1), last + 1))
            reached = max(reached, last)
        return frozenset(hidden)
