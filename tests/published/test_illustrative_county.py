"""The account of the illustrative county, computed a second time from its CSV files in plain floats.

Nothing here comes from the package but the account that is compared: formulas are those of the 2010 account of Garzê
and of HJ 1173-2021, unit factors are written out, and of the coefficient book only its files are read.
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gep.account import Account
from gep.compile import assess
from gep.findings import stops
from gep.workbook.read import load_inventory

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "illustrative_county_2025"
COEFFICIENTS = ROOT / "coefficients"
PROFILE = ROOT / "src" / "gep" / "profiles" / "rcees_2017.toml"

Key = tuple[str, str, str, str]  # service, indicator, item, ecosystem
Lines = dict[Key, float]  # 元, or what the key counts

# A line is a chain of at most some twenty products, quotients, exponentials and powers, each wrong by 1e-16 or a few of
# them; the differences in it (precipitation less its losses, potential less actual erosion) magnify that some twenty
# times at most. What remains is below 1e-14; 1e-12 leaves room for another order of operations and other mathematical
# libraries, while a wrong factor, set or digit of a coefficient is 1e-4 and more.
ROUNDING = 1e-12

# Unit factors.
M2_PER_KM2 = 1e6
HM2_PER_KM2 = 100
M2_PER_HM2 = 1e4
M2_PER_MU = 10000 / 15  # 15 亩 = 1 hm²
M3_PER_MM_KM2 = 1000  # 1e-3 m × 1e6 m²
J_PER_KWH = 3.6e6
KG_PER_T = 1000
WAN = 1e4
YI = 1e8
CO2_PER_C = 44 / 12
O2_PER_CO2 = 32 / 44
PERIOD = 1  # a

UNALLOCATED = "unallocated"


# ---- the files ----


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a table; a header is looked up with its unit, so that another unit is a KeyError."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


@cache
def ecosystems() -> dict[str, dict[str, Any]]:
    return {entry["zh"]: entry for entry in toml(COEFFICIENTS / "classifications.toml")["ecosystems"]}


def key_of(label: str) -> str:
    return str(ecosystems()[label]["key"]) if label else UNALLOCATED


def item_key(family: str, label: str) -> str:
    (found,) = (
        one["key"] for one in toml(COEFFICIENTS / "classifications.toml")["items"][family] if one["zh"] == label
    )
    return str(found)


def lineage(key: str) -> Iterator[str]:
    """Yield a type and its parents, from the finest upward."""
    parents = {entry["key"]: entry.get("parent", "") for entry in ecosystems().values()}
    while key:
        yield key
        key = parents[key]


def area(label: str) -> float:
    """Return the area of an ecosystem type [km²], as the template has it."""
    (row,) = (row for row in read("extent") if row["ecosystem"] == label)
    return float(row["area"])


# ---- coefficients and prices ----

COEFFICIENT_UNITS = {
    "": 1,
    "%": 0.01,
    "g/kg": 0.001,  # t/t
    "t/m³": 1,
    "g/cm³": 1,  # t/m³
    "m": 1,
    "J/g": 1000,  # J/kg
    "kW·h/m³": 1,
    "kg/m³": 1,
    "tO2/tCO2": 1,
    "万m³": WAN,  # m³
    "kg/m": 1,
}


def entry_of(name: str, set_: str) -> dict[str, Any]:
    book = toml(COEFFICIENTS / f"{name.partition('.')[0]}.toml")["coefficient"]
    (found,) = (one for one in book if one["id"] == f"{name}@{set_}")
    return dict(found)


def chosen_set(name: str) -> str:
    """Return the set that the standard names, otherwise the default of the book."""
    named = toml(PROFILE)["sets"].get(name)
    if named:
        return str(named)
    book = toml(COEFFICIENTS / f"{name.partition('.')[0]}.toml")["coefficient"]
    (default,) = (one["id"] for one in book if one["id"].startswith(f"{name}@") and one.get("default"))
    return str(default).partition("@")[2]


def numeric(row: Mapping[str, Any], entry: Mapping[str, Any]) -> float:
    merged = {**entry, **row}
    value = merged["value"] if "value" in merged else merged["numerator"] / merged["denominator"]
    return float(value) * COEFFICIENT_UNITS[merged["unit"]]


def of_set(name: str, set_: str, ecosystem: str) -> float:
    entry = entry_of(name, set_)
    rows = entry.get("rows", [entry])
    tried = list(lineage(ecosystem)) if entry.get("fallback") == "parent" else [ecosystem]
    for key in tried:
        for row in rows:
            if row.get("ecosystem") == key:
                return numeric(row, entry)
    (general,) = (row for row in rows if "ecosystem" not in row)
    return numeric(general, entry)


def coefficient(name: str, label: str = "") -> float:
    """Return a coefficient for an ecosystem type: the finest override there is, or the set of the standard."""
    ecosystem = key_of(label) if label else ""
    overrides = {
        key_of(row["ecosystem"]) if row["ecosystem"] else "": row
        for row in read("overrides")
        if row["coefficient"] == name
    }
    for key in [*lineage(ecosystem), ""]:
        if key in overrides:
            row = overrides[key]
            if row["set"]:
                return of_set(name, row["set"], ecosystem)
            return float(row["value"]) * COEFFICIENT_UNITS[row["value_unit"]]
    return of_set(name, chosen_set(name), ecosystem)


PRICE_UNITS = {
    "元/m³": 1,
    "元/(kW·h)": 1,
    "元/tCO2": 1,
    "元/kg": KG_PER_T,  # 元/t
    "元/hm²": 1 / M2_PER_HM2,  # 元/m²
    "元/亩": 1 / M2_PER_MU,  # 元/m²
}


def price(name: str, item: str = "") -> float:
    """Return a price [元 per m³, kW·h, t or m²]."""
    (row,) = (row for row in read("prices") if (row["price"], row["item"]) == (name, item))
    assert row["price_year"] == "2025"
    return float(row["value"]) * PRICE_UNITS[row["value_unit"]]


# ---- services: value [元] of every line ----

OUTPUT_UNITS = {"t": 1, "万t": WAN, "万株": WAN, "万头": WAN, "万只": WAN}
UNIT_PRICE_UNITS = {"元/kg": KG_PER_T, "元/t": 1, "元/株": 1, "元/头": 1, "元/只": 1}
PRODUCTS = {"农业产品": "agriculture", "林业产品": "forestry", "畜牧业产品": "livestock", "渔业产品": "fishery"}


def products() -> Lines:
    lines = {}
    for row in read("products"):
        assert row["output_unit"].lstrip("万") in {"t", row["unit_price_unit"].removeprefix("元/")}
        output = float(row["output"]) * OUTPUT_UNITS[row["output_unit"]]
        unit_price = float(row["unit_price"]) * UNIT_PRICE_UNITS[row["unit_price_unit"]]
        lines[PRODUCTS[row["service"]], "output", row["item"], key_of(row["ecosystem"])] = output * unit_price
    return lines


def water_supply() -> Lines:
    return {
        ("water_supply", "supplied_water", item_key("water_use", row["item"]), key_of(row["ecosystem"])): float(
            row["volume"]
        )
        * WAN  # 万m³
        * price("用水单价", row["item"])
        for row in read("water_supply")
    }


def hydropower() -> Lines:
    return {
        ("hydropower", "generated_electricity", row["item"], key_of(row["ecosystem"])): float(
            row["generation [亿kW·h]"]
        )
        * YI
        * price("电价")
        for row in read("hydropower")
    }


def water_balance() -> dict[str, float]:
    """Precipitation less storm runoff less evapotranspiration [m³], which may be negative."""
    balance = {}
    for row in read("water_retention"):
        assert not row["runoff"]
        precipitation, evapotranspiration = float(row["precipitation"]), float(row["evapotranspiration"])  # mm
        runoff = precipitation * coefficient("water_retention.runoff_coefficient", row["ecosystem"])
        depth = precipitation - runoff - evapotranspiration
        balance[row["ecosystem"]] = depth * area(row["ecosystem"]) * M3_PER_MM_KM2
    return balance


def water_retention() -> Lines:
    share = toml(PROFILE)["policies"]["negative_water_balance_share"]["value"]
    return {
        ("water_retention", "retained_water", "", key_of(label)): (volume if volume > 0 else volume * share)
        * price("水库单位库容造价")
        for label, volume in water_balance().items()
    }


def retained_soil() -> dict[str, float]:
    """Potential less actual erosion by water [t]."""
    soil = {}
    for row in read("soil_retention"):
        potential = float(row["erosivity"]) * float(row["erodibility"]) * float(row["topography"])  # t/(hm²·a)
        practice = coefficient("soil_retention.practice_factor", row["ecosystem"])
        actual = potential * float(row["cover"]) * practice
        soil[row["ecosystem"]] = (potential - actual) * area(row["ecosystem"]) * HM2_PER_KM2 * PERIOD
    return soil


def soil_retention() -> Lines:
    lines = {}
    for label, mass in retained_soil().items():
        silt = coefficient("soil_retention.silted_share") * mass / coefficient("soil_retention.bulk_density", label)
        nitrogen = mass * coefficient("soil_retention.nitrogen_content", label)
        phosphorus = mass * coefficient("soil_retention.phosphorus_content", label)
        ecosystem = key_of(label)
        lines["soil_retention", "reduced_sedimentation", "", ecosystem] = silt * price("水库清淤工程费用")
        lines["soil_retention", "reduced_nitrogen", "", ecosystem] = nitrogen * price("氮处理成本")
        lines["soil_retention", "reduced_phosphorus", "", ecosystem] = phosphorus * price("磷处理成本")
    return lines


def wind_erosion(product: float) -> float:
    """Return S_L [kg/m²] from the product of the RWEQ factors WF·EF·SCF·K'·C [kg/m]."""
    rweq = entry_of("sand_fixation.transport", chosen_set("sand_fixation.transport"))["parameters"]
    z = coefficient("sand_fixation.distance")
    most = rweq["maximum_transfer"] * product
    length = rweq["critical_length"] * product ** rweq["critical_length_exponent"]
    return float(rweq["spread"] * z / length**2 * most * math.exp(-((z / length) ** 2)))


def fixed_sand() -> dict[str, float]:
    """Potential less actual erosion by wind [t]."""
    sand = {}
    for row in read("sand_fixation"):
        bare = float(row["weather"]) * float(row["erodible_fraction"]) * float(row["crust"]) * float(row["roughness"])
        kept = wind_erosion(bare) - wind_erosion(bare * float(row["cover"]))  # kg/m²
        sand[row["ecosystem"]] = kept * area(row["ecosystem"]) * M2_PER_KM2 / KG_PER_T * PERIOD
    return sand


def sand_fixation() -> Lines:
    density, depth = coefficient("sand_fixation.bulk_density"), coefficient("sand_fixation.cover_depth")
    return {
        ("sand_fixation", "protected_area", "", key_of(label)): mass / (density * depth) * price("治沙工程平均成本")
        for label, mass in fixed_sand().items()
    }


def flood_mitigation() -> Lines:
    lines = {}
    cost = price("水库单位库容造价")
    for row in read("lakes"):
        assert row["zone"] == "青藏高原"
        entry = entry_of("flood_mitigation.lake_storage", chosen_set("flood_mitigation.lake_storage"))
        (regression,) = (one["parameters"] for one in entry["rows"] if one["class"] == "qinghai_tibet")
        # Of the whole lake, then the share of the county: the regression is not linear.
        whole = math.exp(regression["intercept"]) * float(row["lake_area"]) ** regression["exponent"] * WAN  # m³
        share = float(row["county_share"]) / 100  # %
        exchanges = coefficient("flood_mitigation.exchanges") * PERIOD
        lines["flood_mitigation", "lake_mitigation", row["item"], "lake"] = whole * exchanges * share * cost
    for row in read("reservoirs"):
        capacity = float(row["capacity [亿m³]"]) * YI
        storage = coefficient("flood_mitigation.reservoir_share") * capacity
        # The extent has 湖泊 and no 水库, and an account never has a type beside its parent.
        lines["flood_mitigation", "reservoir_mitigation", row["item"], "lake"] = storage * cost
    for row in read("marshes"):
        standing = coefficient("flood_mitigation.marsh_depth") * float(row["marsh_area [hm²]"]) * M2_PER_HM2
        lines["flood_mitigation", "marsh_mitigation", row["item"], "marsh"] = standing * cost
    return lines


def air_purification() -> Lines:
    return {
        ("air_purification", "removed_pollutant", item_key("air_pollutant", row["item"]), key_of(row["ecosystem"])): (
            float(row["emission [kg]"]) / KG_PER_T * price("大气污染物治理成本", row["item"])
        )
        for row in read("air_purification")
    }


def water_purification() -> Lines:
    return {
        (
            "water_purification",
            "removed_pollutant",
            item_key("water_pollutant", row["item"]),
            key_of(row["ecosystem"]),
        ): float(row["emission"]) * price("水污染物治理成本", row["item"])  # t
        for row in read("water_purification")
    }


def carbon_dioxide() -> dict[str, float]:
    """NEP as carbon dioxide [t]; a source is negative."""
    return {
        row["ecosystem"]: float(row["productivity"])  # tC/(hm²·a)
        * area(row["ecosystem"])
        * HM2_PER_KM2
        * PERIOD
        * CO2_PER_C
        for row in read("carbon_sequestration")
    }


def carbon_sequestration() -> Lines:
    return {
        ("carbon_sequestration", "sequestered_carbon_dioxide", "", key_of(label)): mass * price("固定二氧化碳单价")
        for label, mass in carbon_dioxide().items()
    }


def oxygen_release() -> Lines:
    return {
        ("oxygen_release", "released_oxygen", "", key_of(label)): mass * O2_PER_CO2 * price("工业制氧价格")
        for label, mass in carbon_dioxide().items()
    }


def climate_regulation() -> Lines:
    lines = {}
    for row in read("transpiration"):
        heat = float(row["transpiration_heat [MJ/(m²·d)]"]) * 1e6  # J/(m²·d)
        taken_up = heat * area(row["ecosystem"]) * M2_PER_KM2 * float(row["cooling_days"])  # J
        electricity = taken_up / J_PER_KWH / coefficient("climate_regulation.energy_efficiency_ratio")
        lines["climate_regulation", "transpiration_electricity", "", key_of(row["ecosystem"])] = electricity
    for row in read("evaporation"):
        volume = float(row["evaporation"]) * area(row["ecosystem"]) * M3_PER_MM_KM2  # m³/d
        mass = volume * coefficient("climate_regulation.water_density")  # kg/d
        # The account of Garzê divides the heat of transpiration by the efficiency ratio, that of evaporation not.
        cooling = mass * coefficient("climate_regulation.latent_heat") / J_PER_KWH * float(row["cooling_days"])
        humidifying = volume * coefficient("climate_regulation.humidification_energy") * float(row["humidifying_days"])
        lines["climate_regulation", "evaporation_electricity", "", key_of(row["ecosystem"])] = cooling + humidifying
    return {key: electricity * price("电价") for key, electricity in lines.items()}


def pest_control() -> Lines:
    return {
        ("pest_control", "recovered_area", "", key_of(row["ecosystem"])): float(row["recovered_area [万亩]"])
        * WAN
        * M2_PER_MU
        * price("病虫害防治成本", row["ecosystem"])
        for row in read("pest_control")
    }


def tourism() -> Lines:
    lines = {}
    for row in read("tourism"):
        assert not row["reported_value"]
        time_cost = float(row["travel_time"]) * float(row["wage"])
        outlays = float(row["transport_cost"]) + float(row["lodging_cost"]) + float(row["entry_cost"])
        visits = float(row["visits"]) * WAN  # 万人次
        lines["tourism", "visits", row["item"], key_of(row["ecosystem"])] = visits * (time_cost + outlays)
    return lines


PROVISIONING = (products, water_supply, hydropower)
REGULATING = (
    water_retention, soil_retention, sand_fixation, flood_mitigation, air_purification, water_purification,
    carbon_sequestration, oxygen_release, climate_regulation, pest_control,
)  # fmt: skip
CULTURAL = (tourism,)
CLASSES: Mapping[str, tuple[Callable[[], Lines], ...]] = {
    "provisioning": PROVISIONING,
    "regulating": REGULATING,
    "cultural": CULTURAL,
}
SERVICES = (*PROVISIONING, *REGULATING, *CULTURAL)


# ---- quantities without a price ----


def physical() -> Lines:
    return {
        **{
            ("water_retention", "uncounted_deficit", "", key_of(label)): max(0.0, -volume)  # m³
            for label, volume in water_balance().items()
        },
        **{
            ("soil_retention", "retained_soil", "", key_of(label)): mass for label, mass in retained_soil().items()
        },  # t
        **{("sand_fixation", "fixed_sand", "", key_of(label)): mass for label, mass in fixed_sand().items()},  # t
    }


PHYSICAL_UNITS = {"uncounted_deficit": "m³", "retained_soil": "t", "fixed_sand": "t"}


# ---- the comparison ----


@pytest.fixture(scope="module")
def account() -> Account:
    inventory, _ = load_inventory(FOLDER / "共和县示例_2025.xlsx")
    assert inventory is not None
    compiled, findings = assess(inventory)
    assert not stops(findings)
    return compiled


def column(account: Account, name: str, counted: bool) -> Lines:
    ledger = account.ledger
    found = {}
    for row in ledger[ledger["counted"] == counted].to_dict("records"):
        key = (str(row["service"]), str(row["indicator"]), str(row["item"]), str(row["ecosystem"]))
        assert key not in found
        found[key] = float(row[name])
    return found


def test_the_table_of_basic_entries_is_what_the_computation_assumes() -> None:
    basic = {row["entry"]: (row["content"], row["unit"]) for row in read("basic")}
    assert basic["period"] == (str(PERIOD), "a")
    assert (basic["standard"][0], basic["price_year"][0]) == ("rcees_2017", "2025")
    assert [(row["status"], row["value"]) for row in read("deductions")] == [("无", "")]
    assert {row["status"] for row in read("product_list")} == {"纳入"}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.__name__)
def test_every_line_of_a_service_has_the_value_computed_here(account: Account, service: Callable[[], Lines]) -> None:
    expected = service()
    names = {key[0] for key in expected}
    values = {key: value for key, value in column(account, "value", True).items() if key[0] in names}
    assert values.keys() == expected.keys()
    for key, value in values.items():
        assert value == pytest.approx(expected[key], rel=ROUNDING, abs=0), key


def test_the_account_counts_these_lines_and_no_other(account: Account) -> None:
    assert column(account, "value", True).keys() == {key for service in SERVICES for key in service()}


def test_quantities_without_a_price_are_those_computed_here(account: Account) -> None:
    expected = physical()
    lines = account.ledger[~account.ledger["counted"]]
    assert set(lines["role"]) == {"physical"}
    assert dict(zip(lines["indicator"], lines["unit"], strict=True)) == PHYSICAL_UNITS
    quantities = column(account, "quantity", False)
    assert quantities.keys() == expected.keys()
    for key, quantity in quantities.items():
        assert quantity == pytest.approx(expected[key], rel=ROUNDING, abs=0), key


def test_the_cases_that_the_example_is_for_are_in_it() -> None:
    assert water_balance()["沙地"] < 0
    assert carbon_dioxide()["沼泽"] < 0
    assert all(mass > 0 for mass in (*retained_soil().values(), *fixed_sand().values()))
    (large, small) = (float(row["county_share"]) for row in read("lakes"))
    assert large < small == 100


def test_class_totals_and_the_total_are_the_sums_of_these_lines(account: Account) -> None:
    by_class = {name: [value for one in services for value in one().values()] for name, services in CLASSES.items()}
    sums = account.sums(["class"])
    assert set(sums.index) == by_class.keys()
    for name, values in by_class.items():
        assert sums[name] == pytest.approx(math.fsum(values), rel=ROUNDING, abs=0), name
    total = math.fsum(value for values in by_class.values() for value in values)
    assert account.total().m_as("元(2025年价)") == pytest.approx(total, rel=ROUNDING, abs=0)
    assert account.is_gep
