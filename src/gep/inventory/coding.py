"""Columns as codes: each entry as its place in the short list of those that occur."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["Coded", "Position", "Vocabulary", "coded", "constant", "distinct"]

Position = int | np.integer[Any]
Ints = npt.NDArray[np.int64]
T = TypeVar("T", bound=Hashable)


def constant(value: float, size: int) -> npt.NDArray[Any]:
    """Return a column of one number, which takes no memory and cannot be written to."""
    return np.broadcast_to(np.asarray(value), size)


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
    from pandas import factorize  # noqa: PLC0415 - importing the inventory must stay quick

    size = len(columns[0])
    numbers: Ints = constant(0, size)
    if not size:
        return numbers, np.empty(0, dtype=np.int64)
    count = 1
    for column in columns:
        low, high = int(column.min()), int(column.max())
        if low == high:
            continue
        codes, found = factorize(numbers * (high - low + 1) + (column - low))
        numbers, count = np.asarray(codes, dtype=np.int64), len(found)
    first = np.zeros(count, dtype=np.int64)
    if count > 1:
        first[numbers[::-1]] = np.arange(size - 1, -1, -1)
    return numbers, first


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
