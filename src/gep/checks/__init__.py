"""Checks of a compiled account: pure functions from an account to findings."""

from __future__ import annotations

from collections.abc import Callable

from gep.account import Account
from gep.checks.continuity import year_on_year_results
from gep.checks.deducted import deductions_against_values
from gep.checks.doubts import doubtful_coefficients
from gep.checks.exclusions import double_counting
from gep.checks.gaps import completeness, uncovered_types
from gep.checks.identities import totals_agree, unique_lines, value_is_quantity_times_price
from gep.checks.lines import missing_values, negative_values
from gep.checks.plausibility import plausible_rates, value_by_area
from gep.checks.turning import turned_results
from gep.findings import Finding

__all__ = ["CHECKS"]

CHECKS: tuple[Callable[[Account], list[Finding]], ...] = (
    unique_lines,
    value_is_quantity_times_price,
    totals_agree,
    completeness,
    missing_values,
    negative_values,
    doubtful_coefficients,
    uncovered_types,
    double_counting,
    deductions_against_values,
    plausible_rates,
    value_by_area,
    turned_results,
    year_on_year_results,
)
