"""The derivation itself, held against numbers that the sources print."""

from __future__ import annotations

from datetime import date

import derived_air_and_carbon as air
import derived_soil as soil
import derived_values as values
import derived_water as water
import derived_wind as wind
import pytest


def near(printed: float, digits: float) -> object:
    """A printed number: half a unit of its last digit may be missing."""
    return pytest.approx(printed, rel=0, abs=0.5000001 * digits)


def test_erodibility() -> None:
    for texture, epic, k in (
        ((40, 40, 20, 2.0), 0.244860, 0.0148105),
        ((20, 60, 20, 3.0), 0.305971, 0.0189614),
        ((80, 15, 5, 0.5), 0.174934, 0.0100609),
    ):
        assert soil.epic_erodibility(*texture) == near(epic, 1e-6)
        assert soil.erodibility(soil.epic_erodibility(*texture)) == near(k, 1e-7)


def test_topography() -> None:
    assert soil.length_exponent(soil.sine(10)) == near(0.600253, 1e-6)
    assert soil.length_factor(100, soil.sine(10)) == near(2.47273, 1e-5)
    assert soil.length_factor(100, soil.sine(3)) == near(1.858293, 1e-6)
    assert soil.length_factor(50, soil.sine(20)) == near(1.736713, 1e-6)
    for slope, s in ((3, 0.59523), (5.14, 1.00511), (10, 2.41729), (10.2, 2.91816), (20, 6.53024), (28.81, 9.5988)):
        assert soil.steepness_factor(slope, soil.sine(slope)) == near(s, 1e-5)


def test_erosivity_of_one_day() -> None:
    for month, printed in ((7, 69.4055), (1, 54.6676)):
        rain = [0.0] * 365
        rain[(date(2025, month, 4) - date(2025, 1, 1)).days] = 20.0
        assert soil.rainfall_erosivity(date(2025, 1, 1), rain) == near(printed, 1e-4)


def test_cover() -> None:
    for share, c in ((0.1, 0.816), (0.3, 0.53211), (0.5, 0.40011), (1.0, 0.221)):
        assert soil.dry_cropland_cover(share) == near(c, 1e-5)
    assert soil.dry_cropland_cover(0.02) == 1.0


def test_wind() -> None:
    assert wind.erodible_fraction(50, 30, 20, 2, 0) == near(0.45335, 1e-5)
    assert wind.soil_crust(20, 2) == near(0.268528, 1e-6)
    assert wind.roughness(0.2, 0) == near(0.848727, 1e-6)
    assert wind.cover_factor(40, 0.1151) == near(0.0100117, 1e-7)
    potential = wind.sediment_kg_m2(10, 0.5, 0.6, 0.8, 1.0, 50)
    actual = wind.sediment_kg_m2(10, 0.5, 0.6, 0.8, wind.cover_factor(40, 0.1151), 50)
    assert potential == near(1.79961, 1e-5)
    assert actual == near(0.00072478, 1e-8)
    assert wind.fixed_sand_t(1, potential, actual) == near(1798.9, 0.1)


def test_wind_erosion_has_a_maximum() -> None:
    """By the equations themselves, more wind than this erodes less: see docs/decisions/0009."""
    loss = {x: wind.sediment_kg_m2(x, 1, 1, 1, 1, 50) * 1000 for x in (57.6, 61.7, 72, 300)}
    assert loss[57.6] < loss[61.7] > loss[72] > loss[300]
    assert loss[61.7] == near(60_858, 1)
    assert loss[300] == near(5_060, 1)
    assert wind.fixed_sand_t(1, loss[300], loss[57.6]) < 0


def test_lakes_and_vapour() -> None:
    for area, printed in ((4500, 228_484.2), (2250, 142_809.8), (165, 24_290.3)):
        assert water.lake_storage_wan_m3(area, *water.LAKE_ZONES["qingzang"], 1) == near(printed, 0.1)
    # The equation is concave: halves of a lake hold a quarter more than the whole.
    whole, half = (water.lake_storage_wan_m3(area, *water.LAKE_ZONES["qingzang"], 1) for area in (4500, 2250))
    assert 2 * half / whole == near(1.25, 0.01)
    assert air.evaporation_heat_kwh(1, 1000, 2450) == near(680.556, 1e-3)
    assert air.evaporation_heat_kwh(1, 1000, 2450) / 3 == near(226.852, 1e-3)
    assert air.ions(1, 1, 1, 365, 1) == near(5.256e15, 1e12)


def test_ratios_of_masses() -> None:
    assert air.oxygen_t(1) == near(0.727273, 1e-6)
    assert air.nep_of_dry_matter(1, air.C_PER_DRY_MATTER, 1) == near(0.444444, 1e-6)
    assert air.carbon_dioxide_t(1, 1, 1) == near(3.666667, 1e-6)


def test_ganzi() -> None:
    assert water.marsh_standing_water_m3(2000, 0.3) == pytest.approx(6.00e8)
    assert soil.silt_m3(38.86e8, 0.24, 0.93) / 1e8 == near(10.03, 0.01)
    assert soil.nutrient_t(38.86e8, 0.37) / 1e4 == near(1437.94, 1.0)  # the soil is printed with four digits only
    assert wind.protected_area_m2(779.42e4, 1.28, 0.1) / 1e6 == near(60.89, 0.01)
    assert wind.protected_area_m2(779.42e4, 1.28, 0.1) * 3.75 / 1e8 == near(2.2835, 1e-4)


def test_seealand() -> None:
    assert values.present_value_at_rate(1, 0.02, 100, 1) == near(43.09835164, 1e-8)
    table = [0.98**n for n in range(1, 6)]
    assert values.present_value([60 * 12, 62 * 12, 64 * 12, 66 * 12, 70 * 12], table) == near(3632.8, 0.1)
