"""Gross Ecosystem Product accounts (GEP, 生态产品总值): Excel inventory in, auditable accounting workbook out.

Examples
--------
>>> import gep
>>> inventory = gep.read_inventory("inventory.xlsx")  # doctest: +SKIP
>>> account = gep.compile_account(inventory, standard="rcees_2017")  # doctest: +SKIP
>>> account.write("account.xlsx")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from gep import services
    from gep.account import Account
    from gep.compile import compile_account
    from gep.findings import Finding, GepError, InputError, UnitError
    from gep.inventory import Inventory, read_inventory
    from gep.listings import coefficients, standards, template
    from gep.succession import year_on_year
    from gep.units import Quantity, unit

__all__ = [
    "Account",
    "Finding",
    "GepError",
    "InputError",
    "Inventory",
    "Quantity",
    "UnitError",
    "coefficients",
    "compile_account",
    "read_inventory",
    "services",
    "standards",
    "template",
    "unit",
    "year_on_year",
]

# Where each public name is. They are imported when first used, so that `import gep` and `gep --help` are quick.
_HOMES = {
    "Account": "gep.account",
    "Finding": "gep.findings",
    "GepError": "gep.findings",
    "InputError": "gep.findings",
    "Inventory": "gep.inventory",
    "Quantity": "gep.units",
    "UnitError": "gep.findings",
    "coefficients": "gep.listings",
    "compile_account": "gep.compile",
    "read_inventory": "gep.inventory",
    "standards": "gep.listings",
    "template": "gep.listings",
    "unit": "gep.units",
    "year_on_year": "gep.succession",
}


def __getattr__(name: str) -> object:
    if name == "services":
        return import_module("gep.services")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__} - {"TYPE_CHECKING", "annotations", "import_module"})
