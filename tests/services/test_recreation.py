"""Local recreation, by what a visit costs and by what its time is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_service import compile_one, stopping

from gep.services.recreation import visit_time_value
from gep.units import Quantity

PARK = {"item": "湿地公园", "ecosystem": "", "visits [万人次]": 80.0, "source": "住建局"}


@given(st.floats(0, 1e4), st.floats(0, 1e3))
def test_an_hour_is_sixty_minutes(minutes: float, worth: float) -> None:
    got = visit_time_value(Quantity(minutes, "min/人次"), Quantity(worth, "元/h(2025年价)"))
    assert got.m_as("元/人次(2025年价)") == pytest.approx(minutes / 60 * worth, rel=1e-14, abs=1e-300)


@pytest.mark.parametrize(
    ("method", "sheet", "row", "worth"),
    [
        ("recreation_expenditure", "recreation", {**PARK, "spending [元/人次]": 6.0}, 480),
        ("recreation_time", "recreation_time", {**PARK, "visit_time [h/人次]": 1.5, "hour_value [元/h]": 8.0}, 960),
    ],
)
def test_an_account_of_one_park(monkeypatch, method, sheet, row, worth) -> None:
    account, findings = compile_one(monkeypatch, "recreation", [method], {sheet: [row]})
    assert stopping(findings) == set()
    assert account.ledger["quantity"].sum() == 800_000
    assert account.total().m_as("万元") == pytest.approx(worth, rel=1e-14)
