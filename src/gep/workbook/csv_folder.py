"""A folder with one CSV file for each sheet, in the encodings that Excel and WPS save."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gep.findings import Finding
from gep.inventory.words import to_share
from gep.workbook.grid import Budget, Grid
from gep.workbook.notes import Notes, several, shown
from gep.workbook.package import MAX_ENTRIES, MAX_PART, MAX_TOTAL, MEGABYTE, RefusalError
from gep.workbook.raw import ERRORS, MAX_COLUMN, MAX_ROW, MAX_TEXT, Cell, RawSheet, RawWorkbook

__all__ = ["SUFFIX", "is_csv_folder", "read_csv_folder"]

SUFFIX = ".csv"

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8 = ("utf-8", "utf-8-sig")
_DELIMITERS = (",", "\t", ";")
# A first line that tells Excel the delimiter; Excel does not show it as a row.
_STATED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
# What every program writes for a number: no separators, no leading zeros.
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_DIGITS = 15
_SAMPLE = 200
# Letters that UTF-8 writes in two bytes and units use; the same two bytes are one Chinese character in GBK.
_COMMON = frozenset("²³·°×±µ¹")
_LAST_OF_TWO_BYTES = "\u07ff"


class _Text(NamedTuple):
    text: str
    encoding: str
    doubtful: bool


def is_csv_folder(path: Path) -> bool:
    """Return whether `path` is a folder that holds CSV files."""
    try:
        return path.is_dir() and any(_is_csv(one) for one in path.iterdir())
    except OSError:
        return False


def read_csv_folder(path: Path) -> tuple[RawWorkbook | None, list[Finding]]:
    """Read every CSV file in the folder `path` as a sheet that has the name of the file.

    A field that is a plain number is a number, one with a percent sign a percentage, ``#DIV/0!`` and the like are
    errors; everything else is text. Rows and columns are counted as a spreadsheet counts them: a line break inside
    quotes does not begin a row.

    Parameters
    ----------
    path : Path
        The folder.

    Returns
    -------
    workbook : RawWorkbook or None
        Its fingerprint is that of the names and fingerprints of the files. None if the folder cannot be read.
    findings : list of Finding
        What was found on the way.
    """
    notes = Notes(shown(Path(path.resolve().name)))
    try:
        return _read(path, notes), notes.findings
    except OSError as error:
        notes.report(RefusalError("GEP004", path=shown(path), reason=error.strerror or type(error).__name__))
    except RefusalError as refusal:
        notes.report(refusal)
    return None, notes.findings


def _is_csv(path: Path) -> bool:
    return path.suffix.casefold() == SUFFIX and not path.name.startswith((".", "~$")) and path.is_file()


def _read(path: Path, notes: Notes) -> RawWorkbook:
    entries = sorted(path.iterdir(), key=lambda one: one.name)
    files = [one for one in entries if _is_csv(one)]
    if len(files) > MAX_ENTRIES:
        raise RefusalError("GEP016", limit=MAX_ENTRIES)
    others = [shown(Path(one.name)) for one in entries if one not in files and not one.name.startswith((".", "~$"))]
    if others:
        notes.note("GEP134", items=several(others, len(others)), count=len(others))
    budget, left = Budget(), MAX_TOTAL
    sheets: dict[str, RawSheet] = {}
    digest = hashlib.sha256()
    encodings: dict[str, list[str]] = {}
    for file in files:
        name = shown(Path(file.name))
        try:
            with file.open("rb") as stream:
                data = stream.read(min(MAX_PART, left) + 1)
            left -= len(data)
            if len(data) > MAX_PART or left < 0:
                raise RefusalError("GEP012", size=file.stat().st_size // MEGABYTE, limit=MAX_PART // MEGABYTE)
            digest.update(f"{hashlib.sha256(data).hexdigest()}  {name}\n".encode())
            decoded = _decoded(data)
            if decoded.encoding not in _UTF8:
                encodings.setdefault(decoded.encoding, []).append(name)
            elif decoded.doubtful:
                notes.note("GEP136", name)
            grid = _grid(decoded.text, budget)
            sheets[name] = grid.sheet(name, "visible", frozenset())
            notes.sheet(sheets[name], grid.problems)
        except RefusalError as refusal:
            if refusal.whole:
                raise
            notes.report(refusal, name)
        except PermissionError:
            notes.report(RefusalError("GEP002", path=name), name)
    for encoding, names in encodings.items():
        notes.note("GEP135", encoding=encoding.upper(), items=several(names, len(names)), count=len(names))
    return RawWorkbook(path, digest.hexdigest(), sheets)


def _decoded(data: bytes) -> _Text:
    """Return the text, strictly: by its mark if it has one, else as UTF-8, else as GB 18030, the superset of GBK."""
    marked = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return _Text(text, encoding, not marked and encoding == "utf-8" and _could_be_gbk(text, data))
    raise RefusalError("GEP139", whole=False)


def _could_be_gbk(text: str, data: bytes) -> bool:
    # Chinese in UTF-8 has three bytes a character; a file with letters of two bytes only may be short GBK by chance.
    letters = {letter for letter in text if not letter.isascii()} - _COMMON
    if not letters or max(letters) > _LAST_OF_TWO_BYTES:
        return False
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(text: str) -> str:
    """Return the delimiter by which most of the first rows have the same number of fields, a comma where none does."""
    best, most = _DELIMITERS[0], 0
    for delimiter in _DELIMITERS:
        counts: dict[int, int] = {}
        try:
            for row, _ in zip(_records(text, delimiter), range(_SAMPLE), strict=False):
                if len(row) > 1:
                    counts[len(row)] = counts.get(len(row), 0) + 1
        except csv.Error:
            continue
        agreeing = max(counts.values(), default=0)
        if agreeing > most:
            best, most = delimiter, agreeing
    return best


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    # Strict, or a quote that is never closed would swallow every row after it.
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _grid(text: str, budget: Budget) -> Grid:
    stated = _STATED.match(text)
    if stated:
        text, delimiter = text[stated.end() :], stated[1]
    else:
        delimiter = _delimiter(text)
    grid = Grid()
    row = 0
    try:
        for row, fields in enumerate(_records(text, delimiter), 1):
            if row > MAX_ROW or len(fields) > MAX_COLUMN:
                raise RefusalError("GEP019", limit=MAX_ROW)
            budget.spend(len(fields))
            for column, field in enumerate(fields, 1):
                if field:
                    grid.put(_cell(grid, row, column, field))
    except csv.Error as error:
        raise RefusalError("GEP138", whole=False, row=row + 1) from error
    return grid


def _cell(grid: Grid, row: int, column: int, field: str) -> Cell | None:
    plain = field.strip()
    if plain in ERRORS:
        return Cell(row, column, None, "error", False, plain)
    percent = plain.endswith("%")
    digits = plain[:-1] if percent else plain
    # A long number would lose digits; as a text it keeps them, and where a number belongs it is read with a hint.
    if len(digits) <= MAX_TEXT and _NUMBER.fullmatch(digits) and _significant(digits) <= _DIGITS:
        number = to_share(plain) if percent else float(digits)
        if number is not None and number - number == 0:
            return Cell(row, column, number, "number", False, plain, percent=percent)
    return grid.text_cell(row, column, field, False)


def _significant(digits: str) -> int:
    return len(re.sub(r"[eE].*|[.-]", "", digits).strip("0"))
