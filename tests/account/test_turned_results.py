"""Results beyond the maximum of an equation that is meant to rise: pointed out at the argument that is too large."""

from __future__ import annotations

import pytest

from frames import frames
from gep.compile import assess
from gep.findings import Finding
from gep.inventory import Inventory
from gep.spec import Label, Step

# With the constants of the book and z = 50 m, S_L is largest where WF·EF·SCF·K' is
# [(1 + 2c)/(2c) · (150.71/50)²]^(1/2c) kg/m with c = 0.3711, by setting the derivative of A.14-A.16 to zero.
LARGEST = ((1 + 0.7422) / 0.7422 * (150.71 / 50) ** 2) ** (1 / 0.7422)
OTHERS = {"erodible_fraction": 0.5, "crust": 0.6, "roughness": 0.8}
PRODUCT = 0.5 * 0.6 * 0.8


def found(weather: float | str) -> list[Finding]:
    row = {"ecosystem": "grassland", "weather [kg/m]": weather, **OTHERS, "cover": 0.01}
    price = {"price": "sand_control", "value": 4.0, "value_unit": "元/m²", "source": "测试"}
    local = {
        "coefficient": "sand_fixation.distance",
        "value": 50.0,
        "value_unit": "m",
        "source": "测试",
        "reason": "测试",
    }
    tables = {"included": {"sand_fixation": ""}, "sand_fixation": [row], "prices": [price], "overrides": [local]}
    _, findings = assess(Inventory.from_frames(frames(**tables)))  # type: ignore[arg-type]
    return [one for one in findings if one.code == "GEP243"]


def test_beyond_the_maximum_the_line_is_pointed_out_at_its_weather() -> None:
    assert pytest.approx(61.7, abs=0.05) == LARGEST
    (one,) = found(LARGEST / PRODUCT * 1.0001)
    assert one.where.cell.startswith("weather")
    assert one.subject == "sand_fixation/grassland/potential_wind_erosion"


@pytest.mark.parametrize("weather", [0.0, 10.0, LARGEST / PRODUCT * 0.9999, "无数据"])
def test_before_the_maximum_and_without_a_number_nothing_is_said(weather: float | str) -> None:
    assert not found(weather)


def test_a_step_rises_with_an_argument_of_its_rule_only() -> None:
    with pytest.raises(ValueError, match="no argument 'weather'"):
        Step("quantity", Label("数量", "quantity"), rises_with="weather")
