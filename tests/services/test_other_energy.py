"""Electricity from sun and wind: a service of its own with a price of its own, apart from hydropower."""

from __future__ import annotations

import pytest
from one_service import compile_one, lines_of, stopping

from gep.profiles import load_profiles
from gep.services import service

ROWS = [
    {"item": "太阳能", "ecosystem": "", "generation [万kW·h]": 100_000.0, "source": "统计局"},
    {"item": "风能", "ecosystem": "", "generation [万kW·h]": 20_000.0, "source": "统计局"},
]


def test_an_account_of_sun_and_wind(monkeypatch: pytest.MonkeyPatch) -> None:
    account, findings = compile_one(
        monkeypatch,
        "other_energy",
        ["other_generation"],
        {"other_energy": ROWS},
        prices=[("other_electricity", "", 0.23, "元/(kW·h)"), ("electricity", "", 9.0, "元/(kW·h)")],
    )
    assert stopping(findings) == set()
    assert lines_of(account)["quantity"].to_dict() == {
        ("other_electricity", "太阳能"): 1e9,
        ("other_electricity", "风能"): 2e8,
    }
    assert account.total().m_as("亿元") == pytest.approx(2.76, rel=1e-14)


def test_the_price_of_hydropower_is_not_that_of_sun_and_wind(monkeypatch: pytest.MonkeyPatch) -> None:
    _, findings = compile_one(
        monkeypatch,
        "other_energy",
        ["other_generation"],
        {"other_energy": ROWS},
        prices=[("electricity", "", 0.53, "元/(kW·h)")],
    )
    assert "GEP340" in stopping(findings)


def test_sun_and_wind_are_neither_in_the_seea_nor_in_the_published_account() -> None:
    assert service("other_energy") is not None
    profiles = load_profiles()
    for name in ("seea_ea_2021", "rcees_2017"):
        assert profiles[name].rule("other_energy") is None
