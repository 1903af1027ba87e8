"""The services of the illustrative examples, computed a second time from their tables.

Formulas are those of the 2010 account of Garzê, of HJ 1173-2021 and of the guides that take them up; one function a
method, each from an example to the value [元] of its lines.
"""

from __future__ import annotations

import math

from by_hand import (
    CM3_PER_M3,
    CO2_PER_C,
    HM2_PER_KM2,
    J_PER_KWH,
    KG_PER_T,
    M2_PER_HM2,
    M2_PER_KM2,
    M2_PER_MU,
    M3_PER_MM_KM2,
    MINUTES_PER_DAY,
    O2_PER_CO2,
    PERIOD,
    PROFILES,
    WAN,
    YI,
    Example,
    Lines,
    entry_of,
    item_key,
    key_of,
    toml,
)

OUTPUT_UNITS = {"t": 1, "万t": WAN, "万株": WAN, "万头": WAN, "万只": WAN}
UNIT_PRICE_UNITS = {"元/kg": KG_PER_T, "元/t": 1, "元/株": 1, "元/头": 1, "元/只": 1}
PRODUCTS = {
    "农业产品": "agriculture",
    "林业产品": "forestry",
    "畜牧业产品": "livestock",
    "渔业产品": "fishery",
    "其他产品": "other_products",
}


# ---- products ----


def products(example: Example) -> Lines:
    lines = {}
    for row in example.read("products"):
        service, ecosystem = PRODUCTS[row["service"]], key_of(row["ecosystem"])
        if row["net_output"]:
            assert not row["output"] + row["unit_price"]
            lines[service, "net_output", row["item"], ecosystem] = float(row["net_output"]) * WAN  # 万元
            continue
        assert row["output_unit"].lstrip("万") in {"t", row["unit_price_unit"].removeprefix("元/")}
        output = float(row["output"]) * OUTPUT_UNITS[row["output_unit"]]
        unit_price = float(row["unit_price"]) * UNIT_PRICE_UNITS[row["unit_price_unit"]]
        lines[service, "output", row["item"], ecosystem] = output * unit_price
    return lines


def residuals(example: Example) -> Lines:
    lines = {}
    for row in example.read("products_residual"):
        (suffix,) = {name.removeprefix("gross_output") for name in row if name.startswith("gross_output")}
        unit = {"": WAN, " [亿元]": YI}[suffix]
        costs = ("intermediate_consumption", "labour_cost", "fixed_capital_consumption", "production_taxes")
        left = float(row[f"gross_output{suffix}"]) - math.fsum(float(row[f"{name}{suffix}"]) for name in costs)
        lines[PRODUCTS[row["service"]], "residual_value", row["item"], key_of(row["ecosystem"])] = left * unit
    return lines


def contributions(example: Example) -> Lines:
    lines = {}
    for row in example.read("products_contribution"):
        gross = float(row["gross_output"]) * WAN if "gross_output" in row else float(row["gross_output [亿元]"]) * YI
        key = (PRODUCTS[row["service"]], "contributed_value", row["item"], key_of(row["ecosystem"]))
        lines[key] = gross * float(row["contribution_share"]) / 100
    return lines


def resource_rents(example: Example) -> Lines:
    """Gross operating surplus less what capital and the self-employed earn (SEEA EA §9.36)."""
    lines = {}
    for row in example.read("products_rent"):
        surplus = (
            float(row["gross_output"])
            - float(row["intermediate_consumption"])
            - float(row["compensation_of_employees"])
            - float(row["other_production_taxes"])
            + float(row["other_production_subsidies"])
        )
        earned = ("fixed_capital_consumption", "return_to_produced_assets", "self_employed_labour")
        rent = surplus - math.fsum(float(row[name]) for name in earned)
        lines[PRODUCTS[row["service"]], "resource_rent", row["item"], key_of(row["ecosystem"])] = rent * WAN  # 万元
    return lines


def land_rents(example: Example) -> Lines:
    return {
        (PRODUCTS[row["service"]], "rented_land", row["item"], key_of(row["ecosystem"])): float(
            row["rented_area [万亩]"]
        )
        * WAN
        * float(row["land_rent [元/亩]"])
        for row in example.read("products_land_rent")
    }


def water_supply(example: Example) -> Lines:
    return {
        ("water_supply", "supplied_water", item_key("water_use", row["item"]), key_of(row["ecosystem"])): (
            float(row["volume"]) * WAN * example.price("用水单价", row["item"])
        )
        for row in example.read("water_supply")
    }


GENERATION_UNITS = {"generation": WAN, "generation [亿kW·h]": YI}


def _generated(example: Example, sheet: str, indicator: str, price: str) -> Lines:
    lines = {}
    for row in example.read(sheet):
        (header,) = GENERATION_UNITS.keys() & row.keys()
        electricity = float(row[header]) * GENERATION_UNITS[header]  # kW·h
        lines[sheet, indicator, row["item"], key_of(row["ecosystem"])] = electricity * example.price(price)
    return lines


def hydropower(example: Example) -> Lines:
    return _generated(example, "hydropower", "generated_electricity", "电价")


def other_energy(example: Example) -> Lines:
    return _generated(example, "other_energy", "other_electricity", "太阳能、风能电价")


# ---- water, soil, sand, floods ----


def water_balance(example: Example) -> dict[str, float]:
    """Precipitation less runoff less evapotranspiration [m³], which may be negative."""
    balance = {}
    for row in example.read("water_retention"):
        precipitation, evapotranspiration = float(row["precipitation"]), float(row["evapotranspiration"])  # mm
        measured = row["runoff"]
        runoff = (
            float(measured)
            if measured
            else precipitation * example.coefficient("water_retention.runoff_coefficient", row["ecosystem"])
        )
        depth = precipitation - runoff - evapotranspiration
        balance[row["ecosystem"]] = depth * example.area(row["ecosystem"]) / M2_PER_KM2 * M3_PER_MM_KM2
    return balance


def water_retention(example: Example) -> Lines:
    profile = toml(PROFILES / f"{example.standard}.toml")
    share = profile["policies"]["negative_water_balance_share"]["value"]
    return {
        ("water_retention", "retained_water", "", key_of(label)): (volume if volume > 0 else volume * share)
        * example.price("水库单位库容造价")
        for label, volume in water_balance(example).items()
    }


def water_yield(example: Example) -> Lines:
    return {
        ("water_retention", "retained_water", row["item"], key_of(row["ecosystem"])): (
            float(row["local_use"]) * WAN + (float(row["outflow [亿m³]"]) - float(row["inflow [亿m³]"])) * YI
        )
        * example.price("水库单位库容造价")
        for row in example.read("water_yield")
    }


def retained_soil(example: Example) -> dict[str, float]:
    """Potential less actual erosion by water [t]."""
    soil = {}
    for row in example.read("soil_retention"):
        potential = float(row["erosivity"]) * float(row["erodibility"]) * float(row["topography"])  # t/(hm²·a)
        practice = example.coefficient("soil_retention.practice_factor", row["ecosystem"])
        actual = potential * float(row["cover"]) * practice
        soil[row["ecosystem"]] = (potential - actual) * example.area(row["ecosystem"]) / M2_PER_HM2 * PERIOD
    return soil


def soil_retention(example: Example) -> Lines:
    lines = {}
    for label, mass in retained_soil(example).items():
        density = example.coefficient("soil_retention.bulk_density", label)
        silt = example.coefficient("soil_retention.silted_share") * mass / density
        nitrogen = mass * example.coefficient("soil_retention.nitrogen_content", label)
        phosphorus = mass * example.coefficient("soil_retention.phosphorus_content", label)
        ecosystem = key_of(label)
        lines["soil_retention", "reduced_sedimentation", "", ecosystem] = silt * example.price("水库清淤工程费用")
        lines["soil_retention", "reduced_nitrogen", "", ecosystem] = nitrogen * example.price("氮处理成本")
        lines["soil_retention", "reduced_phosphorus", "", ecosystem] = phosphorus * example.price("磷处理成本")
    return lines


def fertility(example: Example) -> Lines:
    """Potassium and organic matter kept with the soil, beside silt, nitrogen and phosphorus."""
    lines = {}
    for label, mass in retained_soil(example).items():
        potassium = mass * example.coefficient("soil_retention.potassium_content", label)
        carbon = mass * example.coefficient("soil_retention.organic_carbon_content", label)
        matter = carbon / example.coefficient("soil_retention.carbon_in_organic_matter")
        ecosystem = key_of(label)
        lines["soil_retention", "kept_potassium", "", ecosystem] = potassium * example.price("钾单价(折纯)")
        lines["soil_retention", "kept_organic_matter", "", ecosystem] = matter * example.price("有机质单价")
    return lines


def wind_erosion(example: Example, product: float) -> float:
    """Return S_L [kg/m²] from the product of the RWEQ factors WF·EF·SCF·K'·C [kg/m]."""
    rweq = entry_of("sand_fixation.transport", example.chosen_set("sand_fixation.transport"))["parameters"]
    z = example.coefficient("sand_fixation.distance")
    most = rweq["maximum_transfer"] * product
    length = rweq["critical_length"] * product ** rweq["critical_length_exponent"]
    return float(rweq["spread"] * z / length**2 * most * math.exp(-((z / length) ** 2)))


def fixed_sand(example: Example) -> dict[str, float]:
    """Potential less actual erosion by wind [t]."""
    sand = {}
    for row in example.read("sand_fixation"):
        bare = float(row["weather"]) * float(row["erodible_fraction"]) * float(row["crust"]) * float(row["roughness"])
        kept = wind_erosion(example, bare) - wind_erosion(example, bare * float(row["cover"]))  # kg/m²
        sand[row["ecosystem"]] = kept * example.area(row["ecosystem"]) / KG_PER_T * PERIOD
    return sand


def fixed_sand_simplified(example: Example) -> dict[str, float]:
    """Q = 0.1699 (WF·EF·SCF·K')^1.3711 (1 - C^1.3711) [kg/m²], as t."""
    sand = {}
    for row in example.read("sand_fixation"):
        bare = float(row["weather"]) * float(row["erodible_fraction"]) * float(row["crust"]) * float(row["roughness"])
        kept = 0.1699 * bare**1.3711 * (1 - float(row["cover"]) ** 1.3711)
        sand[row["ecosystem"]] = kept * example.area(row["ecosystem"]) / KG_PER_T * PERIOD
    return sand


def sand_fixation(example: Example) -> Lines:
    return protected_area(example, fixed_sand(example))


def protected_area(example: Example, masses: dict[str, float]) -> Lines:
    density, depth = (example.coefficient(f"sand_fixation.{name}") for name in ("bulk_density", "cover_depth"))
    return {
        ("sand_fixation", "protected_area", "", key_of(label)): mass
        / (density * depth)
        * example.price("治沙工程平均成本")
        for label, mass in masses.items()
    }


def coastal_protection(example: Example) -> Lines:
    return {  # km × 元/km
        ("coastal_protection", "protected_coast", row["item"], key_of(row["ecosystem"])): float(
            row["coast_length"]
        )  # km
        * example.price("海岸防护工程成本")
        for row in example.read("coastal_protection")
    }


LAKE_UNITS = {"lake_area": 1, "lake_area [hm²]": 1 / HM2_PER_KM2}


def lakes(example: Example) -> Lines:
    lines = {}
    for row in example.read("lakes"):
        (header,) = LAKE_UNITS.keys() & row.keys()
        entry = entry_of("flood_mitigation.lake_storage", example.chosen_set("flood_mitigation.lake_storage"))
        zone = item_key("lake_zone", row["zone"])
        (regression,) = (one["parameters"] for one in entry["rows"] if one["class"] == zone)
        # Of the whole lake, then the share of the county: the regression is not linear.
        square_kilometres = float(row[header]) * LAKE_UNITS[header]
        whole = math.exp(regression["intercept"]) * square_kilometres ** regression["exponent"] * WAN  # m³
        exchanges = example.coefficient("flood_mitigation.exchanges") * PERIOD
        stored = whole * exchanges * float(row["county_share"]) / 100  # %
        lines["flood_mitigation", "lake_mitigation", row["item"], "lake"] = stored * example.price("水库单位库容造价")
    return lines


def lake_totals(example: Example) -> Lines:
    lines = {}
    for row in example.read("lake_totals"):
        entry = entry_of("flood_mitigation.lake_storage", example.chosen_set("flood_mitigation.lake_storage"))
        zone = item_key("lake_zone", row["zone"])
        (regression,) = (one["parameters"] for one in entry["rows"] if one["class"] == zone)
        square_kilometres = float(row["lake_area [hm²]"]) * LAKE_UNITS["lake_area [hm²]"]
        stored = math.exp(regression["intercept"]) * square_kilometres ** regression["exponent"] * WAN  # m³
        exchanges = example.coefficient("flood_mitigation.exchanges") * PERIOD
        # An account never has a type beside its parent: the extent has 湿地.
        key = ("flood_mitigation", "lake_mitigation", "", "wetland")
        lines[key] = stored * exchanges * example.price("水库单位库容造价")
    return lines


def wetland_events(example: Example) -> Lines:
    return {
        ("flood_mitigation", "wetland_mitigation", row["item"], "wetland"): (
            float(row["peak_storage"]) - float(row["initial_storage"])
        )
        * WAN
        * example.price("水库单位库容造价")
        for row in example.read("wetland_events")
    }


CAPACITY_UNITS = {"capacity": WAN, "capacity [亿m³]": YI}


def reservoirs(example: Example) -> Lines:
    lines = {}
    # An account never has a type beside its parent: without 水库 in the extent the line is of 湖泊.
    types = {row["ecosystem"] for row in example.read("extent")}
    ecosystem = "reservoir" if "水库" in types else "lake"
    for row in example.read("reservoirs"):
        (header,) = CAPACITY_UNITS.keys() & row.keys()
        storage = example.coefficient("flood_mitigation.reservoir_share") * float(row[header]) * CAPACITY_UNITS[header]
        lines["flood_mitigation", "reservoir_mitigation", row["item"], ecosystem] = storage * example.price(
            "水库单位库容造价"
        )
    return lines


def flood_capacities(example: Example) -> Lines:
    return {
        ("flood_mitigation", "reservoir_mitigation", row["item"], "lake"): float(row["flood_capacity"])
        * WAN
        * example.price("水库单位库容造价")
        for row in example.read("flood_capacities")
    }


def marshes(example: Example) -> Lines:
    depth, cost = example.coefficient("flood_mitigation.marsh_depth"), example.price("水库单位库容造价")
    return {
        ("flood_mitigation", "marsh_mitigation", row["item"], "marsh"): depth
        * float(row["marsh_area [hm²]"])
        * M2_PER_HM2
        * cost
        for row in example.read("marshes")
    }


def marsh_soils(example: Example) -> Lines:
    lines = {}
    for row in example.read("marsh_soils"):
        surface = float(row["marsh_area [hm²]"]) * M2_PER_HM2  # m²
        soil = surface * example.coefficient("flood_mitigation.marsh_soil_depth")  # m³
        dry = soil * float(row["marsh_bulk_density [g/cm³]"])  # t
        # Water weighs 1 t/m³.
        taken_up = dry * (float(row["saturated_water_content"]) - float(row["natural_water_content"])) / 100
        standing = surface * example.coefficient("flood_mitigation.marsh_depth")
        lines["flood_mitigation", "marsh_mitigation", row["item"], "marsh"] = (taken_up + standing) * example.price(
            "水库单位库容造价"
        )
    return lines


def storms(example: Example) -> Lines:
    return {
        ("flood_mitigation", "vegetation_mitigation", "", key_of(row["ecosystem"])): (
            float(row["storm_precipitation"]) - float(row["storm_runoff"])
        )
        * example.area(row["ecosystem"])
        / M2_PER_KM2
        * M3_PER_MM_KM2
        * example.price("水库单位库容造价")
        for row in example.read("storms")
    }


def paddies(example: Example) -> Lines:
    depth = example.coefficient("flood_mitigation.paddy_depth")
    return {
        ("flood_mitigation", "paddy_mitigation", row["item"], "paddy"): float(row["paddy_area [万亩]"])
        * WAN
        * M2_PER_MU
        * depth
        * example.price("水库单位库容造价")
        for row in example.read("paddies")
    }


# ---- purification ----

POLLUTANTS = {"air": ("air_pollutant", "大气污染物治理成本"), "water": ("water_pollutant", "水污染物治理成本")}
EMISSION_UNITS = {"emission": 1, "emission [kg]": 1 / KG_PER_T}
UPTAKE_UNITS = {"uptake": 1 / KG_PER_T / M2_PER_HM2, "uptake [t/(km²·a)]": 1 / M2_PER_KM2}  # t/(m²·a)


def _removed(example: Example, medium: str, row: dict[str, str], mass: float) -> Lines:
    vocabulary, cost = POLLUTANTS[medium]
    item, ecosystem = item_key(vocabulary, row["item"]), key_of(row.get("ecosystem", ""))
    return {(f"{medium}_purification", "removed_pollutant", item, ecosystem): mass * example.price(cost, row["item"])}


def emissions(example: Example, medium: str) -> Lines:
    lines: Lines = {}
    for row in example.read(f"{medium}_purification"):
        (header,) = EMISSION_UNITS.keys() & row.keys()
        lines |= _removed(example, medium, row, float(row[header]) * EMISSION_UNITS[header])
    return lines


def capacities(example: Example, medium: str) -> Lines:
    lines: Lines = {}
    for row in example.read(f"{medium}_purification_capacity"):
        (header,) = UPTAKE_UNITS.keys() & row.keys()
        uptake = float(row[header]) * UPTAKE_UNITS[header]
        lines |= _removed(example, medium, row, uptake * example.area(row["ecosystem"]) * PERIOD)
    return lines


def capacities_of_book(example: Example) -> Lines:
    lines: Lines = {}
    for row in example.read("air_purification_types"):
        pollutant = item_key("air_pollutant", row["item"])
        uptake = example.coefficient("air_purification.capacity", row["ecosystem"], pollutant) / KG_PER_T  # t/(hm²·a)
        lines |= _removed(example, "air", row, uptake * example.area(row["ecosystem"]) / M2_PER_HM2 * PERIOD)
    return lines


def limit(example: Example, medium: str, item: str) -> float:
    return example.coefficient(f"{medium}_purification.limit", class_=item_key(POLLUTANTS[medium][0], item))


def by_quality(example: Example, medium: str) -> Lines:
    lines: Lines = {}
    for row in example.read(f"{medium}_purification_quality"):
        clean = float(row["concentration"]) <= limit(example, medium, row["item"])
        lines |= _removed(example, medium, row, float(row["emission" if clean else "capacity"]))
    return lines


# ---- carbon and oxygen ----


def _carbon_dioxide(example: Example, label: str, carbon: float) -> float:
    """Return carbon dioxide [t] from carbon [tC/(hm²·a)]; a source is negative."""
    return carbon * example.area(label) / M2_PER_HM2 * PERIOD * CO2_PER_C


def carbon_dioxide(example: Example) -> dict[str, float]:
    return {
        row["ecosystem"]: _carbon_dioxide(example, row["ecosystem"], float(row["productivity"]))
        for row in example.read("carbon_sequestration")
    }


def carbon_dioxide_of_production(example: Example) -> dict[str, float]:
    return {
        row["ecosystem"]: _carbon_dioxide(
            example,
            row["ecosystem"],
            float(row["net_primary_productivity"]) - float(row["heterotrophic_respiration"]),
        )
        for row in example.read("net_primary_productivity")
    }


def carbon_dioxide_of_biomass(example: Example) -> dict[str, float]:
    content = example.coefficient("carbon_sequestration.carbon_per_dry_matter")
    return {
        row["ecosystem"]: _carbon_dioxide(
            example,
            row["ecosystem"],
            content * (float(row["biomass_end"]) - float(row["biomass_start"])) / float(row["interval"]),
        )
        for row in example.read("biomass")
    }


def carbon_dioxide_of_rates(example: Example) -> dict[str, float]:
    return {
        row["ecosystem"]: _carbon_dioxide(example, row["ecosystem"], float(row["rate"]))
        for row in example.read("sequestration_rate")
    }


def dry_matter(example: Example) -> dict[str, float]:
    """Gain of dry matter [t]; a loss is negative."""
    return {
        row["ecosystem"]: float(row["dry_matter_gain"]) * example.area(row["ecosystem"]) / M2_PER_HM2 * PERIOD
        for row in example.read("dry_matter_gain")
    }


def carbon_dioxide_of_dry_matter(example: Example) -> dict[str, float]:
    share = example.coefficient("carbon_sequestration.carbon_dioxide_per_dry_matter")
    return {label: mass * share for label, mass in dry_matter(example).items()}


def oxygen_of_dry_matter(example: Example) -> Lines:
    share = example.coefficient("oxygen_release.oxygen_per_dry_matter")
    return {
        ("oxygen_release", "released_oxygen", "", key_of(label)): mass * share * example.price("工业制氧价格")
        for label, mass in dry_matter(example).items()
    }


def sequestered(example: Example, masses: dict[str, float]) -> Lines:
    return {
        ("carbon_sequestration", "sequestered_carbon_dioxide", "", key_of(label)): mass
        * example.price("固定二氧化碳单价")
        for label, mass in masses.items()
    }


def oxygen_release(example: Example) -> Lines:
    return {
        ("oxygen_release", "released_oxygen", "", key_of(label)): mass * O2_PER_CO2 * example.price("工业制氧价格")
        for label, mass in carbon_dioxide(example).items()
    }


def reported_oxygen(example: Example) -> Lines:
    (row,) = example.read("reported")
    assert (row["service"], row["step"], row["quantity_unit"]) == ("释氧", "释氧量", "万tO2")
    mass = float(row["quantity"]) * WAN
    return {("oxygen_release", "released_oxygen", "", key_of(row["ecosystem"])): mass * example.price("工业制氧价格")}


# ---- climate and noise ----

HEAT_UNITS = {"transpiration_heat": 1e3, "transpiration_heat [MJ/(m²·d)]": 1e6}  # J/(m²·d)


def transpiration(example: Example) -> Lines:
    lines = {}
    for row in example.read("transpiration"):
        (header,) = HEAT_UNITS.keys() & row.keys()
        heat = float(row[header]) * HEAT_UNITS[header]
        taken_up = heat * example.area(row["ecosystem"]) * float(row["cooling_days"])  # J
        electricity = taken_up / J_PER_KWH / example.coefficient("climate_regulation.energy_efficiency_ratio")
        key = ("climate_regulation", "transpiration_electricity", "", key_of(row["ecosystem"]))
        lines[key] = electricity * example.price("电价")
    return lines


def measured_temperature(example: Example) -> Lines:
    lines = {}
    for row in example.read("temperature_difference"):
        air = example.area(row["ecosystem"]) * float(row["height"]) * float(row["air_density"])  # kg
        heat = air * example.coefficient("climate_regulation.air_heat_capacity") * float(row["temperature_difference"])
        electricity = heat / J_PER_KWH / example.coefficient("climate_regulation.energy_efficiency_ratio")
        key = ("climate_regulation", "air_cooling_electricity", "", key_of(row["ecosystem"]))
        lines[key] = electricity * example.price("电价")
    return lines


def evaporation(example: Example, *, by_ratio: bool) -> Lines:
    lines = {}
    for row in example.read("evaporation"):
        volume = float(row["evaporation"]) * example.area(row["ecosystem"]) / M2_PER_KM2 * M3_PER_MM_KM2  # m³/d
        mass = volume * example.coefficient("climate_regulation.water_density")  # kg/d
        cooling = mass * example.coefficient("climate_regulation.latent_heat") / J_PER_KWH * float(row["cooling_days"])
        # The account of Garzê divides the heat of transpiration by the efficiency ratio, that of evaporation not; the
        # guide of 2020 divides both.
        if by_ratio:
            cooling /= example.coefficient("climate_regulation.energy_efficiency_ratio")
        humidifying = volume * example.coefficient("climate_regulation.humidification_energy")
        humidifying *= float(row["humidifying_days"])
        key = ("climate_regulation", "evaporation_electricity", "", key_of(row["ecosystem"]))
        lines[key] = (cooling + humidifying) * example.price("电价")
    return lines


def noise_attenuation(example: Example) -> Lines:
    return {
        ("noise_attenuation", "attenuated_noise", row["item"], key_of(row["ecosystem"])): float(row["noise_reduction"])
        * float(row["belt_length"])
        * example.price("隔音设施成本")
        for row in example.read("noise_attenuation")
    }


# ---- species, pests, ions ----


def habitats(example: Example) -> Lines:
    return {
        ("species_conservation", "conserved_habitat", row["item"], key_of(row["ecosystem"])): float(
            row["habitat_area [万亩]"]
        )
        * WAN
        * M2_PER_MU
        * example.price("生境保育成本", row["ecosystem"])
        for row in example.read("species_habitat")
    }


def valued_species(example: Example) -> Lines:
    return {
        ("species_conservation", "conserved_species", row["item"], key_of(row["ecosystem"])): float(
            row["valued_species"]
        )
        * example.price("单个物种保育价值")
        for row in example.read("species_value")
    }


def pest_control(example: Example) -> Lines:
    return {
        ("pest_control", "recovered_area", "", key_of(row["ecosystem"])): float(row["recovered_area [万亩]"])
        * WAN
        * M2_PER_MU
        * example.price("病虫害防治成本", row["ecosystem"])
        for row in example.read("pest_control")
    }


def negative_ions(example: Example, *, threshold: float, lifetime: float) -> Lines:
    """Ions above the threshold [个/cm³] in the air of the vegetation, made anew each lifetime [min]."""
    lines = {}
    for row in example.read("negative_ions"):
        air = example.area(row["ecosystem"]) * float(row["height"]) * CM3_PER_M3  # cm³
        renewals = float(row["ion_days"]) * MINUTES_PER_DAY / lifetime
        ions = air * max(0.0, float(row["ion_concentration"]) - threshold) * renewals
        key = ("negative_ions", "counted_ions", "", key_of(row["ecosystem"]))
        lines[key] = ions * example.price("负离子生产成本")
    return lines


# ---- culture ----


def travel_costs(example: Example) -> Lines:
    lines = {}
    for row in example.read("tourism"):
        assert not row["reported_value"]
        time_cost = float(row["travel_time"]) * float(row["wage"])
        outlays = float(row["transport_cost"]) + float(row["lodging_cost"]) + float(row["entry_cost"])
        visits = float(row["visits"]) * WAN  # 万人次
        lines["tourism", "visits", row["item"], key_of(row["ecosystem"])] = visits * (time_cost + outlays)
    return lines


def travel_costs_at_wages(example: Example) -> Lines:
    lines = {}
    for row in example.read("tourism_wages"):
        hour = float(row["wage_rate"]) * example.coefficient("tourism.time_value_share")
        outlays = float(row["transport_cost"]) + float(row["lodging_cost"]) + float(row["entry_cost"])
        visits = float(row["visits"]) * WAN
        key = ("tourism", "visits_from_zones", row["item"], key_of(row["ecosystem"]))
        lines[key] = visits * (float(row["travel_time"]) * hour + outlays)
    return lines


def simulated_exchange(example: Example) -> Lines:
    return {
        ("tourism", "simulated_visits", row["item"], key_of(row["ecosystem"])): float(row["visits"])
        * WAN
        * float(row["simulated_price"])
        for row in example.read("tourism_simulated")
    }


def tourism_expenditure(example: Example) -> Lines:
    return {
        ("tourism", "spending_visits", row["item"], key_of(row["ecosystem"])): float(row["visits"])
        * WAN
        * float(row["spending"])
        * float(row["nature_share"])
        / 100
        for row in example.read("tourism_expenditure")
    }


def reported_tourism(example: Example) -> Lines:
    return {
        ("tourism", "recreation_value", row["item"], key_of(row["ecosystem"])): float(row["reported_value"]) * YI
        for row in example.read("tourism")
    }


def recreation(example: Example) -> Lines:
    return {
        ("recreation", "recreation_visits", row["item"], key_of(row["ecosystem"])): float(row["visits"])
        * WAN
        * float(row["spending"])
        for row in example.read("recreation")
    }


def recreation_time(example: Example) -> Lines:
    return {
        ("recreation", "timed_visits", row["item"], key_of(row["ecosystem"])): float(row["visits"])
        * WAN
        * float(row["visit_time"])
        * float(row["hour_value"])
        for row in example.read("recreation_time")
    }


def recreation_substitute(example: Example) -> Lines:
    return {
        ("recreation", "substituted_visits", row["item"], key_of(row["ecosystem"])): float(row["visits"])
        * WAN
        * float(row["substitute_price"])
        for row in example.read("recreation_substitute")
    }


FLOOR_UNITS = {"floor_space": 1, "floor_space [万m²]": WAN}
ROOM_UNITS = {"room_nights": 1, "room_nights [万间夜]": WAN}


def housing(example: Example) -> Lines:
    lines = {}
    for row in example.read("landscape_housing"):
        (header,) = FLOOR_UNITS.keys() & row.keys()
        key = ("landscape_premium", "premium_floor_space", row["item"], key_of(row["ecosystem"]))
        lines[key] = float(row[header]) * FLOOR_UNITS[header] * float(row["premium"])
    return lines


def lodging(example: Example) -> Lines:
    lines = {}
    for row in example.read("landscape_lodging"):
        (header,) = ROOM_UNITS.keys() & row.keys()
        key = ("landscape_premium", "premium_room_nights", row["item"], key_of(row["ecosystem"]))
        lines[key] = float(row[header]) * ROOM_UNITS[header] * float(row["room_premium"])
    return lines


# ---- values by area ----


def equivalents(example: Example) -> Lines:
    return {
        ("unit_value", "equivalent_area", "", key_of(row["ecosystem"])): float(row["type_area"])
        * M2_PER_HM2
        * example.coefficient("unit_value.equivalents", row["ecosystem"])
        * example.price("标准当量价值")
        for row in example.read("unit_value")
    }
