"""The standard tables in words, ready to be shown: everything a writer needs, so that it computes nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import pandas as pd

from gep.account import Account
from gep.classifications import find_region, in_words
from gep.findings import Grade
from gep.tables.formulas import Formula
from gep.tables.frames import TOTAL, make_table
from gep.tables.parameter_rows import BORROWED, borrowed_coefficients
from gep.tables.words import Words

__all__ = ["PARAMETER_VALUE", "Cell", "Column", "Kind", "Page", "blank_or_number", "make_page"]

Kind = Literal["text", "long", "value", "quantity", "percent", "integer", "number"]
Cell = str | float | int | None

_WAN, _YI, _PERCENT = 1e4, 1e8, 100.0
PARAMETER_VALUE = 5
"""Column of 参数与价格表 that holds the number."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a page: its heading and what kind of cell it holds.

    ``value`` is money with two decimals, ``quantity`` a physical amount, ``percent`` a share already times 100,
    ``number`` a coefficient or price as it is, ``long`` text that wraps.
    """

    heading: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Page:
    """One standard table in words.

    Parameters
    ----------
    id, sheet, title, unit_line
        Key, short name of the sheet, title inside, and the line that states the unit.
    columns : tuple of Column
    rows : tuple of tuple
        None is a blank: no number.
    strong : frozenset of int
        Rows that are totals.
    notes : tuple of str
        Lines under the table.
    keys : int
        How many columns at the left say what a row is about.
    formulas : mapping
        Row and column → how the cell follows from others; its number stands in `rows` all the same.
    inputs : frozenset
        Row and column of cells that an auditor may change: what was bound from the inventory.
    lines : mapping
        Row and column → rows of the ledger that the cell is made from, so that it can be explained.
    """

    id: str
    sheet: str
    title: str
    unit_line: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    strong: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    keys: int = 1
    formulas: Mapping[tuple[int, int], Formula] = field(default_factory=dict)
    inputs: frozenset[tuple[int, int]] = frozenset()
    lines: Mapping[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)


def _heading(words: Words, name: str, kind: Kind = "text") -> Column:
    return Column(words.say(f"column_{name}"), kind)


def blank_or_number(value: object, scale: float = 1.0) -> float | None:
    """Return a number of a frame divided by `scale`, or a blank for a missing one."""
    number = float(value)  # type: ignore[arg-type]
    return None if math.isnan(number) else number / scale


def _place(account: Account, words: Words) -> tuple[str, str]:
    basics = account.inventory.basics
    years = "、".join(str(one) for one in dict.fromkeys(basics["year"]))
    codes = list(dict.fromkeys(basics["region"]))
    if len(codes) > 1:
        return words.say("several_places", count=len(codes)), years
    known = find_region(str(codes[0]))
    if known is not None:
        return (known.name_zh if words.lang == "zh" else known.name_en), years
    return str(basics["region_name"].iloc[0]) or str(codes[0]), years


def make_page(account: Account, name: str, lang: str = "zh") -> Page:
    """Return the standard table `name` in words.

    Parameters
    ----------
    account : Account
        The account.
    name : str
        One of ``account.tables``.
    lang : {"zh", "en"}
        Language of the words.

    Returns
    -------
    Page

    Raises
    ------
    GepError
        If there is no such table.
    """
    frame = make_table(account, name)
    words = Words(account, lang)
    columns, rows, strong, notes = _PAGES[name](account, frame, words)
    basics = account.inventory.basics
    keys = 1
    if len(basics) > 1 and "region" in frame:
        keys = 3
        columns = (_heading(words, "region"), _heading(words, "year", "integer"), *columns)
        places = zip(frame["region"], frame["year"], strict=True)
        rows = tuple((str(region), int(year), *row) for (region, year), row in zip(places, rows, strict=True))
    place, year = _place(account, words)
    unit_line = ""
    if any(column.kind == "value" for column in columns):
        years = "、".join(str(one) for one in dict.fromkeys(basics["price_year"]))
        # The columns of the summary differ in unit, which stands in their headings.
        unit_line = words.say("price_line" if name == "summary" else "unit_line", price_year=years)
    return Page(
        name,
        words.say(f"sheet_{name}"),
        words.say(f"title_{name}", place=place, year=year),
        unit_line,
        columns,
        rows,
        frozenset(strong),
        tuple(notes),
        keys,
    )


_Content = tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...], set[int], list[str]]


def _total_word(account: Account, words: Words) -> str:
    return words.say("total_gep" if account.is_gep else "total_partial")


def _standing_notes(account: Account, words: Words) -> list[str]:
    profile = account.profile
    notes = [
        words.say(
            "note_standard",
            title=profile.title.label().text(words.lang),
            evidence=words.say(f"evidence_{profile.evidence}"),
            note=profile.note.label().text(words.lang),
        )
    ]
    if account.profile.monetary and not account.is_gep:
        notes.append(words.say("note_partial"))
    citations = list(dict.fromkeys(filter(None, account.inventory.basics["citation"])))
    notes += [words.say("note_citation", text=one) for one in citations]
    placeholders = [one.subject for one in account.findings if one.code == "GEP224"]
    if placeholders:
        notes.append(words.say("note_placeholder", ids="、".join(placeholders)))
    borrowed = borrowed_coefficients(account)
    if borrowed:
        notes.append(words.say("note_borrowed", ids="、".join(borrowed)))
    return notes


def _summary(account: Account, frame: pd.DataFrame, words: Words) -> _Content:
    columns = (
        _heading(words, "name"),
        _heading(words, "value", "value"),
        _heading(words, "value_yi", "value"),
        _heading(words, "share", "percent"),
        _heading(words, "per_area", "value"),
        _heading(words, "per_capita", "value"),
        _heading(words, "per_gdp", "percent"),
    )
    rows: list[tuple[Cell, ...]] = []
    strong = set()
    for number, one in enumerate(frame.to_dict("records")):
        if one["level"] == "class":
            name = words.class_(one["class"])
        elif one["level"] == TOTAL:
            name = _total_word(account, words)
        else:
            name = f"  {words.service(one['service'])}"
        if one["level"] != "service":
            strong.add(number)
        share, per_gdp = blank_or_number(one["share"]), blank_or_number(one["per_gdp"])
        # 元/hm² is 10⁻² 万元/km².
        rows.append(
            (
                name,
                blank_or_number(one["value"], _WAN),
                blank_or_number(one["value"], _YI),
                None if share is None else share * _PERCENT,
                blank_or_number(one["per_area"], _PERCENT),
                blank_or_number(one["per_capita"]),
                None if per_gdp is None else per_gdp * _PERCENT,
            )
        )
    notes = [words.say("note_unrounded"), words.say("note_extent"), words.say("note_blank")]
    return columns, tuple(rows), strong, [*_standing_notes(account, words), *notes]


def _quantity(account: Account, frame: pd.DataFrame, words: Words) -> _Content:
    columns = (
        _heading(words, "class"),
        _heading(words, "service"),
        _heading(words, "indicator"),
        _heading(words, "item"),
        _heading(words, "quantity", "quantity"),
        _heading(words, "unit"),
        _heading(words, "method"),
        _heading(words, "status"),
        _heading(words, "note", "long"),
    )
    rows = tuple(
        (
            words.class_(one["class"]),
            words.service(one["service"]),
            words.indicator(one["service"], one["indicator"]),
            words.item(one["service"], one["item"]),
            blank_or_number(one["shown_quantity"]),
            one["shown_unit"],
            words.method(one["service"], one["method"]),
            words.words("status", one["status"]),
            in_words(one["note"], words.lang),
        )
        for one in frame.to_dict("records")
    )
    return (
        columns,
        rows,
        set(),
        [*_standing_notes(account, words), words.say("note_unrounded"), words.say("note_blank")],
    )


def _value(account: Account, frame: pd.DataFrame, words: Words) -> _Content:
    columns = (
        _heading(words, "class"),
        _heading(words, "service"),
        _heading(words, "indicator"),
        _heading(words, "item"),
        _heading(words, "quantity", "quantity"),
        _heading(words, "unit"),
        _heading(words, "price", "number"),
        _heading(words, "price_unit"),
        _heading(words, "value", "value"),
        _heading(words, "role"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in frame.to_dict("records"):
        physical = one["role"] == "priced"
        rows.append(
            (
                words.class_(one["class"]),
                words.service(one["service"]),
                words.indicator(one["service"], one["indicator"]),
                words.item(one["service"], one["item"]),
                blank_or_number(one["shown_quantity"]) if physical else None,
                one["shown_unit"] if physical else "",
                blank_or_number(one["price"]) if physical else None,
                one["price_unit"] if physical else "",
                blank_or_number(one["value"], _WAN),
                words.say(f"role_{one['role']}"),
            )
        )
    strong = set()
    if len(account.inventory.basics) == 1:
        total = account.total().magnitude if account.profile.monetary else float("nan")
        rows.append((_total_word(account, words), *([""] * 3), None, "", None, "", blank_or_number(total, _WAN), ""))
        strong.add(len(rows) - 1)
    # One more row than the frame would break the columns of place, which only several places have.
    return columns, tuple(rows), strong, [*_standing_notes(account, words), words.say("note_unrounded")]


def _by_ecosystem(account: Account, frame: pd.DataFrame, words: Words) -> _Content:
    types = [name for name in frame.columns if name not in {"region", "year", "class", "service", TOTAL}]
    columns = (
        _heading(words, "service"),
        *(Column(words.ecosystem(one), "value") for one in types),
        Column(words.say("total_row"), "value"),
    )
    rows: list[tuple[Cell, ...]] = []
    strong = set()
    for number, one in enumerate(frame.to_dict("records")):
        is_total = one["service"] == TOTAL
        if is_total:
            strong.add(number)
        name = _total_word(account, words) if is_total else words.service(one["service"])
        rows.append((name, *(blank_or_number(one[column], _WAN) for column in (*types, TOTAL))))
    notes = [words.say("note_unallocated"), words.say("note_unrounded"), words.say("note_blank")]
    return columns, tuple(rows), strong, [*_standing_notes(account, words), *notes]


def _parameters(account: Account, frame: pd.DataFrame, words: Words) -> _Content:
    columns = (
        _heading(words, "kind"),
        _heading(words, "id"),
        _heading(words, "name"),
        _heading(words, "item"),
        _heading(words, "ecosystem"),
        _heading(words, "number", "number"),
        _heading(words, "unit"),
        _heading(words, "price_year", "integer"),
        _heading(words, "status"),
        _heading(words, "source", "long"),
        _heading(words, "locator", "long"),
        _heading(words, "reason", "long"),
        _heading(words, "replaces", "long"),
        _heading(words, "cell"),
        _heading(words, "note", "long"),
    )
    rows = tuple(
        (
            words.say(f"kind_{one['kind']}"),
            one["id"],
            one[words.lang],
            words.item(one["service"], one["item"]),
            words.ecosystem(one["ecosystem"]) if one["ecosystem"] else "",
            float(one["value"]),
            one["unit"],
            None if pd.isna(one["price_year"]) else int(one["price_year"]),
            words.say(f"{'evidence' if one['kind'] == 'policy' else 'status'}_{one['status']}"),
            one["source"],
            one["locator"],
            words.say("borrowed") if one["reason"] == BORROWED else one["reason"],
            one["replaces"],
            one["cell"],
            one["note"],
        )
        for one in frame.to_dict("records")
    )
    return columns, rows, set(), _standing_notes(account, words)


def _product_list(account: Account, frame: pd.DataFrame, words: Words) -> _Content:
    columns = (
        _heading(words, "service"),
        _heading(words, "status"),
        _heading(words, "reason", "long"),
        _heading(words, "methods", "long"),
        _heading(words, "mandatory"),
        _heading(words, "complete"),
        _heading(words, "evidence"),
        _heading(words, "note", "long"),
    )
    rows = []
    for one in frame.to_dict("records"):
        rule = account.profile.rule(one["service"])
        rows.append(
            (
                words.service(one["service"]),
                words.say(f"status_{one['status']}"),
                one["reason"],
                "、".join(words.method(one["service"], name) for name in filter(None, one["methods"].split("; "))),
                words.yes(one["mandatory"]),
                words.yes(one["complete"]),
                words.words("evidence", one["evidence"]),
                rule.note.label().text(words.lang) if rule else "",
            )
        )
    return columns, tuple(rows), set(), _standing_notes(account, words)


def _deductions(account: Account, frame: pd.DataFrame, words: Words) -> _Content:
    columns = (
        _heading(words, "service"),
        _heading(words, "item"),
        _heading(words, "status"),
        _heading(words, "value", "value"),
        _heading(words, "counted"),
        _heading(words, "source", "long"),
    )
    rows = tuple(
        (
            words.service(one["service"]) if one["service"] else "",
            one["item"],
            words.say(f"status_{one['status']}"),
            blank_or_number(one["value"], _WAN),
            words.yes(one["counted"]),
            one["source"],
        )
        for one in frame.to_dict("records")
    )
    rule = words.say(f"run_{account.profile.external_deduction}")
    return columns, rows, set(), [*_standing_notes(account, words), words.say("note_external", rule=rule)]


def _findings(account: Account, frame: pd.DataFrame, words: Words) -> _Content:
    columns = (
        _heading(words, "grade"),
        _heading(words, "code"),
        _heading(words, "sheet"),
        _heading(words, "cell"),
        _heading(words, "subject"),
        _heading(words, "text", "long"),
        _heading(words, "todo", "long"),
        _heading(words, "explanation", "long"),
    )
    rows = tuple(
        (
            Grade(one["grade"]).label(words.lang),
            one["code"],
            one["sheet"],
            one["cell"],
            one["subject"],
            one[words.lang],
            one[f"{words.lang}_todo"],
            one["explanation"],
        )
        for one in frame.to_dict("records")
    )
    return columns, rows, set(), []


def _run(account: Account, frame: pd.DataFrame, words: Words) -> _Content:
    columns = (_heading(words, "entry"), _heading(words, "content", "long"))
    rows = []
    for one in frame.to_dict("records"):
        name, _, rest = str(one["name"]).partition(" ")
        try:
            entry = words.say(f"run_{name}")
        except KeyError:  # the name of a library
            entry = name
        text = str(one["value"])
        if name == "standard_evidence":
            text = words.say(f"evidence_{text}")
        elif name == "is_gep":
            text = words.say(text)
        elif name == "external_deduction":
            text = words.say(f"run_{text}")
        elif name == "price_basis":
            text = words.say(f"basis_{text}")
        elif name == "standard_title":
            text = account.profile.title.label().text(words.lang)
        rows.append((f"{entry} {rest}".strip(), text))
    return columns, tuple(rows), set(), [words.say("note_verify")]


_PAGES: Mapping[str, Callable[[Account, pd.DataFrame, Words], _Content]] = MappingProxyType(
    {
        "summary": _summary,
        "quantity": _quantity,
        "value": _value,
        "service_by_ecosystem": _by_ecosystem,
        "parameters": _parameters,
        "product_list": _product_list,
        "deductions": _deductions,
        "findings": _findings,
        "run": _run,
    }
)
