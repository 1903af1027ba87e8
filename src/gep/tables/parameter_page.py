"""参数与价格表 in words."""

from __future__ import annotations

import pandas as pd

from gep.account import Account
from gep.tables.join import Join
from gep.tables.notes import standing_notes
from gep.tables.pages import Cell, Content, headings
from gep.tables.parameter_rows import BORROWED
from gep.tables.positions import PARAMETER_VALUE
from gep.tables.words import Words

_PLACE = 14
"""Column of the place that a local value holds for, which only several places need."""

__all__ = ["parameters_content", "parameters_inputs"]


def parameters_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words."""
    columns = headings(
        words, "kind", "id", "name", "item", "ecosystem", ("number", "number"), "unit", ("price_year", "integer"),
        "status", ("source", "long"), ("locator", "long"), ("reason", "long"), ("replaces", "long"), "cell",
        "place", ("note", "long"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
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
            one["place"],
            one["note"],
        )
        for one in frame.to_dict("records")
    ]
    if len(account.inventory.basics) == 1:
        columns = columns[:_PLACE] + columns[_PLACE + 1 :]
        rows = [row[:_PLACE] + row[_PLACE + 1 :] for row in rows]
    return Content(columns, rows, (), [words.say("note_parameters"), *standing_notes(account, words)])


def parameters_inputs(join: Join) -> frozenset[tuple[int, int]]:
    """Return the cells of the numbers: an auditor may change every one."""
    return frozenset((row, PARAMETER_VALUE) for row in range(len(join.records("parameters"))))
