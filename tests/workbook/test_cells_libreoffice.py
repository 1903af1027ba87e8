"""What LibreOffice saves reads like openpyxl reads it, and an inventory stays the same in every format."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gep.findings import Finding
from gep.workbook.cells import read_cells
from gep.workbook.read import load_inventory

SOFFICE = shutil.which("soffice")


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_libreoffice(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "生态系统面积"
    sheet.append(["地类", "面积", "占比", "日期", "合计", "有效"])
    for row in range(2, 40):
        sheet.append(
            [f"草地 {row}", row * 0.37, row / 100, datetime.datetime(2025, 5, row % 28 + 1), f"=B{row}*2", True]
        )
        sheet.cell(row, 3).number_format = "0.0%"
        sheet.cell(row, 4).number_format = 'yyyy"年"m"月"d"日"'
    sheet["G2"], sheet["G3"] = "=1/0", '=""'
    sheet.merge_cells("H2:I3")
    sheet["H2"] = "合并"
    book.create_sheet("隐藏").sheet_state = "hidden"
    (tmp_path / "in").mkdir()
    book.save(tmp_path / "in" / "清单.xlsx")
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(tmp_path), str(tmp_path / "in" / "清单.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    workbook, findings = read_cells(tmp_path / "清单.xlsx")
    assert findings == []
    assert workbook is not None
    assert [(s.name, s.state) for s in workbook.sheets.values()] == [("生态系统面积", "visible"), ("隐藏", "hidden")]
    rows = workbook.sheets["生态系统面积"].rows
    oracle = openpyxl.load_workbook(tmp_path / "清单.xlsx", data_only=True)["生态系统面积"]
    seen = 0
    for line in oracle.iter_rows():
        for cell in line:
            ours = rows.get(cell.row, {}).get(cell.column)
            if cell.value is None:
                assert ours is None or ours.value == ""
                continue
            seen += 1
            assert ours is not None
            if cell.data_type == "e":
                assert (ours.kind, ours.typed) == ("error", cell.value)
            elif isinstance(cell.value, datetime.datetime):
                assert ours.value == cell.value.date()
            else:
                assert ours.value == cell.value
    assert seen == 6 * 39 + 2
    assert rows[5][5].formula
    assert rows[5][5].value == 5 * 0.37 * 2
    assert rows[5][3].percent
    assert (rows[2][7].typed, rows[3][7].kind, rows[3][7].value) == ("#DIV/0!", "text", "")


EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*/*.xlsx"))
FORMATS = {"xls": "xls:MS Excel 97", "ods": "ods:calc8", "xlsx": "xlsx:Calc MS Excel 2007 XML"}


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory, soffice: Path) -> Mapping[str, Path]:
    """Return the folders into which LibreOffice saved the examples, by format."""
    folder = tmp_path_factory.mktemp("converted")
    for suffix, filtered in FORMATS.items():
        subprocess.run(
            [str(soffice), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", filtered, "--outdir", str(folder / suffix), *map(str, EXAMPLES)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return {suffix: folder / suffix for suffix in FORMATS}


def told(findings: list[Finding], book: Path) -> list[tuple[object, ...]]:
    return [
        (one.code, one.where.sheet, one.where.cell, one.subject, one.typed, one.explanation)
        for one in findings
        if one.where.file == book.name
    ]


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("book", EXAMPLES, ids=lambda path: path.stem)
def test_an_inventory_saved_in_another_format_is_the_same(
    book: Path, suffix: str, converted: Mapping[str, Path]
) -> None:
    expected, findings = load_inventory(book)
    copy = converted[suffix] / f"{book.stem}.{suffix}"
    inventory, again = load_inventory(copy)
    assert expected is not None
    assert inventory is not None
    assert told(again, copy) == told(findings, book)
    assert inventory.tables.keys() == expected.tables.keys()
    assert inventory.missing_sheets == expected.missing_sheets
    for name, table in expected.tables.items():
        other = inventory.tables[name]
        pd.testing.assert_frame_equal(other.frame, table.frame, check_exact=True)
        assert (dict(other.letters), dict(other.typed)) == (dict(table.letters), dict(table.typed))
