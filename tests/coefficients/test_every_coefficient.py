"""Checks that hold for every coefficient shipped, whatever it is."""

from __future__ import annotations

import math
import tomllib
from decimal import Decimal

import pytest

from gep.classifications import ecosystem_types, find_ecosystem, find_item, find_region
from gep.coefficient_book import STATUSES, load_coefficients
from gep.findings import CoefficientError
from gep.profiles import load_profiles
from gep.resources import data_root
from gep.services import SERVICES
from gep.units import factor, read_unit, unit

ENTRIES = load_coefficients().entries
COEFFICIENTS = [entry.coefficient for entry in ENTRIES]
every = pytest.mark.parametrize("one", COEFFICIENTS, ids=lambda one: one.key)

EXPECTED = [
    "water_retention.runoff_coefficient@gong2017",
    "water_retention.runoff_coefficient@redline2017",
    "soil_retention.silted_share@ganzi2017",
    "soil_retention.bulk_density@ganzi2017",
    "soil_retention.nitrogen_content@ganzi2017",
    "soil_retention.phosphorus_content@ganzi2017",
    "soil_retention.practice_factor@hj1173_2021",
    "soil_retention.cover_factor@hj1173_2021",
    "sand_fixation.transport@hj1173_2021",
    "sand_fixation.distance@pyrweq",
    "sand_fixation.cover_decay@hj1173_2021",
    "sand_fixation.bulk_density@ganzi2017",
    "sand_fixation.cover_depth@ganzi2017",
    "flood_mitigation.lake_storage@ganzi2017",
    "flood_mitigation.lake_storage@rao2014",
    "flood_mitigation.exchanges@ganzi2017",
    "flood_mitigation.reservoir_share@ganzi2017",
    "flood_mitigation.marsh_depth@ganzi2017",
    "oxygen_release.oxygen_per_carbon_dioxide@definition",
    "climate_regulation.energy_efficiency_ratio@bo2017",
    "climate_regulation.water_density@definition",
    "price.reservoir_storage@ganzi2017",
    "price.reservoir_dredging@ganzi2017",
    "price.nitrogen_treatment@ganzi2017",
    "price.phosphorus_treatment@ganzi2017",
    "price.sand_control@ganzi2017",
    "price.water_use@ganzi2017",
    "price.electricity@ganzi2017",
    "price.carbon_dioxide@ganzi2017",
    "price.oxygen@ganzi2017",
    "price.air_pollutant@ganzi2017",
    "price.air_pollutant@qinghai_tax2018",
    "price.water_pollutant@ganzi2017",
    "price.water_pollutant@qinghai_tax2018",
    "price.pest_control@ganzi2017",
]


def test_the_ids_that_profiles_rely_on_are_there(book) -> None:
    assert set(EXPECTED) <= {one.id for one in COEFFICIENTS}


@every
def test_the_number_is_finite_and_of_one_form(one) -> None:
    assert math.isnan(one.value) == bool(one.parameters)
    assert one.parameters or math.isfinite(one.value)
    assert all(math.isfinite(value) for value in one.parameters.values())
    assert one.parameters or one.printed


@every
def test_the_unit_reads_and_money_has_a_price_year(one) -> None:
    year = one.price_year if one.price_year is not None else one.valid[0]
    unit(one.unit, price_year=year if "元" in one.unit else None)
    assert ("元" in one.unit) == (one.service == "price")


@every
def test_the_source_is_listed_and_located(one, book) -> None:
    source = book.sources[one.source]
    assert source.citation
    assert one.status in STATUSES
    assert one.locator or one.status in ("definition", "placeholder")
    assert source.seen or one.status in ("definition", "placeholder")


@every
def test_conventions_are_definitions_or_placeholders(one, book) -> None:
    kind = book.sources[one.source].kind
    assert (kind == "convention") <= (one.status in ("definition", "placeholder"))
    assert (one.status == "official") <= (kind in ("standard", "law"))
    assert (one.status == "peer_reviewed") <= (kind == "journal")


@every
def test_defaults_are_neither_prices_nor_placeholders(one) -> None:
    assert not (one.default and (one.service == "price" or one.status == "placeholder"))


@every
def test_qualifiers_are_keys(one, book) -> None:
    where = one.qualifiers
    assert not where.ecosystem or find_ecosystem(where.ecosystem).key == where.ecosystem
    assert not where.region or find_region(where.region).code == where.region
    assert not where.class_ or find_item(book.class_kinds[one.name], where.class_).key == where.class_


@every
def test_the_value_lies_in_its_range(one) -> None:
    assert one.low is None or one.value >= one.low
    assert one.high is None or one.value <= one.high


@every
def test_shares_and_contents_lie_between_zero_and_one(one) -> None:
    is_share = one.unit in ("%", "tN/t", "tP/t", "tK/t", "tC/t") or one.name.endswith(("_share", "_factor"))
    if is_share:
        assert 0 <= one.value <= (100 if one.unit == "%" else 1)


@every
def test_the_coefficient_has_both_labels(one) -> None:
    assert one.label("zh")
    assert one.label("en")


@every
def test_a_lookup_by_its_own_qualifiers_returns_it(one, book) -> None:
    where = one.qualifiers
    year = one.valid[0] or one.valid[1] or 2023
    found = book.get(
        one.name,
        set=one.set,
        ecosystem=where.ecosystem,
        region=where.region,
        class_=where.class_,
        year=year,
    )
    assert found.id == one.id
    assert found.value == one.value or math.isnan(one.value)
    assert not found.fallback


@every
def test_a_quantity_carries_unit_and_price_year(one, book) -> None:
    if one.parameters:
        assert dict(one.parameter_set()) == dict(one.parameters)
    elif one.price_year is not None or one.service != "price":
        assert one.quantity().magnitude == one.value


def test_every_source_is_used(book) -> None:
    used = {one.source for one in COEFFICIENTS} | {one.source for one in ecosystem_types()}
    used |= {method.reference for spec in SERVICES for method in spec.methods}
    used |= {profile.source for profile in load_profiles().values()}
    assert set(book.sources) == used - {""}


def test_every_label_is_used(book) -> None:
    assert set(book.class_kinds) == {one.name for one in COEFFICIENTS}


@pytest.mark.parametrize("name", load_coefficients().names())
def test_no_price_and_no_contested_number_comes_unasked(name, book) -> None:
    ours = [one for one in COEFFICIENTS if one.name == name]
    if any(one.default for one in ours):
        assert not name.startswith("price.")
        return
    with pytest.raises(CoefficientError) as caught:
        book.get(name, year=2023)
    assert caught.value.findings[0].code in ("GEP422", "GEP427")
    for one in book.sets(name):
        assert one in caught.value.findings[0].render("zh")


def test_every_printed_number_is_taken_over_as_it_is_written() -> None:
    """Read the files again, without the loader, and compare number by number."""
    checked = 0
    for path in sorted(data_root("coefficients").glob("*.toml")):
        for table in tomllib.loads(path.read_text("utf-8"), parse_float=Decimal).get("coefficient", []):
            for row in table.get("rows", [{}]):
                merged = {**table, **row}
                found = [
                    one
                    for one in COEFFICIENTS
                    if one.id == table["id"]
                    and one.qualifiers.as_dict()
                    == {key: merged.get(key, "") for key in ("ecosystem", "region", "class")}
                    and one.valid == (merged.get("valid_from"), merged.get("valid_to"))
                ]
                assert len(found) == 1, (table["id"], row)
                assert found[0].value == pytest.approx(_recomputed(merged), rel=1e-15, nan_ok=True)
                checked += 1
    assert checked == len(COEFFICIENTS)


def _recomputed(merged: dict[str, object]) -> float:
    if "parameters" in merged:
        return math.nan
    number = float(merged["value"]) if "value" in merged else float(merged["numerator"]) / float(merged["denominator"])
    if "declared_unit" not in merged:
        return number
    year = merged.get("price_year")
    year = merged["valid_from"] if year == "accounting_year" else year
    declared = unit(merged["declared_unit"], price_year=year)
    return number * factor(read_unit(merged["unit"], declared), declared)
