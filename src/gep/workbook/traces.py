"""How the values of an account came about, kept in its workbook on a sheet that only a program shows.

Each line of the ledger is explained once. Before the explanations stand the cells, each with the lines that its value
is made from; a text too long for a cell goes on in the next row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count, groupby
from typing import Any

from gep.messages import LANGUAGES, label
from gep.workbook.cells import RawWorkbook

__all__ = ["recorded_trace", "write_traces"]

LINE = "#"
LONGEST = 16_000  # characters of a cell: Excel holds 32 767, and some Chinese characters count twice


def write_traces(book: Any, cells: Mapping[str, Iterable[int]], texts: Mapping[int, str], lang: str) -> None:
    """Add the sheet of explanations.

    Parameters
    ----------
    book : Workbook
        What is being written.
    cells : mapping of str to iterable of int
        Address of a cell (``价值量表!I12``) → lines of the ledger that it is made from.
    texts : mapping of int to str
        Line of the ledger → its explanation.
    lang : {"zh", "en"}
        Language of the workbook.
    """
    sheet = book.add_worksheet(label("sheet_traces", lang))
    sheet.very_hidden()
    entries = [(address, _ranges(lines)) for address, lines in cells.items()]
    entries += [(f"{LINE}{line}", text) for line, text in texts.items()]
    row = 0
    for key, text in entries:
        for start in range(0, len(text), LONGEST):
            sheet.write_string(row, 0, key)
            sheet.write_string(row, 1, text[start : start + LONGEST])
            row += 1


def _ranges(lines: Iterable[int]) -> str:
    """Return numbers as text: ``3-5,9``."""
    counter = count()
    runs = [list(run) for _, run in groupby(sorted(lines), key=lambda line: line - next(counter))]
    return ",".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _numbers(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if not (first + last).isdecimal():  # the sheet was edited by hand
            return []
        found += range(int(first), int(last or first) + 1)
    return found


def recorded_trace(workbook: RawWorkbook, cell: str) -> str | None:
    """Return how the value in `cell` (``价值量表!I12``) of an account workbook came about, if it is recorded."""
    wanted = cell.replace("'", "").replace("$", "").replace("！", "!").casefold()
    for lang in LANGUAGES:
        sheet = workbook.sheets.get(label("sheet_traces", lang))
        texts: dict[str, str] = {}
        for cells in sheet.rows.values() if sheet is not None else ():
            key, *pieces = [cell.typed for _, cell in sorted(cells.items())]
            texts[key.casefold()] = texts.get(key.casefold(), "") + "".join(pieces)
        if wanted in texts and not wanted.startswith(LINE):
            lines = [texts.get(f"{LINE}{line}", "") for line in _numbers(texts[wanted])]
            return "\n".join(filter(None, lines)) or None
    return None
