"""The small illustrative inventories, computed a second time from their CSV files in plain floats.

They use methods that the illustrative county does not; as there, nothing here comes from the package but the account.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import services_by_hand as by_hand
from by_hand import ROOT, WAN, Example, Lines, item_key, key_of

from gep.account import Account
from gep.compile import assess
from gep.findings import stops
from gep.profiles import ServiceRule, load_profile
from gep.workbook.inventory_writer import rows_from_csv, write_inventory
from gep.workbook.read import load_inventory

EXAMPLES = ROOT / "examples"

# As for the illustrative county: what another order of operations may leave, far below a wrong factor or digit.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Case:
    """An example under a standard: what is counted, what stands beside it, and whether the sum is GEP."""

    folder: str
    standard: str
    is_gep: bool

    @property
    def example(self) -> Example:
        return Example(EXAMPLES / self.folder, self.standard)

    @property
    def account(self) -> Account:
        return compiled(self.folder, self.standard)


COAST = Case("illustrative_coast_2025", "ndrc_2022", True)
HILLS = Case("illustrative_hills_2025", "mee_2020", False)
HILLS_LESS_EXTERNAL = Case("illustrative_hills_2025", "gbt46869_2025", True)
BASIN = Case("illustrative_basin_2025", "seea_ea_2021", False)
PLAIN = Case("illustrative_plain_2025", "mee_2020", False)
AREAS = Case("illustrative_unit_value_2025", "unit_value", False)


@cache
def compiled(folder: str, standard: str) -> Account:
    inventory, _ = load_inventory(next((EXAMPLES / folder).glob("*.xlsx")))
    assert inventory is not None
    account, findings = assess(inventory, standard=standard)
    assert not stops(findings)
    return account


def coast(example: Example) -> Lines:
    return {
        **by_hand.products(example),
        **by_hand.residuals(example),
        **by_hand.contributions(example),
        **by_hand.water_retention(example),
        **by_hand.soil_retention(example),
        **by_hand.sand_fixation(example),
        **by_hand.coastal_protection(example),
        **by_hand.lakes(example),
        **by_hand.flood_capacities(example),
        **by_hand.marsh_soils(example),
        **by_hand.storms(example),
        **by_hand.paddies(example),
        **by_hand.capacities(example, "air"),
        **by_hand.capacities(example, "water"),
        **by_hand.sequestered(example, by_hand.carbon_dioxide_of_production(example)),
        **by_hand.measured_temperature(example),
        **by_hand.evaporation(example, by_ratio=True),
        **by_hand.noise_attenuation(example),
        **by_hand.tourism_expenditure(example),
        **by_hand.recreation_time(example),
        **by_hand.housing(example),
        **by_hand.lodging(example),
    }


def hills(example: Example) -> Lines:
    return {
        **hills_alike(example),
        **by_hand.hydropower(example),
        **by_hand.other_energy(example),
        **by_hand.reported_oxygen(example),
        **by_hand.valued_species(example),
    }


def hills_alike(example: Example) -> Lines:
    """What both standards count of the hills."""
    return {
        **by_hand.products(example),
        **by_hand.residuals(example),
        **by_hand.contributions(example),
        **by_hand.water_retention(example),
        **by_hand.soil_retention(example),
        **by_hand.reservoirs(example),
        **by_hand.by_quality(example, "air"),
        **by_hand.by_quality(example, "water"),
        **by_hand.sequestered(example, by_hand.carbon_dioxide_of_biomass(example)),
        **by_hand.transpiration(example),
        **by_hand.evaporation(example, by_ratio=True),
        **by_hand.reported_tourism(example),
        **by_hand.lodging(example),
    }


def hills_less_external(example: Example) -> Lines:
    return {**hills_alike(example), **by_hand.recreation(example)}


def basin(example: Example) -> Lines:
    return {
        **by_hand.resource_rents(example),
        **by_hand.soil_retention(example),
        **by_hand.fertility(example),
        **by_hand.protected_area(example, by_hand.fixed_sand_simplified(example)),
        **by_hand.lake_totals(example),
        **by_hand.wetland_events(example),
        **by_hand.sequestered(example, by_hand.carbon_dioxide_of_rates(example)),
        **by_hand.simulated_exchange(example),
        **by_hand.recreation_substitute(example),
    }


def plain(example: Example) -> Lines:
    return {
        **by_hand.land_rents(example),
        **by_hand.water_yield(example),
        **by_hand.capacities_of_book(example),
        **by_hand.sequestered(example, by_hand.carbon_dioxide_of_dry_matter(example)),
        **by_hand.oxygen_of_dry_matter(example),
        **by_hand.valued_species(example),
        **by_hand.travel_costs_at_wages(example),
    }


COUNTED = {
    COAST: coast,
    HILLS: hills,
    HILLS_LESS_EXTERNAL: hills_less_external,
    BASIN: basin,
    PLAIN: plain,
    AREAS: by_hand.equivalents,
}

every_case = pytest.mark.parametrize("case", COUNTED, ids=lambda case: f"{case.folder}-{case.standard}")


UNITS = {"m³": 1, "t": 1, "种": 1, "": 1, "%": 1, "万人次": WAN}


def deducted(case: Case) -> float:
    """Return the value of products from outside that the standard takes off [元]."""
    if case.standard != "gbt46869_2025":
        return 0.0
    return math.fsum(float(row["value"]) * WAN for row in case.example.read("deductions"))


def lines_of(account: Account, name: str, *, counted: bool) -> Lines:
    lines = account.ledger[(account.ledger["counted"] == counted) & (account.ledger["role"] != "deduction")]
    keys = zip(lines["service"], lines["indicator"], lines["item"], lines["ecosystem"], strict=True)
    scales = lines["unit"].map(UNITS) if name == "quantity" else 1
    return dict(zip(keys, map(float, lines[name] * scales), strict=True))


@every_case
def test_every_line_has_the_value_computed_here(case: Case) -> None:
    expected, values = COUNTED[case](case.example), lines_of(case.account, "value", counted=True)
    assert values.keys() == expected.keys()
    for key, value in values.items():
        assert value == pytest.approx(expected[key], rel=ROUNDING, abs=0), key


@every_case
def test_the_total_is_the_sum_of_these_lines_less_what_comes_from_outside(case: Case) -> None:
    total = math.fsum(COUNTED[case](case.example).values()) - deducted(case)
    assert case.account.total().m_as("元(2025年价)") == pytest.approx(total, rel=ROUNDING, abs=0)
    assert case.account.is_gep is case.is_gep


def test_the_deduction_is_not_nothing() -> None:
    assert deducted(HILLS_LESS_EXTERNAL) == 1350 * WAN


# ---- quantities without a price ----


def water(example: Example) -> Lines:
    return {
        ("water_retention", "uncounted_deficit", "", key_of(label)): max(0.0, -volume)  # m³
        for label, volume in by_hand.water_balance(example).items()
    }


def soil(example: Example) -> Lines:
    masses = by_hand.retained_soil(example)
    return {("soil_retention", "retained_soil", "", key_of(label)): mass for label, mass in masses.items()}  # t


def sand(masses: Mapping[str, float]) -> Lines:
    return {("sand_fixation", "fixed_sand", "", key_of(label)): mass for label, mass in masses.items()}  # t


def quality(example: Example) -> Lines:
    """The index of a pollutant: its concentration over its limit."""
    return {
        (f"{medium}_purification", "quality_index", item_key(vocabulary, row["item"]), key_of("")): float(
            row["concentration"]
        )
        / by_hand.limit(example, medium, row["item"])
        for medium, (vocabulary, _) in by_hand.POLLUTANTS.items()
        for row in example.read(f"{medium}_purification_quality")
    }


def visitors(example: Example) -> Lines:
    return {
        ("tourism", "visits", row["item"], key_of(row["ecosystem"])): float(row["visits"]) * WAN
        for row in example.read("tourism")
    }


def species(example: Example) -> Lines:
    return {
        ("species_conservation", f"{name}_indicator", row["item"], key_of(row["ecosystem"])): float(row[name])
        for row in example.read("species_conservation")
        for name in ("species_richness", "threatened_species", "irreplaceability")
    }


def rescaled(example: Example) -> Lines:
    return {
        ("species_conservation", "irreplaceability_indicator", row["item"], key_of(row["ecosystem"])): 100
        * float(row["selected_share"])
        for row in example.read("species_irreplaceability")
    }


def hills_beside(example: Example) -> Lines:
    return {**water(example), **soil(example), **quality(example), **visitors(example)}


BESIDE: Mapping[Case, Lines] = {
    COAST: {**water(COAST.example), **soil(COAST.example), **sand(by_hand.fixed_sand(COAST.example))},
    HILLS: {**hills_beside(HILLS.example), **species(HILLS.example)},
    HILLS_LESS_EXTERNAL: hills_beside(HILLS_LESS_EXTERNAL.example),
    BASIN: {**soil(BASIN.example), **sand(by_hand.fixed_sand_simplified(BASIN.example))},
    PLAIN: rescaled(PLAIN.example),
    AREAS: {},
}


@every_case
def test_quantities_without_a_price_are_those_computed_here(case: Case) -> None:
    expected, quantities = BESIDE[case], lines_of(case.account, "quantity", counted=False)
    assert quantities.keys() == expected.keys()
    for key, quantity in quantities.items():
        assert quantity == pytest.approx(expected[key], rel=ROUNDING, abs=0), key


def test_both_branches_of_purification_are_in_it() -> None:
    indices = [value for key, value in quality(HILLS.example).items()]
    assert min(indices) < 1 < max(indices)


def test_negative_ions_under_a_standard_that_would_count_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No standard counts them; their data stand in the hills."""
    known = load_profile(HILLS.standard)
    words = {"zh": "负离子", "en": "negative ions"}
    rule = ServiceRule(
        service="negative_ions", label=words, methods=("ion_concentration",), mandatory="no", evidence="unverified"
    )
    profile = known.model_copy(update={"services": (*known.services, rule)})
    monkeypatch.setattr("gep.compile.load_profile", lambda _: profile)
    rows, headers = rows_from_csv(HILLS.example.folder)
    (listed,) = (row for row in rows["product_list"] if row["service"] == "负离子")
    listed |= {"status": "纳入", "reason": ""}
    chosen = {"negative_ions.lifetime": "general", "negative_ions.threshold": "lyt1721_2008"}
    blank = dict.fromkeys(rows["overrides"][0], "")
    rows["overrides"] += [{**blank, "coefficient": name, "set": one, "reason": "测试"} for name, one in chosen.items()]
    write_inventory(tmp_path / "清单.xlsx", profile, rows, headers=headers)
    inventory, _ = load_inventory(tmp_path / "清单.xlsx")
    assert inventory is not None
    account, findings = assess(inventory)
    assert not stops(findings)
    values = lines_of(account, "value", counted=True)
    expected = by_hand.negative_ions(HILLS.example, threshold=600, lifetime=10)
    assert {key: value for key, value in values.items() if key[0] == "negative_ions"}.keys() == expected.keys()
    for key, value in expected.items():
        assert values[key] == pytest.approx(value, rel=ROUNDING, abs=0), key
    assert values.keys() - expected.keys() == hills(HILLS.example).keys()
