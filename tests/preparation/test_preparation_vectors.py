"""The formulas with the coefficients of the book, against numbers computed by hand from the printed equations.

Tolerances are half a unit of the last digit given.
"""

from __future__ import annotations

import numpy as np
import pytest
from preparation_inputs import BOOK, EROSIVITY, SLOPE, TEXTURE, days_of, parameter_set, quantity

from gep.preparation import (
    air_density,
    canopy_erosion_cover,
    cover_of_ndvi,
    crust_of_texture,
    daily_erosivity,
    dry_cropland_cover,
    epic_erodibility,
    erodibility_of_texture,
    erodible_fraction_of_texture,
    half_monthly_erosivity,
    length_factor,
    linear_erosion_cover,
    logarithmic_erosion_cover,
    rainfall_erosivity,
    ridge_roughness,
    roughness_of_slope,
    simplified_roughness_of_slope,
    slope_length_exponent,
    steepness_factor,
    surface_roughness,
    topography_of_slope,
    water_erosion_cover,
    wind_erosion_cover,
    wind_speed_at_height,
)
from gep.services.sand_fixation import (
    actual_wind_erosion,
    fixed_sand,
    potential_wind_erosion,
    simplified_actual_erosion,
)
from gep.units import Quantity


def percent(*numbers: float) -> list[Quantity]:
    return [Quantity(number, "%") for number in numbers]


@pytest.mark.parametrize(
    ("texture", "carbon", "epic", "erodibility"),
    [
        ((40, 40, 20), 2.0, 0.244860, 0.0148105),
        ((20, 60, 20), 3.0, 0.305971, 0.0189614),
        ((80, 15, 5), 0.5, 0.174934, 0.0100609),
    ],
)
def test_erodibility(texture: tuple[float, ...], carbon: float, epic: float, erodibility: float) -> None:
    organic_carbon = Quantity(carbon * 10, "gC/kg")
    number = epic_erodibility(*percent(*texture), organic_carbon, TEXTURE["epic"])
    assert number.m_as("") == pytest.approx(epic, abs=5e-7)
    found = erodibility_of_texture(*percent(*texture), organic_carbon, **TEXTURE)
    assert found.m_as("t·hm²·h/(hm²·MJ·mm)") == pytest.approx(erodibility, abs=5e-8)


@pytest.mark.parametrize(
    ("slope_length", "slope", "ratio", "exponent", "factor"),
    [
        (100, 10, 1.50158, 0.600253, 2.47273),
        (100, 3, 0.697360, 0.410850, 1.858293),
        (50, 20, 2.098083, 0.677220, 1.736713),
    ],
)
def test_slope_length(slope_length: float, slope: float, ratio: float, exponent: float, factor: float) -> None:
    sine = Quantity(np.sin(np.radians(slope)), "")
    found = slope_length_exponent(sine, SLOPE["length"]).magnitude
    assert found == pytest.approx(exponent, abs=5e-7)
    # m = β/(1 + β). The β of 3° is 0.6973594: its last digit was rounded up.
    assert found / (1 - found) == pytest.approx(ratio, abs=5e-6 if slope == 10 else 6e-7)
    found = length_factor(Quantity(slope_length, "m"), sine, SLOPE["length"]).magnitude
    assert found == pytest.approx(factor, abs=5e-6 if slope == 10 else 5e-7)


@pytest.mark.parametrize(
    ("slope", "factor"),
    [
        (3, 0.59523),
        (5.14, 1.00511),
        (10, 2.41729),
        (10.2, 2.91816),
        (20, 6.53024),
        (28.81, 9.5988),
        (28.8101, 9.5988),
        (60, 9.5988),
    ],
)
def test_steepness(slope: float, factor: float) -> None:
    sine = Quantity(np.sin(np.radians(slope)), "")
    assert steepness_factor(slope, sine, SLOPE["steepness"]).magnitude == pytest.approx(factor, abs=5e-6)


def test_steepness_jumps_at_10_20_degrees_as_printed() -> None:
    found = [
        steepness_factor(slope, Quantity(np.sin(np.radians(slope)), ""), SLOPE["steepness"]).magnitude
        for slope in (10.199999, 10.20)
    ]
    assert found == pytest.approx([2.475, 2.918], abs=5e-4)


def test_topography_is_the_product() -> None:
    found = topography_of_slope([3, 10, 20], Quantity([100, 100, 50], "m"), **SLOPE)
    assert found.magnitude == pytest.approx([1.858293 * 0.59523, 2.47273 * 2.41729, 1.736713 * 6.53024], rel=5e-6)


@pytest.mark.parametrize(("season", "erosivity"), [("warm", 69.4055), ("cold", 54.6676)])
def test_one_day_of_20_mm(season: str, erosivity: float) -> None:
    found = daily_erosivity(Quantity(20, "mm"), EROSIVITY["erosive_rain"], EROSIVITY[season])
    assert found.m_as("MJ·mm/(hm²·h)") == pytest.approx(erosivity, abs=5e-5)


@pytest.mark.parametrize(
    ("day", "half_month", "erosivity"),
    [
        ("2023-07-15", 12, 69.4055),
        ("2023-07-16", 13, 69.4055),
        ("2023-05-01", 8, 69.4055),
        ("2023-04-30", 7, 54.6676),
        ("2023-09-30", 17, 69.4055),
        ("2023-10-01", 18, 54.6676),
        ("2023-12-31", 23, 54.6676),
    ],
)
def test_one_day_of_20_mm_in_a_year(day: str, half_month: int, erosivity: float) -> None:
    dates = days_of(2023)
    rain = Quantity(np.where(dates == np.datetime64(day), 20.0, 11.9), "mm")
    found = half_monthly_erosivity(dates, rain, **EROSIVITY)
    assert str(found.units) == "MJ·mm/(hm²·h·a)"
    assert found.magnitude == pytest.approx(np.where(np.arange(24) == half_month, erosivity, 0), abs=5e-5)
    assert rainfall_erosivity(dates, rain, **EROSIVITY).magnitude == pytest.approx(erosivity, abs=5e-5)


@pytest.mark.parametrize(
    ("cover", "factor"), [(0.1, 0.816), (0.3, 0.53211), (0.5, 0.40011), (1.0, 0.221), (0.02, 1.0), (0.0, 1.0)]
)
def test_cover_of_dry_cropland(cover: float, factor: float) -> None:
    regression = parameter_set("soil_retention.dry_cropland_cover")
    assert dry_cropland_cover(cover, regression).magnitude == pytest.approx(factor, abs=5e-6)


def test_cover_of_dry_cropland_is_cut_at_bare_ground() -> None:
    """0.221 − 0.595 lg 0.02 = 1.2319; it passes 1 at a cover of 4.9 %."""
    regression = parameter_set("soil_retention.dry_cropland_cover")
    assert regression.intercept + regression.slope * np.log10(0.02) == pytest.approx(1.2319, abs=5e-5)
    found = dry_cropland_cover(Quantity([4.9, 4.91], "%"), regression).magnitude
    assert found[0] == 1 > found[1]


def test_cover_of_ecosystem_types_against_water() -> None:
    types = ["森林", "高寒草甸", "grassland", "草地", "旱地", "水田", "湖泊", "荒漠", "城镇", "灌木园地"]
    cover = Quantity([95, 29.9, 30, 90, 30, 80, 0, 3, 40, 70], "%")
    found = water_erosion_cover(types, cover, coefficients=BOOK, year=2023)
    assert found.magnitude == pytest.approx([0.001, 0.24, 0.15, 0.011, 0.53211, 0, 0, 0.7, 0.01, 0.042], abs=5e-6)


def test_cover_of_ecosystem_types_against_wind() -> None:
    types = ["草地", "草甸", "森林", "沙地"]
    found = wind_erosion_cover(types, Quantity([40, 40, 10, 0], "%"), coefficients=BOOK, year=2023)
    assert found.magnitude == pytest.approx([0.0100117, 0.0100117, np.exp(-1.535), 1], abs=5e-8)


def test_erodible_fraction_and_crust() -> None:
    sand, silt, clay, organic_matter = percent(50, 30, 20, 2)
    fraction = erodible_fraction_of_texture(
        sand,
        silt,
        clay,
        organic_matter,
        Quantity(0, "%"),
        regression=parameter_set("sand_fixation.erodible_soil"),
    )
    assert fraction.magnitude == pytest.approx(0.45335, abs=5e-6)
    crust = crust_of_texture(clay, organic_matter, regression=parameter_set("sand_fixation.soil_crust"))
    assert crust.magnitude == pytest.approx(0.268528, abs=5e-7)


def test_roughness() -> None:
    found = surface_roughness(
        Quantity(0.2, "cm"),
        quantity("sand_fixation.random_roughness", "hj1173_2021"),
        parameter_set("sand_fixation.surface_roughness"),
    )
    assert found.magnitude == pytest.approx(0.848727, abs=5e-7)


@pytest.mark.parametrize(("reading", "ridge"), [("metres", 0.2), ("one_unit", 20.0)])
def test_the_two_readings_of_ridge_roughness(reading: str, ridge: float) -> None:
    coefficient = quantity("sand_fixation.ridge_roughness", f"hj1173_2021_{reading}")
    found = ridge_roughness(Quantity(10, "m"), Quantity(100, "m"), coefficient)
    assert found.m_as("cm") == pytest.approx(ridge, rel=1e-15)


def test_the_prepared_factors_give_the_sand_of_the_worked_example() -> None:
    """WF 10, EF 0.5, SCF 0.6, K' 0.8, z 50 m; grass of 40 %: 1 799.6 and 1 798.9 t/km²."""
    cover = wind_erosion_cover(["草地"], Quantity([40], "%"), coefficients=BOOK, year=2021)
    transport = parameter_set("sand_fixation.transport")
    given = (Quantity(10, "kg/m"), 0.5, 0.6, 0.8)
    bare = potential_wind_erosion(*given, Quantity(50, "m"), transport)
    grass = actual_wind_erosion(*given, cover, Quantity(50, "m"), transport)
    assert bare.m_as("t/km²") == pytest.approx(1799.6, abs=0.05)
    assert grass.m_as("t/km²") == pytest.approx(0.72478, abs=5e-6)
    assert fixed_sand(Quantity(1, "km²"), bare, grass).m_as("t") == pytest.approx(1798.9, abs=0.05)


def test_the_two_parts_of_the_worked_example() -> None:
    """X = 2.4: Q_max = 109.8·2.4 kg/m and S = 150.71·2.4^−0.3711 m; S_L = 2z/S²·Q_max·e^−(z/S)² = 1.79961 kg/m²."""
    transport = parameter_set("sand_fixation.transport")
    product = 10 * 0.5 * 0.6 * 0.8
    maximum = transport.maximum_transfer * product
    length = transport.critical_length * product**transport.critical_length_exponent
    assert maximum == pytest.approx(263.52, abs=5e-3)
    assert length == pytest.approx(108.904, abs=5e-4)
    loss = transport.spread * 50 / length**2 * maximum * np.exp(-((50 / length) ** 2))
    assert loss == pytest.approx(1.79961, abs=5e-6)
    bare = potential_wind_erosion(Quantity(10, "kg/m"), 0.5, 0.6, 0.8, Quantity(50, "m"), transport)
    assert bare.m_as("kg/m²") == pytest.approx(loss, rel=1e-14)


def test_air_of_the_plateau_is_thin() -> None:
    regression = parameter_set("sand_fixation.air_density", "pyrweq")
    found = air_density(Quantity([0, 4.5], "km"), Quantity([288.15, 273.15], "K"), regression)
    # 348·1.013/288.15, and 348·(1.013 − 0.53235 + 0.0972)/273.15
    assert found.m_as("kg/m³") == pytest.approx([1.2234045, 0.7361955], abs=5e-8)


def test_wind_at_2_metres() -> None:
    exponent, height = quantity("sand_fixation.wind_profile", "pyrweq"), quantity("sand_fixation.wind_height", "pyrweq")
    found = wind_speed_at_height(Quantity(10, "m/s"), Quantity(10, "m"), height, exponent)
    assert found.m_as("m/s") == pytest.approx(7.946, abs=5e-4)  # 0.2^(1/7) = e^(−1.6094/7)


def test_cover_of_ndvi() -> None:
    """NDVI of soil 0.0918 and of full cover 0.5137: in the middle half the ground is covered."""
    bare, full = Quantity(0.0918, ""), Quantity(0.5137, "")
    found = cover_of_ndvi(Quantity([0.05, 0.0918, 0.30275, 0.22, 0.5137, 0.8], ""), bare=bare, full=full)
    # (0.22 − 0.0918)/(0.5137 − 0.0918) = 0.1282/0.4219
    assert found.magnitude == pytest.approx([0, 0, 0.5, 0.3038635, 1, 1], abs=5e-8)


def test_cover_of_ndvi_with_the_ends_of_each_pixel() -> None:
    bare, full = Quantity([0.05, 0.1], ""), Quantity([0.85, 0.7], "")
    assert cover_of_ndvi(Quantity(0.25, ""), bare=bare, full=full).m_as("%") == pytest.approx([25, 25], abs=1e-12)


@pytest.mark.parametrize(
    ("cover", "factor"),
    # lg 50 = 1.69897, lg 78 = 1.8920946
    [(0, 1), (0.05, 1), (1, 0.6508), (10, 0.3072), (50, 0.0670339), (78, 0.0006763), (78.3, 0), (100, 0)],
)
def test_logarithmic_cover(cover: float, factor: float) -> None:
    regression = parameter_set("soil_retention.logarithmic_cover", "he2020")
    found = logarithmic_erosion_cover(Quantity(cover, "%"), regression=regression)
    assert found.magnitude == pytest.approx(factor, abs=5e-8)


@pytest.mark.parametrize(("cover", "factor"), [(0, 0.4149), (50, 0.1549), (79, 0.0041), (79.8, 0), (100, 0)])
def test_linear_cover(cover: float, factor: float) -> None:
    regression = parameter_set("soil_retention.linear_cover", "masujie2018")
    assert linear_erosion_cover(Quantity(cover, "%"), regression=regression).magnitude == pytest.approx(
        factor, abs=5e-8
    )


@pytest.mark.parametrize(("canopy", "factor"), [(0, 1), (1, 0.0036465), (0.5, 0.0344153), (0.05, 0.5390634)])
def test_canopy_cover(canopy: float, factor: float) -> None:
    """e^−5.614; 0.5^0.7366 = e^(−0.7366·0.6931472) = 0.6001521, times −5.614 is −3.3692537; 0.05^0.7366 = 0.1100681."""
    regression = parameter_set("sand_fixation.canopy_cover", "ryan2023")
    assert canopy_erosion_cover(Quantity(canopy, ""), regression=regression).magnitude == pytest.approx(
        factor, abs=5e-8
    )


def test_roughness_of_slopes_in_one_line() -> None:
    found = simplified_roughness_of_slope([0, 5, 30, 45, 60, 89]).magnitude
    assert found == pytest.approx([1, 0.9961947, 0.8660254, 0.7071068, 0.5, 0.0174524], abs=5e-8)


def test_roughness_of_slopes() -> None:
    """Over 100 m: K_r = 0.2·100·tan² θ cm; tan² of 5° is 0.00765427, so 0.15308532 cm."""
    found = roughness_of_slope(
        [0, 5],
        Quantity(0.1, "km"),
        random=quantity("sand_fixation.random_roughness", "hj1173_2021"),
        coefficient=quantity("sand_fixation.ridge_roughness", "hj1173_2021_metres"),
        regression=parameter_set("sand_fixation.surface_roughness"),
    )
    # 1.86·0.15308532 = 0.28473870; 0.15308532^0.934 = e^(0.934·(−1.87675977)) = 0.17327182, times 2.41 is 0.41758509
    assert found.magnitude == pytest.approx([1, np.exp(-0.13284639)], abs=5e-8)


def test_the_prepared_factors_of_the_equation_in_one_line() -> None:
    """WF 10, EF 0.5, SCF 0.6, slope 60° and NDVI 0.5: 0.1699·(1.5·0.0344153)^1.3711 kg/m²."""
    cover = canopy_erosion_cover(Quantity(0.5, ""), regression=parameter_set("sand_fixation.canopy_cover", "ryan2023"))
    found = simplified_actual_erosion(
        Quantity(10, "kg/m"),
        0.5,
        0.6,
        simplified_roughness_of_slope(60),
        cover,
        parameter_set("sand_fixation.simplified", "rweq_script"),
    )
    # lg 0.05162297 = −1.2871570; times 1.3711 is −1.7648210; lg 0.1699 = −0.7698066
    assert np.log10(found.m_as("kg/m²")) == pytest.approx(-2.5346276, abs=1e-7)
