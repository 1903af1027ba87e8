"""What the lines of a ledger are about, as codes: read from its texts once, for sums and checks over many lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["SIGNS", "LedgerIndex"]

SIGNS: Mapping[str, int] = {"priced": 1, "reported_value": 1, "deduction": -1}
"""How the value of a line enters the sum."""

_MOST = 2**62
"""As many combinations as one number can tell apart."""
_FEW = 2**16
"""Up to as many groups, sorting takes a time that is linear in lines."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]


class LedgerIndex:
    """A ledger as columns of codes; each column is made when it is first asked for.

    Parameters
    ----------
    ledger : pandas.DataFrame
        It must not be changed afterwards.
    """

    def __init__(self, ledger: pd.DataFrame) -> None:
        self.ledger = ledger
        self._columns: dict[str, tuple[Codes, list[Any]]] = {}
        self._of: dict[str, dict[Any, int]] = {}
        self._sums: dict[tuple[str, ...], tuple[npt.NDArray[np.intp], list[float]]] = {}

    def __len__(self) -> int:
        return len(self.ledger)

    def _column(self, name: str) -> tuple[Codes, list[Any]]:
        if name not in self._columns:
            column = self.ledger[name]
            # Equal texts are mostly one object, which the hash table of objects sees at once.
            codes, words = pd.factorize(column.to_numpy() if column.dtype == np.int64 else column.to_numpy(object))
            self._columns[name] = np.asarray(codes, dtype=np.int32), words.tolist()
            self._of[name] = {word: code for code, word in enumerate(self._columns[name][1])}
        return self._columns[name]

    def codes(self, name: str) -> Codes:
        """Return the place of each entry of a column in :meth:`words`, −1 where it is missing."""
        return self._column(name)[0]

    def words(self, name: str) -> list[Any]:
        """Return what occurs in a column, in order of appearance."""
        return self._column(name)[1]

    def entries(self, name: str, lines: npt.NDArray[np.intp]) -> list[Any]:
        """Return what a column says on some lines."""
        entries: list[Any] = self.ledger[name].iloc[lines].tolist()
        return entries

    def says(self, name: str, word: str, lines: npt.NDArray[np.intp] | slice = slice(None)) -> Mask:
        """Return on which of some lines a column says `word`."""
        codes = self.codes(name)
        same: Mask = codes[lines] == self._of[name].get(word, -2)
        return same

    def floats(self, name: str) -> Floats:
        """Return a column of numbers."""
        return self.ledger[name].to_numpy(np.float64)

    def combined(self, names: Sequence[str], lines: npt.NDArray[np.intp] | slice = slice(None)) -> Ints:
        """Return one number for what some lines say in several columns, −1 where one of these is missing."""
        numbers: Ints = np.zeros(len(self.codes(names[0])[lines]), dtype=np.int64)
        missing = np.zeros(len(numbers), dtype=np.bool_)
        size = 1
        for name in names:
            codes, words = self.codes(name)[lines], self.words(name)
            if size * (len(words) + 1) > _MOST:
                factorized, known = pd.factorize(numbers)
                numbers, size = np.asarray(factorized, dtype=np.int64), len(known)
            numbers = numbers * (len(words) + 1) + codes
            missing |= codes < 0
            size *= len(words) + 1
        numbers[missing] = -1
        return numbers

    @cached_property
    def counted(self) -> npt.NDArray[np.intp]:
        """The lines that enter the sum."""
        signs = np.array([word in SIGNS for word in self.words("role")] + [False], dtype=np.bool_)
        return np.flatnonzero(self.ledger["counted"].to_numpy(np.bool_) & signs[self.codes("role")])

    @cached_property
    def signed(self) -> Floats:
        """The value of each counted line as it enters the sum, zero where it has none."""
        signs = np.array([SIGNS.get(word, 0) for word in self.words("role")] + [0], dtype=np.float64)
        signed = self.floats("value")[self.counted] * signs[self.codes("role")[self.counted]]
        return np.where(np.isnan(signed), 0, signed)

    def sums(self, names: Sequence[str]) -> tuple[npt.NDArray[np.intp], list[float]]:
        """Return the sum of the counted lines [元] by columns, each correctly rounded; made once.

        Returns
        -------
        ndarray of int
            The first line of each group, in order of appearance; a line that lacks one of the columns is in no group.
        list of float
        """
        key = tuple(names)
        if key not in self._sums:
            self._sums[key] = self._summed(key)
        return self._sums[key]

    def _summed(self, names: tuple[str, ...]) -> tuple[npt.NDArray[np.intp], list[float]]:
        numbers = self.combined(names, self.counted)
        lines, values = self.counted, self.signed
        if (numbers < 0).any():
            lines, values, numbers = lines[numbers >= 0], values[numbers >= 0], numbers[numbers >= 0]
        groups, found = pd.factorize(numbers)
        first = np.empty(len(found), dtype=np.intp)
        first[groups[::-1]] = lines[::-1]
        groups = groups.astype(np.uint16 if len(found) <= _FEW else np.int64)
        ordered = values[np.argsort(groups, kind="stable")].tolist()
        ends = np.cumsum(np.bincount(groups, minlength=len(found))).tolist()
        return first, [math.fsum(ordered[begin:end]) for begin, end in zip([0, *ends], ends, strict=False)]
