"""The inventory: what an analyst fills in, read, checked and addressed."""

from __future__ import annotations

from pathlib import Path

from gep.inventory.model import Inventory, SourceFile, assemble

__all__ = ["Inventory", "SourceFile", "assemble", "read_inventory"]


def read_inventory(path: str | Path) -> Inventory:
    """Read and check an inventory.

    Parameters
    ----------
    path : str or Path
        A workbook (``.xlsx``, ``.xls``, ``.et``, ``.ods``) or a folder with one CSV file for each sheet.

    Returns
    -------
    Inventory
        With the findings that do not stop an account.

    Raises
    ------
    InputError
        Carrying every finding, if any stops the account.
    """
    from gep.findings import InputError, stops  # noqa: PLC0415
    from gep.workbook.read import load_inventory  # noqa: PLC0415

    path = Path(path)
    inventory, findings = load_inventory(path)
    if inventory is None or stops(findings):
        raise InputError("GEP100", findings, file=path.name or path.resolve().name)
    return inventory
