"""What is worked out once for kinds of lines and for places reaches the right lines."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from frames import WATER, frames, together
from gep.account import KEY
from gep.compile import assess
from gep.inventory import Inventory
from gep.inventory.lookup import asked_of, combinations

HERE, THERE = ("632521", 2025), ("632522", 2024)
SLOPES = {"erosivity [MJ·mm/(hm²·h·a)]": 500.0, "erodibility [t·hm²·h/(hm²·MJ·mm)]": 0.03, "topography": 5.0}


def test_a_local_value_for_a_type_stays_with_it_though_the_book_knows_no_types() -> None:
    rows = [{"ecosystem": one, **SLOPES, "cover": 0.1} for one in ("forest", "grassland")]
    local = {"coefficient": "soil_retention.silted_share", "ecosystem": "grassland", "value": 0.5, "value_unit": "1"}
    content = frames(
        included={"soil_retention": "rusle"},
        soil_retention=rows,
        overrides=[{**local, "source": "测试", "reason": "测试"}],
    )
    account, _ = assess(Inventory.from_frames(content))
    (calculation,) = account.calculations
    share = calculation.arguments["reduced_sedimentation"]["silted_share"]
    assert share.rows.tolist() == [-1, 0]
    assert isinstance(share.numbers, np.ndarray)
    assert share.numbers.tolist() == [share.coefficients[0].value, 0.5]
    assert share.numbers[0] != 0.5


def test_places_may_choose_different_methods_for_one_sheet() -> None:
    parts = []
    for place, method in ((HERE, "measured_runoff"), (THERE, "runoff_coefficient")):
        included = {**WATER["included"], "water_retention": method}  # type: ignore[dict-item]
        parts.append(frames(place, **{**WATER, "included": included}))  # type: ignore[arg-type]
    ledgers = [assess(Inventory.from_frames(one))[0].ledger for one in (*parts, together(*parts))]
    first, second, both = (one.set_index(list(KEY))[["method", "quantity", "value"]].sort_index() for one in ledgers)
    pd.testing.assert_frame_equal(both, pd.concat([first, second]).sort_index(), check_exact=True)
    retained = ledgers[2][ledgers[2]["service"] == "water_retention"]
    assert retained.groupby("region")["method"].unique().map(list).to_dict() == {
        HERE[0]: ["measured_runoff"],
        THERE[0]: ["runoff_coefficient"],
    }


@pytest.mark.parametrize(("word", "status"), [("不适用", "not_applicable"), ("无数据", "no_data"), (3.0, "computed")])
def test_a_word_in_a_cell_is_the_status_of_its_line(word: object, status: str) -> None:
    content = {**WATER, "pest_control": [{"ecosystem": "forest", "recovered_area [万亩]": word}]}
    account, _ = assess(Inventory.from_frames(frames(**content)))  # type: ignore[arg-type]
    lines = account.ledger[account.ledger["service"] == "pest_control"]
    assert lines["status"].tolist() == [status]


@pytest.mark.parametrize(
    ("dimensions", "expected"),
    [
        (set(), [0, 0, 0, 0]),
        ({"region"}, [0, 0, 1, 1]),
        ({"year"}, [0, 1, 1, 1]),
        ({"region", "year"}, [0, 1, 2, 2]),
        ({"ecosystem", "year"}, [0, 1, 1, 2]),
        ({"class"}, [0, 0, 1, 0]),
    ],
)
def test_lines_are_told_apart_by_what_a_coefficient_differs_by(dimensions: set[str], expected: list[int]) -> None:
    parts = [
        frames(("632521", 2024), **WATER),  # type: ignore[arg-type]
        frames(("632521", 2025), **WATER),  # type: ignore[arg-type]
        frames(("632522", 2025), **WATER),  # type: ignore[arg-type]
    ]
    inventory = Inventory.from_frames(together(*parts))
    rows = inventory.keys("water_retention")
    lines = rows.take(np.array([0, 2, 4, 5]))  # forest, forest, forest, grassland
    classes = inventory.table("water_retention").coded("ecosystem").take(np.array([0, 0, 1, 0]))
    book: Any = SimpleNamespace(differs=lambda _, dimension: dimension in dimensions)
    numbers, first = combinations(book, "name", lines, classes)
    assert numbers.tolist() == expected
    assert first.tolist() == [expected.index(number) for number in range(max(expected) + 1)]
    asked = asked_of(book, "name", lines, classes, [1, 3])
    assert [year for year, _ in asked] == [2025, 2025]
    assert all(set(given) == dimensions - {"year"} for _, given in asked)


def test_a_word_in_a_cell_is_the_status_of_a_line_without_a_price() -> None:
    rows = [{**WATER["water_retention"][0], "precipitation [mm]": "不适用"}]  # type: ignore[index,dict-item]
    content = frames(**{**WATER, "water_retention": rows})  # type: ignore[arg-type]
    account, _ = assess(Inventory.from_frames(content), "hj1173_2021", made_for="rcees_2017")
    lines = account.ledger[account.ledger["indicator"] == "retained_water"]
    assert lines["status"].tolist() == ["not_applicable"]
