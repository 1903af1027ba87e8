"""Carbon and oxygen of the forests of Shandong in two inventories, 2004-2008 and 2009-2013: table 5 by forest type.

LY/T 1721: carbon 1.63 Rc B by area and the soil's 0.02 of each 0.49 of B, at the carbon tax of 1200 元/tC; oxygen
1.19 B at 1000 元/t. B is dry matter in the standard; the paper puts NPP in gC/(m²·a) there, as 10⁻² t/(hm²·a). The test
repeats that, for it is what the printed values come from: it is not what NPP or B is in this program.

NPP and areas are printed as whole numbers, so that half a gram and half of 10² hm² propagate.

Not claimed
-----------
- 落叶松: its NPP is missing in the text read; its printed values take part in the totals.
- 针叶混, both inventories: the printed NPP of 572 gives 2.77, not 4.48; the printed values imply 925.
- The columns by area and the sums by type.
"""

from __future__ import annotations

import pytest
from printed import account_of, assert_met, printed, read, spread, values

from gep.prices import value
from gep.services.carbon_sequestration import sequestered_carbon_dioxide
from gep.units import Quantity

CARBON_PRICE, OXYGEN_PRICE = 1200.0, 1000.0  # 元/tC, 元/tO2
CARBON_PER_DRY_MATTER = 1.63 * 0.2727 + 0.02 / 0.49  # tC/t, living plants and soil
OXYGEN_PER_DRY_MATTER = 1.19  # tO2/t
UNREADABLE, UNMET = "落叶松", "针叶混"
TOTAL = "总计"
YI = 1e8

ALL = read("shandong_forest_carbon")
ROWS = [row for row in ALL if row["forest"] not in (UNREADABLE, UNMET, TOTAL)]
PERIODS = {"2004-2008": (2008, "156.12", "243.37", "1.56"), "2009-2013": (2013, "161.44", "253.42", "1.57")}

by_row = pytest.mark.parametrize("row", ROWS, ids=[f"{row['forest']}-{row['period']}" for row in ROWS])
by_period = pytest.mark.parametrize("period", PERIODS)


def carbon_dioxide(row: dict[str, str]) -> Quantity:
    productivity = float(row["npp"]) / 100 * CARBON_PER_DRY_MATTER
    return sequestered_carbon_dioxide(
        Quantity(float(row["area"]), "百hm²"), Quantity(productivity, "tC/(hm²·a)"), Quantity(1.0, "a")
    )


def oxygen(row: dict[str, str]) -> Quantity:
    rate = Quantity(float(row["npp"]) / 100 * OXYGEN_PER_DRY_MATTER, "tO2/(hm²·a)")
    return (Quantity(float(row["area"]), "百hm²") * rate * Quantity(1.0, "a")).to("tO2")


def rounding(row: dict[str, str], price_of_dry_matter: float) -> float:
    inputs = printed(row["area"]), printed(row["npp"])
    return spread(lambda area, npp: area * 100 * npp / 100 * price_of_dry_matter / YI, *inputs)


@by_row
def test_carbon(row: dict[str, str]) -> None:
    ours = value(carbon_dioxide(row), Quantity(CARBON_PRICE, "元/tC(2010年价)")).m_as("亿元(2010年价)")
    assert_met(ours, printed(row["carbon_value"]), rounding(row, CARBON_PER_DRY_MATTER * CARBON_PRICE))


@by_row
def test_oxygen(row: dict[str, str]) -> None:
    ours = value(oxygen(row), Quantity(OXYGEN_PRICE, "元/tO2(2010年价)")).m_as("亿元(2010年价)")
    assert_met(ours, printed(row["oxygen_value"]), rounding(row, OXYGEN_PER_DRY_MATTER * OXYGEN_PRICE))


def test_no_other_row_is_left_out() -> None:
    assert len(ROWS) == 23 - 2
    assert {row["forest"] for row in ALL} - {row["forest"] for row in ROWS} == {UNREADABLE, UNMET, TOTAL}


@by_period
def test_a_province_is_the_sum_of_its_printed_rows(period: str) -> None:
    rows = [row for row in ALL if row["period"] == period]
    (total,) = (row for row in rows if row["forest"] == TOTAL)
    for name in ("carbon_value", "oxygen_value"):
        parts = [printed(row[name]) for row in rows if row is not total]
        assert_met(sum(part.value for part in parts), printed(total[name]), sum(part.half for part in parts))
    _, area, both, by_area = PERIODS[period]
    parts = [printed(total[name]) for name in ("carbon_value", "oxygen_value")]
    assert_met(sum(part.value for part in parts), printed(both), sum(part.half for part in parts))
    inputs = printed(both), printed(area)
    assert_met(inputs[0].value / inputs[1].value, printed(by_area), spread(lambda v, a: v / a, *inputs))


def test_growth_of_the_value() -> None:
    first, second = (printed(both) for _, _, both, _ in PERIODS.values())
    assert_met((second.value - first.value) / 5, printed("2.01"), (first.half + second.half) / 5)


@by_period
def test_an_account_of_the_province_keeps_the_two_bases_apart(period: str) -> None:
    """Carbon at a price by tC meets carbon dioxide; oxygen from another base is a reported quantity."""
    rows = [row for row in ROWS if row["period"] == period]
    year, *_ = PERIODS[period]
    area = sum(float(row["area"]) for row in rows)
    account = account_of(
        ("370000", year),
        {"carbon_sequestration": "net_ecosystem_productivity", "oxygen_release": "reported_oxygen"},
        area=area,  # 10² hm² are a km²
        reported=[
            {
                "service": service,
                "step": step,
                "ecosystem": "forest",
                "quantity": sum(float(quantity(row).m) for row in rows),
                "quantity_unit": unit,
                "source": "论文式(2)",
            }
            for service, step, quantity, unit in (
                ("carbon_sequestration", "sequestered_carbon_dioxide", carbon_dioxide, "tCO2"),
                ("oxygen_release", "released_oxygen", oxygen, "tO2"),
            )
        ],
        prices=[
            {
                "price": "carbon_dioxide",
                "value": CARBON_PRICE,
                "value_unit": "元/tC",
                "reason": "论文",
                "source": "论文",
            },
            {"price": "oxygen", "value": OXYGEN_PRICE, "value_unit": "元/tO2", "reason": "论文", "source": "论文"},
        ],
    )
    lines = values(account)
    for indicator, name, price in (
        ("sequestered_carbon_dioxide", "carbon_value", CARBON_PER_DRY_MATTER * CARBON_PRICE),
        ("released_oxygen", "oxygen_value", OXYGEN_PER_DRY_MATTER * OXYGEN_PRICE),
    ):
        allowed = sum(printed(row[name]).half + rounding(row, price) for row in rows)
        theirs = sum(printed(row[name]).value for row in rows)
        assert abs(lines[indicator, ""] / YI - theirs) <= allowed
