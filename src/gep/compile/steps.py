"""Running the chain of steps of a method over all its lines."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.account import Binding, Calculation, Floats, Ints
from gep.compile.binding import Mask, bind, plain_unit, unit_factor, unit_finding
from gep.compile.context import LINE_KEY, Context
from gep.compile.lines import UNALLOCATED, lines_of, others_of
from gep.compile.pricing import key_price, row_price
from gep.findings import UnitError, finding
from gep.messages import LANGUAGES
from gep.prices import price_key
from gep.spec import Method, ServiceSpec, Step
from gep.units import Parameters, ParameterSet

__all__ = ["calculate"]

Texts = npt.NDArray[np.object_]
BROKEN = "broken"
"""Status of a line without a number because of something that has its own finding."""


def calculate(
    context: Context, spec: ServiceSpec, method: Method, places: pd.MultiIndex, *, priced: bool
) -> Calculation | None:
    """Compute a method on its lines in the regions and years of `places`; None where it has no lines.

    Parameters
    ----------
    context : Context
        What the compilation works with.
    spec, method
        The service and the method.
    places : pandas.MultiIndex
        Region and year pairs.
    priced : bool
        Whether indicators meet their prices; a service that is not counted is computed without.
    """
    lines, reported = lines_of(context, spec, method, places)
    if lines.empty:
        return None
    status = _check_fields(context, method, lines, _other_status(context, method, lines))
    nothing = np.full(len(lines), -1, dtype=np.int64)
    arguments: dict[str, Mapping[str, Binding]] = {}
    values: dict[str, Floats] = {}
    units: dict[str, Texts] = {}
    rows: dict[str, Ints] = {}
    prices: dict[str, Binding] = {}
    for step in method.steps:
        rows[step.name] = reported.get(step.name, nothing)
        arguments[step.name] = _arguments(context, spec, method, step, lines, values, units, rows[step.name] < 0)
        unit = _unit_of(context, method, step, lines)
        result = _evaluate(step, arguments[step.name], len(lines))
        _refuse_infinite(context, method, step, lines, result)
        told = _enter_reported(context, step, rows[step.name], result, unit, status)
        told |= _lacking(arguments[step.name], lines)
        _report_totals(context, step, lines, rows[step.name], result)
        values[step.name], units[step.name] = result, unit
        if priced and step.price:
            prices[step.name] = _price(context, spec, method, step, lines, values, units)
            told |= ~np.isnan(values[step.name]) & ~prices[step.name].known
        status[told & (status == "")] = BROKEN
    lines = lines.assign(status=status)
    counted = np.full(len(lines), priced, dtype=np.bool_)
    return Calculation(spec, method, lines, arguments, values, units, rows, prices, counted)


def _other_status(context: Context, method: Method, lines: pd.DataFrame) -> Texts:
    """Return the status that lines inherit from the service they are computed from."""
    status = np.full(len(lines), "", dtype=object)
    index = pd.MultiIndex.from_frame(lines[LINE_KEY])
    others = {source.name.partition(".")[0] for step in method.steps for source in others_of(method, step)}
    for calculation in context.calculations:
        if calculation.spec.name in others:
            places = pd.MultiIndex.from_frame(calculation.lines[LINE_KEY]).get_indexer(index)
            own = np.append(calculation.lines["status"].to_numpy(object), "")[places]
            status = np.where(own != "", own, status)
    return status


def _lacking(arguments: Mapping[str, Binding], lines: pd.DataFrame) -> Mask:
    """Return the lines that lack a coefficient or the row of their type in 生态系统面积, which has a finding then."""
    given = np.ones(len(lines), dtype=np.bool_)
    lacking = np.zeros(len(lines), dtype=np.bool_)
    of_sheet = (lines["row"] >= 0).to_numpy()
    for one in arguments.values():
        if one.kind == "coefficient":
            lacking |= ~one.known
        elif one.table == "extent":
            lacking |= (one.rows < 0) & of_sheet
        else:
            given &= one.known
    return lacking & given


def _check_fields(context: Context, method: Method, lines: pd.DataFrame, status: Texts) -> Texts:
    """Add to the status of each line the words in its cells, reporting blanks in rows that were begun."""
    if method.sheet is None:
        return status
    table = context.inventory.table(method.sheet.name)
    rows = lines["row"].to_numpy(np.int64)
    of_sheet = np.flatnonzero(rows >= 0)
    for name in method.fields:
        if not of_sheet.size:
            break
        label = method.numbers[name].label._asdict()
        if name not in table.letters:
            subject = f"{method.sheet.name}/{name}"
            where = context.where(method.sheet.name)
            context.findings.append(finding("GEP102", where, subject=subject, column=label))
            status[of_sheet] = BROKEN
            continue
        words = table.frame[f"{name}_status"].to_numpy(object)
        for line in of_sheet:
            word = words[rows[line]]
            if word == "blank":
                where = table.where(int(rows[line]), name)
                named = {lang: f"{label[lang]}({method.label.text(lang)})" for lang in LANGUAGES}
                context.findings.append(finding("GEP106", where, subject=f"{method.sheet.name}/{name}", column=named))
            if word in {"blank", BROKEN}:
                status[line] = BROKEN
            elif word == "not_applicable":
                status[line] = word
            elif word in {"no_data", "unclear"} and not status[line]:
                status[line] = "no_data"
    return status


def _arguments(
    context: Context,
    spec: ServiceSpec,
    method: Method,
    step: Step,
    lines: pd.DataFrame,
    values: Mapping[str, Floats],
    units: Mapping[str, Texts],
    computed: Mask,
) -> Mapping[str, Binding]:
    """Bind what the inventory gives first; areas and coefficients only for lines that have it."""
    sources = method.sources(step)
    if step.rule is None:
        return {
            name: bind(context, spec, method, lines, source, None, np.ones(len(lines), dtype=np.bool_))
            for name, source in sources.items()
            if step.field
        }
    declared = step.rule.arguments
    bound: dict[str, Binding] = {}
    wanted = np.ones(len(lines), dtype=np.bool_)
    own = False
    for name, source in sources.items():
        if source.kind == "step":
            unit = declared[name]
            target = "" if isinstance(unit, Parameters) else plain_unit(unit)
            array = values[source.name] * unit_factor(str(units[source.name][0]), target)
            bound[name] = Binding("step", source.name, target, array, np.full(len(lines), -1, dtype=np.int64))
        elif source.kind in {"field", "other"}:
            bound[name] = bind(context, spec, method, lines, source, declared[name], wanted)
        else:
            continue
        own = True
        wanted &= bound[name].known
    if not own:  # nothing but areas and coefficients: every line that did not report the result
        wanted &= computed
    for kinds in ({"shared", "policy"}, {"coefficient"}):
        for name, source in sources.items():
            if source.kind in kinds:
                bound[name] = bind(context, spec, method, lines, source, declared[name], wanted)
        for name, source in sources.items():
            if source.kind in kinds:
                wanted &= bound[name].known
    return {name: bound[name] for name in sources}


def _evaluate(step: Step, arguments: Mapping[str, Binding], size: int) -> Floats:
    """Return the result of the step where everything it needs is known, NaN elsewhere."""
    result = np.full(size, np.nan)
    if not arguments:
        return result
    known = np.logical_and.reduce([one.known for one in arguments.values()])
    if not known.any():
        return result
    if step.rule is None:
        array = next(iter(arguments.values())).numbers
        return np.where(known, array, np.nan)  # type: ignore[arg-type]
    chosen = slice(None) if known.all() else known
    inputs = {
        name: ParameterSet({key: array[chosen] for key, array in one.numbers.items()})
        if isinstance(one.numbers, Mapping)
        else one.numbers[chosen]
        for name, one in arguments.items()
    }
    # Adding zero turns the −0 of a product with a negative number into a plain 0.
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        result[chosen] = step.rule.evaluate(inputs) + 0.0
    # A number that is none, from known arguments, must not pass for a missing one.
    result[known & np.isnan(result)] = np.inf
    return result


def _refuse_infinite(context: Context, method: Method, step: Step, lines: pd.DataFrame, result: Floats) -> None:
    """Report lines whose arguments give no finite number, such as a division by a zero coefficient."""
    rows = lines["row"].to_numpy(np.int64)
    for line in np.flatnonzero(np.isinf(result)):
        ecosystem, row = str(lines["ecosystem"].iloc[line]), int(rows[line])
        where = context.where("overrides")
        if method.sheet is not None and row >= 0:
            table = context.inventory.table(method.sheet.name)
            where = table.where(row, "ecosystem" if "ecosystem" in table.letters else "item")
        subject = "/".join(filter(None, (step.name, str(lines["item"].iloc[line]), ecosystem)))
        context.findings.append(finding("GEP316", where, subject=subject, indicator=step.label._asdict()))
        result[line] = np.nan


def _unit_of(context: Context, method: Method, step: Step, lines: pd.DataFrame) -> Texts:
    """Return the unit of the step's result on each line."""
    size = len(lines)
    if step.rule is not None:
        return np.full(size, plain_unit(step.rule.returns), dtype=object)
    if not step.field:
        key = price_key(step.price or "")
        known = [key.quantity_unit(str(item)) if key else "" for item in lines["item"]]
        return np.array(known, dtype=object)
    number = method.numbers[step.field]
    if number.unit_label is not None and method.sheet is not None:
        texts = context.inventory.frame(method.sheet.name)[f"{step.field}_unit"].to_numpy(object)
        return np.asarray(np.append(texts, "")[lines["row"].to_numpy(np.int64)], dtype=object)
    return np.array([number.unit_by_item.get(str(item), number.unit) for item in lines["item"]], dtype=object)


def _enter_reported(context: Context, step: Step, rows: Ints, result: Floats, unit: Texts, status: Texts) -> Mask:
    """Take reported quantities over into the result; one that could be computed too is a finding.

    Returns
    -------
    ndarray of bool
        The lines whose reported quantity cannot be used.
    """
    table = context.inventory.table("reported")
    told = np.zeros(len(result), dtype=np.bool_)
    for line in np.flatnonzero(rows >= 0):
        row = int(rows[line])
        record = table.frame.iloc[row]
        subject = "/".join(filter(None, (record["service"], step.name, record["item"], record["ecosystem"])))
        if not np.isnan(result[line]):
            where, typed = table.where(row, "quantity"), table.typed.get((row, "quantity"))
            label = step.label._asdict()
            context.findings.append(finding("GEP311", where, subject=subject, typed=typed, indicator=label))
            continue
        if record["quantity_status"] == "not_applicable":
            status[line] = "not_applicable"
        typed = str(record["quantity_unit"])
        if not unit[line]:
            unit[line] = typed
        try:
            result[line] = float(record["quantity"]) * unit_factor(typed, str(unit[line]))
        except UnitError as error:
            context.findings.append(unit_finding(context, "reported", row, typed, str(unit[line]), error))
            told[line] = True
    return told


def _report_totals(context: Context, step: Step, lines: pd.DataFrame, rows: Ints, result: Floats) -> None:
    """Report a quantity for all types or items that was entered beside lines that it contains."""
    table = context.inventory.table("reported")
    computed = (rows < 0) & ~np.isnan(result)
    for line in np.flatnonzero(rows >= 0) if computed.any() else ():
        row = int(rows[line])
        record = table.frame.iloc[row]
        within = computed & (lines["region"] == record["region"]).to_numpy()
        within &= (lines["year"] == record["year"]).to_numpy()
        for name in ("item", "ecosystem"):
            if record[name] not in ("", UNALLOCATED):
                within &= (lines[name] == lines[name].iloc[line]).to_numpy()
        if within.any():
            subject = "/".join(filter(None, (record["service"], step.name, record["item"], record["ecosystem"])))
            where, typed = table.where(row, "quantity"), table.typed.get((row, "quantity"))
            label = step.label._asdict()
            context.findings.append(finding("GEP311", where, subject=subject, typed=typed, indicator=label))


def _price(
    context: Context,
    spec: ServiceSpec,
    method: Method,
    step: Step,
    lines: pd.DataFrame,
    values: dict[str, Floats],
    units: dict[str, Texts],
) -> Binding:
    """Bind the price of an indicator and bring its quantity to the unit that the price is for."""
    wanted = ~np.isnan(values[step.name])
    key = price_key(step.price or "")
    if key is not None:
        binding, per = key_price(context, spec, key, lines, wanted)
        _convert(step, values, units, per)
        return binding
    if step.price in values:
        price = units[step.price or ""]
        per = np.array([str(one).removeprefix("元/") for one in price], dtype=object)
        _convert(step, values, units, per)
        nothing = np.full(len(lines), -1, dtype=np.int64)
        return Binding("step", step.price or "", "元", values[step.price or ""], nothing)
    if method.sheet is None:  # pragma: no cover - a declaration whose sources were checked has a sheet
        raise KeyError(step.price)
    # 万t is counted in t, so that the price reads 元/t.
    _convert(step, values, units, np.array([str(one).lstrip("万亿千百") for one in units[step.name]], dtype=object))
    return row_price(context, step, method.sheet.name, lines, wanted, units[step.name])


def _convert(step: Step, values: dict[str, Floats], units: dict[str, Texts], per: Texts) -> None:
    pairs = pd.MultiIndex.from_arrays([units[step.name], per])
    codes, distinct = pairs.factorize()
    scale = np.array([unit_factor(str(own), str(wanted)) for own, wanted in distinct])
    values[step.name] = values[step.name] * scale[codes]
    units[step.name] = per
