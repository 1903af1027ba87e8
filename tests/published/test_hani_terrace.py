"""The rice terraces of the Hani: disservices are part of the sum, neither turned positive nor left out.

Table 2 has money alone, of either sign. Of the sheets of an inventory the net output of products is the one that takes
such money, so it holds each column of the table here, for one hectare; to which service they belong is another matter.

Not claimed: the quantities and prices behind table 2, which the paper does not print.
"""

from __future__ import annotations

import pytest
from printed import account_of, assert_met, printed, read, values

from gep.account import Account

ROWS = {row["mode"]: row for row in read("hani_terrace")}
SERVICES = ("释氧", "排放甲烷", "营养物质保持", "病虫害防治", "水量调节", "旅游发展", "水质污染")
PLACE = ("532529", 2014)
CONVERSION = 1e-14
"""What 元 lose on their way through 万元 and back."""

each_mode = pytest.mark.parametrize("mode", ROWS)


@pytest.fixture(scope="module")
def accounts() -> dict[str, Account]:
    return {
        mode: account_of(
            PLACE,
            {"agriculture": "net_output"},
            area=0.01,
            ecosystem="cropland",
            products=[
                {
                    "service": "agriculture",
                    "item": name,
                    "ecosystem": "cropland",
                    "net_output [元]": float(row[name]),
                    "source": "论文表2",
                }
                for name in SERVICES
            ],
        )
        for mode, row in ROWS.items()
    }


@each_mode
def test_every_column_is_a_line_with_its_sign(accounts: dict[str, Account], mode: str) -> None:
    lines = values(accounts[mode])
    assert {item for _, item in lines} == set(SERVICES)
    for name in SERVICES:
        assert lines["net_output", name] == pytest.approx(float(ROWS[mode][name]), rel=CONVERSION)


@each_mode
def test_gross_negative_and_net(accounts: dict[str, Account], mode: str) -> None:
    row, lines = ROWS[mode], values(accounts[mode])
    assert_met(sum(one for one in lines.values() if one > 0), printed(row["gross"]))
    assert_met(sum(one for one in lines.values() if one < 0), printed(row["negative"]))
    # Whole yuan: nothing is rounded, and the sums are met to the last.
    assert accounts[mode].total().m_as("元") == pytest.approx(float(row["net"]), rel=CONVERSION)


def test_what_fish_in_the_rice_add(accounts: dict[str, Account]) -> None:
    assert (accounts["b"].total() - accounts["a"].total()).m_as("元") == pytest.approx(7447, rel=CONVERSION)


@each_mode
def test_disservices_are_pointed_out(accounts: dict[str, Account], mode: str) -> None:
    found = [one for one in accounts[mode].findings if one.code == "GEP223"]
    assert len(found) == sum(ROWS[mode][name].startswith("-") for name in SERVICES)
