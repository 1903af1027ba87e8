"""Templates filled in at random with what is valid, in any unit that they offer, and what must be read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from gep.findings import Finding
from gep.inventory import Inventory
from gep.inventory.sheets import BASIC, OVERRIDES, SHEETS
from gep.profiles import Profile
from gep.ranges import range_for
from gep.spec import Column, Key, Number, Sheet
from gep.workbook.inventory_lists import option_list, vocabulary
from gep.workbook.inventory_rows import fields
from gep.workbook.inventory_start import starting_rows
from gep.workbook.inventory_units import row_units, unit_choices
from gep.workbook.inventory_writer import write_inventory
from gep.workbook.read import load_inventory

FIRST = 4
"""Row of the first record."""

READING = ("GEP1",)
"""Codes of what is wrong with cells and rows; whether areas add up is another question."""

STATUSES = {"无数据": "no_data", "不适用": "not_applicable"}
BASICS = (
    {"entry": "region", "content": "632521"},
    {"entry": "region_name", "content": "共和县"},
    {"entry": "year", "content": 2025},
    {"entry": "period", "content": 1},
    {"entry": "price_year", "content": 2024},
    {"entry": "administrative_area", "content": 100},
)

# How many of the first unit one of the others is, from the definitions of the units, not from the program.
_MU = Fraction(10_000, 15)
_YI, _WAN = 10**8, 10**4
SIZES: Mapping[str, Fraction] = {
    name: Fraction(size)
    for family in (
        {"m²": 1, "亩": _MU, "hm²": _WAN, "km²": 10**6, "万亩": _WAN * _MU, "万hm²": _YI},
        {"mm": Fraction(1, 1000), "cm": Fraction(1, 100), "m": 1, "km": 1000},
        {"m³": 1, "万m³": _WAN, "亿m³": _YI},
        {"kg": 1, "t": 1000, "万t": 10**7},
        {"kW·h": 1, "MW·h": 1000, "万kW·h": _WAN, "亿kW·h": _YI},
        {"元": 1, "万元": _WAN, "亿元": _YI},
        {"人": 1, "万人": _WAN},
        {"人次": 1, "万人次": _WAN},
        {"kg/m²": 1, "t/hm²": Fraction(1, 10), "t/km²": Fraction(1, 1000), "kg/hm²": Fraction(1, _WAN)},
        {"kg/m³": 1, "t/m³": 1000, "g/cm³": 1000, "g/m³": Fraction(1, 1000), "mg/L": Fraction(1, 1000)},
        {"mg/m³": Fraction(1, 10**6), "μg/m³": Fraction(1, 10**9)},
        {"g/(m²·a)": 1, "kg/(hm²·a)": Fraction(1, 10), "t/(hm²·a)": 100, "t/(km²·a)": 1},
        {"gC/(m²·a)": 1, "kgC/(m²·a)": 1000, "tC/(hm²·a)": 100, "tC/(km²·a)": 1},
        {"kJ/(m²·d)": 1, "MJ/(m²·d)": 1000, "mm/d": Fraction(1, 1000), "m/d": 1, "kg/m": 1, "t/m": 1000},
        {"min/人次": 1, "h/人次": 60, "d/人次": 1440, "元/d": 1, "元/h": 24},
        {"元/m²": 1, "元/hm²": Fraction(1, _WAN), "元/亩": 1 / _MU, "万元/hm²": 1, "元/km²": Fraction(1, 10**6)},
    )
    for name, size in family.items()
}

Draw = Callable[[st.SearchStrategy[Any]], Any]

_NAMES = st.text("甲乙丙丁湖库山Aab·-1", min_size=1, max_size=6)


@dataclass
class Filled:
    """Records as they are typed, the units of the headers, and the numbers that must be read, in declared units."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    headers: dict[tuple[str, str], str] = field(default_factory=dict)
    expected: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def write(self, path: Path, profile: Profile, lang: str = "zh") -> None:
        """Write the template with these records in it."""
        rows = {**starting_rows(profile), BASIC.name: list(BASICS), **self.rows}
        write_inventory(path, profile, rows, lang=lang, headers=self.headers)


def filled(draw: Draw, profile: Profile, sheets: tuple[Sheet, ...], least: int = 0) -> Filled:
    """Draw records for `sheets`; a strategy of its own would have every declaration in its name."""
    result = Filled()
    for sheet in sheets:
        _fill(draw, result, profile, sheet, least)
    return result


def _fill(draw: Draw, result: Filled, profile: Profile, sheet: Sheet, least: int) -> None:
    units: dict[str, str] = {}
    for name, column in sheet.numbers.items():
        if column.unit and not column.unit_label:
            units[name] = draw(st.sampled_from(unit_choices(column.unit)))
            if units[name] != column.unit:
                result.headers[sheet.name, name] = units[name]
    identifying = [key.name for key in sheet.keys if key.identifies]
    seen = set()
    result.rows[sheet.name], result.expected[sheet.name] = [], []
    for _ in range(draw(st.integers(least, 3))):
        record: dict[str, Any] = {}
        read: dict[str, Any] = {}
        for name, column in fields(sheet):
            if name == column.name:
                _draw_cell(draw, profile, sheet, column, units.get(name, ""), record, read)
        if tuple(record[name] for name in identifying) in seen:
            continue
        if sheet == OVERRIDES and not record["set"] and record["value"] is None:
            record["set"] = read["set"] = "甲"
        seen.add(tuple(record[name] for name in identifying))
        result.rows[sheet.name].append(record)
        result.expected[sheet.name].append(read)
    if not any(result.rows[sheet.name]) and sheet.name not in starting_rows(profile):
        del result.rows[sheet.name], result.expected[sheet.name]


def _draw_cell(
    draw: Draw,
    profile: Profile,
    sheet: Sheet,
    column: Column,
    unit: str,
    record: dict[str, Any],
    read: dict[str, Any],
) -> None:
    name = column.name
    if isinstance(column, Key):
        words = sorted(vocabulary(column.kind, record.get("service", "")))
        if column.kind == "coefficient":
            words = list(option_list(sheet, name, profile, "zh"))
        options = _NAMES if not words else st.sampled_from(words)
        record[name] = read[name] = draw(options if column.required else st.one_of(st.just(""), options))
    elif isinstance(column, Number):
        _draw_number(draw, profile, sheet, column, unit, record, read)
    else:
        record[name] = read[name] = draw(_NAMES if column.required else st.one_of(st.just(""), _NAMES))


def _draw_number(
    draw: Draw,
    profile: Profile,
    sheet: Sheet,
    column: Number,
    unit: str,
    record: dict[str, Any],
    read: dict[str, Any],
) -> None:
    name = column.name
    if column.unit_label:
        record[f"{name}_unit"] = read[f"{name}_unit"] = ""
    word = (
        draw(st.sampled_from((*STATUSES, "", "", "", "", ""))) if column.required else draw(st.sampled_from(("", "-")))
    )
    if word:
        record[name] = word if word in STATUSES else None
        read[name], read[f"{name}_status"] = np.nan, STATUSES.get(word, "blank")
        return
    usual = range_for(sheet.name, name, "630000")
    low, high = (usual.low, usual.high) if usual else (column.low, column.high)
    low = -1000 if low is None else low
    high = low + 2000 if high is None else high
    # Away from the ends, where the rounding of a conversion would decide.
    share = draw(st.integers(1, 999))
    value = low + (high - low) * share / 1000
    value = float(round(value)) if column.whole else value
    if column.unit_label:
        record[f"{name}_unit"] = read[f"{name}_unit"] = draw(st.sampled_from(row_units(sheet, column, profile)))
        typed = value
    else:
        typed = float(f"{float(Fraction(value) / ratio(unit, column.unit)):.12g}")
    record[name] = typed
    exact = Fraction(typed) * (1 if column.unit_label else ratio(unit, column.unit))
    read[name], read[f"{name}_status"] = float(exact), ""


def ratio(unit: str, declared: str) -> Fraction:
    """Return how many of the declared unit one of `unit` is."""
    return Fraction(1) if unit == declared else SIZES[unit] / SIZES[declared]


def reading_findings(path: Path) -> tuple[Inventory, list[Finding]]:
    """Read a workbook and return what is wrong with its cells and rows."""
    inventory, findings = load_inventory(path)
    assert inventory is not None
    listed = ("GEP160", "GEP161", "GEP164")
    return inventory, [one for one in findings if one.code.startswith(READING) and one.code not in listed]


def assert_read(inventory: Inventory, sheet: str, expected: list[dict[str, Any]]) -> None:
    """Assert that a table was read as it was filled in.

    A number is the typed one times the exact ratio of the units. The program rounds the ratio and the product, each by
    half a unit in the last place: they may differ by two of them.
    """
    frame = inventory.frame(sheet)
    assert len(frame) == len(expected), sheet
    for position, record in enumerate(expected):
        for name, value in record.items():
            read = frame[name].iloc[position]
            if isinstance(value, float):
                same = np.isnan(read) if np.isnan(value) else abs(read - value) <= 2 * np.spacing(abs(value))
                assert same, (sheet, name, position, read, value)
            else:
                assert read == value, (sheet, name, position)


def address(sheet: Sheet, name: str, position: int = 0) -> str:
    """Return the address of a field of a record; position −1 is the header."""
    names = [one for one, _ in fields(sheet)]
    return f"{get_column_letter(names.index(name) + 1)}{FIRST + position}"


def tables_of(profile: Profile) -> tuple[Sheet, ...]:
    """Return the tables of a template of a standard."""
    from gep.workbook.inventory_writer import sheets_of

    return tuple(one for one in sheets_of(profile, {}) if one.name in SHEETS)
