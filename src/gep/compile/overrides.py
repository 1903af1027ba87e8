"""参数调整: which set or which local value a coefficient takes on which lines."""

from __future__ import annotations

from typing import Any

import numpy as np

from gep.account import Ints
from gep.classifications import ancestors, find_ecosystem, find_item
from gep.coefficient_book import CoefficientBook
from gep.compile.context import Context
from gep.findings import finding
from gep.inventory.coding import Coded, constant, distinct
from gep.inventory.keys import LineKeys
from gep.inventory.tables import Table
from gep.inventory.words import nearest, normal

__all__ = ["check_overrides", "deciding_rows", "overrides_of"]

_PRICE = "price."


def _split(text: str) -> tuple[str, str]:
    """Return name and set of a coefficient id such as ``soil_retention.bulk_density@ganzi2017``."""
    name, _, chosen = text.strip().partition("@")
    return name, chosen


def deciding_rows(lines: LineKeys, rows: LineKeys, kind: str = "") -> tuple[Ints, Ints]:
    """Return for each line the row that speaks of it most specifically.

    A row for an item goes before one for a type, a finer type before a coarser one. A type speaks of those below it.

    Parameters
    ----------
    lines : LineKeys
        The lines.
    rows : LineKeys
        Rows of a general sheet; item or ecosystem is empty where a row speaks of all.
    kind : str
        Vocabulary of the items, where they have one.

    Returns
    -------
    ndarray of int, shape (lines,)
        Position of the deciding row, −1 where there is none.
    ndarray of int
        Position of every row that speaks of some line.
    """
    decided = constant(-1, len(lines))
    if not len(rows) or not len(lines):
        return decided, np.empty(0, dtype=np.int64)
    spoken: list[Ints] = []
    kinds, examples = lines.kinds
    kinds_of_lines = [(lines.item_of(line), lines.ecosystem_of(line)) for line in examples]
    patterns, firsts = rows.kinds
    named = [(rows.item_of(row), rows.ecosystem_of(row)) for row in firsts]
    for number in sorted(range(len(named)), key=lambda one: _rank(*named[one]), reverse=True):
        own = rows.take(patterns == number)
        row_at = np.full(len(rows.index.places), -1, dtype=np.int64)
        row_at[own.place] = own.row
        applies = np.array([_applies(line, *named[number], kind) for line in kinds_of_lines], dtype=np.bool_)
        found = np.where(applies[kinds], row_at[lines.place], -1)
        spoken.append(np.unique(found[found >= 0]))
        decided = np.where(decided < 0, found, decided)
    return decided, np.unique(np.concatenate(spoken))


def _rank(item: object, ecosystem: object) -> tuple[bool, int]:
    return bool(item), _depth(str(ecosystem))


def _applies(line: tuple[object, object], item: str, ecosystem: str, kind: str) -> bool:
    own_item, own_type = str(line[0]), str(line[1])
    if item:
        known = find_item(kind, item) if kind else None
        if normal(known.key if known else item) != normal(own_item):
            return False
    return not ecosystem or ecosystem in (own_type, *_above(own_type))


def _above(key: str) -> tuple[str, ...]:
    known = find_ecosystem(key)
    return ancestors(known.key) if known else ()


def _depth(ecosystem: str) -> int:
    return 1 + len(_above(ecosystem)) if ecosystem else 0


def check_overrides(context: Context) -> None:
    """Report rows of 参数调整 that cannot be used, whether or not a method asks for them."""
    table, book = context.inventory.table("overrides"), context.book
    if table.frame.empty:
        return
    names, sets = _names(table), _sets(table)
    has_value = ~np.isnan(table.frame["value"].to_numpy(np.float64))
    kinds = (table.coded("coefficient").codes, sets.codes, has_value, table.coded("source").says(""))
    numbers, first = distinct(*(one.astype(np.int64) for one in kinds))
    problems = [_problem(book, names[row], sets[row], bool(has_value[row]), bool(kinds[-1][row])) for row in first]
    wrong = np.array([problem is not None for problem in problems], dtype=np.bool_)
    for row in np.flatnonzero(wrong[numbers]):
        problem = problems[numbers[row]]
        if problem is not None:
            code, column, params = problem
            where = table.where(int(row), column)
            context.findings.append(finding(code, where, subject=f"overrides/{names[row]}", **params))


def _problem(
    book: CoefficientBook, name: str, chosen: str, has_value: bool, no_source: bool
) -> tuple[str, str, dict[str, Any]] | None:
    """Return what is wrong with a row of 参数调整: code, column and what the message says."""
    if name not in book.names():
        return "GEP323", "coefficient", {"typed": name, "known": nearest(name, book.names())}
    if has_value == bool(chosen):
        return "GEP324", "set" if chosen else "value", {"name": name}
    if chosen and chosen not in book.sets(name):
        return "GEP325", "set", {"typed": chosen, "name": name, "known": "、".join(book.sets(name))}
    if has_value and name.startswith(_PRICE):
        return "GEP326", "value", {"name": name}
    if has_value and no_source:
        return "GEP327", "source", {"name": name}
    return None


def _names(table: Table) -> Coded:
    """Return the coefficient that each row names."""
    return table.coded("coefficient").map(lambda text: _split(text)[0])


def _sets(table: Table) -> Coded:
    """Return the set that each row names, beside the coefficient or in its id; empty where it gives a value."""
    own, named = table.coded("set"), table.coded("coefficient").map(lambda text: _split(text)[1])
    return Coded((*own.words, *named.words), np.where(own.says(""), named.codes + len(own.words), own.codes))


def overrides_of(context: Context, name: str, lines: LineKeys, kind: str = "") -> tuple[Ints, Coded]:
    """Return which row of 参数调整 decides the coefficient `name` on each line, and the set that each row names.

    Returns
    -------
    ndarray of int, shape (lines,)
        Position of the row, −1 where none decides.
    Coded, shape (rows of the sheet,)
        The set, empty where the row gives a value.
    """
    table = context.inventory.table("overrides")
    sets = _sets(table)
    # A row that names both or neither has its own finding.
    usable = _names(table).says(name) & (np.isnan(table.frame["value"].to_numpy(np.float64)) != sets.says(""))
    rows = context.inventory.keys("overrides").take(usable)
    numbers, first = distinct(rows.numbers())
    repeated = first[numbers] != np.arange(len(rows))
    # The same coefficient may be written with its set and without.
    for row in map(int, rows.row[repeated]):
        typed = table.word(row, "coefficient")
        where = table.where(row, "coefficient")
        context.findings.append(finding("GEP312", where, subject=f"overrides/{name}", typed=typed))
    decided, spoken = deciding_rows(lines, rows.take(~repeated), kind)
    context.use("overrides", spoken)
    return decided, sets
