"""Every rule and every reduction of daily records of the preparation against the second derivation."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import derived_air_and_carbon as air
import derived_soil as soil
import derived_wind as wind
import numpy as np
import pytest
from comparing import Comparison, constants_of, edge, rules_of

import gep.preparation
from gep.coefficient_book import CoefficientBook, load_coefficients
from gep.preparation import (
    cooling_days,
    crust_of_texture,
    erodibility_of_texture,
    erodible_fraction_of_texture,
    half_monthly_erosivity,
    humidifying_days,
    kelvin,
    monthly_weather_factors,
    rainfall_erosivity,
    roughness_of_relief,
    roughness_of_slope,
    simplified_roughness_of_slope,
    slope_of_gradient,
    topography_of_slope,
    water_erosion_cover,
    weather_factor,
    wind_erosion_cover,
    yearly_erosivity,
)
from gep.units import ParameterSet, Quantity

RULES = rules_of(gep.preparation)
SHARE = ("", 0, 1)
PERCENT = ("%", 0, 100)
# Sums of up to 366 numbers of one sign, added in another order.
OF_SUMS = 1e-12

COMPARISONS = [
    Comparison(
        "daily_erosivity",
        lambda rain, erosive_rain, **constants: soil.day_erosivity(rain * 10, erosive_rain * 10, **constants),
        "MJ·mm/(hm²·h)",
        {"rain": ("cm", 0, 12), "erosive_rain": ("cm", 0.5, 3)},
        ("regression", constants_of(soil.day_erosivity)),
    ),
    Comparison(
        "epic_erodibility",
        lambda sand, silt, clay, organic_carbon, **constants: soil.epic_erodibility(
            sand * 100, silt / 10, clay, organic_carbon / 10, **constants
        ),
        "",
        {"sand": SHARE, "silt": ("‰", 1, 800), "clay": ("%", 0, 60), "organic_carbon": ("gC/kg", 0, 200)},
        ("epic", constants_of(soil.epic_erodibility)),
        fixed=frozenset({"whole"}),
    ),
    Comparison(
        "soil_erodibility",
        lambda epic_number, **constants: soil.erodibility(epic_number / 100, **constants),
        "t·hm²·h/(hm²·MJ·mm)",
        {"epic_number": ("%", 0, 60)},
        ("conversion", constants_of(soil.erodibility)),
        size=lambda *_: 0.04,
    ),
    Comparison(
        "slope_length_exponent",
        lambda sine, plot_length, **constants: soil.length_exponent(sine / 100, **constants),
        "",
        {"sine": PERCENT},
        ("length", constants_of(soil.length_factor) | constants_of(soil.length_exponent)),
    ),
    Comparison(
        "length_factor",
        lambda slope_length, sine, **constants: soil.length_factor(slope_length / 100, sine / 100, **constants),
        "",
        {"slope_length": ("cm", 1, 30_000, 2213), "sine": PERCENT},
        ("length", constants_of(soil.length_factor) | constants_of(soil.length_exponent)),
    ),
    Comparison(
        "steepness_factor",
        lambda slope, sine, **constants: soil.steepness_factor(slope, sine / 100, **constants),
        "",
        {"slope": ("", 0, 60, 5.14, 10.2, 28.81), "sine": PERCENT},
        ("steepness", constants_of(soil.steepness_factor)),
        size=lambda *_: 20,
    ),
    Comparison(
        "topography_factor",
        lambda length, steepness: length * (steepness / 100),
        "",
        {"length": ("", 0, 5), "steepness": ("%", 0, 1000)},
    ),
    Comparison(
        "dry_cropland_cover",
        lambda cover, **constants: soil.dry_cropland_cover(cover / 100, **constants),
        "",
        {"cover": ("%", 0, 100, 1, 4.9)},
        ("regression", constants_of(soil.dry_cropland_cover)),
        size=lambda *_: 1,
    ),
    Comparison(
        "vegetation_cover",
        lambda ndvi, bare, full: soil.vegetation_share(ndvi / 100, bare, full / 100),
        "",
        {"ndvi": ("%", 0, 100), "bare": ("", -0.1, 0.3), "full": ("%", 35, 95)},
        size=lambda *_: 1,
    ),
    Comparison(
        "logarithmic_cover",
        lambda cover, **constants: soil.logarithmic_cover(cover * 100, **constants),
        "",
        {"cover": ("", 0, 1, 0.0005, 0.01, 0.783)},
        ("regression", constants_of(soil.logarithmic_cover)),
        size=lambda *_: 1,
        # On either side of this cover C differs by what rounding does to it.
        fixed=frozenset({"closed_from"}),
    ),
    Comparison(
        "linear_cover",
        lambda cover, **constants: soil.linear_cover(cover / 10, **constants),
        "",
        {"cover": ("‰", 0, 1000, 798)},
        ("regression", constants_of(soil.linear_cover)),
        size=lambda *_: 1,
    ),
    Comparison(
        "canopy_cover",
        lambda canopy, **constants: wind.canopy_factor(canopy / 100, **constants),
        "",
        {"canopy": ("%", 0, 100, 5)},
        ("regression", constants_of(wind.canopy_factor)),
    ),
    Comparison(
        "cosine_roughness",
        lambda sine: wind.cosine_roughness(math.degrees(math.asin(sine / 100))),
        "",
        {"sine": ("%", 0, 99.9)},
        # The root of a difference: near 1 % of the whole it keeps 12 digits.
        size=lambda *_: 10,
    ),
    Comparison(
        "relief_of_slope",
        lambda gradient, distance: wind.relief_m(math.degrees(math.atan(gradient / 100)), distance * 1000),
        "m",
        {"gradient": ("%", 0, 200), "distance": ("km", 0.01, 2)},
    ),
    Comparison(
        "wind_cover",
        lambda cover, decay: wind.cover_factor(cover * 100, decay / 100),
        "",
        {"cover": SHARE, "decay": ("", 0, 16, 11.51)},
    ),
    Comparison(
        "wind_speed_at_height",
        lambda speed, height, wind_height, exponent: wind.wind_at_height(
            speed / 3.6, wind_height / 100, height * 1000, exponent
        ),
        "m/s",
        {
            "speed": ("km/h", 0, 150),
            "height": ("km", 0.005, 0.02),
            "wind_height": ("cm", 100, 400),
            "exponent": ("", 0.1, 0.3, 1 / 7),
        },
    ),
    Comparison(
        "wind_value",
        lambda speed, threshold_wind: wind.wind_value(speed, threshold_wind * 1000 / 3600),
        "m³/s³",
        {"speed": ("m/s", 0, 40, 5), "threshold_wind": ("km/h", 0, 36)},
        size=lambda speed, threshold_wind: speed * 100,
    ),
    Comparison(
        "air_density",
        lambda elevation, temperature, **constants: wind.air_density(elevation / 1000, temperature, **constants),
        "kg/m³",
        {"elevation": ("m", 0, 6000), "temperature": ("K", 230, 310)},
        ("regression", constants_of(wind.air_density)),
        size=lambda *_: 2,
    ),
    Comparison(
        "soil_wetness",
        lambda rain, irrigation, rain_days, days, evapotranspiration: wind.soil_wetness(
            rain * 10, irrigation * 1000, rain_days / 24, days, evapotranspiration
        ),
        "",
        {
            "rain": ("cm", 0, 20),
            "irrigation": ("m", 0, 0.1),
            "rain_days": ("h", 0, 28 * 24),
            "days": ("d", 28, 31),
            "evapotranspiration": ("mm", 5, 200),
        },
        size=lambda *_: 60,
    ),
    Comparison(
        "snow_free_share",
        lambda snow_days, days: wind.snow_free_share(snow_days / 24, days),
        "",
        {"snow_days": ("h", 0, 28 * 24), "days": ("d", 28, 31)},
        size=lambda *_: 1,
    ),
    Comparison(
        "monthly_weather",
        lambda wind_, days, density, gravity, wetness, snow_free: wind.month_weather(
            wind_, days, density / 1000, wetness / 100, snow_free / 100, gravity / 100
        ),
        "kg/m",
        {
            "wind": ("m³/s³", 0, 1000),
            "days": ("d", 28, 31),
            "density": ("g/m³", 500, 1300),
            "gravity": ("cm/s²", 970, 990, 980),
            "wetness": PERCENT,
            "snow_free": PERCENT,
        },
    ),
    Comparison(
        "erodible_fraction",
        lambda sa, si, cl, matter, lime, **constants: wind.erodible_fraction(
            sa * 100, si, cl * 100, matter / 10, lime, **constants
        ),
        "",
        {
            "sand": SHARE,
            "silt": PERCENT,
            "clay": ("", 0.01, 0.6),
            "organic_matter": ("‰", 0, 100),
            "carbonate": ("%", 0, 20),
        },
        ("regression", constants_of(wind.erodible_fraction)),
        size=lambda *_: 2,
    ),
    Comparison(
        "soil_crust",
        lambda cl, matter, **constants: wind.soil_crust(cl / 10, matter * 100, **constants),
        "",
        {"clay": ("‰", 0, 600), "organic_matter": ("", 0, 0.3)},
        ("regression", constants_of(wind.soil_crust)),
    ),
    Comparison(
        "ridge_roughness",
        lambda relief, distance, coefficient: wind.ridge_roughness_cm(relief / 100, distance * 1000, coefficient / 10),
        "cm",
        {"relief": ("cm", 0, 20_000), "distance": ("km", 0.05, 2), "coefficient": ("mm/m", 0.5, 5, 2)},
    ),
    Comparison(
        "surface_roughness",
        lambda ridge, random_, **constants: wind.roughness(ridge / 10, random_ / 10, **constants),
        "",
        {"ridge": ("mm", 0, 400, 2), "random": ("mm", 0, 100)},
        ("regression", constants_of(wind.roughness)),
    ),
]


def test_every_rule_is_derived() -> None:
    assert sorted(item.rule for item in COMPARISONS) == sorted(RULES)


@pytest.mark.parametrize("item", COMPARISONS, ids=str)
def test_a_rule_agrees_with_its_derivation(item: Comparison) -> None:
    assert item.check(seed=1173) > 10


BOOK = load_coefficients()
YEAR = 2025


def parameters_of(name: str, set_: str, class_: str = "") -> ParameterSet:
    return BOOK.get(name, set=set_, class_=class_, year=YEAR).parameter_set()


def amount_of(name: str, set_: str) -> Quantity:
    return BOOK.get(name, set=set_, year=YEAR).quantity()


PRINTED = {
    "soil_retention.epic_erodibility": constants_of(soil.epic_erodibility),
    "soil_retention.erodibility_conversion": constants_of(soil.erodibility),
    "soil_retention.slope_length": constants_of(soil.length_factor) | constants_of(soil.length_exponent),
    "soil_retention.slope_steepness": constants_of(soil.steepness_factor),
    "soil_retention.dry_cropland_cover": constants_of(soil.dry_cropland_cover),
    "soil_retention.logarithmic_cover@he2020": constants_of(soil.logarithmic_cover),
    "soil_retention.linear_cover@masujie2018": constants_of(soil.linear_cover),
    "sand_fixation.canopy_cover@ryan2023": constants_of(wind.canopy_factor),
    "sand_fixation.transport": constants_of(wind.sediment_kg_m2),
    "sand_fixation.erodible_soil": constants_of(wind.erodible_fraction),
    "sand_fixation.soil_crust": constants_of(wind.soil_crust),
    "sand_fixation.surface_roughness": constants_of(wind.roughness),
}


@pytest.mark.parametrize("name", PRINTED)
def test_the_shipped_constants_are_those_typed_from_the_text(name: str) -> None:
    full_name, _, set_ = name.partition("@")
    assert dict(parameters_of(full_name, set_ or "hj1173_2021")) == PRINTED[name]


def test_the_shipped_numbers_are_those_typed_from_the_texts() -> None:
    assert dict(parameters_of("sand_fixation.air_density", "pyrweq")) == constants_of(wind.air_density)
    for season, alpha in (("warm", soil.ALPHA_WARM), ("cold", soil.ALPHA_COLD)):
        shipped = parameters_of("soil_retention.rainfall_erosivity", "hj1173_2021", season)
        assert dict(shipped) == constants_of(soil.day_erosivity) | {"coefficient": alpha}
    season = parameters_of("soil_retention.warm_season", "general")
    assert tuple(range(int(season.first_month), int(season.last_month) + 1)) == soil.WARM_MONTHS
    for name, set_, unit, number in (
        ("soil_retention.erosive_rain", "chenzy2016", "mm", soil.EROSIVE_RAIN_MM),
        ("sand_fixation.threshold_wind", "pyrweq", "m/s", wind.THRESHOLD_WIND_M_S),
        ("sand_fixation.covering_snow", "pyrweq", "mm", wind.COVERING_SNOW_MM),
        ("sand_fixation.gravity", "pyrweq", "m/s²", wind.GRAVITY_M_S2),
        ("sand_fixation.wind_profile", "pyrweq", "", 1 / 7),
        ("sand_fixation.ridge_roughness", "hj1173_2021_metres", "cm/m", 0.2),
        ("climate_regulation.cooling_temperature", "zhaogs2022", "K", air.COOLING_ABOVE_C + 273.15),
        ("climate_regulation.humidifying_humidity", "general", "%", air.HUMIDIFYING_BELOW_PCT),
        ("oxygen_release.oxygen_per_carbon_dioxide", "definition", "tO2/tCO2", air.O2_PER_CO2),
        ("carbon_sequestration.carbon_per_dry_matter", "cellulose", "tC/t", air.C_PER_DRY_MATTER),
    ):
        assert amount_of(name, set_).m_as(unit) == number, name


EROSIVITY: dict[str, Any] = {
    "warm": parameters_of("soil_retention.rainfall_erosivity", "hj1173_2021", "warm"),
    "cold": parameters_of("soil_retention.rainfall_erosivity", "hj1173_2021", "cold"),
    "warm_season": parameters_of("soil_retention.warm_season", "general"),
    "erosive_rain": amount_of("soil_retention.erosive_rain", "chenzy2016"),
}


def days_of(first: int, last: int) -> list[date]:
    start = date(first, 1, 1)
    return [start + timedelta(days=number) for number in range((date(last + 1, 1, 1) - start).days)]


@pytest.mark.parametrize("last", [2023, 2024, 2026])  # one year, a leap year among them, four years
def test_erosivity_of_daily_rain(last: int) -> None:
    days = days_of(2023, last)
    generator = np.random.default_rng(last)
    rain = np.where(generator.random(len(days)) < 0.3, generator.gamma(1.2, 9.0, len(days)), 0.0)
    # around the threshold on the days on which seasons and half-months change
    for month, day in ((4, 30), (5, 1), (9, 30), (10, 1), (1, 15), (1, 16), (2, 28), (12, 31)):
        for year in range(2023, last + 1):
            rain[days.index(date(year, month, day))] = generator.choice([0.0, *edge(12.0), 30.0])
    depth, listed = Quantity(rain, "mm"), rain.tolist()
    halves = soil.half_monthly_erosivity(days[0], listed)
    got = half_monthly_erosivity(np.array(days, dtype="datetime64[D]"), depth, **EROSIVITY)
    assert got.m_as("MJ·mm/(hm²·h·a)").tolist() == pytest.approx(halves, rel=OF_SUMS)
    total = rainfall_erosivity(days, depth, **EROSIVITY).m_as("MJ·mm/(hm²·h·a)")
    assert float(total) == pytest.approx(soil.rainfall_erosivity(days[0], listed), rel=OF_SUMS)
    stations = Quantity(np.stack([rain, rain[::-1]], axis=1), "mm")  # the other one has its year backwards
    totals = rainfall_erosivity(days, stations, **EROSIVITY).m_as("MJ·mm/(hm²·h·a)")
    backwards = soil.rainfall_erosivity(days[0], listed[::-1])
    assert totals.tolist() == pytest.approx([float(total), backwards], rel=OF_SUMS)
    by_year = yearly_erosivity(days, depth, **EROSIVITY)
    found = dict(zip(by_year.years.tolist(), by_year.quantity.m_as("MJ·mm/(hm²·h·a)").tolist(), strict=True))
    assert found == pytest.approx(soil.yearly_erosivity(days[0], listed), rel=OF_SUMS)


def test_days_of_cooling_and_humidifying() -> None:
    days = days_of(2024, 2025)
    generator = np.random.default_rng(26)
    warmth = generator.choice([-20.0, 10.0, 25.9, 26.0, 26.1, 31.0], len(days))
    humidity = generator.choice([5.0, *edge(45.0), 60.0, 100.0], len(days))
    warm = cooling_days(
        days, kelvin(warmth), threshold=amount_of("climate_regulation.cooling_temperature", "zhaogs2022")
    )
    threshold = amount_of("climate_regulation.humidifying_humidity", "general")
    dry = humidifying_days(days, Quantity(humidity, "%"), threshold=threshold)
    of_first = days.index(date(2025, 1, 1))
    for found, derived, daily in ((warm, air.cooling_days, warmth), (dry, air.humidifying_days, humidity)):
        assert found.years.tolist() == [2024, 2025]
        expected = [derived(daily[:of_first].tolist()), derived(daily[of_first:].tolist())]
        assert found.quantity.m_as("d").tolist() == expected


@pytest.mark.parametrize(("first", "last"), [(2024, 2024), (2023, 2025)])
def test_weather_factor_of_daily_records(first: int, last: int) -> None:
    days = days_of(first, last)
    generator = np.random.default_rng(first)
    count = len(days)
    speed = generator.choice([0.0, 4.0, *edge(5.0), 6.5, 9.0, 14.0], count)
    rain = generator.choice([0.0, 0.0, 0.0, 0.05, 0.1, 3.0, 25.0], count)
    irrigation = generator.choice([0.0, 0.0, 0.0, 0.0, 0.05, 20.0], count)
    evaporation = generator.uniform(0.5, 7.0, count)
    warmth = generator.uniform(250.0, 300.0, count)
    snow = generator.choice([0.0, 0.0, *edge(25.4), 60.0], count)
    wind_values = [wind.wind_value(one) for one in speed.tolist()]
    record = {
        "wind": Quantity(wind_values, "m³/s³"),
        "rain": Quantity(rain / 10, "cm"),
        "irrigation": Quantity(irrigation, "mm"),
        "evapotranspiration": Quantity(evaporation, "mm"),
        "temperature": Quantity(warmth, "K"),
        "snow_depth": Quantity(snow, "mm"),
        "elevation": Quantity(3200.0, "m"),
        "density": parameters_of("sand_fixation.air_density", "pyrweq"),
        "gravity": amount_of("sand_fixation.gravity", "pyrweq"),
        "covering_snow": amount_of("sand_fixation.covering_snow", "pyrweq"),
        "rain_day": amount_of("sand_fixation.rain_day", "cimiss2"),
    }
    expected = wind.year_weather(
        [(day.year, day.month) for day in days], wind_values, rain.tolist(), irrigation.tolist(),
        evaporation.tolist(), warmth.tolist(), snow.tolist(), 3.2, 0.1,
    )  # fmt: skip
    got = monthly_weather_factors(days, **record).m_as("kg/m").tolist()
    assert got == pytest.approx(expected, rel=OF_SUMS)
    assert min(expected) >= 0 < max(expected)
    assert float(weather_factor(days, **record).m_as("kg/m")) == pytest.approx(sum(expected), rel=OF_SUMS)
    # Three stations: as it is, at sea level, and with three times the wind value.
    daily = ("wind", "rain", "irrigation", "evapotranspiration", "temperature", "snow_depth")
    three = {name: Quantity(np.stack([record[name].magnitude] * 3, axis=1), record[name].units) for name in daily}
    three["wind"] = three["wind"] * Quantity(np.array([1.0, 1.0, 3.0]), "")
    lift = wind.air_density(0, 273.15) / wind.air_density(3.2, 273.15)
    got = weather_factor(days, **{**record, **three, "elevation": Quantity(np.array([3.2, 0.0, 3.2]), "km")})
    assert got.m_as("kg/m").tolist() == pytest.approx([sum(expected) * one for one in (1, lift, 3)], rel=OF_SUMS)


def test_topography_of_slopes() -> None:
    degrees = [0.0, 0.5, *edge(5.14), 8.0, *edge(10.2), 20.0, *edge(28.81), 45.0, 89.0]
    for length in (1.0, 22.13, 50.0, 300.0):
        expected = [
            soil.length_factor(length, soil.sine(one)) * soil.steepness_factor(one, soil.sine(one)) for one in degrees
        ]
        got = topography_of_slope(
            degrees,
            Quantity(length / 1000, "km"),
            length=parameters_of("soil_retention.slope_length", "hj1173_2021"),
            steepness=parameters_of("soil_retention.slope_steepness", "hj1173_2021"),
        )
        assert got.m_as("").tolist() == pytest.approx(expected, rel=1e-12)


def test_slopes_of_gradients() -> None:
    gradients = [0.0, 0.01, 0.5, 1.0, 3.0]
    expected = [soil.slope_degrees(one) for one in gradients]
    assert slope_of_gradient(Quantity(gradients, "")).tolist() == pytest.approx(expected, rel=1e-15)
    assert slope_of_gradient(Quantity([one * 100 for one in gradients], "%")).tolist() == pytest.approx(expected)


def test_soils_of_known_texture() -> None:
    epic = parameters_of("soil_retention.epic_erodibility", "hj1173_2021")
    conversion = parameters_of("soil_retention.erodibility_conversion", "hj1173_2021")
    regression = parameters_of("sand_fixation.erodible_soil", "hj1173_2021")
    crust = parameters_of("sand_fixation.soil_crust", "hj1173_2021")
    for sand, silt, clay, carbon in ((40, 40, 20, 2.0), (85, 10, 5, 0.3), (5, 60, 35, 8.0), (60, 40, 0, 0.0)):
        parts = [Quantity(one, "%") for one in (sand, silt, clay)]
        found = erodibility_of_texture(*parts, Quantity(carbon * 10, "gC/kg"), epic=epic, conversion=conversion)
        expected = soil.erodibility(soil.epic_erodibility(sand, silt, clay, carbon))
        assert float(found.m_as("t·hm²·h/(hm²·MJ·mm)")) == pytest.approx(expected, rel=1e-12)
        if clay:
            matter = Quantity(carbon / 2, "%")
            found = erodible_fraction_of_texture(*parts, matter, Quantity(1.5, "%"), regression=regression)
            expected = wind.erodible_fraction(sand, silt, clay, carbon / 2, 1.5)
            assert float(found.m_as("")) == pytest.approx(expected, rel=1e-12)
            found = crust_of_texture(parts[2], matter, regression=crust)
            assert float(found.m_as("")) == pytest.approx(wind.soil_crust(clay, carbon / 2), rel=1e-12)
    for relief in (0.0, 2.0, 40.0):
        found = roughness_of_relief(
            Quantity(relief, "m"),
            Quantity(500, "m"),
            random=Quantity(0, "cm"),
            coefficient=amount_of("sand_fixation.ridge_roughness", "hj1173_2021_metres"),
            regression=parameters_of("sand_fixation.surface_roughness", "hj1173_2021"),
        )
        expected = wind.roughness(wind.ridge_roughness_cm(relief, 500), 0)
        assert float(found.m_as("")) == pytest.approx(expected, rel=1e-12)


def test_roughness_of_slopes() -> None:
    degrees = [0.0, 0.3, 3.0, 9.0, 20.0]
    for distance in (30.0, 90.0):
        found = roughness_of_slope(
            degrees,
            Quantity(distance / 1000, "km"),
            random=Quantity(3, "mm"),
            coefficient=amount_of("sand_fixation.ridge_roughness", "hj1173_2021_metres"),
            regression=parameters_of("sand_fixation.surface_roughness", "hj1173_2021"),
        )
        ridges = [wind.ridge_roughness_cm(wind.relief_m(one, distance), distance) for one in degrees]
        expected = [wind.roughness(ridge, 0.3) for ridge in ridges]
        assert found.m_as("").tolist() == pytest.approx(expected, rel=1e-12)
    found = simplified_roughness_of_slope(degrees)
    assert found.m_as("").tolist() == pytest.approx([wind.cosine_roughness(one) for one in degrees], rel=1e-12)


COVERS = [0.0, 3.0, *(one for at in (10.0, 30.0, 50.0, 70.0, 90.0) for one in edge(at)), 100.0]
TABLE_ROWS = {
    "forest": "forest", "needleleaf_forest": "forest", "sparse_forest": "forest", "shrub": "shrub",
    "alpine_meadow": "grassland", "tree_orchard": "tree_orchard", "shrub_orchard": "shrub_orchard",
}  # fmt: skip
CONSTANT_TYPES = {
    "paddy": "paddy", "wetland": "wetland", "marsh": "wetland", "lake": "wetland", "urban": "urban",
    "residential": "urban", "desert": "desert", "sandy_land": "desert",
}  # fmt: skip
DECAY_TYPES = {
    "forest": "forest", "mixed_forest": "forest", "grassland": "grassland", "alpine_steppe": "grassland",
    "shrub": "shrub", "bare_land": "bare", "sandy_land": "sand", "dry_cropland": "cropland",
}  # fmt: skip


def covers(ecosystem: str, book: CoefficientBook, of_wind: bool) -> list[float]:
    derive = wind_erosion_cover if of_wind else water_erosion_cover
    found = derive([ecosystem] * len(COVERS), Quantity(COVERS, "%"), coefficients=book, year=YEAR, set="hj1173_2021")
    return [float(one) for one in found.m_as("")]


def test_cover_factor_of_water_erosion() -> None:
    for ecosystem, row in TABLE_ROWS.items():
        assert covers(ecosystem, BOOK, of_wind=False) == [soil.table_cover(row, one) for one in COVERS], ecosystem
    for ecosystem, row in CONSTANT_TYPES.items():
        assert covers(ecosystem, BOOK, of_wind=False) == [soil.COVER_CONSTANT[row]] * len(COVERS), ecosystem
    expected = [soil.dry_cropland_cover(one / 100) for one in COVERS]
    assert covers("dry_cropland", BOOK, of_wind=False) == pytest.approx(expected, rel=1e-12)


def test_cover_factor_of_wind_erosion() -> None:
    for ecosystem, row in DECAY_TYPES.items():
        decay = wind.COVER_DECAY_PER_PCT[row]
        expected = [wind.cover_factor(one, decay) for one in COVERS]
        assert covers(ecosystem, BOOK, of_wind=True) == pytest.approx(expected, rel=1e-12), ecosystem


def test_kelvin() -> None:
    for celsius in (-40.0, 0.0, 26.0, 39.9):
        assert float(kelvin(celsius).magnitude) == pytest.approx(math.fsum((celsius, 273.15)), rel=1e-15)
