"""Reading and checking an inventory, beside calamine that merely parses the same file.

Run by hand: ``python benchmarks/read_inventory.py`` (needs python-calamine). Targets, side by side in one run: reading
and checking in at most three times what calamine takes to parse, checking alone in no more than reading. Prints CPU
milliseconds, the least of several runs, and ratios: times drift between machines, ratios hardly.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from gep.workbook import parts, xlsx
from gep.workbook.cells import read_cells
from gep.workbook.raw import RawWorkbook
from gep.workbook.read import load_inventory

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "illustrative_county_2025" / "共和县示例_2025.xlsx"
PRODUCTS = "物质供给"
CITATION = "统计局 2025 年鉴"


def calamine(path: Path) -> list[list[list[object]]]:
    book = CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def element_by_element(path: Path) -> RawWorkbook | None:
    """Read with the parser only, as before rows and texts were read by patterns."""
    split, xlsx.split_part = xlsx.split_part, lambda _: None
    texts, parts.read_plain_texts = parts.read_plain_texts, lambda _: None
    try:
        return read_cells(path)[0]
    finally:
        xlsx.split_part, parts.read_plain_texts = split, texts


def make(path: Path, rows: int) -> None:
    """Write the example with `rows` more products."""
    workbook, _ = read_cells(EXAMPLE)
    assert workbook is not None
    with xlsxwriter.Workbook(path) as book:
        for sheet in workbook.sheets.values():
            page = book.add_worksheet(sheet.name)
            for row, cells in sheet.rows.items():
                for column, cell in cells.items():
                    page.write(row - 1, column - 1, cell.value)
            if sheet.name == PRODUCTS:
                last = max(sheet.rows)
                first = next(
                    row for row, cells in sheet.rows.items() if any(c.typed == "产品类别" for c in cells.values())
                )
                columns = {cell.typed.split(" [")[0]: column - 1 for column, cell in sheet.rows[first].items()}
                for number in range(rows):
                    record = {
                        "产品类别": "农业产品", "产品": f"品种{number}", "生态系统类型": "水浇地",
                        "产量": round(1234.567 + number / 7, 3), "产量单位": "t", "单价": 4.2, "单价单位": "元/kg",
                        "数据来源": CITATION,
                    }  # fmt: skip
                    for label, value in record.items():
                        if label in columns:
                            page.write(last + number, columns[label], value)


READERS: Mapping[str, Callable[[Path], object]] = {
    "calamine parses": calamine,
    "reading, element by element": element_by_element,
    "reading": read_cells,
    "reading and checking": load_inventory,
}


def least(path: Path, runs: int) -> dict[str, float]:
    """Return the least of several runs of each reader, taken in turns: a busy machine is busy for all of them."""
    times: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(runs):
        for name, read in READERS.items():
            start = time.process_time()
            read(path)
            times[name].append(time.process_time() - start)
    return {name: min(each) * 1000 for name, each in times.items()}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = {EXAMPLE: "the example as it is"}
        for rows in (3_000, 50_000):
            path = Path(folder) / f"{rows}.xlsx"
            make(path, rows)
            files[path] = f"the example with {rows} more products"
        for path, words in files.items():
            inventory, findings = load_inventory(path)
            assert inventory is not None
            assert element_by_element(path) == read_cells(path)[0]
            taken = least(path, 5 if "50000" in path.name else 15)
            taken["checking alone"] = taken["reading and checking"] - taken["reading"]
            print(f"{words}, {path.stat().st_size / 1000:.0f} kB, {len(findings)} finding(s)")
            for name, one in taken.items():
                print(f"  {name:28}{one:9.0f} ms  ×{one / taken['calamine parses']:.1f}")
            print(f"  checking alone / reading: {taken['checking alone'] / taken['reading']:.2f} (target 1)")


if __name__ == "__main__":
    main()
