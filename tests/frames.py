"""Small inventories as frames: what the tests of accounts, tables and explanations are made from."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from gep.classifications import find_region
from gep.inventory import Inventory
from gep.profiles import load_profile

PROFILE = load_profile("rcees_2017")
SERVICES = tuple(rule.service for rule in PROFILE.services)


def basic(*places: tuple[str, int], **changes: object) -> pd.DataFrame:
    """Return 基本信息 of some regions and years."""
    return pd.DataFrame(
        [
            {
                "region": region,
                "year": float(year),
                "region_name": getattr(find_region(region), "name_zh", region),
                "period [a]": 1.0,
                "standard": "rcees_2017",
                "price_year": float(year),
                "administrative_area [km²]": 1000.0,
                "population [万人]": 2.0,
                "gdp [亿元]": 5.0,
                "compiler": "",
                "citation": "",
                **changes,
            }
            for region, year in places
        ]
    )


def product_list(included: Mapping[str, str], place: tuple[str, int]) -> pd.DataFrame:
    """Return 生态产品清单 with some services included, by the methods given, and the others without data."""
    return pd.DataFrame(
        [
            {
                "region": place[0],
                "year": place[1],
                "service": service,
                "status": "included" if service in included else "no_data",
                "reason": "" if service in included else "测试",
                "method": included.get(service, ""),
            }
            for service in SERVICES
        ]
    )


def placed(rows: list[dict[str, object]], place: tuple[str, int]) -> pd.DataFrame:
    """Return rows of one region and year."""
    return pd.DataFrame([{"region": place[0], "year": place[1], **row} for row in rows])


def frames(
    place: tuple[str, int] = ("632521", 2025),
    included: Mapping[str, str] | None = None,
    **tables: list[dict[str, object]],
) -> dict[str, pd.DataFrame]:
    """Return the frames of one region and year."""
    extent = [
        {"ecosystem": "forest", "area [km²]": 300.0},
        {"ecosystem": "grassland", "area [km²]": 600.0},
        {"ecosystem": "wetland", "area [km²]": 100.0},
    ]
    rows = {"extent": extent, "deductions": [{"status": "无", "source": "测试"}], **tables}
    return {
        "basic": basic(place),
        "product_list": product_list(included or {}, place),
        **{name: placed(content, place) for name, content in rows.items() if content},
    }


def together(*parts: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return several inventories as one."""
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: pd.concat([part[name] for part in parts if name in part], ignore_index=True) for name in names}


WATER = {
    "included": {"water_retention": "measured_runoff", "pest_control": "", "hydropower": ""},
    "water_retention": [
        {
            "ecosystem": "forest",
            "precipitation [mm]": 600.0,
            "evapotranspiration [mm]": 400.0,
            "runoff [mm]": 50.0,
        },
        {
            "ecosystem": "grassland",
            "precipitation [mm]": 400.0,
            "evapotranspiration [mm]": 450.0,
            "runoff [mm]": 10.0,
        },
    ],
    "pest_control": [{"ecosystem": "forest", "recovered_area [万亩]": 3.0}],
    "hydropower": [{"item": "一级电站", "generation [亿kW·h]": 2.0}],
    "prices": [
        {"price": "reservoir_storage", "value": 7.0, "value_unit": "元/m³", "source": "测试"},
        {"price": "pest_control", "value": 20.0, "value_unit": "元/亩", "source": "测试"},
        {"price": "electricity", "value": 0.5, "value_unit": "元/(kW·h)", "source": "测试"},
    ],
}


def water(place: tuple[str, int] = ("632521", 2025)) -> Inventory:
    """Return a small inventory with three services."""
    return Inventory.from_frames(frames(place, **WATER))  # type: ignore[arg-type]
