"""Daily records: whole calendar years, checked, and grouped by half-month, month or year.

A day that is not there is not a day without rain. A record with a gap is refused with the dates that lack; nothing is
filled in, and nothing is scaled up from part of a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gep.findings import GepError
from gep.preparation.ranges import Limits, numbers
from gep.units import Quantity

__all__ = ["Calendar", "YearlyValues"]

_SHOWN = 10
_MONTHS = 12
_HALF_MONTHS = 24
_LAST_OF_FIRST_HALF = 15
_EPOCH = 1970  # year 0 of datetime64

Floats = npt.NDArray[np.float64]


class YearlyValues(NamedTuple):
    """A quantity of each year: `quantity` has one row for each of `years`, which are in order."""

    years: npt.NDArray[np.int64]
    quantity: Quantity


@dataclass(frozen=True)
class Calendar:
    """The days of whole calendar years, in order.

    Build it with :meth:`of`. `order` takes rows as they were given into the order of the days.
    """

    days: npt.NDArray[np.datetime64]
    order: npt.NDArray[np.intp]
    years: npt.NDArray[np.int64]
    months: npt.NDArray[np.int64]
    """Of each day, 1 … 12."""

    @classmethod
    def of(cls, dates: npt.ArrayLike) -> Calendar:
        """Return the calendar of a column of dates, in any order.

        Parameters
        ----------
        dates : array_like of datetime64, date or ISO text, shape (days,)
            Every day of one or more calendar years, once. The years need not follow on each other.

        Raises
        ------
        GepError
            If the dates cannot be read (GEP701), occur twice (GEP702), or leave days of a year out (GEP703).
        """
        given = _read(dates)
        order = np.argsort(given, kind="stable")
        days = given[order]
        twice = np.unique(days[1:][days[1:] == days[:-1]])
        if twice.size:
            raise GepError("GEP702", count=twice.size, dates=_listed(twice))
        years = np.unique(days.astype("datetime64[Y]"))
        whole = np.concatenate([np.arange(year, year + 1, dtype="datetime64[D]") for year in years])
        lacking = np.setdiff1d(whole, days, assume_unique=True)
        if lacking.size:
            incomplete = np.unique(lacking.astype("datetime64[Y]"))
            raise GepError("GEP703", years="、".join(map(str, incomplete)), count=lacking.size, dates=_listed(lacking))
        months = days.astype("datetime64[M]").astype(np.int64) % _MONTHS + 1
        return cls(days, order, years.astype(np.int64) + _EPOCH, months)

    def values(self, quantity: Quantity, limits: Limits) -> Floats:
        """Return daily numbers in the unit of `limits`, in the order of the days.

        Parameters
        ----------
        quantity : Quantity, shape (days, ...)
            One row for each date as given to :meth:`of`.
        limits : Limits
            What the numbers are, their unit and where they must lie.

        Raises
        ------
        GepError
            If rows and dates differ in number (GEP705), there is no unit (GEP710), a value is out of its limits
            (GEP706), or a day has no value (GEP704).
        """
        shape = np.shape(getattr(quantity, "magnitude", quantity))
        rows = shape[0] if shape else 0
        if rows != self.days.size:
            raise GepError("GEP705", name=limits.name, got=rows, expected=self.days.size)
        found = numbers(quantity, limits, allow_missing=True)
        ordered: Floats = found[self.order]
        empty = np.isnan(ordered.reshape(rows, -1)).any(axis=1)
        if empty.any():
            raise GepError("GEP704", name=limits.name, count=int(empty.sum()), dates=_listed(self.days[empty]))
        return ordered

    def by_half_month(self, values: Floats) -> Floats:
        """Return sums of ordered daily numbers by half-month (1st to 15th, 16th to the end), shape (years, 24, ...)."""
        of_month = (self.days - self.days.astype("datetime64[M]")).astype(np.int64) + 1
        return self._sums(values, (self.months - 1) * 2 + (of_month > _LAST_OF_FIRST_HALF), _HALF_MONTHS)

    def by_month(self, values: Floats) -> Floats:
        """Return sums of ordered daily numbers by month, shape (years, 12, ...)."""
        return self._sums(values, self.months - 1, _MONTHS)

    def by_year(self, values: Floats) -> Floats:
        """Return sums of ordered daily numbers by year, shape (years, ...)."""
        sums: Floats = self.by_month(values).sum(axis=1)
        return sums

    def length_of_months(self) -> Floats:
        """Return the number of days of each month, shape (years, 12)."""
        return self.by_month(np.ones(self.days.size))

    def _sums(self, values: Floats, part: npt.NDArray[np.int64], parts: int) -> Floats:
        # The years are whole and the days in order: every part of a year is one run of days.
        starts = np.flatnonzero(np.concatenate([[True], part[1:] != part[:-1]]))
        sums: Floats = np.add.reduceat(values, starts, axis=0)
        return sums.reshape(self.years.size, parts, *values.shape[1:])


def _read(dates: npt.ArrayLike) -> npt.NDArray[np.datetime64]:
    given = np.asarray(dates)
    if given.dtype.kind in "iufb" and given.size:
        # NumPy would take 20230131 for the number of days since 1970.
        reason = {"zh": f"{given.flat[0]} 是数字", "en": f"{given.flat[0]} is a number"}
        raise GepError("GEP701", reason=reason)
    try:
        days = given.astype("datetime64[D]")
    except (TypeError, ValueError) as error:
        raise GepError("GEP701", reason=str(error)) from error
    if days.ndim != 1 or days.size == 0:
        reason = {"zh": f"应是一列,形状为 {days.shape}", "en": f"one column is expected, the shape is {days.shape}"}
        raise GepError("GEP701", reason=reason)
    empty = np.flatnonzero(np.isnat(days))
    if empty.size:
        where = "、".join(str(place + 1) for place in empty[:_SHOWN])
        reason = {"zh": f"有 {empty.size} 个空日期(第 {where} 个)", "en": f"{empty.size} are empty (no. {where})"}
        raise GepError("GEP701", reason=reason)
    return days


def _listed(days: npt.NDArray[np.datetime64]) -> str:
    shown = "、".join(map(str, days[:_SHOWN]))
    return f"{shown} …" if days.size > _SHOWN else shown
