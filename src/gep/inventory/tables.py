"""Tables: a sheet read against its declaration; every problem becomes a finding at its cell, sound rows go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from gep.findings import Finding, Where
from gep.inventory.coding import Coded, coded, distinct, is_finite
from gep.inventory.headers import match_headers
from gep.inventory.number_columns import parse_number
from gep.inventory.parsing import Parsing, Texts
from gep.inventory.raw import RawCell, RawTable
from gep.inventory.text_columns import parse_key, parse_text
from gep.spec import Key, Number, Sheet, Text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Table", "parse_table"]


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
    codes : mapping of str to Coded
        The region and the keys of each record as codes.
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
    codes: Mapping[str, Coded] = field(default_factory=dict)

    @property
    def dropped(self) -> int:
        """How many rows were left out because they could not be read."""
        return 0 if self.left_out is None else len(self.left_out)

    @cached_property
    def _coded(self) -> dict[str, Coded]:
        return dict(self.codes)

    def coded(self, name: str) -> Coded:
        """Return a column of texts as codes, made once."""
        if name not in self._coded:
            self._coded[name] = coded(self.frame[name].to_numpy(object))
        return self._coded[name]

    @cached_property
    def _numbers(self) -> dict[str, tuple[npt.NDArray[np.float64], bool]]:
        return {}

    def numbers(self, name: str) -> tuple[npt.NDArray[np.float64], bool]:
        """Return a column of numbers, and whether every row has a finite one; looked at once."""
        if name not in self._numbers:
            column = self.frame[name].to_numpy(np.float64)
            self._numbers[name] = column, is_finite(column)
        return self._numbers[name]

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
    parsing = Parsing(raw, sheet, require_numbers)
    by_label = match_headers(parsing)
    usable = True
    for declared in sheet.columns:
        column, unit = by_label.get(declared.name, (None, None))
        if column is None and (declared.required and (require_numbers or isinstance(declared, Key))):
            parsing.report("GEP102", Where(raw.file, raw.sheet, ""), column=declared.label._asdict())
            usable = usable and not isinstance(declared, Key)
        if isinstance(declared, Key):
            parse_key(parsing, declared, column)
        elif isinstance(declared, Number):
            parse_number(parsing, declared, column, unit, by_label.get(f"{declared.name}_unit", (None, None))[0])
        elif isinstance(declared, Text):
            parse_text(parsing, declared, column)
    if not usable:
        return None, parsing.findings
    return _table(parsing), parsing.findings


def _table(parsing: Parsing) -> Table:
    import pandas as pd  # noqa: PLC0415 - tables are the first place that needs it

    raw = parsing.raw
    columns = {"region": raw.regions, "year": raw.years, "row": raw.rows, **parsing.columns}
    keys = [key.name for key in parsing.sheet.keys if key.identifies]
    sound = np.ones(parsing.size, dtype=bool)
    sound[sorted(parsing.bad)] = False
    codes = {"region": _regions(columns["region"]), **parsing.codes}
    positions = np.flatnonzero(sound)
    if keys:  # a sheet without keys has nothing that could repeat
        columns_of_key = (raw.years, *(codes[name].codes for name in ("region", *keys)))
        numbers, first = distinct(*(column[positions] for column in columns_of_key))
        firsts = first[numbers]
        for place in np.flatnonzero(firsts != np.arange(len(positions))).tolist():
            position, same = int(positions[place]), int(positions[firsts[place]])
            where = raw.where(parsing.letters.get(keys[0], ""), int(raw.rows[position]))
            what = " / ".join(filter(None, (str(parsing.words[name][position]) for name in keys)))
            parsing.report("GEP110", where, typed=what, row=position, first=int(raw.rows[same]))
            sound[position] = False
        positions = np.flatnonzero(sound)
    if parsing.size:
        frame, left_out = pd.DataFrame(columns), None
    else:
        kinds = tuple((name, column.dtype.str) for name, column in columns.items())
        frame, left_out = _no_rows(kinds).copy(), None
    if len(positions) < parsing.size:
        frame, left_out = (frame.loc[kept].reset_index(drop=True) for kept in (sound, ~sound))
        codes = {name: one.take(positions).used() for name, one in codes.items()}
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
        codes if parsing.size else dict.fromkeys(codes, Coded((), positions)),
    )


def _regions(regions: Texts) -> Coded:
    # Nearly always there is one.
    same = bool(len(regions)) and bool((regions == regions[0]).all())
    return Coded.same(str(regions[0]), len(regions)) if same else coded(regions)


@cache
def _no_rows(kinds: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """Return a frame without rows, of columns with these names and types; half the sheets of an inventory have none."""
    import pandas as pd  # noqa: PLC0415 - tables are the first place that needs it

    return pd.DataFrame({name: np.empty(0, dtype) for name, dtype in kinds})
