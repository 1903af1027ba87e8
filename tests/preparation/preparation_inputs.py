"""What the tests of the preparation share: the coefficients of the book, its rules, and records of days."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any

import numpy as np

import gep.preparation
from gep.coefficient_book import load_coefficients
from gep.units import ParameterSet, Quantity, Rule

__all__ = [
    "BOOK",
    "EROSIVITY",
    "RULES",
    "SLOPE",
    "TEXTURE",
    "WEATHER",
    "days_of",
    "parameter_set",
    "quantity",
    "weather_of",
]

BOOK = load_coefficients()

RULES: Mapping[str, Rule[...]] = {
    item.name: item
    for found in pkgutil.iter_modules(gep.preparation.__path__, "gep.preparation.")
    for item in vars(importlib.import_module(found.name)).values()
    if isinstance(item, Rule) and item.__module__ == found.name
}


def parameter_set(name: str, set_: str | None = "hj1173_2021", class_: str = "") -> ParameterSet:
    return BOOK.get(name, set=set_, class_=class_, year=2021).parameter_set()


def quantity(name: str, set_: str) -> Quantity:
    return BOOK.get(name, set=set_, year=2021).quantity()


def days_of(*years: int) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    return np.concatenate([np.arange(f"{year}-01-01", f"{year + 1}-01-01", dtype="datetime64[D]") for year in years])


EROSIVITY: Mapping[str, Any] = {
    "warm": parameter_set("soil_retention.rainfall_erosivity", class_="warm"),
    "cold": parameter_set("soil_retention.rainfall_erosivity", class_="cold"),
    "warm_season": parameter_set("soil_retention.warm_season", "general"),
    "erosive_rain": quantity("soil_retention.erosive_rain", "chenzy2016"),
}
TEXTURE: Mapping[str, Any] = {
    "epic": parameter_set("soil_retention.epic_erodibility"),
    "conversion": parameter_set("soil_retention.erodibility_conversion"),
}
SLOPE: Mapping[str, Any] = {
    "length": parameter_set("soil_retention.slope_length"),
    "steepness": parameter_set("soil_retention.slope_steepness"),
}
WEATHER: Mapping[str, Any] = {
    "elevation": Quantity(3.2, "km"),
    "density": parameter_set("sand_fixation.air_density", "pyrweq"),
    "gravity": quantity("sand_fixation.gravity", "pyrweq"),
    "covering_snow": quantity("sand_fixation.covering_snow", "pyrweq"),
    "rain_day": quantity("sand_fixation.rain_day", "cimiss2"),
}


def weather_of(dates: np.ndarray[Any, Any], seed: int = 0, shape: tuple[int, ...] = ()) -> dict[str, Quantity]:
    """Return daily records that could be of the plateau, for each argument of the weather factor."""
    generator = np.random.default_rng(seed)
    size = (dates.size, *shape)
    rain = generator.gamma(0.5, 4, size) * (generator.random(size) < 0.3)
    return {
        "wind": Quantity(generator.gamma(0.7, 20, size), "m³/s³"),
        "rain": Quantity(rain, "mm"),
        "irrigation": Quantity(5.0 * (generator.random(size) < 0.02), "mm"),
        "evapotranspiration": Quantity(generator.uniform(0.2, 6, size), "mm"),
        "temperature": Quantity(generator.uniform(250, 295, size), "K"),
        "snow_depth": Quantity(generator.exponential(12, size), "mm"),
    }
