"""Accounts: totals by independent routes, what refuses to be added, what may be called GEP."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping

import pandas as pd
import pytest

from frames import WATER, frames, together, water
from gep.account import KEY, LEDGER_COLUMNS, Account, exact_sum
from gep.checks import CHECKS
from gep.checks.identities import totals_agree, unique_lines, value_is_quantity_times_price
from gep.compile import assess, compile_account
from gep.findings import GepError, InputError
from gep.inventory import Inventory
from gep.units import Quantity

OTHER = ("632522", 2025)


@pytest.fixture(scope="module")
def account() -> Account:
    return compile_account(water())


def test_values_are_what_a_calculator_gives(account: Account) -> None:
    values = account.counted.set_index(["service", "ecosystem"])["value"].to_dict()
    # 300 km² of 150 mm at 7 元/m³.
    assert values["water_retention", "forest"] == 300e6 * 0.15 * 7.0
    # More evaporates than falls: the policy of the standard counts nothing, and the 60 mm left out are shown.
    grassland = account.ledger[account.ledger["ecosystem"] == "grassland"].set_index("indicator")["quantity"]
    assert grassland.to_dict() == {"retained_water": 0.0, "uncounted_deficit": 600e6 * 0.06}
    # 3 万亩 = 2000 hm², 20 元/亩 = 300 元/hm².
    assert values["pest_control", "forest"] == pytest.approx(30000 * 20.0, rel=1e-15)
    assert values["hydropower", "unallocated"] == 1e8
    assert account.total().m_as("元(2025年价)") == pytest.approx(315e6 + 6e5 + 1e8, rel=1e-15)


def test_the_ledger_has_its_columns_and_each_line_its_key(account: Account) -> None:
    assert tuple(account.ledger.columns) == LEDGER_COLUMNS
    assert not account.ledger.duplicated(list(KEY)).any()
    assert account.ledger["value"].dtype == float


def test_every_route_gives_the_total(account: Account) -> None:
    total = account.total().m_as("元(2025年价)")
    for keys in (["class"], ["service"], ["ecosystem"], ["region", "year"], ["service", "ecosystem"]):
        assert math.fsum(account.sums(keys)) == pytest.approx(total, rel=1e-15), keys


def test_exact_sum_does_not_lose_what_plain_addition_loses() -> None:
    values = [1e16, 1.0, -1e16]
    assert exact_sum(values) == 1.0
    assert exact_sum(reversed(values)) == 1.0


def altered(account: Account, **columns: object) -> Account:
    """Return the account with the first counted line changed behind its back."""
    ledger = account.ledger.copy()
    first = ledger.index[ledger["counted"]][0]
    for column, value in columns.items():
        ledger.loc[first, column] = value
    return dataclasses.replace(account, ledger=ledger)


def test_the_checks_notice_a_value_that_is_not_quantity_times_price(account: Account) -> None:
    assert value_is_quantity_times_price(account) == []
    (found,) = value_is_quantity_times_price(altered(account, value=1.0))
    assert found.code == "GEP211"


def test_the_checks_notice_a_line_that_is_there_twice(account: Account) -> None:
    assert unique_lines(account) == []
    doubled = dataclasses.replace(account, ledger=pd.concat([account.ledger, account.ledger.head(1)]))
    assert [one.code for one in unique_lines(doubled)] == ["GEP210"]


def test_the_checks_notice_a_line_that_falls_out_of_a_route(account: Account) -> None:
    assert totals_agree(account) == []
    # A line whose class is missing falls out of the sum by class, as a join can make it.
    lost = altered(account, **{"class": None})
    assert {one.subject for one in totals_agree(lost)} == {"class", "class/ecosystem"}


def test_all_checks_take_an_empty_account() -> None:
    inventory = Inventory.from_frames(frames(included={}))
    account, _ = assess(inventory)
    assert account.ledger.empty
    for check in CHECKS:
        assert all(one.code == "GEP220" for one in check(account))
    assert not account.is_gep
    # Missing is not zero: a sum of nothing is not known.
    assert math.isnan(account.total().m)


def test_years_are_never_added() -> None:
    both = together(frames(("632521", 2024), **WATER), frames(("632521", 2025), **WATER))  # type: ignore[arg-type]
    account = compile_account(Inventory.from_frames(both))
    with pytest.raises(GepError, match="GEP331"):
        account.total()
    assert account.total(year=2024).m == account.total(year=2025).m
    with pytest.raises(GepError, match="GEP333"):
        account.total(year=2023)


def test_a_region_is_not_added_to_the_region_around_it() -> None:
    both = together(frames(("632500", 2025), **WATER), frames(("632521", 2025), **WATER))  # type: ignore[arg-type]
    account = compile_account(Inventory.from_frames(both))
    with pytest.raises(GepError, match="GEP334"):
        account.total()
    assert account.total(region="632500").m == account.total(region="632521").m


def test_price_years_are_never_added() -> None:
    one, two = frames(**WATER), frames(OTHER, **WATER)  # type: ignore[arg-type]
    two["basic"]["price_year"] = 2020.0
    account = compile_account(Inventory.from_frames(together(one, two)))
    with pytest.raises(GepError, match="GEP332"):
        account.total()
    assert str(account.total(region=OTHER[0]).to("亿元")).endswith("亿元(2020年价)")


def test_the_total_is_not_called_gep_while_something_mandatory_is_missing(account: Account) -> None:
    assert not account.is_gep
    lacking = [one for one in account.findings if one.code == "GEP220"]
    assert len(lacking) == len(account.profile.services) - len(WATER["included"])


def test_not_applicable_is_complete_once_it_is_explained() -> None:
    content = frames(**WATER)  # type: ignore[arg-type]
    listed = content["product_list"]
    listed.loc[listed["status"] == "no_data", "status"] = "not_applicable"
    with pytest.raises(InputError) as raised:
        compile_account(Inventory.from_frames(content))
    assert {one.code for one in raised.value.findings if one.stops} == {"GEP305"}
    content["explanations"] = pd.DataFrame(
        [
            {"region": "632521", "year": 2025, "code": one.code, "subject": one.subject, "explanation": "本县没有"}
            for one in raised.value.findings
            if one.code == "GEP305"
        ]
    )
    account = compile_account(Inventory.from_frames(content))
    assert account.is_gep
    assert all(one.explanation == "本县没有" for one in account.findings if one.code == "GEP305")


def test_a_number_without_data_is_no_zero() -> None:
    tables: Mapping[str, object] = {**WATER, "hydropower": [{"item": "一级电站", "generation [亿kW·h]": "无数据"}]}
    account = compile_account(Inventory.from_frames(frames(**tables)))  # type: ignore[arg-type]
    line = account.ledger[account.ledger["service"] == "hydropower"].iloc[0]
    assert line["status"] == "no_data"
    assert math.isnan(line["value"])
    products = account.products.set_index("service")
    assert not products.loc["hydropower", "complete"]
    assert products.loc["pest_control", "complete"]


def test_an_excluded_service_is_computed_and_not_counted(account: Account) -> None:
    content = frames(**WATER)  # type: ignore[arg-type]
    listed = content["product_list"]
    listed.loc[listed["service"] == "hydropower", ["status", "reason"]] = ["excluded", "由电网核算"]
    without = compile_account(Inventory.from_frames(content))
    line = without.ledger[without.ledger["service"] == "hydropower"].iloc[0]
    assert (line["status"], line["counted"], line["role"]) == ("excluded", False, "physical")
    assert Quantity(line["quantity"], line["unit"]).m_as("kW·h") == 2e8
    assert account.total().m - without.total().m == pytest.approx(1e8, rel=1e-15)


def test_products_from_outside_are_shown_and_not_taken_off_where_the_standard_is_silent(account: Account) -> None:
    outside = [{"status": "有", "service": "hydropower", "item": "外购电", "value [万元]": 100.0, "source": "测试"}]
    with_some = compile_account(Inventory.from_frames(frames(**{**WATER, "deductions": outside})))  # type: ignore[arg-type]
    line = with_some.ledger[with_some.ledger["role"] == "deduction"].iloc[0]
    assert (line["value"], line["counted"]) == (1e6, False)
    assert with_some.total().m == account.total().m
    deducting = account.profile.model_copy(update={"external_deduction": "deducted"})
    counted = with_some.ledger.assign(counted=with_some.ledger["counted"] | (with_some.ledger["role"] == "deduction"))
    taken_off = dataclasses.replace(with_some, profile=deducting, ledger=counted)
    assert account.total().m - taken_off.total().m == pytest.approx(1e6, rel=1e-15)
    assert totals_agree(taken_off) == []


def test_a_division_by_zero_is_an_error_and_no_infinite_value() -> None:
    tables: Mapping[str, object] = {
        "included": {"soil_retention": ""},
        "reported": [
            {
                "service": "soil_retention",
                "step": "retained_soil",
                "quantity": 5.0,
                "quantity_unit": "t",
                "source": "测试",
            }
        ],
        "prices": [
            {"price": name, "value": 1.0, "value_unit": unit, "source": "测试"}
            for name, unit in (
                ("reservoir_dredging", "元/m³"),
                ("nitrogen_treatment", "元/t"),
                ("phosphorus_treatment", "元/t"),
            )
        ],
        "overrides": [
            {
                "coefficient": "soil_retention.bulk_density",
                "value": 0.0,
                "value_unit": "t/m³",
                "source": "a",
                "reason": "b",
            },
            {"coefficient": "soil_retention.nitrogen_content", "set": "ganzi2017", "reason": "b"},
            {"coefficient": "soil_retention.phosphorus_content", "set": "ganzi2017", "reason": "b"},
        ],
    }
    account, findings = assess(Inventory.from_frames(frames(**tables)))  # type: ignore[arg-type]
    assert [one.code for one in findings if one.stops] == ["GEP316"]
    assert not account.ledger["value"].isin([math.inf, -math.inf]).any()


def rain(millimetres: float) -> list[dict[str, object]]:
    return [
        {
            "ecosystem": "grassland",
            "precipitation [mm]": millimetres,
            "evapotranspiration [mm]": 350.0,
            "runoff [mm]": 10.0,
        }
    ]


@pytest.mark.parametrize(("millimetres", "shown"), [(400.0, None), (380.0, "200 m³/hm²"), (4120.0, "37,600 m³/hm²")])
def test_water_per_hectare_is_compared_with_what_the_region_holds_back(millimetres: float, shown: str | None) -> None:
    _, findings = assess(Inventory.from_frames(frames(**{**WATER, "water_retention": rain(millimetres)})))  # type: ignore[arg-type]
    found = [one for one in findings if one.code == "GEP228"]
    # 1 mm is 10 m³/hm²; the range is 300 … 1000.
    assert [one.typed for one in found] == ([] if shown is None else [shown])
    assert not any(one.stops for one in found)


def test_other_provinces_have_no_range_to_compare_with() -> None:
    content = frames(("513300", 2025), **{**WATER, "water_retention": rain(900.0)})  # type: ignore[arg-type]
    _, findings = assess(Inventory.from_frames(content))
    assert "GEP228" not in {one.code for one in findings}


def test_data_for_another_method_of_a_part_do_not_drop_out_in_silence() -> None:
    tables: Mapping[str, object] = {
        **WATER,
        "included": {**WATER["included"], "flood_mitigation": ""},
        "marshes": [{"item": "甲", "marsh_area [km²]": 10.0}],
        "flood_capacities": [{"item": "乙", "flood_capacity [万m³]": 100.0}],
    }
    _, findings = assess(Inventory.from_frames(frames(**tables)))  # type: ignore[arg-type]
    (one,) = [one for one in findings if one.code == "GEP317"]
    assert one.stops
    assert "水库" in one.text("zh")
