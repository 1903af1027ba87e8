"""Reading the cells of a workbook: our one pass, a guard pass before calamine, and openpyxl twice.

Run by hand: ``python benchmarks/read_cells.py`` (needs openpyxl and python-calamine). The first three end with the
same cells; the last two show the parts. Prints CPU milliseconds, the least of several runs, and ratios: times drift
between machines, ratios hardly.
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

from gep.workbook.cells import Cell, column_number, read_cells

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


def guard(path: Path) -> dict[str, dict[tuple[int, int], tuple[bool, str, str]]]:
    """Collect what calamine drops: whether a cell is a formula, its type and its style, by address."""
    found: dict[str, dict[tuple[int, int], tuple[bool, str, str]]] = {}
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/sheet"):
                found[part] = guard_part(archive.read(part))
    return found


def guard_part(data: bytes) -> dict[tuple[int, int], tuple[bool, str, str]]:
    found: dict[tuple[int, int], tuple[bool, str, str]] = {}
    columns: dict[str, int] = {}
    place, style, kind, formula, row, row_text = "", "", "", False, 0, ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal place, formula, style, kind, row, row_text
        if name == "c":
            place, style, kind, formula = attributes["r"], attributes.get("s", ""), attributes.get("t", ""), False
        elif name == "f":
            formula = True
        elif name == "row":
            row_text = attributes["r"]
            row = int(row_text)

    def end(name: str) -> None:
        if name == "c":
            letters = place[: -len(row_text)]
            column = columns.get(letters) or columns.setdefault(letters, column_number(letters))
            found[row, column] = (formula, kind, style)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)
    return found


def calamine(path: Path) -> list[list[list[object]]]:
    book = CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]


def guarded_calamine(path: Path) -> list[dict[int, dict[int, Cell]]]:
    """Join both to the same cells that our pass gives (texts, numbers and formulas only)."""
    sheets = []
    for known, grid in zip(guard(path).values(), calamine(path), strict=True):
        rows: dict[int, dict[int, Cell]] = {}
        for row, values in enumerate(grid, 1):
            cells = rows[row] = {}
            for column, value in enumerate(values, 1):
                formula, _, _ = known[row, column]
                if isinstance(value, str):
                    cells[column] = Cell(row, column, value, "text", formula, value)
                else:
                    cells[column] = Cell(row, column, float(value), "number", formula, repr(value).removesuffix(".0"))
        sheets.append(rows)
    return sheets


def openpyxl_twice(path: Path) -> list[dict[int, dict[int, Cell]]]:
    """Read formulas, then values, and join them to the same cells."""
    formulas = openpyxl.load_workbook(path, read_only=True, data_only=False)
    results = openpyxl.load_workbook(path, read_only=True, data_only=True)
    sheets = []
    for first, second in zip(formulas, results, strict=True):
        rows: dict[int, dict[int, Cell]] = {}
        for row, (line, values) in enumerate(zip(first.iter_rows(), second.iter_rows(), strict=True), 1):
            cells = rows[row] = {}
            for column, (written, known) in enumerate(zip(line, values, strict=True), 1):
                value, formula = known.value, written.data_type == "f"
                if isinstance(value, str):
                    cells[column] = Cell(row, column, value, "text", formula, value)
                else:
                    cells[column] = Cell(
                        row, column, float(value), "number", formula, repr(float(value)).removesuffix(".0")
                    )
        sheets.append(rows)
    return sheets


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
        "guard + calamine, same cells": guarded_calamine,
        "openpyxl twice, same cells": openpyxl_twice,
        "guard alone": guard,
        "calamine alone": calamine,
    }
    with tempfile.TemporaryDirectory() as folder:
        for sheets, rows, columns in ((10, 300, 12), (1, 50_000, 12)):
            path = Path(folder) / f"{sheets}x{rows}.xlsx"
            make(path, sheets, rows, columns)
            print(f"{sheets} sheet(s) × {rows} rows × {columns} columns, {path.stat().st_size / 1000:.0f} kB")
            workbook, _ = read_cells(path)
            # A comparison of unlike results would prove nothing.
            assert workbook is not None
            ours_cells = [sheet.rows for sheet in workbook.sheets.values()]
            assert ours_cells == guarded_calamine(path) == openpyxl_twice(path)
            del workbook, ours_cells
            ours = 0.0
            for name, read in readers.items():
                taken = least(read, path, RUNS if rows < 10_000 else 2)
                ours = ours or taken
                print(f"  {name:30}{taken:9.0f} ms  ×{taken / ours:.2f}")


if __name__ == "__main__":
    main()
