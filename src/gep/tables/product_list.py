"""生态产品清单: the services of the standard and what the account makes of each."""

from __future__ import annotations

import pandas as pd

from gep.account import Account
from gep.tables.notes import standing_notes
from gep.tables.pages import Content, headings
from gep.tables.words import Words

__all__ = ["product_list_content", "product_list_table"]


def product_list_table(account: Account) -> pd.DataFrame:
    """Return the product list as it was applied: status, reason, methods, evidence, whether complete."""
    frame = account.products.drop(columns="row").copy()
    frame["methods"] = ["; ".join(filter(None, one)) for one in frame["methods"]]
    return frame


def product_list_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words."""
    columns = headings(
        words, "class", "service", "status", ("reason", "long"), ("methods", "long"), "mandatory", "complete",
        "evidence", ("note", "long"),
    )  # fmt: skip
    rows = []
    for one in frame.to_dict("records"):
        rule = account.profile.rule(one["service"])
        rows.append(
            (
                words.class_(rule.spec.class_) if rule else "",
                words.service(one["service"]),
                words.say(f"status_{one['status']}"),
                one["reason"],
                "、".join(words.method(one["service"], name) for name in filter(None, one["methods"].split("; "))),
                words.words("mandatory", rule.mandatory) if rule else words.yes(one["mandatory"]),
                words.yes(one["complete"]),
                words.words("evidence", one["evidence"]),
                rule.note.label().text(words.lang) if rule else "",
            )
        )
    return Content(columns, rows, (), standing_notes(account, words), keys=2)
