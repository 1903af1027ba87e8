"""Columns of words: keys, read in their vocabulary, and free texts."""

from __future__ import annotations

import numpy as np

from gep.inventory.parsing import Parsing, cells_of, report_broken, texts_of
from gep.inventory.raw import RawColumn
from gep.inventory.words import find_key, known_words, nearest
from gep.spec import Key, Text

__all__ = ["parse_key", "parse_text"]


def parse_text(parsing: Parsing, declared: Text, column: RawColumn | None) -> None:
    """Read a column of free texts."""
    texts = texts_of(parsing, column)
    parsing.columns[declared.name] = texts
    if column is None:
        return
    for position, (cell, text) in enumerate(zip(cells_of(column, parsing.size), texts, strict=True)):
        if text or (cell is not None and report_broken(parsing, column, position, cell, position)):
            continue
        if declared.required and parsing.require_numbers:
            where = parsing.where(column, position)
            parsing.report("GEP106", where, row=position, column=declared.label._asdict())


def parse_key(parsing: Parsing, declared: Key, column: RawColumn | None) -> None:
    """Read a column of words as keys of their vocabulary."""
    services = parsing.columns.get("service")
    keys = np.full(parsing.size, "", dtype=object)
    texts = parsing.words[declared.name] = texts_of(parsing, column)
    found: dict[tuple[str, str], str | None] = {}
    for position, (cell, text) in enumerate(zip(cells_of(column, parsing.size), texts, strict=True)):
        if not text:
            broken = (
                cell is not None and column is not None and report_broken(parsing, column, position, cell, position)
            )
            if declared.required and column is not None and not broken:
                label = declared.label._asdict()
                parsing.report("GEP106", parsing.where(column, position), row=position, column=label)
            continue
        service = str(services[position]) if services is not None else ""
        if declared.kind == "step" and not service:
            continue  # the service has its finding; no step can be looked up without it
        if (text, service) not in found:
            found[text, service] = find_key(declared.kind, text, service)
        key = found[text, service]
        if key is None and column is not None:
            words = known_words(declared.kind, service)
            code = "GEP109" if declared.kind == "ecosystem" else "GEP112"
            parsing.report(
                code,
                parsing.where(column, position),
                typed=text,
                row=position,
                column=declared.label._asdict(),
                known=nearest(text, words),
            )
        keys[position] = key or ""
    parsing.columns[declared.name] = keys
