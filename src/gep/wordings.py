"""Words of published accounts for what this program calls otherwise (``coefficients/words.toml``).

A known word means exactly one thing and is read as it. An open word means one of several things: it is not read, and
the message names what may be meant.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from gep.resources import data_root

__all__ = ["known_wordings", "open_wordings"]


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads((data_root("coefficients") / "words.toml").read_text("utf-8"))


def known_wordings(kind: str, service: str = "") -> Mapping[str, tuple[str, ...]]:
    """Return other words for the keys of a vocabulary.

    Parameters
    ----------
    kind : str
        ``"service"``, ``"price"`` or ``"step"``.
    service : str
        For steps, the service they belong to.

    Returns
    -------
    mapping of str to tuple of str
        Key of the vocabulary → words; empty where there are none.

    Examples
    --------
    >>> known_wordings("service")["sand_fixation"]
    ('固沙', '防沙固沙')
    """
    table = _file()["known"].get(kind, {})
    rows = table.get(service, {}) if kind == "step" else table
    return {key: tuple(words) for key, words in rows.items()}


def open_wordings() -> Mapping[str, tuple[str, ...]]:
    """Return words that mean one of several things, with the words of this program for these.

    Examples
    --------
    >>> open_wordings()["固碳释氧"]
    ('固碳', '释氧')
    """
    return {word: tuple(meant) for word, meant in _file()["open"].items()}
