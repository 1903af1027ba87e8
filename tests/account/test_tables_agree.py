"""The standard tables agree with each other and with the ledger: totals, regions, sources, quality, provenance."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from frames import WATER, basic, frames, together
from gep.account import Account, exact_sum
from gep.compile import assess, compile_account
from gep.inventory import Inventory
from gep.profiles import load_profiles
from gep.tables import TABLES, live_pages, make_page
from gep.tables.origins import cell_ranges
from gep.workbook.read import load_inventory

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PLACES = (("632521", 2024), ("632522", 2024), ("632521", 2025), ("632522", 2025))


def compiled(folder: str) -> Account:
    inventory, _ = load_inventory(next((EXAMPLES / folder).glob("*.xlsx")))
    assert inventory is not None
    return assess(inventory)[0]


def several(places: Sequence[tuple[str, int]] = PLACES, **basic: object) -> Account:
    parts = []
    for number, place in enumerate(places):
        part = frames(place, **WATER)  # type: ignore[arg-type]
        part["water_retention"]["precipitation [mm]"] += 10.0 * number
        part["basic"] = part["basic"].assign(**basic)
        parts.append(part)
    return compile_account(Inventory.from_frames(together(*parts)))


@pytest.fixture(scope="module", params=["ganzi_2010", "illustrative_county_2025", "several"])
def account(request: pytest.FixtureRequest) -> Account:
    return several() if request.param == "several" else compiled(request.param)


def close(one: float, other: float) -> bool:
    """Whether two sums of the same numbers in another order and rounding agree: a few units in the last place."""
    return one == pytest.approx(other, rel=1e-14, abs=0)


def test_every_table_has_the_same_total_for_each_place(account: Account) -> None:
    summary, regions = account.table("summary"), account.table("by_region").query("level == 'region'")
    quality, types = account.table("quality"), account.table("service_by_ecosystem")
    values = account.table("value")
    assert list(zip(regions["region"], regions["year"], strict=True)) == list(
        zip(account.inventory.basics["region"], account.inventory.basics["year"], strict=True)
    )
    for one in regions.to_dict("records"):
        here = f"region == '{one['region']}' and year == {one['year']}"
        total = account.total(one["region"], one["year"]).m
        assert one["total"] == total
        own = summary.query(here).set_index("level")["value"]
        assert own["total"] == total
        assert close(exact_sum(own.loc[["class"]].dropna()), total)
        assert close(exact_sum(values.query(here)["value"].dropna()), total)
        assert types.query(f"{here} and service == 'total'")["total"].item() == total
        level = quality.query(here).groupby("level")["value"].agg(lambda column: exact_sum(column.dropna()))
        assert close(level["total"], total)
        assert close(level["service"], total)
        assert close(level["evidence"], total)
        basis = quality.query(f"{here} and level == 'basis'").set_index("name")["value"]
        assert close(basis.get("computed", 0.0) + basis.get("reported", 0.0), total)
        classes = [name for name in ("provisioning", "regulating", "cultural") if name in one]
        assert close(exact_sum(one[name] for name in classes if not math.isnan(one[name])), total)
        services = [rule.service for rule in account.profile.services]
        assert close(exact_sum(one[name] for name in services if not math.isnan(one[name])), total)


def test_indicators_add_up_to_their_service_and_say_what_the_ledger_says(account: Account) -> None:
    frame = account.table("summary")
    inner = frame[frame["level"] == "indicator"].groupby(["region", "year", "service"])["value"]
    sums = inner.agg(lambda column: exact_sum(column.dropna()))
    services = frame[frame["level"] == "service"].set_index(["region", "year", "service"])["value"]
    assert len(sums) or account.table("by_region").shape[0] > 1
    for key, value in sums.items():
        assert close(value, services[key])
    shown = frame[(frame["indicator"] != "") & frame["quantity"].notna()]
    assert len(shown)
    ledger = account.ledger[account.ledger["status"] != "excluded"].groupby(["region", "year", "service", "indicator"])
    for one in shown.itertuples():
        lines = ledger.get_group((one.region, one.year, one.service, one.indicator))
        assert one.quantity == exact_sum(lines["quantity"].dropna())
        assert set(lines["unit"]) == {one.unit}
        if not math.isnan(one.price):
            assert set(lines["price"]) == {one.price}
            assert close(one.quantity * one.price, one.value)


def test_quantities_of_different_items_stand_in_the_summary_only_where_they_can_be_added() -> None:
    frame = compiled("illustrative_county_2025").table("summary")

    def quantity(indicator: str, service: str) -> float:
        own = frame[(frame["service"] == service) & (frame["indicator"] == indicator)]
        return float(own["quantity"].item())

    assert math.isnan(quantity("output", "agriculture"))
    assert math.isnan(quantity("removed_pollutant", "air_purification"))
    assert quantity("lake_mitigation", "flood_mitigation") > 0


def test_regions_of_a_year_are_added_and_years_are_not() -> None:
    account = several()
    frame = account.table("by_region")
    totals = frame[frame["level"] == "total"]
    assert list(totals["year"]) == [2024, 2025]
    for one in totals.to_dict("records"):
        own = frame[(frame["level"] == "region") & (frame["year"] == one["year"])]
        for name in ("total", "regulating", "water_retention", "area", "population", "gdp"):
            assert one[name] == pytest.approx(exact_sum(own[name]), rel=1e-15)
        assert one["per_capita"] == pytest.approx(one["total"] / (exact_sum(own["population"]) * 1e4), rel=1e-15)
    page = make_page(account, "by_region")
    assert [row[:3] for row in page.rows][:2] == [("632521", "共和县", 2024), ("632522", "同德县", 2024)]
    assert [row[0] for row in page.rows][-2:] == ["合计", "合计"]
    assert "水源涵养" in [column.heading for column in page.columns]


def test_a_region_whose_people_are_not_known_leaves_the_sum_unknown() -> None:
    parts = [frames(place, **WATER) for place in PLACES[:2]]  # type: ignore[arg-type]
    parts[0]["basic"] = parts[0]["basic"].assign(**{"population [万人]": math.nan})
    account = compile_account(Inventory.from_frames(together(*parts)))
    frame = account.table("by_region").set_index("level")
    assert frame.loc["total", ["population", "per_capita"]].isna().all()
    assert frame.loc["total", ["area", "gdp", "per_area", "per_gdp"]].notna().all()
    assert make_page(account, "by_region").rows[-1][4] is None


def test_the_area_of_a_region_without_values_does_not_dilute_those_of_the_others() -> None:
    parts = [frames(PLACES[0], **WATER), frames(PLACES[1])]  # type: ignore[arg-type]
    parts[1]["basic"] = basic(("632522", 2024))
    account = compile_account(Inventory.from_frames(together(*parts)))
    frame = account.table("by_region").set_index("level")
    assert frame.loc["region", "total"].isna().tolist() == [False, True]
    assert frame.loc["total", "total"] == frame.loc["region", "total"].iloc[0]
    assert frame.loc["total", ["per_area", "per_capita", "per_gdp"]].isna().all()
    assert frame.loc["region", "per_area"].notna().tolist() == [True, False]


def test_one_region_has_one_row_and_no_sum() -> None:
    account = compiled("illustrative_county_2025")
    assert list(account.table("by_region")["level"]) == ["region"]
    page = make_page(account, "by_region")
    assert page.rows[0][:2] == ("632521", "共和县")
    assert "水源涵养" not in [column.heading for column in page.columns]


def test_every_number_of_the_inventory_has_its_source(account: Account) -> None:
    frame = account.table("sources")
    found = frame.groupby("table")["numbers"].sum()
    for name, table in account.inventory.tables.items():
        numbers = [column for column in table.frame if f"{column}_status" in table.frame]
        assert found.get(name, 0) == int(table.frame[numbers].notna().sum().sum()), name
    assert (frame["source"] != "").any()
    # What a service rests on is there: rows of its own sheet, or quantities reported for it.
    used = {one for text in frame["services"] for one in text.split("; ")}
    assert used >= set(account.counted["service"])


def test_what_was_not_used_is_listed_as_such() -> None:
    content = frames(**WATER)  # type: ignore[arg-type]
    content["product_list"].loc[content["product_list"]["service"] == "hydropower", ["status", "reason"]] = (
        "excluded",
        "测试",
    )
    account = assess(Inventory.from_frames(content))[0]
    row = account.table("sources").set_index("table").loc["hydropower"]
    assert row["services"] == ""
    assert "未使用" in next(one for one in make_page(account, "sources").rows if one[0] == "hydropower")


def test_quality_counts_every_line(account: Account) -> None:
    frame = account.table("quality")
    own = frame[frame["level"] == "service"]
    assert (own["lines"] == own["computed"] + own["reported"] + own["missing"]).all()
    assert own["lines"].sum() == len(account.counted)
    assert len(own) == len(account.products)
    placeholders = {one.subject for one in account.findings if one.code == "GEP224"}
    listed = {one for text in own["placeholders"] for one in text.split("; ") if one}
    assert listed == placeholders


def test_values_name_their_rule_coefficients_and_cells() -> None:
    account = compiled("illustrative_county_2025")
    frame = account.table("value")
    water = frame[frame["service"] == "water_retention"].iloc[0]
    assert water["rule"] == "water_retention.retained_water"
    assert "water_retention.runoff_coefficient@" in water["coefficients"]
    assert re.search(r"水源涵养!B4:C\d+", water["cells"])
    assert "生态系统面积!B4" in water["cells"]
    assert "价格!C" in water["cells"]
    counted = account.counted
    for one in account.table("value").itertuples():
        own = counted[(counted["service"] == one.service) & (counted["indicator"] == one.indicator)]
        used = {name for text in own["coefficients"] for name in text.split("; ") if name}
        assert used >= {name for name in one.coefficients.split("; ") if name and not name.startswith("price.")}
        assert one.cells


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"甲": ["B4", "B5", "C4", "C5", "E9"]}, "甲!B4:C5、E9"),
        ({"甲": ["AA10", "Z10"], "乙": ["A1"]}, "甲!Z10:AA10; 乙!A1"),
        ({"甲": ["B4", "B6"]}, "甲!B4、B6"),
        ({"甲": ["area:1"]}, "甲!area:1"),
    ],
)
def test_neighbouring_cells_become_a_range(cells: dict[str, list[str]], text: str) -> None:
    assert cell_ranges(cells) == text


def test_a_deduction_from_no_service_is_in_every_table() -> None:
    content = frames(**WATER, deductions=[])  # type: ignore[arg-type]
    content["basic"]["standard"] = "gbt46869_2025"
    services = {rule.service for rule in load_profiles()["gbt46869_2025"].services}
    listed = content["product_list"]
    listed = listed[listed["service"].isin(services)]
    rest = [
        {"region": "632521", "year": 2025, "service": one, "status": "no_data", "reason": "测试", "method": ""}
        for one in sorted(services - set(listed["service"]))
    ]
    content["product_list"] = pd.concat([listed, pd.DataFrame(rest)], ignore_index=True)
    content["deductions"] = pd.DataFrame(
        [{"region": "632521", "year": 2025, "status": "有", "item": "外来饲草", "value [万元]": 12.5, "source": "测试"}]
    )
    for name in ("hydropower", "pest_control"):
        del content[name]
    account = assess(Inventory.from_frames(content))[0]
    total = account.total().m
    assert account.table("value")["value"].min() == -125_000.0
    summary = account.table("summary")
    classes = summary[summary["level"] == "class"]
    assert close(exact_sum(classes["value"].dropna()), total)
    assert classes[classes["class"] == ""]["value"].item() == -125_000.0
    assert account.table("by_region")["total"].item() == total
    pages = {page.id: page for page in live_pages(account)}
    for name in ("summary", "value", "service_by_ecosystem", "by_region", "quality"):
        page = pages[name]
        for row, cells in enumerate(page.rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, float):
                    assert (row, column) in page.formulas or (row, column) in page.inputs, (name, row, column)


def test_every_value_of_a_table_or_calculation_names_its_lines(account: Account) -> None:
    pages = live_pages(account)
    ledger = account.ledger.reset_index(drop=True)
    seen = set()
    for page in pages:
        for (row, column), lines in page.lines.items():
            value = page.rows[row][column]
            if not page.id.startswith("calculation") or not isinstance(value, float):
                continue
            (line,) = lines
            seen.add(line)
            kinds = [ledger[name][line] for name in ("quantity", "price", "value")]
            if ledger["role"][line] == "reported_value":  # as reported, in 万元 or 亿元, and in 元 beside it
                kinds += [ledger["value"][line] / 1e4, ledger["value"][line] / 1e8]
            assert any(value == pytest.approx(one, rel=1e-12) for one in kinds if not math.isnan(one))
    counted = account.counted
    assert seen >= set(counted.index[(counted["role"] != "deduction") & counted["value"].notna()])


@pytest.mark.parametrize("name", sorted(load_profiles()))
def test_a_standard_words_only_tables_that_there_are(name: str) -> None:
    profile = load_profiles()[name]
    assert set(profile.titles) <= set(TABLES)
    for words in profile.titles.values():
        for text in (words.zh, words.en):
            assert set(re.findall(r"{(\w*)}", text)) == {"place", "year"}
