"""Checks of a compiled account: pure functions from an account to findings."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.account import KEY, Account, exact_sum, signed_sum
from gep.classifications import ancestors, find_ecosystem, in_words, region_ancestors
from gep.continuity import result_jumps
from gep.findings import Finding, Where, finding
from gep.inventory.coding import constant, distinct
from gep.inventory.keys import LineKeys
from gep.inventory.lookup import match_lines
from gep.messages import LANGUAGES, label
from gep.profiles import Exclusion
from gep.ranges import plausible_results
from gep.services import service
from gep.spec import AREA, Method
from gep.turning import turned_results
from gep.units import factor

__all__ = ["CHECKS", "excluded_pairs"]

ROUTES = (
    ("class",),
    ("service",),
    ("service", "indicator"),
    ("ecosystem",),
    ("region", "year"),
    ("class", "ecosystem"),
)
"""The ways the same sum is built up, each rounding at other places."""


UNALLOCATED = "unallocated"
"""Ecosystem of lines without a type: two of them need not be of the same type."""


def unique_lines(account: Account) -> list[Finding]:
    """Every line has its own key."""
    repeated = account.ledger.duplicated(list(KEY))
    return [
        finding("GEP210", subject="/".join(str(row[name]) for name in KEY))
        for _, row in account.ledger[repeated].iterrows()
    ]


def value_is_quantity_times_price(account: Account) -> list[Finding]:
    """On every priced line, value = quantity × price."""
    lines = account.ledger[account.ledger["role"].to_numpy(object) == "priced"]
    product = lines["quantity"].to_numpy(float) * lines["price"].to_numpy(float)
    value = lines["value"].to_numpy(float)
    # One multiplication rounds once; two equal ones are equal.
    wrong = ~((product == value) | (np.isnan(product) & np.isnan(value)))
    return [
        finding("GEP211", subject=f"{row['service']}/{row['indicator']}/{row['ecosystem']}", typed=row["value"])
        for _, row in lines[wrong].iterrows()
    ]


def totals_agree(account: Account) -> list[Finding]:
    """Compare the sum by class, service, ecosystem and region with the sum of the lines.

    Each route adds correctly rounded subtotals; it can differ from the sum of the lines by half a unit in the last
    place of each subtotal and of the total, and by no more.
    """
    lines = account.counted
    if lines.empty:
        return []
    total = signed_sum(lines)
    found = []
    for route in ROUTES:
        subtotals = account.sums(route).to_numpy(float)
        by_route = exact_sum(subtotals)
        bound = (sum(math.ulp(one) for one in subtotals) + math.ulp(total) + math.ulp(by_route)) / 2
        if abs(by_route - total) > bound:
            found.append(finding("GEP212", subject="/".join(route), typed=repr(by_route), total=repr(total)))
    return found


def completeness(account: Account) -> list[Finding]:
    """Say why a sum may not be called GEP."""
    if not account.profile.monetary:
        return []
    found = []
    lacking = account.products[~account.products["complete"]] if len(account.products) else account.products
    for one in lacking.to_dict("records"):
        rule = account.profile.rule(one["service"])
        name = rule.label.label()._asdict() if rule else {"zh": one["service"], "en": one["service"]}
        if one["row"] < 0:
            continue  # that the product list lacks it was said
        where = account.inventory.table("product_list").where(int(one["row"]), "status")
        subject = f"{one['region']}/{one['year']}/{one['service']}"
        found.append(finding("GEP220", where, subject=subject, service=name))
    if not account.deductions_settled:
        found.append(finding("GEP221", Where(), subject="deductions"))
    return found


def _line_where(account: Account, row: Mapping[Hashable, object]) -> Where:
    """Return the row of the sheet that a line is computed from, where there is one."""
    sheet, place = account.calculations[int(str(row["calculation"]))].method.sheet, int(str(row["row"]))
    if sheet is None or place < 0:
        return Where()
    table = account.inventory.table(sheet.name)
    return table.where(place, "ecosystem" if "ecosystem" in table.letters else "item")


def missing_values(account: Account) -> list[Finding]:
    """Lines without a number, which the sum lacks."""
    found = []
    for row in account.ledger[account.ledger["status"].to_numpy(object) == "no_data"].to_dict("records"):
        found.append(finding("GEP222", _line_where(account, row), subject=_line_subject(row), name=_line_name(row)))
    return found


def _line_subject(row: Mapping[Hashable, object]) -> str:
    parts = (row["service"], row["indicator"], row["item"], row["ecosystem"])
    return "/".join(str(one) for one in parts if one)


def _line_name(row: Mapping[Hashable, object]) -> dict[str, str]:
    """Return the name of a line in both languages."""
    spec, known = service(str(row["service"])), find_ecosystem(str(row["ecosystem"]))
    step = next((one for _, _, one in spec.steps() if one.name == row["indicator"]), None) if spec else None
    return {
        lang: " · ".join(
            filter(
                None,
                (
                    spec.label.text(lang) if spec else "",
                    step.label.text(lang) if step else "",
                    str(row["item"]),
                    getattr(known, lang) if known else "",
                ),
            )
        )
        for lang in LANGUAGES
    }


def negative_values(account: Account) -> list[Finding]:
    """Priced lines below zero, which are right only where an ecosystem takes more than it gives."""
    lines = account.counted
    lines = lines[(lines["value"] < 0) & (lines["role"] != "deduction")]
    return [
        finding(
            "GEP223",
            _line_where(account, row),
            subject=_line_subject(row),
            typed=f"{row['value']:,.2f}",
            name=_line_name(row),
        )
        for row in lines.to_dict("records")
    ]


def doubtful_coefficients(account: Account) -> list[Finding]:
    """Placeholders and inherited values, named on the face of the account."""
    placeholders: dict[str, Finding] = {}
    inherited: dict[str, list[str]] = {}
    for calculation in account.calculations:
        for step, arguments in calculation.arguments.items():
            price = calculation.prices.get(step)
            for binding in (*arguments.values(), *((price,) if price else ())):
                for one in binding.coefficients:
                    if one.status == "placeholder":
                        placeholders[one.id] = finding("GEP224", subject=one.id, typed=one.id)
                    if one.fallback and one.fallback not in inherited.setdefault(one.id, []):
                        inherited[one.id].append(one.fallback)
    return [
        *placeholders.values(),
        *(
            finding(
                "GEP225",
                subject=name,
                typed=name,
                steps={lang: "; ".join(in_words(one, lang) for one in steps) for lang in LANGUAGES},
            )
            for name, steps in inherited.items()
            if steps
        ),
    ]


def uncovered_types(account: Account) -> list[Finding]:
    """Ecosystem types that have an area but no row where a service is computed by area."""
    found = []
    types, rows = account.inventory.table("extent").coded("ecosystem"), account.inventory.keys("extent")
    for calculation in account.calculations:
        sheet = calculation.method.sheet
        if sheet is None or not calculation.counted.any() or not _needs_area(calculation.method):
            continue
        table = account.inventory.table(sheet.name)
        of_sheet = calculation.keys.take(calculation.keys.row >= 0)
        covered = np.array([_covered(one, sheet.covers) for one in types.words], dtype=np.bool_)[types.codes]
        present = np.isin(rows.numbers(), replace(of_sheet, item=constant(0, len(of_sheet))).numbers())
        absent = np.flatnonzero(covered & ~present & np.isin(rows.place, of_sheet.place))
        for place, own in _by_place(rows, absent):
            known = [find_ecosystem(types[one]) for one in own]
            named = {lang: "、".join(getattr(one, lang) for one in known if one) for lang in LANGUAGES}
            where = Where(table.file, table.sheet_name)
            subject = f"{place}/{sheet.name}"
            found.append(finding("GEP226", where, subject=subject, sheet=sheet.label._asdict(), types=named))
    return found


def _by_place(keys: LineKeys, lines: npt.NDArray[np.int64]) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
    """Yield region/year of some lines with the lines that are there, in order of appearance."""
    numbers, first = distinct(keys.place[lines])
    for own, line in zip(np.split(lines[np.argsort(numbers, kind="stable")], _ends(numbers)), first, strict=False):
        region, year = keys.place_of(lines[line])
        yield f"{region}/{year}", own


def _ends(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.cumsum(np.bincount(numbers))[:-1]


def _needs_area(method: Method) -> bool:
    return any(source.name == AREA for step in method.steps for source in method.sources(step).values())


def _covered(key: str, covers: tuple[str, ...]) -> bool:
    known = find_ecosystem(key)
    if known is None or known.kind != "type":
        return False
    return not covers or not {key, *ancestors(key)}.isdisjoint(covers)


def excluded_pairs(account: Account) -> list[tuple[Exclusion, str, str]]:
    """Return the declared rules against double counting that the account meets, each with region/year and on what.

    A side is met by lines that enter the sum, or under a standard that prices nothing by included lines, with a number
    that is not zero.
    """
    lines = account.ledger[(account.ledger["status"] != "excluded") & (account.ledger["role"] != "deduction")]
    if account.profile.monetary:
        lines = lines[lines["counted"].to_numpy(np.bool_)]
        lines = lines[lines["value"].fillna(0) != 0]
    else:
        lines = lines[lines["quantity"].fillna(0) != 0]
    lines = lines[["region", "year", "service", "indicator", "item", "ecosystem", "method"]]
    present = set(lines["service"])
    found = []
    for rule in account.profile.exclusions:
        if not {side.partition(".")[0] for side in (rule.a, rule.b)} <= present:
            continue
        keys = ["region", "year", *([] if rule.overlap == "region" else [rule.overlap])]
        sides = [
            dict.fromkeys(_side(lines, side, words)[keys].itertuples(index=False, name=None))
            for side, words in ((rule.a, rule.a_items), (rule.b, rule.b_items))
        ]
        places: dict[str, list[str]] = {}
        for region, year, *rest in sides[0]:
            if (region, year, *rest) in sides[1] and rest != [UNALLOCATED]:
                places.setdefault(f"{region}/{year}", []).extend(map(str, rest))
        found += [(rule, place, "、".join(on)) for place, on in places.items()]
    return found


def _side(lines: pd.DataFrame, side: str, words: tuple[str, ...]) -> pd.DataFrame:
    """Return the lines of one side of an exclusion."""
    name, _, part = side.partition(".")
    lines = lines[lines["service"].to_numpy(object) == name]
    if part:
        lines = lines[(lines["method"] == part) | (lines["indicator"] == part)]
    if words:
        named = [any(word in str(item) for word in words) for item in lines["item"]]
        lines = lines[np.array(named, dtype=np.bool_)]
    return lines


def double_counting(account: Account) -> list[Finding]:
    """Say where both sides of a declared rule against double counting are in the sum."""
    return [
        finding(
            "GEP227",
            subject=f"{place}/{rule.a}/{rule.b}",
            a=_side_name(account, rule.a),
            b=_side_name(account, rule.b),
            rule=rule.rule.label()._asdict(),
            evidence={lang: label(f"evidence_{rule.evidence}", lang) for lang in LANGUAGES},
        )
        for rule, place, _ in excluded_pairs(account)
    ]


def _side_name(account: Account, side: str) -> dict[str, str]:
    name, _, part = side.partition(".")
    rule = account.profile.rule(name)
    spec = service(name)
    if rule is None or spec is None:
        return dict.fromkeys(LANGUAGES, side)
    method = spec.method(part) if part else None
    step = next((step for _, _, step in spec.steps() if step.name == part), None) if part else None
    known = method.label if method else step.label if step else None
    return {lang: getattr(rule.label, lang) + (f" · {known.text(lang)}" if known else "") for lang in LANGUAGES}


def plausible_rates(account: Account) -> list[Finding]:
    """Compare quantities per area with the range that the book gives for the region.

    The range is a coefficient called ``<service>.<step>_rate`` with a low and a high value; the types it is for are
    taken together, as its source takes them.
    """
    found = []
    areas = np.append(account.inventory.frame("extent")["area"].to_numpy(np.float64), np.nan)
    for calculation in account.calculations:
        step = next((one for one in calculation.method.steps if one.headline), None)
        name = f"{calculation.spec.name}.{step.name}_rate" if step else ""
        if step is None or name not in account.book.names() or not calculation.counted.any():
            continue
        known = account.book.regions(name)
        judged = [not known.isdisjoint(("", one, *region_ancestors(one))) for one in calculation.keys.index.regions]
        chosen = np.flatnonzero(np.array(judged, dtype=np.bool_)[calculation.keys.place])
        keys, quantity = calculation.keys.take(chosen), calculation.results[step.name][chosen]
        matches = match_lines(account.book, name, keys, keys.items)
        area = areas[account.inventory.extent_rows(keys)]
        usable = np.flatnonzero((matches.codes >= 0) & ~np.isnan(quantity) & (area > 0))
        for place, lines in _by_place(keys, usable):
            one = matches.coefficients[matches.codes[lines[0]]]
            scale = factor(f"{calculation.units[step.name][chosen[lines[0]]]}/km²", one.unit)
            rate = exact_sum(quantity[lines]) / exact_sum(area[lines]) * scale
            if one.low is None or one.high is None or one.low <= rate <= one.high:
                continue
            source = account.book.sources[one.source].citation
            sheet = calculation.method.sheet
            table = account.inventory.table(sheet.name) if sheet is not None else None
            where = Where(table.file, table.sheet_name) if table is not None else Where()
            found.append(
                finding(
                    "GEP228",
                    where,
                    subject=f"{place}/{calculation.spec.name}",
                    typed=f"{rate:,.0f} {one.unit}",
                    name={"zh": one.zh, "en": one.en},
                    limits=f"{one.low:g} … {one.high:g} {one.unit}",
                    source=source,
                )
            )
    return found


def value_by_area(account: Account) -> list[Finding]:
    """Compare the sum of each region with what published accounts come to by area."""
    if not account.profile.monetary or account.counted.empty:
        return []
    bounds = plausible_results()["value_by_area"]
    sums = account.sums(("region", "year"))
    basics = account.inventory.basics.set_index(["region", "year"])
    areas = basics["administrative_area"].reindex(sums.index).to_numpy(float)
    rates = sums.to_numpy(float) / areas * factor("元/km²(2000年价)", f"{bounds.unit}(2000年价)")
    # A partial sum may be as small as it likes.
    low = bounds.low if account.is_gep else -np.inf
    found = []
    for place in np.flatnonzero((rates < low) | (rates > bounds.high)):
        region, year = sums.index[int(place)]
        table = account.inventory.table("basic")
        same = (table.frame["region"] == region) & (table.frame["year"] == year)
        position = int(np.flatnonzero(same)[0])
        found.append(
            finding(
                "GEP241",
                table.where(position, "administrative_area"),
                subject=f"{region}/{year}/value_by_area",
                typed=f"{rates[place]:.4g} {bounds.unit}",
                limits=f"{bounds.low:g} … {bounds.high:g} {bounds.unit}",
                basis=bounds.basis,
            )
        )
    return found


def year_on_year_results(account: Account) -> list[Finding]:
    """Compare the results of an account of several years with those of the years before."""
    years = account.inventory.basics["year"]
    return result_jumps(account, account) if years.isin(years + 1).any() else []


CHECKS: tuple[Callable[[Account], list[Finding]], ...] = (
    unique_lines,
    value_is_quantity_times_price,
    totals_agree,
    completeness,
    missing_values,
    negative_values,
    doubtful_coefficients,
    uncovered_types,
    double_counting,
    plausible_rates,
    value_by_area,
    turned_results,
    year_on_year_results,
)
