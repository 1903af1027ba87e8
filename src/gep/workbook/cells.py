"""From a workbook file to its addressed cells: one pass, nothing interpreted, nothing run.

The reader takes files from anywhere. Whatever is wrong with one becomes a finding; bad input never raises.
"""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gep.findings import Finding
from gep.workbook.notes import Notes, shown
from gep.workbook.ods import is_ods, read_ods
from gep.workbook.package import MAX_FILE, MEGABYTE, FileKind, Package, RefusalError, sniff
from gep.workbook.raw import (
    Cell,
    Kind,
    RawSheet,
    RawWorkbook,
    SheetState,
    address,
    column_letters,
    column_number,
)
from gep.workbook.xls import read_xls
from gep.workbook.xlsx import book_part, read_xlsx

__all__ = [
    "Cell",
    "Kind",
    "RawSheet",
    "RawWorkbook",
    "SheetState",
    "address",
    "column_letters",
    "column_number",
    "read_cells",
]


def read_cells(path: str | os.PathLike[str]) -> tuple[RawWorkbook | None, list[Finding]]:
    """Read every cell of the workbook `path` that holds something.

    Parameters
    ----------
    path : path
        An ``.xlsx``, ``.xlsm``, ``.xls``, ``.et`` or ``.ods`` file; its format is recognised by its bytes, whatever its
        extension.

    Returns
    -------
    workbook : RawWorkbook or None
        The cells; None if the file as a whole cannot be read. A single damaged sheet is left out and has a finding of
        grade *error* that names it in ``where.sheet``.
    findings : list of Finding
        What was found on the way, in the order of the sheets.

    Examples
    --------
    >>> workbook, findings = read_cells("共和县.xlsx")  # doctest: +SKIP
    >>> workbook.sheets["生态系统面积"].rows[7][5].value  # doctest: +SKIP
    4120.0
    """
    path = Path(path)
    notes = Notes(shown(Path(path.name)))
    try:
        data = _bytes(path)
        with _nothing_collected():
            sheets = _sheets(data, notes)
    except RefusalError as refusal:
        notes.report(refusal)
        return None, notes.findings
    return RawWorkbook(path, hashlib.sha256(data).hexdigest(), sheets), notes.findings


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep the garbage collector from walking all cells again and again while they are made: none is in a cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _sheets(data: bytes, notes: Notes) -> dict[str, RawSheet]:
    if sniff(data) is FileKind.OLE2:
        return read_xls(data, notes)
    package = Package(data)
    book = book_part(package)
    if book is not None:
        return read_xlsx(package, *book, notes)
    if is_ods(package):
        return read_ods(package, notes)
    if "xl/workbook.bin" in package:
        raise RefusalError(
            "GEP007", format={"zh": "Excel 二进制工作簿(.xlsb)", "en": "an Excel binary workbook (.xlsb)"}
        )
    raise RefusalError("GEP008")


def _bytes(path: Path) -> bytes:
    name = shown(path)
    if path.name.startswith(("~$", ".~")):
        raise RefusalError("GEP011")
    try:
        if path.exists() and not path.is_file():
            raise RefusalError("GEP003", path=name)
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
            size = os.fstat(stream.fileno()).st_size
    except (FileNotFoundError, ValueError) as error:
        # A ValueError means a name that no file can have.
        raise RefusalError("GEP001", path=name) from error
    except PermissionError as error:
        raise RefusalError("GEP002", path=name) from error
    except OSError as error:
        raise RefusalError("GEP004", path=name, reason=error.strerror or type(error).__name__) from error
    if len(data) > MAX_FILE:
        raise RefusalError("GEP012", size=size // MEGABYTE, limit=MAX_FILE // MEGABYTE)
    return data
