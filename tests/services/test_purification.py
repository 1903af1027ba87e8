"""Purification by capacity and by measured quality, in the air and in the water."""

from __future__ import annotations

import math

import numpy as np
import pytest
from chosen_methods import AREAS, amount, compile_methods, ledger_of
from hypothesis import given
from hypothesis import strategies as st

from gep.findings import UnitError
from gep.services import air_purification, water_purification
from gep.services.purification import quality_index, removed_by_quality, removed_over_area
from gep.spec import ServiceSpec
from gep.tables.standard import make_page
from gep.tables.words import Words
from gep.units import Quantity

FEW_ROUNDINGS = 1e-14

tonnes = amount(0, 1e7)
AIR_PRICES = [("air_pollutant", "so2", 1200.0, "元/tSO2"), ("air_pollutant", "nox", 630.0, "元/tNOx")]
WATER_PRICES = [("water_pollutant", "cod", 700.0, "元/tCOD")]


def removed(index: float, emission: float, capacity: float) -> float:
    return float(removed_by_quality(index, Quantity(emission, "t"), Quantity(capacity, "t")).m_as("t"))


def test_the_sulfur_that_ten_square_kilometres_of_needleleaf_forest_take_up() -> None:
    # 215.6 kg/(hm²·a) on 1 000 hm², by 1000
    got = removed_over_area(Quantity(1000, "hm²"), Quantity(215.6, "kg/(hm²·a)"), Quantity(1, "a"))
    assert got.m_as("t") == pytest.approx(215.6, rel=FEW_ROUNDINGS)


def test_the_index_takes_both_concentrations_in_one_unit() -> None:
    assert quality_index(Quantity(30, "μg/m³"), Quantity(0.06, "mg/m³")).magnitude == pytest.approx(0.5)
    assert quality_index(Quantity(15, "mg/L"), Quantity(20, "g/m³")).magnitude == pytest.approx(0.75)
    with pytest.raises(UnitError):
        quality_index(Quantity(15, "mg/L"), Quantity(20, "kg"))


@given(st.floats(0, 1), tonnes, tonnes)
def test_up_to_the_limit_the_whole_emission_counts_and_the_capacity_does_not(
    index: float, emission: float, capacity: float
) -> None:
    assert removed(index, emission, capacity) == emission == removed(index, emission, 0)


@given(st.floats(1, 50, exclude_min=True), tonnes, tonnes)
def test_above_the_limit_the_capacity_counts_and_the_emission_does_not(
    index: float, emission: float, capacity: float
) -> None:
    assert removed(index, emission, capacity) == capacity == removed(index, 0, capacity)


def test_the_limit_itself_meets_the_standard() -> None:
    assert removed(1.0, 10.0, 3.0) == 10.0
    assert removed(math.nextafter(1.0, 2.0), 10.0, 3.0) == 3.0


def test_each_pollutant_has_its_own_branch() -> None:
    got = removed_by_quality(
        np.array([0.5, 1.5, 1.0]),
        Quantity(np.array([10.0, 20.0, 30.0]), "t"),
        Quantity(np.array([1.0, 2.0, 3.0]), "t"),
    )
    assert list(got.magnitude) == [10.0, 2.0, 30.0]


@pytest.mark.parametrize("missing", [(math.nan, 1.0, 1.0), (0.5, 1.0, math.nan), (1.5, math.nan, 1.0)])
def test_a_missing_number_never_chooses_a_branch(missing: tuple[float, float, float]) -> None:
    assert math.isnan(removed(*missing))


def test_pollutants_are_never_added_and_no_limit_is_taken_by_itself() -> None:
    for spec in (air_purification.SPEC, water_purification.SPEC):
        assert not spec.headline_unit
        kinds = ["emission", "capacity", "by_quality"]
        # Only for the air does the book have what a type takes up.
        kinds += ["capacity_by_type"] if spec is air_purification.SPEC else []
        assert [method.name for method in spec.methods] == [f"{spec.name}_{kind}" for kind in kinds]
        for method in spec.methods:
            step = method.steps[-1]
            assert step.name == "removed_pollutant"
            assert not step.headline


def test_an_account_by_capacity(monkeypatch: pytest.MonkeyPatch) -> None:
    account = compile_methods(
        monkeypatch,
        {"air_purification": ["air_purification_capacity"]},
        {
            "air_purification_capacity": [
                {"item": "so2", "ecosystem": "forest", "uptake": 215.6},
                {"item": "so2", "ecosystem": "grassland", "uptake": 20.0},
                {"item": "nox", "ecosystem": "forest", "uptake": 6.0},
            ]
        },
        prices=AIR_PRICES,
    )
    got = ledger_of(account, "air_purification")
    expected = {
        ("removed_pollutant", "so2", "forest"): AREAS["forest"] * 100 * 215.6 / 1000,
        ("removed_pollutant", "so2", "grassland"): AREAS["grassland"] * 100 * 20 / 1000,
        ("removed_pollutant", "nox", "forest"): AREAS["forest"] * 100 * 6 / 1000,
    }
    assert got["quantity"].to_dict() == pytest.approx(expected, rel=FEW_ROUNDINGS)
    assert got["unit"].to_dict() == {key: {"so2": "tSO2", "nox": "tNOx"}[key[1]] for key in expected}
    value = (431.2 + 120) * 1200 + 12 * 630
    assert account.total().m_as("元(2025年价)") == pytest.approx(value, rel=FEW_ROUNDINGS)


def test_an_account_by_the_capacities_of_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    """The types and pollutants are named; what a hectare takes up is the coefficient of the set that is chosen."""
    account = compile_methods(
        monkeypatch,
        {"air_purification": ["air_purification_capacity_by_type"]},
        {
            "air_purification_types": [
                {"item": "dust", "ecosystem": "forest", "source": "测试"},
                {"item": "dust", "ecosystem": "grassland", "source": "测试"},
            ]
        },
        prices=[("air_pollutant", "dust", 150.0, "元/t粉尘")],
        overrides=[{"coefficient": "air_purification.capacity", "set": "bao2018", "value": None, "value_unit": ""}],
    )
    got = ledger_of(account, "air_purification")["quantity"]
    # 10.11 and 0.12 t/(hm²·a) on 2 000 and 6 000 hm²
    assert got["removed_pollutant", "dust", "forest"] == pytest.approx(10.11 * 2000, rel=FEW_ROUNDINGS)
    assert got["removed_pollutant", "dust", "grassland"] == pytest.approx(0.12 * 6000, rel=FEW_ROUNDINGS)
    assert account.total().m_as("元(2025年价)") == pytest.approx(150 * (20_220 + 720), rel=FEW_ROUNDINGS)


def test_an_account_by_quality_shows_which_branch_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    account = compile_methods(
        monkeypatch,
        {
            "air_purification": ["air_purification_by_quality"],
            "water_purification": ["water_purification_by_quality"],
        },
        {
            "air_purification_quality": [
                {"item": "so2", "concentration": 12.0, "emission": 300.0, "capacity": 431.2},
                {"item": "nox", "concentration": 65.0, "emission": 500.0, "capacity": 12.0},
            ],
            "water_purification_quality": [{"item": "cod", "concentration": 20.0, "emission": 80.0, "capacity": 9.0}],
        },
        prices=[*AIR_PRICES, *WATER_PRICES],
        overrides=[
            {"coefficient": f"{service}.limit", "item": item, "value": limit, "value_unit": unit, "set": ""}
            for service, item, limit, unit in (
                ("air_purification", "so2", 60.0, "μg/m³"),
                ("air_purification", "nox", 0.05, "mg/m³"),
                ("water_purification", "cod", 20.0, "mg/L"),
            )
        ],
    )
    lines = account.ledger[account.ledger["quantity"].notna()].set_index(["indicator", "item"])
    assert lines["quantity"].to_dict() == pytest.approx(
        {
            ("quality_index", "so2"): 0.2,
            ("quality_index", "nox"): 1.3,
            ("quality_index", "cod"): 1.0,
            ("removed_pollutant", "so2"): 300.0,
            ("removed_pollutant", "nox"): 12.0,
            ("removed_pollutant", "cod"): 80.0,
        },
        rel=FEW_ROUNDINGS,
    )
    assert set(lines.loc["quality_index", "role"]) == {"physical"}
    assert not lines.loc["quality_index", "counted"].any()
    # Which way it went is said on the line, in the table of quantities and in the trace.
    within, beyond = "达标,取排放量", "超标,取净化能力"
    notes = lines.loc["removed_pollutant", "note"].to_dict()
    assert notes == {"so2": within, "nox": beyond, "cod": within}
    table = account.table("quantity").set_index(["indicator", "item"])["note"]
    assert (table["removed_pollutant", "nox"], table["quality_index", "nox"]) == (beyond, "")
    for lang, said in (("zh", beyond), ("en", "the standard is exceeded: the capacity counts")):
        assert Words(account, lang).note("air_purification", beyond) == said
        page = make_page(account, "quantity", lang)
        assert sum(said in row for row in page.rows) == 1
    told = account.explain("air_purification", item="nox")
    assert f"〔{beyond}〕" in told.render("zh")
    assert "[the standard is exceeded: the capacity counts]" in told.render("en")
    assert "the standard is met" in account.explain("air_purification", item="so2").render("en")
    value = 300 * 1200 + 12 * 630 + 80 * 700
    assert account.total().m_as("元(2025年价)") == pytest.approx(value, rel=FEW_ROUNDINGS)


@pytest.mark.parametrize(
    ("spec", "tonnes_of", "concentration"),
    [
        (
            air_purification.SPEC,
            ["SO2", "NOx", "NO2", "HF", "O3", "NH3", "粉尘", "粉尘", "PM10", "PM2.5"],
            "μg/m³",
        ),
        (water_purification.SPEC, ["COD", "NH3-N", "TP", "TN", "BOD", "SS"], "mg/L"),
    ],
    ids=["air", "water"],
)
def test_each_pollutant_is_weighed_as_what_it_is(spec: ServiceSpec, tonnes_of: list[str], concentration: str) -> None:
    """Tonnes of another species are another unit: a t of SO2 typed as t of NOx is refused."""
    numbers = [number for sheet in spec.sheets for number in sheet.numbers.values()]
    assert [number.name for number in numbers] == ["emission", "uptake", "concentration", "emission", "capacity"]
    for number in numbers:
        expected = {
            "uptake": ("kg/(hm²·a)", [f"kg{one}/(hm²·a)" for one in tonnes_of]),
            "concentration": (concentration, []),
        }.get(number.name, ("t", [f"t{one}" for one in tonnes_of]))
        assert (number.unit, list(number.unit_by_item.values())) == expected
        assert number.low == 0
