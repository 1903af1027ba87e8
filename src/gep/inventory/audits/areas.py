"""Areas: of types against the region, types against their parents, parts against the whole."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from gep.classifications import ancestors, find_ecosystem
from gep.findings import Finding, finding
from gep.inventory.coding import distinct
from gep.inventory.tables import Table

__all__ = ["AREA_TOLERANCE", "area_findings"]

AREA_TOLERANCE = 0.005
"""Share of the administrative area that classified areas may differ by without an explanation."""

UNALLOCATED = "unallocated"


def area_findings(tables: Mapping[str, Table]) -> list[Finding]:
    """Return what is wrong with the areas of an inventory."""
    extent = tables.get("extent")
    if extent is None:
        return []
    return [*_types(extent), *_areas(extent, tables.get("basic"))]


def _types(extent: Table) -> list[Finding]:
    types, regions, years = extent.coded("ecosystem"), extent.coded("region"), extent.frame["year"].to_numpy(np.int64)
    codes = {word: code for code, word in enumerate(types.words)}
    above = {codes[word]: [codes[one] for one in ancestors(word) if one in codes] for word in types.words}
    doubtful = np.array([word == UNALLOCATED or bool(above[codes[word]]) for word in types.words], dtype=np.bool_)
    places, first = distinct(regions.codes, years)
    present = np.zeros((len(first), len(types.words)), dtype=np.bool_)
    present[places, types.codes] = True
    rows = np.flatnonzero(doubtful[types.codes])
    found = []
    for row in rows[np.argsort(places[rows], kind="stable")].tolist():
        key, place = types[row], places[row]
        where, subject = extent.where(row, "ecosystem"), f"{regions[row]}/{years[row]}/{key}"
        if key == UNALLOCATED:
            found.append(finding("GEP203", where, subject=subject, typed=_zh(key)))
        elif parents := [types.words[code] for code in above[codes[key]] if present[place, code]]:
            found.append(finding("GEP202", where, subject=subject, typed=_zh(key), parent=_zh(parents[0])))
    return found


def _zh(key: str) -> str:
    known = find_ecosystem(key)
    return known.zh if known else key


def _left_out(extent: Table, region: object, year: object) -> list[float]:
    """Return the areas of the rows that could not be read, NaN where the area is what is wrong."""
    if extent.left_out is None:
        return []
    rows = extent.left_out[(extent.left_out["region"] == region) & (extent.left_out["year"] == year)]
    return [float(area) for area in rows["area"]]


def _bounds(areas: Iterable[float], left_out: Iterable[float]) -> tuple[float, float]:
    """Return the least and the most that the areas can add up to, whichever way the rows left out are mended.

    A row with a wrong type or sign counts with its size or not at all; an area that is not known may be anything.
    """
    sound, doubtful = list(areas), list(left_out)
    least = math.fsum(area for area in sound if not math.isnan(area))
    unknown = any(math.isnan(area) for area in (*sound, *doubtful))
    return least, math.inf if unknown else math.fsum((least, *map(abs, doubtful)))


def _areas(extent: Table, basics: Table | None) -> list[Finding]:
    if basics is None:
        return []
    found = []
    areas = extent.frame["area"].to_numpy(float)
    rows_of = extent.frame.groupby(["region", "year"], sort=False).indices
    for position, one in enumerate(basics.frame.itertuples(index=False)):
        own = areas[rows_of.get((one.region, one.year), [])]
        administrative = float(one.administrative_area)  # type: ignore[arg-type]
        classified, most = _bounds(own, _left_out(extent, one.region, one.year))
        tolerance = AREA_TOLERANCE * administrative
        # A row that could not be read has its own finding; only what no correction of it can mend is said here.
        if classified > administrative + tolerance or most < administrative - tolerance:
            found.append(
                finding(
                    "GEP201",
                    basics.where(position, "administrative_area"),
                    subject=f"{one.region}/{one.year}/extent",
                    typed=f"{administrative:.10g} km²",
                    classified=f"{classified:.10g}",
                    gap=f"{classified - administrative:+.10g}",
                    share=f"{(classified - administrative) / administrative:+.2%}",
                    tolerance=f"{AREA_TOLERANCE:.1%}",
                )
            )
    return found
