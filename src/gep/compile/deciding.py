"""Rows of a general sheet that speak of the same thing: which of them decides on which line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gep.account import Ints
from gep.classifications import ancestors, find_ecosystem, find_item
from gep.compile.context import Mask
from gep.inventory.coding import Vocabulary, constant, pick, whole
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
    """Kinds of lines, by their numbers, on which the same rows decide, and those rows, place by place; −1 for none.

    `everywhere` says that each place has one, and `said` is the code of what all of them say, if they say the same.
    """

    kinds: tuple[int, ...]
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


class Decided(NamedTuple):
    """Which row decides on each line.

    Attributes
    ----------
    rows : ndarray of int, shape (lines,)
        Position of the row, −1 where there is none.
    groups : tuple
        The rows by the kinds of lines on which they decide.
    """

    rows: Ints
    groups: tuple[_Group, ...] = ()

    def complete(self, lines: LineKeys) -> bool:
        """Return whether a row decides on every line."""
        count = sum(len(one.kinds) for one in self.groups)
        return count == len(lines.kinds[1]) and all(one.everywhere for one in self.groups)

    def by_kind(self, lines: LineKeys, codes: Ints) -> Ints | None:
        """Return what the deciding row says on each kind of line, or None where it is not the same in all places.

        Parameters
        ----------
        lines : LineKeys
            The lines.
        codes : ndarray of int
            What each row says; the last one is for no row.
        """
        said = np.full(len(lines.kinds[1]), codes[-1], dtype=np.int64)
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
    nothing: Ints = constant(-1, len(lines))
    if not speaking.patterns or not len(lines):
        return Decided(nothing)
    examples = lines.kinds[1]
    alike: dict[tuple[int, ...], list[int]] = {}
    for number, line in enumerate(examples):
        about = (lines.item_of(line), lines.ecosystem_of(line))
        which = tuple(
            place for place, one in enumerate(speaking.patterns) if _applies(about, one.item, one.ecosystem, kind)
        )
        if which:
            alike.setdefault(which, []).append(number)
    decided = nothing
    groups = []
    for which, kinds in alike.items():
        every_line = len(kinds) == len(examples)
        own = slice(None) if every_line else np.concatenate([lines.by_kind[one] for one in kinds])
        place = lines.place[own]
        patterns = [speaking.patterns[number] for number in which]
        row_at, (_, _, rows, everywhere, same) = patterns[0].row_at, patterns[0]
        if not everywhere or used is not None:
            seen = lines.places if every_line else lines.index.mask(place)
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
        groups.append(_Group(tuple(kinds), rows, everywhere, same))
        if every_line:
            decided = row_at[place]
        else:
            decided = np.full(len(lines), -1, dtype=np.int64) if decided is nothing else decided
            decided[own] = row_at[place]
    return Decided(decided, tuple(groups))


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
