"""The examples together use every service, and every method but those named here with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from gep.compile import assess
from gep.findings import stops
from gep.profiles import load_profiles
from gep.services import SERVICES
from gep.workbook.read import load_inventory

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"

ACCOUNTS = (
    ("illustrative_county_2025", "mee_2020"),
    ("illustrative_county_2025", "rcees_2017"),
    ("illustrative_county_2025", "ndrc_2022"),
    ("illustrative_coast_2025", "ndrc_2022"),
    ("illustrative_hills_2025", "mee_2020"),
    ("illustrative_basin_2025", "seea_ea_2021"),
    ("illustrative_plain_2025", "mee_2020"),
    ("illustrative_unit_value_2025", "unit_value"),
)

_BY_ANOTHER_PRODUCT = "the sheet and the formula are one for all products, and another product uses them"
_NO_STANDARD = "no standard counts it"

NOT_COVERED: Mapping[tuple[str, str], str] = {
    ("agriculture", "net_output"): _BY_ANOTHER_PRODUCT,
    ("forestry", "market_value"): _BY_ANOTHER_PRODUCT,
    ("livestock", "contribution_share"): _BY_ANOTHER_PRODUCT,
    ("fishery", "residual_value"): _BY_ANOTHER_PRODUCT,
    ("other_products", "net_output"): _BY_ANOTHER_PRODUCT,
    ("carbon_sequestration", "npp_share"): "a share of NPP is never default; NPP less respiration uses the sheet",
    ("carbon_sequestration", "npp_share_of_dry_matter"): "the same share, of dry matter",
    ("tourism", "revenue_share"): "expenditure times visits is the same revenue, and is shown",
    ("tourism", "consumer_surplus"): _NO_STANDARD,
    ("negative_ions", "ion_concentration"): _NO_STANDARD,
    ("unit_value", "value_by_type"): "an account by area has one method; equivalents are the one most used",
    ("unit_value", "value_by_land_use"): "an account by area has one method; equivalents are the one most used",
}


@cache
def ledger(folder: str, standard: str) -> pd.DataFrame:
    inventory, _ = load_inventory(next((EXAMPLES / folder).glob("*.xlsx")))
    assert inventory is not None
    account, findings = assess(inventory, standard=standard)
    assert not stops(findings)
    return account.ledger


@cache
def positive() -> pd.DataFrame:
    """Return the lines of all examples that count something: money, or a quantity that has no price."""
    lines = pd.concat([ledger(*account) for account in ACCOUNTS], ignore_index=True)
    return lines[(lines["counted"] & (lines["value"] > 0)) | ((lines["role"] == "physical") & (lines["quantity"] > 0))]


def test_every_method_is_used_or_named_here_with_the_reason() -> None:
    used = set(zip(positive()["service"], positive()["method"], strict=True))
    known = {(spec.name, method.name) for spec in SERVICES for method in spec.methods}
    assert known - used == NOT_COVERED.keys()


def test_every_service_and_every_indicator_of_a_used_method_has_a_positive_line() -> None:
    lines = positive()
    shown = set(zip(lines["service"], lines["indicator"], strict=True))
    wanted = {
        (spec.name, step.name)
        for spec in SERVICES
        for method in spec.methods
        if (spec.name, method.name) not in NOT_COVERED
        for step in method.steps
        if step.role
    }
    assert wanted - shown == set()
    uncovered = {spec.name for spec in SERVICES} - {service for service, _ in shown}
    assert uncovered == {"negative_ions"}


@pytest.mark.parametrize("pair", [pair for pair, reason in NOT_COVERED.items() if reason == _NO_STANDARD])
def test_what_no_standard_counts_is_counted_by_none(pair: tuple[str, str]) -> None:
    service, method = pair
    rules = (rule for profile in load_profiles().values() for rule in profile.services if rule.service == service)
    assert not any(method in rule.methods for rule in rules)


@pytest.mark.parametrize(("folder", "standard"), ACCOUNTS, ids=lambda one: one)
def test_no_service_dwarfs_the_others(folder: str, standard: str) -> None:
    """A made-up number that swallows the account would teach that such a result is right."""
    lines = ledger(folder, standard)
    by_service = lines[lines["counted"]].groupby("service")["value"].sum()
    if len(by_service) > 1:
        assert by_service.max() < 0.6 * by_service.sum(), by_service.idxmax()


def test_values_by_area_stand_beside_no_service() -> None:
    for folder, standard in ACCOUNTS:
        services = set(ledger(folder, standard)["service"])
        assert services == {"unit_value"} or "unit_value" not in services


SHARES = {
    ("illustrative_county_2025", "mee_2020"): {"flood_mitigation": 44, "water_retention": 22, "climate_regulation": 5},
    ("illustrative_coast_2025", "ndrc_2022"): {"flood_mitigation": 29, "tourism": 25},
    ("illustrative_hills_2025", "mee_2020"): {"water_retention": 41},
}
"""What the pages of the examples say of the largest services, in % of the sum."""


@pytest.mark.parametrize(("folder", "standard"), SHARES, ids=lambda one: one)
def test_the_page_of_an_example_says_what_its_account_holds(folder: str, standard: str) -> None:
    lines = ledger(folder, standard)
    values = lines[lines["counted"]].groupby("service")["value"].sum()
    page = (EXAMPLES / folder / "README.md").read_text("utf-8")
    for service, percent in SHARES[folder, standard].items():
        assert round(100 * values[service] / values.sum()) == percent
        assert f"约{percent}%" in page.replace(" ", "")
    largest = max(values.index, key=values.__getitem__)
    assert largest == next(iter(SHARES[folder, standard]))
