"""Inventories from last year's: what is carried over, how it is marked, and that the mark stops an account."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.workbook import Workbook

import gep
from gep.cli import program
from gep.findings import Finding, GepError, InputError
from gep.inventory import Inventory
from gep.inventory.sheets import SHEETS
from gep.inventory.tables import Table
from gep.profiles import load_profile
from gep.spec import Number
from gep.workbook.inventory_writer import rows_from_csv, write_inventory
from gep.workbook.read import load_inventory

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
FOLDER = EXAMPLES / "illustrative_county_2025"
BOOK = next(FOLDER.glob("*.xlsx"))
STANDARD = next(str(row["content"]) for row in rows_from_csv(FOLDER)[0]["basic"] if row["entry"] == "standard")
HEADER, FIRST = 3, 4


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seed") / "今年.xlsx"
    gep.template(STANDARD, path, previous=BOOK)
    return path


@pytest.fixture(scope="module")
def last() -> Inventory:
    inventory, _ = load_inventory(BOOK)
    assert inventory is not None
    return inventory


@cache
def book_of(path: Path) -> Workbook:
    """Return a workbook that is only looked at."""
    return openpyxl.load_workbook(path)


def records(path: Path, title: str) -> list[dict[str, object]]:
    """Return the rows of a sheet by their headers."""
    page = book_of(path)[title]
    names = [cell.value for cell in page[HEADER]]
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=FIRST)]
    return [dict(zip(names, row, strict=True)) for row in rows if any(value is not None for value in row)]


def found(path: Path, *codes: str) -> list[Finding]:
    return [one for one in load_inventory(path)[1] if one.code in codes]


def carried_tables(seeded: Path, last: Inventory) -> dict[str, Table]:
    """Return the tables of last year that the standard needs this year."""
    there = book_of(seeded).sheetnames
    return {
        name: table
        for name, table in last.tables.items()
        if name not in ("basic", "explanations") and len(table.frame) and SHEETS[name].label.zh in there
    }


def test_every_row_of_last_year_is_there_and_marked(seeded: Path, last: Inventory) -> None:
    tables = carried_tables(seeded, last)
    assert len(tables) > 15
    for name, table in tables.items():
        rows = records(seeded, SHEETS[name].label.zh)
        counted = {one.service for one in load_profile(STANDARD).services}
        known = table.frame["service"].isin(counted) if name == "product_list" else table.frame["row"] > 0
        assert len(rows) == known.sum(), name
        assert {row["上年沿用"] for row in rows} == {"待确认"}


def test_only_slow_numbers_are_carried_over(seeded: Path, last: Inventory) -> None:
    carried = set()
    for name, table in carried_tables(seeded, last).items():
        for column in SHEETS[name].columns:
            if not isinstance(column, Number):
                continue
            rows = records(seeded, SHEETS[name].label.zh)
            header = next(one for one in rows[0] if one.partition(" [")[0] == column.label.zh)
            values = [row[header] for row in rows]
            if not column.lasting:
                assert values == [None] * len(rows), (name, column.name)
            elif column.name != "price_year":
                typed = [table.typed.get((here, column.name), "").partition(" ")[0] for here in range(len(rows))]
                assert [f"{value:.15g}" if isinstance(value, float | int) else "" for value in values] == typed
                carried.add(name)
    assert {"extent", "lakes", "reservoirs", "soil_retention", "prices", "overrides"} <= carried


def test_what_is_asked_for_anew_is_blank(seeded: Path) -> None:
    basic = {row["项目"]: row["内容"] for row in records(seeded, "基本信息")}
    assert (str(basic["核算地区代码"]), basic["核算年份"], basic["核算标准"]) == ("632521", 2026, STANDARD)
    for entry in ("价格年份", "行政区面积", "常住人口", "地区生产总值"):
        assert basic[entry] is None
    assert records(seeded, "审核说明") == []


def test_a_price_keeps_the_year_it_is_of(seeded: Path, last: Inventory) -> None:
    year = int(last.basics["price_year"].iloc[0])
    stated = last.frame("prices")["price_year"].fillna(year)
    assert [row["价格年份"] for row in records(seeded, "价格")] == stated.tolist()


def test_money_without_a_price_year_of_its_own_is_not_carried_over(tmp_path: Path) -> None:
    rows, headers = rows_from_csv(FOLDER)
    rows["overrides"] = [
        {
            "coefficient": "water_retention.runoff_coefficient",
            "value": 3.0,
            "value_unit": "元/m³",
            "source": "甲",
            "reason": "乙",
        }
    ]
    write_inventory(tmp_path / "last.xlsx", load_profile(STANDARD), rows, headers=headers)
    gep.template(STANDARD, tmp_path / "this.xlsx", previous=tmp_path / "last.xlsx")
    (row,) = records(tmp_path / "this.xlsx", "参数调整")
    assert (row["数值"], row["单位"], row["上年沿用"]) == (None, "元/m³", "待确认")


def test_the_units_of_last_year_stand_in_the_headers(tmp_path: Path) -> None:
    rows, headers = rows_from_csv(FOLDER)
    areas = [float(str(row["area"])) * 0.15 for row in rows["extent"]]
    for row, area in zip(rows["extent"], areas, strict=True):
        row["area"] = area
    headers["extent", "area"] = "万亩"
    write_inventory(tmp_path / "last.xlsx", load_profile(STANDARD), rows, headers=headers)
    gep.template(STANDARD, tmp_path / "this.xlsx", previous=tmp_path / "last.xlsx")
    assert [row["面积 [万亩]"] for row in records(tmp_path / "this.xlsx", "生态系统面积")] == areas


def test_what_is_not_confirmed_stops_the_account_until_it_is(seeded: Path, tmp_path: Path) -> None:
    marks = found(seeded, "GEP162")
    assert all(one.stops for one in marks)
    assert {one.where.sheet for one in marks} >= {"生态系统面积", "水源涵养", "价格", "生态产品清单"}
    (extent,) = (one for one in marks if one.subject == "extent/carried_over")
    rows = len(records(seeded, "生态系统面积"))
    assert extent.where.cell == "D4"
    assert f"D4:D{FIRST + rows - 1}" in extent.text()
    book = openpyxl.load_workbook(seeded)
    page = book["生态系统面积"]
    for row in range(FIRST, FIRST + rows):
        page.cell(row, 4).value = {0: "已确认", 1: None}.get(row % 2) if row > FIRST + 2 else "待确认"
    page["D5"] = "confirmed"
    book.save(tmp_path / "some.xlsx")
    (extent,) = (one for one in found(tmp_path / "some.xlsx", "GEP162") if one.subject == "extent/carried_over")
    assert "D4、D6" in extent.text()
    for row in range(FIRST, FIRST + 3):
        page.cell(row, 4).value = "已确认"
    book.save(tmp_path / "all.xlsx")
    assert "extent/carried_over" not in {one.subject for one in found(tmp_path / "all.xlsx", "GEP162")}


def test_an_explanation_settles_what_is_not_confirmed(seeded: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(seeded)
    for place, text in enumerate(("GEP162", "extent/carried_over", "今年没有新的国土变更调查"), 1):
        book["审核说明"].cell(FIRST, place).value = text
    book.save(tmp_path / "book.xlsx")
    stopping = {one.subject for one in found(tmp_path / "book.xlsx", "GEP162") if one.stops}
    assert "extent/carried_over" not in stopping
    assert "prices/carried_over" in stopping


def test_a_mark_that_is_not_understood_is_an_error_at_its_cell(seeded: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(seeded)
    book["生态系统面积"]["D6"] = "差不多"
    book.save(tmp_path / "book.xlsx")
    (one,) = found(tmp_path / "book.xlsx", "GEP163")
    assert (one.where.sheet, one.where.cell, one.typed) == ("生态系统面积", "D6", "差不多")
    assert "已确认" in one.todo()


def test_a_row_that_was_cleared_but_for_its_mark_is_no_row(seeded: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(seeded)
    page = book["生态系统面积"]
    rows = len(records(seeded, "生态系统面积"))
    for place in (1, 2, 3):
        page.cell(FIRST + 1, place).value = None
    book.save(tmp_path / "book.xlsx")
    findings = load_inventory(tmp_path / "book.xlsx")[1]
    assert not [one for one in findings if one.where.sheet == "生态系统面积" and one.where.cell.endswith("5")]
    (extent,) = (one for one in findings if one.subject == "extent/carried_over")
    assert extent.params["count"] == rows


def test_the_colour_goes_with_the_mark(seeded: Path) -> None:
    page = openpyxl.load_workbook(seeded)["生态系统面积"]
    (area,) = page.conditional_formatting
    (rule,) = area.rules
    assert str(area.sqref).startswith("A4:D")
    assert rule.formula == ['$D4="待确认"']


def test_english_books_are_carried_over_alike(seeded: Path, tmp_path: Path) -> None:
    gep.template(STANDARD, tmp_path / "en.xlsx", "en", previous=BOOK)
    zh, en = load_inventory(seeded)[1], load_inventory(tmp_path / "en.xlsx")[1]
    assert sorted((one.code, one.subject) for one in zh) == sorted((one.code, one.subject) for one in en)
    rows = records(tmp_path / "en.xlsx", "ecosystem extent")
    assert {row["carried over"] for row in rows} == {"to be confirmed"}


def test_what_the_standard_does_not_need_is_named(tmp_path: Path) -> None:
    told = gep.template("unit_value", tmp_path / "this.xlsx", previous=BOOK)
    (left,) = (one for one in told if one.code == "GEP168")
    for lang, word in (("zh", "水源涵养"), ("en", "water retention")):
        assert word in left.text(lang)
    assert "生态系统面积" not in left.text("zh")


@pytest.mark.parametrize(
    ("options", "code"), [({"year": 2025}, "GEP166"), ({"year": 2019}, "GEP166"), ({"region": "632523"}, "GEP169")]
)
def test_another_region_or_no_later_year_is_refused(options, code: str, tmp_path: Path) -> None:
    with pytest.raises(GepError, match=code):
        gep.template(STANDARD, tmp_path / "this.xlsx", previous=BOOK, **options)
    assert list(tmp_path.iterdir()) == []


def test_a_book_with_errors_is_not_carried_over(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BOOK)
    book["生态系统面积"]["B4"] = "很多"
    book.save(tmp_path / "last.xlsx")
    with pytest.raises(InputError) as refused:
        gep.template(STANDARD, tmp_path / "this.xlsx", previous=tmp_path / "last.xlsx")
    assert [(one.code, one.where.cell) for one in refused.value.findings] == [("GEP105", "B4")]
    assert not (tmp_path / "this.xlsx").exists()


def test_the_command_line_carries_over_and_says_what(tmp_path: Path) -> None:
    out = tmp_path / "今年.xlsx"
    command = ["template", STANDARD, "--from", str(BOOK), "--year", "2027", "-o", str(out), "--lang", "zh"]
    done = CliRunner().invoke(program, command)
    assert done.exit_code == 0
    assert "GEP167" in done.stderr
    basic = {row["项目"]: row["内容"] for row in records(out, "基本信息")}
    assert basic["核算年份"] == 2027
    before = out.read_bytes()
    again = CliRunner().invoke(program, [*command[:3], str(out), "-o", str(out), "--force"])
    assert again.exit_code == 2
    assert out.read_bytes() == before
    missing = CliRunner().invoke(program, [*command[:3], str(tmp_path / "没有.xlsx"), "-o", str(tmp_path / "b.xlsx")])
    assert missing.exit_code == 1
    assert "GEP165" in missing.stderr
