"""An inventory from last year's: its rows, what of them changes slowly, and a mark until they are confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from gep.findings import Finding, GepError, Where, finding
from gep.inventory import Inventory
from gep.inventory.carried import CARRIED
from gep.inventory.sheets import BASIC, EXPLANATIONS, PRICES, PRODUCT_LIST, SHEETS
from gep.inventory.tables import Table
from gep.inventory.words import to_number
from gep.messages import LANGUAGES, label
from gep.profiles import Profile
from gep.spec import Number, Sheet
from gep.units import factor, read_unit
from gep.workbook.inventory_rows import fields
from gep.workbook.inventory_start import starting_rows

__all__ = ["Seed", "seed"]

# What stays the same from year to year; the rest of 基本信息 is asked for anew.
_KEPT = ("region", "region_name", "period", "compiler")
_WORDS = {"no_data": "无数据", "not_applicable": "不适用"}


class Seed(NamedTuple):
    """Rows and header units, as :func:`gep.workbook.inventory_writer.write_inventory` takes them, and what was left."""

    rows: dict[str, list[dict[str, object]]]
    headers: dict[tuple[str, str], str]
    findings: list[Finding]


def seed(last: Inventory, profile: Profile, sheets: Iterable[Sheet], year: int | None = None) -> Seed:
    """Return the rows of a new inventory that come from an earlier one.

    Every row is taken with its keys, texts and units, and with those numbers that change slowly (`Number.lasting`:
    areas, capacities, soil and relief, prices, local coefficients); other numbers are left blank. Every row is marked
    as not confirmed. 审核说明 are about last year and stay there; so does what is asked for anew in 基本信息, above all
    the price year. A price keeps the year it is of.

    Parameters
    ----------
    last : Inventory
        Of one region and year.
    profile : Profile
        The standard of the new inventory.
    sheets : iterable of Sheet
        The tables that it needs.
    year : int, optional
        Year of the new inventory; by default the one after.

    Raises
    ------
    GepError
        If `year` does not come after the year of the earlier inventory.
    """
    basics = last.basics.iloc[0]
    if year is not None and year <= basics["year"]:
        raise GepError("GEP166", year=year, last=int(basics["year"]))
    basic: list[dict[str, object]] = [{"entry": "standard", "content": profile.id}]
    basic += [{"entry": name, "content": basics[name]} for name in _KEPT if name in basics]
    basic.append({"entry": "year", "content": year or int(basics["year"]) + 1})
    rows = {**starting_rows(profile), BASIC.name: basic}
    headers: dict[tuple[str, str], str] = {}
    for sheet in sheets:
        table = last.tables.get(sheet.name)
        if table is not None and len(table.frame) and sheet != EXPLANATIONS:
            rows[sheet.name] = _records(table, sheet, int(basics["price_year"]), headers)
    left = _products(rows, profile)
    carried = sum(CARRIED.name in record for records in rows.values() for record in records)
    file = last.source.name if last.source else ""
    findings = [finding("GEP167", Where(file), subject="carried_over", count=carried)]
    needed = {sheet.name for sheet in sheets}
    unused = [SHEETS[name] for name, table in last.tables.items() if name in SHEETS and len(table.frame)]
    named = [one.label for one in unused if one.name not in needed or one == EXPLANATIONS]
    if named or left:
        what = {
            lang: label("cli_between", lang).join([*(one.text(lang) for one in named), *left]) for lang in LANGUAGES
        }
        findings.append(finding("GEP168", Where(file), subject="carried_over", what=what))
    return Seed(rows, headers, findings)


def _products(rows: dict[str, list[dict[str, object]]], profile: Profile) -> list[str]:
    """Bring 生态产品清单 into the order of the standard and return the services that it does not count."""
    known = {str(record["service"]): record for record in rows[PRODUCT_LIST.name]}
    rows[PRODUCT_LIST.name] = [known.get(one.service, {"service": one.service}) for one in profile.services]
    counted = {one.service for one in profile.services}
    return [f"{PRODUCT_LIST.label.zh} {name}" for name in known if name not in counted]


def _records(
    table: Table, sheet: Sheet, price_year: int, headers: dict[tuple[str, str], str]
) -> list[dict[str, object]]:
    records: list[dict[str, object]] = [{CARRIED.name: "unconfirmed"} for _ in range(len(table.frame))]
    dated = "price_year" in sheet.numbers
    for name, column in fields(sheet):
        of_unit = name != column.name
        if not isinstance(column, Number) or of_unit:
            values: list[object] = list(table.frame[name])
        else:
            values = _numbers(table, column, headers, dated=dated)
        for record, value in zip(records, values, strict=True):
            record[name] = value
    if sheet == PRICES:
        # A price without a year of its own was one of last year's inventory; here it would pass for one of this year's.
        for record in records:
            if record["price_year"] is None:
                record["price_year"] = price_year
    return records


def _numbers(table: Table, column: Number, headers: dict[tuple[str, str], str], *, dated: bool) -> list[object]:
    """Return the numbers that are carried over, in the unit of their header last year where there was one."""
    name = column.name
    frame = table.frame
    values = frame[name].to_numpy(float)
    typed = {here: table.typed[here, name].partition(" ") for here in range(len(frame)) if (here, name) in table.typed}
    if column.unit and not column.unit_label:
        units = {unit for _, _, unit in typed.values()}
        if len(units) == 1 and units != {column.unit} and not column.unit_by_item:
            (unit,) = units
            as_typed = np.array([_number(typed[here][0]) if here in typed else np.nan for here in range(len(frame))])
            # Only where they are the same numbers: a percentage cell, for one, holds another than it shows.
            pinned = f"{column.unit}(2000年价)" if "元" in column.unit else column.unit
            scaled = as_typed * factor(read_unit(unit, pinned, 2000 if "元" in pinned else None), pinned)
            if np.array_equal(scaled, values, equal_nan=True):
                headers[table.sheet.name, name] = unit
                values = as_typed
    words = [_WORDS.get(str(status)) for status in frame[f"{name}_status"]]
    carried: list[object] = []
    for here, (value, word) in enumerate(zip(values, words, strict=True)):
        unit = str(frame[f"{name}_unit"].iloc[here]) if column.unit_label else column.unit
        money = "元" in unit and not dated  # of last year's prices, which its sheet has no place to say
        kept = word if word or np.isnan(value) else float(value)
        carried.append(kept if column.lasting and not money else None)
    return carried


def _number(text: str) -> float:
    number = to_number(text)
    return float("nan") if number is None else number
