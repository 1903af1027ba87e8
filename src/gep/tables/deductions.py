"""区外扣减表: products from outside the area."""

from __future__ import annotations

import pandas as pd

from gep.account import Account
from gep.tables.join import Join
from gep.tables.notes import standing_notes
from gep.tables.pages import WAN, Content, blank_or_number, headings
from gep.tables.positions import DEDUCTED_VALUE
from gep.tables.words import Words

__all__ = ["deductions_content", "deductions_inputs", "deductions_table"]


def deductions_table(account: Account) -> pd.DataFrame:
    """Products from outside the area, with what is taken off [元] and whether the standard takes it off."""
    frame = account.deductions
    lines = account.ledger[account.ledger["role"] == "deduction"].set_index("row")
    return pd.DataFrame(
        {
            "region": frame["region"],
            "year": frame["year"],
            "service": frame["service"],
            "item": frame["item"],
            "status": frame["status"],
            "value": lines["value"].reindex(frame.index),
            "counted": lines["counted"].reindex(frame.index),
            "source": frame["source"],
        }
    )


def deductions_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words."""
    columns = headings(words, "service", "item", "status", ("value", "value"), "counted", ("source", "long"))
    rows = [
        (
            words.service(one["service"]) if one["service"] else words.say("all_services"),
            one["item"],
            words.say(f"status_{one['status']}"),
            blank_or_number(one["value"], WAN),
            words.yes(one["counted"]),
            one["source"],
        )
        for one in frame.to_dict("records")
    ]
    rule = words.say(f"run_{account.profile.external_deduction}")
    notes = [*standing_notes(account, words), words.say("note_external", rule=rule), words.say("note_blank")]
    return Content(columns, rows, (), notes, keys=2)


def deductions_inputs(join: Join) -> frozenset[tuple[int, int]]:
    """Return the cells of what is taken off."""
    column = join.offset + DEDUCTED_VALUE
    rows = range(len(join.records("deductions")))
    return frozenset((row, column) for row in rows if join.has("deductions", row, column))
