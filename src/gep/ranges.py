"""What is plausible for the numbers of an inventory and for ratios of them: sourced bounds, kept as data.

A number outside its range is pointed out and never refused; no formula uses a range. Hard bounds, outside which a
number cannot be right, stand with the column itself (:class:`gep.spec.Number`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gep.classifications import region_ancestors
from gep.messages import LANGUAGES
from gep.resources import data_root

__all__ = [
    "PartOfArea",
    "PlausibleRange",
    "PlausibleRatio",
    "parts_of_areas",
    "plausible_ranges",
    "plausible_ratios",
    "plausible_results",
    "range_for",
]


@dataclass(frozen=True, slots=True)
class PlausibleRange:
    """The bounds of what is plausible, closed, with the evidence for them.

    Parameters
    ----------
    low, high : float
        Bounds in `unit`.
    unit : str
        The declared unit of the column.
    basis : mapping of str to str
        The evidence in both languages: a source with its place in it, or an argument.
    region : str
        Code of the region that it holds in, with all below it; empty for everywhere.
    size : bool
        The number is the size of an object, so that rows beside each other need not be alike.
    """

    low: float
    high: float
    unit: str
    basis: Mapping[str, str]
    region: str = ""
    size: bool = False


@dataclass(frozen=True, slots=True)
class PlausibleRatio:
    """A ratio of two sums of an inventory, with its range.

    Parameters
    ----------
    name : str
        Key of the ratio.
    label : mapping of str to str
        Its name in both languages.
    numerator, denominator : tuple of str
        Sheet and column.
    item : str
        Only the rows of this item enter the numerator; empty for all.
    bounds : PlausibleRange
        In the unit of the ratio, a year's flow over a year's flow or over a stock.
    """

    name: str
    label: Mapping[str, str]
    numerator: tuple[str, str]
    denominator: tuple[str, str]
    item: str
    bounds: PlausibleRange


@dataclass(frozen=True, slots=True)
class PartOfArea:
    """A column with areas that lie within others: of the ecosystem type of their row, or of the whole region."""

    sheet: str
    column: str
    whole: str


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads((data_root("coefficients") / "ranges.toml").read_text("utf-8"))


@cache
def _citations() -> Mapping[str, str]:
    sources = tomllib.loads((data_root("coefficients") / "sources.toml").read_text("utf-8"))
    return {key: str(one["citation"]) for key, one in sources.items()}


def _range(one: Mapping[str, Any]) -> PlausibleRange:
    if "source" in one:
        text = f"{_citations()[one['source']]} {one['locator']}"
        basis = dict.fromkeys(LANGUAGES, text)
    else:
        basis = {lang: one[lang] for lang in LANGUAGES}
    return PlausibleRange(
        float(one["low"]), float(one["high"]), one["unit"], basis, one.get("region", ""), one.get("size", False)
    )


def _column(text: str) -> tuple[str, str]:
    sheet, _, column = text.partition(".")
    return sheet, column


@cache
def plausible_ranges() -> Mapping[tuple[str, str], tuple[PlausibleRange, ...]]:
    """Return the ranges of each sheet and column, those of a region before the one for everywhere.

    Examples
    --------
    >>> [(one.region, one.low, one.high) for one in plausible_ranges()["water_retention", "precipitation"]]
    [('630000', 10.0, 1500.0), ('', 5.0, 5000.0)]
    """
    found: dict[tuple[str, str], list[PlausibleRange]] = {}
    for one in _file()["range"]:
        found.setdefault(_column(one["column"]), []).append(_range(one))
    return {key: tuple(sorted(ranges, key=lambda one: not one.region)) for key, ranges in found.items()}


@cache
def range_for(sheet: str, column: str, region: str) -> PlausibleRange | None:
    """Return what is plausible for a column in a region, or None where nothing is known.

    Examples
    --------
    >>> range_for("water_retention", "precipitation", "632521").high
    1500.0
    >>> range_for("water_retention", "precipitation", "350721").high
    5000.0
    """
    above = {"", region, *region_ancestors(region)}
    return next((one for one in plausible_ranges().get((sheet, column), ()) if one.region in above), None)


@cache
def plausible_ratios() -> tuple[PlausibleRatio, ...]:
    """Return the ratios that are looked at."""
    return tuple(
        PlausibleRatio(
            one["name"],
            {lang: one[f"label_{lang}"] for lang in LANGUAGES},
            _column(one["numerator"]),
            _column(one["denominator"]),
            one.get("item", ""),
            _range(one),
        )
        for one in _file()["ratio"]
    )


@cache
def plausible_results() -> Mapping[str, PlausibleRange]:
    """Return the ranges of results of an account, by the name of the check that they are for."""
    return {one["name"]: _range(one) for one in _file()["result"]}


@cache
def parts_of_areas() -> tuple[PartOfArea, ...]:
    """Return the columns with areas that lie within others."""
    return tuple(PartOfArea(*_column(one["column"]), one["whole"]) for one in _file()["part"])
