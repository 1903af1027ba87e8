"""Lines without a number, and priced lines below zero."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from gep.account import Account
from gep.classifications import find_ecosystem
from gep.findings import Finding, Where, finding
from gep.messages import LANGUAGES
from gep.services import service

__all__ = ["missing_values", "negative_values"]

_NAMED = ("service", "indicator", "item", "ecosystem")
"""What a line is called by."""


def missing_values(account: Account) -> list[Finding]:
    """Lines without a number, which the sum lacks."""
    lines = np.flatnonzero(account.index.says("status", "no_data"))
    return [finding("GEP222", where, subject=subject, name=name) for where, subject, name in _described(account, lines)]


def negative_values(account: Account) -> list[Finding]:
    """Priced lines below zero, which are right only where an ecosystem takes more than it gives."""
    index, values = account.index, account.index.floats("value")
    below = index.counted[values[index.counted] < 0]
    lines = below[~index.says("role", "deduction")[below]]
    return [
        finding("GEP223", where, subject=subject, typed=f"{value:,.2f}", name=name)
        for value, (where, subject, name) in zip(values[lines].tolist(), _described(account, lines), strict=True)
    ]


def _described(account: Account, lines: npt.NDArray[np.intp]) -> Iterator[tuple[Where, str, dict[str, str]]]:
    """Yield of some lines the row that each is computed from, where there is one, its stable name and its name."""
    origins = zip(*(account.index.entries(name, lines) for name in ("calculation", "row")), strict=True)
    named = zip(*(account.index.entries(name, lines) for name in _NAMED), strict=True)
    for (calculation, row), names in zip(origins, named, strict=True):
        sheet, where = account.calculations[calculation].method.sheet, Where()
        if sheet is not None and row >= 0:
            table = account.inventory.table(sheet.name)
            where = table.where(row, "ecosystem" if "ecosystem" in table.letters else "item")
        yield where, "/".join(filter(None, names)), _line_name(*names)


@lru_cache(maxsize=4096)
def _line_name(service_name: str, indicator: str, item: str, ecosystem: str) -> dict[str, str]:
    """Return the name of a line in both languages."""
    spec, known = service(service_name), find_ecosystem(ecosystem)
    step = next((one for _, _, one in spec.steps() if one.name == indicator), None) if spec else None
    return {
        lang: " · ".join(
            filter(
                None,
                (
                    spec.label.text(lang) if spec else "",
                    step.label.text(lang) if step else "",
                    item,
                    getattr(known, lang) if known else "",
                ),
            )
        )
        for lang in LANGUAGES
    }
