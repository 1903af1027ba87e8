"""What the tables share: counted lines with their signs, sums that keep missing apart from zero, groups, prefixes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from gep.account import SIGNS, Account, exact_sum

__all__ = ["PLACE", "TOTAL", "grouped", "groups_of", "in_order", "known_sum", "one_word", "scaled", "signed_lines"]

PLACE = ["region", "year"]
TOTAL = "total"
_SCALES = (("亿", 1e8), ("万", 1e4))
_PREFIXED = "万亿千百"


def signed_lines(account: Account) -> pd.DataFrame:
    """Return the counted lines, deductions negative."""
    lines = account.counted
    return lines.assign(value=lines["value"] * lines["role"].map(SIGNS))


def known_sum(values: Iterable[float]) -> float:
    """Return the exact sum of the values that are known; NaN if none is."""
    known = [one for one in values if not math.isnan(one)]
    return exact_sum(known) if known else math.nan


def groups_of(frame: pd.DataFrame, keys: Sequence[str]) -> dict[tuple[object, ...], list[int]]:
    """Return the positions of the rows of each combination of `keys`, in order of appearance.

    A missing number as a key is None, so that it equals itself.
    """
    found: dict[tuple[object, ...], list[int]] = {}
    columns = [frame[key].astype(object).where(frame[key].notna(), None).tolist() for key in keys]
    for position, key in enumerate(zip(*columns, strict=True)):
        found.setdefault(key, []).append(position)
    return found


def in_order(frame: pd.DataFrame, account: Account) -> pd.DataFrame:
    """Return the rows by place, then in the order in which the standard lists its services."""
    services = {rule.service: number for number, rule in enumerate(account.profile.services)}
    order = frame["service"].map(services).fillna(len(services))
    return frame.assign(_order=order).sort_values([*PLACE, "_order"], kind="stable").drop(columns="_order")


def one_word(words: Iterable[str]) -> str:
    """Return the word if all are the same; a missing number shows."""
    distinct = dict.fromkeys(words)
    return "no_data" if "no_data" in distinct else "、".join(distinct)


def grouped(lines: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the lines added up over ecosystem types, as far as unit and price are one."""
    quantities, values, statuses, notes = (lines[name].tolist() for name in ("quantity", "value", "status", "note"))
    records = [
        (
            *key,
            known_sum(quantities[one] for one in places),
            known_sum(values[one] for one in places),
            one_word(statuses[one] for one in places),
            "; ".join(dict.fromkeys(filter(None, (notes[one] for one in places)))),
        )
        for key, places in groups_of(lines, keys).items()
    ]
    frame = pd.DataFrame(records, columns=[*keys, "quantity", "value", "status", "note"])
    return frame.astype({name: float for name in ("price", "price_year", "quantity", "value") if name in frame})


def scaled(frame: pd.DataFrame) -> pd.DataFrame:
    """Add `shown_quantity` and `shown_unit`: the same with 万 or 亿 where the number is large."""
    shown, units = [], []
    for number, unit in zip(frame["quantity"], frame["unit"], strict=True):
        prefix, scale = next(((p, s) for p, s in _SCALES if abs(number) >= s), ("", 1.0))
        taken = str(unit)[:1] in _PREFIXED
        shown.append(number if taken else number / scale)
        units.append(unit if taken or not unit else f"{prefix}{unit}")
    return frame.assign(shown_quantity=shown, shown_unit=units)
