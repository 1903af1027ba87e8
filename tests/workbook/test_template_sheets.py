"""Templates as analysts meet them: what the sheets say, what is listed beforehand, what is open to writing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from gep.classifications import ecosystem_types
from gep.findings import Finding
from gep.inventory.sheets import BASIC, BASIC_ENTRIES, SHEETS
from gep.inventory.unfilled import lists_ecosystems
from gep.messages import label
from gep.profiles import load_profile, load_profiles
from gep.ranges import range_for
from gep.spec import Number
from gep.units import factor, read_unit
from gep.workbook.inventory_rows import fields
from gep.workbook.inventory_units import row_units, unit_choices
from gep.workbook.inventory_writer import sheets_of, write_inventory
from gep.workbook.read import load_inventory

HEADER, FIRST = 3, 4
BUREAUS = {"统计局", "气象局", "水利局", "自然资源局", "林草局", "生态环境局", "文旅局"}
EVERY_NUMBER = [
    *((BASIC.name, entry) for entry in BASIC_ENTRIES if isinstance(entry, Number)),
    *((sheet.name, column) for sheet in SHEETS.values() for column in sheet.numbers.values()),
]


@pytest.fixture(scope="module", params=[(one, lang) for one in sorted(load_profiles()) for lang in ("zh", "en")])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, Workbook]:
    standard, lang = request.param
    path = tmp_path_factory.mktemp("template") / "template.xlsx"
    write_inventory(path, load_profile(standard), lang=lang)
    return standard, lang, openpyxl.load_workbook(path)


@pytest.mark.parametrize(("sheet", "column"), EVERY_NUMBER, ids=lambda one: getattr(one, "name", one))
def test_every_number_has_a_meaning_and_somebody_to_ask(sheet: str, column: Number) -> None:
    assert all(column.note), "meaning"
    assert all(column.department), "who is asked"
    assert column.department.zh[-1] == "局" or column.department.zh in ("编制单位", "技术单位")


def test_every_column_says_what_belongs_in_it() -> None:
    columns = [*BASIC_ENTRIES, *(column for sheet in SHEETS.values() for column in sheet.columns)]
    assert [one.name for one in columns if not all(one.note)] == []


def test_the_bureaus_of_a_county_are_all_asked() -> None:
    assert {column.department.zh for _, column in EVERY_NUMBER} >= BUREAUS


def test_the_instructions_name_every_number_with_unit_and_department(template) -> None:
    standard, lang, book = template
    page = book[book.sheetnames[0]]
    assert page.title == label("template_instructions", lang)
    texts = [row[0].value for row in page.iter_rows() if row[0].value]
    profile = load_profile(standard)
    assert f"{getattr(profile.title, lang)} [{standard}]" in texts
    assert any(label(f"evidence_{profile.evidence}", lang) in one for one in texts)
    assert not profile.note.zh or getattr(profile.note, lang) in texts
    start = next(row[0].row for row in page.iter_rows() if row[0].value == label("template_need_sheet", lang))
    listed = [tuple(cell.value for cell in row[:6]) for row in page.iter_rows(min_row=start + 1)]
    numbers = [(BASIC, entry) for entry in BASIC_ENTRIES if isinstance(entry, Number)]
    numbers += [(sheet, one) for sheet in sheets_of(profile, {}) for one in sheet.numbers.values()]
    assert [row[:3] for row in listed] == [
        (sheet.label.text(lang), one.label.text(lang), one.note.text(lang)) for sheet, one in numbers
    ]
    assert all(row[3] and row[4] and row[5] for row in listed)
    for (_, column), row in zip(numbers, listed, strict=True):
        assert row[3] == (label("template_unit_by_row", lang) if column.unit_label else column.unit or "—")
        assert row[5] == column.department.text(lang)
    assert page.auto_filter.ref == f"A{start}:F{start + len(listed)}"


def test_the_note_of_every_header_says_meaning_unit_and_department(template) -> None:
    standard, lang, book = template
    for sheet in sheets_of(load_profile(standard), {}):
        page = book[sheet.label.text(lang)]
        for place, (name, column) in enumerate(fields(sheet), 1):
            if name != column.name:
                continue
            note = page.cell(HEADER, place).comment.text
            assert column.note.text(lang) in note
            if isinstance(column, Number):
                assert column.department.text(lang) in note
                assert (column.unit_label.text(lang) if column.unit_label else column.unit) in note
                assert column.low in (None, 0) or f"{column.low:g}" in note
                assert column.high is None or f"{column.high:g}" in note
                usual = range_for(sheet.name, column.name, "")
                assert usual is None or f"{usual.high:g}" in note


def test_a_header_offers_units_that_are_read_back(template) -> None:
    standard, lang, book = template
    offered = 0
    for sheet in sheets_of(load_profile(standard), {}):
        page = book[sheet.label.text(lang)]
        lists = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
        for place, (name, column) in enumerate(fields(sheet), 1):
            cell = page.cell(HEADER, place)
            choices = unit_choices(column.unit) if isinstance(column, Number) and not column.unit_label else ()
            several = len(choices) > 1 and name == column.name
            assert (cell.coordinate in lists) == several
            assert cell.protection.locked != several
            if several:
                words = lists[cell.coordinate].strip('"').split(",")
                assert words == [f"{column.label.text(lang)} [{one}]" for one in choices]
                assert cell.value == words[0]
                offered += 1
    assert offered > (0 if standard == "unit_value" else 5)


@pytest.mark.parametrize(("sheet", "column"), EVERY_NUMBER, ids=lambda one: getattr(one, "name", one))
def test_units_that_are_offered_convert(sheet: str, column: Number) -> None:
    for unit in unit_choices(column.unit if not column.unit_label else ""):
        for declared in (column.unit, *column.unit_by_item.values()):
            target = f"{declared}(2000年价)" if "元" in declared else declared
            assert factor(read_unit(unit, target, 2000 if "元" in declared else None), target) > 0


def test_a_column_of_units_offers_them(template) -> None:
    standard, lang, book = template
    profile = load_profile(standard)
    for sheet in sheets_of(profile, {}):
        page = book[sheet.label.text(lang)]
        lists = {str(rule.sqref).partition(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
        for place, (name, column) in enumerate(fields(sheet), 1):
            if name == column.name or not row_units(sheet, column, profile):
                continue
            options, _, cells = lists[f"{get_column_letter(place)}{FIRST}"].replace("'", "").partition("!")
            shown = [row[0].value for row in book[options][cells.replace("$", "")]] if ":" in cells else []
            assert tuple(shown) == row_units(sheet, column, profile)
            for unit in shown:
                read_unit(unit, f"{unit}(2000年价)" if "元" in unit else unit, 2000 if "元" in unit else None)


def test_only_what_is_to_be_filled_in_can_be_written_to(template) -> None:
    standard, lang, book = template
    tables = {sheet.label.text(lang): sheet for sheet in sheets_of(load_profile(standard), {})}
    for page in book:
        assert page.protection.sheet
        assert page.protection.password is None
        allowed = ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter")
        assert not any(getattr(page.protection, one) for one in allowed), "what is set there is forbidden"
        for row in page.iter_rows():
            for cell in row:
                if cell.protection.locked or type(cell).__name__ == "MergedCell":
                    continue
                in_table = page.title in tables and cell.row >= FIRST
                in_basic = page.title == BASIC.label.text(lang) and cell.row >= FIRST and cell.column > 1
                header = page.title in tables and cell.row == HEADER and "[" in str(cell.value)
                legend = page.title == book.sheetnames[0]
                assert in_table or in_basic or header or legend, (page.title, cell.coordinate)
    for title, sheet in tables.items():
        page = book[title]
        for place in range(1, len(list(fields(sheet))) + 1):
            assert not page.cell(FIRST, place).protection.locked
        # Below the rows that are drawn the look of the column holds: there is room for any number of rows.
        open_columns = {
            place
            for size in page.column_dimensions.values()
            if not size.protection.locked
            for place in range(size.min, size.max + 1)
        }
        assert open_columns == set(range(1, len(list(fields(sheet))) + 1))


def test_ecosystem_types_are_listed_where_rows_are_types(template) -> None:
    standard, lang, book = template
    first = [one for one in ecosystem_types() if one.level == 1]
    for sheet in sheets_of(load_profile(standard), {}):
        if not lists_ecosystems(sheet):
            continue
        listed = [row[0].value for row in book[sheet.label.text(lang)].iter_rows(min_row=FIRST) if row[0].value]
        expected = [getattr(one, lang) for one in first if not sheet.covers or one.key in sheet.covers]
        if sheet.name == "extent":
            expected.append({"zh": "未分类", "en": "unclassified"}[lang])
        assert listed == expected


def fill(folder: Path, *cells: tuple[str, str, object]) -> list[Finding]:
    """Return what is found in the template of a county once `cells` are filled in."""
    import gep

    gep.template("rcees_2017", folder / "t.xlsx", region="632521", year=2025)
    book = openpyxl.load_workbook(folder / "t.xlsx")
    basic = {row[0].value: row[1] for row in book["基本信息"].iter_rows(min_row=FIRST)}
    basic["核算期长度"].value, basic["行政区面积"].value = 1, 100
    for row in book["生态产品清单"].iter_rows(min_row=FIRST):
        if row[0].value:
            row[1].value = "无数据"
    for title, cell, value in cells:
        book[title][cell] = value
    book.save(folder / "t.xlsx")
    return load_inventory(folder / "t.xlsx")[1]


def told(findings: list[Finding], *codes: str) -> list[tuple[str, str, str]]:
    return [(one.code, one.where.sheet, one.where.cell) for one in findings if one.code in codes]


UNFILLED = ("GEP106", "GEP160", "GEP161", "GEP164")


def test_a_template_that_nobody_touched_has_no_data_and_no_errors_but_what_is_lacking(tmp_path: Path) -> None:
    findings = fill(tmp_path)
    assert told(findings, *UNFILLED) == [("GEP161", "生态系统面积", "A4"), ("GEP164", "", "")]
    whole = next(one for one in findings if one.code == "GEP164")
    assert "水源涵养" in whole.text("zh")
    assert "water retention" in whole.text("en")


def test_types_that_the_region_has_not_are_set_aside_and_named(tmp_path: Path) -> None:
    findings = fill(
        tmp_path,
        ("生态系统面积", "B4", 60),
        ("生态系统面积", "B6", 40),
        ("生态系统面积", "B7", 0),
        ("水源涵养", "B4", 400),
        ("水源涵养", "C4", 300),
        ("水源涵养", "B6", 400),
    )
    assert told(findings, "GEP106", "GEP160", "GEP161") == [
        ("GEP161", "生态系统面积", "A5"),
        ("GEP160", "水源涵养", "A5"),
    ]
    extent, retention = (one for one in findings if one.code in ("GEP160", "GEP161"))
    assert "灌丛、农田、城镇、荒漠、其他、未分类" in extent.text()
    assert "灌丛、湿地、农田、城镇、荒漠、其他" in retention.text(), "an area of 0 is no forest"


def test_a_type_that_the_region_has_is_not_set_aside_where_others_are_filled_in(tmp_path: Path) -> None:
    fill(
        tmp_path,
        ("生态系统面积", "B4", 60),
        ("生态系统面积", "B6", 40),
        ("水源涵养", "B4", 400),
        ("水源涵养", "C4", 300),
    )
    inventory, findings = load_inventory(tmp_path / "t.xlsx")
    assert inventory is not None
    assert inventory.frame("water_retention")["ecosystem"].tolist() == ["forest", "grassland"]
    (one,) = (one for one in findings if one.code == "GEP160")
    assert "草地" not in one.text()


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [("B5", "无数据", None), ("C5", "自然资源局", "GEP106"), ("A5", "灌木林地甲", "GEP109"), ("B5", "#", "GEP105")],
)
def test_a_row_in_which_anything_was_typed_is_read(cell: str, value: str, code: str | None, tmp_path: Path) -> None:
    findings = fill(tmp_path, ("生态系统面积", "B4", 100), ("生态系统面积", cell, value))
    (extent,) = (one for one in findings if one.code == "GEP161")
    assert "灌丛" not in extent.text()
    assert code is None or code in {one.code for one in findings}
