"""What was filled in against what was asked for: data missing, contradicting the product list, or used by no method."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from gep.compile.context import Context
from gep.compile.lines import others_of
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
    "places_of",
    "unused_explanations",
]

SERVICE_SHEETS = frozenset(sheet.name for spec in SERVICES for sheet in spec.sheets)


def places_of(lines: pd.DataFrame) -> set[tuple[object, object]]:
    """Return the regions and years of some lines."""
    return set(zip(lines["region"], lines["year"], strict=True))


def check_presence(
    context: Context,
    spec: ServiceSpec,
    products: pd.DataFrame,
    with_lines: set[tuple[object, object]],
    with_data: set[tuple[object, object]],
) -> None:
    """Report services that are included without data, or have data though they are said to have none."""
    table = context.inventory.table("product_list")
    label = spec.label._asdict()
    # A table with rows that could not be read has its own findings.
    names = [*(sheet.name for sheet in spec.sheets), "reported"]
    unread = bool(context.inventory.unread_sheets.intersection(names))
    for one in products.to_dict("records"):
        if one["row"] < 0:
            continue  # that it is not in the product list was said
        present = (one["region"], one["year"]) in with_lines
        subject = f"{one['region']}/{one['year']}/{spec.name}"
        where = table.where(int(one["row"]), "status")
        if (
            one["status"] == "included"
            and not present
            and not unread
            and not any(_may_lack(context.inventory.table(name), one["region"], one["year"], spec) for name in names)
        ):
            sheets = {lang: "、".join(sheet.label.text(lang) for sheet in _sheets(spec)) for lang in LANGUAGES}
            context.findings.append(finding("GEP306", where, subject=subject, service=label, sheets=sheets))
        elif one["status"] in {"not_applicable", "no_data"} and (one["region"], one["year"]) in with_data:
            context.findings.append(finding("GEP307", where, subject=subject, service=label))


def _sheets(spec: ServiceSpec) -> tuple[Sheet, ...]:
    """Return the sheets of a service, or those of the services that it is computed from."""
    steps = ((method, step) for method in spec.methods for step in method.steps)
    others = dict.fromkeys(one.name.partition(".")[0] for method, step in steps for one in others_of(method, step))
    return spec.sheets or tuple(sheet for name in others if (other := service(name)) for sheet in other.sheets)


def _may_lack(table: Table, region: object, year: object, spec: ServiceSpec) -> bool:
    own = {"service": spec.name} if "service" in table.frame else {}
    return table.may_lack(region=region, year=year, **own)


def check_other_methods(
    context: Context, spec: ServiceSpec, component: Component, chosen: Method, lacking: set[tuple[object, object]]
) -> None:
    """Report a part of a service that has no data for the method chosen, but has data for another one.

    The part would drop out of the sum with no more than a hint at the rows that no method asked for.
    """
    own = chosen.sheet.name if chosen.sheet else ""
    for other in component.methods:
        if other.sheet is None or other.sheet.name == own or not lacking:
            continue
        table = context.inventory.table(other.sheet.name)
        frame = table.frame[table.frame["service"] == spec.name] if "service" in table.frame else table.frame
        for region, year in sorted(lacking & places_of(frame), key=str):
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
            lacking = lacking - {(region, year)}


def check_deductions(context: Context) -> None:
    """Report what is missing or contradicts itself in 区外扣减."""
    table = context.inventory.table("deductions")
    frame = table.frame
    stated = set(zip(frame["region"], frame["year"], strict=True))
    for one in context.inventory.basics.itertuples(index=False):
        missing = "deductions" in context.inventory.missing_sheets | context.inventory.unread_sheets or table.dropped
        if (one.region, one.year) not in stated and not missing:
            where = context.where("deductions")
            context.findings.append(finding("GEP344", where, subject=f"{one.region}/{one.year}/deductions"))
    for position, row in frame.iterrows():
        here = int(str(position))
        if row["status"] == "some":
            if np.isnan(row["value"]):
                context.findings.append(finding("GEP345", table.where(here, "value"), subject="deductions"))
            if not row["service"]:
                context.findings.append(finding("GEP346", table.where(here, "service"), subject="deductions"))
        elif not np.isnan(row["value"]):
            context.findings.append(finding("GEP347", table.where(here, "value"), subject="deductions"))
        if row["status"] == "none" and _contradicted(row, frame):
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
    table = context.inventory.table("overrides")
    reported = {one.where for one in context.findings}
    for here in sorted(set(range(len(table.frame))) - context.used_overrides):
        told = any(table.where(here, name) in reported for name in table.letters)
        if not told:
            typed, where = table.frame["coefficient"].iloc[here], table.where(here, "coefficient")
            context.findings.append(finding("GEP322", where, subject=f"overrides/{typed}", typed=typed))


def check_unused_rows(context: Context, products: pd.DataFrame) -> None:
    """Report rows that no method of this account asked for: nothing that was filled in is dropped in silence."""
    included = products[products["status"] == "included"]
    counted = set(zip(included["region"], included["year"], included["service"], strict=True))
    places = set(zip(products["region"], products["year"], strict=True))
    if "product_list" in context.inventory.missing_sheets | context.inventory.unread_sheets:
        return  # without it no row has a method
    for name, table in context.inventory.tables.items():
        if name not in SERVICE_SHEETS and name != "reported":
            continue
        for here in sorted(set(range(len(table.frame))) - context.used_rows.get(name, set())):
            row = table.frame.iloc[here]
            service, place = row.get("service", ""), (row["region"], row["year"])
            column = "step" if name == "reported" else next(iter(table.letters))
            where = table.where(here, column)
            subject = "/".join(str(row[key.name]) for key in table.sheet.keys if row[key.name])
            if place not in places and place not in context.places():
                context.findings.append(finding("GEP349", where, subject=name, typed=f"{place[0]}/{place[1]}"))
            elif name == "reported" and (*place, service) in counted:
                typed = table.word(here, "step")
                context.findings.append(finding("GEP314", where, subject=f"{name}/{subject}", typed=typed))
            else:
                typed = " / ".join(filter(None, (table.word(here, key.name) for key in table.sheet.keys)))
                context.findings.append(finding("GEP315", where, subject=f"{name}/{subject}", typed=typed))


def unused_explanations(inventory: Inventory, findings: Iterable[Finding]) -> list[Finding]:
    """Return a finding for each explanation that matches no finding."""
    table = inventory.tables.get("explanations")
    if table is None:
        return []
    return [
        finding(
            "GEP348",
            table.where(position, "code"),
            subject=str(table.frame["subject"].iloc[position]),
            typed=str(table.frame["code"].iloc[position]),
        )
        for position in unused(findings, table)
    ]
