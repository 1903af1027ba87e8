"""Every rule of every service module, found by looking, with numbers that each of its arguments can take."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from typing import Any

import numpy as np

import gep.services
from gep.units import Parameters, ParameterSet, Quantity, Rule, Unit, unit

__all__ = [
    "BOUNDS",
    "BY_NAME",
    "MODULES",
    "NEVER_ZERO",
    "PRICE_YEAR",
    "bounds",
    "draw",
    "plain_inputs",
    "rows",
    "typed_inputs",
    "unit_of",
]

PRICE_YEAR = 2020

MODULES = {
    found.name.removeprefix("gep.services."): importlib.import_module(found.name)
    for found in pkgutil.walk_packages(gep.services.__path__, "gep.services.")
}

BY_NAME: Mapping[str, Rule[...]] = {
    f"{name.partition('.')[0]}.{item.name}": item
    for name, module in MODULES.items()
    for item in vars(module).values()
    if isinstance(item, Rule) and item.__module__ == module.__name__
}
"""``"soil_retention.silt_volume"`` → the rule."""

_ANY = (0.05, 2.0)
BOUNDS: Mapping[str, tuple[float, float]] = {
    "balance": (-1e6, 1e6),
    "biomass_end": (150, 400),
    "biomass_start": (0, 120),
    "belt_length": (0, 300),
    "bulk_density": (0.8, 1.8),
    "carbon_in_organic_matter": (0.4, 0.7),
    "content": (0, 0.02),
    "contribution_share": (0, 1),
    "dry_matter_gain": (-3, 10),
    "cooling_days": (0, 200),
    "counted_concentration": (0, 3000),
    "county_share": (0, 1),
    "cover": (0, 1),
    "critical_length": (100, 200),
    "critical_length_exponent": (-0.5, -0.2),
    "crust": (0, 1),
    "distance": (10, 100),
    "energy_efficiency_ratio": (2, 5),
    "entry_cost": (0, 500),
    "equivalents": (0, 130),
    "erodibility": (0.001, 0.06),
    "erodible_fraction": (0, 1),
    "erosivity": (10, 10_000),
    "evaporation": (0, 15),
    "evapotranspiration": (100, 900),
    "exponent": (0.5, 0.95),
    "heterotrophic_respiration": (0, 3),
    "humidification_energy": (50, 700),
    "humidifying_days": (0, 366),
    "initial_storage": (0, 1e6),
    "intercept": (4, 7),
    "interval": (1, 10),
    "ion_concentration": (700, 3000),
    "ion_days": (0, 366),
    "lake_area": (0.1, 5000),
    "latent_heat": (2200, 2600),
    "lifetime": (1, 20),
    "lodging_cost": (0, 3000),
    "maximum_transfer": (80, 130),
    "nature_share": (0, 1),
    "natural_water_content": (0.1, 2),
    "negative_share": (0, 1),
    "net_primary_productivity": (4, 10),
    "organic_carbon_content": (0, 0.1),
    "peak_storage": (2e6, 1e7),
    "practice": (0, 1),
    "precipitation": (100, 1500),
    "productivity": (-3, 10),
    "reservoir_share": (0, 1),
    "roughness": (0, 1),
    "runoff": (0, 200),
    "runoff_coefficient": (0, 1),
    "saturated_water_content": (3, 8),
    "scale": (0.1, 0.3),
    "selected_share": (0, 1),
    "silted_share": (0, 1),
    "spending": (0, 5000),
    "spread": (1, 3),
    "storm_precipitation": (150, 600),
    "storm_runoff": (0, 120),
    "threshold": (10, 200),
    "time_value_share": (0, 1),
    "topography": (0, 60),
    "transport_cost": (0, 3000),
    "wage": (0, 200),
    "wage_rate": (0, 200),
    "water_density": (900, 1100),
    "weather": (0, 60),
}
"""Where `_ANY` would be absurd: in the declared unit of the argument, by the name of the argument or of the field."""

NEVER_ZERO = frozenset(
    {
        "bulk_density",
        "carbon_in_organic_matter",
        "cover_depth",
        "energy_efficiency_ratio",
        "interval",
        "lifetime",
        "limit",
        "water_density",
    }
)


def bounds(name: str) -> tuple[float, float]:
    """Return the smallest and the largest number to try for an argument or a field of a parameter set."""
    return BOUNDS.get(name, _ANY)


def unit_of(declared: str) -> Unit:
    """Return the declared unit of an argument or result; money in prices of `PRICE_YEAR`."""
    return unit(declared.removeprefix("number of "), price_year=PRICE_YEAR)


def draw(rule: Rule[...], generator: np.random.Generator, count: int) -> dict[str, Any]:
    """Draw a column of valid numbers, in the declared unit, for every argument; for a parameter set, one by field."""
    return {
        name: {field: generator.uniform(*bounds(field), count) for field in declared}
        if isinstance(declared, Parameters)
        else generator.uniform(*bounds(name), count)
        for name, declared in rule.arguments.items()
    }


def rows(rule: Rule[...], count: int, seed: int) -> dict[str, Any]:
    """Return columns of `count` drawn rows, then a row for each argument with a 0 in it, where 0 is possible."""
    plain = [name for name, declared in rule.arguments.items() if not isinstance(declared, Parameters)]
    zeros = [name for name in plain if name not in NEVER_ZERO]
    columns = draw(rule, np.random.default_rng(seed), count + len(zeros))
    for row, name in enumerate(zeros, count):
        columns[name][row] = 0.0
    return columns


def plain_inputs(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Return numbers as :meth:`Rule.evaluate` takes them."""
    return {name: ParameterSet(value) if isinstance(value, dict) else value for name, value in numbers.items()}


def typed_inputs(rule: Rule[...], numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Return numbers in the declared units as a call of the rule takes them."""
    return {
        name: ParameterSet(value) if isinstance(value, dict) else Quantity(value, unit_of(str(rule.arguments[name])))
        for name, value in numbers.items()
    }
