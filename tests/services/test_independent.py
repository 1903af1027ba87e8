"""Every rule against a second computation, in plain floats and in other units, from the printed equations alone.

Here the conversion factors are written out (10⁴ m² in a hm², 15 亩 in a hm², 3 600 kJ in a kW·h, 44/12), and nothing
of the package computes the expected value. Arguments are handed over in units other than the declared ones.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pytest
from rules import BY_NAME

from gep.units import ParameterSet, Quantity, unit

SQUARE_METRES_PER_HECTARE = 10_000.0
SQUARE_METRES_PER_SQUARE_KILOMETRE = 1_000_000.0
MU_PER_HECTARE = 15.0
METRES_PER_MILLIMETRE = 1 / 1000
KILOJOULES_PER_KILOWATT_HOUR = 3600.0
CARBON, OXYGEN = 12.0, 16.0
WAN, YI = 1e4, 1e8
PRICE_YEAR = 2015

# Both sides do the same dozen operations in another order; each may lose half a unit in the 16th digit.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Recomputation:
    """A rule, its formula in plain floats, and the units in which both are given their numbers."""

    rule: str
    formula: Callable[..., float]
    result: str
    arguments: Mapping[str, tuple[str, float, float]]
    sets: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    case: str = ""

    def __str__(self) -> str:
        return f"{self.rule} {self.case}".strip()


def carbon_dioxide(area: float, productivity: float, period: float) -> float:
    # Q = (44/12) · NEP · A; area in 万亩, productivity in kgC/(m²·a), result in 万t CO2
    square_metres = area * WAN / MU_PER_HECTARE * SQUARE_METRES_PER_HECTARE
    tonnes_of_carbon = square_metres * productivity / 1000 * period
    return tonnes_of_carbon * (CARBON + 2 * OXYGEN) / CARBON / WAN


def transpiration(area: float, transpiration_heat: float, cooling_days: float, energy_efficiency_ratio: float) -> float:
    # E = EPP · S · D / (3600 · r); area in km², heat in MJ/(m²·d), result in 亿kW·h
    kilojoules = area * SQUARE_METRES_PER_SQUARE_KILOMETRE * transpiration_heat * 1000 * cooling_days
    return kilojoules / (KILOJOULES_PER_KILOWATT_HOUR * energy_efficiency_ratio) / YI


def cooling(area: float, evaporation: float, cooling_days: float, water_density: float, latent_heat: float) -> float:
    # E_w · ρ · q / 3600; area in hm², evaporation in cm/d, density in t/m³, heat in MJ/kg, result in 万kW·h
    cubic_metres = area * SQUARE_METRES_PER_HECTARE * evaporation / 100 * cooling_days
    kilojoules = cubic_metres * water_density * 1000 * latent_heat * 1000
    return kilojoules / KILOJOULES_PER_KILOWATT_HOUR / WAN


def humidifying(area: float, evaporation: float, humidifying_days: float, humidification_energy: float) -> float:
    # E_w · γ; area in km², evaporation in m/d, energy in MJ/m³, result in kW·h
    cubic_metres = area * SQUARE_METRES_PER_SQUARE_KILOMETRE * evaporation * humidifying_days
    return cubic_metres * humidification_energy * 1000 / KILOJOULES_PER_KILOWATT_HOUR


def evaporation_sum(cooling: float, humidifying: float) -> float:
    # GJ and 万kW·h to kW·h
    return cooling * 1e6 / KILOJOULES_PER_KILOWATT_HOUR + humidifying * WAN


def lake(lake_area: float, lake_storage: Mapping[str, float], exchanges: float) -> float:
    # C_l = e^a · A^b · T in 万m³, A in km²; here A in hm² and the result in m³
    square_kilometres = lake_area / 100
    return math.e ** lake_storage["intercept"] * square_kilometres ** lake_storage["exponent"] * exchanges * WAN


def lake_of_county(storage: float, county_share: float) -> float:
    # storage in 万m³, share in %, result in m³
    return storage * WAN * county_share / 100


def reservoir(capacity: float, reservoir_share: float) -> float:
    # C_r = 0.35 · C_t; capacity in 亿m³, share in ‰, result in 万m³
    return capacity * YI * reservoir_share / 1000 / WAN


def marsh(marsh_area: float, marsh_depth: float) -> float:
    # C_m = h · S · 10⁶ m³ with S in km²; here depth in mm, result in m³
    return marsh_area * SQUARE_METRES_PER_SQUARE_KILOMETRE * marsh_depth * METRES_PER_MILLIMETRE


def oxygen(carbon_dioxide: float, oxygen_per_carbon_dioxide: float) -> float:
    # Q_O2 = (32/44) · Q_CO2; here from kg of carbon, ratio in g per kg, result in kg
    kilograms_of_dioxide = carbon_dioxide * (CARBON + 2 * OXYGEN) / CARBON
    return kilograms_of_dioxide * oxygen_per_carbon_dioxide / 1000


def wind_erosion(factors: float, distance: float, transport: Mapping[str, float]) -> float:
    # Q_max = 109.8 · x; S = 150.71 · x^(−0.3711); S_L = (2z/S²) · Q_max · exp(−(z/S)²), in kg/m²
    if factors == 0:
        return 0.0
    transfer = transport["maximum_transfer"] * factors
    length = transport["critical_length"] * factors ** transport["critical_length_exponent"]
    return transport["spread"] * distance / length / length * transfer * math.exp(-((distance / length) ** 2))


def potential_wind_erosion(
    weather: float,
    erodible_fraction: float,
    crust: float,
    roughness: float,
    distance: float,
    transport: Mapping[str, float],
) -> float:
    # C = 1; weather in t/km = kg/m, distance in hm, result in t/km² (1 kg/m² = 1 000 t/km²)
    return wind_erosion(weather * erodible_fraction * crust * roughness, distance * 100, transport) * 1000


def actual_wind_erosion(
    weather: float,
    erodible_fraction: float,
    crust: float,
    roughness: float,
    cover: float,
    distance: float,
    transport: Mapping[str, float],
) -> float:
    # weather in g/cm = 0.1 kg/m, cover factor in %, distance in km, result in t/hm² (1 kg/m² = 10 t/hm²)
    factors = weather / 10 * erodible_fraction * crust * roughness * cover / 100
    return wind_erosion(factors, distance * 1000, transport) * 10


def fixed_sand(area: float, potential: float, actual: float) -> float:
    # area in 亩, erosion in t/km² and kg/m², result in kg
    square_metres = area / MU_PER_HECTARE * SQUARE_METRES_PER_HECTARE
    return square_metres * (potential * 1000 / SQUARE_METRES_PER_SQUARE_KILOMETRE - actual)


def protected_area(sand: float, bulk_density: float, cover_depth: float) -> float:
    # Q / (ρ · h); sand in 万t, density in kg/m³, depth in cm, result in km²
    cubic_metres = sand * WAN / (bulk_density / 1000)
    return cubic_metres / (cover_depth / 100) / SQUARE_METRES_PER_SQUARE_KILOMETRE


def potential_erosion(area: float, erosivity: float, erodibility: float, topography: float, period: float) -> float:
    # R · K · LS · A; area in km², erosivity in MJ·cm/(hm²·h·a), erodibility in kg·hm²·h/(hm²·MJ·mm), result in kg
    tonnes_per_hectare = erosivity * 10 * (erodibility / 1000) * topography * period
    return tonnes_per_hectare * area * 100 * 1000


def actual_erosion(potential: float, cover: float, practice: float) -> float:
    # R · K · LS · C · P; potential in kg, C and P in % and ‰, result in t
    return potential / 1000 * (cover / 100) * (practice / 1000)


def retained_soil(potential: float, actual: float) -> float:
    # Q_se_p − Q_se_a; 亿t less 万t, result in t
    return potential * YI - actual * WAN


def silt_volume(soil: float, silted_share: float, bulk_density: float) -> float:
    # λ · A_s / ρ; soil in 亿t, share in %, density in g/mL = t/m³, result in 亿m³
    return silted_share / 100 * soil / bulk_density


def kept_nutrient(soil: float, content: float) -> float:
    # A_s · C_i; soil in 万t, content in kg per t, result in t
    return soil * WAN * content / 1000


def trip_cost(travel_time: float, wage: float, transport_cost: float, lodging_cost: float, entry_cost: float) -> float:
    # TC = T · W + C_tc + C_lf + C_ef; time in days of 24 h, wage in 元/min, costs in 万元, 百元 and 元, result in 千元
    time_value = travel_time * 24 * 60 * wage
    return (time_value + transport_cost * WAN + lodging_cost * 100 + entry_cost) / 1000


def storm_runoff(precipitation: float, runoff_coefficient: float) -> float:
    # R = P · α; precipitation in m, α in %, result in cm
    return precipitation * 100 * runoff_coefficient / 100


def water_balance(area: float, precipitation: float, runoff: float, evapotranspiration: float) -> float:
    # Σ A · (P − R − ET) · 10⁻³ m³ with A in m²; here area in hm², rain in cm, runoff in m, result in 万m³
    depth = precipitation * 10 - runoff * 1000 - evapotranspiration
    return area * SQUARE_METRES_PER_HECTARE * depth * METRES_PER_MILLIMETRE / WAN


def retained_water(balance: float, negative_share: float) -> float:
    # A water surplus counts whole, a deficit by the share of the policy in %; balance in 万m³, result in m³
    return balance * WAN if balance >= 0 else balance * WAN * negative_share / 100


def uncounted_deficit(balance: float, retained: float) -> float:
    # What a policy clips off, always reported: the counted water less the balance; 百m³ and 万m³, result in m³
    return retained * WAN - balance * 100


def carbon_accumulation(
    biomass_start: float, biomass_end: float, interval: float, carbon_per_dry_matter: float
) -> float:
    # C_c · (B_t2 − B_t1) / (t2 − t1); kg/m² and t/亩 of dry matter, carbon in kg/t, result in gC/(m²·a)
    start = biomass_start * 1000
    end = biomass_end * MU_PER_HECTARE * 1e6 / SQUARE_METRES_PER_HECTARE
    return (carbon_per_dry_matter / 1000 * end - carbon_per_dry_matter / 1000 * start) / interval


def net_of_respiration(net_primary_productivity: float, heterotrophic_respiration: float) -> float:
    # NEP = NPP − R_h; gC/(m²·a) and gCO2/(m²·a), result in kgC/(hm²·a)
    respired = heterotrophic_respiration * CARBON / (CARBON + 2 * OXYGEN)
    return (net_primary_productivity - respired) * SQUARE_METRES_PER_HECTARE / 1000


def net_by_share(net_primary_productivity: float, ecosystem_share: float) -> float:
    # NEP = α · NPP; gC/(m²·a), α in %, result in tC/(km²·a) (1 g/m² = 1 t/km²)
    return net_primary_productivity * ecosystem_share / 100


def air_volume(area: float, height: float) -> float:
    # S · h; hm² and m to 亿m³
    return area * SQUARE_METRES_PER_HECTARE * height / YI


def air_cooling(
    air_volume: float,
    temperature_difference: float,
    air_density: float,
    air_heat_capacity: float,
    energy_efficiency_ratio: float,
) -> float:
    # Σ ΔT · ρ_a · c_p · V / (3600 · r); volume in 万m³, density in g/L = kg/m³, heat in J/(kg·K), result in 万kW·h
    joules = air_volume * WAN * temperature_difference * air_density * air_heat_capacity
    return joules / 1000 / KILOJOULES_PER_KILOWATT_HOUR / energy_efficiency_ratio / WAN


def cooling_electricity(heat: float, energy_efficiency_ratio: float) -> float:
    # E_w · q · 10³ / (3600 · r), the heat in GJ, result in kW·h
    return heat * 1e6 / (KILOJOULES_PER_KILOWATT_HOUR * energy_efficiency_ratio)


def marsh_soil(
    marsh_area: float,
    marsh_soil_depth: float,
    marsh_bulk_density: float,
    saturated_water_content: float,
    natural_water_content: float,
    water_density: float,
) -> float:
    # S · h · ρ · (F − E) / 100 / ρ_w; hm², cm, kg/m³, % and ‰, water in t/m³, result in 万m³
    soil = marsh_area * SQUARE_METRES_PER_HECTARE * marsh_soil_depth / 100 * marsh_bulk_density / 1000
    return (soil * saturated_water_content / 100 - soil * natural_water_content / 1000) / water_density / WAN


def marsh_sum(soil_storage: float, surface_storage: float) -> float:
    # 万m³ and 亿m³ to m³
    return soil_storage * WAN + surface_storage * YI


def storm_rain(area: float, storm_precipitation: float, storm_runoff: float) -> float:
    # (P − R_f) · S · 10³ with mm and km²; here area in 万亩, rain in cm, runoff in m, result in 万m³
    square_kilometres = area * WAN / MU_PER_HECTARE / 100
    return (storm_precipitation * 10 - storm_runoff * 1000) * square_kilometres * 1000 / WAN


def paddy(paddy_area: float, paddy_depth: float) -> float:
    # h · S; 亩 and cm to m³
    return paddy_area / MU_PER_HECTARE * SQUARE_METRES_PER_HECTARE * paddy_depth / 100


def quality_index(concentration: float, limit: float) -> float:
    # c / c_0; μg/m³ by mg/L, both in g/m³, result in ‰
    return concentration / 1e6 / limit * 1000


def removed_by_quality(quality_index: float, emission: float, capacity: float) -> float:
    # the emission up to the limit, above it the capacity; index in %, emission in kg, capacity in 万t, result in t
    return emission / 1000 if quality_index <= 100 else capacity * WAN


def removed_over_area(area: float, uptake: float, period: float) -> float:
    # Σ q · A / 1000 with kg/(hm²·a) and hm²; here area in km², uptake in g/(m²·a), result in kg
    return area * SQUARE_METRES_PER_SQUARE_KILOMETRE * uptake / 1000 * period


def residual(
    gross_output: float,
    intermediate_consumption: float,
    labour_cost: float,
    fixed_capital_consumption: float,
    production_taxes: float,
) -> float:
    # O − (I + L + D + T); 亿元, 千元, 百元, 元 and 十元, result in 万元
    costs = intermediate_consumption * 1000 + labour_cost * 100 + fixed_capital_consumption + production_taxes * 10
    return (gross_output * YI - costs) / WAN


def surplus(
    gross_output: float,
    intermediate_consumption: float,
    compensation_of_employees: float,
    other_production_taxes: float,
    other_production_subsidies: float,
) -> float:
    # output − consumption − compensation − other taxes + other subsidies; 亿元, 千元, 百元, 元, 十元, in 万元
    out = intermediate_consumption * 1000 + compensation_of_employees * 100 + other_production_taxes
    return (gross_output * YI - out + other_production_subsidies * 10) / WAN


def rent(
    operating_surplus: float,
    fixed_capital_consumption: float,
    return_to_produced_assets: float,
    self_employed_labour: float,
) -> float:
    # surplus − capital used up − return − labour of the self-employed; 万元, 元, 千元, 百元, in 亿元
    capital = fixed_capital_consumption + return_to_produced_assets * 1000
    return (operating_surplus * WAN - capital - self_employed_labour * 100) / YI


def supplied(local_use: float, outflow: float, inflow: float) -> float:
    # used + out − in; 万m³, 亿m³, m³, in 亿m³
    return local_use / WAN + outflow - inflow / YI


def wetland_event(peak_storage: float, initial_storage: float) -> float:
    # peak − start; 亿m³ and 万m³, in m³
    return peak_storage * YI - initial_storage * WAN


def potassium(soil: float, content: float) -> float:
    # K = c Q; kg and g/kg, in t
    return soil * content / 1000 / 1000


def organic_matter(soil: float, organic_carbon_content: float, carbon_in_organic_matter: float) -> float:
    # M = Q c_C / s_C; 万t, gC/kg, kgC/kgOM, in t
    return soil * WAN * organic_carbon_content / 1000 / carbon_in_organic_matter


def one_line(
    weather: float, erodible_fraction: float, crust: float, roughness: float, simplified: Mapping[str, float]
) -> float:
    # k (WF·EF·SCF·K')^e in kg/m², here from t/km = kg/m to t/km²
    return simplified["scale"] * (weather * erodible_fraction * crust * roughness) ** simplified["exponent"] * 1000


def one_line_covered(
    weather: float,
    erodible_fraction: float,
    crust: float,
    roughness: float,
    cover: float,
    simplified: Mapping[str, float],
) -> float:
    # the same times C^e; cover in %, result in t/hm² (1 kg/m² = 10 t/hm²)
    bare = one_line(weather, erodible_fraction, crust, roughness, simplified) / 1000
    return bare * (cover / 100) ** simplified["exponent"] * 10


def net_of_dry_matter(dry_matter_productivity: float, carbon_per_dry_matter: float, ecosystem_share: float) -> float:
    # α · c · NPP; g/(m²·a), kgC/t and %, in kgC/(hm²·a)
    kilograms = dry_matter_productivity / 1000 * SQUARE_METRES_PER_HECTARE
    return kilograms * carbon_per_dry_matter / 1000 * ecosystem_share / 100


def dry_matter(area: float, dry_matter_gain: float, period: float) -> float:
    # A · m · t; 万亩 and kg/(m²·a), in 万t
    square_metres = area * WAN / MU_PER_HECTARE * SQUARE_METRES_PER_HECTARE
    return square_metres * dry_matter_gain / 1000 * period / WAN


def dioxide_of_dry_matter(dry_matter: float, carbon_dioxide_per_dry_matter: float) -> float:
    # 1.63 · M; 万t and gCO2/kg, result in tonnes of carbon
    return dry_matter * WAN * carbon_dioxide_per_dry_matter / 1000 * CARBON / (CARBON + 2 * OXYGEN)


def oxygen_of_dry_matter(dry_matter: float, oxygen_per_dry_matter: float) -> float:
    # 1.2 · M; kg and gO2/kg, in kg
    return dry_matter * oxygen_per_dry_matter / 1000


def revenue_of_nature(revenue: float, nature_share: float) -> float:
    # R · s; 亿元 and %, in 万元
    return revenue * YI * nature_share / 100 / WAN


def hour_of_travel(wage_rate: float, time_value_share: float) -> float:
    # τ · W; 元 a day of 24 h and %, in 元/h
    return wage_rate / 24 * time_value_share / 100


def index_of_hundred(selected_share: float) -> float:
    # 0–1 in ‰, result 0–1
    return selected_share / 1000


def contributed(gross_output: float, contribution_share: float) -> float:
    # O · s; 亿元 and ‰, result in 千元
    return gross_output * YI * contribution_share / 1000 / 1000


def attributed(spending: float, nature_share: float) -> float:
    # e · s; 千元 a visit and %, result in 百元
    return spending * 1000 * nature_share / 100 / 100


def visit_time(visit_time: float, hour_value: float) -> float:
    # t · w; min a visit and 元 a day of 24 h, result in 元
    return visit_time / 60 / 24 * hour_value


def noise(noise_reduction: float, belt_length: float) -> float:
    # ΔL · l; length in m, result in dB·km
    return belt_length / 1000 * noise_reduction


def ions(area: float, height: float, ion_concentration: float, ion_days: float, lifetime: float) -> float:
    # G = 5.256·10¹⁵ · Q A H / L of 365 days, as the formula of the forest standard is handed down: count/cm³, hm², m,
    # min; here km², cm, 个/L and h, and any number of days
    minutes = 5.256e15 / 365 * ion_days
    return minutes * (ion_concentration / 1000) * (area * 100) * (height / 100) / (lifetime * 60)


def ions_that_count(
    area: float, height: float, counted_concentration: float, ion_days: float, lifetime: float
) -> float:
    # the same in 亩, m, 万个/m³, d and s, result in 亿个
    cubic_metres = area / MU_PER_HECTARE * SQUARE_METRES_PER_HECTARE * height
    renewals = ion_days * 24 * 3600 / lifetime
    return counted_concentration * WAN * cubic_metres * renewals / YI


def ions_above(ion_concentration: float, threshold: float) -> float:
    # Q − 600 above the threshold, else nothing; 万个/m³ and 个/L, result in 个/cm³
    above = ion_concentration * WAN / 1e6 - threshold / 1000
    return above if above > 0 else 0.0


def equivalents(type_area: float, equivalents: float) -> float:
    # A · F; 万亩, result in km²
    return type_area * WAN / MU_PER_HECTARE / 100 * equivalents


SHARE = (0.0, 1.0)
PERCENT = (0.0, 100.0)
TRANSPORT = {
    "maximum_transfer": (80.0, 130.0),
    "critical_length": (100.0, 200.0),
    "critical_length_exponent": (-0.5, -0.2),
    "spread": (1.0, 3.0),
}
# The signs of a balance are kept apart, so that no difference cancels more digits than ROUNDING allows for.
ONE_LINE = {"scale": (0.1, 0.3), "exponent": (1.2, 1.5)}
RECOMPUTATIONS = [
    Recomputation(
        "products.gross_operating_surplus",
        surplus,
        "万元",
        {
            "gross_output": ("亿元", 20, 100),
            "intermediate_consumption": ("千元", 0, 2e5),
            "compensation_of_employees": ("百元", 0, 2e6),
            "other_production_taxes": ("元", 0, 2e8),
            "other_production_subsidies": ("十元", 0, 2e6),
        },
    ),
    Recomputation(
        "products.resource_rent",
        rent,
        "亿元",
        {
            "operating_surplus": ("万元", 2e5, 1e6),
            "fixed_capital_consumption": ("元", 0, 2e8),
            "return_to_produced_assets": ("千元", 0, 2e5),
            "self_employed_labour": ("百元", 0, 2e6),
        },
    ),
    Recomputation(
        "products.resource_rent",
        rent,
        "亿元",
        {
            "operating_surplus": ("万元", -1e6, 0),
            "fixed_capital_consumption": ("元", 0, 2e8),
            "return_to_produced_assets": ("千元", 0, 2e5),
            "self_employed_labour": ("百元", 0, 2e6),
        },
        case="of a branch that lives on unpaid labour",
    ),
    Recomputation(
        "water_retention.supplied_to_people",
        supplied,
        "亿m³",
        {"local_use": ("万m³", 0, 1e5), "outflow": ("亿m³", 10, 100), "inflow": ("m³", 0, 5e8)},
    ),
    Recomputation(
        "flood_mitigation.wetland_mitigation",
        wetland_event,
        "m³",
        {"peak_storage": ("亿m³", 1, 10), "initial_storage": ("万m³", 0, 5000)},
    ),
    Recomputation(
        "soil_retention.kept_potassium", potassium, "tK", {"soil": ("kg", 0, 1e9), "content": ("gK/kg", 0, 30)}
    ),
    Recomputation(
        "soil_retention.kept_organic_matter",
        organic_matter,
        "tOM",
        {
            "soil": ("万t", 0, 1e5),
            "organic_carbon_content": ("gC/kg", 0, 100),
            "carbon_in_organic_matter": ("kgC/kgOM", 0.4, 0.7),
        },
    ),
    Recomputation(
        "sand_fixation.simplified_potential_erosion",
        one_line,
        "t/km²",
        {
            "weather": ("t/km", 0, 60),
            "erodible_fraction": ("", *SHARE),
            "crust": ("", *SHARE),
            "roughness": ("", *SHARE),
        },
        {"simplified": ONE_LINE},
    ),
    Recomputation(
        "sand_fixation.simplified_actual_erosion",
        one_line_covered,
        "t/hm²",
        {
            "weather": ("t/km", 0, 60),
            "erodible_fraction": ("", *SHARE),
            "crust": ("", *SHARE),
            "roughness": ("", *SHARE),
            "cover": ("%", *PERCENT),
        },
        {"simplified": ONE_LINE},
    ),
    Recomputation(
        "carbon_sequestration.productivity_from_dry_matter",
        net_of_dry_matter,
        "kgC/(hm²·a)",
        {
            "dry_matter_productivity": ("g/(m²·a)", 0, 3000),
            "carbon_per_dry_matter": ("kgC/t", 400, 550),
            "ecosystem_share": ("%", -50, 90),
        },
    ),
    Recomputation(
        "carbon_sequestration.gained_dry_matter",
        dry_matter,
        "万t",
        {"area": ("万亩", 0.1, 5000), "dry_matter_gain": ("kg/(m²·a)", -1, 2), "period": ("a", 0.5, 3)},
    ),
    Recomputation(
        "carbon_sequestration.carbon_dioxide_of_dry_matter",
        dioxide_of_dry_matter,
        "tC",
        {"dry_matter": ("万t", -10, 1000), "carbon_dioxide_per_dry_matter": ("gCO2/kg", 1500, 1700)},
    ),
    Recomputation(
        "oxygen_release.oxygen_of_dry_matter",
        oxygen_of_dry_matter,
        "kgO2",
        {"dry_matter": ("kg", -1e6, 1e9), "oxygen_per_dry_matter": ("gO2/kg", 1100, 1300)},
    ),
    Recomputation(
        "tourism.attributed_revenue",
        revenue_of_nature,
        "万元",
        {"revenue": ("亿元", 0, 500), "nature_share": ("%", *PERCENT)},
    ),
    Recomputation(
        "tourism.value_of_time",
        hour_of_travel,
        "元/h",
        {"wage_rate": ("元/d", 0, 3000), "time_value_share": ("%", *PERCENT)},
    ),
    Recomputation(
        "species_conservation.irreplaceability_of_share", index_of_hundred, "", {"selected_share": ("‰", 0, 1000)}
    ),
    Recomputation(
        "negative_ions.produced_ions",
        ions,
        "个",
        {
            "area": ("km²", 0.1, 5000),
            "height": ("cm", 10, 3000),
            "ion_concentration": ("个/L", 1e5, 5e6),
            "ion_days": ("d", 0, 366),
            "lifetime": ("h", 0.1, 1),
        },
    ),
    Recomputation(
        "negative_ions.counted_ions",
        ions_that_count,
        "亿个",
        {
            "area": ("亩", 10, 1e6),
            "height": ("m", 0.1, 30),
            "counted_concentration": ("万个/m³", 0, 5e5),
            "ion_days": ("d", 0, 366),
            "lifetime": ("s", 60, 1200),
        },
    ),
    Recomputation(
        "negative_ions.counted_concentration",
        ions_above,
        "个/cm³",
        {"ion_concentration": ("万个/m³", 1.2e5, 5e5), "threshold": ("个/L", 1e5, 6e5)},
        case="of good air",
    ),
    Recomputation(
        "negative_ions.counted_concentration",
        ions_above,
        "个/cm³",
        {"ion_concentration": ("万个/m³", 0, 5e4), "threshold": ("个/L", 6e5, 9e5)},
        case="of stale air",
    ),
    Recomputation(
        "noise_attenuation.attenuated_noise",
        noise,
        "dB·km",
        {"noise_reduction": ("dB", 0, 15), "belt_length": ("m", 10, 1e5)},
    ),
    Recomputation(
        "products.contributed_value",
        contributed,
        "千元",
        {"gross_output": ("亿元", 0, 300), "contribution_share": ("‰", 0, 1000)},
    ),
    Recomputation(
        "products.residual_value",
        residual,
        "万元",
        {
            "gross_output": ("亿元", 20, 100),
            "intermediate_consumption": ("千元", 0, 2e5),
            "labour_cost": ("百元", 0, 2e6),
            "fixed_capital_consumption": ("元", 0, 2e8),
            "production_taxes": ("十元", -2e6, 2e6),
        },
    ),
    Recomputation(
        "products.residual_value",
        residual,
        "万元",
        {
            "gross_output": ("亿元", 0, 1),
            "intermediate_consumption": ("千元", 1e6, 2e6),
            "labour_cost": ("百元", 0, 2e6),
            "fixed_capital_consumption": ("元", 0, 2e8),
            "production_taxes": ("十元", -2e6, 2e6),
        },
        case="of a branch that costs more than it yields",
    ),
    Recomputation(
        "recreation.visit_time_value",
        visit_time,
        "元/人次",
        {"visit_time": ("min/人次", 0, 600), "hour_value": ("元/d", 0, 1000)},
    ),
    Recomputation(
        "tourism.attributed_spending",
        attributed,
        "百元/人次",
        {"spending": ("千元/人次", 0, 10), "nature_share": ("%", *PERCENT)},
    ),
    Recomputation(
        "unit_value.equivalent_area",
        equivalents,
        "km²",
        {"type_area": ("万亩", 0.1, 5000), "equivalents": ("", 0, 130)},
    ),
    Recomputation(
        "carbon_sequestration.carbon_accumulation",
        carbon_accumulation,
        "gC/(m²·a)",
        {
            "biomass_start": ("kg/m²", 0, 10),
            "biomass_end": ("t/亩", 10, 30),
            "interval": ("a", 1, 10),
            "carbon_per_dry_matter": ("kgC/t", 400, 550),
        },
    ),
    Recomputation(
        "carbon_sequestration.carbon_accumulation",
        carbon_accumulation,
        "gC/(m²·a)",
        {
            "biomass_start": ("kg/m²", 20, 40),
            "biomass_end": ("t/亩", 0, 10),
            "interval": ("a", 1, 10),
            "carbon_per_dry_matter": ("kgC/t", 400, 550),
        },
        case="of a loss",
    ),
    Recomputation(
        "carbon_sequestration.productivity_after_respiration",
        net_of_respiration,
        "kgC/(hm²·a)",
        {
            "net_primary_productivity": ("gC/(m²·a)", 400, 1000),
            "heterotrophic_respiration": ("gCO2/(m²·a)", 0, 1000),
        },
    ),
    Recomputation(
        "carbon_sequestration.productivity_from_ratio",
        net_by_share,
        "tC/(km²·a)",
        {"net_primary_productivity": ("gC/(m²·a)", 0, 1000), "ecosystem_share": ("%", -50, 90)},
    ),
    Recomputation(
        "climate_regulation.air_volume",
        air_volume,
        "亿m³",
        {"area": ("hm²", 1, 1e6), "height": ("m", 0, 50)},
    ),
    Recomputation(
        "climate_regulation.air_cooling_electricity",
        air_cooling,
        "万kW·h",
        {
            "air_volume": ("万m³", 1, 1e6),
            "temperature_difference": ("K", 0, 300),
            "air_density": ("g/L", 0.6, 1.3),
            "air_heat_capacity": ("J/(kg·K)", 950, 1050),
            "energy_efficiency_ratio": ("", 1.5, 6),
        },
    ),
    Recomputation(
        "climate_regulation.cooling_electricity",
        cooling_electricity,
        "kW·h",
        {"heat": ("GJ", 0, 1e6), "energy_efficiency_ratio": ("", 1.5, 6)},
    ),
    Recomputation(
        "flood_mitigation.marsh_soil_storage",
        marsh_soil,
        "万m³",
        {
            "marsh_area": ("hm²", 1, 1e6),
            "marsh_soil_depth": ("cm", 10, 200),
            "marsh_bulk_density": ("kg/m³", 50, 1200),
            "saturated_water_content": ("%", 200, 900),
            "natural_water_content": ("‰", 100, 1500),
            "water_density": ("t/m³", 0.95, 1.05),
        },
    ),
    Recomputation(
        "flood_mitigation.marsh_soil_and_surface",
        marsh_sum,
        "m³",
        {"soil_storage": ("万m³", 0, 1e5), "surface_storage": ("亿m³", 0, 10)},
    ),
    Recomputation(
        "flood_mitigation.vegetation_mitigation",
        storm_rain,
        "万m³",
        {"area": ("万亩", 0.1, 5000), "storm_precipitation": ("cm", 20, 60), "storm_runoff": ("m", 0, 0.15)},
    ),
    Recomputation(
        "flood_mitigation.paddy_mitigation",
        paddy,
        "m³",
        {"paddy_area": ("亩", 1, 1e6), "paddy_depth": ("cm", 0, 30)},
    ),
    Recomputation(
        "purification.quality_index",
        quality_index,
        "‰",
        {"concentration": ("μg/m³", 0, 500), "limit": ("mg/L", 0.01, 40)},
    ),
    Recomputation(
        "purification.removed_by_quality",
        removed_by_quality,
        "t",
        {"quality_index": ("%", 0, 200), "emission": ("kg", 0, 1e9), "capacity": ("万t", 0, 100)},
    ),
    Recomputation(
        "purification.removed_over_area",
        removed_over_area,
        "kg",
        {"area": ("km²", 0.1, 5000), "uptake": ("g/(m²·a)", 0, 4000), "period": ("a", 1, 5)},
    ),
    Recomputation(
        "carbon_sequestration.sequestered_carbon_dioxide",
        carbon_dioxide,
        "万tCO2",
        {"area": ("万亩", 0.1, 5000), "productivity": ("kgC/(m²·a)", -0.5, 1.5), "period": ("a", 1, 5)},
    ),
    Recomputation(
        "climate_regulation.transpiration_electricity",
        transpiration,
        "亿kW·h",
        {
            "area": ("km²", 0.1, 5000),
            "transpiration_heat": ("MJ/(m²·d)", 0.1, 10),
            "cooling_days": ("d", 0, 200),
            "energy_efficiency_ratio": ("", 1.5, 6),
        },
    ),
    Recomputation(
        "climate_regulation.cooling_by_evaporation",
        cooling,
        "万kW·h",
        {
            "area": ("hm²", 1, 1e6),
            "evaporation": ("cm/d", 0, 1.5),
            "cooling_days": ("d", 0, 200),
            "water_density": ("t/m³", 0.9, 1.1),
            "latent_heat": ("MJ/kg", 2.2, 2.6),
        },
    ),
    Recomputation(
        "climate_regulation.humidifying_by_evaporation",
        humidifying,
        "kW·h",
        {
            "area": ("km²", 0.1, 5000),
            "evaporation": ("m/d", 0, 0.015),
            "humidifying_days": ("d", 0, 366),
            "humidification_energy": ("MJ/m³", 300, 600),
        },
    ),
    Recomputation(
        "climate_regulation.evaporation_electricity",
        evaporation_sum,
        "kW·h",
        {"cooling": ("GJ", 0, 1e6), "humidifying": ("万kW·h", 0, 1e6)},
    ),
    Recomputation(
        "flood_mitigation.lake_storage",
        lake,
        "m³",
        {"lake_area": ("hm²", 10, 5e5), "exchanges": ("", 0.5, 4)},
        {"lake_storage": {"intercept": (4.0, 7.0), "exponent": (0.5, 1.2)}},
    ),
    Recomputation(
        "flood_mitigation.lake_mitigation",
        lake_of_county,
        "m³",
        {"storage": ("万m³", 1, 3e5), "county_share": ("%", *PERCENT)},
    ),
    Recomputation(
        "flood_mitigation.reservoir_mitigation",
        reservoir,
        "万m³",
        {"capacity": ("亿m³", 0.01, 300), "reservoir_share": ("‰", 0, 1000)},
    ),
    Recomputation(
        "flood_mitigation.marsh_mitigation",
        marsh,
        "m³",
        {"marsh_area": ("km²", 0.1, 5000), "marsh_depth": ("mm", 0, 1000)},
    ),
    Recomputation(
        "oxygen_release.released_oxygen",
        oxygen,
        "kgO2",
        {"carbon_dioxide": ("kgC", -1e6, 1e9), "oxygen_per_carbon_dioxide": ("gO2/kgCO2", 500, 1000)},
    ),
    Recomputation(
        "sand_fixation.potential_wind_erosion",
        potential_wind_erosion,
        "t/km²",
        {
            "weather": ("t/km", 0, 60),
            "erodible_fraction": ("", *SHARE),
            "crust": ("", *SHARE),
            "roughness": ("", *SHARE),
            "distance": ("hm", 0.1, 2),
        },
        {"transport": TRANSPORT},
    ),
    Recomputation(
        "sand_fixation.actual_wind_erosion",
        actual_wind_erosion,
        "t/hm²",
        {
            "weather": ("g/cm", 0, 600),
            "erodible_fraction": ("", *SHARE),
            "crust": ("", *SHARE),
            "roughness": ("", *SHARE),
            "cover": ("%", *PERCENT),
            "distance": ("km", 0.01, 0.2),
        },
        {"transport": TRANSPORT},
    ),
    Recomputation(
        "sand_fixation.fixed_sand",
        fixed_sand,
        "kg",
        {"area": ("亩", 10, 1e6), "potential": ("t/km²", 2000, 9000), "actual": ("kg/m²", 0, 1.5)},
    ),
    Recomputation(
        "sand_fixation.fixed_sand",
        fixed_sand,
        "kg",
        {"area": ("亩", 10, 1e6), "potential": ("t/km²", 0, 2000), "actual": ("kg/m²", 3, 9)},
        case="with more actual than potential erosion",
    ),
    Recomputation(
        "sand_fixation.protected_area",
        protected_area,
        "km²",
        {"sand": ("万t", 0, 1000), "bulk_density": ("kg/m³", 1000, 1800), "cover_depth": ("cm", 5, 30)},
    ),
    Recomputation(
        "soil_retention.potential_erosion",
        potential_erosion,
        "kg",
        {
            "area": ("km²", 0.1, 5000),
            "erosivity": ("MJ·cm/(hm²·h·a)", 1, 1000),
            "erodibility": ("kg·hm²·h/(hm²·MJ·mm)", 1, 60),
            "topography": ("", 0, 40),
            "period": ("a", 1, 5),
        },
    ),
    Recomputation(
        "soil_retention.actual_erosion",
        actual_erosion,
        "t",
        {"potential": ("kg", 0, 1e9), "cover": ("%", *PERCENT), "practice": ("‰", 0, 1000)},
    ),
    Recomputation(
        "soil_retention.retained_soil",
        retained_soil,
        "t",
        {"potential": ("亿t", 1, 50), "actual": ("万t", 0, 5000)},
    ),
    Recomputation(
        "soil_retention.silt_volume",
        silt_volume,
        "亿m³",
        {"soil": ("亿t", 0, 50), "silted_share": ("%", *PERCENT), "bulk_density": ("g/mL", 0.8, 1.8)},
    ),
    Recomputation(
        "soil_retention.kept_nitrogen",
        kept_nutrient,
        "tN",
        {"soil": ("万t", 0, 5e5), "content": ("kgN/t", 0, 10)},
    ),
    Recomputation(
        "soil_retention.kept_phosphorus",
        kept_nutrient,
        "tP",
        {"soil": ("万t", 0, 5e5), "content": ("kgP/t", 0, 10)},
    ),
    Recomputation(
        "tourism.trip_cost",
        trip_cost,
        "千元/人次",
        {
            "travel_time": ("d/人次", 0, 10),
            "wage": ("元/min", 0, 3),
            "transport_cost": ("万元/人次", 0, 0.5),
            "lodging_cost": ("百元/人次", 0, 30),
            "entry_cost": ("元/人次", 0, 300),
        },
    ),
    Recomputation(
        "water_retention.storm_runoff",
        storm_runoff,
        "cm",
        {"precipitation": ("m", 0, 2), "runoff_coefficient": ("%", *PERCENT)},
    ),
    Recomputation(
        "water_retention.water_balance",
        water_balance,
        "万m³",
        {
            "area": ("hm²", 1, 1e6),
            "precipitation": ("cm", 60, 120),
            "runoff": ("m", 0, 0.2),
            "evapotranspiration": ("mm", 0, 300),
        },
        case="of a surplus",
    ),
    Recomputation(
        "water_retention.water_balance",
        water_balance,
        "万m³",
        {
            "area": ("hm²", 1, 1e6),
            "precipitation": ("cm", 0, 20),
            "runoff": ("m", 0, 0.2),
            "evapotranspiration": ("mm", 300, 1200),
        },
        case="of a deficit",
    ),
    Recomputation(
        "water_retention.retained_water",
        retained_water,
        "m³",
        {"balance": ("万m³", -1e4, 1e4), "negative_share": ("%", *PERCENT)},
    ),
    Recomputation(
        "water_retention.uncounted_deficit",
        uncounted_deficit,
        "m³",
        {"balance": ("百m³", -1e6, -1e4), "retained": ("万m³", -50, 0)},
    ),
]


def test_every_rule_is_computed_a_second_time() -> None:
    assert {item.rule for item in RECOMPUTATIONS} == set(BY_NAME)
    for item in RECOMPUTATIONS:
        assert [*item.arguments, *item.sets] == sorted(
            BY_NAME[item.rule].arguments, key=[*item.arguments, *item.sets].index
        )


@pytest.mark.parametrize("item", RECOMPUTATIONS, ids=str)
def test_a_second_computation_agrees(item: Recomputation) -> None:
    generator = np.random.default_rng(20251)
    for _ in range(200):
        numbers = {name: generator.uniform(low, high) for name, (_, low, high) in item.arguments.items()}
        sets = {
            name: {key: generator.uniform(*limits) for key, limits in fields.items()}
            for name, fields in item.sets.items()
        }
        expected = item.formula(**numbers, **sets)
        got = BY_NAME[item.rule](
            **{
                name: Quantity(number, unit(item.arguments[name][0], price_year=PRICE_YEAR))
                for name, number in numbers.items()
            },
            **{name: ParameterSet(fields) for name, fields in sets.items()},
        )
        assert got.to(item.result).magnitude == pytest.approx(expected, rel=ROUNDING, abs=0)
