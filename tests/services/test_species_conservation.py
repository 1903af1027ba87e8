"""Species: indicators that are shown and never priced, and the two ways to price them that a standard must name."""

from __future__ import annotations

import pytest
from one_service import compile_one, lines_of, stopping

from gep.findings import Grade, InputError
from gep.services import service

INDICATORS = ["species_richness", "threatened_species", "irreplaceability"]
PARK = {"item": "青海湖", "ecosystem": "", "source": "林草局"}
FULL = {**PARK, "species_richness [种]": 452.0, "threatened_species [种]": 31.0, "irreplaceability": 87.0}


def test_indicators_are_shown_without_price(monkeypatch: pytest.MonkeyPatch) -> None:
    account, findings = compile_one(monkeypatch, "species_conservation", INDICATORS, {"species_conservation": [FULL]})
    assert stopping(findings) == set()
    lines = lines_of(account)
    assert lines["quantity"].to_dict() == {
        ("species_richness_indicator", "青海湖"): 452,
        ("threatened_species_indicator", "青海湖"): 31,
        ("irreplaceability_indicator", "青海湖"): 87,
    }
    assert set(lines["role"]) == {"physical"}
    assert lines["value"].isna().all()


def test_an_unknown_indicator_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {**FULL, "irreplaceability": "无数据"}
    account, findings = compile_one(monkeypatch, "species_conservation", INDICATORS, {"species_conservation": [row]})
    assert stopping(findings) == set()
    assert set(lines_of(account)["quantity"].dropna()) == {452, 31}


@pytest.mark.parametrize("number", [101.0, -1.0])
def test_irreplaceability_is_from_0_to_100(monkeypatch: pytest.MonkeyPatch, number: float) -> None:
    row = {**FULL, "irreplaceability": number}
    with pytest.raises(InputError, match="GEP111"):
        compile_one(monkeypatch, "species_conservation", INDICATORS, {"species_conservation": [row]})


def test_irreplaceability_on_the_other_scale_is_queried(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {**FULL, "irreplaceability": 0.87}
    _, findings = compile_one(monkeypatch, "species_conservation", INDICATORS, {"species_conservation": [row]})
    assert [one.grade for one in findings if "irreplaceability" in one.subject] == [Grade.VERIFY]


@pytest.mark.parametrize(
    ("method", "sheet", "row", "prices", "worth"),
    [
        (
            "value_by_species",
            "species_value",
            {**PARK, "valued_species [种]": 12.0},
            [("species", "", 50.0, "万元/种")],
            600,
        ),
        (
            "value_by_habitat",
            "species_habitat",
            {**PARK, "ecosystem": "meadow", "habitat_area [hm²]": 3000.0},
            [("habitat", "meadow", 800.0, "元/hm²")],
            240,
        ),
    ],
)
def test_money_comes_from_a_method_of_its_own(monkeypatch, method, sheet, row, prices, worth) -> None:
    account, findings = compile_one(monkeypatch, "species_conservation", [method], {sheet: [row]}, prices=prices)
    assert stopping(findings) == set()
    assert account.total().m_as("万元") == pytest.approx(worth, rel=1e-14)


def test_indicators_have_no_price_and_no_sum() -> None:
    spec = service("species_conservation")
    assert spec is not None
    assert spec.headline_unit == ""
    for name in INDICATORS:
        method = spec.method(name)
        assert method is not None
        assert method.price_keys == ()
        assert not any(step.headline for step in method.steps)
