"""Excel 97-2003 workbooks (.xls, and the .et that WPS saves alike): every kind of cell, and what is harmful."""

from __future__ import annotations

import datetime
import io
import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt

from gep.findings import stops
from gep.workbook import grid, xls
from gep.workbook.cells import Cell, RawSheet, read_cells

UNCALCULATED = struct.pack("<QH", 0xFFFF000000000003, 0)
"""The result and the flags of a formula as xlwt writes them: an empty text, nothing to do."""


def book_bytes(*fills: Callable[[xlwt.Workbook], None], from_1904: bool = False) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = from_1904
    for fill in fills:
        fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def saved(folder: Path, data: bytes, name: str = "清单.xls") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def form(text: str) -> xlwt.XFStyle:
    style = xlwt.XFStyle()
    style.num_format_str = text
    return style


def area(book: xlwt.Workbook) -> None:
    sheet = book.add_sheet("生态系统面积")
    sheet.write(0, 0, "地类")
    sheet.write(1, 0, "草地")
    sheet.write(1, 1, 4120)
    sheet.write(2, 1, 0.1 + 0.2)
    sheet.write(3, 1, 0.0037, form("0.00%"))
    sheet.write(4, 1, datetime.date(2025, 5, 1), form('yyyy"年"m"月"d"日"'))
    sheet.write(5, 1, True)
    sheet.row(6).set_cell_error(1, "#DIV/0!")
    sheet.row(7).set_cell_error(1, 42)
    sheet.write(8, 1, "１２３４．５")
    sheet.write(9, 1, "=1+1")
    sheet.write(10, 1, "", form("0.00"))
    sheet.write_merge(11, 13, 2, 3, "合并")
    sheet.write(14, 255, -0.0)
    sheet.write(65535, 0, 1)
    sheet.row(8).hidden = True
    sheet.col(255).hidden = True


def read(folder: Path, data: bytes, name: str = "清单.xls") -> tuple[RawSheet, list[tuple[str, str, str]]]:
    workbook, findings = read_cells(saved(folder, data, name))
    assert workbook is not None, findings
    return next(iter(workbook.sheets.values())), [(one.code, one.where.sheet, one.where.cell) for one in findings]


@pytest.mark.parametrize("name", ["清单.xls", "清单.et", "清单.xlsx", "清单"])
def test_every_kind_of_cell_stands_at_its_address(tmp_path: Path, name: str) -> None:
    sheet, findings = read(tmp_path, book_bytes(area), name)
    cells = {cell.address: cell for row in sheet.rows.values() for cell in row.values()}
    assert cells == {
        "A1": Cell(1, 1, "地类", "text", False, "地类"),
        "A2": Cell(2, 1, "草地", "text", False, "草地"),
        "B2": Cell(2, 2, 4120.0, "number", False, "4120"),
        "B3": Cell(3, 2, 0.1 + 0.2, "number", False, "0.30000000000000004"),
        "B4": Cell(4, 2, 0.0037, "number", False, "0.0037", True),
        "B5": Cell(5, 2, datetime.date(2025, 5, 1), "date", False, "2025-05-01"),
        "B6": Cell(6, 2, True, "boolean", False, "TRUE"),
        "B7": Cell(7, 2, None, "error", False, "#DIV/0!"),
        "B8": Cell(8, 2, None, "error", False, "#N/A"),
        "B9": Cell(9, 2, "１２３４．５", "text", False, "１２３４．５"),
        "B10": Cell(10, 2, "=1+1", "text", False, "=1+1"),
        "C12": Cell(12, 3, "合并", "text", False, "合并"),
        "IV15": Cell(15, 256, 0.0, "number", False, "0"),
        "A65536": Cell(65536, 1, 1.0, "number", False, "1"),
    }
    assert list(sheet.rows) == sorted(sheet.rows)
    assert sheet.merges == ((12, 3, 14, 4),)
    assert findings == [("GEP038", "生态系统面积", "B9"), ("GEP039", "生态系统面积", "IV15")]


def test_dates_of_both_calendars(tmp_path: Path) -> None:
    def fill(book: xlwt.Workbook) -> None:
        sheet = book.add_sheet("日期")
        sheet.write(0, 0, 40_000, form("yyyy-mm-dd"))
        sheet.write(0, 1, 0.25, form("h:mm"))
        sheet.write(0, 2, 4e6, form("yyyy-mm-dd"))

    for from_1904, day in ((False, datetime.date(2009, 7, 6)), (True, datetime.date(2013, 7, 7))):
        sheet, findings = read(tmp_path, book_bytes(fill, from_1904=from_1904))
        assert (sheet.rows[1][1].value, sheet.rows[1][2].typed) == (day, "06:00:00")
        assert sheet.rows[1][3].kind == "number"
        assert findings == [("GEP034", "日期", "C1")]


def test_values_under_a_merge_are_ignored_with_a_hint(tmp_path: Path) -> None:
    def fill(book: xlwt.Workbook) -> None:
        sheet = book.add_sheet("面积", cell_overwrite_ok=True)
        sheet.write_merge(0, 1, 0, 1, "值")
        sheet.write(1, 1, 7)

    sheet, findings = read(tmp_path, book_bytes(fill))
    assert list(sheet.rows) == [1]
    assert findings == [("GEP035", "面积", "B2")]


def test_hidden_sheets_are_read_and_mentioned(tmp_path: Path) -> None:
    def fill(book: xlwt.Workbook) -> None:
        for number, name in enumerate(("面积", "隐藏", "深藏")):
            sheet = book.add_sheet(name)
            sheet.visibility = number
            sheet.write(0, 0, number)

    workbook, findings = read_cells(saved(tmp_path, book_bytes(fill)))
    assert workbook is not None
    assert [sheet.state for sheet in workbook.sheets.values()] == ["visible", "hidden", "veryHidden"]
    assert [(one.code, one.where.sheet) for one in findings] == [("GEP036", "隐藏"), ("GEP037", "深藏")]


def formula_book(result: float, flags: int) -> bytes:
    def fill(book: xlwt.Workbook) -> None:
        sheet = book.add_sheet("面积")
        sheet.write(0, 0, 5)
        sheet.write(1, 0, xlwt.Formula("A1*2"))

    data = book_bytes(fill)
    assert data.count(UNCALCULATED) == 1
    return data.replace(UNCALCULATED, struct.pack("<dH", result, flags))


def test_formulas_are_told_from_values(tmp_path: Path) -> None:
    sheet, findings = read(tmp_path, formula_book(10.0, 0))
    assert sheet.rows[1][1].formula is False
    assert sheet.rows[2][1] == Cell(2, 1, 10.0, "number", True, "10")
    assert findings == []


def test_zero_of_a_formula_that_no_spreadsheet_calculated_is_to_be_verified(tmp_path: Path) -> None:
    assert read(tmp_path, formula_book(0.0, 2))[1] == [("GEP045", "面积", "A2")]
    assert read(tmp_path, formula_book(0.0, 0))[1] == []
    assert read(tmp_path, formula_book(10.0, 2))[1] == []


def test_a_formula_without_result_is_an_empty_text(tmp_path: Path) -> None:
    def fill(book: xlwt.Workbook) -> None:
        book.add_sheet("面积").write(0, 0, xlwt.Formula('""'))

    sheet, _ = read(tmp_path, book_bytes(fill))
    assert sheet.rows[1][1] == Cell(1, 1, "", "text", True, "")


def test_a_number_that_is_none_stops(tmp_path: Path) -> None:
    sheet, findings = read(tmp_path, formula_book(float("inf"), 0))
    assert sheet.rows[2][1].kind == "error"
    assert findings == [("GEP030", "面积", "A2")]


def test_too_many_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid.Budget.__init__, "__defaults__", (10,))
    workbook, findings = read_cells(saved(tmp_path, book_bytes(area)))
    assert workbook is None
    assert [one.code for one in findings] == ["GEP019"]


def test_a_file_larger_than_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xls, "MAX_PART", 1000)
    assert [one.code for one in read_cells(saved(tmp_path, book_bytes(area)))[1]] == ["GEP012"]


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_truncated_files(tmp_path: Path, share: float) -> None:
    data = book_bytes(area)
    workbook, findings = read_cells(saved(tmp_path, data[: int(len(data) * share)]))
    assert workbook is None
    assert stops(findings)


def test_any_bytes_changed_give_a_workbook_or_a_finding(tmp_path: Path) -> None:
    draw = random.Random(1)
    data = book_bytes(area)
    # Without the padding of the container, whose bytes mean nothing.
    used = [place for place in range(len(data)) if data[place]]
    for _ in range(150):
        changed = bytearray(data)
        for place in draw.sample(used, draw.randint(1, 6)):
            changed[place] = draw.randrange(256)
        workbook, findings = read_cells(saved(tmp_path, bytes(changed)))
        assert workbook is not None or stops(findings)
        assert all(one.render(lang) for one in findings for lang in ("zh", "en"))
