"""汇总表: class, service and indicator with quantity, price and value, shares, and values per area, head and GDP."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from gep.account import SIGNS, Account
from gep.classifications import items
from gep.profiles import ServiceRule
from gep.tables.by_region import region_rows
from gep.tables.formulas import Formula, Formulas, Ref, scaled, sum_of
from gep.tables.join import Join, prefix
from gep.tables.notes import standing_notes, total_word
from gep.tables.pages import WAN, YI, Cell, Content, blank_or_number, blank_or_percent, headings
from gep.tables.places import divisors
from gep.tables.positions import REGION_AREA, REGION_GDP, REGION_POPULATION, SUMMARY_VALUE, VALUE_VALUE
from gep.tables.sums import PLACE, TOTAL, known_sum
from gep.tables.sums import scaled as with_prefixes
from gep.tables.words import Words
from gep.units import factor

__all__ = ["summary_content", "summary_formulas", "summary_lines", "summary_table"]

QUANTITY, PRICE = 3, 5
"""Columns of the page; after the value stand 亿元, share, and the values per area, head and GDP."""
_NOTHING: tuple[Any, ...] = ("", math.nan, "", math.nan, "")
_COLUMNS = (*PLACE, "level", "class", "service", "indicator", "quantity", "unit", "price", "price_unit", "value")


def summary_table(account: Account) -> pd.DataFrame:
    """Class, service, indicator and total values, with shares and values per area and head.

    `level` is ``class``, below it ``service`` and its ``indicator`` rows, at the end ``total`` where the standard has
    prices; a service of one indicator has it in its own row. `value` [元], `share` of the total [-], `per_area`
    [元/hm²], `per_capita` [元/人], `per_gdp` [-]; NaN where the inventory does not give what is divided by. `quantity`
    is that of all items only where they can be added, `price` the one price of all lines.
    """
    places: dict[tuple[Any, ...], list[Mapping[Any, Any]]] = {}
    names = [*PLACE, "class", "service", "indicator", "item", "role", "quantity", "unit", "price", "price_unit"]
    names += ["value", "counted"]
    for line in account.ledger[names].to_dict("records"):
        places.setdefault((line["region"], line["year"]), []).append(line)
    included = {
        (one["region"], one["year"], one["service"])
        for one in account.products.to_dict("records")
        if one["status"] == "included"
    }
    records: list[tuple[Any, ...]] = []
    basics = account.inventory.basics
    for place in zip(basics["region"], basics["year"], strict=True):
        own = places.get(place, [])
        for class_ in (one.key for one in items("service_class")):
            of_class = [rule for rule in account.profile.services if rule.spec.class_ == class_]
            if not of_class:
                continue
            value = _value(line for line in own if line["class"] == class_)
            records.append((*place, "class", class_, "", *_NOTHING, value))
            for rule in of_class:
                if (*place, rule.service) in included:
                    lines = [line for line in own if line["service"] == rule.service]
                    records += [(*place, *one) for one in _service_rows(rule, class_, lines)]
        outside = [line for line in own if line["counted"] and not line["class"]]
        if outside:  # deducted from no service in particular
            records.append((*place, "class", "", "", *_NOTHING, _value(outside)))
        if account.profile.monetary:
            records.append((*place, TOTAL, "", "", *_NOTHING, _value(own)))
    return _with_ratios(account, with_prefixes(pd.DataFrame(records, columns=list(_COLUMNS))))


def _value(lines: Any) -> float:
    return known_sum(line["value"] * SIGNS[line["role"]] for line in lines if line["counted"])


def _service_rows(rule: ServiceRule, class_: str, lines: Sequence[Mapping[Any, Any]]) -> list[tuple[Any, ...]]:
    """Return the row of a service and, if it has several, those of its indicators."""
    headlines = {step.name for _, _, step in rule.spec.steps() if step.headline}
    indicators: dict[str, list[Mapping[Any, Any]]] = {}
    for line in lines:
        if line["counted"] or line["indicator"] in headlines:
            indicators.setdefault(line["indicator"], []).append(line)
    rows = [_indicator(name, own, add=name in headlines) for name, own in indicators.items()]
    if len(rows) == 1:
        return [("service", class_, rule.service, *rows[0])]
    whole = ("service", class_, rule.service, *_NOTHING, _value(lines))
    return [whole, *(("indicator", class_, rule.service, *row) for row in rows)]


def _indicator(name: str, lines: Sequence[Mapping[Any, Any]], *, add: bool) -> tuple[Any, ...]:
    """Return name, quantity, unit, price, its unit and value; quantities of several items only where they `add`."""
    units = {line["unit"] for line in lines}
    one_item = len({line["item"] for line in lines}) == 1
    quantity, unit, price, price_unit = math.nan, "", math.nan, ""
    if len(units) == 1 and (add or one_item):
        quantity = known_sum(line["quantity"] for line in lines)
        unit = "" if math.isnan(quantity) else units.pop()
    prices = {(line["price"], line["price_unit"]) for line in lines if not math.isnan(line["price"])}
    if len(prices) == 1:
        price, price_unit = prices.pop()
    return name, quantity, unit, price, price_unit, _value(lines)


def _with_ratios(account: Account, frame: pd.DataFrame) -> pd.DataFrame:
    of_place = pd.MultiIndex.from_frame(frame[PLACE])
    by = divisors(account).reindex(of_place)
    totals = frame[frame["level"] == TOTAL].set_index(PLACE)["value"].reindex(of_place).to_numpy(float)
    values = frame["value"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return frame.assign(
            share=np.where(totals != 0, values / totals, np.nan),
            per_area=values / (by["area"].to_numpy(float) * factor("km²", "hm²")),
            per_capita=values / (by["population"].to_numpy(float) * factor("万人", "人")),
            per_gdp=values / (by["gdp"].to_numpy(float) * factor("亿元(2000年价)", "元(2000年价)")),
        )


def summary_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words."""
    columns = headings(
        words, "class", "service", "indicator", ("quantity", "quantity"), "unit", ("price", "number"), "price_unit",
        ("value", "value"), ("value_yi", "value"), ("share", "percent"), ("per_area", "value"),
        ("per_capita", "value"), ("per_gdp", "percent"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    strong = []
    for number, one in enumerate(frame.to_dict("records")):
        level = one["level"]
        if level in {"class", TOTAL}:
            strong.append(number)
        class_ = words.class_(one["class"]) if one["class"] else words.say("external_products")
        names = {"class": (class_, ""), TOTAL: (total_word(account, words), "")}
        rows.append(
            (
                *names.get(level, ("", words.service(one["service"]) if level == "service" else "")),
                words.indicator(one["service"], one["indicator"]) if one["indicator"] else "",
                blank_or_number(one["shown_quantity"]),
                one["shown_unit"],
                blank_or_number(one["price"]),
                one["price_unit"],
                blank_or_number(one["value"], WAN),
                blank_or_number(one["value"], YI),
                blank_or_percent(one["share"]),
                blank_or_number(one["per_area"]),
                blank_or_number(one["per_capita"]),
                blank_or_percent(one["per_gdp"]),
            )
        )
    if not account.profile.monetary:
        columns, rows = columns[:PRICE], [row[:PRICE] for row in rows]
    bars = (SUMMARY_VALUE + 2,) if account.profile.monetary else ()
    notes = [words.say(name) for name in ("note_indicators", "note_unrounded", "note_extent", "note_blank")]
    return Content(columns, rows, strong, [*standing_notes(account, words), *notes], keys=3, bars=bars)


def summary_formulas(join: Join) -> Formulas:
    """Return services and classes from 价值量表, the total from the classes, quantities, prices, and ratios."""
    records, formulas = join.records("summary"), {}
    rows = _Rows(join)
    quantity, price, first = (join.offset + one for one in (QUANTITY, PRICE, SUMMARY_VALUE))
    regions = region_rows(join)
    totals = {(one["region"], one["year"]): row for row, one in enumerate(records) if one["level"] == TOTAL}
    for row, one in enumerate(records):
        place = (one["region"], one["year"])
        lines = rows.lines(one)
        if join.has("summary", row, quantity):
            refs = join.quantities(lines)
            formulas[row, quantity] = sum_of(refs, prefix(str(one["shown_unit"]), str(one["unit"])))
        if not join.account.profile.monetary:
            continue
        if join.has("summary", row, price):
            cell = join.price([line for line in lines if not math.isnan(join.ledger["price"][line])])
            if cell is not None:
                formulas[row, price] = scaled(cell)
        cells = rows.values(one)
        if not cells or not join.has("summary", row, first):
            continue
        own = Ref("summary", row, first)
        formulas[row, first] = sum_of(cells)
        formulas[row, first + 1] = Formula("{}/10000", (own,))
        ratios = {
            2: Formula("{}/{}*100", (own, Ref("summary", totals[place], first))),
            3: Formula("{}*10000/({}*100)", (own, Ref("by_region", regions[place], REGION_AREA))),
            4: Formula("{}/{}", (own, Ref("by_region", regions[place], REGION_POPULATION))),
            5: Formula("{}/({}*10000)*100", (own, Ref("by_region", regions[place], REGION_GDP))),
        }
        for column, formula in ratios.items():
            if join.has("summary", row, first + column):
                formulas[row, first + column] = formula
    return formulas


class _Rows:
    """The cells of 价值量表 and the lines of the ledger behind each row of the summary."""

    def __init__(self, join: Join) -> None:
        self._join = join
        self._values: dict[tuple[object, ...], list[int]] = {}
        self._lines: dict[tuple[object, ...], list[int]] = {}
        for row, one in enumerate(join.records("value")):
            for key in self._keys(one):
                self._values.setdefault(key, []).append(row)
        quantities = join.lines([*PLACE, "service", "indicator"], money=False)
        self._lines = {(region, year, "indicator", *rest): rows for (region, year, *rest), rows in quantities.items()}
        self._classes: dict[tuple[object, ...], list[int]] = {}
        for row, one in enumerate(join.records("summary")):
            if one["level"] == "class":
                self._classes.setdefault((one["region"], one["year"]), []).append(row)

    @staticmethod
    def _keys(one: Mapping[Any, Any]) -> list[tuple[object, ...]]:
        place = (one["region"], one["year"])
        return [
            (*place, "class", one["class"]),
            (*place, "service", one["service"]),
            (*place, "indicator", one["service"], one["indicator"]),
        ]

    def values(self, one: Mapping[Any, Any]) -> list[Ref]:
        """Return the cells that a value is the sum of."""
        join = self._join
        if one["level"] == TOTAL:
            rows = self._classes.get((one["region"], one["year"]), [])
            return join.cells("summary", rows, join.offset + SUMMARY_VALUE)
        key = {
            "class": ("class", one["class"]),
            "service": ("service", one["service"]),
            "indicator": ("indicator", one["service"], one["indicator"]),
        }[one["level"]]
        rows = self._values.get((one["region"], one["year"], *key), [])
        return join.cells("value", rows, join.offset + VALUE_VALUE)

    def lines(self, one: Mapping[Any, Any]) -> list[int]:
        """Return the lines of the indicator of a row."""
        return self._lines.get((one["region"], one["year"], "indicator", one["service"], one["indicator"]), [])


def summary_lines(join: Join) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return the lines behind each value."""
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    keys = {"class": ["class"], "service": ["service"], "indicator": ["service", "indicator"], TOTAL: []}
    for row, one in enumerate(join.records("summary")):
        names = [*PLACE, *keys[one["level"]]]
        lines = join.lines(names, money=True).get(tuple(one[name] for name in names))
        if lines and join.account.profile.monetary:
            found[row, join.offset + SUMMARY_VALUE] = tuple(lines)
    return found
