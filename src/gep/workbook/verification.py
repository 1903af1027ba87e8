"""Whether an account workbook is what its inventory gives: compiled again and compared."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from gep.account import Account
from gep.messages import LANGUAGES, label
from gep.workbook.account_writer import account_workbook
from gep.workbook.cells import Cell, RawWorkbook, read_cells
from gep.workbook.raw import address

__all__ = ["Difference", "differences", "recorded_standard"]


KEPT = 5e-15
"""Half a unit in the 15th significant digit: what spreadsheet programs keep when they save."""


class Difference(NamedTuple):
    """A cell that the workbook and a fresh account do not agree on."""

    sheet: str
    cell: str
    found: str
    expected: str


def _run_sheet(workbook: RawWorkbook) -> tuple[str, str] | None:
    """Return the language of an account workbook and the name of its run sheet, or None for another workbook."""
    return next(((lang, name) for lang in LANGUAGES if (name := label("sheet_run", lang)) in workbook.sheets), None)


def recorded_standard(workbook: RawWorkbook) -> str | None:
    """Return the standard that an account workbook says it was compiled under; None if it is no account workbook."""
    run = _run_sheet(workbook)
    if run is None:
        return None
    lang, name = run
    for cells in workbook.sheets[name].rows.values():
        texts = [cell.typed for cell in cells.values()]
        if texts and texts[0] == label("run_standard", lang):
            return texts[1] if len(texts) > 1 else None
    return None


def differences(path: Path, workbook: RawWorkbook, account: Account) -> list[Difference]:
    """Return every cell in which the workbook at `path` is not what `account` would write.

    Parameters
    ----------
    path : Path
        The account workbook.
    workbook : RawWorkbook
        Its cells.
    account : Account
        A fresh compilation of the inventory under the recorded standard.

    Returns
    -------
    list of Difference
        Empty where all bytes agree, or all cells: a workbook that Excel has saved again is another file with the
        same cells.
    """
    run = _run_sheet(workbook)
    fresh = account_workbook(account, run[0] if run else "zh")
    if path.read_bytes() == fresh:
        return []
    with TemporaryDirectory() as folder:
        again = Path(folder) / "again.xlsx"
        again.write_bytes(fresh)
        expected, _ = read_cells(again)
    if expected is None:  # pragma: no cover - what the writer writes the reader reads
        raise ValueError(path)
    return [
        one
        for name in dict.fromkeys([*expected.sheets, *workbook.sheets])
        for one in _sheet_differences(name, workbook, expected)
    ]


def _same_number(one: Cell | None, other: Cell | None) -> bool:
    """Return whether two cells hold the same number, as far as other programs keep it: to 15 significant digits."""
    if one is None or other is None or not one.kind == other.kind == "number":
        return False
    given, wanted = float(one.value), float(other.value)  # type: ignore[arg-type]
    return abs(given - wanted) <= KEPT * abs(wanted)


def _sheet_differences(name: str, workbook: RawWorkbook, expected: RawWorkbook) -> list[Difference]:
    rows = [book.sheets[name].rows if name in book.sheets else {} for book in (workbook, expected)]
    found = []
    for row in sorted({*rows[0], *rows[1]}):
        given, wanted = rows[0].get(row, {}), rows[1].get(row, {})
        for column in sorted({*given, *wanted}):
            cells = given.get(column), wanted.get(column)
            texts = [cell.typed if cell is not None else "" for cell in cells]
            if texts[0] != texts[1] and not _same_number(*cells):
                found.append(Difference(name, address(row, column), *texts))
    return found
