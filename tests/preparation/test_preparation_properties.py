"""What must hold of the prepared inputs, whatever the numbers: bounds, direction, order and units."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from preparation_inputs import BOOK, EROSIVITY, SLOPE, TEXTURE, WEATHER, days_of, parameter_set, weather_of

from gep.preparation import (
    air_density,
    canopy_cover,
    cooling_days,
    cover_of_ndvi,
    crust_of_texture,
    dry_cropland_cover,
    erodibility_of_texture,
    erodible_fraction,
    humidifying_days,
    kelvin,
    length_factor,
    linear_cover,
    logarithmic_cover,
    rainfall_erosivity,
    ridge_roughness,
    roughness_of_slope,
    simplified_roughness_of_slope,
    slope_length_exponent,
    slope_of_gradient,
    snow_free_share,
    soil_wetness,
    surface_roughness,
    topography_of_slope,
    water_erosion_cover,
    weather_factor,
    wind_cover,
    wind_erosion_cover,
    wind_value,
    yearly_erosivity,
)
from gep.preparation.days import Calendar
from gep.units import Quantity

FEW_ROUNDINGS = 1e-13
YEAR = days_of(2023)
seeds = st.integers(0, 2**32 - 1)


def rain_of(seed: int, size: Any = YEAR.size) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.random.default_rng(seed).gamma(0.4, 12, size)


def erosivity(rain: np.ndarray[Any, Any], dates: np.ndarray[Any, Any] = YEAR) -> Any:
    return rainfall_erosivity(dates, Quantity(rain, "mm"), **EROSIVITY).magnitude


def shares(low: float = 0, high: float = 100) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda drawn: round(drawn, 6))


# --- days ------------------------------------------------------------------------------------------------------------


@given(seed=seeds, year=st.integers(1901, 2100))
def test_the_order_of_the_days_does_not_matter(seed: int, year: int) -> None:
    dates = days_of(year)
    rain = rain_of(seed, dates.size)
    mixed = np.random.default_rng(seed).permutation(dates.size)
    assert erosivity(rain[mixed], dates[mixed]) == erosivity(rain, dates)


@given(seed=seeds, year=st.integers(1901, 2100))
def test_parts_of_the_year_add_up(seed: int, year: int) -> None:
    calendar = Calendar.of(days_of(year, year + 2))
    values = rain_of(seed, (calendar.days.size, 2))
    total = values.sum(axis=0)
    for parts, count in ((calendar.by_half_month(values), 24), (calendar.by_month(values), 12)):
        assert parts.shape == (2, count, 2)
        assert parts.sum(axis=(0, 1)) == pytest.approx(total, rel=1e-12)
    assert calendar.by_year(values).shape == (2, 2)
    assert calendar.length_of_months().sum() == calendar.days.size


@given(seed=seeds)
def test_stations_are_independent(seed: int) -> None:
    rain = rain_of(seed, (YEAR.size, 2, 3))
    together = erosivity(rain)
    assert together.shape == (2, 3)
    for place in np.ndindex(2, 3):
        assert together[place] == pytest.approx(erosivity(rain[:, *place]), rel=1e-12)


# --- erosivity -------------------------------------------------------------------------------------------------------


@given(seed=seeds, day=st.integers(0, 364), more=st.floats(0.1, 100))
def test_more_rain_on_a_day_never_erodes_less(seed: int, day: int, more: float) -> None:
    rain = rain_of(seed)
    wetter = rain.copy()
    wetter[day] += more
    assert erosivity(wetter) >= erosivity(rain)
    if wetter[day] >= 12:
        assert erosivity(wetter) > erosivity(rain)


@given(seed=seeds)
def test_r_of_many_years_is_the_mean_of_the_years(seed: int) -> None:
    dates = days_of(2020, 2021, 2022)
    rain = rain_of(seed, dates.size)
    by_year = yearly_erosivity(dates, Quantity(rain, "mm"), **EROSIVITY).quantity.magnitude
    assert by_year.mean() == pytest.approx(erosivity(rain, dates), rel=1e-12)
    one = dates < np.datetime64("2021-01-01")
    assert by_year[0] == pytest.approx(erosivity(rain[one], dates[one]), rel=1e-12)


@given(seed=seeds, factor=st.floats(1, 3))
def test_r_is_of_the_degree_of_the_exponent(seed: int, factor: float) -> None:
    rain = 12 + rain_of(seed)  # every day erodes, before and after
    assert erosivity(rain * factor) == pytest.approx(erosivity(rain) * factor**1.7265, rel=1e-11)


def test_without_erosive_rain_there_is_no_erosivity() -> None:
    assert erosivity(np.full(YEAR.size, 11.999)) == 0


def test_rain_of_exactly_the_threshold_erodes() -> None:
    # 153 days of the warm season, 212 of the cold
    expected = (153 * 0.3937 + 212 * 0.3101) * 12**1.7265
    assert erosivity(np.full(YEAR.size, 12.0)) == pytest.approx(expected, rel=1e-12)


def test_units_of_rain_do_not_matter() -> None:
    rain = np.round(rain_of(1))
    in_cm = rainfall_erosivity(YEAR, Quantity(rain / 10, "cm"), **EROSIVITY).magnitude
    assert in_cm == pytest.approx(erosivity(rain), rel=1e-12)


# --- soil ------------------------------------------------------------------------------------------------------------

textures = st.tuples(shares(5, 70), shares(5, 70)).filter(lambda pair: 5 <= 100 - sum(pair) <= 60)


def soil(pair: tuple[float, float], carbon: float) -> Any:
    sand, silt = pair
    parts = [Quantity(part, "%") for part in (sand, silt, 100 - sand - silt)]
    return erodibility_of_texture(*parts, Quantity(carbon, "gC/kg"), **TEXTURE).magnitude


@given(texture=textures, carbon=st.floats(0, 100), more=st.floats(0.5, 50))
def test_carbon_makes_soil_less_erodible(texture: tuple[float, float], carbon: float, more: float) -> None:
    assert 0 < soil(texture, carbon + more) <= soil(texture, carbon) < 0.5 * 0.51575 * 0.1317


@given(texture=textures, carbon=st.floats(0, 60))
def test_the_unit_of_texture_and_carbon_does_not_matter(texture: tuple[float, float], carbon: float) -> None:
    sand, silt = texture
    parts = (Quantity(sand / 100, ""), Quantity(silt * 10, "g/kg"), Quantity((100 - sand - silt) * 10, "‰"))
    other = erodibility_of_texture(*parts, Quantity(carbon / 1000, "tC/t"), **TEXTURE).magnitude
    assert other == pytest.approx(soil(texture, carbon), rel=FEW_ROUNDINGS)


@given(clay=shares(0, 60), matter=shares(0, 30), more=st.floats(0.1, 20))
def test_crust_lies_between_0_and_1_and_falls_with_clay_and_matter(clay: float, matter: float, more: float) -> None:
    def crust(clay: float, matter: float) -> float:
        regression = parameter_set("sand_fixation.soil_crust")
        return float(crust_of_texture(Quantity(clay, "%"), Quantity(matter, "%"), regression=regression).magnitude)

    assert 0 < crust(clay, matter) <= 1
    assert crust(clay + more, matter) < crust(clay, matter)
    assert crust(clay, matter + more) < crust(clay, matter)
    assert crust(0, 0) == 1


@given(
    parts=st.tuples(shares(5, 60), shares(1, 30), shares(5, 40), shares(0, 4), shares(0, 5)),
    place=st.integers(0, 4),
    more=st.floats(0.1, 5),
)
def test_the_erodible_fraction_rises_with_sand_and_silt_and_falls_with_the_rest(
    parts: tuple[float, ...], place: int, more: float
) -> None:
    def fraction(*parts: float) -> float:
        regression = parameter_set("sand_fixation.erodible_soil")
        return float(erodible_fraction(*(Quantity(part, "%") for part in parts), regression).magnitude)

    changed = [part + more * (place == one) for one, part in enumerate(parts)]
    assert (fraction(*changed) > fraction(*parts)) == (place < 2)


@given(relief=st.floats(0, 90), more=st.floats(0.1, 5))
def test_relief_shelters_within_the_range_of_the_equation(relief: float, more: float) -> None:
    def sheltered(relief: float) -> float:
        ridge = ridge_roughness(Quantity(relief, "m"), Quantity(1, "km"), Quantity(0.2, "cm/m"))
        regression = parameter_set("sand_fixation.surface_roughness")
        return float(surface_roughness(ridge, Quantity(0, "cm"), regression).magnitude)

    assert 0 < sheltered(relief + more) < sheltered(relief) <= 1
    assert sheltered(0) == 1


# --- slope -----------------------------------------------------------------------------------------------------------


@given(slope=st.floats(0, 89), more=st.floats(0.001, 1), length=st.floats(23, 300))
def test_steeper_slopes_lose_no_less(slope: float, more: float, length: float) -> None:
    metres = Quantity([length, length], "m")
    gentle, steep = topography_of_slope([slope, slope + more], metres, **SLOPE).magnitude
    assert steep >= gentle > 0


@given(slope=st.floats(0, 90), length=st.floats(0.01, 500), more=st.floats(0.1, 100))
def test_longer_slopes_lose_no_less(slope: float, length: float, more: float) -> None:
    short, long = topography_of_slope([slope, slope], Quantity([length, length + more], "m"), **SLOPE).magnitude
    assert long >= short > 0


@given(slope=st.floats(0, 90))
def test_the_slope_of_the_unit_plot_has_a_length_factor_of_1(slope: float) -> None:
    sine = Quantity(np.sin(np.radians(slope)), "")
    assert length_factor(Quantity(22.13, "m"), sine, SLOPE["length"]).magnitude == 1
    assert 0 <= slope_length_exponent(sine, SLOPE["length"]).magnitude < 1


@given(gradient=st.floats(0, 1000), more=st.floats(0.1, 10))
def test_gradients_become_angles(gradient: float, more: float) -> None:
    low, high = slope_of_gradient(Quantity([gradient, gradient + more], "%"))
    assert 0 <= low < high < 90
    assert np.tan(np.radians(high)) * 100 == pytest.approx(gradient + more, rel=1e-12)


# --- cover -----------------------------------------------------------------------------------------------------------


@given(cover=shares(), more=shares(0, 50), ecosystem=st.sampled_from(["森林", "灌丛", "草地", "旱地", "乔木园地"]))
def test_more_cover_protects_no_less_from_water(cover: float, more: float, ecosystem: str) -> None:
    covers = Quantity([cover, min(cover + more, 100)], "%")
    little, much = water_erosion_cover([ecosystem], covers, coefficients=BOOK, year=2023).magnitude
    assert 0 < much <= little <= 1


@given(cover=shares(0, 90), more=shares(0.1, 10), ecosystem=st.sampled_from(["森林", "灌丛", "草地", "农田", "沙地"]))
def test_more_cover_protects_more_from_wind(cover: float, more: float, ecosystem: str) -> None:
    covers = Quantity([cover, cover + more], "%")
    little, much = wind_erosion_cover([ecosystem], covers, coefficients=BOOK, year=2023).magnitude
    assert 0 < much < little <= 1


@given(cover=st.floats(0, 1))
def test_cover_as_a_fraction_and_in_percent_is_the_same(cover: float) -> None:
    decay, regression = Quantity(0.1151, "1/%"), parameter_set("soil_retention.dry_cropland_cover")
    fraction, percent = Quantity(cover, ""), Quantity(cover * 100, "%")
    assert wind_cover(percent, decay).magnitude == pytest.approx(wind_cover(fraction, decay).magnitude, rel=1e-13)
    found = [dry_cropland_cover(one, regression).magnitude for one in (fraction, percent)]
    assert found[0] == pytest.approx(found[1], rel=1e-13)
    assert 0.2 < found[0] <= 1


@given(ndvi=shares(0, 1), more=shares(0, 1), bare=shares(0, 0.3), span=shares(0.05, 0.6), times=st.floats(0.3, 1))
def test_cover_rises_with_ndvi_between_its_ends(
    ndvi: float, more: float, bare: float, span: float, times: float
) -> None:
    index = np.array([ndvi, min(ndvi + more, 1)])
    ends = {"bare": Quantity(bare, ""), "full": Quantity(bare + span, "")}
    little, much = cover_of_ndvi(Quantity(index, ""), **ends).magnitude
    assert 0 <= little <= much <= 1
    scaled = cover_of_ndvi(Quantity(index * times, ""), bare=ends["bare"] * times, full=ends["full"] * times).magnitude
    assert scaled == pytest.approx([little, much], abs=1e-11)  # rounding of a difference, divided by 0.05


EQUATIONS = {
    "logarithmic": (logarithmic_cover, "soil_retention.logarithmic_cover", "he2020"),
    "linear": (linear_cover, "soil_retention.linear_cover", "masujie2018"),
    "canopy": (canopy_cover, "sand_fixation.canopy_cover", "ryan2023"),
}


@pytest.mark.parametrize(("rule", "name", "set_"), EQUATIONS.values(), ids=EQUATIONS.keys())
@given(cover=st.floats(0, 1), more=st.floats(0, 1))
def test_more_cover_protects_no_less_by_the_equations(
    rule: Any, name: str, set_: str, cover: float, more: float
) -> None:
    covers = np.array([cover, min(cover + more, 1)])
    little, much = rule(Quantity(covers, ""), parameter_set(name, set_)).magnitude
    assert 0 <= much <= little <= 1
    in_percent = rule(Quantity(covers * 100, "%"), parameter_set(name, set_)).magnitude
    assert in_percent == pytest.approx([little, much], abs=1e-12)


@given(slope=st.floats(0, 18), more=st.floats(0.01, 2))
def test_steeper_slopes_shelter_more_and_in_one_line_less(slope: float, more: float) -> None:
    slopes = [slope, slope + more]
    cosines = simplified_roughness_of_slope(slopes).magnitude
    full = roughness_of_slope(
        slopes,
        Quantity(100, "m"),
        random=Quantity(0, "cm"),
        coefficient=Quantity(0.2, "cm/m"),
        regression=parameter_set("sand_fixation.surface_roughness"),
    ).magnitude
    for gentle, steep in (cosines, full):
        assert 0 < steep < gentle <= 1
    assert (full <= cosines).all()


# --- comfort days ----------------------------------------------------------------------------------------------------


@given(seed=seeds, threshold=st.floats(0, 40), more=st.floats(0, 10))
def test_a_higher_threshold_leaves_no_more_days_of_cooling(seed: int, threshold: float, more: float) -> None:
    temperature = kelvin(np.random.default_rng(seed).normal(12, 10, YEAR.size))
    days = [
        cooling_days(YEAR, temperature, threshold=kelvin(one)).quantity.m_as("d")[0]
        for one in (threshold, threshold + more)
    ]
    assert 0 <= days[1] <= days[0] <= 365


@given(seed=seeds, threshold=st.floats(1, 90), more=st.floats(0, 10))
def test_a_higher_threshold_leaves_no_fewer_days_of_humidifying(seed: int, threshold: float, more: float) -> None:
    humidity = Quantity(np.random.default_rng(seed).uniform(5, 100, YEAR.size), "%")
    days = [
        humidifying_days(YEAR, humidity, threshold=Quantity(one, "%")).quantity.m_as("d")[0]
        for one in (threshold, threshold + more)
    ]
    assert 0 <= days[0] <= days[1] <= 365


def test_the_threshold_itself_is_neither_warm_nor_dry() -> None:
    temperature, humidity = kelvin(np.full(YEAR.size, 26.0)), Quantity(np.full(YEAR.size, 45.0), "%")
    assert cooling_days(YEAR, temperature, threshold=kelvin(26)).quantity.m_as("d") == 0
    assert humidifying_days(YEAR, humidity, threshold=Quantity(0.45, "")).quantity.m_as("d") == 0
    book = BOOK.get("climate_regulation.cooling_temperature", set="zhaogs2022", year=2023).quantity()
    assert cooling_days(YEAR, temperature, threshold=book).quantity.m_as("d") == 0
    assert cooling_days(YEAR, kelvin(np.full(YEAR.size, 26.1)), threshold=book).quantity.m_as("d") == 365


def test_one_temperature_is_one_number() -> None:
    assert type(kelvin(26).magnitude) is float
    assert kelvin([26, 0]).magnitude.tolist() == pytest.approx([299.15, 273.15], rel=1e-15)


def test_every_day_of_a_leap_year_counts() -> None:
    dates = days_of(2024)
    found = cooling_days(dates, kelvin(np.full((dates.size, 2), [30.0, 10.0])), threshold=kelvin(26))
    assert found.years.tolist() == [2024]
    assert found.quantity.m_as("d").tolist() == [[366, 0]]


# --- wind ------------------------------------------------------------------------------------------------------------


def factor(record: dict[str, Quantity], dates: np.ndarray[Any, Any] = YEAR, **changed: Any) -> Any:
    return weather_factor(dates, **record, **{**WEATHER, **changed}).m_as("kg/m")


@given(seed=seeds)
def test_the_order_of_the_days_does_not_matter_to_the_weather_factor(seed: int) -> None:
    record = weather_of(YEAR, seed)
    mixed = np.random.default_rng(seed).permutation(YEAR.size)
    other = {name: Quantity(one.magnitude[mixed], one.units) for name, one in record.items()}
    assert factor(other, YEAR[mixed]) == factor(record)


@given(seed=seeds, name=st.sampled_from(["wind", "rain", "irrigation", "evapotranspiration", "snow_depth"]))
def test_the_weather_factor_answers_to_each_record(seed: int, name: str) -> None:
    record = weather_of(YEAR, seed)
    more = {**record, name: record[name] * 1.5}
    if name in ("wind", "evapotranspiration"):
        assert factor(more) >= factor(record) >= 0
    else:
        assert factor(record) >= factor(more) >= 0


@given(seed=seeds, times=st.floats(0, 10))
def test_the_weather_factor_is_in_proportion_to_the_wind(seed: int, times: float) -> None:
    record = weather_of(YEAR, seed)
    found = factor({**record, "wind": record["wind"] * times})
    assert found == pytest.approx(factor(record) * times, rel=1e-11)


@given(seed=seeds, elevation=st.floats(0, 5.5), more=st.floats(0.1, 0.5))
def test_thin_air_and_warm_air_carry_less(seed: int, elevation: float, more: float) -> None:
    record = weather_of(YEAR, seed)
    low, high = (factor(record, elevation=Quantity(one, "km")) for one in (elevation, elevation + more))
    assert 0 < high < low
    warmer = {**record, "temperature": record["temperature"] * 1.02}
    assert factor(warmer) == pytest.approx(factor(record) / 1.02, rel=1e-12)


def test_the_same_year_twice_gives_the_same_weather_factor() -> None:
    dates = days_of(2021, 2022)
    record = weather_of(days_of(2021), 3)
    twice = {name: Quantity(np.tile(one.magnitude, 2), one.units) for name, one in record.items()}
    assert factor(twice, dates) == pytest.approx(factor(record, days_of(2021)), rel=1e-12)


def test_stations_have_their_own_weather_factor() -> None:
    record = weather_of(YEAR, 8, (2, 3))
    elevation = Quantity(np.linspace(2, 5, 6).reshape(2, 3), "km")
    together = factor(record, elevation=elevation)
    assert together.shape == (2, 3)
    for place in np.ndindex(2, 3):
        alone = {name: Quantity(one.magnitude[:, *place], one.units) for name, one in record.items()}
        expected = factor(alone, elevation=Quantity(elevation.magnitude[place], "km"))
        assert together[place] == pytest.approx(expected, rel=1e-12)


def test_snow_or_calm_or_wet_ground_stops_the_wind() -> None:
    record = weather_of(YEAR, 9)
    zeros = np.zeros(YEAR.size)
    assert factor({**record, "wind": Quantity(zeros, "m³/s³")}) == 0
    assert factor({**record, "snow_depth": Quantity(zeros + 26, "mm")}) == 0
    assert factor({**record, "rain": Quantity(zeros + 50, "mm")}) == 0
    dry = {**record, "rain": Quantity(zeros, "mm"), "irrigation": Quantity(zeros, "mm")}
    assert factor({**dry, "snow_depth": Quantity(zeros + 25.4, "mm")}) > 0


def test_rain_of_exactly_the_threshold_makes_a_day_of_rain() -> None:
    record = weather_of(YEAR, 9)
    zeros = np.zeros(YEAR.size)
    dry = {**record, "irrigation": Quantity(zeros, "mm"), "evapotranspiration": Quantity(zeros + 1, "mm")}
    drizzle, less = ({**dry, "rain": Quantity(zeros + depth, "mm")} for depth in (0.1, 0.0999))
    assert factor(drizzle) == pytest.approx(0.9 * factor(less), rel=1e-12)


@given(speed=st.floats(0, 40), more=st.floats(0.1, 10))
def test_wind_moves_nothing_up_to_the_threshold_and_more_and_more_above(speed: float, more: float) -> None:
    def value(speed: float) -> float:
        return float(wind_value(Quantity(speed, "m/s"), Quantity(5, "m/s")).magnitude)

    assert value(min(speed, 5)) == 0
    assert value(5 + speed + more) > value(5 + speed) >= 0


def test_the_mean_of_wind_values_is_more_than_the_value_of_the_mean_wind() -> None:
    speeds = Quantity([2.0, 4.0, 12.0], "m/s")
    threshold = Quantity(5, "m/s")
    assert wind_value(speeds, threshold).magnitude.mean() > wind_value(Quantity(6.0, "m/s"), threshold).magnitude


@given(rain=st.floats(0, 300), wet=st.integers(0, 31), drying=st.floats(0.1, 300), snowy=st.integers(0, 31))
def test_wetness_and_snow_lie_between_0_and_1(rain: float, wet: int, drying: float, snowy: int) -> None:
    days, nothing = Quantity(31, "d"), Quantity(0, "mm")
    found = soil_wetness(Quantity(rain, "mm"), nothing, Quantity(wet, "d"), days, Quantity(drying, "mm")).magnitude
    assert 0 <= found <= 1
    assert (found == 1) == (rain * wet / 31 / drying < 1e-16)
    assert 0 <= snow_free_share(Quantity(snowy, "d"), days).magnitude <= 1


@given(elevation=st.floats(0, 6), temperature=st.floats(230, 320))
def test_air_weighs_what_air_weighs(elevation: float, temperature: float) -> None:
    regression = parameter_set("sand_fixation.air_density", "pyrweq")
    found = air_density(Quantity(elevation, "km"), Quantity(temperature, "K"), regression).m_as("kg/m³")
    # The barometric formula of an atmosphere of this temperature: 101 325 Pa, 287.05 J/(kg·K).
    expected = 101325 * np.exp(-9.80665 * elevation * 1000 / (287.05 * 273.15)) / (287.05 * temperature)
    assert found == pytest.approx(expected, rel=0.05)
