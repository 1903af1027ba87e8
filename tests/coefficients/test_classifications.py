from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from gep.classifications import (
    ancestors,
    classify,
    descendants,
    ecosystem_types,
    find_ecosystem,
    find_item,
    find_region,
    item_kinds,
    items,
    region_ancestors,
    regions,
    service_classes,
)
from gep.units import unit

LEVEL_2 = [
    "11",
    "12",
    "13",
    "14",
    "21",
    "22",
    "23",
    "31",
    "32",
    "33",
    "34",
    "41",
    "42",
    "43",
    "51",
    "52",
    "61",
    "62",
    "63",
    "71",
    "72",
    "73",
    "81",
    "82",
]


def test_levels_one_and_two_are_those_of_hj_1166() -> None:
    by_level = {level: [one.code for one in ecosystem_types() if one.level == level] for level in (1, 2)}
    assert by_level[1] == list("12345678")
    assert by_level[2] == LEVEL_2


@pytest.mark.parametrize("one", ecosystem_types(), ids=lambda one: one.key)
def test_every_type_is_found_by_each_of_its_words(one) -> None:
    for word in filter(None, (one.key, one.code, one.zh, one.en, *one.aliases, one.en.upper(), f" {one.zh} ")):
        assert find_ecosystem(word) is one


@pytest.mark.parametrize("one", [one for one in ecosystem_types() if one.kind == "type"], ids=lambda one: one.key)
def test_every_type_stands_under_the_level_above(one) -> None:
    above = ancestors(one.key)
    assert len(above) == one.level - 1
    for key, level in zip(above, range(one.level - 1, 0, -1), strict=True):
        parent = find_ecosystem(key)
        assert parent.level == level
        assert one.code.startswith(parent.code)
        assert one.key in descendants(key)


def test_pseudo_types_are_not_ecosystems() -> None:
    pseudo = [one for one in ecosystem_types() if one.kind == "pseudo"]
    assert [one.zh for one in pseudo] == ["未分类", "未分摊"]
    assert all(one.level == 0 and not one.code and not one.parent for one in pseudo)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("冰川积雪", "glacier"),
        ("裸地", "bare_land"),
        ("森林生态系统", "forest"),
        ("耕地", "arable_land"),
        ("高寒草甸", "alpine_meadow"),
        ("４２", "lake"),
        ("Paddy", "paddy"),
    ],
)
def test_wordings_in_use(text, key) -> None:
    assert find_ecosystem(text).key == key


@pytest.mark.parametrize("text", ["", " ", "林地", "nothing"])
def test_unknown_wordings_are_not_guessed(text) -> None:
    assert find_ecosystem(text) is None


def test_ancestors_refuse_unknown_keys() -> None:
    with pytest.raises(KeyError):
        ancestors("nothing")


def test_qinghai_has_eight_prefectures_and_44_counties() -> None:
    qinghai = [one for one in regions() if "630000" in region_ancestors(one.code)]
    levels = [one.level for one in qinghai]
    assert (levels.count("prefecture"), levels.count("county"), levels.count("committee")) == (8, 44, 1)


@pytest.mark.parametrize("one", regions(), ids=lambda one: one.code)
def test_every_region_is_found_and_stands_under_its_own_prefix(one) -> None:
    for word in (one.code, one.name_zh, one.name_en, *one.aliases):
        assert find_region(word) is one
    assert "GB/T 2260" in one.note
    for above in region_ancestors(one.code):
        assert one.code.startswith(above.rstrip("0"))


@pytest.mark.parametrize(
    ("text", "code"), [("互助县", "630223"), ("共和", "632521"), ("甘孜州", "513300"), ("大柴旦行委", "632857")]
)
def test_short_names_of_regions(text, code) -> None:
    assert find_region(text).code == code


@pytest.mark.parametrize("text", ["", "海南", "河南", "玉树", "999999"])
def test_ambiguous_names_of_regions_are_not_guessed(text) -> None:
    assert find_region(text) is None


def test_an_unlisted_region_has_no_ancestors() -> None:
    assert region_ancestors("999999") == ()


@pytest.mark.parametrize("kind", item_kinds())
def test_every_item_is_found_by_each_of_its_words(kind) -> None:
    for one in items(kind):
        for word in (one.key, one.zh, one.en, *one.aliases):
            assert find_item(kind, word) is one
        if one.unit:
            unit(one.unit)
    assert find_item(kind, "nothing") is None


def test_service_classes_in_reporting_order() -> None:
    assert [one.zh for one in service_classes()] == ["物质供给", "调节服务", "文化服务"]


def test_pollutants_are_found_as_they_are_typed() -> None:
    assert find_item("air_pollutant", "SO₂").key == "so2"
    assert find_item("air_pollutant", "NOx").key == "nox"
    assert find_item("water_pollutant", "NH3-N").key == "nh3n"
    assert find_item("water_use", "生活用水").key == "domestic"


def test_a_class_of_cover_holds_its_lower_edge() -> None:
    values = [0, 9.99, 10, 30, 50, 70, 90, 100]
    assert classify("cover_class", values).tolist() == [
        "cover_0_10",
        "cover_0_10",
        "cover_10_30",
        "cover_30_50",
        "cover_50_70",
        "cover_70_90",
        "cover_90_100",
        "cover_90_100",
    ]


def test_values_outside_every_class_have_none() -> None:
    assert classify("cover_class", [-0.1, 100.1, np.nan]).tolist() == ["", "", ""]


def test_cover_classes_meet_without_gap() -> None:
    classes = items("cover_class")
    assert [one.upper for one in classes[:-1]] == [one.lower for one in classes[1:]]


def test_importing_needs_neither_pandas_nor_numpy() -> None:
    code = "import gep.classifications, sys; assert not {'pandas', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
