"""Carbon by change of biomass, by rates, and by net productivity in its three ways; oxygen on the same carbon."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from chosen_methods import AREAS, amount, compile_methods, ledger_of
from hypothesis import given
from hypothesis import strategies as st

from gep.services import carbon_sequestration as carbon
from gep.units import Quantity

FEW_ROUNDINGS = 1e-14

stocks = amount(0, 600)
fluxes = amount(0, 20)


def accumulated(start: float, end: float, interval: float, content: float = 72 / 162) -> float:
    got = carbon.carbon_accumulation(
        Quantity(start, "t/hm²"), Quantity(end, "t/hm²"), Quantity(interval, "a"), Quantity(content, "tC/t")
    )
    return float(got.m_as("tC/(hm²·a)"))


def left(primary: float, respired: float) -> float:
    got = carbon.productivity_after_respiration(Quantity(primary, "tC/(hm²·a)"), Quantity(respired, "tC/(hm²·a)"))
    return float(got.m_as("tC/(hm²·a)"))


def test_the_carbon_of_cellulose() -> None:
    # 72/162 of dry matter: 9 t/hm² more in 5 years are 4 tC/hm², 0.8 a year, and 44/12 of it as CO2
    assert accumulated(100, 109, 5) == pytest.approx(0.8, rel=FEW_ROUNDINGS)
    dioxide = carbon.sequestered_carbon_dioxide(
        Quantity(1, "hm²"), Quantity(accumulated(100, 109, 5), "tC/(hm²·a)"), Quantity(1, "a")
    )
    assert dioxide.m_as("tCO2") == pytest.approx(2.933333, abs=5e-7)
    assert accumulated(0, 1, 1) == pytest.approx(0.444444, abs=5e-7)
    assert Quantity(1, "tC").m_as("tCO2") == pytest.approx(3.666667, abs=5e-7)


@given(stocks, stocks, st.floats(1, 20))
def test_biomass_gained_and_lost_again_leaves_nothing(first: float, second: float, interval: float) -> None:
    assert accumulated(first, second, interval) == -accumulated(second, first, interval)
    assert accumulated(first, first, interval) == 0


@given(stocks, stocks, st.floats(1, 20), st.floats(0.4, 0.55))
def test_the_yearly_gain_over_the_interval_is_the_difference_of_stocks(
    start: float, end: float, interval: float, content: float
) -> None:
    gained = accumulated(start, end, interval, content) * interval
    assert gained == pytest.approx(content * (end - start), rel=FEW_ROUNDINGS, abs=0)


@given(fluxes, fluxes)
def test_primary_production_is_what_is_respired_and_what_stays(primary: float, respired: float) -> None:
    # One subtraction and one sum, each rounded once.
    assert left(primary, respired) + respired == pytest.approx(primary, rel=FEW_ROUNDINGS, abs=40 * 1.2e-16)
    assert left(primary, 0) == primary >= left(primary, respired)
    assert left(primary, primary) == 0


@given(st.floats(0.1, 20), amount(-1, 0.999))
def test_a_share_of_primary_production_is_less_than_all_of_it(primary: float, share: float) -> None:
    def part(of: float) -> float:
        got = carbon.productivity_from_ratio(Quantity(primary, "tC/(hm²·a)"), of)
        return float(got.m_as("tC/(hm²·a)"))

    assert part(share) < primary
    assert part(0) == 0
    # The share that respiration leaves gives what respiration leaves.
    assert part(left(primary, primary / 2) / primary) == pytest.approx(primary / 2, rel=FEW_ROUNDINGS)


def test_every_method_ends_in_the_step_that_oxygen_starts_from() -> None:
    for method in carbon.SPEC.methods:
        last = method.steps[-1]
        assert (last.name, last.price, last.headline) == ("sequestered_carbon_dioxide", "carbon_dioxide", True)
        of_dry_matter = method.name == "dry_matter_gain"
        assert last.rule is (
            carbon.carbon_dioxide_of_dry_matter if of_dry_matter else carbon.sequestered_carbon_dioxide
        )
    assert carbon.SPEC.methods[0].name == "net_ecosystem_productivity"


def test_npp_never_stands_in_the_column_of_nep() -> None:
    for sheet in carbon.SPEC.sheets:
        assert not {"productivity", "net_primary_productivity"} <= set(sheet.numbers)
    words = {
        sheet.numbers[name].label.zh for sheet in carbon.SPEC.sheets for name in sheet.numbers if "product" in name
    }
    assert words == {"净生态系统生产力NEP", "净初级生产力NPP", "净初级生产力(干物质)"}


NPP: Mapping[str, float] = {"net_primary_productivity": 3.42}
CASES = {
    "biomass_change": (
        "biomass",
        {"biomass_start": 100.0, "biomass_end": 109.0, "interval": 5.0},
        9 / 5 * 72 / 162,
    ),
    "sequestration_rate": ("sequestration_rate", {"rate": 0.19}, 0.19),
    "net_ecosystem_productivity": ("carbon_sequestration", {"productivity": -0.3}, -0.3),
    "npp_less_respiration": (
        "net_primary_productivity",
        {**NPP, "heterotrophic_respiration": 3.22},
        3.42 - 3.22,
    ),
    "npp_share": ("net_primary_productivity", {**NPP, "ecosystem_share": 0.05}, 0.171),
    "npp_share_of_dry_matter": (
        "dry_matter_productivity",
        {"dry_matter_productivity": 8.1, "ecosystem_share": 0.05},
        8.1 * 72 / 162 * 0.05,
    ),
    # 1.63 t of carbon dioxide for a tonne of dry matter, as carbon
    "dry_matter_gain": ("dry_matter_gain", {"dry_matter_gain": -0.4}, -0.4 * 1.63 * 12 / 44),
}


def test_oxygen_of_dry_matter_stands_on_the_dry_matter_of_the_carbon(monkeypatch: pytest.MonkeyPatch) -> None:
    """1.63 t of carbon dioxide and 1.2 t of oxygen for a tonne of dry matter: more oxygen than 32/44 of the former."""
    sets = {"carbon_sequestration.carbon_dioxide_per_dry_matter": "jiang2017"}
    sets["oxygen_release.oxygen_per_dry_matter"] = "miao2017"
    account = compile_methods(
        monkeypatch,
        {"carbon_sequestration": ["dry_matter_gain"], "oxygen_release": ["dry_matter_oxygen"]},
        {"dry_matter_gain": [{"ecosystem": "grassland", "dry_matter_gain": 0.5}]},
        overrides=[{"coefficient": name, "set": one, "value": None, "value_unit": ""} for name, one in sets.items()],
    )
    grown = 0.5 * AREAS["grassland"] * 100
    dioxide = ledger_of(account, "carbon_sequestration")["quantity"]["sequestered_carbon_dioxide", "", "grassland"]
    oxygen = ledger_of(account, "oxygen_release")["quantity"]["released_oxygen", "", "grassland"]
    assert (dioxide, oxygen) == pytest.approx((1.63 * grown, 1.19 * grown), rel=FEW_ROUNDINGS)


def test_every_method_has_a_case() -> None:
    assert set(CASES) == {method.name for method in carbon.SPEC.methods}


@pytest.mark.parametrize("method", CASES)
def test_an_account_by_each_method_takes_its_oxygen_from_the_same_carbon(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet, row, by_area = CASES[method]
    contents = {"coefficient": "carbon_sequestration.carbon_per_dry_matter", "set": "cellulose"}
    shortcut = {"coefficient": "carbon_sequestration.carbon_dioxide_per_dry_matter", "set": "jiang2017"}
    wanted = {"biomass_change": contents, "npp_share_of_dry_matter": contents, "dry_matter_gain": shortcut}.get(method)
    account = compile_methods(
        monkeypatch,
        {"carbon_sequestration": [method], "oxygen_release": ["same_carbon"]},
        {sheet: [{"ecosystem": "grassland", **row}]},
        overrides=[{**wanted, "value": None, "value_unit": ""}] if wanted else (),
    )
    (dioxide,) = ledger_of(account, "carbon_sequestration")["quantity"].to_dict().items()
    (oxygen,) = ledger_of(account, "oxygen_release")["quantity"].to_dict().items()
    assert dioxide[0] == ("sequestered_carbon_dioxide", "", "grassland")
    assert oxygen[0] == ("released_oxygen", "", "grassland")
    expected = by_area * AREAS["grassland"] * 100 * 44 / 12
    # 3.42 − 3.22 keeps 15 digits of 16.
    assert dioxide[1] == pytest.approx(expected, rel=1e-13)
    assert oxygen[1] == pytest.approx(expected * 32 / 44, rel=1e-13)
    assert account.total().m_as("元(2025年价)") == pytest.approx(expected * (70 + 900 * 32 / 44), rel=1e-13)
