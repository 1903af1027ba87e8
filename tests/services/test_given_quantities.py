"""Services whose quantity is taken as it stands, and products: value is quantity times price, whatever the units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frames import frames
from gep.compile import compile_account
from gep.inventory import Inventory

AMOUNTS = st.floats(0.001, 1e6)
ROUNDING = 1e-14  # two conversions and a multiplication, each rounded once

# service: sheet, keys of its row, quantity column, units with their size in the unit of the price, price row
CASES = {
    "water_supply": (
        "water_supply",
        {"item": "domestic"},
        "volume",
        {"m³": 1, "万m³": 1e4, "亿m³": 1e8},
        "water_use",
        "元/m³",
    ),
    "hydropower": ("hydropower", {"item": "甲"}, "generation", {"kW·h": 1, "万kW·h": 1e4}, "electricity", "元/(kW·h)"),
    "pest_control": (
        "pest_control",
        {"ecosystem": "forest"},
        "recovered_area",
        {"hm²": 1, "km²": 100},
        "pest_control",
        "元/hm²",
    ),
    "air_purification": (
        "air_purification",
        {"item": "so2"},
        "emission",
        {"t": 1, "kg": 1e-3},
        "air_pollutant",
        "元/t",
    ),
    "water_purification": (
        "water_purification",
        {"item": "cod"},
        "emission",
        {"t": 1, "万t": 1e4},
        "water_pollutant",
        "元/t",
    ),
}


def value_of(service: str, amount: float, unit: str, price: float) -> float:
    sheet, keys, column, _, name, price_unit = CASES[service]
    tables = {
        "included": {service: ""},
        sheet: [{**keys, f"{column} [{unit}]": amount}],
        "prices": [{"price": name, "value": price, "value_unit": price_unit, "source": "测试"}],
    }
    account = compile_account(Inventory.from_frames(frames(**tables)))  # type: ignore[arg-type]
    return float(account.total().m)


@pytest.mark.parametrize("service", CASES)
@given(amount=AMOUNTS, price=AMOUNTS, data=st.data())
def test_the_value_is_the_quantity_times_the_price_in_any_unit(service, amount, price, data) -> None:
    unit = data.draw(st.sampled_from(sorted(CASES[service][3])))
    size = CASES[service][3][unit]
    assert value_of(service, amount, unit, price) == pytest.approx(amount * size * price, rel=ROUNDING)


@given(output=AMOUNTS, price=AMOUNTS, unit=st.sampled_from(["t", "万t", "kg"]), per=st.sampled_from(["t", "kg"]))
def test_a_product_is_worth_its_output_at_its_price_in_any_units(output, price, unit, per) -> None:
    kilograms = {"kg": 1, "t": 1e3, "万t": 1e7}
    row = {"service": "agriculture", "item": "青稞", "output": output, "output_unit": unit}
    row |= {"unit_price": price, "unit_price_unit": f"元/{per}"}
    tables = {"included": {"agriculture": "market_value"}, "products": [row]}
    account = compile_account(Inventory.from_frames(frames(**tables)))  # type: ignore[arg-type]
    assert account.total().m == pytest.approx(output * kilograms[unit] * price / kilograms[per], rel=ROUNDING)


@given(value=st.floats(-1e6, 1e6).filter(lambda one: one != 0))
def test_net_output_is_money_and_keeps_its_sign(value) -> None:
    row = {"service": "livestock", "item": "牦牛", "net_output [万元]": value}
    account = compile_account(Inventory.from_frames(frames(included={"livestock": "net_output"}, products=[row])))
    assert account.total().m == pytest.approx(value * 1e4, rel=ROUNDING)
    assert set(account.counted["role"]) == {"reported_value"}
