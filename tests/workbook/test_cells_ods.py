"""OpenDocument spreadsheets: every kind of cell, repeats, merges, what is hidden, and what is harmful."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from packages import saved, zipped

from gep.findings import stops
from gep.workbook import package
from gep.workbook.cells import Cell, RawSheet, read_cells

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text", "style")
) + (
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
HIDDEN = (
    '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def content(tables: str, before: str = "") -> str:
    return (
        f"<office:document-content {SPACES}><office:automatic-styles>{HIDDEN}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{before}{tables}</office:spreadsheet></office:body></office:document-content>"
    )


def ods(tables: str, before: str = "", **parts: str) -> bytes:
    return zipped({"mimetype": SPREADSHEET, "content.xml": content(tables, before), **parts})


def table(rows: str, name: str = "面积", more: str = "") -> str:
    return f'<table:table table:name="{name}"{more}>{rows}</table:table>'


def row(cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{cells}</table:table-row>"


def cell(shown: str = "", more: str = "", inside: str = "") -> str:
    paragraph = f"<text:p>{shown}</text:p>" if shown else ""
    return f"<table:table-cell {more}>{inside}{paragraph}</table:table-cell>"


def number(value: str, shown: str = "", more: str = "", kind: str = "float") -> str:
    return cell(shown or value, f'office:value-type="{kind}" office:value="{value}" {more}')


def read(folder: Path, data: bytes, name: str = "清单.ods") -> tuple[RawSheet, list[tuple[str, str, str]]]:
    workbook, findings = read_cells(saved(folder, data, name))
    assert workbook is not None, findings
    return next(iter(workbook.sheets.values())), [(one.code, one.where.sheet, one.where.cell) for one in findings]


def cells_of(sheet: RawSheet) -> dict[str, tuple[object, ...]]:
    return {cell.address: tuple(cell)[2:] for line in sheet.rows.values() for cell in line.values()}


TEXT = 'office:value-type="string"'

KINDS: dict[str, tuple[str, tuple[object, ...] | None]] = {
    "a number": (number("4120"), (4120.0, "number", False, "4120", False)),
    "an exact number": (
        number("0.30000000000000004", "0.3"),
        (0.1 + 0.2, "number", False, "0.30000000000000004", False),
    ),
    "minus zero": (number("-0"), (0.0, "number", False, "0", False)),
    "money": (number("12.5", "¥12.50", kind="currency"), (12.5, "number", False, "12.5", False)),
    "a percentage": (number("0.0037", "0.4%", kind="percentage"), (0.0037, "number", False, "0.0037", True)),
    "a day": (
        cell("5月1日", 'office:value-type="date" office:date-value="2025-05-01"'),
        (datetime.date(2025, 5, 1), "date", False, "2025-05-01", False),
    ),
    "a moment": (
        cell("x", 'office:value-type="date" office:date-value="2025-05-01T12:30:00"'),
        (datetime.datetime(2025, 5, 1, 12, 30), "date", False, "2025-05-01 12:30:00", False),
    ),
    "a time": (
        cell("8:30", 'office:value-type="time" office:time-value="PT08H30M00S"'),
        (datetime.datetime(1899, 12, 31, 8, 30), "date", False, "08:30:00", False),
    ),
    "a truth": (
        cell("真", 'office:value-type="boolean" office:boolean-value="true"'),
        (True, "boolean", False, "TRUE", False),
    ),
    "a truth that a formula gives": (
        number("1", "TRUE", 'table:formula="of:=TRUE()"'),
        (True, "boolean", True, "TRUE", False),
    ),
    "a text": (cell("草地", 'office:value-type="string"'), ("草地", "text", False, "草地", False)),
    "a text that looks like a formula": (cell("=1+1", TEXT), ("=1+1", "text", False, "=1+1", False)),
    "spaces, tabs and lines": (
        cell('甲<text:s text:c="2"/>乙<text:tab/>丙</text:p><text:p>丁<text:span>戊</text:span>', TEXT),
        ("甲  乙\t丙\n丁戊", "text", False, "甲  乙\t丙\n丁戊", False),
    ),
    "a text with a comment": (
        cell("草地", TEXT, "<office:annotation><dc:date>2025</dc:date><text:p>批注</text:p></office:annotation>"),
        ("草地", "text", False, "草地", False),
    ),
    "a comment alone": (cell("", "", "<office:annotation><text:p>批注</text:p></office:annotation>"), None),
    "an error as LibreOffice marks it": (
        cell("#DIV/0!", f'table:formula="of:=1/0" {TEXT} office:string-value="" calcext:value-type="error"'),
        (None, "error", True, "#DIV/0!", False),
    ),
    "an error that is only shown": (
        number("0", "#N/A", 'table:formula="of:=NA()"'),
        (None, "error", True, "#N/A", False),
    ),
    "a result": (number("0.74", "0.74", 'table:formula="of:=[.A2]*2"'), (0.74, "number", True, "0.74", False)),
    "an empty text that a formula gives": (
        '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>',
        ("", "text", True, "", False),
    ),
    "a formula never calculated": (cell("", 'table:formula="of:=[.A1]*2"'), (None, "blank", True, "", False)),
    "a blank with a format": (cell("", 'table:style-name="ce1"'), None),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_kinds_of_cells(tmp_path: Path, name: str) -> None:
    written, expected = KINDS[name]
    sheet, findings = read(tmp_path, ods(table(row(cell() + written) + row(number("7")))))
    assert cells_of(sheet) == ({"B1": expected} if expected else {}) | {"A2": (7.0, "number", False, "7", False)}
    assert findings == []


@pytest.mark.parametrize("value", ["nan", "inf", "1_000", "", "12亩", "１２"])
def test_what_is_no_number_stops(tmp_path: Path, value: str) -> None:
    sheet, findings = read(tmp_path, ods(table(row(number(value, "x")))))
    assert sheet.rows[1][1].kind == "error"
    assert findings == [("GEP030", "面积", "A1")]


def test_repeated_rows_and_cells_keep_their_addresses(tmp_path: Path) -> None:
    rows = (
        row(cell(more='table:number-columns-repeated="3"') + number("1", more='table:number-columns-repeated="2"'))
        + row(cell(), ' table:number-rows-repeated="5"')
        + row(number("2"), ' table:number-rows-repeated="2"')
        + row(cell(more='table:number-columns-repeated="16384"'), ' table:number-rows-repeated="1048568"')
    )
    sheet, _ = read(tmp_path, ods(table(rows)))
    assert {place: values[0] for place, values in cells_of(sheet).items()} == {"D1": 1, "E1": 1, "A7": 2, "A8": 2}


def test_merges_hidden_rows_columns_and_sheets(tmp_path: Path) -> None:
    merged = cell("值", 'office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="2"')
    value = 'office:value-type="float" office:value="9"'
    covered = f"<table:covered-table-cell {value}><text:p>9</text:p></table:covered-table-cell>"
    rows = (
        '<table:table-column table:number-columns-repeated="3"/><table:table-column table:visibility="collapse"/>'
        + row(merged + covered + number("1") + number("2"))
        + row(covered * 2 + number("3"), ' table:visibility="filter"')
        + f'<table:table-row-group table:display="false">{row(number("4"))}</table:table-row-group>'
        + row(number("5"))
    )
    data = ods(table(rows) + table(row(number("1")), "代码", ' table:style-name="h"'))
    workbook, findings = read_cells(saved(tmp_path, data, "清单.ods"))
    assert workbook is not None
    sheet = workbook.sheets["面积"]
    assert sheet.merges == ((1, 1, 2, 2),)
    assert {place: values[0] for place, values in cells_of(sheet).items()} == {
        "A1": "值", "C1": 1, "D1": 2, "C2": 3, "A3": 4, "A4": 5,
    }  # fmt: skip
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2, 3}, {4})
    assert workbook.sheets["代码"].state == "hidden"
    assert [(one.code, one.where.sheet, one.where.cell) for one in findings] == [
        ("GEP038", "面积", "C2"), ("GEP039", "面积", "D1"), ("GEP035", "面积", "B1"), ("GEP036", "代码", ""),
    ]  # fmt: skip


def test_tables_that_are_no_sheets_are_left_out(tmp_path: Path) -> None:
    inner = table(row(number("9")), "内", ' table:is-sub-table="true"')
    links = f"<table:dde-links><table:dde-link>{table(row(number('8')), 'x')}</table:dde-link></table:dde-links>"
    workbook, findings = read_cells(
        saved(tmp_path, ods(table(row(cell("甲", "", inner) + number("1"))), links), "a.ods")
    )
    assert workbook is not None
    assert list(workbook.sheets) == ["面积"]
    assert [one.code for one in findings] == ["GEP043"]
    assert {place: values[0] for place, values in cells_of(workbook.sheets["面积"]).items()} == {"A1": "甲", "B1": 1}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ods(table(row(number("1")))), "GEP021"),
        (ods(""), "GEP008"),
        (zipped({"mimetype": SPREADSHEET, "content.xml": "<!DOCTYPE a []><a/>"}), "GEP018"),
        (
            zipped(
                {"mimetype": SPREADSHEET, "content.xml": b"\x00\x01", "META-INF/manifest.xml": "<m:encryption-data/>"}
            ),
            "GEP006",
        ),
        (ods(table(row(number("1"), ' table:number-rows-repeated="1048577"') + row(number("1")))), "GEP019"),
        (ods(table(row(cell(), ' table:number-rows-repeated="1048576"') + row(number("1")))), "GEP014"),
        (ods(table(row(number("1"), ' table:number-rows-repeated="x"'))), "GEP014"),
        (ods(table(row("<text:x>" * 100 + "</text:x>" * 100))), "GEP014"),
    ],
)  # fmt: skip
def test_what_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    if code == "GEP021":
        data = ods(table(row(number("1"))) + table(row(number("2"))))
    workbook, findings = read_cells(saved(tmp_path, data, "清单.ods"))
    assert workbook is None
    assert [one.code for one in findings] == [code]


def test_too_many_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_RATIO", 10_000)
    wide = number("1", more='table:number-columns-repeated="16384"')
    workbook, findings = read_cells(saved(tmp_path, ods(table(row(wide, ' table:number-rows-repeated="100"')))))
    assert workbook is None
    assert stops(findings)
    assert [one.code for one in findings] == ["GEP019"]


def test_what_is_carried_along_is_mentioned(tmp_path: Path) -> None:
    elsewhere = number("1", more="table:formula=\"of:=['file:///tmp/a.ods'#$Sheet1.A1]\"")
    program = number("1", more='table:formula="of:=DDE(&quot;soffice&quot;;&quot;a&quot;;&quot;b&quot;)"')
    data = ods(table(row(elsewhere + program)), **{"Basic/script-lc.xml": "<x/>"})
    assert [code for code, _, _ in read(tmp_path, data)[1]] == ["GEP040", "GEP041", "GEP043"]


def test_cells_are_tuples_of_the_same_kind_as_those_of_other_formats(tmp_path: Path) -> None:
    sheet, _ = read(tmp_path, ods(table(row(number("4120")))), "清单.xlsx")
    assert sheet.rows[1][1] == Cell(1, 1, 4120.0, "number", False, "4120")
