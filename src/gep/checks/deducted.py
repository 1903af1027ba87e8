"""What is taken off for products from outside, against what it is taken from."""

from __future__ import annotations

import numpy as np

from gep.account import Account
from gep.findings import Finding, Where, finding

__all__ = ["deductions_against_values"]


def deductions_against_values(account: Account) -> list[Finding]:
    """Say where more is deducted from a service than it is worth: nothing from outside can be in a value without it."""
    lines = account.counted
    deducted = lines["role"].to_numpy(object) == "deduction"
    if not deducted.any():
        return []
    keys = ["region", "year", "service"]
    taken = lines[deducted].groupby(keys, sort=False)["value"].sum()
    worth = lines[~deducted].groupby(keys, sort=False)["value"].sum(min_count=1).reindex(taken.index)
    found = []
    for number in np.flatnonzero(~(taken.to_numpy(float) <= worth.to_numpy(float))):
        region, year, service = taken.index[int(number)]
        value = float(worth.iloc[int(number)])
        rule = account.profile.rule(service)
        name = rule.label.label()._asdict() if rule else {"zh": service, "en": service}
        none = {"zh": "没有计入的价值", "en": "no value that counts"}
        found.append(
            finding(
                "GEP279",
                Where(account.inventory.table("deductions").file, account.inventory.table("deductions").sheet_name),
                subject=f"{region}/{year}/{service}/deduction",
                typed=f"{float(taken.iloc[int(number)]):,.2f}",
                service=name,
                worth=none if np.isnan(value) else dict.fromkeys(none, f"{value:,.2f}"),
            )
        )
    return found
