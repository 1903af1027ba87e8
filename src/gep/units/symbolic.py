"""Operands that are names instead of numbers: run through a rule they come out as its formula.

An :class:`Expression` rides as the magnitude inside a Quantity, so conversions enter the formula as factors. It
refuses everything that would need its value (``if``, ``float()``, conversion to an array): a rule that slips into
Python control flow fails here, loudly, instead of producing a formula of one branch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

__all__ = ["Call", "Comparison", "Expression", "Negation", "Number", "Operation", "Symbol", "call", "symbols_of"]


class Expression:
    """A formula under construction. Arithmetic and comparisons give new expressions, equality included."""

    __slots__ = ()

    def __add__(self, other: Any) -> Any:
        return _binary("+", self, other)

    def __radd__(self, other: Any) -> Any:
        return _binary("+", other, self)

    def __sub__(self, other: Any) -> Any:
        return _binary("-", self, other)

    def __rsub__(self, other: Any) -> Any:
        return _binary("-", other, self)

    def __mul__(self, other: Any) -> Any:
        return _binary("*", self, other)

    def __rmul__(self, other: Any) -> Any:
        return _binary("*", other, self)

    def __truediv__(self, other: Any) -> Any:
        return _binary("/", self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _binary("/", other, self)

    def __pow__(self, other: Any) -> Any:
        return _binary("^", self, other)

    def __rpow__(self, other: Any) -> Any:
        return _binary("^", other, self)

    def __neg__(self) -> Expression:
        return _negated(self)

    def __pos__(self) -> Expression:
        return self

    def __lt__(self, other: Any) -> Any:
        return _binary("<", self, other)

    def __le__(self, other: Any) -> Any:
        return _binary("<=", self, other)

    def __gt__(self, other: Any) -> Any:
        return _binary(">", self, other)

    def __ge__(self, other: Any) -> Any:
        return _binary(">=", self, other)

    def __eq__(self, other: object) -> Any:
        return _binary("=", self, other)

    def __ne__(self, other: object) -> Any:
        return _binary("<>", self, other)

    def __and__(self, other: Any) -> Any:
        return call("and", self, other)

    def __rand__(self, other: Any) -> Any:
        return call("and", other, self)

    def __or__(self, other: Any) -> Any:
        return call("or", self, other)

    def __ror__(self, other: Any) -> Any:
        return call("or", other, self)

    def __abs__(self) -> Expression:
        return call("abs", self)

    __hash__ = object.__hash__

    def __bool__(self) -> NoReturn:
        raise TypeError(f"a formula has no truth value; choose with where(), clip(), minimum(): {self!r}")

    def __float__(self) -> NoReturn:
        raise TypeError(f"a formula has no number yet; use the functions of gep.units, not math or float(): {self!r}")

    __int__ = __float__
    __index__ = __float__
    __complex__ = __float__

    def __iter__(self) -> NoReturn:
        raise TypeError(f"a formula is one value and cannot be looped over: {self!r}")

    def __array__(self, dtype: Any = None, copy: Any = None) -> NoReturn:
        raise TypeError(f"a formula cannot become an array; use the functions of gep.units: {self!r}")

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if any(hasattr(item, "_units") for item in inputs):
            return NotImplemented  # the Quantity settles the units first and comes back with magnitudes
        translate = _UFUNCS.get(ufunc)
        if translate is None or method != "__call__" or kwargs:
            raise TypeError(f"{ufunc.__name__} has no formula; use the functions of gep.units")
        return translate(*inputs)


@dataclass(frozen=True, slots=True, eq=False)
class Symbol(Expression):
    """A named operand: an argument of a rule, or ``parameters.field``."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Number(Expression):
    """A literal: a number of the rule, or a conversion factor."""

    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Negation(Expression):
    """Minus the operand."""

    operand: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Operation(Expression):
    """One of ``+ - * / ^`` on two operands."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Expression):
    """One of ``< <= > >= = <>`` on two operands."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Call(Expression):
    """One of the functions ``where and or abs exp log log10 sqrt minimum maximum``."""

    function: str
    arguments: tuple[Expression, ...]


def _operand(value: Any) -> Expression | None:
    if isinstance(value, Expression):
        return value
    if isinstance(value, bool | np.bool_):
        raise TypeError("a truth value is no operand of a formula; choose with where()")
    if isinstance(value, int | float | np.number) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return Number(float(value))
    if isinstance(value, np.ndarray):
        raise TypeError("a formula and an array cannot be mixed: symbols stand for every operand or for none")
    return None


def _is(expression: Expression, value: float) -> bool:
    return isinstance(expression, Number) and expression.value == value


def _binary(operator: str, left: Any, right: Any) -> Any:
    first, second = _operand(left), _operand(right)
    if first is None or second is None:
        return NotImplemented
    if operator in _COMPARISONS:
        return Comparison(operator, first, second)
    return _simplified(operator, first, second)


def _simplified(operator: str, left: Expression, right: Expression) -> Expression:
    """Build left-operator-right without the noise (×1, +0, − −) that no auditor would write."""
    if operator == "*" and (_is(left, 1) or _is(right, 1)):
        return right if _is(left, 1) else left
    if operator in "/^" and _is(right, 1):
        return left
    if operator in "+-" and _is(right, 0):
        return left
    if operator == "+" and _is(left, 0):
        return right
    if operator == "-" and _is(left, 0):
        return _negated(right)
    if operator in "+-" and isinstance(right, Negation):
        return Operation("-" if operator == "+" else "+", left, right.operand)
    if operator == "+" and isinstance(left, Negation):
        return Operation("-", right, left.operand)
    return Operation(operator, left, right)


def _negated(operand: Expression) -> Expression:
    if isinstance(operand, Negation):
        return operand.operand
    if isinstance(operand, Number):
        return Number(-operand.value)
    if isinstance(operand, Operation) and operand.operator == "-":
        return Operation("-", operand.right, operand.left)  # pint computes b - a as -(a - b)
    return Negation(operand)


def call(function: str, *arguments: Any) -> Expression:
    """Return the call of a function of :mod:`gep.units.functions` as an expression."""
    operands = [_operand(argument) for argument in arguments]
    if any(operand is None for operand in operands):
        raise TypeError(f"{function} cannot take {arguments!r} in a formula")
    return Call(function, tuple(operand for operand in operands if operand is not None))


_COMPARISONS = frozenset({"<", "<=", ">", ">=", "=", "<>"})


def _operation(operator: str) -> Callable[[Any, Any], Any]:
    return lambda left, right: _binary(operator, left, right)


def _function(name: str) -> Callable[..., Expression]:
    return lambda *arguments: call(name, *arguments)


_UFUNCS: Mapping[np.ufunc, Callable[..., Any]] = {
    np.add: _operation("+"),
    np.subtract: _operation("-"),
    np.multiply: _operation("*"),
    np.true_divide: _operation("/"),
    np.power: _operation("^"),
    np.float_power: _operation("^"),
    np.less: _operation("<"),
    np.less_equal: _operation("<="),
    np.greater: _operation(">"),
    np.greater_equal: _operation(">="),
    np.equal: _operation("="),
    np.not_equal: _operation("<>"),
    **{ufunc: _function("and") for ufunc in (np.logical_and, np.bitwise_and)},
    **{ufunc: _function("or") for ufunc in (np.logical_or, np.bitwise_or)},
    np.absolute: _function("abs"),
    np.square: lambda operand: _binary("^", operand, 2),
    np.negative: lambda operand: -operand,
    np.positive: lambda operand: operand,
    **{getattr(np, name): _function(name) for name in ("exp", "log", "log10", "sqrt", "minimum", "maximum")},
}


def symbols_of(expression: Expression) -> tuple[str, ...]:
    """Return the names an expression uses, in order of first appearance."""
    found: dict[str, None] = {}

    def walk(node: Expression) -> None:
        match node:
            case Symbol(name):
                found[name] = None
            case Negation(operand):
                walk(operand)
            case Operation(_, left, right) | Comparison(_, left, right):
                walk(left)
                walk(right)
            case Call(_, arguments):
                for argument in arguments:
                    walk(argument)

    walk(expression)
    return tuple(found)
