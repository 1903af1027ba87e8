"""Results by area against the ranges of the book."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gep.account import Account, exact_sum
from gep.classifications import region_ancestors
from gep.findings import Finding, Where, finding
from gep.inventory.lookup import match_lines
from gep.ranges import plausible_results
from gep.units import factor

__all__ = ["plausible_rates", "value_by_area"]


def plausible_rates(account: Account) -> list[Finding]:
    """Compare quantities per area with the range that the book gives for the region.

    The range is a coefficient called ``<service>.<step>_rate`` with a low and a high value; the types it is for are
    taken together, as its source takes them.
    """
    found = []
    areas = np.append(account.inventory.frame("extent")["area"].to_numpy(np.float64), np.nan)
    for calculation in account.calculations:
        step = next((one for one in calculation.method.steps if one.headline), None)
        name = f"{calculation.spec.name}.{step.name}_rate" if step else ""
        if step is None or name not in account.book.names() or not calculation.counted.any():
            continue
        known = account.book.regions(name)
        regions = calculation.keys.index.regions
        judged = {one: not known.isdisjoint(("", one, *region_ancestors(one))) for one in set(regions)}
        chosen = np.flatnonzero(np.array([judged[one] for one in regions], dtype=np.bool_)[calculation.keys.place])
        keys, quantity = calculation.keys.take(chosen), calculation.results[step.name][chosen]
        matches = match_lines(account.book, name, keys, keys.items)
        area = areas[account.inventory.extent_rows(keys)]
        usable = np.flatnonzero((matches.codes >= 0) & ~np.isnan(quantity) & (area > 0))
        for place, lines in keys.by_place(usable):
            one = matches.coefficients[matches.codes[lines[0]]]
            scale = factor(f"{calculation.units[step.name][chosen[lines[0]]]}/km²", one.unit)
            rate = exact_sum(quantity[lines]) / exact_sum(area[lines]) * scale
            if one.low is None or one.high is None or one.low <= rate <= one.high:
                continue
            source = account.book.sources[one.source].citation
            sheet = calculation.method.sheet
            table = account.inventory.table(sheet.name) if sheet is not None else None
            where = Where(table.file, table.sheet_name) if table is not None else Where()
            found.append(
                finding(
                    "GEP228",
                    where,
                    subject=f"{place}/{calculation.spec.name}",
                    typed=f"{rate:,.0f} {one.unit}",
                    name={"zh": one.zh, "en": one.en},
                    limits=f"{one.low:g} … {one.high:g} {one.unit}",
                    source=source,
                )
            )
    return found


def value_by_area(account: Account) -> list[Finding]:
    """Compare the sum of each region with what published accounts come to by area."""
    if not account.profile.monetary or not account.index.counted.size:
        return []
    bounds = plausible_results()["value_by_area"]
    lines, sums = account.index.sums(("region", "year"))
    regions, years = (account.index.entries(name, lines) for name in ("region", "year"))
    table = account.inventory.table("basic")
    places = pd.MultiIndex.from_frame(table.frame[["region", "year"]])
    positions = places.get_indexer(pd.MultiIndex.from_arrays([regions, years]))
    areas = np.append(table.frame["administrative_area"].to_numpy(np.float64), np.nan)[positions]
    rates = np.array(sums) / areas * factor("元/km²(2000年价)", f"{bounds.unit}(2000年价)")
    # A partial sum may be as small as it likes.
    low = bounds.low if account.is_gep else -np.inf
    limits = f"{bounds.low:g} … {bounds.high:g} {bounds.unit}"
    return [
        finding(
            "GEP241",
            table.where(int(positions[place]), "administrative_area"),
            subject=f"{regions[place]}/{years[place]}/value_by_area",
            typed=f"{rates[place]:.4g} {bounds.unit}",
            limits=limits,
            basis=bounds.basis,
        )
        for place in np.flatnonzero((rates < low) | (rates > bounds.high)).tolist()
    ]
