"""A small county under a standard that allows every method: each can be compiled from its sheet to its value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import strategies as st

from gep.account import Account
from gep.compile import compile_account
from gep.inventory import Inventory
from gep.profiles import Profile, load_profile

__all__ = ["AREAS", "amount", "compile_methods", "ledger_of"]

PLACE = {"region": "632521", "year": 2025}
AREAS = {"forest": 20.0, "grassland": 60.0, "marsh": 4.0, "lake": 6.0, "paddy": 10.0}
"""Ecosystem type → area in km²."""

PRICES = {
    "reservoir_storage": (8.0, "元/m³"),
    "carbon_dioxide": (70.0, "元/tCO2"),
    "oxygen": (900.0, "元/tO2"),
    "electricity": (0.5, "元/(kW·h)"),
}


def amount(low: float, high: float) -> st.SearchStrategy[float]:
    """Draw numbers without those near 0, such as 1e-300, that would only show where floats end."""
    return st.floats(low, high).map(lambda drawn: 0.0 if abs(drawn) < 1e-6 else drawn)


def every_method() -> Profile:
    """Return the profile of the published account, opened to every method of its services."""
    known = load_profile("rcees_2017")
    services = tuple(
        rule.model_copy(update={"methods": tuple(method.name for method in rule.spec.methods)})
        for rule in known.services
    )
    return known.model_copy(update={"services": services})


def compile_methods(
    monkeypatch: pytest.MonkeyPatch,
    chosen: Mapping[str, Sequence[str]],
    sheets: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    prices: Sequence[tuple[str, str, float, str]] = (),
    overrides: Sequence[Mapping[str, Any]] = (),
) -> Account:
    """Compile the county with some services, each by the methods given, from rows in the declared units.

    Parameters
    ----------
    monkeypatch
        Puts the open standard in place of the published one.
    chosen : mapping of str to sequence of str
        Service → names of its methods.
    sheets : mapping of str to sequence of mapping
        Sheet → rows.
    prices : sequence of tuple
        Price key, item, number and unit, beside those that the county has.
    overrides : sequence of mapping
        Rows of 参数调整.
    """
    profile = every_method()
    monkeypatch.setattr("gep.compile.load_profile", lambda _: profile)
    rows = []
    for rule in profile.services:
        included = rule.service in chosen
        labels = [rule.spec.method(name) for name in chosen.get(rule.service, ())]
        rows.append(
            {
                "service": rule.service,
                "status": "included" if included else "no_data",
                "reason": "" if included else "未收集",
                "method": "、".join(method.label.zh for method in labels if method),
            }
        )
    priced = [(key, "", number, unit) for key, (number, unit) in PRICES.items()] + list(prices)
    content = {
        "basic": [
            {
                "region_name": "共和县",
                "period [a]": 1.0,
                "standard": "rcees_2017",
                "price_year": 2025.0,
                "administrative_area [km²]": sum(AREAS.values()),
                "population [万人]": 2.0,
                "gdp [亿元]": 5.0,
                "compiler": "",
                "citation": "",
            }
        ],
        "extent": [{"ecosystem": name, "area [km²]": area, "source": "国土"} for name, area in AREAS.items()],
        "product_list": rows,
        "deductions": [{"status": "无", "source": "测试"}],
        "prices": [
            {
                "price": key,
                "item": item,
                "value": number,
                "value_unit": unit,
                "price_year": 2025,
                "source": "测试",
                "reason": "测试",
            }
            for key, item, number, unit in priced
        ],
        "overrides": [{"item": "", "ecosystem": "", "source": "测试", "reason": "测试", **row} for row in overrides],
        **sheets,
    }
    frames = {name: pd.DataFrame([{**PLACE, **row} for row in table]) for name, table in content.items() if len(table)}
    return compile_account(Inventory.from_frames(frames))


def ledger_of(account: Account, service: str) -> pd.DataFrame:
    """Return the lines of a service with a number, by indicator, item and ecosystem type."""
    lines = account.ledger[(account.ledger["service"] == service) & account.ledger["quantity"].notna()]
    return lines.set_index(["indicator", "item", "ecosystem"])
