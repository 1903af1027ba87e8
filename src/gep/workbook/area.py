"""Which cells of a sheet are its table: the header, the records, and what stands around them and is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gep.findings import Finding, UnitError, Where, finding
from gep.inventory.words import header_parts, normal
from gep.spec import Key, Number, Sheet
from gep.units import unit as unit_called
from gep.workbook.notes import several
from gep.workbook.raw import Cell, RawSheet, address

__all__ = ["Area", "Header", "Unread", "header_row", "is_empty", "table_area", "words_of"]

_HEADER_WITHIN = 30
_HEADER_ROWS = 4
"""How many rows merged headers may span."""
_NOTE = re.compile(
    r"(?:注|附注|备注|说明|填表说明|(?:资料|数据)?来源|制表|填表|填报|审核|复核|负责人?|单位负责|联系|日期|"
    r"note|source|remark|compiled by|checked by|date)s?(?:人|人员|单位|日期|时间|电话)?\s*[::\d①②③⑴1]",
)
# What both of the next have in common, so that few names need a closer look.
_SUM_WORDS = ("计", "总", "total", "sum")
_SUM = re.compile("|".join(_SUM_WORDS), re.IGNORECASE)
_TOTAL = re.compile(r"(?:全[省市州盟区县旗])?(?:合计|小计|总计|共计|累计|总和)|(?:grand |sub-?)?totals?|sum")
_PART_TOTAL = re.compile(r".+(?:合计|小计|总计|共计)|(?:sub-?)?total (?:of )?.+|.+ (?:sub-?)?total")
_NO_UNIT = frozenset({"单位", "计量单位", "unit", "units", "-", "—", "/"})
_UNIT_BRACKETS = "[]()【】"


@dataclass(frozen=True, slots=True)
class Header:
    """A header: the name of the declared column (empty if there is none), its text, and where its unit stands."""

    name: str
    text: str
    unit_at: str = ""


@dataclass(frozen=True)
class Area:
    """The table of a sheet: the row of the headers, the headers by column, and the rows of the records."""

    header_row: int
    headers: Mapping[int, Header]
    rows: list[int]


@dataclass
class Unread:
    """Cells that are not read, gathered by what is said of them: a long sheet gets one finding, not a thousand."""

    places: dict[tuple[str, int], list[Cell]] = field(default_factory=dict)

    def add(self, code: str, cell: Cell, group: int = 0) -> None:
        """Remember `cell`; cells of one code and `group` share a finding."""
        self.places.setdefault((code, group), []).append(cell)

    def findings(self, file: str, sheet: str, subject: str) -> list[Finding]:
        """Return one finding each, at the first cell."""
        return [
            finding(
                code,
                Where(file, sheet, cells[0].address),
                subject=subject,
                typed=cells[0].typed,
                count=len(cells),
                cells=several((cell.address for cell in cells), len(cells)),
            )
            for (code, _), cells in self.places.items()
        ]


def is_empty(cell: Cell) -> bool:
    """Return whether `cell` holds nothing: spaces only, or nothing but a format."""
    if cell.kind == "text":
        return not cell.typed or cell.typed.isspace()
    return cell.kind == "blank" and not cell.formula


def words_of(sheet: Sheet) -> dict[str, str]:
    """Return the words that head the columns of `sheet`, as they are compared, with the name of each column."""
    words: dict[str, str] = {}
    for column in sheet.columns:
        words |= {normal(word): column.name for word in (column.name, *column.label)}
        if isinstance(column, Number) and column.unit_label:
            name = f"{column.name}_unit"
            words |= {normal(word): name for word in (name, *column.unit_label)}
    return words


def header_row(sheet: RawSheet, words: Mapping[str, str], least: int) -> int | None:
    """Return the row that looks most like the header of the table; None where fewer than `least` words are known."""
    best, most = None, 0
    for row in [number for number in sheet.rows if number <= _HEADER_WITHIN]:
        hits = len({name for cell in sheet.rows[row].values() if (name := _name(cell, words))})
        if hits > most:
            best, most = row, hits
    return best if most >= least else None


def table_area(file: str, sheet: RawSheet, declared: Sheet) -> tuple[Area | None, list[Finding]]:
    """Find the table that `declared` describes.

    Parameters
    ----------
    file : str
        For addresses.
    sheet : RawSheet
        The cells.
    declared : Sheet
        Its columns.

    Returns
    -------
    Area or None
        None, with a finding, where no header is found.
    list of Finding
        Every row, column and cell that is not read, and what could be read otherwise than it was meant.
    """
    words = words_of(declared)
    found = header_row(sheet, words, min(2, len(declared.columns)))
    if found is None:
        names = "、".join(column.label.zh for column in declared.columns)
        return None, [finding("GEP132", Where(file, sheet.name), subject=declared.name, columns=names)]
    top, bottom = _block(sheet, found)
    headers = _headers(sheet, words, top, bottom)
    unread = Unread()
    for row in [number for number in sheet.rows if number < top]:
        _above(unread, sheet.rows[row])
    units = _units(sheet, declared, headers, bottom + 1)
    if units:
        bottom += 1
        unread.add("GEP145", next(iter(sheet.rows[bottom].values())))
        headers |= units
    rows, findings = _records(file, sheet, declared, headers, bottom, unread)
    findings = [*unread.findings(file, sheet.name, declared.name), *findings]
    findings += _merged(file, sheet, declared, headers, set(rows))
    return Area(found, headers, rows), findings


def _name(cell: Cell, words: Mapping[str, str]) -> str:
    if cell.kind != "text":
        return ""
    return words.get(normal(cell.typed)) or words.get(normal(header_parts(cell.typed)[0])) or ""


def _block(sheet: RawSheet, header: int) -> tuple[int, int]:
    """Return the first and the last row of the header: merges that reach from one row of it into another."""
    top = bottom = header
    for first, _, last, _ in sheet.merges:
        if first <= header <= last and 0 < last - first < _HEADER_ROWS:
            top, bottom = min(top, first), max(bottom, last)
    return top, bottom


def _headers(sheet: RawSheet, words: Mapping[str, str], top: int, bottom: int) -> dict[int, Header]:
    """Return for each column the lowest header that is known, or else the lowest."""
    headers: dict[int, Header] = {}
    for row in range(bottom, top - 1, -1):
        for column, cell in sheet.rows.get(row, {}).items():
            text, name = cell.typed.strip(), _name(cell, words)
            known = headers.get(column)
            if text and (known is None or (name and not known.name)):
                headers[column] = Header(name, text)
    return dict(sorted(headers.items()))


def _units(sheet: RawSheet, declared: Sheet, headers: Mapping[int, Header], row: int) -> dict[int, Header]:
    """Return the headers with their units where `row` holds nothing but units."""
    numbers = {column.name for column in declared.columns if isinstance(column, Number) and not column.unit_label}
    found: dict[int, Header] = {}
    for column, cell in sheet.rows.get(row, {}).items():
        header = headers.get(column)
        if is_empty(cell) or normal(cell.typed) in _NO_UNIT:
            continue
        text = cell.typed.strip().strip(_UNIT_BRACKETS).strip()
        if cell.kind != "text" or header is None or header.name not in numbers or not _is_unit(text):
            return {}
        if header_parts(header.text)[1] is not None:
            return {}
        found[column] = Header(header.name, f"{header.text} [{text}]", cell.address)
    return found


def _is_unit(text: str) -> bool:
    try:
        unit_called(text)
    except UnitError as error:
        return error.code == "GEP510"  # money of no year, as it should be
    return True


def _above(unread: Unread, cells: Mapping[int, Cell]) -> None:
    filled = [cell for cell in cells.values() if not is_empty(cell)]
    # A title may have a year beside it; three cells with a number among them look like a record.
    if len(filled) > 2 and any(cell.kind == "number" for cell in filled):  # noqa: PLR2004
        unread.add("GEP144", filled[0])


def _records(
    file: str, sheet: RawSheet, declared: Sheet, headers: Mapping[int, Header], bottom: int, unread: Unread
) -> tuple[list[int], list[Finding]]:
    keys = {column.name: column for column in declared.columns if isinstance(column, Key)}
    # Only numbers can be added up: an explanation may speak of a total.
    named = {
        number: keys[header.name] for number, header in headers.items() if header.name in keys and declared.numbers
    }
    numbers = {column.name for column in declared.columns if isinstance(column, Number)}
    likely = [column for column, header in headers.items() if header.name in numbers]
    summing = [column for column in named if _may_sum(sheet, bottom, column)]
    rows: list[int] = []
    findings: list[Finding] = []
    for row, cells in sheet.rows.items():
        if row <= bottom:
            continue
        if not headers.keys() >= cells.keys():
            for number, cell in cells.items():
                if number not in headers and not is_empty(cell):
                    unread.add("GEP133", cell, number)
        # Most records have a number, which neither a note nor a header has.
        for column in likely:
            if column in cells and cells[column].kind == "number":
                break
        else:
            inside = [cell for cell in cells.values() if cell.column in headers and not is_empty(cell)]
            words = not any(cell.kind == "number" for cell in inside)
            if not inside:
                continue
            if words and all(cell.kind == "text" and _NOTE.match(normal(cell.typed)) for cell in inside):
                unread.add("GEP140", inside[0])
                continue
            if words and len(inside) > 1 and all(_same(cell, headers[cell.column]) for cell in inside):
                unread.add("GEP143", inside[0])
                continue
        if not summing or not any(_SUM.search(cells[column].typed) for column in summing if column in cells):
            rows.append(row)
        elif total := _total(cells, named):
            unread.add("GEP141", total)
        else:
            rows.append(row)
            findings += _doubtful(file, sheet, declared, cells, named)
    return rows, findings


def _may_sum(sheet: RawSheet, bottom: int, column: int) -> bool:
    """Return whether any name in a column may be that of a sum; most columns have none, and no name needs a look."""
    names = [cells[column].typed for row, cells in sheet.rows.items() if row > bottom and column in cells]
    text = "\n".join(names).casefold()
    return any(word in text for word in _SUM_WORDS)


def _same(cell: Cell, header: Header) -> bool:
    # The unit may stand in the header only because a row of units was found.
    return cell.kind == "text" and normal(cell.typed) in {normal(header.text), normal(header_parts(header.text)[0])}


def _total(cells: Mapping[int, Cell], named: Iterable[int]) -> Cell | None:
    for column in named:
        cell = cells.get(column)
        if cell is not None and cell.kind == "text" and _TOTAL.fullmatch(_bare(cell)):
            return cell
    return None


def _doubtful(
    file: str, sheet: RawSheet, declared: Sheet, cells: Mapping[int, Cell], named: Mapping[int, Key]
) -> list[Finding]:
    """Return what looks like a sum of other rows in a column where any name is possible."""
    return [
        finding(
            "GEP142",
            Where(file, sheet.name, cell.address),
            subject=f"{declared.name}/{cell.typed.strip()}",
            typed=cell.typed,
        )
        for column, key in named.items()
        if key.kind == "name"
        and (cell := cells.get(column)) is not None
        and cell.kind == "text"
        and _PART_TOTAL.fullmatch(normal(cell.typed))
    ]


def _bare(cell: Cell) -> str:
    text = normal(cell.typed).rstrip(":")
    return text if text.isascii() else text.replace(" ", "")


def _merged(
    file: str, sheet: RawSheet, declared: Sheet, headers: Mapping[int, Header], rows: set[int]
) -> list[Finding]:
    """Return the merges whose value counts for its top-left cell only although it covers cells of other records."""
    keys = {column.name for column in declared.keys}
    found = []
    for top, left, bottom, right in sheet.merges:
        anchor = sheet.rows.get(top, {}).get(left)
        if anchor is None or top not in rows or is_empty(anchor):
            continue
        across = {headers[column].name for column in range(left, right + 1) if column in headers} - {""}
        covered = across if bottom > top else across - {headers[left].name if left in headers else ""}
        if covered:
            area = f"{anchor.address}:{address(bottom, right)}"
            found.append(
                finding(
                    "GEP146" if covered & keys else "GEP147",
                    Where(file, sheet.name, anchor.address),
                    subject=declared.name,
                    typed=anchor.typed,
                    area=area,
                )
            )
    return found
