"""生态产品清单 against the standard: what is counted, by which methods."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from gep.account import Ints
from gep.compile.context import Mask
from gep.findings import Finding, Where, finding
from gep.inventory import Inventory
from gep.inventory.coding import Coded, Position, distinct, grouped
from gep.inventory.sheets import PRODUCT_LIST
from gep.inventory.tables import Table
from gep.inventory.words import normal
from gep.messages import LANGUAGES
from gep.profiles import Profile, ServiceRule
from gep.spec import ServiceSpec

__all__ = ["PRODUCT_COLUMNS", "Choices", "choices_of", "resolve_products"]

PRODUCT_COLUMNS = ("region", "year", "service", "status", "reason", "methods", "mandatory", "evidence", "row")

_SEPARATORS = re.compile(r"[、;;,,/]")


class Choices(NamedTuple):
    """What the product list says of one service, place by place.

    Attributes
    ----------
    service : int
        Place of the service in the standard.
    listed : ndarray of int, shape (n,)
        Position in the resolved product list.
    place, row : ndarray of int, shape (n,)
        Position in 基本信息 and in the sheet.
    included, without : ndarray of bool, shape (n,)
        Whether the service is counted; whether there is said to be nothing, or nothing known.
    reading : ndarray of int, shape (n,)
        Place in `methods` of the methods chosen.
    methods : tuple of tuple of str
    """

    service: int
    listed: Ints
    place: Ints
    row: Ints
    included: Mask
    without: Mask
    reading: Ints
    methods: tuple[tuple[str, ...], ...]

    def only(self, number: int) -> Choices:
        """Return what is said of one place."""
        one = slice(number, number + 1)
        return self._replace(
            listed=self.listed[one],
            place=self.place[one],
            row=self.row[one],
            included=self.included[one],
            without=self.without[one],
            reading=self.reading[one],
        )


def choices_of(products: pd.DataFrame) -> tuple[Choices, ...]:
    """Return what the resolved product list says, service by service; only services that it has."""
    column = {name: products[name].to_numpy() for name in ("rule", "place", "row", "included", "without", "reading")}
    readings, first = distinct(column["reading"])
    methods = tuple(products["methods"].iloc[first])
    rules, examples = distinct(column["rule"])
    return tuple(
        Choices(
            service=int(column["rule"][example]),
            listed=own,
            place=column["place"][own],
            row=column["row"][own],
            included=column["included"][own],
            without=column["without"][own],
            reading=readings[own],
            methods=methods,
        )
        for example, own in zip(examples, grouped(rules, len(examples)), strict=True)
    )


def resolve_products(
    inventory: Inventory, profile: Profile, made_for: Profile | None = None
) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the status and the methods of each service of the standard in each region and year.

    Parameters
    ----------
    inventory : Inventory
        Its product list is read.
    profile : Profile
        The standard.
    made_for : Profile, optional
        Another standard, for which the inventory was made: a service without a row is one without data then, methods
        are those that the inventory has under that standard, and one that this standard does not allow gives way to its
        preferred one. Both are pointed out.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`PRODUCT_COLUMNS` and those that :func:`choices_of` reads: `methods` is a tuple with one method
        name for each part of the service, empty strings for parts that the standard does not count; `row` the position
        in the sheet, −1 where there is none.
    list of Finding
    """
    lenient = made_for is not None
    table, services = inventory.table("product_list"), profile.services
    row_at = _row_at(inventory, profile)
    place, number = np.nonzero(row_at >= 0)
    row = row_at[place, number]
    columns = {name: table.coded(name).take(row) for name in ("status", "reason", "method")}
    found: list[tuple[int, int, Finding]] = []

    def read(one: Position) -> tuple[tuple[str, ...], list[_Problem]]:
        rule, (status, reason, method) = services[number[one]], (column[one] for column in columns.values())
        problems = [] if lenient else _check_status(rule, status, reason)
        methods, more = _methods(rule, method, made_for)
        return methods, [*problems, *more]

    # Rows that say the same of a service are read once; those with a problem each have their own findings.
    unexplained = columns["reason"].says("").astype(np.int64)
    kinds, examples = distinct(number, columns["status"].codes, columns["method"].codes, unexplained)
    readings = [read(one) for one in examples]
    for one in np.flatnonzero(np.array([bool(problems) for _, problems in readings], dtype=np.bool_)[kinds]).tolist():
        here, service, position = int(place[one]), int(number[one]), int(row[one])
        region, year = inventory.index.places.words[here]
        subject = f"{region}/{year}/{services[service].service}"
        for code, column, typed, params in readings[kinds[one]][1]:
            own = {**params, "reason": columns["reason"][one] or "-"} if "reason" in params else params
            problem = finding(code, table.where(position, column), subject=subject, typed=typed, **own)
            found.append((here, service, problem))
    absent = _absent(inventory, profile, row_at)
    if "product_list" not in inventory.missing_sheets | inventory.unread_sheets:
        # Without the sheet, the reason was given already.
        code = "GEP350" if lenient else "GEP301"
        found += [(here, len(services), _lacking(inventory, profile, code, here, rules)) for here, rules in absent]
    findings = [problem for _, _, problem in sorted(found, key=lambda one: one[:2])]
    if not lenient:
        findings += _not_of_the_standard(table, profile)
    evidence = [
        "、".join(dict.fromkeys(services[number[one]].evidence_of(name) for name in methods if name))
        for one, (methods, _) in zip(examples, readings, strict=True)
    ]
    frame = _frame(
        inventory,
        place,
        service=Coded([rule.service for rule in services], number),
        status=columns["status"],
        reason=columns["reason"],
        methods=np.fromiter((methods for methods, _ in readings), dtype=object, count=len(readings))[kinds],
        mandatory=np.array([rule.is_mandatory for rule in services])[number],
        evidence=Coded(evidence, kinds),
        row=row,
        rule=number,
        reading=kinds,
        included=columns["status"].says("included"),
        without=columns["status"].says("not_applicable") | columns["status"].says("no_data"),
    )
    if lenient and absent:
        lacking = [(here, rule) for here, rules in absent for rule in rules]
        more = _frame(
            inventory,
            np.array([here for here, _ in lacking]),
            service=[rule.service for _, rule in lacking],
            status="no_data",
            reason="",
            methods=[preferred_methods(rule) for _, rule in lacking],
            mandatory=[rule.is_mandatory for _, rule in lacking],
            evidence=[rule.evidence for _, rule in lacking],
            row=-1,
            rule=[services.index(rule) for _, rule in lacking],
            reading=np.arange(len(lacking)) + len(readings),
            included=False,
            without=True,
        )
        frame = pd.concat([frame, more]).sort_values("place", kind="stable", ignore_index=True)
    return frame, findings


def _row_at(inventory: Inventory, profile: Profile) -> Ints:
    """Return the position in the product list of each service of the standard in each place, −1 where there is none."""
    keys, services = inventory.keys("product_list"), inventory.table("product_list").coded("service")
    numbers = {rule.service: number for number, rule in enumerate(profile.services)}
    number = np.array([numbers.get(word, -1) for word in services.words], dtype=np.int64)[services.codes]
    own = (number >= 0) & (keys.place < inventory.index.listed)
    row_at = np.full((inventory.index.listed, len(profile.services)), -1, dtype=np.int64)
    row_at[keys.place[own], number[own]] = keys.row[own]
    return row_at


def _absent(inventory: Inventory, profile: Profile, row_at: Ints) -> list[tuple[int, list[ServiceRule]]]:
    """Return the services that have no row in a place; not those whose row could not be read, which was said."""
    table = inventory.table("product_list")
    found = []
    for here in np.flatnonzero((row_at < 0).any(axis=1)):
        region, year = inventory.index.places.words[here]
        rules = [
            profile.services[number]
            for number in np.flatnonzero(row_at[here] < 0)
            if not table.may_lack(region=region, year=year, service=profile.services[number].service)
        ]
        if rules:
            found.append((int(here), rules))
    return found


def _lacking(inventory: Inventory, profile: Profile, code: str, place: int, rules: list[ServiceRule]) -> Finding:
    names = {lang: "、".join(getattr(rule.label, lang) for rule in rules) for lang in ("zh", "en")}
    where = Where(inventory.source.name if inventory.source else "", PRODUCT_LIST.label.zh)
    region, year = inventory.index.places.words[place]
    return finding(code, where, subject=f"{region}/{year}", services=names, id=profile.id)


def _frame(inventory: Inventory, place: Ints, **columns: Any) -> pd.DataFrame:
    basics = inventory.basics
    keys = {"region": basics["region"].to_numpy(object)[place], "year": basics["year"].to_numpy(np.int64)[place]}
    columns = {
        name: pd.array(one.words, dtype="str").take(one.codes) if isinstance(one, Coded) else one
        for name, one in columns.items()
    }
    texts = dict.fromkeys(("region", "service", "status", "reason", "evidence"), "str")
    return pd.DataFrame({**keys, **columns, "place": place}).astype(texts)


def _not_of_the_standard(table: Table, profile: Profile) -> list[Finding]:
    """Return a finding for each row of a service that the standard does not have."""
    services = table.coded("service")
    listed = {rule.service for rule in profile.services}
    unknown = np.array([word not in listed for word in services.words], dtype=np.bool_)[services.codes]
    return [
        finding(
            "GEP304",
            table.where(position, "service"),
            subject=services[position],
            standard=profile.id,
            typed=table.word(position, "service"),
        )
        for position in np.flatnonzero(unknown).tolist()
    ]


class _Problem(NamedTuple):
    """What is wrong with a row of the product list, whichever row says it."""

    code: str
    column: str
    typed: str | None
    params: dict[str, Any]


def _check_status(rule: ServiceRule, status: str, reason: str) -> list[_Problem]:
    found = []
    label = rule.label.label()._asdict()
    if status != "included" and not reason:
        found.append(_Problem("GEP302", "reason", None, {"service": label}))
    if status == "not_applicable" and rule.is_mandatory:
        found.append(_Problem("GEP305", "status", None, {"service": label, "reason": reason}))
    return found


def _methods(rule: ServiceRule, text: str, made_for: Profile | None) -> tuple[tuple[str, ...], list[_Problem]]:
    spec = rule.spec
    chosen: dict[str, str] = {}
    problems: list[_Problem] = []
    for word in filter(None, (part.strip() for part in _SEPARATORS.split(text))):
        name = _method_called(spec, word)
        part = next((c for c in spec.components if any(m.name == name for m in c.methods)), None)
        if part is not None and name in rule.methods:
            chosen[part.name] = str(name)
        elif made_for is None:
            problems.append(_not_allowed("GEP303", rule, {"zh": word, "en": word}))
        elif part is None or rule.preferred(part) is not None:
            # A part of the service that this standard does not count needs no other method.
            problems.append(_not_allowed("GEP351", rule, {"zh": word, "en": word}))
    own = made_for.rule(rule.service) if made_for is not None else None
    for component in spec.components:
        usual = own.preferred(component) if own is not None and component.name not in chosen else None
        if usual is None or rule.preferred(component) is None:
            continue
        if usual.name in rule.methods:
            chosen[component.name] = usual.name
        elif not problems:
            problems.append(_not_allowed("GEP351", rule, usual.label._asdict()))
    pairs = zip(spec.components, preferred_methods(rule), strict=True)
    return tuple(chosen.get(component.name, preferred) for component, preferred in pairs), problems


def _not_allowed(code: str, rule: ServiceRule, method: dict[str, str]) -> _Problem:
    methods = [found for key in rule.methods if (found := rule.spec.method(key)) is not None]
    allowed = {lang: "、".join(one.label.text(lang) for one in methods) for lang in LANGUAGES}
    params = {"method": method, "service": rule.label.label()._asdict(), "allowed": allowed}
    return _Problem(code, "method", method["zh"], params)


def preferred_methods(rule: ServiceRule) -> tuple[str, ...]:
    """Return the method that the standard prefers for each part of a service, empty for parts it does not count."""
    found = (rule.preferred(component) for component in rule.spec.components)
    return tuple(method.name if method else "" for method in found)


def _method_called(spec: ServiceSpec, word: str) -> str | None:
    for method in spec.methods:
        if normal(word) in {normal(one) for one in (method.name, *method.label)}:
            return method.name
    return None
