"""Files that are not what they say, are broken, or mean harm: always a finding, soon, and never a traceback."""

from __future__ import annotations

import io
import itertools
import os
import random
import struct
import time
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packages import TRANSITIONAL, book_parts, one_sheet, relations, saved, worksheet, zipped

from gep.findings import Finding, Grade, stops
from gep.messages import codes, entry
from gep.workbook import package
from gep.workbook.cells import read_cells

ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.fixture(autouse=True)
def soon():
    """Every file of this module is dealt with in seconds, whatever was meant by it."""
    start = time.process_time()
    yield
    assert time.process_time() - start < 20


def refused(path: Path | str) -> Finding:
    workbook, (item,) = read_cells(path)
    assert workbook is None
    assert item.stops
    assert item.render("zh") != item.render("en")
    return item


def refused_bytes(folder: Path, data: bytes, name: str = "清单.xlsx") -> str:
    return refused(saved(folder, data, name)).code


# Files that cannot be opened, or are something else


def test_missing_files_folders_and_devices(tmp_path):
    assert refused(tmp_path / "没有.xlsx").code == "GEP001"
    assert refused("a\0b.xlsx").code == "GEP001"
    assert refused(tmp_path).code == "GEP003"
    assert refused("/dev/zero").code == "GEP003"
    assert "没有.xlsx" in refused(tmp_path / "没有.xlsx").text("zh")


@pytest.mark.parametrize(
    ("error", "code"),
    [(PermissionError(13, "Permission denied"), "GEP002"), (OSError(5, "Input/output error"), "GEP004")],
)
def test_files_in_use_and_failing_drives(tmp_path, monkeypatch, error, code):
    path = one_sheet(tmp_path, ROW)

    def fail(*_args, **_options):
        raise error

    monkeypatch.setattr(Path, "open", fail)
    assert refused(path).code == code


def test_names_too_long_for_the_system(tmp_path):
    assert refused(tmp_path / ("长" * 200 + ".xlsx")).code == "GEP004"


@pytest.mark.skipif(os.name == "nt", reason="Windows names are Unicode")
def test_names_in_another_encoding_can_be_shown(tmp_path):
    name = os.fsencode(tmp_path) + "/清单.xlsx".encode("gbk")
    item = refused(os.fsdecode(name))
    item.render("zh").encode("utf-8")


@pytest.mark.parametrize("name", ["~$清单.xlsx", ".~清单.xlsx"])
def test_the_file_that_an_open_workbook_leaves_beside_it(tmp_path, name):
    assert refused_bytes(tmp_path, b"\x0b" + b"user" * 40, name) == "GEP011"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "GEP005"),
        (OLE2 + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le"), "GEP006"),
        (OLE2 + "Workbook".encode("utf-16-le"), "GEP013"),
        (OLE2 + "WordDocument".encode("utf-16-le"), "GEP010"),
        ("地类,面积\n草地,4120\n".encode(), "GEP009"),
        ("地类,面积\n草地,4120\n".encode("gb18030"), "GEP009"),
        ("地类\t面积\r\n".encode("utf-16"), "GEP009"),
        (("草" * 4096).encode("gb18030"), "GEP009"),
        (b"\xef\xbb\xbf<html><table></table></html>", "GEP009"),
        (b'<?xml version="1.0"?><Workbook/>', "GEP009"),
        (b"%PDF-1.7\n\x00\x01\x02", "GEP010"),
        (bytes(range(256)) * 16, "GEP010"),
        (b"\x89PNG\r\n\x1a\n\0\0", "GEP010"),
    ],
)
def test_formats_are_recognised_by_their_bytes(tmp_path, data, code):
    for name in ("清单.xlsx", "清单.csv", "清单"):
        assert refused_bytes(tmp_path, data, name) == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}, "GEP008"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x>"}, "GEP014"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, "GEP008"),
        (
            {"_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")), "xl/workbook.bin": b"\0"},
            "GEP007",
        ),
        (
            {"_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")), "word/document.xml": "<x/>"},
            "GEP008",
        ),
        ({"照片.jpg": b"\xff\xd8"}, "GEP008"),
        ({}, "GEP008"),
    ],
)
def test_other_packages(tmp_path, parts, code):
    assert refused_bytes(tmp_path, zipped(parts)) == code


def test_a_real_workbook_under_another_extension_is_read(tmp_path):
    workbook, findings = read_cells(saved(tmp_path, book_parts({"面积": worksheet(ROW)}), "清单.xls"))
    assert findings == []
    assert workbook is not None
    assert workbook.sheets["面积"].rows[1][1].value == 1


# Broken files


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_truncated_files(tmp_path, share):
    data = zipped(book_parts({"面积": worksheet(ROW * 1)}))
    assert refused_bytes(tmp_path, data[: int(len(data) * share)]) == "GEP013"


@pytest.mark.parametrize(
    "content",
    [
        worksheet(ROW)[:-20],
        worksheet(ROW).replace("</row>", "</raw>"),
        worksheet("") + "<more/>",
        "",
        "不是 XML",
        "<workbook/>",
        worksheet('<row r="0"/>'),
        worksheet('<row r="1048577"/>'),
        worksheet('<row r="１"/>'),
        worksheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
        worksheet('<row r="1"><c r="A0"><v>1</v></c></row>'),
        worksheet('<row r="1"><c r="A1048577"><v>1</v></c></row>'),
        worksheet('<row r="1"><c r="1"><v>1</v></c></row>'),
        worksheet('<row r="1"><c r="A1" s="-1"><v>1</v></c></row>'),
        worksheet('<row r="1"><c r="XFD1"/><c/></row>'),
        worksheet("<c/>"),
        worksheet("", after='<mergeCells><mergeCell ref="A1:B"/></mergeCells>'),
        worksheet("", before='<cols><col min="x" max="2" hidden="1"/></cols>'),
        worksheet(ROW).replace("UTF-8", "gb2312"),
        worksheet(ROW).replace("UTF-8", "no-such-encoding"),
        worksheet("<a>" * 100 + "</a>" * 100),
        worksheet("<a>" * 300_000),
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_sheet_is_named_and_the_others_are_read(tmp_path, content):
    parts = book_parts({"面积": "", "价格": worksheet(ROW)}) | {"xl/worksheets/sheet1.xml": content}
    workbook, (item,) = read_cells(saved(tmp_path, parts))
    assert workbook is not None
    assert list(workbook.sheets) == ["价格"]
    assert (item.code, item.where.sheet, item.grade) == ("GEP014", "面积", Grade.ERROR)
    assert "工作表“面积”" in item.text("zh")
    assert "the sheet 面积" in item.text("en")


def test_a_missing_sheet_is_named(tmp_path):
    parts = book_parts({"面积": worksheet(ROW), "价格": worksheet(ROW)})
    del parts["xl/worksheets/sheet1.xml"]
    workbook, (item,) = read_cells(saved(tmp_path, parts))
    assert workbook is not None
    assert list(workbook.sheets) == ["价格"]
    assert (item.code, item.where.sheet) == ("GEP020", "面积")


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/workbook.xml", "工作簿目录"),
        ("xl/_rels/workbook.xml.rels", "工作簿目录"),
        ("_rels/.rels", "工作簿目录"),
        ("xl/sharedStrings.xml", "文字内容"),
        ("xl/styles.xml", "单元格格式"),
    ],
)
@pytest.mark.parametrize("content", ["<x", "<x>" * 100 + "</x>" * 100])
def test_damage_to_what_all_sheets_share_stops(tmp_path, part, words, content):
    parts = book_parts({"面积": worksheet(ROW)}, strings="<si/>", styles="<cellXfs/>") | {part: content}
    item = refused(saved(tmp_path, parts))
    assert item.code == "GEP014"
    assert words in item.text("zh")


def test_missing_texts_stop(tmp_path):
    parts = book_parts({"面积": worksheet(ROW)}, strings="")
    del parts["xl/sharedStrings.xml"]
    assert refused_bytes(tmp_path, zipped(parts)) == "GEP020"


def test_two_sheets_of_one_name_stop(tmp_path):
    parts = book_parts({"a": worksheet(ROW), "A": worksheet(ROW)})
    assert refused_bytes(tmp_path, zipped(parts)) == "GEP021"


def test_two_sheets_in_one_part(tmp_path):
    parts = book_parts({"面积": worksheet(ROW), "价格": worksheet(ROW)})
    relation = "xl/_rels/workbook.xml.rels"
    parts[relation] = str(parts[relation]).replace("sheet2.xml", "sheet1.xml")
    assert [(i.code, i.where.sheet) for i in read_cells(saved(tmp_path, parts))[1]] == [("GEP014", "价格")]


def test_a_broken_checksum(tmp_path):
    data = bytearray(zipped(book_parts({"面积": worksheet(ROW)})))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        crc = archive.getinfo("xl/worksheets/sheet1.xml").CRC
    while (at := data.find(struct.pack("<L", crc))) >= 0:
        data[at] ^= 1
    assert [i.code for i in read_cells(saved(tmp_path, bytes(data)))[1]] == ["GEP014"]


# Files that mean harm


def test_a_part_that_inflates_beyond_the_ratio(tmp_path):
    parts = book_parts({"面积": worksheet(ROW + " " * 10_000_000)})
    assert refused_bytes(tmp_path, zipped(parts)) == "GEP015"


def test_a_part_that_lies_about_its_size(tmp_path):
    data = zipped(book_parts({"面积": worksheet(ROW + " " * 10_000_000)}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lied = data.replace(struct.pack("<L", size), struct.pack("<L", 1000))
    assert lied != data
    assert [i.code for i in read_cells(saved(tmp_path, lied))[1]] == ["GEP014"]


def test_a_part_larger_than_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "MAX_PART", 10_000)
    noise = "".join(random.Random(1).choices("0123456789abcdef", k=20_000))
    assert refused_bytes(tmp_path, zipped(book_parts({"面积": worksheet(ROW)}) | {"media": noise})) == "GEP015"


def test_parts_larger_than_the_limit_together(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "MAX_TOTAL", 40_000)
    noise = "".join(random.Random(1).choices("0123456789abcdef", k=15_000))
    parts = book_parts({"面积": worksheet(ROW)})
    assert read_cells(saved(tmp_path, parts | {"a": noise}))[1] == []
    assert refused_bytes(tmp_path, zipped(parts | {"a": noise, "b": noise, "c": noise})) == "GEP015"


def test_what_counts_is_what_was_inflated(monkeypatch):
    pack = package.Package(zipped({"a": "x" * 600, "b": "x" * 600}))
    monkeypatch.setattr(pack, "_left", 1000)
    assert len(pack.read("a", {})) == 600
    with pytest.raises(package.RefusalError, match="GEP015"):
        pack.read("b", {})


def test_a_file_larger_than_the_limit(tmp_path, monkeypatch):
    path = one_sheet(tmp_path, ROW)
    monkeypatch.setattr("gep.workbook.cells.MAX_FILE", 100)
    assert refused(path).code == "GEP012"


def test_too_many_parts(tmp_path):
    parts = book_parts({"面积": worksheet(ROW)})
    assert refused_bytes(tmp_path, zipped(parts | {f"x{n}": "" for n in range(2000)})) == "GEP016"


@pytest.mark.parametrize("name", ["../a", "xl/../../a", "/etc/passwd", "C:\\a", "\\a", "..\\a", "%2e%2e/a"])
def test_names_that_lead_outside(tmp_path, name):
    parts = book_parts({"面积": worksheet(ROW)}) | {name: "x"}
    assert refused_bytes(tmp_path, zipped(parts)) == "GEP017"


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "XL/worksheets/Sheet1.xml", "xl%2Fworksheets/sheet1.xml"])
def test_repeated_names(tmp_path, name):
    stream = io.BytesIO(zipped(book_parts({"面积": worksheet(ROW)})))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(name, worksheet(""))
    assert refused_bytes(tmp_path, stream.getvalue()) == "GEP017"


BOMB = '<!DOCTYPE a [<!ENTITY a "草地">' + "".join(
    '<!ENTITY {} "{}">'.format(name, f"&{inner};" * 10) for inner, name in itertools.pairwise("abcdefghi")
)


@pytest.mark.parametrize(
    "declaration",
    ["<!DOCTYPE worksheet>", '<!DOCTYPE a SYSTEM "file:///etc/passwd">', BOMB + "]>"],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels", "xl/sharedStrings.xml"])
def test_document_types(tmp_path, declaration, part):
    parts = book_parts({"面积": worksheet(ROW)}, strings="")
    parts[part] = declaration + str(parts[part]).removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    assert refused_bytes(tmp_path, zipped(parts)) == "GEP018"


def test_undeclared_entities_are_damage(tmp_path):
    path = one_sheet(tmp_path, '<row r="1"><c r="A1" t="str"><v>&xxe;</v></c></row>')
    assert [i.code for i in read_cells(path)[1]] == ["GEP014"]


def test_too_many_cells(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "MAX_RATIO", 10_000)
    # More than a million on one sheet, and more than a million on all sheets together.
    row = "<row>" + "<c/>" * 10_000 + "</row>"
    assert refused_bytes(tmp_path, zipped(book_parts({"面积": worksheet(row * 101)}))) == "GEP019"
    several = {f"表{number}": worksheet(row * 51) for number in range(2)}
    assert refused_bytes(tmp_path, zipped(book_parts(several))) == "GEP019"


def test_merges_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "MAX_RATIO", 10_000)
    rows = "<row><c><v>1</v></c></row>" * 20_000
    merges = "".join(f'<mergeCell ref="B{n}:XFD1048576"/>' for n in range(1, 20_000))
    path = one_sheet(tmp_path, rows, after=f"<mergeCells>{merges}</mergeCells>")
    assert [(i.code, i.where.sheet) for i in read_cells(path)[1]] == [("GEP022", "面积")]


def test_hidden_columns_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "MAX_RATIO", 10_000)
    columns = '<col min="1" max="16384" hidden="1"/>' * 200_000
    workbook, _ = read_cells(one_sheet(tmp_path, "", before=f"<cols>{columns}</cols>"))
    assert workbook is not None
    assert len(workbook.sheets["面积"].hidden_columns) == 16384


def test_one_endless_token(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "MAX_RATIO", 10_000)
    path = one_sheet(tmp_path, f'<row r="1" x="{"a" * 30_000_000}"/>')
    assert read_cells(path)[1] == []


def test_a_million_problems_make_one_finding(tmp_path):
    path = one_sheet(tmp_path, ("<row>" + "<c><v>x</v></c>" * 10 + "</row>") * 1000)
    (item,) = read_cells(path)[1]
    assert item.params["count"] == 10_000
    assert len(item.render("zh")) < 300


SOUND = zipped(
    book_parts(
        {"面积": worksheet(ROW + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'), "价格": worksheet(ROW)},
        strings="<si><t>草地</t></si>",
        styles='<cellXfs><xf numFmtId="14"/></cellXfs>',
        more=(("rIdX", "externalLink", "externalLinks/a.xml"),),
    )
    | {"xl/externalLinks/a.xml": f'<externalLink xmlns="{TRANSITIONAL}"/>'}
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=6), st.booleans())
def test_any_bytes_changed_give_a_workbook_or_a_finding(tmp_path, changes, cut):
    data = bytearray(SOUND)
    for place, value in changes:
        data[place] = value
    if cut:
        del data[changes[0][0] :]
    workbook, findings = read_cells(saved(tmp_path, bytes(data)))
    assert workbook is not None or stops(findings)
    for item in findings:
        assert item.render("zh")
        assert item.render("en")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_part_changed_gives_a_workbook_or_a_finding(tmp_path, data):
    with zipfile.ZipFile(io.BytesIO(SOUND)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content)))
        content[place : place + data.draw(st.integers(0, 8))] = data.draw(
            st.one_of(
                st.binary(max_size=6), st.sampled_from([b'"', b"<", b"r=", b"9999999999", b"s", b"A", b"\xe8\x8d\x89"])
            )
        )
    workbook, findings = read_cells(saved(tmp_path, zipped(parts | {name: bytes(content)})))
    assert workbook is not None or stops(findings)
    for item in findings:
        assert item.render("zh")
        assert item.render("en")


def test_every_code_of_the_reader_has_words_in_both_languages():
    mine = [code for code in codes() if "GEP001" <= code <= "GEP049"]
    assert len(mine) > 30
    for code in mine:
        for lang in ("zh", "en"):
            assert entry(code)[lang]["text"]
            assert entry(code)[lang]["todo"]
