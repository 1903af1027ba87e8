"""The cells of one sheet while they are collected, whatever the format of the file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from gep.workbook.formats import Format, date_of, typed_date
from gep.workbook.notes import Problems
from gep.workbook.package import RefusalError
from gep.workbook.raw import MAX_TEXT, Cell, RawSheet, SheetState

__all__ = ["MAX_CELLS", "Budget", "Grid", "typed_number"]

MAX_CELLS = 1_000_000
MERGE_STEPS = 5_000_000


@dataclass(slots=True)
class Budget:
    """How many more cells, blank ones with a format among them, a file may have."""

    cells: int = MAX_CELLS

    def spend(self, count: int) -> None:
        """Take `count` cells.

        Raises
        ------
        RefusalError
            If there are no more.
        """
        self.cells -= count
        if self.cells < 0:
            raise RefusalError("GEP019", limit=MAX_CELLS)


def typed_number(number: float) -> str:
    """Return the shortest text that is exactly `number`."""
    text = repr(number)
    return text[:-2] if text.endswith(".0") else text


class Grid:
    """The cells of one sheet, its merges, what is hidden, and what is wrong with single cells."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.problems: dict[str, Problems] = {}
        self.zero_formula: Cell | None = None
        self._ordered = True

    def note(self, code: str, cell: Cell) -> None:
        """Record a problem of `cell`; a broken file may have a million of them, so only the first few are kept."""
        self.problems.setdefault(code, Problems()).add(cell)

    def put(self, cell: Cell | None) -> None:
        """Add a cell that holds something."""
        if cell is None:
            return
        row = self.rows.setdefault(cell.row, {})
        if cell.column in row:
            self.note("GEP031", cell)
        row[cell.column] = cell
        if cell.formula and cell.kind == "number" and cell.value == 0 and self.zero_formula is None:
            self.zero_formula = cell

    def number_cell(self, row: int, column: int, number: float, form: Format, formula: bool, from_1904: bool) -> Cell:
        """Return the cell for a stored number that is shown in the format `form`."""
        # Adding nothing turns the -0 that a spreadsheet shows as 0 into 0.
        number += 0.0
        typed = typed_number(number)
        if form is Format.NUMBER:
            return Cell(row, column, number, "number", formula, typed)
        if form is Format.PERCENT:
            return Cell(row, column, number, "number", formula, typed, percent=True)
        moment = date_of(number, form, from_1904=from_1904)
        if moment is None:
            cell = Cell(row, column, number, "number", formula, typed)
            self.note("GEP034", cell)
            return cell
        return Cell(row, column, moment, "date", formula, typed_date(moment, number, form))

    def text_cell(self, row: int, column: int, text: str, formula: bool) -> Cell | None:
        """Return the cell for a text; None for an empty one that nobody computed."""
        if len(text) > MAX_TEXT:
            text = text[:MAX_TEXT]
            self.note("GEP033", Cell(row, column, text, "text", formula, text))
        if not text and not formula:
            return None
        return Cell(row, column, text, "text", formula, text)

    def date_cell(self, row: int, column: int, raw: str, formula: bool) -> Cell:
        """Return the cell for a date written as text, as ISO 8601 wants it."""
        try:
            moment = datetime.datetime.fromisoformat(raw).replace(tzinfo=None)
        except ValueError:
            return self.unreadable_cell(row, column, raw, formula)
        value = moment if "T" in raw or " " in raw else moment.date()
        return Cell(row, column, value, "date", formula, value.isoformat().replace("T", " "))

    def unreadable_cell(self, row: int, column: int, raw: str, formula: bool) -> Cell:
        """Return the cell for what cannot be read, and record it."""
        cell = Cell(row, column, None, "error", formula, raw[:MAX_TEXT])
        self.note("GEP030", cell)
        return cell

    def sheet(self, name: str, state: SheetState, hidden_columns: frozenset[int]) -> RawSheet:
        """Return the finished sheet, without what merges cover, rows and columns in order.

        Raises
        ------
        RefusalError
            If the merges are more than any real sheet has.
        """
        if not self._ordered:
            self.rows = {row: dict(sorted(self.rows[row].items())) for row in sorted(self.rows)}
        self._uncover()
        return RawSheet(name, state, self.rows, tuple(self.merges), frozenset(self.hidden_rows), hidden_columns)

    def _uncover(self) -> None:
        steps = MERGE_STEPS
        for top, left, bottom, right in self.merges:
            # Walk the range or the rows that exist, whichever is shorter; overlapping merges may still be made to
            # cost rows times merges, which the budget ends.
            wanted = range(top, bottom + 1)
            rows = wanted if len(wanted) <= len(self.rows) else [row for row in self.rows if row in wanted]
            steps -= min(len(wanted), len(self.rows))
            for row in rows:
                cells = self.rows.get(row, {})
                covered = [column for column in cells if left <= column <= right and (row, column) != (top, left)]
                steps -= len(cells)
                for column in covered:
                    cell = cells.pop(column)
                    if cell.kind != "blank":
                        self.note("GEP035", cell)
                if not cells:
                    self.rows.pop(row, None)
            if steps < 0:
                raise RefusalError("GEP022", whole=False)
