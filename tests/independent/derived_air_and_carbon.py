"""Air, water quality, carbon, oxygen, climate, ions, noise: derived from the texts alone, plain floats, units in names.

Sources: ganzi2017 §2.4; bo2017 = 博文静等 2017 (forest); gbt46869_2025 A.7 and A.11 as described; gep_guide; lyt1721.
"""

from __future__ import annotations

from collections.abc import Sequence

O2_PER_CO2 = 32.0 / 44.0
C_PER_DRY_MATTER = 72.0 / 162.0
KJ_PER_KWH = 3600.0
COOLING_ABOVE_C = 26.0
HUMIDIFYING_BELOW_PCT = 45.0


def removed_by_capacity_t(area_hm2: float, uptake_kg_hm2_a: float, years: float) -> float:
    """Σ q A/1000 (bo2017, air; the same structure for water)."""
    return area_hm2 * uptake_kg_hm2_a * years / 1000.0


def removed_by_quality_t(concentration: float, limit: float, emission_t: float, capacity_t: float) -> float:
    """Not above the standard of quality: all emissions; above it: what ecosystems are able to take up."""
    if concentration <= limit:
        return emission_t
    return capacity_t


def carbon_dioxide_t(area_hm2: float, carbon_t_hm2_a: float, years: float) -> float:
    """Q = (44/12) r A."""
    return carbon_t_hm2_a * area_hm2 * years * 44.0 / 12.0


def biomass_carbon_t_hm2_a(start_t_hm2: float, end_t_hm2: float, interval_a: float, carbon_share: float) -> float:
    """C_c (B_2 - B_1)/(t_2 - t_1)."""
    return (end_t_hm2 * carbon_share - start_t_hm2 * carbon_share) / interval_a


def nep_by_respiration(npp: float, heterotrophic: float) -> float:
    """NEP = NPP - R_s (bo2017)."""
    return npp - heterotrophic


def nep_by_share(npp: float, share: float) -> float:
    """NEP = α NPP."""
    return share * npp


def nep_of_dry_matter(dry_t_hm2_a: float, carbon_share: float, ecosystem_share: float) -> float:
    """NEP = α NPP_DM 72/162."""
    return dry_t_hm2_a * carbon_share * ecosystem_share


def gained_dry_matter_t(area_hm2: float, gain_t_hm2_a: float, years: float) -> float:
    return area_hm2 * gain_t_hm2_a * years


def of_dry_matter_t(dry_t: float, gas_per_dry: float) -> float:
    """1.63 t of CO₂ and 1.2 t of O₂ for a tonne of dry matter (jiang2017)."""
    return dry_t * gas_per_dry


def irreplaceability_pct(selected_share: float) -> float:
    """Selections in 100 runs: 0-100 in the annex, 0-1 in table 1 of the same standard (HJ 1173)."""
    return 100.0 * selected_share


def oxygen_t(carbon_dioxide: float, ratio: float = O2_PER_CO2) -> float:
    """Q_O2 = (32/44) Q_CO2."""
    return carbon_dioxide * ratio


def transpiration_kwh(area_m2: float, heat_kj_m2_d: float, days: float, efficiency: float) -> float:
    """E = EPP S D/(3600 r) with S in m² (ganzi2017; bo2017 has 10⁶ for km²)."""
    return heat_kj_m2_d * days / efficiency * area_m2 / KJ_PER_KWH


def air_cooling_kwh(
    area_m2: float, height_m: float, difference_k: float, density_kg_m3: float, heat_kj_kg_k: float, efficiency: float
) -> float:
    """E = Σ ΔT ρ c_p V/(3600 r): the differences of all the cooling days together."""
    return difference_k * density_kg_m3 * heat_kj_kg_k * (area_m2 * height_m) / (KJ_PER_KWH * efficiency)


def evaporated_m3(area_m2: float, evaporation_mm_d: float, days: float) -> float:
    return area_m2 * evaporation_mm_d * days / 1000.0


def evaporation_heat_kwh(water_m3: float, water_density_kg_m3: float, latent_kj_kg: float) -> float:
    """E_w ρ q/3600: J/g is kJ/kg (ganzi2017)."""
    return water_m3 * water_density_kg_m3 * latent_kj_kg / KJ_PER_KWH


def humidifying_kwh(water_m3: float, energy_kwh_m3: float) -> float:
    """E_w γ (ganzi2017)."""
    return water_m3 * energy_kwh_m3


def cooling_days(temperature_c: Sequence[float]) -> int:
    """Days warmer than 26 ℃."""
    return sum(1 for t in temperature_c if t > COOLING_ABOVE_C)


def humidifying_days(humidity_pct: Sequence[float]) -> int:
    """Days drier than 45 %."""
    return sum(1 for h in humidity_pct if h < HUMIDIFYING_BELOW_PCT)


def ions(area_hm2: float, height_m: float, concentration_cm3: float, days: float, lifetime_min: float) -> float:
    """5.256·10¹⁵ Q A H/L of a year (lyt1721): 10⁶ cm³/m³, 10⁴ m²/hm², 525 600 min/a, of which `days` are counted."""
    standing = concentration_cm3 * 1e6 * area_hm2 * 1e4 * height_m
    return standing * (days * 24.0 * 60.0) / lifetime_min


def counted_concentration(concentration_cm3: float, threshold_cm3: float) -> float:
    """Q - 600, of which less than nothing is nothing (lyt1721)."""
    return max(0.0, concentration_cm3 - threshold_cm3)


def noise_db_km(reduction_db: float, length_km: float) -> float:
    return reduction_db * length_km
