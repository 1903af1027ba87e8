"""A workbook that LibreOffice saved reads like openpyxl reads it."""

from __future__ import annotations

import datetime
import shutil
import subprocess

import openpyxl
import pytest

from gep.workbook.cells import read_cells

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
