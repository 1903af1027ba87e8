"""价值量表: values by indicator, item and price, each with the rule, the coefficients and the cells behind it."""

from __future__ import annotations

import pandas as pd

from gep.account import Account
from gep.tables.formulas import Formulas, scaled, sum_of
from gep.tables.join import Join, prefix
from gep.tables.notes import standing_notes, total_word
from gep.tables.origins import Origins
from gep.tables.pages import WAN, Cell, Content, blank_or_number, headings
from gep.tables.positions import VALUE_VALUE
from gep.tables.sums import PLACE, grouped, groups_of, in_order, signed_lines
from gep.tables.sums import scaled as with_prefixes
from gep.tables.words import Words

__all__ = ["value_content", "value_formulas", "value_lines", "value_table"]

QUANTITY, PRICE = 4, 6
"""Columns of the page."""
KEYS = [
    *PLACE, "class", "service", "indicator", "item", "role", "unit", "price", "price_unit", "price_year", "method",
]  # fmt: skip


def value_table(account: Account) -> pd.DataFrame:
    """Values by indicator, item and price: quantity × price, reported values, deductions.

    `rule` names the function that gives the quantity, `coefficients` the entries of the coefficient book, `cells` the
    cells of the inventory that the value rests on, prices among them.
    """
    lines = signed_lines(account)
    origins = Origins(account)
    own = {name: lines[name].to_numpy() for name in ("calculation", "indicator", "row", "line", "coefficients")}
    groups = groups_of(lines, KEYS).values()
    found = [origins.of(**{name: column[places] for name, column in own.items()}) for places in groups]
    frame = grouped(lines, KEYS).assign(
        rule=[one.rule for one in found],
        coefficients=[one.coefficients for one in found],
        cells=[one.cells for one in found],
    )
    return with_prefixes(in_order(frame, account))


def value_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words, with the total at its end if it is of one place."""
    columns = headings(
        words, "class", "service", "indicator", "item", ("quantity", "quantity"), "unit", ("price", "number"),
        "price_unit", ("value", "value"), "role", "method", "rule", ("coefficients", "long"), ("cells", "long"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for one in frame.to_dict("records"):
        physical = one["role"] == "priced"
        rows.append(
            (
                words.class_(one["class"]),
                words.service(one["service"]),
                words.indicator(one["service"], one["indicator"]),
                words.item(one["service"], one["item"]),
                blank_or_number(one["shown_quantity"]) if physical else None,
                one["shown_unit"] if physical else "",
                blank_or_number(one["price"]) if physical else None,
                one["price_unit"] if physical else "",
                blank_or_number(one["value"], WAN),
                words.say(f"role_{one['role']}"),
                words.method(one["service"], one["method"]),
                one["rule"] or (words.say("rule_given") if one["method"] else ""),
                one["coefficients"],
                one["cells"],
            )
        )
    strong = set()
    if len(account.inventory.basics) == 1:
        total = account.total().magnitude if account.profile.monetary else float("nan")
        number = blank_or_number(total, WAN)
        rows.append((total_word(account, words), "", "", "", None, "", None, "", number, *[""] * 5))
        strong.add(len(rows) - 1)
    # One more row than the frame would break the columns of place, which only several places have.
    notes = [*standing_notes(account, words), words.say("note_unrounded"), words.say("note_origins")]
    return Content(columns, rows, strong, notes, keys=4, bars=(VALUE_VALUE,), aside=4)


def value_formulas(join: Join) -> Formulas:
    """Return quantities and values as sums over types, prices, deductions, and the total."""
    page, formulas = join.pages["value"], {}
    quantity, price, value = (join.offset + one for one in (QUANTITY, PRICE, VALUE_VALUE))
    for row, one, lines in join.rows("value", KEYS):
        total = join.money(lines)
        if total is None or not join.has("value", row, value):
            continue
        formulas[row, value] = total
        if one["role"] == "priced":
            refs, cell = join.quantities(lines), join.price(lines)
            if join.has("value", row, quantity):
                formulas[row, quantity] = sum_of(refs, prefix(str(one["shown_unit"]), str(one["unit"])))
            if cell is not None:
                formulas[row, price] = scaled(cell)
    last, size = len(page.rows) - 1, len(join.records("value"))
    if last >= size and join.has("value", last, value):
        formulas[last, value] = sum_of(join.cells("value", range(size), value))
    return formulas


def value_lines(join: Join) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return the lines behind each quantity, price and value."""
    return {
        (row, join.offset + column): tuple(lines)
        for row, _, lines in join.rows("value", KEYS)
        for column in (QUANTITY, PRICE, VALUE_VALUE)
        if lines
    }
