"""实物量表: physical quantities by indicator and item."""

from __future__ import annotations

import pandas as pd

from gep.account import Account
from gep.tables.formulas import Formulas, sum_of
from gep.tables.join import Join, prefix
from gep.tables.notes import standing_notes
from gep.tables.pages import Content, blank_or_number, headings
from gep.tables.sums import PLACE, grouped, in_order, scaled
from gep.tables.words import Words

__all__ = ["quantity_content", "quantity_formulas", "quantity_lines", "quantity_table"]

ROLES = ("priced", "physical")
QUANTITY = 4
"""Column of the quantity on the page."""
KEYS = [*PLACE, "class", "service", "indicator", "item", "unit", "method"]


def quantity_table(account: Account) -> pd.DataFrame:
    """Physical quantities by indicator and item, over all ecosystem types.

    Items are never added up: tonnes of one pollutant are not tonnes of another. `shown_quantity` and `shown_unit` give
    the same with 万 or 亿.
    """
    lines = account.ledger[account.ledger["role"].isin(ROLES)]
    return scaled(in_order(grouped(lines, KEYS).drop(columns="value"), account))


def quantity_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words."""
    columns = headings(
        words, "class", "service", "indicator", "item", ("quantity", "quantity"), "unit", "method", "status",
        ("note", "long"),
    )  # fmt: skip
    rows = [
        (
            words.class_(one["class"]),
            words.service(one["service"]),
            words.indicator(one["service"], one["indicator"]),
            words.item(one["service"], one["item"]),
            blank_or_number(one["shown_quantity"]),
            one["shown_unit"],
            words.method(one["service"], one["method"]),
            words.words("status", one["status"]),
            words.note(one["service"], one["note"]),
        )
        for one in frame.to_dict("records")
    ]
    notes = [*standing_notes(account, words), words.say("note_unrounded"), words.say("note_blank")]
    return Content(columns, rows, (), notes, keys=4)


def quantity_formulas(join: Join) -> Formulas:
    """Return the sums over ecosystem types."""
    column, formulas = join.offset + QUANTITY, {}
    for row, one, lines in join.rows("quantity", KEYS, money=False):
        refs = join.quantities(lines)
        if refs and join.has("quantity", row, column):
            formulas[row, column] = sum_of(refs, prefix(str(one["shown_unit"]), str(one["unit"])))
    return formulas


def quantity_lines(join: Join) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return the lines behind each quantity."""
    return {
        (row, join.offset + QUANTITY): tuple(lines)
        for row, _, lines in join.rows("quantity", KEYS, money=False)
        if lines
    }
