"""Results beyond the point where an equation that should rise with an argument falls."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gep.account import Account, Calculation
from gep.findings import Finding, finding
from gep.spec import Step

__all__ = ["turned_results"]

MORE = 1 + 1e-6
"""By how much an argument is raised: far above rounding, far below what an analyst would call a difference."""


def turned_results(account: Account) -> list[Finding]:
    """Point out the lines on which a result falls where it is meant to rise.

    Such a result is too small however sound its arguments are, and nothing else in the account shows it.
    """
    return [
        one
        for calculation in account.calculations
        for step in calculation.method.steps
        if step.rises_with
        for one in _turned(account, calculation, step)
    ]


def _turned(account: Account, calculation: Calculation, step: Step) -> Iterator[Finding]:
    arguments = calculation.arguments[step.name]
    sheet = calculation.method.sheet
    known = np.logical_and.reduce([one.known for one in arguments.values()])
    if step.rule is None or sheet is None or not known.any():
        return
    bound = arguments[step.rises_with]
    inputs = {name: one.at(known) for name, one in arguments.items()}
    raised = inputs | {step.rises_with: np.asarray(bound.at(known)) * MORE}
    falls = step.rule.evaluate(raised) < step.rule.evaluate(inputs)
    table = account.inventory.table(sheet.name)
    for line in np.flatnonzero(known)[falls]:
        ecosystem = calculation.keys.ecosystem_of(line)
        yield finding(
            "GEP243",
            table.where(int(bound.rows[line]), bound.name),
            subject=f"{sheet.name}/{ecosystem}/{step.name}",
            typed=f"{calculation.results[step.name][line]:.6g} {calculation.units[step.name][int(line)]}",
            name=step.label._asdict(),
            argument=sheet.numbers[bound.name].label._asdict(),
        )
