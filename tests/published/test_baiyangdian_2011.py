"""The lake of Baiyangdian, 2011: reed, water, floods, carbon, oxygen and visitors of a wetland.

Prices are exact as printed. Fish is taken as the value of its output, which is all that is printed.

Printed slips
-------------
- The cost of storage is printed as 6.11 元/t; it is by m³.

Not claimed
-----------
- 休闲娱乐 contains the consumer surplus (578.03 元 a visit), which no standard here counts: the account holds costs and
  time, and the printed value is met when the surplus is added outside it.
- 非使用价值 (willingness to pay): no service of a standard here.
- Floods and water are those of 2012 and of 1980-2007, taken for 2011 by the paper. Only the difference of the first
  flood is printed; it stands as a flood that began with nothing.
"""

from __future__ import annotations

import pytest
from printed import Printed, account_of, assert_met, printed, read

from gep.account import Account

TABLE = {row["service"]: row for row in read("baiyangdian_2011")}
REED, WATER, VISITS = (printed(TABLE[name]["quantity"]) for name in ("原材料生产", "水资源供给", "休闲娱乐"))
GRADES = {"上等芦苇": (0.4, 7000.0), "中等芦苇": (0.4, 4000.0), "下等芦苇": (0.2, 300.0)}  # share, 元/t
WATER_PRICE, STORAGE_PRICE, CARBON_PRICE, OXYGEN_PRICE = 0.5, 6.11, 1320.0, 1000.0  # 元/m³, 元/m³, 元/tC, 元/tO2
EXPENSES, TIME, SURPLUS = 52.47, 343.33, 578.03  # 元/人次
FLOODS = {"7月26—27日": ("0.81", "0"), "7月30日—9月30日": ("2.90", "1.26")}  # 亿m³ at the peak and at the start
TONNES_OF_CARBON = 12 / 44
YI, WAN = 1e8, 1e4

SOURCE = {"source": "论文"}


@pytest.fixture(scope="module")
def account() -> Account:
    return account_of(
        ("130632", 2011),
        {
            "fishery": "contribution_share",
            "other_products": "market_value",
            "water_supply": "water_use",
            "flood_mitigation": "wetland_events",
            "carbon_sequestration": "dry_matter_gain",
            "oxygen_release": "dry_matter_oxygen",
            "tourism": "travel_cost",
        },
        standard="mee_2020",
        area=157.29,
        ecosystem="wetland",
        products_contribution=[
            {
                "service": "fishery",
                "item": "淡水产品",
                "ecosystem": "wetland",
                "gross_output [亿元]": float(TABLE["淡水产品"]["value"]),
                "contribution_share [%]": 100.0,
                **SOURCE,
            }
        ],
        products=[
            {
                "service": "other_products",
                "item": grade,
                "ecosystem": "wetland",
                "output": REED.value * share,
                "output_unit": "×10⁴t",
                "unit_price": price,
                "unit_price_unit": "元/t",
                **SOURCE,
            }
            for grade, (share, price) in GRADES.items()
        ],
        water_supply=[{"item": "all_uses", "ecosystem": "wetland", "volume [亿m³]": WATER.value, **SOURCE}],
        wetland_events=[
            {"item": flood, "peak_storage [亿m³]": float(peak), "initial_storage [亿m³]": float(start), **SOURCE}
            for flood, (peak, start) in FLOODS.items()
        ],
        reported=[
            {
                "service": "carbon_sequestration",
                "step": "gained_dry_matter",
                "item": "",
                "ecosystem": "wetland",
                "quantity": REED.value,
                "quantity_unit": "×10⁴t",
                **SOURCE,
            }
        ],
        tourism=[
            {
                "item": "游客",
                "ecosystem": "wetland",
                "visits [万人次]": VISITS.value,
                "travel_time [h/人次]": 1.0,
                "wage [元/h]": TIME,
                "transport_cost [元/人次]": EXPENSES,
                "lodging_cost [元/人次]": 0.0,
                "entry_cost [元/人次]": 0.0,
                **SOURCE,
            }
        ],
        prices=[
            {"price": name, "item": item, "value": value, "value_unit": unit, **SOURCE}
            for name, item, value, unit in (
                ("water_use", "all_uses", WATER_PRICE, "元/m³"),
                ("reservoir_storage", "", STORAGE_PRICE, "元/m³"),
                ("carbon_dioxide", "", CARBON_PRICE, "元/t碳"),
                ("oxygen", "", OXYGEN_PRICE, "元/t"),
            )
        ],
    )


def worth(account: Account, service: str) -> float:
    """Return the value of a service [亿元]."""
    lines = account.counted
    return float(lines.loc[lines["service"] == service, "value"].sum()) / YI


def amount(account: Account, service: str) -> float:
    lines = account.counted
    return float(lines.loc[lines["service"] == service, "quantity"].sum())


def rounding(ours: float, *inputs: Printed) -> float:
    return ours * sum(one.half / one.value for one in inputs)


@pytest.mark.parametrize(
    ("service", "row", "inputs"),
    [
        ("fishery", "淡水产品", ()),
        ("other_products", "原材料生产", (REED,)),
        ("water_supply", "水资源供给", (WATER,)),
        ("carbon_sequestration", "固碳", (REED,)),
        ("oxygen_release", "释氧", (REED,)),
    ],
)
def test_a_value(account: Account, service: str, row: str, inputs: tuple[Printed, ...]) -> None:
    ours = worth(account, service)
    assert_met(ours, printed(TABLE[row]["value"]), rounding(ours, *inputs))


def test_floods(account: Account) -> None:
    stored = [printed(text) for flood in FLOODS.values() for text in flood if text != "0"]
    half = sum(one.half for one in stored)
    assert_met(amount(account, "flood_mitigation") / YI, printed(TABLE["调蓄洪水"]["quantity"]), half)
    assert_met(worth(account, "flood_mitigation"), printed(TABLE["调蓄洪水"]["value"]), half * STORAGE_PRICE)


def test_gases(account: Account) -> None:
    carbon = amount(account, "carbon_sequestration") * TONNES_OF_CARBON / WAN
    oxygen = amount(account, "oxygen_release") / WAN
    assert_met(carbon, printed(TABLE["固碳"]["quantity"]), rounding(carbon, REED))
    assert_met(oxygen, printed(TABLE["释氧"]["quantity"]), rounding(oxygen, REED))


def test_visitors_with_the_surplus_that_stays_out(account: Account) -> None:
    ours = worth(account, "tourism") + SURPLUS * VISITS.value * WAN / YI
    assert_met(ours, printed(TABLE["休闲娱乐"]["value"]), rounding(ours, VISITS))


@pytest.mark.parametrize(
    ("services", "printed_sum"),
    [
        (("fishery", "other_products", "water_supply"), "5.78"),
        (("flood_mitigation", "carbon_sequestration", "oxygen_release"), "15.64"),
    ],
)
def test_a_class(account: Account, services: tuple[str, ...], printed_sum: str) -> None:
    ours = sum(worth(account, service) for service in services)
    # The paper adds up its rounded values.
    assert_met(ours, printed(printed_sum), len(services) * 0.005)


def test_the_total_is_the_sum_of_the_printed_rows() -> None:
    parts = [printed(row["value"]) for name, row in TABLE.items() if name != "合计"]
    assert_met(sum(part.value for part in parts), printed(TABLE["合计"]["value"]))


def test_the_account_holds_what_was_claimed_and_is_no_gep(account: Account) -> None:
    claimed = 3.62 + 1.668 + 0.49 + 14.9695 + 0.2194632 + 0.4488 + (EXPENSES + TIME) * 135 * WAN / YI
    assert account.total().m_as("亿元") == pytest.approx(claimed, abs=5e-5)
    assert not account.is_gep


@pytest.mark.parametrize("standard", ["mee_2020", "rcees_2017", "seea_ea_2021"])
def test_a_total_of_water_beside_its_uses_is_counted_twice(standard: str) -> None:
    both = account_of(
        ("130632", 2011),
        {"water_supply": "water_use"},
        standard=standard,
        ecosystem="wetland",
        water_supply=[
            {"item": item, "ecosystem": "wetland", "volume [亿m³]": WATER.value, **SOURCE}
            for item in ("all_uses", "domestic")
        ],
        prices=[
            {"price": "water_use", "item": item, "value": WATER_PRICE, "value_unit": "元/m³", **SOURCE}
            for item in ("all_uses", "domestic")
        ],
    )
    assert [one.subject for one in both.findings if one.code == "GEP227"] == ["130632/2011/water_supply/water_supply"]


def test_a_total_of_water_alone_is_counted_once(account: Account) -> None:
    assert not [one for one in account.findings if one.code == "GEP227"]
