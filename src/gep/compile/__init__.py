"""Compiling: from a checked inventory, a standard and the coefficient book to an account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from gep.account import Account, Calculation
from gep.checks import CHECKS
from gep.coefficient_book import CoefficientBook, load_coefficients
from gep.compile.context import Context, Mask
from gep.compile.ledger import build_ledger
from gep.compile.overrides import check_overrides
from gep.compile.presence import (
    check_deductions,
    check_other_methods,
    check_presence,
    check_unused_overrides,
    check_unused_rows,
    unused_explanations,
)
from gep.compile.pricing import check_prices
from gep.compile.products import PRODUCT_COLUMNS, Choices, choices_of, resolve_products
from gep.compile.spread import check_spread
from gep.compile.steps import calculate
from gep.findings import Finding, Grade, InputError, Where, finding, stops
from gep.inventory import Inventory
from gep.inventory.coding import constant, is_constant, whole
from gep.inventory.explanations import settle
from gep.messages import LANGUAGES
from gep.profiles import Profile, ServiceRule, load_profile, load_profiles
from gep.spec import Method, ServiceSpec

__all__ = ["assess", "compile_account"]


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
    context, products = prepare(inventory, standard, coefficients, made_for)
    compute(context, products, lenient=made_for is not None)
    account = finish(context, products, build_ledger(context), lenient=made_for is not None)
    return account, list(account.findings)


def prepare(
    inventory: Inventory,
    standard: str | None = None,
    coefficients: CoefficientBook | None = None,
    made_for: str | None = None,
) -> tuple[Context, pd.DataFrame]:
    """Return what the compilation works with and the product list as it applies, the general sheets checked."""
    profile, named = _standard(inventory, standard)
    book = coefficients or load_coefficients()
    context = Context(inventory, profile, book, [*inventory.findings, *([] if made_for is not None else named)])
    other = load_profile(made_for) if made_for is not None else None
    products, problems = resolve_products(inventory, profile, other)
    context.findings += problems
    check_overrides(context)
    if profile.monetary:
        check_prices(context)
    check_spread(context)
    check_deductions(context)
    context.once("choices", lambda: choices_of(products))
    return context, products


def compute(context: Context, products: pd.DataFrame, *, lenient: bool = False) -> None:
    """Add the calculations of each service to `context`: arguments bound, rules run, prices met.

    With `lenient`, services that cannot be computed are set to ``no_data`` in `products`.
    """
    by_service = {choices.service: choices for choices in context.once("choices", lambda: choices_of(products))}
    for number, rule in enumerate(context.profile.services):
        if number not in by_service:
            continue
        if lenient:
            failed = _try_service(context, rule, products, by_service[number])
            products.loc[products.index[failed], "status"] = "no_data"
        else:
            _compile_service(context, rule.spec, products, by_service[number])


def finish(context: Context, products: pd.DataFrame, ledger: pd.DataFrame, *, lenient: bool = False) -> Account:
    """Return the account of what was computed, with every finding."""
    inventory, profile = context.inventory, context.profile
    if not lenient:
        check_unused_overrides(context)
        check_unused_rows(context, products)
    products = products[list(PRODUCT_COLUMNS)].assign(complete=_complete(products, ledger))
    account = Account(
        profile,
        inventory,
        context.book,
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
        findings += unused_explanations(inventory, findings)
    return replace(account, findings=tuple(findings))


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


def _try_service(context: Context, rule: ServiceRule, products: pd.DataFrame, choices: Choices) -> list[int]:
    """Compute a service place by place; where it cannot be computed under this standard, say why and go on without.

    Returns
    -------
    list of int
        Positions of the rows of `products` that could not be computed.
    """
    failed: list[int] = []
    for number, position in enumerate(choices.listed.tolist()):
        before, calculations = len(context.findings), len(context.calculations)
        _compile_service(context, rule.spec, products, choices.only(number))
        one = products.iloc[position]
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
        failed.append(position)
    return failed


def _compile_service(context: Context, spec: ServiceSpec, products: pd.DataFrame, choices: Choices) -> None:
    """Compute every method of a service that some region and year uses, and say where data are missing or too many."""
    with_lines, with_data = context.mask(), context.mask()
    for counted in (True, False):
        included = choices.included if counted else ~choices.included
        all_included = whole(included)
        used = np.flatnonzero(np.bincount(choices.reading if all_included else choices.reading[included])).tolist()
        for number, component in enumerate(spec.components):
            for declared in component.methods:
                chosen = [one for one in used if choices.methods[one][number] == declared.name]
                if not chosen:
                    continue
                choosing = included if chosen == used else included & np.isin(choices.reading, chosen)
                places = context.mask()
                places[choices.place if whole(choosing) else choices.place[choosing]] = True
                method = declared if context.profile.monetary else _physical_part(declared)
                before = len(context.findings)
                calculation = calculate(context, spec, method, places, priced=counted and context.profile.monetary)
                if not counted:
                    # What is not counted need not be complete.
                    del context.findings[before:]
                done: Mask = constant(False, len(places))
                if calculation is not None:
                    keys = calculation.keys
                    context.calculations.append(replace(calculation, counted=constant(counted, len(keys))))
                    done = keys.places[: len(done)]
                    with_lines |= done
                    with_data |= keys.take(_own_data(calculation)).places[: len(done)]
                if counted and (places > done).any():
                    check_other_methods(context, spec, component, declared, places & ~done)
    check_presence(context, spec, products, choices, with_lines, with_data)


def _physical_part(method: Method) -> Method:
    """Return the method without the steps that only serve to price: no coefficient is asked for in vain."""
    kept = {step.name for step in method.steps if step.headline or step.noted or step.role == "physical"}
    if not kept:
        return method
    for step in reversed(method.steps):
        if step.name in kept:
            kept |= {source.name for source in method.sources(step).values() if source.kind == "step"}
    return replace(method, steps=tuple(step for step in method.steps if step.name in kept))


def _own_data(calculation: Calculation) -> Mask:
    """Return which lines have data of their own, not only those of the service that this one is computed from."""
    own: Mask = calculation.keys.row >= 0
    if own.all():
        return constant(True, len(own))
    for rows in calculation.reported.values():
        own = own if is_constant(rows) else own | (rows >= 0)
    return own


def _complete(products: pd.DataFrame, ledger: pd.DataFrame) -> Mask:
    """Return for each service whether the sum lacks nothing of it that the standard orders."""
    lacking = ledger[(ledger["status"].to_numpy(object) == "no_data") & (ledger["role"].to_numpy(object) != "physical")]
    keys = ["region", "year", "service"]
    whole = np.ones(len(products), dtype=np.bool_)
    if len(lacking):
        gaps = pd.MultiIndex.from_frame(lacking[keys].drop_duplicates())
        whole = gaps.get_indexer(pd.MultiIndex.from_frame(products[keys])) < 0
    status = products["status"].to_numpy(object)
    complete: Mask = ~products["mandatory"].to_numpy(np.bool_) | (status == "not_applicable")
    complete |= (status == "included") & whole
    return complete


def _distinct(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings without repetitions, in order."""
    # Few are the same but for their parameters; only those are compared word by word.
    numbers = [hash((one.code, one.where, one.subject, one.typed)) for one in findings]
    repeated = {number for number, times in Counter(numbers).items() if times > 1}
    found: list[Finding] = []
    known: set[object] = set()
    for number, one in zip(numbers, findings, strict=True):
        if number in repeated:
            key = (one.code, one.where, one.subject, one.typed, str(one.params))
            if key in known:
                continue
            known.add(key)
        found.append(one)
    return found
