"""The published 2010 account of Garzê prefecture: every row of its table 3, from the workbook an analyst would fill.

Prices and coefficients are exact; only printed quantities carry rounding. A row is met within half a unit of its last
printed digit plus what half a unit of its printed input makes of the value.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from pathlib import Path

import pytest

from gep.account import Account
from gep.compile import assess
from gep.findings import stops
from gep.units import Quantity
from gep.workbook.read import load_inventory

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "ganzi_2010"
YI = 1e8


@pytest.fixture(scope="module")
def account() -> Account:
    inventory, _ = load_inventory(FOLDER / "甘孜州_2010.xlsx")
    assert inventory is not None
    compiled, findings = assess(inventory)
    assert not stops(findings)
    return compiled


def published(kind: str) -> list[dict[str, str]]:
    with (FOLDER / "published.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == kind]


ROWS = published("row")


def rounding(row: Mapping[str, str]) -> float:
    """Return how far the value of a row may be from the printed one, by its printed digits alone [亿元]."""
    own = float(row["value_half_unit"])
    if not row["quantity"]:
        return own
    # Every chain of the account is linear in its printed input.
    return own + float(row["value"]) * float(row["quantity_half_unit"]) / float(row["quantity"])


def name_of(row: Mapping[str, str]) -> str:
    return "-".join(filter(None, (row[key] for key in ("service", "indicator", "item", "ecosystem"))))


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_a_row_of_table_3_is_met_within_its_rounding(account: Account, row: dict[str, str]) -> None:
    ledger = account.ledger
    line = ledger[
        (ledger["service"] == row["service"])
        & (ledger["indicator"] == row["indicator"])
        & (ledger["item"] == row["item"])
        & (ledger["ecosystem"] == row["ecosystem"])
    ]
    assert len(line) == 1
    assert abs(float(line["value"].iloc[0]) / YI - float(row["value"])) <= rounding(row)


def test_the_account_has_no_line_that_the_paper_has_not(account: Account) -> None:
    keys = ["service", "indicator", "item", "ecosystem"]
    ours = {tuple(key) for key in account.counted[keys].to_numpy()}
    assert ours == {tuple(row[name] for name in keys) for row in ROWS}


def test_class_totals_are_met_within_the_rounding_of_their_rows(account: Account) -> None:
    classes = {row["service"]: row for row in published("class")}
    sums = account.sums(["class"]) / YI
    of_class = {name: [row for row in ROWS if service_class(account, row["service"]) == name] for name in classes}
    for name, row in classes.items():
        allowed = sum(rounding(one) for one in of_class[name]) + float(row["value_half_unit"])
        assert abs(sums[name] - float(row["value"])) <= allowed, name


def service_class(account: Account, service: str) -> str:
    rule = account.profile.rule(service)
    assert rule is not None
    return rule.spec.class_


def test_the_total_is_above_the_printed_one_because_of_two_quantities(account: Account) -> None:
    (printed,) = (float(row["value"]) for row in published("total"))
    total = account.total().m_as("亿元(2010年价)")
    two = ("oxygen_release", "carbon_sequestration")
    by_row = {row["service"]: float(row["value"]) for row in ROWS if row["service"] in two}
    sums = account.sums(["service"]) / YI
    of_two = math.fsum(sums[name] - value for name, value in by_row.items())
    # 2.51 亿t × 727 元/t and 0.31 亿t × 380 元/t, against the printed 1821.9182 and 117.3548.
    assert of_two == pytest.approx((2.51 * 727 - 1821.9182) + (0.31 * 380 - 117.3548), abs=1e-9)
    assert total - printed == pytest.approx(3.3, abs=0.05)
    assert abs(total - printed - of_two) < 0.05


def test_the_total_is_what_the_printed_inputs_give(account: Account) -> None:
    """A second computation from the printed inputs alone, with none of our code [亿元]."""
    soil = 38.86
    by_hand = [
        12.2875, 2.3777, 22.0760, 0.0356,
        1.36 * 2.6, 150.17 * 3.6, 17.31 * 0.07, 95.30 * 0.53,
        321.49 * 7.06,
        0.24 * soil / 0.93 * 15.58, soil * 0.37 / 100 * 875, soil * 0.108 / 100 * 2800,
        779.42e4 / (1.28 * 0.1) * 3.75 / YI,
        2.43 * 7.06, 0.01 * 7.06, 6.00 * 7.06,
        1137 * 1200 / YI, 2772 * 630 / YI, 941 * 150 / YI, 5424 * 700 / YI, 625 * 875 / YI,
        0.31 * 380, 2.51 * 727,
        2799.10 * 0.53, 1272.35 * 0.53,
        158e4 * 375 / YI, 711.13e4 * 112.5 / YI,
        70.6669,
    ]  # fmt: skip
    # Thirty products of correctly rounded numbers: a relative error of 1e-15 each at most.
    assert account.total().m_as("亿元(2010年价)") == pytest.approx(math.fsum(by_hand), rel=1e-14)


@pytest.mark.parametrize(
    ("indicator", "expected", "unit", "half_unit"),
    [
        ("reduced_sedimentation", 10.03, "亿m³", 0.005),
        ("reduced_nitrogen", 1437.94, "万tN", 0.005),
        ("reduced_phosphorus", 419.72, "万tP", 0.005),
        ("protected_area", 60.89, "km²", 0.005),
    ],
)
def test_derived_quantities_are_met(
    account: Account, indicator: str, expected: float, unit: str, half_unit: float
) -> None:
    line = account.ledger[account.ledger["indicator"] == indicator]
    quantity = Quantity(float(line["quantity"].iloc[0]), str(line["unit"].iloc[0])).m_as(unit)
    propagated = expected * (0.005 / 779.42 if indicator == "protected_area" else 0.005 / 38.86)
    assert abs(quantity - expected) <= half_unit + propagated


def test_the_one_finding_is_the_gap_of_the_areas_and_it_is_explained(account: Account) -> None:
    (one,) = account.findings
    assert (one.code, one.where.sheet, one.where.cell) == ("GEP201", "基本信息", "B10")
    assert one.explanation
    assert "149687.7" in one.text("zh")


def test_the_sum_may_be_called_gep_and_nothing_was_split_by_area(account: Account) -> None:
    assert account.is_gep
    by_type = account.sums(["ecosystem"]) / YI
    reported = account.ledger[account.ledger["step"] != ""]
    assert set(reported["ecosystem"]) == {"unallocated", "wetland"}
    # The wetland column of table 4, whose lines are printed as 1396.16 in sum and 1396.13 at its foot, holds shares of
    # services that the paper's table 3 does not split; the lines that belong to wetland alone are these.
    alone = 0.0356 + 3.536 + 540.612 + 1.2117 + 50.509 + (2.43 + 0.01 + 6.0) * 7.06 + 0.0325191 + 0.04343675 + 674.3455
    assert by_type["wetland"] == pytest.approx(alone, rel=1e-13)
