"""Water and flood, derived from the texts alone: plain floats, one record at a time, units in the names.

Sources: hj1173_2021 = HJ 1173-2021 annex A; ganzi2017 = 白玛卓嘎等 2017, §2.4; gep_guide = the 2020 guide to
terrestrial GEP as its school describes it; rao2014 = 饶恩明等 2014 (lake regressions as later papers quote them).
"""

from __future__ import annotations

import math

M2_PER_KM2 = 1000.0 * 1000.0
M_PER_MM = 1.0 / 1000.0
KG_PER_T = 1000.0

# ln C = a + b ln A, C in 万m³, A in km². 青藏: ganzi2017; the others: rao2014.
LAKE_ZONES = {
    "qingzang": (6.636, 0.678),
    "east": (4.924, 1.128),
    "mengxin": (5.653, 0.680),
    "yungui": (4.904, 0.927),
    "northeast": (5.808, 0.866),
}
RESERVOIR_SHARE = 0.35  # ganzi2017: C_r = 0.35 C_t
MARSH_DEPTH_M = 0.3  # ganzi2017: C_m = 0.3 S


def storm_runoff_mm(precipitation_mm: float, runoff_share: float) -> float:
    """R = P α (gong2017, table 2)."""
    return precipitation_mm * runoff_share


def water_balance_m3(area_km2: float, precipitation_mm: float, runoff_mm: float, evapotranspiration_mm: float) -> float:
    """Q = A (P - R - ET) 10⁻³ with A in m² (hj1173_2021 A.1)."""
    left_m = precipitation_mm * M_PER_MM - runoff_mm * M_PER_MM - evapotranspiration_mm * M_PER_MM
    return left_m * area_km2 * M2_PER_KM2


def retained_water_m3(balance_m3: float, negative_share: float) -> float:
    """The text has no rule for a deficit: a profile keeps it (share 1) or cuts it to nothing (share 0)."""
    if balance_m3 >= 0:
        return balance_m3
    return balance_m3 * negative_share


def uncounted_deficit_m3(balance_m3: float, negative_share: float) -> float:
    """What was cut from a deficit, as an amount of water: not below zero."""
    if balance_m3 >= 0:
        return 0.0
    return -balance_m3 * (1.0 - negative_share)


def supplied_water_m3(local_use_m3: float, outflow_m3: float, inflow_m3: float) -> float:
    """Water used inside plus what leaves less what enters (水量供给法; general knowledge)."""
    return local_use_m3 - inflow_m3 + outflow_m3


def wetland_event_m3(peak_m3: float, initial_m3: float) -> float:
    """Storage at the peak less storage at the start of one flood (jiang2017)."""
    return peak_m3 - initial_m3


def lake_storage_wan_m3(area_km2: float, intercept: float, exponent: float, exchanges: float) -> float:
    """C = e^a A^b T (ganzi2017, 湖泊)."""
    if area_km2 == 0:
        return 0.0
    return math.exp(intercept + exponent * math.log(area_km2)) * exchanges


def lake_mitigation_m3(storage_wan_m3: float, county_share: float) -> float:
    """The part of a whole lake that belongs to the area, by share of its surface."""
    return storage_wan_m3 * 10_000.0 * county_share


def reservoir_mitigation_m3(capacity_m3: float, share: float) -> float:
    """C_r = 0.35 C_t (ganzi2017)."""
    return capacity_m3 * share


def marsh_standing_water_m3(area_km2: float, depth_m: float) -> float:
    """C_m = 0.3 S 10⁶, S in km², in m³ (ganzi2017 prints 万m³, which only its number contradicts)."""
    return area_km2 * M2_PER_KM2 * depth_m


def marsh_soil_storage_m3(
    area_km2: float, depth_m: float, bulk_density_t_m3: float, saturated_pct: float, natural_pct: float,
    water_density_kg_m3: float,
) -> float:  # fmt: skip
    """S h ρ (F - E)/100 / ρ_w (gep_guide): contents are kg of water in 100 kg of soil."""
    soil_kg = area_km2 * M2_PER_KM2 * depth_m * bulk_density_t_m3 * KG_PER_T
    water_kg = soil_kg * saturated_pct / 100.0 - soil_kg * natural_pct / 100.0
    return water_kg / water_density_kg_m3


def vegetation_mitigation_m3(area_km2: float, storm_rain_mm: float, storm_runoff_mm: float) -> float:
    """(P - R_f) S 10³, S in km² (gep_guide; the components are named in GB/T 46869 A.6)."""
    return storm_rain_mm * area_km2 * 1000.0 - storm_runoff_mm * area_km2 * 1000.0


def paddy_mitigation_m3(area_km2: float, depth_m: float) -> float:
    """Area times the depth between the banks (the component is named in GB/T 46869 A.6)."""
    return area_km2 * M2_PER_KM2 * depth_m
