"""The copy of an inventory with its findings: each at its cell, nothing else changed, earlier ones replaced."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from gep.cli import program
from gep.findings import Finding, Where, finding
from gep.workbook.cells import read_cells
from gep.workbook.review import write_review
from gep.workbook.review.plain import _titles

# The library that looks at the copies says what it would lose; the copies keep it.
pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported and will be removed:UserWarning")

GRADES = {"GEP111": "FFFF9C9C", "GEP116": "FFFFC266", "GEP120": "FFFFE34D", "GEP113": "FFBFDFFF"}
"""A code of each grade with the colour of the grade."""
PARAMS: Mapping[str, Any] = dict.fromkeys(("column", "limits", "guess", "basis", "number", "subject"), "…")


def at(code: str, sheet: str, cell: str = "", typed: str = "4120 mm", subject: str = "s") -> Finding:
    params = {key: value for key, value in PARAMS.items() if key != "subject"}
    return finding(code, Where("book.xlsx", sheet, cell), subject=subject, typed=typed, **params)


def rich_book(path: Path) -> Path:
    """Write a workbook with all that other libraries lose: pictures, charts, data bars, lists, protection, comments."""
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("数据 & 图")
    other = book.add_worksheet("二")
    bold = book.add_format({"bold": True})
    page.write_rich_string("A1", "降水", bold, "粗体", "量")
    page.write_row("A3", ["类型", "降水量 [mm]", "说明"])
    for row in range(3, 9):
        page.write_row(row, 0, [f"类型{row}", 100.5 + row, "<&> 'x'"])
    page.write_formula("B20", "=SUM(B4:B9)", None, 642.0)
    page.write_comment("B3", "她的批注\n第二行", {"author": "王", "width": 300, "height": 90, "visible": True})
    page.write_comment("A3", "另一条", {"author": "gep"})
    page.conditional_format("B4:B9", {"type": "data_bar", "bar_solid": True, "data_bar_2010": True})
    page.data_validation("C4:C9", {"validate": "list", "source": ["有", "无"]})
    page.set_column("B:B", 30)
    page.set_row(4, 60)
    page.protect()
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='数据 & 图'!$B$4:$B$9"})
    page.insert_chart("E2", chart)
    page.insert_image("E20", "dot.png", {"image_data": io.BytesIO(DOT)})
    page.merge_range("A11:B12", "合并")
    other.write("A1", "没有意见的表")
    other.add_table("A3:B5")
    book.close()
    return path


DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c636060f8cf00000301010018dd8d"
    "b00000000049454e44ae426082"
)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def colours(path: Path, sheet: str) -> dict[str, str]:
    """Return the cells that our rules colour."""
    page = openpyxl.load_workbook(path)[sheet]
    return {
        cell: rule.dxf.fill.bgColor.rgb
        for block, rules in page.conditional_formatting._cf_rules.items()
        for rule in rules
        if rule.formula == ['N("gep 审核")=0']
        for cell in str(block.sqref).split()
    }


def comments(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    book = openpyxl.load_workbook(path)
    return {
        (page.title, cell.coordinate): (cell.comment.text, cell.comment.author)
        for page in book
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }


def cells(path: Path) -> Iterator[tuple[object, ...]]:
    for values in (False, True):
        book = openpyxl.load_workbook(path, data_only=values, rich_text=True)
        for page in book:
            if page.title != "审核意见":
                for row in page.iter_rows():
                    there = (c for c in row if c.value is not None or c.has_style)
                    yield from ((page.title, c.coordinate, str(c.value), c.style_id, c.number_format) for c in there)


def copied(folder: Path, findings: Sequence[Finding], source: Path | None = None, lang: str = "zh") -> Path:
    source = source or rich_book(folder / "book.xlsx")
    target = folder / "copy.xlsx"
    assert write_review(source, target, findings, lang)
    return target


FOUR = [at(code, "数据 & 图", cell) for code, cell in zip(GRADES, ("B4", "B5", "C30", "XFD1"), strict=True)]


def test_each_finding_is_a_comment_and_a_colour_at_its_cell(tmp_path: Path) -> None:
    copy = copied(tmp_path, FOUR)
    assert colours(copy, "数据 & 图") == dict(zip(("B4", "B5", "C30", "XFD1"), GRADES.values(), strict=True))
    ours = {place: text for place, (text, author) in comments(copy).items() if author == "gep 审核"}
    assert ours.keys() == {("数据 & 图", one.where.cell) for one in FOUR}
    for one in FOUR:
        said = ours["数据 & 图", one.where.cell]
        assert said == f"[{one.code} {one.grade.label('zh')}] {one.text('zh')}\n→ {one.todo('zh')}"


def test_findings_of_one_cell_stand_together_under_the_gravest_colour(tmp_path: Path) -> None:
    copy = copied(tmp_path, [at("GEP120", "二", "B2"), at("GEP111", "二", "B2"), at("GEP113", "二", "B2")])
    assert colours(copy, "二") == {"B2": GRADES["GEP111"]}
    text, _ = comments(copy)["二", "B2"]
    assert [line[1:7] for line in text.split("\n\n")] == ["GEP120", "GEP111", "GEP113"]


def test_nothing_else_changes(tmp_path: Path) -> None:
    source = rich_book(tmp_path / "book.xlsx")
    before = source.read_bytes()
    copy = copied(tmp_path, FOUR, source)
    assert source.read_bytes() == before
    old, new = parts(source), parts(copy)
    assert old.keys() <= new.keys()
    # One sheet, its comments with their boxes, the formats, and the lists of parts.
    assert {name for name in old if old[name] != new[name]} == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert new.keys() - old.keys() == {"xl/worksheets/sheet_gep1.xml"}
    assert list(cells(copy)) == list(cells(source))
    # What is added to the sheet is added, nothing is taken away.
    sheet = new["xl/worksheets/sheet1.xml"].decode()
    for piece in old["xl/worksheets/sheet1.xml"].decode().split("<dataValidations"):
        assert piece in sheet
    assert [page.title for page in openpyxl.load_workbook(copy)] == ["数据 & 图", "二", "审核意见"]


def test_her_comments_keep_their_words_before_ours(tmp_path: Path) -> None:
    copy = copied(tmp_path, [at("GEP108", "数据 & 图", "B3", "#N/A")])
    text, author = comments(copy)["数据 & 图", "B3"]
    assert author == "王"
    assert text.startswith("她的批注\n第二行\n\n【gep】\n[GEP108 强制性] 单元格是错误值 #N/A")
    assert comments(copy)["数据 & 图", "A3"] == ("另一条", "gep")
    drawing = parts(copy)["xl/drawings/vmlDrawing1.vml"].decode()
    assert "visibility:visible" in drawing, "her box is still shown"
    assert drawing.count("<v:shape ") == 2


def test_a_copy_that_is_checked_again_has_the_new_findings_only(tmp_path: Path) -> None:
    first = copied(tmp_path, [*FOUR, at("GEP108", "数据 & 图", "B3", "#N/A"), at("GEP120", "二", "A1")])
    again = tmp_path / "again.xlsx"
    assert write_review(first, again, [at("GEP120", "数据 & 图", "B3"), at("GEP111", "数据 & 图", "B4")], "zh")
    assert colours(again, "数据 & 图") == {"B3": GRADES["GEP120"], "B4": GRADES["GEP111"]}
    assert colours(again, "二") == {}
    said = comments(again)
    assert said.keys() == {("数据 & 图", cell) for cell in ("A3", "B3", "B4")}
    assert said["数据 & 图", "B3"][0].count("【gep】") == 1
    assert "GEP108" not in said["数据 & 图", "B3"][0]
    assert [page.title for page in openpyxl.load_workbook(again)] == ["数据 & 图", "二", "审核意见"]
    assert write_review(again, tmp_path / "clean.xlsx", [], "zh")
    assert comments(tmp_path / "clean.xlsx") == comments(rich_book(tmp_path / "fresh.xlsx"))
    assert colours(tmp_path / "clean.xlsx", "数据 & 图") == {}
    drawing = parts(tmp_path / "clean.xlsx")["xl/drawings/vmlDrawing1.vml"].decode()
    assert drawing.count("<v:shape ") == 2


def test_a_copy_saved_by_another_program_is_known_again(tmp_path: Path) -> None:
    """A library that writes everything anew stands for Excel, which does too."""
    first = copied(tmp_path, FOUR)
    book = openpyxl.load_workbook(first)
    book["数据 & 图"]["B4"] = 412
    book.save(tmp_path / "saved.xlsx")
    again = tmp_path / "again.xlsx"
    assert write_review(tmp_path / "saved.xlsx", again, [], "zh")
    assert colours(again, "数据 & 图") == {}
    assert {author for _, author in comments(again).values()} == {"王", "gep"}
    assert openpyxl.load_workbook(again).sheetnames == ["数据 & 图", "二", "审核意见"]


def test_the_list_leads_to_the_cells(tmp_path: Path) -> None:
    copy = copied(tmp_path, [*FOUR, at("GEP120", "二"), at("GEP120", "不在", "A1"), at("GEP120", "")])
    page = openpyxl.load_workbook(copy)["审核意见"]
    header = next(row for row in page.iter_rows() if row[0].value == "序号")
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=header[0].row + 1)]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 8)]
    assert [row[1] for row in rows] == ["强制性", "准强制性", *["核实性"] * 4, "提示性"]
    assert rows[0][2:6] == ["GEP111", "数据 & 图", "B4", "4120 mm"]
    assert rows[0][6:8] == [FOUR[0].text("zh"), FOUR[0].todo("zh")]
    links = {cell.coordinate: cell.hyperlink for row in page.iter_rows() for cell in row if cell.hyperlink}
    assert links[f"E{header[0].row + 1}"].location == "'数据 & 图'!B4"
    assert {link.target for link in links.values()} == {None}, "nothing leads out of the file"
    assert {link.location for link in links.values()} == {
        "'数据 & 图'!B4", "'数据 & 图'!B5", "'数据 & 图'!C30", "'数据 & 图'!XFD1", "'二'!A1"
    }  # fmt: skip
    assert ("二", "A1") in comments(copy), "what is about the sheet as a whole stands at its first cell"


def test_the_language_of_the_copy(tmp_path: Path) -> None:
    copy = copied(tmp_path, FOUR, lang="en")
    assert openpyxl.load_workbook(copy).sheetnames[-1] == "findings"
    assert comments(copy)["数据 & 图", "B4"][0].startswith("[GEP111 error] … is 4120 mm; valid: …\n→ check")


def test_words_of_an_analyst_never_become_formulas_links_or_markup(tmp_path: Path) -> None:
    evil = "=cmd|'/c calc'!A1 </t></r><x>&\x00\x0b]]>"
    copy = copied(tmp_path, [at("GEP120", "二", "B2", evil, evil)])
    page = openpyxl.load_workbook(copy)["审核意见"]
    shown = [cell for row in page.iter_rows() for cell in row if cell.value and "cmd|" in str(cell.value)]
    assert len(shown) >= 2
    assert {cell.data_type for cell in shown} == {"s"}
    assert "=cmd|'/c calc'!A1 </t></r><x>&]]>" in comments(copy)["二", "B2"][0]
    workbook, findings = read_cells(copy)
    assert workbook is not None
    assert [one for one in findings if one.stops] == []


def test_the_same_findings_give_the_same_bytes(tmp_path: Path) -> None:
    source = rich_book(tmp_path / "book.xlsx")
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for target in (one, two):
        write_review(source, target, FOUR, "zh")
    assert one.read_bytes() == two.read_bytes()


def test_a_box_is_as_high_as_its_text(tmp_path: Path) -> None:
    for number, words in enumerate(("短", "长" * 700)):
        copy = copied(tmp_path, [at("GEP120", "二", "B2", words)], rich_book(tmp_path / f"{number}.xlsx"))
        drawing = next(text for name, text in parts(copy).items() if "vmlDrawing_gep" in name).decode()
        height = float(drawing.partition("height:")[2].partition("pt")[0])
        # A line of 56 half-width letters takes 12.75 pt.
        assert height == pytest.approx((4 if number == 0 else 28) * 12.75, abs=2 * 12.75)


def test_a_workbook_written_by_another_library_takes_marks(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    page["B2"] = 1.5
    page["C3"].comment = Comment("旧批注", "李")
    book.create_sheet("空")
    book.save(tmp_path / "own.xlsx")
    name = page.title
    found = [at("GEP120", name, "C3"), at("GEP111", name, "Z9"), at("GEP111", "空", "A1")]
    copy = copied(tmp_path, found, tmp_path / "own.xlsx")
    assert colours(copy, name) == {"C3": GRADES["GEP120"], "Z9": GRADES["GEP111"]}
    assert comments(copy).keys() == {(name, "C3"), (name, "Z9"), ("空", "A1")}
    assert openpyxl.load_workbook(copy)[name]["B2"].value == 1.5


def test_a_part_that_cannot_be_changed_in_place_gives_a_copy_of_the_cells(tmp_path: Path) -> None:
    source = rich_book(tmp_path / "book.xlsx")
    content = parts(source)
    sheet = content["xl/worksheets/sheet1.xml"].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    content["xl/worksheets/sheet1.xml"] = sheet.encode("utf-16")
    odd, target = tmp_path / "odd.xlsx", tmp_path / "copy.xlsx"
    with zipfile.ZipFile(odd, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    assert not write_review(odd, target, FOUR, "zh")
    read, _ = read_cells(odd)
    again, _ = read_cells(target)
    assert read is not None
    assert again is not None
    for name, page in read.sheets.items():
        shown = {(c.row, c.column): c.value for cells in again.sheets[name].rows.values() for c in cells.values()}
        for cells_ in page.rows.values():
            for cell in cells_.values():
                assert cell.kind in ("blank", "error") or shown[cell.row, cell.column] == cell.value
    assert comments(target).keys() == {("数据 & 图", one.where.cell) for one in FOUR}
    book = openpyxl.load_workbook(target)
    assert book["数据 & 图"]["B4"].fill.fgColor.rgb == GRADES["GEP111"]
    assert any("没有原件的公式" in str(row[0].value) for row in book["审核意见"].iter_rows())


# --- the command


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return an inventory with one defect."""
    source = Path(__file__).resolve().parents[2] / "examples" / "ganzi_2010" / "甘孜州_2010.xlsx"
    target = tmp_path / "清单 一.xlsx"
    target.write_bytes(source.read_bytes())
    return target


def run(*words: object) -> Any:
    return CliRunner().invoke(program, [*map(str, words), "--lang", "zh"])


def test_check_writes_the_copy_and_says_so(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    result = run("check", book, "-o", tmp_path / "副本.xlsx")
    assert result.exit_code == 0
    assert f"已写出 {tmp_path / '副本.xlsx'}" in result.stderr
    assert ("基本信息", "B10") in comments(tmp_path / "副本.xlsx")
    assert book.read_bytes() == before
    again = run("check", tmp_path / "副本.xlsx")
    assert again.exit_code == 0
    assert "GEP130" not in again.stderr, "our list is no strange sheet"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("{book}", "-o", "{book}"), "GEP602"),
        (("{book}", "-o", "{folder}/copy.xls"), "GEP605"),
        (("{book}", "-o", "{folder}/there.xlsx"), "GEP292"),
        (("{book}", "{book}", "-o", "{folder}/copy.xlsx"), "GEP291"),
        (("{folder}/m.xlsm", "-o", "{folder}/copy.xlsx"), "GEP290"),
        (("{book}", "-o", "{folder}/no/copy.xlsx"), "GEP601"),
    ],
)
def test_an_output_that_would_cost_something_is_refused(
    words: tuple[str, ...], code: str, book: Path, tmp_path: Path
) -> None:
    (tmp_path / "there.xlsx").write_bytes(book.read_bytes())
    before = sorted((path, path.read_bytes()) for path in tmp_path.iterdir())
    result = run("check", *(word.format(book=book, folder=tmp_path) for word in words))
    assert result.exit_code == 2
    assert f"[{code}" in result.stderr
    assert sorted((path, path.read_bytes()) for path in tmp_path.iterdir()) == before


def test_a_copy_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = rich_book(tmp_path / "book.xlsx")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_review(source, tmp_path / "copy.xlsx", FOUR, "zh")
    assert [path.name for path in tmp_path.iterdir()] == ["book.xlsx"]


@pytest.mark.libreoffice
def test_libreoffice_opens_the_copy_and_keeps_the_comments(tmp_path: Path) -> None:
    copy = copied(tmp_path, FOUR)
    out = tmp_path / "out"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), str(copy)], check=True, capture_output=True, timeout=180)
    said = comments(out / "copy.xlsx")
    for one in FOUR:
        assert one.code in said["数据 & 图", one.where.cell][0]


def test_the_fields_of_the_json_are_fixed(book: Path) -> None:
    (one,) = json.loads(run("check", book, "--json").stdout)
    assert list(one) == [
        "path", "code", "grade", "file", "sheet", "cell", "subject", "typed", "text", "todo", "explanation"
    ]  # fmt: skip
    assert (one["code"], one["grade"], one["sheet"], one["cell"]) == ("GEP201", "explain", "基本信息", "B10")
    assert one["path"] == str(book)


def test_a_folder_of_tables_gives_a_workbook_that_is_read_again(tmp_path: Path) -> None:
    folder, target = tmp_path / "清单", tmp_path / "copy.xlsx"
    folder.mkdir()
    (folder / "生态系统面积.csv").write_text("生态系统类型,面积 [km²]\n森林,-3\n", "utf-8")
    (folder / "基本信息.csv").write_text("项目,内容,单位\n核算地区代码,632521,\n", "utf-8")
    result = run("check", folder, "-o", target)
    assert result.exit_code == 1
    assert "原件不是 .xlsx 工作簿" in result.stderr
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["基本信息", "生态系统面积", "审核意见"]
    assert "GEP111" in book["生态系统面积"]["B2"].comment.text
    assert book["生态系统面积"]["B2"].fill.fgColor.rgb == GRADES["GEP111"]
    assert {cell.hyperlink.location for row in book["审核意见"].iter_rows() for cell in row if cell.hyperlink} >= {
        "'生态系统面积'!B2"
    }
    # Apart from what the name of the file is, the same is found again.
    first, second = (json.loads(run("check", path, "--json").stdout) for path in (folder, target))
    assert {(one["code"], one["cell"]) for one in first} == {(one["code"], one["cell"]) for one in second}


def test_names_that_no_sheet_may_have(tmp_path: Path) -> None:
    assert list(_titles(["面积.csv", "面积", "a/b", "长" * 40 + ".csv", "长" * 41])) == [
        "面积.csv", "面积", "a/b", "长" * 40 + ".csv", "长" * 41
    ]  # fmt: skip
    assert list(_titles(["面积.csv", "面积", "a/b", "长" * 40, "长" * 41]).values()) == [
        "面积", "面积 2", "a b", "长" * 31, "长" * 29 + " 2"
    ]  # fmt: skip
    del tmp_path
