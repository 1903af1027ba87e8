"""Symbols: they refuse to be numbers, and their formulas say what Python computes."""

import math
from collections.abc import Callable
from typing import Any

import formualizer
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gep.units import (
    Expression,
    Quantity,
    Symbol,
    clip,
    divide,
    exp,
    log,
    log10,
    maximum,
    minimum,
    power,
    render_excel,
    render_text,
    sqrt,
    symbols_of,
    where,
)

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")
CELLS = {"a": "A1", "b": "B1", "c": "C1"}


def excel(formula: str, **values: float) -> Any:
    """Evaluate a formula over a, b, c in a spreadsheet engine."""
    book = formualizer.Workbook()
    book.add_sheet("S")
    for column, name in enumerate("abc", 1):
        if name in values:
            book.set_value("S", 1, column, float(values[name]))
    book.set_formula("S", 2, 1, f"={formula}")
    return book.evaluate_cell("S", 2, 1)


@pytest.mark.parametrize(
    "slip",
    [
        lambda: bool(a > 1),
        lambda: float(a),
        lambda: int(a),
        lambda: math.exp(a),
        lambda: np.asarray(a),
        lambda: np.array([a, b], dtype=float),
        lambda: np.where(a > 1, a, b),
        lambda: np.clip(a, 0, 1),
        lambda: np.sin(a),
        lambda: np.add.reduce(a),
        lambda: a + np.ones(3),
        lambda: np.ones(3) * a,
        lambda: list(a),
        lambda: max(a, b),
        lambda: 0 < a < 1,
        lambda: a + True,
        lambda: range(3)[a],
    ],
)
def test_a_symbol_refuses_to_be_a_number(slip: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        slip()


def test_expressions_are_frozen() -> None:
    with pytest.raises(AttributeError):
        a.name = "b"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("expression", "text", "formula"),
    [
        (a * b * (1 - c), "a × b × (1 − c)", "A1*B1*(1-C1)"),
        (a * (b * c), "a × b × c", "A1*(B1*C1)"),
        (a / (b * c), "a / (b × c)", "A1/(B1*C1)"),
        (a / b / c, "a / b / c", "A1/B1/C1"),
        (a - (b - c), "a − (b − c)", "A1-(B1-C1)"),
        (a - b - c, "a − b − c", "A1-B1-C1"),
        (-(a - b), "b − a", "B1-A1"),
        (-(b - 1), "1 − b", "1-B1"),
        (a + -b, "a − b", "A1-B1"),
        (a - -b, "a + b", "A1+B1"),
        (-a + b, "b − a", "B1-A1"),
        (a * 1, "a", "A1"),
        (1 * a + 0, "a", "A1"),
        (a * 10_000.0, "a × 10000", "A1*10000"),
        (a * (1 / 15), "a × 0.06666666666666667", "A1*0.06666666666666667"),
        (a * 1e-7, "a × 1e-07", "A1*1E-07"),
        (a**2, "a²", "A1^2"),
        (a**0.5, "a^0.5", "A1^0.5"),
        (a**-2, "a^(−2)", "A1^(-2)"),
        ((-a) ** 2, "(−a)²", "(-A1)^2"),
        (-(a**2), "−(a²)", "-(A1^2)"),
        ((a + b) ** 2, "(a + b)²", "(A1+B1)^2"),
        (a ** (b + 1), "a^(b + 1)", "POWER(A1,B1+1)"),
        ((a**b) ** 2, "(a^b)²", "POWER(A1,B1)^2"),
        ((a**2) ** 3, "(a²)³", "(A1^2)^3"),
        (2**a, "2^a", "POWER(2,A1)"),
        (a * -b, "a × (−b)", "A1*(-B1)"),
        (where(a > b, a, b - 1), "if(a > b, a, b − 1)", "IF(A1>B1,A1,B1-1)"),
        (where(a == b, 1, 0), "if(a = b, 1, 0)", "IF(A1=B1,1,0)"),
        (where((a > b) & (b > c), 1, 0), "if(and(a > b, b > c), 1, 0)", "IF(AND(A1>B1,B1>C1),1,0)"),
        (where((a > b) | (b > c), 1, 0), "if(or(a > b, b > c), 1, 0)", "IF(OR(A1>B1,B1>C1),1,0)"),
        (abs(a - b), "abs(a − b)", "ABS(A1-B1)"),
        (clip(a, 0, 1), "min(max(a, 0), 1)", "MIN(MAX(A1,0),1)"),
        (exp(-a), "exp(−a)", "EXP(-A1)"),
        (log(a) + log10(b), "ln(a) + log10(b)", "LN(A1)+LOG10(B1)"),
        (sqrt(a), "√(a)", "SQRT(A1)"),
        (np.exp(a) + np.float64(2) * a, "exp(a) + 2 × a", "EXP(A1)+2*A1"),
        (divide(a, b), "a / b", "A1/B1"),
    ],
)
def test_rendering(expression: Expression, text: str, formula: str) -> None:
    assert render_text(expression) == text
    assert render_excel(expression, CELLS) == formula


def test_names_and_values_can_stand_for_symbols() -> None:
    assert render_text(a * b, {"a": "12 hm²"}) == "12 hm² × b"
    with pytest.raises(KeyError):
        render_excel(a * b, {"a": "A1"})
    assert symbols_of(where(a > c, -b, a**2)) == ("a", "c", "b")


def test_a_symbol_rides_in_a_quantity_and_takes_conversions_with_it() -> None:
    area, rate = Quantity(a, "万亩"), Quantity(b, "kg/hm²")
    assert render_excel((area * rate).to("t").magnitude, CELLS) == "A1*B1*0.6666666666666666"
    assert render_excel((area + Quantity(c, "km²")).to("hm²").magnitude, CELLS) == "(A1+C1*0.15)*666.6666666666666"
    assert render_excel((1 - Quantity(a, "")).magnitude, CELLS) == "1-A1"
    assert render_excel((1 - Quantity(a, "%")).to("").magnitude, CELLS) == "1-A1*0.01"
    assert render_excel((Quantity(a, "") + b).magnitude, CELLS) == "A1+B1"
    assert render_excel((b * Quantity(a, "t") / 2).magnitude, CELLS) == "A1*B1/2"
    assert render_excel((Quantity(a, "") ** b).magnitude, CELLS) == "POWER(A1,B1)"
    assert render_excel(np.exp(Quantity(a, "")).magnitude, CELLS) == "EXP(A1)"
    assert render_excel(Quantity(a, "t") > 0, CELLS) == "A1>0"
    assert render_excel(Quantity(a, "t") == 0, CELLS) == "A1=0"
    assert render_excel(Quantity(a, "km") == Quantity(b, "m"), CELLS) == "A1=B1*0.001"
    assert render_excel((2 ** Quantity(a, "")) - b, CELLS) == "POWER(2,A1)-B1"
    assert render_excel(abs(Quantity(a, "t")).magnitude, CELLS) == "ABS(A1)"
    chosen = where(Quantity(a, "m") > Quantity(b, "km"), Quantity(a, "m"), Quantity(c, "km"))
    assert render_excel(chosen.magnitude, CELLS) == "IF(A1>B1*1000,A1,C1*1000)"
    assert render_excel(clip(Quantity(a, "m"), 0, Quantity(b, "km")).magnitude, CELLS) == "MIN(MAX(A1,0),B1*1000)"


FORMULAS: list[Callable[[Any, Any, Any], Any]] = [
    lambda x, y, z: x * y * (1 - z),
    lambda x, y, z: x - (y - z),
    lambda x, y, z: -(x**2) + y,
    lambda x, y, z: (-x) ** 2 - -y,
    lambda x, y, z: power(x, 2) / (y * z),
    lambda x, y, z: power(x, y / 10),
    lambda x, y, z: power(power(x, 0.5), y / 5),
    lambda x, y, z: x / y / z * (1 / 15),
    lambda x, y, z: 2 ** (x / 10) * 1e-7,
    lambda x, y, z: where(x > y, log10(x), where(y >= z, log(y), sqrt(z))),
    lambda x, y, z: where(x < y, clip(z, 1, 5), maximum(minimum(x, y), z)),
    lambda x, y, z: 0.2 + 0.3 * exp(-0.0256 * x * (1 - y / 100)) * power(y / (y + z), 0.3),
    lambda x, y, z: (1 - 0.25 * z / (z + exp(3.72 - 2.95 * z))) * (1 - 0.7 / (0.7 + exp(-5.51 + 22.9 * 0.3))),
    lambda x, y, z: -x * -(y - z) - (-z),
    lambda x, y, z: where((x > y) & (y > z) | (z > 40), abs(x - z), 3),
    lambda x, y, z: divide(x, y) ** 2 + divide(1, z),
]
positive = st.floats(0.01, 50)


@pytest.mark.parametrize("number", range(len(FORMULAS)))
@settings(max_examples=25, deadline=None)
@given(x=positive, y=positive, z=positive)
def test_the_spreadsheet_and_python_agree(number: int, x: float, y: float, z: float) -> None:
    formula = FORMULAS[number]
    rendered = render_excel(formula(a, b, c), CELLS)
    # Two mathematics libraries may differ in the last digit of exp and powers; differences then lose a few more.
    assert excel(rendered, a=x, b=y, c=z) == pytest.approx(formula(x, y, z), rel=1e-12, abs=1e-12)
