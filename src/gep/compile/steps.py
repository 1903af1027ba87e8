"""Running the chain of steps of a method over all its lines."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from gep.account import Binding, Calculation, Floats, Ints
from gep.compile.binding import bind, nothing, plain_unit, unit_factor, unit_finding
from gep.compile.context import Context, Mask
from gep.compile.lines import UNALLOCATED, lines_of, others_of
from gep.compile.pricing import key_price, row_price
from gep.findings import UnitError, finding
from gep.inventory.coding import (
    Coded,
    Vocabulary,
    constant,
    distinct,
    every,
    is_constant,
    is_finite,
    known_of,
    pick,
    scaled,
    whole,
)
from gep.inventory.keys import LineKeys
from gep.messages import LANGUAGES
from gep.prices import price_key
from gep.spec import Method, ServiceSpec, Step
from gep.units import Parameters, Rule

__all__ = ["calculate"]

STATUSES = ("", "not_applicable", "no_data", "broken")
"""What a line may be; broken is one without a number because of something that has its own finding."""
SOUND, NOT_APPLICABLE, NO_DATA, BROKEN = range(len(STATUSES))


def calculate(context: Context, spec: ServiceSpec, method: Method, places: Mask, *, priced: bool) -> Calculation | None:
    """Compute a method on its lines in some places; None where it has no lines.

    Parameters
    ----------
    context : Context
        What the compilation works with.
    spec, method
        The service and the method.
    places : ndarray of bool
        Which regions and years of 基本信息.
    priced : bool
        Whether indicators meet their prices; a service that is not counted is computed without.
    """
    lines, reported = lines_of(context, spec, method, places)
    if not len(lines):
        return None
    status = np.zeros(len(lines), dtype=np.int64)
    marked = _take_status(context, method, lines, status)
    marked |= _check_fields(context, method, lines, status)
    arguments: dict[str, Mapping[str, Binding]] = {}
    values: dict[str, Floats] = {}
    units: dict[str, Coded] = {}
    rows: dict[str, Ints] = {}
    prices: dict[str, Binding] = {}
    complete: set[str] = set()  # steps that have a number on every line
    for step in method.steps:
        rows[step.name] = reported.get(step.name, nothing(lines))
        arguments[step.name] = _arguments(context, spec, method, step, lines, values, units, complete, rows[step.name])
        unit = _unit_of(context, method, step, lines)
        result, all_known = _evaluate(step, arguments[step.name], len(lines))
        if not all_known:
            result = _refuse_infinite(context, method, step, lines, result)
        told = _lacking(arguments[step.name], lines)
        if all_known:
            complete.add(step.name)
        if step.name in reported:
            result, told, marked = np.array(result), np.array(told), True
            unit = _enter_reported(context, step, rows[step.name], result, unit, status, told)
            _report_totals(context, step, lines, rows[step.name], result)
        values[step.name], units[step.name] = result, unit
        if priced and step.price:
            wanted = constant(True, len(lines)) if all_known else known_of(values[step.name])
            prices[step.name] = price = _price(context, spec, method, step, lines, values, units, wanted)
            if not whole(price.known):
                told = told | (wanted & ~price.known)
        if not is_constant(told):
            status[told & (status == SOUND)] = BROKEN
            marked = True
    counted = constant(priced, len(lines))
    said = Coded(STATUSES, status if marked and status.any() else constant(SOUND, len(lines)))
    return Calculation(spec, method, lines, said, arguments, values, units, rows, prices, counted)


def _take_status(context: Context, method: Method, lines: LineKeys, status: Ints) -> bool:
    """Give lines the status that they inherit from the service they are computed from; return whether any may have."""
    marked = False
    others = {source.name.partition(".")[0] for step in method.steps for source in others_of(method, step)}
    for calculation in context.calculations:
        if calculation.spec.name in others and not is_constant(calculation.status.codes):
            own = np.append(calculation.status.codes, SOUND)[calculation.keys.find(lines)]
            status[:] = np.where(own != SOUND, own, status)
            marked = True
    return marked


def _lacking(arguments: Mapping[str, Binding], lines: LineKeys) -> Mask:
    """Return the lines that lack a coefficient or the row of their type in 生态系统面积, which has a finding then."""
    size = len(lines)
    lacking: Mask = constant(False, size)
    given = []
    for one in arguments.values():
        if one.kind == "coefficient":
            lacking = lacking if whole(one.known) else lacking | ~one.known
        elif one.table == "extent":
            lacking = lacking if one.complete else lacking | ((one.rows < 0) & (lines.row >= 0))
        else:
            given.append(one.known)
    return lacking if is_constant(lacking) else lacking & every(given, size)


def _check_fields(context: Context, method: Method, lines: LineKeys, status: Ints) -> bool:
    """Add to the status of each line the words in its cells, reporting blanks in rows that were begun.

    Returns whether any line may have a status.
    """
    if method.sheet is None:
        return False
    marked = False
    table = context.inventory.table(method.sheet.name)
    lacking = [
        name for name in method.fields if name not in table.letters or not context.complete(method.sheet.name, name)
    ]
    of_sheet = lines.row >= 0 if lacking else np.empty(0, dtype=np.bool_)
    for name in lacking if of_sheet.any() else ():
        label = method.numbers[name].label._asdict()
        if name not in table.letters:
            subject = f"{method.sheet.name}/{name}"
            where = context.where(method.sheet.name)
            context.findings.append(finding("GEP102", where, subject=subject, column=label))
            status[of_sheet] = BROKEN
            marked = True
            continue
        # Only a cell without a number has a word.
        marked = True
        known = known_of(context.numbers(method.sheet.name, name))
        words = table.frame[f"{name}_status"].to_numpy(object)
        for line in np.flatnonzero(of_sheet & ~known[lines.row]):
            row = int(lines.row[line])
            word = words[row]
            if word == "blank":
                where = table.where(row, name)
                named = {lang: f"{label[lang]}({method.label.text(lang)})" for lang in LANGUAGES}
                context.findings.append(finding("GEP106", where, subject=f"{method.sheet.name}/{name}", column=named))
            if word in {"blank", "broken"}:
                status[line] = BROKEN
            elif word == "not_applicable":
                status[line] = NOT_APPLICABLE
            elif word in {"no_data", "unclear"} and status[line] == SOUND:
                status[line] = NO_DATA
    return marked


def _arguments(
    context: Context,
    spec: ServiceSpec,
    method: Method,
    step: Step,
    lines: LineKeys,
    values: Mapping[str, Floats],
    units: Mapping[str, Coded],
    complete: Collection[str],
    reported: Ints,
) -> Mapping[str, Binding]:
    """Bind what the inventory gives first; areas and coefficients only for lines that have it."""
    sources = method.sources(step)
    if step.rule is None:
        return {
            name: bind(context, spec, method, lines, source, None, constant(True, len(lines)))
            for name, source in sources.items()
            if step.field
        }
    declared = step.rule.arguments
    bound: dict[str, Binding] = {}
    wanted: Mask = constant(True, len(lines))
    own = False
    for name, source in sources.items():
        if source.kind == "step":
            unit = declared[name]
            target = "" if isinstance(unit, Parameters) else plain_unit(unit)
            array = scaled(values[source.name], unit_factor(units[source.name][0], target))
            known = source.name in complete
            bound[name] = Binding("step", source.name, target, array, nothing(lines), complete=known)
        elif source.kind in {"field", "other"}:
            bound[name] = bind(context, spec, method, lines, source, declared[name], wanted)
        else:
            continue
        own = True
        wanted = every([wanted, bound[name].known], len(lines))
    if not own:  # nothing but areas and coefficients: every line that did not report the result
        wanted = wanted if is_constant(reported) else every([wanted, reported < 0], len(lines))
    for kinds in ({"shared", "policy"}, {"coefficient"}):
        for name, source in sources.items():
            if source.kind in kinds:
                bound[name] = bind(context, spec, method, lines, source, declared[name], wanted)
        for name, source in sources.items():
            if source.kind in kinds:
                wanted = every([wanted, bound[name].known], len(lines))
    return {name: bound[name] for name in sources}


def _evaluate(step: Step, arguments: Mapping[str, Binding], size: int) -> tuple[Floats, bool]:
    """Return the result of the step where everything it needs is known, NaN elsewhere.

    Also whether it is known that every line has a finite number.
    """
    if not arguments:
        return np.full(size, np.nan), False
    known = every([one.known for one in arguments.values()], size)
    if step.rule is None:
        (taken,) = arguments.values()
        if isinstance(taken.numbers, Mapping):  # pragma: no cover - a field has one number a line
            raise TypeError(step.name)
        return (taken.numbers if whole(known) else np.where(known, taken.numbers, np.nan)), taken.complete
    if whole(known):
        return _computed(step.rule, {name: one.at(slice(None)) for name, one in arguments.items()}, size)
    result = np.full(size, np.nan)
    if known.any():
        inputs = {name: one.at(known) for name, one in arguments.items()}
        result[known], _ = _computed(step.rule, inputs, int(np.count_nonzero(known)))
    return result, False


def _computed(rule: Rule[Any], inputs: Mapping[str, Any], size: int) -> tuple[Floats, bool]:
    """Return what a rule gives for known arguments, never NaN, and whether all of it is finite."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        # Adding zero turns the −0 of a product with a negative number into a plain 0.
        result = np.broadcast_to(rule.evaluate(inputs) + 0.0, size)
    if is_finite(result):
        return result, True
    # A number that is none, from known arguments, must not pass for a missing one.
    return np.where(np.isnan(result), np.inf, result), False


def _refuse_infinite(context: Context, method: Method, step: Step, lines: LineKeys, result: Floats) -> Floats:
    """Report lines whose arguments give no finite number, such as a division by a zero coefficient; they get none."""
    infinite = np.isinf(result)
    for line in np.flatnonzero(infinite):
        ecosystem, row = lines.ecosystem_of(line), int(lines.row[line])
        where = context.where("overrides")
        if method.sheet is not None and row >= 0:
            table = context.inventory.table(method.sheet.name)
            where = table.where(row, "ecosystem" if "ecosystem" in table.letters else "item")
        subject = "/".join(filter(None, (step.name, lines.item_of(line), ecosystem)))
        context.findings.append(finding("GEP316", where, subject=subject, indicator=step.label._asdict()))
    return np.where(infinite, np.nan, result)


def _unit_of(context: Context, method: Method, step: Step, lines: LineKeys) -> Coded:
    """Return the unit of the step's result on each line."""
    if step.rule is not None:
        return Coded.same(plain_unit(step.rule.returns), len(lines))
    if not step.field:
        key = price_key(step.price or "")
        return lines.say(key.quantity_unit) if key else Coded.same("", len(lines))
    number = method.numbers[step.field]
    if number.unit_label is not None and method.sheet is not None:
        return context.texts(method.sheet.name, f"{step.field}_unit", lines)
    return lines.say(lambda item: number.unit_by_item.get(item, number.unit))


def _enter_reported(
    context: Context, step: Step, rows: Ints, result: Floats, unit: Coded, status: Ints, told: Mask
) -> Coded:
    """Take reported quantities over into the result; one that could be computed too is a finding.

    Returns
    -------
    Coded
        The unit of each line: as it was reported, where the step has none of its own. `told` marks the lines whose
        reported quantity cannot be used.
    """
    table = context.inventory.table("reported")
    quantities = table.frame["quantity"].to_numpy(np.float64)
    statuses, typed_units = table.coded("quantity_status"), table.coded("quantity_unit")
    words, codes = Vocabulary(unit.words), unit.codes.copy()
    for line in np.flatnonzero(rows >= 0):
        row = int(rows[line])
        if not np.isnan(result[line]):
            _report_twice(context, step, row)
            continue
        if statuses[row] == "not_applicable":
            status[line] = NOT_APPLICABLE
        typed = typed_units[row]
        if not words.words[codes[line]]:
            codes[line] = words.code(typed)
        expected = words.words[codes[line]]
        try:
            result[line] = quantities[row] * unit_factor(typed, expected)
        except UnitError as error:
            context.findings.append(unit_finding(context, "reported", row, typed, expected, error))
            told[line] = True
    return Coded(words.words, codes)


def _report_twice(context: Context, step: Step, row: int) -> None:
    """Report a quantity of 实物量填报 that was computed too."""
    table = context.inventory.table("reported")
    keys = (table.coded("service")[row], step.name, table.coded("item")[row], table.coded("ecosystem")[row])
    where, typed = table.where(row, "quantity"), table.typed.get((row, "quantity"))
    subject, label = "/".join(filter(None, keys)), step.label._asdict()
    context.findings.append(finding("GEP311", where, subject=subject, typed=typed, indicator=label))


def _report_totals(context: Context, step: Step, lines: LineKeys, rows: Ints, result: Floats) -> None:
    """Report a quantity for all types or items that was entered beside lines that it contains."""
    table = context.inventory.table("reported")
    computed = lines.take((rows < 0) & ~np.isnan(result))
    reported = np.flatnonzero(rows >= 0)
    if not len(computed) or not reported.size:
        return
    own = lines.take(reported)
    within = np.zeros(len(own), dtype=np.bool_)
    for_all = {
        name: np.isin(table.coded(name).at(rows[reported]).texts(), ["", UNALLOCATED]) for name in ("item", "ecosystem")
    }
    for all_items in (False, True):
        for all_types in (False, True):
            like = (for_all["item"] == all_items) & (for_all["ecosystem"] == all_types)
            numbers, _ = distinct(
                np.concatenate([computed.place, own.place]),
                *(() if all_items else (np.concatenate([computed.item, own.item]),)),
                *(() if all_types else (np.concatenate([computed.ecosystem, own.ecosystem]),)),
            )
            within |= like & np.isin(numbers[len(computed) :], numbers[: len(computed)])
    for row in rows[reported[within]]:
        _report_twice(context, step, int(row))


def _price(
    context: Context,
    spec: ServiceSpec,
    method: Method,
    step: Step,
    lines: LineKeys,
    values: dict[str, Floats],
    units: dict[str, Coded],
    wanted: Mask,
) -> Binding:
    """Bind the price of an indicator and bring its quantity to the unit that the price is for."""
    key = price_key(step.price or "")
    if key is not None:
        binding, per = key_price(context, spec, key, lines, wanted)
        _convert(step, values, units, per)
        return binding
    if step.price in values:
        _convert(step, values, units, units[step.price].map(lambda price: price.removeprefix("元/")))
        return Binding("step", step.price, "元", values[step.price], nothing(lines))
    if method.sheet is None:  # pragma: no cover - a declaration whose sources were checked has a sheet
        raise KeyError(step.price)
    # 万t is counted in t, so that the price reads 元/t.
    _convert(step, values, units, units[step.name].map(lambda unit: unit.lstrip("万亿千百")))
    return row_price(context, step, method.sheet.name, lines, wanted, units[step.name])


def _convert(step: Step, values: dict[str, Floats], units: dict[str, Coded], per: Coded) -> None:
    own = units[step.name]
    pairs, examples = distinct(own.codes, per.codes)
    scale = np.array([unit_factor(own[line], per[line]) for line in examples])
    if not bool((scale == 1).all()):
        values[step.name] = values[step.name] * pick(scale, pairs)
    units[step.name] = per
