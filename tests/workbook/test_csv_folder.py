"""Folders of CSV files: encodings, delimiters, quotes, and numbers as spreadsheets write them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from gep.findings import Finding
from gep.workbook import csv_folder
from gep.workbook.csv_folder import read_csv_folder
from gep.workbook.raw import RawSheet, RawWorkbook

TEXT = "生态系统类型,面积 [km²],数据来源\n草地,4120.5,自然资源局\n沼泽,0.3,\n"


def folder(path: Path, **files: bytes | str) -> Path:
    place = path / "共和县 2025"
    place.mkdir(exist_ok=True)
    for name, data in files.items():
        (place / f"{name}.csv").write_bytes(data.encode() if isinstance(data, str) else data)
    return place


def read(place: Path) -> tuple[RawWorkbook, list[Finding]]:
    workbook, findings = read_csv_folder(place)
    assert workbook is not None
    for one in findings:
        assert all("{" not in one.render(lang) for lang in ("zh", "en"))
    return workbook, findings


def only(place: Path) -> RawSheet:
    (sheet,) = read(place)[0].sheets.values()
    return sheet


def values(sheet: RawSheet) -> dict[str, object]:
    return {cell.address: cell.value for row in sheet.rows.values() for cell in row.values()}


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("gbk", "GB18030"),
        ("gb18030", "GB18030"),
        ("utf-16", "UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, named: str | None) -> None:
    text = TEXT.replace("²", "2")  # which GBK does not have
    place = folder(tmp_path, 生态系统面积=text.encode(encoding))
    workbook, findings = read(place)
    assert list(workbook.sheets) == ["生态系统面积.csv"]
    assert values(workbook.sheets["生态系统面积.csv"]) == {
        "A1": "生态系统类型", "B1": "面积 [km2]", "C1": "数据来源",
        "A2": "草地", "B2": 4120.5, "C2": "自然资源局", "A3": "沼泽", "B3": 0.3,
    }  # fmt: skip
    assert [(one.code, one.params["encoding"]) for one in findings] == ([("GEP135", named)] if named else [])


def test_files_in_other_encodings_share_a_finding(tmp_path: Path) -> None:
    gbk = "草地,1\n".encode("gbk")
    _, (one,) = read(folder(tmp_path, a=gbk, b="草地,1\n", c=gbk))
    assert (one.code, one.where.file, one.where.sheet) == ("GEP135", "共和县 2025", "")
    assert one.params["items"]["zh"] == "a.csv、c.csv"


def test_short_gbk_that_is_valid_utf8_is_to_be_verified(tmp_path: Path) -> None:
    # 通 in GBK is the two bytes of a letter in UTF-8.
    _, (one,) = read(folder(tmp_path, a="通,1\n".encode("gbk")))
    assert (one.code, one.where.sheet) == ("GEP136", "a.csv")
    # Signs of units have two bytes too, but nobody's inventory is full of 虏.
    assert read(folder(tmp_path, a="area [km²],±·°\n"))[1] == []


def test_what_is_no_text_stops_at_its_file(tmp_path: Path) -> None:
    workbook, findings = read(folder(tmp_path, a=b"\xff\xff\x00\x81", b="x,1\n", c=b"a\x00b"))
    assert [(one.code, one.where.sheet, one.stops) for one in findings] == [
        ("GEP139", "a.csv", True),
        ("GEP139", "c.csv", True),
    ]
    assert list(workbook.sheets) == ["b.csv"]


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_delimiters(tmp_path: Path, mark: str) -> None:
    text = TEXT.replace(",", mark) + f'灌丛{mark}1{mark}"测绘院,林草局;统计局\t"\n'
    sheet = only(folder(tmp_path, 面积=text))
    assert values(sheet)["C4"] == "测绘院,林草局;统计局\t"
    assert (sheet.rows[2][2].value, sheet.rows[1][3].value) == (4120.5, "数据来源")


def test_a_note_full_of_commas_does_not_decide(tmp_path: Path) -> None:
    text = "说明:甲,乙,丙,丁\n" + TEXT.replace(",", ";")
    assert only(folder(tmp_path, 面积=text)).rows[3][2].value == 4120.5


def test_a_comma_goes_first_where_two_delimiters_would_do(tmp_path: Path) -> None:
    assert values(only(folder(tmp_path, a="甲,乙;丙\n丁,戊;己\n"))) == {
        "A1": "甲",
        "B1": "乙;丙",
        "A2": "丁",
        "B2": "戊;己",
    }


def test_the_delimiter_that_the_first_line_states(tmp_path: Path) -> None:
    sheet = only(folder(tmp_path, 面积="sep=|\r\n草地|1,5|x\r\n"))
    assert values(sheet) == {"A1": "草地", "B1": "1,5", "C1": "x"}


def test_one_column_has_no_delimiter(tmp_path: Path) -> None:
    assert values(only(folder(tmp_path, a="甲\n乙\n"))) == {"A1": "甲", "A2": "乙"}


def test_line_breaks_inside_quotes_begin_no_row(tmp_path: Path) -> None:
    sheet = only(folder(tmp_path, a='甲,"第一行\n第二行 ""引"""\r\n\r\n乙,2\r\n'))
    assert values(sheet) == {"A1": "甲", "B1": '第一行\n第二行 "引"', "A3": "乙", "B3": 2}


@pytest.mark.parametrize("text", ['甲,1\n"乙,2\n丙,3\n', '甲,1\n"乙"x,2\n丙,3\n'])
def test_a_quote_without_counterpart_swallows_nothing(tmp_path: Path, text: str) -> None:
    workbook, (one,) = read(folder(tmp_path, a=text, b="x,1\n"))
    assert (one.code, one.where.sheet, one.params["row"], one.stops) == ("GEP138", "a.csv", 2, True)
    assert list(workbook.sheets) == ["b.csv"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("4120", (4120.0, "number", False)),
        ("-0.5", (-0.5, "number", False)),
        ("1.5E+08", (1.5e8, "number", False)),
        (" 7 ", (7.0, "number", False)),
        ("37.5%", (0.375, "number", True)),
        ("0.37%", (0.0037, "number", True)),
        ("0.07%", (0.0007, "number", True)),
        ("#DIV/0!", (None, "error", False)),
        ("#N/A", (None, "error", False)),
        ('"1,234.5"', ("1,234.5", "text", False)),
        ("１２３", ("１２３", "text", False)),
        ("007", ("007", "text", False)),
        ("12345678901234567", ("12345678901234567", "text", False)),
        ("1e999", ("1e999", "text", False)),
        ("nan", ("nan", "text", False)),
        ("=1+1", ("=1+1", "text", False)),
        ("2025-05-01", ("2025-05-01", "text", False)),
        ("%", ("%", "text", False)),
    ],
)
def test_fields(tmp_path: Path, field: str, expected: tuple[object, str, bool]) -> None:
    cell = only(folder(tmp_path, a=f"x,{field}\n")).rows[1][2]
    assert (cell.value, cell.kind, cell.percent) == expected
    assert cell.typed == field.strip().strip('"')


def test_other_files_are_mentioned_and_passing_ones_are_not(tmp_path: Path) -> None:
    place = folder(tmp_path, 面积=TEXT)
    for name in ("说明.docx", "面积.xlsx", ".~lock.面积.csv#", "~$面积.csv", ".DS_Store"):
        (place / name).write_bytes(b"x")
    (place / "照片").mkdir()
    workbook, (one,) = read(place)
    assert (one.code, one.params["count"], one.params["items"]["zh"]) == ("GEP134", 3, "照片、说明.docx、面积.xlsx")
    assert list(workbook.sheets) == ["面积.csv"]


def test_the_fingerprint_is_that_of_names_and_contents(tmp_path: Path) -> None:
    place = folder(tmp_path, a="x,1\n", b="y,2\n")
    lines = "".join(
        f"{hashlib.sha256(text.encode()).hexdigest()}  {name}.csv\n" for name, text in (("a", "x,1\n"), ("b", "y,2\n"))
    )
    assert read(place)[0].sha256 == hashlib.sha256(lines.encode()).hexdigest()
    before = read(place)[0].sha256
    (place / "b.csv").rename(place / "c.csv")
    assert read(place)[0].sha256 != before


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = folder(tmp_path, a=TEXT, b=TEXT)
    for name, limit, code in (("MAX_ENTRIES", 1, "GEP016"), ("MAX_PART", 20, "GEP012"), ("MAX_TOTAL", 100, "GEP012")):
        with monkeypatch.context() as patched:
            patched.setattr(csv_folder, name, limit)
            workbook, findings = read_csv_folder(place)
            assert workbook is None
            assert [one.code for one in findings] == [code]
    (place / "a.csv").write_text("," * 20_000 + "x", "utf-8")
    assert [one.code for one in read_csv_folder(place)[1]] == ["GEP019"]


def test_a_text_longer_than_a_cell_stops(tmp_path: Path) -> None:
    _, (one,) = read(folder(tmp_path, a=f"x,{'长' * 40_000}\n"))
    assert (one.code, one.where.sheet, one.where.cell) == ("GEP033", "a.csv", "B1")
