"""Standards as data: nothing unread is passed off as text, rules against double counting are checked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import gep
from gep.account import Account
from gep.checks.exclusions import double_counting, excluded_pairs
from gep.classifications import item_kinds, items
from gep.coefficient_book import load_coefficients
from gep.compile import compile_account
from gep.findings import CoefficientError
from gep.inventory import Inventory, read_inventory
from gep.messages import LANGUAGES
from gep.profiles import Exclusion, Profile, load_profile, load_profiles

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "ganzi_2010" / "甘孜州_2010.xlsx"
STANDARDS = sorted(load_profiles())
UNREAD = {"ndrc_2022", "gbt46869_2025", "db63_2026_draft", "mee_2020"}
every_standard = pytest.mark.parametrize("standard", STANDARDS)


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    return read_inventory(EXAMPLE)


@pytest.fixture(scope="module")
def account(inventory: Inventory) -> Account:
    return compile_account(inventory)


def test_the_standards_there_are() -> None:
    assert UNREAD | {"rcees_2017", "hj1173_2021", "seea_ea_2021", "unit_value"} == set(STANDARDS)


@every_standard
def test_a_standard_lists_each_service_and_method_once(standard: str) -> None:
    profile = load_profile(standard)
    services = [rule.service for rule in profile.services]
    assert len(set(services)) == len(services)
    assert all(len(set(rule.methods)) == len(rule.methods) for rule in profile.services)
    assert not set(profile.undetermined) & set(services)


@every_standard
def test_a_standard_speaks_both_languages_and_names_its_source(standard: str) -> None:
    profile = load_profile(standard)
    assert profile.id == standard
    assert profile.source in load_coefficients().sources
    words = [profile.title, profile.note, *profile.classes.values(), *(rule.label for rule in profile.services)]
    words += [one.rule for one in profile.exclusions]
    assert all(getattr(one, lang).strip() for one in words for lang in LANGUAGES)


@pytest.mark.parametrize("standard", sorted(UNREAD))
def test_nothing_of_an_unread_standard_counts_as_its_text(standard: str) -> None:
    profile = load_profile(standard)
    grades = {profile.evidence} | {one.evidence for one in profile.exclusions}
    grades |= {one.evidence for one in profile.policies.values()}
    for rule in profile.services:
        grades |= {rule.evidence, *(rule.evidence_of(method) for method in rule.methods)}
        assert rule.mandatory == "unknown"
    assert "text" not in grades
    assert profile.evidence == "unverified"
    assert profile.price_basis == "unknown"
    assert "未读到正文" in profile.note.zh or "未见" in profile.note.zh


def test_what_is_known_of_the_national_standard() -> None:
    profile = load_profile("gbt46869_2025")
    assert profile.external_deduction == "deducted"
    graded = {rule.service for rule in profile.services if rule.evidence == "secondary"}
    assert graded == {"flood_mitigation", "carbon_sequestration", "climate_regulation"}
    carbon = profile.rule("carbon_sequestration")
    assert carbon is not None
    assert carbon.methods[:3] == ("biomass_change", "sequestration_rate", "net_ecosystem_productivity")


def test_seea_leaves_out_what_is_no_final_service() -> None:
    profile = load_profile("seea_ea_2021")
    for name in ("hydropower", "other_energy", "oxygen_release", "species_conservation", "negative_ions"):
        assert profile.rule(name) is None
    for rule in profile.services:
        # Consumer surplus is no exchange value, and gross output is not what the ecosystem adds.
        assert not {"consumer_surplus", "market_value", "reported_value"} & set(rule.methods)


def test_consumer_surplus_is_counted_by_no_standard() -> None:
    assert [
        name for name, one in load_profiles().items() for rule in one.services if "consumer_surplus" in rule.methods
    ] == []


def test_a_value_by_area_stands_alone_and_is_no_gep() -> None:
    profile = load_profile("unit_value")
    assert [rule.service for rule in profile.services] == ["unit_value"]
    assert not profile.gep
    others = (one for name, one in load_profiles().items() if name != "unit_value")
    assert all(one.rule("unit_value") is None and one.gep for one in others)


@every_standard
def test_the_sets_that_a_standard_names_exist(standard: str) -> None:
    book = load_coefficients()
    for name, chosen in load_profile(standard).sets.items():
        assert chosen in book.sets(name)
        # What nobody has verified is never lent, only taken by whoever names it.
        lent = [one.coefficient for one in book.entries if one.coefficient.id == f"{name}@{chosen}"]
        assert all(one.status != "placeholder" for one in lent)
        assert not name.startswith("price.")


@every_standard
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_standard_has_a_template(standard: str, lang: str, tmp_path: Path) -> None:
    gep.template(standard, tmp_path / "t.xlsx", lang)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert len(book.sheetnames) > 4


# Rules against double counting


def with_exclusions(account: Account, *rules: dict[str, object]) -> Account:
    words = {"zh": "规则", "en": "rule"}
    made = tuple(Exclusion.model_validate({"rule": words, "evidence": "unverified", **one}) for one in rules)
    profile = account.profile.model_copy(update={"exclusions": made})
    return dataclasses.replace(account, profile=profile)


def test_both_sides_in_the_sum_are_pointed_out(account: Account) -> None:
    (found,) = double_counting(with_exclusions(account, {"a": "water_supply", "b": "water_retention"}))
    assert (found.code, found.grade.value) == ("GEP227", "verify")
    assert found.subject == "513300/2010/water_supply/water_retention"
    assert "水源涵养" in found.text("zh")
    assert "not verified" in found.text("en") or "unverified" in found.text("en")


def test_one_side_alone_is_fine(account: Account) -> None:
    ledger = account.ledger.copy()
    ledger.loc[ledger["service"] == "water_supply", "counted"] = False
    without = dataclasses.replace(account, ledger=ledger)
    assert double_counting(with_exclusions(without, {"a": "water_supply", "b": "water_retention"})) == []
    ledger.loc[ledger["service"] == "water_supply", ["counted", "value"]] = [True, 0.0]
    zero = dataclasses.replace(account, ledger=ledger)
    assert double_counting(with_exclusions(zero, {"a": "water_supply", "b": "water_retention"})) == []


def test_a_side_may_be_a_method_an_indicator_or_some_items(account: Account) -> None:
    rules = [
        {"a": "hydropower", "b": "water_supply", "b_items": ["industrial"]},
        {"a": "hydropower", "b": "water_supply", "b_items": ["no such use"]},
        {"a": "carbon_sequestration", "b": "oxygen_release.reported_oxygen"},
        {"a": "carbon_sequestration", "b": "oxygen_release.same_carbon"},
        {"a": "soil_retention.reduced_nitrogen", "b": "soil_retention.reduced_phosphorus"},
    ]
    found = [rule.b for rule, _, _ in excluded_pairs(with_exclusions(account, *rules))]
    assert found == ["water_supply", "oxygen_release.reported_oxygen", "soil_retention.reduced_phosphorus"]


def test_sides_on_different_types_or_items_do_not_overlap(account: Account) -> None:
    def found(overlap: str) -> list[str]:
        rule = {"a": "agriculture", "b": "livestock", "overlap": overlap}
        return [on for _, _, on in excluded_pairs(with_exclusions(account, rule))]

    assert found("region") == [""]
    assert found("ecosystem") == found("item") == []
    same = {"a": "water_supply", "b": "hydropower", "overlap": "ecosystem"}
    assert [on for _, _, on in excluded_pairs(with_exclusions(account, same))] == ["wetland"]
    # Two lines without a type need not be of the same type.
    untyped = dataclasses.replace(account, ledger=account.ledger.assign(ecosystem="unallocated"))
    assert excluded_pairs(with_exclusions(untyped, same)) == []


COUNTING = ("db63_2026_draft", "gbt46869_2025", "mee_2020", "ndrc_2022", "seea_ea_2021")


@pytest.mark.parametrize("standard", COUNTING)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("agriculture", "燕麦草", ""), ("livestock", "羊", "")),
        (("agriculture", "紫花苜蓿", ""), ("livestock", "羊", "")),
        (("forestry", "天然牧草", ""), ("livestock", "牛", "")),
        (("air_purification", "pm10", ""), ("air_purification", "pm25", "")),
        (("air_purification", "dust", ""), ("air_purification", "pm10", "")),
        (("air_purification", "smoke", ""), ("air_purification", "pm25", "")),
        (("water_purification", "cod", ""), ("water_purification", "bod5", "")),
        (("water_purification", "nh3n", ""), ("water_purification", "tn", "")),
        # A flood has a name of its own, whatever wetland it was in.
        (("flood_mitigation", "甲湖7月洪水", "wetland_events"), ("flood_mitigation", "甲湖", "lake_regression")),
        (
            ("flood_mitigation", "甲沼泽7月洪水", "wetland_events"),
            ("flood_mitigation", "甲沼泽", "marsh_standing_water"),
        ),
        (("tourism", "省内", "consumption_expenditure"), ("landscape_premium", "酒店", "lodging_premium")),
        # Not the same matter: no rule speaks.
        (("agriculture", "草莓", ""), ("livestock", "羊", "")),
        (("other_products", "冬虫夏草", ""), ("livestock", "羊", "")),
        (("air_purification", "so2", ""), ("air_purification", "pm25", "")),
        (("water_purification", "cod", ""), ("water_purification", "nh3n", "")),
        (("tourism", "省内", "consumption_expenditure"), ("landscape_premium", "小区", "housing_premium")),
    ],
)
def test_what_would_count_twice_is_pointed_out_by_every_standard(
    standard: str, first: tuple[str, str, str], second: tuple[str, str, str], account: Account
) -> None:
    ledger = account.ledger[account.ledger["counted"]].iloc[:2].copy()
    for name, value in zip(("service", "item", "method"), zip(first, second, strict=True), strict=True):
        ledger[name] = list(value)
    ledger[["ecosystem", "value"]] = ["unallocated", 1.0]
    profile = account.profile.model_copy(update={"exclusions": load_profile(standard).exclusions})
    found = excluded_pairs(dataclasses.replace(account, profile=profile, ledger=ledger))
    apart = {"草莓", "冬虫夏草", "so2", "nh3n", "小区"}
    assert len(found) == (0 if apart & {first[1], second[1]} and "tn" not in (first[1], second[1]) else 1)


def test_items_named_by_a_rule_exist_or_are_free_text() -> None:
    known = {one.key for kind in item_kinds() for one in items(kind)}
    for profile in load_profiles().values():
        for rule in profile.exclusions:
            for word in (*rule.a_items, *rule.b_items):
                assert word in known or not word.isascii()


def test_soil_silt_and_nutrients_are_two_benefits() -> None:
    # Both may be counted: no standard may exclude one by the other.
    for profile in load_profiles().values():
        pairs = {(one.a.partition(".")[0], one.b.partition(".")[0]) for one in profile.exclusions}
        assert ("soil_retention", "soil_retention") not in pairs


def test_the_published_account_has_no_new_findings(account: Account) -> None:
    assert [one.code for one in account.findings] == ["GEP201"]


@pytest.mark.parametrize("side", ["no_such", "water_supply.no"])
def test_a_rule_about_nothing_is_refused(side: str, tmp_path: Path) -> None:
    text = (ROOT / "src" / "gep" / "profiles" / "rcees_2017.toml").read_text("utf-8")
    rule = f'[[exclusions]]\na = "{side}"\nb = "water_supply"\nevidence = "text"\nrule = {{ zh = "a", en = "a" }}\n'
    (tmp_path / "own.toml").write_text(f"{text}\n{rule}", "utf-8")
    with pytest.raises(CoefficientError) as caught:
        load_profiles(tmp_path)
    assert {one.code for one in caught.value.findings} == {"GEP456"}


def test_a_counted_service_is_not_undetermined(tmp_path: Path) -> None:
    text = (ROOT / "src" / "gep" / "profiles" / "rcees_2017.toml").read_text("utf-8")
    (tmp_path / "own.toml").write_text('undetermined = ["water_supply"]\n' + text, "utf-8")
    with pytest.raises(CoefficientError) as caught:
        load_profiles(tmp_path)
    assert {one.code for one in caught.value.findings} == {"GEP451"}


def test_every_output_says_how_well_the_standard_is_known(inventory: Inventory, tmp_path: Path) -> None:
    from gep.compile import assess

    account, _ = assess(inventory, "ndrc_2022", made_for="rcees_2017")
    run = account.table("run").set_index("name")["value"]
    assert (run["standard_evidence"], run["external_deduction"], run["price_basis"]) == (
        "unverified",
        "unknown",
        "unknown",
    )
    assert set(account.ledger["evidence"]) == {"unverified"}
    account.write(tmp_path / "a.xlsx")
    cells = [
        cell
        for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx")
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert any("未经核实" in str(cell) for cell in cells)


def test_what_a_standard_borrows_is_named_as_borrowed(inventory: Inventory, tmp_path: Path) -> None:
    """Sets of another document than the own of the standard are the choice of the program, and it says so."""
    from gep.compile import assess
    from gep.tables.parameter_rows import borrowed_coefficients

    own = compile_account(inventory)
    assert borrowed_coefficients(own) == ()  # Garzê by the numbers of its own paper
    other, _ = assess(inventory, "mee_2020", made_for="rcees_2017")
    borrowed = borrowed_coefficients(other)
    assert "soil_retention.silted_share@ganzi2017" in borrowed
    parameters = other.table("parameters").set_index("id")["reason"]
    assert {parameters[one] for one in borrowed} == {"borrowed"}
    other.write(tmp_path / "a.xlsx")
    summary = openpyxl.load_workbook(tmp_path / "a.xlsx")["汇总表"]
    face = [str(cell) for row in summary.iter_rows(values_only=True) for cell in row if cell]
    (note,) = [one for one in face if "由程序借用" in one]
    assert all(one in note for one in borrowed)
    assert "程序借用" in other.explain("soil_retention").render("zh")


def test_what_the_analyst_chose_is_not_borrowed() -> None:
    profile = load_profile("ndrc_2022")
    book = load_coefficients()
    chosen = book.get("water_retention.runoff_coefficient", set="redline2017", ecosystem="meadow", year=2025)
    named = book.get("water_retention.runoff_coefficient", set="gong2017", ecosystem="alpine_meadow", year=2025)
    assert (profile.borrows(chosen), profile.borrows(named)) == (False, True)
    default = book.get("soil_retention.practice_factor", year=2025)
    assert not profile.borrows(default)
    ganzi = load_profile("rcees_2017")
    assert not ganzi.borrows(book.get("soil_retention.silted_share", set="ganzi2017", year=2010))
    assert ganzi.borrows(named)  # by the same group, but not in the paper


def test_profiles_are_records_of_the_public_list() -> None:
    listed = gep.standards().set_index("id")
    assert isinstance(listed, pd.DataFrame)
    assert set(listed.index) == set(STANDARDS)
    assert not listed.loc["hj1173_2021", "monetary"]
    assert isinstance(load_profile("hj1173_2021"), Profile)
