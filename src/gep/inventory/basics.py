"""基本信息: the region, the year and what holds for the whole account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from gep.classifications import find_region, regions
from gep.findings import Finding, Where, finding
from gep.inventory.raw import RawCell, RawColumn, RawTable
from gep.inventory.sheets import BASIC, BASIC_ENTRIES
from gep.inventory.tables import Table, parse_table
from gep.inventory.words import nearest, normal
from gep.spec import Number, Sheet

__all__ = ["parse_basics", "transposed"]

_CODE = re.compile(r"[1-9]\d{5}")
_COUNTY = "county"
# What no other row can be read without.
_NEEDED = ("region", "year", "period", "price_year")
_WORDS = ("no_data", "not_applicable", "unclear")

ENTRIES = Sheet(BASIC.name, BASIC.label, BASIC_ENTRIES, BASIC.note)


def transposed(
    file: str, sheet: str, entries: Mapping[int, tuple[str, RawCell | None, str]], content: str, unit: str
) -> RawTable:
    """Turn entries that stand below each other into a table of one record.

    Parameters
    ----------
    file, sheet : str
        For addresses.
    entries : mapping of int to (name, cell, unit)
        Row number → name of the entry as typed, its content, its unit as typed.
    content, unit : str
        Letters of the columns of content and unit.

    Returns
    -------
    RawTable
        Whose column letters are the addresses of the contents.
    """
    numbers = {normal(word): one for one in BASIC_ENTRIES if isinstance(one, Number) for word in (one.name, *one.label)}
    columns = []
    for row, (name, cell, unit_text) in entries.items():
        declared = numbers.get(normal(name))
        header, unit_at = name, ""
        if declared is not None and declared.unit:
            # What was not filled in needs no unit.
            header = f"{name} [{unit_text or ('' if cell is not None else declared.unit)}]"
            unit_at = f"{unit or content}{row}"
        columns.append(RawColumn(header, f"{content}{row}", [cell], unit_at))
    return RawTable(
        file,
        sheet,
        0,
        np.array([0], dtype=np.int64),
        tuple(columns),
        np.array([""], dtype=object),
        np.array([0], dtype=np.int64),
        transposed=True,
    )


def parse_basics(raw: RawTable) -> tuple[Table | None, list[Finding]]:
    """Read 基本信息 with one record a region and year.

    Returns
    -------
    Table or None
        None when region, year or what else every account needs is missing or wrong.
    list of Finding
    """
    table, findings = parse_table(raw, ENTRIES, require_numbers=True)
    if raw.transposed:
        where = Where(raw.file, raw.sheet)
        findings = [
            finding("GEP121", where, subject=BASIC.name, entry=one.params["column"]) if one.code == "GEP102" else one
            for one in findings
        ]
    if raw.transposed and table is not None and table.dropped:
        # What is wrong has its finding; without it the rest can still be checked.
        wrong = {one.where.cell for one in findings}
        kept = tuple(column for column in raw.columns if column.letters not in wrong)
        table, _ = parse_table(replace(raw, columns=kept), ENTRIES, require_numbers=True)
    if table is None or table.dropped or not set(_NEEDED) <= set(table.letters):
        return None, findings
    frame = table.frame
    findings += _stated(table, raw)
    for name in ("period", "administrative_area"):
        findings += _not_above_zero(table, name)
    # What cannot be right is not known: nothing may be divided by it or compared with it.
    frame["administrative_area"] = frame["administrative_area"].where(frame["administrative_area"] > 0)
    if not frame[["year", "period", "price_year"]].notna().all(axis=None) or not (frame["region"] != "").all():
        return None, findings
    frame["year"] = frame["year"].astype(np.int64)
    frame["price_year"] = frame["price_year"].astype(np.int64)
    frame["region"] = frame["region"].astype(object)
    for number in np.flatnonzero(frame.duplicated(["region", "year"])):
        where, place = table.where(int(number), "region"), frame[["region", "year"]].iloc[number]
        same = (frame[["region", "year"]] == place).all(axis=1)
        typed, first = f"{place['region']} / {place['year']}", int(frame["row"][same].iloc[0])
        findings.append(finding("GEP110", where, subject=BASIC.name, typed=typed, first=first))
    checked: set[tuple[str, str]] = set()
    for position, (code, name) in enumerate(zip(frame["region"], frame["region_name"], strict=True)):
        if (str(code), str(name)) not in checked:
            findings += _check_region(table, position, str(code), str(name))
            checked.add((str(code), str(name)))
    return table, findings


def _not_above_zero(table: Table, name: str) -> list[Finding]:
    """Return the numbers of an entry that are zero, where only more than that makes sense; fewer were said before."""
    if name not in table.frame:
        return []
    entry = next(one for one in BASIC_ENTRIES if one.name == name)
    unit = ENTRIES.numbers[name].unit
    limits = {"zh": f"大于 0 {unit}", "en": f"more than 0 {unit}"}
    found = []
    for number in map(int, np.flatnonzero(table.frame[name] <= 0)):
        typed = table.typed.get((number, name), str(table.frame[name].iloc[number]))
        where, label = table.where(number, name), entry.label._asdict()
        found.append(finding("GEP111", where, subject=BASIC.name, typed=typed, column=label, limits=limits))
    return found


def _stated(table: Table, raw: RawTable) -> list[Finding]:
    """Report a word that stands for a number that no account can do without."""
    found = []
    for one in BASIC_ENTRIES:
        if not isinstance(one, Number) or not one.required:
            continue
        column = next((other for other in raw.columns if other.letters == table.letters.get(one.name)), None)
        said = table.frame[f"{one.name}_status"].isin(_WORDS)
        for number in np.flatnonzero(said) if column is not None else ():
            position = int(number)
            row = int(np.flatnonzero(raw.rows == table.frame["row"].iloc[position])[0])
            cell = None if column is None or isinstance(column.cells, np.ndarray) else column.cells[row]
            typed, label = cell.typed if cell is not None else "", one.label._asdict()
            found.append(
                finding("GEP126", table.where(position, one.name), subject=BASIC.name, typed=typed, column=label)
            )
    return found


def _provinces(listed: Iterable[str]) -> dict[str, str]:
    """Return the provinces whose counties are listed, in words."""
    provinces = [one for one in regions() if one.code[:2] in set(listed) and one.code[2:] == "0000"]
    return {"zh": "、".join(one.name_zh for one in provinces), "en": ", ".join(one.name_en for one in provinces)}


def _check_region(table: Table, position: int, code: str, name: str) -> list[Finding]:
    region = find_region(code)
    where = table.where(position, "region")
    if region is None or region.code != code:
        named = find_region(name) if name else None
        known = f"{named.code} {named.name_zh}" if named else nearest(code, [one.code for one in regions()])
        # The list holds one province and what the examples need; a well-formed code from elsewhere may be right.
        listed = [one.code[:2] for one in regions() if one.level == _COUNTY]
        if _CODE.fullmatch(code) and code[:2] not in listed:
            return [finding("GEP125", where, subject=f"{code}/region", typed=code, known=_provinces(listed))]
        return [finding("GEP123", where, subject=f"{code}/region", typed=code, known=known)]
    words = {normal(word) for word in (region.name_zh, region.name_en, *region.aliases)}
    if name and normal(name) not in words:
        expected = {"zh": region.name_zh, "en": region.name_en}
        where = table.where(position, "region_name")
        return [finding("GEP124", where, subject=f"{code}/region_name", typed=name, region=code, expected=expected)]
    return []
