from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from coefficient_entries import entry

from gep.coefficient_book import load_coefficients
from gep.findings import CoefficientError, Finding
from gep.messages import codes
from gep.messages import entry as catalogue
from gep.resources import data_root


def rows(*texts: str) -> str:
    return "[" + ", ".join(f"{{ {text} }}" for text in texts) + "]"


def test_a_sound_file_loads(folder: Callable[..., Path]) -> None:
    book = load_coefficients(folder(entry()))
    found = book.get("soil_retention.share", set="a", year=2020)
    assert (found.value, found.printed, found.label("zh"), found.label("en")) == (0.5, "0.5", "比例", "share")
    assert (found.service, found.key) == ("soil_retention", "soil_retention.share@a")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("GEP402", entry(unit=None)),
        ("GEP402", entry(status=None)),
        ("GEP403", entry(colour='"red"')),
        ("GEP403", "[colours]\nred = 1\n" + entry()),
        ("GEP404", entry(value='"0.5"')),
        ("GEP404", entry(value="true")),
        ("GEP404", entry(value="nan")),
        ("GEP404", entry(status='"certain"')),
        ("GEP404", entry(price_year="20")),
        ("GEP404", entry(fallback='"neighbour"')),
        ("GEP405", entry() + entry()),
        ("GEP406", entry(source='"b"')),
        ("GEP407", entry(unit='"mu"')),
        ("GEP407", entry(unit='"元/m³"')),
        ("GEP407", entry(price_year="2010")),
        ("GEP407", entry(unit='"m"', declared_unit='"t"')),
        ("GEP408", entry(ecosystem='"moor"')),
        ("GEP408", entry(ecosystem='"森林"')),
        ("GEP408", entry(region='"999999"')),
        ("GEP408", entry(**{"class": '"so2"'})),
        ("GEP409", entry(value=None, rows=rows('ecosystem = "forest", value = 1', "value = 2"))),
        ("GEP409", entry(value=None, rows=rows("value = 1, valid_to = 2020", "value = 2, valid_from = 2020"))),
        ("GEP410", entry(low="0.6")),
        ("GEP410", entry(high="0.4")),
        ("GEP410", entry(low="0.9", high="0.1")),
        ("GEP411", entry(status='"placeholder"', default="true")),
        ("GEP412", entry(locator=None)),
        ("GEP412", entry(locator='" "')),
        ("GEP413", entry(default="true") + entry("soil_retention.share@b", default="true")),
        ("GEP414", entry("soil_retention.other@a")),
        ("GEP416", entry("sand_fixation.share@a")),
        ("GEP416", entry("soil_retention.share")),
        ("GEP416", entry("Soil_retention.Share@A")),
        ("GEP417", entry(value=None)),
        ("GEP417", entry(numerator="1", denominator="2")),
        ("GEP417", entry(value=None, numerator="1")),
        ("GEP417", entry(value=None, numerator="1", denominator="0")),
        ("GEP417", entry(parameters="{ a = 1 }")),
        ("GEP418", entry(unit='"元/m³"', price_year='"accounting_year"')),
    ],
)
def test_each_problem_is_found_and_addressed(problems: Callable[..., list[Finding]], code: str, text: str) -> None:
    found = problems(text)
    assert [one.code for one in found] == [code]
    assert found[0].where.file == "soil_retention.toml"
    assert found[0].stops
    for lang in ("zh", "en"):
        assert "{" not in found[0].render(lang)


def test_a_problem_in_a_row_says_which_row(problems: Callable[..., list[Finding]]) -> None:
    text = entry(value=None, rows=rows('ecosystem = "forest", value = 1', 'ecosystem = "moor", value = 1'))
    (found,) = problems(text)
    assert str(found.where) == "soil_retention.toml › soil_retention.share@a › rows[1]"
    assert found.typed == "moor"


def test_a_field_that_is_not_known_says_where_it_is(problems: Callable[..., list[Finding]]) -> None:
    (found,) = problems(entry(value=None, rows=rows("value = 1, colour = 2")))
    assert str(found.where) == "soil_retention.toml › soil_retention.share@a › rows[0].colour"


def test_names_that_are_not_a_table(problems: Callable[..., list[Finding]]) -> None:
    found = problems(entry(), names='names = "share"\n')
    assert [one.code for one in found] == ["GEP404", "GEP414"]


def test_labels_need_both_languages(problems: Callable[..., list[Finding]]) -> None:
    found = problems(entry(), names='[names.share]\nzh = "比例"\n')
    assert [(one.code, one.where.cell) for one in found] == [("GEP402", "en")]


def test_classes_need_a_list_that_exists(problems: Callable[..., list[Finding]]) -> None:
    names = '[names.share]\nzh = "比例"\nen = "share"\nclass = "colour"\n'
    (found,) = problems(entry(**{"class": '"red"'}), names=names)
    assert (found.code, found.typed) == ("GEP408", "colour")


def test_classes_must_be_of_their_list(problems: Callable[..., list[Finding]]) -> None:
    names = '[names.share]\nzh = "比例"\nen = "share"\nclass = "season"\n'
    (found,) = problems(entry(**{"class": '"so2"'}), names=names)
    assert (found.code, found.typed) == ("GEP408", "so2")


def test_prices_are_never_defaults(problems: Callable[..., list[Finding]]) -> None:
    prices = '[names.oxygen]\nzh = "氧"\nen = "oxygen"\n' + entry(
        "price.oxygen@a", unit='"元/tO2"', price_year="2020", default="true"
    )
    (found,) = problems(entry(), prices=prices)
    assert (found.code, found.where.file) == ("GEP415", "prices.toml")


def test_every_problem_of_every_file_comes_at_once(problems: Callable[..., list[Finding]]) -> None:
    found = problems(
        entry(unit='"mu"') + entry("soil_retention.share@b", source='"b"', low="0.6"),
        sources="[a]\ncitation = 1\n",
        sand_fixation="this is not TOML",
    )
    assert sorted((one.where.file, one.code) for one in found) == [
        ("sand_fixation.toml", "GEP401"),
        ("soil_retention.toml", "GEP406"),
        ("soil_retention.toml", "GEP407"),
        ("soil_retention.toml", "GEP410"),
        ("sources.toml", "GEP402"),
        ("sources.toml", "GEP404"),
    ]


def test_the_error_shows_all_problems_in_both_languages(folder: Callable[..., Path]) -> None:
    with pytest.raises(CoefficientError) as caught:
        load_coefficients(folder(entry(source='"b"', locator=None)))
    assert "2 个问题" in caught.value.render("zh")
    assert "2 problem(s)" in caught.value.render("en")
    assert "GEP406" in str(caught.value)
    assert "GEP412" in str(caught.value)


def test_a_missing_list_of_sources_is_a_problem(folder: Callable[..., Path]) -> None:
    path = folder(entry())
    (path / "sources.toml").unlink()
    with pytest.raises(CoefficientError) as caught:
        load_coefficients(path)
    assert [one.code for one in caught.value.findings] == ["GEP401", "GEP406"]


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(CoefficientError) as caught:
        load_coefficients(tmp_path)
    assert [one.code for one in caught.value.findings] == ["GEP419"]


def test_a_definition_needs_no_locator(folder: Callable[..., Path]) -> None:
    load_coefficients(folder(entry(status='"definition"', locator=None)))


def test_years_that_follow_each_other_do_not_overlap(folder: Callable[..., Path]) -> None:
    text = entry(value=None, rows=rows("value = 1, valid_to = 2019", "value = 2, valid_from = 2020"))
    book = load_coefficients(folder(text))
    assert [book.get("soil_retention.share", set="a", year=year).value for year in (2019, 2020)] == [1, 2]


def test_numbers_are_converted_to_the_declared_unit_without_noise(folder: Callable[..., Path]) -> None:
    text = entry(value="0.37", unit='"%"', declared_unit='"tN/t"', low="0.1", high="0.5")
    found = load_coefficients(folder(text)).get("soil_retention.share", set="a", year=2020)
    assert (found.value, found.unit, found.printed, found.low, found.high) == (0.0037, "tN/t", "0.37 %", 0.001, 0.005)


def test_printed_digits_are_kept(folder: Callable[..., Path]) -> None:
    found = load_coefficients(folder(entry(value="0.50"))).get("soil_retention.share", set="a", year=2020)
    assert found.printed == "0.50"


def test_the_version_is_the_hash_of_the_files(folder: Callable[..., Path]) -> None:
    path = folder(entry())
    expected = hashlib.sha256(b"".join(one.read_bytes() for one in sorted(path.iterdir()))).hexdigest()
    assert load_coefficients(path).version == expected
    (path / "note.txt").write_text("not data")
    assert load_coefficients(path).version == expected
    (path / "soil_retention.toml").write_text((path / "soil_retention.toml").read_text("utf-8") + "\n", "utf-8")
    assert load_coefficients(path).version != expected


def test_the_shipped_book_is_loaded_once() -> None:
    assert load_coefficients() is load_coefficients()
    assert load_coefficients(data_root("coefficients")).version == load_coefficients().version


@pytest.mark.parametrize("code", [code for code in codes() if "GEP400" <= code <= "GEP436"])
def test_the_catalogue_speaks_both_languages(code: str) -> None:
    found = catalogue(code)
    assert found["grade"] == ("hint" if code >= "GEP430" else "error")
    assert all(found[lang][part] for lang in ("zh", "en") for part in ("text", "todo"))
