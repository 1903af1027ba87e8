"""What every part of a compilation works with, and where its findings gather."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gep.account import Calculation, Floats
from gep.coefficient_book import CoefficientBook
from gep.findings import Finding, Where
from gep.inventory import Inventory
from gep.inventory.sheets import BASIC, SHEETS
from gep.profiles import Profile

__all__ = ["LINE_KEY", "Context", "place_mask"]

LINE_KEY = ["region", "year", "item", "ecosystem"]


@dataclass
class Context:
    """The inputs of a compilation, and what it has found and computed so far."""

    inventory: Inventory
    profile: Profile
    book: CoefficientBook
    findings: list[Finding] = field(default_factory=list)
    calculations: list[Calculation] = field(default_factory=list)
    used_overrides: set[int] = field(default_factory=set)
    used_rows: dict[str, set[int]] = field(default_factory=dict)

    def places(self) -> set[tuple[object, object]]:
        """Return the regions and years of 基本信息."""
        basics = self.inventory.basics
        return set(zip(basics["region"], basics["year"], strict=True))

    def where(self, table: str) -> Where:
        """Return the address of a sheet as a whole."""
        known = self.inventory.tables.get(table)
        file = self.inventory.source.name if self.inventory.source else ""
        if known is not None:
            return Where(known.file, known.sheet_name)
        return Where(file, (BASIC if table == BASIC.name else SHEETS[table]).label.zh)

    def basics_of(self, lines: pd.DataFrame, column: str) -> Floats:
        """Return a number of 基本信息 for each line."""
        basics = self.inventory.basics
        index = pd.MultiIndex.from_frame(basics[["region", "year"]])
        places = index.get_indexer(pd.MultiIndex.from_frame(lines[["region", "year"]]))
        values = np.append(basics[column].to_numpy(np.float64), np.nan)
        return np.asarray(values[places], dtype=np.float64)


def place_mask(frame: pd.DataFrame, places: pd.MultiIndex) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which rows of `frame` belong to one of the regions and years of `places`."""
    if frame.empty:
        return np.zeros(0, dtype=np.bool_)
    return np.asarray(pd.MultiIndex.from_frame(frame[["region", "year"]]).isin(places), dtype=np.bool_)
