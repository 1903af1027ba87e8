"""The regions and years of an account, and what values are divided by there."""

from __future__ import annotations

import pandas as pd

from gep.account import Account, exact_sum
from gep.classifications import find_region
from gep.tables.sums import PLACE

__all__ = ["divisors", "region_name"]


def divisors(account: Account) -> pd.DataFrame:
    """Return area [km²], population [万人] and GDP [亿元] of each region and year, in the order of the inventory.

    The area is the sum of the ecosystem types, where the inventory has none that of the administrative region.
    """
    basics = account.inventory.basics
    extent = account.inventory.frame("extent")
    areas: dict[tuple[object, object], list[float]] = {}
    for region, year, area in zip(extent["region"], extent["year"], extent["area"], strict=True):
        areas.setdefault((region, year), []).append(area)
    places = list(zip(basics["region"], basics["year"], strict=True))
    return pd.DataFrame(
        {
            "region": [place[0] for place in places],
            "year": [place[1] for place in places],
            "area": [
                exact_sum(areas[place]) if place in areas else float(whole)
                for place, whole in zip(places, basics["administrative_area"], strict=True)
            ],
            "population": basics["population"].to_numpy(float),
            "gdp": basics["gdp"].to_numpy(float),
        }
    ).set_index(PLACE)


def region_name(account: Account, code: str, lang: str) -> str:
    """Return the name of a region of the account, or its code where nobody gives a name."""
    known = find_region(code)
    if known is not None:
        return known.name_zh if lang == "zh" else known.name_en
    basics = account.inventory.basics
    names = basics.loc[basics["region"] == code, "region_name"]
    return str(names.iloc[0]) if len(names) and names.iloc[0] else code
