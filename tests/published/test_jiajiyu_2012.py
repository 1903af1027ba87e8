"""The Jiajiyu watershed, 2012: what a hectare of each land use is worth by carbon, oxygen and clean air.

A land use is an account of one hectare. Prices are exact as printed; the factors by which the values of trees are taken
for other land are printed with two decimals, which propagate (0.47 and 0.73 seem to be 7/15 and 11/15).

Printed slips
-------------
- 260.9 元/t is called a price of CO2; it is known as that of a tonne of carbon. The values are those of a tonne of CO2.

Not claimed
-----------
- 产品供给, 涵养水源, 保持土壤, 维持营养物质循环: yields, shares of water kept, LS, C, P and contents are not printed.
- Gases of 人工草地: from roots that are not printed. 水域 and 未利用地: by equivalents that are not printed.
- The watershed (table 9): the area of water is not printed.
"""

from __future__ import annotations

import pytest
from printed import Printed, account_of, assert_met, printed, read, spread, values

from gep.account import Account

ROWS = read("jiajiyu_2012")
CARBON_DIOXIDE, OXYGEN = 1.63, 1.2  # t by tonne of dry matter
CARBON_DIOXIDE_PRICE, OXYGEN_PRICE, DUST_PRICE = 260.9, 352.93, 170.0  # 元/t
PLACE = ("620802", 2012)
EXACTLY_ONE = Printed(1.0, 0.0)


def factor(text: str) -> Printed:
    return printed(text) if text else EXACTLY_ONE


def gases(row: dict[str, str]) -> Account:
    return account_of(
        PLACE,
        {"carbon_sequestration": "dry_matter_gain", "oxygen_release": "dry_matter_oxygen"},
        standard="mee_2020",
        area=0.01,
        ecosystem=row["ecosystem"],
        dry_matter_gain=[
            {
                "ecosystem": row["ecosystem"],
                "dry_matter_gain [t/(hm²·a)]": float(row["npp"]) * factor(row["npp_factor"]).value,
                "source": "论文",
            }
        ],
        prices=[
            {"price": "carbon_dioxide", "value": CARBON_DIOXIDE_PRICE, "value_unit": "元/tCO2", "source": "论文"},
            {"price": "oxygen", "value": OXYGEN_PRICE, "value_unit": "元/t", "source": "论文"},
        ],
    )


def clean_air(row: dict[str, str]) -> Account:
    return account_of(
        PLACE,
        {"air_purification": "air_purification_capacity"},
        standard="mee_2020",
        area=0.01,
        ecosystem=row["ecosystem"],
        air_purification_capacity=[
            {
                "item": "dust",
                "ecosystem": row["ecosystem"],
                "uptake [t/(hm²·a)]": float(row["dust"]) * factor(row["dust_factor"]).value,
                "source": "论文",
            }
        ],
        prices=[
            {"price": "air_pollutant", "item": "dust", "value": DUST_PRICE, "value_unit": "元/t", "source": "论文"}
        ],
    )


WITH_GASES = [row for row in ROWS if row["gases"]]


@pytest.mark.parametrize("row", WITH_GASES, ids=[row["land"] for row in WITH_GASES])
def test_carbon_and_oxygen_of_a_hectare(row: dict[str, str]) -> None:
    ours = values(gases(row))
    price = CARBON_DIOXIDE * CARBON_DIOXIDE_PRICE + OXYGEN * OXYGEN_PRICE
    rounding = spread(lambda one: float(row["npp"]) * one * price, factor(row["npp_factor"]))
    assert_met(sum(ours.values()), printed(row["gases"]), rounding)


@pytest.mark.parametrize("row", ROWS, ids=[row["land"] for row in ROWS])
def test_clean_air_of_a_hectare(row: dict[str, str]) -> None:
    (ours,) = values(clean_air(row)).values()
    rounding = spread(lambda one: float(row["dust"]) * one * DUST_PRICE, factor(row["dust_factor"]))
    assert_met(ours, printed(row["clean_air"]), rounding)
