"""The records of an inventory as plain rows: from CSV files, and checked against the declared sheets."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from gep.inventory.carried import CARRIED
from gep.inventory.sheets import BASIC, BASIC_ENTRIES, SHEETS
from gep.inventory.words import header_parts, to_number
from gep.spec import Column, Number, Sheet

__all__ = ["Headers", "Records", "Rows", "check_rows", "fields", "rows_from_csv"]

Records = Sequence[Mapping[str, object]]
# Sheet key → records; (sheet key, column key) → unit in that header.
Rows = Mapping[str, Records]
Headers = Mapping[tuple[str, str], str]


def rows_from_csv(
    folder: Path, ignore: Collection[str] = ("published",)
) -> tuple[dict[str, list[dict[str, object]]], dict[tuple[str, str], str]]:
    """Read the records of an inventory from CSV files, one a sheet.

    Parameters
    ----------
    folder : Path
        Folder of UTF-8 files named after sheet keys, headed by column keys; ``key [unit]`` states a unit.
    ignore : collection of str
        Names of files that are no sheets.

    Returns
    -------
    rows, headers
        As :func:`write_inventory` takes them. Numbers are floats, everything else stays text as it stands.

    Raises
    ------
    ValueError
        If a file or a column is not one of the inventory.
    """
    rows: dict[str, list[dict[str, object]]] = {}
    headers: dict[tuple[str, str], str] = {}
    for path in sorted(folder.glob("*.csv")):
        if path.stem in ignore:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file, strict=True)
            parts = [header_parts(cell) for cell in next(lines)]
            names = [name for name, _ in parts]
            headers.update({(path.stem, name): unit for name, unit in parts if unit is not None})
            records = [dict(zip(names, line, strict=True)) for line in lines]
        rows[path.stem] = [_with_numbers(path.stem, record) for record in records]
    check_rows(rows, headers)
    return rows, headers


def _with_numbers(sheet: str, record: Mapping[str, str]) -> dict[str, object]:
    numbers: Collection[str] = SHEETS[sheet].numbers if sheet in SHEETS else ()
    if sheet == BASIC.name and isinstance(_entries().get(record["entry"]), Number):
        numbers = ("content",)
    read = {name: to_number(text) if name in numbers else None for name, text in record.items()}
    return {name: text if (number := read[name]) is None else number for name, text in record.items()}


def _entries() -> dict[str, Column]:
    return {entry.name: entry for entry in BASIC_ENTRIES}


def fields(sheet: Sheet) -> Iterator[tuple[str, Column]]:
    """Iterate over the columns of a table as they are written: a number whose unit differs by row takes two."""
    for column in sheet.columns:
        yield column.name, column
        if isinstance(column, Number) and column.unit_label:
            yield f"{column.name}_unit", column


def check_rows(rows: Rows, headers: Headers) -> None:
    """Refuse records and header units that no sheet has a place for.

    Raises
    ------
    ValueError
        Naming every one of them.
    """
    known = {sheet.name: dict(fields(sheet)) for sheet in (BASIC, *SHEETS.values())}
    wrong = [name for name in rows if name not in known]
    wrong += [
        f"{name}.{field}"
        for name in rows.keys() & known.keys()
        for field in {field: None for record in rows[name] for field in record}
        if field not in known[name] and (name == BASIC.name or field != CARRIED.name)
    ]
    wrong += [f"basic.{one.get('entry')}" for one in rows.get(BASIC.name, ()) if one.get("entry") not in _entries()]
    for name, field in headers:
        column = known.get(name, {}).get(field)
        if not isinstance(column, Number) or column.unit_label or not column.unit:
            wrong.append(f"[{headers[name, field]}] {name}.{field}")
    if wrong:
        raise ValueError(f"not part of an inventory: {', '.join(sorted(wrong))}")
