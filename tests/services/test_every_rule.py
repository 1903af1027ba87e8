"""What must hold for every rule, whatever it computes. A new rule is taken in without a line here."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import formualizer
import numpy as np
import openpyxl
import pytest
import xlsxwriter
from rules import (
    BOUNDS,
    BY_NAME,
    MODULES,
    NEVER_ZERO,
    PRICE_YEAR,
    bounds,
    draw,
    plain_inputs,
    rows,
    typed_inputs,
    unit_of,
)
from xlsxwriter.utility import xl_rowcol_to_cell

from gep.findings import UnitError
from gep.services import SERVICES
from gep.units import Parameters, ParameterSet, Quantity, Rule, Unit, price_year_of, render_excel, symbols_of, unit
from gep.units.atoms import ATOMS
from gep.units.registry import container, dimension
from gep.units.symbolic import Expression

SEED = 20259
COUNT = 20
# A conversion back and forth, or the same operations in another order, cost some roundings of 1.1e-16 each; the
# columns of this seed have no difference in which more than three digits cancel.
ROUNDING = 1e-12
# exp and power of a column may come from other instructions of the processor than those of one number.
LAST_DIGITS = 1e-13

every_rule = pytest.mark.parametrize("rule", BY_NAME.values(), ids=BY_NAME)
every_argument = pytest.mark.parametrize(
    ("rule", "argument"),
    [
        pytest.param(rule, argument, id=f"{name}-{argument}")
        for name, rule in BY_NAME.items()
        for argument, declared in rule.arguments.items()
        if not isinstance(declared, Parameters)
    ],
)
every_set = pytest.mark.parametrize(
    ("rule", "argument"),
    [
        pytest.param(rule, argument, id=f"{name}-{argument}")
        for name, rule in BY_NAME.items()
        for argument, declared in rule.arguments.items()
        if isinstance(declared, Parameters)
    ],
)

every_symbol = pytest.mark.parametrize(
    ("rule", "symbol"),
    [
        pytest.param(
            rule,
            symbol,
            id=f"{name}-{symbol}",
        )
        for name, rule in BY_NAME.items()
        for symbol in symbols_of(rule.expression())
    ],
)


def row_of(numbers: Mapping[str, Any], index: Any) -> dict[str, Any]:
    """Return one row, or the rows of a slice or permutation, of columns."""
    return {
        name: {field: column[index] for field, column in value.items()} if isinstance(value, dict) else value[index]
        for name, value in numbers.items()
    }


def replaced(numbers: Mapping[str, Any], symbol: str, column: Any) -> dict[str, Any]:
    """Return the columns with that of one argument, or of one field of a parameter set, replaced."""
    name, _, field = symbol.partition(".")
    return {**numbers, name: {**numbers[name], field: column} if field else column}


def columns_by_symbol(numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns under the names that formulas have for them: the argument, or ``set.field``."""
    found: dict[str, Any] = {}
    for name, value in numbers.items():
        found |= (
            {f"{name}.{field}": column for field, column in value.items()} if isinstance(value, dict) else {name: value}
        )
    return found


def test_the_rules_of_all_steps_are_found() -> None:
    steps = [step for spec in SERVICES for method in spec.methods for step in method.steps]
    used = {step.rule for step in steps if isinstance(step.rule, Rule)}
    assert used == set(BY_NAME.values())


@every_rule
def test_the_module_exports_its_rule(rule: Rule[...]) -> None:
    module = MODULES[rule.__module__.removeprefix("gep.services.")]
    assert rule.name in module.__all__
    assert getattr(module, rule.name) is rule


def sections(text: str) -> dict[str, list[str]]:
    """Return the numpydoc sections of a docstring: title → lines."""
    lines = [line.removeprefix("    ") for line in text.splitlines()]
    starts = [i for i, line in enumerate(lines) if i + 1 < len(lines) and re.fullmatch(r"-{3,}", lines[i + 1])]
    ends = [*starts[1:], len(lines)]
    for start in starts:
        assert len(lines[start + 1]) == len(lines[start]), f"{lines[start]} is underlined unevenly"
    return {lines[start]: lines[start + 2 : end] for start, end in zip(starts, ends, strict=True)}


@every_rule
def test_the_docstring_describes_every_argument(rule: Rule[...]) -> None:
    assert rule.__doc__ is not None
    found = sections(rule.__doc__)
    assert list(found)[:4] == ["Parameters", "Returns", "Raises", "Notes"]
    assert re.match(r"Return .*\.(\s|$)", rule.__doc__.splitlines()[0])
    entries: dict[str, str] = {}
    names: list[str] = []
    for line in found["Parameters"]:
        if line and not line.startswith(" "):
            names = re.split(r",\s*", line.partition(" : ")[0])
            for name in names:
                assert name not in entries, f"{name} is described twice"
                entries[name] = ""
        else:
            entries |= {name: entries[name] + line for name in names}
    assert entries.keys() == rule.arguments.keys()
    for name, text in entries.items():
        declared = rule.arguments[name]
        if not isinstance(declared, Parameters) and "As in" not in text:
            assert f"[{declared.removeprefix('number of ') or '-'}]" in text, name
    assert f"[{rule.returns.removeprefix('number of ') or '-'}]" in "".join(found["Returns"])
    assert "UnitError" in "".join(found["Raises"])
    assert "".join(found["Notes"]).strip()


WRONG = ("", "t", "tC", "tCO2", "tN", "m", "m²", "m³", "hm²", "mm/d", "d", "h", "a", "K", "kW·h", "元", "元/t", "人次")


def wrong_units(declared: str) -> list[Unit]:
    """Return units of other dimensions: common ones, and the declared one with a factor too many or too few."""
    right = unit_of(declared)
    near = [right * unit(text) for text in ("m", "a", "d")] + [right / unit("m"), 1 / right * unit("t")]
    candidates = [*(unit(text, price_year=PRICE_YEAR) for text in WRONG), *(item.units for item in map(quantity, near))]
    return [item for item in candidates if dimension(container(item)) != dimension(container(right))]


def quantity(item: Any) -> Quantity:
    return item if isinstance(item, Quantity) else Quantity(1.0, item)


@every_argument
def test_a_wrong_dimension_is_refused(rule: Rule[...], argument: str) -> None:
    declared = str(rule.arguments[argument])
    right = typed_inputs(rule, row_of(draw(rule, np.random.default_rng(SEED), 1), 0))
    rule(**right)
    wrong = wrong_units(declared)
    assert len(wrong) >= 15
    for item in wrong:
        for number in (1.0, 0.0, np.ones(2), np.zeros(2), float("nan")):
            with pytest.raises(UnitError, match="GEP521") as caught:
                rule(**{**right, argument: Quantity(number, item)})
            assert rule.name in str(caught.value)
            assert argument in str(caught.value)


@every_argument
def test_a_plain_number_is_taken_for_a_pure_number_only(rule: Rule[...], argument: str) -> None:
    numbers = row_of(draw(rule, np.random.default_rng(SEED), 1), 0)
    right = typed_inputs(rule, numbers)
    expected = rule(**right)
    if rule.arguments[argument] == "":
        assert rule(**{**right, argument: numbers[argument]}).magnitude == expected.magnitude
        refused: tuple[Any, ...] = ("1", None, True)
    else:
        refused = (1, 1.0, 0, 0.0, float("nan"), np.ones(2), np.zeros(2), "1", None, True)
    for value in refused:
        with pytest.raises(UnitError, match="GEP520") as caught:
            rule(**{**right, argument: value})
        assert argument in str(caught.value)


@every_set
def test_a_parameter_set_must_be_whole(rule: Rule[...], argument: str) -> None:
    numbers = row_of(draw(rule, np.random.default_rng(SEED), 1), 0)
    right = typed_inputs(rule, numbers)
    fields = numbers[argument]
    less = dict(list(fields.items())[1:])
    for value in (fields, None, 1.0, ParameterSet(less), ParameterSet({**fields, "more": 1.0})):
        with pytest.raises(UnitError, match="GEP524"):
            rule(**{**right, argument: value})


def test_money_keeps_its_one_price_year() -> None:
    seen = 0
    for rule in BY_NAME.values():
        money = [name for name, declared in rule.arguments.items() if "元" in declared]
        if not money:
            continue
        seen += 1
        right = typed_inputs(rule, row_of(draw(rule, np.random.default_rng(SEED), 1), 0))
        assert price_year_of(rule(**right)) == (PRICE_YEAR if "元" in rule.returns else None)
        for name in money if len(money) > 1 else ():
            other = Quantity(1.0, unit(str(rule.arguments[name]), price_year=PRICE_YEAR - 1))
            with pytest.raises(UnitError, match="GEP522"):
                rule(**{**right, name: other})
    assert seen


def other_units(declared: str) -> list[Unit]:
    """Return units of the declared dimension: each part of it replaced by every other that measures the same."""
    right = dict(container(unit_of(declared)))
    found = [{**right, multiplier: right.get(multiplier, 0) + 1} for multiplier in ("百", "万", "亿")]
    if not right:
        found += [{"percent": 1}, {"permille": 1}]
    for name, exponent in right.items():
        rest = {key: value for key, value in right.items() if key != name}
        for other in ATOMS.keys() - right.keys():
            for power in {exponent, *(sign * size for sign in (1, -1) for size in (1, 2, 3))}:
                if dimension({other: power}) == dimension({name: exponent}) and dimension({other: 1}):
                    found.append({**rest, other: power})
    return [Unit(container(exponents)) for exponents in found]


def test_other_units_are_found() -> None:
    spelled = set(map(str, other_units("hm²")))
    assert {"m²", "km²", "亩", "万hm²"} <= spelled
    assert set(map(str, other_units(""))) == {"百", "万", "亿", "%", "‰"}
    assert {"t/(km²·a)", "kg/(hm²·a)", "t/(亩·a)"} <= set(map(str, other_units("t/(hm²·a)")))
    assert {"tCO2", "kgC"} <= set(map(str, other_units("tC")))


@every_argument
def test_the_unit_of_an_argument_does_not_matter(rule: Rule[...], argument: str) -> None:
    inputs = typed_inputs(rule, rows(rule, COUNT, SEED))
    expected = rule(**inputs)
    others = other_units(str(rule.arguments[argument]))
    assert len(others) >= 3
    for other in others:
        got = rule(**{**inputs, argument: inputs[argument].to(other)})
        assert got.units == expected.units == unit_of(rule.returns)
        np.testing.assert_allclose(got.magnitude, expected.magnitude, rtol=ROUNDING, atol=0, err_msg=str(other))


@every_rule
def test_a_column_is_its_numbers_one_by_one(rule: Rule[...]) -> None:
    numbers = rows(rule, COUNT, SEED)
    column = rule(**typed_inputs(rule, numbers))
    assert column.magnitude.dtype == np.float64
    assert np.isfinite(column.magnitude).all()
    assert len(set(column.magnitude)) > COUNT / 2
    for index, expected in enumerate(column.magnitude):
        single = rule(
            **typed_inputs(rule, {
                name: {key: float(item) for key, item in value.items()} if isinstance(value, dict) else float(value)
                for name, value in row_of(numbers, index).items()
            })
        )  # fmt: skip
        assert isinstance(single.magnitude, float)
        assert single.magnitude == pytest.approx(expected, rel=LAST_DIGITS, abs=0)
    np.testing.assert_array_equal(rule.evaluate(plain_inputs(numbers), PRICE_YEAR), column.magnitude)


@every_rule
def test_the_order_of_the_rows_does_not_matter(rule: Rule[...]) -> None:
    numbers = rows(rule, COUNT, SEED)
    straight = rule.evaluate(plain_inputs(numbers))
    order = np.random.default_rng(SEED).permutation(len(straight))
    np.testing.assert_allclose(
        rule.evaluate(plain_inputs(row_of(numbers, order))), straight[order], rtol=LAST_DIGITS, atol=0
    )


@every_rule
def test_arguments_broadcast(rule: Rule[...]) -> None:
    numbers = draw(rule, np.random.default_rng(SEED), 4)
    for symbol, column in columns_by_symbol(numbers).items():
        others = row_of(numbers, 0)
        table = rule.evaluate(plain_inputs(replaced(row_of(numbers, slice(3)), symbol, column[:, None])))
        assert table.shape == ((4, 3) if len(columns_by_symbol(numbers)) > 1 else (4, 1))
        for index, value in enumerate(column):
            expected = rule.evaluate(plain_inputs(replaced(row_of(numbers, slice(3)), symbol, np.full(3, value))))
            # Of a single argument there is one column, whatever the others would be.
            got = np.broadcast_to(table[index], expected.shape)
            np.testing.assert_allclose(got, expected, rtol=LAST_DIGITS, atol=0)
        line = rule.evaluate(plain_inputs(replaced(others, symbol, column)))
        assert line.shape == (4,)
        np.testing.assert_allclose(line, table[:, 0], rtol=LAST_DIGITS, atol=0)


@every_rule
def test_inputs_stay_as_they_were(rule: Rule[...]) -> None:
    numbers = rows(rule, COUNT, SEED)
    before = {symbol: column.copy() for symbol, column in columns_by_symbol(numbers).items()}
    rule.evaluate(plain_inputs(numbers))
    rule(**typed_inputs(rule, numbers))
    for symbol, column in columns_by_symbol(numbers).items():
        np.testing.assert_array_equal(column, before[symbol])


@every_symbol
def test_a_missing_number_leaves_its_own_row_without_result(rule: Rule[...], symbol: str) -> None:
    numbers = rows(rule, COUNT, SEED)
    whole = rule.evaluate(plain_inputs(numbers))
    column = columns_by_symbol(numbers)[symbol]
    for index in range(len(whole)):
        holed = column.copy()
        holed[index] = np.nan
        got = rule.evaluate(plain_inputs(replaced(numbers, symbol, holed)))
        assert np.isnan(got[index]), f"{symbol} is missing in row {index}, and yet there is a result: {got[index]}"
        others = np.arange(len(whole)) != index
        np.testing.assert_allclose(got[others], whole[others], rtol=LAST_DIGITS, atol=0)


@every_rule
def test_every_argument_is_in_the_formula(rule: Rule[...]) -> None:
    symbols = set(columns_by_symbol(draw(rule, np.random.default_rng(SEED), 1)))
    assert set(symbols_of(rule.expression())) == symbols


def test_bounds_are_of_arguments_that_exist() -> None:
    known = {symbol.rpartition(".")[2] for rule in BY_NAME.values() for symbol in symbols_of(rule.expression())}
    assert set(BOUNDS) | NEVER_ZERO <= known
    assert all(bounds(name)[0] > 0 for name in NEVER_ZERO)


def excel(rule: Rule[...], cells: Mapping[str, str]) -> str:
    formula: Expression = rule.expression()
    return f"={render_excel(formula, cells)}"


@every_rule
def test_the_excel_formula_says_what_python_computes(rule: Rule[...]) -> None:
    numbers = rows(rule, COUNT, SEED)
    expected = rule.evaluate(plain_inputs(numbers))
    columns = columns_by_symbol(numbers)
    book = formualizer.Workbook()
    book.add_sheet("S")
    for row, value in enumerate(expected, 1):
        for place, column in enumerate(columns.values(), 1):
            book.set_value("S", row, place, float(column[row - 1]))
        cells = {symbol: xl_rowcol_to_cell(row - 1, place) for place, symbol in enumerate(columns)}
        book.set_formula("S", row, len(columns) + 1, excel(rule, cells))
        assert book.evaluate_cell("S", row, len(columns) + 1) == pytest.approx(value, rel=ROUNDING, abs=0)


RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
STALE = -987654.25


@pytest.mark.libreoffice
def test_libreoffice_computes_every_formula_alike(soffice: Path, tmp_path: Path) -> None:
    written = tmp_path / "written.xlsx"
    expected: dict[str, Any] = {}
    with xlsxwriter.Workbook(str(written)) as book:
        for place, (name, rule) in enumerate(BY_NAME.items()):
            numbers = rows(rule, COUNT, SEED)
            expected[name] = rule.evaluate(plain_inputs(numbers))
            columns = columns_by_symbol(numbers)
            sheet = book.add_worksheet(f"R{place}")
            sheet.write_row(0, 0, [*columns, name])
            for row in range(1, len(expected[name]) + 1):
                sheet.write_row(row, 0, [float(column[row - 1]) for column in columns.values()])
                cells = {symbol: xl_rowcol_to_cell(row, column) for column, symbol in enumerate(columns)}
                sheet.write_formula(row, len(columns), excel(rule, cells), None, STALE)
    profile = tmp_path / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE_ALWAYS, "utf-8")
    output = tmp_path / "recalculated"
    subprocess.run(
        [
            str(soffice),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(output),
            str(written),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    recalculated = openpyxl.load_workbook(output / "written.xlsx", data_only=True)
    for place, (name, values) in enumerate(expected.items()):
        lines = list(recalculated[f"R{place}"].iter_rows(min_row=2, values_only=True))
        got = [line[-1] for line in lines]
        assert len(got) == len(values)
        assert STALE not in got, f"{name} was not recalculated"
        # LibreOffice saves numbers with 15 digits, which is within ROUNDING.
        assert got == pytest.approx(list(values), rel=ROUNDING, abs=0), name
