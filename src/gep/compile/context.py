"""What every part of a compilation works with, and where its findings gather."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from gep.account import Calculation, Floats, Ints
from gep.coefficient_book import CoefficientBook
from gep.findings import Finding, Where
from gep.inventory import Inventory
from gep.inventory.keys import LineKeys
from gep.inventory.sheets import BASIC, SHEETS
from gep.profiles import Profile

__all__ = ["Context", "Mask"]

Mask = npt.NDArray[np.bool_]


@dataclass
class Context:
    """The inputs of a compilation, and what it has found and computed so far."""

    inventory: Inventory
    profile: Profile
    book: CoefficientBook
    findings: list[Finding] = field(default_factory=list)
    calculations: list[Calculation] = field(default_factory=list)
    used: dict[str, Mask] = field(default_factory=dict)

    def use(self, table: str, rows: Ints) -> None:
        """Note that some rows of a table were asked for."""
        if table not in self.used:
            self.used[table] = np.zeros(len(self.inventory.frame(table)), dtype=np.bool_)
        self.used[table][rows] = True

    def unused(self, table: str) -> list[int]:
        """Return the rows of a table that nothing asked for."""
        self.use(table, np.empty(0, dtype=np.int64))
        found: list[int] = np.flatnonzero(~self.used[table]).tolist()
        return found

    def where(self, table: str) -> Where:
        """Return the address of a sheet as a whole."""
        known = self.inventory.tables.get(table)
        file = self.inventory.source.name if self.inventory.source else ""
        if known is not None:
            return Where(known.file, known.sheet_name)
        return Where(file, (BASIC if table == BASIC.name else SHEETS[table]).label.zh)

    def basics_of(self, keys: LineKeys, column: str) -> Floats:
        """Return a number of 基本信息 for each line."""
        listed = self.inventory.index.listed
        numbers = np.append(self.inventory.basics[column].to_numpy(np.float64), np.nan)
        return np.asarray(numbers[np.minimum(keys.place, listed)], dtype=np.float64)

    def within(self, places: Mask, keys: LineKeys) -> Mask:
        """Return which lines are in the places of 基本信息 that `places` chooses."""
        listed = self.inventory.index.listed
        return np.asarray(np.append(places, False)[np.minimum(keys.place, listed)], dtype=np.bool_)

    def mask(self) -> Mask:
        """Return a mask of the places of 基本信息, none of them chosen."""
        return np.zeros(self.inventory.index.listed, dtype=np.bool_)
