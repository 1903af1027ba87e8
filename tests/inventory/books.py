"""A small county as a workbook and as frames, sound in every cell, and the ways to spoil it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from gep.account import Account
from gep.compile import assess
from gep.findings import Finding, InputError
from gep.inventory import Inventory
from gep.inventory.sheets import BASIC, BASIC_ENTRIES, SHEETS
from gep.profiles import load_profile
from gep.spec import Number
from gep.workbook.read import load_inventory

STANDARD = "rcees_2017"
REGION, NAME, YEAR = "632521", "共和县", 2025
FILE = "共和县 2025 清单.xlsx"
HEADER, FIRST = 3, 4
"""Rows of the headers and of the first record, as in the template."""

WITH_DATA = (
    "agriculture",
    "water_supply",
    "water_retention",
    "flood_mitigation",
    "air_purification",
    "carbon_sequestration",
    "oxygen_release",
    "pest_control",
)
"""The services that the county has data for; the others are 无数据 with a reason."""

METHODS = {"agriculture": "市场价值法"}
"""Methods that are not the one the standard prefers."""

BASICS: Mapping[str, tuple[object, str]] = {
    "region": (REGION, ""),
    "region_name": (NAME, ""),
    "year": (YEAR, ""),
    "period": (1, "a"),
    "standard": (STANDARD, ""),
    "price_year": (2025, ""),
    "administrative_area": (10, "万hm²"),
    "population": (2.5, "万人"),
}

# Sheet → headers (column key, with the unit that the header states) → records.
TABLES: Mapping[str, tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]] = {
    "extent": (
        ("ecosystem", "area [km²]", "source"),
        (
            ("常绿针叶林", 300, "国土变更调查"),
            ("高寒草甸", 500, "国土变更调查"),
            ("沼泽", 150, "国土变更调查"),
            ("未分类", 50, "国土变更调查"),
        ),
    ),
    "products": (
        (
            "service",
            "item",
            "ecosystem",
            "output",
            "output_unit",
            "unit_price",
            "unit_price_unit",
            "net_output [万元]",
            "source",
        ),
        (
            ("农业产品", "青稞", "", 8600, "t", 4.2, "元/kg", None, "统计局"),
            ("农业产品", "油菜籽", "", 0.52, "万t", 6500, "元/t", None, "统计局"),
        ),
    ),
    "water_supply": (
        ("item", "ecosystem", "volume [万m³]", "source"),
        (("生活", "", 1150, "水利局"), ("农业", "", 14200, "水利局")),
    ),
    "water_retention": (
        ("ecosystem", "precipitation [mm]", "evapotranspiration [mm]", "runoff [mm]", "source"),
        (
            ("常绿针叶林", 430, 352, None, "气象局"),
            ("高寒草甸", 445, 352, None, "气象局"),
            ("沼泽", 430, 395, None, "气象局"),
        ),
    ),
    "air_purification": (
        ("item", "ecosystem", "emission [kg]", "source"),
        (("二氧化硫", "", 412000, "生态环境局"), ("粉尘", "", 655000, "生态环境局")),
    ),
    "carbon_sequestration": (
        ("ecosystem", "productivity [tC/(hm²·a)]", "source"),
        (("常绿针叶林", 1.6, "林草局"), ("高寒草甸", 0.42, "林草局")),
    ),
    "pest_control": (
        ("ecosystem", "recovered_area [万亩]", "source"),
        (("常绿针叶林", 6.2, "林草局"), ("高寒草甸", 48, "林草局")),
    ),
    "reported": (
        ("service", "step", "item", "ecosystem", "quantity", "quantity_unit", "source"),
        (("洪水调蓄", "湖泊调蓄", "", "沼泽", 1.2, "亿m³", "水利局"),),
    ),
    "prices": (
        ("price", "item", "value", "value_unit", "price_year", "source", "reason"),
        (
            ("用水单价", "生活", 2.9, "元/m³", 2025, "发展改革委", ""),
            ("用水单价", "农业", 0.12, "元/m³", 2025, "发展改革委", ""),
            ("水库单位库容造价", "", 8.5, "元/m³", 2025, "水利局", ""),
            ("固定二氧化碳单价", "", 72, "元/tCO2", 2025, "碳市场", ""),
            ("工业制氧价格", "", 0.9, "元/kg", 2025, "市场调查", ""),
            ("大气污染物治理成本", "二氧化硫", 1.3, "元/kg", 2025, "环保税", ""),
            ("大气污染物治理成本", "粉尘", 0.3, "元/kg", 2025, "环保税", ""),
            ("病虫害防治成本", "常绿针叶林", 30, "元/亩", 2025, "林草局", ""),
            ("病虫害防治成本", "高寒草甸", 8, "元/亩", 2025, "林草局", ""),
        ),
    ),
    "overrides": (
        ("coefficient", "item", "ecosystem", "set", "value", "value_unit", "source", "reason"),
        (("water_retention.runoff_coefficient", "", "沼泽", "", 5, "%", "水文站", "本地实测"),),
    ),
    "deductions": (("service", "item", "status", "value [万元]", "source"), (("", "", "无", None, "调查"),)),
    "product_list": (
        ("service", "status", "reason", "method"),
        tuple(
            (rule.spec.label.zh, "纳入", "", METHODS.get(rule.service, ""))
            if rule.service in WITH_DATA
            else (rule.spec.label.zh, "无数据", "尚未收集", "")
            for rule in load_profile(STANDARD).services
        ),
    ),
    "explanations": (("code", "subject", "explanation"), ()),
}

Edit = Callable[[Workbook], None]
Seen = tuple[str, str, str, str | None]
"""What is asserted of a finding: code, sheet, cell, value as typed."""


def title(name: str) -> str:
    """Return the Chinese name of a sheet."""
    return (BASIC if name == BASIC.name else SHEETS[name]).label.zh


def header(sheet: str, text: str) -> str:
    """Return the Chinese header for a column key, with the unit that stands behind it."""
    name, _, unit = text.partition(" ")
    for column in SHEETS[sheet].columns:
        if name == column.name:
            return f"{column.label.zh} {unit}".strip()
        if isinstance(column, Number) and column.unit_label and name == f"{column.name}_unit":
            return column.unit_label.zh
    raise KeyError(text)


def sound_book() -> Workbook:
    """Return the county as a workbook like a filled-in template."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = BASIC.label.zh
    page["A1"] = f"{BASIC.label.zh}(示例)"
    for number, column in enumerate(BASIC.columns, 1):
        page.cell(HEADER, number, column.label.zh)
    for row, entry in enumerate(BASIC_ENTRIES, FIRST):
        content, unit = BASICS.get(entry.name, (None, ""))
        for number, value in enumerate((entry.label.zh, content, unit or None), 1):
            page.cell(row, number, value)
    for name, (headers, records) in TABLES.items():
        page = book.create_sheet(title(name))
        page["A1"] = title(name)
        page["A2"] = SHEETS[name].note.zh
        for number, text in enumerate(headers, 1):
            page.cell(HEADER, number, header(name, text))
        for row, record in enumerate(records, FIRST):
            for number, value in enumerate(record, 1):
                page.cell(row, number, value if value != "" else None)
    return book


def sound_frames(**entries: object) -> dict[str, pd.DataFrame]:
    """Return the county as DataFrames, headed by column keys with units; `entries` replace those of 基本信息."""
    stated = {name: (entries.get(name, content), unit) for name, (content, unit) in BASICS.items()}
    basic = {f"{name} [{unit}]" if unit else name: [content] for name, (content, unit) in stated.items()}
    frames = {"basic": pd.DataFrame(basic)}
    for name, (headers, records) in TABLES.items():
        if records:
            frames[name] = pd.DataFrame(list(records), columns=list(headers))
    return frames


def cell_of(sheet: str, column: str, record: int = 0) -> str:
    """Return the address of a number of a record of the sound book; record −1 is the header."""
    names = [text.partition(" ")[0] for text in TABLES[sheet][0]]
    return f"{get_column_letter(names.index(column) + 1)}{FIRST + record}"


def entry_cell(name: str, column: str = "B") -> str:
    """Return the address of an entry of 基本信息."""
    return f"{column}{FIRST + [entry.name for entry in BASIC_ENTRIES].index(name)}"


def product_cell(service: str, column: str = "status") -> str:
    """Return the address of a service in 生态产品清单."""
    names = [rule.service for rule in load_profile(STANDARD).services]
    return cell_of("product_list", column, names.index(service))


def put(sheet: str, cell: str, value: Any, number_format: str = "") -> Edit:
    """Return the edit that types `value` into a cell."""

    def edit(book: Workbook) -> None:
        target = book[title(sheet)][cell]
        target.value = value
        if number_format:
            target.number_format = number_format

    return edit


def error_value(sheet: str, cell: str, text: str = "#DIV/0!") -> Edit:
    """Return the edit that leaves an error in a cell."""

    def edit(book: Workbook) -> None:
        book[title(sheet)][cell].value = text
        book[title(sheet)][cell].data_type = "e"

    return edit


def add(sheet: str, *values: object) -> Edit:
    """Return the edit that adds a record below the last one."""

    def edit(book: Workbook) -> None:
        page = book[title(sheet)]
        row = page.max_row + 1
        for number, value in enumerate(values, 1):
            page.cell(row, number, value if value != "" else None)

    return edit


def delete_row(sheet: str, row: int) -> Edit:
    """Return the edit that deletes a row."""
    return lambda book: book[title(sheet)].delete_rows(row)


def delete_column(sheet: str, letters: str) -> Edit:
    """Return the edit that deletes a column."""
    return lambda book: book[title(sheet)].delete_cols(openpyxl.utils.column_index_from_string(letters))


def delete_sheet(sheet: str) -> Edit:
    """Return the edit that deletes a sheet."""
    return lambda book: book.remove(book[title(sheet)])


def save(folder: Path, *edits: Edit) -> Path:
    """Write the sound book with `edits` to a folder whose name has Chinese characters and spaces."""
    book = sound_book()
    for edit in edits:
        edit(book)
    path = folder / "核算 数据" / FILE
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def judge(path: Path) -> tuple[Inventory | None, Account | None, list[Finding]]:
    """Return everything that is found in a workbook, as the command line does."""
    inventory, findings = load_inventory(path)
    if inventory is None:
        return None, None, findings
    try:
        account, findings = assess(inventory)
    except InputError as error:
        return inventory, None, list(error.findings)
    return inventory, account, findings


def seen(one: Finding) -> Seen:
    """Return what is asserted of a finding."""
    return one.code, one.where.sheet, one.where.cell, one.typed
