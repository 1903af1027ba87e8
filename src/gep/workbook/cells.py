"""From a workbook file to its addressed cells: one pass, nothing interpreted, nothing run.

The reader takes files from anywhere. Whatever is wrong with one becomes a finding; bad input never raises.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

from gep.findings import Finding, Where
from gep.workbook.package import MAX_FILE, MEGABYTE, Package, RefusalError, Relation, sniff
from gep.workbook.parts import Links, SheetEntry, read_book, read_formats, read_links, read_texts
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
from gep.workbook.sheet_part import MAX_TEXT, SHOWN, Context, Problems, SheetHandler

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

# Names of parts that a workbook may carry and that are never followed or run.
_CARRIED = {
    "GEP040": ("vbaproject", "/macrosheets/"),
    "GEP042": ("/embeddings/", "/activex/", "oleobject"),
    "GEP044": ("xl/connections", "/querytables/"),
}


def read_cells(path: str | os.PathLike[str]) -> tuple[RawWorkbook | None, list[Finding]]:
    """Read every cell of the workbook `path` that holds something.

    Parameters
    ----------
    path : path
        A file; its format is recognised by its bytes, whatever its extension.

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
    reading = _Reading(path)
    try:
        workbook = reading.read()
    except RefusalError as refusal:
        reading.report(refusal)
        return None, reading.findings
    return workbook, reading.findings


def _shown(path: Path) -> str:
    # A name from a system with another encoding may hold bytes that no terminal and no workbook can show.
    return os.fsencode(path).decode("utf-8", "replace")


def _bytes(path: Path) -> bytes:
    shown = _shown(path)
    if path.name.startswith(("~$", ".~")):
        raise RefusalError("GEP011")
    try:
        if path.exists() and not path.is_file():
            raise RefusalError("GEP003", path=shown)
        with path.open("rb") as stream:
            data = stream.read(MAX_FILE + 1)
            size = os.fstat(stream.fileno()).st_size
    except (FileNotFoundError, ValueError) as error:
        # A ValueError means a name that no file can have.
        raise RefusalError("GEP001", path=shown) from error
    except PermissionError as error:
        raise RefusalError("GEP002", path=shown) from error
    except OSError as error:
        raise RefusalError("GEP004", path=shown, reason=error.strerror or type(error).__name__) from error
    if len(data) > MAX_FILE:
        raise RefusalError("GEP012", size=size // MEGABYTE, limit=MAX_FILE // MEGABYTE)
    return data


class _Reading:
    """The state of reading one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = _shown(Path(path.name))
        self.findings: list[Finding] = []

    def report(self, refusal: RefusalError, sheet: str = "") -> None:
        self.findings.append(Finding(refusal.code, Where(self._file, sheet), params=refusal.params))

    def _note(self, code: str, sheet: str = "", cell: str = "", typed: str | None = None, **params: object) -> None:
        self.findings.append(Finding(code, Where(self._file, sheet, cell), typed=typed, params=params))

    def read(self) -> RawWorkbook:
        data = _bytes(self._path)
        if refusal := sniff(data):
            raise refusal
        package = Package(data)
        book_part, relations = _book_part(package)
        book = read_book(package, book_part)
        # Without its texts or formats every text or every date would be wrong: what damages them damages all sheets.
        texts, formats = _target(relations, "sharedStrings"), _target(relations, "styles")
        context = Context(
            read_texts(package, texts) if texts else [],
            read_formats(package, formats) if formats else [],
            book.from_1904,
        )
        self._carried(package, relations)

        sheets: dict[str, RawSheet] = {}
        parts: set[str] = set()
        names: set[str] = set()
        for entry in book.sheets:
            relation = relations.get(entry.relation)
            if relation is not None and relation.kind != "worksheet":
                continue
            words = {"zh": f"工作表“{entry.name}”", "en": f"the sheet {entry.name}"}
            if entry.name.casefold() in names:
                raise RefusalError("GEP021", name=entry.name)
            names.add(entry.name.casefold())
            try:
                if relation is None:
                    raise RefusalError("GEP020", whole=False, part=words)
                if relation.target.casefold() in parts:
                    raise RefusalError("GEP014", whole=False, part=words)
                parts.add(relation.target.casefold())
                sheets[entry.name] = self._sheet(package, relation.target, words, entry, context, book.uncalculated)
            except RefusalError as refusal:
                if refusal.whole:
                    raise
                self.report(refusal, entry.name)
        if not names:
            raise RefusalError("GEP008")
        return RawWorkbook(self._path, hashlib.sha256(data).hexdigest(), sheets)

    def _sheet(
        self,
        package: Package,
        part: str,
        words: Mapping[str, str],
        entry: SheetEntry,
        context: Context,
        uncalculated: bool,
    ) -> RawSheet:
        handler = SheetHandler(context)
        package.walk(part, words, handler)
        handler.finish()
        sheet = RawSheet(
            entry.name,
            entry.state,
            handler.rows,
            tuple(handler.merges),
            frozenset(handler.hidden_rows),
            handler.hidden_columns(),
        )
        self._hidden(sheet)
        for code, places in sorted(handler.problems.items()):
            self._places(code, sheet.name, places)
        if uncalculated and handler.zero_formula is not None:
            self._note("GEP045", sheet.name, handler.zero_formula.address, handler.zero_formula.typed)
        return sheet

    def _places(self, code: str, sheet: str, places: Problems) -> None:
        first = places.cells[0]
        cells = _several((cell.address for cell in places.cells), places.count)
        self._note(code, sheet, first.address, first.typed, count=places.count, cells=cells, limit=MAX_TEXT)

    def _hidden(self, sheet: RawSheet) -> None:
        if not sheet.rows:
            return
        if sheet.state != "visible":
            # On a sheet that is hidden as a whole, hidden rows are no news.
            count = sum(len(cells) for cells in sheet.rows.values())
            self._note("GEP036" if sheet.state == "hidden" else "GEP037", sheet.name, count=count)
            return
        rows = sorted(sheet.hidden_rows & sheet.rows.keys())
        if rows:
            self._note("GEP038", sheet.name, items=_several(map(str, rows), len(rows)))
        filled = {column for cells in sheet.rows.values() for column in cells} if sheet.hidden_columns else set()
        columns = sorted(sheet.hidden_columns & filled)
        if columns:
            self._note("GEP039", sheet.name, items=_several(map(column_letters, columns), len(columns)))

    def _carried(self, package: Package, relations: Mapping[str, Relation]) -> None:
        names = package.names()
        for code, marks in _CARRIED.items():
            if any(mark in name for name in names for mark in marks):
                self._note(code)
        links = [relation.target for relation in relations.values() if relation.kind == "externalLink"]
        found = Links()
        for part in links:
            try:
                read_links(package, part, found)
            except RefusalError as refusal:
                # Links are never followed, so a damaged one costs nothing.
                if refusal.whole:
                    raise
        if found.books:
            self._note("GEP041")
        if found.programs:
            self._note("GEP043")


def _several(items: Iterable[str], count: int) -> Mapping[str, str]:
    shown = list(islice(items, SHOWN))
    if count <= len(shown):
        return {"zh": "、".join(shown), "en": ", ".join(shown)}
    return {"zh": f"{'、'.join(shown)}等", "en": f"{', '.join(shown)} …"}


def _target(relations: Mapping[str, Relation], kind: str) -> str | None:
    return next((relation.target for relation in relations.values() if relation.kind == kind), None)


def _book_part(package: Package) -> tuple[str, Mapping[str, Relation]]:
    part = _target(package.relations(""), "officeDocument") or "xl/workbook.xml"
    if part in package and not part.endswith(".bin"):
        relations = package.relations(part)
        if _target(relations, "worksheet"):
            return part, relations
    if "content.xml" in package and "mimetype" in package:
        raise RefusalError(
            "GEP007", format={"zh": "OpenDocument 表格(.ods)", "en": "an OpenDocument spreadsheet (.ods)"}
        )
    if "xl/workbook.bin" in package:
        raise RefusalError(
            "GEP007", format={"zh": "Excel 二进制工作簿(.xlsb)", "en": "an Excel binary workbook (.xlsb)"}
        )
    raise RefusalError("GEP008")
