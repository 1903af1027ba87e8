from __future__ import annotations

import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from coefficient_entries import entry

from gep.coefficient_book import CoefficientBook, load_coefficients
from gep.findings import CoefficientError

COVER = "soil_retention.cover_factor"
AIR = "price.air_pollutant"


def failure(book: CoefficientBook, name: str, **asked):
    with pytest.raises(CoefficientError) as caught:
        book.get(name, **{"year": 2020, **asked})
    assert caught.value.code == "GEP420"
    (found,) = caught.value.findings
    for lang in ("zh", "en"):
        assert "{" not in found.render(lang)
    return found


def test_a_misspelt_name_offers_the_right_one(book) -> None:
    found = failure(book, "soil_retention.silted_shares")
    assert found.code == "GEP421"
    assert "soil_retention.silted_share," in found.todo("en") + ","


def test_a_name_like_no_other_lists_all(book) -> None:
    assert "price.oxygen" in failure(book, "qqq").todo("en")


def test_without_a_set_there_must_be_a_default(book) -> None:
    found = failure(book, "price.reservoir_storage")
    assert found.code == "GEP422"
    for set_ in ("ganzi2017", "jiang2017", "wu2018", "chenzy2016"):
        assert set_ in found.todo("zh")


def test_an_unknown_set_lists_the_sets(book) -> None:
    found = failure(book, "price.oxygen", set="nobody2020")
    assert found.code == "GEP423"
    assert "ganzi2017" in found.todo("en")


def test_what_the_value_depends_on_must_be_given(book) -> None:
    found = failure(book, AIR, set="ganzi2017")
    assert found.code == "GEP424"
    assert "sulfur dioxide, nitrogen oxides, dust" in found.todo("en")
    assert "二氧化硫、氮氧化物、粉尘" in found.todo("zh")
    found = failure(book, COVER, class_="cover_0_10")
    assert (found.code, "生态系统类型" in found.text("zh")) == ("GEP424", True)


def test_no_value_lists_what_has_one(book) -> None:
    found = failure(book, COVER, ecosystem="glacier", class_="cover_0_10")
    assert (found.code, found.typed) == ("GEP425", "glacier")
    assert "grassland" in found.todo("en")
    found = failure(book, COVER, ecosystem="alpine_meadow", class_="cover_5")
    assert (found.code, found.typed) == ("GEP425", "cover_5")
    assert "below 10 %, 10 to 30 %" in found.todo("en")


def test_other_years_are_listed(book) -> None:
    found = failure(book, "price.carbon_dioxide", set="national_market_mean", year=2020)
    assert found.code == "GEP426"
    assert "2021, 2022, 2023, 2024, 2025" in found.todo("en")
    found = failure(book, AIR, set="qinghai_tax2018", region="632521", class_="so2", year=2017)
    assert (found.code, "2018–…" in found.todo("en")) == ("GEP426", True)


def test_a_placeholder_has_to_be_named(book) -> None:
    assert failure(book, "flood_mitigation.paddy_depth").code == "GEP427"
    assert book.get("flood_mitigation.paddy_depth", set="general", year=2020).status == "placeholder"
    assert book.get("flood_mitigation.paddy_depth", allow_placeholder=True, year=2020).value == 0.1


def test_allowing_placeholders_does_not_choose_among_them(book) -> None:
    assert (
        failure(book, "climate_regulation.transpiration_heat", ecosystem="forest", allow_placeholder=True).code
        == "GEP427"
    )
    assert failure(book, "flood_mitigation.lake_storage", class_="northeast", allow_placeholder=True).code == "GEP422"


@pytest.mark.parametrize("year", ["2020", None, 2020.5, True])
def test_a_year_is_a_whole_number(book, year) -> None:
    assert failure(book, "soil_retention.practice_factor", year=year).code == "GEP429"


def test_an_unqualified_entry_applies_to_everything(book) -> None:
    for ecosystem in ("", "forest", "unallocated"):
        found = book.get(
            "soil_retention.bulk_density", set="ganzi2017", ecosystem=ecosystem, region="632521", year=2020
        )
        assert (found.value, found.fallback) == (0.93, "")


def test_a_parent_stands_in_only_where_the_file_says_so(book) -> None:
    found = book.get(COVER, ecosystem="alpine_meadow", class_="cover_30_50", year=2020)
    assert (found.value, found.fallback) == (0.15, "ecosystem alpine_meadow → grassland")
    assert found.qualifiers.ecosystem == "grassland"
    found = failure(book, "water_retention.runoff_coefficient", set="gong2017", ecosystem="forest_marsh")
    assert found.code == "GEP425"


def test_an_exact_match_comes_before_a_parent(book) -> None:
    bamboo = book.get("air_purification.capacity", set="miao2017", ecosystem="bamboo_forest", class_="dust", year=2020)
    assert (bamboo.value, bamboo.fallback) == (20700, "")


def test_the_nearest_parent_comes_first(folder: Callable[..., Path]) -> None:
    rows = '[{ ecosystem = "grassland", value = 1 }, { ecosystem = "meadow", value = 2 }]'
    book = load_coefficients(folder(entry(value=None, rows=rows, fallback='"parent"')))
    found = book.get("soil_retention.share", set="a", ecosystem="alpine_meadow", year=2020)
    assert (found.value, found.fallback) == (2, "ecosystem alpine_meadow → meadow")


def test_a_child_never_stands_in_for_its_parent(book) -> None:
    assert (
        failure(book, "water_retention.runoff_coefficient", set="redline2017", ecosystem="grassland").code == "GEP425"
    )


def test_a_province_stands_in_for_its_counties_and_no_others(book) -> None:
    found = book.get(AIR, set="qinghai_tax2018", region="632521", class_="so2", year=2023)
    assert found.fallback == "region 632521 → 630000"
    assert not book.get(AIR, set="qinghai_tax2018", region="青海省", class_="so2", year=2023).fallback
    assert failure(book, AIR, set="qinghai_tax2018", region="513300", class_="so2").code == "GEP425"


def test_both_ways_up_at_once(folder: Callable[..., Path]) -> None:
    text = entry(ecosystem='"grassland"', region='"630000"', fallback='"parent"')
    found = load_coefficients(folder(text)).get(
        "soil_retention.share", set="a", ecosystem="meadow", region="632521", year=2020
    )
    assert found.fallback == "ecosystem meadow → grassland; region 632521 → 630000"


def test_a_rate_in_force_has_the_prices_of_the_accounting_year(book) -> None:
    asked = {"set": "qinghai_tax2018", "region": "630000", "class_": "so2"}
    assert [book.get(AIR, **asked, year=year).price_year for year in (2018, 2025)] == [2018, 2025]
    assert str(book.get(AIR, **asked, year=2025).quantity().units) == "元/tSO2(2025年价)"


def test_labels_codes_and_aliases_are_understood(book) -> None:
    for ecosystem in ("水田", "paddy", "51-1", "Paddy"):
        assert book.get(COVER, ecosystem=ecosystem, year=2020).value == 0
    assert book.get(AIR, set="ganzi2017", class_="二氧化硫", year=2020).value == 1200


def test_coefficients_are_frozen(book) -> None:
    found = book.get("soil_retention.practice_factor", year=2020)
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.value = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        book.version = ""


def test_the_book_travels_to_other_processes(book) -> None:
    there = pickle.loads(pickle.dumps(book))
    assert there.version == book.version
    assert there.get(COVER, ecosystem="paddy", year=2020) == book.get(COVER, ecosystem="paddy", year=2020)


def test_names_and_sets(book) -> None:
    assert "soil_retention.silted_share" in book.names("soil_retention")
    assert all(name.startswith("price.") for name in book.names("price"))
    assert set(book.names()) >= set(book.names("price"))
    assert book.sets("flood_mitigation.lake_storage") == ("ganzi2017", "rao2014")
    assert book.sets("nothing.here") == ()


def test_a_column_is_looked_up_like_its_rows(book) -> None:
    frame = pd.DataFrame(
        {
            "ecosystem": ["paddy", "grassland", "alpine_meadow", "grassland", "glacier", None],
            "item": ["", "cover_0_10", "cover_30_50", "cover_0_10", "cover_0_10", ""],
            "year": 2023,
        },
        index=[9, 8, 7, 6, 5, 4],
    )
    values, ids, problems = book.lookup(COVER, frame)
    assert values.dtype == np.float64
    np.testing.assert_array_equal(values, [0, 0.45, 0.15, 0.45, np.nan, np.nan])
    expected = ["soil_retention.cover_factor@hj1173_2021"] * 4
    assert [one for one in ids if isinstance(one, str)] == expected
    assert list(ids.codes) == [0, 0, 0, 0, -1, -1]
    assert sorted(one.code for one in problems) == ["GEP424", "GEP425"]


def test_a_column_says_what_was_inherited(book) -> None:
    frame = pd.DataFrame({"ecosystem": ["grassland", "alpine_meadow"], "item": "cover_0_10", "year": [2020, 2021]})
    found = book.match_rows(COVER, frame)
    assert [found.coefficients[code].fallback for code in found.codes] == ["", "ecosystem alpine_meadow → grassland"]


def test_columns_may_have_other_names_and_the_year_may_be_one_for_all(book) -> None:
    frame = pd.DataFrame({"type": ["forest"], "cover": ["cover_90_100"], "item": ["wheat"]})
    values, _, problems = book.lookup(COVER, frame, ecosystem="type", class_="cover", year=2020)
    assert (values.tolist(), problems) == ([0.001], ())


def test_the_column_class_is_used_where_there_is_no_item(book) -> None:
    frame = pd.DataFrame({"class": ["so2", "nox"], "year": 2010})
    assert book.lookup(AIR, frame, set="ganzi2017")[0].tolist() == [1200, 630]


def test_columns_that_do_not_matter_are_ignored(book) -> None:
    frame = pd.DataFrame({"class": ["regulating"] * 2, "region": ["632521", "nowhere"], "year": [2010, 2011]})
    values, ids, problems = book.lookup("soil_retention.silted_share", frame, set="ganzi2017")
    assert (values.tolist(), list(ids), problems) == ([0.24] * 2, ["soil_retention.silted_share@ganzi2017"] * 2, ())


def test_dated_prices_by_the_column(book) -> None:
    frame = pd.DataFrame({"year": [2021.0, 2024.0, np.nan, 2030.0]})
    values, _, problems = book.lookup("price.carbon_dioxide", frame, set="national_market_mean")
    np.testing.assert_array_equal(values, [46.61, 92.46, np.nan, np.nan])
    assert sorted(one.code for one in problems) == ["GEP426", "GEP429"]


def test_a_parameter_set_is_not_a_column_of_numbers(book) -> None:
    values, _, problems = book.lookup("sand_fixation.transport", pd.DataFrame({"year": [2020]}))
    assert np.isnan(values).all()
    assert [one.code for one in problems] == ["GEP428"]


def test_an_empty_frame_has_no_values_and_no_problems(book) -> None:
    values, ids, problems = book.lookup(COVER, pd.DataFrame({"ecosystem": [], "item": [], "year": []}))
    assert (len(values), len(ids), problems) == (0, 0, ())


def test_a_failure_is_reported_once_per_kind(book) -> None:
    frame = pd.DataFrame({"ecosystem": ["glacier"] * 1000, "item": "cover_0_10", "year": np.arange(1000) % 7 + 2015})
    assert len(book.lookup(COVER, frame)[2]) == 1


def test_each_combination_is_looked_up_once(book, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    find = CoefficientBook._find

    def counting(self, *arguments):
        asked.append(arguments)
        return find(self, *arguments)

    monkeypatch.setattr(CoefficientBook, "_find", counting)
    frame = pd.DataFrame({"ecosystem": ["paddy", "urban"] * 500, "region": [str(i) for i in range(1000)], "year": 2020})
    values = book.lookup(COVER, frame)[0]
    assert values.tolist() == [0, 0.01] * 500
    assert len(asked) == 2


def test_explaining_names_the_chosen_entry_and_why_not_the_others(book) -> None:
    considered = book.explain_lookup(AIR, set="ganzi2017", class_="so2", region="632521", year=2020)
    assert len(considered) == len(book.select(name=AIR))
    chosen = [one for one in considered if one.chosen]
    assert [one.id for one in chosen] == ["price.air_pollutant@ganzi2017 [class=so2]"]
    reasons = {one.id: one.reason for one in considered}
    assert "nox" in reasons["price.air_pollutant@ganzi2017 [class=nox]"]["en"]
    other = reasons["price.air_pollutant@qinghai_tax2018 [region=630000, class=so2, 2018–…]"]
    assert "price.air_pollutant@ganzi2017" in other["zh"]


def test_explaining_what_was_inherited_and_what_is_out_of_date(book) -> None:
    considered = book.explain_lookup(COVER, ecosystem="alpine_meadow", class_="cover_0_10", year=2020)
    (chosen,) = [one for one in considered if one.chosen]
    assert "alpine_meadow → grassland" in chosen.reason["zh"]
    considered = book.explain_lookup("price.carbon_dioxide", set="national_market_mean", year=2024)
    assert "2021" in considered[[one.id.endswith("[2021]") for one in considered].index(True)].reason["en"]


def test_explaining_a_lookup_without_a_choice(book) -> None:
    considered = book.explain_lookup("climate_regulation.latent_heat", year=2020)
    assert not any(one.chosen for one in considered)
    assert len({one.reason["en"] for one in considered}) == 2
    with pytest.raises(CoefficientError):
        book.explain_lookup("nothing.here", year=2020)


def test_the_listing_has_every_entry(book) -> None:
    assert len(book.select()) == len(book.entries)
    water = book.select(service="water_retention")
    assert set(water["name"]) == {"water_retention.runoff_coefficient", "water_retention.retained_water_rate"}
    assert water["citation"].str.len().gt(0).all()
    assert book.select(service="nothing").empty
    assert list(book.select(service="nothing").columns) == list(water.columns)
    lake = book.select(name="flood_mitigation.lake_storage").iloc[0]
    assert lake["parameters"] == "intercept=6.636, exponent=0.678"


def test_importing_needs_no_pandas() -> None:
    code = (
        "from gep.coefficient_book import load_coefficients; import sys;"
        "load_coefficients().get('soil_retention.practice_factor', year=2020); assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_lookup_that_fails_speaks_in_the_words_of_the_field(book) -> None:
    found = failure(book, "water_retention.runoff_coefficient", set="gong2017", ecosystem="湖泊")
    assert found.text("zh") == "径流系数(water_retention.runoff_coefficient)没有适用于湖泊(“lake”)的数值"
    assert "常绿阔叶林、常绿针叶林" in found.todo("zh")
    assert "evergreen_broadleaf_forest" not in found.todo("en")
    found = failure(book, "water_purification.limit", set="gb3838_2002", class_="ss")
    assert "悬浮物" in found.text("zh")
    assert "suspended solids" in found.text("en")


def test_a_coefficient_without_default_is_said_once_for_all_types(book) -> None:
    asked = [(2020, {"ecosystem": one}) for one in ("forest", "grassland", "wetland")]
    found = book.match_each("soil_retention.bulk_density", asked)
    assert [(one.code, one.subject) for one in found.problems] == [("GEP422", "soil_retention.bulk_density")]


def test_what_would_be_inherited_is_no_reason_to_pass_an_entry_over(book) -> None:
    told = book.explain_lookup(AIR, set="qinghai_tax2018", region="632524", class_="so2", year=2024)
    (nox,) = [one for one in told if one.id == f"{AIR}@qinghai_tax2018 [region=630000, class=nox, 2018–…]"]
    assert "青海" not in nox.reason["zh"]
    assert "类别" in nox.reason["zh"]
