"""Columns of words: keys, read in their vocabulary, and free texts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gep.inventory.coding import Coded, distinct
from gep.inventory.parsing import Parsing, blanks, merged, report_broken, words_of
from gep.inventory.raw import RawColumn
from gep.inventory.words import find_key, known_words, nearest
from gep.spec import Key, Text

__all__ = ["parse_key", "parse_text"]


def parse_text(parsing: Parsing, declared: Text, column: RawColumn | None) -> None:
    """Read a column of free texts."""
    words = words_of(column, parsing.size)
    parsing.columns[declared.name] = words.texts()
    if column is None:
        return
    required = declared.required and parsing.require_numbers
    for position in blanks(column, words, required=required).tolist():
        _report_blank(parsing, column, position, declared.label._asdict() if required else None)


def _report_blank(parsing: Parsing, column: RawColumn, position: int, required: Mapping[str, str] | None) -> None:
    """Report a cell without a word: what it holds is no value, or it is blank in a column that is `required`."""
    cell = None if isinstance(column.cells, np.ndarray) else column.cells[position]
    if (cell is None or not report_broken(parsing, column, position, cell, position)) and required:
        parsing.report("GEP106", parsing.where(column, position), row=position, column=required)


def parse_key(parsing: Parsing, declared: Key, column: RawColumn | None) -> None:
    """Read a column of words as keys of their vocabulary, each distinct word once."""
    words = words_of(column, parsing.size)
    parsing.words[declared.name] = words.texts()
    numbers, asked = words.codes, [(word, "") for word in words.words]
    if declared.kind == "step":  # a step is one of the service of its row
        services = parsing.codes.get("service", Coded.same("", parsing.size))
        numbers, first = distinct(words.codes, services.codes)
        asked = [(words[row], services[row]) for row in first]
    keys = [_key(declared.kind, *one) for one in asked]
    parsing.codes[declared.name] = merged([key or "" for key in keys], numbers)
    parsing.columns[declared.name] = parsing.codes[declared.name].texts()
    if column is None:
        return
    label = declared.label._asdict()
    unknown = np.array([key is None for key in keys], dtype=np.bool_)[numbers]
    empty = blanks(column, words, required=declared.required)
    known: dict[int, str] = {}
    for position in np.union1d(np.flatnonzero(unknown), empty).tolist():
        if not unknown[position]:
            _report_blank(parsing, column, position, label if declared.required else None)
            continue
        number = int(numbers[position])
        text, service = asked[number]
        if number not in known:
            known[number] = nearest(text, known_words(declared.kind, service))
        code, where = "GEP109" if declared.kind == "ecosystem" else "GEP112", parsing.where(column, position)
        parsing.report(code, where, typed=text, row=position, column=label, known=known[number])


def _key(kind: str, text: str, service: str) -> str | None:
    """Return the key that a word stands for, nothing for no word, None for one that is not known."""
    if not text or (kind == "step" and not service):
        return ""  # without its service, which has its finding, no step can be looked up
    return find_key(kind, text, service)
