"""The pages of a workbook with the formulas between them: from bound arguments through each step up to the total."""

from __future__ import annotations

from dataclasses import replace

from gep.account import Account
from gep.tables.by_ecosystem import ecosystem_formulas, ecosystem_lines
from gep.tables.by_region import by_region_formulas, by_region_inputs
from gep.tables.calculations import calculation_pages
from gep.tables.deductions import deductions_inputs
from gep.tables.join import Join
from gep.tables.pages import Page
from gep.tables.parameter_page import parameters_inputs
from gep.tables.parameter_rows import keyed_parameters, parameters_frame
from gep.tables.quality import quality_formulas
from gep.tables.quantities import quantity_formulas, quantity_lines
from gep.tables.standard import TABLES, make_table, pages_of
from gep.tables.summary import summary_formulas, summary_lines
from gep.tables.values import value_formulas, value_lines

__all__ = ["live_pages"]

_FORMULAS = {
    "quantity": quantity_formulas,
    "value": value_formulas,
    "service_by_ecosystem": ecosystem_formulas,
    "summary": summary_formulas,
    "by_region": by_region_formulas,
    "quality": quality_formulas,
}
_LINES = {
    "quantity": quantity_lines,
    "value": value_lines,
    "service_by_ecosystem": ecosystem_lines,
    "summary": summary_lines,
}
_INPUTS = {"parameters": parameters_inputs, "by_region": by_region_inputs, "deductions": deductions_inputs}


def live_pages(account: Account, lang: str = "zh") -> tuple[Page, ...]:
    """Return every standard table and every calculation of an account as pages, joined by formulas.

    Each formula's number stands in its cell as well, so that a reader that does not compute sees it. Change a bound
    argument, a coefficient or a price, and everything up to the total follows. Under a standard without values the
    tables of values are left out.
    """
    parameters = keyed_parameters(account)
    frames = {"parameters": parameters_frame(parameters)}
    frames |= {name: make_table(account, name) for name in TABLES if name not in frames}
    pages = pages_of(account, frames, lang)
    calculations = calculation_pages(account, parameters, lang)
    join = Join(account, calculations, pages, frames)
    for name, page in pages.items():
        pages[name] = replace(
            page,
            formulas=_FORMULAS[name](join) if name in _FORMULAS else {},
            lines=_LINES[name](join) if name in _LINES else {},
            inputs=_INPUTS[name](join) if name in _INPUTS else frozenset(),
        )
    lines = join.calculated()
    return (*pages.values(), *(replace(page, lines=lines.get(page.id, {})) for page in calculations.pages))
