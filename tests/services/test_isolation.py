"""Services stand alone: what one of them is told changes its own lines and, where declared, those computed from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from chosen_methods import compile_methods

from gep.services import SERVICES

# service: method, sheet, row; what is doubled is the first number of the row
ROWS: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {
    "agriculture": ("net_output", "products", {"service": "agriculture", "item": "青稞", "net_output": 300.0}),
    "livestock": ("net_output", "products", {"service": "livestock", "item": "牦牛", "net_output": 900.0}),
    "water_supply": ("water_use", "water_supply", {"item": "domestic", "volume": 120.0}),
    "hydropower": ("generation", "hydropower", {"item": "甲", "generation": 800.0}),
    "water_retention": (
        "measured_runoff",
        "water_retention",
        {"ecosystem": "grassland", "precipitation": 420.0, "evapotranspiration": 300.0, "runoff": 30.0},
    ),
    "flood_mitigation": ("reservoir_flood_capacity", "flood_capacities", {"item": "乙", "flood_capacity": 12.0}),
    "air_purification": ("air_purification_emission", "air_purification", {"item": "so2", "emission": 30.0}),
    "water_purification": ("water_purification_emission", "water_purification", {"item": "cod", "emission": 40.0}),
    "carbon_sequestration": (
        "net_ecosystem_productivity",
        "carbon_sequestration",
        {"productivity": 0.4, "ecosystem": "grassland"},
    ),
    "pest_control": ("self_recovery", "pest_control", {"recovered_area": 900.0, "ecosystem": "grassland"}),
    "tourism": ("revenue_share", "tourism_revenue", {"item": "全县", "revenue": 2.0, "nature_share": 60.0}),
}
PRICES = (
    ("water_use", "domestic", 2.6, "元/m³"),
    ("air_pollutant", "so2", 1200.0, "元/tSO2"),
    ("water_pollutant", "cod", 700.0, "元/tCOD"),
    ("pest_control", "", 112.5, "元/hm²"),
)
# Oxygen stands on the carbon by declaration.
METHODS = {**{name: [method] for name, (method, _, _) in ROWS.items()}, "oxygen_release": ["same_carbon"]}
COMPUTED_FROM = {"carbon_sequestration": {"oxygen_release"}}


def values(monkeypatch: pytest.MonkeyPatch, doubled: str = "") -> pd.Series:
    """Return the value of each service, with the first number of one of them doubled."""
    sheets: dict[str, list[dict[str, Any]]] = {}
    for name, (_, sheet, row) in ROWS.items():
        number = next(key for key, item in row.items() if isinstance(item, float))
        told = {**row, number: 2 * row[number]} if name == doubled else dict(row)
        sheets.setdefault(sheet, []).append({"source": "测试", **told})
    account = compile_methods(monkeypatch, METHODS, sheets, prices=PRICES)
    return account.counted.groupby("service")["value"].sum()


def test_what_one_service_is_told_changes_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    before = values(monkeypatch)
    assert set(before.index) == set(METHODS)
    for name in ROWS:
        after = values(monkeypatch, doubled=name)
        changed = {one for one in before.index if after[one] != before[one]}
        assert changed == {name} | COMPUTED_FROM.get(name, set())


def test_only_declared_services_are_computed_from_others() -> None:
    found: dict[str, set[str]] = {}
    for spec in SERVICES:
        for method in spec.methods:
            for step in method.steps:
                for source in method.sources(step).values():
                    if source.kind == "other":
                        found.setdefault(source.name.partition(".")[0], set()).add(spec.name)
    assert found == COMPUTED_FROM
