"""上年沿用: the column that says which rows of an inventory come from last year's and are still to be confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from gep.findings import Finding, finding
from gep.inventory.raw import RawColumn, RawTable
from gep.inventory.words import find_key, known_words, nearest, normal
from gep.spec import Key, Label, Sheet

__all__ = ["CARRIED", "take_marks"]

CARRIED = Key(
    "carried_over",
    Label("上年沿用", "carried over"),
    Label(
        "这一行的内容取自上年清单;核对或改填后选“已确认”,或清空此格",
        "the row is from last year's inventory; once checked or filled in anew choose confirmed, or clear the cell",
    ),
    required=False,
    kind="carried_status",
    identifies=False,
)
"""A column of its own, not a colour or a note: it survives every spreadsheet program and can be sorted and filtered."""


def take_marks(raw: RawTable, sheet: Sheet) -> tuple[RawTable, list[Finding]]:
    """Take the column 上年沿用 out of a table and report what is not confirmed.

    Parameters
    ----------
    raw : RawTable
        The rows of a sheet.
    sheet : Sheet
        Its declaration.

    Returns
    -------
    RawTable
        Without the column.
    list of Finding
        One for all rows that are not confirmed, and one for each mark that is not understood.
    """
    words = {normal(word) for word in (CARRIED.name, *CARRIED.label)}
    marks = [one for one in raw.columns if normal(one.header) in words]
    findings: list[Finding] = []
    for column in marks:
        findings += _read(raw, sheet, column)
    if not marks:
        return raw, []
    rest = tuple(one for one in raw.columns if all(one is not mark for mark in marks))
    # A row that was cleared but for its mark is no row.
    begun = [any(one.is_filled(position) for one in rest) for position in range(len(raw.rows))]
    return replace(raw, columns=rest).only(np.array(begun, dtype=bool)), findings


def _read(raw: RawTable, sheet: Sheet, column: RawColumn) -> list[Finding]:
    findings, open_rows = [], []
    for position, row in enumerate(raw.rows):
        text = column.text(position)
        key = find_key(CARRIED.kind, text) if text else "confirmed"
        if key is None:
            where, known = raw.where(column.letters, int(row)), nearest(text, known_words(CARRIED.kind))
            label = CARRIED.label._asdict()
            findings.append(finding("GEP163", where, subject=sheet.name, typed=text, column=label, known=known))
        elif key == "unconfirmed":
            open_rows.append(int(row))
    if open_rows:
        where, subject = raw.where(column.letters, open_rows[0]), f"{sheet.name}/{CARRIED.name}"
        cells = "、".join(_ranges(column.letters, open_rows))
        findings.append(finding("GEP162", where, subject=subject, count=len(open_rows), cells=cells))
    return findings


def _ranges(letters: str, rows: Sequence[int]) -> Iterator[str]:
    """Iterate over the addresses of rows, those that follow each other as one range."""
    first = last = rows[0]
    for row in (*rows[1:], None):
        if row == last + 1:
            last = row
            continue
        yield f"{letters}{first}" if first == last else f"{letters}{first}:{letters}{last}"
        first = last = row or 0
