"""Make this example: prepare factors and days from the raw records, then write the workbook; `make examples` runs this.

The tables of :data:`PREPARED` are computed from the files of ``raw/``, rounded as an analyst would type them, and
written as CSV files beside those that were typed; the workbook is made from all of them.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gep.coefficient_book import load_coefficients
from gep.preparation import (
    cooling_days,
    crust_of_texture,
    erodibility_of_texture,
    erodible_fraction_of_texture,
    humidifying_days,
    kelvin,
    rainfall_erosivity,
    roughness_of_relief,
    topography_of_slope,
    water_erosion_cover,
    weather_factor,
    wind_erosion_cover,
    wind_speed_at_height,
    wind_value,
)
from gep.profiles import load_profile
from gep.units import ParameterSet, Quantity
from gep.workbook.inventory_writer import rows_from_csv, write_inventory

FOLDER = Path(__file__).resolve().parent
WORKBOOK = FOLDER / "共和县示例_2025.xlsx"

YEAR = 2025
BOOK = load_coefficients()
SOURCE = "示例数据 illustrative"
DIGITS = 4
"""Significant digits of what is prepared: an inventory is typed, and no input is known better."""

Table = Sequence[Mapping[str, str]]


def raw(name: str) -> pd.DataFrame:
    """Return a file of raw records; headers keep their units."""
    return pd.read_csv(FOLDER / "raw" / f"{name}.csv", encoding="utf-8")


def quantity(frame: pd.DataFrame, name: str) -> Quantity:
    """Return the column called `name` in the unit that its header states."""
    (header,) = (str(one) for one in frame.columns if str(one).startswith(f"{name} ["))
    return Quantity(frame[header].to_numpy(float), header.partition("[")[2].rstrip("]"))


def constant(name: str, set_: str | None = None) -> Quantity:
    """Return a number of the coefficient book."""
    return BOOK.get(name, set=set_, year=YEAR).quantity()


def regression(name: str, set_: str | None = None, class_: str = "") -> ParameterSet:
    """Return the constants of an equation of the coefficient book."""
    return BOOK.get(name, set=set_, class_=class_, year=YEAR).parameter_set()


def erosivity() -> dict[str, float]:
    """Return R of each station, from three years of daily rain."""
    rain = raw("rain")
    return {
        station: float(
            rainfall_erosivity(
                rain["date"].to_numpy(str),
                quantity(rain, station),
                warm=regression("soil_retention.rainfall_erosivity", class_="warm"),
                cold=regression("soil_retention.rainfall_erosivity", class_="cold"),
                warm_season=regression("soil_retention.warm_season", "general"),
                erosive_rain=constant("soil_retention.erosive_rain", "chenzy2016"),
            ).magnitude
        )
        for station in ("basin", "lake_shore")
    }


def soil_retention() -> Table:
    """Return R, K, LS and C of each ecosystem type."""
    soil = raw("soil")
    of_station = erosivity()
    erodibility = erodibility_of_texture(
        quantity(soil, "sand"),
        quantity(soil, "silt"),
        quantity(soil, "clay"),
        quantity(soil, "organic_carbon"),
        epic=regression("soil_retention.epic_erodibility"),
        conversion=regression("soil_retention.erodibility_conversion"),
    )
    topography = topography_of_slope(
        soil["slope [°]"].to_numpy(float),
        quantity(soil, "slope_length"),
        length=regression("soil_retention.slope_length"),
        steepness=regression("soil_retention.slope_steepness"),
    )
    # The table of the standard has neither irrigated nor bare land: their C is a local value.
    cover = soil["cover_factor"].to_numpy(float, copy=True)
    in_table = np.isnan(cover)
    cover[in_table] = water_erosion_cover(
        soil["ecosystem"][in_table], quantity(soil[in_table], "vegetation"), coefficients=BOOK, year=YEAR
    ).magnitude
    return table(
        soil,
        {
            "erosivity": soil["station"].map(of_station),
            "erodibility": erodibility.magnitude,
            "topography": topography.magnitude,
            "cover": cover,
        },
    )


def weather(elevation: Quantity) -> Quantity:
    """Return WF at each elevation, from the wind of four hours a day, rain, temperature and snow of the basin."""
    days = raw(f"weather_{YEAR}")
    rain = raw("rain")
    rain = rain[rain["date"].isin(days["date"])]
    values = [
        wind_value(
            wind_speed_at_height(
                quantity(days, f"wind_{hour}"),
                Quantity(10.0, "m"),
                constant("sand_fixation.wind_height", "pyrweq"),
                constant("sand_fixation.wind_profile", "pyrweq"),
            ),
            constant("sand_fixation.threshold_wind", "pyrweq"),
        ).magnitude
        for hour in ("02", "08", "14", "20")
    ]
    many = np.ones(elevation.magnitude.size)
    still = np.zeros((len(days), 1))

    def daily(quantity: Quantity) -> Quantity:
        return Quantity(quantity.magnitude[:, np.newaxis] * many, str(quantity.units))

    return weather_factor(
        days["date"].to_numpy(str),
        daily(Quantity(np.mean(values, axis=0), "m³/s³")),
        daily(quantity(rain, "basin")),
        Quantity(still * many, "mm"),
        daily(quantity(days, "evapotranspiration")),
        daily(kelvin(days["temperature_mean [℃]"])),
        daily(quantity(days, "snow_depth")),
        elevation=elevation,
        density=regression("sand_fixation.air_density", "pyrweq"),
        gravity=constant("sand_fixation.gravity", "pyrweq"),
        covering_snow=constant("sand_fixation.covering_snow", "pyrweq"),
        rain_day=constant("sand_fixation.rain_day", "cimiss2"),
    )


def sand_fixation() -> Table:
    """Return WF, EF, SCF, K' and C of each ecosystem type that wind erodes."""
    soil = raw("wind_soil")
    matter, clay = quantity(soil, "organic_matter"), quantity(soil, "clay")
    erodible = erodible_fraction_of_texture(
        quantity(soil, "coarse_sand"),
        quantity(soil, "silt"),
        clay,
        matter,
        Quantity(np.zeros(len(soil)), "%"),
        regression=regression("sand_fixation.erodible_soil"),
    )
    roughness = roughness_of_relief(
        quantity(soil, "relief"),
        quantity(soil, "distance"),
        random=constant("sand_fixation.random_roughness"),
        coefficient=constant("sand_fixation.ridge_roughness", "hj1173_2021_metres"),
        regression=regression("sand_fixation.surface_roughness"),
    )
    cover = wind_erosion_cover(soil["ecosystem"], quantity(soil, "vegetation"), coefficients=BOOK, year=YEAR)
    return table(
        soil,
        {
            "weather": weather(quantity(soil, "elevation")).magnitude,
            "erodible_fraction": erodible.magnitude,
            "crust": crust_of_texture(clay, matter, regression=regression("sand_fixation.soil_crust")).magnitude,
            "roughness": roughness.magnitude,
            "cover": cover.magnitude,
        },
    )


def days_to_cool() -> dict[str, float]:
    """Return the days of each station with a maximum above the threshold."""
    days = raw(f"weather_{YEAR}")
    return {
        station: float(
            cooling_days(
                days["date"].to_numpy(str),
                kelvin(days[f"{station}_maximum [℃]"]),
                threshold=constant("climate_regulation.cooling_temperature", "zhaogs2022"),
            ).quantity.magnitude[0]
        )
        for station in ("basin", "lake_shore")
    }


def days_to_humidify() -> float:
    """Return the days of the basin that are dry, without those of frost: a frozen river moistens no air."""
    days = raw(f"weather_{YEAR}")
    frozen = days["temperature_mean [℃]"] <= 0
    humidity = quantity(days, "humidity")
    counted = humidifying_days(
        days["date"].to_numpy(str),
        Quantity(np.where(frozen, 100.0, humidity.magnitude), "%"),
        threshold=constant("climate_regulation.humidifying_humidity", "general"),
    )
    return float(counted.quantity.magnitude[0])


def transpiration() -> Table:
    """Return the heat of transpiration and the days to cool of each ecosystem type."""
    heat = raw("transpiration")
    return table(
        heat,
        {
            "transpiration_heat [MJ/(m²·d)]": quantity(heat, "transpiration_heat").m_as("MJ/(m²·d)"),
            "cooling_days": heat["station"].map(days_to_cool()),
        },
    )


def evaporation() -> Table:
    """Return evaporation, days to cool and days to humidify of the river in the valley where people live."""
    water = raw("evaporation")
    return table(
        water,
        {
            "evaporation": quantity(water, "evaporation").magnitude,
            "cooling_days": water["station"].map(days_to_cool()),
            "humidifying_days": [days_to_humidify()] * len(water),
        },
    )


def table(frame: pd.DataFrame, columns: Mapping[str, Any]) -> Table:
    """Return the rows of a table by ecosystem type, numbers as they are typed."""
    typed = {name: [f"{number:.{DIGITS}g}" for number in values] for name, values in columns.items()}
    typed = {"ecosystem": frame["ecosystem"].to_list(), **typed, "source": [SOURCE] * len(frame)}
    return [dict(zip(typed, row, strict=True)) for row in zip(*typed.values(), strict=True)]


PREPARED: Mapping[str, Callable[[], Table]] = {
    "soil_retention": soil_retention,
    "sand_fixation": sand_fixation,
    "transpiration": transpiration,
    "evaporation": evaporation,
}


def prepare(folder: Path = FOLDER) -> None:
    """Write the tables that come from raw records."""
    for name, rows_of in PREPARED.items():
        rows = rows_of()
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def build(path: Path = WORKBOOK) -> None:
    """Write the workbook to `path` from the tables as they stand."""
    rows, headers = rows_from_csv(FOLDER)
    write_inventory(path, load_profile("mee_2020"), rows, headers=headers, notice="示例数据,非官方统计 illustrative")


if __name__ == "__main__":
    prepare()
    build()
