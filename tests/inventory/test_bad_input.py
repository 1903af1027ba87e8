"""Bad inventories: every defect is found at its cell, with the value as typed and what to do, and nothing else is."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
from books import (
    FILE,
    Edit,
    Seen,
    add,
    cell_of,
    delete_column,
    delete_row,
    delete_sheet,
    entry_cell,
    error_value,
    judge,
    product_cell,
    put,
    save,
    seen,
    sound_book,
    title,
)
from openpyxl.workbook import Workbook

from gep.compile import compile_account
from gep.findings import Finding, Grade, InputError, stops
from gep.inventory import read_inventory
from gep.inventory.sheets import BASIC_ENTRIES
from gep.spec import Text
from gep.workbook.read import load_inventory

AREA = entry_cell("administrative_area")

# What an analyst may get wrong first of all, with the one finding that each must give.
ELEVEN: dict[str, tuple[Edit, Seen]] = {
    "a missing sheet": (delete_sheet("deductions"), ("GEP101", "", "", None)),
    "a header without unit": (
        put("carbon_sequestration", "B3", "净生态系统生产力NEP"),
        ("GEP103", "固碳", "B3", "净生态系统生产力NEP"),
    ),
    "a unit of the wrong dimension": (
        put("water_retention", "C3", "蒸散发量 [万亩]"),
        ("GEP104", "水源涵养", "C3", "万亩"),
    ),
    "text in a number cell": (put("water_supply", "C4", "约1200"), ("GEP105", "水资源供给", "C4", "约1200")),
    "a blank": (put("products", "F4", None), ("GEP106", "物质供给", "F4", None)),
    "a formula never calculated": (put("products", "D5", "=0.5+0.02"), ("GEP107", "物质供给", "D5", None)),
    "an unknown ecosystem type": (put("pest_control", "A4", "竹海"), ("GEP109", "病虫害控制", "A4", "竹海")),
    "a duplicate row": (add("air_purification", "粉尘", "", 1, "统计局"), ("GEP110", "空气净化", "A6", "粉尘")),
    "a negative area": (put("extent", "B6", -150), ("GEP111", "生态系统面积", "B6", "-150 km²")),
    "areas that do not add up": (put("basic", AREA, 11), ("GEP201", "基本信息", AREA, "1100 km²")),
    "an unknown region code": (
        put("basic", entry_cell("region"), 632599),
        ("GEP123", "基本信息", entry_cell("region"), "632599"),
    ),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> frozenset[Seen]:
    """Return what is found in the sound book: services without data, types without a row, and nothing that stops."""
    _, account, findings = judge(save(tmp_path_factory.mktemp("sound")))
    assert account is not None
    assert not stops(findings)
    assert {one.code for one in findings} == {"GEP220", "GEP226"}
    return frozenset(map(seen, findings))


def found(folder: Path, sound: frozenset[Seen], *edits: Edit) -> list[Finding]:
    """Return what `edits` add to the findings of the sound book, each of them readable in both languages."""
    new = [one for one in judge(save(folder, *edits))[2] if seen(one) not in sound]
    for one in new:
        for lang in ("zh", "en"):
            shown = one.render(lang)
            assert "{" not in shown
            assert one.code in shown
            assert one.where.file in ("", FILE)
            assert str(one.where) in shown
            if one.typed:
                assert one.typed in shown
            assert shown.splitlines()[1].removeprefix("  → ").strip(), "what to do"
    return new


@pytest.mark.parametrize("name", ELEVEN)
def test_each_defect_alone_gives_its_finding_and_no_other(name: str, tmp_path: Path, sound: frozenset[Seen]) -> None:
    edit, expected = ELEVEN[name]
    (one,) = found(tmp_path, sound, edit)
    assert seen(one) == expected
    assert one.stops


def test_all_defects_are_reported_together(tmp_path: Path, sound: frozenset[Seen]) -> None:
    new = found(tmp_path, sound, *(edit for edit, _ in ELEVEN.values()))
    assert sorted(map(seen, new), key=str) == sorted((expected for _, expected in ELEVEN.values()), key=str)
    assert all(one.stops for one in new)


def test_the_library_raises_them_all_and_writes_nothing(tmp_path: Path) -> None:
    path = save(tmp_path, *(edit for edit, _ in ELEVEN.values()))
    before = sorted(tmp_path.rglob("*"))
    inventory, _, findings = judge(path)
    assert inventory is not None
    with pytest.raises(InputError) as compiling:
        compile_account(inventory)
    assert compiling.value.findings == tuple(findings)
    with pytest.raises(InputError) as reading:
        read_inventory(path)
    assert set(map(seen, reading.value.findings)) <= set(map(seen, findings))
    assert {one.code for one in reading.value.findings if one.stops} == {code for _, (code, *_) in ELEVEN.values()} - {
        "GEP106"  # whether a number of a service is needed depends on the method
    }
    text = compiling.value.render("zh")
    assert all(str(typed) in text and cell in text for _, (_, _, cell, typed) in ELEVEN.values() if typed)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_command_line_shows_them_all_leaves_with_1_and_writes_nothing(tmp_path: Path) -> None:
    path = save(tmp_path, *(edit for edit, _ in ELEVEN.values()))
    before = sorted(tmp_path.rglob("*"))
    command = [sys.executable, "-X", "utf8", "-m", "gep", "account", str(path), "-o", str(tmp_path / "账户.xlsx")]
    done = subprocess.run([*command, "--lang", "zh"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for _, (code, sheet, cell, typed) in ELEVEN.values():
        (shown,) = (one for one in done.stderr.splitlines() if f"[{code} " in one)
        assert " › ".join(filter(None, (FILE, sheet, cell))) in shown
        assert typed is None or typed in shown
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("edit", [put("basic", entry_cell("standard"), None), delete_row("basic", 8)])
def test_without_a_standard_everything_else_is_still_reported(edit: Edit, tmp_path: Path) -> None:
    _, account, findings = judge(save(tmp_path, put("extent", "B6", -150), edit))
    assert account is None
    assert [one.code for one in findings if one.stops] == ["GEP111", "GEP335"]
    inventory, _ = load_inventory(save(tmp_path, edit))
    assert inventory is not None
    assert compile_account(inventory, "rcees_2017").total() == compile_account(read_inventory(save(tmp_path))).total()


def test_the_defects_of_one_sheet_do_not_hide_each_other(tmp_path: Path, sound: frozenset[Seen]) -> None:
    new = found(
        tmp_path,
        sound,
        put("extent", "A4", "竹海"),
        put("extent", "B5", "=250*2"),
        put("extent", "B6", -150),
        add("extent", "未分类", 5, ""),
        add("extent", "湖泊", "很大", ""),
        add("extent", "河流", None, "遥感"),
        add("extent", "城镇", 2000, "遥感"),
    )
    assert [seen(one) for one in new if one.stops] == [
        ("GEP109", "生态系统面积", "A4", "竹海"),
        ("GEP107", "生态系统面积", "B5", None),
        ("GEP105", "生态系统面积", "B9", "很大"),
        ("GEP106", "生态系统面积", "B10", None),
        ("GEP111", "生态系统面积", "B6", "-150 km²"),
        ("GEP110", "生态系统面积", "A8", "未分类"),
        # Whatever the unread areas are, 城镇 alone is more than the county.
        ("GEP201", "基本信息", AREA, "1000 km²"),
    ]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ((put("extent", "B6", -150), put("basic", AREA, 9.8)), False),
        ((put("extent", "B6", -150), put("basic", AREA, 10.1)), True),
        ((put("extent", "B6", -150), put("basic", AREA, 8)), True),
        ((put("extent", "A6", "竹海"), put("basic", AREA, 8.5)), False),
        ((put("extent", "A6", "竹海"), put("basic", AREA, 8.4)), True),
        ((put("extent", "B6", None), put("basic", AREA, 500)), False),
        ((put("extent", "B6", None), put("basic", AREA, 8.4)), True),
        ((put("extent", "B6", "无数据"), put("basic", AREA, 500)), False),
        ((put("basic", AREA, 10.05),), False),
        ((put("basic", AREA, 10.06),), True),
    ],
)
def test_areas_are_compared_as_far_as_they_are_known(
    edits: tuple[Edit, ...], expected: bool, tmp_path: Path, sound: frozenset[Seen]
) -> None:
    assert ("GEP201" in {one.code for one in found(tmp_path, sound, *edits)}) is expected


# One defect each, with everything that it must add to the findings.
USE, RAIN, PRICE, CHANGE = "water_supply", "water_retention", "prices", "overrides"
OUTSIDE, PRODUCTS = "deductions", "product_list"
SINGLE: dict[str, tuple[tuple[Edit, ...], list[Seen]]] = {
    # Sheets.
    "no basic sheet": ((delete_sheet("basic"),), [("GEP101", "", "", None)]),
    "no extent": ((delete_sheet("extent"),), [("GEP101", "", "", None)]),
    "an extent without a cell": (
        (lambda book: book[title("extent")].delete_rows(1, 20),),
        [("GEP101", "", "", None)],
    ),
    "an included service without its sheet": (
        (delete_sheet("pest_control"),),
        [("GEP306", "生态产品清单", product_cell("pest_control"), None)],
    ),
    "a sheet that is not ours": (
        (lambda book: book.create_sheet("我的备注").append(["记"]),),
        [("GEP130", "我的备注", "", "我的备注")],
    ),
    "an empty sheet that is not ours": ((lambda book: book.create_sheet("Sheet1"),), []),
    "the same sheet in two languages": (
        (lambda book: book.create_sheet("water supply").append(["用水类别"]),),
        [("GEP131", "water supply", "", "water supply")],
    ),
    "no header row in a service": (
        (delete_row(USE, 3),),
        [("GEP132", "水资源供给", "", None)],
    ),
    "no header row in the extent": ((delete_row("extent", 3),), [("GEP132", "生态系统面积", "", None)]),
    "no header row in the deductions": ((delete_row(OUTSIDE, 3),), [("GEP132", "区外扣减", "", None)]),
    "no header row in the basic sheet": ((put("basic", "B3", "值"),), [("GEP132", "基本信息", "", None)]),
    # Headers.
    "a header twice": ((put(USE, "E3", "用水量 [万m³]"),), [("GEP118", "水资源供给", "E3", "用水量 [万m³]")]),
    "a header that is not ours": ((put(USE, "E3", "备注"),), [("GEP115", "水资源供给", "E3", "备注")]),
    "a column without header": ((put(USE, "F4", "手记"),), [("GEP133", "水资源供给", "F4", "手记")]),
    "no column of types": ((delete_column("pest_control", "A"),), [("GEP102", "病虫害控制", "", None)]),
    "no column of a number that the method reads": ((delete_column(RAIN, "B"),), [("GEP102", "水源涵养", "", None)]),
    "no column of areas": ((delete_column("extent", "B"),), [("GEP102", "生态系统面积", "", None)]),
    "no column of a number that no method reads": ((delete_column(RAIN, "D"),), []),
    "empty brackets": ((put(USE, "C3", "用水量 []"),), [("GEP103", "水资源供给", "C3", "用水量 []")]),
    "a unit that there is not": ((put(USE, "C3", "用水量 [方方]"),), [("GEP104", "水资源供给", "C3", "方方")]),
    "mu": ((put("pest_control", "B3", "自愈面积 [mu]"),), [("GEP104", "病虫害控制", "B3", "mu")]),
    "a tonne of carbon or of carbon dioxide": (
        (put("carbon_sequestration", "B3", "净生态系统生产力NEP [t/(hm²·a)]"),),
        [("GEP104", "固碳", "B3", "t/(hm²·a)")],
    ),
    "the species of one pollutant for all": (
        (put("air_purification", "C3", "排放量 [tSO2]"),),
        [("GEP104", "空气净化", "C3", "tSO2")],
    ),
    "a wrong unit for every pollutant is said once": (
        (put("air_purification", "C3", "排放量 [m³]"),),
        [("GEP104", "空气净化", "C3", "m³")],
    ),
    # Number cells.
    "boolean": ((put(USE, "C4", True),), [("GEP117", "水资源供给", "C4", "TRUE")]),
    "date": ((put(USE, "C4", datetime.date(2025, 1, 1)),), [("GEP117", "水资源供给", "C4", "2025-01-01")]),
    "error value": ((error_value(USE, "C4"),), [("GEP108", "水资源供给", "C4", "#DIV/0!")]),
    "error value in a key": ((error_value(USE, "A4", "#REF!"),), [("GEP108", "水资源供给", "A4", "#REF!")]),
    "formula in a key": ((put("extent", "A5", "=A4"),), [("GEP107", "生态系统面积", "A5", None)]),
    "a share where an area belongs": (
        (put("extent", "B5", 0.5, "0%"),),
        [("GEP104", "生态系统面积", "B5", "50%")],
    ),
    "a share in words where an area belongs": (
        (put("extent", "B5", "50%"),),
        [(code, "生态系统面积", "B5", "50%") for code in ("GEP104", "GEP113")],
    ),
    "a full-width share where an area belongs": (
        (put("extent", "B5", "50％"),),
        [(code, "生态系统面积", "B5", "50％") for code in ("GEP104", "GEP113")],
    ),
    "beyond the usual": (
        (put(RAIN, "B4", 4300),),
        [("GEP120", "水源涵养", "B4", "4300 mm"), ("GEP228", "水源涵养", "", "14,429 m³/hm²")],
    ),
    "thousands separators": ((put(USE, "C4", "1,234.5"),), [("GEP113", "水资源供给", "C4", "1,234.5")]),
    "full-width digits": ((put(USE, "C4", "１２３４．５"),), [("GEP113", "水资源供给", "C4", "１２３４．５")]),
    "decimal comma": ((put(USE, "C4", "1234,5"),), [("GEP105", "水资源供给", "C4", "1234,5")]),
    "number with its unit": ((put(USE, "C4", "1150万m³"),), [("GEP105", "水资源供给", "C4", "1150万m³")]),
    # Keys.
    "unknown pollutant": ((put("air_purification", "A4", "硫化氢"),), [("GEP112", "空气净化", "A4", "硫化氢")]),
    "blank key": ((put(USE, "A4", None),), [("GEP106", "水资源供给", "A4", None)]),
    "type without an area": ((put("pest_control", "A4", "森林"), put(PRICE, "B11", "森林")), []),
    "type of a service without an area": (
        (put(RAIN, "A6", "草本沼泽"), put(CHANGE, "C4", "草本沼泽")),
        [("GEP313", "水源涵养", "A6", "草本沼泽"), ("GEP226", "水源涵养", "", None)],
    ),
    "a type beside its parent": (
        (add("extent", "草地", 1, ""),),
        [("GEP202", "生态系统面积", "A5", "高寒草甸"), ("GEP226", "水源涵养", "", None)],
    ),
    "a type beside its parent in a service": (
        (add("pest_control", "草地", 1, ""), add(PRICE, "病虫害防治成本", "草地", 8, "元/亩", 2025, "林草局", "")),
        [("GEP202", "病虫害控制", "A5", "高寒草甸")],
    ),
    "an area that is not allocated": ((put("extent", "A7", "未分摊"),), [("GEP203", "生态系统面积", "A7", "未分摊")]),
    # 基本信息.
    "region name": (
        (put("basic", entry_cell("region_name"), "贵南县"),),
        [("GEP124", "基本信息", entry_cell("region_name"), "贵南县")],
    ),
    "region elsewhere": (
        (put("basic", entry_cell("region"), "110101"),),
        [("GEP125", "基本信息", entry_cell("region"), "110101")],
    ),
    "region in words": (
        (put("basic", entry_cell("region"), "共和"),),
        [("GEP123", "基本信息", entry_cell("region"), "共和")],
    ),
    "an entry that is not ours": ((add("basic", "天气", "晴"),), [("GEP115", "基本信息", "B15", "天气")]),
    "an entry twice": ((add("basic", "核算年份", 2024),), [("GEP118", "基本信息", "B15", "核算年份")]),
    "area without unit": (
        (put("basic", entry_cell("administrative_area", "C"), None),),
        [("GEP122", "基本信息", entry_cell("administrative_area", "C"), None)],
    ),
    "area in m³": (
        (put("basic", entry_cell("administrative_area", "C"), "万m³"),),
        [("GEP104", "基本信息", entry_cell("administrative_area", "C"), "万m³")],
    ),
    "area never calculated": ((put("basic", AREA, "=5*2"),), [("GEP107", "基本信息", AREA, None)]),
    "area not known": ((put("basic", AREA, "无数据"),), [("GEP126", "基本信息", AREA, "无数据")]),
    "population in words": (
        (put("basic", entry_cell("population"), "两万五"),),
        [("GEP105", "基本信息", entry_cell("population"), "两万五")],
    ),
    "year in words": (
        (put("basic", entry_cell("year"), "2025年"),),
        [("GEP105", "基本信息", entry_cell("year"), "2025年")],
    ),
    "year as text": (
        (put("basic", entry_cell("year"), "2025.0"),),
        [("GEP113", "基本信息", entry_cell("year"), "2025.0")],
    ),
    "year with a fraction": (
        (put("basic", entry_cell("year"), 2025.5),),
        [("GEP111", "基本信息", entry_cell("year"), "2025.5")],
    ),
    "year not known": (
        (put("basic", entry_cell("year"), "无数据"),),
        [("GEP126", "基本信息", entry_cell("year"), "无数据")],
    ),
    "no period": ((put("basic", entry_cell("period"), 0),), [("GEP111", "基本信息", entry_cell("period"), "0 a")]),
    "no area": (
        (put("basic", entry_cell("administrative_area"), 0),),
        [("GEP111", "基本信息", entry_cell("administrative_area"), "0 万hm²")],
    ),
    "unknown standard": (
        (put("basic", entry_cell("standard"), "ndrc"),),
        [("GEP455", "基本信息", entry_cell("standard"), "ndrc")],
    ),
    "an entry deleted": ((delete_row("basic", 5),), [("GEP121", "基本信息", "", None)]),
    # 生态产品清单.
    "included without data": (
        (put(PRODUCTS, product_cell("hydropower"), "纳入"),),
        [("GEP306", "生态产品清单", product_cell("hydropower"), None)],
    ),
    "data although there are none": (
        (
            put(PRODUCTS, product_cell("pest_control"), "无数据"),
            put(PRODUCTS, product_cell("pest_control", "reason"), "未查"),
        ),
        [
            ("GEP307", "生态产品清单", product_cell("pest_control"), None),
            ("GEP220", "生态产品清单", product_cell("pest_control"), None),
        ],
    ),
    "a service without row": ((delete_row(PRODUCTS, 20),), [("GEP301", "生态产品清单", "", None)]),
    "a method of no service": (
        (put(PRODUCTS, product_cell(RAIN, "method"), "面积法"),),
        [("GEP303", "生态产品清单", product_cell(RAIN, "method"), "面积法")],
    ),
    "a method of another service": (
        (put(PRODUCTS, product_cell(RAIN, "method"), "自愈面积法"),),
        [("GEP303", "生态产品清单", product_cell(RAIN, "method"), "自愈面积法")],
    ),
    "an unknown status": (
        (put(PRODUCTS, product_cell("hydropower"), "不要"),),
        [("GEP112", "生态产品清单", product_cell("hydropower"), "不要")],
    ),
    "no status": (
        (put(PRODUCTS, product_cell("hydropower"), None),),
        [("GEP106", "生态产品清单", product_cell("hydropower"), None)],
    ),
    "no reason": (
        (put(PRODUCTS, product_cell("hydropower", "reason"), None),),
        [("GEP302", "生态产品清单", product_cell("hydropower", "reason"), None)],
    ),
    "a mandatory service not applicable": (
        (put(PRODUCTS, product_cell("hydropower"), "不适用"),),
        [("GEP305", "生态产品清单", product_cell("hydropower"), None)],
    ),
    "a service twice": ((add(PRODUCTS, "水电", "不适用", "无河流", ""),), [("GEP110", "生态产品清单", "A21", "水电")]),
    "an unknown service": ((add(PRODUCTS, "授粉", "无数据", "未查", ""),), [("GEP112", "生态产品清单", "A21", "授粉")]),
    # 实物量填报.
    "reported and computed": (
        (add("reported", "水源涵养", "水源涵养量", "", "沼泽", 1, "亿m³", "院所"),),
        [("GEP311", "实物量填报", "E5", "1 亿m³")],
    ),
    "a total beside its parts": (
        (add("reported", "水源涵养", "水源涵养量", "", "", 1, "亿m³", "院所"),),
        [("GEP311", "实物量填报", "E5", "1 亿m³")],
    ),
    "a reported type beside its parent": (
        (add("reported", "洪水调蓄", "湖泊调蓄", "", "湿地", 1, "亿m³", "水利局"),),
        [("GEP202", "实物量填报", "D4", "沼泽")],
    ),
    "reported in tonnes": ((put("reported", "F4", "t"),), [("GEP104", "实物量填报", "F4", "t")]),
    "reported without unit": ((put("reported", "F4", None),), [("GEP119", "实物量填报", "F4", None)]),
    "reported without source": ((put("reported", "G4", None),), [("GEP106", "实物量填报", "G4", None)]),
    "a quantity of another service": (
        (put("reported", "B4", "水源涵养量"),),
        [("GEP112", "实物量填报", "B4", "水源涵养量")],
    ),
    "reported for no service": ((put("reported", "A4", "蓄水"),), [("GEP112", "实物量填报", "A4", "蓄水")]),
    # 价格.
    "price per tonne of water": ((put(PRICE, "D6", "元/t"),), [("GEP104", "价格", "D6", "元/t")]),
    "price per nothing": ((put(PRICE, "D6", "元"),), [("GEP104", "价格", "D6", "元")]),
    "price without unit": ((put(PRICE, "D6", None),), [("GEP119", "价格", "D6", None)]),
    "price of carbon or of carbon dioxide": ((put(PRICE, "D7", "元/t"),), [("GEP104", "价格", "D7", "元/t")]),
    "price of another year": ((put(PRICE, "E6", 2020),), [("GEP341", "价格", "E6", "2020")]),
    "price year in the unit": ((put(PRICE, "D6", "元/m³(2020年价)"),), [("GEP104", "价格", "D6", "元/m³(2020年价)")]),
    "price year left to the account": ((put(PRICE, "E6", None),), []),
    "price for an unknown use": ((put(PRICE, "B4", "洗车"),), [("GEP342", "价格", "B4", "洗车")]),
    "price for an item it does not differ by": ((put(PRICE, "B6", "洗车"),), [("GEP342", "价格", "B6", "洗车")]),
    "unknown price": ((put(PRICE, "A6", "水库价"),), [("GEP112", "价格", "A6", "水库价")]),
    "blank price": ((put(PRICE, "C6", None),), [("GEP106", "价格", "C6", None)]),
    "negative price": ((put(PRICE, "C6", -8.5),), [("GEP111", "价格", "C6", "-8.5 元/m³")]),
    "price without source": ((put(PRICE, "F6", None),), [("GEP106", "价格", "F6", None)]),
    "price twice": (
        (add(PRICE, "工业制氧价格", "", 1, "元/kg", 2025, "市场调查", ""),),
        [("GEP110", "价格", "A13", "工业制氧价格")],
    ),
    "no price": ((delete_row(PRICE, 8),), [("GEP340", "价格", "", None)]),
    "price in a row per head": ((put("products", "G4", "元/头"),), [("GEP104", "物质供给", "G4", "元/头")]),
    "price in a row without unit": ((put("products", "G4", None),), [("GEP119", "物质供给", "G4", None)]),
    "output without unit": ((put("products", "E4", None),), [("GEP119", "物质供给", "E4", None)]),
    "output in an unknown unit": ((put("products", "E4", "堆堆"),), [("GEP104", "物质供给", "E4", "堆堆")]),
    # 参数调整.
    "unknown coefficient": (
        (put(CHANGE, "A4", "water_retention.runof"),),
        [("GEP323", "参数调整", "A4", "water_retention.runof")],
    ),
    "set and value": ((put(CHANGE, "D4", "gong2017"),), [("GEP324", "参数调整", "D4", None)]),
    "neither set nor value": ((put(CHANGE, "E4", None), put(CHANGE, "F4", None)), [("GEP324", "参数调整", "E4", None)]),
    "unknown set": (
        (put(CHANGE, "E4", None), put(CHANGE, "F4", None), put(CHANGE, "D4", "gong2018")),
        [("GEP325", "参数调整", "D4", "gong2018")],
    ),
    "local value without source": ((put(CHANGE, "G4", None),), [("GEP327", "参数调整", "G4", None)]),
    "local value without reason": ((put(CHANGE, "H4", None),), [("GEP106", "参数调整", "H4", None)]),
    "local value in mm": ((put(CHANGE, "F4", "mm"),), [("GEP104", "参数调整", "F4", "mm")]),
    "local value without unit": ((put(CHANGE, "F4", None),), [("GEP119", "参数调整", "F4", None)]),
    "unused": ((put(CHANGE, "C4", "湖泊"),), [("GEP322", "参数调整", "A4", "water_retention.runoff_coefficient")]),
    "override of an unknown type": ((put(CHANGE, "C4", "沼"),), [("GEP109", "参数调整", "C4", "沼")]),
    "a local price": (
        (add(CHANGE, "price.oxygen", "", "", "", 1, "元/kg", "市场", "实价"),),
        [("GEP326", "参数调整", "E5", None)],
    ),
    "no coefficient": (
        (put(RAIN, "A6", "未分类"), delete_row(CHANGE, 4)),
        [("GEP425", "水源涵养", "A6", "未分类"), ("GEP226", "水源涵养", "", None)],
    ),
    # 区外扣减.
    "deductions not filled in": ((delete_row(OUTSIDE, 4),), [("GEP344", "区外扣减", "", None)]),
    "deduction status blank": ((put(OUTSIDE, "C4", None),), [("GEP106", "区外扣减", "C4", None)]),
    "some without value or service": (
        (put(OUTSIDE, "C4", "有"),),
        [("GEP345", "区外扣减", "D4", None), ("GEP346", "区外扣减", "A4", None)],
    ),
    "none with a value": ((put(OUTSIDE, "D4", 5),), [("GEP347", "区外扣减", "D4", None)]),
}


@pytest.mark.parametrize("name", SINGLE)
def test_one_defect_gives_these_findings_and_no_others(name: str, tmp_path: Path, sound: frozenset[Seen]) -> None:
    edits, expected = SINGLE[name]
    assert sorted(map(seen, found(tmp_path, sound, *edits)), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("sheet", ["basic", "extent", "deductions", "product_list"])
def test_a_sheet_that_every_account_needs(sheet: str, tmp_path: Path, sound: frozenset[Seen]) -> None:
    (one,) = [one for one in found(tmp_path, sound, delete_sheet(sheet)) if one.stops]
    assert one.code == "GEP101"
    assert title(sheet) in one.text("zh")


REQUIRED = [entry for entry in BASIC_ENTRIES if entry.required]


@pytest.mark.parametrize("entry", REQUIRED, ids=lambda entry: entry.name)
def test_an_entry_of_the_basic_sheet_left_blank(entry: Text, tmp_path: Path, sound: frozenset[Seen]) -> None:
    new = found(tmp_path, sound, put("basic", entry_cell(entry.name), None))
    assert list(map(seen, new)) == [("GEP106", "基本信息", entry_cell(entry.name), None)]


@pytest.mark.parametrize("entry", REQUIRED, ids=lambda entry: entry.name)
def test_an_entry_of_the_basic_sheet_deleted(entry: Text, tmp_path: Path, sound: frozenset[Seen]) -> None:
    row = int(entry_cell(entry.name)[1:])
    (one,) = [one for one in found(tmp_path, sound, delete_row("basic", row)) if one.stops]
    assert one.code == "GEP121"
    assert entry.label.zh in one.text("zh")


@pytest.mark.parametrize("word", ["无数据", " 无 数据 ".replace(" 数", "数"), "No Data"])
def test_no_data_compiles_and_says_that_the_sum_is_partial(word: str, tmp_path: Path, sound: frozenset[Seen]) -> None:
    path = save(tmp_path, put(USE, "C4", word))
    _, account, findings = judge(path)
    assert account is not None
    assert not stops(findings)
    new = {seen(one) for one in findings} - sound
    assert {code for code, *_ in new} == {"GEP220", "GEP222"}
    assert ("GEP220", "生态产品清单", product_cell(USE), None) in new
    line = account.ledger[(account.ledger["service"] == USE) & (account.ledger["item"] == "domestic")]
    assert line["status"].tolist() == ["no_data"]
    assert line["value"].isna().all()


def test_not_applicable_lacks_nothing(tmp_path: Path, sound: frozenset[Seen]) -> None:
    path = save(tmp_path, put(USE, "C4", "不适用"))
    _, account, findings = judge(path)
    assert account is not None
    assert {seen(one) for one in findings} == sound
    line = account.ledger[(account.ledger["service"] == USE) & (account.ledger["item"] == "domestic")]
    assert line["status"].tolist() == ["not_applicable"]


@pytest.mark.parametrize("word", ["—", "–", "-", "--", "/", "／", "无", "N/A", "n/a", "…"])
def test_a_dash_is_asked_about_and_an_explanation_makes_it_no_data(
    word: str, tmp_path: Path, sound: frozenset[Seen]
) -> None:
    dash = put(USE, "C4", word)
    (one,) = [one for one in found(tmp_path, sound, dash) if one.stops]
    assert seen(one) == ("GEP116", "水资源供给", "C4", word)
    assert one.grade is Grade.EXPLAIN
    explained = add("explanations", "GEP116", one.subject, "水利局没有统计")
    _, account, findings = judge(save(tmp_path, dash, explained))
    assert account is not None
    assert not stops(findings)
    assert [one.explanation for one in findings if one.code == "GEP116"] == ["水利局没有统计"]
    line = account.ledger[(account.ledger["service"] == USE) & (account.ledger["item"] == "domestic")]
    assert line["status"].tolist() == ["no_data"]


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1,234.5", 1234.5), ("１２３４．５", 1234.5), (" 1234.5 ", 1234.5), ("1.2345e3", 1234.5), ("−3", -3.0)],
)
def test_a_number_typed_as_text_is_read_for_what_it_is(typed: str, value: float, tmp_path: Path) -> None:
    inventory, _, findings = judge(save(tmp_path, put("products", "H4", typed)))
    assert inventory is not None
    assert inventory.frame("products")["net_output"].tolist()[0] == value
    assert ("GEP113", "物质供给", "H4", typed) in set(map(seen, findings))


@pytest.mark.parametrize(
    ("value", "look", "unit", "share"),
    [
        (0.05, "0%", "%", 0.05),
        (0.05, "0.0%", "1", 0.05),
        (0.05, "0%", None, 0.05),
        (0.05, "General", "1", 0.05),
        (5, "General", "%", 0.05),
        (50, "General", "‰", 0.05),
    ],
)
def test_a_percentage_counts_as_it_is_shown(
    value: float, look: str, unit: str | None, share: float, tmp_path: Path
) -> None:
    _, account, findings = judge(save(tmp_path, put(CHANGE, "E4", value, look), put(CHANGE, "F4", unit)))
    assert account is not None
    assert not stops(findings)
    line = account.ledger[(account.ledger["service"] == RAIN) & (account.ledger["ecosystem"] == "marsh")].iloc[0]
    # 150 km² times what is left of 430 mm after runoff and 395 mm of evapotranspiration.
    assert line["quantity"] == pytest.approx(150e6 * (430 * (1 - share) - 395) / 1000, rel=1e-14)


def test_the_carbon_family_is_offered_both_readings(tmp_path: Path, sound: frozenset[Seen]) -> None:
    (one,) = found(tmp_path, sound, put("carbon_sequestration", "B3", "净生态系统生产力NEP [t/(hm²·a)]"))
    for lang in ("zh", "en"):
        assert "tC/(hm²·a)" in one.todo(lang)
        assert "tCO2/(hm²·a)" in one.todo(lang)


@pytest.mark.parametrize(("unit", "factor"), [("tC/(hm²·a)", 44 / 12), ("tCO2/(hm²·a)", 1.0), ("kgCO2/(m²·a)", 10.0)])
def test_the_carbon_family_takes_either(unit: str, factor: float, tmp_path: Path) -> None:
    _, account, _ = judge(save(tmp_path, put("carbon_sequestration", "B3", f"净生态系统生产力NEP [{unit}]")))
    assert account is not None
    line = account.ledger[account.ledger["service"] == "carbon_sequestration"].iloc[0]
    assert line["quantity"] == pytest.approx(300 * 100 * 1.6 * factor, rel=1e-14)


@pytest.mark.parametrize(("unit", "kilograms"), [("kg", 1), ("t", 1000), ("万t", 1e7), ("g", 0.001)])
def test_a_plain_mass_is_that_of_the_pollutant_of_the_row(unit: str, kilograms: float, tmp_path: Path) -> None:
    _, account, findings = judge(save(tmp_path, put("air_purification", "C3", f"排放量 [{unit}]")))
    assert account is not None
    assert not stops(findings)
    lines = account.ledger[account.ledger["service"] == "air_purification"]
    assert lines["unit"].tolist() == ["tSO2", "t粉尘"]
    expected = [412000 * kilograms / 1000, 655000 * kilograms / 1000]
    assert lines["quantity"].tolist() == pytest.approx(expected, rel=1e-14)


def test_an_explanation_settles_what_may_be_explained(tmp_path: Path, sound: frozenset[Seen]) -> None:
    gap = put("basic", AREA, 11)
    recorded = add("explanations", "gep201", "632521/2025/extent", "界线争议")
    (one,) = found(tmp_path, sound, gap, recorded)
    assert one.code == "GEP201"
    assert one.explanation == "界线争议"
    assert not one.stops
    assert "界线争议" in one.render("zh")
    assert "界线争议" in one.render("en")


def test_an_explanation_settles_nothing_else(tmp_path: Path, sound: frozenset[Seen]) -> None:
    gap = put("basic", AREA, 11)
    new = found(tmp_path, sound, gap, add("explanations", "GEP201", "632521/2024/extent", "界线争议"))
    assert [seen(one) for one in new if one.stops] == [("GEP201", "基本信息", AREA, "1100 km²")]
    assert [seen(one) for one in new if not one.stops] == [("GEP348", "审核说明", "A4", "GEP201")]


def test_an_error_cannot_be_explained_away(tmp_path: Path, sound: frozenset[Seen]) -> None:
    (wrong,) = found(tmp_path, sound, put("extent", "B6", -150))
    explained = add("explanations", wrong.code, wrong.subject, "确实如此")
    new = found(tmp_path, sound, put("extent", "B6", -150), explained)
    assert [seen(one) for one in new if one.stops] == [seen(wrong)]
    assert wrong.explanation is None


def test_an_explanation_that_matches_nothing_is_a_hint(tmp_path: Path, sound: frozenset[Seen]) -> None:
    (one,) = found(tmp_path, sound, add("explanations", "GEP305", "632521/2025/hydropower", "没有河"))
    assert seen(one) == ("GEP348", "审核说明", "A4", "GEP305")
    assert one.grade is Grade.HINT


def test_a_mandatory_service_not_applicable_can_be_explained(tmp_path: Path, sound: frozenset[Seen]) -> None:
    absent = put(PRODUCTS, product_cell("hydropower"), "不适用")
    recorded = add("explanations", "GEP305", "632521/2025/hydropower", "境内无水电站")
    _, account, findings = judge(save(tmp_path, absent, recorded))
    assert account is not None
    assert not stops(findings)
    complete = account.products.set_index("service")["complete"]
    assert complete["hydropower"]
    assert not complete["soil_retention"]


def test_where_the_table_stands_does_not_matter(tmp_path: Path, sound: frozenset[Seen]) -> None:
    def moved(book: Workbook) -> None:
        page = book[title(USE)]
        page.insert_rows(1, 4)
        page["A2"], page["B3"] = "2025年全县用水情况", "用水量"
        page.insert_cols(1, 2)

    def reordered(book: Workbook) -> None:
        page = book[title("extent")]
        for row in range(3, 8):
            page.cell(row, 5, page.cell(row, 1).value)
            page.cell(row, 1).value = None

    plain, spoiled = judge(save(tmp_path))[1], judge(save(tmp_path, moved, reordered))
    assert plain is not None
    assert spoiled[1] is not None
    assert spoiled[1].total() == plain.total()
    new = {seen(one) for one in spoiled[2]} - sound
    assert new == set()
    account = spoiled[1]
    assert account.inventory.table(USE).where(0, "volume").cell == "E8"
    assert account.inventory.table("extent").where(1, "ecosystem").cell == "E5"


def test_the_sound_book_is_sound_in_english_too(tmp_path: Path, sound: frozenset[Seen]) -> None:
    from gep.inventory.sheets import BASIC, SHEETS
    from gep.inventory.words import header_parts, normal

    def english(book: Workbook) -> None:
        for sheet in (BASIC, *SHEETS.values()):
            if sheet.label.zh not in book.sheetnames:
                continue
            page = book[sheet.label.zh]
            words = {normal(column.label.zh): column.label.en for column in sheet.columns}
            for cell in page[3]:
                label, unit = header_parts(str(cell.value or ""))
                if normal(label) in words:
                    cell.value = f"{words[normal(label)]} [{unit}]" if unit else words[normal(label)]
            page.title = sheet.label.en
        for row, entry in enumerate(BASIC_ENTRIES, 4):
            book[BASIC.label.en].cell(row, 1).value = entry.label.en

    plain, (_, account, findings) = judge(save(tmp_path))[1], judge(save(tmp_path, english))
    assert plain is not None
    assert account is not None
    assert account.total() == plain.total()
    assert {one.code for one in findings} == {code for code, *_ in sound}


def test_the_sound_book_of_these_tests_has_every_cell_it_speaks_of() -> None:
    book = sound_book()
    assert book[title("prices")][cell_of("prices", "value", 2)].value == 8.5
    assert book["基本信息"][AREA].value == 10
    assert book["生态产品清单"][product_cell("pest_control")].value == "纳入"
