"""Numbers of a year against those of the year before: what grew or fell by three times, which rows came and went.

Money is compared as it stands, each year at its own prices: three times is more than prices change in a year. The
message names the price years where they differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.findings import Finding, UnitError, Where, finding
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
Ints = npt.NDArray[np.intp]


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
    places = _places(basics.frame).intersection(_places(before.frame, 1))
    if places.empty:
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


def _places(frame: pd.DataFrame, later: int = 0) -> pd.MultiIndex:
    """Return region and year of each row, the year moved on by `later`."""
    return pd.MultiIndex.from_arrays([frame["region"], frame["year"].astype(int) + later], names=["region", "year"])


def _index(table: Table, later: int = 0) -> pd.MultiIndex:
    keys = [key.name for key in table.sheet.keys if key.identifies and key.name in table.frame]
    years = table.frame["year"].astype(int) + later
    return pd.MultiIndex.from_arrays([table.frame["region"], years, *(table.frame[key] for key in keys)])


def _matched(now: Table, last: Table) -> Ints:
    """Return for each row the position of the same row a year before, −1 where there is none."""
    index = _index(last, 1)
    first = ~index.duplicated()  # a row that stands there twice has its own finding
    positions = np.append(np.flatnonzero(first), -1)
    matched: Ints = positions[index[first].get_indexer(_index(now))]
    return matched


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
    new = now.frame[name].astype(str).to_numpy(object)
    old = np.append(last.frame[name].astype(str).to_numpy(object), "")[matched]
    codes, pairs = pd.MultiIndex.from_arrays([old, new]).factorize()
    scales: Floats = np.array([_scale(str(one), str(other)) for one, other in pairs], dtype=np.float64)[codes]
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


def _came_and_went(now: Table, last: Table, matched: Ints, places: pd.MultiIndex) -> list[Finding]:
    """Return the rows that last year has and this year has not, and the other way round, by region and year."""
    gone = np.ones(len(last.frame), dtype=np.bool_)
    gone[matched[matched >= 0]] = False
    found = []
    came, went = now.frame[matched < 0], last.frame[gone]
    changed = {*zip(came["region"], came["year"], strict=True), *zip(went["region"], went["year"] + 1, strict=True)}
    for region, year in (place for place in places if place in changed):
        here = (now.frame["region"] == region) & (now.frame["year"] == year)
        there = (last.frame["region"] == region) & (last.frame["year"] == year - 1)
        subject = f"{region}/{year}/{now.sheet.name}"
        lost = np.flatnonzero(there & gone & ~last.frame.index.isin(_left_out(now, last, year)))
        if lost.size:
            where = Where(now.file, now.sheet_name)
            found.append(
                finding(
                    "GEP235",
                    where,
                    subject=subject,
                    typed=_names(last, lost),
                    sheet=now.sheet.label._asdict(),
                    address=str(last.where(int(lost[0]), last.sheet.keys[0].name if last.sheet.keys else "")),
                )
            )
        new = np.flatnonzero(here & (matched < 0))
        if new.size:
            where = now.where(int(new[0]), now.sheet.keys[0].name if now.sheet.keys else "")
            label_ = now.sheet.label._asdict()
            found.append(finding("GEP236", where, subject=subject, typed=_names(now, new), sheet=label_))
    return found


def _left_out(now: Table, last: Table, year: int) -> list[int]:
    """Return the rows of last year that a row of this year which could not be read may be."""
    if not now.dropped:
        return []
    keys = [key.name for key in now.sheet.keys if key.identifies and key.name in last.frame]
    return [
        position
        for position, row in enumerate(last.frame.to_dict("records"))
        if row["year"] == year - 1 and now.may_lack(region=row["region"], year=year, **{key: row[key] for key in keys})
    ]


def _whole_table(now: Table | None, last: Table | None, places: pd.MultiIndex, basics: Table) -> list[Finding]:
    """Return a finding for each region whose sheet is there in one of two years only."""
    table = now or last
    if table is None:
        return []
    found = []
    for region, year in places:
        own = table.frame[(table.frame["region"] == region) & (table.frame["year"] == (year if now else year - 1))]
        if own.empty:
            continue
        rows: Ints = own.index.to_numpy(np.intp)
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
