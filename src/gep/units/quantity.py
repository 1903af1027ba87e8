"""Quantities and units: pint's classes, bound to our registry and speaking our spellings."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, NoReturn, Self, SupportsFloat, cast

import numpy as np
import pint
from pint.util import UnitsContainer

from gep.findings import UnitError
from gep.units.atoms import Exponents
from gep.units.formatting import Style, spell
from gep.units.registry import container, mismatch, pinned, ratio, read_against, registry, settle, single_year
from gep.units.spelling import Reading, read_spelling
from gep.units.symbolic import Expression

__all__ = ["Quantity", "Unit", "factor", "format_unit", "price_year_of", "unit"]

_ONE_DIMENSION = frozenset(
    {np.add, np.subtract, np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal}
)


def _as_operand(other: Any) -> Any:
    # pint lets a zero meet any unit. For one written 0 that is harmless (sum() starts with it); for a column it would
    # make the check depend on the data, and on a symbol it cannot be decided.
    if isinstance(other, np.ndarray) or isinstance(other, Expression):  # noqa: SIM101
        return Quantity(other, UnitsContainer())
    return other


class Unit(pint.Unit):
    """A unit of the registry; ``str()`` writes it as a statistician does."""

    _REGISTRY = registry

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


if TYPE_CHECKING:
    _PintQuantity = pint.Quantity[Any]
else:  # pint 0.24 has no generic classes
    _PintQuantity = pint.UnitRegistry.Quantity


class Quantity(_PintQuantity):
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

    _REGISTRY = registry

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
            other = read_against(other, container(self))
        try:
            return super().to(other, *contexts, **kwargs)
        except pint.DimensionalityError:
            raise mismatch(container(self), container(other)) from None

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

    __hash__ = _PintQuantity.__hash__

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
            raise mismatch(container(error.units1), container(error.units2)) from None

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
            raise mismatch(container(other) if isinstance(other, Quantity) else {}, container(self)) from None

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
registry.Quantity = Quantity
registry.Unit = Unit


def price_year_of(item: str | Unit | Quantity) -> int | None:
    """Return the price year of the money in a unit or quantity, or None where there is no money.

    Raises
    ------
    UnitError
        If money of two price years is mixed in it.
    """
    if isinstance(item, str):
        item = unit(item)
    return single_year(container(item))


def unit(text: str, price_year: SupportsFloat | None = None) -> Unit:
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
    return Unit(settle(read_spelling(text), text, None if price_year is None else _whole_year(price_year)))


def _whole_year(price_year: SupportsFloat) -> int:
    # A column of years read from a sheet arrives as floats.
    year = float(price_year)
    if not year.is_integer():
        raise UnitError("GEP518", year=price_year)
    return int(year)


def format_unit(item: str | Unit, style: Style = "symbol", price_year: bool = True) -> str:
    """Return the spelling of a unit; reading it gives the unit back.

    Parameters
    ----------
    item : Unit or str
        A spelling is read first, so that every spelling can be brought to one.
    style : {"symbol", "zh"}
        ``万m³`` or ``万立方米``.
    price_year : bool
        Whether money shows its price year, ``元/m³(2020年价)``.
    """
    if isinstance(item, str):
        reading = read_spelling(item)
        exponents: Exponents = reading.exponents
        if reading.price_year is not None:
            exponents = pinned(exponents, reading.price_year)
        return spell(exponents, style, price_year)
    return spell(container(item), style, price_year)


def factor(from_unit: str | Unit, to_unit: str | Unit) -> float:
    """Return the number that takes values in `from_unit` to `to_unit`.

    Money written without a price year is taken to be of the other unit's year; between two years there is no factor.

    Raises
    ------
    UnitError
        If the two measure different things.
    """
    if isinstance(from_unit, str) and isinstance(to_unit, str):
        left, right = read_spelling(from_unit), read_spelling(to_unit)
        year = left.price_year if left.price_year is not None else right.price_year
        source, target = _in_year(left, from_unit, year), _in_year(right, to_unit, year)
    elif isinstance(from_unit, str):
        target = container(to_unit)
        source = read_against(from_unit, target)
    else:
        source = container(from_unit)
        target = read_against(to_unit, source) if isinstance(to_unit, str) else container(to_unit)
    return ratio(source, target)


def _in_year(reading: Reading, text: str, year: int | None) -> UnitsContainer:
    if year is None:
        return UnitsContainer(reading.exponents)
    return settle(reading, text, reading.price_year if reading.price_year is not None else year)
