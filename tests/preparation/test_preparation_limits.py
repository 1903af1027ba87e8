"""The valid range of every argument: its ends are taken, what lies beyond is refused by name, unit and number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from preparation_inputs import BOOK, EROSIVITY, SLOPE, TEXTURE, WEATHER, days_of, parameter_set, weather_of

from gep.findings import CoefficientError, GepError
from gep.preparation import (
    canopy_erosion_cover,
    cooling_days,
    cover_of_ndvi,
    crust_of_texture,
    erodibility_of_texture,
    erodible_fraction_of_texture,
    humidifying_days,
    kelvin,
    linear_erosion_cover,
    logarithmic_erosion_cover,
    rainfall_erosivity,
    roughness_of_relief,
    roughness_of_slope,
    simplified_roughness_of_slope,
    slope_of_gradient,
    topography_of_slope,
    water_erosion_cover,
    weather_factor,
    wind_erosion_cover,
)
from gep.preparation.ranges import Limits, numbers, result
from gep.units import Quantity

YEAR = days_of(2023)
RECORD = weather_of(YEAR)
Given = Callable[[Any], object]


def code_of(function: Given, given: object) -> tuple[str, str]:
    """Return the code and the words of what a function refuses; nothing if it takes what is given."""
    try:
        function(given)
    except GepError as error:
        return error.code, str(error)
    return "", ""


def erodibility(**changed: Quantity) -> Quantity:
    parts = {name: Quantity(part, "%") for name, part in (("sand", 40), ("silt", 40), ("clay", 20))}
    return erodibility_of_texture(**{**parts, "organic_carbon": Quantity(20, "gC/kg"), **changed}, **TEXTURE)


def fraction(**changed: Quantity) -> Quantity:
    names = ("sand", "silt", "clay", "organic_matter", "carbonate")
    sound = dict(zip(names, (Quantity(part, "%") for part in (50, 30, 20, 2, 0)), strict=True))
    regression = parameter_set("sand_fixation.erodible_soil")
    return erodible_fraction_of_texture(**{**sound, **changed}, regression=regression)


def crust(clay: float = 20, matter: float = 2) -> Quantity:
    regression = parameter_set("sand_fixation.soil_crust")
    return crust_of_texture(Quantity(clay, "%"), Quantity(matter, "%"), regression=regression)


ROUGHNESS: dict[str, Any] = {
    "random": Quantity(0, "cm"),
    "coefficient": Quantity(0.2, "cm/m"),
    "regression": parameter_set("sand_fixation.surface_roughness"),
}


def roughness(relief: float = 5, distance: float = 100, random: float = 0) -> Quantity:
    changed = {**ROUGHNESS, "random": Quantity(random, "cm")}
    return roughness_of_relief(Quantity(relief, "m"), Quantity(distance, "m"), **changed)


def daily(number: float, unit: str) -> Quantity:
    return Quantity(np.full(YEAR.size, number), unit)


def weather(**changed: Quantity) -> Quantity:
    given = {**RECORD, **WEATHER, **changed}
    return weather_factor(YEAR, **given)


def cover(function: Callable[..., Quantity], percent: float) -> Quantity:
    return function(["草地"], Quantity(percent, "%"), coefficients=BOOK, year=2023)


def by_equation(function: Callable[..., Quantity], name: str, set_: str, given: Quantity) -> Quantity:
    return function(given, regression=parameter_set(name, set_))


class Edge(NamedTuple):
    """An argument: how it is given, the ends of its range, its unit and its names."""

    function: Given
    low: float
    high: float
    unit: str
    zh: str
    en: str


EDGES = [
    Edge(lambda one: erodibility(sand=Quantity(one, "%")), 0, 100, "%", "砂粒含量", "sand"),
    Edge(lambda one: erodibility(silt=Quantity(one, "%")), 0, 100, "%", "粉粒含量", "silt"),
    Edge(lambda one: erodibility(clay=Quantity(one, "%")), 0, 100, "%", "黏粒含量", "clay"),
    Edge(lambda one: erodibility(organic_carbon=Quantity(one, "tC/t")), 0, 0.6, "tC/t", "有机碳含量", "organic carbon"),
    Edge(lambda one: fraction(sand=Quantity(one, "%")), 0, 100, "%", "粗砂含量", "coarse sand"),
    Edge(lambda one: fraction(silt=Quantity(one, "%")), 0, 100, "%", "粉砂含量", "silt"),
    Edge(lambda one: fraction(clay=Quantity(one, "%")), 0, 100, "%", "黏粒含量", "clay"),
    Edge(lambda one: fraction(organic_matter=Quantity(one, "%")), 0, 100, "%", "有机质含量", "organic matter"),
    Edge(lambda one: fraction(carbonate=Quantity(one, "%")), 0, 100, "%", "碳酸钙含量", "calcium carbonate"),
    Edge(lambda one: crust(clay=one), 0, 100, "%", "黏粒含量", "clay"),
    Edge(lambda one: crust(matter=one), 0, 100, "%", "有机质含量", "organic matter"),
    Edge(lambda one: roughness(relief=one), 0, 10_000, "m", "高程差", "relief"),
    Edge(lambda one: roughness(distance=one), 1, 100_000, "m", "地势起伏距离", "distance of the relief"),
    Edge(lambda one: roughness(random=one), 0, 100, "cm", "随机糙度", "random roughness"),
    Edge(lambda one: topography_of_slope(one, Quantity(100, "m"), **SLOPE), 0, 90, "", "坡度(°)", "slope in degrees"),
    Edge(lambda one: topography_of_slope(5, Quantity(one, "m"), **SLOPE), 0, 10_000, "m", "坡长", "slope length"),
    Edge(lambda one: slope_of_gradient(Quantity(one, "%")), 0, np.inf, "%", "坡比", "gradient"),
    Edge(simplified_roughness_of_slope, 0, 89, "", "坡度(°)", "slope in degrees"),
    Edge(lambda one: roughness_of_slope(one, Quantity(10, "m"), **ROUGHNESS), 0, 89, "", "坡度(°)", "slope in degrees"),
    Edge(lambda one: cover(water_erosion_cover, one), 0, 100, "%", "植被覆盖度", "vegetation cover"),
    Edge(lambda one: cover(wind_erosion_cover, one), 0, 100, "%", "植被覆盖度", "vegetation cover"),
    Edge(
        lambda one: by_equation(
            logarithmic_erosion_cover, "soil_retention.logarithmic_cover", "he2020", Quantity(one, "%")
        ),
        0,
        100,
        "%",
        "植被覆盖度",
        "vegetation cover",
    ),
    Edge(
        lambda one: by_equation(linear_erosion_cover, "soil_retention.linear_cover", "masujie2018", Quantity(one, "%")),
        0,
        100,
        "%",
        "植被覆盖度",
        "vegetation cover",
    ),
    Edge(
        lambda one: by_equation(canopy_erosion_cover, "sand_fixation.canopy_cover", "ryan2023", Quantity(one, "")),
        0,
        1,
        "",
        "冠层覆盖度",
        "canopy cover",
    ),
    Edge(
        lambda one: cover_of_ndvi(Quantity(one, ""), bare=Quantity(0.05, ""), full=Quantity(0.85, "")),
        0,
        1,
        "",
        "陆地的 NDVI",
        "NDVI of land",
    ),
    Edge(
        lambda one: cover_of_ndvi(Quantity(0.5, ""), bare=Quantity(one, ""), full=Quantity(1, "")),
        -1,
        0.99,
        "",
        "NDVI",
        "NDVI of",
    ),
    Edge(
        lambda one: cover_of_ndvi(Quantity(0.5, ""), bare=Quantity(-1, ""), full=Quantity(one, "")),
        -0.99,
        1,
        "",
        "NDVI",
        "NDVI of full cover",
    ),
    Edge(lambda one: rainfall_erosivity(YEAR, daily(one, "mm"), **EROSIVITY), 0, 2000, "mm", "日降雨量", "daily rain"),
    Edge(lambda one: weather(wind=daily(one, "m³/s³")), 0, 1e6, "m³/s³", "日风力值", "daily wind value"),
    Edge(lambda one: weather(rain=daily(one, "mm")), 0, 2000, "mm", "日降水量", "daily precipitation"),
    Edge(lambda one: weather(irrigation=daily(one, "mm")), 0, 2000, "mm", "日灌溉量", "daily irrigation"),
    Edge(
        lambda one: weather(evapotranspiration=daily(one, "mm")),
        0,
        50,
        "mm",
        "日潜在蒸散量",
        "daily potential evapotranspiration",
    ),
    Edge(lambda one: weather(temperature=daily(one, "K")), 180, 335, "K", "日气温", "daily temperature"),
    Edge(lambda one: weather(snow_depth=daily(one, "mm")), 0, 20_000, "mm", "雪深", "snow depth"),
    Edge(lambda one: weather(elevation=Quantity(one, "km")), -0.5, 9, "km", "海拔", "elevation"),
    *(
        Edge(
            lambda one, name=name: weather(**{name: Quantity(one, "mm")}),
            0,
            np.inf,
            "mm",
            "雪深或降水日阈值",
            "threshold of snow or rain",
        )
        for name in ("covering_snow", "rain_day")
    ),
    Edge(
        lambda one: cooling_days(YEAR, daily(one, "K"), threshold=kelvin(26)),
        180,
        335,
        "K",
        "日气温",
        "daily temperature",
    ),
    Edge(
        lambda one: cooling_days(YEAR, daily(280, "K"), threshold=Quantity(one, "K")),
        180,
        335,
        "K",
        "日气温",
        "daily temperature",
    ),
    Edge(
        lambda one: humidifying_days(YEAR, daily(one, "%"), threshold=Quantity(45, "%")),
        0,
        100,
        "%",
        "日相对湿度",
        "daily relative humidity",
    ),
    Edge(
        lambda one: humidifying_days(YEAR, daily(50, "%"), threshold=Quantity(one, "%")),
        0,
        100,
        "%",
        "日相对湿度",
        "daily relative humidity",
    ),
]


@pytest.mark.parametrize("edge", EDGES, ids=[f"{place} {edge.en}" for place, edge in enumerate(EDGES)])
def test_the_ends_are_taken_and_what_lies_beyond_is_refused(edge: Edge) -> None:
    for end in (edge.low, edge.high):
        if np.isfinite(end):
            assert code_of(edge.function, end)[0] != "GEP706", end
    step = (abs(edge.low) + abs(edge.high if np.isfinite(edge.high) else 1)) * 1e-6
    for beyond in (edge.low - step, edge.high + step):
        code, words = code_of(edge.function, beyond)
        assert code == "GEP706", beyond
        zh, _, en = words.partition("[GEP706]")
        assert edge.zh in zh
        assert edge.en in en
        assert f" {edge.unit} 之间" in zh
        assert edge.en not in zh


def test_a_texture_may_miss_the_whole_by_half_a_percent_and_no_more() -> None:
    for clay in (19.5, 20.5):
        assert erodibility(clay=Quantity(clay, "%")).magnitude > 0
    for clay, typed in ((19.499, "99.499"), (20.501, "100.501")):
        code, words = code_of(lambda one: erodibility(clay=Quantity(one, "%")), clay)
        assert code == "GEP708"
        assert typed in words
        assert "砂粒、粉粒和黏粒含量" in words
        assert "sand, silt and clay should" in words
        assert " 1 row" in words
    assert fraction(clay=Quantity(20.5, "%")).magnitude > 0
    code, words = code_of(lambda one: fraction(clay=Quantity(one, "%")), 20.501)
    assert code == "GEP711"
    assert "100.501" in words
    assert "粗砂、粉砂和黏粒含量" in words
    assert "coarse sand, silt and clay should" in words


# --- the check itself ------------------------------------------------------------------------------------------------

ANYTHING = Limits("高度", "height", "m")
SOME = Limits("高度", "height", "m", low=1, high=2)


def test_without_limits_any_finite_number_is_taken() -> None:
    assert numbers(Quantity([-1e300, 0, 1e300], "m"), ANYTHING).tolist() == [-1e300, 0, 1e300]
    assert code_of(lambda one: numbers(Quantity(one, "m"), ANYTHING), np.inf)[0] == "GEP706"
    assert code_of(lambda one: numbers(Quantity(one, "m"), ANYTHING), -np.inf)[0] == "GEP706"
    assert numbers(Quantity(0.4, ""), Limits("份额", "share")).tolist() == 0.4


def test_whole_numbers_become_numbers_with_decimals() -> None:
    found = numbers(Quantity(np.array([1, 2]), "m"), SOME)
    assert found.dtype == np.float64


def test_ten_missing_values_are_named_and_more_are_counted() -> None:
    for count, words in ((10, "、9、10)"), (11, "、9、10 …)")):
        values = np.full(count, np.nan)
        code, message = code_of(lambda one: numbers(Quantity(one, "m"), SOME), values)
        assert code == "GEP707"
        assert words in message
        assert f"lacks {count} value" in message


def test_missing_values_pass_where_they_are_allowed_and_others_are_still_checked() -> None:
    found = numbers(Quantity([1.5, np.nan], "m"), SOME, allow_missing=True)
    assert np.isnan(found).tolist() == [False, True]
    code, _ = code_of(lambda one: numbers(Quantity(one, "m"), SOME, allow_missing=True), [np.nan, 2.5])
    assert code == "GEP706"


def test_the_first_number_out_of_range_is_shown_and_all_are_counted() -> None:
    code, words = code_of(lambda one: numbers(Quantity(one, "m"), SOME), [1.5, 0.25, 7, 1])
    assert code == "GEP706"
    assert "有 2 个数不在其中,例如 0.25" in words
    assert "between 1 and 2 m, but 2 number(s) do not, such as 0.25" in words


def test_what_has_no_unit_is_shown_cut_short() -> None:
    code, words = code_of(lambda one: numbers(one, SOME), "x" * 60)
    assert code == "GEP710"
    assert "'" + "x" * 39 + " [GEP710]" in words
    assert 'Quantity(numbers, "m")' in words


def test_a_result_may_lie_on_its_limits_and_not_beyond() -> None:
    found = Quantity([1.0, 2.0], "m")
    assert result(found, SOME) is found
    for odd in (0.999, 2.001, np.nan, np.inf):
        code, words = code_of(lambda one: result(Quantity(one, "m"), SOME), [1.5, odd])
        assert code == "GEP709"
        assert f"{odd:g}" in words
        assert "between 1 and 2 (1 row(s))" in words


# --- choosing a set, and one type by itself --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "ecosystem"),
    [(water_erosion_cover, "草地"), (water_erosion_cover, "旱地"), (wind_erosion_cover, "草地")],
)
def test_a_set_that_is_not_there_is_refused(function: Callable[..., Quantity], ecosystem: str) -> None:
    percent = Quantity(40, "%")
    named = function([ecosystem], percent, coefficients=BOOK, year=2023, set="hj1173_2021")
    assert named.magnitude.tolist() == function([ecosystem], percent, coefficients=BOOK, year=2023).magnitude.tolist()
    with pytest.raises(CoefficientError, match="no_such_set"):
        function([ecosystem], percent, coefficients=BOOK, year=2023, set="no_such_set")


@pytest.mark.parametrize("function", [water_erosion_cover, wind_erosion_cover])
def test_one_type_may_be_given_by_itself(function: Callable[..., Quantity]) -> None:
    percent = Quantity([20.0, 40.0], "%")
    found = function("草地", percent, coefficients=BOOK, year=2023).magnitude
    assert found.tolist() == function(["草地"], percent, coefficients=BOOK, year=2023).magnitude.tolist()
