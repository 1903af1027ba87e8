"""One formula, five carriers: a scalar, a column, a stack of draws, a raster block and a symbol say the same."""

from typing import Any

import formualizer
import numpy as np
import pytest

from gep.units import ParameterSet, Quantity, clip, exp, log10, maximum, parameters, power, render_excel, rule, where

Q = Quantity


@rule(
    area="亩",
    rain="mm",
    runoff="",
    limit="m",
    exponent="",
    shape=parameters("offset", "slope"),
    returns="万m³",
)
def kept_water(area: Q, rain: Q, runoff: Q, limit: Q, exponent: Q, shape: ParameterSet) -> Q:
    """Use every kind of operation once: choices, powers, logarithms, conversions."""
    share = clip(1 - runoff * power(runoff, exponent), 0, 1)
    damped = exp(-shape.slope * runoff) + shape.offset
    depth = where(rain > limit, limit * (1 + log10(rain / limit)), maximum(rain - 0.1 * limit, 0))
    return area * depth * share / damped


GENERATOR = np.random.default_rng(7)
ROWS, COLUMNS = 6, 4
SHAPE = ParameterSet(offset=0.4, slope=1.7)
VALUES = {
    "area": GENERATOR.uniform(1, 100, (ROWS, COLUMNS)),
    "rain": GENERATOR.uniform(0, 3000, (ROWS, COLUMNS)),
    "runoff": GENERATOR.uniform(0, 1.5, (ROWS, COLUMNS)),
    "limit": GENERATOR.uniform(0.3, 1.5, (ROWS, COLUMNS)),
    "exponent": GENERATOR.uniform(0, 2, (ROWS, COLUMNS)),
}
VALUES["rain"][0, 0] = 0.0  # the logarithm of the branch not taken is undefined here
VALUES["runoff"][1, 1] = 0.0


def by_hand(area: float, rain: float, runoff: float, limit: float, exponent: float) -> float:
    """The same formula in plain Python, in mm, m, 亩 and 万m³."""
    share = min(max(1 - runoff * runoff**exponent, 0), 1)
    damped = np.e ** (-1.7 * runoff) + 0.4
    rain_in_metres = rain / 1000
    if rain_in_metres > limit:
        depth = limit * (1 + np.log10(rain_in_metres / limit))
    else:
        depth = max(rain_in_metres - 0.1 * limit, 0)
    return area * (10_000 / 15) * depth * share / damped / 10_000


EXPECTED = np.vectorize(by_hand)(**VALUES)
ROUNDING = 1e-12  # differences of near-equal numbers lose up to three of sixteen digits here


def test_the_data_reach_every_branch() -> None:
    metres = VALUES["rain"] / 1000
    assert (metres > VALUES["limit"]).any()
    assert (metres < 0.1 * VALUES["limit"]).any()
    assert (VALUES["runoff"] > 1).any()


def quantities(values: dict[str, Any]) -> dict[str, Any]:
    units = {"area": "亩", "rain": "mm", "runoff": "", "limit": "m", "exponent": ""}
    return {name: Q(value, units[name]) for name, value in values.items()} | {"shape": SHAPE}


def test_scalar() -> None:
    for index in np.ndindex(ROWS, COLUMNS):
        one = kept_water(**quantities({name: float(values[index]) for name, values in VALUES.items()}))
        assert isinstance(one.magnitude, float)
        assert one.magnitude == pytest.approx(EXPECTED[index], rel=ROUNDING, abs=1e-15)


def test_column() -> None:
    column = kept_water(**quantities({name: values.ravel() for name, values in VALUES.items()}))
    np.testing.assert_allclose(column.magnitude, EXPECTED.ravel(), rtol=ROUNDING, atol=1e-15)


def test_raster_block() -> None:
    block = kept_water(**quantities(VALUES))
    np.testing.assert_allclose(block.magnitude, EXPECTED, rtol=ROUNDING, atol=1e-15)


def test_stack_of_draws_with_a_drawn_parameter_set() -> None:
    draws = np.linspace(1.0, 2.0, 5)[:, None]
    column = {name: values[:, 0] for name, values in VALUES.items()}
    stack = kept_water.evaluate({**column, "shape": ParameterSet(offset=0.4, slope=draws)})
    assert stack.shape == (5, ROWS)
    for row, slope in zip(stack, draws[:, 0], strict=True):
        single = kept_water.evaluate({**column, "shape": ParameterSet(offset=0.4, slope=slope)})
        np.testing.assert_array_equal(row, single)


def test_evaluate_is_the_call_without_the_wrapping() -> None:
    plain = kept_water.evaluate({**VALUES, "shape": SHAPE})
    np.testing.assert_array_equal(plain, kept_water(**quantities(VALUES)).magnitude)


def test_symbol() -> None:
    names = {name: f"{column}1" for name, column in zip(VALUES, "ABCDE", strict=True)}
    names |= {"shape.offset": "F1", "shape.slope": "G1"}
    formula = render_excel(kept_water.expression(), names)
    for index in np.ndindex(ROWS, COLUMNS):
        book = formualizer.Workbook()
        book.add_sheet("S")
        for column, values in enumerate(VALUES.values(), 1):
            book.set_value("S", 1, column, float(values[index]))
        book.set_value("S", 1, 6, SHAPE.offset)
        book.set_value("S", 1, 7, SHAPE.slope)
        book.set_formula("S", 2, 1, f"={formula}")
        assert book.evaluate_cell("S", 2, 1) == pytest.approx(EXPECTED[index], rel=ROUNDING, abs=1e-15)


@pytest.mark.parametrize("spelled", ["hm²", "亩", "km²", "万亩", "公顷", "m²"])
def test_the_unit_of_an_argument_does_not_change_the_result(spelled: str) -> None:
    inputs = quantities(VALUES)
    inputs["area"] = inputs["area"].to(spelled)
    np.testing.assert_allclose(kept_water(**inputs).magnitude, EXPECTED, rtol=ROUNDING, atol=1e-15)
