"""Units read in the context of a field."""

import pytest

from gep.findings import UnitError
from gep.units import factor, price_year_of, read_unit, unit

READ = [
    ("万亩", "hm²", 10_000 / 15),
    ("t", "tSO2", 1),
    ("万t", "tSO2", 1e4),
    ("kg", "tCOD", 1e-3),
    ("吨", "tNH3-N", 1),
    ("kg/(hm²·a)", "tN/(hm²·a)", 1e-3),
    ("元/t", "元/tSO2", 1),
    ("元/kg", "元/tN", 1e3),
    ("万元/t", "元/tNOx", 1e4),
    ("%", "tN/t", 0.01),
    ("‰", "tP/t", 1e-3),
    ("g/kg", "tN/t", 1e-3),
    ("kg/t", "tN/t", 1e-3),
    ("mg/kg", "tP/t", 1e-6),
    ("tN/t", "tN/t", 1),
    ("g/kg", "tC/t", 1e-3),
    ("%", "tC/t", 0.01),
    ("tC", "tCO2", 44 / 12),
    ("元/tCO2", "元/tC", 44 / 12),
    ("", "", 1),
    ("%", "", 0.01),
]


@pytest.mark.parametrize(("text", "expected", "worth"), READ)
def test_a_field_reads_units_in_its_context(text: str, expected: str, worth: float) -> None:
    declared = unit(expected, price_year=2020)
    read = read_unit(text, declared)
    assert read.dimensionality == declared.dimensionality
    assert factor(read, declared) == pytest.approx(worth, rel=1e-15)
    assert read_unit(text, expected, 2020) == read


@pytest.mark.parametrize(
    ("text", "expected", "code", "right"),
    [
        ("t", "tC", "GEP527", ("tC", "tCO2")),
        ("万吨", "tCO2", "GEP527", ("万tC", "万tCO2")),
        ("元/t", "元/tCO2", "GEP527", ("元/tC", "元/tCO2")),
        ("kg/(hm²·a)", "tC/(hm²·a)", "GEP527", ("kgC/(hm²·a)", "kgCO2/(hm²·a)")),
        ("g/kg", "tCO2/t", "GEP527", ("gC/kg", "gCO2/kg")),
        ("t", "m³", "GEP517", ("m³", "立方米", "万m³")),
        ("m³", "tN", "GEP517", ("tN", "吨氮")),
        ("m", "hm²", "GEP517", ("亩", "公顷")),
        ("tSO2", "tN", "GEP517", ("tN",)),
        ("元/t", "元/m³", "GEP517", ("元/m³", "元/立方米")),
        ("m", "", "GEP517", ("%",)),
        ("", "t", "GEP516", ("t",)),
        ("  ", "元/m³", "GEP516", ("元/m³",)),
        ("t/hm²·a", "t/(hm²·a)", "GEP511", ("t/(hm²·a)",)),
    ],
)
def test_a_unit_that_does_not_fit_is_refused(text: str, expected: str, code: str, right: tuple[str, ...]) -> None:
    with pytest.raises(UnitError) as caught:
        read_unit(text, expected, 2020)
    assert caught.value.code == code
    for word in right:
        assert word in caught.value.render("zh")
        assert word in caught.value.render("en")


def test_money_takes_the_year_of_the_sheet_or_of_the_field() -> None:
    assert price_year_of(read_unit("元/吨", "元/t", 2019)) == 2019
    assert price_year_of(read_unit("元/吨", unit("元/t", price_year=2018))) == 2018
    assert price_year_of(read_unit("元/吨(2017年价)", "元/t")) == 2017
    with pytest.raises(UnitError, match="GEP510"):
        read_unit("元/吨", "元/t")
    with pytest.raises(UnitError, match="GEP512"):
        read_unit("元/吨", unit("元/t", price_year=2018), 2019)
    with pytest.raises(UnitError, match="GEP512"):
        read_unit("元/吨(2017年价)", "元/t", 2018)
