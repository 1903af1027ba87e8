"""Many regions and years in one account: each is what it is alone, and nothing of one reaches another."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from frames import WATER, frames, placed, together
from gep.account import KEY, Account
from gep.compile import _distinct as distinct_findings
from gep.compile import assess, compile_account
from gep.findings import finding
from gep.inventory import Inventory
from gep.inventory.coding import Coded, coded, constant, distinct
from gep.inventory.jumps import YEAR_ON_YEAR

PLACES = (("632521", 2024), ("632521", 2025), ("632522", 2025), ("632523", 2024))


EXCLUDING = PLACES[2]


def county(place: tuple[str, int], factor: float) -> dict[str, pd.DataFrame]:
    """Return the frames of a county whose numbers are its own."""
    made = frames(place, **WATER)  # type: ignore[arg-type]
    made["water_retention"]["precipitation [mm]"] *= factor
    made["prices"]["value"] *= factor
    made["extent"]["area [km²]"] *= factor
    made["basic"]["administrative_area [km²]"] *= factor
    if place == EXCLUDING:
        left_out = made["product_list"]["service"] == "pest_control"
        made["product_list"].loc[left_out, ["status", "reason"]] = ["excluded", "测试"]
    return made


PARTS = {place: county(place, 1 + number / 7) for number, place in enumerate(PLACES)}


@pytest.fixture(scope="module")
def whole() -> Account:
    return compile_account(Inventory.from_frames(together(*PARTS.values())))


@pytest.mark.parametrize("place", PLACES)
def test_every_place_is_what_it_is_alone(whole: Account, place: tuple[str, int]) -> None:
    alone = compile_account(Inventory.from_frames(PARTS[place])).ledger
    mine = whole.ledger[(whole.ledger["region"] == place[0]) & (whole.ledger["year"] == place[1])]
    columns = [name for name in alone if name not in {"row", "line", "calculation"}]  # positions, which differ
    pd.testing.assert_frame_equal(mine[columns].reset_index(drop=True), alone[columns], check_exact=True)


def test_the_rows_of_the_ledger_point_to_their_cells(whole: Account) -> None:
    water = whole.ledger[whole.ledger["indicator"] == "retained_water"]
    rows = whole.inventory.frame("water_retention").iloc[water["row"]]
    for name in ("region", "year", "ecosystem"):
        assert rows[name].tolist() == water[name].tolist()


def test_columns_of_the_ledger_are_plain_texts_and_numbers(whole: Account) -> None:
    kinds = whole.ledger.dtypes.astype(str)
    assert set(kinds[["year", "row", "line", "calculation"]]) == {"int64"}
    assert set(kinds[list(KEY)]) == {"str", "int64"}
    assert set(kinds[["quantity", "price", "price_year", "value"]]) == {"float64"}


def test_the_findings_are_those_of_each_place_alone() -> None:
    parts = {place: county(place, 1 + number / 7) for number, place in enumerate(PLACES)}
    first, second, _, last = parts.values()
    water = first["water_retention"]
    first["water_retention"] = water[water["ecosystem"] != "grassland"]  # one type more without a row
    del second["water_retention"]  # no row at all, which is another finding
    last["prices"]["value"] *= 1e6

    def told(frames: dict[str, pd.DataFrame]) -> set[tuple[str, str, str | None, str]]:
        _, findings = assess(Inventory.from_frames(frames))
        return {(one.code, one.subject, one.typed, one.text()) for one in findings if one.code not in YEAR_ON_YEAR}

    alone = [told(part) for part in parts.values()]
    assert told(together(*parts.values())) == set().union(*alone)
    assert [{code for code, *_ in one} & {"GEP226", "GEP306", "GEP241"} for one in alone] == [
        {"GEP226"},
        {"GEP306"},
        {"GEP226"},
        {"GEP226", "GEP241"},
    ]


@pytest.mark.parametrize("name", ["water_retention", "pest_control", "hydropower", "prices", "extent", "product_list"])
def test_rows_of_a_place_that_is_not_accounted_for_are_pointed_out_and_change_nothing(
    whole: Account, name: str
) -> None:
    mixed = together(*PARTS.values())
    mixed[name] = pd.concat([mixed[name], mixed[name].tail(1).assign(year=1999)], ignore_index=True)
    account, findings = assess(Inventory.from_frames(mixed))
    pd.testing.assert_frame_equal(account.ledger, whole.ledger, check_exact=True)
    if name in {"water_retention", "pest_control", "hydropower"}:
        assert ("GEP349", name, "632523/1999") in {(one.code, one.subject, one.typed) for one in findings}


def test_findings_that_differ_only_in_what_they_say_all_stay() -> None:
    same = [finding("GEP224", subject="a", typed="b", name=name) for name in ("c", "d", "c")]
    assert distinct_findings([*same, finding("GEP224", subject="b")]) == [*same[:2], finding("GEP224", subject="b")]


def test_the_order_of_rows_changes_no_number(whole: Account) -> None:
    mixed = together(*PARTS.values())
    random = np.random.default_rng(0)
    for name in ("water_retention", "extent", "prices", "pest_control", "product_list"):
        mixed[name] = mixed[name].iloc[random.permutation(len(mixed[name]))].reset_index(drop=True)
    shuffled = compile_account(Inventory.from_frames(mixed))
    values = [one.ledger.set_index(list(KEY))["value"].sort_index() for one in (whole, shuffled)]
    pd.testing.assert_series_equal(*values, check_exact=True)


def test_sums_are_the_rounded_sums_of_their_lines_in_order_of_appearance(whole: Account) -> None:
    lines = whole.counted
    for keys in (["service"], ["region", "year"], ["ecosystem", "indicator"]):
        got = whole.sums(keys)
        expected: dict[object, list[float]] = {}
        for record in lines.to_dict("records"):
            key = tuple(record[name] for name in keys)
            expected.setdefault(key if len(keys) > 1 else key[0], []).append(record["value"])
        assert got.to_dict() == {key: math.fsum(values) for key, values in expected.items()}
        assert list(got.index) == list(expected)


def test_a_price_of_the_book_is_held_against_the_price_year_of_each_place() -> None:
    parts = [frames((region, 2010), **WATER) for region in ("632521", "632522")]  # type: ignore[arg-type]
    for part, year in zip(parts, (2010.0, 2009.0), strict=True):
        part["prices"] = part["prices"][part["prices"]["price"] != "reservoir_storage"]
        part["basic"]["price_year"] = year
        place = (str(part["basic"]["region"].iloc[0]), 2010)
        chosen = {"coefficient": "price.reservoir_storage", "set": "ganzi2017", "reason": "测试"}
        part["overrides"] = placed([chosen], place)
    account, findings = assess(Inventory.from_frames(together(*parts)))
    (told,) = (one for one in findings if one.code == "GEP341")
    assert told.params["expected"] == "2009"
    water = account.ledger[account.ledger["indicator"] == "retained_water"].set_index(["region", "ecosystem"])["price"]
    assert not np.isnan(water["632521", "forest"])
    assert np.isnan(water["632522", "forest"])


def test_a_coefficient_given_twice_is_a_finding() -> None:
    content = frames(**WATER)  # type: ignore[arg-type]
    name = "price.reservoir_storage"
    rows = [
        {"coefficient": name, "set": "ganzi2017", "reason": "测试"},
        {"coefficient": f"{name}@ganzi2017", "set": "", "reason": "测试"},
    ]
    content["overrides"] = placed(rows, ("632521", 2025))
    _, findings = assess(Inventory.from_frames(content))
    assert [one.subject for one in findings if one.code == "GEP312"] == [f"overrides/{name}"]


def test_what_comes_before_a_reported_quantity_is_not_missing() -> None:
    row = {"service": "soil_retention", "step": "reduced_nitrogen", "item": "", "ecosystem": "grassland"}
    price = {"price": "nitrogen_treatment", "value": 875.0, "value_unit": "元/tN", "source": "测试"}
    content = frames(
        included={"soil_retention": ""},
        reported=[{**row, "quantity": 7.0, "quantity_unit": "tN", "source": "测试"}],
        prices=[price],
    )
    account, _ = assess(Inventory.from_frames(content))
    statuses = account.ledger.set_index("indicator")["status"].to_dict()
    assert statuses == {"reduced_nitrogen": "reported", "reduced_phosphorus": "no_data"}


def test_distinct_combinations_come_in_order_of_appearance() -> None:
    numbers, first = distinct(np.array([5, 3, 5, 3, 5]), np.array([1, 1, 1, 2, -1]))
    assert numbers.tolist() == [0, 1, 0, 2, 3]
    assert first.tolist() == [0, 1, 3, 4]
    assert [one.tolist() for one in distinct(constant(7, 3))] == [[0, 0, 0], [0]]
    assert [one.tolist() for one in distinct(np.empty(0, dtype=np.int64))] == [[], []]


def test_a_column_of_codes_reads_like_its_texts() -> None:
    column = coded(["b", "a", "", "b"])
    assert list(column) == ["b", "a", "", "b"] == column.texts().tolist()
    assert column.at(np.array([3, -1, 1])).texts().tolist() == ["b", "", "a"]
    assert column.says("b").tolist() == [True, False, False, True]
    assert column.take(np.array([1, 2])).present() == ("a", "")
    assert Coded(("x", "y", "x"), np.array([2, 0, 1])).map(str.upper).used().words == ("X", "X", "Y")
