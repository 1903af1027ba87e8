"""Accounts as workbooks: every standard table a sheet, laid out like a statistical table, ready to print.

Only the layout is decided here; every word and number comes from :mod:`gep.tables`. The same account gives the same
bytes: there is no clock in them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell  # type: ignore[import-untyped]

from gep.account import Account
from gep.tables import live_pages
from gep.tables.formulas import Ref
from gep.tables.pages import Page
from gep.trace import explained_lines
from gep.workbook.charts import add_charts
from gep.workbook.sheet_writer import BODY, Formats, height_of, write_sheet
from gep.workbook.traces import write_traces
from gep.workbook.writing import new_workbook, save

__all__ = ["account_workbook", "pages_workbook", "places_of", "write_account"]

LONGEST_NAME = 31  # of a sheet


def write_account(account: Account, path: Path, *, lang: str = "zh") -> None:
    """Write the accounting workbook: one sheet for each of ``account.tables``, in that order.

    Parameters
    ----------
    account : Account
        The account.
    path : Path
        File to write; it is replaced only when the whole workbook is ready.
    lang : {"zh", "en"}
        Language of sheet names, headers and notes.

    Raises
    ------
    ValueError
        If a table is larger than a sheet can be.
    OSError
        If the file cannot be written; nothing is left behind then.
    """
    save(path, account_workbook(account, lang))


def account_workbook(account: Account, lang: str = "zh") -> bytes:
    """Return the bytes of the accounting workbook; the same account gives the same bytes.

    Raises
    ------
    ValueError
        If a table is larger than a sheet can be.
    """
    pages = live_pages(account, lang)
    cells = {
        Ref(page.id, *cell): lines
        for page in pages
        for cell, lines in page.lines.items()
        if page.rows[cell[0]][cell[1]] is not None
    }
    texts = explained_lines(account, {line for lines in cells.values() for line in lines}, lang)
    return pages_workbook(pages, lang, Traces(cells, texts))


class Traces(NamedTuple):
    """How values came about: for cells of the pages the lines of the ledger behind them, and the text of each line."""

    cells: Mapping[Ref, Sequence[int]]
    texts: Mapping[int, str]


def pages_workbook(pages: Sequence[Page], lang: str = "zh", traces: Traces | None = None) -> bytes:
    """Return the bytes of a workbook with one sheet for each page.

    Parameters
    ----------
    pages : sequence of Page
        What stands on the sheets.
    lang : {"zh", "en"}
        Language of everything that is not on a page.
    traces : Traces, optional
        How values came about; kept on a sheet that only a program shows.

    Raises
    ------
    ValueError
        If a table is larger than a sheet can be.
    """
    places = places_of(pages)
    sheets: dict[str, list[Page]] = {}
    for page in pages:
        sheets.setdefault(places[page.id][0], []).append(page)
    quoted = {name: quote_sheetname(name) for name in sheets}

    def address(ref: Ref, *, absolute: bool = False) -> str:
        name, first = places[ref.page]
        return f"{quoted[name]}!{xl_rowcol_to_cell(first + ref.row, ref.column, absolute, absolute)}"

    buffer = io.BytesIO()
    book = new_workbook(buffer, pages[0].title)
    formats = Formats(book, lang)
    for name, own in sheets.items():
        write_sheet(book.add_worksheet(name), own, formats, lang, address)
    if traces:
        cells = {}
        for ref, lines in traces.cells.items():
            name, first = places[ref.page]
            cells[f"{name}!{xl_rowcol_to_cell(first + ref.row, ref.column)}"] = lines
        write_traces(book, cells, traces.texts, lang)
    add_charts(book, {page.id: page for page in pages}, lambda ref: address(ref, absolute=True), lang)
    book.close()
    return buffer.getvalue()


def places_of(pages: Sequence[Page]) -> dict[str, tuple[str, int]]:
    """Return for each page, by its id, the sheet that it stands on and the row of its first line, counted from 0."""
    names = _sheet_names(pages)
    below: dict[str, int] = {}
    places: dict[str, tuple[str, int]] = {}
    for page in pages:
        name = names[page.sheet]
        first = below.get(name, 0)
        places[page.id] = (name, first + BODY)
        below[name] = first + height_of(page)
    return places


def _sheet_names(pages: Sequence[Page]) -> dict[str, str]:
    """Return a name for each sheet: no two alike, none longer than Excel allows."""
    names: dict[str, str] = {}
    for page in pages:
        if page.sheet in names:
            continue
        name, count = page.sheet[:LONGEST_NAME], 1
        while name.casefold() in {one.casefold() for one in names.values()}:
            count += 1
            name = f"{page.sheet[: LONGEST_NAME - 3]}-{count}"
        names[page.sheet] = name
    return names
