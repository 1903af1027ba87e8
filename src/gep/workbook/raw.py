"""What a workbook holds before anyone interprets it: cells with addresses, as typed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

__all__ = [
    "ERRORS",
    "MAX_COLUMN",
    "MAX_ROW",
    "MAX_TEXT",
    "Cell",
    "Kind",
    "RawSheet",
    "RawWorkbook",
    "SheetState",
    "address",
    "column_letters",
    "column_number",
    "position",
    "whole",
]

Kind = Literal["number", "text", "boolean", "date", "error", "blank"]
SheetState = Literal["visible", "hidden", "veryHidden"]

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
MAX_TEXT = 32_767
"""The longest text a cell of Excel holds."""
ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
)
"""The texts by which spreadsheets show that a formula failed."""

_LETTERS = 26
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def column_letters(number: int) -> str:
    """Return the letters of column `number`, counted from 1: 5 → ``"E"``.

    Raises
    ------
    ValueError
        If a sheet has no such column.
    """
    if not 1 <= number <= MAX_COLUMN:
        raise ValueError(f"a sheet has no column {number}")
    letters = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of the column called `letters`, counted from 1: ``"E"`` → 5.

    Raises
    ------
    ValueError
        If a sheet has no such column.
    """
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(f"a sheet has no column {letters!r}")
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    if not 1 <= number <= MAX_COLUMN:
        raise ValueError(f"a sheet has no column {letters!r}")
    return number


def address(row: int, column: int) -> str:
    """Return the address of a cell as Excel shows it: (7, 5) → ``"E7"``."""
    return f"{column_letters(column)}{row}"


def position(text: str) -> tuple[int, int]:
    """Return row and column of the address `text`: ``"E7"`` → (7, 5).

    Raises
    ------
    ValueError
        If `text` is no address of a cell on a sheet.
    """
    match = _ADDRESS.fullmatch(text)
    if match is None or int(match[2]) > MAX_ROW:
        raise ValueError(f"{text!r} is no address of a cell")
    return int(match[2]), column_number(match[1])


def whole(text: str | None) -> int:
    """Return the whole number `text`, plain digits only.

    Raises
    ------
    ValueError
        If it is anything else.
    """
    if text is None or not text.isascii() or not text.isdecimal():
        raise ValueError(f"{text!r} is no whole number")
    return int(text)


class Cell(NamedTuple):
    """One cell as it stands in the file; nothing is normalised.

    A tuple, because half a million of them are made of one large sheet.

    Parameters
    ----------
    row, column : int
        Position, counted from 1.
    value : float, str, bool, date, datetime or None
        The value; for a formula the one calculated last. None for errors and blanks. A time of day without a date
        is a datetime on the day before the first day of the calendar, as Excel counts it.
    kind : str
        ``"number"``, ``"text"``, ``"boolean"``, ``"date"``, ``"error"``, or ``"blank"``: a formula that was never
        calculated.
    formula : bool
        Whether the value comes from a formula.
    typed : str
        What a message shows: text as it is, the shortest number that is exactly `value`, ``"#DIV/0!"``, ISO dates.
    percent : bool
        Whether the cell is formatted as a percentage; `value` stays the plain number, 0.37 for 37 %.
    """

    row: int
    column: int
    value: float | str | bool | datetime.date | datetime.datetime | None
    kind: Kind
    formula: bool
    typed: str
    percent: bool = False

    @property
    def address(self) -> str:
        """The address as Excel shows it."""
        return address(self.row, self.column)


@dataclass(frozen=True)
class RawSheet:
    """One worksheet.

    Parameters
    ----------
    name : str
        Name on the tab.
    state : str
        ``"visible"``, ``"hidden"`` or ``"veryHidden"`` (only a macro or a program can show it).
    rows : mapping
        Row number → column number → cell, in ascending order. Blank cells and cells covered by a merge are absent.
    merges : tuple
        Merged ranges as (first row, first column, last row, last column).
    hidden_rows, hidden_columns : frozenset
        Numbers of the rows and columns that are hidden.
    """

    name: str
    state: SheetState = "visible"
    rows: Mapping[int, Mapping[int, Cell]] = field(default_factory=dict)
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class RawWorkbook:
    """A workbook: where it came from, the fingerprint of its bytes, and its worksheets in the order of the tabs."""

    path: Path
    sha256: str
    sheets: Mapping[str, RawSheet]
