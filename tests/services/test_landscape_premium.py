"""Landscape premium: homes and lodging add up, a premium below 0 stays there, and a room-night is a unit of its own."""

from __future__ import annotations

import pytest
from one_service import compile_one, lines_of, stopping

from gep.findings import UnitError
from gep.prices import value
from gep.units import Quantity, unit

HOMES = {
    "item": "湖畔小区",
    "ecosystem": "",
    "floor_space [m²]": 12_000.0,
    "premium [元/m²]": 300.0,
    "source": "住建局",
}
ROOMS = {
    "item": "湖景酒店",
    "ecosystem": "",
    "room_nights [间夜]": 40_000.0,
    "room_premium [元/间夜]": 25.0,
    "source": "文旅局",
}
METHODS = ["housing_premium", "lodging_premium"]


def test_homes_and_lodging_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    account, findings = compile_one(
        monkeypatch, "landscape_premium", METHODS, {"landscape_housing": [HOMES], "landscape_lodging": [ROOMS]}
    )
    assert stopping(findings) == set()
    values = lines_of(account)["value"]
    assert values["premium_floor_space", "湖畔小区"] == pytest.approx(3.6e6, rel=1e-15)
    assert values["premium_room_nights", "湖景酒店"] == pytest.approx(1e6, rel=1e-15)
    assert account.total().m_as("万元") == pytest.approx(460, rel=1e-14)


def test_a_premium_below_zero_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {**HOMES, "premium [元/m²]": -20.0}
    account, findings = compile_one(monkeypatch, "landscape_premium", ["housing_premium"], {"landscape_housing": [row]})
    assert stopping(findings) == set()
    assert account.total().m_as("万元") == pytest.approx(-24, rel=1e-14)


def test_a_room_night_is_neither_a_visit_nor_a_bed_nor_a_day() -> None:
    assert str(unit("间天")) == str(unit("间夜数")) == str(unit("间夜")) == "间夜"
    assert Quantity(4, "万间夜").m_as("间夜") == 40_000
    for other in ("人次", "床", "d", "次", "人·d"):
        with pytest.raises(UnitError):
            value(Quantity(1, other), Quantity(25, "元/间夜(2025年价)"))
