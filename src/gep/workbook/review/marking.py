"""Marking the sheets of an Office Open XML workbook: comments and colours, and the list of findings as a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gep.findings import Finding, Grade
from gep.messages import LANGUAGES, label
from gep.workbook.package import Relation
from gep.workbook.review.archive import Archive
from gep.workbook.review.findings_list import Looks, place_of, rows_of, worksheet
from gep.workbook.review.looks import formats_added
from gep.workbook.review.remarks import AUTHOR, boxes, comments, metrics_of
from gep.workbook.review.sheets import FORMULA, coloured, levels_for_review, relations_namespace
from gep.workbook.review.splice import Element, NoSpliceError, attribute, attributes_of, children, escaped, spliced

__all__ = ["cell_texts", "gravest", "marked"]

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_MARKS = (FORMULA.encode(), escaped(FORMULA).encode(), FORMULA.replace('"', "&quot;").encode())


@dataclass(frozen=True)
class _Book:
    archive: Archive
    root: Element
    part: str
    relations: Mapping[str, Relation]
    sheets: Mapping[str, str]

    @property
    def kinds(self) -> str:
        """Beginning of the types of relationships."""
        return relations_namespace(self.root)


def marked(data: bytes, findings: Sequence[Finding], notes: Sequence[str], lang: str) -> bytes:
    """Return the workbook `data` with every finding at its cell and a list of them.

    Raises
    ------
    NoSpliceError, RefusalError
        If this is no Office Open XML workbook, or one that cannot be changed in place.
    """
    book = _opened(Archive(data))
    styles = next((one.target for one in book.relations.values() if one.kind == "styles"), "")
    if styles not in book.archive:
        raise NoSpliceError
    content, looks, formats = formats_added(book.archive.read(styles))
    book.archive.write(styles, content)
    types: list[tuple[str, str]] = []
    lists = {label("sheet_findings", one) for one in LANGUAGES}
    earlier = next((name for name in book.sheets if name in lists and _ours(book, name)), None)
    for number, (name, part) in enumerate(book.sheets.items(), 1):
        if name != earlier:
            types += _mark_sheet(
                book, number, part, [one for one in findings if one.where.sheet == name], formats, lang
            )
    types += _add_list(book, earlier, findings, notes, looks, formats, lang)
    book.archive.declare(types, [("vml", _DRAWING_TYPE)])
    return book.archive.packed()


def _opened(archive: Archive) -> _Book:
    part = next((one.target for one in archive.relations("").values() if one.kind == "officeDocument"), "")
    if part not in archive:
        raise NoSpliceError
    root = children(archive.read(part), lambda _: 1)
    relations = archive.relations(part)
    listed = root.child("sheets")
    sheets = {}
    for one in listed.children if listed is not None else ():
        relation = relations.get(attributes_of(one, "id"))
        if relation is not None and relation.kind == "worksheet" and relation.target in archive:
            sheets[one.attributes.get("name", "")] = relation.target
    if not sheets:
        raise NoSpliceError
    return _Book(archive, root, part, relations, sheets)


def _ours(book: _Book, name: str) -> bool:
    """Return whether a sheet is a list of findings that we wrote."""
    data = book.archive.read(book.sheets[name])
    return any(mark in data for mark in _MARKS)


def cell_texts(findings: Sequence[Finding], lang: str) -> dict[str, str]:
    """Return what to say at each cell, all its findings together; those without a sheet are left out."""
    texts: dict[str, list[str]] = {}
    for one in findings:
        if one.where.sheet:
            said = f"[{one.code} {one.grade.label(lang)}] {one.text(lang)}\n→ {one.todo(lang)}"
            if one.explanation:
                said += f"\n✓ {label('explained', lang, explanation=one.explanation)}"
            texts.setdefault(place_of(one), []).append(said)
    return {cell: "\n\n".join(dict.fromkeys(said)) for cell, said in texts.items()}


def gravest(findings: Sequence[Finding]) -> dict[str, Grade]:
    """Return for each cell the gravest of the grades of its findings."""
    grades = list(Grade)
    found: dict[str, Grade] = {}
    for one in findings:
        if one.where.sheet:
            cell = place_of(one)
            found[cell] = min(found.get(cell, one.grade), one.grade, key=grades.index)
    return found


def _mark_sheet(
    book: _Book, number: int, part: str, findings: Sequence[Finding], formats: Mapping[Grade, int], lang: str
) -> list[tuple[str, str]]:
    """Mark one sheet; return the new parts with their types."""
    archive, relations = book.archive, book.archive.relations(part)
    texts = cell_texts(findings, lang)
    remarks = next((one.target for one in relations.values() if one.kind == "comments"), "")
    data = archive.read(part)
    before = archive.read(remarks) if remarks else None
    stale = any(mark in data for mark in _MARKS) or (before is not None and AUTHOR.encode() in before)
    if not texts and not stale:
        return []
    root = children(data, levels_for_review)
    types = []
    drawing = root.child("legacyDrawing")
    relation = relations.get(attributes_of(drawing, "id")) if drawing is not None else None
    link = ""
    if texts or before is not None:
        content, whole = comments(before, texts, book.root.namespace)
        if not remarks:
            remarks = archive.free_name("xl/comments_gep{}.xml")
            archive.relate(part, f"{book.kinds}/comments", remarks)
            types.append((remarks, _COMMENTS_TYPE))
        archive.write(remarks, content)
        drawn = archive.read(relation.target) if relation is not None else None
        target = relation.target if relation is not None else archive.free_name("xl/drawings/vmlDrawing_gep{}.vml")
        archive.write(target, boxes(drawn, whole, metrics_of(root), number))
        if relation is None:
            link = archive.relate(part, f"{book.kinds}/vmlDrawing", target)
    cells: dict[Grade, list[str]] = {}
    for cell, grade in gravest(findings).items():
        cells.setdefault(grade, []).append(cell)
    archive.write(part, spliced(data, coloured(root, cells, formats, link)))
    return types


def _add_list(
    book: _Book,
    earlier: str | None,
    findings: Sequence[Finding],
    notes: Sequence[str],
    looks: Looks,
    formats: Mapping[Grade, int],
    lang: str,
) -> list[tuple[str, str]]:
    names = [name for name in book.sheets if name != earlier]
    content = worksheet(rows_of(findings, names, lang), notes, looks, formats, book.root.namespace, lang)
    if earlier is not None:
        book.archive.write(book.sheets[earlier], content)
        return []
    part = book.archive.free_name("xl/worksheets/sheet_gep{}.xml")
    book.archive.write(part, content)
    link = book.archive.relate(book.part, f"{book.kinds}/worksheet", part)
    listed = book.root.child("sheets")
    if listed is None:  # pragma: no cover - there are sheets
        raise NoSpliceError
    numbers = [int(one.attributes.get("sheetId", 0)) for one in listed.children]
    title = label("sheet_findings", lang)
    taken = {attributes_of(one, "name").casefold() for one in listed.children}
    name = next(
        name for name in (title, *(f"{title} {number}" for number in range(2, 99))) if name.casefold() not in taken
    )
    prefix = listed.prefix
    named = f'name={attribute(name)} sheetId="{max(numbers) + 1}" gepr:id="{link}"'
    entry = f'<{prefix}sheet xmlns:gepr="{book.kinds}" {named}/>'
    book.archive.write(book.part, spliced(book.archive.read(book.part), [listed.append(entry)]))
    return [(part, _SHEET_TYPE)]
