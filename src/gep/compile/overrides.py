"""参数调整: which set or which local value a coefficient takes on which lines."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.classifications import ancestors, find_ecosystem, find_item
from gep.compile.context import Context
from gep.findings import finding
from gep.inventory.words import nearest, normal

__all__ = ["Override", "applies_to", "check_overrides", "overrides_of"]

Mask = npt.NDArray[np.bool_]
_PRICE = "price."


class Override(NamedTuple):
    """One row of 参数调整."""

    row: int
    set: str
    value: float
    unit: str


def _split(text: str) -> tuple[str, str]:
    """Return name and set of a coefficient id such as ``soil_retention.bulk_density@ganzi2017``."""
    name, _, chosen = text.strip().partition("@")
    return name, chosen


def applies_to(lines: pd.DataFrame, item: str, ecosystem: str, kind: str = "") -> Mask:
    """Return the lines that a row for `item` and `ecosystem` speaks of; an empty one speaks of all.

    A type speaks of the types below it. `kind` is the vocabulary of the items, where they have one.
    """
    mask = np.ones(len(lines), dtype=np.bool_)
    if item:
        known = find_item(kind, item) if kind else None
        wanted = normal(known.key if known else item)
        mask &= np.array([normal(str(one)) == wanted for one in lines["item"]], dtype=np.bool_)
    if ecosystem:
        below = {key: ecosystem in (key, *_above(key)) for key in lines["ecosystem"].unique()}
        mask &= lines["ecosystem"].map(below).to_numpy(dtype=np.bool_)
    return mask


def _above(key: str) -> tuple[str, ...]:
    known = find_ecosystem(key)
    return ancestors(known.key) if known else ()


def _depth(ecosystem: str) -> int:
    return 1 + len(_above(ecosystem)) if ecosystem else 0


def check_overrides(context: Context) -> None:
    """Report rows of 参数调整 that cannot be used, whether or not a method asks for them."""
    table = context.inventory.table("overrides")
    book = context.book
    for position, row in table.frame.iterrows():
        here = int(str(position))
        name, named = _split(str(row["coefficient"]))
        chosen = str(row["set"]) or named
        subject = f"overrides/{name}"

        def report(code: str, column: str, *, here: int = here, subject: str = subject, **params: object) -> None:
            context.findings.append(finding(code, table.where(here, column), subject=subject, **params))

        if name not in book.names():
            report("GEP323", "coefficient", typed=name, known=nearest(name, book.names()))
            continue
        has_value = not np.isnan(row["value"])
        if has_value == bool(chosen):
            report("GEP324", "set" if chosen else "value", name=name)
        elif chosen and chosen not in book.sets(name):
            report("GEP325", "set", typed=chosen, name=name, known="、".join(book.sets(name)))
        elif has_value and name.startswith(_PRICE):
            report("GEP326", "value", name=name)
        elif has_value and not row["source"]:
            report("GEP327", "source", name=name)


def overrides_of(context: Context, name: str, lines: pd.DataFrame, kind: str = "") -> list[tuple[Override, Mask]]:
    """Return the rows of 参数调整 that speak of the coefficient `name`, with the lines each decides.

    The most specific row decides: one for an item before one for a type, a finer type before a coarser one.
    """
    frame = context.inventory.frame("overrides")
    if frame.empty:
        return []
    rows = []
    for position, row in frame.iterrows():
        own, named = _split(str(row["coefficient"]))
        chosen = str(row["set"]) or named
        if own != name or np.isnan(row["value"]) != bool(chosen):
            continue
        if chosen and chosen not in context.book.sets(name):
            continue  # check_overrides says so
        mask = applies_to(lines, str(row["item"]), str(row["ecosystem"]), kind)
        mask &= ((lines["region"] == row["region"]) & (lines["year"] == row["year"])).to_numpy()
        rank = (bool(row["item"]), _depth(str(row["ecosystem"])))
        rows.append((rank, Override(int(str(position)), chosen, float(row["value"]), str(row["value_unit"])), mask))
        if mask.any():
            context.used_overrides.add(int(str(position)))
    left = np.ones(len(lines), dtype=np.bool_)
    decided = []
    for _, override, mask in sorted(rows, key=lambda one: one[0], reverse=True):
        decided.append((override, mask & left))
        left &= ~mask
    return decided
