"""The sheets of an OpenDocument spreadsheet (.ods): one pass over its content, every cell with its address.

What decides for a pass of our own: errors, percentages, dates, merges, what is hidden and formulas that were never
calculated all reach the findings. OpenDocument Format 1.3 part 3, chapter 9; LibreOffice marks errors in a namespace
of its own, elsewhere only the text that is shown tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gep.workbook.formats import Format
from gep.workbook.grid import Budget, Grid
from gep.workbook.notes import Notes
from gep.workbook.package import MAX_DEPTH, Package, RefusalError
from gep.workbook.raw import ERRORS, MAX_COLUMN, MAX_ROW, MAX_TEXT, Cell, RawSheet, SheetState, whole

__all__ = ["is_ods", "read_ods"]

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"

_SPREADSHEET = f"{_OFFICE} spreadsheet"
_SHEET, _COLUMN, _ROW = f"{_TABLE} table", f"{_TABLE} table-column", f"{_TABLE} table-row"
_GROUPS = (f"{_TABLE} table-row-group", f"{_TABLE} table-column-group")
_CELLS = (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell")
_PARAGRAPH, _SPACES, _TAB, _BREAK = (f"{_TEXT} {local}" for local in ("p", "s", "tab", "line-break"))

_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?")
_ELSEWHERE = re.compile(r"'(?:file|https?|ftp|smb)://", re.IGNORECASE)
_TRUTHS = {"TRUE": True, "FALSE": False}


def is_ods(package: Package) -> bool:
    """Return whether `package` says that it is an OpenDocument file."""
    return "content.xml" in package and "mimetype" in package


def read_ods(package: Package, notes: Notes) -> dict[str, RawSheet]:
    """Return the sheets of the spreadsheet.

    Parameters
    ----------
    package : Package
        The opened file.
    notes : Notes
        Takes what is found on the way.

    Raises
    ------
    RefusalError
        If it cannot be read, is protected by a password, or is no spreadsheet.
    """
    words = {"zh": "表格内容", "en": "the content"}
    if b"spreadsheet" not in package.read("mimetype", words):
        raise RefusalError("GEP008")
    if "meta-inf/manifest.xml" in package and b"encryption-data" in package.read("meta-inf/manifest.xml", words):
        raise RefusalError("GEP006")
    handler = _Content()
    package.walk("content.xml", words, handler)
    if not handler.pages:
        raise RefusalError("GEP008")
    if any(name.startswith(("basic/", "scripts/")) for name in package.names()):
        notes.note("GEP040")
    if handler.elsewhere:
        notes.note("GEP041")
    if handler.programs:
        notes.note("GEP043")
    sheets: dict[str, RawSheet] = {}
    names = {page.name.casefold() for page in handler.pages}
    for page in handler.pages:
        if page.name.casefold() not in names:
            raise RefusalError("GEP021", name=page.name)
        names.remove(page.name.casefold())
        state: SheetState = "hidden" if page.style in handler.hidden_styles else "visible"
        try:
            sheet = page.sheet(page.name, state, frozenset(page.hidden_columns))
        except RefusalError as refusal:
            notes.report(refusal, page.name)
            continue
        sheets[page.name] = sheet
        notes.sheet(sheet, page.problems)
    return sheets


class _Page(Grid):
    """One table of the spreadsheet."""

    def __init__(self, name: str, style: str) -> None:
        super().__init__()
        self.name = name
        self.style = style
        self.hidden_columns: set[int] = set()
        self.row = 0
        self.row_repeat = 1
        self.row_hidden = False
        self.column = 0
        self.column_count = 0


@dataclass(slots=True)
class _Open:
    """The cell being read: its attributes and the paragraphs it shows."""

    attributes: dict[str, str]
    repeat: int
    paragraphs: list[list[str]] = field(default_factory=list)

    def get(self, name: str, space: str = _OFFICE) -> str:
        return self.attributes.get(f"{space} {name}", "")

    @property
    def shown(self) -> str:
        return "\n".join("".join(pieces) for pieces in self.paragraphs)


class _Content:
    """Receives the elements of the content."""

    def __init__(self) -> None:
        self.pages: list[_Page] = []
        self.hidden_styles: set[str] = set()
        self.elsewhere = False
        self.programs = False
        self._budget = Budget()
        self._path: list[str] = []
        self._style = ""
        self._page: _Page | None = None
        self._page_depth = 0
        self._cell: _Open | None = None
        self._cell_depth = 0
        self._paragraph = 0
        self._hidden_groups: list[int] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        depth = len(self._path)
        if depth >= MAX_DEPTH:
            raise ValueError("nested too deep")
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if self._cell is not None:
            self._inside(self._cell, name, attributes, depth)
        elif name in _CELLS and self._page is not None:
            self._cell = _Open(attributes, _count(attributes, "number-columns-repeated"))
            self._cell_depth = depth
        elif name == _ROW and self._page is not None:
            self._start_row(self._page, attributes)
        elif name == _COLUMN and self._page is not None:
            self._start_column(self._page, attributes)
        elif name in _GROUPS and attributes.get(f"{_TABLE} display") == "false":
            self._hidden_groups.append(depth)
        elif name == _SHEET and parent == _SPREADSHEET:
            self._page = _Page(attributes.get(f"{_TABLE} name", ""), attributes.get(f"{_TABLE} style-name", ""))
            self._page_depth = depth
            self.pages.append(self._page)
        elif name == f"{_STYLE} style":
            self._style = attributes.get(f"{_STYLE} name", "")
        elif name == f"{_STYLE} table-properties" and attributes.get(f"{_TABLE} display") == "false":
            self.hidden_styles.add(self._style)
        elif name in (f"{_TABLE} table-source", f"{_TABLE} cell-range-source"):
            self.elsewhere = True
        elif name == f"{_TABLE} dde-link":
            self.programs = True

    def end(self, _name: str) -> None:
        self._path.pop()
        depth = len(self._path)
        if self._cell is not None:
            if depth == self._cell_depth and self._page is not None:
                self._end_cell(self._page, self._cell)
                self._cell = None
            elif depth == self._paragraph:
                self._paragraph = 0
        elif self._hidden_groups and depth == self._hidden_groups[-1]:
            self._hidden_groups.pop()
        elif self._page is not None and depth == self._page_depth:
            self._page = None

    def text(self, data: str) -> None:
        if self._paragraph and self._cell is not None:
            self._cell.paragraphs[-1].append(data)

    def _inside(self, cell: _Open, name: str, attributes: dict[str, str], depth: int) -> None:
        if name == _PARAGRAPH and depth == self._cell_depth + 1:
            # Paragraphs deeper inside belong to comments and drawings.
            cell.paragraphs.append([])
            self._paragraph = depth
        elif not self._paragraph:
            self.elsewhere = self.elsewhere or name == f"{_TABLE} cell-range-source"
        elif name == _SPACES:
            count = attributes.get(f"{_TEXT} c", "1")
            cell.paragraphs[-1].append(" " * min(whole(count), MAX_TEXT))
        elif name == _TAB:
            cell.paragraphs[-1].append("\t")
        elif name == _BREAK:
            cell.paragraphs[-1].append("\n")

    def _start_column(self, page: _Page, attributes: dict[str, str]) -> None:
        count = _count(attributes, "number-columns-repeated")
        first = page.column_count + 1
        page.column_count = min(page.column_count + count, MAX_COLUMN)
        if self._hidden(attributes):
            page.hidden_columns.update(range(first, page.column_count + 1))

    def _start_row(self, page: _Page, attributes: dict[str, str]) -> None:
        page.row += page.row_repeat if page.row else 1
        page.row_repeat = _count(attributes, "number-rows-repeated")
        page.column = 0
        page.row_hidden = self._hidden(attributes)

    def _hidden(self, attributes: dict[str, str]) -> bool:
        shown = attributes.get(f"{_TABLE} visibility", "visible") == "visible"
        return not shown or bool(self._hidden_groups)

    def _end_cell(self, page: _Page, cell: _Open) -> None:
        first = page.column + 1
        page.column += cell.repeat
        self._budget.spend(1)
        formula = cell.get("formula", _TABLE)
        if formula:
            self.programs = self.programs or "DDE(" in formula
            self.elsewhere = self.elsewhere or _ELSEWHERE.search(formula) is not None
        self._merge(page, cell, first)
        if not (formula or cell.get("value-type") or cell.paragraphs):
            return
        self._budget.spend(cell.repeat * page.row_repeat)
        # Blank rows may be repeated past the last row of a sheet; what holds something may not.
        if page.row + page.row_repeat - 1 > MAX_ROW or page.column > MAX_COLUMN:
            raise ValueError("no such cell")
        rows = range(page.row, page.row + page.row_repeat)
        if page.row_hidden:
            page.hidden_rows.update(rows)
        for row in rows:
            for column in range(first, page.column + 1):
                page.put(_read(page, row, column, cell))

    def _merge(self, page: _Page, cell: _Open, column: int) -> None:
        rows, columns = (
            _count(cell.attributes, "number-rows-spanned"),
            _count(cell.attributes, "number-columns-spanned"),
        )
        if rows > 1 or columns > 1:
            bottom, right = min(page.row + rows - 1, MAX_ROW), min(column + columns - 1, MAX_COLUMN)
            page.merges.append((page.row, column, bottom, right))


def _read(page: _Page, row: int, column: int, cell: _Open) -> Cell | None:
    kind, shown = cell.get("value-type"), cell.shown
    formula = bool(cell.get("formula", _TABLE))
    if cell.get("value-type", _CALC) == "error" or (formula and shown in ERRORS):
        return Cell(row, column, None, "error", formula, shown[:MAX_TEXT])
    if kind in ("float", "currency", "percentage"):
        number = _number(cell.get("value"))
        if number is None:
            return page.unreadable_cell(row, column, cell.get("value"), formula)
        if number in (0, 1) and shown.upper() in _TRUTHS:
            truth = _TRUTHS[shown.upper()]
            return Cell(row, column, truth, "boolean", formula, shown.upper())
        form = Format.PERCENT if kind == "percentage" else Format.NUMBER
        return page.number_cell(row, column, number, form, formula, from_1904=False)
    if kind == "date":
        return page.date_cell(row, column, cell.get("date-value"), formula)
    if kind == "time":
        days = _days(cell.get("time-value"))
        if days is None:
            return page.unreadable_cell(row, column, cell.get("time-value"), formula)
        return page.number_cell(row, column, days, Format.TIME, formula, from_1904=False)
    if kind == "boolean":
        truth = cell.get("boolean-value") == "true"
        return Cell(row, column, truth, "boolean", formula, str(truth).upper())
    if kind == "string":
        return page.text_cell(row, column, cell.get("string-value") or shown, formula)
    if kind:
        return page.unreadable_cell(row, column, shown or kind, formula)
    if formula and not cell.paragraphs:
        return Cell(row, column, None, "blank", formula, "")
    return page.text_cell(row, column, shown, formula)


def _count(attributes: dict[str, str], name: str) -> int:
    return max(1, min(whole(attributes.get(f"{_TABLE} {name}", "1")), MAX_ROW))


def _number(raw: str) -> float | None:
    try:
        number = float(raw)
    except ValueError:
        return None
    return number if raw.isascii() and "_" not in raw and number - number == 0 else None


def _days(raw: str) -> float | None:
    match = _DURATION.fullmatch(raw)
    if match is None:
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    length = days + hours / 24 + minutes / 1440 + seconds / 86400
    return -length if match[1] else length
