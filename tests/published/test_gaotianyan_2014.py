"""The nature reserve of Gaotianyan, 2014: products, carbon, oxygen, water, clean air and soil of five types of forest.

The prices of carbon (379.87 元/tCO2) and oxygen (1160.70 元/tO2) are carried forward with the consumer price index and
printed with two decimals, which propagate; the other prices are exact. Bamboo is a type of broadleaf forest here and
one beside it in the paper, whose broadleaf forest is evergreen.

Printed slips
-------------
- Table 4 gives 环境净化 as 1817.19, which is the dust of table 2 alone; with the SO2 of the same table it is 1865.27.
  The total of 72030.15 lacks it as well.
- Nitrogen: 4573.81 kg/hm² is 1.532 kg of the 2985.40 t/hm² kept, by a content printed as 1.52.
- The abstract in English gives the total as 7.16×10⁸ 元, the Chinese one as 7.20×10⁸ 元.

Not claimed
-----------
- Organic matter, phosphorus and potassium: their prices are not readable in the text; nor that of 气候调节, which
  values vapour by volume as no method here does.
- 减少土地损失 (soil kept by area of land), 社会保障 and 生物多样性 by equivalents: no service of a standard here.
- 旅游休憩: 80×10⁴ 元 of income and a cost of works that is not readable.
"""

from __future__ import annotations

import math

import pytest
from printed import Printed, account_of, assert_met, printed, read

from gep.account import Account
from gep.units import Quantity

ROWS = read("gaotianyan_2014")
FORESTS = ROWS[:-1]
TOTAL = ROWS[-1]
CARBON_PRICE, OXYGEN_PRICE = printed("379.87"), printed("1160.70")
STORAGE_PRICE, SO2_PRICE, DUST_PRICE = 0.92, 0.69 + 0.14, 0.23  # 元/m³, 元/kg, 元/kg
SILT, NITROGEN = printed("716500.00"), printed("4573.81")  # kg/hm²; the silt counts as water, 1 m³ a tonne
SILT_PRICE, UREA_PRICE, UREA_NITROGEN = 0.88, 1920.0, 0.46  # 元/m³, 元/t, tN/t
WOODED = 4750.0  # hm²
WAN = 1e4

by_forest = pytest.mark.parametrize("row", FORESTS, ids=[row["forest"] for row in FORESTS])


def reported(service: str, step: str, ecosystem: str, quantity: float, unit: str, item: str = "") -> dict[str, object]:
    one = {"service": service, "step": step, "ecosystem": ecosystem, "item": item, "source": "论文"}
    return {**one, "quantity": quantity, "quantity_unit": unit}


def price(name: str, value: float, unit: str, item: str = "") -> dict[str, object]:
    return {"price": name, "item": item, "value": value, "value_unit": unit, "source": "论文"}


@pytest.fixture(scope="module")
def account() -> Account:
    quantities = [
        one
        for row in FORESTS
        for one in (
            reported("carbon_sequestration", "gained_dry_matter", row["ecosystem"], float(row["npp"]), "t"),
            reported("flood_mitigation", "vegetation_mitigation", row["ecosystem"], float(row["water"]), "×10⁴m³"),
            reported("air_purification", "removed_pollutant", row["ecosystem"], float(row["so2"]), "万kg", "so2"),
        )
    ]
    products = [
        {"service": "forestry", "item": "活立木", "output": 18.0, "output_unit": "万m³", "unit_price": 414.88},
        {"service": "forestry", "item": "毛竹", "output": 43.11, "output_unit": "万根", "unit_price": 5.0},
        {"service": "other_products", "item": "花卉、药材、苗木", "net_output [万元]": 8.0},
    ]
    units = ("元/m³", "元/根", "")
    return account_of(
        ("360321", 2014),
        {
            "forestry": "market_value",
            "other_products": "net_output",
            "soil_retention": "rusle",
            "flood_mitigation": "storm_balance",
            "carbon_sequestration": "dry_matter_gain",
            "oxygen_release": "dry_matter_oxygen",
            "air_purification": "air_purification_capacity",
        },
        standard="mee_2020",
        area=sum(float(row["area"]) for row in FORESTS) / 100,
        extent=[{"ecosystem": row["ecosystem"], "area [km²]": float(row["area"]) / 100} for row in FORESTS],
        products=[
            {"ecosystem": "", "source": "论文", "unit_price_unit": unit, **one}
            for one, unit in zip(products, units, strict=True)
        ],
        air_purification_capacity=[
            {
                "item": "dust",
                "ecosystem": row["ecosystem"],
                "uptake [kg/(hm²·a)]": float(row["dust_rate"]),
                "source": "论文",
            }
            for row in FORESTS
        ],
        reported=[
            *quantities,
            reported("soil_retention", "reduced_sedimentation", "unallocated", SILT.value * WOODED / 1000, "m³"),
            reported("soil_retention", "reduced_nitrogen", "unallocated", NITROGEN.value * WOODED / 1000, "tN"),
        ],
        prices=[
            price("carbon_dioxide", CARBON_PRICE.value, "元/tCO2"),
            price("oxygen", OXYGEN_PRICE.value, "元/tO2"),
            price("reservoir_storage", STORAGE_PRICE, "元/m³"),
            price("reservoir_dredging", SILT_PRICE, "元/m³"),
            price("nitrogen_treatment", UREA_PRICE / UREA_NITROGEN, "元/t"),
            price("air_pollutant", SO2_PRICE, "元/kg", "so2"),
            price("air_pollutant", DUST_PRICE, "元/kg", "dust"),
        ],
        overrides=[
            {
                "coefficient": "oxygen_release.oxygen_per_dry_matter",
                "set": "miao2017",
                "source": "论文",
                "reason": "论文所用",
            }
        ],
    )


def line(account: Account, service: str, ecosystem: str, item: str = "", indicator: str = "") -> tuple[float, float]:
    """Return quantity and value [10⁴ 元] of a line."""
    lines = account.counted
    chosen = (lines["service"] == service) & (lines["ecosystem"] == ecosystem) & (lines["item"].astype(str) == item)
    if indicator:
        chosen &= lines["indicator"] == indicator
    (one,) = lines[chosen].itertuples()
    return float(one.quantity), float(one.value) / WAN


def rounded(worth: float, *inputs: Printed) -> float:
    """Return by how much a product may change within the rounding of its printed factors."""
    return abs(worth) * sum(one.half / one.value for one in inputs)


@by_forest
@pytest.mark.parametrize(
    ("service", "quantity", "price_of_one"),
    [("carbon_sequestration", "carbon", CARBON_PRICE), ("oxygen_release", "oxygen", OXYGEN_PRICE)],
)
def test_gases(account: Account, row: dict[str, str], service: str, quantity: str, price_of_one: Printed) -> None:
    ours, worth = line(account, service, row["ecosystem"])
    matter = printed(row["npp"])
    assert_met(ours, printed(row[quantity]), rounded(ours, matter))
    assert_met(worth, printed(row[f"{quantity}_value"]), rounded(worth, matter, price_of_one))


@by_forest
def test_water(account: Account, row: dict[str, str]) -> None:
    _, worth = line(account, "flood_mitigation", row["ecosystem"])
    assert_met(worth, printed(row["water_value"]), rounded(worth, printed(row["water"])))


@by_forest
def test_sulfur_dioxide(account: Account, row: dict[str, str]) -> None:
    _, worth = line(account, "air_purification", row["ecosystem"], "so2")
    assert_met(worth, printed(row["so2_value"]), rounded(worth, printed(row["so2"])))


@by_forest
def test_dust(account: Account, row: dict[str, str]) -> None:
    kept, worth = line(account, "air_purification", row["ecosystem"], "dust")
    assert_met(kept / 10, printed(row["dust"]))
    if row["dust_value"]:
        assert_met(worth, printed(row["dust_value"]))


def test_products(account: Account) -> None:
    lines = account.counted
    worth = lines.loc[lines["service"].isin(["forestry", "other_products"]), "value"].sum() / WAN
    assert_met(worth, printed("7691.39"), 0.005 * WAN * 414.88 / WAN + 0.005 * 5)


@pytest.mark.parametrize(
    ("indicator", "by_hectare", "together", "mass"),
    [
        ("reduced_sedimentation", "630.52", "299.50", SILT),
        ("reduced_nitrogen", "19090.69", "9068.08", NITROGEN),
    ],
)
def test_soil(account: Account, indicator: str, by_hectare: str, together: str, mass: Printed) -> None:
    _, worth = line(account, "soil_retention", "unallocated", indicator=indicator)
    assert_met(worth * WAN / WOODED, printed(by_hectare), rounded(worth * WAN / WOODED, mass))
    assert_met(worth, printed(together), rounded(worth, mass))


@pytest.mark.parametrize("name", ["npp", "carbon", "carbon_value", "oxygen", "oxygen_value", "water", "water_value"])
def test_the_printed_totals_are_the_sums_of_their_rows(name: str) -> None:
    parts = [printed(row[name]) for row in FORESTS]
    assert_met(sum(part.value for part in parts), printed(TOTAL[name]), sum(part.half for part in parts))


def test_the_printed_purification_is_dust_without_sulfur_dioxide(account: Account) -> None:
    lines = account.counted
    air = lines[lines["service"] == "air_purification"]
    worth = {item: air.loc[air["item"].astype(str) == item, "value"].sum() / WAN for item in ("dust", "so2")}
    # The paper adds up rounded values.
    assert_met(worth["dust"], printed("1817.19"), 5 * 0.005)
    assert_met(worth["so2"], printed(TOTAL["so2_value"]), 5 * 0.005 * SO2_PRICE * 10)
    assert math.fsum(worth.values()) == pytest.approx(1865.27, abs=0.03)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_line_that_begins_at_a_reported_step_can_be_explained(lang: str) -> None:
    """Where only silt is reported, nothing that leads to phosphorus has a cell or a coefficient."""
    silt = account_of(
        ("360321", 2014),
        {"soil_retention": "rusle"},
        standard="mee_2020",
        reported=[reported("soil_retention", "reduced_sedimentation", "forest", 1.0, "m³")],
        prices=[price("reservoir_dredging", SILT_PRICE, "元/m³")],
    )
    text = silt.explain("soil_retention", "reduced_phosphorus", ecosystem="forest").render(lang)
    assert text.count({"zh": "没有填报", "en": "not stated"}[lang]) > 1


def test_a_bamboo_pole_is_a_unit() -> None:
    assert Quantity(43.11, "万根").m_as("根") == 431100.0
