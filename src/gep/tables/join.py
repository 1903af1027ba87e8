"""Which cells the cells of the tables are made from."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from gep.account import SIGNS, Account
from gep.tables.calculations import Calculations
from gep.tables.formulas import Formula, Ref, sum_of
from gep.tables.pages import Page
from gep.tables.positions import DEDUCTED_VALUE
from gep.tables.sums import groups_of

__all__ = ["IN_WAN", "Join", "prefix"]

IN_WAN = 1e-4
_PREFIXES = {"亿": 1e-8, "万": 1e-4}
Record = Mapping[Hashable, Any]


def prefix(shown: str, unit: str) -> float:
    """Return by what a quantity in `unit` is multiplied to be in the unit `shown`."""
    return 1.0 if shown == unit else _PREFIXES[shown[0]]


class Join:
    """The pages and calculations of one account, and the lines of its ledger between them.

    Parameters
    ----------
    account : Account
    found : Calculations
        Where the numbers of each line stand.
    pages : mapping of str to Page
        The tables in words.
    frames : mapping of str to DataFrame
        The tables.
    """

    def __init__(
        self, account: Account, found: Calculations, pages: Mapping[str, Page], frames: Mapping[str, pd.DataFrame]
    ) -> None:
        self.account, self.found, self.pages = account, found, pages
        self.offset = 3 if len(account.inventory.basics) > 1 else 0
        self.ledger = account.ledger.reset_index(drop=True)
        self._records: dict[str, list[Record]] = {}
        self._frames = frames
        columns = (self.ledger[name].tolist() for name in ("calculation", "indicator", "line"))
        self._places = [(int(one[0]), str(one[1]), int(one[2])) for one in zip(*columns, strict=True)]
        self._groups: dict[tuple[tuple[str, ...], bool], dict[tuple[object, ...], list[int]]] = {}
        deducted = {row: place for place, row in enumerate(account.deductions.index)}
        self._deductions = {
            number: deducted[row]
            for number, (role, row) in enumerate(zip(self.ledger["role"], self.ledger["row"], strict=True))
            if role == "deduction"
        }

    def records(self, name: str) -> list[Record]:
        """Return the rows of a table."""
        if name not in self._records:
            self._records[name] = list(self._frames[name].to_dict("records"))
        return self._records[name]

    def lines(self, keys: Sequence[str], *, money: bool) -> dict[tuple[object, ...], list[int]]:
        """Return the lines of each combination of `keys`: those that are counted, or those that are quantities."""
        if (tuple(keys), money) not in self._groups:
            ledger = self.ledger
            roles = SIGNS if money else ("priced", "physical")
            chosen = ledger["role"].isin(roles) & (ledger["counted"] if money else True)
            numbers = ledger.index[chosen].tolist()
            groups = groups_of(ledger[chosen], keys)
            self._groups[tuple(keys), money] = {key: [numbers[one] for one in places] for key, places in groups.items()}
        return self._groups[tuple(keys), money]

    def rows(self, name: str, keys: Sequence[str], *, money: bool = True) -> Iterator[tuple[int, Record, list[int]]]:
        """Yield each row of a table with its record and the lines that share its `keys`."""
        lines = self.lines(keys, money=money)
        for row, one in enumerate(self.records(name)):
            values = (one[key] for key in keys)
            key = tuple(None if isinstance(value, float) and math.isnan(value) else value for value in values)
            yield row, one, lines.get(key, [])

    def has(self, page: str, row: int, column: int) -> bool:
        """Return whether a cell holds a number."""
        return isinstance(self.pages[page].rows[row][column], float)

    def cells(self, page: str, rows: Sequence[int], column: int) -> list[Ref]:
        """Return those cells of a column that hold a number."""
        return [Ref(page, row, column) for row in rows if self.has(page, row, column)]

    def quantities(self, lines: Sequence[int]) -> list[Ref]:
        """Return the cells of the quantities of lines."""
        return [ref for line in lines if (ref := self.found.quantities.get(self._places[line]))]

    def price(self, lines: Sequence[int]) -> Ref | None:
        """Return the cell of the price of the first line."""
        return self.found.prices.get(self._places[lines[0]]) if lines else None

    def calculated(self) -> dict[str, dict[tuple[int, int], tuple[int, ...]]]:
        """Return for each calculation, by its page, the line of each quantity, price and value."""
        found: dict[str, dict[tuple[int, int], tuple[int, ...]]] = {}
        for line, place in enumerate(self._places):
            for cells in (self.found.quantities, self.found.prices, self.found.money):
                ref = cells.get(place)
                if ref is not None:
                    found.setdefault(ref.page, {})[ref.row, ref.column] = (line,)
        return found

    def money(self, lines: Sequence[int]) -> Formula | None:
        """Return the sum of the values of lines [万元], deductions taken off; None if none has a value."""
        values = [ref for line in lines if (ref := self.found.money.get(self._places[line]))]
        rows = [self._deductions[line] for line in lines if line in self._deductions]
        deducted = self.cells("deductions", rows, self.offset + DEDUCTED_VALUE)
        if not values and not deducted:
            return None
        total = sum_of(values, IN_WAN) if values else Formula("")
        return Formula(total.template + "-{}" * len(deducted), (*total.refs, *deducted))
