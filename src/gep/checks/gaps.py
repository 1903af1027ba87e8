"""What a sum lacks: services that the standard orders, and ecosystem types without a row."""

from __future__ import annotations

from functools import cache

import numpy as np

from gep.account import Account
from gep.classifications import ancestors, find_ecosystem
from gep.findings import Finding, Where, finding
from gep.inventory.coding import distinct
from gep.messages import LANGUAGES
from gep.spec import AREA, Method

__all__ = ["completeness", "uncovered_types"]


def completeness(account: Account) -> list[Finding]:
    """Say why a sum may not be called GEP."""
    if not account.profile.monetary:
        return []
    found = []
    names = {rule.service: rule.label.label()._asdict() for rule in account.profile.services}
    table = account.inventory.table("product_list")
    products = account.products
    # That the product list lacks a service was said.
    lacking = products[~products["complete"].to_numpy(np.bool_) & (products["row"].to_numpy(np.int64) >= 0)]
    columns = (lacking[name].tolist() for name in ("region", "year", "service", "row"))
    for region, year, service, row in zip(*columns, strict=True):
        subject = f"{region}/{year}/{service}"
        name = names.get(service) or dict.fromkeys(LANGUAGES, service)
        found.append(finding("GEP220", table.where(row, "status"), subject=subject, service=name))
    if not account.deductions_settled:
        found.append(finding("GEP221", Where(), subject="deductions"))
    return found


def uncovered_types(account: Account) -> list[Finding]:
    """Ecosystem types that have an area but no row where a service is computed by area."""
    found = []
    types, rows = account.inventory.table("extent").coded("ecosystem"), account.inventory.keys("extent")
    places, kinds = rows.index.places.words, len(rows.index.ecosystems)

    @cache
    def named(own: tuple[int, ...]) -> dict[str, str]:
        known = [find_ecosystem(types.words[one]) for one in own]
        return {lang: "、".join(getattr(one, lang) for one in known if one) for lang in LANGUAGES}

    for calculation in account.calculations:
        sheet = calculation.method.sheet
        if sheet is None or not calculation.counted.any() or not _needs_area(calculation.method):
            continue
        table = account.inventory.table(sheet.name)
        where, label = Where(table.file, table.sheet_name), sheet.label._asdict()
        of_sheet = calculation.keys.take(calculation.keys.row >= 0)
        present, reached = np.zeros(len(places) * kinds, dtype=np.bool_), np.zeros(len(places), dtype=np.bool_)
        present[of_sheet.place * kinds + of_sheet.ecosystem] = reached[of_sheet.place] = True
        covered = np.array([_covered(one, sheet.covers) for one in types.words], dtype=np.bool_)[types.codes]
        absent = np.flatnonzero(covered & reached[rows.place] & ~present[rows.place * kinds + rows.ecosystem])
        numbers, first = distinct(rows.place[absent])
        lacking = types.codes[absent[np.argsort(numbers, kind="stable")]].tolist()
        ends = np.cumsum(np.bincount(numbers)).tolist()
        for place, begin, end in zip(rows.place[absent[first]].tolist(), [0, *ends], ends, strict=False):
            region, year = places[place]
            own = named(tuple(lacking[begin:end]))
            found.append(finding("GEP226", where, subject=f"{region}/{year}/{sheet.name}", sheet=label, types=own))
    return found


def _needs_area(method: Method) -> bool:
    return any(source.name == AREA for step in method.steps for source in method.sources(step).values())


def _covered(key: str, covers: tuple[str, ...]) -> bool:
    known = find_ecosystem(key)
    if known is None or known.kind != "type":
        return False
    return not covers or not {key, *ancestors(key)}.isdisjoint(covers)
