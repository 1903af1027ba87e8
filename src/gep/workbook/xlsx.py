"""The sheets of an Office Open XML workbook (.xlsx, .xlsm, and the .et that WPS saves in the same way)."""

from __future__ import annotations

from collections.abc import Mapping

from gep.workbook.notes import Notes
from gep.workbook.package import Package, RefusalError, Relation, Words
from gep.workbook.parts import Links, SheetEntry, read_book, read_formats, read_links, read_texts
from gep.workbook.plain_part import read_plain_rows, split_part
from gep.workbook.raw import RawSheet
from gep.workbook.sheet_part import Context, SheetHandler

__all__ = ["book_part", "read_xlsx"]

# Names of parts that a workbook may carry and that are never followed or run.
_CARRIED = {
    "GEP040": ("vbaproject", "/macrosheets/"),
    "GEP042": ("/embeddings/", "/activex/", "oleobject"),
    "GEP044": ("xl/connections", "/querytables/"),
}

Relations = Mapping[str, Relation]


def book_part(package: Package) -> tuple[str, Relations] | None:
    """Return the part that lists the sheets and its relationships; None if this is another kind of package."""
    part = _target(package.relations(""), "officeDocument") or "xl/workbook.xml"
    if part in package and not part.endswith(".bin"):
        relations = package.relations(part)
        if _target(relations, "worksheet"):
            return part, relations
    return None


def read_xlsx(package: Package, part: str, relations: Relations, notes: Notes) -> dict[str, RawSheet]:
    """Return the sheets of the workbook whose list of sheets is `part`.

    Parameters
    ----------
    package : Package
        The opened file.
    part : str
        The name of a part.
    relations : mapping of str to Relation
        Those of `part`.
    notes : Notes
        Takes what is found on the way; a damaged sheet is left out and named there.

    Raises
    ------
    RefusalError
        If the file as a whole cannot be read.
    """
    book = read_book(package, part)
    # Without its texts or formats every text or every date would be wrong: what damages them damages all sheets.
    texts, formats = _target(relations, "sharedStrings"), _target(relations, "styles")
    context = Context(
        read_texts(package, texts) if texts else [],
        read_formats(package, formats) if formats else [],
        book.from_1904,
    )
    _carried(package, relations, notes)
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
            handler = _handled(package, package.read(relation.target, words), words, context)
            sheets[entry.name] = _sheet(handler, entry, book.uncalculated, notes)
        except RefusalError as refusal:
            if refusal.whole:
                raise
            notes.report(refusal, entry.name)
    if not names:
        raise RefusalError("GEP008")
    return sheets


def _handled(package: Package, data: bytes, words: Words, context: Context) -> SheetHandler:
    handler, cells = SheetHandler(context), context.budget.cells
    if (parts := split_part(data)) is not None:
        around, rows = parts
        package.parse(around, words, handler)
        if handler.plain and not handler.rows and read_plain_rows(rows, handler):
            return handler
        handler, context.budget.cells = SheetHandler(context), cells
    package.parse(data, words, handler)
    return handler


def _sheet(handler: SheetHandler, entry: SheetEntry, uncalculated: bool, notes: Notes) -> RawSheet:
    sheet = handler.sheet(entry.name, entry.state, handler.hidden_columns())
    notes.sheet(sheet, handler.problems)
    if uncalculated and handler.zero_formula is not None:
        notes.note("GEP045", sheet.name, handler.zero_formula.address, handler.zero_formula.typed)
    return sheet


def _carried(package: Package, relations: Relations, notes: Notes) -> None:
    names = package.names()
    for code, marks in _CARRIED.items():
        if any(mark in name for name in names for mark in marks):
            notes.note(code)
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
        notes.note("GEP041")
    if found.programs:
        notes.note("GEP043")


def _target(relations: Relations, kind: str) -> str | None:
    return next((relation.target for relation in relations.values() if relation.kind == kind), None)
