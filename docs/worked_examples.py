"""The worked examples of the documentation: computed when it is built, and by the tests."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

__all__ = ["FENCE", "examples_of", "failures_of"]

FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples_of(text: str) -> str:
    """Return the examples of a page, every other line of it blank, so that failures name the right line."""
    kept = ["\n"] * (text.count("\n") + 1)
    for block in FENCE.finditer(text):
        first = text.count("\n", 0, block.start(1))
        for offset, line in enumerate(block.group(1).splitlines(keepends=True)):
            kept[first + offset] = line
    return "".join(kept)


def failures_of(page: Path) -> str:
    """Run the examples of a page; return what they do not compute as printed, empty if nothing.

    Raises
    ------
    ValueError
        If the page has no example.
    """
    text = examples_of(page.read_text("utf-8"))
    found = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    if not found.examples:
        raise ValueError(f"{page.name} has no worked example")
    said: list[str] = []
    doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(found, out=said.append)
    return "".join(said)
