"""What all written workbooks share: whole files, no clock, exact numbers, text that stays text, the width of text."""

from __future__ import annotations

import os
import unicodedata
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

__all__ = ["line_count", "new_workbook", "save", "set_up_print", "text_width"]

CREATED = datetime(2000, 1, 1)
A4 = 9
REMEMBERED = 20_000  # texts: the same words stand in many rows


class _ExactWorksheet(Worksheet):  # type: ignore[misc]
    """A worksheet that writes every digit of a number; XlsxWriter stops at 16, and a float64 may need 17.

    Formulas are written as they are. XlsxWriter would search each for thirty functions that older programs did not
    know, which takes half of the time of writing; none of them occurs in ours.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
        shown = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{shown}><v>{repr(float(number)).removesuffix('.0')}</v></c>")


class _ExactWorkbook(xlsxwriter.Workbook):  # type: ignore[misc]
    worksheet_class = _ExactWorksheet


def new_workbook(target: BinaryIO, title: str) -> Any:
    """Return an empty workbook that writes to `target`.

    No text becomes a formula, a link or a number, and the same content gives the same bytes.
    """
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = _ExactWorkbook(target, options)
    printable = "".join(
        one for one in title if one.isprintable()
    )  # XlsxWriter escapes control characters in cells only
    book.set_properties({"title": printable, "created": CREATED})
    return book


def save(path: Path, content: bytes) -> None:
    """Write `content` to `path` in one step: the old file or the new one, never half of it.

    Raises
    ------
    OSError
        If that is not possible; nothing is left behind then.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        scratch.write_bytes(content)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def set_up_print(page: Any, header_rows: tuple[int, int] | None, footer: str) -> None:
    """Print a sheet on A4 landscape, one page wide, with `header_rows`, if any, on every page."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    if header_rows is not None:
        page.repeat_rows(*header_rows)
    page.set_footer(footer)


@lru_cache(REMEMBERED)
def text_width(text: str) -> int:
    """Return how many half-width characters `text` takes on its longest line."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max(sum(map(_width, line)) for line in text.split("\n"))


@lru_cache(REMEMBERED)
def line_count(text: str, width: int) -> int:
    """Return how many lines `text` takes in a cell `width` half-width characters wide.

    Chinese breaks anywhere, other words at their ends, and a word longer than a line within itself.
    """
    return sum(1 if 2 * len(line) <= width else _wrapped(line, max(width, 2)) for line in text.split("\n"))


def _width(one: str) -> int:
    return 2 if unicodedata.east_asian_width(one) in "WF" else 1


def _wrapped(line: str, width: int) -> int:
    lines, used, word = 1, 0, 0
    for one in f"{line} ":
        size = _width(one)
        if size == 1 and one != " ":
            word += 1
            continue
        for part in (word, size if one != " " else 0):
            if used and used + part > width:
                lines, used = lines + 1, 0
            lines, used = lines + max(0, part - 1) // width, used + part if part <= width else part % width
        used, word = used + (one == " "), 0
    return lines
