"""Rows of a general sheet that speak of the same thing: which of them decides on which line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from gep.account import Floats, Ints
from gep.classifications import ancestors, find_ecosystem, find_item
from gep.compile.context import Mask
from gep.inventory.coding import Position, Vocabulary, constant, is_constant, pick, whole
from gep.inventory.keys import LineKeys
from gep.inventory.words import normal

__all__ = ["SILENT", "Decided", "Speaking", "deciding_rows", "speaking_rows"]


class _Pattern(NamedTuple):
    """What some rows apply to, empty for all, and where the row of each place is, −1 where there is none.

    `everywhere` says that every place has a row, and `said` is the code of what all these rows say, None where they say
    different things.
    """

    item: str
    ecosystem: str
    row_at: Ints
    everywhere: bool
    said: int | None


class _Group(NamedTuple):
    """Lines on which the same rows decide: the numbers of their kinds, and their positions, None for every line.

    `row_at` is the deciding row of each place, −1 for none; `rows` are those of the places that have such a line.
    `everywhere` says that each of these has one, and `said` is the code of what all of them say, if they say the same.
    """

    kinds: tuple[int, ...]
    own: Ints | None
    row_at: Ints
    rows: Ints
    everywhere: bool
    said: int | None


class Speaking(NamedTuple):
    """The rows that speak of one coefficient or price.

    Attributes
    ----------
    patterns : tuple
        The rows by what they apply to, the most specific first: a row for an item goes before one for a type, a finer
        type before a coarser one.
    repeated : tuple of int
        The positions of rows that say again what an earlier row is for; they decide nothing.
    """

    patterns: tuple[_Pattern, ...]
    repeated: tuple[int, ...]


SILENT = Speaking((), ())


@dataclass(frozen=True)
class Decided:
    """Which row decides on each line.

    Parameters
    ----------
    lines : LineKeys
        The lines.
    groups : tuple
        Those that a row may decide, by the rows that do.
    """

    lines: LineKeys
    groups: tuple[_Group, ...] = ()

    @cached_property
    def rows(self) -> Ints:
        """Position of the row that decides on each line, −1 where there is none."""
        return self._by_line([one.row_at for one in self.groups], -1)

    def all_rows(self) -> Ints:
        """Return :attr:`rows`, for who asks later."""
        return self.rows

    def row_of(self, line: Position) -> int:
        """Return the row that decides on one line, −1 where there is none."""
        kind = self.lines.kinds[0][line]
        row_at = next((one.row_at for one in self.groups if kind in one.kinds), None)
        return -1 if row_at is None else int(row_at[self.lines.place[line]])

    def take(self, numbers: Floats) -> Floats:
        """Return a number of the deciding row for each line; the last of `numbers` is for lines without one."""
        return self._by_line([numbers[one.row_at] for one in self.groups], numbers[-1])

    def _by_line(self, at_places: Sequence[npt.NDArray[Any]], missing: float) -> npt.NDArray[Any]:
        """Return on each line what the groups have at its place."""
        found: npt.NDArray[Any] = constant(missing, len(self.lines))
        for one, at_place in zip(self.groups, at_places, strict=True):
            if one.own is None:
                first = at_place[0]
                same = bool(at_place.min() == first == at_place.max())  # as prices of a province are, as a rule
                return constant(first, len(self.lines)) if same else at_place[self.lines.place]
            if is_constant(found):
                found = np.full(len(self.lines), missing, dtype=at_place.dtype)
            found[one.own] = at_place[self.lines.place[one.own]]
        return found

    @property
    def complete(self) -> bool:
        """Whether a row decides on every line."""
        count = sum(len(one.kinds) for one in self.groups)
        return count == len(self.lines.kinds[1]) and all(one.everywhere for one in self.groups)

    def by_kind(self, codes: Ints) -> Ints | None:
        """Return what the deciding row says on each kind of line, or None where it is not the same in all places.

        Parameters
        ----------
        codes : ndarray of int
            What each row says; the last one is for no row.
        """
        said = np.full(len(self.lines.kinds[1]), codes[-1], dtype=np.int64)
        for one in self.groups:
            own = codes[one.rows] if one.said is None else np.array([one.said])
            if int(own.min()) != int(own.max()):
                return None
            said[list(one.kinds)] = own[0]
        return said


def speaking_rows(
    rows: LineKeys, kinds: Ints, spoken: Sequence[tuple[str, str, str] | None], said: Sequence[int]
) -> dict[str, Speaking]:
    """Return for each coefficient or price the rows that speak of it.

    Parameters
    ----------
    rows : LineKeys
        Where the rows stand.
    kinds : ndarray of int, shape (rows,)
        The kind of each row: rows of a kind speak of the same thing and say the same.
    spoken : sequence of (name, item, ecosystem) or None
        What rows of each kind speak of; item or ecosystem is empty where they apply to all. None where they cannot be
        used.
    said : sequence of int
        The code of what they say.
    """
    known: Vocabulary[tuple[str, str, str]] = Vocabulary()
    group_of = np.array([known.code(one) if one else -1 for one in spoken], dtype=np.int64)
    says: list[set[int]] = [set() for _ in known.words]
    for group, one in zip(group_of.tolist(), said, strict=True):
        if group >= 0:
            says[group].add(one)
    groups = pick(group_of, kinds) if len(group_of) else kinds
    if (group_of < 0).any():
        usable = groups >= 0
        rows, groups = rows.take(usable), groups[usable]
    size = len(rows.index.places)
    row_at = np.full((len(known), size), -1, dtype=np.int64)
    at = groups * size + rows.place
    row_at.reshape(-1)[at[::-1]] = rows.row[::-1]  # the first row of a place has the last word
    again = np.flatnonzero(row_at.reshape(-1)[at] != rows.row)
    repeated: dict[str, list[int]] = {}
    for row in again.tolist():
        repeated.setdefault(known.words[groups[row]][0], []).append(int(rows.row[row]))
    patterns: dict[str, list[_Pattern]] = {}
    for (name, item, ecosystem), own, codes in zip(known.words, row_at, says, strict=True):
        same = next(iter(codes)) if len(codes) == 1 else None
        patterns.setdefault(name, []).append(_Pattern(item, ecosystem, own, int(own.min()) >= 0, same))
    return {
        name: Speaking(
            tuple(sorted(some, key=lambda one: _rank(one.item, one.ecosystem), reverse=True)),
            tuple(sorted(repeated.get(name, ()))),
        )
        for name, some in patterns.items()
    }


def deciding_rows(lines: LineKeys, speaking: Speaking, kind: str = "", used: Mask | None = None) -> Decided:
    """Return for each line the row that speaks of it most specifically; a row for a type speaks of those below it.

    Parameters
    ----------
    lines : LineKeys
        The lines.
    speaking : Speaking
        The rows that speak of what is asked for.
    kind : str
        Vocabulary of the items, where they have one.
    used : ndarray of bool, optional
        Where it is noted of each row whether it speaks of some line.

    Returns
    -------
    Decided
    """
    if not speaking.patterns or not len(lines):
        return Decided(lines)
    examples = lines.kinds[1]
    alike: dict[tuple[int, ...], list[int]] = {}
    for number, line in enumerate(examples):
        about = (lines.item_of(line), lines.ecosystem_of(line))
        which = tuple(
            place for place, one in enumerate(speaking.patterns) if _applies(about, one.item, one.ecosystem, kind)
        )
        if which:
            alike.setdefault(which, []).append(number)
    groups = []
    for which, kinds in alike.items():
        every_line = len(kinds) == len(examples)
        own = None if every_line else np.concatenate([lines.by_kind[one] for one in kinds])
        patterns = [speaking.patterns[number] for number in which]
        _, _, row_at, everywhere, same = patterns[0]
        rows = row_at
        if not everywhere or used is not None:
            seen = lines.places if own is None else lines.index.mask(lines.place[own])
            there = [one.row_at if whole(seen) else one.row_at[seen] for one in patterns]
            if used is not None:
                for one in there:
                    used[one if int(one.min()) >= 0 else one[one >= 0]] = True
            rows = there[0]
            for pattern, more in zip(patterns[1:], there[1:], strict=True):
                row_at, rows = np.where(row_at < 0, pattern.row_at, row_at), np.where(rows < 0, more, rows)
            if not everywhere:
                everywhere, said = int(rows.min()) >= 0, {one.said for one in patterns}
                same = said.pop() if everywhere and len(said) == 1 else None
        groups.append(_Group(tuple(kinds), own, row_at, rows, everywhere, same))
    return Decided(lines, tuple(groups))


def _rank(item: str, ecosystem: str) -> tuple[bool, int]:
    return bool(item), 1 + len(_above(ecosystem)) if ecosystem else 0


def _applies(line: tuple[str, str], item: str, ecosystem: str, kind: str) -> bool:
    own_item, own_type = line
    if item:
        known = find_item(kind, item) if kind else None
        if normal(known.key if known else item) != normal(own_item):
            return False
    return not ecosystem or ecosystem in (own_type, *_above(own_type))


def _above(key: str) -> tuple[str, ...]:
    known = find_ecosystem(key)
    return ancestors(known.key) if known else ()
