"""Where values come from, as a line of text: the rule, the coefficients, and the cells of the inventory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import count, groupby
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.account import Account, Binding, Calculation
from gep.inventory.tables import Table

__all__ = ["Origin", "Origins", "cell_ranges"]

Ints = npt.NDArray[np.int64]
_LINE_KEY = ("region", "year", "item", "ecosystem")
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")
_LAST = 26


class Origin(NamedTuple):
    """What some values rest on: the name of the function, ids of coefficients, ranges of cells."""

    rule: str
    coefficients: str
    cells: str


Cells = dict[str, set[str]]
"""Sheet → addresses."""


class Origins:
    """Finds what lines of the ledger of an account rest on."""

    def __init__(self, account: Account) -> None:
        self._account = account
        basics = account.inventory.basics
        places = zip(basics["region"], basics["year"], strict=True)
        self._basics = {place: row for row, place in enumerate(places)}
        self._where: dict[int, dict[tuple[object, ...], int]] = {}

    def of(self, calculation: Any, indicator: Any, row: Any, line: Any, coefficients: Any) -> Origin:
        """Return what some lines of one indicator rest on; the arguments are those columns of the ledger."""
        number, name = int(calculation[0]), str(indicator[0])
        cells: Cells = {}
        if number < 0:
            table = self._account.inventory.table("deductions")
            for one in row:
                _add(cells, table, int(one), "value")
            return Origin("", "", cell_ranges(cells))
        own = self._account.calculations[number]
        chosen = np.asarray(line, dtype=np.int64)
        self._step(own, name, chosen, cells)
        price = own.prices.get(name)
        ids = [one for text in dict.fromkeys(coefficients) for one in text.split("; ")]
        if price is not None and price.kind == "step":
            self._step(own, price.name, chosen, cells)
        elif price is not None:
            self._inputs(own, price, chosen, cells)
            codes = price.codes[chosen] if price.codes is not None else np.empty(0, np.int64)
            ids += [price.coefficients[code].id for code in dict.fromkeys(codes.tolist()) if code >= 0]
        step = own.method.step(name)
        rule = step.rule if step is not None else None
        function = f"{rule.__module__.rpartition('.')[2]}.{rule.name}" if rule is not None else ""
        return Origin(function, "; ".join(dict.fromkeys(filter(None, ids))), cell_ranges(cells))

    def _step(self, calculation: Calculation, name: str, lines: Ints, cells: Cells) -> None:
        """Add the cells that a step rests on: a reported quantity, or what its rule was given."""
        reported = calculation.reported[name][lines]
        table = self._account.inventory.table("reported")
        for row in reported[reported >= 0].tolist():
            _add(cells, table, row, "quantity")
        computed = lines[(reported < 0) & ~np.isnan(calculation.results[name][lines])]
        if not computed.size:
            return
        for binding in calculation.arguments[name].values():
            if binding.kind == "step":
                self._step(calculation, binding.name, computed, cells)
            elif binding.kind == "other":
                self._other(calculation, binding, computed, cells)
            else:
                self._inputs(calculation, binding, computed, cells)

    def _inputs(self, calculation: Calculation, binding: Binding, lines: Ints, cells: Cells) -> None:
        """Add the cells that fill an argument: a field, or a value of 价格 or 参数调整."""
        if not binding.table:
            return
        table = self._account.inventory.table(binding.table)
        if binding.table == "basic":
            regions, years = (calculation.lines[name].to_numpy()[lines] for name in ("region", "year"))
            rows = [self._basics[place] for place in zip(regions, years, strict=True)]
        else:
            rows = binding.rows[lines].tolist()
        name = binding.name if binding.name in table.letters else "value"
        for row in dict.fromkeys(rows):
            if row >= 0:
                _add(cells, table, row, name)

    def _other(self, calculation: Calculation, binding: Binding, lines: Ints, cells: Cells) -> None:
        """Add the cells behind the lines of another service that these are computed from."""
        service, _, step = binding.name.partition(".")
        keys = _keys(calculation.lines.iloc[lines])
        for number, other in enumerate(self._account.calculations):
            if other.spec.name != service or step not in other.results:
                continue
            if number not in self._where:
                self._where[number] = {key: line for line, key in enumerate(_keys(other.lines))}
            found = [self._where[number][key] for key in keys if key in self._where[number]]
            if found:
                self._step(other, step, np.array(found, dtype=np.int64), cells)


def _keys(lines: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(zip(*(lines[name] for name in _LINE_KEY), strict=True))


def _add(cells: Cells, table: Table, row: int, name: str) -> None:
    where = table.where(row, name)
    if where.cell:
        cells.setdefault(where.sheet, set()).add(where.cell)


def cell_ranges(cells: Mapping[str, Iterable[str]]) -> str:
    """Return addresses by sheet as text, neighbours as ranges.

    Examples
    --------
    >>> cell_ranges({"降水": ["C4", "C5", "D4", "D5", "F9"]})
    '降水!C4:D5、F9'
    """
    return "; ".join(f"{sheet}!{'、'.join(_ranges(one))}" for sheet, one in cells.items())


def _ranges(addresses: Iterable[str]) -> list[str]:
    rows: dict[int, list[int]] = {}
    others: list[str] = []
    for address in addresses:
        match = _ADDRESS.fullmatch(address)
        if match is None:  # a row of a frame
            others.append(address)
        else:
            rows.setdefault(_column_number(match[1]), []).append(int(match[2]))
    runs: dict[tuple[int, int], list[int]] = {}
    for column, numbers in sorted(rows.items()):
        for first, last in _runs(numbers):
            runs.setdefault((first, last), []).append(column)
    found = [(left, first, right, last) for (first, last), columns in runs.items() for left, right in _runs(columns)]
    texts = []
    for left, first, right, last in sorted(found):
        start, end = f"{_column_letters(left)}{first}", f"{_column_letters(right)}{last}"
        texts.append(start if start == end else f"{start}:{end}")
    return texts + sorted(others)


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return numbers as runs without a gap, each by its first and last."""
    counter = count()
    runs = [list(run) for _, run in groupby(sorted(set(numbers)), key=lambda one: one - next(counter))]
    return [(run[0], run[-1]) for run in runs]


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _LAST + ord(letter) - ord("A") + 1
    return number


def _column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, _LAST)
        letters = chr(ord("A") + rest) + letters
    return letters
