"""参数与价格表: every coefficient and price that the account used, with its source."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from gep.account import Account, Binding
from gep.classifications import in_words
from gep.coefficient_book import Coefficient
from gep.findings import CoefficientError
from gep.prices import price_key

__all__ = [
    "BORROWED",
    "COLUMNS",
    "borrowed_coefficients",
    "keyed_parameters",
    "parameter_places",
    "parameters_frame",
    "parameters_table",
]

BORROWED = "borrowed"
"""Reason of a value that the program chose because the standard has none, or none that was read."""
BOOK_KEY = 4  # parts of the key of a value of the book: coefficient, item, type, number

COLUMNS = (
    "kind",
    "id",
    "service",
    "zh",
    "en",
    "item",
    "ecosystem",
    "value",
    "unit",
    "price_year",
    "status",
    "source",
    "locator",
    "reason",
    "replaces",
    "cell",
    "place",
    "note",
)


def parameters_table(account: Account) -> pd.DataFrame:
    """Return each coefficient and price used, once: value as printed, unit, year, source, status, and where it stands.

    `replaces` names what a local value stands in for: the value that the book or the standard would have given; `place`
    the region and year that it holds for.
    """
    return parameters_frame(keyed_parameters(account))


def parameters_frame(rows: Mapping[tuple[object, ...], tuple[object, ...]]) -> pd.DataFrame:
    """Return the table of rows that :func:`keyed_parameters` made."""
    return pd.DataFrame(list(rows.values()), columns=list(COLUMNS))


def borrowed_coefficients(account: Account) -> tuple[str, ...]:
    """Return the coefficients that the account uses because the program borrowed them for the standard."""
    found: dict[str, None] = {}
    for calculation in account.calculations:
        if not calculation.counted.any():
            continue
        for arguments in calculation.arguments.values():
            for binding in arguments.values():
                if binding.codes is not None:
                    # A row of 参数调整 that names the set makes it the choice of the analyst.
                    unasked = set(binding.codes[binding.rows < 0].tolist())
                    chosen = (one for code, one in enumerate(binding.coefficients) if code in unasked)
                    found |= {one.id: None for one in chosen if account.profile.borrows(one)}
    return tuple(found)


def parameter_places(rows: Mapping[tuple[object, ...], tuple[object, ...]]) -> dict[tuple[object, ...], int]:
    """Return the row of the table of each coefficient, parameter, price and policy.

    Keys are ``("policy", name)``, ``(inventory table, position)`` for local values, and ``(key of the coefficient,
    parameter)`` for those of the book.
    """
    places: dict[tuple[object, ...], int] = {}
    for place, (key, row) in enumerate(rows.items()):
        if len(key) == BOOK_KEY:
            words = str(row[COLUMNS.index("item")]).split(" ")
            places[key[0], words[-1]] = place
            places.setdefault((key[0], ""), place)
        else:
            places[key] = place
    return places


def keyed_parameters(account: Account) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Return the rows of the table by what they are the numbers of."""
    rows: dict[tuple[object, ...], tuple[object, ...]] = {}
    borrowed = borrowed_coefficients(account)
    for calculation in account.calculations:
        if not calculation.counted.any():
            continue
        service = calculation.spec.name
        for step, arguments in calculation.arguments.items():
            computed = (calculation.reported[step] < 0) & ~np.isnan(calculation.results[step])
            for binding in arguments.values():
                if binding.kind == "coefficient" or (binding.kind == "policy" and computed.any()):
                    _add(account, rows, binding, service, borrowed)
            price = calculation.prices.get(step)
            if price is not None and price.kind == "price":
                _add(account, rows, price, service, borrowed)
    return rows


def _add(
    account: Account,
    rows: dict[tuple[object, ...], tuple[object, ...]],
    binding: Binding,
    service: str,
    borrowed: tuple[str, ...],
) -> None:
    if binding.kind == "policy":
        policy = account.profile.policies[binding.name]
        rows["policy", binding.name] = (
            "policy", f"policy.{binding.name}", service, policy.label.zh, policy.label.en, "", "", policy.value,
            binding.unit, None, policy.evidence, account.profile.title.zh, account.profile.id, "", "", "", "",
            policy.note.zh,
        )  # fmt: skip
        return
    codes = set(binding.codes.tolist()) if binding.codes is not None else set()
    for code, one in enumerate(binding.coefficients):
        if code in codes:
            for row in _book_rows(account, one, service, BORROWED if one.id in borrowed else ""):
                # A price or a coefficient that several services or types use stands there once.
                key = (one.key, *row[5:8])
                known = rows.setdefault(key, row)
                notes = [*str(known[-1]).split("; "), *str(row[-1]).split("; ")]
                rows[key] = (*known[:-1], "; ".join(dict.fromkeys(filter(None, notes))))
    local = binding.rows[
        (binding.rows >= 0) & ((binding.codes if binding.codes is not None else binding.rows * 0 - 1) < 0)
    ]
    new = [one for one in dict.fromkeys(local.tolist()) if (binding.table, one) not in rows]
    records = account.inventory.table(binding.table).frame.iloc[new].to_dict("records") if new else []
    for position, record in zip(new, records, strict=True):
        rows[binding.table, position] = _local_row(account, binding, position, record, service)


def _book_rows(account: Account, one: Coefficient, service: str, reason: str) -> list[tuple[object, ...]]:
    source = account.book.sources.get(one.source)
    values = one.parameters.items() if one.parameters else [("", one.value)]
    kind = "price" if one.service == "price" else "coefficient"
    return [
        (
            kind, one.id, service, one.zh, one.en, " ".join(filter(None, (one.qualifiers.class_, name))),
            one.qualifiers.ecosystem, number, "" if name else one.unit, one.price_year, one.status,
            source.citation if source else one.source, one.locator, reason, "", "", "",
            "; ".join(filter(None, (one.note, in_words(one.fallback)))),
        )
        for name, number in values
    ]  # fmt: skip


def _local_row(
    account: Account, binding: Binding, position: int, row: Mapping[Hashable, Any], service: str
) -> tuple[object, ...]:
    table = account.inventory.table(binding.table)
    where = table.where(position, "value")
    if binding.table == "prices":
        key = price_key(binding.name)
        year = row["price_year"]
        if np.isnan(year):
            basics = account.inventory.basics
            own = basics[(basics["region"] == row["region"]) & (basics["year"] == row["year"])]
            year = own["price_year"].iloc[0]
        shown_year = int(year)
        return (
            "price", f"price.{binding.name}", service, key.label.zh if key else "", key.label.en if key else "",
            row["item"], "", row["value"], row["value_unit"], shown_year,
            "local", row["source"], "", row["reason"], _replaced(account, f"price.{binding.name}", row),
            f"{where.sheet}!{where.cell}", _place(row), "",
        )  # fmt: skip
    words = account.book.wording(binding.name)
    return (
        "coefficient", binding.name, service, words["zh"], words["en"], row["item"], row["ecosystem"],
        row["value"], row["value_unit"], None, "local", row["source"], "", row["reason"],
        _replaced(account, binding.name, row), f"{where.sheet}!{where.cell}", _place(row), "",
    )  # fmt: skip


def _place(row: Mapping[Hashable, Any]) -> str:
    return f"{row['region']} {row['year']}"


def _replaced(account: Account, name: str, row: Mapping[Hashable, Any]) -> str:
    """Return what would have been used without the analyst's row; empty where the book has no default."""
    if not account.book.has(name):
        return ""
    try:
        one = account.book.get(
            name,
            set=account.profile.sets.get(name),
            ecosystem=str(row.get("ecosystem", "")),
            class_=str(row["item"]),
            region=str(row["region"]),
            year=int(row["year"]),
        )
    except CoefficientError:
        return ""
    return f"{one.value:.10g} {one.unit} ({one.id})"
