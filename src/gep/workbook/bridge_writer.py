"""Bridges between standards as workbooks: one sheet a page, laid out like those of an account."""

from __future__ import annotations

from pathlib import Path

from gep.compare import Bridge
from gep.compare.pages import bridge_pages
from gep.workbook.account_writer import pages_workbook
from gep.workbook.writing import save

__all__ = ["write_bridge"]


def write_bridge(bridge: Bridge, path: Path, *, lang: str = "zh") -> None:
    """Write what several standards make of one inventory, and where they differ.

    Parameters
    ----------
    bridge : Bridge
        The accounts and their differences.
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
    save(path, pages_workbook(bridge_pages(bridge, lang), lang))
