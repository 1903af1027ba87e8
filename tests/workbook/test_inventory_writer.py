"""Inventory workbooks: the sheets of a standard, headers that read back, text that stays text, whole files only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest

from gep.findings import Finding
from gep.inventory.raw import RawColumn, RawTable
from gep.inventory.sheets import BASIC, BASIC_ENTRIES, SHEETS
from gep.inventory.tables import Table, parse_table
from gep.profiles import Profile, load_profile
from gep.services import SERVICES
from gep.spec import Key, Number, Sheet
from gep.workbook import inventory_writer
from gep.workbook.cells import column_letters, read_cells
from gep.workbook.inventory_lists import option_list
from gep.workbook.inventory_writer import rows_from_csv, save, write_inventory

HEADER_ROW, FIRST_ROW = 3, 4
EVERY_SHEET = [sheet.name for sheet in SHEETS.values()]


@pytest.fixture(scope="module")
def profile() -> Profile:
    """Return a standard that allows every method of every service, so that its template has every sheet."""
    known = load_profile("rcees_2017")
    rules = {rule.service: rule for rule in known.services}
    pattern = known.services[0]
    services = []
    for spec in SERVICES:
        rule = rules.get(spec.name, pattern.model_copy(update={"service": spec.name}))
        services.append(rule.model_copy(update={"methods": tuple(method.name for method in spec.methods)}))
    return known.model_copy(update={"services": tuple(services)})


@pytest.fixture(scope="module", params=["zh", "en"])
def template(request: pytest.FixtureRequest, profile: Profile, tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("template") / "template.xlsx"
    write_inventory(path, profile, lang=request.param)
    return request.param, path


def read_table(path: Path, sheet: Sheet, lang: str = "zh") -> tuple[Table | None, list[Finding]]:
    workbook, problems = read_cells(path)
    assert workbook is not None
    assert problems == []
    rows = workbook.sheets[sheet.label.text(lang)].rows
    data = [number for number in rows if number >= FIRST_ROW]
    columns = tuple(
        RawColumn(str(cell.value), column_letters(number), [rows[row].get(number) for row in data])
        for number, cell in rows[HEADER_ROW].items()
    )
    same = np.full(len(data), "632521", dtype=object), np.full(len(data), 2025, dtype=np.int64)
    raw = RawTable(path.name, sheet.label.zh, HEADER_ROW, np.array(data, dtype=np.int64), columns, *same)
    return parse_table(raw, sheet)


def test_a_template_has_the_sheets_of_the_standard_in_order(template, profile: Profile) -> None:
    lang, path = template
    book = openpyxl.load_workbook(path)
    names = [sheet.label.text(lang) for sheet in SHEETS.values() if sheet.name in EVERY_SHEET]
    first, last = {"zh": ("填报说明", "选项"), "en": ("instructions", "options")}[lang]
    assert set(book.sheetnames) == {first, BASIC.label.text(lang), *names, last}
    assert book.sheetnames[:3] == [first, BASIC.label.text(lang), SHEETS["extent"].label.text(lang)]
    services = [sheet.label.text(lang) for rule in profile.services for sheet in rule.spec.sheets]
    placed = [book.sheetnames.index(name) for name in dict.fromkeys(services)]
    assert placed == sorted(placed)
    assert book.sheetnames[-2:-1] == [SHEETS["explanations"].label.text(lang)]
    assert all(sheet.sheet_state == "visible" for sheet in book)


def test_a_sheet_is_written_only_when_an_allowed_method_reads_it(profile: Profile, tmp_path: Path) -> None:
    few = profile.model_copy(update={"services": tuple(r for r in profile.services if r.service == "pest_control")})
    write_inventory(tmp_path / "few.xlsx", few, {"lakes": [{"item": "甲", "lake_area": 3.0}]})
    names = openpyxl.load_workbook(tmp_path / "few.xlsx").sheetnames
    assert "病虫害控制" in names
    assert "湖泊" in names, "records of another sheet are kept"
    assert "水源涵养" not in names


@pytest.mark.parametrize("name", EVERY_SHEET)
def test_the_headers_of_a_template_are_read_back(name: str, template, profile: Profile) -> None:
    lang, path = template
    sheet = SHEETS[name]
    table, problems = read_table(path, sheet, lang)
    assert table is not None
    # The services stand in the list already; that their status is still to be filled in is all there is to say.
    services = len(profile.services)
    expected = {("GEP106", f"B{FIRST_ROW + row}") for row in range(services)} if name == "product_list" else set()
    assert {(one.code, one.where.cell) for one in problems} == expected
    units = {f"{number.name}_unit" for number in sheet.numbers.values() if number.unit_label}
    assert set(table.letters) == {column.name for column in sheet.columns} | units


def test_a_template_lists_every_service_and_every_basic_entry(template, profile: Profile) -> None:
    lang, path = template
    book = openpyxl.load_workbook(path)
    listed = [row[0].value for row in book[SHEETS["product_list"].label.text(lang)].iter_rows(min_row=FIRST_ROW)]
    assert list(filter(None, listed)) == [rule.spec.label.text(lang) for rule in profile.services]
    entries = {row[0].value: row[1:] for row in book[BASIC.label.text(lang)].iter_rows(min_row=FIRST_ROW)}
    assert list(entries) == [entry.label.text(lang) for entry in BASIC_ENTRIES]
    for entry in BASIC_ENTRIES:
        content, unit = (cell.value for cell in entries[entry.label.text(lang)])
        assert content == ("rcees_2017" if entry.name == "standard" else None)
        assert (unit or "") == (entry.unit if isinstance(entry, Number) else "")


def test_every_vocabulary_is_offered_in_a_drop_down_list(template, profile: Profile) -> None:
    lang, path = template
    book = openpyxl.load_workbook(path)
    for sheet in SHEETS.values():
        page = book[sheet.label.text(lang)]
        offered = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
        for number, cell in enumerate(page[HEADER_ROW], 1):
            place = offered.get(f"{column_letters(number)}{FIRST_ROW}")
            column = next((one for one in sheet.keys if one.label.text(lang) == cell.value), None)
            if column is None or column.kind == "name":
                continue
            assert place is not None, f"{sheet.name}.{column.name}"
            options, _, cells = place.replace("'", "").replace("$", "").partition("!")
            words = tuple(row[0].value for row in book[options][cells])
            assert words == option_list(sheet, column.name, profile, lang)


@pytest.mark.parametrize("name", EVERY_SHEET)
def test_what_a_list_offers_is_understood(name: str, profile: Profile) -> None:
    from gep.inventory.words import find_key

    sheet = SHEETS[name]
    for lang in ("zh", "en"):
        for column in sheet.keys:
            if column.kind != "step":
                words = option_list(sheet, column.name, profile, lang)
                assert [word for word in words if find_key(column.kind, word) is None] == []


def test_a_header_note_says_unit_range_and_department(template) -> None:
    lang, path = template
    page = openpyxl.load_workbook(path)[SHEETS["lakes"].label.text(lang)]
    notes = {cell.value: cell.comment.text for cell in page[HEADER_ROW] if cell.comment}
    share = SHEETS["lakes"].numbers["county_share"]
    note = notes[f"{share.label.text(lang)} [%]"]
    assert "100 %" in note
    assert share.department.text(lang) in note


def test_the_same_input_gives_the_same_bytes(profile: Profile, tmp_path: Path) -> None:
    rows = {"extent": [{"ecosystem": "森林", "area": 12.5, "source": "甲"}]}
    for name in ("one.xlsx", "two.xlsx"):
        write_inventory(tmp_path / name, profile, rows, headers={("extent", "area"): "万亩"}, notice="乙")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_unit_of_its_own_stands_in_the_header_and_counts(profile: Profile, tmp_path: Path) -> None:
    rows = {"extent": [{"ecosystem": "forest", "area": 1.5, "source": ""}]}
    write_inventory(tmp_path / "book.xlsx", profile, rows, headers={("extent", "area"): "万hm²"})
    table, problems = read_table(tmp_path / "book.xlsx", SHEETS["extent"])
    assert problems == []
    assert table is not None
    assert table.frame["area"].tolist() == [150.0]
    assert table.typed[0, "area"] == "1.5 万hm²"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+3", "https://example.org", "{=A1}", "007", "_x0041_", "'a"])
def test_text_stays_the_text_it_was(text: str, profile: Profile, tmp_path: Path) -> None:
    write_inventory(tmp_path / "book.xlsx", profile, {"extent": [{"ecosystem": "森林", "area": 1, "source": text}]})
    cell = openpyxl.load_workbook(tmp_path / "book.xlsx")["生态系统面积"]["C4"]
    if text != "_x0041_":  # openpyxl unescapes once more than it should
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    workbook, _ = read_cells(tmp_path / "book.xlsx")
    assert workbook is not None
    read = workbook.sheets["生态系统面积"].rows[4][3]
    assert (read.value, read.kind, read.formula) == (text, "text", False)


def test_a_key_is_written_as_its_word(profile: Profile, tmp_path: Path) -> None:
    rows = {
        "reported": [{"service": "water_retention", "step": "retained_water", "ecosystem": "冰川积雪", "quantity": 1}],
        "deductions": [{"status": "not_surveyed"}],
    }
    write_inventory(tmp_path / "book.xlsx", profile, rows)
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    written = [cell.value for cell in book["实物量填报"][FIRST_ROW]]
    assert written[:5] == ["水源涵养", "水源涵养量", None, "冰川积雪", 1]
    assert book["区外扣减"]["C4"].value == "未调查"


@pytest.mark.parametrize(
    ("rows", "headers", "named"),
    [
        ({"extnt": []}, {}, "extnt"),
        ({"extent": [{"aera": 1}]}, {}, "extent.aera"),
        ({"basic": [{"entry": "colour", "content": "red"}]}, {}, "basic.colour"),
        ({}, {("extent", "source"): "km²"}, "extent.source"),
        ({}, {("reported", "quantity"): "t"}, "reported.quantity"),
        ({}, {("soil_retention", "cover"): "%"}, "soil_retention.cover"),
        ({"extent": [{"ecosystem": "森林", "source": "甲" * 40_000}]}, {}, "too long"),
        ({"extent": [{"ecosystem": "森林", "area": True}]}, {}, "True"),
    ],
)
def test_what_has_no_place_is_refused_and_nothing_written(rows, headers, named: str, profile, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=named.replace(".", r"\.")):
        write_inventory(tmp_path / "book.xlsx", profile, rows, headers=headers)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_number_is_blank(profile: Profile, tmp_path: Path) -> None:
    write_inventory(tmp_path / "book.xlsx", profile, {"extent": [{"ecosystem": "森林", "area": float("nan")}]})
    assert openpyxl.load_workbook(tmp_path / "book.xlsx")["生态系统面积"]["B4"].value is None


def test_a_failure_leaves_the_old_file_and_nothing_else(profile, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError("open in another program")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        write_inventory(path, profile)
    assert [one.name for one in tmp_path.iterdir()] == ["book.xlsx"]
    assert path.read_bytes() == b"old"


def test_saving_replaces_the_file_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    save(path, b"old")
    save(path, b"new")
    assert path.read_bytes() == b"new"
    assert len(list(tmp_path.iterdir())) == 1


def test_csv_files_become_rows(tmp_path: Path) -> None:
    (tmp_path / "basic.csv").write_text("entry,content,unit\nregion,632521,\nyear,2025,\n", "utf-8")
    (tmp_path / "extent.csv").write_text("ecosystem,area [万亩],source\n森林,1.5,2024\n灌丛,无数据,\n", "utf-8")
    (tmp_path / "published.csv").write_text("anything\n1\n", "utf-8")
    rows, headers = rows_from_csv(tmp_path)
    assert rows == {
        "basic": [
            {"entry": "region", "content": "632521", "unit": ""},
            {"entry": "year", "content": 2025.0, "unit": ""},
        ],
        "extent": [
            {"ecosystem": "森林", "area": 1.5, "source": "2024"},
            {"ecosystem": "灌丛", "area": "无数据", "source": ""},
        ],
    }
    assert headers == {("extent", "area"): "万亩"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("extnt", "ecosystem,area\n"),
        ("extent", "ecosystem,aera\n森林,1\n"),
        ("extent", "ecosystem,area\n森林\n"),
        ("extent", "ecosystem,area\n森林,1,2\n"),
    ],
)
def test_a_csv_file_that_does_not_fit_is_refused(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"extnt|aera|zip"):
        rows_from_csv(tmp_path)


def test_every_key_column_is_text_or_has_a_list(profile: Profile) -> None:
    without = {
        (sheet.name, column.name)
        for sheet in SHEETS.values()
        for column in sheet.columns
        if isinstance(column, Key) and not option_list(sheet, column.name, profile, "zh")
    }
    assert {next(c.kind for c in SHEETS[s].keys if c.name == n) for s, n in without} == {"name"}


def test_the_writer_names_what_it_offers() -> None:
    assert {"rows_from_csv", "save", "write_inventory"} == set(inventory_writer.__all__)
