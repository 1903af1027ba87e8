"""Lakes: their parts in several regions against the whole, and against the area of lakes in the region."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from gep.classifications import ancestors, enclosing_regions, find_region
from gep.findings import Finding, finding
from gep.inventory.audits.areas import AREA_TOLERANCE
from gep.inventory.tables import Table

__all__ = ["lake_findings"]

LAKE = "lake"
WHOLE = 100.0
"""Per cent that the shares of all regions in a lake come to at most."""


class _Part(NamedTuple):
    position: int
    region: str
    year: object
    area: float
    share: float


def lake_findings(tables: Mapping[str, Table]) -> list[Finding]:
    """Return the lakes whose parts exceed the whole, those of two sizes, and regions with more lake than they have."""
    lakes = tables.get("lakes")
    if lakes is None:
        return []
    frame = lakes.frame
    columns = (frame[name].tolist() for name in ("item", "region", "year", "lake_area", "county_share"))
    objects: dict[tuple[str, object], list[_Part]] = {}
    places: dict[tuple[str, object], list[_Part]] = {}
    for position, (item, region, year, area, share) in enumerate(zip(*columns, strict=True)):
        part = _Part(position, str(region), year, float(area), float(share))
        objects.setdefault((str(item), year), []).append(part)
        places.setdefault((part.region, year), []).append(part)
    found: list[Finding] = []
    for parts in objects.values():
        if len(parts) > 1:
            found += _across_regions(lakes, parts)
    extent = tables.get("extent")
    return found + (list(_within(lakes, places, extent)) if extent is not None and not extent.dropped else [])


def _across_regions(lakes: Table, parts: list[_Part]) -> Iterator[Finding]:
    """Yield what does not fit where a lake is listed by several regions, none of which lies within another."""
    codes = {one.region for one in parts}
    apart = [one for one in parts if codes.isdisjoint(enclosing_regions(one.region))]
    word, last = lakes.word(apart[-1].position, "item"), apart[-1]
    subject = f"lakes/{last.year}/{word}"
    where = "、".join(f"{_name(one.region)} {one.share:g} %" for one in apart)
    total = math.fsum(one.share for one in apart)
    if total > WHOLE * (1 + AREA_TOLERANCE):
        yield finding(
            "GEP276",
            lakes.where(last.position, "county_share"),
            subject=subject,
            typed=f"{last.share:g} %",
            lake=word,
            regions=where,
            total=f"{total:g}",
        )
    areas = [one.area for one in apart if not math.isnan(one.area)]
    if areas and max(areas) > min(areas) * (1 + AREA_TOLERANCE):
        yield finding(
            "GEP277",
            lakes.where(last.position, "lake_area"),
            subject=subject,
            typed=f"{last.area:g} km²",
            lake=word,
            regions="、".join(f"{_name(one.region)} {one.area:g} km²" for one in apart),
        )


def _within(lakes: Table, places: Mapping[tuple[str, object], list[_Part]], extent: Table) -> Iterator[Finding]:
    """Yield regions in which the parts of lakes are larger together than the ecosystem type that holds them."""
    columns = (extent.frame[name].tolist() for name in ("region", "year", "ecosystem", "area"))
    kin = {LAKE, *ancestors(LAKE)}
    known: dict[tuple[str, object], list[float]] = {}
    for region, year, type_, area in zip(*columns, strict=True):
        if type_ in kin or LAKE in ancestors(type_):
            known.setdefault((str(region), year), []).append(float(area))
    for place, parts in places.items():
        inside = math.fsum(one.area * one.share / WHOLE for one in parts)
        areas = known.get(place, [])
        if not areas or not inside > math.fsum(areas) * (1 + AREA_TOLERANCE):
            continue
        largest = max(parts, key=lambda one: one.area * one.share)
        yield finding(
            "GEP278",
            lakes.where(largest.position, "county_share"),
            subject=f"lakes/{place[0]}/{place[1]}",
            typed=f"{largest.share:g} %",
            lake=lakes.word(largest.position, "item"),
            inside=f"{inside:.6g}",
            area=f"{math.fsum(areas):.6g}",
        )


def _name(code: str) -> str:
    region = find_region(code)
    return region.name_zh if region is not None else code
