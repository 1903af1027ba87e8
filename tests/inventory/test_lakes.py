"""Lakes that several regions share: the parts are not more than the lake, nor more than the lakes a region has."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from frames import basic, frames, together
from gep.findings import Finding
from gep.inventory import Inventory

CODES = {"GEP276", "GEP277", "GEP278"}
Lake = tuple[str, str, float, float]
"""Region, name, area of the whole lake [km²], share [%]."""


def found(*lakes: Lake, extent: Sequence[tuple[str, float]] = (("lake", 9000.0),)) -> list[Finding]:
    parts = []
    for region in dict.fromkeys(one[0] for one in lakes):
        rows = [
            {"item": name, "zone": "青藏高原", "lake_area [km²]": area, "county_share [%]": share, "source": "测试"}
            for code, name, area, share in lakes
            if code == region
        ]
        types = [{"ecosystem": one, "area [km²]": area} for one, area in extent]
        part = frames((region, 2025), lakes=rows, extent=types)  # type: ignore[arg-type]
        part["basic"] = basic((region, 2025), **{"administrative_area [km²]": sum(area for _, area in extent)})
        parts.append(part)
    inventory = Inventory.from_frames(together(*parts))
    return [one for one in inventory.findings if one.code in CODES]


def test_the_shares_of_a_lake_are_not_more_than_the_lake() -> None:
    (one,) = found(("632521", "青海湖", 4500, 50), ("632223", "青海湖", 4500, 30), ("632224", "青海湖", 4500, 40))
    assert (one.code, one.typed, one.where.cell) == ("GEP276", "40 %", "county_share [%]:3")
    assert "合计 120 %" in one.text("zh")
    assert "共和县 50 %、海晏县 30 %、刚察县 40 %" in one.text("zh")
    assert found(("632521", "青海湖", 4500, 30), ("632223", "青海湖", 4500, 30), ("632224", "青海湖", 4500, 40)) == []


def test_a_lake_has_one_area() -> None:
    (one,) = found(("632521", "青海湖", 4500, 30), ("632223", "青海湖", 4300, 30))
    assert one.code == "GEP277"
    assert "共和县 4500 km²、海晏县 4300 km²" in one.text("zh")


def test_a_prefecture_and_its_county_share_no_lake_twice() -> None:
    assert found(("632500", "青海湖", 4500, 60), ("632521", "青海湖", 4500, 60)) == []


def test_lakes_of_other_names_are_other_lakes() -> None:
    assert found(("632521", "青海湖", 4500, 80), ("632223", "哈拉湖", 600, 80)) == []


@pytest.mark.parametrize(
    ("extent", "is_too_much"),
    [
        ((("lake", 1400.0),), False),
        ((("lake", 1000.0),), True),
        ((("wetland", 1400.0),), False),
        ((("wetland", 1000.0),), True),
        ((("reservoir", 10.0), ("river", 9000.0)), True),
        # Without any type that holds lakes there is nothing to compare with.
        ((("grassland", 1000.0),), False),
    ],
)
def test_the_lakes_of_a_region_are_not_larger_than_its_lakes(
    extent: Sequence[tuple[str, float]], is_too_much: bool
) -> None:
    lakes = found(("632521", "青海湖", 4500, 30), ("632521", "更尕海", 10, 100), extent=extent)
    assert [one.code for one in lakes] == ["GEP278"] * is_too_much
    if is_too_much:
        assert "1360 km²" in lakes[0].text("zh")
        assert lakes[0].where.cell == "county_share [%]:1"
