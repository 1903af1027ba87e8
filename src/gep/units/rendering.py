"""Expressions as text: maths for a reader, a formula for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gep.units.symbolic import Call, Comparison, Expression, Negation, Number, Operation, Symbol

__all__ = ["render_excel", "render_text"]

_COMPARE, _SUM, _PRODUCT, _NEGATIVE, _POWER, _ATOM = range(6)
_LEVELS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "^": _POWER}
_EXACT_INTEGERS = 1e15
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class _Dialect:
    operators: Mapping[str, str]
    functions: Mapping[str, str]
    separator: str
    excel: bool


_TEXT = _Dialect(
    {"+": " + ", "-": " − ", "*": " × ", "/": " / ", "=": " = ", "<>": " ≠ "}
    | {"<": " < ", "<=": " ≤ ", ">": " > ", ">=": " ≥ "},
    {
        "where": "if",
        "and": "and",
        "or": "or",
        "abs": "abs",
        "minimum": "min",
        "maximum": "max",
        "exp": "exp",
        "log": "ln",
        "log10": "log10",
        "sqrt": "√",
    },
    ", ",
    excel=False,
)
_EXCEL = _Dialect(
    {operator: operator for operator in ("+", "-", "*", "/", "=", "<>", "<", "<=", ">", ">=")},
    {
        "where": "IF",
        "and": "AND",
        "or": "OR",
        "abs": "ABS",
        "minimum": "MIN",
        "maximum": "MAX",
        "exp": "EXP",
        "log": "LN",
        "log10": "LOG10",
        "sqrt": "SQRT",
    },
    ",",
    excel=True,
)


def _number(value: float, excel: bool) -> str:
    if value != value:  # noqa: PLR0124
        return "NA()" if excel else "nan"
    if abs(value) < _EXACT_INTEGERS and value == int(value):
        return str(int(value))
    text = repr(float(value))
    return text.upper() if excel else text


class _Renderer:
    def __init__(self, dialect: _Dialect, names: Mapping[str, str]) -> None:
        self.dialect = dialect
        self.names = names

    def write(self, node: Expression) -> tuple[str, int]:
        """Return the text of `node` and how tightly it binds."""
        match node:
            case Symbol(name):
                return (self.names[name] if self.dialect.excel else self.names.get(name, name)), _ATOM
            case Number(value):
                text = _number(abs(value), self.dialect.excel)
                return (f"{self._minus}{text}", _NEGATIVE) if value < 0 else (text, _ATOM)
            case Negation(operand):
                return self._minus + self._bracketed(operand, _ATOM), _NEGATIVE
            case Operation("^", left, right):
                return self._power(left, right)
            case Operation(operator, left, right):
                level = _LEVELS[operator]
                # (a − b) − c reads from the left; a − (b − c) needs its brackets. A sign may only stand first.
                text = self._bracketed(left, level) + self.dialect.operators[operator]
                return text + self._bracketed(right, self._right_level(operator), sign_allowed=False), level
            case Comparison(operator, left, right):
                return (
                    self._bracketed(left, _SUM) + self.dialect.operators[operator] + self._bracketed(right, _SUM),
                    _COMPARE,
                )
            case Call(function, arguments):
                inside = self.dialect.separator.join(self.write(argument)[0] for argument in arguments)
                return f"{self.dialect.functions[function]}({inside})", _ATOM
            case _:
                raise TypeError(f"{node!r} is not an expression")

    @property
    def _minus(self) -> str:
        return "-" if self.dialect.excel else "−"

    def _right_level(self, operator: str) -> int:
        # A reader wants a × b × c; the spreadsheet keeps the order of the arithmetic, to the last digit.
        return _LEVELS[operator] + (self.dialect.excel or operator in "-/")

    def _power(self, left: Expression, right: Expression) -> tuple[str, int]:
        if not self.dialect.excel:
            base = self._bracketed(left, _ATOM)
            if isinstance(right, Number) and right.value == int(right.value) and right.value > 1:
                return base + _number(right.value, excel=False).translate(_SUPERSCRIPTS), _POWER
            return f"{base}^{self._bracketed(right, _ATOM)}", _POWER
        if isinstance(right, Number):
            return f"{self._bracketed(left, _ATOM)}^{self._bracketed(right, _ATOM)}", _POWER
        return f"POWER({self.write(left)[0]},{self.write(right)[0]})", _ATOM

    def _bracketed(self, node: Expression, level: int, sign_allowed: bool = True) -> str:
        text, own = self.write(node)
        if own == _NEGATIVE and not sign_allowed:
            return f"({text})"
        return text if own >= level else f"({text})"


def render_text(expression: Expression, names: Mapping[str, str] | None = None) -> str:
    """Return an expression as readable maths, e.g. ``area × R × (1 − C × P)``.

    Parameters
    ----------
    expression : Expression
        The formula, as :meth:`Rule.expression` returns it.
    names : mapping, optional
        What to write for a symbol: another name, or its value with unit. A symbol left out keeps its own name.
    """
    return _Renderer(_TEXT, names or {}).write(expression)[0]


def render_excel(expression: Expression, names: Mapping[str, str]) -> str:
    """Return an expression as an Excel formula without the leading ``=``, e.g. ``A2*B2*(1-C2)``.

    Parameters
    ----------
    expression : Expression
        The formula, as :meth:`Rule.expression` returns it.
    names : mapping
        The cell or defined name of every symbol.

    Raises
    ------
    KeyError
        If a symbol has no cell.
    """
    return _Renderer(_EXCEL, names).write(expression)[0]
