"""The reader against openpyxl as oracle, and against what the file format says, word by word."""

from __future__ import annotations

import datetime
import hashlib
import string
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packages import OFFICE, STRICT, STRICT_OFFICE, TRANSITIONAL, book_parts, one_sheet, relations, saved, worksheet

from gep.workbook.cells import Cell, RawSheet, RawWorkbook, address, column_letters, column_number, read_cells
from gep.workbook.formats import Format, builtin_format, format_of

EVERY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read(path: Path) -> RawWorkbook:
    workbook, findings = read_cells(path)
    assert findings == []
    assert workbook is not None
    return workbook


def only(path: Path) -> RawSheet:
    (sheet,) = read(path).sheets.values()
    return sheet


def cells(sheet: RawSheet) -> dict[str, Cell]:
    return {cell.address: cell for row in sheet.rows.values() for cell in row.values()}


def codes(path: Path) -> list[str]:
    return [item.code for item in read_cells(path)[1]]


def shown(path: Path) -> dict[str, tuple[str, object, str]]:
    return {place: (cell.kind, cell.value, cell.typed) for place, cell in cells(only(path)).items()}


# Addresses


def test_column_letters_count_like_excel():
    assert [column_letters(n) for n in (1, 26, 27, 52, 702, 703, 16384)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA", "XFD"]
    assert address(7, 5) == "E7"
    assert Cell(7, 5, 1.0, "number", False, "1").address == "E7"


@given(st.integers(1, 16384))
def test_column_number_inverts_column_letters(number):
    assert column_number(column_letters(number)) == number
    assert column_letters(number) == openpyxl.utils.get_column_letter(number)


@pytest.mark.parametrize("letters", ["", "a", "XFE", "A1", "Ａ"])
def test_column_number_refuses_what_is_no_column(letters):
    with pytest.raises(ValueError, match="no column"):
        column_number(letters)


@pytest.mark.parametrize("number", [0, -1, 16385])
def test_column_letters_refuse_what_is_no_column(number):
    with pytest.raises(ValueError, match="no column"):
        column_letters(number)


# Fidelity: what other libraries wrote reads back as it was written

LETTERS = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
        st.sampled_from("草地万亩１２．３—/<&>\"' \n\t"),
    ),
    min_size=1,
    max_size=40,
).filter(
    lambda text: (
        "_x" not in text
        and text[0] not in "=#{"
        and not text.startswith(("http", "ftp", "mailto", "internal", "external"))
    )
)
NUMBERS = st.one_of(
    st.floats(-1e308, 1e308, allow_subnormal=False),
    st.integers(-(10**15), 10**15).map(float),
    st.decimals(-(10**6), 10**6, places=3, allow_nan=False).map(float),
)
DATES = st.datetimes(datetime.datetime(1900, 3, 1), datetime.datetime(9999, 12, 30)).map(
    lambda d: d.replace(microsecond=0)
)
POSITIONS = st.tuples(st.integers(1, 400), st.integers(1, 60))
GRIDS = st.dictionaries(POSITIONS, st.one_of(LETTERS, NUMBERS, st.booleans(), DATES), min_size=1, max_size=25)


def assert_reads_as(path: Path, grid: dict[tuple[int, int], object]) -> None:
    sheet = only(path)
    found = {(cell.row, cell.column): cell for row in sheet.rows.values() for cell in row.values()}
    assert found.keys() == grid.keys()
    for place, value in grid.items():
        cell = found[place]
        assert sheet.rows[place[0]][place[1]] is cell
        if isinstance(value, bool):
            assert (cell.kind, cell.value, cell.typed) == ("boolean", value, str(value).upper())
        elif isinstance(value, float):
            assert (cell.kind, cell.value) == ("number", value)
            assert isinstance(cell.value, float)
            assert float(cell.typed) == value
        elif isinstance(value, datetime.datetime):
            assert cell.kind == "date"
            assert datetime.datetime.fromisoformat(cell.typed) == value
            assert isinstance(cell.value, datetime.date)
        else:
            assert (cell.kind, cell.value, cell.typed) == ("text", value, value)


def kept(grid: dict[tuple[int, int], object]) -> dict[tuple[int, int], object]:
    """Both libraries write 16 digits of a number, so that much of it is in the file."""
    return {place: float(f"{value:.16G}") if isinstance(value, float) else value for place, value in grid.items()}


def oracle(path: Path) -> dict[tuple[int, int], object]:
    book = openpyxl.load_workbook(path, data_only=True)
    filled = {}
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value is not None:
                plain = isinstance(cell.value, int) and not isinstance(cell.value, bool)
                filled[cell.row, cell.column] = float(cell.value) if plain else cell.value
    book.close()
    return filled


@EVERY
@given(GRIDS)
def test_cells_written_by_openpyxl_read_back(tmp_path, grid):
    book = openpyxl.Workbook()
    for (row, column), value in grid.items():
        book.active.cell(row, column, value)
    path = tmp_path / "openpyxl.xlsx"
    book.save(path)
    assert_reads_as(path, kept(grid))
    assert_reads_as(path, oracle(path))


@EVERY
@given(GRIDS, st.booleans())
def test_cells_written_by_xlsxwriter_read_back(tmp_path, grid, from_1904):
    path = tmp_path / "xlsxwriter.xlsx"
    if from_1904:
        grid = {k: v for k, v in grid.items() if not isinstance(v, datetime.datetime) or v.year > 1904} or {(1, 1): 1.0}
    book = xlsxwriter.Workbook(str(path), {"date_1904": from_1904})
    sheet = book.add_worksheet("面积")
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for (row, column), value in grid.items():
        if isinstance(value, datetime.datetime):
            sheet.write_datetime(row - 1, column - 1, value, day)
        elif isinstance(value, str):
            sheet.write_string(row - 1, column - 1, value)
        else:
            sheet.write(row - 1, column - 1, value)
    book.close()
    assert_reads_as(path, kept(grid))


# A carriage return that is not escaped is a line end to every XML parser.
UNRULY = st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\r\ufffe\uffff")


@EVERY
@given(st.text(UNRULY, min_size=1, max_size=20))
def test_text_with_control_characters_and_escapes_survives_xlsxwriter(tmp_path, text):
    path = tmp_path / "escapes.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_string(0, 0, text + "_x0041_")
    book.close()
    assert cells(only(path))["A1"].value == text + "_x0041_"


# Values


def test_numbers_are_exact_and_shown_shortest(tmp_path):
    path = one_sheet(
        tmp_path,
        '<row r="1"><c r="A1"><v>4120</v></c><c r="B1"><v>0.37</v></c><c r="C1"><v>0.30000000000000004</v></c>'
        '<c r="D1" t="n"><v>4.1200000000000001E3</v></c><c r="E1"><v>1E-7</v></c>'
        '<c r="F1"><v>-0.04899999734149129</v></c>'
        '<c r="G1"><v>123456789012345680000</v></c>'
        '<c r="H1"><v>-0</v></c><c r="I1"><v>1000000000000000</v></c></row>',
    )
    assert shown(path) == {
        "A1": ("number", 4120.0, "4120"),
        "B1": ("number", 0.37, "0.37"),
        "C1": ("number", 0.1 + 0.2, "0.30000000000000004"),
        "D1": ("number", 4120.0, "4120"),
        "E1": ("number", 1e-7, "1e-07"),
        "F1": ("number", -0.04899999734149129, "-0.04899999734149129"),
        "G1": ("number", 1.2345678901234568e20, "1.2345678901234568e+20"),
        "H1": ("number", 0.0, "0"),
        "I1": ("number", 1e15, "1000000000000000"),
    }


@pytest.mark.parametrize("raw", ["nan", "inf", "1e999", "1_000", "１２", "12亩", "--1", " "])
def test_what_is_no_number_in_a_number_cell_stops(tmp_path, raw):
    path = one_sheet(tmp_path, f'<row r="3"><c r="B3"><v>{raw}</v></c></row>')
    workbook, findings = read_cells(path)
    assert workbook is not None
    assert cells(workbook.sheets["面积"])["B3"].kind == "error"
    (item,) = findings
    assert (item.code, item.where.sheet, item.where.cell, item.typed, item.stops) == ("GEP030", "面积", "B3", raw, True)


def test_kinds_of_cells(tmp_path):
    path = one_sheet(
        tmp_path,
        '<row r="2"><c r="A2" t="b"><v>1</v></c><c r="B2" t="b"><v>0</v></c><c r="C2" t="e"><v>#DIV/0!</v></c>'
        '<c r="D2" t="e"><f>NA()</f><v>#N/A</v></c><c r="E2" t="str"><f>"亩"</f><v>亩</v></c>'
        '<c r="F2" t="inlineStr"><is><t xml:space="preserve"> 万亩 </t></is></c><c r="G2" s="0"/>'
        '<c r="H2" t="d"><v>2025-05-01</v></c><c r="I2" t="d"><v>2025-05-01T08:30:00</v></c></row>',
    )
    assert shown(path) == {
        "A2": ("boolean", True, "TRUE"),
        "B2": ("boolean", False, "FALSE"),
        "C2": ("error", None, "#DIV/0!"),
        "D2": ("error", None, "#N/A"),
        "E2": ("text", "亩", "亩"),
        "F2": ("text", " 万亩 ", " 万亩 "),
        "H2": ("date", datetime.date(2025, 5, 1), "2025-05-01"),
        "I2": ("date", datetime.datetime(2025, 5, 1, 8, 30), "2025-05-01 08:30:00"),
    }
    assert [place for place, cell in cells(only(path)).items() if cell.formula] == ["D2", "E2"]


def test_a_formula_never_calculated_is_kept_and_an_empty_result_is_text(tmp_path):
    path = one_sheet(
        tmp_path,
        '<row r="1"><c r="A1"><f>B1*2</f><v></v></c><c r="B1"><f>C1</f></c><c r="C1" t="str"><f>""</f><v></v></c>'
        '<c r="D1"><f t="shared" si="0"/><v>5</v></c><c r="E1"><v></v></c></row>',
    )
    assert shown(path) == {
        "A1": ("blank", None, ""),
        "B1": ("blank", None, ""),
        "C1": ("text", "", ""),
        "D1": ("number", 5.0, "5"),
    }
    assert all(cell.formula for cell in cells(only(path)).values())


def test_openpyxl_formulas_are_flagged_as_never_calculated(tmp_path):
    book = openpyxl.Workbook()
    book.active["E7"] = "=A1+1"
    book.save(tmp_path / "formula.xlsx")
    assert cells(only(tmp_path / "formula.xlsx"))["E7"] == Cell(7, 5, None, "blank", True, "")


def test_zero_of_a_formula_that_no_spreadsheet_calculated_is_to_be_verified(tmp_path):
    path = tmp_path / "uncalculated.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("面积")
    sheet.write_formula("B2", "=1+1")
    sheet.write_formula("C2", "=1+1", None, 2)
    book.close()
    (item,) = read_cells(path)[1]
    assert (item.code, item.where.sheet, item.where.cell) == ("GEP045", "面积", "B2")


def test_shared_texts_join_runs_and_leave_out_phonetic_guides(tmp_path):
    strings = (
        "<si><t>草地</t></si>"
        '<si><r><rPr><b/></rPr><t xml:space="preserve">面积 </t></r><r><t>万亩</t></r></si>'
        "<si><t>青海</t><rPh sb='0' eb='2'><t>qīnghǎi</t></rPh><phoneticPr fontId='1'/></si>"
        "<si><t>a_x000D_b_x005F_x0041__xD83C__xDF3F__xD83C_</t></si>"
        "<si/><si><t/></si>"
    )
    data = "".join(f'<c r="{letter}1" t="s"><v>{n}</v></c>' for n, letter in enumerate(string.ascii_uppercase[:6]))
    path = one_sheet(tmp_path, f'<row r="1">{data}</row>', strings=strings)
    assert [cell.value for cell in cells(only(path)).values()] == ["草地", "面积 万亩", "青海", "a\rb_x0041_🌿\ufffd"]


def test_inline_rich_text_leaves_out_phonetic_guides(tmp_path):
    path = one_sheet(
        tmp_path,
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>共</t></r><r><t>和</t></r>'
        '<rPh sb="0" eb="1"><t>gòng</t></rPh></is></c>'
        '<c r="B1" t="inlineStr"><is><t>县_x000A_</t></is></c>'
        '<c r="C1" t="str"><f>A1</f><v>_x4E61_</v></c></row>',
    )
    assert [cell.value for cell in cells(only(path)).values()] == ["共和", "县\n", "乡"]


@pytest.mark.parametrize("index", ["1", "-1", "", "x", "99999999999999999999"])
def test_a_reference_to_no_text_stops(tmp_path, index):
    path = one_sheet(tmp_path, f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>', strings="<si><t>草地</t></si>")
    assert codes(path) == ([] if index == "" else ["GEP030"])


def test_text_longer_than_a_cell_holds_stops(tmp_path):
    path = one_sheet(tmp_path, f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"草" * 32768}</t></is></c></row>')
    workbook, findings = read_cells(path)
    assert [item.code for item in findings] == ["GEP033"]
    assert workbook is not None
    assert cells(workbook.sheets["面积"])["A1"].value == "草" * 32767
    assert (
        codes(one_sheet(tmp_path, f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"草" * 32767}</t></is></c></row>')) == []
    )


# Dates and percentages


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("General", Format.NUMBER),
        ("G/通用格式", Format.NUMBER),
        ('G/通用格式"万亩"', Format.NUMBER),
        ("0.00E+00", Format.NUMBER),
        ("#,##0.00_);[Red]\\(#,##0.00\\)", Format.NUMBER),
        ('0.00"mm/d"', Format.NUMBER),
        ("[$-804]0.00", Format.NUMBER),
        ("[DBNum1][$-804]General", Format.NUMBER),
        ("[Red][>=100]0.0", Format.NUMBER),
        ("0\\d", Format.NUMBER),
        ("@", Format.NUMBER),
        ("# ?/?", Format.NUMBER),
        ("0.00;yyyy", Format.NUMBER),
        ("0.00%", Format.PERCENT),
        ('0"%"', Format.NUMBER),
        ("0\\%", Format.NUMBER),
        ('yyyy"年"m"月"d"日"', Format.DATE),
        ('[$-804]yyyy"年"m"月"d"日";@', Format.DATE),
        ("[DBNum1][$-804]yyyy年m月", Format.DATE),
        ('m"月"', Format.DATE),
        ("mmm-yy", Format.DATE),
        ("[$-804]aaaa;@", Format.DATE),
        ('";"yyyy', Format.DATE),
        ('e"年"', Format.DATE),
        ("yyyy/m/d h:mm", Format.DATETIME),
        ('yyyy"年"m"月"d"日" h"时"', Format.DATETIME),
        ("h:mm:ss", Format.TIME),
        ("[h]:mm", Format.TIME),
        ("mm:ss.0", Format.TIME),
        ("[mm]:ss", Format.TIME),
        ("上午/下午h时", Format.TIME),
        ("h:mm AM/PM", Format.TIME),
    ],
)
def test_number_formats(code, form):
    assert format_of(code) is form


def test_builtin_formats_agree_with_openpyxl_where_it_knows_them():
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    for number, code in BUILTIN_FORMATS.items():
        assert builtin_format(str(number)) is format_of(code), code


def test_builtin_east_asian_dates():
    dates = [n for n in range(60) if builtin_format(str(n)) is Format.DATE]
    assert dates == [14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]


STYLES = (
    '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/>'
    '<xf numFmtId="10"/><xf numFmtId="31"/></cellXfs><dxfs><dxf><numFmt numFmtId="177" formatCode="0"/></dxf></dxfs>'
)
STYLED = (
    '<row r="1"><c r="A1" s="1"><v>45778</v></c><c r="B1" s="2"><v>45778.5</v></c><c r="C1" s="3"><v>45778</v></c>'
    '<c r="D1" s="4"><v>0.52083333333333337</v></c><c r="E1" s="5"><v>0.37</v></c><c r="F1" s="6"><v>59</v></c>'
    '<c r="G1" s="99"><v>7</v></c></row>'
)


def test_styles_decide_what_a_number_means(tmp_path):
    path = one_sheet(tmp_path, STYLED, styles=STYLES)
    assert shown(path) == {
        "A1": ("date", datetime.date(2025, 5, 1), "2025-05-01"),
        "B1": ("date", datetime.datetime(2025, 5, 1, 12), "2025-05-01 12:00:00"),
        "C1": ("date", datetime.datetime(2025, 5, 1), "2025-05-01 00:00:00"),
        "D1": ("date", datetime.datetime(1899, 12, 31, 12, 30), "12:30:00"),
        "E1": ("number", 0.37, "0.37"),
        "F1": ("date", datetime.date(1900, 2, 28), "1900-02-28"),
        "G1": ("number", 7.0, "7"),
    }
    assert [place for place, cell in cells(only(path)).items() if cell.percent] == ["E1"]


def test_workbooks_that_count_from_1904(tmp_path):
    path = one_sheet(tmp_path, STYLED, styles=STYLES, properties='<workbookPr date1904="1"/>')
    assert cells(only(path))["A1"].value == datetime.date(2029, 5, 2)


@pytest.mark.parametrize("serial", ["-1", "2958466", "41200000", "1e300"])
def test_a_number_that_is_no_date_stays_a_number_to_be_verified(tmp_path, serial):
    path = one_sheet(tmp_path, f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>', styles=STYLES)
    workbook, (item,) = read_cells(path)
    assert workbook is not None
    cell = cells(workbook.sheets["面积"])["A1"]
    assert (cell.kind, cell.value, item.code, item.stops) == ("number", float(serial), "GEP034", False)


# Addresses, merges, hidden things


def test_cells_without_addresses_follow_their_position(tmp_path):
    path = one_sheet(
        tmp_path,
        "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
        '<row r="5"><c r="C5"><v>4</v></c><c><v>5</v></c></row><row><c><v>6</v></c></row>',
    )
    assert {place: cell.value for place, cell in cells(only(path)).items()} == {
        "A1": 1.0, "C1": 3.0, "C5": 4.0, "D5": 5.0, "A6": 6.0,
    }  # fmt: skip


def test_the_address_of_the_cell_counts_and_order_is_restored(tmp_path):
    path = one_sheet(
        tmp_path,
        '<row r="12"><c r="C12"><v>1</v></c><c r="A12"><v>2</v></c></row>'
        '<row r="1"><c r="A11"><v>3</v></c><c r="B1"><v>4</v></c></row>',
    )
    assert list(cells(only(path))) == ["B1", "A11", "A12", "C12"]


def test_a_far_cell_and_a_false_dimension_cost_nothing(tmp_path):
    path = one_sheet(
        tmp_path,
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        before='<dimension ref="A1:B2"/>',
    )
    assert list(cells(only(path))) == ["A1", "XFD1048576"]


def test_two_values_for_one_cell_stop(tmp_path):
    path = one_sheet(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>')
    (item,) = read_cells(path)[1]
    assert (item.code, item.where.cell, item.stops) == ("GEP031", "A1", True)


def test_values_under_merges_are_ignored_with_a_hint(tmp_path):
    path = one_sheet(
        tmp_path,
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row>'
        '<row r="2"><c r="A2"><v>4</v></c><c r="B2"><f>A1</f></c></row>',
        after='<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C5:D1048576"/></mergeCells>',
    )
    workbook, (item,) = read_cells(path)
    assert workbook is not None
    sheet = workbook.sheets["面积"]
    assert list(cells(sheet)) == ["A1", "C1"]
    assert sheet.merges == ((1, 1, 2, 2), (5, 3, 1048576, 4))
    assert (item.code, item.where.cell, item.params["count"]) == ("GEP035", "B1", 2)
    assert "B1、A2" in item.text("zh")


def test_hidden_rows_and_columns_with_values_are_to_be_verified(tmp_path):
    path = one_sheet(
        tmp_path,
        '<row r="3" hidden="1"><c r="B3"><v>1</v></c></row><row r="4" hidden="1"/>'
        '<row r="5"><c r="C5"><v>1</v></c></row>',
        before='<cols><col min="3" max="4" hidden="1"/><col min="6" max="99999" hidden="true"/></cols>',
    )
    workbook, findings = read_cells(path)
    assert workbook is not None
    sheet = workbook.sheets["面积"]
    assert sheet.hidden_rows == {3, 4}
    assert sheet.hidden_columns == {3, 4, *range(6, 16385)}
    assert [(item.code, item.params["items"]["zh"]) for item in findings] == [("GEP038", "3"), ("GEP039", "C")]
    assert list(cells(sheet)) == ["B3", "C5"]


def test_hidden_sheets_are_read_and_mentioned_only_when_they_hold_cells(tmp_path):
    filled = worksheet('<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>')
    sheets = {"面积": worksheet(""), "价格": filled, "代码": filled, "空表": worksheet("")}
    states = {"价格": "hidden", "代码": "veryHidden", "空表": "hidden"}
    workbook, findings = read_cells(saved(tmp_path, book_parts(sheets, states=states)))
    assert workbook is not None
    assert [(s.name, s.state) for s in workbook.sheets.values()] == [
        ("面积", "visible"), ("价格", "hidden"), ("代码", "veryHidden"), ("空表", "hidden"),
    ]  # fmt: skip
    assert [(item.code, item.where.sheet) for item in findings] == [("GEP036", "价格"), ("GEP037", "代码")]


# Ways of writing the package


@pytest.mark.parametrize("folder", ["", "/xl/", "../xl/", "./"])
@pytest.mark.parametrize(("space", "office"), [(TRANSITIONAL, OFFICE), (STRICT, STRICT_OFFICE)])
def test_relative_and_absolute_targets_in_both_editions(tmp_path, folder, space, office):
    sheets = {"面积": worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', space=space)}
    parts = book_parts(sheets, strings="<si><t>草地</t></si>", space=space, office=office, folder=folder)
    assert cells(only(saved(tmp_path, parts)))["A1"].value == "草地"


def test_prefixed_elements_and_foreign_extensions(tmp_path):
    sheet = (
        f'<x:worksheet xmlns:x="{TRANSITIONAL}" xmlns:y="urn:other">'
        '<x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v><y:v>2</y:v>'
        '</x:c><y:c r="B1"><y:v>3</y:v></y:c></x:row></x:sheetData>'
        '<y:col min="1" max="2" hidden="1"/><y:mergeCell ref="nowhere"/></x:worksheet>'
    )
    assert shown(saved(tmp_path, book_parts({"面积": sheet}))) == {"A1": ("number", 1.0, "1")}


def test_utf16_parts_and_names_in_another_case(tmp_path):
    parts = book_parts({"面积": worksheet("")})
    sheet = worksheet('<row r="1"><c r="A1" t="inlineStr"><is><t>草地</t></is></c></row>').replace("UTF-8", "UTF-16")
    del parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/Sheet1.xml"] = sheet.encode("utf-16")
    assert cells(only(saved(tmp_path, parts)))["A1"].value == "草地"


@pytest.mark.parametrize("name", ["表 1.xml", "%E8%A1%A8%201.xml"])
@pytest.mark.parametrize("target", ["表 1.xml", "%E8%A1%A8%201.xml"])
def test_names_of_parts_may_be_escaped(tmp_path, name, target):
    parts = book_parts({"面积": worksheet("")})
    parts[f"xl/{name}"] = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    parts["xl/_rels/workbook.xml.rels"] = relations(("rId1", "worksheet", target))
    assert list(cells(only(saved(tmp_path, parts)))) == ["A1"]


def test_chartsheets_are_no_worksheets(tmp_path):
    path = tmp_path / "chart.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("面积")
    sheet.write("A1", 1)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=面积!$A$1:$A$1"})
    book.add_chartsheet("图").set_chart(chart)
    book.close()
    assert list(read(path).sheets) == ["面积"]


def test_order_path_and_fingerprint(tmp_path):
    names = ["生态系统面积", "a & <b> 'c'", "价格", "Ａ１"]
    folder = tmp_path / "海南州 共和县"
    folder.mkdir()
    path = saved(folder, book_parts({name: worksheet("") for name in names}), "清单(2025年).xlsm")
    workbook = read(path)
    assert list(workbook.sheets) == names
    assert workbook.path == path
    assert workbook.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_cells(str(path))[0] == workbook


def test_what_is_carried_along_is_mentioned_and_never_followed(tmp_path):
    link = f'<externalLink xmlns="{TRANSITIONAL}"><{{}}/></externalLink>'
    more = (("rIdA", "externalLink", "externalLinks/a.xml"), ("rIdB", "externalLink", "externalLinks/b.xml"))
    parts = book_parts({"面积": worksheet("")}, more=(*more, ("rIdC", "externalLink", "externalLinks/missing.xml")))
    parts |= {
        "xl/externalLinks/a.xml": link.format("externalBook"),
        "xl/externalLinks/b.xml": link.format("ddeLink"),
        "xl/vbaProject.bin": b"\0",
        "xl/embeddings/oleObject1.bin": b"\0",
        "xl/connections.xml": "<connections/>",
    }
    assert sorted(codes(saved(tmp_path, parts))) == ["GEP040", "GEP041", "GEP042", "GEP043", "GEP044"]


def test_formulas_that_call_programs_are_mentioned(tmp_path):
    path = one_sheet(
        tmp_path,
        '<row r="1"><c r="A1"><f>\'a|b\'!A1&amp;"|"</f><v>1</v></c>'
        "<c r=\"B1\"><f>cmd|'/c calc'!A0</f><v>1</v></c></row>",
    )
    (item,) = read_cells(path)[1]
    assert (item.code, item.where.cell, item.stops) == ("GEP043", "B1", False)


def test_external_relations_are_not_sheets(tmp_path):
    parts = book_parts({"面积": worksheet("")})
    parts["xl/_rels/workbook.xml.rels"] = relations(
        ("rId1", "worksheet", "http://example.org/a.xml"), mode=' TargetMode="External"'
    )
    assert codes(saved(tmp_path, parts)) == ["GEP008"]
