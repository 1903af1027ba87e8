"""审核说明: explanations that the analyst recorded, matched by code and subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gep.findings import Finding, Grade
from gep.inventory.jumps import YEAR_ON_YEAR
from gep.inventory.tables import Table
from gep.inventory.words import normal

__all__ = ["settle", "unused"]


def _recorded(table: Table | None) -> dict[tuple[str, str], tuple[int, str]]:
    if table is None:
        return {}
    columns = (table.frame[name].tolist() for name in ("code", "subject", "explanation"))
    return {
        (normal(str(code)), normal(str(subject))): (position, str(text))
        for position, (code, subject, text) in enumerate(zip(*columns, strict=True))
    }


def _spoken_of(findings: Sequence[Finding], recorded: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the codes of findings that an explanation names, as they are compared: of the rest nothing is read."""
    codes = {code for code, _ in recorded}
    return {code: word for code in {one.code for one in findings} if (word := normal(code)) in codes}


def settle(findings: Iterable[Finding], table: Table | None) -> list[Finding]:
    """Return the findings, those that were explained with their explanation.

    An error cannot be explained away; every other finding keeps the analyst's words beside it.
    """
    findings, recorded = list(findings), _recorded(table)
    spoken_of = _spoken_of(findings, recorded)
    for place, one in enumerate(findings):
        if one.code in spoken_of and one.grade is not Grade.ERROR:
            _, text = recorded.get((spoken_of[one.code], normal(one.subject)), (-1, one.explanation))
            if text != one.explanation:
                findings[place] = replace(one, explanation=text)
    return findings


def unused(findings: Iterable[Finding], table: Table | None) -> list[int]:
    """Return the positions of the explanations that match no finding.

    What is found only beside last year's inventory may be explained whether or not that one is given.
    """
    findings, recorded = list(findings), _recorded(table)
    spoken_of = _spoken_of(findings, recorded)
    met = {(spoken_of[one.code], normal(one.subject)) for one in findings if one.code in spoken_of}
    elsewhere = {normal(code) for code in YEAR_ON_YEAR}
    return [position for key, (position, _) in recorded.items() if key not in met and key[0] not in elsewhere]
