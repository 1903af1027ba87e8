"""Filling the arguments of a step, for all its lines at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np

from gep.account import Binding, Floats, Ints
from gep.coefficient_book import Coefficient
from gep.compile.context import Context, Mask
from gep.compile.overrides import overrides_of
from gep.findings import Finding, UnitError, finding
from gep.inventory.coding import Coded, constant, distinct
from gep.inventory.keys import LineKeys
from gep.inventory.lookup import match_lines
from gep.inventory.tables import Table, unit_advice
from gep.spec import AREA, Method, ServiceSpec, Source
from gep.units import Parameters, factor, read_unit

__all__ = ["bind", "coefficient_values", "nothing", "plain_unit", "unit_factor", "unit_finding"]

_YEAR = 2000  # any year: the factor between two units of money is the same in all of them


def plain_unit(declared: str) -> str:
    """Return a declared unit without its ``number of``."""
    return declared.removeprefix("number of ")


def _pinned(text: str) -> str:
    return f"{text}({_YEAR}年价)" if "元" in text else text


@lru_cache(maxsize=4096)
def unit_factor(typed: str, expected: str) -> float:
    """Return the factor from a unit as typed to the unit expected, money of one year on both sides."""
    return factor(read_unit(typed, _pinned(expected), _YEAR if "元" in expected else None), _pinned(expected))


def bind(
    context: Context,
    spec: ServiceSpec,
    method: Method,
    lines: LineKeys,
    source: Source,
    declared: str | Parameters | None,
    wanted: Mask,
) -> Binding:
    """Return what fills one argument.

    Parameters
    ----------
    context : Context
        What the compilation works with.
    spec, method
        The service and the method.
    lines : LineKeys
        The lines of the method.
    source : Source
        Where the argument comes from; not a step of the same method.
    declared : str, Parameters or None
        Its unit in the rule; None for a number that is taken as it stands.
    wanted : ndarray of bool
        The lines that need it; a value missing on another line is no fault.
    """
    if source.kind == "field":
        wanted_unit = plain_unit(declared) if isinstance(declared, str) else None
        return _field(context, method, lines, source.name, wanted_unit)
    if declared is None:  # pragma: no cover - only a field can be taken as it stands
        raise TypeError(source.name)
    target = "" if isinstance(declared, Parameters) else plain_unit(declared)
    if source.kind == "shared":
        return _shared(context, method, lines, source.name, target, wanted)
    if source.kind == "policy":
        policy = context.profile.policies[source.name]
        return Binding("policy", source.name, target, constant(policy.value, len(lines)), nothing(lines))
    if source.kind == "other":
        return _other(context, lines, source.name, target)
    return _coefficient(context, spec, method, lines, source.name, declared, wanted)


def nothing(lines: LineKeys) -> Ints:
    """Return −1 for each line: it comes from no row."""
    return constant(-1, len(lines))


def _field(context: Context, method: Method, lines: LineKeys, name: str, target: str | None) -> Binding:
    if method.sheet is None:  # pragma: no cover - a declaration whose sources were checked has none
        raise KeyError(name)
    sheet = method.sheet.name
    number = method.numbers[name]
    values = np.append(context.inventory.frame(sheet)[name].to_numpy(np.float64), np.nan)[lines.row]
    if target is None:  # as it stands: in the declared unit, the species of its item or the unit of its row
        return Binding("field", name, number.unit, values, lines.row, sheet)
    scale = unit_factor(number.unit, target)
    # Not multiplied by 1, so that a number stays what was typed.
    return Binding("field", name, target, values if scale == 1 else values * scale, lines.row, sheet)


def _shared(context: Context, method: Method, lines: LineKeys, name: str, target: str, wanted: Mask) -> Binding:
    if name != AREA:
        values = context.basics_of(lines, name) * unit_factor("a", target)
        return Binding("shared", name, target, values, nothing(lines), "basic")
    places = context.inventory.extent_rows(lines)
    table = context.inventory.table("extent")
    values = np.append(table.frame["area"].to_numpy(np.float64) * unit_factor("km²", target), np.nan)[places]
    sheet = context.inventory.table(method.sheet.name) if method.sheet else None
    # An extent that could not be read has its own findings.
    readable = "extent" not in context.inventory.missing_sheets | context.inventory.unread_sheets
    if "extent" in context.inventory.tables and "area" not in table.letters:
        readable, places = False, nothing(lines)
    if sheet is None or not readable:
        return Binding("shared", name, target, values, places, "extent")
    for line in np.flatnonzero(wanted & (places < 0) & (lines.row >= 0)):
        key, row = lines.ecosystem_of(line), int(lines.row[line])
        region, year = lines.place_of(line)
        if not table.may_lack(region=region, year=year, ecosystem=key):
            typed = sheet.word(row, "ecosystem") or key
            where = sheet.where(row, "ecosystem")
            context.findings.append(finding("GEP313", where, subject=f"{sheet.sheet.name}/{key}", typed=typed))
    return Binding("shared", name, target, values, places, "extent")


def _other(context: Context, lines: LineKeys, name: str, target: str) -> Binding:
    service, _, step = name.partition(".")
    values = np.full(len(lines), np.nan)
    for calculation in context.calculations:
        if calculation.spec.name == service and step in calculation.results:
            places = calculation.keys.find(lines)
            own = np.append(calculation.results[step], np.nan)[places]
            rule = next(one.rule for one in calculation.method.steps if one.name == step)
            scale = unit_factor(plain_unit(rule.returns), target) if rule else 1.0
            values = np.where(places >= 0, own * scale, values)
    return Binding("other", name, target, values, nothing(lines))


def _coefficient(
    context: Context,
    spec: ServiceSpec,
    method: Method,
    lines: LineKeys,
    name: str,
    declared: str | Parameters,
    wanted: Mask,
) -> Binding:
    full = f"{spec.name}.{name}"
    column = method.classes.get(name, "item")
    classes = lines.items
    if column != "item" and method.sheet is not None:
        classes = context.inventory.table(method.sheet.name).coded(column).at(lines.row)
    kind = next((k.kind for k in method.sheet.keys if k.name == "item"), "name") if method.sheet else "name"
    before = len(context.findings)
    bound = coefficient_values(context, full, lines, classes, declared, wanted, "" if kind == "name" else kind)
    if method.sheet is not None and len(context.findings) > before:
        table = context.inventory.table(method.sheet.name)
        columns = {"ecosystem": lines.ecosystems, column: classes, "item": lines.items}
        for number, one in enumerate(context.findings[before:], before):
            if not one.where.cell:
                context.findings[number] = _at_its_row(one, table, columns, lines.row, wanted)
    return bound


def _at_its_row(problem: Finding, table: Table, columns: Mapping[str, Coded], rows: Ints, wanted: Mask) -> Finding:
    """Point a lookup that failed at the first row of the service that asked for it, in the words of that row."""
    for name in dict.fromkeys(("ecosystem", *(key.name for key in table.sheet.keys if key.name != "item"), "item")):
        if name in columns and name in table.letters:
            asked = wanted & (rows >= 0) & columns[name].says(problem.typed or "")
            if problem.typed is not None and asked.any():
                row = int(rows[np.flatnonzero(asked)[0]])
                return replace(problem, where=table.where(row, name), typed=table.word(row, name))
    return problem


def coefficient_values(
    context: Context,
    name: str,
    lines: LineKeys,
    classes: Coded,
    declared: str | Parameters,
    wanted: Mask,
    kind: str = "",
) -> Binding:
    """Return a coefficient on the lines that want it: the analyst's choice, else the standard's, else the default."""
    size = len(lines)
    names = declared if isinstance(declared, Parameters) else ("",)
    target = "" if isinstance(declared, Parameters) else plain_unit(declared)
    values = {one: np.full(size, np.nan) for one in names}
    codes = np.full(size, -1, dtype=np.int64)
    coefficients: list[Coefficient] = []
    rows, sets = overrides_of(context, name, lines, kind)
    rows = np.where(wanted, rows, -1)
    named = sets.at(rows)
    _enter_local(context, name, rows, wanted & (rows >= 0) & named.says(""), declared, values)
    groups: list[tuple[str | None, Mask]] = [
        # A set that does not exist has its own finding.
        (one, wanted & named.says(one))
        for one in named.take(rows >= 0).present()
        if one in context.book.sets(name)
    ]
    groups.append((context.profile.sets.get(name), wanted & (rows < 0)))
    for set_, mask in groups:
        here = np.flatnonzero(mask)
        if not here.size:
            continue
        found = match_lines(context.book, name, lines.take(here), classes.take(here), set_=set_)
        context.findings += [_addressed(context, one, int(rows[here[0]])) for one in found.problems]
        codes[here] = np.where(found.codes < 0, -1, found.codes + len(coefficients))
        coefficients += found.coefficients
        for parameter, column in values.items():
            numbers = [
                one.parameters[parameter] if parameter else one.value * unit_factor(one.unit, target)
                for one in found.coefficients
            ]
            # The last one is for the lines without a coefficient.
            column[here] = np.array([*numbers, np.nan])[found.codes]
    chosen_values = values if isinstance(declared, Parameters) else values[""]
    return Binding(
        "coefficient", name, target, chosen_values, rows, "overrides", codes=codes, coefficients=tuple(coefficients)
    )


def _enter_local(
    context: Context, name: str, rows: Ints, mask: Mask, declared: str | Parameters, values: dict[str, Floats]
) -> None:
    """Enter the local values of 参数调整 on the lines that they decide, in the unit of the rule."""
    table = context.inventory.table("overrides")
    if not mask.any():
        return
    decided = np.unique(rows[mask])
    if isinstance(declared, Parameters):
        for row in decided:
            where = table.where(int(row), "value")
            context.findings.append(finding("GEP328", where, subject=f"overrides/{name}", name=name))
        return
    units, target = table.coded("value_unit").take(decided), plain_unit(declared)
    kinds, examples = distinct(units.codes)
    scale, errors = np.full(len(examples), np.nan), {}
    for kind, example in enumerate(examples):
        try:
            scale[kind] = unit_factor(units[example], target)
        except UnitError as error:
            errors[kind] = error
    for row, kind in zip(decided, kinds, strict=True) if errors else ():
        if kind in errors:
            typed = table.coded("value_unit")[row]
            context.findings.append(unit_finding(context, "overrides", int(row), typed, target, errors[kind]))
    scaled = np.full(len(table.frame), np.nan)
    scaled[decided] = table.frame["value"].to_numpy(np.float64)[decided] * scale[kinds]
    values[""][mask] = scaled[rows[mask]]


def _addressed(context: Context, problem: Finding, row: int) -> Finding:
    """Point a lookup that failed at the row of 参数调整 that asked for it, or at the sheet where it can be settled."""
    table = context.inventory.table("overrides")
    return replace(problem, where=table.where(row, "set") if row >= 0 else context.where("overrides"))


def unit_finding(context: Context, table: str, row: int, typed: str, expected: str, error: UnitError) -> Finding:
    """Return the finding for a unit in a row of a general sheet that cannot be converted."""
    origin = context.inventory.table(table)
    name = next(iter(origin.sheet.numbers))
    return finding(
        "GEP104",
        origin.where(row, f"{name}_unit"),
        subject=table,
        typed=typed or "-",
        column=origin.sheet.numbers[name].label._asdict(),
        **unit_advice(error),
    )
