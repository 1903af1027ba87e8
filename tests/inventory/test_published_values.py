"""Prices and local coefficients against what is published; results by area against published benchmarks."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from books import Edit, add, cell_of, entry_cell, judge, put, save, title

from gep.coefficient_book import load_coefficients
from gep.findings import Finding
from gep.ranges import plausible_results

LOOKED_AT = {"GEP239", "GEP240", "GEP241"}


def found(folder: Path, *edits: Edit) -> list[Finding]:
    return [one for one in judge(save(folder, *edits))[2] if one.code in LOOKED_AT]


def price(record: int, value: float, unit: str) -> list[Edit]:
    return [
        put("prices", cell_of("prices", "value", record), value),
        put("prices", cell_of("prices", "value_unit", record), unit),
    ]


def test_a_reservoir_cost_far_from_every_source_is_compared_with_them(tmp_path: Path) -> None:
    (one,) = found(tmp_path, *price(2, 82, "元/m³"))
    assert (one.code, one.where.sheet, one.where.cell) == ("GEP239", title("prices"), cell_of("prices", "value", 2))
    assert one.typed == "82 元/m³"
    published = [
        entry.coefficient.value
        for entry in load_coefficients().entries
        if entry.coefficient.name == "price.reservoir_storage" and entry.coefficient.status != "placeholder"
    ]
    low, high = min(published), max(published)
    assert f"系数库中已发表的为 {low:g} 至 {high:g} 元/m³;是否按 0.1 元/m³ 填写?" in one.text("zh")
    assert "白玛卓嘎" in one.text("zh")
    assert not one.stops
    # Other prices of other years: three times beyond is still like them.
    assert found(tmp_path, *price(2, round(3 * high, 2), "元/m³")) == []
    assert len(found(tmp_path, *price(2, round(3.01 * high, 2), "元/m³"))) == 1
    assert len(found(tmp_path, *price(2, round(low / 3.1, 3), "元/m³"))) == 1


def test_a_price_is_compared_in_any_unit_and_for_its_own_item_only(tmp_path: Path) -> None:
    assert found(tmp_path, *price(2, 0.00085, "亿元/万m³")) == [], "8.5 元/m³"
    # Water for farms is cheap, water for households is not: 2.9 is far from 0.07 only where farms are meant.
    (one,) = found(tmp_path, *price(1, 29, "元/m³"))
    assert one.subject == "prices/water_use/农业" or one.subject.startswith("prices/water_use/")
    assert one.where.cell == cell_of("prices", "value", 1)


def runoff(type_: str, value: float, unit: str = "%") -> Edit:
    return add("overrides", "water_retention.runoff_coefficient", "", type_, "", value, unit, "水文站", "本地实测")


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(8.2, "%", None), (0.09, "1", None), (82, "%", "82 %"), (0.0009, "1", "0.0009 1")],
)
def test_a_local_coefficient_is_compared_with_the_sets_of_the_book(
    value: float, unit: str, shown: str | None, tmp_path: Path
) -> None:
    seen = found(tmp_path, runoff("高寒草甸", value, unit))
    assert [one.typed for one in seen] == ([] if shown is None else [shown])
    for one in seen:
        assert (one.code, one.where.cell) == ("GEP240", cell_of("overrides", "value", 1))
        assert one.subject == "overrides/water_retention.runoff_coefficient/alpine_meadow"


def test_a_coefficient_that_the_book_has_for_other_types_only_is_not_compared(tmp_path: Path) -> None:
    assert found(tmp_path, runoff("沙地", 90)) == []


def test_the_sum_by_area_is_compared_with_published_accounts(tmp_path: Path) -> None:
    bounds = plausible_results()["value_by_area"]
    cell = cell_of("products", "output")
    (one,) = found(tmp_path, put("products", cell, 8_600_000_000))
    # 8.6e9 t at 4.2 元/kg on 1000 km²: 361 200 亿元 / 10⁵ hm² = 36 120 万元/hm², and a little more.
    assert (one.code, one.where.cell) == ("GEP241", entry_cell("administrative_area"))
    assert float(str(one.typed).split()[0]) == 36120
    assert bounds.high < 36120
    assert found(tmp_path, put("products", cell, 8_600_000)) == [], "36 万元/hm²"


def test_soil_retained_by_area_is_compared_with_the_region() -> None:
    (one,) = (
        entry.coefficient
        for entry in load_coefficients().entries
        if entry.coefficient.name == "soil_retention.retained_soil_rate"
    )
    # 5.46 and 7.23 亿t a year on 15.23 万km² / 42 %.
    area = 15.23e4 / 0.42 * 100
    assert one.value == round(5.46e8 / area, 2)
    assert round(7.23e8 / area, 2) == 19.94
    assert one.low is not None
    assert one.high is not None
    assert one.low < one.value < 19.94 < one.high


@pytest.mark.parametrize(("times", "expected"), [(1, []), (20, ["632521/2025/soil_retention"])])
def test_a_county_that_keeps_far_more_soil_than_the_region_is_pointed_out(
    times: int, expected: list[str], tmp_path: Path
) -> None:
    example = Path(__file__).resolve().parents[2] / "examples" / "illustrative_county_2025" / "共和县示例_2025.xlsx"
    book = openpyxl.load_workbook(example)
    page = book["土壤保持"]
    (header,) = (cell for row in page.iter_rows() for cell in row if str(cell.value).startswith("降雨侵蚀力因子R"))
    for (cell,) in page.iter_rows(min_row=header.row + 1, min_col=header.column, max_col=header.column):
        if isinstance(cell.value, int | float):
            cell.value *= times
    book.save(tmp_path / "book.xlsx")
    seen = [one for one in judge(tmp_path / "book.xlsx")[2] if one.code == "GEP228"]
    assert [one.subject for one in seen] == expected
    assert all("亿t" not in one.text("zh") and "3 … 100 t/hm²" in one.text("zh") for one in seen)
