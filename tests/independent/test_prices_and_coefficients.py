"""Values, price years and present values against the second derivation; shipped coefficients against the texts."""

from __future__ import annotations

import derived_values as values
import derived_water as water
import numpy as np
import pytest

from gep.coefficient_book import load_coefficients
from gep.prices import change_price_year, discount_factors, npv, present_value, value
from gep.units import Quantity, unit

ROUNDING = 1e-12
BOOK = load_coefficients()


def money(number: float, text: str = "元", year: int = 2020) -> Quantity:
    return Quantity(number, unit(text, price_year=year))


@pytest.mark.parametrize("rate", [0.0, 0.02, 0.0277, 0.08, -0.01])
@pytest.mark.parametrize("years", [1, 2, 5, 100])
def test_present_value_of_a_yearly_flow(rate: float, years: int) -> None:
    for timing, first in (("start", 0), ("end", 1)):
        expected = values.present_value_at_rate(3.5e8, rate, years, first)
        for given in (Quantity(rate, ""), Quantity(rate * 100, "%")):
            got = npv(money(3.5, "亿元/a"), given, years, timing)  # type: ignore[arg-type]
            assert got.m_as("元") == pytest.approx(expected, rel=ROUNDING)
        factors = discount_factors(Quantity(rate, ""), years, timing)  # type: ignore[arg-type]
        single = [values.present_value_at_rate(1.0, rate, 1, first + number) for number in range(years)]
        assert factors.m_as("").tolist() == pytest.approx(single, rel=ROUNDING)


def test_the_timing_is_worth_one_year_of_interest() -> None:
    start, end = (npv(money(100.0, "元/a"), Quantity(2, "%"), 100, timing).magnitude for timing in ("start", "end"))
    assert start == pytest.approx(end * 1.02, rel=ROUNDING)
    assert end == pytest.approx(100 * 43.09835164, rel=1e-9)  # SEEALand prints ten digits


def test_present_value_by_explicit_factors() -> None:
    flows = [140 * 25.0, 142 * 26.0, 144 * 27.0, 146 * 28.0, 148 * 29.0]
    printed = [0.98**n for n in range(1, 6)]  # SEEA EA, table A10.1, whose factors are not 1/1.02ⁿ
    got = present_value(Quantity(np.array(flows), unit("元/a", price_year=2020)), Quantity(np.array(printed), ""))
    assert got.m_as("元") == pytest.approx(values.present_value(flows, printed), rel=ROUNDING)
    assert got.m_as("元") == pytest.approx(18_285.4, abs=0.05)


def test_money_of_another_year() -> None:
    got = change_price_year(money(2.5, "万元", 2015), 2025, 103.5, 121.7)
    assert got.m_as(unit("元", price_year=2025)) == pytest.approx(
        values.at_price_year(25_000.0, 103.5, 121.7), rel=ROUNDING
    )


def test_a_quantity_times_its_price() -> None:
    for quantity, amount_unit, per, price, price_unit in (
        (321.49, "亿m³", 1e8, 7.06, "元/m³"),
        (5424.0, "kg", 1e-3, 700.0, "元/t"),
        (60.89, "km²", 1e6, 3.75, "元/m²"),
        (158.0, "万hm²", 1e4, 375.0, "元/hm²"),
    ):
        got = value(Quantity(quantity, amount_unit), money(price, price_unit))
        assert got.m_as("元") == pytest.approx(values.product(quantity * per, price), rel=ROUNDING)


def test_lake_regressions_and_shares_are_those_of_the_texts() -> None:
    zones = {"qinghai_tibet": "qingzang", "eastern_plain": "east", "mongolia_xinjiang": "mengxin"}
    zones |= {"yunnan_guizhou": "yungui", "northeast": "northeast"}
    for shipped, derived in zones.items():
        set_ = "ganzi2017" if derived == "qingzang" else "rao2014"
        found = BOOK.get("flood_mitigation.lake_storage", set=set_, class_=shipped, year=2025, allow_placeholder=True)
        assert tuple(dict(found.parameter_set()).values()) == water.LAKE_ZONES[derived], shipped
        assert found.unit == "万m³"
    for name, number in (("reservoir_share", water.RESERVOIR_SHARE), ("marsh_depth", water.MARSH_DEPTH_M)):
        assert BOOK.get(f"flood_mitigation.{name}", set="ganzi2017", year=2010).value == number
