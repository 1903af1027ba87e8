"""Elementwise functions for rules: on floats, arrays, Quantities and symbols alike.

NumPy's own would evaluate both branches of a choice with a warning for the one not taken, and would produce wrong
formulas from symbols. Combine conditions with ``&`` and ``|``. Outside its domain a function here gives nan, silently:
it is only seen if it is chosen.
"""

from __future__ import annotations

import operator
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from gep.findings import UnitError
from gep.units.formatting import spell
from gep.units.quantity import Quantity
from gep.units.registry import container
from gep.units.symbolic import Expression, call

__all__ = ["clip", "divide", "exp", "log", "log10", "maximum", "minimum", "power", "sqrt", "where"]


def _scalar(values: npt.NDArray[np.float64], *inputs: Any) -> Any:
    return values if any(np.ndim(item) for item in inputs) else float(values)


def _is_symbolic(*values: Any) -> bool:
    return any(isinstance(value, Expression) for value in values)


def _common(*values: Any) -> tuple[list[Any], Any]:
    """Return magnitudes in one unit, and that unit, or None if no value has one."""
    units = next((container(value) for value in values if isinstance(value, Quantity)), None)
    if units is None:
        return list(values), None
    magnitudes = []
    for value in values:
        if isinstance(value, Quantity):
            magnitudes.append(value.m_as(units))
        elif not _is_symbolic(value) and np.ndim(value) == 0 and (value == 0 or value != value):  # noqa: PLR0124
            magnitudes.append(value)  # 0 and nan are the same in every unit
        else:
            magnitudes.append(Quantity(value, "").m_as(units))
    return magnitudes, units


def _pure(value: Any, function: str) -> tuple[Any, bool]:
    """Return the plain number of a dimensionless operand, and whether it came as a Quantity."""
    if not isinstance(value, Quantity):
        return value, False
    if not value.dimensionless:
        raise UnitError("GEP525", function=function, unit=spell(container(value)))
    return value.m_as(""), True


def _wrapped(value: Any, units: Any) -> Any:
    return value if units is None else Quantity(value, units)


@overload
def where(condition: Any, chosen: Quantity, otherwise: Any) -> Quantity: ...
@overload
def where(condition: Any, chosen: Any, otherwise: Quantity) -> Quantity: ...
@overload
def where(condition: Any, chosen: float, otherwise: float) -> float: ...
@overload
def where(condition: Any, chosen: Any, otherwise: Any) -> Any: ...
def where(condition: Any, chosen: Any, otherwise: Any) -> Any:
    """Return `chosen` where `condition` holds and `otherwise` elsewhere, in the unit of the first that has one.

    Parameters
    ----------
    condition : bool, ndarray of bool or Expression
        Usually a comparison.
    chosen, otherwise : Quantity, float, array_like or Expression
        Both are computed for every element.
    """
    (first, second), units = _common(chosen, otherwise)
    if _is_symbolic(condition, first, second):
        if not isinstance(condition, Expression):
            return _wrapped(first if condition else second, units)
        return _wrapped(call("where", condition, first, second), units)
    values = np.where(condition, first, second)
    return _wrapped(_scalar(values, condition, first, second), units)


def _extreme(function: np.ufunc, first: Any, second: Any) -> Any:
    (left, right), units = _common(first, second)
    if _is_symbolic(left, right):
        return _wrapped(call(function.__name__, left, right), units)
    return _wrapped(_scalar(function(left, right), left, right), units)


@overload
def minimum(first: Quantity, second: Any) -> Quantity: ...
@overload
def minimum(first: Any, second: Quantity) -> Quantity: ...
@overload
def minimum(first: float, second: float) -> float: ...
@overload
def minimum(first: Any, second: Any) -> Any: ...
def minimum(first: Any, second: Any) -> Any:
    """Return the smaller of two operands of one dimension, in the unit of the first that has one."""
    return _extreme(np.minimum, first, second)


@overload
def maximum(first: Quantity, second: Any) -> Quantity: ...
@overload
def maximum(first: Any, second: Quantity) -> Quantity: ...
@overload
def maximum(first: float, second: float) -> float: ...
@overload
def maximum(first: Any, second: Any) -> Any: ...
def maximum(first: Any, second: Any) -> Any:
    """Return the larger of two operands of one dimension, in the unit of the first that has one."""
    return _extreme(np.maximum, first, second)


@overload
def clip(x: Quantity, low: Any = None, high: Any = None) -> Quantity: ...
@overload
def clip(x: float, low: float | None = None, high: float | None = None) -> float: ...
@overload
def clip(x: Any, low: Any = None, high: Any = None) -> Any: ...
def clip(x: Any, low: Any = None, high: Any = None) -> Any:
    """Return `x` held between `low` and `high`; None leaves that side open. The unit is that of `x`."""
    result = x
    if low is not None:
        result = maximum(result, low)
    if high is not None:
        result = minimum(result, high)
    return result


@overload
def divide(numerator: Quantity, denominator: Any) -> Quantity: ...
@overload
def divide(numerator: Any, denominator: Quantity) -> Quantity: ...
@overload
def divide(numerator: float, denominator: float) -> float: ...
@overload
def divide(numerator: Any, denominator: Any) -> Any: ...
def divide(numerator: Any, denominator: Any) -> Any:
    """Return the quotient, and nan where the denominator is 0."""
    if isinstance(numerator, Quantity) or isinstance(denominator, Quantity):
        above = numerator if isinstance(numerator, Quantity) else Quantity(numerator, "")
        below = denominator if isinstance(denominator, Quantity) else Quantity(denominator, "")
        return Quantity(divide(above.magnitude, below.magnitude), container(above) / container(below))
    if _is_symbolic(numerator, denominator):
        return operator.truediv(numerator, denominator)
    dividends, divisors = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float))
    values = np.divide(dividends, divisors, out=np.full(dividends.shape, np.nan), where=divisors != 0)
    return _scalar(values, numerator, denominator)


@overload
def power(x: Quantity, exponent: Any) -> Quantity: ...
@overload
def power(x: float, exponent: float) -> float: ...
@overload
def power(x: Any, exponent: Any) -> Any: ...
def power(x: Any, exponent: Any) -> Any:
    """Return `x` to the power `exponent`, and nan where that is not a real number (0⁻¹, (−8)^0.5).

    Parameters
    ----------
    x : Quantity, float, array_like or Expression
        With a unit only if `exponent` is one plain number, since the unit is raised too.
    exponent : float, array_like or Expression
        A pure number.
    """
    exponent, _ = _pure(exponent, "power")
    if isinstance(x, Quantity):
        if not isinstance(exponent, Expression) and np.ndim(exponent) == 0:
            number = float(exponent)
            number = int(number) if number == int(number) else number
            return Quantity(power(x.magnitude, number), container(x) ** number)
        return Quantity(power(_pure(x, "power")[0], exponent), "")
    if _is_symbolic(x, exponent):
        return operator.pow(x, exponent)
    numbers = np.asarray(x, float)
    if numbers.size and numbers.min() > 0:  # every power is real
        return _scalar(np.power(numbers, exponent, dtype=np.float64), x, exponent)
    base, index = np.broadcast_arrays(numbers, np.asarray(exponent, float))
    real = ((base > 0) | ((base == 0) & (index >= 0)) | ((base < 0) & (index == np.floor(index)))) | np.isnan(base)
    values = np.power(base, index, out=np.full(base.shape, np.nan), where=real)
    return _scalar(values, x, exponent)


def _transcendental(function: np.ufunc, x: Any, low: float | None = None) -> Any:
    number, was_quantity = _pure(x, function.__name__)
    units = container(Quantity(1.0, "")) if was_quantity else None
    if isinstance(number, Expression):
        return _wrapped(call(function.__name__, number), units)
    values = np.asarray(number, float)
    if low is None:
        return _wrapped(_scalar(function(values), number), units)
    result = function(values, out=np.full(values.shape, np.nan), where=values > low)
    return _wrapped(_scalar(result, number), units)


@overload
def exp(x: Quantity) -> Quantity: ...
@overload
def exp(x: float) -> float: ...
@overload
def exp(x: Any) -> Any: ...
def exp(x: Any) -> Any:
    """Return e to the power of a pure number."""
    return _transcendental(np.exp, x)


@overload
def log(x: Quantity) -> Quantity: ...
@overload
def log(x: float) -> float: ...
@overload
def log(x: Any) -> Any: ...
def log(x: Any) -> Any:
    """Return the natural logarithm of a pure number, and nan where it is not above 0."""
    return _transcendental(np.log, x, 0.0)


@overload
def log10(x: Quantity) -> Quantity: ...
@overload
def log10(x: float) -> float: ...
@overload
def log10(x: Any) -> Any: ...
def log10(x: Any) -> Any:
    """Return the decimal logarithm of a pure number, and nan where it is not above 0."""
    return _transcendental(np.log10, x, 0.0)


@overload
def sqrt(x: Quantity) -> Quantity: ...
@overload
def sqrt(x: float) -> float: ...
@overload
def sqrt(x: Any) -> Any: ...
def sqrt(x: Any) -> Any:
    """Return the square root, and nan below 0; the unit is rooted with it."""
    if isinstance(x, Quantity):
        return Quantity(sqrt(x.magnitude), container(x) ** 0.5)
    if isinstance(x, Expression):
        return call("sqrt", x)
    values = np.asarray(x, float)
    return _scalar(np.sqrt(values, out=np.full(values.shape, np.nan), where=values >= 0), x)
