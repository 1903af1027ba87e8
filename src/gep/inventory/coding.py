"""Columns as codes: each entry as its place in the short list of those that occur."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

__all__ = [
    "Coded",
    "Position",
    "Vocabulary",
    "coded",
    "constant",
    "distinct",
    "every",
    "first_rows",
    "grouped",
    "is_constant",
    "is_finite",
    "known_of",
    "pick",
    "scaled",
    "whole",
]

Position = int | np.integer[Any]
Ints = npt.NDArray[np.int64]
T = TypeVar("T", bound=Hashable)

_COUNTED = 2**16
_DENSE, _SMALL = 4, 4096
"""A table of all possible codes is used up to this many times the rows, and this many beside."""


def constant(value: float, size: int) -> npt.NDArray[Any]:
    """Return a column of one number, which takes no memory and cannot be written to."""
    one = np.asarray(value)
    column: npt.NDArray[Any] = np.ndarray((size,), one.dtype, one, strides=(0,))
    column.flags.writeable = False
    return column


def is_constant(column: npt.NDArray[Any]) -> bool:
    """Return whether a column that has rows was made by :func:`constant`."""
    return column.strides == (0,)


def whole(mask: npt.NDArray[np.bool_]) -> bool:
    """Return whether a mask chooses every row."""
    if len(mask) and is_constant(mask):
        return bool(mask[0])
    return bool(mask.all())


def every(masks: Iterable[npt.NDArray[np.bool_]], size: int) -> npt.NDArray[np.bool_]:
    """Return the rows that all of some masks choose; a constant, which takes no memory, where that is every row."""
    left = [mask for mask in masks if not whole(mask)]
    found: npt.NDArray[np.bool_] = np.logical_and.reduce(left) if left else constant(True, size)
    return found


def known_of(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return which rows have a number; a constant, which takes no memory, where all have."""
    if not len(numbers) or is_constant(numbers):
        return constant(bool(len(numbers)) and not np.isnan(numbers[0]), len(numbers))
    if not np.isnan(numbers.min()):  # which is NaN where any number is
        return constant(True, len(numbers))
    return ~np.isnan(numbers)


def is_finite(numbers: npt.NDArray[np.float64]) -> bool:
    """Return whether every row has a number, and a finite one."""
    if not len(numbers) or is_constant(numbers):
        return bool(np.isfinite(numbers[:1]).all())
    with np.errstate(over="ignore", invalid="ignore"):
        # A sum is finite only if every term is; that of large terms need not be.
        return bool(np.isfinite(numbers.sum()) or np.isfinite(numbers).all())


def scaled(values: npt.NDArray[np.float64], scale: float) -> npt.NDArray[np.float64]:
    """Return numbers in another unit; not multiplied by 1, so that a number stays what was typed."""
    if scale == 1:
        return values
    if len(values) and is_constant(values):
        return constant(values[0] * scale, len(values))
    return values * scale


def pick(values: npt.NDArray[Any], codes: Ints) -> npt.NDArray[Any]:
    """Return `values` by their codes; a constant, which takes no memory, where one value serves all rows."""
    if not len(codes):
        return values[codes]
    first = values[codes[0]]
    alike = values == first
    if values.dtype == np.float64 and np.isnan(first):
        alike = np.isnan(values)
    return constant(first, len(codes)) if is_constant(codes) or alike.all() else values[codes]


def distinct(*columns: Ints) -> tuple[Ints, Ints]:
    """Return which combination of codes each row has.

    Parameters
    ----------
    *columns : ndarray of int, shape (n,)
        At least one.

    Returns
    -------
    ndarray of int, shape (n,)
        For each row the number of its combination, in order of appearance.
    ndarray of int
        The first row of each combination.
    """
    size = len(columns[0])
    numbers: Ints = constant(0, size)
    if not size:
        return numbers, np.empty(0, dtype=np.int64)
    first = np.zeros(1, dtype=np.int64)
    codes, count, numbered = numbers, 1, True
    for column in columns:
        if is_constant(column):
            continue
        low, high = int(column.min()), int(column.max())
        if low == high:
            continue
        span = high - low + 1
        if not numbered and not _is_dense(count * span, size):
            codes, first = _renumbered(codes, count)
            count = len(first)
        own = column - low if low else column
        codes, count, numbered = codes * span + own if count > 1 else own, count * span, False
    return (codes, first) if numbered else _renumbered(codes, count)


def _is_dense(span: int, size: int) -> bool:
    """Return whether a table of all codes from 0 up to `span` is worth its memory for so many rows."""
    return span <= _DENSE * size + _SMALL


def grouped(numbers: Ints, count: int) -> tuple[Ints, ...]:
    """Return the rows of each of `count` numbers, in order."""
    if count < 2:  # noqa: PLR2004 - one group holds every row
        return (np.arange(len(numbers), dtype=np.int64),) * count
    # Small numbers are sorted by counting.
    order = np.argsort(numbers.astype(np.uint16) if count <= _COUNTED else numbers, kind="stable")
    return tuple(np.split(order, np.cumsum(np.bincount(numbers, minlength=count))[:-1]))


def first_rows(codes: Ints, span: int) -> Ints:
    """Return for each row the first row of the same code; codes go from 0 up to `span`."""
    size = len(codes)
    if not _is_dense(span, size):
        numbers, first = distinct(codes)
        return first[numbers]
    first_of = np.empty(span, dtype=np.int64)
    # Written from the last row to the first, so that the first has the last word.
    first_of[codes[::-1]] = np.arange(size - 1, -1, -1)
    found: Ints = first_of[codes]
    return found


def _renumbered(codes: Ints, span: int) -> tuple[Ints, Ints]:
    """Return codes from 0 up to `span` as numbers in order of appearance, and the first row of each number."""
    size = len(codes)
    if not _is_dense(span, size):
        from pandas import factorize  # noqa: PLC0415 - importing the inventory must stay quick

        found, words = factorize(codes)
        numbers, positions = np.asarray(found, dtype=np.int64), len(words)
        first = np.empty(positions, dtype=np.int64)
        first[numbers[::-1]] = np.arange(size - 1, -1, -1)
        return numbers, first
    # Written from the last row to the first, so that the first has the last word: no hashing, no sorting of rows.
    first_of = np.full(span, size, dtype=np.int64)
    first_of[codes[::-1]] = np.arange(size - 1, -1, -1)
    present = np.flatnonzero(first_of < size)
    present = present[np.argsort(first_of[present], kind="stable")]
    number_of = np.empty(span, dtype=np.int64)
    number_of[present] = np.arange(len(present))
    return number_of[codes], first_of[present]


@dataclass(frozen=True)
class Coded:
    """A column of texts as places in a list of words.

    Parameters
    ----------
    words : sequence of str
    codes : ndarray of int, shape (n,)
        Place of each entry in `words`.
    """

    words: Sequence[str]
    codes: Ints

    @classmethod
    def same(cls, word: str, size: int) -> Coded:
        """Return a column of one word."""
        return cls((word,), constant(0, size))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, position: Position) -> str:
        return self.words[int(self.codes[position])]

    def __iter__(self) -> Iterator[str]:
        return (self.words[code] for code in self.codes)

    def texts(self) -> npt.NDArray[np.object_]:
        """Return the column written out."""
        return np.fromiter(self.words, dtype=object, count=len(self.words))[self.codes]

    def at(self, rows: Ints) -> Coded:
        """Return the entries of some rows, nothing for row −1."""
        if len(rows) and is_constant(rows):
            return Coded.same(self[rows[0]] if rows[0] >= 0 else "", len(rows))
        if len(rows) and int(rows.min()) >= 0:
            return self.take(rows)
        return Coded((*self.words, ""), np.append(self.codes, len(self.words))[rows])

    def take(self, chosen: Ints | npt.NDArray[np.bool_]) -> Coded:
        """Return some of the entries."""
        return Coded(self.words, self.codes[chosen])

    def present(self) -> tuple[str, ...]:
        """Return the words that occur, in order of appearance."""
        _, first = distinct(self.codes)
        return tuple(dict.fromkeys(self[row] for row in first))

    def used(self) -> Coded:
        """Return the column with only the words that occur."""
        codes, first = distinct(self.codes)
        return Coded(tuple(self[row] for row in first), codes)

    def map(self, change: Callable[[str], str]) -> Coded:
        """Return the column with each word changed."""
        return Coded(tuple(map(change, self.words)), self.codes)

    def says(self, word: str) -> npt.NDArray[np.bool_]:
        """Return which entries are `word`."""
        same = np.array([one == word for one in self.words], dtype=np.bool_)
        return np.asarray(same[self.codes], dtype=np.bool_)


def coded(texts: Any) -> Coded:
    """Return a column of texts as codes, the words in order of appearance."""
    from pandas import factorize  # noqa: PLC0415 - importing the inventory must stay quick

    codes, words = factorize(np.asarray(texts, dtype=object))
    return Coded(tuple(map(str, words)), np.asarray(codes, dtype=np.int64))


class Vocabulary(Generic[T]):
    """A list of words that grows; the code of a word is its place in it and never changes."""

    def __init__(self, known: Iterable[T] = ()) -> None:
        self.words: list[T] = []
        self._codes: dict[T, int] = {}
        for word in known:
            self.words.append(word)
            self._codes.setdefault(word, len(self.words) - 1)

    def __len__(self) -> int:
        return len(self.words)

    def code(self, word: T) -> int:
        """Return the code of `word`, which is added if it is new."""
        code = self._codes.setdefault(word, len(self.words))
        if code == len(self.words):
            self.words.append(word)
        return code

    def codes(self, words: Iterable[T]) -> Ints:
        """Return the codes of some words, those added that are new."""
        return np.array([self.code(word) for word in words], dtype=np.int64)
