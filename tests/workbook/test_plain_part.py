"""The quick way of reading rows gives what the parser gives, finding by finding, or leaves the part to the parser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from packages import TRANSITIONAL, book_parts, saved, worksheet, zipped

from gep.workbook import parts, plain_part, xlsx
from gep.workbook.cells import RawWorkbook, read_cells
from gep.workbook.grid import Budget
from gep.workbook.plain_xml import read_plain_texts

STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
)
STRINGS = "<si><t>草地</t></si><si><t></t></si><si><t>合计</t></si>"


class Ways:
    """Reads a workbook in both ways and compares; counts the parts that were read the quick way."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.quick = 0
        self._patch = monkeypatch

    def read(self, path: Path) -> RawWorkbook | None:
        with self._patch.context() as patched:
            patched.setattr(xlsx, "read_plain_rows", self._counting)
            ours = read_cells(path)
        with self._patch.context() as patched:
            patched.setattr(plain_part, "_FEW", 0)
            assert read_cells(path) == ours
        with self._patch.context() as patched:
            patched.setattr(xlsx, "split_part", lambda _: None)
            patched.setattr(parts, "read_plain_texts", lambda _: None)
            parsed = read_cells(path)
        assert ours == parsed
        if ours[0] is not None and parsed[0] is not None:
            for sheet, other in zip(ours[0].sheets.values(), parsed[0].sheets.values(), strict=True):
                assert [(row, list(cells.items())) for row, cells in sheet.rows.items()] == [
                    (row, list(cells.items())) for row, cells in other.rows.items()
                ]
        return ours[0]

    def _counting(self, rows: str, handler: object) -> bool:
        done = plain_part.read_plain_rows(rows, handler)  # type: ignore[arg-type]
        self.quick += done
        return done


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> Ways:
    return Ways(monkeypatch)


def by_xlsxwriter(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("面积")
        for row in range(40):
            sheet.write_row(row, 1, ["草地 & <湿地>", row * 0.1, f"第{row}"])
            sheet.write_number(row, 5, row / 7, book.add_format({"num_format": "0.0%"}))
            sheet.write_formula(row, 6, '=IF(C1<2,"a|b",C1&"x")', None, "结果 & <>" if row % 2 else row)
            sheet.write_boolean(row, 7, row % 2 == 0)
            sheet.write_blank(row, 8, None, book.add_format({"bold": True}))
            sheet.write_formula(row, 9, "=1/0", None, "#DIV/0!")
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column(2, 2, 9, None, {"hidden": True})
        sheet.merge_range("L1:M2", "合并")
        sheet.write_array_formula("N1:N3", "{=A1:A3}", None, 1)


def by_openpyxl(path: Path, *, write_only: bool = False) -> None:
    book = openpyxl.Workbook(write_only=write_only)
    sheet = book.create_sheet("面积")
    for row in range(40):
        sheet.append(["草地 & <湿地>", row * 0.1, None, f" 第{row} ", "=A1&B1", True, row])
    book.save(path)


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl, lambda path: by_openpyxl(path, write_only=True)])
def test_what_libraries_write_is_read_the_quick_way(write: Callable[[Path], None], tmp_path: Path, ways: Ways) -> None:
    path = tmp_path / "清单.xlsx"
    write(path)
    book = ways.read(path)
    assert book is not None
    assert ways.quick == len(book.sheets)
    assert len(book.sheets["面积"].rows) == 40


def test_the_inventories_of_the_examples_are_read_the_quick_way(ways: Ways) -> None:
    for path in (Path(__file__).resolve().parents[2] / "examples").glob("*/*.xlsx"):
        before = ways.quick
        book = ways.read(path)
        assert book is not None
        assert ways.quick - before == len(book.sheets)


PLAIN = {
    "cells": (
        '<row r="2" spans="1:3"><c r="A2" s="1" t="s"><v>0</v></c><c r="B2"><v>4120.5</v></c><c r="D2" s="2"/></row>'
    ),
    "formulas": (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>0</v></c>'
        '<c r="B1" t="str"><f>"&lt;|"</f><v>a&amp;b</v></c></row>'
    ),
    "programs": '<row r="1"><c r="A1"><f>cmd|&apos;/c calc&apos;!A0</f><v>1</v></c></row>',
    "empty rows": '<row r="1"/><row r="3" hidden="1"/><row r="4"><c r="A4"><v>1</v></c></row><row r="9" ht="15" />',
    "inline": (
        '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> 草地 </t></is></c>'
        '<c r="B1" t="n"><v /></c></row>'
    ),
    "dates": (
        '<row r="1"><c r="A1" s="1"><v>40000</v></c><c r="B1" s="1"><v>-1</v></c><c r="C1" s="2"><v>0.37</v></c></row>'
    ),
    "unreadable": (
        '<row r="1"><c r="A1"><v>nan</v></c><c r="B1" t="s"><v>9</v></c><c r="C1"><v>1_0</v></c>'
        '<c r="D1" t="b"><v>2</v></c><c r="E1" t="s"><v>１</v></c></row>'
    ),
    "exact numbers": (
        '<row r="1"><c r="A1"><v>007</v></c><c r="B1"><v>-0</v></c><c r="C1"><v>123456789012345678</v></c>'
        '<c r="D1"><v>1e3</v></c></row>'
    ),
    "nothing": "",
}
OTHERWISE = {
    "white space": '<row r="1">\n<c r="A1"><v>1</v></c></row>',
    "a comment": '<row r="1"><!-- <c r="A1"/> --><c r="A1"><v>1</v></c></row>',
    "CDATA": '<row r="1"><c r="A1" t="str"><v><![CDATA[x]]></v></c></row>',
    "another order": '<row r="1"><c t="s" r="A1"><v>0</v></c></row>',
    "no address": "<row><c><v>1</v></c></row>",
    "another row": '<row r="1"><c r="A2"><v>1</v></c></row>',
    "a cell twice": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "cells out of order": '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "rows out of order": '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
    "a row twice": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>',
    "a far column": '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    "a far row": '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
    "an attribute twice": '<row r="1" ht="1" ht="2"><c r="A1"><v>1</v></c></row>',
    "the number of the row twice": '<row r="1" r="1"><c r="A1"><v>1</v></c></row>',
    "a prefix": '<row r="1" x:dyDescent="0.25"><c r="A1"><v>1</v></c></row>',
    "an unknown entity": '<row r="1"><c r="A1"><v>&x;</v></c></row>',
    "a reference to a character": '<row r="1"><c r="A1" t="str"><v>&#65;</v></c></row>',
    "the end of CDATA": '<row r="1"><c r="A1" t="str"><v>]]></v></c></row>',
    "a control character": '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
    "a line break": '<row r="1"><c r="A1" t="str"><v>a\nb</v></c></row>',
    "a cell outside its row": '<row r="1"></row><c r="A2"><v>1</v></c>',
    "a row that does not end": '<row r="1"><c r="A1"><v>1</v></c>',
    "a row inside a row": '<row r="1"><row r="2"><c r="A2"><v>1</v></c></row></row>',
    "more than a value": '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
    "rich text": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>草</t></r><r><t>地</t></r></is></c></row>',
    "text after the rows": '<row r="1"><c r="A1"><v>1</v></c></row>x',
}  # fmt: skip


def part(rows: str) -> bytes:
    return zipped(book_parts({"面积": worksheet(rows)}, strings=STRINGS, styles=STYLES))


@pytest.mark.parametrize("name", PLAIN)
def test_plain_rows(name: str, tmp_path: Path, ways: Ways) -> None:
    assert ways.read(saved(tmp_path, part(PLAIN[name]))) is not None
    assert ways.quick == 1


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_is_written_otherwise_is_left_to_the_parser(name: str, tmp_path: Path, ways: Ways) -> None:
    ways.read(saved(tmp_path, part(OTHERWISE[name])))
    assert ways.quick == 0


@pytest.mark.parametrize(
    "sheet",
    [
        worksheet(PLAIN["cells"], before="<!-- <sheetData> -->"),
        f'<worksheet xmlns="{TRANSITIONAL}"><!--<sheetData>{PLAIN["cells"]}</sheetData>--><sheetData /></worksheet>',
        worksheet(PLAIN["cells"]).replace("UTF-8", "UTF-16"),
        worksheet(PLAIN["cells"]).encode("utf-16"),
        worksheet(PLAIN["cells"], before="<?x?>"),
        worksheet(PLAIN["cells"]).replace("</worksheet>", ""),
        worksheet(PLAIN["cells"], after="<sheetData></sheetData>"),
        worksheet(PLAIN["cells"], after='<row r="9"><c r="A9"><v>1</v></c></row>'),
        worksheet("", before=f'<ext xmlns="x"><sheetData>{PLAIN["cells"]}</sheetData></ext>'),
        f'<x:worksheet xmlns:x="{TRANSITIONAL}"><sheetData>{PLAIN["cells"]}</sheetData></x:worksheet>',
        f'<worksheet xmlns="{TRANSITIONAL}"><ext xmlns="x"><sheetData>{PLAIN["cells"]}</sheetData></ext></worksheet>',
        f"<worksheet><sheetData>{PLAIN['cells']}</sheetData></worksheet>",
        b"\xff\xfe" + worksheet(PLAIN["cells"]).encode(),
        worksheet(PLAIN["cells"]).encode().replace(b"4120.5", b"\xff"),
        f'<!DOCTYPE x><worksheet xmlns="{TRANSITIONAL}"><sheetData>{PLAIN["cells"]}</sheetData></worksheet>',
    ],
)
def test_what_stands_around_the_rows(sheet: str | bytes, tmp_path: Path, ways: Ways) -> None:
    ways.read(
        saved(
            tmp_path,
            zipped(book_parts({"面积": ""}, strings=STRINGS, styles=STYLES) | {"xl/worksheets/sheet1.xml": sheet}),
        )
    )


PIECES = [
    '<row r="1">', '<row r="2" hidden="1">', '<row r="3"/>', "</row>", '<c r="A1">', '<c r="B1" s="2">',
    '<c r="A2" t="s">',
    '<c r="C2" t="str">', '<c r="B2"/>', "<v>", "</v>", "</c>", "<f>", "</f>", "0", "1.5", "草", "&amp;", "|", "<v/>",
    "<is><t>", "</t></is>", "]]>", '<c r="B1"><v>7</v></c>', '<c r="A2" s="1"><v>40000</v></c>', "\n", '"',
]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
        st.tuples(st.sampled_from(sorted(PLAIN)), st.integers(0, 200), st.integers(0, 9), st.sampled_from(PIECES)).map(
            lambda one: PLAIN[one[0]][: one[1]] + one[3] + PLAIN[one[0]][one[1] + one[2] :]
        ),
    )
)
@example('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"/>')
def test_any_rows_are_read_alike(tmp_path: Path, ways: Ways, rows: str) -> None:
    ways.read(saved(tmp_path, part(rows)))


# What one row may look like, and what may stand in it; the number of the row is also that of a style, and a value.
LIKE = [
    '<c r="A{n}"><v>{a}</v></c><c r="B{n}" t="s"><v>{b}</v></c>',
    '<c r="A{n}" s="2"><v>{a}</v></c>',
    '<c r="A{n}" s="{n}"/><c r="C{n}" t="n"><v>{a}</v></c>',
    '<c r="A1{n}"><v>{a}</v></c>',
    '<c r="B{n}" t="str"><v>{b}</v></c><c r="A{n}"><v>{a}</v></c>',
    '<c r="A{n}"><f>B{n}*2</f><v>{a}</v></c>',
    '<c r="A{n}" s="9"/>',
]
WITHIN = ["0", "1", "2", "3", "7", "4120.5", "0.1", "1e3", "1e999", "nan", "1_0", "", " 5", "007", "-0", "１", "&amp;"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from([*LIKE[:2], *LIKE]), *[st.sampled_from([*WITHIN[:4] * 4, *WITHIN])] * 2), max_size=12
    )
)
@example([(LIKE[0], "1", "0"), (LIKE[2], "1", "0"), (LIKE[2], "2", "0"), (LIKE[2], "3", "0")])
@example([(LIKE[0], "1", "０")])
@example([(LIKE[0], "１", "0")])
@example([(LIKE[0], "1", "1234567890")])
def test_rows_that_are_alike_are_read_alike(
    tmp_path: Path, ways: Ways, monkeypatch: pytest.MonkeyPatch, rows: list[tuple[str, str, str]]
) -> None:
    monkeypatch.setattr(plain_part, "_TOGETHER", 3)
    written = (f'<row r="{n}">{like.format(n=n, a=a, b=b)}</row>' for n, (like, a, b) in enumerate(rows, 1))
    ways.read(saved(tmp_path, part("".join(written))))


TEXTS = {
    "texts": "<si><t>草地</t></si><si><t></t></si>",
    "spaces and lines": '<si><t xml:space="preserve"> 第一行\n\t第二行 </t></si>',
    "entities": "<si><t>a&amp;b &lt;c&gt; &quot;d&quot; &apos;</t></si>",
    "escapes": "<si><t>_x000D__x4E2D_</t></si>",
    "nothing": "",
}
TEXTS_OTHERWISE = {
    "several fonts": "<si><r><t>草</t></r><r><t>地</t></r></si>",
    "how it is spoken": "<si><t>草</t><rPh><t>cao</t></rPh></si>",
    "a carriage return": "<si><t>a\rb</t></si>",
    "a comment": "<si><!--x--><t>a</t></si>",
    "CDATA": "<si><t><![CDATA[a]]></t></si>",
    "the end of CDATA": "<si><t>a]]></t></si>",
    "a reference to a character": "<si><t>&#65;</t></si>",
    "an unknown entity": "<si><t>&x;</t></si>",
    "a control character": "<si><t>\x01</t></si>",
    "no text": "<si/>",
    "text between": "<si><t>a</t></si>x<si><t>b</t></si>",
    "an item that does not end": "<si><t>a</t></si><si>",
    "another attribute": '<si><t xml:lang="zh">a</t></si>',
}
TEXT_ROWS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'


def texts_part(items: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{TRANSITIONAL}" count="2">{items}</sst>'


@pytest.mark.parametrize("name", [*TEXTS, *TEXTS_OTHERWISE])
def test_texts_are_read_alike(name: str, tmp_path: Path, ways: Ways) -> None:
    items = (TEXTS | TEXTS_OTHERWISE)[name]
    assert (read_plain_texts(texts_part(items).encode()) is None) == (name in TEXTS_OTHERWISE)
    ways.read(saved(tmp_path, zipped(book_parts({"面积": worksheet(TEXT_ROWS)}, strings=items))))


@pytest.mark.parametrize(
    "written",
    [
        texts_part(TEXTS["texts"]).replace(' count="2"', ' count="2" count="2"'),
        texts_part(TEXTS["texts"]).replace(' count="2"', ' x:count="2"'),
        texts_part(TEXTS["texts"]).replace("UTF-8", "GBK"),
        texts_part(TEXTS["texts"]).replace("<sst", "<x><sst") + "</x>",
        texts_part(TEXTS["texts"]) + "x",
        texts_part(TEXTS["texts"]).replace("</sst>", ""),
        texts_part(TEXTS["texts"]).replace("sst", "x:sst"),
        texts_part(TEXTS["texts"]).encode("utf-16"),
        texts_part("<si><t>?</t></si>").encode().replace(b"?</t>", b"\xff</t>"),
        "",
    ],
)
def test_what_stands_around_the_texts(written: str | bytes, tmp_path: Path, ways: Ways) -> None:
    assert read_plain_texts(written.encode() if isinstance(written, str) else written) is None
    book = book_parts({"面积": worksheet(TEXT_ROWS)}, strings="") | {"xl/sharedStrings.xml": written}
    ways.read(saved(tmp_path, zipped(book)))


def test_the_limit_of_cells_holds_in_both_ways(tmp_path: Path, ways: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Budget.__init__, "__defaults__", (4,))
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"/></row>' for n in range(1, 4))
    assert ways.read(saved(tmp_path, part(rows))) is None
    # A part that is begun the quick way and left to the parser counts once.
    assert ways.read(saved(tmp_path, part(rows[: rows.index('<row r="3"')] + "\n"))) is not None


def test_a_long_text_is_cut_in_both_ways(tmp_path: Path, ways: Ways) -> None:
    strings = f"<si><t>{'长' * 40_000}</t></si>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert ways.read(saved(tmp_path, zipped(book_parts({"面积": worksheet(rows)}, strings=strings)))) is not None
    assert ways.quick == 1
