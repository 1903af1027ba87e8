"""数据来源表: every number of the inventory by sheet, column and source, and what it was used for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from gep.account import Account, Binding
from gep.inventory.sheets import BASIC_ENTRIES
from gep.inventory.tables import Table
from gep.spec import Label, Number
from gep.tables.notes import standard_note
from gep.tables.origins import cell_ranges
from gep.tables.pages import Cell, Content, headings
from gep.tables.sums import PLACE
from gep.tables.words import Words

__all__ = ["sources_content", "sources_table"]

_BASIC = "basic"
_YEAR = 8
"""Column of the page that holds the year."""
_ANSWERS = frozenset({"no_data", "not_applicable"})
_WHOLE = "account"
"""What all services share: what the year, the price year, people and GDP are used for."""
_Uses = dict[tuple[str, str, int], set[str]]
_COLUMNS = (
    *PLACE, "table", "sheet", "zh", "en", "unit", "cells", "numbers", "answers", "source", "department_zh",
    "department_en", "services",
)  # fmt: skip


def sources_table(account: Account) -> pd.DataFrame:
    """Return the inputs, one row a region, year, sheet, column and source.

    `sheet` as it is called in the workbook, `zh` and `en` the column, `cells` where the inputs stand, `numbers` how
    many there are, `answers` how many cells say 无数据 or 不适用 instead, `source` as typed (for 基本信息 its
    citation), the department that usually has the number, and the `services` that used it; empty where none did.
    """
    used = _uses(account)
    records: list[tuple[Any, ...]] = []
    for name, table in account.inventory.tables.items():
        numbers = (
            [one for one in BASIC_ENTRIES if isinstance(one, Number)]
            if name == _BASIC
            else list(table.sheet.numbers.values())
        )
        for number in numbers:
            if number.name in table.frame:
                records += _rows(table, name, number, used)
    frame = pd.DataFrame(records, columns=list(_COLUMNS))
    return frame.sort_values(PLACE, kind="stable", ignore_index=True)


def _rows(
    table: Table, name: str, number: Number, used: dict[tuple[str, str, int], set[str]]
) -> Iterator[tuple[Any, ...]]:
    frame, source_column = table.frame, "citation" if name == _BASIC else "source"
    sources = frame[source_column] if source_column in frame else [""] * len(frame)
    status = frame[f"{number.name}_status"] if f"{number.name}_status" in frame else [""] * len(frame)
    groups: dict[tuple[Any, ...], list[int]] = {}
    answers: dict[tuple[Any, ...], int] = {}
    values = zip(frame["region"], frame["year"], sources, frame[number.name], status, strict=True)
    for row, (region, year, source, value, word) in enumerate(values):
        if np.isnan(value) and word not in _ANSWERS:
            continue
        by = used.get((name, number.name, row), set())
        key = (region, year, str(source), bool(by))
        groups.setdefault(key, []).append(row)
        answers[key] = answers.get(key, 0) + (word in _ANSWERS)
    department = number.department if number.department is not None else Label("", "")
    for (region, year, source, is_used), rows in groups.items():
        cells: dict[str, set[str]] = {}
        for row in rows:
            where = table.where(row, number.name)
            cells.setdefault(where.sheet, set()).add(where.cell)
        services = sorted({one for row in rows for one in used.get((name, number.name, row), ())}) if is_used else []
        yield (
            region, year, name, table.sheet_name, number.label.zh, number.label.en, number.unit, cell_ranges(cells),
            len(rows) - answers[region, year, source, is_used], answers[region, year, source, is_used], source,
            department.zh, department.en, "; ".join(services),
        )  # fmt: skip


def _uses(account: Account) -> _Uses:
    """Return for table, column and row of each input the services whose values rest on it."""
    used: _Uses = {}
    basics = account.inventory.basics
    for row in range(len(basics)):
        for one in BASIC_ENTRIES:
            if isinstance(one, Number):
                used[_BASIC, one.name, row] = {_WHOLE}
    # Values per area are divided by the sum of all types.
    used |= {("extent", "area", row): {_WHOLE} for row in range(len(account.inventory.frame("extent")))}
    for calculation in account.calculations:
        if not calculation.counted.any() and account.profile.monetary:
            continue
        service = calculation.spec.name
        for step, arguments in calculation.arguments.items():
            for row in dict.fromkeys(calculation.reported[step].tolist()):
                if row >= 0:
                    used.setdefault(("reported", "quantity", row), set()).add(service)
            price = [calculation.prices[step]] if step in calculation.prices else []
            for binding in [*arguments.values(), *price]:
                for name, row in _inputs(account, binding):
                    used.setdefault((binding.table, name, row), set()).add(service)
                    if binding.table == "prices":
                        used.setdefault((binding.table, "price_year", row), set()).add(service)
    for row, service in zip(account.deductions.index, account.deductions["service"], strict=True):
        if account.profile.external_deduction == "deducted":
            used["deductions", "value", int(row)] = {str(service) or _WHOLE}
    return used


def _inputs(account: Account, binding: Binding) -> Iterator[tuple[str, int]]:
    if not binding.table or binding.table == _BASIC:
        return
    table = account.inventory.table(binding.table)
    name = binding.name if binding.name in table.frame else "value"
    rows = binding.rows[binding.rows >= 0]
    for row in dict.fromkeys(rows.tolist()):
        yield name, row


def sources_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words."""
    columns = headings(
        words, "sheet", "column", "unit", ("cells", "long"), ("numbers", "integer"), ("answers", "integer"),
        ("source", "long"), "department", ("year", "integer"), ("used_for", "long"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            one["sheet"],
            one[words.lang],
            one["unit"],
            one["cells"],
            one["numbers"],
            one["answers"] or None,
            one["source"],
            one[f"department_{words.lang}"],
            one["year"],
            _used_for(one["services"], words),
        )
        for one in frame.to_dict("records")
    ]
    if len(account.inventory.basics) > 1:  # the year stands among the columns of place
        columns = columns[:_YEAR] + columns[_YEAR + 1 :]
        rows = [row[:_YEAR] + row[_YEAR + 1 :] for row in rows]
    notes = [standard_note(account, words), words.say("note_sources"), words.say("note_departments")]
    return Content(columns, rows, (), notes, keys=2)


def _used_for(services: str, words: Words) -> str:
    names = (words.say("whole_account") if one == _WHOLE else words.service(one) for one in services.split("; ") if one)
    return "、".join(names) or words.say("not_used")
