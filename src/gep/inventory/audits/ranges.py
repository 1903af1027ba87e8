"""Numbers against what is plausible where they are, and against the rows beside them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.findings import Finding, Where, finding
from gep.inventory.coding import Coded, coded, distinct
from gep.inventory.slips import guess_in_words, likely_slip
from gep.inventory.tables import Table
from gep.inventory.words import limits_in_words
from gep.ranges import PlausibleRange, plausible_ranges, range_for
from gep.spec import Number

__all__ = ["range_findings"]

Floats = npt.NDArray[np.float64]

SPREAD = 3.0
"""Rows are alike when the largest is at most so many times the smallest; one that is further off stands out."""
LEAST = 3
"""How many rows it takes to say what the others are like."""
SLACK = 1.5
"""How far beyond the others a number may lie once a slip of unit is taken back."""


def range_findings(tables: Mapping[str, Table]) -> list[Finding]:
    """Return the numbers outside their plausible range, and those that stand out from the rows beside them."""
    found: list[Finding] = []
    for name, table in tables.items():
        rows: _Rows | None = None
        for column in table.sheet.numbers.values():
            if (name, column.name) not in plausible_ranges() or column.name not in table.frame:
                continue
            rows = rows or _Rows.of(table)
            found += _judge(table, rows, column)
    return found


@dataclass(frozen=True)
class _Rows:
    """Every row of a table, read or left out, in groups of one region and year."""

    frame: pd.DataFrame
    sound: int
    regions: Coded
    keys: tuple[npt.NDArray[np.object_], ...]
    numbers: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]
    order: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]

    @classmethod
    def of(cls, table: Table) -> _Rows:
        left_out = table.left_out
        parts = [table.frame] if left_out is None or left_out.empty else [table.frame, left_out]
        frame = pd.concat(parts, ignore_index=True) if len(parts) > 1 else table.frame
        regions = table.coded("region") if len(parts) == 1 else coded(frame["region"].to_numpy(object))
        groups, _ = distinct(regions.codes, frame["year"].to_numpy(np.int64))
        order = np.argsort(groups, kind="stable")
        starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
        keys = tuple(frame[key.name].to_numpy(object) for key in table.sheet.keys if key.name in frame)
        numbers = frame["row"].to_numpy(np.int64)
        return cls(frame, len(table.frame), regions, keys, numbers, groups, order, starts)

    def beside(self, position: int) -> npt.NDArray[np.int64]:
        """Return the positions of the rows of the same region and year."""
        group = int(self.groups[position])
        end = self.starts[group + 1] if group + 1 < len(self.starts) else len(self.order)
        return self.order[self.starts[group] : end]


def _judge(table: Table, rows: _Rows, column: Number) -> list[Finding]:
    values = rows.frame[column.name].to_numpy(np.float64)
    if np.isnan(values).all():
        return []
    codes = rows.regions.codes
    ranges = [range_for(table.sheet.name, column.name, region) for region in rows.regions.words]
    low = np.array([one.low if one else -np.inf for one in ranges])[codes]
    high = np.array([one.high if one else np.inf for one in ranges])[codes]
    outside = (values < low) | (values > high)
    # What is not even valid was said when it was read.
    if column.low is not None:
        outside &= ~(values < column.low)
    if column.high is not None:
        outside &= ~(values > column.high)
    inside = np.where((values < low) | (values > high), np.nan, values)
    found = []
    for position in np.flatnonzero(outside).tolist():
        near = _median(inside[rows.beside(position)])
        bounds = ranges[codes[position]]
        if bounds is not None:
            found.append(_implausible(table, rows, column, position, float(values[position]), bounds, near))
    if not any(one is not None and one.size for one in ranges):
        for position, least, most in _outliers(inside, rows):
            value = float(values[position])
            found.append(_stands_out(table, rows, column, position, value, least, most))
    return found


def _median(values: Floats) -> float:
    known = values[values > 0]
    return float(np.median(known)) if known.size else math.nan


def _implausible(
    table: Table, rows: _Rows, column: Number, position: int, value: float, bounds: PlausibleRange, near: float
) -> Finding:
    slip = likely_slip(value, column.unit, bounds.low, bounds.high, near)
    return finding(
        "GEP120",
        _where(table, rows, position, column.name),
        subject=_subject(table, rows, position, column.name),
        typed=_typed(table, rows, position, value, column),
        column=column.label._asdict(),
        limits=limits_in_words(bounds.low, bounds.high, column.unit),
        guess=guess_in_words(slip, column.unit, near),
        basis=bounds.basis,
    )


def _stands_out(
    table: Table, rows: _Rows, column: Number, position: int, value: float, low: float, high: float
) -> Finding:
    slip = likely_slip(value, column.unit, low / SLACK, high * SLACK, math.sqrt(low * high))
    return finding(
        "GEP229",
        _where(table, rows, position, column.name),
        subject=_subject(table, rows, position, column.name),
        typed=_typed(table, rows, position, value, column),
        column=column.label._asdict(),
        others=limits_in_words(low, high, column.unit),
        guess=guess_in_words(slip, column.unit),
    )


def _outliers(values: Floats, rows: _Rows) -> Iterator[tuple[int, float, float]]:
    """Return each number that differs from its group by a power of ten or more, with the bounds of the others.

    Only a group whose other rows are alike says what its rows are like.
    """
    if not rows.starts.size:
        return
    ordered = np.where(values > 0, values, np.nan)[rows.order]
    sizes = np.diff(np.append(rows.starts, len(ordered)))
    group = np.repeat(np.arange(len(sizes)), sizes)
    for extreme in (np.fmax, np.fmin):
        bound = extreme.reduceat(ordered, rows.starts)
        places = np.flatnonzero(ordered == bound[group])
        groups, first = np.unique(group[places], return_index=True)
        others = ordered.copy()
        others[places[first]] = np.nan
        high, low = np.fmax.reduceat(others, rows.starts), np.fmin.reduceat(others, rows.starts)
        count = np.add.reduceat((~np.isnan(others)).astype(np.int64), rows.starts)
        alone = (bound >= SPREAD * high) | (bound <= low / SPREAD)
        alike = (count >= LEAST) & (high <= SPREAD * low)
        for number in np.flatnonzero(alone & alike):
            place = places[first[np.searchsorted(groups, number)]]
            if _slipped(float(bound[number]), float(low[number]), float(high[number])):
                yield int(rows.order[place]), float(low[number]), float(high[number])


def _slipped(value: float, low: float, high: float) -> bool:
    return likely_slip(value, "", low / SLACK, high * SLACK) is not None


def _where(table: Table, rows: _Rows, position: int, name: str) -> Where:
    letters = table.letters.get(name, "")
    if not letters or table.transposed:
        return Where(table.file, table.sheet_name, letters)
    return Where(table.file, table.sheet_name, f"{letters}{rows.numbers[position]}")


def _subject(table: Table, rows: _Rows, position: int, name: str) -> str:
    return "/".join(filter(None, (table.sheet.name, *(str(key[position]) for key in rows.keys), name)))


def _typed(table: Table, rows: _Rows, position: int, value: float, column: Number) -> str:
    plain = f"{value:.15g} {column.unit}".strip()
    return table.typed.get((position, column.name), plain) if position < rows.sound else plain
