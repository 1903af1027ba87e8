"""What a sum lacks: services that the standard orders, and ecosystem types without a row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gep.account import Account
from gep.classifications import ancestors, find_ecosystem
from gep.findings import Finding, Where, finding
from gep.inventory.coding import constant
from gep.messages import LANGUAGES
from gep.spec import AREA, Method

__all__ = ["completeness", "uncovered_types"]


def completeness(account: Account) -> list[Finding]:
    """Say why a sum may not be called GEP."""
    if not account.profile.monetary:
        return []
    found = []
    lacking = account.products[~account.products["complete"]] if len(account.products) else account.products
    for one in lacking.to_dict("records"):
        rule = account.profile.rule(one["service"])
        name = rule.label.label()._asdict() if rule else {"zh": one["service"], "en": one["service"]}
        if one["row"] < 0:
            continue  # that the product list lacks it was said
        where = account.inventory.table("product_list").where(int(one["row"]), "status")
        subject = f"{one['region']}/{one['year']}/{one['service']}"
        found.append(finding("GEP220", where, subject=subject, service=name))
    if not account.deductions_settled:
        found.append(finding("GEP221", Where(), subject="deductions"))
    return found


def uncovered_types(account: Account) -> list[Finding]:
    """Ecosystem types that have an area but no row where a service is computed by area."""
    found = []
    types, rows = account.inventory.table("extent").coded("ecosystem"), account.inventory.keys("extent")
    for calculation in account.calculations:
        sheet = calculation.method.sheet
        if sheet is None or not calculation.counted.any() or not _needs_area(calculation.method):
            continue
        table = account.inventory.table(sheet.name)
        of_sheet = calculation.keys.take(calculation.keys.row >= 0)
        covered = np.array([_covered(one, sheet.covers) for one in types.words], dtype=np.bool_)[types.codes]
        present = np.isin(rows.numbers(), replace(of_sheet, item=constant(0, len(of_sheet))).numbers())
        absent = np.flatnonzero(covered & ~present & np.isin(rows.place, of_sheet.place))
        for place, own in rows.by_place(absent):
            known = [find_ecosystem(types[one]) for one in own]
            named = {lang: "、".join(getattr(one, lang) for one in known if one) for lang in LANGUAGES}
            where = Where(table.file, table.sheet_name)
            subject = f"{place}/{sheet.name}"
            found.append(finding("GEP226", where, subject=subject, sheet=sheet.label._asdict(), types=named))
    return found


def _needs_area(method: Method) -> bool:
    return any(source.name == AREA for step in method.steps for source in method.sources(step).values())


def _covered(key: str, covers: tuple[str, ...]) -> bool:
    known = find_ecosystem(key)
    if known is None or known.kind != "type":
        return False
    return not covers or not {key, *ancestors(key)}.isdisjoint(covers)
