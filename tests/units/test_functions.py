"""where, clip, power and the rest on floats, columns and Quantities: right values, no warnings, units kept."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gep.findings import UnitError
from gep.units import Quantity, clip, divide, exp, log, log10, maximum, minimum, power, sqrt, where

finite = st.floats(-1e6, 1e6)


def test_where_chooses_by_element_and_keeps_the_unit() -> None:
    rain = Quantity(np.array([5.0, 15.0]), "mm")
    chosen = where(rain > Quantity(1, "cm"), rain, 0)
    assert chosen.units == rain.units
    assert chosen.magnitude.tolist() == [0.0, 15.0]
    assert where(np.array([True, False]), Quantity(1, "km²"), Quantity(50, "hm²")).magnitude.tolist() == [1.0, 0.5]
    assert where(True, 1, 2) == 1.0
    assert type(where(False, 1, 2)) is float


def test_where_refuses_branches_of_two_dimensions() -> None:
    with pytest.raises(UnitError, match="GEP515"):
        where(True, Quantity(1, "mm"), Quantity(1, "t"))
    with pytest.raises(UnitError, match="GEP515"):
        where(True, Quantity(1, "mm"), 3)


def test_the_branch_not_taken_raises_no_warning() -> None:
    """Warnings are errors in this suite, so reaching the end is half of the assertion."""
    x = np.array([0.0, -1.0, 100.0])
    assert where(x > 0, log10(x), 0.0).tolist() == [0.0, 0.0, 2.0]
    assert where(x > 0, log(x), 0.0)[2] == math.log(100)
    assert where(x > 0, power(x, -0.5), 1.0).tolist() == [1.0, 1.0, 0.1]
    assert where(x > 0, sqrt(x), -1.0).tolist() == [-1.0, -1.0, 10.0]
    assert where(x != 0, divide(1.0, x), 0.0).tolist() == [0.0, -1.0, 0.01]
    assert where(False, log10(0), 7.0) == 7.0
    assert where(False, power(0, -1), 7.0) == 7.0
    assert where(False, divide(1, 0), 7.0) == 7.0


@pytest.mark.parametrize(
    "value", [log10(0), log(-1), power(0, -1), power(-8, 0.5), sqrt(-1), divide(1, 0), divide(0, 0)]
)
def test_outside_its_domain_a_function_gives_nan(value: float) -> None:
    assert math.isnan(value)


@given(x=finite, exponent=st.integers(-3, 3))
def test_power_is_python_power_where_that_is_real(x: float, exponent: int) -> None:
    if x == 0 and exponent < 0:
        assert math.isnan(power(x, exponent))
    elif x == 0 or abs(x) > 1e-100:
        assert power(x, exponent) == pytest.approx(x**exponent, rel=1e-14)


def test_power_raises_the_unit() -> None:
    assert power(Quantity(3, "m"), 2) == Quantity(9, "m²")
    assert power(Quantity(4, "m²"), 0.5) == Quantity(2, "m")
    assert sqrt(Quantity(4, "m²")) == Quantity(2, "m")
    assert power(Quantity(50, "%"), np.array([1.0, 2.0])).magnitude.tolist() == [0.5, 0.25]
    assert (Quantity(0.5, "") ** Quantity(200, "%")).magnitude == 0.25
    for base in (
        lambda: power(Quantity(2, "m"), np.array([1.0, 2.0])),
        lambda: Quantity(2, "m") ** np.array([1.0, 2.0]),
    ):
        with pytest.raises(UnitError):
            base()
    with pytest.raises(UnitError, match="GEP525"):
        power(2, Quantity(1, "m"))


def test_transcendental_functions_want_pure_numbers() -> None:
    assert exp(Quantity(100, "%")).magnitude == math.e
    assert log10(Quantity(10, "km²") / Quantity(1, "km²")).magnitude == 1.0
    for function in (exp, log, log10):
        with pytest.raises(UnitError, match="GEP525"):
            function(Quantity(1, "m"))


@given(x=finite, low=finite, high=finite)
def test_clip_is_a_minimum_of_a_maximum(x: float, low: float, high: float) -> None:
    assert clip(x, low, high) == min(max(x, low), high)
    assert clip(x, low) == max(x, low)
    assert clip(x, None, high) == min(x, high)
    assert minimum(x, low) + maximum(x, low) == pytest.approx(x + low)


def test_clip_keeps_the_unit_of_the_first() -> None:
    kept = clip(Quantity(np.array([-1.0, 0.5, 3.0]), "km²"), 0, Quantity(100, "hm²"))
    assert kept.magnitude.tolist() == [0.0, 0.5, 1.0]
    assert str(kept.units) == "km²"
    assert minimum(Quantity(1, "t"), Quantity(500, "kg")) == Quantity(0.5, "t")


def test_missing_stays_missing() -> None:
    column = np.array([np.nan, 1.0])
    for values in (
        power(column, 2),
        power(column, -1),
        log10(column),
        minimum(column, 2),
        clip(column, 0, 1),
        sqrt(column),
    ):
        assert np.isnan(values).tolist() == [True, False]


def test_shapes_broadcast() -> None:
    rows, columns = np.ones((3, 1)), np.arange(4.0)
    assert where(rows > 0, columns, 0).shape == (3, 4)
    assert power(rows, columns).shape == (3, 4)
    assert divide(Quantity(rows, "t"), Quantity(columns, "hm²")).magnitude.shape == (3, 4)
