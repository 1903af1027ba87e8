"""From a yearly flow to an asset: discount factors, present values, and what published tables make of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gep.findings import UnitError
from gep.prices import discount_factors, npv, present_value
from gep.units import Quantity, price_year_of

FLOW = "元/a(2020年价)"

# A sum of n correctly rounded terms, each with a power wrong by an ulp or two.
ROUNDING = 1e-13

rates = st.floats(0.001, 0.2)
lives = st.integers(1, 150)
timings = st.sampled_from(["start", "end"])


def yearly(amount: Any) -> Quantity:
    return Quantity(np.asarray(amount, dtype=float) if isinstance(amount, list) else amount, FLOW)


def share(rate: float) -> Quantity:
    return Quantity(rate, "")


@given(rate=rates, years=lives, timing=timings)
def test_a_constant_flow_is_an_annuity(rate: float, years: int, timing: Any) -> None:
    closed = -math.expm1(-years * math.log1p(rate)) / rate * (1 + rate if timing == "start" else 1)
    assert npv(yearly(7.0), share(rate), years, timing).m == pytest.approx(7 * closed, rel=ROUNDING)


@given(flows=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), rate=rates, timing=timings)
def test_a_changing_flow_is_discounted_year_by_year(flows: list[float], rate: float, timing: Any) -> None:
    total, factor = 0.0, 1.0
    for flow in flows:
        after = factor / (1 + rate)
        total += flow * (factor if timing == "start" else after)
        factor = after
    scale = sum(abs(flow) for flow in flows)
    result = npv(yearly(flows), share(rate), len(flows), timing)
    assert result.m == pytest.approx(total, rel=ROUNDING, abs=ROUNDING * scale)


@given(rate=rates, years=lives)
def test_income_at_the_start_is_worth_a_year_more(rate: float, years: int) -> None:
    start, end = (npv(yearly(1.0), share(rate), years, timing) for timing in ("start", "end"))
    assert start.m == pytest.approx(end.m * (1 + rate), rel=ROUNDING)


def test_without_a_rate_the_flow_is_added_up() -> None:
    for timing in ("start", "end"):
        assert npv(yearly(3.0), share(0), 40, timing).m == 120


def test_a_percentage_is_read_as_one_and_the_price_year_stays() -> None:
    result = npv(Quantity(1.5, "亿元/a(2020年价)"), Quantity(2, "%"), 100, "end")
    assert result.m_as("亿元(2020年价)") == pytest.approx(1.5 * 43.09835164, rel=1e-9)
    assert price_year_of(result) == 2020
    assert result.m == npv(Quantity(1.5, "亿元/a(2020年价)"), share(0.02), 100, "end").m


def test_the_annuity_factor_of_seealand() -> None:
    """SEEALand 2020: 100 years, 2 %, end of the year; the factor is given with eight decimals."""
    assert abs(npv(yearly(1.0), Quantity(2, "%"), 100, "end").m - 43.09835164) <= 0.5e-8


# SEEA EA, annex A10.1: quantities and prices of five years, as expected at the start and a year later.
STYLISED = {
    "ES1": (([12] * 5, [60, 62, 64, 66, 70]), ([10] * 5, [65, 65, 67, 70, 72])),
    "ES2": (([140, 142, 144, 146, 148], [25, 26, 27, 28, 29]), ([130, 132, 134, 136, 138], [26, 27, 28, 29, 30])),
    "ES3": (([190, 190, 190, 200, 200], [5, 5, 6, 6, 6]), ([190, 200, 200, 210, 210], [5, 6, 6, 6, 6])),
    "ES4": (([5, 6, 6, 7, 7], [75] * 5), ([6, 7, 7, 8, 7], [75] * 5)),
}
PRINTED = {"ES1": (3633, 3188), "ES2": (18285, 17647), "ES3": (5108, 5514), "ES4": (2182, 2467)}
BY_FORMULA = {"ES1": 3637.2, "ES2": 18307.8, "ES3": 5114.2, "ES4": 2184.7}


def stylised(service: str, date: int) -> Quantity:
    quantities, prices = STYLISED[service][date]
    return yearly([float(q * p) for q, p in zip(quantities, prices, strict=True)])


@pytest.mark.parametrize("date", [0, 1])
@pytest.mark.parametrize("service", STYLISED)
def test_the_published_table_of_seea_a10_1_takes_powers_of_098(service: str, date: int) -> None:
    factors = Quantity(0.98 ** np.arange(1, 6), "")
    assert np.round(factors.m, 4).tolist() == [0.98, 0.9604, 0.9412, 0.9224, 0.9039]
    assert abs(present_value(stylised(service, date), factors).m - PRINTED[service][date]) <= 0.5


@pytest.mark.parametrize("service", STYLISED)
def test_the_formula_beside_that_table_gives_other_numbers(service: str) -> None:
    ours = npv(stylised(service, 0), Quantity(2, "%"), 5, "end").m
    assert abs(ours - BY_FORMULA[service]) <= 0.05
    assert abs(ours - PRINTED[service][0]) > 0.5


def test_npv_is_the_present_value_by_its_own_factors() -> None:
    flow = yearly([1.0, -2.0, 3.0])
    for timing in ("start", "end"):
        factors = discount_factors(share(0.05), 3, timing)
        assert present_value(flow, factors).m == npv(flow, share(0.05), 3, timing).m
    assert discount_factors(share(0.25), 3, "start").m.tolist() == pytest.approx([1, 0.8, 0.64], rel=1e-15)


def test_timing_has_no_default() -> None:
    with pytest.raises(TypeError, match="timing"):
        npv(yearly(1.0), share(0.02), 10)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("rate", "years", "timing", "match"),
    [
        (0.02, 10, "middle", "timing"),
        (0.02, 0, "end", "years"),
        (0.02, 2.5, "end", "years"),
        (-1.0, 10, "end", "rate"),
        (math.nan, 10, "end", "rate"),
        (math.inf, 10, "end", "rate"),
    ],
)
def test_impossible_terms_are_refused(rate: float, years: Any, timing: Any, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        npv(yearly(1.0), share(rate), years, timing)


def test_a_flow_of_another_number_of_years_is_refused() -> None:
    with pytest.raises(ValueError, match="2 discount factors"):
        npv(yearly([1.0, 2.0, 3.0]), share(0.02), 2, "end")
    with pytest.raises(ValueError, match="positive"):
        present_value(yearly(1.0), Quantity(np.array([1.0, 0.0]), ""))
    with pytest.raises(ValueError, match="positive"):
        present_value(yearly(1.0), share(0.9))


def test_units_are_checked() -> None:
    with pytest.raises(UnitError):
        npv(Quantity(1.0, "元(2020年价)"), share(0.02), 10, "end")  # a stock is no flow
    with pytest.raises(UnitError):
        npv(Quantity(1.0, "t/a"), share(0.02), 10, "end")
    with pytest.raises(UnitError):
        npv(yearly(1.0), Quantity(2.0, "a"), 10, "end")
