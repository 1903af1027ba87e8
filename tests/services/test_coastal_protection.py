"""Coast by its length; inland the service is not applicable, which is not zero."""

from __future__ import annotations

import pytest
from one_service import compile_one, stopping

ROWS = [
    {"item": "北岸", "ecosystem": "", "coast_length [km]": 30.0, "source": "自然资源局"},
    {"item": "南岸", "ecosystem": "marsh", "coast_length [km]": 12.5, "source": "自然资源局"},
]


def test_an_account_of_two_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    account, findings = compile_one(
        monkeypatch,
        "coastal_protection",
        ["protected_coast"],
        {"coastal_protection": ROWS},
        prices=[("coastal_defence", "", 60.0, "万元/km")],
    )
    assert stopping(findings) == set()
    assert account.total().m_as("万元") == pytest.approx(42.5 * 60, rel=1e-14)


def test_inland_there_is_no_value_and_no_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    inland = {"service": "coastal_protection", "status": "not_applicable", "reason": "内陆", "method": ""}
    account, _ = compile_one(monkeypatch, "coastal_protection", ["protected_coast"], {"product_list": [inland]})
    assert not (account.ledger["value"] == 0).any()


def test_a_price_by_area_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _, findings = compile_one(
        monkeypatch,
        "coastal_protection",
        ["protected_coast"],
        {"coastal_protection": ROWS},
        prices=[("coastal_defence", "", 60.0, "万元/km²")],
    )
    assert stopping(findings)
