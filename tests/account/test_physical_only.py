"""A standard that prices nothing: quantities in every table, no prices asked for, no total."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from frames import WATER, frames
from gep.account import Account
from gep.compile import assess, compile_account
from gep.findings import GepError
from gep.inventory import Inventory

PLACE = ("632521", 2025)


@pytest.fixture(scope="module")
def account() -> Account:
    content = frames(PLACE, included={"water_retention": "measured_runoff"}, water_retention=WATER["water_retention"])  # type: ignore[arg-type]
    content["basic"]["standard"] = "hj1173_2021"
    listed = content["product_list"]
    counted = {"water_retention", "soil_retention", "sand_fixation"}
    content["product_list"] = listed[listed["service"].isin(counted)].reset_index(drop=True)
    more = (
        content["product_list"]
        .iloc[[1]]
        .assign(service="species_conservation", status="no_data", reason="测试", method="")
    )
    import pandas as pd

    content["product_list"] = pd.concat([content["product_list"], more], ignore_index=True)
    return compile_account(Inventory.from_frames(content))


def test_quantities_need_no_price(account: Account) -> None:
    assert set(account.ledger["role"]) == {"physical"}
    assert account.counted.empty
    lines = account.ledger.set_index(["indicator", "ecosystem"])
    assert lines.loc[("retained_water", "forest"), "quantity"] == 300e6 * 0.15
    # What is counted is computed, not excluded.
    assert set(account.ledger["status"]) == {"computed"}


def test_products_from_outside_need_not_be_surveyed_where_nothing_is_priced() -> None:
    place, water = ("632521", 2025), WATER["water_retention"]
    for standard, asked in (("hj1173_2021", []), ("ndrc_2022", ["GEP344"])):
        content = frames(place, included={"water_retention": "measured_runoff"}, water_retention=water, deductions=[])  # type: ignore[arg-type]
        content["basic"]["standard"] = standard
        _, findings = assess(Inventory.from_frames(content))
        assert [one.code for one in findings if one.code == "GEP344"] == asked


def test_there_is_no_total(account: Account) -> None:
    with pytest.raises(GepError, match="GEP330"):
        account.total()
    assert not account.is_gep
    assert [one.code for one in account.findings if one.code in {"GEP220", "GEP221", "GEP340"}] == []


def test_every_table_and_the_workbook_work(account: Account, tmp_path: Path) -> None:
    for name in account.tables:
        account.table(name)
    quantities = account.table("quantity").set_index("indicator")["quantity"]
    assert quantities["retained_water"] == 300e6 * 0.15
    account.write(tmp_path / "a.xlsx")
    assert "实物量" in "".join(openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames)


def test_steps_that_only_price_ask_for_no_coefficient() -> None:
    root = Path(__file__).resolve().parents[2]
    from gep.inventory import read_inventory

    inventory = read_inventory(root / "examples" / "ganzi_2010" / "甘孜州_2010.xlsx")
    account, _ = assess(inventory, "hj1173_2021", made_for="rcees_2017")
    assert set(account.ledger["service"]) == {"water_retention", "soil_retention", "sand_fixation"}
    assert {"reduced_sedimentation", "protected_area"}.isdisjoint(account.ledger["indicator"])
    assert [one.code for one in account.findings] == ["GEP201", "GEP350"]
