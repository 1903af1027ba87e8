"""Numbers of a year against those of the year before: what grew or fell by three times, which rows came and went.

Money is compared as it stands, each year at its own prices: three times is more than prices change in a year. The
message names the price years where they differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.findings import Finding, UnitError, Where, finding
from gep.inventory.coding import Vocabulary, distinct
from gep.inventory.slips import guess_in_words, likely_slip
from gep.inventory.tables import Table
from gep.messages import LANGUAGES, label
from gep.spec import Number
from gep.units import factor

__all__ = ["JUMP", "YEAR_ON_YEAR", "change_in_words", "has_jumped", "jump_findings", "prices_in_words"]

JUMP = 3.0
"""By how many times a number may grow or fall from one year to the next without being looked at."""
YEAR_ON_YEAR = frozenset({"GEP234", "GEP235", "GEP236", "GEP237", "GEP238"})
"""Codes that are found only where last year's numbers are given."""

_NOT_COMPARED = frozenset({"explanations", "product_list"})
_CALENDAR = frozenset({"year", "price_year", "period"})
_NEAR = 1.5  # how close to last year's a number must come once a slip of unit is taken back
_LISTED = 20  # rows named in one message
_PRICE_YEAR = "(2000年价)"

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Place = tuple[str, int]
"""Region and year."""

_NONE = np.empty(0, dtype=np.int64)


def has_jumped(now: Floats, last: Floats) -> npt.NDArray[np.bool_]:
    """Return where a number is three times as large as another or more, a third or less, or of another sign.

    Where either is missing nothing has jumped; from zero every other number is a jump.

    Examples
    --------
    >>> has_jumped(np.array([3.0, 2.9, 1.0, -1.0, 0.0, np.nan]), np.array([1.0, 1.0, 3.0, 1.0, 0.0, 1.0])).tolist()
    [True, False, True, True, False, False]
    """
    large, small = np.maximum(np.abs(now), np.abs(last)), np.minimum(np.abs(now), np.abs(last))
    known = ~np.isnan(now) & ~np.isnan(last)
    jumped: npt.NDArray[np.bool_] = known & (((large > 0) & (large >= JUMP * small)) | (now * last < 0))
    return jumped


def change_in_words(now: float, last: float) -> dict[str, str]:
    """Return how a number compares with last year's."""
    if now * last <= 0:
        return {lang: label("change_sign", lang) for lang in LANGUAGES}
    key, times = ("change_up", now / last) if abs(now) > abs(last) else ("change_down", last / now)
    return {lang: label(key, lang, times=f"{times:.3g}") for lang in LANGUAGES}


def prices_in_words(now: float, last: float) -> dict[str, str]:
    """Return the price years of both years where they differ, else nothing."""
    if math.isnan(now) or math.isnan(last) or now == last:
        return dict.fromkeys(LANGUAGES, "")
    return {lang: label("change_prices", lang, now=f"{now:.0f}", last=f"{last:.0f}") for lang in LANGUAGES}


def jump_findings(tables: Mapping[str, Table], earlier: Mapping[str, Table]) -> list[Finding]:
    """Return what changed implausibly from last year to this.

    Parameters
    ----------
    tables, earlier : mapping of str to Table
        The tables of an inventory and of the one with the years before; the same one if it holds several years.
    """
    basics, before = tables.get("basic"), earlier.get("basic")
    if basics is None or before is None:
        return []
    there = {*_Places(before, 1).names}
    shared = [place for place in _Places(basics).names if place in there]
    places = {place: number for number, place in enumerate(shared)}
    if not places:
        return []
    found: list[Finding] = []
    for name in dict.fromkeys((*tables, *earlier)):
        now, last = tables.get(name), earlier.get(name)
        if name in _NOT_COMPARED:
            continue
        if now is None or last is None:
            found += _whole_table(now, last, places, basics)
            continue
        matched = _matched(now, last)
        for column in now.sheet.numbers.values():
            if column.name in now.frame and column.name in last.frame and column.name not in _CALENDAR:
                found += _jumps(now, last, column, matched, basics.frame, before.frame)
        if name != "basic":
            found += _came_and_went(now, last, matched, places)
    return found


def _matched(now: Table, last: Table) -> Ints:
    """Return for each row the position of the same row a year before, −1 where there is none."""
    size, years = len(now.frame), [_years(now), _years(last) + 1]
    keys = [key.name for key in now.sheet.keys if key.identifies]
    numbers, _ = distinct(np.concatenate(years), *(_together(now, last, name) for name in ("region", *keys)))
    rows = np.full(len(numbers), -1, dtype=np.int64)
    earlier = numbers[size:]
    rows[earlier[::-1]] = np.arange(len(earlier) - 1, -1, -1)  # of a row that stands there twice the first
    return rows[numbers[:size]]


def _years(table: Table) -> Ints:
    return table.frame["year"].to_numpy(np.int64)


def _together(now: Table, last: Table, name: str) -> Ints:
    """Return a column of both tables, one after the other, as codes of the same words."""
    words: Vocabulary[str] = Vocabulary()
    columns = (table.coded(name) for table in (now, last))
    return np.concatenate([words.codes(column.words)[column.codes] for column in columns])


class _Places:
    """The regions and years of the rows of a table, in order of appearance."""

    def __init__(self, table: Table, later: int = 0) -> None:
        regions, years = table.coded("region"), _years(table) + later
        self._numbers, first = distinct(regions.codes, years)
        codes = regions.codes[first].tolist()
        self.names = [(regions.words[code], year) for code, year in zip(codes, years[first].tolist(), strict=True)]

    def of(self, rows: npt.NDArray[np.bool_]) -> set[Place]:
        """Return the places of some rows."""
        return {self.names[number] for number in np.unique(self._numbers[rows])}

    @cached_property
    def rows(self) -> dict[Place, Ints]:
        """The positions of the rows of each place."""
        order = np.argsort(self._numbers, kind="stable")
        return dict(zip(self.names, np.split(order, np.cumsum(np.bincount(self._numbers))[:-1]), strict=False))


def _jumps(
    now: Table, last: Table, column: Number, matched: Ints, basics: pd.DataFrame, before: pd.DataFrame
) -> list[Finding]:
    values = now.frame[column.name].to_numpy(np.float64)
    earlier = np.append(last.frame[column.name].to_numpy(np.float64), np.nan)[matched]
    if column.unit_label:
        earlier = earlier * _scales(now, last, column, matched)
    found = []
    for position in np.flatnonzero(has_jumped(values, earlier)):
        here, there = int(position), int(matched[position])
        unit = str(now.frame[f"{column.name}_unit"].iloc[here]) if column.unit_label else column.unit
        value, reference = float(values[here]), float(earlier[here])
        slip = likely_slip(value, unit, reference / _NEAR, reference * _NEAR, reference)
        prices = dict.fromkeys(LANGUAGES, "")
        if "元" in unit:
            prices = prices_in_words(_price_year(now, here, basics), _price_year(last, there, before))
        found.append(
            finding(
                "GEP234",
                now.where(here, column.name),
                subject=_subject(now, here, column.name),
                typed=now.typed.get((here, column.name), f"{value:.15g} {unit}".strip()),
                column=column.label._asdict(),
                last=last.typed.get((there, column.name), f"{reference:.15g} {unit}".strip()),
                address=str(last.where(there, column.name)),
                change=change_in_words(value, reference),
                prices=prices,
                guess=guess_in_words(slip, unit),
            )
        )
    return found


def _scales(now: Table, last: Table, column: Number, matched: Ints) -> Floats:
    """Return the factor from last year's unit to this year's of each row, NaN where there is none."""
    name = f"{column.name}_unit"
    new, old = now.coded(name), last.coded(name).at(matched)
    numbers, first = distinct(new.codes, old.codes)
    scales: Floats = np.array([_scale(old[row], new[row]) for row in first], dtype=np.float64)[numbers]
    return scales


def _scale(old: str, new: str) -> float:
    if old == new:
        return 1.0
    try:
        return factor(*(f"{unit}{_PRICE_YEAR}" if "元" in unit else unit for unit in (old, new)))
    except UnitError:
        return math.nan


def _price_year(table: Table, position: int, basics: pd.DataFrame) -> float:
    row = table.frame.iloc[position]
    own = float(row.get("price_year", math.nan))
    if not math.isnan(own):
        return own
    place = basics[(basics["region"] == row["region"]) & (basics["year"] == row["year"])]
    return float(place["price_year"].iloc[0]) if len(place) else math.nan


def _subject(table: Table, position: int, name: str) -> str:
    row = table.frame.iloc[position]
    keys = [str(row[key.name]) for key in table.sheet.keys if key.name in table.frame]
    return "/".join(filter(None, (f"{row['region']}/{row['year']}", table.sheet.name, *keys, name)))


def _names(table: Table, positions: Ints) -> str:
    keys = [key.name for key in table.sheet.keys if key.identifies]
    names = [
        " / ".join(filter(None, (table.word(int(place), key) for key in keys if key in table.words)))
        or str(table.where(int(place), "").sheet)
        for place in positions[:_LISTED]
    ]
    return "、".join(names) + ("…" if len(positions) > _LISTED else "")


def _came_and_went(now: Table, last: Table, matched: Ints, places: Mapping[Place, int]) -> list[Finding]:
    """Return the rows that last year has and this year has not, and the other way round, by region and year."""
    gone = np.ones(len(last.frame), dtype=np.bool_)
    gone[matched[matched >= 0]] = False
    came = matched < 0
    if not came.any() and not gone.any():
        return []
    here, there = _Places(now), _Places(last, 1)
    changed = here.of(came) | there.of(gone)
    found = []
    for region, year in sorted(changed & places.keys(), key=places.__getitem__):
        subject, label_ = f"{region}/{year}/{now.sheet.name}", now.sheet.label._asdict()
        lost = there.rows.get((region, year), _NONE)
        lost = lost[gone[lost]]
        lost = lost[[not _left_out(now, last, row) for row in lost.tolist()]]
        if lost.size:
            where = Where(now.file, now.sheet_name)
            first = last.where(int(lost[0]), last.sheet.keys[0].name if last.sheet.keys else "")
            typed = _names(last, lost)
            found.append(finding("GEP235", where, subject=subject, typed=typed, sheet=label_, address=str(first)))
        new = here.rows.get((region, year), _NONE)
        new = new[came[new]]
        if new.size:
            where = now.where(int(new[0]), now.sheet.keys[0].name if now.sheet.keys else "")
            found.append(finding("GEP236", where, subject=subject, typed=_names(now, new), sheet=label_))
    return found


def _left_out(now: Table, last: Table, position: int) -> bool:
    """Return whether a row of this year which could not be read may be this one of last year."""
    if not now.dropped:
        return False
    row = last.frame.iloc[position]
    keys = {key.name: row[key.name] for key in now.sheet.keys if key.identifies}
    return now.may_lack(region=row["region"], year=row["year"] + 1, **keys)


def _whole_table(now: Table | None, last: Table | None, places: Mapping[Place, int], basics: Table) -> list[Finding]:
    """Return a finding for each region whose sheet is there in one of two years only."""
    table = now or last
    if table is None:
        return []
    found, own = [], _Places(table, 0 if now else 1).rows
    for region, year in places:
        rows = own.get((region, year))
        if rows is None:
            continue
        subject, sheet = f"{region}/{year}/{table.sheet.name}", table.sheet.label._asdict()
        if now is not None:
            where = Where(now.file, now.sheet_name)
            found.append(finding("GEP236", where, subject=subject, typed=_names(table, rows), sheet=sheet))
        else:
            where, lost = Where(basics.file), str(Where(table.file, table.sheet_name))
            found.append(
                finding("GEP235", where, subject=subject, typed=_names(table, rows), sheet=sheet, address=lost)
            )
    return found
