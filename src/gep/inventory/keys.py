"""What rows and lines are about, as codes: a region and year, an item, an ecosystem type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gep.inventory.coding import (
    Coded,
    Position,
    Vocabulary,
    constant,
    distinct,
    first_rows,
    grouped,
    pick,
    scaled,
    whole,
)
from gep.inventory.sheets import BASIC
from gep.inventory.tables import Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KeyIndex", "LineKeys"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class KeyIndex:
    """The words behind the codes of one inventory.

    Attributes
    ----------
    places : Vocabulary of (str, int)
        Regions and years: first those of 基本信息 in their order, then others that rows name.
    listed : int
        How many regions and years 基本信息 has.
    items, ecosystems : Vocabulary of str
        The empty word is code 0.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        basics = tables[BASIC.name].frame
        self.places: Vocabulary[tuple[str, int]] = Vocabulary(
            zip(basics["region"].tolist(), basics["year"].tolist(), strict=True)
        )
        self.listed = len(self.places)
        self.items = Vocabulary([""])
        self.ecosystems = Vocabulary([""])
        self._known: dict[str, LineKeys] = {}
        self._row_at = np.empty(0, dtype=np.int64)
        self._areas: dict[float, Floats] = {}
        self._regions: list[str] = []
        self._years = np.empty(0, dtype=np.int64)

    def _written_out(self) -> tuple[list[str], Ints]:
        if len(self._regions) < len(self.places):
            self._regions = [region for region, _ in self.places.words]
            self._years = np.array([year for _, year in self.places.words], dtype=np.int64)
        return self._regions, self._years

    @property
    def regions(self) -> list[str]:
        """The region of each place."""
        return self._written_out()[0]

    @property
    def years(self) -> Ints:
        """The year of each place."""
        return self._written_out()[1]

    def rows(self, table: Table) -> LineKeys:
        """Return what each row of a table is about; of a table of the inventory once only."""
        name = table.sheet.name
        if name not in self._known:
            size = len(table.frame)
            regions, years = table.coded("region"), table.frame["year"].to_numpy(np.int64)
            pairs, first = distinct(regions.codes, years)
            places = self.places.codes((regions[row], int(years[row])) for row in first)
            self._known[name] = LineKeys(
                self,
                places[pairs] if size else pairs,
                self._codes(self.items, table, "item"),
                self._codes(self.ecosystems, table, "ecosystem"),
                np.arange(size, dtype=np.int64),
            )
        return self._known[name]

    def by_type(self, rows: LineKeys, areas: Floats, scale: float) -> Floats:
        """Return the areas of `rows`, the rows of 生态系统面积, times `scale`, type by type within each place."""
        size, types = len(self.places), len(self.ecosystems)
        if len(self._areas.get(scale, ())) != size * types:  # words were added
            self._areas[scale] = np.full(size * types, np.nan)
            self._areas[scale][rows.place * types + rows.ecosystem] = scaled(areas, scale)
        return self._areas[scale]

    def rows_of(self, table: Table, service: str) -> LineKeys:
        """Return the rows of a service in a table that several share; made once."""
        name = f"{table.sheet.name}/{service}"
        if name not in self._known:
            services = table.coded("service")
            parts = grouped(services.codes, len(services.words))
            own = [part for part, word in zip(parts, services.words, strict=True) if word == service]
            self._known[name] = self.rows(table).take(own[0] if own else np.empty(0, dtype=np.int64))
        return self._known[name]

    def mask(self, places: Ints) -> Mask:
        """Return some of the places as a mask of all."""
        found = np.zeros(len(self.places), dtype=np.bool_)
        found[places] = True
        return found

    def row_of_type(self, rows: LineKeys, lines: LineKeys) -> Ints:
        """Return for each line the one of `rows`, the rows of 生态系统面积, that has its place and type, −1 without."""
        size, types = len(self.places), len(self.ecosystems)
        if len(self._row_at) != size * types:  # words were added
            self._row_at = np.full(size * types, -1, dtype=np.int64)
            self._row_at[rows.place * types + rows.ecosystem] = rows.row
        found: Ints = self._row_at[lines.place * types + lines.ecosystem]
        return found

    @staticmethod
    def _codes(vocabulary: Vocabulary[str], table: Table, name: str) -> Ints:
        if name not in table.frame:
            return constant(0, len(table.frame))
        own = table.coded(name)
        return vocabulary.codes(own.words)[own.codes]


@dataclass(frozen=True)
class LineKeys:
    """Lines, or rows of a table, as columns of codes.

    Parameters
    ----------
    index : KeyIndex
        What the codes stand for.
    place, item, ecosystem : ndarray of int, shape (n,)
        Codes.
    row : ndarray of int, shape (n,)
        Position in the table that they come from, −1 where there is none.
    """

    index: KeyIndex
    place: Ints
    item: Ints
    ecosystem: Ints
    row: Ints

    def __len__(self) -> int:
        return len(self.row)

    def of_one_type(self, ecosystem: int) -> LineKeys:
        """Return lines of one type, or of none, as lines of another."""
        lines = LineKeys(self.index, self.place, self.item, constant(ecosystem, len(self)), self.row)
        # What combinations and places there are stays the same.
        vars(lines).update(kinds=self.kinds, places=self.places)
        if "by_kind" in vars(self):
            vars(lines).update(by_kind=self.by_kind)
        return lines

    def take(self, chosen: Ints | Mask) -> LineKeys:
        """Return some of the lines; a mask that leaves none out gives these themselves, with what is known of them."""
        if chosen.dtype == np.bool_ and whole(chosen.view(np.bool_)):
            return self
        return LineKeys(self.index, self.place[chosen], self.item[chosen], self.ecosystem[chosen], self.row[chosen])

    @cached_property
    def kinds(self) -> tuple[Ints, Ints]:
        """Which combination of item and type each line has, and the first line of each combination."""
        return distinct(self.item, self.ecosystem)

    @cached_property
    def types(self) -> tuple[Ints, Ints]:
        """Which type each line has, as numbers in order of appearance, and the first line of each."""
        return distinct(self.ecosystem)

    @cached_property
    def by_kind(self) -> tuple[Ints, ...]:
        """The lines of each combination of item and type."""
        numbers, first = self.kinds
        return grouped(numbers, len(first))

    @cached_property
    def places(self) -> Mask:
        """Which places have a line."""
        return self.index.mask(self.place)

    @property
    def repeated(self) -> Mask:
        """Which lines have a key that an earlier line has."""
        numbers, first = self.kinds
        codes = self.place * len(first) + numbers
        again: Mask = first_rows(codes, len(self.index.places) * len(first)) != np.arange(len(self))
        return again

    def of_type(self, ecosystem: int) -> Ints:
        """Return the lines of an ecosystem type, by its code."""
        own = [
            lines for lines, line in zip(self.by_kind, self.kinds[1], strict=True) if self.ecosystem[line] == ecosystem
        ]
        return np.concatenate(own) if own else np.empty(0, dtype=np.int64)

    def numbers(self) -> Ints:
        """Return one number for the key of each line; comparable among lines while no word is added."""
        items, types = len(self.index.items), len(self.index.ecosystems)
        numbers: Ints = (self.place * items + self.item) * types + self.ecosystem
        return numbers

    def find(self, others: LineKeys) -> Ints:
        """Return the position among these lines of each of some others, −1 where there is none."""
        from pandas import Index  # noqa: PLC0415 - importing the inventory must stay quick

        if others is self:
            return np.arange(len(self), dtype=np.int64)
        own, wanted = self.numbers(), others.numbers()
        if np.array_equal(own, wanted):
            return np.arange(len(own), dtype=np.int64)
        return np.asarray(Index(own).get_indexer(Index(wanted)), dtype=np.int64)

    def place_of(self, line: Position) -> tuple[str, int]:
        """Return region and year of a line."""
        return self.index.places.words[int(self.place[line])]

    def by_place(self, lines: Ints) -> Iterator[tuple[str, Ints]]:
        """Yield region/year of some of the lines with those that are there, in order of appearance."""
        numbers, first = distinct(self.place[lines])
        ends = np.cumsum(np.bincount(numbers))[:-1]
        for own, line in zip(np.split(lines[np.argsort(numbers, kind="stable")], ends), first, strict=False):
            region, year = self.place_of(lines[line])
            yield f"{region}/{year}", own

    def item_of(self, line: Position) -> str:
        """Return the item of a line."""
        return self.index.items.words[int(self.item[line])]

    def ecosystem_of(self, line: Position) -> str:
        """Return the ecosystem type of a line."""
        return self.index.ecosystems.words[int(self.ecosystem[line])]

    @property
    def regions(self) -> Coded:
        """The region of each line; the words repeat."""
        return Coded(self.index.regions, self.place)

    @property
    def years(self) -> Ints:
        """The accounting year of each line."""
        return self.index.years[self.place]

    @property
    def items(self) -> Coded:
        """The item of each line."""
        return Coded(self.index.items.words, self.item)

    @property
    def ecosystems(self) -> Coded:
        """The ecosystem type of each line."""
        return Coded(self.index.ecosystems.words, self.ecosystem)

    def say(self, word_of: Callable[[str], str]) -> Coded:
        """Return a word for each line that depends on its item; each item that occurs is asked for once."""
        numbers, first = self.kinds
        words = {word: word_of(word) for word in dict.fromkeys(self.item_of(line) for line in first)}
        said = Vocabulary(words.values())
        return Coded(said.words, pick(said.codes(words[self.item_of(line)] for line in first), numbers))

    def frame(self, **more: Any) -> pd.DataFrame:
        """Return the lines written out: region, year, item, ecosystem, row and what is given besides."""
        import pandas as pd  # noqa: PLC0415 - importing the inventory must stay quick

        texts = {
            name: pd.array(one.texts(), dtype="str")
            for name, one in (("region", self.regions), ("item", self.items), ("ecosystem", self.ecosystems))
        }
        return pd.DataFrame(
            {
                "region": texts["region"],
                "year": self.years,
                "item": texts["item"],
                "ecosystem": texts["ecosystem"],
                "row": self.row,
                **more,
            }
        )
