"""Flood mitigation beyond the published account: storms, paddies, the soil of marshes, flood capacities."""

from __future__ import annotations

import pytest
from chosen_methods import AREAS, amount, compile_methods, ledger_of
from hypothesis import given
from hypothesis import strategies as st

from gep.findings import InputError
from gep.services import flood_mitigation as flood
from gep.units import Quantity

# A handful of operations on positive numbers, each within 1.1e-16.
FEW_ROUNDINGS = 1e-14

areas = st.floats(0.1, 1e4)
depths = amount(0, 500)


def held(area: float, rain: float, runoff: float) -> float:
    got = flood.vegetation_mitigation(Quantity(area, "km²"), Quantity(rain, "mm"), Quantity(runoff, "mm"))
    return float(got.m_as("m³"))


def soil(area: float, density: float, saturated: float, natural: float, water: float = 1000.0) -> float:
    got = flood.marsh_soil_storage(
        Quantity(area, "km²"),
        Quantity(0.4, "m"),
        Quantity(density, "t/m³"),
        Quantity(saturated, "%"),
        Quantity(natural, "%"),
        Quantity(water, "kg/m³"),
    )
    return float(got.m_as("m³"))


def test_one_millimetre_held_on_one_square_kilometre_is_a_thousand_cubic_metres() -> None:
    assert held(1, 60, 59) == pytest.approx(1000, rel=FEW_ROUNDINGS)


def test_soil_of_a_marsh_by_hand() -> None:
    # 10⁶ m² · 0.4 m · 0.5 t/m³ · (300 − 180)/100 = 240 000 t of water, and 1 t of water is 1 m³
    assert soil(1, 0.5, 300, 180) == pytest.approx(240_000, rel=FEW_ROUNDINGS)


def test_ten_centimetres_on_a_hectare_of_paddy() -> None:
    got = flood.paddy_mitigation(Quantity(1, "hm²"), Quantity(10, "cm"))
    assert got.m_as("m³") == pytest.approx(1000, rel=FEW_ROUNDINGS)


@given(areas, depths, depths)
def test_storm_rain_is_what_is_held_and_what_runs_off(area: float, held_back: float, runoff: float) -> None:
    rain = held_back + runoff
    volume = area * 1000 * rain
    left = area * 1000 * runoff
    assert held(area, rain, runoff) + left == pytest.approx(volume, rel=FEW_ROUNDINGS, abs=0)
    assert -FEW_ROUNDINGS * volume <= held(area, rain, runoff) <= volume * (1 + FEW_ROUNDINGS)


@given(areas, depths, depths)
def test_rain_that_runs_off_whole_is_not_held_and_runoff_changes_the_sign(area: float, rain: float, off: float) -> None:
    assert held(area, rain, rain) == 0
    assert held(area, 0, off) == -held(area, off, 0)
    assert held(area, rain, off) == -held(area, off, rain)


@given(areas, st.floats(0.05, 1.5), st.floats(50, 900), amount(0, 1))
def test_a_wetter_marsh_takes_up_less(area: float, density: float, saturated: float, wet: float) -> None:
    got = soil(area, density, saturated, wet * saturated)
    assert 0 <= got <= soil(area, density, saturated, 0)
    assert soil(area, density, saturated, saturated) == 0
    # Water by the mass of dry soil: what is held weighs (F − E) of the soil.
    mass = got * 1000
    dry = area * 1e6 * 0.4 * density * 1000
    assert mass == pytest.approx(dry * (saturated - wet * saturated) / 100, rel=1e-9, abs=dry * FEW_ROUNDINGS)


@given(amount(0, 1e10), amount(0, 1e10))
def test_a_marsh_is_its_soil_and_its_surface(below: float, above: float) -> None:
    def both(first: float, second: float) -> float:
        got = flood.marsh_soil_and_surface(Quantity(first, "m³"), Quantity(second, "m³"))
        return float(got.m_as("m³"))

    assert both(below, above) == both(above, below) == below + above
    assert both(below, 0) == below


def test_the_first_method_of_a_part_is_that_of_the_published_account() -> None:
    first = {part.name: part.methods[0].name for part in flood.SPEC.components}
    assert first["lake"] == "lake_regression"
    assert first["reservoir"] == "reservoir_capacity"
    assert first["marsh"] == "marsh_standing_water"


def test_an_account_of_storms_paddies_marshes_and_flood_capacity(monkeypatch: pytest.MonkeyPatch) -> None:
    account = compile_methods(
        monkeypatch,
        {
            "flood_mitigation": [
                "storm_balance",
                "paddy_standing_water",
                "marsh_soil_and_surface",
                "reservoir_flood_capacity",
            ]
        },
        {
            "storms": [{"ecosystem": "grassland", "storm_precipitation": 120.0, "storm_runoff": 30.0}],
            "paddies": [{"item": "河谷", "paddy_area": 50.0}],
            "marsh_soils": [
                {
                    "item": "甲",
                    "marsh_area": 4.0,
                    "marsh_bulk_density": 0.5,
                    "saturated_water_content": 300.0,
                    "natural_water_content": 180.0,
                }
            ],
            "flood_capacities": [{"item": "乙", "flood_capacity": 12.0}],
        },
        overrides=[
            {"coefficient": "flood_mitigation.paddy_depth", "value": 0.12, "value_unit": "m", "set": ""},
            {"coefficient": "flood_mitigation.marsh_soil_depth", "value": 0.6, "value_unit": "m", "set": ""},
        ],
    )
    got = ledger_of(account, "flood_mitigation")
    quantity = got["quantity"].groupby("indicator").sum()
    soil_water = 4e6 * 0.6 * 0.5 * (3.0 - 1.8)
    assert quantity.to_dict() == pytest.approx(
        {
            "vegetation_mitigation": AREAS["grassland"] * 1000 * (120 - 30),
            "paddy_mitigation": 50 * 10_000 * 0.12,
            "marsh_mitigation": soil_water + 4e6 * 0.3,
            "reservoir_mitigation": 120_000,
        },
        rel=FEW_ROUNDINGS,
    )
    assert account.total().m_as("元(2025年价)") == pytest.approx(8 * quantity.sum(), rel=FEW_ROUNDINGS)


def test_an_unsourced_depth_is_never_taken_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError) as raised:
        compile_methods(
            monkeypatch,
            {"flood_mitigation": ["paddy_standing_water"]},
            {"paddies": [{"item": "河谷", "paddy_area": 50.0}]},
        )
    stopping = [one for one in raised.value.findings if one.stops]
    assert stopping
    assert all("paddy_depth" in one.subject for one in stopping)
