"""Ratios of what was filled in: per head, per visit, per area."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from gep.findings import Finding, finding
from gep.inventory.slips import guess_in_words, likely_slip
from gep.inventory.tables import Table
from gep.inventory.words import limits_in_words
from gep.ranges import PlausibleRatio, plausible_ratios
from gep.units import factor

__all__ = ["ratio_findings"]

Place = tuple[object, object]
"""Region and year."""

_PRICE_YEAR = "(2000年价)"  # a ratio of money is of one price year


def ratio_findings(tables: Mapping[str, Table]) -> list[Finding]:
    """Return the ratios outside their plausible range, one a region and year."""
    return [one for ratio in plausible_ratios() for one in _judge(tables, ratio)]


def _judge(tables: Mapping[str, Table], ratio: PlausibleRatio) -> list[Finding]:
    upper, lower = tables.get(ratio.numerator[0]), tables.get(ratio.denominator[0])
    basics = tables.get("basic")
    if upper is None or lower is None or basics is None:
        return []
    above = _sums(upper, ratio.numerator[1], ratio.item)
    below = _sums(lower, ratio.denominator[1])
    places = [place for place in above if place in below]
    if not places:
        return []
    bounds = ratio.bounds
    scale = factor(_unit(upper, ratio.numerator[1], lower, ratio.denominator[1]), _pinned(bounds.unit))
    values = np.array([above[place] / below[place] for place in places]) * scale
    if ratio.denominator[0] == "basic" and ratio.numerator[0] != "basic":
        periods = _sums(basics, "period")
        values = values / np.array([periods.get(place, np.nan) for place in places])
    found = []
    for number in np.flatnonzero((values < bounds.low) | (values > bounds.high)):
        value, place = float(values[number]), places[int(number)]
        region, year = place
        table = upper if ratio.numerator[0] != "basic" else lower if ratio.denominator[0] != "basic" else basics
        rows = np.flatnonzero((table.frame["region"] == region) & (table.frame["year"] == year))
        column = ratio.numerator[1] if table is upper else ratio.denominator[1]
        if ratio.item:
            rows = rows[table.frame["item"].to_numpy(object)[rows] == ratio.item]
        amount, unit = above[place], upper.sheet.numbers[ratio.numerator[1]].unit
        by = amount / value if value else np.nan  # the numerator for a ratio of one
        slip = likely_slip(amount, unit, bounds.low * by, bounds.high * by)
        found.append(
            finding(
                "GEP232",
                table.where(int(rows[0]), column),
                subject=f"{region}/{year}/{ratio.name}",
                typed=f"{value:.4g} {bounds.unit}",
                name=ratio.label,
                limits=limits_in_words(bounds.low, bounds.high, bounds.unit),
                guess=guess_in_words(slip, unit),
                basis=bounds.basis,
            )
        )
    return found


def _sums(table: Table, column: str, item: str = "") -> dict[Place, float]:
    """Return the positive sum of a column for each region and year; a place where a number is missing has none."""
    frame = table.frame[table.frame["item"] == item] if item else table.frame
    if column not in frame:
        return {}
    numbers: dict[Place, list[float]] = {}
    records = zip(frame["region"].tolist(), frame["year"].tolist(), frame[column].tolist(), strict=True)
    for region, year, number in records:
        # A place that stands in 基本信息 twice has its own finding.
        if table.sheet.name != "basic" or (region, year) not in numbers:
            numbers.setdefault((region, year), []).append(number)
    return {place: total for place, each in numbers.items() if (total := math.fsum(each)) > 0}


def _unit(upper: Table, numerator: str, lower: Table, denominator: str) -> str:
    return _pinned(f"{upper.sheet.numbers[numerator].unit}/{lower.sheet.numbers[denominator].unit}")


def _pinned(unit: str) -> str:
    return f"{unit}{_PRICE_YEAR}" if "元" in unit else unit
