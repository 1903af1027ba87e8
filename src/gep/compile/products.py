"""生态产品清单 against the standard: what is counted, by which methods."""

from __future__ import annotations

import re

import pandas as pd

from gep.findings import Finding, Where, finding
from gep.inventory import Inventory
from gep.inventory.sheets import PRODUCT_LIST
from gep.inventory.tables import Table
from gep.inventory.words import normal
from gep.profiles import Profile, ServiceRule
from gep.spec import ServiceSpec

__all__ = ["PRODUCT_COLUMNS", "resolve_products"]

PRODUCT_COLUMNS = ("region", "year", "service", "status", "reason", "methods", "mandatory", "evidence", "row")

_SEPARATORS = re.compile(r"[、;;,,/]")


def resolve_products(inventory: Inventory, profile: Profile) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the status and the methods of each service of the standard in each region and year.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`PRODUCT_COLUMNS`: `methods` is a tuple with one method name for each part of the service, empty
        strings for parts that the standard does not count; `row` the position in the sheet.
    list of Finding
    """
    table = inventory.table("product_list")
    frame = table.frame
    columns = (frame[name] for name in ("region", "year", "service"))
    places = {key: position for position, key in enumerate(zip(*columns, strict=True))}
    typed = [frame[name].to_numpy(object) for name in ("status", "reason", "method")]
    findings: list[Finding] = []
    records = []
    for one in inventory.basics.itertuples(index=False):
        absent = []
        for rule in profile.services:
            position = places.get((one.region, one.year, rule.service))
            if position is None:
                absent.append(rule)
                continue
            status, reason, method = (str(column[position]) for column in typed)
            subject = f"{one.region}/{one.year}/{rule.service}"
            findings += _check_status(table, position, rule, status, reason, subject)
            methods, problems = _methods(table, position, rule, method, subject)
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
            findings.append(finding("GEP301", where, subject=f"{one.region}/{one.year}", services=names))
    listed = {rule.service for rule in profile.services}
    for position, service in enumerate(frame["service"]):
        if service not in listed:
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
    table: Table, position: int, rule: ServiceRule, text: str, subject: str
) -> tuple[tuple[str, ...], list[Finding]]:
    spec = rule.spec
    chosen: dict[str, str] = {}
    findings = []
    for word in filter(None, (part.strip() for part in _SEPARATORS.split(text))):
        name = _method_called(spec, word)
        if name is None or name not in rule.methods:
            allowed = {
                lang: "、".join(
                    method.label.text(lang) for key in rule.methods if (method := spec.method(key)) is not None
                )
                for lang in ("zh", "en")
            }
            findings.append(
                finding(
                    "GEP303",
                    table.where(position, "method"),
                    subject=subject,
                    typed=word,
                    service=rule.label.label()._asdict(),
                    allowed=allowed,
                )
            )
            continue
        part = next(c.name for c in spec.components if any(m.name == name for m in c.methods))
        chosen[part] = name
    methods = []
    for component in spec.components:
        preferred = rule.preferred(component)
        methods.append(chosen.get(component.name, preferred.name if preferred else ""))
    return tuple(methods), findings


def _method_called(spec: ServiceSpec, word: str) -> str | None:
    for method in spec.methods:
        if normal(word) in {normal(one) for one in (method.name, *method.label)}:
            return method.name
    return None
