"""Cooling by measured differences of temperature, and evaporation divided by the efficiency ratio."""

from __future__ import annotations

import pytest
from chosen_methods import AREAS, amount, compile_methods, ledger_of
from hypothesis import given
from hypothesis import strategies as st

from gep.services import climate_regulation as climate
from gep.units import Quantity

FEW_ROUNDINGS = 1e-14

ratios = st.floats(1, 6)


def cooled(volume: float, difference: float, density: float, capacity: float, ratio: float) -> float:
    got = climate.air_cooling_electricity(
        Quantity(volume, "m³"),
        Quantity(difference, "K"),
        Quantity(density, "kg/m³"),
        Quantity(capacity, "kJ/(kg·K)"),
        ratio,
    )
    return float(got.m_as("kW·h"))


def test_air_by_hand() -> None:
    # 36 m³ · 1 kg/m³ · 1 kJ/(kg·K) · 300 K = 10 800 kJ; by 3600 and a ratio of 3, 1 kW·h
    assert cooled(36, 300, 1, 1, 3) == pytest.approx(1, rel=FEW_ROUNDINGS)
    assert climate.air_volume(Quantity(2, "hm²"), Quantity(1.5, "m")).m_as("m³") == pytest.approx(30_000)


def test_a_cubic_metre_of_water_by_the_ratio() -> None:
    heat = climate.cooling_by_evaporation(
        Quantity(1, "m²"), Quantity(10, "mm/d"), Quantity(100, "d"), Quantity(1000, "kg/m³"), Quantity(2450, "J/g")
    )
    assert heat.m_as("kW·h") == pytest.approx(680.556, abs=5e-4)
    assert climate.cooling_electricity(heat, 3).m_as("kW·h") == pytest.approx(226.852, abs=5e-4)


@given(amount(0, 1e9), ratios)
def test_a_device_gives_back_the_heat_it_moves(heat: float, ratio: float) -> None:
    electricity = float(climate.cooling_electricity(Quantity(heat, "kW·h"), ratio).m_as("kW·h"))
    assert electricity <= heat
    assert electricity * ratio == pytest.approx(heat, rel=FEW_ROUNDINGS, abs=0)
    assert float(climate.cooling_electricity(Quantity(heat, "kW·h"), 1).m_as("kW·h")) == heat


@given(amount(0, 1e9), amount(0, 300), amount(0, 300), st.floats(0.6, 1.3), ratios)
def test_days_of_cooling_add_up(volume: float, first: float, second: float, density: float, ratio: float) -> None:
    both = cooled(volume, first, density, 1.005, ratio) + cooled(volume, second, density, 1.005, ratio)
    assert both == pytest.approx(cooled(volume, first + second, density, 1.005, ratio), rel=FEW_ROUNDINGS, abs=0)
    assert cooled(volume, 0, density, 1.005, ratio) == 0


@given(st.floats(1, 1e9), st.floats(1, 300), ratios)
def test_thin_air_holds_less_heat(volume: float, difference: float, ratio: float) -> None:
    high, low = (cooled(volume, difference, density, 1.005, ratio) for density in (0.78, 1.29))
    assert high < low
    assert high / low == pytest.approx(0.78 / 1.29, rel=FEW_ROUNDINGS)


def test_the_first_methods_are_those_of_the_published_account() -> None:
    assert [part.methods[0].name for part in climate.SPEC.components] == ["transpiration_heat", "evaporation_heat"]


def test_an_account_by_measured_temperature_and_by_the_ratio(monkeypatch: pytest.MonkeyPatch) -> None:
    account = compile_methods(
        monkeypatch,
        {"climate_regulation": ["measured_temperature", "evaporation_by_ratio"]},
        {
            "temperature_difference": [
                {"ecosystem": "forest", "temperature_difference": 30.0, "height": 15.0, "air_density": 0.8}
            ],
            "evaporation": [{"ecosystem": "lake", "evaporation": 6.0, "cooling_days": 12.0, "humidifying_days": 40.0}],
        },
        overrides=[
            {
                "coefficient": "climate_regulation.air_heat_capacity",
                "value": 1.0,
                "value_unit": "kJ/(kg·K)",
                "set": "",
            },
            *(
                {"coefficient": f"climate_regulation.{name}", "value": None, "value_unit": "", "set": one}
                for name, one in (("latent_heat", "youyang"), ("humidification_energy", "shang2018"))
            ),
        ],
    )
    got = ledger_of(account, "climate_regulation")["quantity"]
    air = AREAS["forest"] * 1e6 * 15 * 0.8 * 1.0 * 30 / 3600 / 3
    water = AREAS["lake"] * 1e6 * 6 / 1000
    expected = {
        ("air_cooling_electricity", "", "forest"): air,
        ("evaporation_electricity", "", "lake"): water * 12 * 2450 * 1000 / 3600 / 3 + water * 40 * 125,
    }
    assert got.to_dict() == pytest.approx(expected, rel=FEW_ROUNDINGS)
    assert account.total().m_as("元(2025年价)") == pytest.approx(0.5 * sum(expected.values()), rel=FEW_ROUNDINGS)
