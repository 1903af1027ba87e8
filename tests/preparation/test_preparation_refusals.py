"""What the preparation refuses, and that its messages say what and where."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from preparation_inputs import BOOK, EROSIVITY, RULES, SLOPE, TEXTURE, WEATHER, days_of, parameter_set, weather_of

from gep.findings import CoefficientError, GepError, UnitError
from gep.preparation import (
    Calendar,
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
from gep.units import Parameters, ParameterSet, Quantity

YEAR = days_of(2023)
NO_RAIN = Quantity(np.zeros(YEAR.size), "mm")


def refused(code: str, function: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(GepError) as caught:
        function(*args, **kwargs)
    assert caught.value.code == code
    return str(caught.value)


# --- days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lacking", [0, 58, 200, 364])
def test_a_lacking_day_is_named(lacking: int) -> None:
    dates = np.delete(YEAR, lacking)
    message = refused("GEP703", rainfall_erosivity, dates, NO_RAIN[1:], **EROSIVITY)
    assert str(YEAR[lacking]) in message
    assert "2023" in message


def test_the_29th_of_february_is_a_day() -> None:
    dates = days_of(2024)
    without = dates[dates != np.datetime64("2024-02-29")]
    assert "2024-02-29" in refused("GEP703", Calendar.of, without)


def test_an_incomplete_year_is_refused_and_only_it_is_named() -> None:
    dates = np.concatenate([days_of(2021), np.arange("2022-01-01", "2022-11-01", dtype="datetime64[D]")])
    message = refused("GEP703", Calendar.of, dates)
    assert "2022-11-01" in message
    assert "61" in message
    assert "2021" not in message
    assert message.count("2022-1") <= 20


def test_every_lacking_day_is_counted_and_the_first_ten_are_named() -> None:
    message = refused("GEP703", Calendar.of, YEAR[40:])
    assert " 40 " in message
    assert "2023-01-10 …" in message
    assert "2023-01-11" not in message


def test_ten_days_are_named_without_more() -> None:
    for left_out in (10, 11):
        message = refused("GEP703", Calendar.of, YEAR[left_out:])
        assert "2023-01-10" in message
        assert ("…" in message) == (left_out > 10)


def test_years_need_not_follow_on_each_other() -> None:
    assert Calendar.of(days_of(2024, 2019)).years.tolist() == [2019, 2024]


def test_a_doubled_day_is_named() -> None:
    message = refused("GEP702", Calendar.of, np.append(YEAR, np.datetime64("2023-05-05")))
    assert "2023-05-05" in message


def test_hours_of_one_day_are_one_day_and_several_readings_are_refused() -> None:
    at_eight = YEAR.astype("datetime64[h]") + 8
    assert Calendar.of(at_eight).days.tolist() == YEAR.tolist()
    assert "2023-01-01" in refused("GEP702", Calendar.of, np.append(at_eight, at_eight + 12))


@pytest.mark.parametrize(
    ("dates", "part"),
    [
        (["2023-02-30"], "2023-02-30"),
        (["soon"], "soon"),
        ([], "(0,)"),
        ([["2023-01-01"]], "(1, 1)"),
        (["2023-01-01", "NaT"], "第 2 个"),
        ([20230101], "20230101"),
        ([45000.0], "45000"),
        ("2023-01-01", "()"),
    ],
)
def test_unreadable_dates(dates: Any, part: str) -> None:
    assert part in refused("GEP701", Calendar.of, dates)


def test_dates_may_be_text_or_python_dates() -> None:
    assert Calendar.of([str(day) for day in YEAR]).days.tolist() == YEAR.tolist()
    assert Calendar.of(YEAR.tolist()).months.tolist() == Calendar.of(YEAR).months.tolist()


# --- values of days --------------------------------------------------------------------------------------------------

DAILY = {
    "rainfall_erosivity": (
        lambda rain: rainfall_erosivity(YEAR, rain, **EROSIVITY),
        Quantity(np.ones(YEAR.size), "mm"),
    ),
    "cooling_days": (lambda given: cooling_days(YEAR, given, threshold=kelvin(26)), kelvin(np.full(YEAR.size, 5.0))),
    "humidifying_days": (
        lambda given: humidifying_days(YEAR, given, threshold=Quantity(45, "%")),
        Quantity(np.full(YEAR.size, 50.0), "%"),
    ),
    **{
        f"weather_factor {name}": (
            lambda given, name=name: weather_factor(YEAR, **{**weather_of(YEAR), name: given}, **WEATHER),
            weather_of(YEAR)[name],
        )
        for name in weather_of(YEAR)
    },
}
daily = pytest.mark.parametrize(("function", "sound"), DAILY.values(), ids=DAILY.keys())


@daily
def test_a_missing_value_is_not_zero_and_its_day_is_named(function: Any, sound: Quantity) -> None:
    function(sound)
    values = sound.magnitude.copy()
    values[[31, 100]] = np.nan
    message = refused("GEP704", function, Quantity(values, sound.units))
    assert "2023-02-01、2023-04-11" in message
    two = np.stack([sound.magnitude, values], axis=1)
    assert "2023-02-01、2023-04-11" in refused("GEP704", function, Quantity(two, sound.units))


@daily
def test_negative_and_infinite_values_are_refused(function: Any, sound: Quantity) -> None:
    for odd in (-1.0, np.inf):
        values = sound.magnitude.copy()
        values[7] = odd
        assert f"{odd:g}" in refused("GEP706", function, Quantity(values, sound.units))


@daily
def test_a_row_too_few_is_refused(function: Any, sound: Quantity) -> None:
    message = refused("GEP705", function, sound[1:])
    assert "364" in message
    assert "365" in message
    assert "has 0 row(s) for 365" in refused("GEP705", function, Quantity(1.0, sound.units))


@daily
def test_numbers_without_a_unit_are_refused(function: Any, sound: Quantity) -> None:
    assert "Quantity" in refused("GEP710", function, sound.magnitude)


@daily
def test_a_wrong_unit_is_refused(function: Any, sound: Quantity) -> None:
    with pytest.raises(UnitError):
        function(Quantity(sound.magnitude, "kg/m³"))


def test_degrees_celsius_taken_for_kelvin_are_refused() -> None:
    celsius = Quantity(np.full(YEAR.size, 20.0), "K")
    assert "180" in refused("GEP706", cooling_days, YEAR, celsius, threshold=kelvin(26))
    assert "26" in refused("GEP706", cooling_days, YEAR, kelvin(np.zeros(YEAR.size)), threshold=Quantity(26, "K"))


def test_humidity_beyond_100_percent_is_refused() -> None:
    humidity = Quantity(np.full(YEAR.size, 45.0), "")
    assert "4500" in refused("GEP706", humidifying_days, YEAR, humidity, threshold=Quantity(45, "%"))


def test_a_month_without_evapotranspiration_is_refused() -> None:
    record = weather_of(YEAR)
    drying = np.where(Calendar.of(YEAR).months == 1, 0.0, 2.0)
    message = refused(
        "GEP712", weather_factor, YEAR, **{**record, "evapotranspiration": Quantity(drying, "mm")}, **WEATHER
    )
    assert "\n1 月的" in f"\n{message}"


def test_the_months_without_evapotranspiration_are_named_whatever_year_and_station_lacks_it() -> None:
    dates = days_of(2022, 2023)
    drying = np.full((dates.size, 2, 2), 2.0)
    of_months, of_years = dates.astype("datetime64[M]").astype(int) % 12 + 1, dates.astype("datetime64[Y]").astype(int)
    drying[(of_months == 3) & (of_years == 52), 1, 0] = 0  # 2022
    drying[(of_months == 12) & (of_years == 53), 0, 1] = 0
    record = {**weather_of(dates, 0, (2, 2)), "evapotranspiration": Quantity(drying, "mm")}
    message = refused("GEP712", weather_factor, dates, **record, **WEATHER)
    assert message.startswith("3、12 月的")
    frost = np.where(drying > 0, drying, 0.01)  # 0.3 mm in the month
    assert weather_factor(dates, **{**record, "evapotranspiration": Quantity(frost, "mm")}, **WEATHER).shape == (2, 2)


@pytest.mark.parametrize("name", ["elevation", "covering_snow", "rain_day"])
def test_constants_need_their_units(name: str) -> None:
    refused("GEP710", weather_factor, YEAR, **weather_of(YEAR), **{**WEATHER, name: 1.0})


def test_there_are_no_default_thresholds() -> None:
    for function in (cooling_days, humidifying_days):
        with pytest.raises(TypeError, match="threshold"):
            function(YEAR, kelvin(np.zeros(YEAR.size)))
    for name, code in (("cooling_temperature", "GEP422"), ("humidifying_humidity", "GEP427")):
        with pytest.raises(CoefficientError) as caught:
            BOOK.get(f"climate_regulation.{name}", year=2023)
        assert caught.value.findings[0].code == code


# --- soils -----------------------------------------------------------------------------------------------------------

LOAM = (Quantity([40.0, 20.0], "%"), Quantity([40.0, 60.0], "%"), Quantity([20.0, 20.0], "%"))
CARBON = Quantity([20.0, 30.0], "gC/kg")


def texture(sand: float, silt: float, clay: float, carbon: float = 20) -> Any:
    parts = (Quantity(part, "%") for part in (sand, silt, clay))
    return erodibility_of_texture(*parts, Quantity(carbon, "gC/kg"), **TEXTURE)


def test_a_texture_that_is_not_whole_is_refused() -> None:
    assert texture(40, 40, 20.4).magnitude > 0
    assert "101" in refused("GEP708", texture, 40, 40, 21)
    assert "99.4" in refused("GEP708", texture, 40, 40, 19.4)


def test_plain_numbers_are_refused_for_contents() -> None:
    refused("GEP710", erodibility_of_texture, 40, 40, 20, Quantity(20, "gC/kg"), **TEXTURE)
    refused("GEP710", crust_of_texture, 20.0, Quantity(2, "%"), regression=parameter_set("sand_fixation.soil_crust"))


def test_percent_taken_for_a_fraction_is_refused() -> None:
    parts = (Quantity(part, "") for part in (40.0, 40.0, 20.0))
    assert "4000" in refused("GEP706", erodibility_of_texture, *parts, Quantity(20, "gC/kg"), **TEXTURE)


def test_a_missing_content_is_refused_with_its_row() -> None:
    sand = Quantity([40.0, np.nan], "%")
    assert "2" in refused("GEP707", erodibility_of_texture, sand, *LOAM[1:], CARBON, **TEXTURE)


def test_organic_matter_is_not_taken_for_organic_carbon() -> None:
    with pytest.raises(UnitError):
        erodibility_of_texture(*LOAM, Quantity([3.4, 5.2], "%"), **TEXTURE)


def test_soils_beyond_the_equations_are_refused() -> None:
    refused("GEP709", texture, 100, 0, 0)  # neither silt nor clay
    refused("GEP709", texture, 0, 0.01, 99.99)  # K below 0
    refused("GEP706", texture, 40, 40, 20, 700)  # more carbon than plants have


def fraction(sand: float, silt: float, clay: float, matter: float) -> Any:
    parts = (Quantity(part, "%") for part in (sand, silt, clay, matter, 0.0))
    return erodible_fraction_of_texture(*parts, regression=parameter_set("sand_fixation.erodible_soil"))


def test_soils_beyond_the_erodible_fraction_are_refused() -> None:
    assert 0 < fraction(50, 30, 20, 15).magnitude < 1
    refused("GEP709", fraction, 50, 30, 20, 25)  # alpine turf
    refused("GEP709", fraction, 80, 20, 0, 1)  # no clay
    refused("GEP709", fraction, 98, 1, 0.5, 1)
    assert "101" in refused("GEP711", fraction, 50, 30, 21, 2)
    assert 0 < fraction(20, 30, 20, 2).magnitude < 1  # fine sand counts nowhere


def test_relief_beyond_the_equation_is_refused() -> None:
    def roughness(relief: Any, distance: float = 1000) -> Any:
        return roughness_of_relief(
            Quantity(relief, "m"),
            Quantity(distance, "m"),
            random=Quantity(0, "cm"),
            coefficient=Quantity(0.2, "cm/m"),
            regression=parameter_set("sand_fixation.surface_roughness"),
        )

    # K' falls up to K_r = (2.41·0.934/1.86)^(1/0.066) = 18.0019 cm.
    assert roughness([295, 300.008]).magnitude == pytest.approx([0.0939642, 0.0938487], abs=5e-8)
    assert "between 0 and 18.0019 (1 row(s))" in refused("GEP709", roughness, 300.02)
    refused("GEP709", roughness, 490)  # K' would be 0.7 again
    refused("GEP709", roughness, 520)  # and above 1
    refused("GEP706", roughness, 10, 0)
    refused("GEP706", roughness, -10)


# --- slope and cover -------------------------------------------------------------------------------------------------


def test_slopes_out_of_range_are_refused() -> None:
    metres = Quantity([100.0, 100.0], "m")
    assert "91" in refused("GEP706", topography_of_slope, [5, 91], metres, **SLOPE)
    assert "-1" in refused("GEP706", topography_of_slope, [5, -1], metres, **SLOPE)
    assert "2" in refused("GEP707", topography_of_slope, [5, np.nan], metres, **SLOPE)
    refused("GEP706", topography_of_slope, [5, 5], Quantity([100.0, -1.0], "m"), **SLOPE)
    refused("GEP710", topography_of_slope, [5, 5], [100.0, 100.0], **SLOPE)
    refused("GEP706", slope_of_gradient, Quantity(-5, "%"))


@pytest.mark.parametrize("function", [water_erosion_cover, wind_erosion_cover])
def test_cover_out_of_range_is_refused(function: Any) -> None:
    common = {"coefficients": BOOK, "year": 2023}
    assert "100.5" in refused("GEP706", function, ["草地"], Quantity([100.5], "%"), **common)
    assert "4000" in refused("GEP706", function, ["草地"], Quantity([40.0], ""), **common)
    assert "1" in refused("GEP707", function, ["草地"], Quantity([np.nan], "%"), **common)
    refused("GEP710", function, ["草地"], [40.0], **common)


@pytest.mark.parametrize(
    ("function", "types"),
    [(water_erosion_cover, ["裸地", "冰川积雪", "水浇地"]), (wind_erosion_cover, ["城镇", "湿地", "冰川积雪"])],
)
def test_types_without_a_value_are_refused_together(function: Any, types: list[str]) -> None:
    with pytest.raises(CoefficientError) as caught:
        function([*types, "草地", "高原"], Quantity([10.0] * 5, "%"), coefficients=BOOK, year=2023)
    assert len(caught.value.findings) == 4
    assert "高原" in str(caught.value)


ENDS = {"bare": Quantity(0.05, ""), "full": Quantity(0.85, "")}


def test_ndvi_that_is_not_of_land_or_scaled_is_refused() -> None:
    assert "-0.12" in refused("GEP706", cover_of_ndvi, Quantity([0.3, -0.12], ""), **ENDS)  # water
    assert "水面" in refused("GEP706", cover_of_ndvi, Quantity(-0.01, ""), **ENDS)
    assert "10000" in refused("GEP706", cover_of_ndvi, Quantity([4500.0], ""), **ENDS)  # as many products store it
    assert "2" in refused("GEP707", cover_of_ndvi, Quantity([0.3, np.nan], ""), **ENDS)
    refused("GEP710", cover_of_ndvi, [0.3], **ENDS)
    assert cover_of_ndvi(Quantity([0.0, 1.0], ""), **ENDS).magnitude.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("bare", "full", "typed"),
    [
        (0.85, 0.05, "-0.8"),
        (0.3, 0.3, "0"),
        (0.3, 0.305, "0.005"),
        (-1.2, 0.85, "-1.2"),
        (0.05, 8500, "8500"),
        (1.01, 0.9, "1.01"),
        (0.05, 1.01, "1.01"),
        (0.05, -1.01, "-1.01"),
    ],
)
def test_ends_of_ndvi_that_cannot_be_are_refused(bare: float, full: float, typed: str) -> None:
    ends = {"bare": Quantity(bare, ""), "full": Quantity(full, "")}
    assert typed in refused("GEP706", cover_of_ndvi, Quantity(0.3, ""), **ends)


def test_ends_of_ndvi_need_their_unit_and_have_no_default() -> None:
    ndvi = Quantity(0.3, "")
    for name in ENDS:
        refused("GEP710", cover_of_ndvi, ndvi, **{**ENDS, name: 0.2})
        refused("GEP707", cover_of_ndvi, ndvi, **{**ENDS, name: Quantity(np.nan, "")})
        with pytest.raises(TypeError, match=name):
            cover_of_ndvi(ndvi, **{other: end for other, end in ENDS.items() if other != name})
    at_the_limits = cover_of_ndvi(ndvi, bare=Quantity(-1, ""), full=Quantity(1, ""))
    assert at_the_limits.magnitude == pytest.approx(0.65, rel=1e-15)
    assert cover_of_ndvi(ndvi, bare=Quantity(0.25, ""), full=Quantity(0.26, "")).magnitude == 1


@pytest.mark.parametrize(
    ("function", "coefficient", "set_", "unit"),
    [
        (logarithmic_erosion_cover, "soil_retention.logarithmic_cover", "he2020", "%"),
        (linear_erosion_cover, "soil_retention.linear_cover", "masujie2018", "%"),
        (canopy_erosion_cover, "sand_fixation.canopy_cover", "ryan2023", ""),
    ],
)
def test_cover_of_the_equations_out_of_range_is_refused(function: Any, coefficient: str, set_: str, unit: str) -> None:
    common = {"regression": parameter_set(coefficient, set_)}
    whole = Quantity(1, "").m_as(unit)
    assert function(Quantity([0.0, whole], unit), **common).shape == (2,)
    refused("GEP706", function, Quantity([whole * 1.001], unit), **common)
    assert "-0.01" in refused("GEP706", function, Quantity([-0.01], unit), **common)
    assert "2" in refused("GEP707", function, Quantity([0.3, np.nan], unit), **common)
    refused("GEP710", function, 0.3, **common)
    with pytest.raises(UnitError):
        function(Quantity(0.3, "m"), **common)


def test_slopes_without_roughness_are_refused() -> None:
    constants = {
        "random": Quantity(0, "cm"),
        "coefficient": Quantity(0.2, "cm/m"),
        "regression": parameter_set("sand_fixation.surface_roughness"),
    }
    for odd, code in ((89.5, "GEP706"), (-1, "GEP706"), (np.nan, "GEP707")):
        refused(code, simplified_roughness_of_slope, [5, odd])
        refused(code, roughness_of_slope, [5, odd], Quantity(100, "m"), **constants)
    assert roughness_of_slope([60], Quantity(1, "m"), **constants).magnitude < 1
    refused("GEP706", roughness_of_slope, [5], Quantity(0.5, "m"), **constants)
    refused("GEP709", roughness_of_slope, [60], Quantity(100, "m"), **constants)  # K_r of 60 cm
    with pytest.raises(UnitError):
        roughness_of_slope([5], 100, **constants)


# --- rules -----------------------------------------------------------------------------------------------------------


OTHER_SOURCES = {
    "vegetation_cover": "he2020",
    "logarithmic_cover": "he2020",
    "linear_cover": "masujie2018",
    "canopy_cover": "ryan2023",
    "cosine_roughness": "rweq_script",
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_refuses_the_wrong_dimension_in_every_argument(name: str) -> None:
    rule = RULES[name]
    sound: dict[str, Any] = {
        argument: ParameterSet(dict.fromkeys(declared, 1.0))
        if isinstance(declared, Parameters)
        else Quantity(1.0, declared.removeprefix("number of "))
        for argument, declared in rule.arguments.items()
    }
    rule(**sound)
    for argument, declared in rule.arguments.items():
        wrong = ParameterSet(other=1.0) if isinstance(declared, Parameters) else Quantity(1.0, "羊单位")
        with pytest.raises(UnitError) as caught:
            rule(**{**sound, argument: wrong})
        assert argument in str(caught.value)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_a_formula_and_says_where_it_is_from(name: str) -> None:
    rule = RULES[name]
    assert repr(rule.expression())
    assert rule.__doc__ is not None
    for part in ("Parameters\n", "Returns\n", "Raises\n", "Notes\n", OTHER_SOURCES.get(name, "hj1173_2021")):
        assert part in rule.__doc__
