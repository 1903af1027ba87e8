"""Compiling: from a checked inventory, a standard and the coefficient book to an account."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from gep.account import Account, Calculation
from gep.checks import CHECKS
from gep.coefficient_book import CoefficientBook, load_coefficients
from gep.compile.context import Context
from gep.compile.ledger import build_ledger
from gep.compile.lines import others_of
from gep.compile.overrides import check_overrides
from gep.compile.pricing import check_prices
from gep.compile.products import resolve_products
from gep.compile.steps import calculate
from gep.findings import Finding, Grade, InputError, Where, finding, stops
from gep.inventory import Inventory
from gep.inventory.explanations import settle, unused
from gep.inventory.tables import Table
from gep.messages import LANGUAGES
from gep.profiles import Profile, ServiceRule, load_profile, load_profiles
from gep.services import SERVICES, service
from gep.spec import Component, Method, ServiceSpec, Sheet

__all__ = ["assess", "compile_account"]

SERVICE_SHEETS = frozenset(sheet.name for spec in SERVICES for sheet in spec.sheets)


def compile_account(
    inventory: Inventory, standard: str | None = None, coefficients: CoefficientBook | None = None
) -> Account:
    """Compile an account.

    Parameters
    ----------
    inventory : Inventory
        A checked inventory, of one region and year or of thousands.
    standard : str, optional
        Id of the standard; without it, the one that 基本信息 names.
    coefficients : CoefficientBook, optional
        Without it, the book that comes with `gep`.

    Returns
    -------
    Account

    Raises
    ------
    InputError
        Carrying every finding, if any stops the account.
    GepError
        If there is no standard called `standard`.
    """
    account, findings = assess(inventory, standard, coefficients)
    if stops(findings):
        name = inventory.source.name if inventory.source else "-"
        raise InputError("GEP100", findings, file=name)
    return account


def assess(
    inventory: Inventory,
    standard: str | None = None,
    coefficients: CoefficientBook | None = None,
    *,
    made_for: str | None = None,
) -> tuple[Account, list[Finding]]:
    """Compile what can be compiled, and return it with every finding, whether or not any of them stops.

    An account with a finding that stops must not be used for anything but its findings.

    Parameters
    ----------
    inventory, standard, coefficients
        As for :func:`compile_account`.
    made_for : str, optional
        Id of another standard, for which the inventory was made: services that its product list lacks have no data
        then, methods that this standard does not allow give way to the preferred ones, and a service that cannot be
        computed here has no data. Each is pointed out, and none stops the account.

    Returns
    -------
    Account
    list of Finding

    Raises
    ------
    InputError
        Carrying every finding so far, if no standard is named, or 基本信息 names one that there is not.
    GepError
        If there is no standard called `standard`.
    """
    profile, named = _standard(inventory, standard)
    book = coefficients or load_coefficients()
    lenient = made_for is not None
    context = Context(inventory, profile, book, [*inventory.findings, *([] if lenient else named)])
    other = load_profile(made_for) if made_for is not None else None
    products, problems = resolve_products(inventory, profile, other)
    context.findings += problems
    check_overrides(context)
    if profile.monetary:
        check_prices(context)
    _check_deductions(context)
    for rule in profile.services:
        own = products[products["service"] == rule.service]
        if lenient:
            products.loc[_try_service(context, rule, own), "status"] = "no_data"
        else:
            _compile_service(context, rule.spec, own)
    if not lenient:
        _report_unused_overrides(context)
        _report_unused_rows(context, products)
    ledger = build_ledger(context)
    products = products.assign(complete=_complete(products, ledger))
    account = Account(
        profile,
        inventory,
        book,
        ledger,
        products,
        inventory.frame("deductions"),
        tuple(context.calculations),
        (),
        {"standard": profile.id},
    )
    findings = [*context.findings, *(one for check in CHECKS for one in check(account))]
    findings = _distinct(settle(findings, inventory.tables.get("explanations")))
    if not lenient:
        findings += _unused_explanations(inventory, findings)
    return replace(account, findings=tuple(findings)), findings


def _standard(inventory: Inventory, standard: str | None) -> tuple[Profile, list[Finding]]:
    """Return the standard; the one asked for beats the one that 基本信息 names, and a difference is reported."""
    table = inventory.table("basic")
    named = [str(one) for one in table.frame["standard"]] if "standard" in table.frame else []
    chosen = standard or next(iter(filter(None, named)), "")
    if standard is None and chosen not in load_profiles():
        name = inventory.source.name if inventory.source else "-"
        known = "、".join(load_profiles())
        unknown = [
            finding("GEP455", table.where(position, "standard"), subject="basic/standard", typed=one, known=known)
            for position, one in enumerate(named)
            if one and one not in load_profiles()
        ]
        if not chosen:
            where = table.where(0, "standard") if "standard" in table.letters else Where(table.file, table.sheet_name)
            unknown.append(finding("GEP335", where, subject="basic/standard"))
        raise InputError("GEP100", [*inventory.findings, *unknown], file=name)
    profile = load_profile(chosen)
    findings = [
        finding("GEP336", table.where(position, "standard"), subject="basic/standard", typed=one, standard=profile.id)
        for position, one in enumerate(named)
        if one and one != profile.id
    ]
    return profile, findings


def _try_service(context: Context, rule: ServiceRule, products: pd.DataFrame) -> list[Hashable]:
    """Compute a service place by place; where it cannot be computed under this standard, say why and go on without.

    Returns
    -------
    list
        Index of the rows of `products` that could not be computed.
    """
    failed: list[Hashable] = []
    for index, one in products.iterrows():
        before, calculations = len(context.findings), len(context.calculations)
        _compile_service(context, rule.spec, products.loc[[index]])
        new = context.findings[before:]
        reasons = [item for item in new if item.grade is Grade.ERROR]
        if one["status"] != "included" or not reasons:
            context.findings[before:] = [item for item in new if item.grade is not Grade.ERROR]
            continue
        del context.calculations[calculations:]
        text = {lang: "; ".join(dict.fromkeys(item.text(lang) for item in reasons)) for lang in LANGUAGES}
        where = context.inventory.table("product_list").where(int(one["row"]), "status")
        subject = f"{one['region']}/{one['year']}/{rule.service}"
        label = rule.label.label()._asdict()
        context.findings[before:] = [
            finding("GEP352", where, subject=subject, service=label, id=context.profile.id, reasons=text)
        ]
        failed.append(index)
    return failed


def _compile_service(context: Context, spec: ServiceSpec, products: pd.DataFrame) -> None:
    """Compute every method of a service that some region and year uses, and say where data are missing or too many."""
    if products.empty:
        return
    with_lines: set[tuple[object, object]] = set()
    with_data: set[tuple[object, object]] = set()
    for counted in (True, False):
        chosen = products[(products["status"] == "included") == counted]
        for number, component in enumerate(spec.components):
            used: dict[str, list[tuple[object, object]]] = {}
            for region, year, methods in zip(chosen["region"], chosen["year"], chosen["methods"], strict=True):
                used.setdefault(methods[number], []).append((region, year))
            for declared in component.methods:
                if declared.name not in used:
                    continue
                method = declared if context.profile.monetary else _physical_part(declared)
                places = pd.MultiIndex.from_tuples(used[method.name], names=["region", "year"])
                before = len(context.findings)
                calculation = calculate(context, spec, method, places, priced=counted and context.profile.monetary)
                if not counted:
                    # What is not counted need not be complete.
                    del context.findings[before:]
                if calculation is not None:
                    context.calculations.append(replace(calculation, counted=np.full(len(calculation.lines), counted)))
                    with_lines |= _places(calculation.lines)
                    with_data |= _places(calculation.lines[_own_data(calculation)])
                if counted:
                    done = _places(calculation.lines) if calculation is not None else set()
                    _check_other_methods(context, spec, component, declared, set(places) - done)
    _check_presence(context, spec, products, with_lines, with_data)


def _check_other_methods(
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
        for region, year in sorted(lacking & _places(frame), key=str):
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


def _physical_part(method: Method) -> Method:
    """Return the method without the steps that only serve to price: no coefficient is asked for in vain."""
    kept = {step.name for step in method.steps if step.headline or step.noted or step.role == "physical"}
    if not kept:
        return method
    for step in reversed(method.steps):
        if step.name in kept:
            kept |= {source.name for source in method.sources(step).values() if source.kind == "step"}
    return replace(method, steps=tuple(step for step in method.steps if step.name in kept))


def _places(lines: pd.DataFrame) -> set[tuple[object, object]]:
    return set(zip(lines["region"], lines["year"], strict=True))


def _own_data(calculation: Calculation) -> pd.Series:
    """Return which lines have data of their own, not only those of the service that this one is computed from."""
    own: pd.Series = calculation.lines["row"] >= 0
    for rows in calculation.reported.values():
        own = own | (rows >= 0)
    return own


def _check_presence(
    context: Context,
    spec: ServiceSpec,
    products: pd.DataFrame,
    with_lines: set[tuple[object, object]],
    with_data: set[tuple[object, object]],
) -> None:
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


def _check_deductions(context: Context) -> None:
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


def _report_unused_overrides(context: Context) -> None:
    table = context.inventory.table("overrides")
    reported = {one.where for one in context.findings}
    for here in sorted(set(range(len(table.frame))) - context.used_overrides):
        told = any(table.where(here, name) in reported for name in table.letters)
        if not told:
            typed, where = table.frame["coefficient"].iloc[here], table.where(here, "coefficient")
            context.findings.append(finding("GEP322", where, subject=f"overrides/{typed}", typed=typed))


def _report_unused_rows(context: Context, products: pd.DataFrame) -> None:
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


def _complete(products: pd.DataFrame, ledger: pd.DataFrame) -> list[bool]:
    """Return for each service whether the sum lacks nothing of it that the standard orders."""
    lacking = ledger[(ledger["status"] == "no_data") & (ledger["role"] != "physical")]
    gaps = set(zip(lacking["region"], lacking["year"], lacking["service"], strict=True))
    return [
        not one["mandatory"]
        or one["status"] == "not_applicable"
        or (one["status"] == "included" and (one["region"], one["year"], one["service"]) not in gaps)
        for one in products.to_dict("records")
    ]


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without repetitions, in order."""
    known: dict[object, Finding] = {}
    for one in findings:
        known.setdefault((one.code, one.where, one.subject, one.typed, str(one.params)), one)
    return list(known.values())


def _unused_explanations(inventory: Inventory, findings: Iterable[Finding]) -> list[Finding]:
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
