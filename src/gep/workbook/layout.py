"""How a table is laid out on a sheet: how numbers are shown, how wide columns and how high rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from math import ceil, floor, isfinite, isnan, log10, sqrt
from typing import NamedTuple

from gep.tables.pages import Cell, Column, Kind, Page
from gep.workbook.writing import line_count, text_width

__all__ = [
    "PRINT_SCALE",
    "Shown",
    "column_widths",
    "fits_one_page",
    "page_breaks",
    "row_height",
    "sheet_widths",
    "show",
]

PADDING, NUMBER_PADDING = 3, 2  # half-width characters of a column beside what it holds
PAGE_WIDTHS = (150, 185, 225)  # of a table on A4 landscape, from full size to what can be read without effort
WIDEST_PAGE = 240  # of a table of numbers that takes one page
PRINT_SCALE = 70  # percent, of a table that takes several pages side by side
PAGE_WIDTH = 190  # of one of these pages; a little is left for programs that measure fonts otherwise
WIDEST_ASIDE = 60  # columns beside the table proper, which do not wrap
NARROWEST = 8
HEADING_LINES = 2  # of a heading whose column is narrow
WIDEST: Mapping[str, int] = {"text": 30, "long": 72}  # columns of text, before they wrap
NEEDED = 11  # columns of text that share a page with many others
LINE, MARGIN, LEAST, HIGHEST = 14.0, 5.0, 19.0, 409.0  # of rows, in points; Excel has none higher
DIGITS = 10  # of a price or coefficient that are shown
DECIMALS = 12  # more than these are shown as a power of ten
QUANTITY_DECIMALS = 4
PRINTED = (780.0, 495.0)  # points of an A4 sheet within its margins
POINTS = 5.4  # of a half-width character of column width
AROUND = 150.0  # points of title, heading and notes
READABLE = 0.66  # as much may a sheet be scaled down to spare a second page


class Shown(NamedTuple):
    """A cell as it looks: its text, and for a number its Excel format."""

    text: str
    number_format: str = ""


def show(value: Cell, kind: Kind) -> Shown:
    """Return how a cell of a column of `kind` looks.

    Nothing is shown for a missing number; an infinite one, which no cell can hold, becomes text.
    """
    if value is None or isinstance(value, str):
        return Shown(value or "")
    if not isfinite(value):
        return Shown("" if isnan(value) else f"{value:+}")
    if kind == "integer":
        return Shown(f"{value:.0f}", "0_ ")
    if kind == "percent":
        return Shown(f"{value:.2f}", "0.00_ ")
    if kind == "quantity":
        return _quantity(value)
    if kind == "number":
        return _coefficient(value)
    return Shown(f"{value:,.2f}", "#,##0.00_ ")


def _quantity(value: float) -> Shown:
    """Show two to four decimals, and of small numbers four digits."""
    decimals = QUANTITY_DECIMALS
    if value and abs(value) < 1:
        decimals = max(decimals, QUANTITY_DECIMALS - 1 - floor(log10(abs(value))))
    if decimals > DECIMALS:
        return Shown(f"{value:.3E}", "0.000E+00_ ")
    return Shown(f"{value:,.{decimals}f}", f"#,##0.00{'#' * (decimals - 2)}_ ")


def _coefficient(value: float) -> Shown:
    """Show a price or coefficient as its source prints it: every digit, but of a quotient only the first ten."""
    exponent = Decimal(f"{value:.{DIGITS}g}").normalize().as_tuple().exponent
    decimals = max(0, -int(exponent))
    if decimals > DECIMALS or abs(value) >= 10**DIGITS:
        return Shown(f"{value:.{DIGITS - 1}E}", f"0.{'0' * (DIGITS - 1)}E+00_ ")
    return Shown(f"{value:,.{decimals}f}", f"#,##0{'.' * bool(decimals)}{'0' * decimals}_ ")


def column_widths(columns: Sequence[Column], rows: Sequence[Sequence[Shown]], keys: int = 1) -> list[int]:
    """Return the widths of columns, in half-width characters.

    Numbers are never cut. Text and headings get one line if the table fits on a page so; else they share what there is,
    columns that are full of long text before those that hold little, and a long table may be wider than a short one.
    The first `keys` columns, which say what a row is about, give nothing away.
    """
    widths = []
    for page_width in PAGE_WIDTHS:
        widths = _share(columns, rows, keys, page_width)
        heights = [row_height(["" if cell.number_format else cell.text for cell in row], widths) for row in rows]
        if sum(heights) * _print_scale(widths) <= PRINTED[1] - AROUND:
            break
    return widths


def _share(columns: Sequence[Column], rows: Sequence[Sequence[Shown]], keys: int, page_width: int) -> list[int]:
    least, wanted, most = [], [], []
    for number, column in enumerate(columns):
        texts = [text_width(row[number].text) for row in rows]
        is_text = column.kind in WIDEST
        longest = max(texts, default=0) + (PADDING if is_text else NUMBER_PADDING)
        heading = max(text_width(column.heading) + PADDING, NARROWEST)
        wrapped = max(heading // HEADING_LINES, _longest_word(column.heading), NARROWEST - PADDING) + PADDING
        widest = min(longest, WIDEST.get(column.kind, longest))
        typical = round(sqrt(sum(text**2 for text in texts) / max(len(texts), 1))) + PADDING
        give = is_text and number >= keys
        least.append(max(min(widest, NEEDED) if give else widest, wrapped))
        wanted.append(max(typical if give else widest, least[-1]))
        most.append(max(widest, heading, wrapped))
    if sum(most) <= page_width:
        return most
    if sum(least) > WIDEST_PAGE:  # it takes several pages anyway
        return [min(pair) for pair in zip(wanted, most, strict=True)]
    part = min(1.0, max(page_width - sum(least), 0) / max(sum(wanted) - sum(least), 1))
    return [min(low + floor(part * (high - low)), top) for low, high, top in zip(least, wanted, most, strict=True)]


def sheet_widths(tables: Sequence[tuple[Page, Sequence[Sequence[Shown]]]]) -> list[int]:
    """Return the widths of the columns of a sheet that holds some pages, each with its cells as they look."""
    widths: list[int] = []
    for page, rows in tables:
        main = len(page.columns) - page.aside
        own = column_widths(page.columns[:main], [row[:main] for row in rows], page.keys)
        for number in range(main, len(page.columns)):
            longest = max((text_width(row[number].text) for row in rows), default=0)
            own.append(max(min(longest + PADDING, WIDEST_ASIDE), text_width(page.columns[number].heading) + PADDING))
        own += widths[len(own) :]
        widths = [max(pair) for pair in zip_longest(own, widths, fillvalue=0)]
    return widths


def page_breaks(widths: Sequence[int], keys: int) -> list[int]:
    """Return before which columns a new page begins in print; nothing where one page is wide enough.

    The first `keys` columns are repeated on each page.
    """
    if sum(widths) <= WIDEST_PAGE:
        return []
    room = max(PAGE_WIDTH - sum(widths[:keys]), NARROWEST)
    pages = ceil(sum(widths[keys:]) / room)
    breaks: list[int] = []
    used = 0
    for number, width in enumerate(widths[keys:], keys):
        # As much on each page as fits, but no page with a single last column.
        if used and (used + width > room or used >= sum(widths[keys:]) / pages):
            breaks.append(number)
            used = 0
        used += width
    return breaks


def row_height(texts: Sequence[str], widths: Sequence[int], *, least: float = LEAST) -> float:
    """Return the height of a row, in points, that shows all lines of `texts` in columns of `widths`."""
    # Fonts differ between machines: a character less a line keeps the last line from being cut.
    lines = max((line_count(text, width - 1) for text, width in zip(texts, widths, strict=True) if text), default=1)
    return min(max(lines * LINE + MARGIN, least), HIGHEST)


def fits_one_page(widths: Sequence[int], heights: Sequence[float]) -> bool:
    """Whether a sheet that takes little more than a printed page, A4 landscape, is still readable on one."""
    scale = _print_scale(widths)
    return min(scale, PRINTED[1] / sum(heights)) >= min(scale, READABLE)


def _print_scale(widths: Sequence[int]) -> float:
    return min(1.0, PRINTED[0] / (sum(widths) * POINTS))


def _longest_word(text: str) -> int:
    """Return the length of the longest part of `text` that should not break."""
    return max(map(len, "".join(one if text_width(one) == 1 else " " for one in text).split()), default=0)
