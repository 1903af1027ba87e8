"""审核意见: every finding with its explanation."""

from __future__ import annotations

import pandas as pd

from gep.account import Account
from gep.findings import Grade
from gep.tables.pages import Content, headings
from gep.tables.words import Words

__all__ = ["findings_content", "findings_table"]


def findings_table(account: Account) -> pd.DataFrame:
    """Every finding with its explanation, in both languages."""
    columns = ("grade", "code", "sheet", "cell", "subject", "typed", "zh", "zh_todo", "en", "en_todo", "explanation")
    records = [
        (
            one.grade.value,
            one.code,
            one.where.sheet,
            one.where.cell,
            one.subject,
            one.typed or "",
            one.text("zh"),
            one.todo("zh"),
            one.text("en"),
            one.todo("en"),
            one.explanation or "",
        )
        for one in account.findings
    ]
    return pd.DataFrame(records, columns=list(columns))


def findings_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words."""
    columns = headings(
        words, "grade", "code", "sheet", "cell", "subject", ("text", "long"), ("todo", "long"), ("explanation", "long")
    )
    rows = [
        (
            Grade(one["grade"]).label(words.lang),
            one["code"],
            one["sheet"],
            one["cell"],
            one["subject"],
            one[words.lang],
            one[f"{words.lang}_todo"],
            one["explanation"],
        )
        for one in frame.to_dict("records")
    ]
    return Content(columns, rows, (), [] if rows else [words.say("note_no_findings")], keys=2)
