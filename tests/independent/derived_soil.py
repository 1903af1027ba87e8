"""Soil retention and the factors of RUSLE, derived from the text of HJ 1173-2021 annex A (A.2-A.13, table A.1) alone.

Plain floats, one record at a time, units in the names. Minus signs and exponents that the text has lost were put back
from the form of the EPIC and CSLE equations; a factor the text does not settle is an argument.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta

# A.6: R_k = (1/n) Σ_i Σ_j α P^1.7265
ALPHA_WARM = 0.3937
ALPHA_COLD = 0.3101
EROSIVE_RAIN_MM = 12.0  # general knowledge: a day erodes from 12 mm on
WARM_MONTHS = (5, 6, 7, 8, 9)  # general knowledge

# Table A.1. The edges of the classes belong to the upper class here; the table has both "10-30" and "30-50".
CLASS_EDGES_PCT = (10.0, 30.0, 50.0, 70.0, 90.0)
COVER_TABLE = {
    "forest": (0.10, 0.08, 0.06, 0.02, 0.004, 0.001),
    "shrub": (0.40, 0.22, 0.14, 0.085, 0.040, 0.011),
    "grassland": (0.45, 0.24, 0.15, 0.09, 0.043, 0.011),
    "tree_orchard": (0.42, 0.23, 0.14, 0.089, 0.042, 0.011),
    "shrub_orchard": (0.40, 0.22, 0.14, 0.087, 0.042, 0.011),
}
COVER_CONSTANT = {"paddy": 0.0, "wetland": 0.0, "urban": 0.01, "desert": 0.7}


def day_erosivity(
    rain_mm: float, threshold_mm: float = EROSIVE_RAIN_MM, *, coefficient: float = ALPHA_WARM, exponent: float = 1.7265
) -> float:
    """α P^1.7265 of an erosive day, in MJ·mm/(hm²·h); nothing below the threshold."""
    if rain_mm < threshold_mm:
        return 0.0
    return coefficient * math.exp(exponent * math.log(rain_mm))


def half_month(day: date) -> int:
    """0 … 23: the 1st to the 15th, and the rest of the month."""
    return 2 * (day.month - 1) + (0 if day.day <= 15 else 1)


def half_monthly_erosivity(first: date, rain_mm: Iterable[float]) -> list[float]:
    """The 24 R_k of a record of whole years: sums of the days, divided by the number of years."""
    sums = [0.0] * 24
    years = set()
    for number, rain in enumerate(rain_mm):
        day = first + timedelta(days=number)
        years.add(day.year)
        alpha = ALPHA_WARM if day.month in WARM_MONTHS else ALPHA_COLD
        sums[half_month(day)] += day_erosivity(rain, coefficient=alpha)
    return [total / len(years) for total in sums]


def rainfall_erosivity(first: date, rain_mm: Iterable[float]) -> float:
    """R = Σ R_k, k = 1 … 24, MJ·mm/(hm²·h·a) (A.5)."""
    return math.fsum(half_monthly_erosivity(first, rain_mm))


def yearly_erosivity(first: date, rain_mm: Iterable[float]) -> dict[int, float]:
    """R of each year by itself (n = 1)."""
    years: dict[int, float] = {}
    for number, rain in enumerate(rain_mm):
        day = first + timedelta(days=number)
        alpha = ALPHA_WARM if day.month in WARM_MONTHS else ALPHA_COLD
        years[day.year] = years.get(day.year, 0.0) + day_erosivity(rain, coefficient=alpha)
    return years


def epic_erodibility(
    sand_pct: float, silt_pct: float, clay_pct: float, carbon_pct: float, *,
    base: float = 0.2, sand_gain: float = 0.3, sand_decay: float = -0.0256, whole: float = 100.0,
    silt_exponent: float = 0.3, carbon_loss: float = 0.25, carbon_intercept: float = 3.72, carbon_slope: float = -2.95,
    fine_loss: float = 0.7, fine_intercept: float = -5.51, fine_slope: float = 22.9,
) -> float:  # fmt: skip
    """K_EPIC (A.7): four factors, of coarse sand, of clay against silt, of organic carbon, of very much sand."""
    coarse = base + sand_gain * math.exp(sand_decay * sand_pct * (1.0 - silt_pct / whole))
    fines = (silt_pct / (clay_pct + silt_pct)) ** silt_exponent
    carbon = 1.0 - carbon_loss * carbon_pct / (carbon_pct + math.exp(carbon_intercept + carbon_slope * carbon_pct))
    not_sand = 1.0 - sand_pct / whole
    sandy = 1.0 - fine_loss * not_sand / (not_sand + math.exp(fine_intercept + fine_slope * not_sand))
    return coarse * fines * carbon * sandy


def erodibility(epic: float, *, intercept: float = -0.01383, slope: float = 0.51575, metric: float = 0.1317) -> float:
    """K = (-0.01383 + 0.51575 K_EPIC) 0.1317, t·hm²·h/(hm²·MJ·mm) (A.8)."""
    return slope * metric * epic + intercept * metric


def sine(slope_deg: float) -> float:
    return math.sin(slope_deg * math.pi / 180.0)


def length_exponent(
    sine: float, *, sine_divisor: float = 0.089, sheet_factor: float = 3.0, sheet_exponent: float = 0.8,
    sheet_intercept: float = 0.56,
) -> float:  # fmt: skip
    """m = β/(1 + β), β = (sin θ/0.089)/(3.0 sin^0.8 θ + 0.56); 0.089 as printed (A.10, A.11)."""
    beta = (sine / sine_divisor) / (sheet_factor * sine**sheet_exponent + sheet_intercept)
    return beta / (1.0 + beta)


def length_factor(length_m: float, sine: float, *, plot_length: float = 22.13, **of_exponent: float) -> float:
    """L = (λ/22.13)^m (A.9)."""
    exponent = length_exponent(sine, **of_exponent)
    if length_m == 0:
        return 0.0 if exponent else 1.0
    return math.exp(exponent * math.log(length_m / plot_length))


def steepness_factor(
    slope_deg: float, sine: float, *,
    gentle_slope: float = 10.8, gentle_intercept: float = 0.03,
    moderate_from: float = 5.14, moderate_slope: float = 16.8, moderate_intercept: float = -0.5,
    steep_from: float = 10.20, steep_slope: float = 21.9, steep_intercept: float = -0.96,
    level_from: float = 28.81, level: float = 9.5988,
) -> float:  # fmt: skip
    """S by four branches; 9.5988 from 28.81° on (A.12)."""
    if slope_deg < moderate_from:
        return gentle_slope * sine + gentle_intercept
    if slope_deg < steep_from:
        return moderate_slope * sine + moderate_intercept
    if slope_deg < level_from:
        return steep_slope * sine + steep_intercept
    return level


def slope_degrees(rise_over_run: float) -> float:
    return math.degrees(math.atan(rise_over_run))


def vegetation_share(ndvi: float, bare: float, full: float) -> float:
    """f = (NDVI - NDVI_min)/(NDVI_max - NDVI_min), nothing below bare soil and all above full cover (he2020)."""
    if ndvi <= bare:
        return 0.0
    return 1.0 - (full - ndvi) / (full - bare) if ndvi < full else 1.0


def logarithmic_cover(
    cover_pct: float, *, intercept: float = 0.6508, slope: float = -0.3436, closed_from: float = 78.3
) -> float:
    """C = 1 at f = 0, 0.6508 - 0.3436 lg f, 0 from 78.3 % on; no factor beyond that of bare ground (he2020)."""
    if cover_pct >= closed_from:
        return 0.0
    if cover_pct == 0:
        return 1.0
    return max(0.0, min(1.0, intercept + slope * math.log(cover_pct) / math.log(10.0)))


def linear_cover(cover_pct: float, *, intercept: float = 0.4149, slope: float = -0.0052) -> float:
    """C = 0.4149 - 0.0052 c, c in percent, not below 0 (masujie2018, eq. 10)."""
    return max(0.0, intercept + slope * cover_pct)


def dry_cropland_cover(cover_share: float, *, intercept: float = 0.221, slope: float = -0.595) -> float:
    """C = 0.221 - 0.595 log10 c, held between 0 and 1; no cover: 1 (A.13)."""
    if cover_share <= 0:
        return 1.0
    return min(1.0, max(0.0, intercept + slope * math.log(cover_share) / math.log(10.0)))


def table_cover(row: str, cover_pct: float) -> float:
    """C of table A.1."""
    for number, edge in enumerate(CLASS_EDGES_PCT):
        if cover_pct < edge:
            return COVER_TABLE[row][number]
    return COVER_TABLE[row][len(CLASS_EDGES_PCT)]


def potential_erosion_t(area_hm2: float, r: float, k: float, ls: float, years: float) -> float:
    """R K L S of bare ground (A.3), t/(hm²·a), over the area and the period."""
    return r * k * ls * area_hm2 * years


def actual_erosion_t(area_hm2: float, r: float, k: float, ls: float, c: float, p: float, years: float) -> float:
    """R K L S C (A.4); P is 1 in HJ 1173, an argument elsewhere."""
    return r * k * ls * c * p * area_hm2 * years


def retained_soil_t(area_hm2: float, r: float, k: float, ls: float, c: float, p: float, years: float) -> float:
    """R K L S (1 - C P): potential less actual (A.2)."""
    return r * k * ls * (1.0 - c * p) * area_hm2 * years


def silt_m3(soil_t: float, silted_share: float, bulk_density_t_m3: float) -> float:
    """λ A_s/ρ (ganzi2017, 减少泥沙淤积)."""
    return silted_share * soil_t / bulk_density_t_m3


def nutrient_t(soil_t: float, content_pct: float) -> float:
    """A_s C_i, content in percent of mass (ganzi2017, 减少面源污染)."""
    return soil_t * content_pct / 100.0


def organic_matter_t(soil_t: float, carbon_pct: float, carbon_in_matter_pct: float) -> float:
    """Organic carbon of the kept soil over the share of carbon in organic matter (58 % by the customary factor)."""
    return nutrient_t(soil_t, carbon_pct) / (carbon_in_matter_pct / 100.0)
