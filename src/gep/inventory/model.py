"""The inventory as the rest of the program sees it: typed tables with addresses, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from gep.findings import Finding, GepError, InputError, Where, finding, stops
from gep.inventory.audits import audit
from gep.inventory.basics import parse_basics
from gep.inventory.carried import take_marks
from gep.inventory.explanations import settle
from gep.inventory.keys import KeyIndex, LineKeys
from gep.inventory.raw import CodedCells, RawColumn, RawTable, plain_cell
from gep.inventory.sheets import BASIC, EXTENT, GENERAL_SHEETS, SHEETS
from gep.inventory.tables import Table, parse_table
from gep.inventory.unfilled import set_aside
from gep.messages import LANGUAGES, label
from gep.spec import Label

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    Ints = npt.NDArray[np.int64]

__all__ = ["Inventory", "SourceFile", "assemble"]

_SCRIPT = "<frames>"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file an inventory was read from: its name and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Inventory:
    """What was filled in, read, checked and addressed.

    Parameters
    ----------
    tables : mapping of str to Table
        By the keys of the sheets (``"basic"``, ``"extent"``, ``"soil_retention"`` …); a sheet without sound rows may be
        absent.
    findings : tuple of Finding
        What reading found, explanations attached.
    source : SourceFile or None
        None for an inventory made by a script.
    missing_sheets, unread_sheets : frozenset of str
        Keys of the sheets that are not there, and of those that are there but could not be read at all.
    """

    tables: Mapping[str, Table]
    findings: tuple[Finding, ...] = ()
    source: SourceFile | None = None
    missing_sheets: frozenset[str] = field(default_factory=frozenset)
    unread_sheets: frozenset[str] = field(default_factory=frozenset)

    @property
    def basics(self) -> pd.DataFrame:
        """One row a region and year: period [a], price year, area [km²], population [万人], GDP [亿元]."""
        return self.tables[BASIC.name].frame

    def frame(self, name: str) -> pd.DataFrame:
        """Return the table `name` in declared units; a table that was not filled in has no rows.

        Raises
        ------
        KeyError
            If no sheet has this key.
        """
        if name in self.tables:
            return self.tables[name].frame
        return empty_table(name).frame

    def table(self, name: str) -> Table:
        """Return the table `name` with its addresses; a table that was not filled in has no rows."""
        return self.tables[name] if name in self.tables else empty_table(name)

    @cached_property
    def index(self) -> KeyIndex:
        """What the codes of :meth:`keys` stand for: of every table, so that no place is new while compiling."""
        index = KeyIndex(self.tables)
        for table in self.tables.values():
            index.rows(table)
        return index

    def keys(self, name: str, service: str = "") -> LineKeys:
        """Return what each row of a table is about, as codes; of a table that services share, of one of them."""
        table = self.table(name)
        return self.index.rows_of(table, service) if service else self.index.rows(table)

    def extent_rows(self, lines: LineKeys) -> Ints:
        """Return for each line the position of its type in 生态系统面积, −1 where there is none."""
        return self.index.row_of_type(self.keys("extent"), lines)

    @classmethod
    def from_frames(cls, frames: Mapping[str, pd.DataFrame]) -> Inventory:
        """Make an inventory from DataFrames.

        Parameters
        ----------
        frames : mapping of str to pandas.DataFrame
            By sheet key or name. Columns are named as in the workbook or by their keys, numbers with a unit in square
            brackets (``"area [万亩]"``) or in the declared unit. ``"basic"`` has one row a region and year with the
            columns of 基本信息; the other frames have ``region`` and ``year`` too, unless ``"basic"`` has one row only.

        Returns
        -------
        Inventory

        Raises
        ------
        InputError
            With every finding, if any stops the account.
        GepError
            If there is no ``"basic"`` frame, or a frame is not known.
        """
        inventory, findings = _from_frames(frames)
        if inventory is None or stops(findings):
            raise InputError("GEP100", findings, file=_SCRIPT)
        return inventory


def assemble(
    raw: Mapping[str, RawTable],
    findings: list[Finding],
    source: SourceFile | None,
    missing: frozenset[str],
    unread: frozenset[str] = frozenset(),
) -> tuple[Inventory | None, list[Finding]]:
    """Read raw tables as an inventory.

    Parameters
    ----------
    raw : mapping of str to RawTable
        By sheet key, 基本信息 among them.
    findings : list of Finding
        What was found before.
    source : SourceFile or None
        The file they come from.
    missing : frozenset of str
        Keys of sheets that are not there.
    unread : frozenset of str
        Keys of sheets in which no table was found; `findings` says so.

    Returns
    -------
    Inventory or None
        The sound rows; None without a usable 基本信息.
    list of Finding
        Everything found so far, explanations attached.
    """
    tables: dict[str, Table] = {}
    present: frozenset[str] = frozenset()
    found = list(findings)
    general = {sheet.name for sheet in GENERAL_SHEETS}
    untouched: list[Label] = []
    for name, one in raw.items():
        if name == BASIC.name:
            table, problems = parse_basics(one)
        else:
            sheet = SHEETS[name]
            rows, marks = take_marks(one, sheet)
            rows, unfilled = set_aside(rows, sheet, None if name == EXTENT.name else present)
            table, problems = parse_table(rows, sheet, require_numbers=name in general)
            if unfilled and not len(rows.rows) and name != EXTENT.name:
                untouched.append(sheet.label)
                unfilled = []
            problems = [*marks, *unfilled, *problems]
        found += problems
        if table is not None:
            tables[name] = table
            present = _present(table) if name == EXTENT.name else present
    if untouched:
        names = {lang: label("cli_between", lang).join(one.text(lang) for one in untouched) for lang in LANGUAGES}
        where = Where(source.name if source else "")
        found.append(finding("GEP164", where, subject="unfilled", count=len(untouched), sheets=names))
    found += audit(tables)
    explanations = tables.get("explanations")
    found = settle(found, explanations)
    if BASIC.name not in tables:
        return None, found
    unread = unread | (raw.keys() - tables.keys())
    return Inventory(MappingProxyType(tables), tuple(found), source, missing, unread), found


def _present(extent: Table) -> frozenset[str]:
    """Return the ecosystem types that the region has: those with an area, or with one that could not be read."""
    there = extent.coded("ecosystem").take(extent.frame["area"].to_numpy(np.float64) != 0)
    left_out = [] if extent.left_out is None else extent.left_out["ecosystem"].unique().tolist()
    return frozenset((*there.present(), *map(str, left_out)))


@cache
def empty_table(name: str) -> Table:
    """Return the table `name` without rows."""
    sheet = SHEETS[name]
    nothing = RawTable(
        "",
        sheet.label.zh,
        0,
        np.empty(0, np.int64),
        tuple(RawColumn(column.name, "", []) for column in sheet.columns),
        np.empty(0, object),
        np.empty(0, np.int64),
        script=True,
    )
    table, _ = parse_table(nothing, sheet)
    if table is None:  # pragma: no cover - every column is there
        raise KeyError(name)
    return replace(table, letters={})


def _from_frames(frames: Mapping[str, pd.DataFrame]) -> tuple[Inventory | None, list[Finding]]:
    names = {word: sheet.name for sheet in (*SHEETS.values(), BASIC) for word in (sheet.name, *sheet.label)}
    known: dict[str, pd.DataFrame] = {}
    odd = [name for name in frames if name not in names]
    for name, frame in frames.items():
        if names.get(name) in known:
            odd.append(name)  # the same table under two names
        elif name in names:
            known[names[name]] = frame
    if odd or BASIC.name not in known:
        raise GepError("GEP128", odd="、".join(odd) or "-", known="、".join(dict.fromkeys(names.values())))
    basic = known[BASIC.name]
    single = None
    if len(basic) == 1 and "region" in basic and "year" in basic:
        single = (str(basic["region"].iloc[0]), int(_years(BASIC.name, basic["year"])[0]))
    raw = {name: _raw_table(name, frame, single) for name, frame in known.items()}
    return assemble(raw, [], None, frozenset())


def _raw_table(name: str, frame: pd.DataFrame, single: tuple[str, int] | None) -> RawTable:
    size = len(frame)
    regions, years = np.full(size, "", object), np.zeros(size, np.int64)
    place = ("region", "year")
    if name != BASIC.name:
        if all(column in frame for column in place):
            regions = frame["region"].astype(str).to_numpy(object)
            years = _years(name, frame["year"])
        elif single is not None:
            regions[:], years[:] = single
        else:
            raise GepError("GEP129", name=name)
    own = [column for column in frame.columns if name == BASIC.name or column not in place]
    return RawTable(
        _SCRIPT,
        name,
        0,
        np.arange(1, size + 1, dtype=np.int64),
        tuple(RawColumn(str(column), f"{column}:", _cells(frame[column])) for column in own),
        regions,
        years,
        script=True,
    )


def _years(name: str, column: pd.Series) -> npt.NDArray[np.int64]:
    """Return a column of years; a word or a part of a year is refused, where a cast would fail or cut it off."""
    from pandas import to_numeric  # noqa: PLC0415 - importing the inventory must stay quick

    numbers = to_numeric(column, errors="coerce").to_numpy(np.float64)
    wrong = np.flatnonzero(np.isnan(numbers) | (numbers % 1 != 0))
    if wrong.size:
        raise GepError("GEP275", name=name, typed=column.iloc[int(wrong[0])], row=int(wrong[0]) + 1)
    return numbers.astype(np.int64)


def _cells(column: pd.Series) -> Any:
    from pandas import StringDtype, factorize  # noqa: PLC0415 - importing the inventory must stay quick

    if column.dtype == np.float64:
        return column.to_numpy(np.float64)
    if isinstance(column.dtype, StringDtype):  # equal texts are equal cells; of other values 1 and True are not
        codes, texts = factorize(column.to_numpy(object), use_na_sentinel=False)
        return CodedCells([plain_cell(text) for text in texts], codes)
    return [plain_cell(value) for value in column.astype(object).where(column.notna(), None)]
