"""A standard table in words, ready to be shown: everything a writer needs, so that it computes nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from gep.tables.formulas import Formula
from gep.tables.words import Words

__all__ = [
    "HUNDRED",
    "WAN",
    "YI",
    "Cell",
    "Column",
    "Content",
    "Kind",
    "Page",
    "blank_or_number",
    "blank_or_percent",
    "headings",
]

Kind = Literal["text", "long", "value", "quantity", "percent", "integer", "number"]
Cell = str | float | int | None

WAN, YI, HUNDRED = 1e4, 1e8, 100.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a page: its heading and what kind of cell it holds.

    ``value`` is money with two decimals, ``quantity`` a physical amount, ``percent`` a share already times 100,
    ``number`` a coefficient or price as it is, ``long`` text that wraps.
    """

    heading: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Page:
    """One standard table in words.

    Parameters
    ----------
    id, sheet, title, unit_line
        Key, short name of the sheet, title inside, and the line that states the unit. Pages of one sheet stand below
        each other.
    columns : tuple of Column
    rows : tuple of tuple
        None is a blank: no number.
    strong : frozenset of int
        Rows that are totals.
    notes : tuple of str
        Lines under the table.
    keys : int
        How many columns at the left say what a row is about.
    formulas : mapping
        Row and column → how the cell follows from others; its number stands in `rows` all the same.
    inputs : frozenset
        Row and column of cells that an auditor may change: what was bound from the inventory.
    lines : mapping
        Row and column → rows of the ledger that the cell is made from, so that it can be explained.
    bars : tuple of int
        Columns whose numbers are of one kind, so that bars may compare them.
    aside : int
        How many columns at the right do not belong to the table proper: for the screen, not for print.
    """

    id: str
    sheet: str
    title: str
    unit_line: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    strong: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    keys: int = 1
    formulas: Mapping[tuple[int, int], Formula] = field(default_factory=dict)
    inputs: frozenset[tuple[int, int]] = frozenset()
    lines: Mapping[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    bars: tuple[int, ...] = ()
    aside: int = 0


class Content(NamedTuple):
    """What differs from table to table: columns and rows, which rows are totals, notes, how many columns are keys."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    strong: Iterable[int] = ()
    notes: Sequence[str] = ()
    keys: int = 1
    bars: tuple[int, ...] = ()
    aside: int = 0


def headings(words: Words, *columns: str | tuple[str, Kind]) -> tuple[Column, ...]:
    """Return columns by the names of their headings, each with its kind unless it is text."""
    named = ((one, "text") if isinstance(one, str) else one for one in columns)
    return tuple(Column(words.say(f"column_{name}"), kind) for name, kind in named)  # type: ignore[arg-type]


def blank_or_number(value: object, scale: float = 1.0) -> float | None:
    """Return a number of a frame divided by `scale`, or a blank for a missing one."""
    number = float(value)  # type: ignore[arg-type]
    return None if math.isnan(number) else number / scale


def blank_or_percent(value: object) -> float | None:
    """Return a share of a frame in percent, or a blank for a missing one."""
    number = blank_or_number(value)
    return None if number is None else number * HUNDRED
