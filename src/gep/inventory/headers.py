"""Headers: which column of a sheet is which declared one, and the unit that stands in its header."""

from __future__ import annotations

from gep.inventory.parsing import Parsing
from gep.inventory.raw import RawColumn
from gep.inventory.words import header_parts, normal
from gep.spec import Number

__all__ = ["match_headers"]


def match_headers(parsing: Parsing) -> dict[str, tuple[RawColumn, str | None]]:
    """Return for each declared column (and ``<name>_unit``) the column of the sheet with the unit in its header."""
    words: dict[str, str] = {}
    for declared in parsing.sheet.columns:
        for word in (declared.name, *declared.label):
            words[normal(word)] = declared.name
        if isinstance(declared, Number) and declared.unit_label:
            for word in (f"{declared.name}_unit", *declared.unit_label):
                words[normal(word)] = f"{declared.name}_unit"
    found: dict[str, tuple[RawColumn, str | None]] = {}
    for column in parsing.raw.columns:
        name, unit = words.get(normal(column.header)), None
        if name is None:
            label, unit = header_parts(column.header)
            name = words.get(normal(label))
        where = parsing.raw.where(column.letters)
        if name is None:
            parsing.report("GEP115", where, typed=column.header)
        elif name in found:
            parsing.report("GEP118", where, typed=column.header)
        else:
            found[name] = (column, unit)
            parsing.letters[name] = column.letters
    return found
