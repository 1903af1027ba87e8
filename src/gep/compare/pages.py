"""A bridge in words, ready to be shown: the standards, the steps between them, every line, the rules, the findings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from gep.account import Account, exact_sum
from gep.checks.exclusions import excluded_pairs
from gep.classifications import find_region
from gep.compare import CAUSES, PLACE, Bridge
from gep.findings import Grade
from gep.services import service
from gep.tables.pages import Cell, Column, Kind, Page, blank_or_number
from gep.tables.words import Words

__all__ = ["bridge_pages", "bridge_rows"]

_WAN, _YI = 1e4, 1e8
_Content = tuple[tuple[Column, ...], Sequence[tuple[Cell, ...]], frozenset[int], tuple[str, ...]]


def bridge_pages(bridge: Bridge, lang: str = "zh") -> tuple[Page, ...]:
    """Return the pages of a bridge.

    Parameters
    ----------
    bridge : Bridge
        The accounts and their differences.
    lang : {"zh", "en"}
        Language of the words.
    """
    words = Words(bridge.accounts[0], lang)
    pages = []
    for name, make in (
        ("standards", _standards),
        ("bridge", _bridge),
        ("lines", _lines),
        ("exclusions", _exclusions),
        ("findings", _findings),
    ):
        columns, rows, strong, notes = make(bridge, words)
        money = any(column.kind == "value" for column in columns)
        years = "、".join(str(one) for one in dict.fromkeys(bridge.accounts[0].inventory.basics["price_year"]))
        unit = words.say("price_line" if name == "standards" else "unit_line", price_year=years) if money else ""
        title = words.say(f"compare_title_{name}", place=_place(bridge.accounts[0], words))
        sheet = words.say(f"compare_sheet_{name}")
        pages.append(Page(f"compare_{name}", sheet, title, unit, columns, tuple(rows), strong, notes))
    return tuple(pages)


def _place(account: Account, words: Words) -> str:
    basics = account.inventory.basics
    codes = list(dict.fromkeys(basics["region"]))
    known = find_region(str(codes[0]))
    name = getattr(known, f"name_{words.lang}") if known else str(basics["region_name"].iloc[0])
    place = str(name or codes[0]) if len(codes) == 1 else words.say("several_places", count=len(codes))
    return f"{place} {'、'.join(str(one) for one in dict.fromkeys(basics['year']))}"


def _columns(words: Words, *columns: tuple[str, Kind]) -> tuple[Column, ...]:
    return tuple(Column(words.say(key), kind) for key, kind in columns)


def _service(words: Words, key: str) -> str:
    """Return the name of a service in the words of the program: standards word it differently."""
    spec = service(key)
    return spec.label.text(words.lang) if spec else key


def _title(account: Account, words: Words) -> str:
    return account.profile.title.label().text(words.lang)


def _standards(bridge: Bridge, words: Words) -> _Content:
    several = len(bridge.accounts[0].inventory.basics) > 1
    columns = _columns(
        words,
        ("compare_column_id", "text"),
        ("compare_column_title", "long"),
        ("column_evidence", "text"),
        ("region_year", "text"),
        ("column_value_yi", "value"),
        ("compare_column_is_gep", "text"),
        ("compare_column_services", "integer"),
        ("run_external_deduction", "text"),
        ("compare_column_price_basis", "text"),
        ("column_note", "long"),
    )
    columns = columns if several else columns[:3] + columns[4:]
    totals = bridge.totals().to_dict("records")
    rows: list[tuple[Cell, ...]] = []
    for account in bridge.accounts:
        profile, products = account.profile, account.products
        for one in (one for one in totals if one["standard"] == profile.id):
            here = (products["region"] == one["region"]) & (products["year"] == one["year"])
            row: tuple[Cell, ...] = (
                profile.id,
                _title(account, words),
                words.say(f"evidence_{profile.evidence}"),
                f"{one['region']} {one['year']}",
                blank_or_number(one["total"], _YI),
                words.say("total_gep" if account.is_gep else "total_partial") if profile.monetary else "",
                int((here & (products["status"] == "included")).sum()),
                words.say(f"run_{profile.external_deduction}"),
                words.say(f"basis_{profile.price_basis}"),
                profile.note.label().text(words.lang),
            )
            rows.append(row if several else row[:3] + row[4:])
    return columns, rows, frozenset(), (words.say("compare_note_evidence"), words.say("compare_note_physical"))


def bridge_rows(bridge: Bridge, lang: str = "zh") -> list[tuple[str, str, str, str, float]]:
    """Return the bridge as rows: region and year, from and to, service, cause, effect [元].

    Each pair of standards begins with the sum of the first and ends with that of the second; those rows have no cause.
    """
    words = Words(bridge.accounts[0], lang)
    totals = bridge.totals().set_index(["standard", *PLACE])["total"]
    summary = bridge.summary()
    priced = [account.profile.id for account in bridge.accounts if account.profile.monetary]
    basics = bridge.accounts[0].inventory.basics
    rows = []
    for region, year in zip(basics["region"], basics["year"], strict=True):
        place = f"{region} {year}"
        for first, second in pairwise(priced):
            pair = f"{first} → {second}"
            rows.append((place, pair, words.say("compare_sum_of", standard=first), "", totals[first, region, year]))
            own = summary[(summary["from"] == first) & (summary["to"] == second)]
            own = own[(own["region"] == region) & (own["year"] == year)]
            for cause in CAUSES:
                rows += [
                    (place, pair, _service(words, str(one["service"])), words.say(f"cause_{cause}"), one["effect"])
                    for one in own[own["cause"] == cause].to_dict("records")
                ]
            rows.append((place, pair, words.say("compare_sum_of", standard=second), "", totals[second, region, year]))
    return rows


def _bridge(bridge: Bridge, words: Words) -> _Content:
    columns = _columns(
        words,
        ("region_year", "text"),
        ("compare_column_step", "text"),
        ("column_service", "text"),
        ("compare_column_cause", "text"),
        ("column_value", "value"),
    )
    rows = bridge_rows(bridge, words.lang)
    strong = frozenset(number for number, row in enumerate(rows) if not row[3])
    cells = [(place, pair, name, cause, effect / _WAN) for place, pair, name, cause, effect in rows]
    notes = [words.say("compare_note_causes"), words.say("compare_note_identity")]
    priced = sum(account.profile.monetary for account in bridge.accounts)
    if priced < 2:  # noqa: PLR2004
        notes.insert(0, words.say("compare_note_nothing"))
    return columns, cells, strong, tuple(notes)


def _lines(bridge: Bridge, words: Words) -> _Content:
    keys = _columns(
        words,
        ("region_year", "text"),
        ("column_service", "text"),
        ("column_indicator", "text"),
        ("column_item", "text"),
        ("column_ecosystem", "text"),
    )
    per: tuple[tuple[str, Kind], ...] = (
        ("column_method", "text"),
        ("column_quantity", "quantity"),
        ("column_unit", "text"),
        ("column_value", "value"),
    )
    columns = [*keys]
    for name in bridge.standards:
        columns += [Column(f"{name} {words.say(key)}", kind) for key, kind in per]
    rows = []
    for one in bridge.lines.to_dict("records"):
        row: list[Cell] = [
            f"{one['region']} {one['year']}",
            _service(words, str(one["service"])),
            words.indicator(str(one["service"]), str(one["indicator"])),
            words.item(str(one["service"]), str(one["item"])),
            words.ecosystem(str(one["ecosystem"])),
        ]
        for name in bridge.standards:
            method, unit = one[f"{name}.method"], one[f"{name}.unit"]
            # Missing where the standard has no such line.
            counted = pd.notna(one[f"{name}.counted"]) and bool(one[f"{name}.counted"])
            row += [
                words.method(str(one["service"]), str(method)) if isinstance(method, str) else None,
                blank_or_number(one[f"{name}.quantity"]),
                unit if isinstance(unit, str) else None,
                blank_or_number(one[f"{name}.value"], _WAN) if counted else None,
            ]
        rows.append(tuple(row))
    totals: list[Cell] = [words.say("total_row"), None, None, None, None]
    sums = bridge.totals()
    for name in bridge.standards:
        own = sums.loc[sums["standard"] == name, "total"].dropna()
        totals += [None, None, None, exact_sum(own) / _WAN if len(own) == 1 else None]
    strong: frozenset[int] = frozenset()
    if len(bridge.accounts[0].inventory.basics) == 1:
        strong = frozenset({len(rows)})
        rows.append(tuple(totals))
    return tuple(columns), rows, strong, (words.say("compare_note_lines"),)


def _side(words: Words, side: str, of_items: tuple[str, ...]) -> str:
    """Return one side of a rule in words: the service, its method or indicator, and the items it is about."""
    name, _, part = side.partition(".")
    spec = service(name)
    known = None
    if spec is not None and part:
        method = spec.method(part)
        known = method.label if method else next((one.label for _, _, one in spec.steps() if one.name == part), None)
    named = "、".join(words.item(name, one) for one in of_items)
    return " · ".join(filter(None, (_service(words, name), known.text(words.lang) if known else "", named)))


def _exclusions(bridge: Bridge, words: Words) -> _Content:
    columns = _columns(
        words,
        ("compare_column_id", "text"),
        ("compare_column_rule", "long"),
        ("compare_column_sides", "long"),
        ("column_evidence", "text"),
        ("compare_column_found", "text"),
    )
    rows: list[tuple[Cell, ...]] = []
    for account in bridge.accounts:
        found = [one for one, _, _ in excluded_pairs(account)]
        for rule in account.profile.exclusions:
            sides = " / ".join(
                _side(words, side, of_items) for side, of_items in ((rule.a, rule.a_items), (rule.b, rule.b_items))
            )
            rows.append(
                (
                    account.profile.id,
                    rule.rule.label().text(words.lang),
                    sides,
                    words.say(f"evidence_{rule.evidence}"),
                    words.say("yes" if rule in found else "no"),
                )
            )
    return columns, rows, frozenset(), (words.say("compare_note_exclusions"),)


def _findings(bridge: Bridge, words: Words) -> _Content:
    columns = _columns(
        words,
        ("compare_column_id", "text"),
        ("column_grade", "text"),
        ("column_code", "text"),
        ("column_text", "long"),
        ("column_todo", "long"),
    )
    rows: list[tuple[Cell, ...]] = [
        (name, Grade(one.grade).label(words.lang), one.code, one.text(words.lang), one.todo(words.lang))
        for name, found in (
            *((account.profile.id, account.findings) for account in bridge.accounts),
            ("", bridge.findings),
        )
        for one in found
    ]
    return columns, rows, frozenset(), ()


def line_records(bridge: Bridge) -> list[dict[str, object]]:
    """Return the lines with plain values, None where there is none."""
    return [
        {str(key): None if pd.isna(value) else value for key, value in one.items()}
        for one in bridge.lines.to_dict("records")
    ]
