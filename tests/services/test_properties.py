"""What must hold of each service, whatever the numbers: how results scale, grow, add up and stay within bounds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rules import BY_NAME, bounds

from gep.services import carbon_sequestration as carbon
from gep.services import climate_regulation as climate
from gep.services import flood_mitigation as flood
from gep.services import sand_fixation as sand
from gep.services import soil_retention as soil
from gep.services import water_retention as water
from gep.services.carbon_sequestration import sequestered_carbon_dioxide
from gep.services.oxygen_release import oxygen_of_dry_matter, released_oxygen
from gep.services.species_conservation import irreplaceability_of_share
from gep.services.tourism import attributed_revenue, trip_cost, value_of_time
from gep.units import Parameters, ParameterSet, Quantity, Rule

# A handful of operations on positive numbers, each within 1.1e-16.
FEW_ROUNDINGS = 1e-14
RWEQ = {"maximum_transfer": 109.8, "critical_length": 150.71, "critical_length_exponent": -0.3711, "spread": 2.0}
PLATEAU = {"intercept": 6.636, "exponent": 0.678}

Numbers = dict[str, Any]


def amount(low: float, high: float) -> st.SearchStrategy[float]:
    # Numbers like 1e-300 would only show where floats end.
    return st.floats(low, high).map(lambda drawn: 0.0 if abs(drawn) < 1e-6 else drawn)


def number(name: str) -> st.SearchStrategy[float]:
    return amount(*bounds(name))


def numbers_of(rule: Rule[...], **fixed: Any) -> st.SearchStrategy[Numbers]:
    """Draw valid numbers for a rule; those given by name are drawn, or set, as given."""
    strategies: dict[str, st.SearchStrategy[Any]] = {}
    for name, declared in rule.arguments.items():
        if name in fixed:
            given_here = fixed[name]
            strategies[name] = given_here if isinstance(given_here, st.SearchStrategy) else st.just(given_here)
        elif isinstance(declared, Parameters):
            strategies[name] = st.fixed_dictionaries({field: number(field) for field in declared})
        else:
            strategies[name] = number(name)
    return st.fixed_dictionaries(strategies)


def value(rule: Rule[...], numbers: Mapping[str, Any], **changed: Any) -> float:
    """Compute on plain numbers in the declared units."""
    whole = {**numbers, **changed}
    return float(
        rule.evaluate({name: ParameterSet(item) if isinstance(item, dict) else item for name, item in whole.items()})
    )


def share() -> st.SearchStrategy[float]:
    return amount(0, 1)


# --- for every rule: how the result answers to each argument -------------------------------------------------------

# Multiplying the arguments on the left by k multiplies the result by k to the power on the right.
DEGREES: Mapping[str, Mapping[tuple[str, ...], int]] = {
    "carbon_sequestration.sequestered_carbon_dioxide": {("area",): 1, ("productivity",): 1, ("period",): 1},
    "carbon_sequestration.carbon_accumulation": {
        ("biomass_start", "biomass_end"): 1,
        ("interval",): -1,
        ("carbon_per_dry_matter",): 1,
    },
    "carbon_sequestration.productivity_after_respiration": {
        ("net_primary_productivity", "heterotrophic_respiration"): 1
    },
    "carbon_sequestration.productivity_from_ratio": {("net_primary_productivity",): 1, ("ecosystem_share",): 1},
    "carbon_sequestration.productivity_from_dry_matter": {
        ("dry_matter_productivity",): 1,
        ("carbon_per_dry_matter",): 1,
        ("ecosystem_share",): 1,
    },
    "carbon_sequestration.gained_dry_matter": {("area",): 1, ("dry_matter_gain",): 1, ("period",): 1},
    "carbon_sequestration.carbon_dioxide_of_dry_matter": {("dry_matter",): 1, ("carbon_dioxide_per_dry_matter",): 1},
    "climate_regulation.air_volume": {("area",): 1, ("height",): 1},
    "climate_regulation.air_cooling_electricity": {
        ("air_volume",): 1,
        ("temperature_difference",): 1,
        ("air_density",): 1,
        ("air_heat_capacity",): 1,
        ("energy_efficiency_ratio",): -1,
    },
    "climate_regulation.cooling_electricity": {("heat",): 1, ("energy_efficiency_ratio",): -1},
    "climate_regulation.transpiration_electricity": {
        ("area",): 1,
        ("transpiration_heat",): 1,
        ("cooling_days",): 1,
        ("energy_efficiency_ratio",): -1,
    },
    "climate_regulation.cooling_by_evaporation": {
        ("area",): 1,
        ("evaporation",): 1,
        ("cooling_days",): 1,
        ("water_density",): 1,
        ("latent_heat",): 1,
    },
    "climate_regulation.humidifying_by_evaporation": {
        ("area",): 1,
        ("evaporation",): 1,
        ("humidifying_days",): 1,
        ("humidification_energy",): 1,
    },
    "climate_regulation.evaporation_electricity": {("cooling", "humidifying"): 1},
    "flood_mitigation.lake_storage": {("exchanges",): 1},
    "flood_mitigation.lake_mitigation": {("storage",): 1, ("county_share",): 1},
    "flood_mitigation.reservoir_mitigation": {("capacity",): 1, ("reservoir_share",): 1},
    "flood_mitigation.marsh_mitigation": {("marsh_area",): 1, ("marsh_depth",): 1},
    "flood_mitigation.marsh_soil_and_surface": {("soil_storage", "surface_storage"): 1},
    "flood_mitigation.marsh_soil_storage": {
        ("marsh_area",): 1,
        ("marsh_soil_depth",): 1,
        ("marsh_bulk_density",): 1,
        ("saturated_water_content", "natural_water_content"): 1,
        ("water_density",): -1,
    },
    "flood_mitigation.paddy_mitigation": {("paddy_area",): 1, ("paddy_depth",): 1},
    "flood_mitigation.wetland_mitigation": {("peak_storage", "initial_storage"): 1},
    "flood_mitigation.vegetation_mitigation": {("area",): 1, ("storm_precipitation", "storm_runoff"): 1},
    "negative_ions.produced_ions": {
        ("area",): 1,
        ("height",): 1,
        ("ion_concentration",): 1,
        ("ion_days",): 1,
        ("lifetime",): -1,
    },
    "negative_ions.counted_concentration": {("ion_concentration", "threshold"): 1},
    "negative_ions.counted_ions": {
        ("area",): 1,
        ("height",): 1,
        ("counted_concentration",): 1,
        ("ion_days",): 1,
        ("lifetime",): -1,
    },
    "noise_attenuation.attenuated_noise": {("noise_reduction",): 1, ("belt_length",): 1},
    "oxygen_release.released_oxygen": {("carbon_dioxide",): 1, ("oxygen_per_carbon_dioxide",): 1},
    "oxygen_release.oxygen_of_dry_matter": {("dry_matter",): 1, ("oxygen_per_dry_matter",): 1},
    "products.contributed_value": {("gross_output",): 1, ("contribution_share",): 1},
    "products.gross_operating_surplus": {
        (
            "gross_output",
            "intermediate_consumption",
            "compensation_of_employees",
            "other_production_taxes",
            "other_production_subsidies",
        ): 1
    },
    "products.resource_rent": {
        ("operating_surplus", "fixed_capital_consumption", "return_to_produced_assets", "self_employed_labour"): 1
    },
    "products.residual_value": {
        (
            "gross_output",
            "intermediate_consumption",
            "labour_cost",
            "fixed_capital_consumption",
            "production_taxes",
        ): 1
    },
    "purification.quality_index": {("concentration",): 1, ("limit",): -1},
    "purification.removed_by_quality": {("emission", "capacity"): 1},
    "purification.removed_over_area": {("area",): 1, ("uptake",): 1, ("period",): 1},
    "recreation.visit_time_value": {("visit_time",): 1, ("hour_value",): 1},
    "sand_fixation.potential_wind_erosion": {},
    "sand_fixation.actual_wind_erosion": {},
    "sand_fixation.simplified_potential_erosion": {},
    "sand_fixation.simplified_actual_erosion": {},
    "sand_fixation.fixed_sand": {("area",): 1, ("potential", "actual"): 1},
    "sand_fixation.protected_area": {("sand",): 1, ("bulk_density",): -1, ("cover_depth",): -1},
    "soil_retention.potential_erosion": {
        ("area",): 1,
        ("erosivity",): 1,
        ("erodibility",): 1,
        ("topography",): 1,
        ("period",): 1,
    },
    "soil_retention.actual_erosion": {("potential",): 1, ("cover",): 1, ("practice",): 1},
    "soil_retention.retained_soil": {("potential", "actual"): 1},
    "soil_retention.silt_volume": {("soil",): 1, ("silted_share",): 1, ("bulk_density",): -1},
    "soil_retention.kept_nitrogen": {("soil",): 1, ("content",): 1},
    "soil_retention.kept_phosphorus": {("soil",): 1, ("content",): 1},
    "soil_retention.kept_potassium": {("soil",): 1, ("content",): 1},
    "soil_retention.kept_organic_matter": {
        ("soil",): 1,
        ("organic_carbon_content",): 1,
        ("carbon_in_organic_matter",): -1,
    },
    "species_conservation.irreplaceability_of_share": {("selected_share",): 1},
    "tourism.attributed_revenue": {("revenue",): 1, ("nature_share",): 1},
    "tourism.value_of_time": {("wage_rate",): 1, ("time_value_share",): 1},
    "tourism.attributed_spending": {("spending",): 1, ("nature_share",): 1},
    "tourism.trip_cost": {
        ("travel_time", "transport_cost", "lodging_cost", "entry_cost"): 1,
        ("wage", "transport_cost", "lodging_cost", "entry_cost"): 1,
    },
    "unit_value.equivalent_area": {("type_area",): 1, ("equivalents",): 1},
    "water_retention.supplied_to_people": {("local_use", "outflow", "inflow"): 1},
    "water_retention.storm_runoff": {("precipitation",): 1, ("runoff_coefficient",): 1},
    "water_retention.water_balance": {("area",): 1, ("precipitation", "runoff", "evapotranspiration"): 1},
    "water_retention.retained_water": {("balance",): 1},
    "water_retention.uncounted_deficit": {("balance", "retained"): 1},
}

UP, DOWN = 1, -1
EITHER = 0  # a choice between branches; its own test says which argument counts when
# Where the other arguments are positive and, for RWEQ, the field is shorter than the length at which erosion peaks.
SIGNS: Mapping[str, Mapping[str, int]] = {
    "carbon_sequestration.sequestered_carbon_dioxide": {"area": UP, "productivity": UP, "period": UP},
    "carbon_sequestration.carbon_accumulation": {
        "biomass_start": DOWN,
        "biomass_end": UP,
        "interval": DOWN,
        "carbon_per_dry_matter": UP,
    },
    "carbon_sequestration.productivity_after_respiration": {
        "net_primary_productivity": UP,
        "heterotrophic_respiration": DOWN,
    },
    "carbon_sequestration.productivity_from_ratio": {"net_primary_productivity": UP, "ecosystem_share": UP},
    "carbon_sequestration.productivity_from_dry_matter": {
        "dry_matter_productivity": UP,
        "carbon_per_dry_matter": UP,
        "ecosystem_share": UP,
    },
    "carbon_sequestration.gained_dry_matter": {"area": UP, "dry_matter_gain": UP, "period": UP},
    "carbon_sequestration.carbon_dioxide_of_dry_matter": {"dry_matter": UP, "carbon_dioxide_per_dry_matter": UP},
    "climate_regulation.air_volume": {"area": UP, "height": UP},
    "climate_regulation.air_cooling_electricity": {
        "air_volume": UP,
        "temperature_difference": UP,
        "air_density": UP,
        "air_heat_capacity": UP,
        "energy_efficiency_ratio": DOWN,
    },
    "climate_regulation.cooling_electricity": {"heat": UP, "energy_efficiency_ratio": DOWN},
    "climate_regulation.transpiration_electricity": {
        "area": UP,
        "transpiration_heat": UP,
        "cooling_days": UP,
        "energy_efficiency_ratio": DOWN,
    },
    "climate_regulation.cooling_by_evaporation": {
        "area": UP,
        "evaporation": UP,
        "cooling_days": UP,
        "water_density": UP,
        "latent_heat": UP,
    },
    "climate_regulation.humidifying_by_evaporation": {
        "area": UP,
        "evaporation": UP,
        "humidifying_days": UP,
        "humidification_energy": UP,
    },
    "climate_regulation.evaporation_electricity": {"cooling": UP, "humidifying": UP},
    "flood_mitigation.lake_storage": {"lake_area": UP, "exchanges": UP},
    "flood_mitigation.lake_mitigation": {"storage": UP, "county_share": UP},
    "flood_mitigation.reservoir_mitigation": {"capacity": UP, "reservoir_share": UP},
    "flood_mitigation.marsh_mitigation": {"marsh_area": UP, "marsh_depth": UP},
    "flood_mitigation.marsh_soil_and_surface": {"soil_storage": UP, "surface_storage": UP},
    "flood_mitigation.marsh_soil_storage": {
        "marsh_area": UP,
        "marsh_soil_depth": UP,
        "marsh_bulk_density": UP,
        "saturated_water_content": UP,
        "natural_water_content": DOWN,
        "water_density": DOWN,
    },
    "flood_mitigation.paddy_mitigation": {"paddy_area": UP, "paddy_depth": UP},
    "flood_mitigation.wetland_mitigation": {"peak_storage": UP, "initial_storage": DOWN},
    "flood_mitigation.vegetation_mitigation": {"area": UP, "storm_precipitation": UP, "storm_runoff": DOWN},
    "negative_ions.produced_ions": {
        "area": UP,
        "height": UP,
        "ion_concentration": UP,
        "ion_days": UP,
        "lifetime": DOWN,
    },
    "negative_ions.counted_concentration": {"ion_concentration": UP, "threshold": DOWN},
    "negative_ions.counted_ions": {
        "area": UP,
        "height": UP,
        "counted_concentration": UP,
        "ion_days": UP,
        "lifetime": DOWN,
    },
    "noise_attenuation.attenuated_noise": {"noise_reduction": UP, "belt_length": UP},
    "oxygen_release.released_oxygen": {"carbon_dioxide": UP, "oxygen_per_carbon_dioxide": UP},
    "oxygen_release.oxygen_of_dry_matter": {"dry_matter": UP, "oxygen_per_dry_matter": UP},
    "products.contributed_value": {"gross_output": UP, "contribution_share": UP},
    "products.gross_operating_surplus": {
        "gross_output": UP,
        "intermediate_consumption": DOWN,
        "compensation_of_employees": DOWN,
        "other_production_taxes": DOWN,
        "other_production_subsidies": UP,
    },
    "products.resource_rent": {
        "operating_surplus": UP,
        "fixed_capital_consumption": DOWN,
        "return_to_produced_assets": DOWN,
        "self_employed_labour": DOWN,
    },
    "products.residual_value": {
        "gross_output": UP,
        "intermediate_consumption": DOWN,
        "labour_cost": DOWN,
        "fixed_capital_consumption": DOWN,
        "production_taxes": DOWN,
    },
    "purification.quality_index": {"concentration": UP, "limit": DOWN},
    "purification.removed_by_quality": {"quality_index": EITHER, "emission": EITHER, "capacity": EITHER},
    "purification.removed_over_area": {"area": UP, "uptake": UP, "period": UP},
    "recreation.visit_time_value": {"visit_time": UP, "hour_value": UP},
    "sand_fixation.potential_wind_erosion": {
        "weather": UP,
        "erodible_fraction": UP,
        "crust": UP,
        "roughness": UP,
        "distance": UP,
    },
    "sand_fixation.actual_wind_erosion": {
        "weather": UP,
        "erodible_fraction": UP,
        "crust": UP,
        "roughness": UP,
        "cover": UP,
        "distance": UP,
    },
    "sand_fixation.simplified_potential_erosion": {
        "weather": UP,
        "erodible_fraction": UP,
        "crust": UP,
        "roughness": UP,
    },
    "sand_fixation.simplified_actual_erosion": {
        "weather": UP,
        "erodible_fraction": UP,
        "crust": UP,
        "roughness": UP,
        "cover": UP,
    },
    "sand_fixation.fixed_sand": {"area": UP, "potential": UP, "actual": DOWN},
    "sand_fixation.protected_area": {"sand": UP, "bulk_density": DOWN, "cover_depth": DOWN},
    "soil_retention.potential_erosion": {
        "area": UP,
        "erosivity": UP,
        "erodibility": UP,
        "topography": UP,
        "period": UP,
    },
    "soil_retention.actual_erosion": {"potential": UP, "cover": UP, "practice": UP},
    "soil_retention.retained_soil": {"potential": UP, "actual": DOWN},
    "soil_retention.silt_volume": {"soil": UP, "silted_share": UP, "bulk_density": DOWN},
    "soil_retention.kept_nitrogen": {"soil": UP, "content": UP},
    "soil_retention.kept_phosphorus": {"soil": UP, "content": UP},
    "soil_retention.kept_potassium": {"soil": UP, "content": UP},
    "soil_retention.kept_organic_matter": {
        "soil": UP,
        "organic_carbon_content": UP,
        "carbon_in_organic_matter": DOWN,
    },
    "species_conservation.irreplaceability_of_share": {"selected_share": UP},
    "tourism.attributed_revenue": {"revenue": UP, "nature_share": UP},
    "tourism.value_of_time": {"wage_rate": UP, "time_value_share": UP},
    "tourism.attributed_spending": {"spending": UP, "nature_share": UP},
    "tourism.trip_cost": {
        "travel_time": UP,
        "wage": UP,
        "transport_cost": UP,
        "lodging_cost": UP,
        "entry_cost": UP,
    },
    "unit_value.equivalent_area": {"type_area": UP, "equivalents": UP},
    "water_retention.supplied_to_people": {"local_use": UP, "outflow": UP, "inflow": DOWN},
    "water_retention.storm_runoff": {"precipitation": UP, "runoff_coefficient": UP},
    "water_retention.water_balance": {"area": UP, "precipitation": UP, "runoff": DOWN, "evapotranspiration": DOWN},
    "water_retention.retained_water": {"balance": UP, "negative_share": DOWN},
    "water_retention.uncounted_deficit": {"balance": DOWN, "retained": UP},
}


def test_every_argument_has_its_sign() -> None:
    assert DEGREES.keys() == SIGNS.keys() == BY_NAME.keys()
    for name, rule in BY_NAME.items():
        plain = {argument for argument, declared in rule.arguments.items() if not isinstance(declared, Parameters)}
        assert SIGNS[name].keys() == plain


@pytest.mark.parametrize(
    ("name", "arguments", "degree"),
    [(name, arguments, degree) for name, table in DEGREES.items() for arguments, degree in table.items()],
)
@given(data=st.data(), exponent=st.integers(-20, 20))
def test_results_scale_with_their_arguments(
    name: str, arguments: tuple[str, ...], degree: int, exponent: int, data: st.DataObject
) -> None:
    rule = BY_NAME[name]
    numbers = data.draw(numbers_of(rule))
    scale = 2.0**exponent  # a power of two changes no digit, so that the two sides are equal and not nearly so
    scaled = {argument: numbers[argument] * scale for argument in arguments}
    assert value(rule, numbers, **scaled) == value(rule, numbers) * scale**degree


def positive(rule: Rule[...]) -> st.SearchStrategy[Numbers]:
    """Draw numbers that are well above 0, on a field short enough for RWEQ to grow with every factor."""
    fixed: dict[str, Any] = {}
    for name, declared in rule.arguments.items():
        low, high = bounds(name)
        if name == "transport":
            fixed[name] = RWEQ
        elif name == "distance":
            fixed[name] = st.floats(1, 7)  # thrice the wind on a field thrice as long stays below the peak
        elif isinstance(declared, Parameters):
            fixed[name] = st.fixed_dictionaries({field: number(field) for field in declared})
        elif rule.name != "retained_water":
            fixed[name] = st.floats(max(low, high / 20), high)
    if rule.name == "retained_water":
        fixed = {"balance": amount(-1e6, -1), "negative_share": st.floats(0.05, 1)}
    return numbers_of(rule, **fixed)


@pytest.mark.parametrize(
    ("name", "argument", "sign"),
    [(name, argument, sign) for name, table in SIGNS.items() for argument, sign in table.items() if sign != EITHER],
)
@given(data=st.data(), factor=st.floats(1.001, 3))
def test_results_grow_or_shrink_with_each_argument(
    name: str, argument: str, sign: int, factor: float, data: st.DataObject
) -> None:
    rule = BY_NAME[name]
    numbers = data.draw(positive(rule))
    more = numbers[argument] * factor if numbers[argument] > 0 else numbers[argument] / factor
    assert more > numbers[argument]
    before, after = value(rule, numbers), value(rule, numbers, **{argument: more})
    if argument == "area":
        assume(before > 0)  # a balance may be negative
    assert (after - before) * sign > 0


AREAS = {
    "carbon_sequestration.sequestered_carbon_dioxide": "area",
    "carbon_sequestration.gained_dry_matter": "area",
    "climate_regulation.air_volume": "area",
    "climate_regulation.transpiration_electricity": "area",
    "climate_regulation.cooling_by_evaporation": "area",
    "climate_regulation.humidifying_by_evaporation": "area",
    "flood_mitigation.marsh_mitigation": "marsh_area",
    "flood_mitigation.marsh_soil_storage": "marsh_area",
    "flood_mitigation.paddy_mitigation": "paddy_area",
    "flood_mitigation.vegetation_mitigation": "area",
    "negative_ions.counted_ions": "area",
    "negative_ions.produced_ions": "area",
    "purification.removed_over_area": "area",
    "sand_fixation.fixed_sand": "area",
    "soil_retention.potential_erosion": "area",
    "unit_value.equivalent_area": "type_area",
    "water_retention.water_balance": "area",
}


def test_every_area_adds_up_but_that_of_lakes() -> None:
    with_area = {
        name: argument
        for name, rule in BY_NAME.items()
        for argument, declared in rule.arguments.items()
        if declared in ("m²", "hm²", "km²")
    }
    assert with_area == AREAS


@pytest.mark.parametrize(("name", "argument"), AREAS.items())
@given(data=st.data(), pieces=st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=6))
def test_pieces_of_land_add_up(name: str, argument: str, pieces: list[float], data: st.DataObject) -> None:
    rule = BY_NAME[name]
    numbers = data.draw(numbers_of(rule))
    whole = value(rule, numbers, **{argument: sum(pieces)})
    assert sum(value(rule, numbers, **{argument: piece}) for piece in pieces) == pytest.approx(
        whole, rel=FEW_ROUNDINGS, abs=0
    )


@pytest.mark.parametrize(("name", "argument"), AREAS.items())
@given(data=st.data())
def test_no_land_no_service(name: str, argument: str, data: st.DataObject) -> None:
    rule = BY_NAME[name]
    assert value(rule, data.draw(numbers_of(rule)), **{argument: 0.0}) == 0


# --- carbon and oxygen ---------------------------------------------------------------------------------------------


@given(numbers_of(sequestered_carbon_dioxide))
def test_carbon_keeps_its_sign_and_its_mass(numbers: Numbers) -> None:
    dioxide = value(sequestered_carbon_dioxide, numbers)
    assert math.copysign(1, dioxide) == math.copysign(1, numbers["productivity"]) or dioxide == 0
    carbon = numbers["area"] * numbers["productivity"] * numbers["period"]
    oxygen = dioxide - carbon  # CO2 is its carbon and its oxygen, 12 and 32 parts of 44
    assert oxygen == pytest.approx(carbon * 32 / 12, rel=FEW_ROUNDINGS, abs=0)


@given(st.floats(0.1, 1e9))
def test_what_plants_take_up_is_carbon_they_keep_and_oxygen_they_give_back(tonnes: float) -> None:
    dioxide = Quantity(tonnes, "tCO2")
    carbon = dioxide.m_as("tC")
    oxygen = released_oxygen(dioxide, Quantity(32 / 44, "tO2/tCO2")).m_as("tO2")
    assert carbon + oxygen == pytest.approx(tonnes, rel=FEW_ROUNDINGS, abs=0)


@given(st.floats(0.1, 20), st.floats(0.4, 0.55), amount(-1, 0.999))
def test_npp_as_dry_matter_and_as_carbon_give_one_productivity(dry: float, content: float, share: float) -> None:
    of_dry_matter = value(
        carbon.productivity_from_dry_matter,
        {"dry_matter_productivity": dry, "carbon_per_dry_matter": content, "ecosystem_share": share},
    )
    of_carbon = value(
        carbon.productivity_from_ratio, {"net_primary_productivity": dry * content, "ecosystem_share": share}
    )
    assert of_dry_matter == pytest.approx(of_carbon, rel=FEW_ROUNDINGS, abs=0)


@given(amount(-1e9, 1e9))
def test_dry_matter_grows_from_carbon_dioxide_and_gives_oxygen_off(tonnes: float) -> None:
    dioxide = value(carbon.carbon_dioxide_of_dry_matter, {"dry_matter": tonnes, "carbon_dioxide_per_dry_matter": 1.63})
    oxygen = value(oxygen_of_dry_matter, {"dry_matter": tonnes, "oxygen_per_dry_matter": 1.2})
    assert math.copysign(1, dioxide) == math.copysign(1, oxygen) == math.copysign(1, tonnes)
    assert abs(oxygen) <= abs(dioxide)


# --- climate -------------------------------------------------------------------------------------------------------


@given(numbers_of(climate.transpiration_electricity))
def test_a_device_that_moves_no_more_heat_than_it_uses_needs_the_heat_itself(numbers: Numbers) -> None:
    heat = numbers["area"] * numbers["transpiration_heat"] * numbers["cooling_days"] / 3600
    assert value(climate.transpiration_electricity, numbers, energy_efficiency_ratio=1.0) == pytest.approx(
        heat, rel=FEW_ROUNDINGS, abs=0
    )
    saved = value(climate.transpiration_electricity, numbers)
    assert 0 <= saved <= heat
    assert saved * numbers["energy_efficiency_ratio"] == pytest.approx(heat, rel=FEW_ROUNDINGS, abs=0)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (climate.transpiration_electricity, "cooling_days"),
        (climate.cooling_by_evaporation, "cooling_days"),
        (climate.humidifying_by_evaporation, "humidifying_days"),
    ],
)
@given(data=st.data(), first=amount(0, 180), second=amount(0, 180))
def test_days_add_up_and_without_days_nothing_is_saved(
    rule: Rule[...], days: str, first: float, second: float, data: st.DataObject
) -> None:
    numbers = data.draw(numbers_of(rule))
    both = value(rule, numbers, **{days: first}) + value(rule, numbers, **{days: second})
    assert both == pytest.approx(value(rule, numbers, **{days: first + second}), rel=FEW_ROUNDINGS, abs=0)
    assert value(rule, numbers, **{days: 0.0}) == 0


@given(numbers_of(climate.cooling_by_evaporation))
def test_cooling_and_humidifying_count_the_same_water(numbers: Numbers) -> None:
    # With a humidifier that boils the water, ρ·q per m³, both are the same energy.
    boiling = numbers.pop("water_density") * numbers["latent_heat"] / 3600
    humidifying = {
        "area": numbers["area"],
        "evaporation": numbers["evaporation"],
        "humidifying_days": numbers["cooling_days"],
        "humidification_energy": boiling,
    }
    density = boiling * 3600 / numbers["latent_heat"]
    assert value(climate.humidifying_by_evaporation, humidifying) == pytest.approx(
        value(climate.cooling_by_evaporation, numbers, water_density=density), rel=FEW_ROUNDINGS, abs=0
    )


@given(amount(0, 1e9), amount(0, 1e9))
def test_evaporation_is_its_two_parts(cooling: float, humidifying: float) -> None:
    def both(first: float, second: float) -> float:
        return value(climate.evaporation_electricity, {"cooling": first, "humidifying": second})

    assert both(cooling, humidifying) == cooling + humidifying == both(humidifying, cooling)
    assert both(cooling, 0) == cooling


# --- floods --------------------------------------------------------------------------------------------------------


@given(numbers_of(flood.lake_storage), st.lists(st.floats(0.1, 4000), min_size=2, max_size=5))
def test_a_lake_stores_less_than_its_pieces_would(numbers: Numbers, pieces: list[float]) -> None:
    whole = value(flood.lake_storage, numbers, lake_area=sum(pieces))
    apart = [value(flood.lake_storage, numbers, lake_area=piece) for piece in pieces]
    assert max(apart) <= whole <= sum(apart)
    if numbers["exchanges"] > 0:
        assert whole < sum(apart)
    convex = {**numbers, "lake_storage": {**numbers["lake_storage"], "exponent": 1.128}}
    assert value(flood.lake_storage, convex, lake_area=sum(pieces)) >= sum(
        value(flood.lake_storage, convex, lake_area=piece) for piece in pieces
    )


@given(numbers_of(flood.lake_storage), st.floats(0.1, 10))
def test_the_exponent_is_the_elasticity_of_lake_storage(numbers: Numbers, factor: float) -> None:
    exponent = numbers["lake_storage"]["exponent"]
    assert value(flood.lake_storage, numbers, lake_area=numbers["lake_area"] * factor) == pytest.approx(
        value(flood.lake_storage, numbers) * factor**exponent, rel=FEW_ROUNDINGS, abs=0
    )
    assert value(flood.lake_storage, numbers, lake_area=0.0) == 0


@given(numbers_of(flood.lake_storage))
def test_a_lake_of_one_square_kilometre_stores_what_the_intercept_says(numbers: Numbers) -> None:
    got = value(flood.lake_storage, numbers, lake_area=1.0, exchanges=1.0)
    assert math.log(got) == pytest.approx(numbers["lake_storage"]["intercept"], rel=FEW_ROUNDINGS)


def test_one_lake_in_two_halves_would_store_a_quarter_more() -> None:
    whole = {"lake_area": 4500.0, "lake_storage": PLATEAU, "exchanges": 1.0}
    ratio = 2 * value(flood.lake_storage, whole, lake_area=2250.0) / value(flood.lake_storage, whole)
    assert ratio == pytest.approx(1.25006, abs=5e-6)  # 2^(1 − 0.678), to the digits printed here


@given(st.floats(1, 1e9), st.lists(amount(0, 100), min_size=1, max_size=6))
def test_counties_share_a_lake_without_rest(storage: float, areas: list[float]) -> None:
    assume(sum(areas) > 1)
    shares = [area / sum(areas) for area in areas]
    parts = [value(flood.lake_mitigation, {"storage": storage, "county_share": share}) for share in shares]
    assert all(0 <= part <= storage * (1 + FEW_ROUNDINGS) for part in parts)
    assert sum(parts) == pytest.approx(storage, rel=FEW_ROUNDINGS, abs=0)


@given(amount(0, 1e10), share())
def test_a_reservoir_holds_back_no_more_than_it_holds(capacity: float, held: float) -> None:
    got = value(flood.reservoir_mitigation, {"capacity": capacity, "reservoir_share": held})
    assert 0 <= got <= capacity
    assert value(flood.reservoir_mitigation, {"capacity": capacity, "reservoir_share": 1.0}) == capacity


@given(amount(0, 1e10))
def test_a_metre_of_water_on_a_square_metre_is_a_cubic_metre(area: float) -> None:
    assert value(flood.marsh_mitigation, {"marsh_area": area, "marsh_depth": 1.0}) == area


@given(st.lists(amount(0, 1e9), min_size=2, max_size=6))
def test_a_flood_in_stages_is_one_flood(levels: list[float]) -> None:
    """What is taken up from stage to stage is what is taken up from the first to the last."""
    stages = [
        value(flood.wetland_mitigation, {"peak_storage": after, "initial_storage": before})
        for before, after in pairwise(levels)
    ]
    whole = value(flood.wetland_mitigation, {"peak_storage": levels[-1], "initial_storage": levels[0]})
    assert math.fsum(stages) == pytest.approx(whole, rel=0, abs=max(levels) * FEW_ROUNDINGS)
    assert value(flood.wetland_mitigation, {"peak_storage": levels[0], "initial_storage": levels[0]}) == 0


# --- sand ----------------------------------------------------------------------------------------------------------

# Under the constants of RWEQ erosion grows with X as long as (z/s)² < 1.7422/0.7422; here it stays below 1.
SHORT_FIELDS: Mapping[str, Any] = {"transport": RWEQ, "distance": st.floats(1, 30)}


@given(numbers_of(sand.actual_wind_erosion, **SHORT_FIELDS), st.tuples(share(), share()).map(sorted))
def test_more_cover_less_wind_erosion(numbers: Numbers, covers: list[float]) -> None:
    potential = value(sand.potential_wind_erosion, {k: v for k, v in numbers.items() if k != "cover"})
    less, more = (value(sand.actual_wind_erosion, numbers, cover=cover) for cover in covers)
    assert 0 <= less <= more * (1 + FEW_ROUNDINGS)
    assert more <= potential * (1 + FEW_ROUNDINGS)
    assert value(sand.actual_wind_erosion, numbers, cover=1.0) == potential
    assert value(sand.actual_wind_erosion, numbers, cover=0.0) == 0


@given(numbers_of(sand.actual_wind_erosion, **SHORT_FIELDS), st.floats(0.0438, 0.1535), amount(0, 90))
def test_every_percent_of_plants_fixes_more_sand(numbers: Numbers, decay: float, percent: float) -> None:
    assume(all(numbers[name] > 0.01 for name in ("weather", "erodible_fraction", "crust", "roughness")))
    potential = value(sand.potential_wind_erosion, {k: v for k, v in numbers.items() if k != "cover"})

    def fixed(plants: float) -> float:
        actual = value(sand.actual_wind_erosion, numbers, cover=math.exp(-decay * plants))
        return value(sand.fixed_sand, {"area": 1.0, "potential": potential, "actual": actual})

    assert 0 <= fixed(percent) < fixed(percent + 1) < potential * 1000
    assert fixed(0.0) == 0


@pytest.mark.parametrize("rule", [sand.potential_wind_erosion, sand.actual_wind_erosion], ids=lambda rule: rule.name)
@given(data=st.data())
def test_only_the_product_of_the_factors_counts(rule: Rule[...], data: st.DataObject) -> None:
    factors = ["weather", "erodible_fraction", "crust", "roughness", "cover"]
    numbers = data.draw(numbers_of(rule, **{name: st.floats(0.1, 1) for name in factors if name in rule.arguments}))
    present = [name for name in factors if name in numbers]
    order = data.draw(st.permutations(present))
    swapped = {**numbers, **{name: numbers[other] for name, other in zip(present, order, strict=True)}}
    # The exponents of the regression pass a rounding of the product on, times ten at most.
    assert value(rule, swapped) == pytest.approx(value(rule, numbers), rel=10 * FEW_ROUNDINGS, abs=0)


@given(numbers_of(sand.potential_wind_erosion, transport=RWEQ, weather=st.floats(1, 60)))
def test_erosion_along_the_field_adds_up_to_what_the_wind_can_carry(numbers: Numbers) -> None:
    factors = numbers["weather"] * numbers["erodible_fraction"] * numbers["crust"] * numbers["roughness"]
    assume(factors > 1e-3)
    length = RWEQ["critical_length"] * factors ** RWEQ["critical_length_exponent"]
    nodes, weights = np.polynomial.legendre.leggauss(60)
    end = 7 * length  # exp(−49) of the transfer, 5e-22, is left beyond
    places = (nodes + 1) * end / 2
    regression = ParameterSet(RWEQ)
    erosion = sand.potential_wind_erosion.evaluate({**numbers, "distance": places, "transport": regression})
    # The quadrature of 60 nodes is good to 1e-13 on this curve.
    assert (erosion * weights).sum() * end / 2 == pytest.approx(RWEQ["maximum_transfer"] * factors, rel=1e-12)


@given(numbers_of(sand.potential_wind_erosion, weather=st.floats(1, 60)), st.floats(0.1, 3))
def test_erosion_peaks_where_the_field_is_seven_tenths_of_the_critical_length(numbers: Numbers, away: float) -> None:
    factors = numbers["weather"] * numbers["erodible_fraction"] * numbers["crust"] * numbers["roughness"]
    assume(factors > 1e-3)
    transport = numbers["transport"]
    length = transport["critical_length"] * factors ** transport["critical_length_exponent"]
    peak = value(sand.potential_wind_erosion, numbers, distance=length / math.sqrt(2))
    assert value(sand.potential_wind_erosion, numbers, distance=away * length) <= peak * (1 + FEW_ROUNDINGS)
    # spread/s²·z·a·X·exp(−½) at z = s/√2
    expected = transport["spread"] * transport["maximum_transfer"] * factors * math.exp(-0.5) / length / math.sqrt(2)
    assert peak == pytest.approx(expected, rel=10 * FEW_ROUNDINGS)


def test_on_long_fields_in_strong_wind_the_regression_turns() -> None:
    # (z/s)² is 5.5 here: cover halves X, and the formula gives more erosion, not less. It is the printed formula.
    strong = {
        "weather": 200.0,
        "erodible_fraction": 1.0,
        "crust": 1.0,
        "roughness": 1.0,
        "cover": 0.5,
        "distance": 50.0,
        "transport": RWEQ,
    }
    actual = value(sand.actual_wind_erosion, strong)
    assert actual > value(sand.actual_wind_erosion, strong, cover=1.0) > 0


FACTORS = {name: st.floats(0.05, 1) for name in ("erodible_fraction", "crust", "roughness")}
STRONG = {"weather": st.floats(1, 60), **FACTORS}


@given(numbers_of(sand.simplified_actual_erosion, **STRONG), st.tuples(share(), share()).map(sorted))
def test_erosion_in_one_line_is_bounded_by_that_of_bare_ground(numbers: Numbers, covers: list[float]) -> None:
    bare = {name: item for name, item in numbers.items() if name != "cover"}
    potential = value(sand.simplified_potential_erosion, bare)
    less, more = (value(sand.simplified_actual_erosion, numbers, cover=cover) for cover in covers)
    assert 0 <= less <= more * (1 + FEW_ROUNDINGS)
    assert more <= potential * (1 + FEW_ROUNDINGS)
    assert value(sand.simplified_actual_erosion, numbers, cover=1.0) == potential
    assert value(sand.simplified_actual_erosion, numbers, cover=0.0) == 0
    # The exponent is the elasticity: what C does to erosion does not depend on the rest.
    exponent = numbers["simplified"]["exponent"]
    assert more == pytest.approx(potential * covers[1] ** exponent, rel=FEW_ROUNDINGS, abs=0)


@given(STRONG["weather"], *FACTORS.values())
def test_one_line_and_the_full_equation_grow_alike(wind: float, fraction: float, crust: float, rough: float) -> None:
    """At a fixed z/s the full equation is 2u·exp(−u²)·(109.8/150.71)·X^1.3711, of which the line is one case."""
    factors = wind * fraction * crust * rough
    length = RWEQ["critical_length"] * factors ** RWEQ["critical_length_exponent"]
    shape, line = 0.25, {"scale": 0.1699, "exponent": 1 - RWEQ["critical_length_exponent"]}
    numbers = {"weather": wind, "erodible_fraction": fraction, "crust": crust, "roughness": rough}
    full = value(sand.potential_wind_erosion, {**numbers, "distance": shape * length, "transport": RWEQ})
    ratio = 2 * shape * math.exp(-(shape**2)) * RWEQ["maximum_transfer"] / RWEQ["critical_length"] / line["scale"]
    got = value(sand.simplified_potential_erosion, {**numbers, "simplified": line})
    assert full == pytest.approx(got * ratio, rel=10 * FEW_ROUNDINGS, abs=0)


@given(numbers_of(sand.protected_area, sand=amount(0, 1e9)))
def test_the_fixed_sand_fills_the_protected_area(numbers: Numbers) -> None:
    area = value(sand.protected_area, numbers)
    mass = area * numbers["cover_depth"] * numbers["bulk_density"]
    assert mass == pytest.approx(numbers["sand"], rel=FEW_ROUNDINGS, abs=0)


# --- soil ----------------------------------------------------------------------------------------------------------


@given(numbers_of(soil.potential_erosion), share(), share())
def test_potential_erosion_is_what_is_lost_and_what_is_kept(numbers: Numbers, cover: float, practice: float) -> None:
    potential = value(soil.potential_erosion, numbers)
    actual = value(soil.actual_erosion, {"potential": potential, "cover": cover, "practice": practice})
    kept = value(soil.retained_soil, {"potential": potential, "actual": actual})
    assert 0 <= actual <= potential
    assert 0 <= kept <= potential
    assert kept + actual == pytest.approx(potential, rel=FEW_ROUNDINGS, abs=0)
    assert value(soil.actual_erosion, {"potential": potential, "cover": practice, "practice": cover}) == pytest.approx(
        actual, rel=FEW_ROUNDINGS, abs=0
    )


@given(numbers_of(soil.potential_erosion))
def test_bare_ground_keeps_nothing_and_closed_cover_everything(numbers: Numbers) -> None:
    potential = value(soil.potential_erosion, numbers)

    def kept(cover: float) -> float:
        actual = value(soil.actual_erosion, {"potential": potential, "cover": cover, "practice": 1.0})
        return value(soil.retained_soil, {"potential": potential, "actual": actual})

    assert kept(1.0) == 0
    assert kept(0.0) == potential
    assert kept(0.3) >= kept(0.6)


@given(amount(0, 1e10), share(), st.floats(0.8, 1.8))
def test_silt_weighs_what_its_share_of_the_soil_weighs(tonnes: float, settled: float, density: float) -> None:
    volume = value(soil.silt_volume, {"soil": tonnes, "silted_share": settled, "bulk_density": density})
    assert volume * density == pytest.approx(tonnes * settled, rel=FEW_ROUNDINGS, abs=0)
    assert volume <= tonnes / density * (1 + FEW_ROUNDINGS)


@pytest.mark.parametrize(
    "rule", [soil.kept_nitrogen, soil.kept_phosphorus, soil.kept_potassium], ids=lambda rule: rule.name
)
@given(tonnes=amount(0, 1e10), content=share(), part=share())
def test_the_soil_holds_its_nutrients(rule: Rule[...], tonnes: float, content: float, part: float) -> None:
    kept = value(rule, {"soil": tonnes, "content": content})
    assert 0 <= kept <= tonnes
    assert value(rule, {"soil": tonnes, "content": 1.0}) == tonnes
    pieces = [value(rule, {"soil": tonnes * portion, "content": content}) for portion in (part, 1 - part)]
    assert sum(pieces) == pytest.approx(kept, rel=FEW_ROUNDINGS, abs=0)


@given(amount(0, 1e10), st.floats(0, 0.1), st.floats(0.4, 0.7))
def test_the_carbon_of_the_kept_organic_matter_is_that_of_the_soil(tonnes: float, carbon: float, share: float) -> None:
    numbers = {"soil": tonnes, "organic_carbon_content": carbon, "carbon_in_organic_matter": share}
    matter = value(soil.kept_organic_matter, numbers)
    assert matter * share == pytest.approx(tonnes * carbon, rel=FEW_ROUNDINGS, abs=0)
    assert matter <= tonnes * (0.1 / 0.4) * (1 + FEW_ROUNDINGS)


# --- species -------------------------------------------------------------------------------------------------------


@given(share())
def test_the_index_runs_from_nothing_to_a_hundred(selected: float) -> None:
    index = value(irreplaceability_of_share, {"selected_share": selected})
    assert 0 <= index <= 100
    assert index / 100 == pytest.approx(selected, rel=FEW_ROUNDINGS, abs=0)


# --- tourism -------------------------------------------------------------------------------------------------------


@given(numbers_of(trip_cost), st.permutations(["transport_cost", "lodging_cost", "entry_cost"]))
def test_a_visit_costs_its_parts(numbers: Numbers, order: list[str]) -> None:
    whole = value(trip_cost, numbers)
    spending = [numbers[name] for name in ("transport_cost", "lodging_cost", "entry_cost")]
    assert whole >= max(spending)
    swapped = dict(zip(order, spending, strict=True))
    assert value(trip_cost, numbers, **swapped) == pytest.approx(whole, rel=FEW_ROUNDINGS, abs=0)
    without_time = value(trip_cost, numbers, travel_time=0.0)
    assert without_time == pytest.approx(sum(spending), rel=FEW_ROUNDINGS, abs=0)
    assert value(trip_cost, numbers, wage=0.0) == without_time
    only_time = dict.fromkeys(order, 0.0)
    assert value(trip_cost, numbers, **only_time) == numbers["travel_time"] * numbers["wage"]


@given(amount(0, 1e12), share(), share())
def test_revenue_is_what_nature_draws_and_what_it_does_not(revenue: float, nature: float, wage_share: float) -> None:
    drawn = value(attributed_revenue, {"revenue": revenue, "nature_share": nature})
    rest = value(attributed_revenue, {"revenue": revenue, "nature_share": 1 - nature})
    assert 0 <= drawn <= revenue
    assert drawn + rest == pytest.approx(revenue, rel=FEW_ROUNDINGS, abs=0)
    assert 0 <= value(value_of_time, {"wage_rate": 40.0, "time_value_share": wage_share}) <= 40


# --- water ---------------------------------------------------------------------------------------------------------


def rain_left(area: float, precipitation: float, coefficient: float, evapotranspiration: float) -> float:
    """Run the chain of the service: runoff, balance, water retained without counting a deficit."""
    runoff = value(water.storm_runoff, {"precipitation": precipitation, "runoff_coefficient": coefficient})
    depths = {"precipitation": precipitation, "runoff": runoff, "evapotranspiration": evapotranspiration}
    balance = value(water.water_balance, {"area": area, **depths})
    return value(water.retained_water, {"balance": balance, "negative_share": 0.0})


@given(amount(0, 1e5), amount(0, 2000), share(), amount(0, 2000))
def test_no_more_water_is_retained_than_falls(area: float, rain: float, coefficient: float, loss: float) -> None:
    volume = area * rain * 1000
    assert 0 <= rain_left(area, rain, coefficient, loss) <= volume * (1 + FEW_ROUNDINGS)
    assert rain_left(area, rain, 1.0, 0.0) == 0
    assert rain_left(area, rain, 0.0, 0.0) == pytest.approx(volume, rel=FEW_ROUNDINGS, abs=0)


@given(amount(0, 2000), share())
def test_no_more_runs_off_than_falls(rain: float, coefficient: float) -> None:
    def runoff(share: float) -> float:
        return value(water.storm_runoff, {"precipitation": rain, "runoff_coefficient": share})

    assert 0 <= runoff(coefficient) <= rain
    assert (runoff(0.0), runoff(1.0)) == (0, rain)


@given(st.floats(0.1, 1e5), amount(0, 500), amount(0, 500))
def test_what_leaves_as_it_falls_leaves_nothing(area: float, runoff: float, loss: float) -> None:
    depths = {"precipitation": runoff + loss, "runoff": runoff, "evapotranspiration": loss}
    balance = value(water.water_balance, {"area": area, **depths})
    # P − R − ET leaves at most the rounding of the sum.
    assert abs(balance) <= area * 1000 * (runoff + loss) * FEW_ROUNDINGS
    swapped = {**depths, "runoff": loss, "evapotranspiration": runoff}
    assert abs(value(water.water_balance, {"area": area, **swapped})) <= area * 1000 * (runoff + loss) * FEW_ROUNDINGS


@given(amount(0, 1e9), amount(0, 1e9), amount(0, 1e9), amount(0, 1e9))
def test_what_flows_from_one_county_into_the_next_is_supplied_once(
    upper: float, lower: float, between: float, out: float
) -> None:
    """The water of two counties on a river is that of both together: what flows between them cancels."""
    above = value(water.supplied_to_people, {"local_use": upper, "outflow": between, "inflow": 0.0})
    below = value(water.supplied_to_people, {"local_use": lower, "outflow": out, "inflow": between})
    both = value(water.supplied_to_people, {"local_use": upper + lower, "outflow": out, "inflow": 0.0})
    assert above + below == pytest.approx(both, rel=0, abs=4e9 * FEW_ROUNDINGS)


@given(amount(-1e9, 1e9), share())
def test_the_policy_touches_deficits_only(balance: float, counted: float) -> None:
    def kept(share: float) -> float:
        return value(water.retained_water, {"balance": balance, "negative_share": share})

    assert kept(counted) == max(balance, 0) + counted * min(balance, 0)
    assert kept(1.0) == balance
    assert kept(0.0) >= 0
    assert balance <= kept(counted) <= kept(0.0)
    left_out = value(water.uncounted_deficit, {"balance": balance, "retained": kept(counted)})
    # The two products ν·W and (1 − ν)·W are rounded apart, by parts of W.
    assert left_out == pytest.approx((1 - counted) * max(-balance, 0), rel=0, abs=abs(balance) * FEW_ROUNDINGS)
    assert value(water.uncounted_deficit, {"balance": balance, "retained": balance}) == 0


@given(amount(-1e6, 1e6), amount(-1e6, 1e6), share())
def test_counting_deficits_apart_never_retains_less_than_together(first: float, second: float, counted: float) -> None:
    def kept(balance: float) -> float:
        return value(water.retained_water, {"balance": balance, "negative_share": counted})

    # max(W, 0) + ν·min(W, 0) is convex for ν ≤ 1; the sum of two floats is rounded once.
    assert kept(first) + kept(second) >= kept(first + second) - (abs(first) + abs(second)) * FEW_ROUNDINGS
