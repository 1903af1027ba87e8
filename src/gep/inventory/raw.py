"""Tables as they arrive, from a workbook or from a DataFrame: headers, rows and cells with addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, overload

import numpy as np
import numpy.typing as npt

from gep.findings import Where

__all__ = ["CodedCells", "PlainCell", "RawCell", "RawColumn", "RawTable", "plain_cell"]


class RawCell(Protocol):
    """What the parser needs to know of a cell."""

    @property
    def value(self) -> Any:
        """The value as stored."""
        ...

    @property
    def kind(self) -> str:
        """One of number, text, boolean, date, error, blank."""
        ...

    @property
    def formula(self) -> bool:
        """Whether it is a formula."""
        ...

    @property
    def typed(self) -> str:
        """The value as typed."""
        ...

    @property
    def percent(self) -> bool:
        """Whether it is shown as a percentage."""
        ...


@dataclass(frozen=True, slots=True)
class PlainCell:
    """A value that came from a script."""

    value: object
    kind: str
    typed: str
    formula: bool = False
    percent: bool = False


def plain_cell(value: Any) -> PlainCell | None:
    """Return `value` as a cell; None for a missing value."""
    if value is None or (isinstance(value, float | np.floating) and np.isnan(value)):
        return None
    if isinstance(value, bool | np.bool_):
        return PlainCell(bool(value), "boolean", str(value))
    if isinstance(value, int | float | np.integer | np.floating):
        return PlainCell(float(value), "number", f"{value:.15g}")
    if isinstance(value, str):
        return PlainCell(value, "text", value) if value.strip() else None
    return PlainCell(value, "date" if hasattr(value, "isoformat") else "text", str(value))


class CodedCells(Sequence[RawCell | None]):
    """Cells of which many are equal: each distinct one once, and which of them stands in each row."""

    __slots__ = ("codes", "distinct")

    def __init__(self, distinct: Sequence[RawCell | None], codes: npt.NDArray[np.int64]) -> None:
        self.distinct = distinct
        self.codes = codes

    @overload
    def __getitem__(self, position: int) -> RawCell | None: ...

    @overload
    def __getitem__(self, position: slice) -> CodedCells: ...

    def __getitem__(self, position: int | slice) -> RawCell | CodedCells | None:
        if isinstance(position, slice):
            return CodedCells(self.distinct, self.codes[position])
        return self.distinct[int(self.codes[position])]

    def __iter__(self) -> Iterator[RawCell | None]:
        return map(self.distinct.__getitem__, self.codes.tolist())

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class RawColumn:
    """One column: its header as typed, its letters, and a cell or a missing cell for each row.

    `unit_at` is the address of the unit where it does not stand in the header.
    """

    header: str
    letters: str
    cells: Sequence[RawCell | None] | npt.NDArray[np.float64]
    unit_at: str = ""

    def is_filled(self, position: int) -> bool:
        """Return whether anything stands in a cell."""
        cell = self.cells[position]
        if cell is None or isinstance(cell, float):
            return cell is not None and not np.isnan(cell)
        return cell.formula or cell.kind not in {"blank", "text"} or bool(cell.typed.strip())

    def text(self, position: int) -> str:
        """Return what was typed in a cell, without spaces around it."""
        cell = self.cells[position]
        return "" if cell is None or isinstance(cell, float) else cell.typed.strip()


@dataclass(frozen=True, slots=True)
class RawTable:
    """One sheet cut down to its table.

    Parameters
    ----------
    file, sheet : str
        For addresses.
    header_row : int
        Row of the headers.
    rows : array of int
        Row number of each record.
    columns : tuple of RawColumn
    regions, years : array, shape (n,)
        Region code and accounting year of each record.
    transposed : bool
        Whether fields stand below each other, as in 基本信息: the letters of a column are then a whole address.
    script : bool
        Whether the table comes from a script, where a header without unit means the declared unit.
    """

    file: str
    sheet: str
    header_row: int
    rows: npt.NDArray[np.int64]
    columns: tuple[RawColumn, ...]
    regions: npt.NDArray[np.object_]
    years: npt.NDArray[np.int64]
    transposed: bool = False
    script: bool = False

    def where(self, letters: str, row: int | None = None) -> Where:
        """Return the address of a cell; without `row`, of the header."""
        if self.transposed:
            return Where(self.file, self.sheet, letters)
        return Where(self.file, self.sheet, f"{letters}{self.header_row if row is None else row}")

    def only(self, kept: npt.NDArray[np.bool_]) -> RawTable:
        """Return the table with the rows that are kept."""
        places = np.flatnonzero(kept).tolist()
        columns = tuple(replace(one, cells=_only(one.cells, kept, places)) for one in self.columns)
        return replace(self, rows=self.rows[kept], columns=columns, regions=self.regions[kept], years=self.years[kept])


def _only(
    cells: Sequence[RawCell | None] | npt.NDArray[np.float64], kept: npt.NDArray[np.bool_], places: Sequence[int]
) -> Sequence[RawCell | None] | npt.NDArray[np.float64]:
    if isinstance(cells, np.ndarray):
        return cells[kept]
    if isinstance(cells, CodedCells):
        return CodedCells(cells.distinct, cells.codes[kept])
    return [cells[at] for at in places]
