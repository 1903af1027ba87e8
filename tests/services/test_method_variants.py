"""Variants of methods that accounts use side by side: each from its sheet to its value, against numbers by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_service import compile_one, lines_of, stopping

from gep.services import products
from gep.units import Quantity

# A handful of operations on positive numbers, each within 1.1e-16.
FEW_ROUNDINGS = 1e-14


class Case(NamedTuple):
    """One method of a service: its rows, what it needs, and what comes out by indicator and item."""

    service: str
    method: str
    sheet: str
    rows: tuple[Mapping[str, Any], ...]
    quantities: Mapping[tuple[str, str], float]
    money: float
    """Value of the account [元]."""
    prices: tuple[tuple[str, str, float, str], ...] = ()
    sets: Mapping[str, str | tuple[float, str]] = {}
    """Coefficient → set, or local value and unit."""


# Needleleaf forest of 20 km² and meadow of 80 km² stand in the county.
FACTORS = {"weather": 10.0, "erodible_fraction": 0.5, "crust": 0.6, "roughness": 0.8, "cover": 0.2}
FIXED = 80e6 * 0.1699 * 2.4**1.3711 * (1 - 0.2**1.3711)  # m² · kg/m²
SOIL = 8000 * 300 * 0.02 * 10 * (1 - 0.1)
CASES = (
    Case(
        "water_retention",
        "water_yield",
        "water_yield",
        ({"item": "黄河流域", "ecosystem": "", "local_use": 300.0, "outflow": 90_000.0, "inflow": 40_000.0},),
        {("retained_water", "黄河流域"): 503e6},
        503e6 * 8,
        (("reservoir_storage", "", 8.0, "元/m³"),),
    ),
    Case(
        "soil_retention",
        "rusle_with_fertility",
        "soil_retention",
        ({"ecosystem": "meadow", "erosivity": 300.0, "erodibility": 0.02, "topography": 10.0, "cover": 0.1},),
        {
            ("retained_soil", ""): SOIL,
            ("kept_potassium", ""): SOIL * 0.014,
            ("kept_organic_matter", ""): SOIL * 0.0156 * 1.724,
        },
        SOIL * (0.24 / 0.93 * 15 + 0.0006 * 900 + 0.0006 * 3000 + 0.014 * 4000 + 0.0156 * 1.724 * 320),
        (
            ("reservoir_dredging", "", 15.0, "元/m³"),
            ("nitrogen_treatment", "", 900.0, "元/tN"),
            ("phosphorus_treatment", "", 3000.0, "元/tP"),
            ("potassium", "", 4000.0, "元/tK"),
            ("organic_matter", "", 320.0, "元/tOM"),
        ),
        {
            "soil_retention.silted_share": "ganzi2017",
            "soil_retention.bulk_density": "ganzi2017",
            **{f"soil_retention.{name}_content": "wu2018" for name in ("nitrogen", "phosphorus", "potassium")},
            "soil_retention.organic_carbon_content": "wu2018",
            "soil_retention.carbon_in_organic_matter": "pribyl2010_conventional",
        },
    ),
    Case(
        "sand_fixation",
        "rweq_simplified",
        "sand_fixation",
        ({"ecosystem": "meadow", **FACTORS},),
        {("fixed_sand", ""): FIXED / 1000, ("protected_area", ""): FIXED / 1000 / (1.28 * 0.1)},
        FIXED / 1000 / (1.28 * 0.1) * 4,
        (("sand_control", "", 4.0, "元/m²"),),
        {
            "sand_fixation.simplified": "rweq_script",
            "sand_fixation.bulk_density": "ganzi2017",
            "sand_fixation.cover_depth": "ganzi2017",
        },
    ),
    Case(
        "flood_mitigation",
        "lake_total_area",
        "lake_totals",
        ({"zone": "青藏高原", "lake_area": 165.0},),
        {("lake_mitigation", ""): math.exp(6.636) * 165**0.678 * 1e4},
        math.exp(6.636) * 165**0.678 * 1e4 * 7.06,
        (("reservoir_storage", "", 7.06, "元/m³"),),
        {"flood_mitigation.lake_storage": "ganzi2017", "flood_mitigation.exchanges": "ganzi2017"},
    ),
    Case(
        "flood_mitigation",
        "wetland_events",
        "wetland_events",
        (
            {"item": "淀区 7月", "peak_storage": 5200.0, "initial_storage": 3100.0},
            {"item": "淀区 8月", "peak_storage": 4800.0, "initial_storage": 4500.0},
        ),
        {("wetland_mitigation", "淀区 7月"): 2.1e7, ("wetland_mitigation", "淀区 8月"): 3e6},
        2.4e7 * 6.11,
        (("reservoir_storage", "", 6.11, "元/m³"),),
    ),
    Case(
        "tourism",
        "travel_cost_at_wages",
        "tourism_wages",
        (
            {
                "item": "西宁市",
                "ecosystem": "",
                "visits": 2.0,
                "travel_time": 10.0,
                "wage_rate": 40.0,
                "transport_cost": 80.0,
                "lodging_cost": 120.0,
                "entry_cost": 50.0,
            },
        ),
        {("visits_from_zones", "西宁市"): 20_000},
        20_000 * (10 * 40 * 0.3 + 250),
        (),
        {"tourism.time_value_share": "jiang2017"},
    ),
    Case(
        "tourism",
        "revenue_share",
        "tourism_revenue",
        ({"item": "全县", "ecosystem": "", "revenue": 4.5, "nature_share": 60.0},),
        {},
        2.7e8,
    ),
    Case(
        "tourism",
        "simulated_exchange",
        "tourism_simulated",
        ({"item": "湖区", "ecosystem": "", "visits": 3.0, "simulated_price": 75.0},),
        {("simulated_visits", "湖区"): 30_000},
        30_000 * 75,
    ),
    Case(
        "recreation",
        "recreation_substitute",
        "recreation_substitute",
        ({"item": "滨河公园", "ecosystem": "", "visits": 12.0, "substitute_price": 15.0},),
        {("substituted_visits", "滨河公园"): 120_000},
        120_000 * 15,
    ),
    Case(
        "agriculture",
        "land_rent",
        "products_land_rent",
        ({"service": "agriculture", "item": "耕地", "ecosystem": "", "rented_area": 2000.0, "land_rent": 6000.0},),
        {("rented_land", "耕地"): 2000},
        2000 * 6000,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=[f"{one.service}-{one.method}" for one in CASES])
def test_a_variant_by_hand(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    units = {
        column.name: column.unit or column.unit_label
        for method in _methods(case.service)
        if method.name == case.method and method.sheet
        for column in method.sheet.numbers.values()
    }
    rows = [
        {f"{name} [{units[name]}]" if units.get(name) else name: item for name, item in row.items()}
        | {"source": "测试"}
        for row in case.rows
    ]
    overrides = [
        {"coefficient": name, "set": one, "value": None, "value_unit": ""}
        if isinstance(one, str)
        else {"coefficient": name, "set": "", "value": one[0], "value_unit": one[1]}
        for name, one in case.sets.items()
    ]
    account, findings = compile_one(
        monkeypatch, case.service, [case.method], {case.sheet: rows}, prices=case.prices, overrides=overrides
    )
    assert stopping(findings) == set(), [one.text("en") for one in findings]
    quantities = lines_of(account)["quantity"]
    assert {key: quantities[key] for key in case.quantities} == pytest.approx(dict(case.quantities), rel=FEW_ROUNDINGS)
    assert account.total().m_as("元") == pytest.approx(case.money, rel=FEW_ROUNDINGS)
    assert set(account.ledger["method"]) == {case.method}


def _methods(name: str) -> tuple[Any, ...]:
    from gep.services import service

    spec = service(name)
    assert spec is not None
    return spec.methods


# --- the resource rent of SEEA EA §9.36 ------------------------------------------------------------------------------

RENT = {
    "gross_output": 5400.0,
    "intermediate_consumption": 2100.0,
    "compensation_of_employees": 600.0,
    "other_production_taxes": 40.0,
    "other_production_subsidies": 100.0,
    "fixed_capital_consumption": 300.0,
    "return_to_produced_assets": 240.0,
    "self_employed_labour": 1300.0,
}
SUBTRACTED = [name for name in RENT if name not in ("gross_output", "other_production_subsidies")]


def rent_of(numbers: Mapping[str, float]) -> float:
    def money(name: str) -> Quantity:
        return Quantity(numbers[name], "元(2025年价)")

    surplus = products.gross_operating_surplus(
        money("gross_output"),
        money("intermediate_consumption"),
        money("compensation_of_employees"),
        money("other_production_taxes"),
        money("other_production_subsidies"),
    )
    rent = products.resource_rent(
        surplus,
        money("fixed_capital_consumption"),
        money("return_to_produced_assets"),
        money("self_employed_labour"),
    )
    return float(rent.m_as("元(2025年价)"))


def test_the_rent_of_a_branch_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    # 5400 − 2100 − 600 − 40 + 100 = 2760 of surplus; 2760 − 300 − 240 − 1300 = 920
    assert rent_of(RENT) == 920
    row = {"service": "agriculture", "item": "青稞", "ecosystem": "", "source": "统计局"}
    row |= {f"{name} [万元]": number for name, number in RENT.items()}  # type: ignore[dict-item]
    account, findings = compile_one(monkeypatch, "agriculture", ["resource_rent"], {"products_rent": [row]})
    assert stopping(findings) == set()
    assert account.total().m_as("万元") == pytest.approx(920, rel=FEW_ROUNDINGS)
    assert set(account.ledger["role"]) == {"reported_value"}


@given(st.fixed_dictionaries({name: st.floats(0, 1e10) for name in RENT}))
def test_a_rent_and_all_it_leaves_out_make_up_the_output(numbers: dict[str, float]) -> None:
    left = rent_of(numbers) + sum(numbers[name] for name in SUBTRACTED) - numbers["other_production_subsidies"]
    # Eight sums of money in 元, each within half a unit of its 16th digit, the largest being below 1e11.
    assert left == pytest.approx(numbers["gross_output"], rel=0, abs=1e-3)


@given(st.floats(0, 1e9), st.sampled_from(SUBTRACTED))
def test_a_branch_whose_costs_exceed_its_output_has_a_negative_rent(more: float, name: str) -> None:
    assert rent_of({**RENT, name: RENT[name] + 921 + more}) < 0


def test_a_missing_part_leaves_no_rent(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"service": "agriculture", "item": "青稞", "ecosystem": "", "source": "统计局"}
    row |= {f"{name} [万元]": number for name, number in RENT.items()}  # type: ignore[dict-item]
    row["return_to_produced_assets [万元]"] = None  # type: ignore[assignment]
    account, findings = compile_one(monkeypatch, "agriculture", ["resource_rent"], {"products_rent": [row]})
    assert "GEP106" in stopping(findings)
    assert account.ledger["value"].isna().all()


def test_the_residual_without_a_return_is_an_upper_bound_of_the_rent() -> None:
    def money(number: float) -> Quantity:
        return Quantity(number, "元(2025年价)")

    labour = RENT["compensation_of_employees"] + RENT["self_employed_labour"]
    taxes = RENT["other_production_taxes"] - RENT["other_production_subsidies"]
    residual = products.residual_value(
        money(RENT["gross_output"]),
        money(RENT["intermediate_consumption"]),
        money(labour),
        money(RENT["fixed_capital_consumption"]),
        money(taxes),
    )
    assert residual.m_as("元(2025年价)") - rent_of(RENT) == RENT["return_to_produced_assets"]


# --- the index of irreplaceability -----------------------------------------------------------------------------------


def test_an_index_from_0_to_1_becomes_that_from_0_to_100(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"item": "三江源", "ecosystem": "", "selected_share": 0.63, "source": "测试"}
    account, findings = compile_one(
        monkeypatch, "species_conservation", ["irreplaceability_of_share"], {"species_irreplaceability": [row]}
    )
    assert stopping(findings) == set()
    (line,) = account.ledger.to_dict("records")
    assert (line["quantity"], line["unit"], line["role"]) == (63.0, "%", "physical")
