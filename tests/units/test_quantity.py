"""Quantities: conversion, money of one price year, species, and staying inside one process."""

import copy
import pickle

import numpy as np
import pint
import pytest

from gep.findings import UnitError
from gep.units import Quantity, Unit, factor, format_unit, price_year_of, unit


def test_quantity_reads_units_and_writes_them() -> None:
    assert str(Quantity(2, "万m³").to("m³")) == "20000 m³"
    assert str(Quantity(7545.59, "亿元(2020年价)")) == "7545.59 亿元(2020年价)"
    assert f"{Quantity(1.23456, '公顷'):.2f}" == "1.23 hm²"
    assert str(Quantity(0.5, "")) == "0.5"
    assert repr(Quantity(1.5, "t")) == "<Quantity 1.5 t>"
    assert isinstance(Quantity(1, unit("t")) * Quantity(2, "t"), Quantity)
    assert isinstance(Quantity(1, "t").units, Unit)


def test_pint_never_parses_a_quantity_from_text() -> None:
    with pytest.raises(TypeError, match="Quantity"):
        Quantity("3 t")


def test_the_registry_is_private() -> None:
    assert Quantity._REGISTRY is not pint.application_registry.get()
    with pytest.raises(ValueError, match="different registries"):
        Quantity(1, "m") + pint.UnitRegistry().Quantity(1, "m")


def test_bare_money_takes_the_price_year_of_the_quantity() -> None:
    value = Quantity(3e8, unit("元", price_year=2020))
    assert value.to("亿元").magnitude == 3.0
    assert value.to("亿元").units == unit("亿元", price_year=2020)
    assert Quantity(5, unit("元/m³", price_year=2019)).to("万元/万m³").magnitude == 5.0
    with pytest.raises(UnitError, match="GEP510"):
        Quantity(1, "m³").to("元")
    with pytest.raises(UnitError, match="GEP510"):
        Quantity(1, "元")


def test_prices_of_two_years_do_not_meet() -> None:
    old, new = Quantity(1, unit("元", price_year=2003)), Quantity(1, unit("元", price_year=2010))
    for operation in (lambda: old + new, lambda: old - new, lambda: old.to("元(2010年价)"), lambda: old < new):
        with pytest.raises(UnitError, match="GEP515") as caught:
            operation()
        assert "2003年价" in str(caught.value)
    with pytest.raises(UnitError, match="GEP519"):
        price_year_of(old / new)


def test_price_year_of() -> None:
    assert price_year_of(unit("元/m³", price_year=2020)) == 2020
    assert price_year_of(Quantity(1, "亿元（2021年价）")) == 2021
    assert price_year_of("t") is None


@pytest.mark.parametrize(
    ("text", "year", "code"), [("元(2020年价)", 2021, "GEP512"), ("元", 20, "GEP518"), ("元", 2020.5, "GEP518")]
)
def test_an_impossible_price_year_is_refused(text: str, year: float, code: str) -> None:
    with pytest.raises(UnitError, match=code):
        unit(text, price_year=year)


def test_a_written_and_a_given_year_may_agree() -> None:
    assert unit("元", price_year=np.float64(2020)) == unit("元(2020年价)")
    assert unit("元(2020年价)", price_year=2020) == unit("元", price_year=2020)


def test_carbon_and_carbon_dioxide_differ_by_44_over_12() -> None:
    assert factor("tC", "tCO2") == 44 / 12
    assert factor("tCO2", "tC") == 12 / 44
    assert Quantity(12, "kgC").to("kgCO2").magnitude == pytest.approx(44, rel=1e-15)
    price = Quantity(300, unit("元/tC", price_year=2020))
    assert price.to("元/tCO2").magnitude == pytest.approx(300 * 12 / 44, rel=1e-15)
    assert (price * Quantity(44, "tCO2")).to("元").magnitude == pytest.approx(300 * 12, rel=1e-15)


@pytest.mark.parametrize("pair", [("tC", "t"), ("tN", "t"), ("tSO2", "tNOx"), ("tCO2", "tO2"), ("tN", "tNH3-N")])
def test_a_tonne_of_something_is_not_a_tonne_of_anything_else(pair: tuple[str, str]) -> None:
    with pytest.raises(UnitError, match="GEP515"):
        factor(*pair)


def test_factors_are_exact_fractions_rounded_once() -> None:
    assert factor("hm²", "m²") == 10_000.0
    assert factor("g", "t") == 1e-6
    assert factor("万亩", "hm²") == 10_000 / 15
    assert factor("mm·km²", "万m³") == 0.1
    assert factor("万元", "元") == 10_000.0
    assert factor(unit("亿元", price_year=2020), "元") == 1e8


def test_zero_column_meets_no_unit_by_accident() -> None:
    """pint lets zeros pass unchecked; a check must not depend on the data."""
    with pytest.raises(UnitError, match="GEP515"):
        Quantity(np.ones(2), "t") + np.zeros(2)
    with pytest.raises(UnitError, match="GEP515"):
        np.zeros(2) + Quantity(np.ones(2), "t")
    with pytest.raises(UnitError, match="GEP515"):
        np.zeros(2) < Quantity(np.ones(2), "t")  # noqa: B015
    assert sum([Quantity(1, "t"), Quantity(2, "t")]).magnitude == 3


def test_quantities_and_units_stay_in_their_process() -> None:
    for item in (Quantity(1, "亩"), unit("亩")):
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(item)
    assert copy.deepcopy(Quantity(1, "亩")) == Quantity(1, "亩")


def test_arrays_keep_their_units() -> None:
    areas = Quantity(np.array([1.0, 2.0]), "万亩")
    assert areas.to("hm²").magnitude == pytest.approx([10_000 / 15, 20_000 / 15], rel=1e-15)
    assert str(areas.sum()) == "3 万亩"
    assert bool((areas > Quantity(1, "km²")).all())


def test_comparison_and_equality_convert() -> None:
    assert Quantity(1, "km²") == Quantity(100, "hm²")
    assert Quantity(1, "km²") != Quantity(1, "hm²")
    assert Quantity(1, "km²") > Quantity(99, "hm²")
    assert Quantity(2, "m") ** 2 == Quantity(4, "m²")
    assert hash(Quantity(1, "km²")) == hash(Quantity(1.0, "km²"))


def test_units_out_of_arithmetic_can_be_shown() -> None:
    assert format_unit((Quantity(1, "万t") / Quantity(1, "t")).units) == "万"
    assert format_unit(Quantity(1, "m").units ** 0.5) == "m^0.5"
