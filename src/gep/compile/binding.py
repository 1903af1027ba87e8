"""Filling the arguments of a step, for all its lines at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial

import numpy as np

from gep.account import Binding, Floats, Ints
from gep.coefficient_book import Coefficient
from gep.compile.context import Context, Mask
from gep.compile.deciding import Decided
from gep.compile.overrides import UNDECIDED, overrides_of
from gep.findings import Finding, UnitError, finding
from gep.inventory.coding import Coded, constant, distinct, known_of, pick, scaled, whole
from gep.inventory.keys import LineKeys
from gep.inventory.lookup import asked_of, combinations
from gep.inventory.tables import Table
from gep.inventory.words import unit_advice
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
    values, complete = context.column(sheet, name, lines)
    if target is None:  # as it stands: in the declared unit, the species of its item or the unit of its row
        return Binding("field", name, number.unit, values, lines.row, sheet, complete=complete)
    values = scaled(values, unit_factor(number.unit, target))
    return Binding("field", name, target, values, lines.row, sheet, complete=complete)


def _shared(context: Context, method: Method, lines: LineKeys, name: str, target: str, wanted: Mask) -> Binding:
    if name != AREA:
        values = scaled(context.basics_of(lines, name), unit_factor("a", target))
        return Binding("shared", name, target, values, nothing(lines), "basic")
    values = context.areas(lines, unit_factor("km²", target))
    if whole(known_of(values)):
        rows = partial(context.inventory.extent_rows, lines)
        return Binding("shared", name, target, values, rows, "extent", complete=True)
    places, table = context.inventory.extent_rows(lines), context.inventory.table("extent")
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
    values: Floats = constant(np.nan, len(lines))
    for calculation in context.calculations:
        if calculation.spec.name == service and step in calculation.results:
            rule = next(one.rule for one in calculation.method.steps if one.name == step)
            own = scaled(calculation.results[step], unit_factor(plain_unit(rule.returns), target) if rule else 1.0)
            if calculation.keys is lines:
                values = own
                continue
            places = calculation.keys.find(lines)
            values = np.where(places >= 0, np.append(own, np.nan)[places], values)
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
        classes = context.texts(method.sheet.name, column, lines)
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
    names = declared if isinstance(declared, Parameters) else ("",)
    target = "" if isinstance(declared, Parameters) else plain_unit(declared)
    decided, sets = overrides_of(context, name, lines, kind)
    all_wanted = whole(wanted)
    named = decided.by_kind(sets.codes)
    if named is not None:  # the same in all places, as a rule
        same = bool((named == named[:1]).all())
        numbers, first = combinations(context.book, name, lines, classes, *(() if same else (lines.kinds[0],)))
        of_examples = named[lines.kinds[0][first]]
    else:
        of_lines = sets.codes[decided.rows]
        numbers, first = combinations(context.book, name, lines, classes, of_lines)
        of_examples = of_lines[first]
    words = [sets.words[code] for code in of_examples.tolist()]
    local_values = None
    if "" in words:
        local = wanted & pick(np.array([not word for word in words], dtype=np.bool_), numbers)
        local_values = _local_values(context, name, decided.rows[local], declared)
    asked = first
    if not all_wanted:
        chosen = np.flatnonzero(wanted)
        asked = chosen[distinct(numbers[chosen])[1]]
    looked_up = _of_the_book(context, name, names, target, lines, classes, decided, numbers, words, asked)
    values, codes, coefficients, complete = looked_up
    if not all_wanted:
        values = {one: np.where(wanted, column, np.nan) for one, column in values.items()}
        codes = np.where(wanted, codes, -1)
    if local_values is not None:
        values[""] = np.where(local, np.append(local_values, np.nan)[decided.rows], values[""])
    chosen_values = values if isinstance(declared, Parameters) else values[""]
    complete = complete and all_wanted
    rows = decided.all_rows if all_wanted else np.where(wanted, decided.rows, -1)
    return Binding("coefficient", name, target, chosen_values, rows, "overrides", codes, coefficients, complete)


def _of_the_book(
    context: Context,
    name: str,
    names: Sequence[str],
    target: str,
    lines: LineKeys,
    classes: Coded,
    decided: Decided,
    numbers: Ints,
    words: Sequence[str],
    asked: Ints,
) -> tuple[dict[str, Floats], Ints, tuple[Coefficient, ...], bool]:
    """Look a coefficient up, once for each combination of lines that `asked` has an example of.

    `words` says of each combination which set is named for it: undecided where the choice is the standard's, or the
    default's, and empty where a local value decides.
    """
    table = {one: np.full(len(words), np.nan) for one in names}
    places = np.full(len(words), -1, dtype=np.int64)
    coefficients: list[Coefficient] = []
    groups: dict[str, list[int]] = {}
    for line in asked.tolist():
        groups.setdefault(words[numbers[line]], []).append(line)
    # A set that does not exist has its own finding.
    sets = context.book.sets(name)
    named = [word for word in groups if word in sets]
    for word in (*named, *([UNDECIDED] if UNDECIDED in groups else [])):
        examples = groups[word]
        set_ = context.profile.sets.get(name) if word == UNDECIDED else word
        found = context.book.match_each(name, asked_of(context.book, name, lines, classes, examples), set=set_)
        context.findings += [_addressed(context, one, decided.row_of(examples[0])) for one in found.problems]
        of = numbers[examples]
        places[of] = np.where(found.codes < 0, -1, found.codes + len(coefficients))
        coefficients += found.coefficients
        for parameter, column in table.items():
            looked_up = [
                one.parameters[parameter] if parameter else one.value * unit_factor(one.unit, target)
                for one in found.coefficients
            ]
            # The last one is for the lines without a coefficient.
            column[of] = np.array([*looked_up, np.nan])[found.codes]
    complete = not any(np.isnan(column).any() for column in table.values())
    values = {one: pick(column, numbers) for one, column in table.items()}
    return values, pick(places, numbers), tuple(coefficients), complete


def _local_values(context: Context, name: str, rows: Ints, declared: str | Parameters) -> Floats | None:
    """Return the local values of 参数调整 by row, in the unit of the rule; only those of the rows that decide."""
    table = context.inventory.table("overrides")
    deciding = np.zeros(len(table.frame), dtype=np.bool_)
    deciding[rows] = True
    decided = np.flatnonzero(deciding)
    if isinstance(declared, Parameters):
        for row in decided:
            where = table.where(int(row), "value")
            context.findings.append(finding("GEP328", where, subject=f"overrides/{name}", name=name))
        return None
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
    values = np.full(len(table.frame), np.nan)
    values[decided] = context.numbers("overrides", "value")[decided] * scale[kinds]
    return values


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
