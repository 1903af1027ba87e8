"""From calculations to the ledger: one row a line, with where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.account import LEDGER_COLUMNS, Binding, Calculation, Floats, Ints
from gep.compile.binding import unit_factor
from gep.compile.context import Context, Mask
from gep.inventory.coding import Coded, constant, distinct
from gep.services import service as find_service
from gep.spec import Step

__all__ = ["build_ledger"]

OVERRIDE = "override"
Column = Coded | npt.NDArray[np.generic]
Part = dict[str, Column]
"""Some rows of the ledger, column by column: texts as codes until all rows are there."""


def build_ledger(context: Context) -> pd.DataFrame:
    """Return the ledger of the calculations of `context`, in reporting order."""
    parts = [
        part
        for number, calculation in enumerate(context.calculations)
        for part in _calculation_lines(context, number, calculation)
    ]
    parts.append(_deduction_lines(context))
    parts = [part for part in parts if len(part["line"])]
    if not parts:
        return pd.DataFrame(columns=list(LEDGER_COLUMNS))
    # New memory costs more than filling it: codes of one column after the other stand in the same place, and a column
    # of the parts is let go as soon as it is joined.
    codes = np.empty(sum(len(part["line"]) for part in parts), dtype=np.intp)
    columns = {name: _joined([part.pop(name) for part in parts], codes) for name in LEDGER_COLUMNS}
    return pd.DataFrame(columns, copy=False)


def _joined(columns: Sequence[Column], codes: npt.NDArray[np.intp]) -> object:
    """Return the same column of several parts as one, texts written out; `codes` is room to work in."""
    if not isinstance(columns[0], Coded):
        return np.concatenate(columns)  # type: ignore[arg-type]
    words: list[str] = []
    starts: dict[int, int] = {}
    end = 0
    for one in columns:
        assert isinstance(one, Coded)  # a column holds texts in every part or in none
        if id(one.words) not in starts:  # many share one list
            starts[id(one.words)] = len(words)
            words += one.words
        begin, end = end, end + len(one)
        np.add(one.codes, starts[id(one.words)], out=codes[begin:end])
    return pd.array(words, dtype="str").take(codes)


def _calculation_lines(context: Context, number: int, calculation: Calculation) -> list[Part]:
    entries: dict[str, Coded] = {}
    chains: dict[str, list[Binding]] = {}
    found = []
    for step in calculation.method.steps:
        arguments = calculation.arguments[step.name]
        entries[step.name] = _entry(step, arguments, calculation.reported[step.name], entries)
        chain = [one for name in _earlier(arguments) for one in chains.get(name, [])]
        chain += [one for one in arguments.values() if one.kind == "coefficient"]
        chains[step.name] = chain
        if step.role:
            found.append(_step_lines(context, number, calculation, step, entries[step.name], chain))
    return found


def _earlier(arguments: Mapping[str, Binding]) -> list[str]:
    return [one.name for one in arguments.values() if one.kind == "step"]


def _entry(step: Step, arguments: Mapping[str, Binding], reported: Ints, entries: Mapping[str, Coded]) -> Coded:
    """Return at which step a reported quantity entered each line; empty where all was computed."""
    earlier = [entries[name] for name in _earlier(arguments)]
    words = tuple(dict.fromkeys(("", step.name, *(word for one in earlier for word in one.words))))
    entry: Ints = constant(0, len(reported))
    for one in earlier:
        own = np.array([words.index(word) for word in one.words], dtype=np.int64)[one.codes]
        entry = np.where(entry == 0, own, entry)
    return Coded(words, np.where(reported >= 0, words.index(step.name), entry))


def _coefficients(bindings: Sequence[Binding], size: int) -> tuple[Coded, Coded]:
    """Return for each line the ids of its coefficients and what must be said about them."""
    if not bindings:
        return Coded.same("", size), Coded.same("", size)
    columns, words, notes = [], [], []
    for one in bindings:
        codes = one.codes if one.codes is not None else constant(-1, size)
        local = (codes < 0) & (one.rows >= 0) & one.known
        columns.append(np.where(local, len(one.coefficients), codes))
        words.append([*(c.id for c in one.coefficients), f"{one.name}@{OVERRIDE}", ""])
        notes.append([*(c.fallback and f"{c.name}: {c.fallback}" for c in one.coefficients), "", ""])
    numbers, examples = distinct(*columns)

    def texts(source: Sequence[Sequence[str]]) -> Coded:
        lines = [[one[column[line]] for one, column in zip(source, columns, strict=True)] for line in examples]
        return Coded(["; ".join(dict.fromkeys(filter(None, line))) for line in lines], numbers)

    return texts(words), texts(notes)


def _step_lines(
    context: Context, number: int, calculation: Calculation, step: Step, entry: Coded, chain: Sequence[Binding]
) -> Part:
    spec, keys = calculation.spec, calculation.keys
    size = len(keys)
    quantity = calculation.results[step.name]
    rule = context.profile.rule(spec.name)
    included = bool(calculation.counted[0])
    counted = included and context.profile.monetary
    ids, notes = _coefficients(chain, size)
    price = calculation.prices.get(step.name)
    role = step.role if counted or step.role == "physical" else "physical"
    money = role == "reported_value"
    unit = calculation.units[step.name]
    nothing: Floats = constant(np.nan, size)
    value, shown = nothing, nothing
    if money:
        value = quantity * _money_scale(unit)
    elif price is not None and not isinstance(price.numbers, Mapping):
        shown = price.numbers
        value = quantity * shown
    unknown = np.isnan(quantity)
    # What is only noted is left out where it is unknown: the sum does not lack it.
    keep = ~(unknown & (_upstream(calculation, step) | step.noted))
    same = {
        "class": spec.class_,
        "service": spec.name,
        "indicator": step.name,
        "role": role,
        "method": calculation.method.name,
        "evidence": rule.evidence_of(calculation.method.name) if rule else "unverified",
    }
    columns: dict[str, Column] = {
        **{name: Coded.same(word, size) for name, word in same.items()},
        "region": keys.regions,
        "year": keys.years,
        "item": keys.items,
        "ecosystem": keys.ecosystems,
        "quantity": nothing if money else quantity,
        "unit": Coded.same("", size) if money else unit,
        "price": shown,
        "price_unit": unit.map(lambda one: f"元/{_bracketed(one)}") if price is not None else Coded.same("", size),
        "price_year": context.basics_of(keys, "price_year") if role != "physical" else nothing,
        "value": value,
        "counted": constant(counted and role != "physical", size),
        "step": entry,
        "coefficients": ids,
        "price_source": _price_source(context, price, size),
        "row": keys.row,
        "status": _status(calculation, entry, unknown if role == "physical" else np.isnan(value), unknown, included),
        "note": _with_branch(calculation, step, notes),
        "calculation": constant(number, size),
        "line": np.arange(size, dtype=np.int64),
    }
    if keep.all():
        return columns
    return {name: one.take(keep) if isinstance(one, Coded) else one[keep] for name, one in columns.items()}


def _status(calculation: Calculation, entry: Coded, missing: Mask, unknown: Mask, included: bool) -> Coded:
    """Return how each line came by its number, or why it has none."""
    own = calculation.status
    words = (*own.words, "computed", "reported", "no_data", "excluded")
    computed, reported, no_data, excluded = range(len(own.words), len(words))
    status = np.where(entry.says(""), computed, reported)
    status = np.where(missing, no_data, status)
    status = np.where(own.says(""), status, own.codes)
    return Coded(words, status if included else np.where(unknown, status, excluded))


def _with_branch(calculation: Calculation, step: Step, notes: Coded) -> Coded:
    """Add to the notes which of its two ways the rule of the step went on each line that it computed."""
    if step.branch is None:
        return notes
    index = calculation.results[step.branch.step]
    computed = (calculation.reported[step.name] < 0) & ~np.isnan(calculation.results[step.name]) & ~np.isnan(index)
    said = ("", step.branch.within.zh, step.branch.beyond.zh)
    ways = np.where(computed, np.where(step.branch.is_beyond(index), 2, 1), 0)
    pairs, examples = distinct(notes.codes, ways)
    return Coded(["; ".join(filter(None, (notes[line], said[ways[line]]))) for line in examples], pairs)


def _bracketed(unit: str) -> str:
    return f"({unit})" if "·" in unit or "/" in unit else unit


def _money_scale(unit: Coded) -> Floats:
    used = unit.used()
    return np.array([unit_factor(text, "元") for text in used.words], dtype=np.float64)[used.codes]


def _upstream(calculation: Calculation, step: Step) -> Mask:
    """Return the lines on which a later quantity was reported, so that this one is rightly unknown."""
    names = [other.name for other in calculation.method.steps]
    later = names[names.index(step.name) + 1 :]
    upstream = np.zeros(len(calculation.keys), dtype=np.bool_)
    for name in later:
        upstream |= calculation.reported[name] >= 0
    return upstream


def _price_source(context: Context, price: Binding | None, size: int) -> Coded:
    """Return where each price stands: a row of a sheet or a coefficient of the book."""
    if price is None:
        return Coded.same("", size)
    if price.kind == "step":
        return Coded.same(price.name, size)
    if price.kind == "field":
        return Coded((price.name, ""), (price.rows < 0).astype(np.int64))
    sheet = context.inventory.table(price.table).coded("source").at(price.rows)
    words = (*sheet.words, *(one.id for one in price.coefficients))
    codes = price.codes if price.codes is not None else constant(-1, size)
    return Coded(words, np.where(codes >= 0, codes + len(sheet.words), sheet.codes))


def _deduction_lines(context: Context) -> Part:
    """Return the lines that take off products from outside the area."""
    table = context.inventory.table("deductions")
    some = table.coded("status").says("some")
    keys = context.inventory.keys("deductions").take(some)
    size = len(keys)
    services = table.coded("service").take(some)
    deducted = context.profile.external_deduction == "deducted"
    same = {
        "indicator": "external_products",
        "ecosystem": "unallocated",
        "role": "deduction",
        "unit": "",
        "price_unit": "",
        "method": "",
        "step": "",
        "coefficients": "",
        "status": "reported" if deducted else "excluded",
        "evidence": context.profile.evidence,
        "note": "",
    }
    return {
        **{name: Coded.same(word, size) for name, word in same.items()},
        "region": keys.regions,
        "year": keys.years,
        "class": services.map(lambda name: spec.class_ if (spec := find_service(name)) else ""),
        "service": services,
        "item": keys.items,
        "quantity": constant(np.nan, size),
        "price": constant(np.nan, size),
        "price_year": context.basics_of(keys, "price_year"),
        "value": table.frame["value"].to_numpy(np.float64)[some] * unit_factor("万元", "元"),
        "counted": constant(deducted, size),
        "price_source": table.coded("source").take(some),
        "row": keys.row,
        "calculation": constant(-1, size),
        "line": constant(-1, size),
    }
