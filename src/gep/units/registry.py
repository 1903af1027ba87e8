"""The one registry of units, and the quantities that belong to it.

It starts empty: no prefixes, no offset temperatures, nothing but the table of :mod:`gep.units.atoms` and one currency
per price year. It is never made pint's application registry, so quantities cannot leak into other programs' units.
"""

from __future__ import annotations

import operator
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn, Self, SupportsInt, cast

import numpy as np
import pint
from pint.facets.plain import ScaleConverter, UnitDefinition
from pint.util import UnitsContainer

from gep.findings import UnitError
from gep.units.atoms import ATOMS, CURRENCY, MULTIPLIERS, Exponents
from gep.units.formatting import Style, currency_year, spell
from gep.units.spelling import Reading, read
from gep.units.symbolic import Expression

__all__ = [
    "Quantity",
    "Unit",
    "UnitLike",
    "container",
    "dimension",
    "factor",
    "format_unit",
    "pinned",
    "price_year_of",
    "ratio",
    "unit",
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


class _Registry(pint.UnitRegistry[Any]):
    """pint's registry with our spellings, and with conversion factors computed exactly.

    pint multiplies factors as floats; ours are fractions until the end, so that 1 hm² is 10000 m² and not
    10000.000000000002, also in the formulas of the workbook.
    """

    def parse_units(self, input_string: str, as_delta: Any = None, case_sensitive: Any = None) -> Any:
        return unit(input_string)

    def parse_units_as_container(self, input_string: str, as_delta: Any = None, case_sensitive: Any = None) -> Any:
        return container(unit(input_string))

    def parse_expression(self, input_string: str, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{input_string!r} is not a quantity; write Quantity(number, unit)")

    def _get_conversion_factor(self, src: UnitsContainer, dst: UnitsContainer) -> Any:
        ratio = src / dst
        dimension = self._get_dimensionality(ratio)
        if dimension or any(exponent % 1 for exponent in ratio.values()):
            return super()._get_conversion_factor(src, dst)
        return _exact_factor(ratio)


@cache
def _exact_factor(ratio: UnitsContainer) -> float:
    size = Fraction(1)
    for name, exponent in ratio.items():
        size *= _root(name) ** int(cast("float", exponent))
    return float(size)


_registry = _Registry(None)
_registry.preprocessors.clear()


def _define(name: str, scale: Fraction, base: Exponents) -> None:
    definition: Any = UnitDefinition(name, None, (), ScaleConverter(float(scale)), UnitsContainer(base))
    _registry.define(definition)


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


class Unit(pint.Unit):
    """A unit of the registry; ``str()`` writes it as a statistician does."""

    _REGISTRY = _registry

    def __str__(self) -> str:
        return format_unit(self)

    def __format__(self, spec: str) -> str:
        return format(format_unit(self), spec)

    def __repr__(self) -> str:
        return f"<Unit {self}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Unit cannot be pickled: hand its spelling over, str(unit), and read it again")

    if TYPE_CHECKING:

        def __mul__(self, other: Any) -> Any: ...
        def __rmul__(self, other: Any) -> Any: ...
        def __truediv__(self, other: Any) -> Any: ...
        def __rtruediv__(self, other: Any) -> Any: ...
        def __pow__(self, other: float) -> Unit: ...

    # Notebooks fall back on repr(), which knows our spellings.
    _repr_html_: Any = None
    _repr_latex_: Any = None
    _repr_pretty_: Any = None


class Quantity(pint.Quantity[Any]):
    """A number, an array or a symbolic expression, with its unit.

    Parameters
    ----------
    value : float, array_like or Expression
        The magnitude.
    units : str or Unit
        A spelling such as ``"万m³"``, read by :func:`unit`, or a :class:`Unit`. Money needs a price year:
        ``Quantity(3, unit("元/m³", price_year=2020))`` or ``Quantity(3, "元/m³(2020年价)")``.

    Examples
    --------
    >>> print(Quantity(2, "万m³").to("m³"))
    20000 m³
    """

    _REGISTRY = _registry

    def __new__(cls, value: Any, units: Any = None) -> Self:  # noqa: D102
        if isinstance(value, str):
            raise TypeError(f"{value!r} is not a number; write Quantity(number, unit)")
        chosen = container(unit(units)) if isinstance(units, str) else units
        return cast("Self", super().__new__(cls, value, chosen))

    def to(self, other: Any = None, *contexts: Any, **kwargs: Any) -> Quantity:
        """Return the quantity in another unit; bare 元, 万元, 亿元/a … are money of its own price year.

        Raises
        ------
        UnitError
            If the two units measure different things, or the year of the money is open.
        """
        if isinstance(other, str):
            other = _read_against(other, container(self))
        try:
            return super().to(other, *contexts, **kwargs)
        except pint.DimensionalityError:
            raise _mismatch(container(self), container(other)) from None

    def __str__(self) -> str:
        return format(self, "")

    def __format__(self, spec: str) -> str:
        magnitude = self.magnitude
        if not spec and isinstance(magnitude, float | int | np.number):
            number = f"{magnitude:.15g}"
        else:
            number = format(magnitude, spec)
        return f"{number} {format_unit(self.units)}".rstrip()

    def __repr__(self) -> str:
        return f"<Quantity {self}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Quantity cannot be pickled: hand over plain numbers with their unit beside them")

    def __pow__(self, other: Any) -> Quantity:
        if isinstance(other, Quantity):
            other = other.m_as("")
        if not isinstance(other, Expression) and np.ndim(other) == 0:
            exponent = float(other)
            return cast("Quantity", super().__pow__(int(exponent) if exponent == int(exponent) else exponent))
        # The unit of a power with many exponents, or with one not yet known, is only defined for pure numbers.
        return Quantity(self.m_as("") ** other, "")

    def __eq__(self, other: object) -> Any:
        if isinstance(other, Quantity) and isinstance(self.magnitude, Expression):
            return operator.eq(self.magnitude, other.m_as(self.units))
        return super().__eq__(_as_operand(other))

    def __ne__(self, other: object) -> Any:
        if isinstance(other, Quantity) and isinstance(self.magnitude, Expression):
            return operator.ne(self.magnitude, other.m_as(self.units))
        return super().__ne__(_as_operand(other))

    __hash__ = pint.Quantity.__hash__

    def compare(self, other: Any, op: Any) -> Any:
        """Compare in the unit of the left side, so that a formula shows one conversion, not two."""
        other = _as_operand(other)
        if isinstance(other, Quantity):
            return op(self.magnitude, other.m_as(self.units))
        return super().compare(other, op)

    __lt__ = lambda self, other: self.compare(other, operator.lt)  # noqa: E731
    __le__ = lambda self, other: self.compare(other, operator.le)  # noqa: E731
    __gt__ = lambda self, other: self.compare(other, operator.gt)  # noqa: E731
    __ge__ = lambda self, other: self.compare(other, operator.ge)  # noqa: E731

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if ufunc in _ONE_DIMENSION:
            inputs = tuple(map(_as_operand, inputs))
        try:
            return super().__array_ufunc__(ufunc, method, *inputs, **kwargs)  # type: ignore[no-untyped-call]
        except pint.DimensionalityError as error:
            raise _mismatch(container(error.units1), container(error.units2)) from None

    # In place, pint would write into the array of whoever passed it in; a rule must not.
    __iadd__ = lambda self, other: self + other  # noqa: E731
    __isub__ = lambda self, other: self - other  # noqa: E731
    __imul__ = lambda self, other: self * other  # noqa: E731
    __itruediv__ = lambda self, other: self / other  # noqa: E731
    __ipow__ = lambda self, other: self**other  # noqa: E731

    def _add_sub(self, other: Any, op: Any) -> Any:
        other = _as_operand(other)
        try:
            return super()._add_sub(other, op)
        except pint.DimensionalityError:
            raise _mismatch(container(other) if isinstance(other, Quantity) else {}, container(self)) from None

    if TYPE_CHECKING:
        # pint leaves its operators untyped; without these every rule would return Any.
        def __add__(self, other: Any) -> Quantity: ...
        def __radd__(self, other: Any) -> Quantity: ...
        def __sub__(self, other: Any) -> Quantity: ...
        def __rsub__(self, other: Any) -> Quantity: ...
        def __mul__(self, other: Any) -> Quantity: ...
        def __rmul__(self, other: Any) -> Quantity: ...
        def __truediv__(self, other: Any) -> Quantity: ...
        def __rtruediv__(self, other: Any) -> Quantity: ...
        def __neg__(self) -> Quantity: ...
        def __abs__(self) -> Quantity: ...
        @property
        def units(self) -> Unit: ...  # noqa: D102
        def m_as(self, units: Any) -> Any: ...  # noqa: D102

    # Notebooks fall back on repr(), which knows our spellings.
    _repr_html_: Any = None
    _repr_latex_: Any = None
    _repr_pretty_: Any = None


# Results of pint's own arithmetic come from these two names.
_registry.Quantity = Quantity
_registry.Unit = Unit

_ONE_DIMENSION = frozenset(
    {np.add, np.subtract, np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal}
)

UnitLike = str | Unit | Quantity


def _as_operand(other: Any) -> Any:
    # pint lets a zero meet any unit. For one written 0 that is harmless (sum() starts with it); for a column it would
    # make the check depend on the data, and on a symbol it cannot be decided.
    if isinstance(other, np.ndarray) or isinstance(other, Expression):  # noqa: SIM101
        return Quantity(other, UnitsContainer())
    return other


def _mismatch(got: Exponents, expected: Exponents) -> UnitError:
    return UnitError("GEP515", unit=spell(got) or "无量纲", expected=spell(expected) or "无量纲")


def container(item: Unit | Quantity | Exponents) -> UnitsContainer:
    """Return the exponents behind a unit or quantity."""
    if isinstance(item, UnitsContainer):
        return item
    if isinstance(item, Unit | Quantity):
        return item._units
    return UnitsContainer(item)


def dimension(exponents: Exponents) -> UnitsContainer:
    """Return the dimension of a unit given as exponents; empty for a pure number."""
    return _registry._get_dimensionality(container(exponents))


def ratio(source: UnitsContainer, target: UnitsContainer) -> float:
    """Return the number that takes values in `source` to `target`."""
    found = _registry._get_conversion_factor(source, target)
    if isinstance(found, pint.DimensionalityError):
        raise _mismatch(source, target)
    return float(found)


def pinned(exponents: Exponents, price_year: int) -> UnitsContainer:
    """Return `exponents` with money of no year made money of `price_year`."""
    name = _currency(price_year) if CURRENCY in exponents else CURRENCY
    return UnitsContainer({name if key == CURRENCY else key: value for key, value in exponents.items()})


def unpinned(exponents: Exponents) -> UnitsContainer:
    """Return `exponents` with money of any year made money of no year."""
    return UnitsContainer({CURRENCY if currency_year(key) else key: value for key, value in exponents.items()})


def price_year_of(item: UnitLike) -> int | None:
    """Return the price year of the money in a unit or quantity, or None where there is no money.

    Raises
    ------
    UnitError
        If money of two price years is mixed in it.
    """
    if isinstance(item, str):
        item = unit(item)
    return _single_year(container(item))


def _single_year(exponents: Exponents) -> int | None:
    years = sorted({year for name in exponents if (year := currency_year(name))})
    if len(years) > 1:
        raise UnitError("GEP519", unit=spell(exponents), years="、".join(map(str, years)))
    return years[0] if years else None


def _settle(reading: Reading, text: str, price_year: int | None) -> UnitsContainer:
    if CURRENCY not in reading.exponents:
        return UnitsContainer(reading.exponents)
    if reading.price_year is not None and price_year is not None and reading.price_year != price_year:
        raise UnitError("GEP512", unit=text, written=reading.price_year, given=price_year)
    year = reading.price_year if reading.price_year is not None else price_year
    if year is None:
        raise UnitError("GEP510", unit=text)
    return pinned(reading.exponents, year)


def _read_against(text: str, other: UnitsContainer) -> UnitsContainer:
    reading = read(text)
    if reading.price_year is not None or CURRENCY not in reading.exponents:
        return _settle(reading, text, None)
    if CURRENCY in other:  # money of no year, inside a rule
        return UnitsContainer(reading.exponents)
    return _settle(reading, text, _single_year(other))


def unit(text: str, price_year: SupportsInt | None = None) -> Unit:
    """Read a unit as statisticians write it.

    Parameters
    ----------
    text : str
        For example ``万m³``, ``亿千瓦时``, ``t/(hm²·a)``, ``元/m³(2020年价)``. 万 and 亿 multiply the whole unit.
    price_year : int, optional
        The year of the prices, for money that does not state it.

    Raises
    ------
    UnitError
        If the text cannot be read, means different things to different readers, or is money without a price year.

    Examples
    --------
    >>> factor(unit("万m³"), "m³")
    10000.0
    """
    return Unit(_settle(read(text), text, None if price_year is None else int(price_year)))


def format_unit(item: UnitLike, style: Style = "symbol", price_year: bool = True) -> str:
    """Return the spelling of a unit; reading it gives the unit back.

    Parameters
    ----------
    item : Unit, Quantity or str
        A spelling is read first, so that every spelling can be brought to one.
    style : {"symbol", "zh"}
        ``万m³`` or ``万立方米``.
    price_year : bool
        Whether money shows its price year, ``元/m³(2020年价)``.
    """
    if isinstance(item, str):
        reading = read(item)
        exponents: Exponents = reading.exponents
        if reading.price_year is not None:
            exponents = pinned(exponents, reading.price_year)
        return spell(exponents, style, price_year)
    return spell(container(item), style, price_year)


def factor(from_unit: UnitLike, to_unit: UnitLike) -> float:
    """Return the number that takes values in `from_unit` to `to_unit`.

    Money written without a price year is taken to be of the other unit's year; between two years there is no factor.

    Raises
    ------
    UnitError
        If the two measure different things.
    """
    if isinstance(from_unit, str) and isinstance(to_unit, str):
        left, right = read(from_unit), read(to_unit)
        year = left.price_year if left.price_year is not None else right.price_year
        source, target = _in_year(left, from_unit, year), _in_year(right, to_unit, year)
    elif isinstance(from_unit, str):
        target = container(cast("Unit", to_unit))
        source = _read_against(from_unit, target)
    else:
        source = container(from_unit)
        target = _read_against(to_unit, source) if isinstance(to_unit, str) else container(to_unit)
    return ratio(source, target)


def _in_year(reading: Reading, text: str, year: int | None) -> UnitsContainer:
    if year is None:
        return UnitsContainer(reading.exponents)
    return _settle(reading, text, reading.price_year if reading.price_year is not None else year)
