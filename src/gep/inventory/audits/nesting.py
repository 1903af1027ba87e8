"""Regions that contain each other: they never add up, and their areas must agree."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from gep.classifications import enclosing_regions, find_region, regions
from gep.findings import Finding, finding
from gep.inventory.audits.areas import AREA_TOLERANCE
from gep.inventory.tables import Table

__all__ = ["region_findings"]


def region_findings(tables: Mapping[str, Table]) -> list[Finding]:
    """Return the regions of an inventory that stand beside a region they lie in, and areas that disagree then."""
    basics = tables.get("basic")
    if basics is None:
        return []
    found: list[Finding] = []
    for year, rows in basics.frame.groupby("year", sort=False):
        if len(rows) > 1:
            found += _of_year(basics, year, rows)
    return found


def _of_year(basics: Table, year: object, rows: pd.DataFrame) -> list[Finding]:
    areas = {str(code): float(area) for code, area in zip(rows["region"], rows["administrative_area"], strict=True)}
    positions = {str(code): int(str(position)) for position, code in rows["region"].items()}
    found = []
    inside: dict[str, list[str]] = {}
    for code, position in positions.items():
        above = next((one for one in enclosing_regions(code) if one in positions), None)
        if above is None:
            continue
        inside.setdefault(above, []).append(code)
        where, subject = basics.where(position, "region"), f"{code}/{year}/region"
        found.append(finding("GEP230", where, subject=subject, typed=_name(code), above=_name(above)))
    for above, codes in inside.items():
        parts, whole = math.fsum(areas[one] for one in codes), areas[above]
        every = {one.code for one in regions() if one.parent == above}
        too_large = parts > whole * (1 + AREA_TOLERANCE)
        too_small = bool(every) and every <= set(codes) and parts < whole * (1 - AREA_TOLERANCE)
        if too_large or too_small:
            found.append(
                finding(
                    "GEP231",
                    basics.where(positions[above], "administrative_area"),
                    subject=f"{above}/{year}/administrative_area",
                    typed=f"{whole:.10g} km²",
                    region=_name(above),
                    parts=f"{parts:.10g}",
                    gap=f"{parts - whole:+.10g}",
                    count=len(codes),
                )
            )
    return found


def _name(code: str) -> str:
    region = find_region(code)
    return f"{code} {region.name_zh}" if region is not None else code
