"""What every part of a compilation works with, and where its findings gather."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from gep.account import Calculation, Floats
from gep.coefficient_book import CoefficientBook
from gep.findings import Finding, Where
from gep.inventory import Inventory
from gep.inventory.coding import Coded, constant, whole
from gep.inventory.keys import LineKeys
from gep.inventory.sheets import BASIC, SHEETS
from gep.profiles import Profile

__all__ = ["Context", "Mask"]

Mask = npt.NDArray[np.bool_]
T = TypeVar("T")


@dataclass
class Context:
    """The inputs of a compilation, and what it has found and computed so far."""

    inventory: Inventory
    profile: Profile
    book: CoefficientBook
    findings: list[Finding] = field(default_factory=list)
    calculations: list[Calculation] = field(default_factory=list)
    used: dict[str, Mask] = field(default_factory=dict)
    _made: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Return what `make` gives, made for the first who asks for `name`."""
        if name not in self._made:
            self._made[name] = make()
        made: T = self._made[name]
        return made

    def used_rows(self, table: str) -> Mask:
        """Return which rows of a table were asked for; more may be noted in it."""
        if table not in self.used:
            self.used[table] = np.zeros(len(self.inventory.frame(table)), dtype=np.bool_)
        return self.used[table]

    def use(self, table: str, rows: LineKeys) -> None:
        """Note that some rows of a table were asked for."""
        chosen = slice(None) if rows.row is self.inventory.keys(table).row else rows.row
        self.used_rows(table)[chosen] = True

    def unused(self, table: str) -> list[int]:
        """Return the rows of a table that nothing asked for."""
        found: list[int] = np.flatnonzero(~self.used_rows(table)).tolist()
        return found

    def numbers(self, table: str, name: str) -> Floats:
        """Return a column of numbers of a table."""
        return self.inventory.table(table).numbers(name)[0]

    def complete(self, table: str, name: str) -> bool:
        """Return whether every row of a table has a finite number in a column."""
        return self.inventory.table(table).numbers(name)[1]

    def column(self, table: str, name: str, lines: LineKeys) -> tuple[Floats, bool]:
        """Return a column of numbers of a table on the lines that come from its rows, NaN on those that come from none.

        Also whether it is known that no line lacks a number.
        """
        values, complete = self.inventory.table(table).numbers(name)
        if lines.row is self.inventory.keys(table).row:
            return values, complete
        if len(lines) and int(lines.row.min()) >= 0:
            return values[lines.row], complete
        return np.append(values, np.nan)[lines.row], False

    def where(self, table: str) -> Where:
        """Return the address of a sheet as a whole."""
        known = self.inventory.tables.get(table)
        file = self.inventory.source.name if self.inventory.source else ""
        if known is not None:
            return Where(known.file, known.sheet_name)
        return Where(file, (BASIC if table == BASIC.name else SHEETS[table]).label.zh)

    def areas(self, lines: LineKeys, scale: float) -> Floats:
        """Return the area of the type of each line [km² × `scale`], NaN where 生态系统面积 has none."""
        index = self.inventory.index
        by_type = index.by_type(self.inventory.keys("extent"), self.numbers("extent", "area"), scale)
        found: Floats = by_type[lines.place * len(index.ecosystems) + lines.ecosystem]
        return found

    def texts(self, table: str, name: str, lines: LineKeys) -> Coded:
        """Return a column of texts on the lines that come from the rows of a table, nothing on the others."""
        texts = self.inventory.table(table).coded(name)
        return texts if lines.row is self.inventory.keys(table).row else texts.at(lines.row)

    def basics_of(self, keys: LineKeys, column: str) -> Floats:
        """Return a number of 基本信息 for each line."""
        size = len(self.inventory.index.places)
        numbers = np.full(size, np.nan)
        numbers[: self.inventory.index.listed] = self.numbers(BASIC.name, column)
        if len(keys) and whole(numbers[keys.places] == (first := numbers[keys.place[0]])):
            return constant(first, len(keys))
        found: Floats = numbers[keys.place]
        return found

    def within(self, places: Mask, keys: LineKeys) -> Mask:
        """Return which lines are in the places of 基本信息 that `places` chooses."""
        chosen = np.zeros(len(self.inventory.index.places), dtype=np.bool_)
        chosen[: len(places)] = places
        if whole(chosen[keys.places]):
            return constant(True, len(keys))
        found: Mask = chosen[keys.place]
        return found

    def mask(self) -> Mask:
        """Return a mask of the places of 基本信息, none of them chosen."""
        return np.zeros(self.inventory.index.listed, dtype=np.bool_)
