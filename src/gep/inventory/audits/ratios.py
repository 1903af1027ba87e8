"""Ratios of what was filled in: per head, per visit, per area."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from gep.findings import Finding, finding
from gep.inventory.slips import guess_in_words, likely_slip
from gep.inventory.tables import Table
from gep.inventory.words import limits_in_words
from gep.ranges import PlausibleRatio, plausible_ratios
from gep.units import factor

__all__ = ["ratio_findings"]

_PLACE = ["region", "year"]
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
    joined = pd.concat([above, below], axis=1, join="inner", keys=["above", "below"])
    if joined.empty:
        return []
    bounds = ratio.bounds
    scale = factor(_unit(upper, ratio.numerator[1], lower, ratio.denominator[1]), _pinned(bounds.unit))
    with np.errstate(divide="ignore", invalid="ignore"):
        values = joined["above"].to_numpy(float) / joined["below"].to_numpy(float) * scale
    if ratio.denominator[0] == "basic" and ratio.numerator[0] != "basic":
        values = values / _sums(basics, "period").reindex(joined.index).to_numpy(float)
    found = []
    for place in np.flatnonzero((values < bounds.low) | (values > bounds.high)):
        value, (region, year) = float(values[place]), joined.index[int(place)]
        table = upper if ratio.numerator[0] != "basic" else lower if ratio.denominator[0] != "basic" else basics
        rows = np.flatnonzero((table.frame["region"] == region) & (table.frame["year"] == year))
        column = ratio.numerator[1] if table is upper else ratio.denominator[1]
        if ratio.item:
            rows = rows[table.frame["item"].to_numpy(object)[rows] == ratio.item]
        amount, unit = float(joined["above"].iloc[place]), upper.sheet.numbers[ratio.numerator[1]].unit
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


def _sums(table: Table, column: str, item: str = "") -> pd.Series:
    """Return the sum of a column for each region and year; a place where a number is missing has none."""
    # A place that stands in 基本信息 twice has its own finding.
    frame = table.frame.drop_duplicates(_PLACE) if table.sheet.name == "basic" else table.frame
    frame = frame[frame["item"] == item] if item else frame
    if column not in frame:
        return pd.Series(dtype=float, index=pd.MultiIndex.from_arrays([[], []], names=_PLACE))
    sums: pd.Series = frame.groupby(_PLACE, sort=False)[column].sum(min_count=1)
    incomplete = frame.loc[frame[column].isna(), _PLACE]
    known = sums[~sums.index.isin(pd.MultiIndex.from_frame(incomplete))]
    return known[known > 0]


def _unit(upper: Table, numerator: str, lower: Table, denominator: str) -> str:
    return _pinned(f"{upper.sheet.numbers[numerator].unit}/{lower.sheet.numbers[denominator].unit}")


def _pinned(unit: str) -> str:
    return f"{unit}{_PRICE_YEAR}" if "元" in unit else unit
