"""Every rule and every reduction of the preparation against a second computation, in plain floats and plain loops.

Arguments of rules are handed over in units other than the declared ones, and the factors are written out here.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from preparation_inputs import EROSIVITY, RULES, WEATHER, days_of, weather_of

from gep.preparation import (
    cooling_days,
    half_monthly_erosivity,
    humidifying_days,
    kelvin,
    monthly_weather_factors,
    rainfall_erosivity,
    slope_of_gradient,
    topography_of_slope,
    weather_factor,
    yearly_erosivity,
)
from gep.units import ParameterSet, Quantity

# Both sides do the same dozen or two operations in another order; each may lose half a unit in the 16th digit.
ROUNDING = 1e-12
# Sums of up to 731 positive numbers, added in another order.
OF_SUMS = 1e-11

Set = Mapping[str, float]


@dataclass(frozen=True)
class Recomputation:
    """A rule, its formula in plain floats, and the units and bounds of what both are given."""

    rule: str
    formula: Callable[..., float]
    result: str
    arguments: Mapping[str, tuple[str, float, float]]
    sets: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)


def erosivity(rain: float, erosive_rain: float, regression: Set) -> float:
    # α·P^1.7265 with P in mm; here rain in cm, threshold in m, result in GJ·mm/(hm²·h)
    millimetres = rain * 10
    if millimetres < erosive_rain * 1000:
        return 0.0
    return regression["coefficient"] * millimetres ** regression["exponent"] / 1000


def epic(sand: float, silt: float, clay: float, organic_carbon: float, epic: Set) -> float:
    # contents in ‰ and fractions, carbon in g per kg; the equation wants %
    m_s, m_silt, m_c, org_c = sand / 10, silt * 100, clay / 10, organic_carbon / 10
    s_n = 1 - m_s / 100
    first = epic["base"] + epic["sand_gain"] * math.exp(epic["sand_decay"] * m_s * (1 - m_silt / 100))
    second = (m_silt / (m_c + m_silt)) ** epic["silt_exponent"]
    third = 1 - epic["carbon_loss"] * org_c / (
        org_c + math.exp(epic["carbon_intercept"] + epic["carbon_slope"] * org_c)
    )
    fourth = 1 - epic["fine_loss"] * s_n / (s_n + math.exp(epic["fine_intercept"] + epic["fine_slope"] * s_n))
    return first * second * third * fourth


def erodibility(epic_number: float, conversion: Set) -> float:
    # result in kg·hm²·h/(hm²·MJ·mm)
    return (conversion["intercept"] + conversion["slope"] * epic_number) * conversion["metric"] * 1000


def exponent(sine: float, length: Set) -> float:
    beta = sine / length["sine_divisor"]
    beta /= length["sheet_factor"] * sine ** length["sheet_exponent"] + length["sheet_intercept"]
    return beta / (1 + beta)


def slope_length(slope_length: float, sine: float, length: Set) -> float:
    # length in km, sine in %
    return (slope_length * 1000 / length["plot_length"]) ** exponent(sine / 100, length)


def steepness(slope: float, sine: float, steepness: Set) -> float:
    if slope < steepness["moderate_from"]:
        return steepness["gentle_slope"] * sine + steepness["gentle_intercept"]
    if slope < steepness["steep_from"]:
        return steepness["moderate_slope"] * sine + steepness["moderate_intercept"]
    if slope < steepness["level_from"]:
        return steepness["steep_slope"] * sine + steepness["steep_intercept"]
    return steepness["level"]


def dry_cropland(cover: float, regression: Set) -> float:
    # cover in %
    return min(1.0, max(0.0, regression["intercept"] + regression["slope"] * math.log(cover / 100) / math.log(10)))


def density(elevation: float, temperature: float, regression: Set) -> float:
    # elevation in m, result in g/m³
    kilometres = elevation / 1000
    pressure = regression["pressure"] + regression["fall"] * kilometres + regression["curvature"] * kilometres**2
    return regression["gas"] * pressure / temperature * 1000


def wetness(rain: float, irrigation: float, rain_days: float, days: float, evapotranspiration: float) -> float:
    # rain in cm, irrigation in m, days of rain in hours
    water = rain * 10 + irrigation * 1000
    share = rain_days / 24 / days
    return min(1.0, max(0.0, 1 - water * share / evapotranspiration))


def fraction(sand: float, silt: float, clay: float, organic_matter: float, carbonate: float, regression: Set) -> float:
    # sand and clay as fractions, organic matter in ‰; result in %
    value = regression["intercept"] + regression["sand"] * sand * 100 + regression["silt"] * silt
    value += regression["sand_per_clay"] * sand / clay + regression["organic_matter"] * organic_matter / 10
    return value + regression["carbonate"] * carbonate


def crust(clay: float, organic_matter: float, regression: Set) -> float:
    # clay in ‰, organic matter as a fraction
    return 1 / (1 + regression["clay"] * (clay / 10) ** 2 + regression["organic_matter"] * (organic_matter * 100) ** 2)


def roughness(ridge: float, random: float, regression: Set) -> float:
    # ridge in mm, random in m
    k = ridge / 10
    power = regression["linear"] * k + regression["power"] * k ** regression["exponent"]
    return math.e ** (power + regression["random"] * random * 100)


PERCENT = ("%", 0.0, 100.0)
REGRESSION = {"coefficient": (0.2, 0.5), "exponent": (1.5, 2.0)}
LENGTH = {
    "plot_length": (20.0, 25.0),
    "sine_divisor": (0.08, 0.1),
    "sheet_factor": (2.0, 4.0),
    "sheet_exponent": (0.7, 0.9),
    "sheet_intercept": (0.4, 0.7),
}
RECOMPUTATIONS = [
    Recomputation(
        "daily_erosivity",
        erosivity,
        "GJ·mm/(hm²·h)",
        {"rain": ("cm", 0, 8), "erosive_rain": ("m", 0.005, 0.03)},
        {"regression": REGRESSION},
    ),
    Recomputation(
        "epic_erodibility",
        epic,
        "",
        {
            "sand": ("‰", 10, 900),
            "silt": ("", 0.05, 0.7),
            "clay": ("‰", 10, 500),
            "organic_carbon": ("gC/kg", 0.5, 120),
        },
        {
            "epic": {
                "base": (0.1, 0.3),
                "sand_gain": (0.2, 0.4),
                "sand_decay": (-0.03, -0.02),
                "whole": (100, 100),
                "silt_exponent": (0.2, 0.4),
                "carbon_loss": (0.2, 0.3),
                "carbon_intercept": (3, 4),
                "carbon_slope": (-4, -2),
                "fine_loss": (0.6, 0.8),
                "fine_intercept": (-6, -5),
                "fine_slope": (20, 25),
            }
        },
    ),
    Recomputation(
        "soil_erodibility",
        erodibility,
        "kg·hm²·h/(hm²·MJ·mm)",
        {"epic_number": ("", 0.1, 0.6)},
        {"conversion": {"intercept": (-0.02, -0.01), "slope": (0.4, 0.6), "metric": (0.12, 0.14)}},
    ),
    Recomputation("slope_length_exponent", exponent, "", {"sine": ("", 0.001, 1)}, {"length": LENGTH}),
    Recomputation(
        "length_factor",
        slope_length,
        "",
        {"slope_length": ("km", 0.001, 0.5), "sine": PERCENT},
        {"length": LENGTH},
    ),
    Recomputation(
        "steepness_factor",
        steepness,
        "",
        {"slope": ("", 0, 60), "sine": ("", 0, 1)},
        {
            "steepness": {
                "gentle_slope": (10, 11),
                "gentle_intercept": (0, 0.1),
                "moderate_from": (3, 8),
                "moderate_slope": (16, 17),
                "moderate_intercept": (-0.6, -0.4),
                "steep_from": (9, 15),
                "steep_slope": (21, 22),
                "steep_intercept": (-1, -0.9),
                "level_from": (20, 35),
                "level": (9, 10),
            }
        },
    ),
    Recomputation(
        "topography_factor",
        lambda length, steepness: length * steepness,
        "",
        {"length": ("", 0, 5), "steepness": ("", 0, 10)},
    ),
    Recomputation(
        "dry_cropland_cover",
        dry_cropland,
        "",
        {"cover": ("%", 0.1, 100)},
        {"regression": {"intercept": (0.1, 0.3), "slope": (-0.7, -0.5)}},
    ),
    # cover as a fraction, decay per unit of it; C in %
    Recomputation(
        "wind_cover",
        lambda cover, decay: 100 * math.exp(-(decay / 100) * (cover * 100)),
        "%",
        {"cover": ("", 0, 1), "decay": ("", 3, 16)},
    ),
    # heights in cm and km, speed in km/h
    Recomputation(
        "wind_speed_at_height",
        lambda speed, height, wind_height, exponent: speed / 3.6 * (wind_height * 1e5 / height) ** exponent,
        "m/s",
        {
            "speed": ("km/h", 0, 100),
            "height": ("cm", 500, 2000),
            "wind_height": ("km", 0.001, 0.003),
            "exponent": ("", 0.1, 0.3),
        },
    ),
    Recomputation(
        "wind_value",
        lambda speed, threshold_wind: max(speed / 3.6 - threshold_wind, 0) ** 2 * speed / 3.6,
        "m³/s³",
        {"speed": ("km/h", 0, 100), "threshold_wind": ("m/s", 3, 8)},
    ),
    Recomputation(
        "air_density",
        density,
        "g/m³",
        {"elevation": ("m", 0, 6000), "temperature": ("K", 240, 310)},
        {
            "regression": {
                "gas": (340, 350),
                "pressure": (1, 1.02),
                "fall": (-0.12, -0.11),
                "curvature": (0.004, 0.005),
            }
        },
    ),
    Recomputation(
        "soil_wetness",
        wetness,
        "",
        {
            "rain": ("cm", 0, 20),
            "irrigation": ("m", 0, 0.1),
            "rain_days": ("h", 0, 700),
            "days": ("d", 28, 31),
            "evapotranspiration": ("mm", 5, 200),
        },
    ),
    Recomputation(
        "snow_free_share",
        lambda snow_days, days: 1 - snow_days / (days / 24),
        "",
        {"snow_days": ("d", 0, 25), "days": ("h", 672, 744)},
    ),
    # wind in km³/h³ is (1000/3600)³ m³/s³; density in g/m³, gravity in cm/s², shares in %; result in kg/km
    Recomputation(
        "monthly_weather",
        lambda wind, days, density, gravity, wetness, snow_free: (
            wind / 3.6**3 * days * (density / 1000) / (gravity / 100) * (wetness / 100) * (snow_free / 100) * 1000
        ),
        "kg/km",
        {
            "wind": ("km³/h³", 0, 20000),
            "days": ("d", 28, 31),
            "density": ("g/m³", 600, 1300),
            "gravity": ("cm/s²", 970, 990),
            "wetness": PERCENT,
            "snow_free": PERCENT,
        },
    ),
    Recomputation(
        "erodible_fraction",
        fraction,
        "%",
        {
            "sand": ("", 0, 0.8),
            "silt": ("%", 0, 50),
            "clay": ("", 0.02, 0.4),
            "organic_matter": ("‰", 0, 50),
            "carbonate": ("%", 0, 5),
        },
        {
            "regression": {
                "intercept": (28, 30),
                "sand": (0.3, 0.32),
                "silt": (0.1, 0.2),
                "sand_per_clay": (0.3, 0.4),
                "organic_matter": (-2.6, -2.5),
                "carbonate": (-1, -0.9),
                "whole": (100, 100),
            }
        },
    ),
    Recomputation(
        "soil_crust",
        crust,
        "",
        {"clay": ("‰", 0, 500), "organic_matter": ("", 0, 0.3)},
        {"regression": {"clay": (0.005, 0.008), "organic_matter": (0.01, 0.03)}},
    ),
    # ΔH in km, L in hm, coefficient in mm/m; result in mm
    Recomputation(
        "ridge_roughness",
        lambda relief, distance, coefficient: coefficient * (relief * 1000) ** 2 / (distance * 100),
        "mm",
        {"relief": ("km", 0, 0.1), "distance": ("hm", 1, 20), "coefficient": ("mm/m", 1, 3)},
    ),
    Recomputation(
        "surface_roughness",
        roughness,
        "",
        {"ridge": ("mm", 0, 500), "random": ("m", 0, 0.1)},
        {
            "regression": {
                "linear": (1.8, 1.9),
                "power": (-2.5, -2.4),
                "exponent": (0.9, 0.95),
                "random": (-0.13, -0.12),
            }
        },
    ),
]


def test_every_rule_is_recomputed() -> None:
    assert sorted(one.rule for one in RECOMPUTATIONS) == sorted(RULES)


@pytest.mark.parametrize("one", RECOMPUTATIONS, ids=lambda one: one.rule)
def test_a_column_equals_the_formula_row_by_row(one: Recomputation) -> None:
    generator = np.random.default_rng(20)
    count = 40
    columns = {name: generator.uniform(low, high, count) for name, (_, low, high) in one.arguments.items()}
    sets = {
        name: {key: generator.uniform(*bounds, count) for key, bounds in fields.items()}
        for name, fields in one.sets.items()
    }
    got = RULES[one.rule](
        **{name: Quantity(column, one.arguments[name][0]) for name, column in columns.items()},
        **{name: ParameterSet(fields) for name, fields in sets.items()},
    ).m_as(one.result)
    expected = [
        one.formula(
            **{name: float(column[row]) for name, column in columns.items()},
            **{name: {key: float(value[row]) for key, value in fields.items()} for name, fields in sets.items()},
        )
        for row in range(count)
    ]
    assert len(set(expected)) > 5, "the column is meant to try different results"
    assert got == pytest.approx(expected, rel=ROUNDING, abs=1e-13)


def test_erosivity_of_a_record_day_by_day() -> None:
    dates = days_of(2019, 2020, 2022)
    rain = np.random.default_rng(4).gamma(0.4, 12, dates.size)
    totals: dict[int, float] = {}
    halves = [0.0] * 24
    for date, depth in zip(dates.astype(datetime.date), rain, strict=True):
        if depth < 12:
            continue
        alpha = 0.3937 if date.month in (5, 6, 7, 8, 9) else 0.3101
        eroding = alpha * depth**1.7265
        totals[date.year] = totals.get(date.year, 0) + eroding
        halves[(date.month - 1) * 2 + (0 if date.day <= 15 else 1)] += eroding / 3
    depth = Quantity(rain / 10, "cm")
    half_months = half_monthly_erosivity(dates, depth, **EROSIVITY).magnitude
    assert half_months == pytest.approx(halves, rel=OF_SUMS)
    by_year = yearly_erosivity(dates, depth, **EROSIVITY)
    assert by_year.years.tolist() == [2019, 2020, 2022]
    assert by_year.quantity.m_as("MJ·mm/(hm²·h·a)") == pytest.approx([totals[year] for year in totals], rel=OF_SUMS)
    mean = rainfall_erosivity(dates, depth, **EROSIVITY).m_as("MJ·mm/(hm²·h·a)")
    assert mean == pytest.approx(sum(totals.values()) / 3, rel=OF_SUMS)


def test_comfort_days_of_a_record_day_by_day() -> None:
    dates = days_of(2020, 2021)
    generator = np.random.default_rng(5)
    celsius, humidity = np.round(generator.uniform(-20, 35, dates.size), 1), np.round(generator.uniform(10, 100, 731))
    warm, dry = {2020: 0, 2021: 0}, {2020: 0, 2021: 0}
    for date, degrees, percent in zip(dates.astype(datetime.date), celsius, humidity, strict=True):
        warm[date.year] += degrees > 26
        dry[date.year] += percent < 45
    found = cooling_days(dates, kelvin(celsius), threshold=kelvin(26))
    assert dict(zip(found.years.tolist(), found.quantity.m_as("d").tolist(), strict=True)) == warm
    found = humidifying_days(dates, Quantity(humidity / 100, ""), threshold=Quantity(45, "%"))
    assert dict(zip(found.years.tolist(), found.quantity.m_as("d").tolist(), strict=True)) == dry
    assert min(*warm.values(), *dry.values()) > 10


def test_weather_factor_of_a_record_day_by_day() -> None:
    dates = days_of(2020, 2021)
    record = weather_of(dates, seed=6)
    plain: dict[str, Any] = {name: quantity.magnitude for name, quantity in record.items()}
    expected = []
    for month in range(1, 13):
        winds, wets, temperatures, white, count = [], [], [], 0, 0
        for year in (2020, 2021):
            wind = rain = drying = length = wet = 0.0
            for row, date in enumerate(dates.astype(datetime.date)):
                if (date.year, date.month) != (year, month):
                    continue
                water = plain["rain"][row] + plain["irrigation"][row]
                wind, rain, length = wind + plain["wind"][row], rain + water, length + 1
                drying, wet = drying + plain["evapotranspiration"][row], wet + (water >= 0.1)
                temperatures.append(plain["temperature"][row])
                white, count = white + (plain["snow_depth"][row] > 25.4), count + 1
            winds.append(wind)
            wets.append(min(1, max(0, (drying - rain * wet / length) / drying)))
        mean_temperature = sum(temperatures) / len(temperatures)
        air = 348.0 * (1.013 - 0.1183 * 3.2 + 0.0048 * 3.2**2) / mean_temperature
        expected.append(sum(winds) / 2 * air / 9.8 * sum(wets) / 2 * (1 - white / count))
    found = monthly_weather_factors(dates, **record, **WEATHER)
    assert found.m_as("kg/m") == pytest.approx(expected, rel=OF_SUMS)
    assert weather_factor(dates, **record, **WEATHER).m_as("kg/m") == pytest.approx(sum(expected), rel=OF_SUMS)
    assert 0 < min(expected) < max(expected)


def test_slopes_in_percent_and_in_degrees() -> None:
    gradient = Quantity([0, 5, 30, 100], "%")
    expected = [0, 180 / math.pi * math.atan(0.05), 180 / math.pi * math.atan(0.3), 45]
    assert slope_of_gradient(gradient) == pytest.approx(expected, rel=ROUNDING)


def test_topography_slope_by_slope() -> None:
    slopes, metres = [0.0, 1.0, 7.0, 15.0, 40.0], [20.0, 50.0, 100.0, 200.0, 300.0]
    parameters = {
        "length": ParameterSet(
            plot_length=22.13, sine_divisor=0.089, sheet_factor=3.0, sheet_exponent=0.8, sheet_intercept=0.56
        ),
        "steepness": ParameterSet(
            gentle_slope=10.8,
            gentle_intercept=0.03,
            moderate_from=5.14,
            moderate_slope=16.8,
            moderate_intercept=-0.5,
            steep_from=10.20,
            steep_slope=21.9,
            steep_intercept=-0.96,
            level_from=28.81,
            level=9.5988,
        ),
    }
    expected = []
    for slope, length in zip(slopes, metres, strict=True):
        sine = math.sin(slope * math.pi / 180)
        beta = sine / 0.089 / (3 * sine**0.8 + 0.56)
        if slope < 5.14:
            steep = 10.8 * sine + 0.03
        elif slope < 10.2:
            steep = 16.8 * sine - 0.5
        else:
            steep = 21.9 * sine - 0.96 if slope < 28.81 else 9.5988
        expected.append((length / 22.13) ** (beta / (1 + beta)) * steep)
    found = topography_of_slope(slopes, Quantity([one / 1000 for one in metres], "km"), **parameters)
    assert found.magnitude == pytest.approx(expected, rel=ROUNDING)
