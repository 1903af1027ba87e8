"""The dams on the Lancang at prices of 2011: electricity, and what flooded plants and reservoirs do to the air.

陈晓舒,赵同谦,李聪,郑华. 基于不同利益相关者的水电能源基地建设经济损益研究——以澜沧江干流为例. 生态学报, 2017, 37(13):
4495-4504. DOI 10.5846/stxb201504100725. Tables 1 and 3, equations 3, 19 and 20.

Losses are negative quantities and stay so.

Printed slips
-------------
- Equation 2 takes 1297.45×10⁸ kW·h, table 1 has 1297.051; the printed values are those of the table.
- 营养物质循环: (0.42+0.17+0.21) % of 822355.11 t at 2549 元/t is 0.17×10⁸ 元, not 3.35.
- 土壤保持: the mass is multiplied by the density (0.178×10⁸ 元, printed 0.17), which should divide it.
- 涵养水源 at 1.56 元/m³ and 净化水质 at 1 元/m³ are the same water and printed as 2.15 and 0.14.

Not claimed
-----------
- Those four; 调节小气候, 调蓄洪水, 生物多样性: areas and volumes are not printed. 能源替代: 66.31 by its inputs,
  not 66.47.
"""

from __future__ import annotations

import pytest
from printed import account_of, assert_met, printed

from gep.account import Account

PLACE = ("530000", 2011)
ELECTRICITY, TARIFF = printed("1297.051"), 0.3  # 亿kW·h, 元/(kW·h)
PLANTS = printed("822355.11")  # t of dry matter a year
CARBON_PRICE, OXYGEN_PRICE = 260.9, 400.0  # 元/tC, 元/t
EMISSION, DAMAGE = 40.0, 12.0  # 千tCO2/TWh, 元/tC
SOURCE = {"source": "论文"}


def quantity(step: str, amount: float, unit: str) -> dict[str, object]:
    one = {"service": "carbon_sequestration", "step": step, "item": "", "ecosystem": "unallocated", **SOURCE}
    return {**one, "quantity": amount, "quantity_unit": unit}


def prices(**named: tuple[float, str]) -> list[dict[str, object]]:
    return [{"price": name, "value": value, "value_unit": unit, **SOURCE} for name, (value, unit) in named.items()]


def total(account: Account) -> float:
    return float(account.total().m_as("亿元"))


def test_electricity() -> None:
    account = account_of(
        PLACE,
        {"hydropower": "generation"},
        standard="mee_2020",
        hydropower=[{"item": "干流", "ecosystem": "", "generation [亿kW·h]": ELECTRICITY.value, **SOURCE}],
        prices=prices(electricity=(TARIFF, "元/kWh")),
    )
    assert_met(total(account), printed("389.12"), ELECTRICITY.half * TARIFF)


def test_the_carbon_and_oxygen_of_flooded_plants_are_lost() -> None:
    account = account_of(
        PLACE,
        {"carbon_sequestration": "dry_matter_gain", "oxygen_release": "dry_matter_oxygen"},
        standard="mee_2020",
        reported=[quantity("gained_dry_matter", -PLANTS.value, "t")],
        prices=prices(carbon_dioxide=(CARBON_PRICE, "元/tC"), oxygen=(OXYGEN_PRICE, "元/t")),
    )
    assert_met(-total(account), printed("4.90"))
    assert (account.counted["value"] < 0).all()


def test_reservoirs_give_off_greenhouse_gas() -> None:
    emitted = EMISSION * ELECTRICITY.value / 10  # 千tCO2; 10 亿kW·h a TWh
    account = account_of(
        PLACE,
        {"carbon_sequestration": "dry_matter_gain"},
        standard="mee_2020",
        reported=[quantity("sequestered_carbon_dioxide", -emitted, "千tCO2")],
        prices=prices(carbon_dioxide=(DAMAGE, "元/tC")),
    )
    assert_met(-total(account), printed("0.17"))


def test_the_printed_totals_are_the_sums_of_their_rows() -> None:
    costs = ["14.74", "84.31", "0.20", "0.41", "3.35", "2.15", "0.14", "0.17", "1.53", "4.90", "0.17"]
    benefits = ["389.12", "0.41", "0.0012", "0.10", "1.19", "0.07", "4.74", "8.43", "8.26", "66.47"]
    for rows, theirs in ((costs, "112.07"), (benefits, "478.79")):
        parts = [printed(row) for row in rows]
        assert_met(sum(part.value for part in parts), printed(theirs), sum(part.half for part in parts))


def test_nutrients_are_not_met() -> None:
    assert PLANTS.value * 0.008 * 2549 / 1e8 == pytest.approx(0.1677, abs=5e-5)
