"""Columns as codes against what a dictionary over the rows says."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gep.inventory.coding import constant, distinct, every, first_rows, grouped, is_finite, known_of, pick, whole

Ints = npt.NDArray[np.int64]

ROWS = st.integers(0, 30).flatmap(
    lambda size: st.lists(
        st.one_of(
            st.lists(st.integers(-3, 3), min_size=size, max_size=size),
            st.lists(st.integers(-(10**9), 10**9), min_size=size, max_size=size),
            st.integers(-5, 5).map(lambda one, size=size: constant(one, size)),
        ),
        min_size=1,
        max_size=4,
    )
)


@given(ROWS)
def test_combinations_are_numbered_in_order_of_appearance(columns: list[list[int]]) -> None:
    numbers, first = distinct(*(np.asarray(column, dtype=np.int64) for column in columns))
    known: dict[tuple[int, ...], int] = {}
    rows = list(zip(*(list(map(int, column)) for column in columns), strict=True))
    assert numbers.tolist() == [known.setdefault(row, len(known)) for row in rows]
    assert first.tolist() == [rows.index(row) for row in known]


@given(st.lists(st.integers(0, 9)), st.sampled_from([10, 10**7]))
def test_each_row_knows_the_first_row_that_says_the_same(codes: list[int], span: int) -> None:
    assert first_rows(np.array(codes, dtype=np.int64), span).tolist() == [codes.index(code) for code in codes]


@given(st.lists(st.integers(0, 4)), st.sampled_from([5, 70_000]))
def test_rows_are_grouped_in_order(numbers: list[int], count: int) -> None:
    groups = [own.tolist() for own in grouped(np.array(numbers, dtype=np.int64), count)]
    assert len(groups) == count
    assert groups[:5] == [[row for row, one in enumerate(numbers) if one == number] for number in range(5)]
    assert not any(groups[5:])


def test_one_group_holds_every_row() -> None:
    assert [own.tolist() for own in grouped(np.zeros(3, dtype=np.int64), 1)] == [[0, 1, 2]]
    assert grouped(np.zeros(0, dtype=np.int64), 0) == ()


NUMBERS = st.lists(st.sampled_from([0.0, -1.5, 3.0, np.nan, np.inf, -np.inf]))


@given(NUMBERS)
def test_known_numbers_are_those_that_are_not_missing(numbers: list[float]) -> None:
    column = np.array(numbers)
    assert known_of(column).tolist() == (~np.isnan(column)).tolist()
    assert is_finite(column) == bool(np.isfinite(column).all())


@pytest.mark.parametrize("number", [1.0, np.nan, np.inf])
def test_a_constant_column_is_known_by_its_one_number(number: float) -> None:
    assert known_of(constant(number, 3)).tolist() == [not np.isnan(number)] * 3
    assert is_finite(constant(number, 3)) == bool(np.isfinite(number))
    assert len(known_of(constant(number, 0))) == 0


@given(st.lists(st.sampled_from([1.0, 2.0, np.nan]), min_size=1, max_size=3), st.data())
def test_values_are_picked_by_their_codes(values: list[float], data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.integers(0, len(values) - 1)))
    picked = pick(np.array(values), np.array(codes, dtype=np.int64))
    np.testing.assert_array_equal(picked, np.array([values[code] for code in codes]))


@given(st.integers(1, 5).flatmap(lambda size: st.lists(st.lists(st.booleans(), min_size=size, max_size=size))))
def test_every_mask_must_choose_a_row(masks: list[list[bool]]) -> None:
    size = len(masks[0]) if masks else 2
    chosen = every([np.array(mask) for mask in masks], size)
    assert chosen.tolist() == [all(mask[row] for mask in masks) for row in range(size)]
    assert whole(chosen) == all(map(all, masks))


def test_a_constant_mask_counts_in_every() -> None:
    assert every([constant(True, 2), np.array([True, False])], 2).tolist() == [True, False]
    assert every([constant(False, 2)], 2).tolist() == [False, False]
    assert not whole(constant(False, 2))


def test_a_constant_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        constant(1.0, 3)[0] = 2.0
