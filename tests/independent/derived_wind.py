"""Sand fixation and the factors of RWEQ, derived from the text of HJ 1173-2021 annex A (A.14-A.22) alone.

The text names the parts of the weather factor; their forms are those of RWEQ in general use. Plain floats, units in
the names.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

COVER_DECAY_PER_PCT = {
    "forest": 0.1535, "grassland": 0.1151, "shrub": 0.0921, "bare": 0.0768, "sand": 0.0658, "cropland": 0.0438,
}  # fmt: skip
THRESHOLD_WIND_M_S = 5.0
COVERING_SNOW_MM = 25.4
GRAVITY_M_S2 = 9.8


def sediment_kg_m2(
    weather: float, erodible: float, crust: float, rough: float, cover: float, z_m: float, *,
    maximum_transfer: float = 109.8, critical_length: float = 150.71, critical_length_exponent: float = -0.3711,
    spread: float = 2.0,
) -> float:  # fmt: skip
    """S_L = (2 z/S²) Q_max exp(-(z/S)²), kg/m²; the text labels it t/(km²·a), which is a thousand times smaller."""
    product = weather * erodible * crust * rough * cover
    if product == 0:
        return 0.0  # Q_max = 0, and S without bound
    q_max = maximum_transfer * product
    s = critical_length * product**critical_length_exponent
    return spread * z_m / (s * s) * q_max / math.exp(z_m * z_m / (s * s))


def simplified_kg_m2(
    weather: float, erodible: float, crust: float, rough: float, cover: float, *, scale: float = 0.1699,
    exponent: float = 1.3711,
) -> float:  # fmt: skip
    """0.1699 (WF EF SCF K' C)^1.3711, the one-line form of a public script; its unit is not printed."""
    product = weather * erodible * crust * rough * cover
    return 0.0 if product == 0 else scale * math.exp(exponent * math.log(product))


def fixed_sand_t(area_km2: float, potential_kg_m2: float, actual_kg_m2: float) -> float:
    """SR = S_L potential - S_L; 1 kg/m² is 1000 t/km²."""
    return (potential_kg_m2 * 1000.0 - actual_kg_m2 * 1000.0) * area_km2


def protected_area_m2(sand_t: float, bulk_density_t_m3: float, depth_m: float) -> float:
    """Q/(ρ h): the area the sand would cover (ganzi2017)."""
    return sand_t / bulk_density_t_m3 / depth_m


def wind_at_height(speed_m_s: float, height_m: float, from_m: float, exponent: float = 1.0 / 7.0) -> float:
    """U_2 = U_10 (2/10)^(1/7)."""
    return speed_m_s * math.exp(math.log(height_m / from_m) * exponent)


def wind_value(speed_m_s: float, threshold_m_s: float = THRESHOLD_WIND_M_S) -> float:
    """U_2 (U_2 - U_t)², and nothing up to the threshold of 5 m/s."""
    if speed_m_s <= threshold_m_s:
        return 0.0
    above = speed_m_s - threshold_m_s
    return speed_m_s * above * above


def air_density(
    elevation_km: float, temperature_k: float, *, gas: float = 348.0, pressure: float = 1.013, fall: float = -0.1183,
    curvature: float = 0.0048,
) -> float:  # fmt: skip
    """ρ = 348.0 (1.013 - 0.1183 EL + 0.0048 EL²)/T, kg/m³."""
    return gas * (pressure + fall * elevation_km + curvature * elevation_km * elevation_km) / temperature_k


def soil_wetness(rain_mm: float, irrigation_mm: float, rain_days: float, days: float, evaporation_mm: float) -> float:
    """SW = (ETp - (R + I) R_d/N_d)/ETp, held between 0 and 1."""
    wet_mm = (rain_mm + irrigation_mm) * rain_days / days
    return min(1.0, max(0.0, (evaporation_mm - wet_mm) / evaporation_mm))


def snow_free_share(snow_days: float, days: float) -> float:
    """SD = 1 - P(snow deeper than 25.4 mm)."""
    return (days - snow_days) / days


def month_weather(
    wind: float, days: float, density: float, wetness: float, snow_free: float, gravity: float = GRAVITY_M_S2
) -> float:
    """W_f (ρ/g) SW SD of a month, W_f = N_d times the mean wind value (A.17)."""
    return wind * days * density / gravity * wetness * snow_free


def year_weather(
    months: Sequence[tuple[int, int]], wind_values: Sequence[float], rain_mm: Sequence[float],
    irrigation_mm: Sequence[float], evaporation_mm: Sequence[float], temperature_k: Sequence[float],
    snow_mm: Sequence[float], elevation_km: float, wet_day_mm: float,
) -> list[float]:  # fmt: skip
    """The twelve monthly factors from daily records (year and month of each), each part the mean of its month.

    Settled in docs/decisions/0009: SW is computed for each year and then averaged, and a day that is watered is wet.
    """
    factors = []
    years = sorted({year for year, _ in months})
    for month in range(1, 13):
        wetness, rows = [], []
        for year in years:
            of_year = [row for row, item in enumerate(months) if item == (year, month)]
            water = [rain_mm[row] + irrigation_mm[row] for row in of_year]
            wet_days = sum(1 for depth in water if depth >= wet_day_mm)
            evaporation = sum(evaporation_mm[row] for row in of_year)
            wetness.append(soil_wetness(sum(water), 0.0, wet_days, len(of_year), evaporation))
            rows += of_year
        count = len(rows)
        wind = sum(wind_values[row] for row in rows) / count
        density = air_density(elevation_km, sum(temperature_k[row] for row in rows) / count)
        snow = sum(1 for row in rows if snow_mm[row] > COVERING_SNOW_MM)
        mean_wetness = sum(wetness) / len(years)
        factors.append(month_weather(wind, count / len(years), density, mean_wetness, snow_free_share(snow, count)))
    return factors


def erodible_fraction(
    sand_pct: float, silt_pct: float, clay_pct: float, organic_pct: float, lime_pct: float, *,
    intercept: float = 29.09, sand: float = 0.31, silt: float = 0.17, sand_per_clay: float = 0.33,
    organic_matter: float = -2.59, carbonate: float = -0.95, whole: float = 100.0,
) -> float:  # fmt: skip
    """EF = (29.09 + 0.31 sa + 0.17 si + 0.33 sa/cl - 2.59 OM - 0.95 CaCO₃)/100 (A.18)."""
    texture = intercept + sand * sand_pct + silt * silt_pct + sand_per_clay * (sand_pct / clay_pct)
    return (texture + organic_matter * organic_pct + carbonate * lime_pct) / whole


def soil_crust(clay_pct: float, organic_pct: float, *, clay: float = 0.0066, organic_matter: float = 0.021) -> float:
    """SCF = 1/(1 + 0.0066 cl² + 0.021 OM²) (A.19)."""
    return 1.0 / (1.0 + clay * clay_pct * clay_pct + organic_matter * organic_pct * organic_pct)


def ridge_roughness_cm(relief_m: float, distance_m: float, coefficient: float = 0.2) -> float:
    """K_r = 0.2 ΔH²/L, metres in, centimetres out (A.22)."""
    return coefficient * relief_m * relief_m / distance_m


def roughness(
    ridge_cm: float, random_cm: float, *, linear: float = 1.86, power: float = -2.41, exponent: float = 0.934,
    random: float = -0.127,
) -> float:  # fmt: skip
    """K' = exp(1.86 K_r - 2.41 K_r^0.934 - 0.127 C_rr) (A.21)."""
    raised = 0.0 if ridge_cm == 0 else math.exp(exponent * math.log(ridge_cm))
    return math.exp(linear * ridge_cm + power * raised + random * random_cm)


def cover_factor(cover_pct: float, decay_per_pct: float) -> float:
    """C = exp(-a SC), SC in percent."""
    return 1.0 / math.exp(decay_per_pct * cover_pct)


def canopy_factor(canopy: float, *, scale: float = -5.614, exponent: float = 0.7366) -> float:
    """C = exp(-5.614 cc^0.7366), cc a fraction (ryan2023; with NDVI for cc in a public script)."""
    raised = 0.0 if canopy == 0 else math.exp(exponent * math.log(canopy))
    return math.exp(scale * raised)


def cosine_roughness(slope_deg: float) -> float:
    """K' = cos θ, with the one-line form of a public script."""
    return math.cos(slope_deg * math.pi / 180.0)


def relief_m(slope_deg: float, distance_m: float) -> float:
    """ΔH of an even slope over a horizontal distance."""
    angle = slope_deg * math.pi / 180.0
    return distance_m * math.sin(angle) / math.cos(angle)
