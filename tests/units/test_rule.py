"""@rule: units checked when a formula is written and when it is called."""

import doctest
import inspect
import pickle
from typing import Any

import numpy as np
import pytest

import gep.units.quantity
import gep.units.rules
from gep.findings import UnitError
from gep.units import (
    ParameterSet,
    Quantity,
    exp,
    parameters,
    power,
    price_year_of,
    render_excel,
    render_text,
    rule,
    unit,
    where,
)

Q = Quantity


@rule(
    area="hm²",
    erosivity="MJ·mm/(hm²·h·a)",
    erodibility="t·hm²·h/(hm²·MJ·mm)",
    cover="",
    practice="",
    period="a",
    returns="t",
)
def retained_soil(area: Q, erosivity: Q, erodibility: Q, cover: Q, practice: Q, period: Q) -> Q:
    """Return the soil kept."""
    return area * period * erosivity * erodibility * (1 - cover * practice)


@rule(volume="m³", price="元/m³", returns="元")
def worth(volume: Q, price: Q) -> Q:
    return volume * price


@rule(volume="m³", price="元/m³", fee="元", returns="元")
def worth_less_fee(volume: Q, price: Q, fee: Q) -> Q:
    return volume * price - fee


@rule(area="number of km²", constants=parameters("intercept", "slope"), returns="number of 万m³")
def lake_storage(area: Any, constants: ParameterSet) -> Any:
    return exp(constants.intercept) * power(area, constants.slope)


@rule(carbon="tC", returns="tCO2")
def fixed_dioxide(carbon: Q) -> Q:
    return carbon


@rule(temperature="K", threshold="K", days="d", load="J/(m²·K·d)", area="m²", returns="kW·h")
def cooling(temperature: Q, threshold: Q, days: Q, load: Q, area: Q) -> Q:
    warm = where(temperature > threshold, temperature - threshold, 0)
    return area * days * load * warm


def test_a_rule_converts_its_arguments_and_its_result() -> None:
    # 1 km² = 100 hm²; 100 · 1000 · 0.03 · (1 − 0.1 · 0.5) · 1 = 2850 t
    soil = retained_soil(
        area=Q(1, "km²"),
        erosivity=Q(1000, "MJ·mm/(hm²·h·a)"),
        erodibility=Q(0.03, "t·hm²·h/(hm²·MJ·mm)"),
        cover=Q(10, "%"),
        practice=0.5,
        period=Q(1, "a"),
    )
    assert soil.units == unit("t")
    assert soil.magnitude == pytest.approx(2850, rel=1e-15)
    assert fixed_dioxide(Q(12, "tC")).magnitude == 44


def test_a_rule_describes_itself() -> None:
    assert retained_soil.name == "retained_soil"
    assert retained_soil.__doc__ == "Return the soil kept."
    assert list(retained_soil.arguments) == ["area", "erosivity", "erodibility", "cover", "practice", "period"]
    assert retained_soil.arguments["area"] == "hm²"
    assert retained_soil.returns == "t"
    assert lake_storage.arguments["constants"] == parameters("intercept", "slope")
    assert list(inspect.signature(retained_soil).parameters) == list(retained_soil.arguments)
    assert inspect.isfunction(retained_soil.__wrapped__)
    assert pickle.loads(pickle.dumps(worth)) is worth


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        (3.0, "GEP520", ("area", "hm²", "3.0")),
        (np.ones(2), "GEP520", ("area", "hm²")),
        (Q(1, "m³"), "GEP521", ("area", "hm²", "m³")),
        (Q(1, "t"), "GEP521", ("area", "t")),
        (Q(1, ""), "GEP521", ("area", "1")),
    ],
)
def test_a_wrong_argument_is_named(value: Any, code: str, words: tuple[str, ...]) -> None:
    others = (Q(1, "MJ·mm/(hm²·h·a)"), Q(1, "t·hm²·h/(hm²·MJ·mm)"), 0.1, 1, Q(1, "a"))
    with pytest.raises(UnitError) as caught:
        retained_soil(value, *others)
    assert caught.value.code == code
    for word in ("retained_soil", *words):
        assert word in caught.value.render("zh")
        assert word in caught.value.render("en")


@pytest.mark.parametrize("value", [Q(1, "m"), None, "0.1", True])
def test_a_pure_number_must_be_one(value: Any) -> None:
    with pytest.raises(UnitError, match="cover"):
        retained_soil(Q(1, "hm²"), Q(1, "MJ·mm/(hm²·h·a)"), Q(1, "t·hm²·h/(hm²·MJ·mm)"), value, 1, Q(1, "a"))


def test_species_are_not_read_from_context_here() -> None:
    with pytest.raises(UnitError, match="GEP521"):
        fixed_dioxide(Q(1, "t"))


def test_money_of_any_one_year_passes_and_stays() -> None:
    value = worth(Q(2, "亿m³"), Q(5, unit("元/m³", price_year=2013)))
    assert price_year_of(value) == 2013
    assert value.to("亿元").magnitude == 10
    assert worth_less_fee(Q(1, "万m³"), Q(5, "元/m³(2013年价)"), Q(1, "万元(2013年价)")).magnitude == 40_000
    with pytest.raises(UnitError, match="GEP522") as caught:
        worth_less_fee(Q(1, "m³"), Q(5, "元/m³(2013年价)"), Q(1, "元(2014年价)"))
    assert "price 2013" in str(caught.value)
    assert "fee 2014" in str(caught.value)


def test_a_regression_works_on_numbers() -> None:
    constants = ParameterSet(intercept=0.0, slope=2.0)
    # 300 hm² = 3 km²; 3² = 9 万m³
    volume = lake_storage(Q(300, "hm²"), constants)
    assert str(volume) == "9 万m³"
    formula = lake_storage.expression()
    assert render_text(formula) == "exp(constants.intercept) × area^constants.slope"
    names = {"area": "A2", "constants.intercept": "p_0", "constants.slope": "p_1"}
    assert render_excel(formula, names) == "EXP(p_0)*POWER(A2,p_1)"


@pytest.mark.parametrize(
    "constants",
    [ParameterSet(intercept=0.0), ParameterSet(intercept=0.0, slope=1.0, more=2.0), {"intercept": 0.0, "slope": 1.0}],
)
def test_a_parameter_set_must_be_whole(constants: Any) -> None:
    with pytest.raises(UnitError, match="GEP524"):
        lake_storage(Q(1, "km²"), constants)


def test_parameter_sets_are_frozen() -> None:
    constants = ParameterSet({"slope": 2.0}, intercept=1.0)
    assert constants.slope == constants["slope"] == 2.0
    assert dict(constants) == {"slope": 2.0, "intercept": 1.0}
    assert pickle.loads(pickle.dumps(constants)) == constants
    with pytest.raises(AttributeError, match="frozen"):
        constants.slope = 3.0
    with pytest.raises(AttributeError, match="intercept"):
        constants.sloep  # noqa: B018


def test_evaluate_takes_and_gives_plain_columns() -> None:
    volume, price = np.array([1.0, 2.0, 3.0]), np.array([10.0, 20.0, 30.0])
    result = worth.evaluate({"volume": volume, "price": price}, price_year=2020)
    assert type(result) is np.ndarray
    assert result.dtype == np.float64
    assert result.tolist() == [10.0, 40.0, 90.0]
    assert worth.evaluate({"price": [2], "volume": 3}).tolist() == [6.0]
    for wrong in ({"volume": volume}, {"volume": volume, "price": price, "cost": price}):
        with pytest.raises(TypeError, match="worth"):
            worth.evaluate(wrong)


def test_a_rule_cannot_change_its_inputs() -> None:
    @rule(area="hm²", returns="hm²")
    def twice(area: Q) -> Q:
        area *= 2
        area += area
        return area

    column = np.ones(3)
    assert twice.evaluate({"area": column}).tolist() == [4.0] * 3
    assert twice(Q(column, "hm²")).magnitude.tolist() == [4.0] * 3
    assert column.tolist() == [1.0] * 3


def test_whole_numbers_are_computed_as_floats() -> None:
    @rule(share="", returns="")
    def inverse_square(share: Q) -> Q:
        return power(share, -2)

    assert inverse_square(np.array([2, 4])).magnitude.tolist() == [0.25, 0.0625]
    assert inverse_square(Q(2, "")).magnitude == 0.25
    assert isinstance(worth(Q(2, "m³"), Q(3, "元/m³(2020年价)")).magnitude, float)


def _wrong_dimension(area: Q, rate: Q) -> Q:
    return area + rate


def _forgotten_area(area: Q, rate: Q) -> Q:
    return rate


def _control_flow(area: Q, rate: Q) -> Q:
    return area * rate if area > 0 else area * 0 * rate


def _plain_numpy(area: Q, rate: Q) -> Q:
    return np.where(area > 0, area, 0) * rate


def _missing_period(area: Q, rate: Q) -> Q:
    return area * rate


@pytest.mark.parametrize(
    ("body", "returns", "code", "words"),
    [
        (_forgotten_area, "t", "GEP523", ("_forgotten_area", "t/(hm²·a)", "t")),
        (_missing_period, "t", "GEP523", ("_missing_period", "t/a")),
        (_missing_period, "number of t/a", "GEP523", ("_missing_period", "t/a")),
        (_wrong_dimension, "t", "GEP526", ("_wrong_dimension", "t/(hm²·a)", "hm²")),
        (_control_flow, "t/a", "GEP526", ("_control_flow", "where()")),
        (_plain_numpy, "t/a", "GEP526", ("_plain_numpy",)),
    ],
)
def test_a_wrong_body_fails_when_it_is_written(body: Any, returns: str, code: str, words: tuple[str, ...]) -> None:
    with pytest.raises(UnitError) as caught:
        rule(area="hm²", rate="t/(hm²·a)", returns=returns)(body)
    assert caught.value.code == code
    for word in words:
        assert word in caught.value.render("zh")
        assert word in caught.value.render("en")


def test_a_wrong_declaration_fails_when_it_is_written() -> None:
    with pytest.raises(TypeError, match="rate"):
        rule(area="hm²", returns="t/a")(_missing_period)
    with pytest.raises(TypeError, match="period"):
        rule(area="hm²", rate="t/(hm²·a)", period="a", returns="t/a")(_missing_period)
    with pytest.raises(UnitError, match="GEP511"):
        rule(area="hm²", rate="t/hm²·a", returns="t/a")(_missing_period)
    with pytest.raises(TypeError, match="price year"):
        rule(volume="m³", price="元/m³(2020年价)", returns="元")(lambda volume, price: volume * price)


def test_a_period_is_not_days() -> None:
    with pytest.raises(UnitError, match="GEP523"):
        rule(area="hm²", rate="t/(hm²·d)", period="a", returns="t")(lambda area, rate, period: area * rate * period)


def test_a_branch_stays_live_in_the_formula() -> None:
    names = dict(zip(cooling.arguments, "ABCDE", strict=True))
    # 1 kW·h = 3.6e6 J
    assert render_excel(cooling.expression(), names) == "E*C*D*IF(A>B,A-B,0)*2.7777777777777776E-07"


@pytest.mark.parametrize("module", [gep.units.rules, gep.units.quantity])
def test_examples_in_the_docstrings(module: Any) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
