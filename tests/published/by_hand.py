"""The tables of an illustrative example and the files of the coefficient book, read in plain floats.

Nothing here comes from the package: unit factors are written out, and a header is looked up with its unit, so that
another unit is a KeyError.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
COEFFICIENTS = ROOT / "coefficients"
PROFILES = ROOT / "src" / "gep" / "profiles"

Key = tuple[str, str, str, str]  # service, indicator, item, ecosystem
Lines = dict[Key, float]  # 元, or what the key counts

M2_PER_KM2 = 1e6
HM2_PER_KM2 = 100
M2_PER_HM2 = 1e4
M2_PER_MU = 10000 / 15  # 15 亩 = 1 hm²
M3_PER_MM_KM2 = 1000  # 1e-3 m × 1e6 m²
J_PER_KWH = 3.6e6
KG_PER_T = 1000
WAN = 1e4
YI = 1e8
CO2_PER_C = 44 / 12
O2_PER_CO2 = 32 / 44
PERIOD = 1  # a
MINUTES_PER_DAY = 1440
CM3_PER_M3 = 1e6

UNALLOCATED = "unallocated"

AREA_UNITS = {
    "area": M2_PER_KM2,
    "area [hm²]": M2_PER_HM2,
    "area [万hm²]": WAN * M2_PER_HM2,
    "area [万亩]": WAN * M2_PER_MU,
}

COEFFICIENT_UNITS = {
    "": 1,
    "%": 0.01,
    "g/kg": 0.001,  # t/t
    "t/m³": 1,
    "g/cm³": 1,  # t/m³
    "m": 1,
    "cm": 0.01,  # m
    "J/g": 1000,  # J/kg
    "kJ/(kg·K)": 1000,  # J/(kg·K)
    "kW·h/m³": 1,
    "kg/m³": 1,
    "tO2/tCO2": 1,
    "kg/(hm²·a)": 1,
    "tC/t": 1,
    "tC/tOM": 1,
    "tCO2/t": 1,
    "tO2/t": 1,
    "万m³": WAN,  # m³
    "kg/m": 1,
    "μg/m³": 1,
    "mg/L": 1,
    "min": 1,
    "个/cm³": 1,
}

PRICE_UNITS = {
    "元/m³": 1,
    "元/(kW·h)": 1,
    "元/tCO2": 1,
    "元/tO2": 1,
    "元/tC": 1 / CO2_PER_C,  # 元/tCO2
    "元/t": 1,
    "元/kg": KG_PER_T,  # 元/t
    "元/m²": 1,
    "元/hm²": 1 / M2_PER_HM2,  # 元/m²
    "元/亩": 1 / M2_PER_MU,  # 元/m²
    "万元/km": WAN,  # 元/km
    "元/(dB·km)": 1,
    "万元/(dB·km)": WAN,  # 元/(dB·km)
    "万元/种": WAN,  # 元/种
    "元/个": 1,
}


@cache
def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


@cache
def ecosystems() -> dict[str, dict[str, Any]]:
    return {entry["zh"]: entry for entry in toml(COEFFICIENTS / "classifications.toml")["ecosystems"]}


def key_of(label: str) -> str:
    return str(ecosystems()[label]["key"]) if label else UNALLOCATED


def item_key(family: str, label: str) -> str:
    items = toml(COEFFICIENTS / "classifications.toml")["items"][family]
    (found,) = (one["key"] for one in items if one["zh"] == label)
    return str(found)


def lineage(key: str) -> Iterator[str]:
    """Yield a type and its parents, from the finest upward."""
    parents = {entry["key"]: entry.get("parent", "") for entry in ecosystems().values()}
    while key:
        yield key
        key = parents[key]


def entry_of(name: str, set_: str) -> dict[str, Any]:
    book = toml(COEFFICIENTS / f"{name.partition('.')[0]}.toml")["coefficient"]
    (found,) = (one for one in book if one["id"] == f"{name}@{set_}")
    return dict(found)


def numeric(row: Mapping[str, Any], entry: Mapping[str, Any]) -> float:
    merged = {**entry, **row}
    value = merged["value"] if "value" in merged else merged["numerator"] / merged["denominator"]
    return float(value) * COEFFICIENT_UNITS[merged["unit"]]


def of_set(name: str, set_: str, ecosystem: str = "", class_: str = "") -> float:
    entry = entry_of(name, set_)
    rows = [row for row in entry.get("rows", [entry]) if row.get("class", "") == class_]
    tried = list(lineage(ecosystem)) if entry.get("fallback") == "parent" else [ecosystem]
    for key in tried:
        for row in rows:
            if row.get("ecosystem") == key:
                return numeric(row, entry)
    (general,) = (row for row in rows if "ecosystem" not in row)
    return numeric(general, entry)


@dataclass(frozen=True)
class Example:
    """The CSV files of an example, and the standard that names its sets of coefficients."""

    folder: Path
    standard: str

    def read(self, name: str) -> list[dict[str, str]]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def area(self, label: str) -> float:
        """Return the area of an ecosystem type [m²]."""
        (row,) = (row for row in self.read("extent") if row["ecosystem"] == label)
        (header,) = AREA_UNITS.keys() & row.keys()
        return float(row[header]) * AREA_UNITS[header]

    def chosen_set(self, name: str) -> str:
        """Return the set of the county as a whole: its own choice, that of the standard, or the default of the book."""
        for row in self.read("overrides"):
            if row["coefficient"] == name and not row["ecosystem"] and row["set"]:
                return row["set"]
        named = toml(PROFILES / f"{self.standard}.toml").get("sets", {}).get(name)
        if named:
            return str(named)
        book = toml(COEFFICIENTS / f"{name.partition('.')[0]}.toml")["coefficient"]
        (default,) = (one["id"] for one in book if one["id"].startswith(f"{name}@") and one.get("default"))
        return str(default).partition("@")[2]

    def coefficient(self, name: str, label: str = "", class_: str = "") -> float:
        """Return a coefficient for an ecosystem type: the finest override there is, or the set of the standard."""
        ecosystem = key_of(label) if label else ""
        overrides = {
            key_of(row["ecosystem"]) if row["ecosystem"] else "": row
            for row in self.read("overrides")
            if row["coefficient"] == name
        }
        for key in [*lineage(ecosystem), ""]:
            if key in overrides:
                row = overrides[key]
                if row["set"]:
                    return of_set(name, row["set"], ecosystem, class_)
                return float(row["value"]) * COEFFICIENT_UNITS[row["value_unit"]]
        return of_set(name, self.chosen_set(name), ecosystem, class_)

    def price(self, name: str, item: str = "") -> float:
        """Return a price [元 per m³, kW·h, t, m², km, dB·km, 种 or 个]."""
        (row,) = (row for row in self.read("prices") if (row["price"], row["item"]) == (name, item))
        assert row["price_year"] == "2025"
        return float(row["value"]) * PRICE_UNITS[row["value_unit"]]
