"""Both sides of a declared rule against double counting in one sum."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gep.account import Account
from gep.findings import Finding, finding
from gep.messages import LANGUAGES, label
from gep.profiles import Exclusion
from gep.services import service

__all__ = ["double_counting", "excluded_pairs"]

UNALLOCATED = "unallocated"
"""Ecosystem of lines without a type: two of them need not be of the same type."""


def excluded_pairs(account: Account) -> list[tuple[Exclusion, str, str]]:
    """Return the declared rules against double counting that the account meets, each with region/year and on what.

    A side is met by lines that enter the sum, or under a standard that prices nothing by included lines, with a number
    that is not zero.
    """
    lines = account.ledger[(account.ledger["status"] != "excluded") & (account.ledger["role"] != "deduction")]
    if account.profile.monetary:
        lines = lines[lines["counted"].to_numpy(np.bool_)]
        lines = lines[lines["value"].fillna(0) != 0]
    else:
        lines = lines[lines["quantity"].fillna(0) != 0]
    lines = lines[["region", "year", "service", "indicator", "item", "ecosystem", "method"]]
    present = set(lines["service"])
    found = []
    for rule in account.profile.exclusions:
        if not {side.partition(".")[0] for side in (rule.a, rule.b)} <= present:
            continue
        keys = ["region", "year", *([] if rule.overlap == "region" else [rule.overlap])]
        sides = [
            dict.fromkeys(_side(lines, side, words)[keys].itertuples(index=False, name=None))
            for side, words in ((rule.a, rule.a_items), (rule.b, rule.b_items))
        ]
        places: dict[str, list[str]] = {}
        for region, year, *rest in sides[0]:
            if (region, year, *rest) in sides[1] and rest != [UNALLOCATED]:
                places.setdefault(f"{region}/{year}", []).extend(map(str, rest))
        found += [(rule, place, "、".join(on)) for place, on in places.items()]
    return found


def _side(lines: pd.DataFrame, side: str, words: tuple[str, ...]) -> pd.DataFrame:
    """Return the lines of one side of an exclusion."""
    name, _, part = side.partition(".")
    lines = lines[lines["service"].to_numpy(object) == name]
    if part:
        lines = lines[(lines["method"] == part) | (lines["indicator"] == part)]
    if words:
        named = [any(word in str(item) for word in words) for item in lines["item"]]
        lines = lines[np.array(named, dtype=np.bool_)]
    return lines


def double_counting(account: Account) -> list[Finding]:
    """Say where both sides of a declared rule against double counting are in the sum."""
    return [
        finding(
            "GEP227",
            subject=f"{place}/{rule.a}/{rule.b}",
            a=_side_name(account, rule.a),
            b=_side_name(account, rule.b),
            rule=rule.rule.label()._asdict(),
            evidence={lang: label(f"evidence_{rule.evidence}", lang) for lang in LANGUAGES},
        )
        for rule, place, _ in excluded_pairs(account)
    ]


def _side_name(account: Account, side: str) -> dict[str, str]:
    name, _, part = side.partition(".")
    rule = account.profile.rule(name)
    spec = service(name)
    if rule is None or spec is None:
        return dict.fromkeys(LANGUAGES, side)
    method = spec.method(part) if part else None
    step = next((step for _, _, step in spec.steps() if step.name == part), None) if part else None
    known = method.label if method else step.label if step else None
    return {lang: getattr(rule.label, lang) + (f" · {known.text(lang)}" if known else "") for lang in LANGUAGES}
