"""Prices and local coefficients against what the sources of the book publish."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from gep.classifications import ancestors, find_ecosystem, find_item
from gep.coefficient_book import Coefficient
from gep.compile.binding import unit_factor
from gep.compile.context import Context
from gep.findings import Finding, UnitError, finding
from gep.inventory.slips import guess_in_words, likely_slip
from gep.inventory.tables import Table
from gep.inventory.words import limits_in_words
from gep.messages import LANGUAGES
from gep.prices import price_key

__all__ = ["check_spread"]

APART = 3.0
"""By how many times a local value may leave what is published without being looked at: a single source is no range,
and prices of other years are not those of this year."""

_SHOWN = 3  # sources named in one message


def check_spread(context: Context) -> None:
    """Report prices and local coefficients that lie far from every value that the book gives for the same thing."""
    _check_table(context, "prices", "price")
    _check_table(context, "overrides", "coefficient")


class _Spread(NamedTuple):
    """What is published: the label of the thing, the least and the largest value, what passes, and the sources."""

    words: Mapping[str, str]
    low: float
    high: float
    lower: float
    upper: float
    sources: str


def _check_table(context: Context, sheet: str, column: str) -> None:
    table = context.inventory.table(sheet)
    frame = table.frame[table.frame["value"].notna()]
    if frame.empty:
        return
    names = [column, "item", *(["ecosystem"] if "ecosystem" in frame else []), "value_unit"]
    codes, distinct = pd.MultiIndex.from_frame(frame[names].astype(str)).factorize()
    things = [tuple(map(str, one)) for one in distinct]
    spreads = [_spread(context, sheet, *thing) for thing in things]
    lower = np.array([one.lower if one else -np.inf for one in spreads])[codes]
    upper = np.array([one.upper if one else np.inf for one in spreads])[codes]
    values = frame["value"].to_numpy(np.float64)
    for place in map(int, np.flatnonzero((values < lower) | (values > upper))):
        spread = spreads[codes[place]]
        if spread is not None:
            here = int(str(frame.index[place]))
            context.findings.append(_far_away(table, here, things[codes[place]], spread))


def _spread(context: Context, sheet: str, thing: str, item: str, *rest: str) -> _Spread | None:
    """Return what is published for a row, or None where there is nothing to compare with."""
    type_, unit = (rest[0], rest[1]) if len(rest) > 1 else ("", rest[0])
    name, words = thing.partition("@")[0].strip(), {}
    if sheet == "prices":
        key = price_key(name)
        name, words = f"price.{name}", key.label._asdict() if key is not None else {}
    elif name.startswith("price."):
        return None  # refused elsewhere
    published = list(_published(context, name, item, type_, unit))
    numbers = [number for _, some in published for number in some]
    if not numbers or min(numbers) < 0 or max(numbers) == 0:
        return None  # without a positive value there is no order to compare with
    low, high = min(numbers), max(numbers)
    if sheet == "prices":
        lower, upper = low / APART, high * APART
    elif low == 0:
        lower, upper = low, high
    else:
        middle = math.sqrt(low * high)
        lower, upper = min(low, middle / APART), max(high, middle * APART)
    sources = list(dict.fromkeys(context.book.sources[one.source].citation for one, _ in published))
    shown = "; ".join(sources[:_SHOWN]) + ("; …" if len(sources) > _SHOWN else "")
    return _Spread(words or {lang: published[0][0].label(lang) for lang in LANGUAGES}, low, high, lower, upper, shown)


def _far_away(table: Table, here: int, thing: tuple[str, ...], spread: _Spread) -> Finding:
    unit, value = str(table.frame["value_unit"].iloc[here]), float(table.frame["value"].iloc[here])
    return finding(
        "GEP239" if table.sheet.name == "prices" else "GEP240",
        table.where(here, "value"),
        subject="/".join(filter(None, (table.sheet.name, *thing[:-1]))),
        typed=table.typed.get((here, "value"), f"{value:.15g} {unit}".strip()),
        name=spread.words,
        limits=limits_in_words(float(f"{spread.low:.6g}"), float(f"{spread.high:.6g}"), unit),
        sources=spread.sources,
        guess=guess_in_words(likely_slip(value, unit, spread.lower, spread.upper), unit),
    )


def _published(
    context: Context, name: str, item: str, type_: str, unit: str
) -> Iterator[tuple[Coefficient, tuple[float, ...]]]:
    """Return the values of the book that speak of the same thing, with the ends of their ranges, in `unit`."""
    kind = context.book.class_kinds.get(name, "")
    known = find_item(kind, item) if kind and item else None
    type_known = find_ecosystem(type_ or ("" if known else item))
    types = {type_known.key, *ancestors(type_known.key)} if type_known else set()
    if item and known is None and type_known is None and (kind or name.startswith("price.")):
        return  # it cannot be read what the row is for, which has its own finding
    for entry in context.book.entries:
        one = entry.coefficient
        if one.name != name or one.parameters or one.status == "placeholder":
            continue
        of_class, of_type = one.qualifiers.class_, one.qualifiers.ecosystem
        if (of_class and item and of_class != (known.key if known else item)) or (
            of_type and types and of_type not in types
        ):
            continue
        try:
            scale = unit_factor(one.unit, unit)
        except UnitError:
            continue
        numbers = (one.value, *(bound for bound in (one.low, one.high) if bound is not None))
        yield one, tuple(number * scale for number in numbers)
