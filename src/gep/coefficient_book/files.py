"""Reading the coefficient files: their schema, and every problem of every file at once."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from gep.coefficient_book.model import Coefficient, Entry, Qualifiers, Source
from gep.coefficient_book.schema import NameSchema, RowSchema, SourceSchema, Strict, TableSchema
from gep.findings import Finding, UnitError, Where, finding
from gep.messages import LANGUAGES, message
from gep.units import factor, price_year_of, read_unit, unit

__all__ = ["Contents", "read_folder"]

_NOT_SERVICES = ("sources.toml", "classifications.toml", "ranges.toml", "words.toml")
_PREFIX = {"prices": "price"}  # prices are shared by services
_ID = re.compile(r"(?P<service>[a-z][a-z0-9_]*)\.(?P<name>[a-z][a-z0-9_]*)@(?P<set>[a-z0-9][a-z0-9_]*)")


@dataclass
class Contents:
    """What a folder of coefficient files holds, and what is wrong with it."""

    entries: list[Entry] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    class_kinds: dict[str, str] = field(default_factory=dict)
    tables: dict[str, Where] = field(default_factory=dict)
    problems: list[Finding] = field(default_factory=list)


def read_folder(folder: Path) -> Contents:
    """Read every coefficient file of `folder`.

    Returns
    -------
    Contents
        Entries, sources and problems; an entry with a problem is left out and the reading goes on.
    """
    contents = Contents()
    files = [path for path in sorted(folder.glob("*.toml")) if path.name not in _NOT_SERVICES]
    if not files:
        contents.problems.append(finding("GEP419", folder=folder))
        return contents
    _read_sources(folder / "sources.toml", contents)
    for path in files:
        _read_service(path, contents)
    return contents


def _toml(path: Path, contents: Contents) -> Mapping[str, Any]:
    try:
        # Decimal keeps a number as printed: 0.10 stays 0.10.
        return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        contents.problems.append(finding("GEP401", Where(path.name), reason=str(error)))
        return {}


def _validated(schema: type[Strict], data: object, where: Where, contents: Contents) -> Any:
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            contents.problems.append(_schema_problem(problem, where))
        return None


def _schema_problem(problem: Any, where: Where) -> Finding:
    at = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem["loc"]).lstrip(".")
    here = Where(where.file, where.sheet, at)
    code = {"missing": "GEP402", "extra_forbidden": "GEP403"}.get(problem["type"], "GEP404")
    return finding(code, here, subject=where.sheet, typed=problem["input"], field=at, reason=problem["msg"])


def _read_sources(path: Path, contents: Contents) -> None:
    for key, data in _toml(path, contents).items():
        schema = _validated(SourceSchema, data, Where(path.name, key), contents)
        if schema is not None:
            contents.sources[key] = Source(id=key, **schema.model_dump())


def _read_service(path: Path, contents: Contents) -> None:
    service = _PREFIX.get(path.stem, path.stem)
    data = _toml(path, contents)
    for key in data.keys() - {"names", "coefficient"}:
        contents.problems.append(finding("GEP403", Where(path.name), field=key))
    labels: dict[str, NameSchema] = {}
    for key, one in _mapping(data.get("names"), Where(path.name, "names"), contents).items():
        labels[key] = _validated(NameSchema, one, Where(path.name, f"names.{key}"), contents)
        contents.class_kinds[f"{service}.{key}"] = labels[key].class_ if labels[key] else ""
    tables = data.get("coefficient", [])
    for number, one in enumerate(tables if isinstance(tables, list) else [tables]):
        named = one.get("id") if isinstance(one, Mapping) else None
        where = Where(path.name, str(named or f"coefficient[{number}]"))
        table = _validated(TableSchema, one, where, contents)
        if table is not None:
            _add_table(table, service, labels, where, contents)


def _mapping(data: object, where: Where, contents: Contents) -> Mapping[str, Any]:
    if data is None or isinstance(data, Mapping):
        return data or {}
    contents.problems.append(finding("GEP404", where, typed=data, field=where.sheet, reason="a table is expected"))
    return {}


def _add_table(
    table: TableSchema, service: str, labels: Mapping[str, NameSchema], where: Where, contents: Contents
) -> None:
    parts = _ID.fullmatch(table.id)
    if parts is None or parts["service"] != service:
        contents.problems.append(finding("GEP416", where, subject=table.id, typed=table.id, expected=service))
        return
    if parts["name"] not in labels:
        contents.problems.append(finding("GEP414", where, subject=table.id, field=parts["name"]))
    other = contents.tables.setdefault(table.id, where)
    if other is not where:
        contents.problems.append(finding("GEP405", where, subject=table.id, other=other.file))
        return
    names = labels.get(parts["name"])
    for here, row in _rows(table, where):
        value = _value(table, row, here, contents)
        if value is not None:
            coefficient = _coefficient(table, row, value, f"{service}.{parts['name']}", names)
            in_force = _pick(table, row, "price_year") == "accounting_year"
            contents.entries.append(Entry(coefficient, table.fallback == "parent", in_force, here))


def _rows(table: TableSchema, where: Where) -> Iterator[tuple[Where, RowSchema]]:
    if not table.rows:
        yield where, table
    for number, row in enumerate(table.rows):
        yield Where(where.file, where.sheet, f"rows[{number}]"), row


def _pick(table: TableSchema, row: RowSchema, name: str) -> Any:
    """Return a field of the row, or the one its table states for all rows."""
    return getattr(row, name) if name in row.model_fields_set else getattr(table, name)


@dataclass(frozen=True)
class _Value:
    value: float
    unit: str
    printed: str
    low: float | None
    high: float | None
    parameters: Mapping[str, float]


def _value(table: TableSchema, row: RowSchema, where: Where, contents: Contents) -> _Value | None:
    """Return the number in its declared unit, or None after noting what is wrong with it."""
    stated = {
        name: given for name in ("value", "numerator", "denominator") if (given := _pick(table, row, name)) is not None
    }
    parameters = _pick(table, row, "parameters")
    forms = (stated.keys() == {"value"}) + (stated.keys() == {"numerator", "denominator"}) + bool(parameters)
    if forms != 1 or (stated and parameters) or stated.get("denominator") == 0:
        contents.problems.append(finding("GEP417", where, subject=table.id))
        return None
    text, declared = _pick(table, row, "unit"), _pick(table, row, "declared_unit")
    scale = _scale(table, row, where, contents)
    if scale is None:
        return None
    exact = stated.get("value", Decimal("nan"))
    number = _scaled(exact, scale) if "value" in stated else math.nan
    printed = str(exact) if "value" in stated else ""
    if "numerator" in stated:
        # Divided once and last, so that 32/44 is the nearest float to 32/44.
        number = _scaled(stated["numerator"], scale) / float(stated["denominator"])
        printed = f"{stated['numerator']}/{stated['denominator']}"
    low, high = (_pick(table, row, name) for name in ("low", "high"))
    return _Value(
        value=number,
        unit=text if declared is None else declared,
        printed=printed if declared is None or text == declared else f"{printed} {text}",
        low=None if low is None else _scaled(low, scale),
        high=None if high is None else _scaled(high, scale),
        parameters={name: float(one) for name, one in parameters.items()},
    )


def _scaled(number: Decimal, scale: float) -> float:
    # In decimal arithmetic 0.37 % is 0.0037 and not 0.0037000000000000002.
    return float(number * Decimal(repr(scale)))


def _scale(table: TableSchema, row: RowSchema, where: Where, contents: Contents) -> float | None:
    """Return the factor to the declared unit, or None if a unit cannot be used."""
    text, declared = _pick(table, row, "unit"), _pick(table, row, "declared_unit")
    price_year, valid_from = _pick(table, row, "price_year"), _pick(table, row, "valid_from")
    if price_year == "accounting_year":
        if valid_from is None:
            contents.problems.append(finding("GEP418", where, subject=table.id))
            return None
        price_year = valid_from
    try:
        if price_year_of(unit(text, price_year=price_year)) != price_year:
            raise UnitError("GEP513", unit=text)
        if declared is None:
            return 1.0
        return factor(read_unit(text, declared, price_year), unit(declared, price_year=price_year))
    except UnitError as error:
        reason = {lang: message(error.code, "text", lang, error.params) for lang in LANGUAGES}
        contents.problems.append(finding("GEP407", where, subject=table.id, typed=text, reason=reason))
        return None


def _coefficient(
    table: TableSchema, row: RowSchema, value: _Value, name: str, labels: NameSchema | None
) -> Coefficient:
    price_year = _pick(table, row, "price_year")
    return Coefficient(
        id=table.id,
        name=name,
        set=table.id.partition("@")[2],
        value=value.value,
        unit=value.unit,
        status=_pick(table, row, "status"),
        source=table.source,
        locator=_pick(table, row, "locator"),
        qualifiers=Qualifiers(*(_pick(table, row, name) for name in ("ecosystem", "region", "class_"))),
        valid=(_pick(table, row, "valid_from"), _pick(table, row, "valid_to")),
        price_year=price_year if isinstance(price_year, int) else None,
        source_year=_pick(table, row, "source_year"),
        parameters=value.parameters,
        note=_pick(table, row, "note"),
        printed=value.printed,
        zh=labels.zh if labels else "",
        en=labels.en if labels else "",
        symbol=labels.symbol if labels else "",
        low=value.low,
        high=value.high,
        default=table.default,
        context=table.context,
    )
