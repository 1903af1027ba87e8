"""A table while it is read: what was found so far, and where its cells stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from gep.findings import Finding, Where, finding
from gep.inventory.raw import RawCell, RawColumn, RawTable, plain_cell
from gep.spec import Sheet

__all__ = ["Floats", "Parsing", "Texts", "cells_of", "report_broken", "texts_of"]

Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]


@dataclass
class Parsing:
    """What is known of a table so far.

    Parameters
    ----------
    raw : RawTable
        Its cells.
    sheet : Sheet
        Its declaration.
    require_numbers : bool
        Whether a blank in a required number is an error.
    findings : list of Finding
        What is wrong.
    bad : set of int
        Positions of the rows that cannot be read.
    columns : dict
        The columns that were read, as those of :class:`gep.inventory.tables.Table`.
    letters, typed, words : dict
        By field: letters of its column; its cells with their statuses and units; its keys as typed.
    """

    raw: RawTable
    sheet: Sheet
    require_numbers: bool
    findings: list[Finding] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    columns: dict[str, Any] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    typed: dict[str, tuple[Sequence[RawCell | None], Texts, Texts]] = field(default_factory=dict)
    words: dict[str, Texts] = field(default_factory=dict)

    def report(
        self,
        code: str,
        where: Where,
        *,
        typed: object = None,
        row: int | None = None,
        subject: str = "",
        **params: object,
    ) -> None:
        """Add a finding; with `row`, the row at that position cannot be read."""
        self.findings.append(finding(code, where, subject=subject or self.sheet.name, typed=typed, **params))
        if row is not None:
            self.bad.add(row)

    def subject(self, position: int, name: str) -> str:
        """Return a stable name of one number, which stays when rows move: sheet, keys and column."""
        keys = [str(self.columns[key.name][position]) for key in self.sheet.keys if key.name in self.columns]
        return "/".join(filter(None, (self.sheet.name, *keys, name)))

    def where(self, column: RawColumn, position: int) -> Where:
        """Return the address of a cell."""
        return self.raw.where(column.letters, int(self.raw.rows[position]))

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.raw.rows)


def cells_of(column: RawColumn | None, size: int) -> Sequence[RawCell | None]:
    """Return the cells of a column; a column that is not there has none."""
    if column is None:
        return [None] * size
    if isinstance(column.cells, np.ndarray):  # numbers where words belong: codes, or a column of nothing
        return [plain_cell(value) for value in column.cells]
    return column.cells


def text_of(cell: RawCell | None) -> str:
    if cell is None or cell.kind in {"blank", "error"}:
        return ""
    if cell.kind == "number" and float(cell.value).is_integer():
        return str(int(cell.value))
    return cell.typed.strip()


def texts_of(parsing: Parsing, column: RawColumn | None) -> Texts:
    """Return what stands in a column, as text; nothing where a cell is blank or an error."""
    return np.array([text_of(cell) for cell in cells_of(column, parsing.size)], dtype=object)


def report_broken(parsing: Parsing, column: RawColumn, position: int, cell: RawCell, row: int | None) -> bool:
    """Report a cell that holds no value at all; return whether it does."""
    where = parsing.where(column, position)
    if cell.kind == "error":
        parsing.report("GEP108", where, typed=cell.typed, row=row)
    elif cell.kind == "blank" and cell.formula:
        parsing.report("GEP107", where, row=row)
    else:
        return False
    return True
