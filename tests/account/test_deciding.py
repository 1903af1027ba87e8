"""Which row of a general sheet decides on a line, against a search line by line."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from gep.classifications import ancestors
from gep.compile.deciding import SILENT, deciding_rows, speaking_rows
from gep.inventory.keys import KeyIndex, LineKeys

PLACES = [("632521", 2024), ("632521", 2025), ("632522", 2025)]
ITEMS = ["", "青稞", "牦牛"]
TYPES = ["", "forest", "evergreen_needleleaf_forest", "alpine_meadow", "grassland"]
NAMES = ["water.depth", "soil.density"]

KEYS = st.tuples(st.integers(0, len(PLACES) - 1), st.sampled_from(ITEMS), st.sampled_from(TYPES))
ROWS = st.lists(st.tuples(st.sampled_from(NAMES), KEYS, st.integers(0, 2), st.booleans()), max_size=12)


def index() -> KeyIndex:
    basics = pd.DataFrame(PLACES, columns=["region", "year"])
    tables: Any = {"basic": SimpleNamespace(frame=basics)}
    made = KeyIndex(tables)
    made.items.codes(ITEMS)
    made.ecosystems.codes(TYPES)
    return made


def keys(own: KeyIndex, some: list[tuple[int, str, str]]) -> LineKeys:
    places, items, types = zip(*some, strict=True) if some else ((), (), ())
    return LineKeys(
        own,
        np.array(places, dtype=np.int64),
        own.items.codes(items),
        own.ecosystems.codes(types),
        np.arange(len(some), dtype=np.int64),
    )


def above(key: str) -> tuple[str, ...]:
    return ancestors(key) if key else ()


def speaks(row: tuple[int, str, str], line: tuple[int, str, str]) -> bool:
    place, item, type_ = row
    return place == line[0] and item in ("", line[1]) and type_ in ("", line[2], *above(line[2]))


def rank(row: tuple[int, str, str]) -> tuple[bool, int]:
    return row[1] != "", len(above(row[2])) + bool(row[2])


@given(ROWS, st.lists(KEYS, max_size=10))
def test_the_most_specific_row_decides(
    rows: list[tuple[str, tuple[int, str, str], int, bool]], lines: list[tuple[int, str, str]]
) -> None:
    own = index()
    kinds = np.arange(len(rows), dtype=np.int64)  # each row a kind of its own; kinds are only there to save work
    spoken = [(name, about[1], about[2]) if usable else None for name, about, _, usable in rows]
    said = [code for _, _, code, _ in rows]
    speaking = speaking_rows(keys(own, [about for _, about, _, _ in rows]), kinds, spoken, said)
    asked = keys(own, lines)
    for name in NAMES:
        mine: dict[tuple[int, str, str], int] = {}
        repeated = []
        for position, (other, about, _, usable) in enumerate(rows):
            if usable and other == name:
                if about in mine:
                    repeated.append(position)
                mine.setdefault(about, position)
        used = np.zeros(len(rows), dtype=np.bool_)
        found = speaking.get(name, SILENT)
        decided = deciding_rows(asked, found, used=used)
        expected = []
        for line in lines:
            speaking_of_it = [about for about in mine if speaks(about, line)]
            expected.append(mine[max(speaking_of_it, key=rank)] if speaking_of_it else -1)
        assert decided.rows.tolist() == expected
        assert [decided.row_of(line) for line in range(len(lines))] == expected
        numbers = np.array([*range(10, 10 + len(rows)), np.nan])
        np.testing.assert_array_equal(decided.take(numbers), numbers[expected])
        assert list(found.repeated) == repeated
        assert np.flatnonzero(used).tolist() == sorted(
            row for about, row in mine.items() if any(speaks(about, line) for line in lines)
        )
        assert not lines or decided.complete == (min(expected) >= 0)
        by_kind = decided.by_kind(np.array([*said, -1], dtype=np.int64))
        of_lines = [said[row] if row >= 0 else -1 for row in expected]
        if by_kind is not None:
            assert by_kind[asked.kinds[0]].tolist() == of_lines
        else:  # only where it is not the same in all places
            of_kind: dict[int, set[int]] = {}
            for kind, code in zip(asked.kinds[0].tolist(), of_lines, strict=True):
                of_kind.setdefault(kind, set()).add(code)
            groups = {number: one.kinds for one in decided.groups for number in one.kinds}
            assert any(len(set().union(*(of_kind[number] for number in group))) > 1 for group in groups.values())


def test_nothing_is_decided_without_rows_or_lines() -> None:
    asked = keys(index(), [(0, "", "forest")])
    assert deciding_rows(asked, SILENT).rows.tolist() == [-1]
    assert not deciding_rows(asked, SILENT).complete


def test_what_differs_by_place_is_not_the_same_for_a_kind() -> None:
    own = index()
    here, there = (0, "", "forest"), (2, "", "forest")
    spoken: list[tuple[str, str, str] | None] = [("water.depth", "", "")] * 2
    for said, expected in (([4, 4], [4]), ([4, 5], None)):
        rows = keys(own, [(0, "", ""), (2, "", "")])
        speaking = speaking_rows(rows, np.arange(2, dtype=np.int64), spoken, said)["water.depth"]
        by_kind = deciding_rows(keys(own, [here, there]), speaking).by_kind(np.array([*said, -1], dtype=np.int64))
        assert (by_kind if by_kind is None else by_kind.tolist()) == expected
