"""The account of the illustrative county, computed a second time from its CSV files in plain floats.

Nothing here comes from the package but the account that is compared: formulas are those of the 2010 account of Garzê,
of HJ 1173-2021 and of the guides, unit factors are written out, and of the coefficient book only its files are read.
The inventory is made for one standard and compiles under others; what each of them counts is written down here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache

import pytest
import services_by_hand as by_hand
from by_hand import PERIOD, ROOT, Example, Lines, key_of

from gep.account import Account
from gep.compile import assess
from gep.findings import stops
from gep.workbook.read import load_inventory

FOLDER = ROOT / "examples" / "illustrative_county_2025"

# A line is a chain of at most some twenty products, quotients, exponentials and powers, each wrong by 1e-16 or a few of
# them; the differences in it (precipitation less its losses, potential less actual erosion) magnify that some twenty
# times at most. What remains is below 1e-14; 1e-12 leaves room for another order of operations and other mathematical
# libraries, while a wrong factor, set or digit of a coefficient is 1e-4 and more.
ROUNDING = 1e-12

Computation = Callable[[Example], Lines]


def carbon_sequestration(example: Example) -> Lines:
    return by_hand.sequestered(example, by_hand.carbon_dioxide(example))


def air_purification(example: Example) -> Lines:
    return by_hand.emissions(example, "air")


def water_purification(example: Example) -> Lines:
    return by_hand.emissions(example, "water")


def products(example: Example) -> Lines:
    """Products that rcees_2017 counts: it has no class for others."""
    return {key: value for key, value in by_hand.products(example).items() if key[0] != "other_products"}


def evaporation(example: Example) -> Lines:
    return by_hand.evaporation(example, by_ratio=False)


WATERS = (by_hand.lakes, by_hand.reservoirs, by_hand.marshes)
ALIKE = (
    by_hand.water_retention, by_hand.soil_retention, by_hand.sand_fixation, *WATERS, air_purification,
    water_purification, carbon_sequestration, by_hand.transpiration, evaporation,
)  # fmt: skip
"""Regulating services that every standard counts here."""

COUNTED: Mapping[str, Mapping[str, tuple[Computation, ...]]] = {
    "mee_2020": {
        "provisioning": (by_hand.products, by_hand.water_supply, by_hand.hydropower, by_hand.other_energy),
        "regulating": (*ALIKE, by_hand.oxygen_release, by_hand.habitats),
        "cultural": (by_hand.travel_costs, by_hand.housing),
    },
    "rcees_2017": {
        "provisioning": (products, by_hand.water_supply, by_hand.hydropower),
        "regulating": (*ALIKE, by_hand.oxygen_release, by_hand.pest_control),
        "cultural": (by_hand.travel_costs,),
    },
    "ndrc_2022": {
        "provisioning": (by_hand.products,),
        "regulating": (*ALIKE, by_hand.noise_attenuation),
        "cultural": (by_hand.travel_costs, by_hand.recreation, by_hand.housing),
    },
    "gbt46869_2025": {
        "provisioning": (by_hand.products,),
        "regulating": ALIKE,
        "cultural": (by_hand.travel_costs, by_hand.recreation, by_hand.housing),
    },
    "db63_2026_draft": {
        "provisioning": (by_hand.products,),
        "regulating": (*ALIKE, by_hand.noise_attenuation),
        "cultural": (by_hand.travel_costs, by_hand.recreation, by_hand.housing),
    },
}
"""What each standard counts of the county, by class."""

OWN = "mee_2020"

every_standard = pytest.mark.parametrize("standard", COUNTED)


@cache
def compiled(standard: str) -> Account:
    inventory, _ = load_inventory(FOLDER / "共和县示例_2025.xlsx")
    assert inventory is not None
    account, findings = assess(inventory, standard=standard)
    assert not stops(findings)
    return account


def column(account: Account, name: str, counted: bool) -> Lines:
    ledger = account.ledger
    found = {}
    for row in ledger[ledger["counted"] == counted].to_dict("records"):
        key = (str(row["service"]), str(row["indicator"]), str(row["item"]), str(row["ecosystem"]))
        assert key not in found
        found[key] = float(row[name])
    return found


def physical(example: Example) -> Lines:
    """Quantities without a price that stand beside the services of every standard."""
    return {
        **{
            ("water_retention", "uncounted_deficit", "", key_of(label)): max(0.0, -volume)  # m³
            for label, volume in by_hand.water_balance(example).items()
        },
        **{
            ("soil_retention", "retained_soil", "", key_of(label)): mass
            for label, mass in by_hand.retained_soil(example).items()
        },  # t
        **{
            ("sand_fixation", "fixed_sand", "", key_of(label)): mass
            for label, mass in by_hand.fixed_sand(example).items()
        },  # t
    }


SPECIES = ("species_richness", "threatened_species", "irreplaceability")


def species(example: Example) -> Lines:
    """The indicators of species, without those said to have no data."""
    return {
        ("species_conservation", f"{name}_indicator", row["item"], key_of(row["ecosystem"])): float(row[name])
        for row in example.read("species_conservation")
        for name in SPECIES
        if row[name] != "无数据"
    }


PHYSICAL_UNITS = {"uncounted_deficit": "m³", "retained_soil": "t", "fixed_sand": "t"}
SPECIES_UNITS = {
    "species_richness_indicator": "种",
    "threatened_species_indicator": "种",
    "irreplaceability_indicator": "",
}


def test_the_table_of_basic_entries_is_what_the_computation_assumes() -> None:
    read = Example(FOLDER, OWN).read
    basic = {row["entry"]: (row["content"], row["unit"]) for row in read("basic")}
    assert basic["period"] == (str(PERIOD), "a")
    assert (basic["standard"][0], basic["price_year"][0]) == (OWN, "2025")
    assert [(row["status"], row["value"]) for row in read("deductions")] == [("无", "")]
    left_out = {row["service"]: row["status"] for row in read("product_list") if row["status"] != "纳入"}
    assert left_out == {"海岸带防护": "不适用"}


@pytest.mark.parametrize(
    ("standard", "computation"),
    [(standard, one) for standard, classes in COUNTED.items() for several in classes.values() for one in several],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_every_line_of_a_computation_has_the_value_computed_here(standard: str, computation: Computation) -> None:
    expected = computation(Example(FOLDER, standard))
    assert expected
    values = column(compiled(standard), "value", True)
    for key, value in expected.items():
        assert values[key] == pytest.approx(value, rel=ROUNDING, abs=0), key


@every_standard
def test_the_account_counts_these_lines_and_no_other(standard: str) -> None:
    computed = [one(Example(FOLDER, standard)) for several in COUNTED[standard].values() for one in several]
    keys = {key for lines in computed for key in lines}
    assert len(keys) == sum(map(len, computed))
    assert column(compiled(standard), "value", True).keys() == keys


@every_standard
def test_quantities_without_a_price_are_those_computed_here(standard: str) -> None:
    account, example = compiled(standard), Example(FOLDER, standard)
    expected = physical(example)
    units = dict(PHYSICAL_UNITS)
    if standard == OWN:
        expected |= species(example)
        units |= SPECIES_UNITS
    lines = account.ledger[~account.ledger["counted"]]
    assert set(lines["role"]) == {"physical"}
    assert dict(zip(lines["indicator"], lines["unit"], strict=True)) == units
    quantities = {key: value for key, value in column(account, "quantity", False).items() if not math.isnan(value)}
    assert quantities.keys() == expected.keys()
    for key, quantity in quantities.items():
        assert quantity == pytest.approx(expected[key], rel=ROUNDING, abs=0), key


def test_the_cases_that_the_example_is_for_are_in_it() -> None:
    example = Example(FOLDER, OWN)
    assert by_hand.water_balance(example)["沙地"] < 0
    assert by_hand.carbon_dioxide(example)["沼泽"] < 0
    assert all(mass > 0 for mass in (*by_hand.retained_soil(example).values(), *by_hand.fixed_sand(example).values()))
    (large, small) = (float(row["county_share"]) for row in example.read("lakes"))
    assert large < small == 100


@every_standard
def test_class_totals_and_the_total_are_the_sums_of_these_lines(standard: str) -> None:
    account, example = compiled(standard), Example(FOLDER, standard)
    by_class = {
        name: [value for one in several for value in one(example).values()]
        for name, several in COUNTED[standard].items()
    }
    sums = account.sums(["class"])
    assert set(sums.index) == by_class.keys()
    for name, values in by_class.items():
        assert sums[name] == pytest.approx(math.fsum(values), rel=ROUNDING, abs=0), name
    total = math.fsum(value for values in by_class.values() for value in values)
    assert account.total().m_as("元(2025年价)") == pytest.approx(total, rel=ROUNDING, abs=0)
    assert account.is_gep
