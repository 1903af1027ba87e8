"""Reading a table against its declaration: every problem becomes a finding at its cell, sound rows go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gep.findings import Finding, UnitError, Where, finding
from gep.inventory.coding import Coded, coded
from gep.inventory.raw import RawCell, RawColumn, RawTable, plain_cell
from gep.inventory.words import (
    find_key,
    header_parts,
    known_words,
    limits_in_words,
    nearest,
    normal,
    status_of,
    to_number,
    to_share,
)
from gep.messages import LANGUAGES
from gep.spec import Key, Number, Sheet, Text
from gep.units import factor, price_year_of, read_unit
from gep.units import unit as unit_called

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Table", "parse_table", "unit_advice"]

Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

_YEARS = ("year", "price_year")


@dataclass(frozen=True)
class Table:
    """A sheet of the inventory, read: one row per record, numbers in declared units.

    Parameters
    ----------
    sheet : Sheet
        Its declaration.
    frame : pandas.DataFrame
        ``region``, ``year``, ``row`` (row number in the sheet), then each key as its vocabulary key, each number as
        float64 in its declared unit (NaN where missing), each text. A number whose unit differs by row has a column
        ``<name>_unit``; every number has a column ``<name>_status``: empty, ``blank``, ``no_data``, ``not_applicable``,
        ``unclear``, or ``broken`` where a finding says what is wrong.
    file, sheet_name : str
        For addresses.
    letters : mapping
        Column letters of each field that the sheet has.
    typed : mapping
        For (position, field) the number as typed with its unit; only where it came from a workbook.
    words : mapping of str to ndarray of str
        The keys of each record as typed.
    transposed : bool
        Whether fields stand below each other, so that letters are whole addresses.
    left_out : pandas.DataFrame
        The rows that could not be read, as far as they could: a key that is wrong or missing is empty.
    """

    sheet: Sheet
    frame: pd.DataFrame
    file: str
    sheet_name: str
    letters: Mapping[str, str]
    typed: Mapping[tuple[int, str], str] = field(default_factory=dict)
    transposed: bool = False
    left_out: pd.DataFrame | None = None
    words: Mapping[str, Texts] = field(default_factory=dict)

    @property
    def dropped(self) -> int:
        """How many rows were left out because they could not be read."""
        return 0 if self.left_out is None else len(self.left_out)

    @cached_property
    def _coded(self) -> dict[str, Coded]:
        return {}

    def coded(self, name: str) -> Coded:
        """Return a column of texts as codes, made once."""
        if name not in self._coded:
            self._coded[name] = coded(self.frame[name].to_numpy(object))
        return self._coded[name]

    @cached_property
    def _rows(self) -> npt.NDArray[np.int64]:
        return self.frame["row"].to_numpy(np.int64)

    def word(self, position: int, name: str) -> str:
        """Return a key of the record at `position` as typed."""
        return str(self.words[name][position])

    def may_lack(self, **keys: object) -> bool:
        """Return whether a row that was left out may be the one with `keys`, so that its absence is explained."""
        if self.left_out is None or self.left_out.empty:
            return False
        same = [self.left_out[name].isin([key, ""]) for name, key in keys.items()]
        return bool(np.logical_and.reduce(same).any())

    def where(self, position: int, name: str) -> Where:
        """Return the address of a field of the record at `position`."""
        letters = self.letters.get(name, "")
        if not letters or self.transposed:
            return Where(self.file, self.sheet_name, letters)
        return Where(self.file, self.sheet_name, f"{letters}{self._rows[position]}")


class TypedNumbers(Mapping[tuple[int, str], str]):
    """Numbers as typed with their units, by position and field; put into words when one is asked for.

    Parameters
    ----------
    positions : array of int
        Of the rows that were kept, among those that were read.
    columns : mapping
        By field: the cells that were read, and of each the status and the unit.
    """

    def __init__(
        self, positions: npt.NDArray[np.int64], columns: Mapping[str, tuple[Sequence[RawCell | None], Texts, Texts]]
    ) -> None:
        self._positions = positions
        self._columns = columns

    def __getitem__(self, key: tuple[int, str]) -> str:
        position, name = key
        if name not in self._columns or not 0 <= position < len(self._positions):
            raise KeyError(key)
        cells, status, shown = self._columns[name]
        place = int(self._positions[position])
        cell = cells[place]
        if cell is None or status[place]:
            raise KeyError(key)
        return f"{cell.typed} {shown[place]}".strip()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        for name in self._columns:
            for position in range(len(self._positions)):
                if (position, name) in self:
                    yield position, name

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass
class _Parsing:
    raw: RawTable
    sheet: Sheet
    require_numbers: bool
    findings: list[Finding] = field(default_factory=list)
    bad: set[int] = field(default_factory=set)
    columns: dict[str, Any] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    typed: dict[str, tuple[Sequence[RawCell | None], Texts, Texts]] = field(default_factory=dict)
    words: dict[str, Texts] = field(default_factory=dict)

    def report(
        self,
        code: str,
        where: Where,
        *,
        typed: object = None,
        row: int | None = None,
        subject: str = "",
        **params: object,
    ) -> None:
        self.findings.append(finding(code, where, subject=subject or self.sheet.name, typed=typed, **params))
        if row is not None:
            self.bad.add(row)

    def subject(self, position: int, name: str) -> str:
        """Return a stable name of one number, which stays when rows move: sheet, keys and column."""
        keys = [str(self.columns[key.name][position]) for key in self.sheet.keys if key.name in self.columns]
        return "/".join(filter(None, (self.sheet.name, *keys, name)))

    def where(self, column: RawColumn, position: int) -> Where:
        return self.raw.where(column.letters, int(self.raw.rows[position]))

    @property
    def size(self) -> int:
        return len(self.raw.rows)


def parse_table(raw: RawTable, sheet: Sheet, *, require_numbers: bool = False) -> tuple[Table | None, list[Finding]]:
    """Read `raw` as the table that `sheet` declares.

    Parameters
    ----------
    raw : RawTable
        Headers and cells.
    sheet : Sheet
        The declaration.
    require_numbers : bool
        Whether a blank in a required number is an error here; for service sheets the method decides later.

    Returns
    -------
    Table or None
        None when a key column is missing; rows whose keys cannot be read are left out, each with a finding.
    list of Finding
    """
    parsing = _Parsing(raw, sheet, require_numbers)
    by_label = _match_headers(parsing)
    usable = True
    for declared in sheet.columns:
        column, unit = by_label.get(declared.name, (None, None))
        if column is None and (declared.required and (require_numbers or isinstance(declared, Key))):
            parsing.report("GEP102", Where(raw.file, raw.sheet, ""), column=declared.label._asdict())
            usable = usable and not isinstance(declared, Key)
        if isinstance(declared, Key):
            _parse_key(parsing, declared, column)
        elif isinstance(declared, Number):
            _parse_number(parsing, declared, column, unit, by_label.get(f"{declared.name}_unit", (None, None))[0])
        elif isinstance(declared, Text):
            _parse_text(parsing, declared, column)
    if not usable:
        return None, parsing.findings
    return _table(parsing), parsing.findings


def _match_headers(parsing: _Parsing) -> dict[str, tuple[RawColumn, str | None]]:
    """Return for each declared column (and ``<name>_unit``) the column of the sheet with the unit in its header."""
    words: dict[str, str] = {}
    for declared in parsing.sheet.columns:
        for word in (declared.name, *declared.label):
            words[normal(word)] = declared.name
        if isinstance(declared, Number) and declared.unit_label:
            for word in (f"{declared.name}_unit", *declared.unit_label):
                words[normal(word)] = f"{declared.name}_unit"
    found: dict[str, tuple[RawColumn, str | None]] = {}
    for column in parsing.raw.columns:
        name, unit = words.get(normal(column.header)), None
        if name is None:
            label, unit = header_parts(column.header)
            name = words.get(normal(label))
        where = parsing.raw.where(column.letters)
        if name is None:
            parsing.report("GEP115", where, typed=column.header)
        elif name in found:
            parsing.report("GEP118", where, typed=column.header)
        else:
            found[name] = (column, unit)
            parsing.letters[name] = column.letters
    return found


def _cells(column: RawColumn | None, size: int) -> Sequence[RawCell | None]:
    if column is None:
        return [None] * size
    if isinstance(column.cells, np.ndarray):  # numbers where words belong: codes, or a column of nothing
        return [plain_cell(value) for value in column.cells]
    return column.cells


def _text(cell: RawCell | None) -> str:
    if cell is None or cell.kind in {"blank", "error"}:
        return ""
    if cell.kind == "number" and float(cell.value).is_integer():
        return str(int(cell.value))
    return cell.typed.strip()


def _texts(parsing: _Parsing, column: RawColumn | None) -> Texts:
    return np.array([_text(cell) for cell in _cells(column, parsing.size)], dtype=object)


def _parse_text(parsing: _Parsing, declared: Text, column: RawColumn | None) -> None:
    texts = _texts(parsing, column)
    parsing.columns[declared.name] = texts
    if column is None:
        return
    for position, (cell, text) in enumerate(zip(_cells(column, parsing.size), texts, strict=True)):
        if text or (cell is not None and _broken(parsing, column, position, cell, position)):
            continue
        if declared.required and parsing.require_numbers:
            where = parsing.where(column, position)
            parsing.report("GEP106", where, row=position, column=declared.label._asdict())


def _broken(parsing: _Parsing, column: RawColumn, position: int, cell: RawCell, row: int | None) -> bool:
    """Report a cell that holds no value at all; return whether it does."""
    where = parsing.where(column, position)
    if cell.kind == "error":
        parsing.report("GEP108", where, typed=cell.typed, row=row)
    elif cell.kind == "blank" and cell.formula:
        parsing.report("GEP107", where, row=row)
    else:
        return False
    return True


def _parse_key(parsing: _Parsing, declared: Key, column: RawColumn | None) -> None:
    services = parsing.columns.get("service")
    keys = np.full(parsing.size, "", dtype=object)
    texts = parsing.words[declared.name] = _texts(parsing, column)
    found: dict[tuple[str, str], str | None] = {}
    for position, (cell, text) in enumerate(zip(_cells(column, parsing.size), texts, strict=True)):
        if not text and cell is not None and column is not None and _broken(parsing, column, position, cell, position):
            continue
        if not text:
            if declared.required and column is not None:
                label = declared.label._asdict()
                parsing.report("GEP106", parsing.where(column, position), row=position, column=label)
            continue
        service = str(services[position]) if services is not None else ""
        if declared.kind == "step" and not service:
            continue  # the service has its finding; no step can be looked up without it
        if (text, service) not in found:
            found[text, service] = find_key(declared.kind, text, service)
        key = found[text, service]
        if key is None and column is not None:
            words = known_words(declared.kind, service)
            code = "GEP109" if declared.kind == "ecosystem" else "GEP112"
            parsing.report(
                code,
                parsing.where(column, position),
                typed=text,
                row=position,
                column=declared.label._asdict(),
                known=nearest(text, words),
            )
        keys[position] = key or ""
    parsing.columns[declared.name] = keys


def _unit_factor(parsing: _Parsing, where: Where, text: str, expected: str, column: Mapping[str, str]) -> float:
    """Return the factor from the unit `text` to `expected`; NaN with a finding if there is none."""
    try:
        # Money of a sheet takes its price year later: the factor between 元 and 万元 is the same in every year.
        year = 2000 if "元" in expected else None
        if error := _unreadable(text):
            raise error
        return factor(read_unit(text, _pinned(expected), year), _pinned(expected))
    except UnitError as error:
        parsing.report("GEP104", where, typed=text, column=column, **unit_advice(error))
        return float("nan")


def unit_advice(error: UnitError) -> dict[str, Any]:
    """Return why a unit cannot be used and what to write instead, in both languages, for GEP104."""
    parts = {lang: error.render(lang).partition(f" [{error.code}]\n  → ") for lang in LANGUAGES}
    return {
        "reason": {lang: reason for lang, (reason, _, _) in parts.items()},
        "advice": {lang: advice for lang, (_, _, advice) in parts.items()},
    }


def _pinned(expected: str) -> str:
    return f"{expected}(2000年价)" if "元" in expected else expected


def _factors(parsing: _Parsing, declared: Number, unit: str | None, column: RawColumn) -> Floats:
    """Return the factor of each row of a number whose unit stands in the header."""
    label = declared.label._asdict()
    where = (
        Where(parsing.raw.file, parsing.raw.sheet, column.unit_at)
        if column.unit_at
        else parsing.raw.where(column.letters)
    )
    without = "GEP122" if column.unit_at else "GEP103"
    items = parsing.columns.get("item")
    if declared.unit_by_item and items is not None:
        if not unit and parsing.raw.script:
            return np.ones(parsing.size)
        if not unit:
            parsing.report(without, where, typed=column.header, column=label, expected=declared.unit)
            return np.full(parsing.size, np.nan)
        by_item: dict[str, float] = {}
        for item in filter(None, dict.fromkeys(items)):
            if not any(np.isnan(one) for one in by_item.values()):  # said once for the header
                expected = declared.unit_by_item.get(item, declared.unit)
                by_item[item] = _unit_factor(parsing, where, unit, expected, label)
        return np.array([by_item.get(item, np.nan) for item in items], dtype=np.float64)
    if not unit:
        if declared.unit and not parsing.raw.script:
            typed = None if column.unit_at else column.header
            parsing.report(without, where, typed=typed, column=label, expected=declared.unit)
            return np.full(parsing.size, np.nan)
        return np.ones(parsing.size)
    return np.full(parsing.size, _unit_factor(parsing, where, unit, declared.unit, label))


def _parse_number(
    parsing: _Parsing, declared: Number, column: RawColumn | None, unit: str | None, units: RawColumn | None
) -> None:
    name, size = declared.name, parsing.size
    values = np.full(size, np.nan)
    status = np.full(size, "blank", dtype=object)
    parsing.columns[name], parsing.columns[f"{name}_status"] = values, status
    if declared.unit_label:
        parsing.columns[f"{name}_unit"] = _texts(parsing, units)
    if column is None:
        return
    if isinstance(column.cells, np.ndarray):
        values[:] = column.cells
        status[~np.isnan(values)] = ""
        percent = np.zeros(size, dtype=bool)
    else:
        percent = _read_cells(parsing, declared, column, values, status)
    if declared.unit_label:
        shown = parsing.columns[f"{name}_unit"]
        _check_row_units(parsing, declared, column, units or column, values, status, percent)
    else:
        factors = _factors(parsing, declared, unit, column)
        for position in np.flatnonzero(percent):
            factors[position] = _percent_factor(parsing, declared, column, int(position), declared.unit)
        values *= factors
        status[np.isnan(values) & (status == "")] = "broken"
        shown = np.full(size, unit or declared.unit, dtype=object)
    _check_range(parsing, declared, column, values, shown)
    if not isinstance(column.cells, np.ndarray):
        parsing.typed[name] = (column.cells, status, shown)


def _percent_factor(parsing: _Parsing, declared: Number, column: RawColumn, position: int, unit: str) -> float:
    """Return the factor from a stored share that is shown as a percentage to `unit`."""
    try:
        return factor(read_unit("%", unit), unit) / factor("%", "")
    except UnitError as error:
        row = position if parsing.require_numbers else None
        where, label = parsing.where(column, position), declared.label._asdict()
        typed = f"{float(_typed(column, position)) * 100:.15g}%"
        parsing.report("GEP104", where, typed=typed, row=row, column=label, **unit_advice(error))
        return float("nan")


def _typed(column: RawColumn, position: int) -> str:
    """Return a number as it stands in its cell."""
    cell = column.cells[position]
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return "" if cell is None else cell.typed


def _check_row_units(
    parsing: _Parsing,
    declared: Number,
    column: RawColumn,
    units: RawColumn,
    values: Floats,
    status: Texts,
    percent: npt.NDArray[np.bool_],
) -> None:
    """Report rows whose own unit is missing or cannot be read; a blank is no unit, not even of a pure number."""
    texts = parsing.columns[f"{declared.name}_unit"]
    label = declared.label._asdict()
    errors = {text: _unreadable(text) for text in dict.fromkeys(texts)}
    for position in np.flatnonzero(status == ""):
        text, where = texts[position], parsing.where(units, int(position))
        row = int(position) if parsing.require_numbers else None
        if not text and not percent[position]:
            unit_label = declared.unit_label._asdict() if declared.unit_label else label
            parsing.report("GEP119", where, row=row, column=unit_label)
            status[position] = "broken"
        elif error := errors[text]:
            parsing.report("GEP104", where, typed=text, row=row, column=label, **unit_advice(error))
            status[position], texts[position] = "broken", ""
        elif percent[position]:
            texts[position] = text or "%"
            values[position] *= _percent_factor(parsing, declared, column, int(position), texts[position])
    values[status == "broken"] = np.nan


def _unreadable(text: str) -> UnitError | None:
    """Return what is wrong with a unit, whatever it is for: a price year stands in its own place, not in a unit."""
    try:
        dated = price_year_of(unit_called(text)) is not None
    except UnitError as error:
        if error.code != "GEP510":  # money of no year, as it should be
            return error
        dated = False
    return UnitError("GEP127", unit=text) if dated else None


def _read_cells(
    parsing: _Parsing, declared: Number, column: RawColumn, values: Floats, status: Texts
) -> npt.NDArray[np.bool_]:
    percent = np.zeros(parsing.size, dtype=bool)
    required = declared.required and parsing.require_numbers
    cells = _cells(column, parsing.size)
    numbers = [position for position, cell in enumerate(cells) if cell is not None and cell.kind == "number"]
    if numbers:
        values[numbers] = [cells[position].value for position in numbers]  # type: ignore[union-attr]
        percent[numbers] = [cells[position].percent for position in numbers]  # type: ignore[union-attr]
        status[numbers] = ""
    if len(numbers) == parsing.size or (len(numbers) + cells.count(None) == parsing.size and not required):
        return percent
    for position, cell in enumerate(cells):
        if cell is not None and cell.kind == "number":
            continue
        row = position if parsing.require_numbers else None
        where = parsing.where(column, position)
        label = declared.label._asdict()
        if cell is None or (cell.kind == "text" and not str(cell.value).strip()):
            if required:
                parsing.report("GEP106", where, row=row, column=label)
        elif _broken(parsing, column, position, cell, row):
            status[position] = "broken"
        elif cell.kind == "text":
            percent[position] = _read_text(parsing, declared, cell, where, position, values, status)
        elif cell.kind == "date" and declared.name in _YEARS:
            _read_year(parsing, declared, cell, where, row, position, values, status)
        else:
            parsing.report("GEP117", where, typed=cell.typed, row=row, column=label)
            status[position] = "broken"
    return percent


def _read_text(
    parsing: _Parsing, declared: Number, cell: RawCell, where: Where, position: int, values: Floats, status: Texts
) -> bool:
    """Read a text where a number belongs; return whether it is a percentage."""
    label = declared.label._asdict()
    number, share, word = to_number(cell.typed), to_share(cell.typed), status_of(cell.typed)
    if number is not None:
        parsing.report("GEP113", where, typed=cell.typed, column=label, number=f"{number:.15g}")
        values[position], status[position] = number, ""
    elif share is not None:
        parsing.report("GEP113", where, typed=cell.typed, column=label, number=f"{share * 100:.15g}%")
        values[position], status[position] = share, ""
    elif word:
        status[position] = word
        if word == "unclear":
            subject = parsing.subject(position, declared.name)
            parsing.report("GEP116", where, typed=cell.typed, subject=subject, column=label)
    else:
        row = position if parsing.require_numbers else None
        parsing.report("GEP105", where, typed=cell.typed, row=row, column=label)
        status[position] = "broken"
    return share is not None


def _read_year(
    parsing: _Parsing,
    declared: Number,
    cell: RawCell,
    where: Where,
    row: int | None,
    position: int,
    values: Floats,
    status: Texts,
) -> None:
    """Read a date where a year belongs: the year of the date, unless the year itself is shown as a date."""
    label = declared.label._asdict()
    year = int(cell.value.year)
    # 2025 in a cell for dates is shown as a day in 1905: no year between 1949 and 2100 is both.
    if declared.low is None or year >= declared.low:
        parsing.report("GEP137", where, typed=cell.typed, column=label, year=year)
        values[position], status[position] = year, ""
    else:
        serial = (cell.value - type(cell.value)(1899, 12, 30)).days
        parsing.report("GEP149", where, typed=cell.typed, row=row, column=label, serial=serial)
        status[position] = "broken"


def _check_range(parsing: _Parsing, declared: Number, column: RawColumn, values: Floats, shown: Texts) -> None:
    unit = "" if declared.unit_label else declared.unit
    with np.errstate(invalid="ignore"):
        low = values < declared.low if declared.low is not None else np.zeros(parsing.size, dtype=bool)
        high = values > declared.high if declared.high is not None else np.zeros(parsing.size, dtype=bool)
        fraction = values != np.floor(values) if declared.whole else np.zeros(parsing.size, dtype=bool)
    limits = limits_in_words(declared.low, declared.high, unit, whole=declared.whole)
    outside = (low | high | fraction) & ~np.isnan(values)
    for position in np.flatnonzero(outside):
        parsing.report(
            "GEP111",
            parsing.where(column, int(position)),
            typed=f"{_typed(column, int(position))} {shown[position]}".strip(),
            row=int(position),
            column=declared.label._asdict(),
            limits=limits,
        )


def _table(parsing: _Parsing) -> Table:
    import pandas as pd  # noqa: PLC0415 - tables are the first place that needs it

    raw = parsing.raw
    columns = {"region": raw.regions, "year": raw.years, "row": raw.rows, **parsing.columns}
    names = ["region", "year", *(key.name for key in parsing.sheet.keys if key.identifies)]
    sound = np.ones(parsing.size, dtype=bool)
    sound[sorted(parsing.bad)] = False
    if len(names) > 2:  # noqa: PLR2004 - a sheet without keys has nothing that could repeat
        key = next(k.name for k in parsing.sheet.keys if k.identifies)
        firsts: dict[tuple[object, ...], int] = {}
        records = list(zip(*(columns[name].tolist() for name in names), strict=True))
        for position in np.flatnonzero(sound).tolist():
            first = firsts.setdefault(records[position], position)
            if first != position:
                where = raw.where(parsing.letters.get(key, ""), int(raw.rows[position]))
                what = " / ".join(filter(None, (str(parsing.words[n][position]) for n in names[2:])))
                parsing.report("GEP110", where, typed=what, row=position, first=int(raw.rows[first]))
                sound[position] = False
    positions = np.flatnonzero(sound)
    frame, left_out = pd.DataFrame(columns), None
    if len(positions) < parsing.size:
        frame, left_out = (frame.loc[kept].reset_index(drop=True) for kept in (sound, ~sound))
    return Table(
        parsing.sheet,
        frame,
        raw.file,
        raw.sheet,
        dict(parsing.letters),
        TypedNumbers(positions, parsing.typed),
        raw.transposed,
        left_out,
        {name: texts[positions] for name, texts in parsing.words.items()},
    )
