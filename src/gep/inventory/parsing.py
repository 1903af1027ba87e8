"""A table while it is read: what was found so far, and where its cells stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from gep.findings import Finding, Where, finding
from gep.inventory.coding import Coded
from gep.inventory.raw import CodedCells, RawCell, RawColumn, RawTable, plain_cell
from gep.spec import Sheet

__all__ = ["Floats", "Parsing", "Texts", "blanks", "merged", "report_broken", "words_of"]

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
    codes : dict
        Those of words, as codes.
    letters, typed, words : dict
        By field: letters of its column; its cells with their statuses and units; its keys as typed.
    """

    raw: RawTable
    sheet: Sheet
    require_numbers: bool
    findings: list[Finding] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    columns: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, Coded] = field(default_factory=dict)
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


def text_of(cell: RawCell | None) -> str:
    """Return what stands in a cell, as text; nothing where it is blank or an error."""
    if cell is None or cell.kind in {"blank", "error"}:
        return ""
    if cell.kind == "number" and float(cell.value).is_integer():
        return str(int(cell.value))
    return cell.typed.strip()


def _coded(words: Iterable[str]) -> Coded:
    """Return words as codes, in order of appearance; most tables are short, and this is quickest then."""
    places: defaultdict[str, int] = defaultdict()
    places.default_factory = places.__len__  # a new word takes the next place
    codes = list(map(places.__getitem__, words))
    return Coded(tuple(places), np.array(codes, dtype=np.int64))


def merged(words: Sequence[str], codes: npt.NDArray[np.int64]) -> Coded:
    """Return a column as codes where words may stand in the list more than once, as nothing does then."""
    once = _coded(words)
    return Coded(once.words, codes if len(once.words) == len(words) else once.codes[codes])


def words_of(column: RawColumn | None, size: int) -> Coded:
    """Return what stands in a column, as text: the distinct ones in order of appearance, and which stands where."""
    if column is None:
        return Coded.same("", size)
    cells = column.cells
    if isinstance(cells, np.ndarray):  # numbers where words belong: codes, or a column of nothing
        from pandas import factorize  # noqa: PLC0415 - importing the inventory must stay quick

        codes, numbers = factorize(cells, use_na_sentinel=False)
        return merged([text_of(plain_cell(number)) for number in numbers], codes)
    if isinstance(cells, CodedCells):
        return merged([text_of(cell) for cell in cells.distinct], cells.codes).used()
    words = _coded([cell.typed if cell is not None and cell.kind == "text" else text_of(cell) for cell in cells])
    return merged([word.strip() for word in words.words], words.codes)


def blanks(column: RawColumn, words: Coded, *, required: bool) -> npt.NDArray[np.int64]:
    """Return the positions where no word stands and something may be wrong: in a required column all of them."""
    positions = np.flatnonzero(words.says(""))
    if required or not positions.size:
        return positions
    if isinstance(column.cells, np.ndarray):
        return positions[:0]
    if isinstance(column.cells, CodedCells):
        filled = np.array([cell is not None for cell in column.cells.distinct], dtype=np.bool_)
        return positions[filled[column.cells.codes[positions]]]
    return np.array([at for at in positions.tolist() if column.cells[at] is not None], dtype=np.int64)


def report_broken(parsing: Parsing, column: RawColumn, position: int, cell: RawCell, row: int | None) -> bool:
    """Report a cell that holds no value at all; return whether it does."""
    if cell.kind == "error":
        parsing.report("GEP108", parsing.where(column, position), typed=cell.typed, row=row)
    elif cell.kind == "blank" and cell.formula:
        parsing.report("GEP107", parsing.where(column, position), row=row)
    else:
        return False
    return True
