"""Rules against numbers computed by hand from the published equations, and against a plain re-computation."""

from __future__ import annotations

import math

import pytest

from gep.services import SERVICES
from gep.services import flood_mitigation as flood
from gep.services import sand_fixation as sand
from gep.services import soil_retention as soil
from gep.services import water_retention as water
from gep.services.carbon_sequestration import sequestered_carbon_dioxide
from gep.services.climate_regulation import cooling_by_evaporation, transpiration_electricity
from gep.services.oxygen_release import released_oxygen
from gep.services.tourism import trip_cost
from gep.units import ParameterSet, Quantity

RWEQ = ParameterSet(maximum_transfer=109.8, critical_length=150.71, critical_length_exponent=-0.3711, spread=2.0)


def test_wind_erosion_of_bare_ground_and_of_grassland_with_40_percent_cover() -> None:
    bare = sand.potential_wind_erosion(Quantity(10, "kg/m"), 0.5, 0.6, 0.8, Quantity(50, "m"), RWEQ)
    grass = sand.actual_wind_erosion(Quantity(10, "kg/m"), 0.5, 0.6, 0.8, 0.0100117, Quantity(50, "m"), RWEQ)
    assert bare.m_as("kg/m²") == pytest.approx(1.79961, rel=3e-6)
    assert grass.m_as("kg/m²") == pytest.approx(0.00072478, rel=1e-5)
    assert sand.fixed_sand(Quantity(1, "km²"), bare, grass).m_as("t") == pytest.approx(1798.9, abs=0.05)


def test_wind_erosion_in_the_textbook_form() -> None:
    x = 10 * 0.5 * 0.6 * 0.8
    length = 150.71 * x**-0.3711
    expected = 2 * 50 / length**2 * 109.8 * x * math.exp(-((50 / length) ** 2))
    got = sand.potential_wind_erosion(Quantity(10, "kg/m"), 0.5, 0.6, 0.8, Quantity(50, "m"), RWEQ)
    assert got.m_as("kg/m²") == pytest.approx(expected, rel=1e-13)


def test_no_wind_moves_no_sand() -> None:
    got = sand.potential_wind_erosion(Quantity(0, "kg/m"), 0.5, 0.6, 0.8, Quantity(50, "m"), RWEQ)
    assert got.m_as("kg/m²") == 0


@pytest.mark.parametrize(("area", "storage"), [(4500, 228484.2), (2250, 142809.8), (165, 24290.3)])
def test_lake_storage_of_the_plateau(area: float, storage: float) -> None:
    zone = ParameterSet(intercept=6.636, exponent=0.678)
    assert flood.lake_storage(Quantity(area, "km²"), zone, 1.0).m_as("万m³") == pytest.approx(storage, abs=0.06)


def test_one_millimetre_over_one_square_kilometre_is_a_thousand_cubic_metres() -> None:
    got = water.water_balance(Quantity(1, "km²"), Quantity(11, "mm"), Quantity(4, "mm"), Quantity(6, "mm"))
    assert got.m_as("m³") == pytest.approx(1000, rel=1e-14)


@pytest.mark.parametrize(("share", "kept"), [(1.0, -5.0), (0.0, 0.0)])
def test_policy_on_a_negative_balance(share: float, kept: float) -> None:
    assert water.retained_water(Quantity(-5, "m³"), share).m_as("m³") == kept
    assert water.retained_water(Quantity(5, "m³"), share).m_as("m³") == 5


def test_soil_chain() -> None:
    potential = soil.potential_erosion(
        Quantity(2, "hm²"),
        Quantity(100, "MJ·mm/(hm²·h·a)"),
        Quantity(0.02, "t·hm²·h/(hm²·MJ·mm)"),
        3.0,
        Quantity(1, "a"),
    )
    kept = soil.retained_soil(potential, soil.actual_erosion(potential, 0.1, 1.0))
    assert kept.m_as("t") == pytest.approx(2 * 100 * 0.02 * 3 * 0.9, rel=1e-14)
    assert soil.silt_volume(Quantity(38.86, "亿t"), 0.24, Quantity(0.93, "t/m³")).m_as("亿m³") == pytest.approx(
        10.028387, abs=5e-7
    )
    assert soil.kept_nitrogen(Quantity(38.86, "亿t"), Quantity(0.0037, "tN/t")).m_as("万tN") == pytest.approx(1437.82)
    assert soil.kept_phosphorus(Quantity(38.86, "亿t"), Quantity(0.00108, "tP/t")).m_as("万tP") == pytest.approx(
        419.688
    )


def test_area_that_fixed_sand_would_bury() -> None:
    got = sand.protected_area(Quantity(779.42, "万t"), Quantity(1.28, "t/m³"), Quantity(0.1, "m"))
    assert got.m_as("km²") == pytest.approx(60.892187, abs=5e-7)


def test_carbon_and_oxygen() -> None:
    dioxide = sequestered_carbon_dioxide(Quantity(1, "hm²"), Quantity(12, "tC/(hm²·a)"), Quantity(1, "a"))
    assert dioxide.m_as("tCO2") == pytest.approx(44, rel=1e-14)
    assert released_oxygen(dioxide, Quantity(32 / 44, "tO2/tCO2")).m_as("tO2") == pytest.approx(32, rel=1e-14)


def test_heat_of_a_cubic_metre_of_water() -> None:
    got = cooling_by_evaporation(
        Quantity(1, "m²"), Quantity(1, "mm/d"), Quantity(1000, "d"), Quantity(1000, "kg/m³"), Quantity(2450, "J/g")
    )
    assert got.m_as("kW·h") == pytest.approx(680.556, abs=5e-4)


def test_transpiration_divides_by_3600_kilojoules_and_the_efficiency_ratio() -> None:
    got = transpiration_electricity(Quantity(5, "m²"), Quantity(720, "kJ/(m²·d)"), Quantity(30, "d"), 3.0)
    assert got.m_as("kW·h") == pytest.approx(5 * 720 * 30 / 3600 / 3, rel=1e-14)


def test_cost_of_a_visit_keeps_its_price_year() -> None:
    def money(number: float, text: str = "元/人次") -> Quantity:
        return Quantity(number, f"{text}(2020年价)")

    got = trip_cost(Quantity(6, "h/人次"), money(25, "元/h"), money(80), money(150), money(60))
    assert got.m_as("元/人次(2020年价)") == pytest.approx(440, rel=1e-14)


def test_every_service_declares_a_headline_or_a_value() -> None:
    for spec in SERVICES:
        for method in spec.methods:
            assert any(step.role for step in method.steps), f"{spec.name}.{method.name} yields no line"
