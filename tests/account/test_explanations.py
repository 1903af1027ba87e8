"""Explanations: a number as a tree of formula, values, sources and cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from gep.account import Account
from gep.compile import assess
from gep.findings import GepError
from gep.workbook.read import load_inventory

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def compiled(folder: str) -> Account:
    inventory, _ = load_inventory(next((EXAMPLES / folder).glob("*.xlsx")))
    assert inventory is not None
    return assess(inventory)[0]


@pytest.fixture(scope="module")
def county() -> Account:
    return compiled("illustrative_county_2025")


@pytest.fixture(scope="module")
def garze() -> Account:
    return compiled("ganzi_2010")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_of_the_ledger_can_be_explained(county: Account, garze: Account, lang: str) -> None:
    for account in (county, garze):
        for service in dict.fromkeys(account.ledger["service"]):
            text = account.explain(service).render(lang)
            assert "?" not in text
            assert "nan" not in text
        for row in account.ledger.itertuples(index=False):
            one = account.explain(str(row.service), str(row.indicator), ecosystem=str(row.ecosystem))
            assert one.render(lang)


def test_a_computed_number_shows_formula_values_sources_and_cells(county: Account) -> None:
    text = county.explain("水源涵养", ecosystem="高寒草甸").render("zh")
    for part in (
        "水源涵养 · 水源涵养量 · 高寒草甸 = ",
        "面积 × (降水量 − 暴雨径流 − 蒸散发量) × 1000",
        "water_retention.runoff_coefficient@gong2017 [ecosystem=alpine_meadow]",
        "龚诗涵",
        "共和县示例_2025.xlsx › 水源涵养 › B",
        "共和县示例_2025.xlsx › 生态系统面积 › B",
        "共和县示例_2025.xlsx › 价格 › C",
        "mee_2020 的政策",
    ):
        assert part in text, part


def test_the_numbers_shown_give_the_number_explained(county: Account) -> None:
    (root,) = county.explain("water_retention", ecosystem="alpine_meadow").roots
    balance = root.children[0].children[0].text["en"]
    formula = balance.rpartition(" = ")[2].replace("×", "*").replace("−", "-")
    line = county.ledger[
        (county.ledger["indicator"] == "retained_water") & (county.ledger["ecosystem"] == "alpine_meadow")
    ]
    # Numbers are shown with ten digits.
    assert eval(formula.replace(",", "")) == pytest.approx(float(line["quantity"].iloc[0]), rel=1e-8)


def test_a_reported_number_shows_its_cell_what_was_typed_and_the_source(garze: Account) -> None:
    text = garze.explain("soil_retention", "减少泥沙淤积").render("zh")
    assert "38.86 亿t" in text
    assert "实物量填报 › F" in text or "实物量填报 › E" in text
    assert "soil_retention.silted_share@ganzi2017" in text
    assert "白玛卓嘎" in text


def test_a_service_made_from_another_shows_it(county: Account) -> None:
    text = county.explain("oxygen_release", ecosystem="evergreen_needleleaf_forest")
    assert "净生态系统生产力NEP" in text.render("zh")


def test_an_item_is_found_by_its_word_and_by_its_key(garze: Account) -> None:
    assert garze.explain("大气净化", item="二氧化硫").render() == garze.explain("air_purification", item="so2").render()


@pytest.mark.parametrize(
    "asked",
    [
        {"service": "没有的服务"},
        {"service": "hydropower", "indicator": "没有的指标"},
        {"service": "hydropower", "ecosystem": "forest"},
        {"service": "hydropower", "region": "632521"},
    ],
)
def test_what_is_not_there_is_refused_with_what_there_is(garze: Account, asked: dict[str, str]) -> None:
    with pytest.raises(GepError, match="GEP337") as raised:
        garze.explain(**asked)  # type: ignore[arg-type]
    assert str(raised.value.params["known"])
