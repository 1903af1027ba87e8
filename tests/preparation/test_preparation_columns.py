"""Every helper works on whole columns and blocks: each number comes out as it would by itself, in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from preparation_inputs import BOOK, EROSIVITY, RULES, SLOPE, TEXTURE, WEATHER, days_of, parameter_set, weather_of

import gep.preparation
from gep.preparation import (
    canopy_erosion_cover,
    cooling_days,
    cover_of_ndvi,
    crust_of_texture,
    erodibility_of_texture,
    erodible_fraction_of_texture,
    half_monthly_erosivity,
    humidifying_days,
    kelvin,
    linear_erosion_cover,
    logarithmic_erosion_cover,
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
from gep.units import Quantity

YEAR = days_of(2023)
ROUGHNESS: dict[str, Any] = {
    "random": Quantity(0, "cm"),
    "coefficient": Quantity(0.2, "cm/m"),
    "regression": parameter_set("sand_fixation.surface_roughness"),
}
Numbers = npt.NDArray[np.float64]


def of_type(function: Callable[..., Quantity], percent: Numbers) -> Quantity:
    types = ["草地"] * percent.size if percent.ndim else ["草地"]
    return function(types, Quantity(percent, "%"), coefficients=BOOK, year=2023)


def by_equation(function: Callable[..., Quantity], name: str, set_: str, given: Quantity) -> Quantity:
    return function(given, regression=parameter_set(name, set_))


ELEMENTWISE: Mapping[str, Callable[[Numbers], Any]] = {
    # Of a drawn number between 5 and 40.
    "erodibility_of_texture": lambda one: erodibility_of_texture(
        Quantity(one, "%"), Quantity(60 - one, "%"), Quantity(40, "%"), Quantity(one, "gC/kg"), **TEXTURE
    ),
    "erodible_fraction_of_texture": lambda one: erodible_fraction_of_texture(
        Quantity(one, "%"),
        Quantity(50 - one, "%"),
        Quantity(one, "%"),
        Quantity(one / 10, "%"),
        Quantity(0, "%"),
        regression=parameter_set("sand_fixation.erodible_soil"),
    ),
    "crust_of_texture": lambda one: crust_of_texture(
        Quantity(one, "%"), Quantity(one / 5, "%"), regression=parameter_set("sand_fixation.soil_crust")
    ),
    "roughness_of_relief": lambda one: roughness_of_relief(Quantity(one, "m"), Quantity(10 * one, "m"), **ROUGHNESS),
    "roughness_of_slope": lambda one: roughness_of_slope(one, Quantity(100 / one, "m"), **ROUGHNESS),
    "simplified_roughness_of_slope": simplified_roughness_of_slope,
    "topography_of_slope": lambda one: topography_of_slope(one, Quantity(5 * one, "m"), **SLOPE),
    "slope_of_gradient": lambda one: slope_of_gradient(Quantity(one, "%")),
    "cover_of_ndvi": lambda one: cover_of_ndvi(
        Quantity(one / 50, ""), bare=Quantity(0.05, ""), full=Quantity(1 - one / 100, "")
    ),
    "logarithmic_erosion_cover": lambda one: by_equation(
        logarithmic_erosion_cover, "soil_retention.logarithmic_cover", "he2020", Quantity(one, "%")
    ),
    "linear_erosion_cover": lambda one: by_equation(
        linear_erosion_cover, "soil_retention.linear_cover", "masujie2018", Quantity(one, "%")
    ),
    "canopy_erosion_cover": lambda one: by_equation(
        canopy_erosion_cover, "sand_fixation.canopy_cover", "ryan2023", Quantity(one, "%")
    ),
    "kelvin": kelvin,
}
COLUMNS: Mapping[str, Callable[[Numbers], Any]] = {
    "water_erosion_cover": lambda one: of_type(water_erosion_cover, one),
    "wind_erosion_cover": lambda one: of_type(wind_erosion_cover, one),
}


def daily(number: Numbers, unit: str) -> Quantity:
    """Days, each some times the number: with the axes of the number behind that of the days."""
    drawn = np.random.default_rng(5).uniform(0, 1, YEAR.size)
    return Quantity(drawn.reshape(-1, *[1] * number.ndim) * number, unit)


def weather(function: Callable[..., Quantity], one: Numbers) -> Quantity:
    record = {
        name: Quantity(given.magnitude.reshape(-1, *[1] * one.ndim) * np.ones(one.shape), given.units)
        for name, given in weather_of(YEAR).items()
    }
    return function(YEAR, **{**record, "wind": daily(one, "m³/s³")}, **WEATHER)


DAILY: Mapping[str, Callable[[Numbers], Any]] = {
    "rainfall_erosivity": lambda one: rainfall_erosivity(YEAR, daily(one, "mm"), **EROSIVITY),
    "half_monthly_erosivity": lambda one: half_monthly_erosivity(YEAR, daily(one, "mm"), **EROSIVITY),
    "yearly_erosivity": lambda one: yearly_erosivity(YEAR, daily(one, "mm"), **EROSIVITY).quantity,
    "cooling_days": lambda one: cooling_days(YEAR, daily(one, "K") + kelvin(10), threshold=kelvin(26)).quantity,
    "humidifying_days": lambda one: humidifying_days(YEAR, daily(one, "%"), threshold=Quantity(20, "%")).quantity,
    "weather_factor": lambda one: weather(weather_factor, one),
    "monthly_weather_factors": lambda one: weather(monthly_weather_factors, one),
}


def plain(found: Any) -> Numbers:
    return np.asarray(found.magnitude if isinstance(found, Quantity) else found, dtype=np.float64)


@pytest.mark.parametrize("shape", [(6,), (2, 3), (1, 3, 2)], ids=str)
@pytest.mark.parametrize("name", [*ELEMENTWISE, *COLUMNS, *DAILY])
def test_a_block_gives_what_its_numbers_give_alone(name: str, shape: tuple[int, ...]) -> None:
    function = {**ELEMENTWISE, **COLUMNS, **DAILY}[name]
    if name in COLUMNS:
        shape = (6,)
    block = np.random.default_rng(11).uniform(5, 40, shape)
    together = plain(function(block))
    assert len(np.unique(together)) > 1
    for place in np.ndindex(shape):
        alone = plain(function(block[place]))
        rest = together[(..., *place)]
        assert rest.ravel() == pytest.approx(alone.ravel(), rel=1e-12, abs=1e-300)


def test_no_helper_is_forgotten() -> None:
    helpers = {name for name in gep.preparation.__all__ if name.islower()}
    assert helpers - set(RULES) == {*ELEMENTWISE, *COLUMNS, *DAILY}
