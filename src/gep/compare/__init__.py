"""One inventory under several standards: what each counts, by which method, and where the difference comes from."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from gep.account import KEY, SIGNS, Account, exact_sum, signed_sum
from gep.coefficient_book import CoefficientBook
from gep.compile import assess
from gep.findings import Finding, GepError, InputError, finding, stops
from gep.inventory import Inventory
from gep.profiles import load_profile, load_profiles
from gep.services import service

__all__ = ["CAUSES", "Bridge", "compare_standards"]

CAUSES = ("service_out", "service_in", "no_data", "part", "method", "coefficient", "price", "deduction")
"""Why two standards differ on a line.

``service_out`` and ``service_in``: only the first or only the second counts the service. ``no_data``: both count it,
and under one of them it has no data. ``part``: both count the service, one of them without this part of it.
``method``: by different methods. ``coefficient``: by the same method with other coefficients or policies. ``price``:
at another price. ``deduction``: products from outside the area.
"""

LINE = tuple(name for name in KEY if name != "role")
"""What tells the lines of a bridge apart: a line is priced under one standard and only physical under another."""

PLACE = ("region", "year")
_SHOWN = ("method", "quantity", "unit", "price", "value", "status", "counted", "evidence")
_EFFECTS = ("from", "to", *LINE, "cause", "effect")

Key = tuple[Hashable, ...]


@dataclass(frozen=True, eq=False)
class Bridge:
    """The accounts of one inventory under several standards, line by line, and their differences.

    Parameters
    ----------
    accounts : tuple of Account
        In the order in which the standards were named.
    lines : pandas.DataFrame
        One row a line (:data:`LINE`); for each standard the columns ``<id>.method``, ``.quantity``, ``.unit``,
        ``.price``, ``.value`` [元, deductions negative], ``.status``, ``.counted``, ``.evidence``, missing where the
        standard has no such line.
    effects : pandas.DataFrame
        For each standard and the next that prices: ``from``, ``to``, the line, ``cause`` (one of :data:`CAUSES`) and
        ``effect`` [元], what the sum gains there. The effects of a region and year add up to the difference of totals.
    findings : tuple of Finding
        What was found about the comparison itself; each account has its own.
    """

    accounts: tuple[Account, ...]
    lines: pd.DataFrame
    effects: pd.DataFrame
    findings: tuple[Finding, ...]

    @property
    def standards(self) -> tuple[str, ...]:
        """The ids of the standards."""
        return tuple(account.profile.id for account in self.accounts)

    def totals(self) -> pd.DataFrame:
        """Return the sum of each standard in each region and year [元], missing for one that prices nothing."""
        records = [
            (account.profile.id, *place, sums.get(place, math.nan))
            for account in self.accounts
            for sums in [_totals(account)]
            for place in _places(account)
        ]
        return pd.DataFrame(records, columns=["standard", *PLACE, "total"])

    def summary(self) -> pd.DataFrame:
        """Return the effects by service and cause [元], each sum correctly rounded."""
        keys = ["from", "to", *PLACE, "service", "cause"]
        if self.effects.empty:
            return pd.DataFrame(columns=[*keys, "effect"])
        grouped = self.effects.groupby(keys, sort=False)["effect"].agg(exact_sum)
        return grouped.reset_index()


def compare_standards(
    inventory: Inventory, standards: Sequence[str], coefficients: CoefficientBook | None = None
) -> Bridge:
    """Compile an inventory under several standards and decompose the differences of their sums.

    The standard that 基本信息 names (without one there, the first of `standards`) must compile without a finding that
    stops. Under the others, services that the inventory does not list have no data, methods that are not allowed give
    way to the preferred ones, and a service that cannot be computed has no data; findings say so.

    Parameters
    ----------
    inventory : Inventory
        A checked inventory.
    standards : sequence of str
        Ids of two or more standards; differences are taken between one that prices and the next that does.
    coefficients : CoefficientBook, optional
        Without it, the book that comes with `gep`.

    Returns
    -------
    Bridge

    Raises
    ------
    InputError
        Carrying every finding, if any stops the account under the standard of the inventory.
    GepError
        If there is no such standard, or fewer than two are named.

    Examples
    --------
    >>> import gep
    >>> inventory = gep.read_inventory("inventory.xlsx")  # doctest: +SKIP
    >>> compare_standards(inventory, ["ndrc_2022", "mee_2020"]).summary()  # doctest: +SKIP
    """
    ids = tuple(dict.fromkeys(standards))
    for one in ids:
        load_profile(one)
    if len(ids) < 2:  # noqa: PLR2004
        raise GepError("GEP354")
    basics = inventory.basics
    named = [str(one) for one in basics["standard"]] if "standard" in basics else []
    own = next((one for one in named if one in load_profiles()), ids[0])
    accounts = {}
    for one in dict.fromkeys((own, *ids)):
        account, findings = assess(inventory, one, coefficients, made_for=None if one == own else own)
        if stops(findings):
            raise InputError("GEP100", findings, file=inventory.source.name if inventory.source else "-")
        accounts[one] = account
    chosen = tuple(accounts[one] for one in ids)
    effects = _effects(chosen)
    return Bridge(chosen, _lines(chosen), effects, tuple(check_effects(chosen, effects)))


class _Line(NamedTuple):
    value: float
    method: str
    quantity: float
    price: float
    role: str


def _places(account: Account) -> list[tuple[Hashable, Hashable]]:
    basics = account.inventory.basics
    return list(zip(basics["region"], basics["year"], strict=True))


def _totals(account: Account) -> dict[Key, float]:
    """Return the sum of each region and year, nothing for a standard that does not price."""
    if not account.profile.monetary:
        return {}
    lines = account.counted
    return {
        place: signed_sum(lines[(lines["region"] == place[0]) & (lines["year"] == place[1])])
        for place in _places(account)
    }


def _lines(accounts: Sequence[Account]) -> pd.DataFrame:
    parts = []
    for account in accounts:
        ledger = account.ledger
        signs = ledger["role"].map(SIGNS).fillna(1).astype(float)
        frame = ledger.assign(value=ledger["value"].astype(float) * signs)[[*LINE, *_SHOWN]].set_index(list(LINE))
        parts.append(frame.add_prefix(f"{account.profile.id}."))
    order = pd.Index(dict.fromkeys(key for part in parts for key in part.index))
    places: dict[Key, int] = {}
    for key in order:
        places.setdefault(key[:3], len(places))
    # A line that only a later standard has stands with the others of its service.
    order = sorted(order, key=lambda key: places[key[:3]])
    index = pd.MultiIndex.from_tuples(order, names=LINE) if order else parts[0].index
    return pd.concat([part.reindex(index) for part in parts], axis=1).reset_index()


def _pairs(accounts: Sequence[Account]) -> Iterator[tuple[Account, Account]]:
    priced = [account for account in accounts if account.profile.monetary]
    yield from pairwise(priced)


def _counted(account: Account) -> dict[Key, _Line]:
    lines = account.counted.dropna(subset=["value"])
    return {
        tuple(one[name] for name in LINE): _Line(
            float(one["value"]) * SIGNS[str(one["role"])],
            str(one["method"]),
            float(one["quantity"]),
            float(one["price"]),
            str(one["role"]),
        )
        for one in lines.to_dict("records")
    }


def _methods(account: Account) -> dict[Key, tuple[str, ...]]:
    """Return the methods of every included service, by region, year and service."""
    products = account.products[account.products["status"] == "included"]
    keys = zip(products["region"], products["year"], products["service"], strict=True)
    return dict(zip(keys, products["methods"], strict=True))


def _without_data(account: Account) -> set[Key]:
    """Return the services that the standard counts and that have no data, by region and year."""
    products = account.products[account.products["status"] == "no_data"]
    return set(zip(products["region"], products["year"], products["service"], strict=True))


def _effects(accounts: Sequence[Account]) -> pd.DataFrame:
    records = []
    for first, second in _pairs(accounts):
        before, after = _counted(first), _counted(second)
        methods = _methods(first), _methods(second)
        lacking = _without_data(first) | _without_data(second)
        for key in dict.fromkeys([*before, *after]):
            own = methods[0].get(key[:3]), methods[1].get(key[:3])
            for cause, effect in _line_effects(str(key[2]), before.get(key), after.get(key), *own):
                if effect:
                    told = "no_data" if cause.startswith("service_") and key[:3] in lacking else cause
                    records.append((first.profile.id, second.profile.id, *key, told, effect))
    return pd.DataFrame(records, columns=list(_EFFECTS))


def _line_effects(
    name: str,
    before: _Line | None,
    after: _Line | None,
    methods_before: Sequence[str] | None,
    methods_after: Sequence[str] | None,
) -> Iterator[tuple[str, float]]:
    """Yield why a line differs and what the sum gains by it."""
    change = (after.value if after else 0.0) - (before.value if before else 0.0)
    present = after or before
    if present is None:  # pragma: no cover - a key comes from one side or the other
        return
    if present.role == "deduction":
        yield "deduction", change
    elif methods_after is None:
        yield "service_out", change
    elif methods_before is None:
        yield "service_in", change
    elif before is None or after is None:
        # The other standard takes this part of the service by another method, or not at all.
        part = _part(name, present.method)
        other = (methods_before if before is None else methods_after)[part]
        yield ("part" if not other else "method" if other != present.method else "coefficient"), change
    elif before.method != after.method:
        yield "method", change
    elif math.isnan(before.price) or math.isnan(after.price) or before.price == after.price:
        yield "coefficient", change
    else:
        by_quantity = (after.quantity - before.quantity) * before.price
        yield "coefficient", by_quantity
        yield "price", change - by_quantity


def _part(name: str, method: str) -> int:
    spec = service(name)
    components = spec.components if spec else ()
    return next(number for number, one in enumerate(components) if any(m.name == method for m in one.methods))


def check_effects(accounts: Sequence[Account], effects: pd.DataFrame) -> list[Finding]:
    """Compare the sum of the effects with the difference of the totals, by region and year.

    Each effect is rounded at most twice and each total once, by half a unit in their last places; the two can differ by
    the sum of these and by no more.
    """
    found = []
    for first, second in _pairs(accounts):
        own = effects[(effects["from"] == first.profile.id) & (effects["to"] == second.profile.id)]
        totals: tuple[Mapping[Key, float], ...] = (_totals(first), _totals(second))
        for place in _places(first):
            parts = own.loc[(own["region"] == place[0]) & (own["year"] == place[1]), "effect"].to_list()
            before, after = (one[place] for one in totals)
            difference, added = after - before, math.fsum(parts)
            bound = 2 * math.fsum(map(math.ulp, parts)) + math.fsum(map(math.ulp, (before, after, difference, added)))
            if not abs(difference - added) <= bound:
                found.append(
                    finding(
                        "GEP353",
                        subject="/".join(map(str, place)),
                        typed=first.profile.id,
                        to=second.profile.id,
                        difference=repr(difference),
                        sum=repr(added),
                    )
                )
    return found
