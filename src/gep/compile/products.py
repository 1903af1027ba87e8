"""生态产品清单 against the standard: what is counted, by which methods."""

from __future__ import annotations

import re

import pandas as pd

from gep.findings import Finding, Where, finding
from gep.inventory import Inventory
from gep.inventory.sheets import PRODUCT_LIST
from gep.inventory.tables import Table
from gep.inventory.words import normal
from gep.messages import LANGUAGES
from gep.profiles import Profile, ServiceRule
from gep.spec import ServiceSpec

__all__ = ["PRODUCT_COLUMNS", "resolve_products"]

PRODUCT_COLUMNS = ("region", "year", "service", "status", "reason", "methods", "mandatory", "evidence", "row")

_SEPARATORS = re.compile(r"[、;;,,/]")


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
        Columns :data:`PRODUCT_COLUMNS`: `methods` is a tuple with one method name for each part of the service, empty
        strings for parts that the standard does not count; `row` the position in the sheet, −1 where there is none.
    list of Finding
    """
    lenient = made_for is not None
    table = inventory.table("product_list")
    frame = table.frame
    columns = (frame[name] for name in ("region", "year", "service"))
    places = {key: position for position, key in enumerate(zip(*columns, strict=True))}
    typed = [frame[name].to_numpy(object) for name in ("status", "reason", "method")]
    findings: list[Finding] = []
    records = []
    for one in inventory.basics.itertuples(index=False):
        absent: list[ServiceRule] = []
        for rule in profile.services:
            position = places.get((one.region, one.year, rule.service))
            if position is None:
                absent.append(rule)
                continue
            status, reason, method = (str(column[position]) for column in typed)
            subject = f"{one.region}/{one.year}/{rule.service}"
            if not lenient:
                findings += _check_status(table, position, rule, status, reason, subject)
            methods, problems = _methods(table, position, rule, method, subject, made_for)
            findings += problems
            records.append(
                (
                    one.region,
                    one.year,
                    rule.service,
                    status,
                    reason,
                    methods,
                    rule.is_mandatory,
                    "、".join(dict.fromkeys(rule.evidence_of(name) for name in methods if name)),
                    position,
                )
            )
        # Without the sheet, or with a row that could not be read, the reason was given already.
        absent = [rule for rule in absent if not table.may_lack(region=one.region, year=one.year, service=rule.service)]
        if absent and "product_list" not in inventory.missing_sheets | inventory.unread_sheets:
            names = {lang: "、".join(getattr(rule.label, lang) for rule in absent) for lang in ("zh", "en")}
            where = Where(inventory.source.name if inventory.source else "", PRODUCT_LIST.label.zh)
            code = "GEP350" if lenient else "GEP301"
            findings.append(finding(code, where, subject=f"{one.region}/{one.year}", services=names, id=profile.id))
        if lenient:
            records += [
                (one.region, one.year, rule.service, "no_data", "", preferred_methods(rule), rule.is_mandatory,
                 rule.evidence, -1)
                for rule in absent
            ]  # fmt: skip
    listed = {rule.service for rule in profile.services}
    for position, service in enumerate(frame["service"]):
        if service not in listed and not lenient:
            where = table.where(position, "service")
            findings.append(finding("GEP304", where, subject=str(service), standard=profile.id, typed=str(service)))
    return pd.DataFrame(records, columns=list(PRODUCT_COLUMNS)), findings


def _check_status(
    table: Table, position: int, rule: ServiceRule, status: str, reason: str, subject: str
) -> list[Finding]:
    found = []
    label = rule.label.label()._asdict()
    if status != "included" and not reason:
        found.append(finding("GEP302", table.where(position, "reason"), subject=subject, service=label))
    if status == "not_applicable" and rule.is_mandatory:
        found.append(
            finding("GEP305", table.where(position, "status"), subject=subject, service=label, reason=reason or "-")
        )
    return found


def _methods(
    table: Table, position: int, rule: ServiceRule, text: str, subject: str, made_for: Profile | None
) -> tuple[tuple[str, ...], list[Finding]]:
    spec = rule.spec
    where = table.where(position, "method")
    chosen: dict[str, str] = {}
    findings: list[Finding] = []
    for word in filter(None, (part.strip() for part in _SEPARATORS.split(text))):
        name = _method_called(spec, word)
        part = next((c for c in spec.components if any(m.name == name for m in c.methods)), None)
        if part is not None and name in rule.methods:
            chosen[part.name] = str(name)
        elif made_for is None:
            findings.append(_not_allowed("GEP303", where, rule, subject, {"zh": word, "en": word}))
        elif part is None or rule.preferred(part) is not None:
            # A part of the service that this standard does not count needs no other method.
            findings.append(_not_allowed("GEP351", where, rule, subject, {"zh": word, "en": word}))
    own = made_for.rule(rule.service) if made_for is not None else None
    for component in spec.components:
        usual = own.preferred(component) if own is not None and component.name not in chosen else None
        if usual is None or rule.preferred(component) is None:
            continue
        if usual.name in rule.methods:
            chosen[component.name] = usual.name
        elif not findings:
            findings.append(_not_allowed("GEP351", where, rule, subject, usual.label._asdict()))
    pairs = zip(spec.components, preferred_methods(rule), strict=True)
    return tuple(chosen.get(component.name, preferred) for component, preferred in pairs), findings


def _not_allowed(code: str, where: Where, rule: ServiceRule, subject: str, method: dict[str, str]) -> Finding:
    methods = [found for key in rule.methods if (found := rule.spec.method(key)) is not None]
    allowed = {lang: "、".join(one.label.text(lang) for one in methods) for lang in LANGUAGES}
    label = rule.label.label()._asdict()
    return finding(code, where, subject=subject, typed=method["zh"], method=method, service=label, allowed=allowed)


def preferred_methods(rule: ServiceRule) -> tuple[str, ...]:
    """Return the method that the standard prefers for each part of a service, empty for parts it does not count."""
    found = (rule.preferred(component) for component in rule.spec.components)
    return tuple(method.name if method else "" for method in found)


def _method_called(spec: ServiceSpec, word: str) -> str | None:
    for method in spec.methods:
        if normal(word) in {normal(one) for one in (method.name, *method.label)}:
            return method.name
    return None
