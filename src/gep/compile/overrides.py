"""参数调整: which set or which local value a coefficient takes on which lines."""

from __future__ import annotations

from typing import Any

import numpy as np

from gep.coefficient_book import CoefficientBook
from gep.compile.context import Context
from gep.compile.deciding import SILENT, Decided, Speaking, deciding_rows, speaking_rows
from gep.findings import finding
from gep.inventory.coding import Coded, distinct, known_of
from gep.inventory.keys import LineKeys
from gep.inventory.tables import Table
from gep.inventory.words import nearest

__all__ = ["UNDECIDED", "check_overrides", "overrides_of"]

UNDECIDED = "\0"
"""The word for: no row names a set; none can be called so."""

_PRICE = "price."


def _split(text: str) -> tuple[str, str]:
    """Return name and set of a coefficient id such as ``soil_retention.bulk_density@ganzi2017``."""
    name, _, chosen = text.strip().partition("@")
    return name, chosen


def check_overrides(context: Context) -> None:
    """Report rows of 参数调整 that cannot be used, whether or not a method asks for them."""
    table, book = context.inventory.table("overrides"), context.book
    if table.frame.empty:
        return
    _speaking(context)  # made here, with the other work on the sheet: methods only ask
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


def overrides_of(context: Context, name: str, lines: LineKeys, kind: str = "") -> tuple[Decided, Coded]:
    """Return which row of 参数调整 decides the coefficient `name` on each line, and the set that each row names.

    Returns
    -------
    Decided
        The rows.
    Coded, shape (rows of the sheet + 1,)
        The set, empty where the row gives a value; the last one, whose word is :data:`UNDECIDED`, stands for no row.
    """
    table = context.inventory.table("overrides")
    speaking, sets = _speaking(context)
    own = speaking.get(name, SILENT)
    # The same coefficient may be written with its set and without.
    for row in own.repeated:
        typed = table.word(row, "coefficient")
        where = table.where(row, "coefficient")
        context.findings.append(finding("GEP312", where, subject=f"overrides/{name}", typed=typed))
    return deciding_rows(lines, own, kind, context.used_rows("overrides")), sets


def _speaking(context: Context) -> tuple[dict[str, Speaking], Coded]:
    """Return the rows of 参数调整 by the coefficient they speak of, and the set that each row names."""
    return context.once("overrides", lambda: _speaking_overrides(context))


def _speaking_overrides(context: Context) -> tuple[dict[str, Speaking], Coded]:
    table = context.inventory.table("overrides")
    names, sets, rows = _names(table), _sets(table), context.inventory.keys("overrides")
    has_value = known_of(context.numbers("overrides", "value"))
    kinds, examples = distinct(names.codes, rows.kinds[0], sets.codes, has_value.astype(np.int64))
    spoken = [
        # A row that names both or neither has its own finding.
        (names[row], rows.item_of(row), rows.ecosystem_of(row)) if has_value[row] == (not sets[row]) else None
        for row in examples
    ]
    speaking = speaking_rows(rows, kinds, spoken, sets.codes[examples].tolist())
    return speaking, Coded((*sets.words, UNDECIDED), np.append(sets.codes, len(sets.words)))
