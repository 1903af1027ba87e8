"""Columns of numbers: values in declared units, the status of those that are missing, and their ranges."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gep.findings import Where
from gep.inventory.parsing import Floats, Parsing, Texts, report_broken, words_of
from gep.inventory.raw import RawCell, RawColumn
from gep.inventory.stated_units import check_row_units, header_factors, number_as_typed, percent_factor
from gep.inventory.words import limits_in_words, status_of, to_number, to_share
from gep.spec import Number

__all__ = ["parse_number"]

_YEARS = ("year", "price_year")


def parse_number(
    parsing: Parsing, declared: Number, column: RawColumn | None, unit: str | None, units: RawColumn | None
) -> None:
    """Read a column of numbers; `unit` stands in its header, `units` is the column of the units of its rows."""
    name, size = declared.name, parsing.size
    values = np.full(size, np.nan)
    status = np.full(size, "blank", dtype=object)
    parsing.columns[name], parsing.columns[f"{name}_status"] = values, status
    words = words_of(units, size)
    if declared.unit_label:
        parsing.columns[f"{name}_unit"] = words.texts()
    if column is None:
        return
    if isinstance(column.cells, np.ndarray):
        values[:] = column.cells
        status[~np.isnan(values)] = ""
        percent = np.zeros(size, dtype=bool)
    else:
        percent = _read_cells(parsing, declared, column, values, status)
    if declared.unit_label:
        check_row_units(parsing, declared, column, units or column, words, values, status, percent)
        shown = parsing.columns[f"{name}_unit"]
    else:
        factors = header_factors(parsing, declared, unit, column)
        for position in np.flatnonzero(percent):
            factors[position] = percent_factor(parsing, declared, column, int(position), declared.unit)
        values *= factors
        status[np.isnan(values) & (status == "")] = "broken"
        shown = np.full(size, unit or declared.unit, dtype=object)
    _check_range(parsing, declared, column, values, shown)
    if not isinstance(column.cells, np.ndarray):
        parsing.typed[name] = (column.cells, status, shown)


def _read_cells(
    parsing: Parsing, declared: Number, column: RawColumn, values: Floats, status: Texts
) -> npt.NDArray[np.bool_]:
    percent = np.zeros(parsing.size, dtype=bool)
    required = declared.required and parsing.require_numbers
    label = declared.label._asdict()
    numbers, others = [], []
    for position, cell in enumerate(column.cells):
        if cell is not None and cell.kind == "number":
            numbers.append((position, cell.value, cell.percent))
        elif cell is not None or required:
            others.append((position, cell))
    if numbers:
        places, found, shares = zip(*numbers, strict=True)
        positions = np.array(places)
        values[positions], percent[positions], status[positions] = found, shares, ""
    for position, cell in others:
        row = position if parsing.require_numbers else None
        where = parsing.where(column, position)
        if cell is None or (cell.kind == "text" and not str(cell.value).strip()):
            if required:
                parsing.report("GEP106", where, row=row, column=label)
        elif report_broken(parsing, column, position, cell, row):
            status[position] = "broken"
        elif cell.kind == "text":
            percent[position] = _read_text(parsing, declared, cell, where, position, values, status)
        elif cell.kind == "date" and declared.name in _YEARS:
            _read_year(parsing, declared, cell, where, row, position, values, status)
        else:
            parsing.report("GEP117", where, typed=cell.typed, row=row, column=label)
            status[position] = "broken"
    return percent


def _read_text(
    parsing: Parsing, declared: Number, cell: RawCell, where: Where, position: int, values: Floats, status: Texts
) -> bool:
    """Read a text where a number belongs; return whether it is a percentage."""
    label = declared.label._asdict()
    number, share, word = to_number(cell.typed), to_share(cell.typed), status_of(cell.typed)
    if number is not None:
        parsing.report("GEP113", where, typed=cell.typed, column=label, number=f"{number:.15g}")
        values[position], status[position] = number, ""
    elif share is not None:
        parsing.report("GEP113", where, typed=cell.typed, column=label, number=f"{share * 100:.15g}%")
        values[position], status[position] = share, ""
    elif word:
        status[position] = word
        if word == "unclear":
            subject = parsing.subject(position, declared.name)
            parsing.report("GEP116", where, typed=cell.typed, subject=subject, column=label)
    else:
        row = position if parsing.require_numbers else None
        parsing.report("GEP105", where, typed=cell.typed, row=row, column=label)
        status[position] = "broken"
    return share is not None


def _read_year(
    parsing: Parsing,
    declared: Number,
    cell: RawCell,
    where: Where,
    row: int | None,
    position: int,
    values: Floats,
    status: Texts,
) -> None:
    """Read a date where a year belongs: the year of the date, unless the year itself is shown as a date."""
    label = declared.label._asdict()
    year = int(cell.value.year)
    # 2025 in a cell for dates is shown as a day in 1905: no year between 1949 and 2100 is both.
    if declared.low is None or year >= declared.low:
        parsing.report("GEP137", where, typed=cell.typed, column=label, year=year)
        values[position], status[position] = year, ""
    else:
        serial = (cell.value - type(cell.value)(1899, 12, 30)).days
        parsing.report("GEP149", where, typed=cell.typed, row=row, column=label, serial=serial)
        status[position] = "broken"


def _check_range(parsing: Parsing, declared: Number, column: RawColumn, values: Floats, shown: Texts) -> None:
    if np.isnan(values).all():
        return
    unit = "" if declared.unit_label else declared.unit
    with np.errstate(invalid="ignore"):
        low = values < declared.low if declared.low is not None else np.zeros(parsing.size, dtype=bool)
        high = values > declared.high if declared.high is not None else np.zeros(parsing.size, dtype=bool)
        fraction = values != np.floor(values) if declared.whole else np.zeros(parsing.size, dtype=bool)
    limits = limits_in_words(declared.low, declared.high, unit, whole=declared.whole)
    outside = (low | high | fraction) & ~np.isnan(values)
    for position in np.flatnonzero(outside):
        parsing.report(
            "GEP111",
            parsing.where(column, int(position)),
            typed=f"{number_as_typed(column, int(position))} {shown[position]}".strip(),
            row=int(position),
            column=declared.label._asdict(),
            limits=limits,
        )
