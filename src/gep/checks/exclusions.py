"""Both sides of a declared rule against double counting in one sum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from gep.account import Account
from gep.classifications import find_item
from gep.findings import Finding, finding
from gep.inventory.coding import distinct
from gep.ledger_index import LedgerIndex
from gep.messages import LANGUAGES, label
from gep.profiles import Exclusion
from gep.services import service

__all__ = ["double_counting", "excluded_pairs"]

UNALLOCATED = "unallocated"
"""Ecosystem of lines without a type: two of them need not be of the same type."""

Lines = npt.NDArray[np.intp]


def excluded_pairs(account: Account) -> list[tuple[Exclusion, str, str]]:
    """Return the declared rules against double counting that the account meets, each with region/year and on what.

    A side is met by lines that enter the sum, or under a standard that prices nothing by included lines, with a number
    that is not zero.
    """
    index, lines = account.index, _counting(account)
    services = index.codes("service")[lines]
    of_service = {name: lines[services == code] for code, name in enumerate(index.words("service"))}
    found = []
    for rule in account.profile.exclusions:
        own, other = _side(index, of_service, rule.a, rule.a_items), _side(index, of_service, rule.b, rule.b_items)
        if not len(own) or not len(other):
            continue
        keys = ["region", "year", *([] if rule.overlap == "region" else [rule.overlap])]
        numbers = index.combined(keys, np.concatenate([own, other]))
        _, first = distinct(numbers[: len(own)])
        met = own[first[np.isin(numbers[first], numbers[len(own) :])]]
        if rule.overlap != "region":
            met = met[~index.says(rule.overlap, UNALLOCATED, met)]
        places: dict[str, list[str]] = {}
        for region, year, *rest in zip(*(index.entries(key, met) for key in keys), strict=True):
            places.setdefault(f"{region}/{year}", []).extend(rest)
        found += [(rule, place, "、".join(on)) for place, on in places.items()]
    return found


def _counting(account: Account) -> Lines:
    """Return the lines that enter the sum, or are included where nothing is priced, with a number that is not zero."""
    index, ledger = account.index, account.ledger
    number = index.floats("value" if account.profile.monetary else "quantity")
    chosen = ~np.isnan(number) & (number != 0)
    if account.profile.monetary:
        chosen &= ledger["counted"].to_numpy(np.bool_)
    return np.flatnonzero(chosen & ~index.says("status", "excluded") & ~index.says("role", "deduction"))


def _side(index: LedgerIndex, of_service: Mapping[str, Lines], side: str, words: tuple[str, ...]) -> Lines:
    """Return the lines of one side of an exclusion."""
    name, _, part = side.partition(".")
    lines = of_service.get(name, np.empty(0, dtype=np.intp))
    if part:
        lines = lines[index.says("method", part, lines) | index.says("indicator", part, lines)]
    if words:
        named = np.array([any(word in str(item) for word in words) for item in index.words("item")], dtype=np.bool_)
        lines = lines[named[index.codes("item")[lines]]]
    return lines


def double_counting(account: Account) -> list[Finding]:
    """Say where both sides of a declared rule against double counting are in the sum."""
    pairs = excluded_pairs(account)
    words = {id(rule): _words(account, rule) for rule in {id(rule): rule for rule, _, _ in pairs}.values()}
    return [finding("GEP227", subject=f"{place}/{rule.a}/{rule.b}", **words[id(rule)]) for rule, place, _ in pairs]


def _words(account: Account, rule: Exclusion) -> dict[str, Any]:
    return {
        "a": _side_name(account, rule.a, rule.a_items),
        "b": _side_name(account, rule.b, rule.b_items),
        "rule": rule.rule.label()._asdict(),
        "evidence": {lang: label(f"evidence_{rule.evidence}", lang) for lang in LANGUAGES},
    }


def _side_name(account: Account, side: str, items: tuple[str, ...]) -> dict[str, str]:
    name, _, part = side.partition(".")
    rule = account.profile.rule(name)
    spec = service(name)
    if rule is None or spec is None:
        return dict.fromkeys(LANGUAGES, side)
    method = spec.method(part) if part else None
    step = next((step for _, _, step in spec.steps() if step.name == part), None) if part else None
    known = method.label if method else step.label if step else None
    names = {lang: getattr(rule.label, lang) + (f" · {known.text(lang)}" if known else "") for lang in LANGUAGES}
    # Two sides of one service are told apart by their items; free words for fodder are said by the rule itself.
    keys = {key.kind for sheet in spec.sheets for key in sheet.keys if key.name == "item"} - {"name"}
    known_items = [one for kind in keys for one in (find_item(kind, item) for item in items) if one is not None]
    listed = {lang: "、".join(getattr(one, lang) for one in known_items) for lang in LANGUAGES}
    return {lang: name + (f" · {listed[lang]}" if known_items else "") for lang, name in names.items()}
