"""Areas of parts against the whole that they lie in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from gep.classifications import ancestors
from gep.findings import Finding, finding
from gep.inventory.audits.areas import AREA_TOLERANCE
from gep.inventory.coding import distinct
from gep.inventory.tables import Table
from gep.ranges import PartOfArea, parts_of_areas
from gep.units import factor

__all__ = ["part_findings"]

_PLACE = ["region", "year"]
_WHOLE = "administrative_area"


def part_findings(tables: Mapping[str, Table]) -> list[Finding]:
    """Return the areas that are larger than the region or the ecosystem type that they are part of."""
    extent, basics = tables.get("extent"), tables.get("basic")
    found: list[Finding] = []
    for part in parts_of_areas():
        table = tables.get(part.sheet)
        if table is None or basics is None or part.column not in table.frame:
            continue
        if part.whole == "region":
            found += _beyond_region(table, part, basics)
        elif extent is not None and not extent.dropped:
            found += _beyond_types(table, part, extent)
    return found


def _scale(table: Table, part: PartOfArea) -> float:
    return factor(table.sheet.numbers[part.column].unit, "km²")


def _beyond_region(table: Table, part: PartOfArea, basics: Table) -> list[Finding]:
    """Compare the sum of all rows with the administrative area."""
    values = table.frame[part.column].to_numpy(np.float64)
    if np.isnan(values).all():
        return []
    regions, years = table.coded("region"), table.frame["year"].to_numpy(np.int64)
    numbers, first = distinct(regions.codes, years)
    sums = np.bincount(numbers, np.where(np.isnan(values), 0, values)) * _scale(table, part)
    known: dict[tuple[str, int], float] = {}
    for region, year, area in zip(*(basics.frame[name].tolist() for name in (*_PLACE, _WHOLE)), strict=True):
        known.setdefault((region, year), area)
    areas = np.array([known.get((regions[row], int(years[row])), np.nan) for row in first])
    found = []
    for place in map(int, np.flatnonzero(sums > areas * (1 + AREA_TOLERANCE))):
        rows = np.flatnonzero(numbers == place)
        largest = int(rows[np.nanargmax(values[rows])])
        whole = {"zh": "行政区", "en": "the region"}
        found.append(_finding(table, part, largest, float(sums[place]), float(areas[place]), whole))
    return found


def _beyond_types(table: Table, part: PartOfArea, extent: Table) -> list[Finding]:
    """Compare each row with the area of its type; of types above and below it with their areas together."""
    frame, own = table.frame, extent.frame
    if frame[part.column].isna().all():
        return []
    codes, types = pd.factorize(frame["ecosystem"])
    wholes = np.full(len(frame), np.nan)
    lineage = {one: {one, *ancestors(one)} for one in own["ecosystem"].unique()}
    for number, type_ in enumerate(types):
        above = {type_, *ancestors(type_)} if type_ else set()
        same = own["ecosystem"].map({one: type_ in kin or one in above for one, kin in lineage.items()})
        areas = own[same.to_numpy(np.bool_)].groupby(_PLACE)["area"].sum(min_count=1)
        mine = codes == number
        wholes[mine] = areas.reindex(pd.MultiIndex.from_frame(frame.loc[mine, _PLACE])).to_numpy(float)
    values = frame[part.column].to_numpy(float) * _scale(table, part)
    return [
        _finding(table, part, here, float(values[here]), float(wholes[here]), _named(table, here))
        for here in map(int, np.flatnonzero(values > wholes * (1 + AREA_TOLERANCE)))
    ]


def _named(table: Table, here: int) -> dict[str, str]:
    word = table.word(here, "ecosystem")
    return {"zh": f"“{word}”", "en": word}


def _finding(table: Table, part: PartOfArea, here: int, area: float, whole: float, name: Mapping[str, str]) -> Finding:
    keys = [str(table.frame[key.name].iloc[here]) for key in table.sheet.keys if key.name in table.frame]
    column = table.sheet.numbers[part.column]
    return finding(
        "GEP242",
        table.where(here, part.column),
        subject="/".join(filter(None, (table.sheet.name, *keys, part.column))),
        typed=table.typed.get((here, part.column), f"{table.frame[part.column].iloc[here]:.15g} {column.unit}"),
        column=column.label._asdict(),
        area=f"{area:.6g}",
        name=name,
        whole=f"{whole:.6g}",
    )
