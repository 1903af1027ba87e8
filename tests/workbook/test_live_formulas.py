"""The formulas of the account workbook: recalculated, they give the program's numbers, and what is changed follows."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.formatting import ConditionalFormattingList

from frames import WATER, frames, together
from gep.account import Account
from gep.compile import assess, compile_account
from gep.inventory import Inventory
from gep.tables import live_pages
from gep.tables.formulas import Ref, sum_of
from gep.workbook.account_writer import places_of
from gep.workbook.read import load_inventory

# openpyxl drops the bars of the summary, which LibreOffice saves its own way; no formula is in them.
pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported and will be removed:UserWarning")

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PROVINCE = "several regions and years"
FOLDERS = [*sorted(path.parent.name for path in EXAMPLES.glob("*/build.py")), PROVINCE]

SMALL = {"illustrative_plain_2025", "illustrative_unit_value_2025"}

# LibreOffice trusts the numbers beside the formulas unless it is told otherwise; openpyxl leaves none for it to trust.
TOLERANCE = 1e-9


def compiled(path: Path) -> Account:
    inventory, _ = load_inventory(path)
    assert inventory is not None
    return assess(inventory)[0]


def province() -> Account:
    """Return an account of two regions and two years."""
    parts = []
    for number, place in enumerate([("632521", 2024), ("632522", 2024), ("632521", 2025), ("632522", 2025)]):
        part = frames(place, **WATER)  # type: ignore[arg-type]
        part["water_retention"]["precipitation [mm]"] += 10.0 * number
        parts.append(part)
    return compile_account(Inventory.from_frames(together(*parts)))


def account_of(folder: str) -> Account:
    return province() if folder == PROVINCE else compiled(workbook_of(folder))


def workbook_of(folder: str) -> Path:
    return next((EXAMPLES / folder).glob("*.xlsx"))


def recalculated(book: openpyxl.Workbook, folder: Path, soffice: Path) -> openpyxl.Workbook:
    """Return the workbook with every formula computed by LibreOffice, none of whose numbers was there before."""
    stale = folder / "stale.xlsx"
    for sheet in book:  # LibreOffice saves bars in a way that openpyxl warns of
        sheet.conditional_formatting = ConditionalFormattingList()
    book.save(stale)
    subprocess.run(
        [
            soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder / "out", stale,
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return openpyxl.load_workbook(folder / "out" / "stale.xlsx", data_only=True)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_number_from_a_bound_argument_to_the_total_is_live(folder: str) -> None:
    pages = {page.id: page for page in live_pages(account_of(folder))}
    for name in ("summary", "value", "quantity", "service_by_ecosystem", "by_region", "quality"):
        page = pages[name]
        for row, cells in enumerate(page.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, float):
                    assert ((row, column) in page.formulas) != ((row, column) in page.inputs), (name, row, column)
    for name, page in pages.items():
        if name.startswith("calculation"):
            for row, cells in enumerate(page.rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, float):
                        assert ((row, column) in page.formulas) != ((row, column) in page.inputs), (name, row, column)


@pytest.mark.libreoffice
@pytest.mark.parametrize("folder", FOLDERS)
def test_recalculated_formulas_give_the_numbers_of_the_program(folder: str, tmp_path: Path, soffice: Path) -> None:
    path = tmp_path / "账户.xlsx"
    account = account_of(folder)
    account.write(path)
    pages = live_pages(account)
    computed = {}
    for page in pages:
        sheet_name, first = places_of(pages)[page.id]
        for row, column in page.formulas:
            computed[sheet_name, first + row + 1, column + 1] = page.rows[row][column]
    formulas = openpyxl.load_workbook(path)
    cached = openpyxl.load_workbook(path, data_only=True)
    fresh = recalculated(openpyxl.load_workbook(path), tmp_path, soffice)
    seen = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    expected = cached[sheet.title][cell.coordinate].value
                    got = fresh[sheet.title][cell.coordinate].value
                    place = (sheet.title, cell.coordinate)
                    assert got == pytest.approx(expected, rel=TOLERANCE, abs=0), place
                    by_program = computed[sheet.title, cell.row, cell.column]
                    assert got == pytest.approx(by_program, rel=TOLERANCE, abs=0), place
                    seen += 1
    assert seen == len(computed) == sum(len(page.formulas) for page in pages)
    assert seen > (70 if folder in SMALL else 300)


def total_of(book: openpyxl.Workbook) -> float:
    sheet = book["汇总表"]
    return next(float(row[7].value) for row in sheet.iter_rows() if str(row[0].value).startswith("生态产品总值(GEP)"))


@pytest.mark.libreoffice
def test_a_changed_account_workbook_meets_a_fresh_account_of_the_changed_inventory(
    tmp_path: Path, soffice: Path
) -> None:
    """Change an input, a price and a coefficient in the account, and the same in the inventory."""
    original = workbook_of("illustrative_county_2025")
    path = tmp_path / "账户.xlsx"
    compiled(original).write(path)
    account, inventory = openpyxl.load_workbook(path), openpyxl.load_workbook(original)

    typed = re.compile(r"水源涵养!([A-Z]+\d+)$")
    calculation = account["计算-水源涵养"]
    headings = [cell.value for cell in calculation[3]]
    column = headings.index("降水量 [mm]") + 1
    cell = calculation.cell(4, column)
    address = typed.search(str(calculation.cell(4, column + 1).value))
    assert address is not None
    inventory["水源涵养"][address[1]] = float(cell.value) + 25
    cell.value = float(cell.value) + 25

    parameters = account["参数与价格表"]
    for identifier, change in (("price.reservoir_storage", 1.5), ("water_retention.runoff_coefficient", 2.0)):
        row = next(
            one for one in parameters.iter_rows(min_row=4) if one[1].value == identifier and "!" in str(one[13].value)
        )
        sheet, _, place = str(row[13].value).partition("!")
        row[5].value = float(row[5].value) + change
        inventory[sheet][place] = row[5].value

    changed = tmp_path / "清单.xlsx"
    inventory.save(changed)
    expected = compiled(changed).total().m_as("万元(2025年价)")
    before = total_of(openpyxl.load_workbook(path, data_only=True))
    after = total_of(recalculated(account, tmp_path, soffice))
    assert after == pytest.approx(expected, rel=TOLERANCE)
    assert abs(after - before) > 1


def test_neighbours_become_a_range_and_many_arguments_are_nested() -> None:
    cells = [Ref("a", row, 1) for row in (0, 1, 2, 5)]
    text = sum_of(cells, 1e-4).text(lambda ref: f"B{ref.row + 1}")
    assert text == "=SUM(B1:B3,B6)/10000"
    scattered = sum_of(Ref("a", row, 1) for row in range(0, 1200, 2)).text(lambda ref: f"B{ref.row + 1}")
    assert scattered.startswith("=SUM(SUM(")
    assert max(part.count(",") for part in re.findall(r"SUM\(([^()]*)\)", scattered)) < 255
