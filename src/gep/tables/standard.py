"""The standard tables of an account, each as a frame of keys and unrounded numbers and as a page in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

from gep.account import Account
from gep.findings import GepError
from gep.tables.by_ecosystem import ecosystem_content, service_by_ecosystem_table
from gep.tables.by_region import by_region_content, by_region_table
from gep.tables.deductions import deductions_content, deductions_table
from gep.tables.findings_list import findings_content, findings_table
from gep.tables.pages import Column, Content, Page, headings
from gep.tables.parameter_page import parameters_content
from gep.tables.parameter_rows import parameters_table
from gep.tables.places import region_name
from gep.tables.product_list import product_list_content, product_list_table
from gep.tables.quality import quality_content, quality_table
from gep.tables.quantities import quantity_content, quantity_table
from gep.tables.run_rows import run_content, run_table
from gep.tables.sources import sources_content, sources_table
from gep.tables.summary import summary_content, summary_table
from gep.tables.values import value_content, value_table
from gep.tables.words import Words

__all__ = ["TABLES", "make_page", "make_table", "pages_of"]


class _Standard(NamedTuple):
    """How a table is made and said."""

    frame: Callable[[Account], pd.DataFrame]
    content: Callable[[Account, pd.DataFrame, Words], Content]
    money: bool = False
    """Whether the table says nothing under a standard without values."""


TABLES: Mapping[str, _Standard] = MappingProxyType(
    {
        "summary": _Standard(summary_table, summary_content),
        "quantity": _Standard(quantity_table, quantity_content),
        "value": _Standard(value_table, value_content, money=True),
        "service_by_ecosystem": _Standard(service_by_ecosystem_table, ecosystem_content, money=True),
        "by_region": _Standard(by_region_table, by_region_content, money=True),
        "parameters": _Standard(parameters_table, parameters_content),
        "sources": _Standard(sources_table, sources_content),
        "product_list": _Standard(product_list_table, product_list_content),
        "deductions": _Standard(deductions_table, deductions_content),
        "findings": _Standard(findings_table, findings_content),
        "quality": _Standard(quality_table, quality_content),
        "run": _Standard(run_table, run_content),
    }
)
"""The standard tables by id, in the order of the workbook."""

_MIXED_UNITS = frozenset({"summary", "by_region", "quality"})
"""Tables whose columns differ in unit, which stands in their headings."""
_OWN_PLACES = "by_region"


def make_table(account: Account, name: str) -> pd.DataFrame:
    """Return the standard table `name` of an account.

    Raises
    ------
    GepError
        If there is no such table.
    """
    if name not in TABLES:
        raise GepError("GEP338", typed=name, known="、".join(TABLES))
    return TABLES[name].frame(account)


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
    return _page(account, name, make_table(account, name), Words(account, lang))


def pages_of(account: Account, frames: Mapping[str, pd.DataFrame], lang: str) -> dict[str, Page]:
    """Return the pages of the tables that say something under the standard of the account."""
    words = Words(account, lang)
    return {
        name: _page(account, name, frames[name], words)
        for name, one in TABLES.items()
        if account.profile.monetary or not one.money
    }


def _page(account: Account, name: str, frame: pd.DataFrame, words: Words) -> Page:
    content = TABLES[name].content(account, frame, words)
    columns, rows, keys, bars = content.columns, tuple(content.rows), content.keys, content.bars
    basics = account.inventory.basics
    if len(basics) > 1 and "region" in frame and name != _OWN_PLACES:
        names = {code: region_name(account, str(code), words.lang) for code in frame["region"].unique()}
        columns = (*headings(words, "region", "region_name", ("year", "integer")), *columns)
        places = zip(frame["region"], frame["year"], strict=True)
        rows = tuple(
            (str(region), names[region], int(year), *row) for (region, year), row in zip(places, rows, strict=True)
        )
        keys, bars = keys + 3, ()
    place, year = _place(account, words)
    return Page(
        name,
        words.say(f"sheet_{name}"),
        words.title(name, place, year),
        _unit_line(account, name, columns, words),
        columns,
        rows,
        frozenset(content.strong),
        tuple(content.notes),
        keys,
        bars=bars,
        aside=content.aside,
    )


def _unit_line(account: Account, name: str, columns: tuple[Column, ...], words: Words) -> str:
    if not any(column.kind == "value" for column in columns):
        return ""
    years = "、".join(str(one) for one in dict.fromkeys(account.inventory.basics["price_year"]))
    return words.say("price_line" if name in _MIXED_UNITS else "unit_line", price_year=years)


def _place(account: Account, words: Words) -> tuple[str, str]:
    basics = account.inventory.basics
    years = sorted({int(one) for one in basics["year"]})
    whole = years == list(range(years[0], years[-1] + 1))
    said = f"{years[0]}—{years[-1]}" if whole and len(years) > 1 else "、".join(map(str, years))
    codes = list(dict.fromkeys(basics["region"]))
    if len(codes) > 1:
        return words.say("several_places", count=len(codes)), said
    return region_name(account, str(codes[0]), words.lang), said
