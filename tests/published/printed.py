"""What the tests of published accounts share: printed numbers with their rounding, and small accounts.

A printed number is wrong by half a unit of its last digit at most. What is computed from printed inputs may differ from
the printed result by that half unit and by what the half units of the inputs make of it, never by more. Prices and
coefficients are exact, unless a module says otherwise.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from gep.account import Account
from gep.classifications import find_region
from gep.compile import assess
from gep.findings import stops
from gep.inventory import Inventory
from gep.profiles import load_profile

DATA = Path(__file__).with_name("data")
SLACK = 1e-12
"""Relative error of binary arithmetic, for results that lie on the edge of their rounding."""


class Printed(NamedTuple):
    """A number as printed, and half a unit of its last digit."""

    value: float
    half: float


def printed(text: str) -> Printed:
    """Return the number in `text` with its rounding, from the digits it is written with."""
    _, _, decimals = text.partition(".")
    return Printed(float(text), 0.5 * 10.0 ** -len(decimals))


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside the tests; its comment names the publication."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def spread(result: Callable[..., float], *inputs: Printed) -> float:
    """Return by how much `result` may change within the rounding of its printed inputs, each taken alone."""
    middle = result(*(one.value for one in inputs))
    total = 0.0
    for position, one in enumerate(inputs):
        moved = [other.value for other in inputs]
        ends = []
        for end in (one.value - one.half, one.value + one.half):
            moved[position] = end
            ends.append(abs(result(*moved) - middle))
        total += max(ends)
    return total


def assert_met(ours: float, theirs: Printed, propagated: float = 0.0) -> None:
    """Assert that a computed number is the printed one within its rounding."""
    allowed = theirs.half + propagated
    assert abs(ours - theirs.value) <= allowed + SLACK * abs(theirs.value), (ours, theirs, allowed)


def account_of(
    place: tuple[str, int],
    included: Mapping[str, str],
    *,
    area: float = 1.0,
    ecosystem: str = "forest",
    price_year: int | None = None,
    standard: str = "rcees_2017",
    **tables: Sequence[Mapping[str, object]],
) -> Account:
    """Return the account of one region and year, with the services included by the methods given.

    `area` [km²] is all of one ecosystem type. A region that the program does not list is explained.
    """
    region, year = place
    known = find_region(region)
    elsewhere = [] if known else [{"code": "GEP125", "subject": f"{region}/region", "explanation": "论文的核算地区"}]
    rows: dict[str, Sequence[Mapping[str, object]]] = {
        "basic": [
            {
                "region_name": known.name_zh if known else region,
                "period [a]": 1.0,
                "standard": standard,
                "price_year": float(price_year or year),
                "administrative_area [km²]": area,
                "population [万人]": 1.0,
                "gdp [亿元]": 1.0,
                "compiler": "",
                "citation": "",
            }
        ],
        "product_list": [
            {
                "service": service,
                "status": "included" if service in included else "no_data",
                "reason": "" if service in included else "论文未核算",
                "method": included.get(service, ""),
            }
            for service in (rule.service for rule in load_profile(standard).services)
        ],
        "extent": [{"ecosystem": ecosystem, "area [km²]": area}],
        "deductions": [{"status": "未调查", "source": "论文未说明"}],
        "explanations": elsewhere,
        **tables,
    }
    frames = {
        name: pd.DataFrame([{"region": region, "year": year, **row} for row in content])
        for name, content in rows.items()
        if content
    }
    account, findings = assess(Inventory.from_frames(frames))
    assert not stops(findings), [one.text("en") for one in findings if one.stops]
    return account


def values(account: Account) -> dict[tuple[str, str], float]:
    """Return the value of each counted line by indicator and item [元]."""
    lines = account.counted
    keys = zip(lines["indicator"].astype(str), lines["item"].astype(str), strict=True)
    return dict(zip(keys, lines["value"].astype(float), strict=True))
