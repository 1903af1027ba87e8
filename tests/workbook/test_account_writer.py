"""Accounting workbooks: every table as it is said in pages, exact numbers, text that stays text, whole files only."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet as Sheet
from xlsxwriter.worksheet import Worksheet

from frames import WATER, frames
from gep.account import Account
from gep.compile import assess
from gep.inventory import Inventory
from gep.tables import live_pages
from gep.tables.pages import Cell, Column, Page
from gep.workbook import account_writer
from gep.workbook.account_writer import places_of, write_account
from gep.workbook.cells import read_cells
from gep.workbook.layout import column_widths, row_height, show
from gep.workbook.read import load_inventory
from gep.workbook.writing import line_count, new_workbook, text_width

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
HEADER_ROW, FIRST_ROW = 3, 4
SHEETS = [
    "汇总表", "实物量表", "价值量表", "服务×生态系统表", "分区域表", "参数与价格表", "数据来源表",
    "生态产品清单", "区外扣减表", "审核意见", "数据质量表", "运行信息",
]  # fmt: skip


def compiled(folder: str) -> Account:
    inventory, _ = load_inventory(next((EXAMPLES / folder).glob("*.xlsx")))
    assert inventory is not None
    return assess(inventory)[0]


@pytest.fixture(scope="module", params=["ganzi_2010", "illustrative_county_2025"])
def account(request: pytest.FixtureRequest) -> Account:
    return compiled(request.param)


@pytest.fixture(scope="module")
def county() -> Account:
    return compiled("illustrative_county_2025")


def page_of(*columns: Column, rows: tuple[tuple[Cell, ...], ...], **changes: object) -> Page:
    page = Page("summary", "表", "标题", "", columns, rows)
    return dataclasses.replace(page, **changes)


def written(page: Page, account: Account, path: Path, monkeypatch: pytest.MonkeyPatch) -> Sheet:
    """Write a workbook whose only table is `page`, and return its sheet."""
    monkeypatch.setattr(account_writer, "live_pages", lambda *_: (page,))
    write_account(account, path)
    return openpyxl.load_workbook(path).worksheets[0]


def tables(book: openpyxl.Workbook, pages: Sequence[Page]) -> Iterator[tuple[Page, Sheet, int]]:
    """Yield each page with its sheet and the number of its first row there."""
    for page in pages:
        name, first = places_of(pages)[page.id]
        yield page, book[name], first + 1


def shown(sheet: Sheet) -> Iterator[tuple[int, list[object]]]:
    for number, row in enumerate(sheet.iter_rows(min_row=FIRST_ROW, values_only=True)):
        yield number, list(row)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_is_a_sheet_and_says_what_its_page_says(account: Account, lang: str, tmp_path: Path) -> None:
    path = tmp_path / "甘孜州 核算" / "账户 2010.xlsx"
    path.parent.mkdir()
    account.write(path, lang=lang)
    pages = live_pages(account, lang)
    book = openpyxl.load_workbook(path, data_only=True)
    more = ["追溯", "图表"] if lang == "zh" else ["traces", "charts"]
    # Excel allows 31 characters in the name of a sheet.
    assert book.sheetnames == [*dict.fromkeys(page.sheet[:31] for page in pages), *more]
    if lang == "zh":
        assert book.sheetnames[: len(SHEETS)] == SHEETS
    for page, sheet, first in tables(book, pages):
        width = len(page.columns)
        top = [[cell for cell in row if cell] for row in sheet.iter_rows(first - 3, first - 2, values_only=True)]
        assert top == [[page.title], [page.unit_line] if page.unit_line else []]
        assert [cell.value for cell in sheet[first - 1]][:width] == [one.heading for one in page.columns]
        cells = sheet.iter_rows(first, first + len(page.rows) - 1, max_col=width, values_only=True)
        # Not a digit is lost: == on floats.
        assert list(cells) == [tuple(None if one == "" else one for one in row) for row in page.rows]
        below = first + len(page.rows)
        lines = sheet.iter_rows(below, max(below, below + len(page.notes) - 1), values_only=True)
        notes = [next(filter(None, row), "") for row in lines][: len(page.notes)]
        assert len(notes) == len(page.notes)
        assert all(note in str(line) for note, line in zip(page.notes, notes, strict=True))
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_every_sheet_with_a_number_says_how_well_the_standard_is_known(county: Account, tmp_path: Path) -> None:
    write_account(county, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for sheet in book:
        if sheet.title not in {"审核意见", "追溯"}:  # what was found about the inventory, and a hidden record
            texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
            assert any("未经核实" in one for one in texts), sheet.title


def test_our_own_reader_reads_the_same_numbers(account: Account, tmp_path: Path) -> None:
    account.write(tmp_path / "account.xlsx")
    workbook, findings = read_cells(tmp_path / "account.xlsx")
    # A formula whose number is 0 may never have been calculated; the traces stand on a hidden sheet.
    assert {one.code for one in findings} <= {"GEP037", "GEP045"}
    assert workbook is not None
    seen = 0
    pages = live_pages(account)
    for page in pages:
        name, first = places_of(pages)[page.id]
        for number, row in enumerate(page.rows):
            for place, value in enumerate(row, 1):
                if isinstance(value, float):
                    cell = workbook.sheets[name].rows[first + number + 1][place]
                    live = (number, place - 1) in page.formulas
                    assert (cell.value, cell.kind, cell.formula) == (value, "number", live)
                    seen += 1
    assert seen > 100


def test_the_same_account_gives_the_same_bytes(county: Account, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        county.write(tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_every_digit_of_a_number_is_kept(county: Account, tmp_path: Path, monkeypatch) -> None:
    numbers = [0.1 + 0.2, 1.3600000000000003, 2 / 3, 1e-7 / 3, 1.7976931348623157e308, 5e-324, -0.0, 123456789.125]
    kinds = ("value", "quantity", "percent", "number")
    rows = tuple((f"{number!r}", *[number] * len(kinds)) for number in numbers)
    page = page_of(Column("甲"), *(Column(kind, kind) for kind in kinds), rows=rows)
    sheet = written(page, county, tmp_path / "account.xlsx", monkeypatch)
    for row in sheet.iter_rows(min_row=FIRST_ROW, values_only=True):
        assert row[1:] == (float(str(row[0])),) * len(kinds)


HOSTILE = [
    "=cmd|' /C calc'!A0", "+1", "-1", "@x", "{=A1}", "http://example.org", "mailto:a@b.c", "\\\\server\\x", "\t=1",
    "007", "1e5", "TRUE", "#REF!", "甲\n乙", "甲\r\n乙", "a\x01b", "_x0041_", "'a", "<&>\"'", "]]>",
    "\ufffe", "𠀀𠀁", "  两格",
]  # fmt: skip


@pytest.mark.parametrize("kind", ["text", "long", "value"])
def test_text_stays_the_text_it_was(kind, county: Account, tmp_path: Path, monkeypatch) -> None:
    page = page_of(
        Column("=1+1"), Column("甲", kind), rows=tuple(("@名", text) for text in HOSTILE), notes=("=1", "http://a.b"),
        title="=HYPERLINK(1)\x01", unit_line="+1",
    )  # fmt: skip
    path = tmp_path / "account.xlsx"
    written(page, county, path, monkeypatch)
    workbook, findings = read_cells(path)
    assert findings == []
    assert workbook is not None
    rows = next(iter(workbook.sheets.values())).rows
    for number, text in enumerate(HOSTILE, FIRST_ROW):
        cell = rows[number][2]
        assert (cell.kind, cell.formula) == ("text", False)
        assert str(cell.value).replace("\r\n", "\n") == text.replace("\r\n", "\n")
    assert [rows[one][1].value for one in (1, 2, 3)] == ["=HYPERLINK(1)\x01", "+1", "=1+1"]
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode()
            assert "<f>" not in text, name
            assert "<hyperlink" not in text, name
        assert "HYPERLINK(1)<" in parts.read("docProps/core.xml").decode()


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+cmd|' /C calc'!A0", '@x&P&"a', "http://example.org", "<f>1</f>"])
def test_hostile_text_of_an_inventory_stays_text_on_every_sheet(text: str, tmp_path: Path) -> None:
    """Names, items, sources, reasons and citations come from others; they are on most sheets and make nothing."""
    content = frames(**WATER, deductions=[{"status": "有", "item": text, "value [万元]": 1.0, "source": text}])  # type: ignore[arg-type]
    content["basic"] = content["basic"].assign(region="990001", region_name=text, citation=text, compiler=text)
    for name, frame in content.items():
        content[name] = frame.assign(region="990001") if name != "basic" else frame
        for column in ("source", "reason"):
            if column in content[name] or (column == "source" and name in {"extent", "water_retention"}):
                content[name][column] = text
    content["hydropower"]["item"] = text
    explained = {"region": "990001", "year": 2025, "code": "GEP125", "subject": "990001/region", "explanation": text}
    content["explanations"] = pd.DataFrame([explained])
    account = assess(Inventory.from_frames(content), "rcees_2017")[0]
    path = tmp_path / "account.xlsx"
    account.write(path)
    pages = live_pages(account)
    book = openpyxl.load_workbook(path)
    seen = set()
    for page, sheet, first in tables(book, pages):
        for row, cells in enumerate(page.rows):
            for column in range(len(cells)):
                cell = sheet.cell(first + row, column + 1)
                assert (cell.data_type == "f") == ((row, column) in page.formulas)
                if text in str(cells[column]):
                    seen.add(page.id)
                    assert (cell.data_type, cell.hyperlink) == ("s", None)
        assert text in str(sheet.cell(first - 3, 1).value) or page.id.startswith("calculation")
        if sheet.oddHeader.right.text:
            assert re.sub("&&", "", sheet.oddHeader.right.text.removeprefix("&9 ")).count("&") == 0
    assert seen >= {"value", "sources", "deductions", "parameters", "run", "quantity"}
    with zipfile.ZipFile(path) as parts:
        names = parts.namelist()
        assert not any("hyperlink" in parts.read(name).decode().lower() for name in names if name.endswith(".rels"))
        assert not any("vba" in name.lower() or "externallink" in name.lower() for name in names)


def test_half_a_surrogate_pair_does_not_stop_the_account(county: Account, tmp_path: Path, monkeypatch) -> None:
    sheet = written(page_of(Column("甲"), rows=(("a\ud800b",),)), county, tmp_path / "account.xlsx", monkeypatch)
    assert sheet.cell(FIRST_ROW, 1).value == "a\ufffdb"


@pytest.mark.parametrize("text", ["长" * 40_000, "𠀀" * 20_000, "x" * 100_001])
def test_text_too_long_for_a_cell_goes_on_below_the_table(text, county: Account, tmp_path: Path, monkeypatch) -> None:
    page = page_of(Column("甲"), Column("乙", "long"), rows=(("一", text), ("二", "短")), notes=("注释" * 20_000,))
    sheet = written(page, county, tmp_path / "account.xlsx", monkeypatch)
    values = [str(row[0].value) for row in sheet.iter_rows(min_row=FIRST_ROW + 2)]
    notes = [one for one in values if "B4" not in one]
    assert "".join(notes).count("注释") == 20_000
    start, mark = str(sheet.cell(FIRST_ROW, 2).value).split("……")
    assert mark == "(接表下“B4 续”)"
    assert start + "".join(one.removeprefix("B4 续:") for one in values if "B4" in one) == text
    assert all(len(one.encode("utf-16-le")) // 2 <= 32_767 for one in [*values, start + mark])


def test_what_no_cell_can_hold_is_blank_or_text(county: Account, tmp_path: Path, monkeypatch) -> None:
    rows = ((float("nan"), None, ""), (float("inf"), float("-inf"), 0.0))
    page = page_of(Column("甲", "value"), Column("乙", "number"), Column("丙", "quantity"), rows=rows)
    sheet = written(page, county, tmp_path / "account.xlsx", monkeypatch)
    assert list(sheet.iter_rows(min_row=FIRST_ROW, values_only=True)) == [(None, None, None), ("+inf", "-inf", 0)]
    assert all(cell.border.left.style == "thin" for row in sheet.iter_rows(min_row=FIRST_ROW) for cell in row)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1234567.891, "value", "1,234,567.89"),
        (-0.126, "value", "-0.13"),
        (8.380625, "percent", "8.38"),
        (2025, "integer", "2025"),
        (1.1, "quantity", "1.10"),
        (142.91933, "quantity", "142.9193"),
        (0.000305123, "quantity", "0.0003051"),
        (3e-15, "quantity", "3.000E-15"),
        (0.0, "quantity", "0.00"),
        (2888.0, "number", "2,888"),
        (0.00623, "number", "0.00623"),
        (8 / 11, "number", "0.7272727273"),
        (-0.3711, "number", "-0.3711"),
        (6.02e23, "number", "6.020000000E+23"),
    ],
)
def test_numbers_are_shown_as_a_statistician_would(value, kind, text: str, in_excel_format) -> None:
    assert in_excel_format(value, show(value, kind).number_format) == text
    assert text_width(show(value, kind).text) >= text_width(text), "the column is wide enough"


@pytest.fixture
def in_excel_format():
    """Show a number in one of the Excel formats that we use."""

    def apply(value: float, number_format: str) -> str:
        body = number_format.removesuffix("_ ")
        if "E" in body:
            return f"{value:.{len(body.split('E')[0]) - 2}E}"
        whole, _, decimals = body.partition(".")
        text = f"{value:{',' if ',' in whole else ''}.{len(decimals)}f}"
        kept = len(decimals) - len(decimals.rstrip("#"))
        while kept and text.endswith("0"):
            text, kept = text[:-1], kept - 1
        return text

    return apply


def test_the_sheets_are_set_up_like_statistical_tables(county: Account, tmp_path: Path) -> None:
    county.write(tmp_path / "account.xlsx")
    book = openpyxl.load_workbook(tmp_path / "account.xlsx")
    pages = live_pages(county)
    wide = 0
    for page, sheet, first in tables(book, pages):
        alone = sum(one.sheet == page.sheet for one in pages) == 1
        assert sheet.freeze_panes == f"{get_column_letter(page.keys + 1)}{4 if alone else 1}"
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        last = len(page.columns) - page.aside
        if sheet.sheet_properties.pageSetUpPr.fitToPage:
            assert sheet.page_setup.fitToWidth in (None, 1)
            assert sheet.print_title_rows == ("$1:$3" if alone else "$1:$1")
        else:  # several pages side by side, the names of the rows on each
            wide += 1
            last = sheet.col_breaks.brk[0].id if len(page.columns) > sheet.col_breaks.brk[0].id else last
            assert sheet.page_setup.scale == 70
            assert sheet.print_title_cols == f"$A:${get_column_letter(page.keys)}"
            assert sheet.print_title_rows == ("$3:$3" if alone else None)
            assert page.sheet.removeprefix("计算-") in sheet.oddHeader.right.text
        assert "&P" in sheet.oddFooter.center.text
        assert "&N" in sheet.oddFooter.center.text
        title = next(cell for cell in sheet[first - 3] if cell.value)
        assert (title.font.b, title.alignment.horizontal, title.font.name) == (True, "center", "宋体")
        assert any(one.min_row == first - 3 and one.max_col == last for one in sheet.merged_cells.ranges)
        assert sheet.cell(first - 2, 1).alignment.horizontal == "right"
        for cell in sheet[first - 1][: len(page.columns)]:
            assert cell.alignment.wrap_text
            assert cell.fill.fill_type == "solid"
        for index, values in enumerate(page.rows):
            for number, value in enumerate(values, 1):
                cell = sheet.cell(first + index, number)
                assert cell.border.bottom.style == "thin"
                assert bool(cell.font.b) == (index in page.strong)
                if isinstance(value, float):
                    assert cell.number_format != "General"
                    assert cell.alignment.horizontal == "right"
    assert wide > 1


def test_no_number_is_wider_than_its_column_and_no_text_higher_than_its_row(account: Account, tmp_path: Path) -> None:
    account.write(tmp_path / "account.xlsx")
    book = openpyxl.load_workbook(tmp_path / "account.xlsx")
    for page, sheet, first in tables(book, live_pages(account)):
        widths = []
        for size in sheet.column_dimensions.values():
            widths += [size.width] * (size.max - size.min + 1)
        proper = len(page.columns) - page.aside
        for number, row in enumerate(page.rows, first):
            for place, (value, column) in enumerate(zip(row[:proper], page.columns, strict=False)):
                cell = show(value, column.kind)
                if cell.number_format:
                    assert text_width(cell.text) < widths[place]
                else:
                    assert 14 * line_count(cell.text, int(widths[place]) - 1) <= sheet.row_dimensions[number].height


def test_rows_of_several_places_keep_their_names_in_view(county: Account, tmp_path: Path, monkeypatch) -> None:
    columns = (Column("地区代码"), Column("年份", "integer"), Column("指标名称"), Column("价值(万元)", "value"))
    page = page_of(*columns, rows=(("632521", 2025, "农业产品", 1.5),), keys=3)
    sheet = written(page, county, tmp_path / "account.xlsx", monkeypatch)
    assert sheet.freeze_panes == "D4"
    assert sheet.cell(FIRST_ROW, 2).number_format.startswith("0")


def test_a_table_larger_than_a_sheet_is_refused_and_nothing_written(county: Account, tmp_path, monkeypatch) -> None:
    page = page_of(*[Column("甲")] * 16_385, rows=())
    monkeypatch.setattr(account_writer, "live_pages", lambda *_: (page,))
    with pytest.raises(ValueError, match="summary"):
        write_account(county, tmp_path / "account.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file_and_nothing_else(county: Account, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "account.xlsx"
    path.write_bytes(b"old")

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError("open in another program")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        county.write(path)
    assert [one.name for one in tmp_path.iterdir()] == ["account.xlsx"]
    assert path.read_bytes() == b"old"
    with pytest.raises(OSError, match="nowhere"):
        county.write(tmp_path / "nowhere" / "account.xlsx")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("生态产品", 8, 1),
        ("生态产品", 7, 2),
        ("生态产品总值", 4, 3),
        ("one two three", 7, 2),
        ("one two three", 6, 3),
        ("abcdefghij", 4, 3),
        ("甲 abcdefghij", 4, 4),
        ("一\n二\n三", 10, 3),
        ("单价 unit", 4, 2),
    ],
)
def test_lines_break_where_a_program_would_break_them(text: str, width: int, lines: int) -> None:
    assert line_count(text, width) == lines


def test_a_row_is_as_high_as_its_highest_cell_and_no_higher_than_excel_allows() -> None:
    one, three = row_height(["甲", "乙"], [10, 10]), row_height(["甲", "一\n二\n三"], [10, 10])
    assert one < three
    assert row_height(["甲\n" * 1000], [10]) == 409.0


def test_text_shares_a_page_and_numbers_keep_their_width() -> None:
    columns = (Column("名"), Column("值", "value"), Column("长", "long"), Column("短", "long"))
    number = show(123456789012.5, "value")
    row = (show("名称", "text"), number, show("很长的文字" * 60, "long"), show("短", "long"))
    widths = column_widths(columns, [row] * 100)
    assert widths[1] > len(number.text)
    assert widths[2] > 5 * widths[3]
    assert sum(widths) <= 225


def test_a_workbook_makes_nothing_of_text(tmp_path: Path) -> None:
    with (tmp_path / "book.xlsx").open("wb") as file:
        book = new_workbook(file, "标题")
        book.add_worksheet("甲").write(0, 0, "=1+1")
        book.close()
    cell = openpyxl.load_workbook(tmp_path / "book.xlsx")["甲"]["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore:.* extension is not supported")  # LibreOffice saves bars its own way
def test_libreoffice_opens_and_saves_the_same_account(county: Account, tmp_path: Path, soffice: Path) -> None:
    county.write(tmp_path / "账户.xlsx")
    (tmp_path / "out").mkdir()
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", tmp_path / "out", tmp_path / "账户.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    book = openpyxl.load_workbook(tmp_path / "out" / "账户.xlsx", data_only=True)
    assert book.sheetnames[: len(SHEETS)] == SHEETS
    for page, sheet, first in tables(book, live_pages(county)):
        cells = sheet.iter_rows(first, first + len(page.rows) - 1, max_col=len(page.columns), values_only=True)
        for given, row in zip(page.rows, cells, strict=True):
            # LibreOffice saves 15 significant digits: half a unit in the last of them may be lost.
            kept = [
                pytest.approx(one, rel=5e-15, abs=0) if isinstance(one, float) else None if one == "" else one
                for one in given
            ]
            assert list(row) == kept


def test_charts_are_native_and_drawn_from_cells(account: Account, tmp_path: Path) -> None:
    account.write(tmp_path / "account.xlsx")
    with zipfile.ZipFile(tmp_path / "account.xlsx") as package:
        charts = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    assert all(("<c:f>" in chart and "汇总表" in chart) or "服务×生态系统表" in chart for chart in charts)
    pie = next(chart for chart in charts if "<c:pieChart>" in chart)
    book = openpyxl.load_workbook(tmp_path / "account.xlsx", data_only=True)
    drawn = re.findall(r"\$H\$(\d+)", re.search(r"<c:val>.*?<c:f>(.*?)</c:f>", pie, re.DOTALL)[1])
    values = [book["汇总表"][f"H{row}"].value for row in drawn]
    assert sum(values) == pytest.approx(account.total().m / 1e4, rel=1e-15)


def test_formulas_are_written_as_they_are(tmp_path: Path) -> None:
    """The method of XlsxWriter that we replace is private: it must be there, and have nothing to do for us."""
    assert "_prepare_formula" in vars(Worksheet)
    formulas = [
        formula.text(lambda ref: f"A{ref.row + 1}")
        for page in live_pages(compiled("illustrative_county_2025"))
        for formula in page.formulas.values()
    ]
    with (tmp_path / "book.xlsx").open("wb") as file:
        book = new_workbook(file, "标题")
        sheet = book.add_worksheet("甲")
        stock = xlsxwriter.Workbook(tmp_path / "stock.xlsx", {"in_memory": True, "use_future_functions": True})
        theirs = stock.add_worksheet("甲")
        for row, formula in enumerate(formulas):
            sheet.write_formula(row, 2, formula, None, 1)
            theirs.write_formula(row, 2, formula, None, 1)
        assert [cells[2].formula for cells in sheet.table.values()] == [one.removeprefix("=") for one in formulas]
        assert sheet.table == theirs.table
        book.close()
        stock.close()
