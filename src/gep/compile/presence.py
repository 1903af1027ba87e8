"""What was filled in against what was asked for: data missing, contradicting the product list, or used by no method."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from gep.compile.context import Context, Mask
from gep.compile.lines import others_of
from gep.compile.products import Choices
from gep.findings import Finding, finding
from gep.inventory import Inventory
from gep.inventory.explanations import unused
from gep.inventory.tables import Table
from gep.messages import LANGUAGES
from gep.services import SERVICES, service
from gep.spec import Component, Method, ServiceSpec, Sheet

__all__ = [
    "check_deductions",
    "check_other_methods",
    "check_presence",
    "check_unused_overrides",
    "check_unused_rows",
    "unused_explanations",
]

SERVICE_SHEETS = frozenset(sheet.name for spec in SERVICES for sheet in spec.sheets)


def check_presence(
    context: Context, spec: ServiceSpec, products: pd.DataFrame, choices: Choices, with_lines: Mask, with_data: Mask
) -> None:
    """Report services that are included without data, or have data though they are said to have none.

    `with_lines` and `with_data` say it of each place of 基本信息.
    """
    table = context.inventory.table("product_list")
    label = spec.label._asdict()
    # A table with rows that could not be read has its own findings.
    names = [*(sheet.name for sheet in spec.sheets), "reported"]
    unread = bool(context.inventory.unread_sheets.intersection(names))
    absent = choices.included & ~with_lines[choices.place]
    beside = choices.without & with_data[choices.place]
    told = (absent | beside) & (choices.row >= 0)  # that a service is not in the product list was said
    for one in products.iloc[choices.listed[told]].to_dict("records") if told.any() else ():
        subject = f"{one['region']}/{one['year']}/{spec.name}"
        where = table.where(int(one["row"]), "status")
        if one["status"] != "included":
            context.findings.append(finding("GEP307", where, subject=subject, service=label))
        elif not unread and not any(
            _may_lack(context.inventory.table(name), one["region"], one["year"], spec) for name in names
        ):
            sheets = {lang: "、".join(sheet.label.text(lang) for sheet in _sheets(spec)) for lang in LANGUAGES}
            context.findings.append(finding("GEP306", where, subject=subject, service=label, sheets=sheets))


def _sheets(spec: ServiceSpec) -> tuple[Sheet, ...]:
    """Return the sheets of a service, or those of the services that it is computed from."""
    steps = ((method, step) for method in spec.methods for step in method.steps)
    others = dict.fromkeys(one.name.partition(".")[0] for method, step in steps for one in others_of(method, step))
    return spec.sheets or tuple(sheet for name in others if (other := service(name)) for sheet in other.sheets)


def _may_lack(table: Table, region: object, year: object, spec: ServiceSpec) -> bool:
    own = {"service": spec.name} if "service" in table.frame else {}
    return table.may_lack(region=region, year=year, **own)


def check_other_methods(
    context: Context, spec: ServiceSpec, component: Component, chosen: Method, lacking: Mask
) -> None:
    """Report a part of a service that has no data for the method chosen, but has data for another one.

    The part would drop out of the sum with no more than a hint at the rows that no method asked for. `lacking` says of
    each place of 基本信息 whether the part has no data there.
    """
    own = chosen.sheet.name if chosen.sheet else ""
    for other in component.methods:
        if other.sheet is None or other.sheet.name == own or not lacking.any():
            continue
        table, keys = context.inventory.table(other.sheet.name), context.inventory.keys(other.sheet.name)
        given = keys.place[table.coded("service").says(spec.name)] if "service" in table.frame else keys.place
        filled = lacking & np.isin(np.arange(len(lacking)), given)
        for region, year in sorted((keys.index.places.words[place] for place in np.flatnonzero(filled)), key=str):
            subject = f"{region}/{year}/{spec.name}/{component.name or chosen.name}"
            context.findings.append(
                finding(
                    "GEP317",
                    context.where("product_list"),
                    subject=subject,
                    service=spec.label._asdict(),
                    chosen=chosen.label._asdict(),
                    sheet=other.sheet.label._asdict(),
                    other=other.label._asdict(),
                )
            )
        lacking = lacking & ~filled


def check_deductions(context: Context) -> None:
    """Report what is missing or contradicts itself in 区外扣减."""
    table, keys = context.inventory.table("deductions"), context.inventory.keys("deductions")
    places = np.arange(keys.index.listed)
    missing = "deductions" in context.inventory.missing_sheets | context.inventory.unread_sheets or table.dropped
    # Where nothing is priced there is nothing to take anything off.
    for place in places[~np.isin(places, keys.place)] if context.profile.monetary and not missing else ():
        region, year = keys.index.places.words[place]
        where = context.where("deductions")
        context.findings.append(finding("GEP344", where, subject=f"{region}/{year}/deductions"))
    status, without = table.coded("status"), np.isnan(table.frame["value"].to_numpy(np.float64))
    some, none, unnamed = status.says("some"), status.says("none"), table.coded("service").says("")
    beside = none & np.isin(keys.place, keys.place[~none])  # where another row says something else
    for here in map(int, np.flatnonzero(np.where(some, without | unnamed, beside | ~without))):
        if not some[here] and not without[here]:
            context.findings.append(finding("GEP347", table.where(here, "value"), subject="deductions"))
        if some[here] and without[here]:
            context.findings.append(finding("GEP345", table.where(here, "value"), subject="deductions"))
        if some[here] and unnamed[here]:
            context.findings.append(finding("GEP346", table.where(here, "service"), subject="deductions"))
        if beside[here] and _contradicted(table.frame.iloc[here], table.frame):
            typed = table.word(here, "status")
            context.findings.append(finding("GEP233", table.where(here, "status"), subject="deductions", typed=typed))


def _contradicted(none: pd.Series, frame: pd.DataFrame) -> bool:
    """Return whether another row says of the same thing that there is some, or that nobody has looked."""
    same = (frame["region"] == none["region"]) & (frame["year"] == none["year"]) & (frame["status"] != "none")
    for name in ("service", "item"):
        if none[name]:
            same &= frame[name].isin([none[name], ""])
    return bool(same.any())


def check_unused_overrides(context: Context) -> None:
    """Report rows of 参数调整 that decided nothing and were not reported otherwise."""
    table, rows = context.inventory.table("overrides"), context.unused("overrides")
    reported = {one.where for one in context.findings} if rows else set()
    for here in rows:
        told = any(table.where(here, name) in reported for name in table.letters)
        if not told:
            typed, where = table.frame["coefficient"].iloc[here], table.where(here, "coefficient")
            context.findings.append(finding("GEP322", where, subject=f"overrides/{typed}", typed=typed))


def check_unused_rows(context: Context, products: pd.DataFrame) -> None:
    """Report rows that no method of this account asked for: nothing that was filled in is dropped in silence."""
    if "product_list" in context.inventory.missing_sheets | context.inventory.unread_sheets:
        return  # without it no row has a method
    for name, table in context.inventory.tables.items():
        if name not in SERVICE_SHEETS and name != "reported":
            continue
        rows = np.asarray(context.unused(name), dtype=np.intp)
        if not rows.size:
            continue
        keys, declared = context.inventory.keys(name), [key.name for key in table.sheet.keys]
        places = (keys.index.places.words[place] for place in keys.place[rows].tolist())
        listed = (keys.place[rows] < keys.index.listed).tolist()
        known = zip(*(table.coded(one).take(rows) for one in declared), strict=True)
        typed = zip(*(table.words[one][rows].tolist() for one in declared), strict=True)
        counted = _included(products) if name == "reported" else frozenset()
        column = "step" if name == "reported" else next(iter(table.letters))
        for here, place, here_listed, texts, words in zip(rows.tolist(), places, listed, known, typed, strict=True):
            where, subject = table.where(here, column), f"{name}/{'/'.join(filter(None, texts))}"
            if not here_listed:
                code, subject, said = "GEP349", name, f"{place[0]}/{place[1]}"
            elif name == "reported" and (*place, texts[declared.index("service")]) in counted:
                code, said = "GEP314", words[declared.index("step")]
            else:
                code, said = "GEP315", " / ".join(filter(None, words))
            context.findings.append(finding(code, where, subject=subject, typed=said))


def _included(products: pd.DataFrame) -> frozenset[tuple[str, int, str]]:
    """Return region, year and service of what is counted."""
    included = products[products["status"].to_numpy(object) == "included"]
    return frozenset(zip(*(included[name].tolist() for name in ("region", "year", "service")), strict=True))


def unused_explanations(inventory: Inventory, findings: Iterable[Finding]) -> list[Finding]:
    """Return a finding for each explanation that matches no finding."""
    table = inventory.tables.get("explanations")
    if table is None:
        return []
    subjects, codes = (table.frame[name].tolist() for name in ("subject", "code"))
    return [
        finding("GEP348", table.where(position, "code"), subject=str(subjects[position]), typed=str(codes[position]))
        for position in unused(findings, table)
    ]
