"""Writing an account: against stock XlsxWriter writing the same finished cells.

Usage: ``python benchmarks/write_account.py [inventory]`` (default: the illustrative county). Both write the same
values, formulas with their numbers, formats, widths and heights, side by side in one run; best of several, processor
time. What comes before writing (tables in words, formulas between them, explanations) is timed apart.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from gep.compile import assess
from gep.tables import TABLES, live_pages, make_table
from gep.trace import explained_lines
from gep.workbook.account_writer import account_workbook, pages_workbook
from gep.workbook.read import load_inventory

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "illustrative_county_2025"
RUNS = 5


def best(action: Callable[[], Any]) -> float:
    """Return the least processor time of several runs [s]."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def recorded(action: Callable[[], Any]) -> list[tuple[str, list[tuple[str, tuple[Any, ...]]]]]:
    """Return the cells, rows and columns that an action writes, sheet by sheet, as calls with finished arguments."""
    sheets: dict[int, tuple[str, list[tuple[str, tuple[Any, ...]]]]] = {}
    originals = {name: getattr(Worksheet, name) for name in ("write_string", "write_number", "write_blank")}
    originals |= {name: getattr(Worksheet, name) for name in ("write_formula", "set_row", "set_column", "merge_range")}

    def wrap(name: str) -> Callable[..., Any]:
        def call(self: Any, *args: Any) -> Any:
            sheets.setdefault(id(self), (self.name, []))[1].append((name, args))
            return originals[name](self, *args)

        return call

    for name in originals:
        setattr(Worksheet, name, wrap(name))
    try:
        action()
    finally:
        for name, original in originals.items():
            setattr(Worksheet, name, original)
    return list(sheets.values())


def stock(sheets: list[tuple[str, list[tuple[str, tuple[Any, ...]]]]]) -> bytes:
    """Write recorded cells with XlsxWriter as it comes, formats made anew for this book."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    formats: dict[int, Any] = {}

    def own(value: Any) -> Any:
        if not isinstance(value, xlsxwriter.format.Format):
            return value
        if id(value) not in formats:
            made = book.add_format()
            kept = {"xf_index", "dxf_index", "xf_format_indices", "dxf_format_indices"}
            vars(made).update({key: one for key, one in vars(value).items() if key not in kept})
            formats[id(value)] = made
        return formats[id(value)]

    for name, calls in sheets:
        sheet = book.add_worksheet(name)
        for method, args in calls:
            getattr(sheet, method)(*map(own, args))
    book.close()
    return buffer.getvalue()


def main() -> None:
    """Time one account and print what it takes."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else next(EXAMPLE.glob("*.xlsx"))
    inventory, _ = load_inventory(path)
    if inventory is None:
        raise SystemExit(f"{path} cannot be read")
    account, _ = assess(inventory)
    pages = live_pages(account)
    lines = range(len(account.ledger))
    cells = sum(len(row) for page in pages for row in page.rows)
    formulas = sum(len(page.formulas) for page in pages)
    print(f"{path.name}: {len(lines)} lines, {len(pages)} tables, {cells} cells, {formulas} formulas")
    tables = best(lambda: [make_table(account, name) for name in TABLES])
    print(f"tables as frames: {tables:.3f} s")
    print(f"tables in words with their formulas: {best(lambda: live_pages(account)):.3f} s")
    print(f"explanations: {best(lambda: explained_lines(account, lines)):.3f} s")
    whole = best(lambda: account_workbook(account))
    finished = recorded(lambda: pages_workbook(pages))
    ours, theirs = best(lambda: pages_workbook(pages)), best(lambda: stock(finished))
    print(f"writing the finished tables: {ours:.3f} s; stock XlsxWriter: {theirs:.3f} s; ratio {ours / theirs:.2f}")
    print(f"account.write in all: {whole:.3f} s; ratio {whole / theirs:.2f}")


if __name__ == "__main__":
    main()
