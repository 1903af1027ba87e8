"""The standard tables: they say what the ledger says, in frames and in words."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from frames import WATER, frames, together
from gep.account import Account
from gep.compile import assess, compile_account
from gep.findings import GepError
from gep.inventory import Inventory
from gep.tables import TABLES, make_page
from gep.workbook.read import load_inventory

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def compiled(folder: str) -> Account:
    inventory, _ = load_inventory(next((EXAMPLES / folder).glob("*.xlsx")))
    assert inventory is not None
    return assess(inventory)[0]


@pytest.fixture(scope="module", params=["ganzi_2010", "illustrative_county_2025"])
def account(request: pytest.FixtureRequest) -> Account:
    return compiled(request.param)


def test_every_table_is_there(account: Account) -> None:
    assert account.tables == tuple(TABLES)
    for name in account.tables:
        assert isinstance(account.table(name), pd.DataFrame)
    with pytest.raises(GepError, match="GEP338"):
        account.table("汇总")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", list(TABLES))
def test_every_page_has_a_cell_for_each_column_and_no_key_shows(account: Account, name: str, lang: str) -> None:
    page = make_page(account, name, lang)
    assert page.title
    assert all(len(row) == len(page.columns) for row in page.rows)
    assert len({column.heading for column in page.columns}) == len(page.columns)
    for row in page.rows:
        for cell, column in zip(row, page.columns, strict=True):
            assert cell is None or isinstance(cell, str) == (column.kind in {"text", "long"})
            assert not (isinstance(cell, float) and math.isnan(cell))
    if name not in {"parameters", "run", "findings"}:
        shown = {cell for row in page.rows for cell in row if isinstance(cell, str)}
        keys = {*account.ledger["service"], *account.ledger["indicator"], *account.ledger["ecosystem"]}
        if lang == "zh":
            assert not shown & keys


def test_the_tables_of_values_end_in_the_total(account: Account) -> None:
    total = account.total().m
    summary = account.table("summary").set_index("level")
    assert summary.loc["total", "value"] == total
    assert summary.loc["total", "share"] == 1.0
    assert math.fsum(summary.loc["class", "value"]) == pytest.approx(total, rel=1e-15)
    assert math.fsum(summary.loc["service", "value"]) == pytest.approx(total, rel=1e-15)
    by_type = account.table("service_by_ecosystem")
    last = by_type.iloc[-1]
    assert last["service"] == "total"
    types = [name for name in by_type.columns if name not in {"region", "year", "class", "service", "total"}]
    assert math.fsum(last[types].dropna()) == pytest.approx(total, rel=1e-15)
    assert last["total"] == total
    assert math.fsum(account.table("value")["value"]) == pytest.approx(total, rel=1e-15)


def test_values_per_area_head_and_gdp() -> None:
    account = compile_account(Inventory.from_frames(frames(**WATER)))  # type: ignore[arg-type]
    row = account.table("summary").set_index("level").loc["total"]
    assert row["per_area"] == pytest.approx(row["value"] / 100_000, rel=1e-15)
    assert row["per_capita"] == pytest.approx(row["value"] / 20_000, rel=1e-15)
    assert row["per_gdp"] == pytest.approx(row["value"] / 5e8, rel=1e-15)
    page = make_page(account, "summary")
    # 元/hm²: 100 hm² a km².
    assert page.rows[-1][10] == pytest.approx(row["value"] / 1000 / 100, rel=1e-15)
    assert page.rows[-1][0] == "部分服务价值合计"


def test_tonnes_of_different_pollutants_are_never_one_row() -> None:
    frame = compiled("ganzi_2010").table("quantity")
    air = frame[frame["service"] == "air_purification"]
    assert sorted(air["item"]) == ["dust", "nox", "so2"]
    assert sorted(air["unit"]) == ["tNOx", "tSO2", "t粉尘"]


def test_every_coefficient_and_price_of_the_ledger_is_in_the_table_of_parameters(account: Account) -> None:
    frame = account.table("parameters")
    listed = {str(one).partition("@")[0] for one in frame["id"]}
    counted = account.ledger[account.ledger["counted"]]
    used = {one.partition("@")[0] for text in counted["coefficients"] for one in text.split("; ") if one}
    assert used <= listed
    assert frame["source"].astype(bool).all()
    assert frame["status"].astype(bool).all()
    assert not frame.duplicated().any()
    prices = frame[frame["kind"] == "price"]
    assert prices["price_year"].notna().all()


def test_the_run_says_what_is_needed_to_repeat_it(account: Account) -> None:
    run = account.table("run").set_index("name")["value"]
    assert account.inventory.source is not None
    assert run["input_sha256"] == account.inventory.source.sha256
    assert run["coefficients_sha256"] == account.book.version
    assert run["standard"] == {"513300": "rcees_2017", "632521": "mee_2020"}[account.inventory.basics["region"].iloc[0]]


def test_several_places_have_their_own_rows() -> None:
    both = together(frames(**WATER), frames(("632522", 2025), **WATER))  # type: ignore[arg-type]
    account = compile_account(Inventory.from_frames(both))
    summary = account.table("summary")
    assert list(summary.loc[summary["level"] == "total", "region"]) == ["632521", "632522"]
    for name in TABLES:
        page = make_page(account, name)
        assert all(len(row) == len(page.columns) for row in page.rows)
    assert make_page(account, "summary").columns[0].heading == "地区代码"


def test_an_unverified_coefficient_stands_on_the_face_of_the_account() -> None:
    page = make_page(compiled("illustrative_coast_2025"), "summary")
    assert any("climate_regulation.air_heat_capacity@general" in note for note in page.notes)
    assert any("illustrative" in note for note in page.notes)


def test_what_is_taken_from_a_wider_type_is_said_once_for_each_coefficient() -> None:
    page = make_page(compiled("illustrative_county_2025"), "quantity")
    notes = {str(row[2]): str(row[8]) for row in page.rows if row[8]}
    assert notes["减少泥沙淤积"].endswith(
        "水土保持措施因子沿用“草地”的数值:高寒草甸、高寒草原、温带草原、稀疏草地; "
        "土壤容重沿用“草地”的数值:高寒草甸; 水土保持措施因子沿用“农田”的数值:水浇地、旱地"
    )
    assert not any("soil_retention." in one for one in notes.values())


def test_a_partial_sum_is_called_gep_in_no_table() -> None:
    account = compile_account(Inventory.from_frames(frames(**WATER)))  # type: ignore[arg-type]
    assert not account.is_gep
    for lang, word in (("zh", "生态产品总值(GEP)"), ("en", "gross ecosystem product (GEP)")):
        for name in TABLES:
            page = make_page(account, name, lang)
            assert word not in [column.heading for column in page.columns]
            assert word not in [row[0] for row in page.rows]
    headings = [column.heading for column in make_page(compiled("illustrative_county_2025"), "by_region").columns]
    assert "生态产品总值(GEP)" in headings


def test_whether_a_service_is_mandatory_is_unknown_where_no_text_was_read() -> None:
    page = make_page(compiled("illustrative_county_2025"), "product_list")
    (place,) = [number for number, column in enumerate(page.columns) if column.heading == "是否必算"]
    assert {row[place] for row in page.rows} == {"不明(按必算处理)"}
    page = make_page(compiled("ganzi_2010"), "product_list")
    assert {row[place] for row in page.rows} == {"是"}


def test_a_sum_of_nothing_known_is_blank_and_not_zero() -> None:
    nothing = [{"item": "甲", "generation [亿kW·h]": "无数据"}]
    content = frames(included={"hydropower": ""}, hydropower=nothing, prices=WATER["prices"])  # type: ignore[arg-type]
    account = compile_account(Inventory.from_frames(content))
    assert math.isnan(account.total().m)
    assert account.table("by_region")["total"].isna().all()
    for name in ("summary", "value", "service_by_ecosystem"):
        page = make_page(account, name)
        numbers = [c.kind == "value" for c in page.columns]
        assert all(cell is None for row in page.rows for cell, own in zip(row, numbers, strict=True) if own), name
