"""What must hold between the lines of every account, whatever is in it."""

from __future__ import annotations

import math

import numpy as np

from gep.account import KEY, Account, exact_sum, signed_sum
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
