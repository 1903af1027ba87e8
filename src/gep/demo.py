"""The published account that comes with `gep`: where it is, and how close a compiled account comes to its numbers."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gep.account import Account
from gep.resources import data_root
from gep.services import service

__all__ = [
    "STANDARD",
    "TOTAL",
    "Comparison",
    "Excess",
    "compare_published",
    "example_book",
    "largest_excesses",
    "read_published",
]

STANDARD = "rcees_2017"
TOTAL = "total"

_FOLDER = "ganzi_2010"
_BOOK = "甘孜州_2010.xlsx"
_YI = 1e8
_LINE = ("service", "indicator", "item", "ecosystem")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A computed number beside the published one.

    Parameters
    ----------
    kind : str
        ``value`` [亿元] or ``share`` of the total [%].
    name : str
        Key of the class, or :data:`TOTAL`.
    computed, published : float
    tolerance : float
        How far apart the two may be by the rounding of what the paper prints alone.
    """

    kind: str
    name: str
    computed: float
    published: float
    tolerance: float

    @property
    def difference(self) -> float:
        """Computed minus published."""
        return self.computed - self.published

    @property
    def within(self) -> bool:
        """Whether rounding explains the difference."""
        return abs(self.difference) <= self.tolerance


@dataclass(frozen=True, slots=True)
class Excess:
    """By how much a line lies above the published one [亿元], and the quantity that the paper prints for it."""

    service: str
    difference: float
    quantity: str


def example_book() -> Path:
    """Return the inventory of the example."""
    return data_root("examples") / _FOLDER / _BOOK


def read_published() -> list[dict[str, str]]:
    """Return the printed results of the example, one row each."""
    with (data_root("examples") / _FOLDER / "published.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def compare_published(account: Account, published: Sequence[Mapping[str, str]]) -> list[Comparison]:
    """Set classes, total and shares of an account beside the published ones.

    The paper prints inputs and values rounded. A line may differ by half a unit of its printed value, plus the relative
    half unit of its printed quantity; a sum by what its lines may, plus half a unit of its own.
    """
    rows = [row for row in published if row["kind"] == "row"]
    classes = {row["service"]: row for row in published if row["kind"] == "class"}
    (total,) = (row for row in published if row["kind"] == TOTAL)
    shares = {row["service"]: row for row in published if row["kind"] == "share" and row["service"] in classes}
    sums = {str(key): value / _YI for key, value in account.sums(["class"]).items()}
    spread = {name: math.fsum(_rounding(row) for row in rows if _class_of(row) == name) for name in classes}
    whole, loose = math.fsum(sums.values()), math.fsum(spread.values())

    def value(name: str, row: Mapping[str, str], computed: float, of_lines: float) -> Comparison:
        return Comparison("value", name, computed, float(row["value"]), of_lines + float(row["value_half_unit"]))

    def share(name: str, row: Mapping[str, str]) -> Comparison:
        part, rest = sums[name], whole - sums[name]
        most = (part + spread[name]) / (whole + spread[name] - (loose - spread[name]))
        least = (part - spread[name]) / (part - spread[name] + rest + (loose - spread[name]))
        either = max(most - part / whole, part / whole - least)
        tolerance = 100 * either + float(row["value_half_unit"])
        return Comparison("share", name, 100 * part / whole, float(row["value"]), tolerance)

    return [
        *(value(name, row, sums[name], spread[name]) for name, row in classes.items()),
        value(TOTAL, total, whole, loose),
        *(share(name, shares[name]) for name in classes if name in shares),
    ]


def largest_excesses(account: Account, published: Sequence[Mapping[str, str]], count: int = 2) -> list[Excess]:
    """Return the lines that lie furthest from the published ones, the furthest first."""
    sums = account.sums(_LINE)
    lines = {tuple(key): value / _YI for key, value in zip(sums.index.to_list(), sums.to_list(), strict=True)}
    found = [
        Excess(
            row["service"],
            lines[tuple(row[name] for name in _LINE)] - float(row["value"]),
            f"{row['quantity']} {row['quantity_unit']}".strip(),
        )
        for row in published
        if row["kind"] == "row"
    ]
    return sorted(found, key=lambda one: -abs(one.difference))[:count]


def _rounding(row: Mapping[str, str]) -> float:
    own = float(row["value_half_unit"])
    if not row["quantity"]:
        return own
    return own + abs(float(row["value"])) * float(row["quantity_half_unit"]) / float(row["quantity"])


def _class_of(row: Mapping[str, str]) -> str:
    spec = service(row["service"])
    return spec.class_ if spec else ""
