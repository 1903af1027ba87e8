"""The page on preparation: every function is there, what it cites exists, and its examples compute what they print."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from preparation_inputs import BOOK, RULES

import gep.preparation

PAGE = Path(__file__).resolve().parents[2] / "docs" / "preparation.md"
WORKED = runpy.run_path(str(PAGE.parent / "worked_examples.py"))
TEXT = WORKED["FENCE"].sub("", PAGE.read_text("utf-8"))
CITED = set(re.findall(r"`([^`\n]+)`", TEXT))
HELPERS = sorted(
    name
    for name in gep.preparation.__all__
    if callable(getattr(gep.preparation, name)) and name.islower() and name not in RULES
)


def test_the_examples_compute_what_they_print() -> None:
    assert WORKED["failures_of"](PAGE) == ""


@pytest.mark.parametrize("name", HELPERS)
def test_the_page_names_every_function(name: str) -> None:
    assert name in CITED


def test_what_the_page_cites_exists() -> None:
    names = {full: set(BOOK.sets(full)) for full in BOOK.names()}
    coefficients = {one for one in CITED if re.fullmatch(r"(?!gep)[a-z_]+\.[a-z_]+(@\w+)?", one)}
    assert len(coefficients) > 20
    for one in coefficients:
        full, _, set_ = one.partition("@")
        assert full in names, one
        assert not set_ or set_ in names[full], one
    sources = {one for one in CITED if re.fullmatch(r"[a-z]+\d*_?(19|20)\d\d", one)}
    assert sources
    assert sources <= set(BOOK.sources)
