"""Value by area: equivalents, types and land use, each by itself, and no part of any GEP."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_service import compile_one, stopping

from gep.classifications import find_ecosystem, find_item, items
from gep.coefficient_book import load_coefficients
from gep.profiles import load_profiles
from gep.services.unit_value import equivalent_area
from gep.units import Quantity

# The eleven functions whose sum is the number of the book; those of cropland as printed (zhao2018, table 1), the others
# from memory as the sums are, so that for them this catches slips of transcription only: food, materials, water, gas,
# climate, environment, hydrology, soil, nutrients, biodiversity, landscape.
FUNCTIONS = {
    "dry_cropland": (0.85, 0.40, 0.02, 0.67, 0.36, 0.10, 0.27, 1.03, 0.12, 0.13, 0.06),
    "paddy": (1.36, 0.09, -2.63, 1.11, 0.57, 0.17, 2.72, 0.01, 0.19, 0.21, 0.09),
    "irrigated_cropland": (1.27, 0.06, -1.84, 0.89, 0.47, 0.14, 1.9, 0.01, 0.16, 0.17, 0.08),
    "needleleaf_forest": (0.22, 0.52, 0.27, 1.70, 5.07, 1.49, 3.34, 2.06, 0.16, 1.88, 0.82),
    "mixed_forest": (0.31, 0.71, 0.37, 2.35, 7.03, 1.99, 3.51, 2.86, 0.22, 2.60, 1.14),
    "broadleaf_forest": (0.29, 0.66, 0.34, 2.17, 6.50, 1.93, 4.74, 2.65, 0.20, 2.41, 1.06),
    "shrub": (0.19, 0.43, 0.22, 1.41, 4.23, 1.28, 3.35, 1.72, 0.13, 1.57, 0.69),
    "steppe": (0.10, 0.14, 0.08, 0.51, 1.34, 0.44, 0.98, 0.62, 0.05, 0.56, 0.25),
    "tussock": (0.38, 0.56, 0.31, 1.97, 5.21, 1.72, 3.82, 2.40, 0.18, 2.18, 0.96),
    "meadow": (0.22, 0.33, 0.18, 1.14, 3.02, 1.00, 2.21, 1.39, 0.11, 1.27, 0.56),
    "marsh": (0.51, 0.50, 2.59, 1.90, 3.60, 3.60, 24.23, 2.31, 0.18, 7.87, 4.73),
    "lake": (0.80, 0.23, 8.29, 0.77, 2.29, 5.55, 102.24, 0.93, 0.07, 2.55, 1.89),
    "river": (0.80, 0.23, 8.29, 0.77, 2.29, 5.55, 102.24, 0.93, 0.07, 2.55, 1.89),
    "desert": (0.01, 0.03, 0.02, 0.11, 0.10, 0.31, 0.21, 0.13, 0.01, 0.12, 0.05),
    "bare_land": (0, 0, 0, 0.02, 0, 0.10, 0.03, 0.02, 0, 0.02, 0.01),
    "glacier": (0, 0, 2.16, 0.18, 0.54, 0.16, 7.13, 0, 0, 0.01, 0.09),
}
ROWS = [
    {"ecosystem": "meadow", "type_area [hm²]": 8000.0, "source": "国土"},
    {"ecosystem": "needleleaf_forest", "type_area [hm²]": 2000.0, "source": "国土"},
]


def test_the_equivalents_of_the_book_are_sums_over_eleven_functions() -> None:
    entries = [
        one.coefficient for one in load_coefficients().entries if one.coefficient.name == "unit_value.equivalents"
    ]
    assert {one.qualifiers.ecosystem for one in entries} == set(FUNCTIONS)
    for one in entries:
        functions = FUNCTIONS[one.qualifiers.ecosystem]
        assert len(functions) == 11
        assert one.value == pytest.approx(sum(functions), rel=1e-13)
        assert one.status == ("placeholder" if one.set == "general" else "derived")


@given(st.floats(0, 1e6), st.floats(0, 130), st.floats(0, 130))
def test_functions_add_up(area: float, first: float, second: float) -> None:
    def equivalents(factor: float) -> float:
        return float(equivalent_area(Quantity(area, "hm²"), factor).m_as("hm²"))

    assert equivalents(first) + equivalents(second) == pytest.approx(equivalents(first + second), rel=1e-14, abs=1e-300)


def test_equivalents_in_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    price = ("standard_equivalent", "", 3000.0, "元/hm²")
    chosen = {"coefficient": "unit_value.equivalents", "set": "general", "value": None, "value_unit": ""}
    account, findings = compile_one(
        monkeypatch, "unit_value", ["equivalent_factor"], {"unit_value": ROWS}, prices=[price], overrides=[chosen]
    )
    assert stopping(findings) == set()
    assert account.total().m_as("万元") == pytest.approx((8000 * 11.43 + 2000 * 17.53) * 0.3, rel=1e-14)
    unasked, findings = compile_one(
        monkeypatch, "unit_value", ["equivalent_factor"], {"unit_value": ROWS}, prices=[price]
    )
    assert stopping(findings)
    assert unasked.ledger["value"].isna().all()


def test_prices_by_type_in_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    prices = [("unit_value", "meadow", 1.5, "万元/hm²"), ("unit_value", "forest", 2000.0, "元/亩")]
    account, findings = compile_one(monkeypatch, "unit_value", ["value_by_type"], {"unit_value": ROWS}, prices=prices)
    assert stopping(findings) == set()
    assert account.total().m_as("万元") == pytest.approx(8000 * 1.5 + 2000 * 15 * 0.2, rel=1e-14)


def test_prices_by_land_use_in_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"item": "wood_land", "type_area [hm²]": 1000.0, "source": "国土"},
        {"item": "unused_land", "type_area [hm²]": 400.0, "source": "国土"},
    ]
    prices = [("land_use_value", "林地", 2.0, "万元/hm²"), ("land_use_value", "未利用土地", 0.01, "万元/hm²")]
    account, findings = compile_one(
        monkeypatch, "unit_value", ["value_by_land_use"], {"unit_value_land": rows}, prices=prices
    )
    assert stopping(findings) == set()
    assert account.total().m_as("万元") == pytest.approx(2004, rel=1e-14)
    assert set(account.ledger["ecosystem"]) == {"unallocated"}


def test_land_use_has_words_of_its_own() -> None:
    assert {one.zh for one in items("land_use")} >= {"耕地", "林地", "草地", "水域", "建设用地", "未利用地"}
    found = find_item("land_use", "水体")
    assert found is not None
    assert found.key == "water_body"
    # Not an ecosystem type by another name: woodland holds forest and shrub.
    assert find_ecosystem("林地") is None
    assert find_ecosystem("未利用地") is None


def test_value_by_area_stands_beside_no_other_service() -> None:
    for profile in load_profiles().values():
        if profile.rule("unit_value"):
            assert [rule.service for rule in profile.services] == ["unit_value"]
