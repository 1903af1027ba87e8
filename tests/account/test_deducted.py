"""Deductions of products from outside against the values they are taken from."""

from __future__ import annotations

import dataclasses

import pytest

from frames import WATER, frames
from gep.account import Account
from gep.checks.deducted import deductions_against_values
from gep.checks.exclusions import double_counting
from gep.compile import assess
from gep.inventory import Inventory
from gep.profiles import load_profile


def account(service: str, value: float, monkeypatch: pytest.MonkeyPatch) -> Account:
    profile = load_profile("rcees_2017").model_copy(update={"external_deduction": "deducted"})
    monkeypatch.setattr("gep.compile.load_profile", lambda _: profile)
    outside = [{"status": "有", "service": service, "item": "外购", "value [万元]": value, "source": "测试"}]
    return assess(Inventory.from_frames(frames(**{**WATER, "deductions": outside})))[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("service", "value", "worth"),
    [
        ("hydropower", 9_999, None),  # 2 亿kW·h at 0.5 元 are 10 000 万元
        ("hydropower", 10_000, None),
        ("hydropower", 10_001, "100,000,000.00"),
        ("livestock", 100, "没有计入的价值"),
    ],
)
def test_no_more_is_deducted_than_there_is(
    service: str, value: float, worth: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = deductions_against_values(account(service, value, monkeypatch))
    assert [one.code for one in found] == ([] if worth is None else ["GEP279"])
    if worth is not None:
        assert worth in found[0].text("zh")
        assert f"{value * 1e4:,.2f} 元" in found[0].text("zh")


def test_two_sides_of_one_service_are_named_by_their_items(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = account("hydropower", 1, monkeypatch)
    ledger = compiled.ledger[compiled.ledger["counted"]].iloc[:2].copy()
    ledger["service"], ledger["item"], ledger["value"] = "air_purification", ["pm10", "pm25"], 1.0
    ledger["role"] = "priced"
    profile = compiled.profile.model_copy(update={"exclusions": load_profile("ndrc_2022").exclusions})
    (one,) = double_counting(dataclasses.replace(compiled, ledger=ledger, profile=profile))
    assert "大气净化 · 可吸入颗粒物" in one.text("zh")
    assert "大气净化 · 细颗粒物" in one.text("zh")
