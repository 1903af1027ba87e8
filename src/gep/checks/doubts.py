"""Coefficients that nobody verified, and those that are taken from a wider type or region."""

from __future__ import annotations

from gep.account import Account
from gep.classifications import in_words
from gep.findings import Finding, finding
from gep.messages import LANGUAGES

__all__ = ["doubtful_coefficients"]


def doubtful_coefficients(account: Account) -> list[Finding]:
    """Placeholders and inherited values, named on the face of the account."""
    placeholders: dict[str, Finding] = {}
    inherited: dict[str, list[str]] = {}
    for calculation in account.calculations:
        for step, arguments in calculation.arguments.items():
            price = calculation.prices.get(step)
            for binding in (*arguments.values(), *((price,) if price else ())):
                for one in binding.coefficients:
                    if one.status == "placeholder":
                        placeholders[one.id] = finding("GEP224", subject=one.id, typed=one.id)
                    if one.fallback and one.fallback not in inherited.setdefault(one.id, []):
                        inherited[one.id].append(one.fallback)
    return [
        *placeholders.values(),
        *(
            finding(
                "GEP225",
                subject=name,
                typed=name,
                steps={lang: "; ".join(in_words(one, lang) for one in steps) for lang in LANGUAGES},
            )
            for name, steps in inherited.items()
            if steps
        ),
    ]
