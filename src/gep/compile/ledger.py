"""From calculations to the ledger: one row a line, with where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.account import LEDGER_COLUMNS, Binding, Calculation, Floats, Ints
from gep.compile.binding import unit_factor
from gep.compile.context import LINE_KEY, Context
from gep.services import service as find_service
from gep.spec import Step

__all__ = ["build_ledger", "deduction_lines"]

Texts = npt.NDArray[np.object_]
OVERRIDE = "override"


def build_ledger(context: Context) -> pd.DataFrame:
    """Return the ledger of the calculations of `context`, in reporting order."""
    parts = [
        part
        for number, calculation in enumerate(context.calculations)
        for part in _calculation_lines(context, number, calculation)
    ]
    parts.append(deduction_lines(context))
    parts = [part for part in parts if not part.empty]
    if not parts:
        return pd.DataFrame(columns=list(LEDGER_COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(LEDGER_COLUMNS)]


def _calculation_lines(context: Context, number: int, calculation: Calculation) -> list[pd.DataFrame]:
    entries: dict[str, Texts] = {}
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


def _entry(step: Step, arguments: Mapping[str, Binding], reported: Ints, entries: Mapping[str, Texts]) -> Texts:
    """Return at which step a reported quantity entered each line; empty where all was computed."""
    entry = np.full(len(reported), "", dtype=object)
    for name in _earlier(arguments):
        entry = np.where(entry == "", entries[name], entry)
    return np.where(reported >= 0, step.name, entry)


def _joined(bindings: Sequence[Binding], size: int) -> tuple[Texts, Texts]:
    """Return for each line the ids of its coefficients and what must be said about them."""
    if not bindings:
        return np.full(size, "", dtype=object), np.full(size, "", dtype=object)
    columns, words, notes = [], [], []
    for one in bindings:
        codes = one.codes if one.codes is not None else np.full(size, -1, dtype=np.int64)
        local = (codes < 0) & (one.rows >= 0) & one.known
        columns.append(np.where(local, len(one.coefficients), codes))
        words.append([*(c.id for c in one.coefficients), f"{one.name}@{OVERRIDE}", ""])
        notes.append([*(c.fallback and f"{c.name}: {c.fallback}" for c in one.coefficients), "", ""])
    table = np.stack(columns, axis=1)
    distinct, places = np.unique(table, axis=0, return_inverse=True)
    places = places.reshape(-1)

    def texts(source: Sequence[Sequence[str]]) -> Texts:
        rows = [
            "; ".join(dict.fromkeys(filter(None, (source[k][code] for k, code in enumerate(row))))) for row in distinct
        ]
        return np.array(rows, dtype=object)[places]

    return texts(words), texts(notes)


def _step_lines(
    context: Context, number: int, calculation: Calculation, step: Step, entry: Texts, chain: Sequence[Binding]
) -> pd.DataFrame:
    spec, lines = calculation.spec, calculation.lines
    size = len(lines)
    quantity = calculation.results[step.name]
    rule = context.profile.rule(spec.name)
    included = bool(calculation.counted[0])
    counted = included and context.profile.monetary
    ids, notes = _joined(chain, size)
    price = calculation.prices.get(step.name)
    role = step.role if counted or step.role == "physical" else "physical"
    value, shown = np.full(size, np.nan), np.full(size, np.nan)
    unit = calculation.units[step.name]
    if role == "reported_value":
        value = quantity * _money_scale(unit)
    elif price is not None and not isinstance(price.numbers, Mapping):
        shown = price.numbers
        value = quantity * shown
    has_value = np.isnan(value) if role in {"priced", "reported_value"} else np.isnan(quantity)
    status = np.where(entry != "", "reported", "computed").astype(object)
    status = np.where(has_value, "no_data", status)
    status = np.where(lines["status"] != "", lines["status"], status)
    notes = _with_branch(calculation, step, notes)
    upstream = _upstream(calculation, step)
    # What is only noted is left out where it is unknown: the sum does not lack it.
    keep = ~(np.isnan(quantity) & (upstream | step.noted))
    if not included:
        status = np.where(np.isnan(quantity), status, "excluded")
    money = role == "reported_value"
    frame = pd.DataFrame(
        {
            **{name: lines[name].to_numpy() for name in LINE_KEY},
            "class": spec.class_,
            "service": spec.name,
            "indicator": step.name,
            "role": role,
            "quantity": np.nan if money else quantity,
            "unit": "" if money else unit,
            "price": shown,
            "price_unit": [f"元/{_bracketed(str(one))}" for one in unit] if price is not None else "",
            "price_year": context.basics_of(lines, "price_year") if role != "physical" else np.nan,
            "value": value,
            "counted": counted & (role != "physical"),
            "method": calculation.method.name,
            "step": entry,
            "coefficients": ids,
            "price_source": _price_source(context, price, size),
            "row": lines["row"].to_numpy(),
            "status": status,
            "evidence": rule.evidence_of(calculation.method.name) if rule else "unverified",
            "note": notes,
            "calculation": number,
            "line": np.arange(size),
        }
    )
    return frame.loc[keep]


def _with_branch(calculation: Calculation, step: Step, notes: Texts) -> Texts:
    """Add to the notes which of its two ways the rule of the step went on each line that it computed."""
    if step.branch is None:
        return notes
    index = calculation.results[step.branch.step]
    computed = (calculation.reported[step.name] < 0) & ~np.isnan(calculation.results[step.name]) & ~np.isnan(index)
    said = np.array([step.branch.taken(one).zh for one in index], dtype=object)
    return np.where(computed, np.where(notes == "", said, notes + "; " + said), notes)


def _bracketed(unit: str) -> str:
    return f"({unit})" if "·" in unit or "/" in unit else unit


def _money_scale(unit: Texts) -> Floats:
    known = {text: unit_factor(str(text), "元") for text in dict.fromkeys(unit)}
    return np.array([known[text] for text in unit], dtype=np.float64)


def _upstream(calculation: Calculation, step: Step) -> npt.NDArray[np.bool_]:
    """Return the lines on which a later quantity was reported, so that this one is rightly unknown."""
    later = False
    upstream = np.zeros(len(calculation.lines), dtype=np.bool_)
    for other in calculation.method.steps:
        if later:
            upstream |= calculation.reported[other.name] >= 0
        later = later or other.name == step.name
    return upstream


def _price_source(context: Context, price: Binding | None, size: int) -> Texts:
    """Return where each price stands: a row of a sheet or a coefficient of the book."""
    texts = np.full(size, "", dtype=object)
    if price is None:
        return texts
    if price.kind == "step":
        return np.full(size, price.name, dtype=object)
    table = context.inventory.table(price.table)
    if price.kind == "field" or not table.frame.size:
        known: Texts = np.full(len(table.frame) + 1, price.name, dtype=object)
    else:
        known = np.array([*table.frame["source"], ""], dtype=object)
    texts = np.where(price.rows >= 0, known[price.rows], "")
    if price.codes is not None and price.coefficients:
        ids = np.array([*(one.id for one in price.coefficients), ""], dtype=object)
        texts = np.where(price.codes >= 0, ids[price.codes], texts)
    return np.asarray(texts, dtype=object)


def deduction_lines(context: Context) -> pd.DataFrame:
    """Return the lines that take off products from outside the area."""
    table = context.inventory.table("deductions")
    frame = table.frame[table.frame["status"] == "some"]
    if frame.empty:
        return pd.DataFrame(columns=list(LEDGER_COLUMNS))
    classes = [spec.class_ if (spec := find_service(str(one))) else "" for one in frame["service"]]
    deducted = context.profile.external_deduction == "deducted"
    return pd.DataFrame(
        {
            "region": frame["region"],
            "year": frame["year"],
            "class": classes,
            "service": frame["service"],
            "indicator": "external_products",
            "item": frame["item"],
            "ecosystem": "unallocated",
            "role": "deduction",
            "quantity": np.nan,
            "unit": "",
            "price": np.nan,
            "price_unit": "",
            "price_year": context.basics_of(frame, "price_year"),
            "value": frame["value"].to_numpy(np.float64) * float(_money_scale(np.array(["万元"], dtype=object))[0]),
            "counted": deducted,
            "method": "",
            "step": "",
            "coefficients": "",
            "price_source": frame["source"],
            "row": frame.index.to_numpy(np.int64),
            "status": "reported" if deducted else "excluded",
            "evidence": context.profile.evidence,
            "note": "",
            "calculation": -1,
            "line": -1,
        }
    )
