"""Reading the cells of a workbook: our one pass, openpyxl twice, and a guard pass before calamine.

Run by hand: ``python benchmarks/read_cells.py`` (needs openpyxl and python-calamine). Prints CPU milliseconds, the
least of several runs, and ratios: times drift between machines, ratios hardly.
"""

from __future__ import annotations

import random
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from gep.workbook.cells import read_cells

RUNS = 5


def make(path: Path, sheets: int, rows: int, columns: int) -> None:
    """Write a workbook of Chinese texts, numbers and formulas with results."""
    draw = random.Random(1)
    book = xlsxwriter.Workbook(str(path))
    for number in range(sheets):
        sheet = book.add_worksheet(f"面积{number}")
        for row in range(rows):
            for column in range(columns):
                if column < 3:
                    sheet.write_string(row, column, f"第{row % 97}乡镇 地类{column}")
                elif column == columns - 1:
                    sheet.write_formula(row, column, f"=D{row + 1}*E{row + 1}", None, draw.random() * 1e4 + 1)
                else:
                    sheet.write_number(row, column, round(draw.random() * 1e4, 3))
    book.close()


def guard(path: Path) -> tuple[set[str], set[str], list[str]]:
    """Collect what calamine drops: addresses of errors, of formulas without results, and the merges."""
    errors: set[str] = set()
    empty: set[str] = set()
    merges: list[str] = []
    place, formula, value = "", False, False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal place, formula, value
        if name == "c":
            place, formula, value = attributes["r"], False, False
            if attributes.get("t") == "e":
                errors.add(place)
        elif name == "f":
            formula = True
        elif name == "v":
            value = True
        elif name == "mergeCell":
            merges.append(attributes["ref"])

    def end(name: str) -> None:
        if name == "c" and formula and not value:
            empty.add(place)

    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet"):
                parser = expat.ParserCreate()
                parser.StartElementHandler, parser.EndElementHandler = start, end
                parser.Parse(archive.read(part), True)
    return errors, empty, merges


def calamine(path: Path) -> None:
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def guarded_calamine(path: Path) -> None:
    guard(path)
    calamine(path)


def openpyxl_twice(path: Path) -> None:
    for data_only in (False, True):
        book = openpyxl.load_workbook(path, read_only=True, data_only=data_only)
        for sheet in book:
            for _ in sheet.iter_rows():
                pass
        book.close()


def least(read: Callable[[Path], object], path: Path, runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.process_time()
        read(path)
        times.append(time.process_time() - start)
    return min(times) * 1000


def main() -> None:
    readers = {
        "our one pass": read_cells,
        "guard + calamine": guarded_calamine,
        "guard alone": guard,
        "calamine alone (unguarded)": calamine,
        "openpyxl twice (read-only)": openpyxl_twice,
    }
    with tempfile.TemporaryDirectory() as folder:
        for sheets, rows, columns in ((10, 300, 12), (1, 50_000, 12)):
            path = Path(folder) / f"{sheets}x{rows}.xlsx"
            make(path, sheets, rows, columns)
            print(f"{sheets} sheet(s) × {rows} rows × {columns} columns, {path.stat().st_size / 1000:.0f} kB")
            ours = 0.0
            for name, read in readers.items():
                taken = least(read, path, RUNS if rows < 10_000 else 2)
                ours = ours or taken
                print(f"  {name:28}{taken:9.0f} ms  ×{taken / ours:.2f}")


if __name__ == "__main__":
    main()
