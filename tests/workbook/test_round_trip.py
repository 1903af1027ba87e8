"""Whatever is filled in a template is read as it is meant, and what is filled in wrongly is found at its cell."""

from __future__ import annotations

import copy
from pathlib import Path

import openpyxl
import pytest
from filled_templates import (
    FIRST,
    SIZES,
    Filled,
    address,
    assert_read,
    filled,
    ratio,
    reading_findings,
    tables_of,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gep.inventory.sheets import GENERAL_SHEETS, SHEETS
from gep.profiles import load_profile, load_profiles
from gep.spec import Key, Number, Sheet
from gep.workbook.inventory_lists import shown_word, vocabulary
from gep.workbook.inventory_rows import fields
from gep.workbook.inventory_units import unit_choices

STANDARDS = sorted(load_profiles())
MOST = min(settings.default.max_examples, 25)  # a workbook takes a quarter of a second
quietly = settings(
    max_examples=MOST,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
WRONG_UNIT, WRONG_WORD, WRONG_NUMBER = "羊单位", "火星", "约三百"


def test_every_unit_offered_has_a_size_here() -> None:
    for sheet in SHEETS.values():
        for column in sheet.numbers.values():
            choices = unit_choices(column.unit) if column.unit and not column.unit_label else ()
            assert [one for one in choices if one not in SIZES and one != column.unit] == []


def standards_of(sheet: Sheet) -> list[str]:
    """Return the standards whose templates have a sheet; all where none has: a workbook keeps what it was given."""
    return [one for one in STANDARDS if sheet in tables_of(load_profile(one))] or STANDARDS


@pytest.mark.parametrize("standard", STANDARDS)
@quietly
@given(data=st.data())
def test_what_is_filled_in_is_what_is_read(standard: str, data: st.DataObject, tmp_path: Path) -> None:
    profile = load_profile(standard)
    tables = tables_of(profile)
    record = filled(data.draw, profile, tables)
    record.write(tmp_path / "book.xlsx", profile, data.draw(st.sampled_from(("zh", "en"))))
    inventory, findings = reading_findings(tmp_path / "book.xlsx")
    blank_status = {("GEP106", "product_list"), ("GEP106", "deductions")}
    assert [one for one in findings if (one.code, one.subject) not in blank_status] == []
    for sheet, expected in record.expected.items():
        if record.rows[sheet]:
            assert_read(inventory, sheet, expected)


@pytest.mark.parametrize("name", sorted(SHEETS))
@settings(quietly, max_examples=max(2, MOST // 5))
@given(data=st.data())
def test_every_sheet_is_read_in_every_unit_offered(name: str, data: st.DataObject, tmp_path: Path) -> None:
    sheet = SHEETS[name]
    profile = load_profile(data.draw(st.sampled_from(standards_of(sheet))))
    record = filled(data.draw, profile, (sheet,), least=1)
    record.write(tmp_path / "book.xlsx", profile)
    inventory, findings = reading_findings(tmp_path / "book.xlsx")
    assert [one for one in findings if one.where.sheet == sheet.label.zh] == []
    assert_read(inventory, name, record.expected[name])


def planted(folder: Path, sheet: Sheet, record: Filled, code: str, cell: str, typed: str | None) -> None:
    """Assert that a workbook has one finding in a sheet, and that it is this one."""
    profile = load_profile(standards_of(sheet)[0])
    record.write(folder / "book.xlsx", profile)
    expect(folder, sheet, code, cell, typed)


def expect(folder: Path, sheet: Sheet, code: str, cell: str, typed: str | None) -> None:
    _, findings = reading_findings(folder / "book.xlsx")
    found = [one for one in findings if one.where.sheet == sheet.label.zh]
    assert [(one.code, one.where.cell, one.typed) for one in found] == [(code, cell, typed)]


def draw_record(data: st.DataObject, sheet: Sheet) -> Filled:
    profile = load_profile(standards_of(sheet)[0])
    return filled(data.draw, profile, (sheet,), least=1)


def columns_of(kind: type) -> st.SearchStrategy[tuple[str, str]]:
    """Draw a sheet and one of its columns of `kind`, by their keys."""
    return st.sampled_from(
        [(sheet.name, column.name) for sheet in SHEETS.values() for column in sheet.columns if isinstance(column, kind)]
    )


@quietly
@given(place=columns_of(Number), data=st.data())
def test_a_word_in_a_number_cell(place: tuple[str, str], data: st.DataObject, tmp_path: Path) -> None:
    sheet, name = SHEETS[place[0]], place[1]
    record = draw_record(data, sheet)
    row = data.draw(st.integers(0, len(record.rows[sheet.name]) - 1))
    record.rows[sheet.name][row][name] = WRONG_NUMBER
    planted(tmp_path, sheet, record, "GEP105", address(sheet, name, row), WRONG_NUMBER)


@quietly
@given(data=st.data())
def test_a_blank_in_a_row_that_was_begun(data: st.DataObject, tmp_path: Path) -> None:
    # Which numbers of a service are needed depends on the method; keys and the general sheets do not.
    places = [
        (sheet.name, column.name)
        for sheet in SHEETS.values()
        for column in sheet.columns
        if column.required and (sheet in GENERAL_SHEETS or isinstance(column, Key))
    ]
    place, name = data.draw(st.sampled_from(places))
    sheet = SHEETS[place]
    column = next(one for one in sheet.columns if one.name == name)
    record = draw_record(data, sheet)
    one = record.rows[sheet.name][0]
    if sheet.name == "extent":
        one["source"] = "甲"
    if "value_unit" in one and column.name != "value":
        one["value"], one["value_unit"] = 1.0, one["value_unit"] or "元/m³"
    one[column.name] = None
    if isinstance(column, Number) and column.unit_label:
        one[f"{column.name}_unit"] = ""
    if all(value in (None, "") for value in one.values()):
        return
    planted(tmp_path, sheet, record, "GEP106", address(sheet, column.name), None)


@quietly
@given(place=columns_of(Key), data=st.data())
def test_a_word_that_is_not_in_the_list(place: tuple[str, str], data: st.DataObject, tmp_path: Path) -> None:
    sheet, name = SHEETS[place[0]], place[1]
    column = next(one for one in sheet.keys if one.name == name)
    if column.kind not in ("step", "ecosystem") and not vocabulary(column.kind):
        return  # anything may be written there
    record = draw_record(data, sheet)
    one = record.rows[sheet.name][-1]
    one[name] = WRONG_WORD
    if name == "service" and "step" in one:
        one["step"] = "水源涵养量"
    code = "GEP109" if column.kind == "ecosystem" else "GEP112"
    planted(tmp_path, sheet, record, code, address(sheet, name, len(record.rows[sheet.name]) - 1), WRONG_WORD)


@quietly
@given(place=columns_of(Number), data=st.data())
def test_a_unit_of_another_kind(place: tuple[str, str], data: st.DataObject, tmp_path: Path) -> None:
    sheet, name = SHEETS[place[0]], place[1]
    column = sheet.numbers[name]
    record = draw_record(data, sheet)
    one = record.rows[sheet.name][0]
    if column.unit_label:
        one[name], one[f"{name}_unit"] = 1.0, WRONG_WORD
        planted(tmp_path, sheet, record, "GEP104", address(sheet, f"{name}_unit"), WRONG_WORD)
    elif column.unit:
        record.headers[sheet.name, name] = WRONG_UNIT
        planted(tmp_path, sheet, record, "GEP104", address(sheet, name, -1), WRONG_UNIT)


@quietly
@given(place=columns_of(Number), data=st.data(), above=st.booleans())
def test_a_number_that_cannot_be(place: tuple[str, str], data: st.DataObject, above: bool, tmp_path: Path) -> None:
    sheet, name = SHEETS[place[0]], place[1]
    column = sheet.numbers[name]
    limit = column.high if above else column.low
    if limit is None:
        return
    record = draw_record(data, sheet)
    unit = record.headers.get((sheet.name, name), column.unit)
    number = round(float((limit + (1 if above else -1)) / ratio(unit, "" if column.unit_label else column.unit)), 9)
    one = record.rows[sheet.name][0]
    one[name] = number
    shown = unit
    if column.unit_label:
        one[f"{name}_unit"] = shown = one[f"{name}_unit"] or "元/t"
        one[name] = number = float(limit) - 1
    planted(tmp_path, sheet, record, "GEP111", address(sheet, name), f"{number:.15g} {shown}".strip())


@quietly
@given(data=st.data())
def test_a_row_that_repeats_another(data: st.DataObject, tmp_path: Path) -> None:
    places = [one.name for one in SHEETS.values() if any(key.identifies for key in one.keys)]
    sheet = SHEETS[data.draw(st.sampled_from(places))]
    record = draw_record(data, sheet)
    rows = record.rows[sheet.name]
    rows.append(copy.copy(rows[0]))
    keys = [key for key in sheet.keys if key.identifies]
    what = [str(shown_word(key, rows[0][key.name], rows[0], "zh")) for key in keys if rows[0][key.name]]
    cell = address(sheet, keys[0].name, len(rows) - 1)
    planted(tmp_path, sheet, record, "GEP110", cell, " / ".join(what))


@quietly
@given(data=st.data())
def test_a_cell_that_holds_an_error(data: st.DataObject, tmp_path: Path) -> None:
    sheet = SHEETS[data.draw(st.sampled_from(sorted(SHEETS)))]
    name = data.draw(st.sampled_from([name for name, column in fields(sheet) if name == column.name]))
    record = draw_record(data, sheet)
    profile = load_profile(standards_of(sheet)[0])
    record.write(tmp_path / "book.xlsx", profile)
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    cell = book[sheet.label.zh][address(sheet, name)]
    cell.value, cell.data_type = "#REF!", "e"
    book.save(tmp_path / "book.xlsx")
    assert cell.row == FIRST
    expect(tmp_path, sheet, "GEP108", cell.coordinate, "#REF!")
