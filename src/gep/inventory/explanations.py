"""审核说明: explanations that the analyst recorded, matched by code and subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gep.findings import Finding, Grade
from gep.inventory.jumps import YEAR_ON_YEAR
from gep.inventory.tables import Table
from gep.inventory.words import normal

__all__ = ["settle", "unused"]


def _recorded(table: Table | None) -> dict[tuple[str, str], tuple[int, str]]:
    if table is None:
        return {}
    columns = (table.frame[name] for name in ("code", "subject", "explanation"))
    return {
        (normal(str(code)), normal(str(subject))): (position, str(text))
        for position, (code, subject, text) in enumerate(zip(*columns, strict=True))
    }


def settle(findings: Iterable[Finding], table: Table | None) -> list[Finding]:
    """Return the findings, those that were explained with their explanation.

    An error cannot be explained away; every other finding keeps the analyst's words beside it.
    """
    recorded = _recorded(table)
    if not recorded:
        return list(findings)
    return [
        replace(one, explanation=recorded[key][1])
        if (key := (normal(one.code), normal(one.subject))) in recorded and one.grade is not Grade.ERROR
        else one
        for one in findings
    ]


def unused(findings: Iterable[Finding], table: Table | None) -> list[int]:
    """Return the positions of the explanations that match no finding.

    What is found only beside last year's inventory may be explained whether or not that one is given.
    """
    met = {(normal(one.code), normal(one.subject)) for one in findings}
    elsewhere = {normal(code) for code in YEAR_ON_YEAR}
    return [position for key, (position, _) in _recorded(table).items() if key not in met and key[0] not in elsewhere]
