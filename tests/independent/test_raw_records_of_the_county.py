"""The tables of the illustrative county that were prepared from raw records, prepared a second time by the derivation.

What was typed from them is computed again, line by line, in `tests/published/test_illustrative_county.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import derived_air_and_carbon as air
import derived_soil as soil
import derived_wind as wind
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "illustrative_county_2025"
STATIONS = ("basin", "lake_shore")
HOURS = ("02", "08", "14", "20")

# Which row of table A.1, and which decay, the types of the county have; the others state their own cover factor.
COVER_ROWS = {
    "常绿针叶林": "forest", "落叶阔叶林": "forest", "落叶阔叶灌丛": "shrub", "高寒草甸": "grassland",
    "高寒草原": "grassland", "温带草原": "grassland", "稀疏草地": "grassland",
}  # fmt: skip
DECAYS = {
    "高寒草原": "grassland", "温带草原": "grassland", "稀疏草地": "grassland", "水浇地": "cropland", "旱地": "cropland",
    "沙地": "sand",
}  # fmt: skip


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def typed(number: float) -> str:
    """A number as it was typed: four significant digits."""
    return f"{number:.4g}"


@cache
def erosivity(station: str) -> float:
    days = read("raw/rain")
    return soil.rainfall_erosivity(date.fromisoformat(days[0]["date"]), [float(day[f"{station} [mm]"]) for day in days])


@cache
def weather(elevation_km: float) -> float:
    days = read("raw/weather_2025")
    rain = {day["date"]: float(day["basin [mm]"]) for day in read("raw/rain")}
    dates = [date.fromisoformat(day["date"]) for day in days]
    winds = []
    for day in days:
        speeds = [wind.wind_at_height(float(day[f"wind_{hour} [m/s]"]), 2.0, 10.0) for hour in HOURS]
        winds.append(sum(map(wind.wind_value, speeds)) / len(HOURS))
    return sum(
        wind.year_weather(
            [(one.year, one.month) for one in dates], winds, [rain[day["date"]] for day in days], [0.0] * len(days),
            [float(day["evapotranspiration [mm]"]) for day in days],
            [float(day["temperature_mean [℃]"]) + 273.15 for day in days],
            [float(day["snow_depth [mm]"]) for day in days], elevation_km, 0.1,
        )
    )  # fmt: skip


@cache
def days_to_cool(station: str) -> int:
    return air.cooling_days([float(day[f"{station}_maximum [℃]"]) for day in read("raw/weather_2025")])


def days_to_humidify() -> int:
    """Dry days without frost: the example leaves out the days on which the river is frozen."""
    days = [day for day in read("raw/weather_2025") if float(day["temperature_mean [℃]"]) > 0]
    return air.humidifying_days([float(day["humidity [%]"]) for day in days])


def soil_row(row: dict[str, str]) -> dict[str, float]:
    sand, silt, clay = (float(row[f"{name} [%]"]) for name in ("sand", "silt", "clay"))
    degrees, percent = float(row["slope [°]"]), float(row["vegetation [%]"])
    sine = soil.sine(degrees)
    if row["cover_factor"]:
        cover = float(row["cover_factor"])
    elif row["ecosystem"] == "旱地":
        cover = soil.dry_cropland_cover(percent / 100)
    else:
        cover = soil.table_cover(COVER_ROWS[row["ecosystem"]], percent)
    return {
        "erosivity": erosivity(row["station"]),
        "erodibility": soil.erodibility(
            soil.epic_erodibility(sand, silt, clay, float(row["organic_carbon [gC/kg]"]) / 10)
        ),
        "topography": soil.length_factor(float(row["slope_length [m]"]), sine) * soil.steepness_factor(degrees, sine),
        "cover": cover,
    }


def wind_row(row: dict[str, str]) -> dict[str, float]:
    clay, matter = float(row["clay [%]"]), float(row["organic_matter [%]"])
    ridge = wind.ridge_roughness_cm(float(row["relief [m]"]), float(row["distance [m]"]))
    decay = wind.COVER_DECAY_PER_PCT[DECAYS[row["ecosystem"]]]
    return {
        "weather": weather(float(row["elevation [km]"])),
        "erodible_fraction": wind.erodible_fraction(
            float(row["coarse_sand [%]"]), float(row["silt [%]"]), clay, matter, 0.0
        ),
        "crust": wind.soil_crust(clay, matter),
        "roughness": wind.roughness(ridge, 0.0),
        "cover": wind.cover_factor(float(row["vegetation [%]"]), decay),
    }


def transpiration_row(row: dict[str, str]) -> dict[str, float]:
    return {
        "transpiration_heat [MJ/(m²·d)]": float(row["transpiration_heat [kJ/(m²·d)]"]) / 1000,
        "cooling_days": days_to_cool(row["station"]),
    }


def evaporation_row(row: dict[str, str]) -> dict[str, float]:
    return {
        "evaporation": float(row["evaporation [mm/d]"]),
        "cooling_days": days_to_cool(row["station"]),
        "humidifying_days": days_to_humidify(),
    }


@pytest.mark.parametrize(
    ("table", "raw", "derive"),
    [
        ("soil_retention", "soil", soil_row),
        ("sand_fixation", "wind_soil", wind_row),
        ("transpiration", "transpiration", transpiration_row),
        ("evaporation", "evaporation", evaporation_row),
    ],
)
def test_the_prepared_table_is_what_the_raw_records_give(
    table: str, raw: str, derive: Callable[[dict[str, str]], dict[str, float]]
) -> None:
    expected = [
        {"ecosystem": row["ecosystem"]} | {name: typed(number) for name, number in derive(row).items()}
        for row in read(f"raw/{raw}")
    ]
    found = [{name: cell for name, cell in row.items() if name != "source"} for row in read(table)]
    assert found == expected
    assert len(found) > 0


def test_the_records_are_whole_days_and_reach_the_thresholds() -> None:
    rain, weather_days = read("raw/rain"), read("raw/weather_2025")
    for days in (rain, weather_days):
        dates = [date.fromisoformat(day["date"]) for day in days]
        assert dates == [dates[0] + timedelta(days=number) for number in range(len(dates))]
        assert (dates[0].month, dates[0].day, dates[-1].month, dates[-1].day) == (1, 1, 12, 31)
    for station in STATIONS:
        eroding = [float(day[f"{station} [mm]"]) >= soil.EROSIVE_RAIN_MM for day in rain]
        assert 0 < sum(eroding) < len(rain)
    assert (days_to_cool("basin"), days_to_cool("lake_shore"), days_to_humidify()) == (4, 0, 23)
