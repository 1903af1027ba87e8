"""The one registry of units, and the algebra of exponents on it.

It starts empty: no prefixes, no offset temperatures, nothing but the table of :mod:`gep.units.atoms` and one currency
per price year. It is never made pint's application registry, so quantities cannot leak into other programs' units.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn, cast

import pint
from pint.facets.plain import ScaleConverter, UnitDefinition
from pint.util import UnitsContainer

from gep.findings import UnitError
from gep.units.atoms import ATOMS, CURRENCY, MULTIPLIERS, Exponents
from gep.units.formatting import currency_year, spell
from gep.units.spelling import Reading, read_spelling

__all__ = [
    "container",
    "dimension",
    "mismatch",
    "pinned",
    "ratio",
    "read_against",
    "registry",
    "settle",
    "single_year",
    "unpinned",
]

_YEARS = range(1900, 2200)


@cache
def _root(name: str) -> Fraction:
    """Return the size of a unit in its base units, exactly."""
    if name in MULTIPLIERS:
        return MULTIPLIERS[name]
    if currency_year(name):
        return Fraction(1)
    atom = ATOMS[name]
    size = atom.scale
    for base, exponent in atom.base.items():
        if not base.startswith("["):
            size *= _root(base) ** exponent
    return size


if TYPE_CHECKING:
    _PintRegistry = pint.UnitRegistry[Any]
else:  # pint 0.24 has no generic classes
    _PintRegistry = pint.UnitRegistry


class _Registry(_PintRegistry):
    """pint's registry with our spellings, and with conversion factors computed exactly.

    pint multiplies factors as floats; ours are fractions until the end, so that 1 hm² is 10000 m² and not
    10000.000000000002, also in the formulas of the workbook.
    """

    def parse_units(self, input_string: str, as_delta: Any = None, case_sensitive: Any = None) -> Any:
        return self.Unit(self.parse_units_as_container(input_string))

    def parse_units_as_container(self, input_string: str, as_delta: Any = None, case_sensitive: Any = None) -> Any:
        return settle(read_spelling(input_string), input_string)

    def parse_expression(self, input_string: str, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{input_string!r} is not a quantity; write Quantity(number, unit)")

    def _get_conversion_factor(self, src: UnitsContainer, dst: UnitsContainer) -> Any:
        exact = _exact_factor(src, dst)
        return super()._get_conversion_factor(src, dst) if exact is None else exact


@cache
def _exact_factor(source: UnitsContainer, target: UnitsContainer) -> float | None:
    quotient = source / target
    if dimension(quotient) or any(exponent % 1 for exponent in quotient.values()):
        return None
    size = Fraction(1)
    for name, exponent in quotient.items():
        size *= _root(name) ** int(cast("float", exponent))
    return float(size)


registry = _Registry(None)
registry.preprocessors.clear()


def _define(name: str, scale: Fraction, base: Exponents) -> None:
    definition: Any = UnitDefinition(name, None, (), ScaleConverter(float(scale)), UnitsContainer(base))
    registry.define(definition)


for _name, _scale in MULTIPLIERS.items():
    _define(_name, _scale, {})
for _name, _atom in ATOMS.items():
    _define(_name, _atom.scale, _atom.base)


@cache
def _currency(price_year: int) -> str:
    if price_year not in _YEARS:
        raise UnitError("GEP518", year=price_year)
    name = f"{CURRENCY}_{price_year}"
    _define(name, Fraction(1), {f"[currency_{price_year}]": 1})
    return name


_PURE_NUMBER = {"zh": "无量纲", "en": "a pure number"}


def mismatch(got: Exponents, expected: Exponents) -> UnitError:
    """Return the error of two units that measure different things."""
    return UnitError("GEP515", unit=spell(got) or _PURE_NUMBER, expected=spell(expected) or _PURE_NUMBER)


def container(item: Any) -> UnitsContainer:
    """Return the exponents behind a unit or quantity, or a mapping of exponents as pint wants it."""
    found = getattr(item, "_units", item)
    return found if isinstance(found, UnitsContainer) else UnitsContainer(found)


def dimension(exponents: Exponents) -> UnitsContainer:
    """Return the dimension of a unit given as exponents; empty for a pure number."""
    return registry._get_dimensionality(container(exponents))


def ratio(source: UnitsContainer, target: UnitsContainer) -> float:
    """Return the number that takes values in `source` to `target`."""
    found = registry._get_conversion_factor(source, target)
    if isinstance(found, pint.DimensionalityError):
        raise mismatch(source, target)
    return float(found)


def pinned(exponents: Exponents, price_year: int) -> UnitsContainer:
    """Return `exponents` with money of no year made money of `price_year`."""
    name = _currency(price_year) if CURRENCY in exponents else CURRENCY
    return UnitsContainer({name if key == CURRENCY else key: value for key, value in exponents.items()})


def unpinned(exponents: Exponents) -> UnitsContainer:
    """Return `exponents` with money of its one year made money of no year."""
    name = f"{CURRENCY}_{single_year(exponents)}"
    return UnitsContainer({CURRENCY if key == name else key: value for key, value in exponents.items()})


def single_year(exponents: Exponents) -> int | None:
    """Return the one price year of the money in a unit, or None without money; mixed years are refused."""
    years = sorted({year for name in exponents if (year := currency_year(name))})
    if len(years) > 1:
        raise UnitError("GEP519", unit=spell(exponents), years="、".join(map(str, years)))
    return years[0] if years else None


def settle(reading: Reading, text: str, price_year: int | None = None) -> UnitsContainer:
    """Return the unit of a reading, with its money in the year written in it or else in `price_year`."""
    if CURRENCY not in reading.exponents:
        return UnitsContainer(reading.exponents)
    if reading.price_year is not None and price_year is not None and reading.price_year != price_year:
        raise UnitError("GEP512", unit=text, written=reading.price_year, given=price_year)
    year = reading.price_year if reading.price_year is not None else price_year
    if year is None:
        raise UnitError("GEP510", unit=text)
    return pinned(reading.exponents, year)


def read_against(text: str, other: UnitsContainer) -> UnitsContainer:
    """Read `text` beside the unit `other`, whose price year bare money takes."""
    reading = read_spelling(text)
    if reading.price_year is not None or CURRENCY not in reading.exponents:
        return settle(reading, text)
    if CURRENCY in other:  # money of no year, inside a rule
        return UnitsContainer(reading.exponents)
    return settle(reading, text, single_year(other))
