"""The catalogues: every word an analyst reads, Chinese first, English beside it.

One TOML file per topic. A code has its grade, and for each language its text and what to do about it; ``labels.toml``
and ``table_labels.toml`` hold the interface words. A test keeps both languages complete and their placeholders equal.
Ranges: 0xx files and workbooks, 1xx cells and rows, 2xx plausibility and identities, 3xx compiling, 4xx coefficients,
prices and standards, 5xx units, 6xx command line, 7xx preparing inputs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["LANGUAGES", "codes", "entry", "grade_of", "label", "message"]

LANGUAGES = ("zh", "en")

_LABELS = "labels.toml"


@cache
def _codes() -> Mapping[str, Mapping[str, Any]]:
    merged: dict[str, Mapping[str, Any]] = {}
    for path in sorted(Path(__file__).parent.glob("*.toml")):
        if path.name.endswith(_LABELS):
            continue
        for code, content in tomllib.loads(path.read_text("utf-8")).items():
            if code in merged:
                raise ValueError(f"{path.name}: code {code} is defined twice")
            merged[code] = content
    return merged


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    merged: dict[str, Mapping[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob(f"*{_LABELS}")):
        for key, words in tomllib.loads(path.read_text("utf-8")).items():
            if key in merged:
                raise ValueError(f"{path.name}: label {key} is defined twice")
            merged[key] = words
    return merged


def _fill(text: str, lang: str, params: Mapping[str, object]) -> str:
    chosen = {key: value[lang] if isinstance(value, Mapping) else value for key, value in params.items()}
    return text.format(**chosen)


def codes() -> tuple[str, ...]:
    """Return every code, sorted."""
    return tuple(sorted(_codes()))


def entry(code: str) -> Mapping[str, Any]:
    """Return the catalogue entry of `code`: its grade, and ``zh`` and ``en`` with ``text`` and ``todo``."""
    return _codes()[code]


def grade_of(code: str) -> str:
    """Return the grade of `code`."""
    return str(_codes()[code]["grade"])


def message(code: str, part: str, lang: str, params: Mapping[str, object]) -> str:
    """Return `part` (``text`` or ``todo``) of `code` in `lang`, filled with `params`.

    A parameter that is a mapping with the keys ``zh`` and ``en`` is shown in the language asked for.
    """
    return _fill(_codes()[code][lang][part], lang, params)


def label(key: str, lang: str = "zh", **params: object) -> str:
    """Return the interface word or sentence `key` in `lang`, filled with `params`."""
    return _fill(_labels()[key][lang], lang, params)
