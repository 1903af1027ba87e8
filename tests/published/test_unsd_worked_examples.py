"""The worked examples of the United Nations on monetary valuation: travel cost, crops and grazed biomass.

They are in no currency or in euro and dollar; here they are in yuan of a price year, in a region that stands for none.

Not claimed
-----------
- The consumer surplus of box 4 (15 000, 52 500, 112 500; in all 180 000): areas under a demand curve, which the program
  does not draw; it takes the surplus of a visit as given. The box prints 52 000 in the sum for zone A, where 52 500
  gives its 112 500.
- The prices of box 6 are printed to one decimal and are no exact prices: their rounding is propagated.
- The benchmark values of the value transfer table, and carbon retention: results without inputs.
"""

from __future__ import annotations

import pytest
from printed import account_of, assert_met, printed, read, spread, values

from gep.account import Account

PLACE = ("632521", 2022)
TRIPS = read("unsd_travel_cost")
CROPS = read("unsd_crop_rent")
COSTS = ("labour", "unpaid_labour", "capital", "materials")

by_year = pytest.mark.parametrize("row", CROPS, ids=[row["year"] for row in CROPS])


def product(service: str, item: str, **columns: object) -> dict[str, object]:
    return {"service": service, "item": item, "ecosystem": "cropland", "source": "Box 6", **columns}


def sold(item: str, output: float, price: float) -> Account:
    return account_of(
        PLACE,
        {"agriculture": "market_value"},
        ecosystem="cropland",
        products=[
            product("agriculture", item, output=output, output_unit="t", unit_price=price, unit_price_unit="元/t")
        ],
    )


def test_expenditure_on_travel() -> None:
    account = account_of(
        PLACE,
        {"tourism": "travel_cost"},
        tourism=[
            {
                "item": row["zone"],
                "visits [人次]": float(row["visits"]),
                "travel_time [h/人次]": 0.0,
                "wage [元/h]": 0.0,
                "transport_cost [元/人次]": float(row["cost"]),
                "lodging_cost [元/人次]": 0.0,
                "entry_cost [元/人次]": 0.0,
                "source": "Table 2",
            }
            for row in TRIPS
        ],
    )
    lines = values(account)
    for row in TRIPS:
        assert_met(lines["visits", row["zone"]], printed(row["expenditure"]))
    assert_met(account.total().m_as("元"), printed("255000"))


@by_year
def test_output_of_crops(row: dict[str, str]) -> None:
    output, price = printed(row["output"]), printed(row["price"])
    ours = sold("crop", output.value, price.value).total().m_as("元")
    assert_met(ours, printed(row["value"]), spread(lambda q, p: q * p, output, price))


@by_year
def test_residual_of_crops(row: dict[str, str]) -> None:
    """The resource rent of the printed output after its printed costs; a loss stays one.

    Box 6 has one cost of capital, which holds its consumption and its return.
    """
    value, costs = printed(row["value"]), {name: printed(row[name]) for name in COSTS}
    account = account_of(
        PLACE,
        {"agriculture": "resource_rent"},
        ecosystem="cropland",
        standard="seea_ea_2021",
        products_rent=[
            product(
                "agriculture",
                "crop",
                **{
                    "gross_output [元]": value.value,
                    "intermediate_consumption [元]": costs["materials"].value,
                    "compensation_of_employees [元]": costs["labour"].value,
                    "other_production_taxes [元]": 0.0,
                    "other_production_subsidies [元]": 0.0,
                    "fixed_capital_consumption [元]": costs["capital"].value,
                    "return_to_produced_assets [元]": 0.0,
                    "self_employed_labour [元]": costs["unpaid_labour"].value,
                },
            )
        ],
    )
    (ours,) = account.counted["value"]
    assert_met(ours, printed(row["residual"]), value.half + sum(cost.half for cost in costs.values()))
    assert (ours < 0) == row["residual"].startswith("-")
    assert set(account.counted["evidence"]) == {"text"}


def test_grazed_biomass_at_the_price_of_sorghum() -> None:
    (row,) = read("unsd_grazed_biomass")
    forage, ratio, price = (printed(row[name]) for name in ("forage", "forage_per_sorghum", "price"))
    ours = sold("sorghum", forage.value / ratio.value, price.value).total().m_as("元")
    # Of the inputs only the tonnes of forage carry rounding: the ratio is a coefficient, the price a price.
    assert_met(ours, printed(row["value"]), ours * forage.half / forage.value)
