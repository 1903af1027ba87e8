"""The declarations: every source of an argument fits the rule it fills, every reference exists."""

from __future__ import annotations

import pytest

from gep.classifications import find_ecosystem, items
from gep.coefficient_book import load_coefficients
from gep.compile.binding import unit_factor
from gep.prices import price_key
from gep.services import SERVICES, service
from gep.spec import Method, ServiceSpec, Step
from gep.units import Parameters, factor, unit

METHODS = [(spec, method) for spec in SERVICES for method in spec.methods]
STEPS = [(spec, method, step) for spec, method in METHODS for step in method.steps]

every_method = pytest.mark.parametrize(("spec", "method"), METHODS, ids=[f"{s.name}-{m.name}" for s, m in METHODS])
every_step = pytest.mark.parametrize(
    ("spec", "method", "step"), STEPS, ids=[f"{s.name}-{m.name}-{t.name}" for s, m, t in STEPS]
)


def plain(declared: str) -> str:
    return declared.removeprefix("number of ")


def converts(given: str, wanted: str) -> bool:
    year = "(2000年价)" if "元" in given + wanted else ""
    return factor(f"{given}{year}" if "元" in given else given, f"{wanted}{year}" if "元" in wanted else wanted) > 0


@every_step
def test_every_argument_is_filled_in_a_unit_that_converts(spec: ServiceSpec, method: Method, step: Step) -> None:
    book = load_coefficients()
    for argument, source in method.sources(step).items():
        declared = step.rule.arguments[argument] if step.rule else None
        if source.kind == "field":
            number = method.numbers[source.name]
            if isinstance(declared, str):
                assert not number.unit_label, "a rule needs one unit for all rows"
                assert converts(number.unit, plain(declared)), argument
        elif source.kind == "coefficient":
            entries = book.select(name=f"{spec.name}.{source.name}")
            assert len(entries), f"the book has no {spec.name}.{source.name}"
            for one in entries.to_dict("records"):
                if isinstance(declared, Parameters):
                    assert {part.partition("=")[0] for part in one["parameters"].split(", ")} == set(declared)
                elif isinstance(declared, str):
                    assert converts(one["unit"], plain(declared)), one["id"]
        elif source.kind == "step":
            earlier = method.step(source.name)
            assert earlier is not None
            if earlier.rule is not None and isinstance(declared, str):
                assert converts(plain(earlier.rule.returns), plain(declared)), argument
        elif source.kind == "other":
            name, _, other = source.name.partition(".")
            found = service(name)
            assert found is not None
            assert SERVICES.index(found) < SERVICES.index(spec), "it is compiled earlier"
            assert any(one.name == other for _, _, one in found.steps())


@every_step
def test_every_price_multiplies_to_money(spec: ServiceSpec, method: Method, step: Step) -> None:
    key = price_key(step.price or "")
    if key is None:
        return
    own = step.rule.returns if step.rule else method.numbers[step.field].unit if step.field else ""
    for item in [one.key for one in items(key.vocabulary)] if key.vocabulary else [""]:
        number = None if step.rule or not step.field else method.numbers[step.field]
        quantity = plain(number.unit_by_item.get(item, number.unit) if number else own) or key.quantity_unit(item)
        # A rule yields plain t of the pollutant of its row, as a cell with plain t in a field that names its species.
        assert unit_factor(quantity, key.quantity_unit(item)) > 0
        assert factor(unit(key.declared_unit(item), price_year=2000), "元/" + _bracketed(key.quantity_unit(item))) == 1


def _bracketed(text: str) -> str:
    return f"({text})" if "·" in text else text


WITHOUT_HEADLINE = {
    # Their only quantity is priced as it stands.
    ("water_supply", "water_use"),
    ("hydropower", "generation"),
    # The visits are those of another part.
    ("tourism", "revenue_share"),
    ("tourism", "consumer_surplus"),
}


@every_method
def test_every_method_has_its_reference_and_known_types(spec: ServiceSpec, method: Method) -> None:
    assert method.reference in load_coefficients().sources
    assert find_ecosystem(method.ecosystem) is not None
    assert all(find_ecosystem(one) is not None for one in (method.sheet.covers if method.sheet else ()))
    stands_for_it = bool(spec.headline_unit) and (spec.name, method.name) not in WITHOUT_HEADLINE
    assert sum(step.headline for step in method.steps) == stands_for_it
    assert any(step.role for step in method.steps)
    names = [step.name for step in method.steps]
    assert len(set(names)) == len(names)
    for key in method.sheet.keys if method.sheet else ():
        assert key.name in {"item", "ecosystem", "service", *method.classes.values()}


def test_names_of_sheets_and_columns_are_unambiguous() -> None:
    sheets = {sheet.name: sheet for spec in SERVICES for sheet in spec.sheets}
    for lang in ("zh", "en"):
        assert len({sheet.label.text(lang) for sheet in sheets.values()}) == len(sheets)
        for sheet in sheets.values():
            words = [column.label.text(lang) for column in sheet.columns]
            assert len(set(words)) == len(words), sheet.name


# Balances and differences, which can be losses; a net tax, which can be a subsidy.
MAY_BE_NEGATIVE = {
    ("products", "net_output"),
    ("products_residual", "production_taxes"),
    ("carbon_sequestration", "productivity"),
    ("sequestration_rate", "rate"),
    ("net_primary_productivity", "ecosystem_share"),
    ("dry_matter_productivity", "ecosystem_share"),
    ("dry_matter_gain", "dry_matter_gain"),
    ("landscape_housing", "premium"),
    ("landscape_lodging", "room_premium"),
}
HAS_AN_UPPER_END = {
    # Shares, factors that are shares, and indices.
    ("products_contribution", "contribution_share"): "100 %",
    ("soil_retention", "cover"): "1",
    ("sand_fixation", "erodible_fraction"): "1",
    ("sand_fixation", "crust"): "1",
    ("sand_fixation", "roughness"): "1",
    ("sand_fixation", "cover"): "1",
    ("lakes", "county_share"): "100 %",
    ("net_primary_productivity", "ecosystem_share"): "1",
    ("dry_matter_productivity", "ecosystem_share"): "1",
    ("species_conservation", "irreplaceability"): "100",
    ("species_irreplaceability", "selected_share"): "1",
    ("tourism_expenditure", "nature_share"): "100 %",
    ("tourism_revenue", "nature_share"): "100 %",
    # Days of a year.
    ("transpiration", "cooling_days"): "366 d",
    ("evaporation", "cooling_days"): "366 d",
    ("evaporation", "humidifying_days"): "366 d",
    ("negative_ions", "ion_days"): "366 d",
}


def test_numbers_are_held_within_what_they_can_be() -> None:
    numbers = {
        (sheet.name, one.name): one for spec in SERVICES for sheet in spec.sheets for one in sheet.numbers.values()
    }
    assert {name for name, one in numbers.items() if one.low is None} == MAY_BE_NEGATIVE
    above = {name: one.low for name, one in numbers.items() if one.low is not None and one.low != 0}
    assert above == {("biomass", "interval"): 1}
    found = {name: f"{one.high:g} {one.unit}".strip() for name, one in numbers.items() if one.high is not None}
    assert found == HAS_AN_UPPER_END
    counts = {name for name, one in numbers.items() if one.whole}
    assert counts == {
        ("species_conservation", "species_richness"),
        ("species_conservation", "threatened_species"),
        ("species_value", "valued_species"),
    }
