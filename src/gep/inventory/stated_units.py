"""Units as an analyst states them: in the header, in the row, or by showing a number as a percentage."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from gep.findings import UnitError, Where
from gep.inventory.coding import Coded
from gep.inventory.parsing import Floats, Parsing, Texts
from gep.inventory.raw import RawColumn
from gep.inventory.words import unit_advice
from gep.spec import Number
from gep.units import factor, price_year_of, read_unit
from gep.units import unit as unit_called

__all__ = ["check_row_units", "header_factors", "number_as_typed", "percent_factor"]


def header_factors(parsing: Parsing, declared: Number, unit: str | None, column: RawColumn) -> Floats:
    """Return the factor of each row of a number whose unit stands in the header."""
    label = declared.label._asdict()
    where = (
        Where(parsing.raw.file, parsing.raw.sheet, column.unit_at)
        if column.unit_at
        else parsing.raw.where(column.letters)
    )
    without = "GEP122" if column.unit_at else "GEP103"
    items = parsing.codes.get("item")
    if declared.unit_by_item and items is not None:
        if not unit and parsing.raw.script:
            return np.ones(parsing.size)
        if not unit:
            parsing.report(without, where, typed=column.header, column=label, expected=declared.unit)
            return np.full(parsing.size, np.nan)
        by_item: dict[str, float] = {}
        for item in filter(None, items.words):
            if not any(np.isnan(one) for one in by_item.values()):  # said once for the header
                expected = declared.unit_by_item.get(item, declared.unit)
                by_item[item] = unit_factor(parsing, where, unit, expected, label)
        return np.array([by_item.get(item, np.nan) for item in items.words], dtype=np.float64)[items.codes]
    if not unit:
        if declared.unit and not parsing.raw.script:
            typed = None if column.unit_at else column.header
            parsing.report(without, where, typed=typed, column=label, expected=declared.unit)
            return np.full(parsing.size, np.nan)
        return np.ones(parsing.size)
    return np.full(parsing.size, unit_factor(parsing, where, unit, declared.unit, label))


def check_row_units(
    parsing: Parsing,
    declared: Number,
    column: RawColumn,
    units: RawColumn,
    words: Coded,
    values: Floats,
    status: Texts,
    percent: npt.NDArray[np.bool_],
) -> None:
    """Report rows whose own unit is missing or cannot be read; a blank is no unit, not even of a pure number.

    `words` are the units as typed, those of the cells in `units`.
    """
    label = declared.label._asdict()
    errors = [_unreadable(text) for text in words.words]
    texts = parsing.columns[f"{declared.name}_unit"] = words.texts()
    missing = words.says("") & ~percent
    doubtful = missing | percent | np.array([error is not None for error in errors], dtype=np.bool_)[words.codes]
    for position in np.flatnonzero(doubtful & (status == "")).tolist():
        text, where = words[position], parsing.where(units, position)
        row = position if parsing.require_numbers else None
        if missing[position]:
            unit_label = declared.unit_label._asdict() if declared.unit_label else label
            parsing.report("GEP119", where, row=row, column=unit_label)
            status[position] = "broken"
        elif error := errors[words.codes[position]]:
            parsing.report("GEP104", where, typed=text, row=row, column=label, **unit_advice(error))
            status[position], texts[position] = "broken", ""
        else:
            texts[position] = text or "%"
            values[position] *= percent_factor(parsing, declared, column, position, texts[position])
    values[status == "broken"] = np.nan


def percent_factor(parsing: Parsing, declared: Number, column: RawColumn, position: int, unit: str) -> float:
    """Return the factor from a stored share that is shown as a percentage to `unit`."""
    try:
        return factor(read_unit("%", unit), unit) / factor("%", "")
    except UnitError as error:
        row = position if parsing.require_numbers else None
        where, label = parsing.where(column, position), declared.label._asdict()
        typed = number_as_typed(column, position)
        if not typed.rstrip().endswith(("%", "\uff05")):  # a number that its cell shows as a percentage
            typed = f"{float(typed) * 100:.15g}%"
        parsing.report("GEP104", where, typed=typed, row=row, column=label, **unit_advice(error))
        return float("nan")


def number_as_typed(column: RawColumn, position: int) -> str:
    """Return a number as it stands in its cell."""
    cell = column.cells[position]
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return "" if cell is None else cell.typed


def unit_factor(parsing: Parsing, where: Where, text: str, expected: str, column: Mapping[str, str]) -> float:
    """Return the factor from the unit `text` to `expected`; NaN with a finding if there is none."""
    try:
        if error := _unreadable(text):
            raise error
        return _factor(text, expected)
    except UnitError as error:
        parsing.report("GEP104", where, typed=text, column=column, **unit_advice(error))
        return float("nan")


@lru_cache(maxsize=4096)
def _factor(text: str, expected: str) -> float:
    # Money of a sheet takes its price year later: the factor between 元 and 万元 is the same in every year.
    year = 2000 if "元" in expected else None
    return factor(read_unit(text, _pinned(expected), year), _pinned(expected))


@lru_cache(maxsize=4096)
def _unreadable(text: str) -> UnitError | None:
    """Return what is wrong with a unit, whatever it is for: a price year stands in its own place, not in a unit."""
    try:
        dated = price_year_of(unit_called(text)) is not None
    except UnitError as error:
        if error.code != "GEP510":  # money of no year, as it should be
            return error
        dated = False
    return UnitError("GEP127", unit=text) if dated else None


def _pinned(expected: str) -> str:
    return f"{expected}(2000年价)" if "元" in expected else expected
