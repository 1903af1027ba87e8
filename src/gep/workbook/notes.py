"""What is noticed while a file is read; of what happens a million times, the first few places."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from gep.findings import Finding, Where
from gep.workbook.package import RefusalError
from gep.workbook.raw import MAX_TEXT, Cell, RawSheet, column_letters

__all__ = ["SHOWN", "Notes", "Problems", "several", "shown"]

SHOWN = 5


def shown(path: Path) -> str:
    """Return `path` as text; a name from a system with another encoding may hold bytes that no terminal can show."""
    return os.fsencode(path).decode("utf-8", "replace")


def several(items: Iterable[str], count: int) -> Mapping[str, str]:
    """Return the first few of `count` items in words."""
    first = list(islice(items, SHOWN))
    if count <= len(first):
        return {"zh": "、".join(first), "en": ", ".join(first)}
    return {"zh": f"{'、'.join(first)}等", "en": f"{', '.join(first)} …"}


@dataclass(slots=True)
class Problems:
    """The places of one kind of problem: how many, and the first of them."""

    count: int = 0
    cells: list[Cell] = field(default_factory=list)

    def add(self, cell: Cell) -> None:
        """Count `cell`."""
        self.count += 1
        if len(self.cells) < SHOWN:
            self.cells.append(cell)


class Notes:
    """The findings about one file, called `file`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def note(self, code: str, sheet: str = "", cell: str = "", typed: str | None = None, **params: object) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, Where(self.file, sheet, cell), typed=typed, params=params))

    def report(self, refusal: RefusalError, sheet: str = "") -> None:
        """Add why the file or the sheet is not read."""
        self.findings.append(Finding(refusal.code, Where(self.file, sheet), params=refusal.params))

    def sheet(self, sheet: RawSheet, problems: Mapping[str, Problems]) -> None:
        """Add what there is to say about a sheet that was read."""
        self._hidden(sheet)
        for code, places in sorted(problems.items()):
            first = places.cells[0]
            cells = several((cell.address for cell in places.cells), places.count)
            self.note(code, sheet.name, first.address, first.typed, count=places.count, cells=cells, limit=MAX_TEXT)

    def _hidden(self, sheet: RawSheet) -> None:
        if not sheet.rows:
            return
        if sheet.state != "visible":
            # On a sheet that is hidden as a whole, hidden rows are no news.
            count = sum(len(cells) for cells in sheet.rows.values())
            self.note("GEP036" if sheet.state == "hidden" else "GEP037", sheet.name, count=count)
            return
        rows = sorted(sheet.hidden_rows & sheet.rows.keys())
        if rows:
            first = next(iter(sheet.rows[rows[0]].values()))
            self.note("GEP038", sheet.name, first.address, items=several(map(str, rows), len(rows)))
        tops: dict[int, Cell] = {}
        if sheet.hidden_columns:
            for cells in sheet.rows.values():
                for column in sheet.hidden_columns & cells.keys():
                    tops.setdefault(column, cells[column])
        columns = sorted(tops)
        if columns:
            items = several(map(column_letters, columns), len(columns))
            self.note("GEP039", sheet.name, tops[columns[0]].address, items=items)
