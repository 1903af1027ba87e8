"""分区域表: classes and services by region and year, per area, head and REGION_GDP, with what they are divided by."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from gep.account import Account
from gep.classifications import items, region_ancestors
from gep.tables.formulas import Formula, Formulas, Ref, scaled, sum_of
from gep.tables.join import Join
from gep.tables.notes import standing_notes
from gep.tables.pages import WAN, Column, Content, blank_or_number, blank_or_percent, headings
from gep.tables.places import divisors, region_name
from gep.tables.positions import (
    REGION_AREA,
    REGION_FIRST_VALUE,
    REGION_GDP,
    REGION_POPULATION,
    SUMMARY_VALUE,
)
from gep.tables.sums import PLACE, TOTAL, known_sum, signed_lines
from gep.tables.words import Words
from gep.units import factor

__all__ = ["by_region_content", "by_region_formulas", "by_region_inputs", "by_region_table", "region_rows"]

PAGE = "by_region"
_RATIOS = ("per_area", "per_capita", "per_gdp")


def by_region_table(account: Account) -> pd.DataFrame:
    """Value of each class and service by region and year [元], with area [km²], population [万人] and GDP [亿元].

    `level` is ``region``, or ``total`` for the regions of one year, where they are of one price year and none lies
    within another. `per_area` [元/hm²], `per_capita` [元/人], `per_gdp` [-]. `complete` says whether nothing mandatory
    is missing. A class or service without a value is NaN, and so is the sum of people or GDP if one is not known, and
    what the sum of regions comes to by area, head and GDP if one of them has no value.
    """
    classes, services = _classes(account), [rule.service for rule in account.profile.services]
    values: dict[tuple[object, ...], list[float]] = {}
    lines = signed_lines(account)
    columns = (lines[name].tolist() for name in (*PLACE, "class", "service", "value"))
    for region, year, class_, service, value in zip(*columns, strict=True):
        for key in (("", class_), ("", service), ("", TOTAL)) if service else (("", class_), ("", TOTAL)):
            values.setdefault((region, year, key[1]), []).append(value)
    names = [*classes, *services, TOTAL]
    places = divisors(account).reset_index()
    frame = places.assign(level="region", **{name: _column(values, places, name) for name in names})
    frame["complete"] = [
        _complete(account, region, year) for region, year in zip(frame["region"], frame["year"], strict=True)
    ]
    totals = [
        _total(group, names) for year, group in frame.groupby("year", sort=True) if _may_add(account, group, year)
    ]
    frame = pd.concat([frame, pd.DataFrame(totals, columns=frame.columns)], ignore_index=True) if totals else frame
    # A region without any value would enlarge what the values of the others are divided by.
    lacking = {year for year, group in frame.groupby("year") if group[TOTAL].isna().any()}
    whole = ~((frame["level"] == TOTAL) & frame["year"].isin(lacking))
    value = frame[TOTAL].where(whole).to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        frame = frame.assign(
            per_area=value / (frame["area"].to_numpy(float) * factor("km²", "hm²")),
            per_capita=value / (frame["population"].to_numpy(float) * factor("万人", "人")),
            per_gdp=value / (frame["gdp"].to_numpy(float) * factor("亿元(2000年价)", "元(2000年价)")),
        )
    order = ["level", *PLACE, "area", "population", "gdp", *classes, TOTAL, *_RATIOS, "complete", *services]
    return frame[order]


def _classes(account: Account) -> list[str]:
    present = {rule.spec.class_ for rule in account.profile.services}
    return [one.key for one in items("service_class") if one.key in present]


def _column(values: Mapping[tuple[object, ...], list[float]], places: pd.DataFrame, name: str) -> list[float]:
    keys = zip(places["region"], places["year"], strict=True)
    return [known_sum(values.get((*place, name), ())) for place in keys]


def _complete(account: Account, region: str, year: int) -> bool:
    products, deductions = account.products, account.deductions
    own = products[(products["region"] == region) & (products["year"] == year)]
    outside = deductions[(deductions["region"] == region) & (deductions["year"] == year)]
    settled = account.profile.external_deduction != "deducted" or not (outside["status"] == "not_surveyed").any()
    return account.profile.monetary and account.profile.gep and bool(own["complete"].all()) and settled


def _may_add(account: Account, group: pd.DataFrame, year: Hashable) -> bool:
    """Return whether the regions of a year can be added: several, none within another, at prices of one year."""
    basics = account.inventory.basics
    codes = set(group["region"])
    one_price = len(set(basics.loc[basics["year"] == year, "price_year"])) == 1
    return len(codes) > 1 and one_price and not any(codes & set(region_ancestors(code)) for code in codes)


def _total(group: pd.DataFrame, names: list[str]) -> dict[str, Any]:
    whole = {name: float(group[name].sum(skipna=False)) for name in ("area", "population", "gdp")}
    return {
        "level": TOTAL,
        "region": "",
        "year": int(group["year"].iloc[0]),
        **whole,
        **{name: known_sum(group[name]) for name in names},
        "complete": bool(group["complete"].all()),
    }


def by_region_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words; several regions or years have their services beside the classes."""
    several = len(account.inventory.basics) > 1
    classes = _classes(account)
    services = [rule.service for rule in account.profile.services if several and frame[rule.service].notna().any()]
    columns = (
        *headings(
            words, "region", "region_name", ("year", "integer"), ("area", "quantity"), ("population", "quantity")
        ),
        *headings(words, ("gdp", "value")),
        *(Column(words.class_(one), "value") for one in classes),
        *(Column(_total_word(account, frame, words), "value"),),
        *headings(words, ("per_area", "value"), ("per_capita", "value"), ("per_gdp", "percent"), "is_gep"),
        *(Column(words.service(one), "value") for one in services),
    )
    rows, strong = [], []
    for number, one in enumerate(frame.to_dict("records")):
        if one["level"] == TOTAL:
            strong.append(number)
        rows.append(
            (
                words.say("total_row") if one["level"] == TOTAL else str(one["region"]),
                "" if one["level"] == TOTAL else region_name(account, str(one["region"]), words.lang),
                int(one["year"]),
                *(blank_or_number(one[name]) for name in ("area", "population", "gdp")),
                *(blank_or_number(one[name], WAN) for name in (*classes, TOTAL)),
                *(blank_or_number(one[name]) for name in _RATIOS[:2]),
                blank_or_percent(one["per_gdp"]),
                words.yes(one["complete"]),
                *(blank_or_number(one[name], WAN) for name in services),
            )
        )
    notes = [words.say(name) for name in ("note_extent", "note_regions", "note_unrounded", "note_blank")]
    total = REGION_FIRST_VALUE + len(classes)
    bars = (total,) if several else ()
    return Content(columns, rows, strong, [*standing_notes(account, words), *notes], keys=3, bars=bars)


def _total_word(account: Account, frame: pd.DataFrame, words: Words) -> str:
    """Return what the sums may be called: GEP only if every one is, a partial sum if none is."""
    complete = frame["complete"].to_numpy(np.bool_)
    if not account.profile.gep or (complete.any() and not complete.all()):
        return words.say("total_row")
    return words.say("total_gep" if complete.all() else "total_partial")


def region_rows(join: Join) -> dict[tuple[object, object], int]:
    """Return the row of each region and year on the page."""
    return {(one["region"], one["year"]): row for row, one in enumerate(join.records(PAGE)) if one["level"] == "region"}


def by_region_formulas(join: Join) -> Formulas:
    """Return values as references into 汇总表, totals as sums of regions, and ratios."""
    formulas: Formulas = {}
    records, width = join.records(PAGE), len(join.pages[PAGE].columns)
    total = REGION_FIRST_VALUE + len(_classes(join.account))
    sources = _sources(join)
    for row, one in enumerate(records):
        regions = [n for n, other in enumerate(records) if other["level"] == "region" and other["year"] == one["year"]]
        names = _value_columns(join)
        for column in range(REGION_AREA, width):
            if not join.has(PAGE, row, column):
                continue
            if one["level"] == TOTAL and (column in names or column < REGION_FIRST_VALUE):
                formulas[row, column] = sum_of(join.cells(PAGE, regions, column))
            elif column in names:
                place = (one["region"], one["year"])
                summary = sources.get((*place, names[column]))
                if summary is not None:
                    formulas[row, column] = scaled(Ref("summary", summary, join.offset + SUMMARY_VALUE))
        own = Ref(PAGE, row, total)
        ratios = (
            Formula("{}*10000/({}*100)", (own, Ref(PAGE, row, REGION_AREA))),
            Formula("{}/{}", (own, Ref(PAGE, row, REGION_POPULATION))),
            Formula("{}/({}*10000)*100", (own, Ref(PAGE, row, REGION_GDP))),
        )
        for column, formula in enumerate(ratios, total + 1):
            if join.has(PAGE, row, column):
                formulas[row, column] = formula
    return formulas


def _value_columns(join: Join) -> dict[int, str]:
    """Return the columns of values by their class, service or total."""
    classes = _classes(join.account)
    shown = [column.heading for column in join.pages[PAGE].columns]
    records = join.records(PAGE)
    services = [
        rule.service
        for rule in join.account.profile.services
        if any(not math.isnan(one[rule.service]) for one in records)
    ]
    first = REGION_FIRST_VALUE + len(classes) + 1 + len(_RATIOS) + 1
    found = dict(enumerate([*classes, TOTAL], REGION_FIRST_VALUE))
    return found | (dict(enumerate(services, first)) if len(shown) > first else {})


def _sources(join: Join) -> dict[tuple[object, ...], int]:
    rows: dict[tuple[object, ...], int] = {}
    for row, one in enumerate(join.records("summary")):
        name = {"class": one["class"], "service": one["service"], TOTAL: TOTAL}.get(one["level"])
        if name is not None:
            rows[one["region"], one["year"], name] = row
    return rows


def by_region_inputs(join: Join) -> frozenset[tuple[int, int]]:
    """Return the cells of what values are divided by, where they come from the inventory."""
    return frozenset(
        (row, column) for row in region_rows(join).values() for column in (REGION_AREA, REGION_POPULATION, REGION_GDP)
    )
