"""This year against last year: jumps at their cells with both values, rows that came and went, results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from books import Edit, add, cell_of, delete_row, entry_cell, put, save, sound_frames, title
from click.testing import CliRunner

import gep
from gep.cli import program
from gep.findings import Finding, GepError
from gep.inventory import Inventory
from gep.inventory.jumps import YEAR_ON_YEAR, has_jumped
from gep.inventory.model import _from_frames
from gep.succession import year_on_year
from gep.workbook.read import load_inventory

LAST = [put("basic", entry_cell("year"), 2024), put("basic", entry_cell("price_year"), 2024)]
LAST += [put("prices", cell_of("prices", "price_year", record), 2024) for record in range(9)]


def books(folder: Path, *edits: Edit, last: tuple[Edit, ...] = ()) -> tuple[Path, Path]:
    """Save this year's book with `edits`, and last year's, which is otherwise the same."""
    now, then = folder / "本年", folder / "上年"
    for place in (now, then):
        place.mkdir()
    return save(now, *edits), save(then, *LAST, *last)


def compared(folder: Path, *edits: Edit, last: tuple[Edit, ...] = ()) -> list[Finding]:
    inventories = [load_inventory(path)[0] for path in books(folder, *edits, last=last)]
    assert inventories[0] is not None
    assert inventories[1] is not None
    return year_on_year(inventories[0], inventories[1])


def volume(value: object, record: int = 1) -> Edit:
    return put("water_supply", cell_of("water_supply", "volume", record), value)


def test_the_same_book_a_year_later_has_no_jumps(tmp_path: Path) -> None:
    assert compared(tmp_path) == []


@pytest.mark.parametrize("value", [14200 * 2.9, 14200 / 2.9])
def test_less_than_three_times_is_no_jump(value: float, tmp_path: Path) -> None:
    assert compared(tmp_path, volume(value)) == []


def test_three_times_is_a_jump_with_both_values_and_both_addresses(tmp_path: Path) -> None:
    cell = cell_of("water_supply", "volume", 1)
    found = compared(tmp_path, volume(42600))
    (one,) = (one for one in found if one.code == "GEP234")
    assert (one.where.sheet, one.where.cell, one.typed) == (title("water_supply"), cell, "42600 万m³")
    assert one.text("zh") == (
        f"用水量 填的是 42600 万m³,上年(共和县 2025 清单.xlsx › 水资源供给 › {cell})是 14200 万m³,是上年的 3 倍"
    )
    assert one.subject == "632521/2025/water_supply/agricultural/volume"
    assert not one.stops
    assert [one.code for one in found] == ["GEP234"], "the whole service grew by less"


def test_a_result_is_compared_as_a_whole(tmp_path: Path) -> None:
    # Households 2.9 元/m³ × 1150 万m³ and farms 0.12 × 14200: 5039 万元; with six times the households 21 714.
    found = compared(tmp_path, volume(6 * 1150, 0))
    (result,) = (one for one in found if one.code == "GEP237")
    assert result.typed == "2.1714e+08 元"
    assert "上年是 5.039e+07 元" in result.text("zh")
    assert "是上年的 4.31 倍" in result.text("zh")
    assert result.subject == "632521/2025/water_supply/supplied_water"
    assert result.where.sheet == title("product_list")
    assert "本年按 2025 年价,上年按 2024 年价" in result.text("zh")


def test_a_slip_of_unit_is_named(tmp_path: Path) -> None:
    (one,) = (one for one in compared(tmp_path, volume(142_000_000)) if one.code == "GEP234")
    assert "是上年的 1e+04 倍;是否按 m³ 填写?(折合 14200 万m³" in one.text("zh")


@pytest.mark.parametrize(
    ("value", "words"), [(14200 / 4, "只有上年的 1/4"), (0, "与上年不同号,或有一年为零"), ("无数据", "")]
)
def test_a_fall_a_zero_and_a_missing_number(value: object, words: str, tmp_path: Path) -> None:
    found = [one for one in compared(tmp_path, volume(value)) if one.code == "GEP234"]
    assert [words in one.text("zh") for one in found] == ([True] if words else [])


def test_numbers_in_other_units_are_compared_as_quantities(tmp_path: Path) -> None:
    price, unit = cell_of("products", "unit_price"), cell_of("products", "unit_price_unit")
    assert compared(tmp_path, put("products", price, 4200), put("products", unit, "元/t")) == []


def test_a_price_in_another_unit_that_is_a_jump(tmp_path: Path) -> None:
    price, unit = cell_of("products", "unit_price"), cell_of("products", "unit_price_unit")
    found = compared(tmp_path, put("products", price, 42), put("products", unit, "元/kg"))
    (one,) = (one for one in found if one.code == "GEP234")
    assert "42 元/kg,上年" in one.text("zh")
    assert "(本年按 2025 年价,上年按 2024 年价)" in one.text("zh")


def test_rows_that_went_and_rows_that_came(tmp_path: Path) -> None:
    edits = (delete_row("products", 5), add("products", "农业产品", "枸杞", "", 90, "t", 30, "元/kg", "", "统计局"))
    found = [one for one in compared(tmp_path, *edits) if one.code in {"GEP235", "GEP236"}]
    gone, new = found
    assert (gone.code, gone.where.sheet, gone.typed) == ("GEP235", "物质供给", "农业产品 / 油菜籽")
    assert "上年见 共和县 2025 清单.xlsx › 物质供给 › A5" in gone.text("zh")
    assert (new.code, new.where.cell, new.typed) == ("GEP236", "A5", "农业产品 / 枸杞")


def test_a_row_that_could_not_be_read_has_not_gone(tmp_path: Path) -> None:
    found = compared(tmp_path, put("pest_control", "A4", "竹海"))
    assert [one.code for one in found if one.code == "GEP235"] == []


def test_a_service_that_has_no_result_any_more(tmp_path: Path) -> None:
    edits = [put("carbon_sequestration", cell_of("carbon_sequestration", "productivity", n), "无数据") for n in (0, 1)]
    codes = [(one.code, one.subject) for one in compared(tmp_path, *edits)]
    assert ("GEP238", "632521/2025/carbon_sequestration/sequestered_carbon_dioxide") in codes


def test_an_explanation_settles_a_jump_and_is_never_called_unused(tmp_path: Path) -> None:
    subject = "632521/2025/water_supply/agricultural/volume"
    now, last = books(tmp_path, volume(42600), add("explanations", "GEP234", subject, "新建灌区"))
    result = run("check", now, "--last", last)
    assert "✓ 审核说明:新建灌区" in result.stderr
    assert "GEP348" not in result.stderr
    assert "GEP348" not in run("check", now).stderr


def run(*words: object) -> Any:
    return CliRunner().invoke(program, [*map(str, words), "--lang", "zh"])


def test_the_command_prints_and_emits_the_jumps(tmp_path: Path) -> None:
    now, last = books(tmp_path, volume(42600))
    result = run("check", now, "--last", last)
    assert result.exit_code == 0
    assert "[GEP234 核实性]" in result.stderr
    records = json.loads(run("check", now, "--last", last, "--json").stdout)
    (one,) = (one for one in records if one["code"] == "GEP234")
    assert (one["sheet"], one["cell"], one["grade"]) == ("水资源供给", cell_of("water_supply", "volume", 1), "verify")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("{now}", "--last", "{now}"), "GEP293"),
        (("{now}", "{now}", "--last", "{last}"), "GEP294"),
        (("{now}", "--last", "{last}.nowhere"), "GEP001"),
    ],
)
def test_a_last_year_that_is_none_is_refused(words: tuple[str, ...], code: str, tmp_path: Path) -> None:
    now, last = books(tmp_path)
    result = run("check", *(word.format(now=now, last=last) for word in words))
    assert result.exit_code == 2
    assert f"[{code}" in result.stderr


def two_years(change: float) -> Inventory:
    """Return one inventory of two years, in the second of which farms use `change` times the water."""
    this, last = sound_frames(), sound_frames(year=2024, price_year=2024)
    last["prices"] = last["prices"].assign(price_year=2024)
    this["water_supply"] = this["water_supply"].assign(**{"volume [万m³]": [1150.0, 14200.0 * change]})
    frames = {"basic": pd.concat([last["basic"], this["basic"]], ignore_index=True)}
    for name, frame in this.items():
        if name != "basic":
            frames[name] = pd.concat(
                [last[name].assign(region="632521", year=2024), frame.assign(region="632521", year=2025)],
                ignore_index=True,
            )
    inventory, _ = _from_frames(frames)
    assert inventory is not None
    return inventory


def test_several_years_in_one_inventory_are_compared_with_each_other() -> None:
    inventory = two_years(10.0)
    seen = [one for one in inventory.findings if one.code in YEAR_ON_YEAR]
    assert [(one.code, one.where.cell) for one in seen] == [("GEP234", "volume [万m³]:4")]
    account = gep.compile_account(inventory)
    assert [one.code for one in account.findings if one.code in YEAR_ON_YEAR] == ["GEP234", "GEP237"]
    assert [one.code for one in two_years(1.0).findings if one.code in YEAR_ON_YEAR] == []


def test_inventories_that_are_not_a_year_apart_cannot_be_compared() -> None:
    inventory = Inventory.from_frames(sound_frames())
    with pytest.raises(GepError, match="GEP293"):
        gep.year_on_year(inventory, inventory)


def test_what_is_a_jump() -> None:
    now = np.array([3.0, 1.0, 2.999, -1.0, 1.0, 0.0, 1.0, np.nan, -3.0])
    last = np.array([1.0, 3.0, 1.0, 1.0, 0.0, 0.0, -1.0, 1.0, -1.0])
    assert has_jumped(now, last).tolist() == [True, True, False, True, True, False, True, False, True]
