"""The units that an inventory workbook offers: for the header of a column, and for each row that states its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from gep.coefficient_book import load_coefficients
from gep.findings import UnitError
from gep.inventory.sheets import OVERRIDES, PRICES, REPORTED
from gep.prices import price_key
from gep.profiles import Profile
from gep.spec import Method, Number, Sheet, Step
from gep.units import factor, read_unit
from gep.workbook.inventory_lists import methods_of

__all__ = ["row_units", "unit_choices"]

# As counties write them. What is offered for a number is what converts to its declared unit.
_SPELLINGS = """
    km² hm² 亩 万亩 万hm² m² mm cm m km m³ 万m³ 亿m³ t 万t kg kW·h 万kW·h 亿kW·h MW·h 元 万元 亿元 人 万人 人次 万人次
    t/hm² t/km² kg/m² kg/hm² t/m³ kg/m³ g/cm³ μg/m³ mg/m³ mg/L g/m³ kg/(hm²·a) t/(hm²·a) t/(km²·a) g/(m²·a)
    tC/(hm²·a) tC/(km²·a) kgC/(m²·a) gC/(m²·a) kJ/(m²·d) MJ/(m²·d) mm/d m/d kg/m t/m h/人次 d/人次 min/人次
    元/t 元/kg 万元/t 元/m³ 元/km² 元/hm² 万元/hm² 元/亩 元/m² 元/(kW·h) 元/(MW·h) 元/km 元/m 万元/km 元/h 元/d 元/人次
    元/种 万元/种 元/tC 元/tCO2 元/kgCO2 元/tO2 元/kgO2 元/tN 元/kgN 元/tP 元/kgP 个/cm³ 个/m³ tC 万tC tCO2 万tCO2 tO2
    万tO2
"""
# Products are counted and priced by the tonne, the piece or the head.
_OUTPUTS = "t 万t kg m³ 万m³ 头 万头 只 万只 羽 万羽 匹 株 万株 枝 万枝 盆 个"
_OUTPUT_PRICES = "元/t 元/kg 元/斤 万元/t 元/m³ 元/头 元/只 元/羽 元/匹 元/株 元/枝 元/盆 元/个"
SMALLEST, LARGEST = 1e-5, 1e6  # of a unit offered, in the declared one: nobody measures rain in kilometres
_PURE = "1"  # what stands for no unit in a row
_YEAR = "(2000年价)"  # any year: the factor between two units of money is the same in all of them


@cache
def unit_choices(declared: str) -> tuple[str, ...]:
    """Return the units offered for a number, its declared unit first."""
    if not declared:
        return ()
    return tuple(dict.fromkeys([declared, *(one for one in _SPELLINGS.split() if _converts(one, declared))]))


def _converts(typed: str, declared: str) -> bool:
    """Return whether a unit converts to the declared one and is one that anybody would use for it."""
    money = "元" in declared
    target = f"{declared}{_YEAR}" if money else declared
    try:
        scale = factor(read_unit(typed, target, 2000 if money else None), target)
    except UnitError:
        return False
    return SMALLEST < scale < LARGEST


def row_units(sheet: Sheet, column: Number, profile: Profile) -> tuple[str, ...]:
    """Return the units offered in the column of units of `column`, under the methods that a standard allows."""
    methods = methods_of(profile)
    if sheet == REPORTED:
        return _union(_step_unit(method, step) for _, method in methods for step in method.steps)
    if sheet == PRICES:
        keys = dict.fromkeys(key for _, method in methods for key in method.price_keys)
        return _union(known.unit for key in keys if (known := price_key(key)))
    if sheet == OVERRIDES:
        used = {f"{served}.{one}" for served, method in methods for one in method.coefficients}
        entries = (one.coefficient for one in load_coefficients().entries if one.coefficient.name in used)
        return tuple(dict.fromkeys(one.unit or _PURE for one in entries if not one.parameters))
    return tuple((_OUTPUT_PRICES if column.unit else _OUTPUTS).split())


def _step_unit(method: Method, step: Step) -> str:
    if step.rule is not None:
        return str(step.rule.returns).removeprefix("number of ")
    return method.numbers[step.field].unit if step.field else ""


def _union(declared: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for unit in declared for one in unit_choices(unit)))
