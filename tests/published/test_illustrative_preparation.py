"""What the illustrative county prepares from its raw records, computed a second time in plain floats.

Formulas and constants are those of HJ 1173-2021 and, for the weather of wind erosion, of the documents that it leaves
the details to; they are written out here, and nothing comes from the package.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "illustrative_county_2025"
YEARS = 3
DIGITS = 4

COVER = {
    "森林": (0.10, 0.08, 0.06, 0.02, 0.004, 0.001),
    "灌丛": (0.40, 0.22, 0.14, 0.085, 0.040, 0.011),
    "草地": (0.45, 0.24, 0.15, 0.09, 0.043, 0.011),
}
CLASSES = (10, 30, 50, 70, 90)  # %, upper bounds
DECAY = {"草地": 0.1151, "沙地": 0.0658, "农田": 0.0438}  # 1/%
GROUPS = {
    "常绿针叶林": "森林",
    "落叶阔叶林": "森林",
    "落叶阔叶灌丛": "灌丛",
    "高寒草甸": "草地",
    "高寒草原": "草地",
    "温带草原": "草地",
    "稀疏草地": "草地",
    "水浇地": "农田",
    "旱地": "农田",
    "沙地": "沙地",
}


def rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def month_of(row: dict[str, str]) -> int:
    return int(row["date"][5:7])


def erosivity(station: str) -> float:
    total = 0.0
    for row in rows("raw/rain"):
        rain = float(row[f"{station} [mm]"])
        if rain >= 12:
            total += (0.3937 if 5 <= month_of(row) <= 9 else 0.3101) * rain**1.7265
    return total / YEARS


def erodibility(row: dict[str, str]) -> float:
    sand, silt, clay = (float(row[f"{name} [%]"]) for name in ("sand", "silt", "clay"))
    carbon = float(row["organic_carbon [gC/kg]"]) / 10  # %
    fine = 1 - sand / 100
    epic = (
        (0.2 + 0.3 * math.exp(-0.0256 * sand * (1 - silt / 100)))
        * (silt / (clay + silt)) ** 0.3
        * (1 - 0.25 * carbon / (carbon + math.exp(3.72 - 2.95 * carbon)))
        * (1 - 0.7 * fine / (fine + math.exp(-5.51 + 22.9 * fine)))
    )
    return (-0.01383 + 0.51575 * epic) * 0.1317


def topography(row: dict[str, str]) -> float:
    degrees, length = float(row["slope [°]"]), float(row["slope_length [m]"])
    sine = math.sin(math.radians(degrees))
    beta = (sine / 0.089) / (3.0 * sine**0.8 + 0.56)
    if degrees < 5.14:
        steepness = 10.8 * sine + 0.03
    elif degrees < 10.20:
        steepness = 16.8 * sine - 0.5
    else:
        assert degrees < 28.81
        steepness = 21.9 * sine - 0.96
    return (length / 22.13) ** (beta / (1 + beta)) * steepness


def cover_of_water(row: dict[str, str]) -> float:
    if row["cover_factor"]:
        return float(row["cover_factor"])
    percent = float(row["vegetation [%]"])
    if row["ecosystem"] == "旱地":
        return 0.221 - 0.595 * math.log10(percent / 100)
    return COVER[GROUPS[row["ecosystem"]]][sum(percent >= bound for bound in CLASSES)]


def weather(elevation: float) -> float:
    """WF of the basin's weather at an elevation [km]: the sum of the months."""
    rain_of = {row["date"]: float(row["basin [mm]"]) for row in rows("raw/rain")}
    days = list(rows("raw/weather_2025"))
    total = 0.0
    for month in range(1, 13):
        own = [row for row in days if month_of(row) == month]
        wind = 0.0
        for row in own:
            for hour in ("02", "08", "14", "20"):
                speed = float(row[f"wind_{hour} [m/s]"]) * (2 / 10) ** (1 / 7)
                wind += speed * max(0.0, speed - 5) ** 2 / 4
        rain = [rain_of[row["date"]] for row in own]
        drying = sum(float(row["evapotranspiration [mm]"]) for row in own)
        wet = sum(one >= 0.1 for one in rain)
        wetness = min(1.0, max(0.0, (drying - sum(rain) * wet / len(own)) / drying))
        bare = 1 - sum(float(row["snow_depth [mm]"]) > 25.4 for row in own) / len(own)
        warmth = sum(float(row["temperature_mean [℃]"]) for row in own) / len(own) + 273.15
        density = 348.0 * (1.013 - 0.1183 * elevation + 0.0048 * elevation**2) / warmth
        total += wind * density / 9.8 * wetness * bare
    return total


def erodible_fraction(row: dict[str, str]) -> float:
    sand, silt, clay, matter = (float(row[f"{name} [%]"]) for name in ("coarse_sand", "silt", "clay", "organic_matter"))
    return (29.09 + 0.31 * sand + 0.17 * silt + 0.33 * sand / clay - 2.59 * matter) / 100


def crust(row: dict[str, str]) -> float:
    return 1 / (1 + 0.0066 * float(row["clay [%]"]) ** 2 + 0.021 * float(row["organic_matter [%]"]) ** 2)


def roughness(row: dict[str, str]) -> float:
    ridge = 0.2 * float(row["relief [m]"]) ** 2 / float(row["distance [m]"])
    return math.exp(1.86 * ridge - 2.41 * ridge**0.934)


def cover_of_wind(row: dict[str, str]) -> float:
    return math.exp(-DECAY[GROUPS[row["ecosystem"]]] * float(row["vegetation [%]"]))


def days_to_cool(station: str) -> int:
    return sum(float(row[f"{station}_maximum [℃]"]) > 26 for row in rows("raw/weather_2025"))


def days_to_humidify() -> int:
    days = rows("raw/weather_2025")
    return sum(float(row["humidity [%]"]) < 45 and float(row["temperature_mean [℃]"]) > 0 for row in days)


def rounded(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")


def soil_retention() -> dict[str, dict[str, float]]:
    return {
        row["ecosystem"]: {
            "erosivity": erosivity(row["station"]),
            "erodibility": erodibility(row),
            "topography": topography(row),
            "cover": cover_of_water(row),
        }
        for row in rows("raw/soil")
    }


def sand_fixation() -> dict[str, dict[str, float]]:
    return {
        row["ecosystem"]: {
            "weather": weather(float(row["elevation [km]"])),
            "erodible_fraction": erodible_fraction(row),
            "crust": crust(row),
            "roughness": roughness(row),
            "cover": cover_of_wind(row),
        }
        for row in rows("raw/wind_soil")
    }


def transpiration() -> dict[str, dict[str, float]]:
    return {
        row["ecosystem"]: {
            "transpiration_heat [MJ/(m²·d)]": float(row["transpiration_heat [kJ/(m²·d)]"]) / 1000,
            "cooling_days": days_to_cool(row["station"]),
        }
        for row in rows("raw/transpiration")
    }


def evaporation() -> dict[str, dict[str, float]]:
    return {
        row["ecosystem"]: {
            "evaporation": float(row["evaporation [mm/d]"]),
            "cooling_days": days_to_cool(row["station"]),
            "humidifying_days": days_to_humidify(),
        }
        for row in rows("raw/evaporation")
    }


@pytest.mark.parametrize(
    "computed", [soil_retention, sand_fixation, transpiration, evaporation], ids=lambda one: one.__name__
)
def test_a_prepared_table_holds_what_is_computed_here(computed: Callable[[], dict[str, dict[str, float]]]) -> None:
    table = {row["ecosystem"]: row for row in rows(computed.__name__)}
    expected = computed()
    assert table.keys() == expected.keys()
    for ecosystem, numbers in expected.items():
        for name, number in numbers.items():
            assert float(table[ecosystem][name]) == rounded(number), (ecosystem, name)


def test_the_records_are_those_of_a_cool_plateau() -> None:
    assert (days_to_cool("basin"), days_to_cool("lake_shore"), days_to_humidify()) == (4, 0, 23)
    assert len(list(rows("raw/weather_2025"))) == 365
    assert len(list(rows("raw/rain"))) == YEARS * 365 + 1
