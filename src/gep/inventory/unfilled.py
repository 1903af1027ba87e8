"""Rows that were listed beforehand and not filled in: set aside with a finding, where nothing can get lost so."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from gep.findings import Finding, finding
from gep.inventory.raw import RawTable
from gep.inventory.words import find_key, header_parts, normal
from gep.spec import Sheet

__all__ = ["lists_ecosystems", "set_aside"]


def lists_ecosystems(sheet: Sheet) -> bool:
    """Return whether the rows of a sheet are ecosystem types and nothing else, so that a template can list them."""
    keys = [key for key in sheet.keys if key.required]
    return len(keys) == 1 and keys == list(sheet.keys) and keys[0].kind == "ecosystem" and bool(sheet.numbers)


def set_aside(raw: RawTable, sheet: Sheet, present: Collection[str] | None) -> tuple[RawTable, list[Finding]]:
    """Take out the rows in which nothing but the ecosystem type stands.

    A row is a claim that there is something, and a blank in it an error. A type that a template listed claims nothing
    yet. It stays nevertheless where the region has the type and other rows of the sheet are filled in: whoever counts
    grassland and leaves forest blank has forgotten it.

    Parameters
    ----------
    raw : RawTable
        The rows of a sheet.
    sheet : Sheet
        Its declaration; only of a sheet whose rows are ecosystem types are rows taken out.
    present : collection of str or None
        Ecosystem types that the region has; None for 生态系统面积 itself, which says so.

    Returns
    -------
    RawTable
        The other rows.
    list of Finding
        One finding that names the rows taken out, if any: of grade *verify* in 生态系统面积, else a *hint*.
    """
    if raw.script or not lists_ecosystems(sheet):
        return raw, []
    key = sheet.keys[0]
    words = {normal(word) for word in (key.name, *key.label)}
    column = next((one for one in raw.columns if normal(header_parts(one.header)[0]) in words), None)
    if column is None:
        return raw, []
    others = [one for one in raw.columns if one is not column]
    typed = [column.text(position) for position in range(len(raw.rows))]
    types = [find_key(key.kind, text) if text else None for text in typed]
    bare = np.array(
        [type_ is not None and not any(one.is_filled(at) for one in others) for at, type_ in enumerate(types)],
        dtype=bool,
    )
    if present is not None and not bare.all():
        bare &= np.array([type_ not in present for type_ in types], dtype=bool)
    if not bare.any():
        return raw, []
    positions = np.flatnonzero(bare)
    names = "、".join(typed[position] for position in positions)
    code = "GEP161" if present is None else "GEP160"
    where = raw.where(column.letters, int(raw.rows[positions[0]]))
    told = finding(code, where, subject=f"{sheet.name}/unfilled", count=len(positions), names=names)
    return raw.only(~bare), [told]
