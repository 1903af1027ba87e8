"""What comes back from analysts: tables that moved, rows that are no data, merges, several header rows, CSV folders.

Nothing is dropped without a finding, and what is read is what the county of these tests holds.
"""

from __future__ import annotations

import csv
import datetime
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from books import FIRST, HEADER, Edit, Seen, add, cell_of, entry_cell, put, save, seen, sound_book, title
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gep.findings import Finding
from gep.inventory import Inventory, read_inventory
from gep.workbook.read import load_inventory


def on(sheet: str, change: Callable[[Worksheet], object]) -> Edit:
    """Return the edit that changes a sheet."""

    def edit(book: Workbook) -> None:
        change(book[title(sheet)])

    return edit


def hide_row(page: Worksheet) -> None:
    page.row_dimensions[5].hidden = True


def hide_column(page: Worksheet) -> None:
    page.column_dimensions["B"].hidden = True


def hide_sheet(page: Worksheet) -> None:
    page.sheet_state = "veryHidden"


def swap_columns(page: Worksheet) -> None:
    page.move_range("A3:A20", cols=10)
    page["K3"].value = " 生态系统类型 "


def blank_rows_between(page: Worksheet) -> None:
    page.insert_rows(5, 3)


def two_rows_of_headers(page: Worksheet) -> None:
    """Put a group of columns above the headers, as in statistical yearbooks."""
    page.insert_rows(HEADER)
    page["B3"] = "气象数据"
    page.merge_cells("B3:D3")
    for column in ("A", "E"):
        page[f"{column}3"] = page[f"{column}4"].value
        page[f"{column}4"] = None
        page.merge_cells(f"{column}3:{column}4")


def units_below(page: Worksheet) -> None:
    page["B3"] = "面积"
    page.insert_rows(HEADER + 1)
    page["A4"], page["B4"] = "单位", "(km²)"


def unknown_words_below(page: Worksheet) -> None:
    """Merge the headers over two rows, the lower of which says nothing that is known."""
    page.insert_rows(HEADER + 1)
    page["B4"] = "2025年"
    for column in ("A", "C"):
        page.merge_cells(f"{column}3:{column}4")


def units_twice(page: Worksheet) -> None:
    page.insert_rows(HEADER + 1)
    page["B4"] = "hm²"


def merged(area: str) -> Callable[[Worksheet], None]:
    return lambda page: page.merge_cells(area)


def styled(page: Worksheet) -> None:
    for row in range(10, 60):
        for column in range(1, 4):
            page.cell(row, column).number_format = "0.00"


# Edits that change nothing of what is read, and the findings they give: code, sheet, cell, value as typed.
HARMLESS: dict[str, tuple[Edit, list[Seen]]] = {
    "a hidden row": (on("extent", hide_row), [("GEP038", "生态系统面积", "A5", None)]),
    "a hidden column": (on("extent", hide_column), [("GEP039", "生态系统面积", "B3", None)]),
    "a very hidden sheet": (on("extent", hide_sheet), [("GEP037", "生态系统面积", "", None)]),
    "moved columns": (on("extent", swap_columns), []),
    "a name with spaces": (on("extent", lambda page: setattr(page, "title", " 生态系统面积 ")), []),
    "blank rows between": (on("extent", blank_rows_between), []),
    "trailing blanks with a format": (on("extent", styled), []),
    "rows above the header": (on("extent", lambda page: page.insert_rows(1, 4)), []),
    "a title with a year": (put("extent", "B1", 2025), []),
    "two rows of headers": (on("water_retention", two_rows_of_headers), []),
    "two rows of headers, one of them unknown": (on("extent", unknown_words_below), []),
    "a row of units": (on("extent", units_below), [("GEP145", "生态系统面积", "A4", "单位")]),
    "an extra column": (
        lambda book: (put("extent", "D3", "备注")(book), put("extent", "D5", "x")(book)),
        [("GEP115", "生态系统面积", "D3", "备注")],
    ),
    "a column without header": (
        lambda book: (put("extent", "E5", "x")(book), put("extent", "E7", 3)(book)),
        [("GEP133", "生态系统面积", "E5", "x")],
    ),
    "a note below": (put("extent", "A9", "注:图斑面积"), [("GEP140", "生态系统面积", "A9", "注:图斑面积")]),
    "signatures below": (
        lambda book: (put("extent", "A10", "制表人:张三")(book), put("extent", "C10", "审核:李四")(book)),
        [("GEP140", "生态系统面积", "A10", "制表人:张三")],
    ),
    "a total": (add("extent", "合 计", 1000, ""), [("GEP141", "生态系统面积", "A8", "合 计")]),
    "totals": (
        lambda book: (add("water_supply", "小计", "", 3, "")(book), add("water_supply", "Total", "", 4, "")(book)),
        [("GEP141", "水资源供给", "A6", "小计")],
    ),
    "the header again": (
        add("extent", "生态系统类型", "面积 [km²]", "数据来源"), [("GEP143", "生态系统面积", "A8", "生态系统类型")],
    ),
    "a record above the header": (
        lambda book: [put("extent", f"{c}2", v)(book) for c, v in zip("ABC", ("草甸", 3, "x"), strict=True)],
        [("GEP144", "生态系统面积", "A2", "草甸")],
    ),
    "a number typed full-width": (put("extent", "B4", "３００"), [("GEP113", "生态系统面积", "B4", "３００")]),
    "a number with separators": (put("water_supply", "C5", "14,200"), [("GEP113", "水资源供给", "C5", "14,200")]),
    "a number with spaces": (put("water_supply", "C5", "14 200.0"), [("GEP113", "水资源供给", "C5", "14 200.0")]),
    "a share typed as text": (
        lambda book: (
            put("overrides", cell_of("overrides", "value"), "5 %")(book),
            put("overrides", cell_of("overrides", "value_unit"), None)(book),
        ),
        [("GEP113", "参数调整", cell_of("overrides", "value"), "5 %")],
    ),
    "a day where the year belongs": (
        put("basic", entry_cell("year"), datetime.date(2025, 12, 31)),
        [("GEP137", "基本信息", entry_cell("year"), "2025-12-31")],
    ),
    "a note beside the basics": (put("basic", "D5", "请核对"), [("GEP133", "基本信息", "D5", "请核对")]),
    "a column beside the basics": (
        lambda book: (put("basic", "D3", "备注")(book), put("basic", "D5", "请核对")(book)),
        [("GEP150", "基本信息", "D5", "请核对")],
    ),
    "a content without entry": (put("basic", "B30", 7), [("GEP148", "基本信息", "B30", "7")]),
    "a merged title": (on("extent", merged("A1:C1")), []),
}  # fmt: skip

# Edits that make something unreadable or doubtful.
HARMFUL: dict[str, tuple[Edit, list[Seen]]] = {
    "merged keys": (
        lambda book: (put("extent", "A5", None)(book), on("extent", merged("A4:A5"))(book)),
        [("GEP146", "生态系统面积", "A4", "常绿针叶林"), ("GEP106", "生态系统面积", "A5", None)],
    ),
    "a merged optional key": (
        lambda book: (put("products", "C4", "高寒草甸")(book), on("products", merged("C4:C5"))(book)),
        [("GEP146", "物质供给", "C4", "高寒草甸")],
    ),
    "a part total under a free name": (
        add("products", "农业产品", "粮食小计", "", 9, "t", 4.2, "元/kg", None, "x"),
        [("GEP142", "物质供给", "B6", "粮食小计")],
    ),
    "a year shown as a day": (
        put("basic", entry_cell("year"), 2025, "yyyy-mm-dd"),
        [("GEP149", "基本信息", entry_cell("year"), "1905-07-17")],
    ),
    "a column that stands there twice": (
        put("extent", "E3", "面积 [hm²]"), [("GEP118", "生态系统面积", "E3", "面积 [hm²]")],
    ),
    "a sheet that stands there twice": (
        lambda book: setattr(book.create_sheet(), "title", "生态系统面积 "),
        [("GEP131", "生态系统面积 ", "", "生态系统面积 ")],
    ),
    "a second unit below the header": (
        on("extent", units_twice),
        [("GEP106", "生态系统面积", "A4", None), ("GEP105", "生态系统面积", "B4", "hm²")],
    ),
    "digits apart": (put("extent", "B4", "3 00"), [("GEP105", "生态系统面积", "B4", "3 00")]),
    "a formula as text": (put("extent", "B4", "'=3*100"), [("GEP105", "生态系统面积", "B4", "'=3*100")]),
    "an error in a key": (put("extent", "A4", "#REF!"), [("GEP108", "生态系统面积", "A4", "#REF!")]),
}  # fmt: skip


MERGED_SOURCE: Edit = lambda book: (put("extent", "C5", None)(book), on("extent", merged("C4:C5"))(book))  # noqa: E731


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Inventory:
    inventory, findings = load_inventory(save(tmp_path_factory.mktemp("sound")))
    assert inventory is not None
    assert findings == []
    return inventory


def shown(findings: list[Finding]) -> list[Seen]:
    for one in findings:
        for lang in ("zh", "en"):
            assert "{" not in one.render(lang)
    return [seen(one) for one in findings]


def assert_same(inventory: Inventory | None, sound: Inventory, *, rows: bool = False) -> None:
    """Assert that all tables are equal, whatever the rows they stand in."""
    assert inventory is not None
    assert inventory.tables.keys() == sound.tables.keys()
    for name, table in sound.tables.items():
        expected, frame = table.frame, inventory.tables[name].frame
        if not rows:
            expected, frame = expected.drop(columns="row"), frame.drop(columns="row")
        pd.testing.assert_frame_equal(frame, expected, check_exact=True)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_read_stays_the_same_and_is_reported(name: str, tmp_path: Path, sound: Inventory) -> None:
    edit, expected = HARMLESS[name]
    inventory, findings = load_inventory(save(tmp_path, edit))
    assert shown(findings) == expected
    assert_same(inventory, sound)


@pytest.mark.parametrize("name", HARMFUL)
def test_what_cannot_be_read_as_meant_stops(name: str, tmp_path: Path) -> None:
    edit, expected = HARMFUL[name]
    _, findings = load_inventory(save(tmp_path, edit))
    assert [one for one in shown(findings) if not one[0].startswith("GEP2")] == expected
    assert any(one.stops for one in findings if one.code == expected[0][0])


def test_a_merged_source_counts_for_its_own_row_only(tmp_path: Path) -> None:
    inventory, findings = load_inventory(save(tmp_path, MERGED_SOURCE))
    assert shown(findings) == [("GEP147", "生态系统面积", "C4", "国土变更调查")]
    assert inventory is not None
    assert list(inventory.frame("extent")["source"])[:3] == ["国土变更调查", "", "国土变更调查"]


def test_a_total_that_is_explained_counts(tmp_path: Path) -> None:
    edit, _ = HARMFUL["a part total under a free name"]
    explained = (
        put("explanations", "A4", "GEP142"),
        put("explanations", "B4", "products/粮食小计"),
        put("explanations", "C4", "商品名"),
    )
    inventory, findings = load_inventory(save(tmp_path, edit, *explained))
    assert inventory is not None
    assert not any(one.stops for one in findings)
    assert "粮食小计" in set(inventory.frame("products")["item"])


def test_a_long_column_without_header_is_one_finding(tmp_path: Path) -> None:
    def fill(page: Worksheet) -> None:
        for row in range(FIRST, FIRST + 500):
            page.cell(row, 6, row)

    _, findings = load_inventory(save(tmp_path, on("extent", fill)))
    (one,) = [one for one in findings if one.code == "GEP133"]
    assert (one.where.cell, one.params["count"]) == ("F4", 500)


def csv_folder(path: Path, encoding: str, suffix: str = ".csv") -> Path:
    """Write the sound book as a folder of CSV files, as a spreadsheet would save its sheets."""
    place = path / "共和县 数据"
    place.mkdir()
    for page in sound_book():
        if page.max_row >= HEADER:
            with (place / f"{page.title}{suffix}").open("w", encoding=encoding, newline="", errors="replace") as stream:
                rows = [["" if value is None else value for value in row] for row in page.iter_rows(values_only=True)]
                csv.writer(stream).writerows(rows)
    return place


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_folder_of_csv_files_is_the_same_inventory(encoding: str, tmp_path: Path, sound: Inventory) -> None:
    place = csv_folder(tmp_path, encoding)
    inventory, findings = load_inventory(place)
    assert_same(inventory, sound, rows=True)
    assert inventory is not None
    assert [one.code for one in findings] == ([] if encoding.startswith("utf-8") else ["GEP135"])
    assert inventory.source is not None
    assert inventory.source.name == "共和县 数据"
    assert str(inventory.table("extent").where(0, "area")) == "共和县 数据 › 生态系统面积.csv › B4"
    assert inventory.table("extent").typed[0, "area"] == "300 km²"


def test_the_library_and_the_command_line_take_folders(tmp_path: Path) -> None:
    place = csv_folder(tmp_path, "gb18030", ".CSV")
    (place / "生态系统面积.CSV").write_text("生态系统类型,面积 [km²]\n草地,约300\n", "utf-8")
    (tmp_path / "空").mkdir()
    command = [sys.executable, "-X", "utf8", "-m", "gep", "check", ".", str(tmp_path / "空"), "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=place)
    assert (done.returncode, done.stderr) == (2, "")  # a folder without CSV files is named wrongly
    found = json.loads(done.stdout)
    assert [(one["file"], one["sheet"], one["cell"], one["typed"]) for one in found if one["code"] == "GEP105"] == [
        ("共和县 数据", "生态系统面积.CSV", "B2", "约300")
    ]
    assert [one["file"] for one in found if one["code"] == "GEP003"] == ["空"]
    (place / "生态系统面积.CSV").unlink()
    for page in sound_book():
        if page.title == "生态系统面积":
            text = "\n".join(",".join(map(str, row)) for row in page.iter_rows(min_row=3, values_only=True))
            (place / "生态系统面积.csv").write_text(text, "utf-8")
    assert read_inventory(place).frame("extent")["area"].sum() == 1000
    program = [sys.executable, "-X", "utf8", "-m", "gep"]
    for arguments in (["account", ".", "-o", "../账户.xlsx"], ["verify", "../账户.xlsx", "."]):
        done = subprocess.run([*program, *arguments], capture_output=True, encoding="utf-8", check=False, cwd=place)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


def test_one_csv_file_is_told_to_go_into_a_folder(tmp_path: Path) -> None:
    place = csv_folder(tmp_path, "utf-8")
    _, (one,) = load_inventory(place / "生态系统面积.csv")
    assert one.code == "GEP009"
    assert "文件夹" in one.todo("zh")


def test_fifty_thousand_rows_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    for page in sound_book():
        copy = book.create_sheet(page.title)
        for row in page.iter_rows(values_only=True):
            copy.append(row)
        if page.title == title("products"):
            for number in range(50_000):
                copy.append(["农业产品", f"品种{number}", "", number / 8, "t", 4.2, "元/kg", None, "统计局"])
    path = tmp_path / "大清单.xlsx"
    book.save(path)
    inventory, findings = load_inventory(path)
    assert inventory is not None
    assert not any(one.stops for one in findings)
    products = inventory.frame("products")
    assert len(products) == 50_002
    assert (products["row"].iloc[-1], products["output"].iloc[-1]) == (FIRST + 50_001, 49_999 / 8)
