"""Every rule of every service against the second derivation, on drawn numbers in other units than the declared ones."""

from __future__ import annotations

import derived_air_and_carbon as air
import derived_soil as soil
import derived_values as values
import derived_water as water
import derived_wind as wind
import pytest
from comparing import Comparison, constants_of, edge, rules_of

import gep.services
from gep.units import ParameterSet

HM2_PER_MU = 1 / 15
SHARE = ("", 0, 1)
PERCENT = ("%", 0, 100)

COMPARISONS = [
    # km² → hm², mm → cm and m
    Comparison(
        "storm_runoff",
        lambda precipitation, runoff_coefficient: water.storm_runoff_mm(precipitation * 1000, runoff_coefficient / 100),
        "mm",
        {"precipitation": ("m", 0, 2), "runoff_coefficient": PERCENT},
    ),
    Comparison(
        "water_balance",
        lambda area, precipitation, runoff, evapotranspiration: water.water_balance_m3(
            area / 100, precipitation * 10, runoff * 1000, evapotranspiration
        ),
        "m³",
        {
            "area": ("hm²", 0, 1e6),
            "precipitation": ("cm", 0, 150),
            "runoff": ("m", 0, 0.5),
            "evapotranspiration": ("mm", 0, 1500),
        },
        size=lambda area, precipitation, runoff, evapotranspiration: area * 1e4 * 1.5,
    ),
    Comparison(
        "retained_water",
        lambda balance, negative_share: water.retained_water_m3(balance * 1e4, negative_share / 100),
        "m³",
        {"balance": ("万m³", -1e5, 1e5, 0), "negative_share": PERCENT},
    ),
    # the deficit that is left out, as an amount: what was kept of the balance less the balance
    Comparison(
        "uncounted_deficit",
        lambda balance, retained: retained * 1e4 - balance * 1e8,
        "m³",
        {"balance": ("亿m³", -10, 0), "retained": ("万m³", -1e5, 0)},
        size=lambda balance, retained: 1e9,
    ),
    Comparison(
        "potential_erosion",
        lambda area, erosivity, erodibility, topography, period: soil.potential_erosion_t(
            area * 100, erosivity * 10, erodibility / 1000, topography, period
        ),
        "t",
        {
            "area": ("km²", 0, 5000),
            "erosivity": ("MJ·cm/(hm²·h·a)", 0, 1000),
            "erodibility": ("kg·hm²·h/(hm²·MJ·mm)", 0, 100),
            "topography": ("", 0, 60),
            "period": ("a", 0.5, 5),
        },
    ),
    Comparison(
        "actual_erosion",
        lambda potential, cover, practice: potential * 1e4 * (cover / 100) * (practice / 1000),
        "t",
        {"potential": ("万t", 0, 1e5), "cover": PERCENT, "practice": ("‰", 0, 1000)},
    ),
    Comparison(
        "retained_soil",
        lambda potential, actual: potential * 1e8 - actual * 1e4,
        "t",
        {"potential": ("亿t", 0, 50), "actual": ("万t", 0, 5e5)},
        size=lambda potential, actual: 5e9,
    ),
    Comparison(
        "silt_volume",
        lambda tonnes, silted_share, bulk_density: soil.silt_m3(tonnes * 1e4, silted_share / 100, bulk_density / 1000),
        "m³",
        {"soil": ("万t", 0, 1e5), "silted_share": PERCENT, "bulk_density": ("kg/m³", 500, 1800)},
    ),
    Comparison(
        "kept_nitrogen",
        lambda tonnes, content: soil.nutrient_t(tonnes * 1e4, content / 10),
        "tN",
        {"soil": ("万t", 0, 1e5), "content": ("kgN/t", 0, 20)},
    ),
    Comparison(
        "kept_phosphorus",
        lambda tonnes, content: soil.nutrient_t(tonnes * 1e4, content / 10),
        "tP",
        {"soil": ("万t", 0, 1e5), "content": ("kgP/t", 0, 20)},
    ),
    # weather in g/cm = 0.1 kg/m; result in t/km² = 0.001 kg/m²
    Comparison(
        "potential_wind_erosion",
        lambda weather, erodible_fraction, crust, roughness, distance, **constants: wind.sediment_kg_m2(
            weather / 10, erodible_fraction / 100, crust, roughness, 1.0, distance * 1000, **constants
        ),
        "kg/m²",
        {
            "weather": ("g/cm", 0, 2000),
            "erodible_fraction": PERCENT,
            "crust": SHARE,
            "roughness": SHARE,
            "distance": ("km", 0.01, 0.2, 0.05),
        },
        ("transport", constants_of(wind.sediment_kg_m2)),
    ),
    Comparison(
        "actual_wind_erosion",
        lambda weather, erodible_fraction, crust, roughness, cover, distance, **constants: wind.sediment_kg_m2(
            weather / 10, erodible_fraction / 100, crust, roughness, cover / 1000, distance * 1000, **constants
        ),
        "kg/m²",
        {
            "weather": ("g/cm", 0, 2000),
            "erodible_fraction": PERCENT,
            "crust": SHARE,
            "roughness": SHARE,
            "cover": ("‰", 0, 1000),
            "distance": ("km", 0.01, 0.2, 0.05),
        },
        ("transport", constants_of(wind.sediment_kg_m2)),
    ),
    Comparison(
        "fixed_sand",
        lambda area, potential, actual: wind.fixed_sand_t(area * HM2_PER_MU / 100, potential / 1000, actual / 10),
        "t",
        {"area": ("亩", 0, 1e7), "potential": ("t/km²", 0, 9000), "actual": ("t/hm²", 0, 90)},
        size=lambda area, potential, actual: area * 9000 / 1500,
    ),
    Comparison(
        "protected_area",
        lambda sand, bulk_density, cover_depth: wind.protected_area_m2(
            sand * 1e4, bulk_density / 1000, cover_depth / 100
        ),
        "m²",
        {"sand": ("万t", 0, 1e5), "bulk_density": ("kg/m³", 900, 1800), "cover_depth": ("cm", 1, 50)},
    ),
    Comparison(
        "lake_storage",
        lambda lake_area, exchanges, **constants: water.lake_storage_wan_m3(
            lake_area / 100, exchanges=exchanges / 100, **constants
        ),
        "万m³",
        {"lake_area": ("hm²", 0, 5e5, 100), "exchanges": ("%", 50, 400)},
        ("lake_storage", {"intercept": 6.636, "exponent": 0.678}),
    ),
    Comparison(
        "lake_mitigation",
        lambda storage, county_share: water.lake_mitigation_m3(storage * 1e4, county_share / 100),
        "m³",
        {"storage": ("亿m³", 0, 100), "county_share": PERCENT},
    ),
    Comparison(
        "reservoir_mitigation",
        lambda capacity, reservoir_share: water.reservoir_mitigation_m3(capacity * 1e8, reservoir_share / 100),
        "m³",
        {"capacity": ("亿m³", 0, 300), "reservoir_share": PERCENT},
    ),
    Comparison(
        "marsh_mitigation",
        lambda marsh_area, marsh_depth: water.marsh_standing_water_m3(marsh_area, marsh_depth / 100),
        "m³",
        {"marsh_area": ("km²", 0, 5000), "marsh_depth": ("cm", 0, 100)},
    ),
    Comparison(
        "marsh_soil_storage",
        lambda marsh_area, marsh_soil_depth, marsh_bulk_density, saturated_water_content, natural_water_content,
        water_density: water.marsh_soil_storage_m3(
            marsh_area, marsh_soil_depth / 100, marsh_bulk_density / 1000, saturated_water_content,
            natural_water_content * 100, water_density * 1000,
        ),
        "m³",
        {
            "marsh_area": ("km²", 0, 5000),
            "marsh_soil_depth": ("cm", 0, 200),
            "marsh_bulk_density": ("kg/m³", 50, 1500),
            "saturated_water_content": ("%", 0, 900),
            "natural_water_content": ("", 0, 9),
            "water_density": ("t/m³", 0.95, 1.05),
        },
        size=lambda marsh_area, marsh_soil_depth, marsh_bulk_density, *_: (
            marsh_area * 1e6 * marsh_soil_depth / 100 * marsh_bulk_density / 1000 * 10
        ),
    ),
    Comparison(
        "marsh_soil_and_surface",
        lambda soil_storage, surface_storage: soil_storage * 1e4 + surface_storage * 1e8,
        "m³",
        {"soil_storage": ("万m³", 0, 1e5), "surface_storage": ("亿m³", 0, 10)},
    ),
    Comparison(
        "vegetation_mitigation",
        lambda area, storm_precipitation, storm_runoff: water.vegetation_mitigation_m3(
            area / 100, storm_precipitation * 10, storm_runoff * 1000
        ),
        "m³",
        {"area": ("hm²", 0, 1e6), "storm_precipitation": ("cm", 0, 60), "storm_runoff": ("m", 0, 0.6)},
        size=lambda area, storm_precipitation, storm_runoff: area * 1e4 * 0.6,
    ),
    Comparison(
        "paddy_mitigation",
        lambda paddy_area, paddy_depth: water.paddy_mitigation_m3(paddy_area * HM2_PER_MU / 100, paddy_depth / 1000),
        "m³",
        {"paddy_area": ("亩", 0, 1e6), "paddy_depth": ("mm", 0, 300)},
    ),
    Comparison(
        "removed_over_area",
        lambda area, uptake, period: air.removed_by_capacity_t(area * 100, uptake * 10, period),
        "t",
        {"area": ("km²", 0, 5000), "uptake": ("t/(km²·a)", 0, 4000), "period": ("a", 0.5, 5)},
    ),
    Comparison(
        "quality_index",
        lambda concentration, limit: concentration / 1000 / limit,
        "",
        {"concentration": ("μg/m³", 0, 500), "limit": ("mg/m³", 0.01, 40)},
    ),
    Comparison(
        "removed_by_quality",
        lambda quality_index, emission, capacity: air.removed_by_quality_t(
            quality_index, 1.0, emission / 1000, capacity * 1e4
        ),
        "t",
        {"quality_index": ("", 0, 3, *edge(1.0)), "emission": ("kg", 0, 1e9), "capacity": ("万t", 0, 100)},
    ),
    Comparison(
        "sequestered_carbon_dioxide",
        lambda area, productivity, period: air.carbon_dioxide_t(area * 100, productivity / 100, period),
        "tCO2",
        {"area": ("km²", 0, 5000), "productivity": ("gC/(m²·a)", -300, 1500, 0), "period": ("a", 0.5, 5)},
    ),
    Comparison(
        "carbon_accumulation",
        lambda biomass_start, biomass_end, interval, carbon_per_dry_matter: air.biomass_carbon_t_hm2_a(
            biomass_start * 10, biomass_end / 100, interval, carbon_per_dry_matter / 1000
        ),
        "tC/(hm²·a)",
        {
            "biomass_start": ("kg/m²", 0, 40),
            "biomass_end": ("t/km²", 0, 40_000),
            "interval": ("a", 0.5, 10),
            "carbon_per_dry_matter": ("kgC/t", 400, 550),
        },
        size=lambda *_: 400,
    ),
    Comparison(
        "productivity_after_respiration",
        lambda net_primary_productivity, heterotrophic_respiration: air.nep_by_respiration(
            net_primary_productivity / 100, heterotrophic_respiration / 100 * 12 / 44
        ),
        "tC/(hm²·a)",
        {
            "net_primary_productivity": ("gC/(m²·a)", 0, 1500),
            "heterotrophic_respiration": ("gCO2/(m²·a)", 0, 3000),
        },
        size=lambda *_: 15,
    ),
    Comparison(
        "productivity_from_ratio",
        lambda net_primary_productivity, ecosystem_share: air.nep_by_share(
            net_primary_productivity / 100, ecosystem_share / 100
        ),
        "tC/(hm²·a)",
        {"net_primary_productivity": ("gC/(m²·a)", 0, 1500), "ecosystem_share": ("%", -50, 100, 0)},
    ),
    Comparison(
        "released_oxygen",
        lambda carbon_dioxide, oxygen_per_carbon_dioxide: air.oxygen_t(
            carbon_dioxide * 1e4, oxygen_per_carbon_dioxide / 1000
        ),
        "tO2",
        {"carbon_dioxide": ("万tCO2", -100, 1000, 0), "oxygen_per_carbon_dioxide": ("kgO2/tCO2", 600, 800)},
    ),
    Comparison(
        "transpiration_electricity",
        lambda area, transpiration_heat, cooling_days, energy_efficiency_ratio: air.transpiration_kwh(
            area * 1e6, transpiration_heat * 1000, cooling_days, energy_efficiency_ratio
        ),
        "kW·h",
        {
            "area": ("km²", 0, 5000),
            "transpiration_heat": ("MJ/(m²·d)", 0, 10),
            "cooling_days": ("d", 0, 366),
            "energy_efficiency_ratio": ("", 1, 6),
        },
    ),
    Comparison(
        "air_volume",
        lambda area, height: area * 1e6 * (height * 1000),
        "m³",
        {"area": ("km²", 0, 5000), "height": ("km", 0, 0.05)},
    ),
    Comparison(
        "air_cooling_electricity",
        lambda air_volume, temperature_difference, air_density, air_heat_capacity, energy_efficiency_ratio: (
            air.air_cooling_kwh(
                air_volume * 1e8, 1.0, temperature_difference, air_density, air_heat_capacity / 1000,
                energy_efficiency_ratio,
            )
        ),
        "kW·h",
        {
            "air_volume": ("亿m³", 0, 100),
            "temperature_difference": ("K", 0, 300),
            "air_density": ("g/L", 0.5, 1.3),
            "air_heat_capacity": ("J/(kg·K)", 950, 1050),
            "energy_efficiency_ratio": ("", 1, 6),
        },
    ),
    Comparison(
        "cooling_by_evaporation",
        lambda area, evaporation, cooling_days, water_density, latent_heat: air.evaporation_heat_kwh(
            air.evaporated_m3(area * 1e4, evaporation * 10, cooling_days), water_density * 1000, latent_heat * 1000
        ),
        "kW·h",
        {
            "area": ("hm²", 0, 5e5),
            "evaporation": ("cm/d", 0, 2),
            "cooling_days": ("d", 0, 366),
            "water_density": ("t/m³", 0.95, 1.05),
            "latent_heat": ("kJ/g", 2.2, 2.6),
        },
    ),
    Comparison(
        "cooling_electricity",
        lambda heat, energy_efficiency_ratio: heat * 1e6 / 3600 / energy_efficiency_ratio,
        "kW·h",
        {"heat": ("GJ", 0, 1e6), "energy_efficiency_ratio": ("", 1, 6)},
    ),
    Comparison(
        "humidifying_by_evaporation",
        lambda area, evaporation, humidifying_days, humidification_energy: air.humidifying_kwh(
            air.evaporated_m3(area * 1e4, evaporation * 10, humidifying_days), humidification_energy * 1000 / 3600
        ),
        "kW·h",
        {
            "area": ("hm²", 0, 5e5),
            "evaporation": ("cm/d", 0, 2),
            "humidifying_days": ("d", 0, 366),
            "humidification_energy": ("MJ/m³", 100, 900),
        },
    ),
    Comparison(
        "evaporation_electricity",
        lambda cooling, humidifying: cooling * 1e6 / 3600 + humidifying * 1e8,
        "kW·h",
        {"cooling": ("GJ", 0, 1e9), "humidifying": ("亿kW·h", 0, 10)},
    ),
    Comparison(
        "attenuated_noise",
        lambda noise_reduction, belt_length: air.noise_db_km(noise_reduction, belt_length / 1000),
        "dB·km",
        {"noise_reduction": ("dB", 0, 15), "belt_length": ("m", 0, 1e6)},
    ),
    Comparison(
        "produced_ions",
        lambda area, height, ion_concentration, ion_days, lifetime: air.ions(
            area * 100, height / 100, ion_concentration / 1000, ion_days, lifetime / 60
        ),
        "个",
        {
            "area": ("km²", 0, 5000),
            "height": ("cm", 0, 3000),
            "ion_concentration": ("个/L", 0, 5e6),
            "ion_days": ("d", 0, 366),
            "lifetime": ("s", 10, 3600),
        },
    ),
    Comparison(
        "counted_concentration",
        lambda ion_concentration, threshold: air.counted_concentration(ion_concentration, threshold / 1000),
        "个/cm³",
        {"ion_concentration": ("个/cm³", 0, 5000, *edge(600)), "threshold": ("个/L", 3e5, 9e5, 6e5)},
        size=lambda *_: 5000,
    ),
    Comparison(
        "counted_ions",
        lambda area, height, counted_concentration, ion_days, lifetime: air.ions(
            area * HM2_PER_MU, height, counted_concentration / 100, ion_days, lifetime * 60
        ),
        "个",
        {
            "area": ("亩", 0, 1e6),
            "height": ("m", 0, 30),
            "counted_concentration": ("万个/m³", 0, 5e5),
            "ion_days": ("d", 0, 366),
            "lifetime": ("h", 0.1, 1),
        },
    ),
    Comparison(
        "residual_value",
        lambda gross_output, intermediate_consumption, labour_cost, fixed_capital_consumption, production_taxes: (
            values.residual_value(
                gross_output * 1e8, intermediate_consumption * 1e4, labour_cost * 1000, fixed_capital_consumption,
                production_taxes * 100,
            )
        ),
        "元",
        {
            "gross_output": ("亿元", 0, 100),
            "intermediate_consumption": ("万元", 0, 1e5),
            "labour_cost": ("千元", 0, 1e6),
            "fixed_capital_consumption": ("元", 0, 1e9),
            "production_taxes": ("百元", -1e6, 1e6, 0),
        },
        size=lambda *_: 1e10,
    ),
    Comparison(
        "contributed_value",
        lambda gross_output, contribution_share: values.product(gross_output * 1e8, contribution_share / 100),
        "元",
        {"gross_output": ("亿元", 0, 100), "contribution_share": PERCENT},
    ),
    Comparison(
        "trip_cost",
        lambda travel_time, wage, transport_cost, lodging_cost, entry_cost: values.trip_cost(
            travel_time / 60, wage / 24, transport_cost * 1000, lodging_cost * 100, entry_cost
        ),
        "元/人次",
        {
            "travel_time": ("min/人次", 0, 6000),
            "wage": ("元/d", 0, 2000),
            "transport_cost": ("千元/人次", 0, 5),
            "lodging_cost": ("百元/人次", 0, 30),
            "entry_cost": ("元/人次", 0, 500),
        },
    ),
    Comparison(
        "attributed_spending",
        lambda spending, nature_share: values.product(spending * 1000, nature_share / 100),
        "元/人次",
        {"spending": ("千元/人次", 0, 10), "nature_share": PERCENT},
    ),
    Comparison(
        "visit_time_value",
        lambda visit_time, hour_value: values.product(visit_time / 60, hour_value),
        "元/人次",
        {"visit_time": ("min/人次", 0, 600), "hour_value": ("元/h", 0, 200)},
    ),
    Comparison(
        "equivalent_area",
        lambda type_area, equivalents: values.product(type_area * 100, equivalents),
        "hm²",
        {"type_area": ("km²", 0, 5000), "equivalents": ("", 0, 130)},
    ),
    Comparison(
        "supplied_to_people",
        lambda use, outflow, inflow: water.supplied_water_m3(use * 1e4, outflow * 1e8, inflow * 1e8),
        "m³",
        {"local_use": ("万m³", 0, 1e5), "outflow": ("亿m³", 0, 100), "inflow": ("亿m³", 0, 100)},
        size=lambda *_: 1e10,
    ),
    Comparison(
        "wetland_mitigation",
        lambda peak, initial: water.wetland_event_m3(peak * 1e8, initial * 1e4),
        "m³",
        {"peak_storage": ("亿m³", 0, 10), "initial_storage": ("万m³", 0, 1e5)},
        size=lambda *_: 1e9,
    ),
    Comparison(
        "kept_potassium",
        lambda tonnes, content: soil.nutrient_t(tonnes * 1e4, content / 10),
        "tK",
        {"soil": ("万t", 0, 1e5), "content": ("kgK/t", 0, 20)},
    ),
    Comparison(
        "kept_organic_matter",
        lambda tonnes, carbon, share: soil.organic_matter_t(tonnes * 1e4, carbon / 10, share / 10),
        "tOM",
        {
            "soil": ("万t", 0, 1e5),
            "organic_carbon_content": ("kgC/t", 0, 200),
            "carbon_in_organic_matter": ("kgC/tOM", 500, 600, 580),
        },
    ),
    Comparison(
        "simplified_potential_erosion",
        lambda weather, erodible, crust, rough, **constants: wind.simplified_kg_m2(
            weather / 10, erodible / 100, crust, rough, 1.0, **constants
        ),
        "kg/m²",
        {"weather": ("g/cm", 0, 2000), "erodible_fraction": PERCENT, "crust": SHARE, "roughness": SHARE},
        ("simplified", constants_of(wind.simplified_kg_m2)),
    ),
    Comparison(
        "simplified_actual_erosion",
        lambda weather, erodible, crust, rough, cover, **constants: wind.simplified_kg_m2(
            weather / 10, erodible / 100, crust, rough, cover / 100, **constants
        ),
        "kg/m²",
        {
            "weather": ("g/cm", 0, 2000),
            "erodible_fraction": PERCENT,
            "crust": SHARE,
            "roughness": SHARE,
            "cover": PERCENT,
        },
        ("simplified", constants_of(wind.simplified_kg_m2)),
    ),
    Comparison(
        "productivity_from_dry_matter",
        lambda dry, carbon, share: air.nep_of_dry_matter(dry / 100, carbon / 1000, share / 100),
        "tC/(hm²·a)",
        {
            "dry_matter_productivity": ("g/(m²·a)", 0, 3000),
            "carbon_per_dry_matter": ("kgC/t", 400, 550),
            "ecosystem_share": ("%", -50, 100, 0),
        },
    ),
    Comparison(
        "gained_dry_matter",
        lambda area, gain, years: air.gained_dry_matter_t(area * 100, gain / 100, years),
        "t",
        {"area": ("km²", 0, 5000), "dry_matter_gain": ("g/(m²·a)", -100, 3000, 0), "period": ("a", 0.5, 5)},
    ),
    Comparison(
        "carbon_dioxide_of_dry_matter",
        lambda dry, per_dry: air.of_dry_matter_t(dry * 1e4, per_dry / 1000),
        "tCO2",
        {"dry_matter": ("万t", -100, 1e4, 0), "carbon_dioxide_per_dry_matter": ("kgCO2/t", 1500, 1700, 1630)},
    ),
    Comparison(
        "oxygen_of_dry_matter",
        lambda dry, per_dry: air.of_dry_matter_t(dry * 1e4, per_dry / 1000),
        "tO2",
        {"dry_matter": ("万t", -100, 1e4, 0), "oxygen_per_dry_matter": ("kgO2/t", 1000, 1400, 1200)},
    ),
    Comparison(
        "irreplaceability_of_share",
        lambda share: air.irreplaceability_pct(share / 1000),
        "%",
        {"selected_share": ("‰", 0, 1000)},
    ),
    Comparison(
        "gross_operating_surplus",
        lambda output, intermediate, labour, taxes, subsidies: values.operating_surplus(
            output * 1e8, intermediate * 1e4, labour * 1000, taxes * 100, subsidies * 100
        ),
        "元",
        {
            "gross_output": ("亿元", 0, 100),
            "intermediate_consumption": ("万元", 0, 1e5),
            "compensation_of_employees": ("千元", 0, 1e6),
            "other_production_taxes": ("百元", 0, 1e6),
            "other_production_subsidies": ("百元", 0, 1e6),
        },
        size=lambda *_: 1e10,
    ),
    Comparison(
        "resource_rent",
        lambda surplus, capital, return_, self_employed: values.resource_rent(
            surplus * 1e8, capital * 1e4, return_ * 1000, self_employed
        ),
        "元",
        {
            "operating_surplus": ("亿元", -10, 100, 0),
            "fixed_capital_consumption": ("万元", 0, 1e5),
            "return_to_produced_assets": ("千元", 0, 1e6),
            "self_employed_labour": ("元", 0, 1e9),
        },
        size=lambda *_: 1e10,
    ),
    Comparison(
        "value_of_time",
        lambda wage, share: values.product(wage / 24, share / 100),
        "元/h",
        {"wage_rate": ("元/d", 0, 2000), "time_value_share": PERCENT},
    ),
    Comparison(
        "attributed_revenue",
        lambda revenue, share: values.product(revenue * 1e8, share / 100),
        "元",
        {"revenue": ("亿元", 0, 500), "nature_share": PERCENT},
    ),
]  # fmt: skip


def test_every_rule_is_derived() -> None:
    assert sorted(item.rule for item in COMPARISONS) == sorted(rules_of(gep.services))


@pytest.mark.parametrize("item", COMPARISONS, ids=str)
def test_a_rule_agrees_with_its_derivation(item: Comparison) -> None:
    assert item.check(seed=46869) > 10


def test_a_deficit_is_shared_between_counted_and_uncounted() -> None:
    rules = rules_of(gep.services)
    for balance in (-1e6, -1.0, 0.0, 5.0):
        for share in (0.0, 0.3, 1.0):
            kept = rules["retained_water"].evaluate({"balance": balance, "negative_share": share})
            cut = rules["uncounted_deficit"].evaluate({"balance": balance, "retained": kept})
            assert float(kept) == pytest.approx(water.retained_water_m3(balance, share), rel=1e-15)
            assert float(cut) == pytest.approx(water.uncounted_deficit_m3(balance, share), rel=1e-15)


def test_the_chains_agree_with_the_one_line_equations() -> None:
    """R K L S (1 - C P) in one line, and SR from the five factors: a chain may not lose a step."""
    rules = rules_of(gep.services)
    row = {"area": 1234.0, "erosivity": 800.0, "erodibility": 0.03, "topography": 7.5, "period": 1.0}
    potential = rules["potential_erosion"].evaluate(row)
    actual = rules["actual_erosion"].evaluate({"potential": potential, "cover": 0.2, "practice": 0.5})
    kept = rules["retained_soil"].evaluate({"potential": potential, "actual": actual})
    assert float(kept) == pytest.approx(soil.retained_soil_t(1234.0, 800.0, 0.03, 7.5, 0.2, 0.5, 1.0), rel=1e-14)

    transport = ParameterSet(constants_of(wind.sediment_kg_m2))
    factors = {"weather": 10.0, "erodible_fraction": 0.5, "crust": 0.6, "roughness": 0.8, "distance": 50.0}
    bare = rules["potential_wind_erosion"].evaluate({**factors, "transport": transport})
    grown = rules["actual_wind_erosion"].evaluate({**factors, "cover": 0.01, "transport": transport})
    fixed = rules["fixed_sand"].evaluate({"area": 3.0, "potential": bare, "actual": grown})
    expected = wind.fixed_sand_t(
        3.0, wind.sediment_kg_m2(10, 0.5, 0.6, 0.8, 1.0, 50), wind.sediment_kg_m2(10, 0.5, 0.6, 0.8, 0.01, 50)
    )
    assert float(fixed) == pytest.approx(expected, rel=1e-14)
