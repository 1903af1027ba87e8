"""A county under a standard of one service, so that each of its methods is compiled from its sheet to its value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pytest

from gep.account import Account
from gep.compile import assess
from gep.findings import Finding, Grade
from gep.inventory import Inventory
from gep.profiles import ServiceRule, load_profile
from gep.services import service

__all__ = ["YUAN", "compile_one", "lines_of", "stopping"]

PLACE = {"region": "632521", "year": 2025}
YUAN = 10_000.0
"""元 in a 万元."""


def compile_one(
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    methods: Sequence[str],
    sheets: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    prices: Sequence[tuple[str, str, float, str]] = (),
    overrides: Sequence[Mapping[str, Any]] = (),
) -> tuple[Account, list[Finding]]:
    """Compile one service by the methods given, which are all that the standard allows.

    Parameters
    ----------
    monkeypatch
        Puts the standard in place of those shipped.
    name : str
        The service.
    methods : sequence of str
        Its methods.
    sheets : mapping of str to sequence of mapping
        Sheet → rows.
    prices : sequence of tuple
        Price key, item, number and unit.
    overrides : sequence of mapping
        Rows of 参数调整.
    """
    known, spec = load_profile("rcees_2017"), service(name)
    assert spec is not None
    words = {"zh": spec.label.zh, "en": spec.label.en}
    rule = ServiceRule(service=name, label=words, methods=tuple(methods), mandatory="yes", evidence="unverified")
    profile = known.model_copy(update={"services": (rule,), "sets": {}, "exclusions": ()})
    monkeypatch.setattr("gep.compile.load_profile", lambda _: profile)
    content: dict[str, Sequence[Mapping[str, Any]]] = {
        "basic": [
            {
                "region_name": "共和县",
                "period [a]": 1.0,
                "standard": "rcees_2017",
                "price_year": 2025.0,
                "administrative_area [km²]": 100.0,
                "population [万人]": 2.0,
                "gdp [亿元]": 5.0,
                "compiler": "",
                "citation": "",
            }
        ],
        "extent": [
            {"ecosystem": "needleleaf_forest", "area [km²]": 20.0, "source": "国土"},
            {"ecosystem": "meadow", "area [km²]": 80.0, "source": "国土"},
        ],
        "product_list": [{"service": name, "status": "included", "reason": "", "method": ""}],
        "deductions": [{"service": "", "item": "", "status": "none", "value [万元]": None, "source": "测试"}],
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
            for key, item, number, unit in prices
        ],
        "overrides": [{"item": "", "ecosystem": "", "source": "测试", "reason": "测试", **row} for row in overrides],
        **sheets,
    }
    frames = {table: pd.DataFrame([{**PLACE, **row} for row in rows]) for table, rows in content.items() if rows}
    return assess(Inventory.from_frames(frames))


def lines_of(account: Account) -> pd.DataFrame:
    """Return the lines of an account by indicator and item."""
    return account.ledger.set_index(["indicator", "item"]).sort_index()


def stopping(findings: Sequence[Finding]) -> set[str]:
    """Return the codes of the errors among `findings`."""
    return {one.code for one in findings if one.grade is Grade.ERROR}
