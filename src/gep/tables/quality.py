"""数据质量表: how complete each service is, what its numbers rest on, and how much of the total that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from gep.account import SIGNS, Account
from gep.tables.formulas import Formula, Formulas, Ref
from gep.tables.join import Join
from gep.tables.notes import standing_notes, total_word
from gep.tables.pages import WAN, Cell, Content, blank_or_number, blank_or_percent, headings
from gep.tables.positions import SUMMARY_VALUE
from gep.tables.sums import PLACE, TOTAL, known_sum
from gep.tables.words import Words

__all__ = ["quality_content", "quality_formulas", "quality_table"]

PAGE = "quality"
COMPUTED, REPORTED, LOCAL, PLACEHOLDER = "computed", "reported", "local", "placeholder"
EVIDENCE = ("text", "secondary", "school", "unverified")
BASES = (COMPUTED, REPORTED, LOCAL, PLACEHOLDER)
VALUE, SHARE = 9, 10
"""Columns of the page."""
_COLUMNS = (
    *PLACE, "level", "name", "status", "complete", "evidence", "lines", *BASES[:2], "missing", "placeholders", "value",
)  # fmt: skip


class _Line(NamedTuple):
    """A line of the ledger as far as its quality goes."""

    number: int
    service: str
    value: float
    status: str
    evidence: str
    local: bool
    placeholders: tuple[str, ...]


def quality_table(account: Account) -> pd.DataFrame:
    """Return for each service how complete and how well founded it is, then the total by what it rests on.

    `level` is ``service``, ``total``, ``basis`` (`name`: computed, reported, resting on a local value of 价格 or
    参数调整, on a placeholder) or ``evidence`` (`name`: how well the rule behind the value is known). `lines` are those
    that should have a number, `computed`, `reported` and `missing` of them; `value` [元], `share` of the total [-].
    Values of basis overlap: what is computed may rest on local values.
    """
    by_place = _lines(account)
    products = account.products.to_dict("records")
    records: list[tuple[Any, ...]] = []
    basics = account.inventory.basics
    for place in zip(basics["region"], basics["year"], strict=True):
        own = by_place.get(place, [])
        sums = known_sum(line.value for line in own)
        for one in products:
            if (one["region"], one["year"]) == place:
                lines = [line for line in own if line.service == one["service"]]
                head = (one["status"], one["complete"], one["evidence"])
                records.append((*place, "service", one["service"], *head, *_counts(lines), sums))
        records.append((*place, TOTAL, "", "", None, "", *_counts(own), sums))
        if account.profile.monetary:
            for level, name, choose in _parts():
                lines = [line for line in own if choose(line)]
                if lines:
                    records.append((*place, level, name, "", None, "", *_counts(lines), sums))
    frame = pd.DataFrame(records, columns=[*_COLUMNS, "_total"])
    total = frame.pop("_total")
    return frame.assign(share=(frame["value"] / total.where(total != 0)).astype(float))


def _parts() -> list[tuple[str, str, Callable[[_Line], bool]]]:
    return [
        ("basis", COMPUTED, lambda line: line.status == COMPUTED),
        ("basis", REPORTED, lambda line: line.status == REPORTED),
        ("basis", LOCAL, lambda line: line.local),
        ("basis", PLACEHOLDER, lambda line: bool(line.placeholders)),
        *(("evidence", name, lambda line, name=name: line.evidence == name) for name in EVIDENCE),
    ]


def _lines(account: Account) -> dict[tuple[Any, ...], list[_Line]]:
    """Return the lines by place: those that are counted, under a standard without values the quantities."""
    unverified = {entry.coefficient.id for entry in account.book.entries if entry.coefficient.status == PLACEHOLDER}
    monetary = account.profile.monetary
    local_prices = _local_prices(account)
    found: dict[tuple[Any, ...], list[_Line]] = {}
    for number, line in enumerate(account.ledger.to_dict("records")):
        if not (line["counted"] and line["role"] in SIGNS if monetary else line["status"] != "excluded"):
            continue
        ids = [*filter(None, str(line["coefficients"]).split("; ")), str(line["price_source"])]
        placeholders = tuple(one for one in ids if one in unverified)
        local = any(one.endswith("@override") for one in ids) or number in local_prices
        value = line["value"] * SIGNS.get(line["role"], 1) if monetary else math.nan
        one = _Line(number, line["service"], value, line["status"], line["evidence"], local, placeholders)
        found.setdefault((line["region"], line["year"]), []).append(one)
    return found


def _local_prices(account: Account) -> set[int]:
    """Return the lines whose price the analyst gave in 价格."""
    found = set()
    columns = (account.ledger[name].tolist() for name in ("calculation", "indicator", "line"))
    for number, (calculation, indicator, line) in enumerate(zip(*columns, strict=True)):
        price = account.calculations[calculation].prices.get(indicator) if calculation >= 0 else None
        if price is not None and price.kind == "price" and price.table == "prices":
            from_book = price.codes is not None and price.codes[line] >= 0
            if not from_book and price.rows[line] >= 0:
                found.add(number)
    return found


def _counts(lines: Sequence[_Line]) -> tuple[Any, ...]:
    words = [line.status for line in lines]
    computed, reported = words.count(COMPUTED), words.count(REPORTED)
    ids = dict.fromkeys(one for line in lines for one in line.placeholders)
    missing = len(words) - computed - reported
    return len(words), computed, reported, missing, "; ".join(ids), known_sum(line.value for line in lines)


def quality_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words."""
    columns = headings(
        words, "service", "status", "complete", "evidence", ("lines", "integer"), ("computed", "integer"),
        ("reported", "integer"), ("missing", "integer"), ("placeholders", "long"), ("value", "value"),
        ("share", "percent"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    strong = []
    for number, one in enumerate(frame.to_dict("records")):
        if one["level"] == TOTAL:
            strong.append(number)
        rows.append(
            (
                _name(account, one, words),
                words.say(f"status_{one['status']}") if one["status"] else "",
                words.yes(one["complete"]),
                words.words("evidence", one["evidence"]),
                *(one[name] for name in ("lines", "computed", "reported", "missing")),
                one["placeholders"],
                blank_or_number(one["value"], WAN),
                blank_or_percent(one["share"]),
            )
        )
    if not account.profile.monetary:
        columns, rows = columns[:VALUE], [row[:VALUE] for row in rows]
    notes = [words.say(name) for name in ("note_quality", "note_basis", "note_blank")]
    return Content(columns, rows, strong, [*standing_notes(account, words), *notes])


def _name(account: Account, one: Mapping[Any, Any], words: Words) -> str:
    if one["level"] == "service":
        return words.service(one["name"])
    if one["level"] == TOTAL:
        return total_word(account, words) if account.profile.monetary else words.say("total_row")
    return words.say(f"quality_{one['level']}", name=words.say(f"quality_{one['name']}"))


def quality_formulas(join: Join) -> Formulas:
    """Return the values as sums of lines, and their shares of the total."""
    formulas: Formulas = {}
    if not join.account.profile.monetary:
        return formulas
    lines = _lines(join.account)
    choices = {(level, name): choose for level, name, choose in _parts()}
    records, value = join.records(PAGE), join.offset + VALUE
    totals = {(one["region"], one["year"]): row for row, one in enumerate(records) if one["level"] == TOTAL}
    summary = {
        (one["region"], one["year"]): row for row, one in enumerate(join.records("summary")) if one["level"] == TOTAL
    }
    for row, one in enumerate(records):
        place = (one["region"], one["year"])
        if not join.has(PAGE, row, value):
            continue
        choose = choices.get((one["level"], one["name"]), lambda line, one=one: line.service == one["name"])
        if one["level"] == TOTAL:
            formulas[row, value] = Formula("{}", (Ref("summary", summary[place], join.offset + SUMMARY_VALUE),))
        elif formula := join.money([line.number for line in lines.get(place, []) if choose(line)]):
            formulas[row, value] = formula
        if join.has(PAGE, row, value + 1):
            cells = (Ref(PAGE, row, value), Ref(PAGE, totals[place], value))
            formulas[row, value + 1] = Formula("{}/{}*100", cells)
    return formulas
