"""Lines without a number, and priced lines below zero."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from gep.account import Account
from gep.classifications import find_ecosystem
from gep.findings import Finding, Where, finding
from gep.messages import LANGUAGES
from gep.services import service

__all__ = ["missing_values", "negative_values"]


def _line_where(account: Account, row: Mapping[Hashable, object]) -> Where:
    """Return the row of the sheet that a line is computed from, where there is one."""
    sheet, place = account.calculations[int(str(row["calculation"]))].method.sheet, int(str(row["row"]))
    if sheet is None or place < 0:
        return Where()
    table = account.inventory.table(sheet.name)
    return table.where(place, "ecosystem" if "ecosystem" in table.letters else "item")


def missing_values(account: Account) -> list[Finding]:
    """Lines without a number, which the sum lacks."""
    found = []
    for row in account.ledger[account.ledger["status"].to_numpy(object) == "no_data"].to_dict("records"):
        found.append(finding("GEP222", _line_where(account, row), subject=_line_subject(row), name=_line_name(row)))
    return found


def _line_subject(row: Mapping[Hashable, object]) -> str:
    parts = (row["service"], row["indicator"], row["item"], row["ecosystem"])
    return "/".join(str(one) for one in parts if one)


def _line_name(row: Mapping[Hashable, object]) -> dict[str, str]:
    """Return the name of a line in both languages."""
    spec, known = service(str(row["service"])), find_ecosystem(str(row["ecosystem"]))
    step = next((one for _, _, one in spec.steps() if one.name == row["indicator"]), None) if spec else None
    return {
        lang: " · ".join(
            filter(
                None,
                (
                    spec.label.text(lang) if spec else "",
                    step.label.text(lang) if step else "",
                    str(row["item"]),
                    getattr(known, lang) if known else "",
                ),
            )
        )
        for lang in LANGUAGES
    }


def negative_values(account: Account) -> list[Finding]:
    """Priced lines below zero, which are right only where an ecosystem takes more than it gives."""
    lines = account.counted
    lines = lines[(lines["value"] < 0) & (lines["role"] != "deduction")]
    return [
        finding(
            "GEP223",
            _line_where(account, row),
            subject=_line_subject(row),
            typed=f"{row['value']:,.2f}",
            name=_line_name(row),
        )
        for row in lines.to_dict("records")
    ]
