"""What must hold between the lines of every account, whatever is in it."""

from __future__ import annotations

import math

import numpy as np

from gep.account import KEY, Account, exact_sum
from gep.findings import Finding, finding

__all__ = ["totals_agree", "unique_lines", "value_is_quantity_times_price"]

ROUTES = (
    ("class",),
    ("service",),
    ("service", "indicator"),
    ("ecosystem",),
    ("region", "year"),
    ("class", "ecosystem"),
)
"""The ways the same sum is built up, each rounding at other places."""


def unique_lines(account: Account) -> list[Finding]:
    """Every line has its own key."""
    numbers = np.sort(account.index.combined(KEY))
    if (numbers[1:] != numbers[:-1]).all():
        return []
    repeated = account.ledger.duplicated(list(KEY))
    return [
        finding("GEP210", subject="/".join(str(row[name]) for name in KEY))
        for _, row in account.ledger[repeated].iterrows()
    ]


def value_is_quantity_times_price(account: Account) -> list[Finding]:
    """On every priced line, value = quantity × price."""
    lines = account.index
    product, value = lines.floats("quantity") * lines.floats("price"), lines.floats("value")
    # One multiplication rounds once; two equal ones are equal.
    wrong = ~((product == value) | (np.isnan(product) & np.isnan(value)))
    return [
        finding("GEP211", subject=f"{row['service']}/{row['indicator']}/{row['ecosystem']}", typed=row["value"])
        for _, row in account.ledger.iloc[np.flatnonzero(wrong & lines.says("role", "priced"))].iterrows()
    ]


def totals_agree(account: Account) -> list[Finding]:
    """Compare the sum by class, service, ecosystem and region with the sum of the lines.

    Each route adds correctly rounded subtotals; it can differ from the sum of the lines by half a unit in the last
    place of each subtotal and of the total, and by no more.
    """
    values = account.index.signed
    if not len(values):
        return []
    total = exact_sum(values.tolist())
    found = []
    for route in ROUTES:
        _, subtotals = account.index.sums(route)
        by_route = exact_sum(subtotals)
        bound = (sum(map(math.ulp, subtotals)) + math.ulp(total) + math.ulp(by_route)) / 2
        if abs(by_route - total) > bound:
            found.append(finding("GEP212", subject="/".join(route), typed=repr(by_route), total=repr(total)))
    return found
