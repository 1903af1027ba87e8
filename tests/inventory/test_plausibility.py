"""Ranges, slips of unit, rows that stand out, ratios, regions inside each other: each at its cell, near misses not."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from books import Edit, add, cell_of, entry_cell, judge, put, save, sound_book, sound_frames, title

from gep.findings import Finding
from gep.inventory import Inventory
from gep.inventory.basics import ENTRIES
from gep.inventory.model import _from_frames
from gep.inventory.sheets import SHEETS
from gep.inventory.slips import likely_slip
from gep.ranges import parts_of_areas, plausible_ranges, plausible_ratios, range_for
from gep.resources import data_root
from gep.units import factor

LOOKED_AT = {"GEP120", "GEP229", "GEP230", "GEP231", "GEP232", "GEP233", "GEP242"}


def found(folder: Path, *edits: Edit) -> list[Finding]:
    return [one for one in judge(save(folder, *edits))[2] if one.code in LOOKED_AT]


def at(sheet: str, column: str, record: int = 0) -> tuple[str, str]:
    return title(sheet), cell_of(sheet, column, record)


def rain(*millimetres: float) -> list[Edit]:
    return [
        put("water_retention", cell_of("water_retention", "precipitation", n), v) for n, v in enumerate(millimetres)
    ]


# --- ranges and slips of unit


def test_rain_typed_in_tenths_is_asked_about_in_exactly_these_words(tmp_path: Path) -> None:
    (one,) = found(tmp_path, *rain(4120))
    assert (one.code, one.where.sheet, one.where.cell, one.typed) == (
        "GEP120",
        *at("water_retention", "precipitation"),
        "4120 mm",
    )
    zh, en = one.text("zh"), one.text("en")
    assert zh.startswith(
        "降水量 填的是 4120 mm;此处常见 10 至 1500 mm;是否按 0.1 mm 填写?(折合 412 mm,同列其他行约 437.5 mm)(依据:"
    )
    assert "precipitation is 4120 mm; plausible here 10 to 1500 mm" in en
    assert "; typed in 0.1 mm? (that makes 412 mm; the other rows are about 437.5 mm) (邵全琴" in en
    assert "water_retention/evergreen_needleleaf_forest/precipitation" in one.todo("zh")


@pytest.mark.parametrize("millimetres", [10, 1500])
def test_the_ends_of_a_range_are_plausible(millimetres: float, tmp_path: Path) -> None:
    assert found(tmp_path, *rain(millimetres, millimetres, millimetres)) == []


def test_a_range_is_that_of_the_region(tmp_path: Path) -> None:
    edits = [*rain(1600, 1600, 1600), put("basic", entry_cell("region"), 513300)]
    edits += [put("basic", entry_cell("region_name"), "甘孜藏族自治州")]
    assert found(tmp_path, *edits) == []
    assert len(found(tmp_path, *rain(1600, 1600, 1600))) == 3


@pytest.mark.parametrize(
    ("sheet", "column", "typed"),
    [
        ("lakes", "county_share", 1),
        ("lakes", "county_share", 0.3),
        ("tourism_expenditure", "nature_share", 0.35),
        ("tourism_revenue", "nature_share", 1),
        ("products_contribution", "contribution_share", 0.4),
        ("species_conservation", "irreplaceability", 1),
        # A fixed half year of cooling would decide the whole account of a county on the plateau.
        ("transpiration", "cooling_days", 180),
        ("evaporation", "cooling_days", 180),
        ("basic", "period", 12),
    ],
)
def test_shares_as_fractions_a_period_in_months_and_fixed_days_are_outside(
    sheet: str, column: str, typed: float
) -> None:
    one = range_for(sheet, column, "632521")
    assert one is not None
    assert not one.low <= typed <= one.high


def test_months_as_accounting_period_are_asked_about(tmp_path: Path) -> None:
    (one,) = [one for one in found(tmp_path, put("basic", entry_cell("period"), 12)) if one.code == "GEP120"]
    assert (one.where.cell, one.typed) == (entry_cell("period"), "12 a")
    assert "核算期一般为一个自然年" in one.text("zh")


def test_a_row_that_could_not_be_read_is_looked_at_too(tmp_path: Path) -> None:
    edits = [*rain(4120), put("water_retention", cell_of("water_retention", "ecosystem"), "竹海")]
    (one,) = found(tmp_path, *edits)
    assert (one.where.cell, one.typed) == (cell_of("water_retention", "precipitation"), "4120 mm")


def test_a_number_that_is_not_even_valid_is_said_once(tmp_path: Path) -> None:
    _, _, findings = judge(save(tmp_path, *rain(-4)))
    assert [one.code for one in findings if one.where.cell == cell_of("water_retention", "precipitation")] == ["GEP111"]


@pytest.mark.parametrize(
    ("value", "unit", "low", "high", "near", "typed", "corrected"),
    [
        (4120, "mm", 10, 1500, math.nan, "0.1 mm", 412),
        (0.43, "mm", 10, 1500, math.nan, "m", 430),
        (1_725_200, "km²", 10, 725_300, math.nan, "hm²", 17_252),
        (25_878_000, "km²", 10, 725_300, 17_000, "亩", 17_252),
        (0.35, "%", 20, 900, math.nan, "", 35),
        (45, "", 0.01, 0.9, math.nan, "%", 0.45),
        (8200, "元/人次", 0.1, 2000, 1, "0.0001 元/人次", 0.82),
        (0.8, "", 2, 100, math.nan, "100", 80),
        (0.35, "%", 2, 100, math.nan, "", 35),
        (126_000, "万人", 0.01, 700, math.nan, "人", 12.6),
    ],
)
def test_the_unit_that_was_probably_meant(
    value: float, unit: str, low: float, high: float, near: float, typed: str, corrected: float
) -> None:
    slip = likely_slip(value, unit, low, high, near)
    assert slip is not None
    assert slip.unit == typed
    assert slip.corrected == pytest.approx(corrected, rel=1e-4)  # 亩 is a fifteenth of a hectare, printed as 15
    assert slip.corrected == pytest.approx(value * slip.factor, rel=1e-14)


def test_no_slip_explains_zero_a_negative_number_or_one_that_no_factor_mends() -> None:
    assert likely_slip(0, "mm", 10, 1500) is None
    assert likely_slip(-4120, "mm", 10, 1500) is None
    assert likely_slip(4, "mm", 9, 11) is None


# --- rows beside each other

SIX = ("常绿针叶林", "高寒草甸", "沼泽", "灌丛", "农田", "温带草原")


def rates(*values: float) -> Inventory | None:
    """Return an inventory with these NEP rates in rows beside each other."""
    frames = sound_frames()
    frames["carbon_sequestration"] = pd.DataFrame(
        {"ecosystem": SIX[: len(values)], "productivity [tC/(hm²·a)]": values, "source": "林草局"}
    )
    return _from_frames(frames)[0]


@pytest.mark.parametrize(
    ("values", "row"),
    [
        ((0.4, 0.5, 4.6, 0.45), 2),  # ten times the others
        ((0.4, 0.5, 0.45, 0.0042), 3),  # a hundredth
        ((0.4, 0.5, 0.45, 2.6, 0.6), None),  # five times: no power of ten
        ((0.4, 0.5, 4.6), None),  # two others say little
        ((0.2, 0.9, 0.45, 4.6), None),  # the others are not alike
        ((4.5, 0.5, 4.6, 0.45), None),  # two and two
        ((0.4, 0.5, -0.45, 0.6), None),
    ],
)
def test_a_row_that_differs_from_rows_that_are_alike_stands_out(values: tuple[float, ...], row: int | None) -> None:
    inventory = rates(*values)
    assert inventory is not None
    seen = [one for one in inventory.findings if one.code in LOOKED_AT]
    assert [one.where.cell for one in seen] == ([] if row is None else [f"productivity [tC/(hm²·a)]:{row + 1}"])
    if row == 2:
        assert "其他行为 0.4 至 0.5 tC/(hm²·a);是否按 0.1 tC/(hm²·a) 填写?(折合 0.46 tC/(hm²·a))" in seen[0].text("zh")


def test_a_row_is_compared_within_its_region_and_year_only() -> None:
    frames = sound_frames()
    names = ("632521", "632522")
    frames["basic"] = pd.concat(
        [
            frames["basic"].assign(region=one, region_name=name)
            for one, name in zip(names, ("共和县", "同德县"), strict=True)
        ]
    )
    for name, frame in frames.items():
        if name != "basic":
            frames[name] = pd.concat([frame.assign(region=one, year=2025) for one in names])
    frames["carbon_sequestration"] = pd.DataFrame(
        {
            "region": ["632521"] * 3 + ["632522"] * 3,
            "year": 2025,
            "ecosystem": SIX[:3] * 2,
            "productivity [tC/(hm²·a)]": (0.04, 0.05, 0.045, 0.45, 0.5, 0.4),
            "source": "林草局",
        }
    )
    inventory, _ = _from_frames(frames)
    assert inventory is not None
    assert [one.code for one in inventory.findings if one.code in LOOKED_AT] == []


def test_lakes_need_not_be_alike(tmp_path: Path) -> None:
    frames = sound_frames()
    frames["lakes"] = pd.DataFrame(
        {
            "item": list("abcd"),
            "zone": "青藏高原",
            "lake_area [km²]": (40.0, 43.0, 45.0, 4300.0),
            "county_share [%]": 100.0,
        }
    )
    inventory, _ = _from_frames(frames)
    assert inventory is not None
    assert [one.code for one in inventory.findings if one.code in LOOKED_AT] == []


# --- ratios


def test_a_ratio_per_head_is_said_at_the_number_above(tmp_path: Path) -> None:
    (one,) = found(tmp_path, put("water_supply", cell_of("water_supply", "volume"), 11_500_000))
    assert (one.code, one.where.sheet, one.where.cell) == ("GEP232", *at("water_supply", "volume"))
    assert one.typed == "4.6e+06 m³/人"
    assert ";是否按 m³ 填写?(折合 1150 万m³)" in one.text("zh")


def test_gross_product_per_head_is_compared(tmp_path: Path) -> None:
    row = entry_cell("gdp").removeprefix("B")
    (one,) = found(tmp_path, put("basic", f"B{row}", 95000), put("basic", f"C{row}", "亿元"))
    assert (one.code, one.where.cell, one.typed) == ("GEP232", f"B{row}", "3.8e+04 万元/人")
    assert found(tmp_path, put("basic", f"B{row}", 12.5), put("basic", f"C{row}", "亿元")) == []


def test_a_ratio_needs_both_numbers_and_all_rows(tmp_path: Path) -> None:
    volume = cell_of("water_supply", "volume")
    population = entry_cell("population")
    huge = put("water_supply", volume, 11_500_000)
    assert found(tmp_path, huge, put("basic", population, None)) == []
    assert found(tmp_path, put("water_supply", volume, "无数据")) == []


def test_a_flow_is_taken_by_year() -> None:
    frames = sound_frames(period=10)
    frames["water_supply"] = frames["water_supply"].assign(**{"volume [万m³]": (11_500.0, 142_000.0)})
    inventory, _ = _from_frames(frames)
    assert inventory is not None
    assert [one.code for one in inventory.findings if one.code == "GEP232"] == []


# --- regions inside each other


def regions(*codes: tuple[str, str, float]) -> list[Finding]:
    basic = pd.concat(
        [
            sound_frames(region=code, region_name=name)["basic"].drop(columns="administrative_area [万hm²]")
            for code, name, _ in codes
        ]
    ).assign(**{"administrative_area [km²]": [area for *_, area in codes], "population [万人]": 50.0})
    return [one for one in _from_frames({"basic": basic})[1] if one.code in LOOKED_AT]


def test_a_county_beside_its_prefecture_or_province_would_count_twice() -> None:
    for above in (("632500", "海南藏族自治州", 43453.0), ("630000", "青海省", 700000.0)):
        (one,) = regions(above, ("632521", "共和县", 16627.0))
        assert (one.code, one.where.cell, one.typed) == ("GEP230", "region:2", "632521 共和县")
        assert not one.stops, "the total refuses to add them"
        assert above[1] in one.text("zh")


def test_regions_beside_each_other_do_not_contain_each_other() -> None:
    assert regions(("632521", "共和县", 16627.0), ("632522", "同德县", 4653.0), ("632600", "果洛", 76442.0)) == []


def test_a_region_outside_the_list_is_placed_by_its_digits() -> None:
    found = regions(("440300", "深圳市", 1997.0), ("440305", "南山区", 187.0), ("440400", "珠海市", 1725.0))
    assert [(one.code, one.typed) for one in found] == [("GEP230", "440305")]


def test_the_areas_of_two_levels_must_agree() -> None:
    whole = ("632500", "海南藏族自治州", 43453.0)
    (_, one) = regions(whole, ("632521", "共和县", 43800.0))
    assert (one.code, one.where.cell, one.typed) == ("GEP231", "administrative_area [km²]:1", "43453 km²")
    counties = [
        ("632521", "共和县"),
        ("632522", "同德县"),
        ("632523", "贵德县"),
        ("632524", "兴海县"),
        ("632525", "贵南县"),
    ]
    short = regions(whole, *((code, name, 8000.0) for code, name in counties))
    assert [one.code for one in short if one.code != "GEP230"] == ["GEP231"]
    fair = regions(whole, *((code, name, 43453 / 5) for code, name in counties))
    assert {one.code for one in fair} == {"GEP230"}
    some = regions(whole, *((code, name, 8000.0) for code, name in counties[:4]))
    assert {one.code for one in some} == {"GEP230"}, "one county is not there"


# --- none beside some


@pytest.mark.parametrize(
    ("row", "contradicts"),
    [
        (("农业产品", "青稞", "有", 12, "调查"), True),
        (("", "其他", "未调查", "", "调查"), True),
        (("农业产品", "", "无", "", "调查"), False),
    ],
)
def test_none_beside_some_is_a_contradiction(row: tuple[object, ...], contradicts: bool, tmp_path: Path) -> None:
    seen = found(tmp_path, add("deductions", *row))
    assert [(one.code, one.where.cell, one.typed) for one in seen] == (
        [("GEP233", cell_of("deductions", "status"), "无")] if contradicts else []
    )


def test_none_of_one_service_goes_with_some_of_another(tmp_path: Path) -> None:
    general = [put("deductions", cell_of("deductions", "service"), "水资源供给")]
    assert found(tmp_path, *general, add("deductions", "农业产品", "", "有", 12, "调查")) == []
    assert [
        one.code for one in found(tmp_path, *general, add("deductions", "水资源供给", "灌溉", "有", 12, "调查"))
    ] == ["GEP233"]


# --- the data


def test_every_range_is_of_a_column_in_its_unit_and_has_evidence() -> None:
    sheets = {**SHEETS, "basic": ENTRIES}
    sources = tomllib.loads((data_root("coefficients") / "sources.toml").read_text("utf-8"))
    file = tomllib.loads((data_root("coefficients") / "ranges.toml").read_text("utf-8"))
    for one in file["range"]:
        sheet, _, column = one["column"].partition(".")
        declared = sheets[sheet].numbers[column]
        assert one["unit"] == declared.unit, one["column"]
        assert one["low"] < one["high"]
        assert declared.low is None or one["low"] >= declared.low
        assert declared.high is None or one["high"] <= declared.high
    for one in [*file["range"], *file["ratio"]]:
        sourced = "source" in one
        assert sourced != ("zh" in one and "en" in one), one
        assert not sourced or (one["source"] in sources and one["locator"])
    pairs = [(one["column"], one.get("region", "")) for one in file["range"]]
    assert len(set(pairs)) == len(pairs)


def test_every_ratio_converts_to_its_unit() -> None:
    sheets = {**SHEETS, "basic": ENTRIES}
    for one in plausible_ratios():
        above, below = (sheets[sheet].numbers[column] for sheet, column in (one.numerator, one.denominator))
        units = [
            f"{text}(2000年价)" if "元" in text else text for text in (f"{above.unit}/{below.unit}", one.bounds.unit)
        ]
        assert factor(*units) > 0


def test_a_range_of_a_region_goes_before_the_general_one() -> None:
    assert [one.region for one in plausible_ranges()["soil_retention", "erosivity"]] == ["630000", ""]
    for code in ("630000", "632500", "632521"):
        one = range_for("soil_retention", "erosivity", code)
        assert one is not None
        assert one.high == 1500
    assert range_for("extent", "area", "632521") is None


def test_the_sound_book_has_nothing_to_verify_here(tmp_path: Path) -> None:
    assert sound_book().sheetnames
    assert found(tmp_path) == []


# --- parts of areas


def test_an_area_of_a_type_is_not_larger_than_the_type(tmp_path: Path) -> None:
    cell = cell_of("pest_control", "recovered_area")
    # 300 km² of forest are 45 万亩.
    assert found(tmp_path, put("pest_control", cell, 45)) == []
    (one,) = found(tmp_path, put("pest_control", cell, 46))
    assert (one.code, one.where.sheet, one.where.cell, one.typed) == ("GEP242", "病虫害控制", cell, "46 万亩")
    assert "合计 306.667 km²,大于“常绿针叶林”的面积 300 km²" in one.text("zh")


def test_a_type_is_as_large_as_the_types_below_it(tmp_path: Path) -> None:
    cells = [cell_of("pest_control", name) for name in ("ecosystem", "recovered_area")]
    edits = [put("pest_control", cells[0], "森林")]
    assert found(tmp_path, *edits, put("pest_control", cells[1], 45)) == []
    assert [one.typed for one in found(tmp_path, *edits, put("pest_control", cells[1], 46))] == ["46 万亩"]


def test_areas_of_parts_together_are_not_larger_than_the_region() -> None:
    for areas, expected in (((400.0, 601.0), []), ((400.0, 606.0), ["marsh_area [km²]:2"])):
        frames = sound_frames()
        frames["marshes"] = pd.DataFrame({"item": ["甲", "乙"], "marsh_area [km²]": areas})
        inventory, _ = _from_frames(frames)
        assert inventory is not None
        assert [one.where.cell for one in inventory.findings if one.code == "GEP242"] == expected


def test_every_part_is_a_column_with_areas() -> None:
    for one in parts_of_areas():
        assert factor(SHEETS[one.sheet].numbers[one.column].unit, "km²") > 0
        assert one.whole == "region" or "ecosystem" in {key.name for key in SHEETS[one.sheet].keys}
