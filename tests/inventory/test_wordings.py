"""Words of published accounts: read where they mean one thing, answered with what may be meant where they do not."""

from __future__ import annotations

import pytest

from gep.classifications import find_ecosystem, find_item, item_kinds
from gep.findings import UnitError
from gep.inventory.words import find_key, known_words, nearest, normal, to_number, to_share
from gep.prices import PRICE_KEYS
from gep.services import SERVICES, service
from gep.units import read_unit, unit
from gep.wordings import known_wordings, open_wordings

NAMES = {"service": {spec.name for spec in SERVICES}, "price": {key.name for key in PRICE_KEYS}}
STEPS = [
    (spec.name, key, word)
    for spec in SERVICES
    for key, words in known_wordings("step", spec.name).items()
    for word in words
]
OWN = {
    "service": {normal(word) for spec in SERVICES for word in (spec.name, *spec.label)},
    "price": {normal(word) for key in PRICE_KEYS for word in (key.name, *key.label)},
}
VOCABULARIES = [
    *(known_words(kind) for kind in ("ecosystem", "service", "price", *item_kinds())),
    *(known_words("step", spec.name) for spec in SERVICES),
]


@pytest.mark.parametrize("kind", ["service", "price"])
def test_a_known_word_names_one_entry_and_none_of_the_own_words(kind: str) -> None:
    rows = known_wordings(kind)
    words = [normal(word) for group in rows.values() for word in group]
    assert set(rows) <= NAMES[kind]
    assert len(words) == len(set(words))
    assert not set(words) & OWN[kind]
    assert all(find_key(kind, word) == key for key, group in rows.items() for word in group)


@pytest.mark.parametrize(("name", "key", "word"), STEPS)
def test_a_known_word_of_a_step(name: str, key: str, word: str) -> None:
    declared = service(name)
    assert declared is not None
    assert key in {step.name for _, _, step in declared.steps()}
    assert find_key("step", word, name) == key


@pytest.mark.parametrize(("word", "meant"), open_wordings().items())
def test_an_open_word_is_answered_with_words_of_a_vocabulary(word: str, meant: tuple[str, ...]) -> None:
    answered = [one for one in VOCABULARIES if set(meant) & set(one)]
    assert set(meant) <= {name for vocabulary in answered for name in vocabulary}
    for vocabulary in answered:
        assert nearest(word, vocabulary).split("、") == [name for name in meant if name in vocabulary]


@pytest.mark.parametrize("word", ["固碳释氧", "环境净化", "水文调节", "产品供给", "休闲娱乐"])
def test_a_word_for_several_services_is_not_read_as_one(word: str) -> None:
    assert find_key("service", word) is None


@pytest.mark.parametrize("word", ["水域", "林地", "未利用地", "建设用地"])
def test_a_land_use_is_not_read_as_an_ecosystem_type(word: str) -> None:
    assert find_ecosystem(word) is None
    assert find_item("land_use", word) is not None


@pytest.mark.parametrize(
    ("kind", "service_name", "word", "key"),
    [
        ("service", "", "涵养水源功能", "water_retention"),
        ("service", "", "固碳价值", "carbon_sequestration"),
        ("step", "flood_mitigation", "湖泊调蓄量", "lake_mitigation"),
        ("step", "soil_retention", "减少泥沙淤积量", "reduced_sedimentation"),
        ("step", "oxygen_release", "释氧", "released_oxygen"),
        ("ecosystem", "", "毛竹林", "bamboo_forest"),
        ("ecosystem", "", "灌木林", "shrub"),
        ("land_use", "", "裸地", "bare_soil_land"),
        ("land_use", "", "建筑用地", "built_land"),
        ("air_pollutant", "", "氟化物", "fluoride"),
    ],
)
def test_words_of_published_accounts(kind: str, service_name: str, word: str, key: str) -> None:
    assert find_key(kind, word, service_name) == key


@pytest.mark.parametrize(
    ("text", "same"),
    [("Mg", "t"), ("Tg", "百万t"), ("PgC", "十亿tC"), ("Mg CO2", "tCO2"), ("TWh", "十亿kWh"), ("Gg", "千t")],
)
def test_masses_and_energies_of_the_literature(text: str, same: str) -> None:
    assert (1 * unit(text)).to(same).m == pytest.approx(1, rel=1e-15)


@pytest.mark.parametrize("text", ["USD/t", "$/ha", "US$/hm²", "美元/t", "€", "£/ha", "兰特"])
def test_foreign_money_is_refused_by_its_name(text: str) -> None:
    with pytest.raises(UnitError, match="GEP260"):
        unit(text, price_year=2023)


@pytest.mark.parametrize(
    ("text", "expected", "right"),
    [("t/a", "t", "t"), ("×10⁴m³/a", "m³", "万m³"), ("×10⁴kg/a", "tSO2", "万kg"), ("亿元/a", "万元", "亿元")],
)
def test_an_amount_a_year_is_not_the_total_of_a_period(text: str, expected: str, right: str) -> None:
    with pytest.raises(UnitError, match="GEP261") as caught:
        read_unit(text, expected, 2014)
    assert f"“{right}”" in caught.value.render("zh")


def test_an_amount_an_area_and_year_is_something_else() -> None:
    with pytest.raises(UnitError, match="GEP517"):
        read_unit("t/(hm²·a)", "t")


def test_of_ecosystem_types_the_broad_ones_are_named_where_nothing_is_alike() -> None:
    assert nearest("???", known_words("ecosystem")).split("、") == [
        "森林",
        "灌丛",
        "草地",
        "湿地",
        "农田",
        "城镇",
        "荒漠",
        "其他",
    ]
    assert nearest("???", ("甲", "乙")) == "甲、乙"


@pytest.mark.parametrize(
    ("text", "number"),
    [("3.08×10⁴", 30800.0), ("1.35 × 10^6", 1350000.0), ("-2x10^-3", -0.002), ("6.1*10⁻²", 0.061), ("7×10⁰", 7.0)],
)
def test_a_number_as_papers_print_it(text: str, number: float) -> None:
    assert to_number(text) == number


@pytest.mark.parametrize("text", ["3.08×104", "×10⁴", "3.08×10", "3.08×10⁴t", "10⁴", "3×9⁴", "125①", "12²", "3½", "⒈5"])
def test_raised_digits_and_marks_of_notes_are_no_digits(text: str) -> None:
    assert to_number(text) is None
    assert to_share(f"{text}%") is None


@pytest.mark.parametrize("text", ["1 234.5", "１２３４．５", "1,234.5", "1\u2009234.5", "1\u00a0234.5", "1\u3000234.5"])
def test_a_number_of_any_width(text: str) -> None:
    assert to_number(text) == 1234.5
