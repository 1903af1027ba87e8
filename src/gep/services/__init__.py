"""The services, in reporting order. Adding one is one line here."""

from __future__ import annotations

from gep.services import (
    air_purification,
    carbon_sequestration,
    climate_regulation,
    coastal_protection,
    flood_mitigation,
    hydropower,
    landscape_premium,
    negative_ions,
    noise_attenuation,
    other_energy,
    oxygen_release,
    pest_control,
    products,
    recreation,
    sand_fixation,
    soil_retention,
    species_conservation,
    tourism,
    unit_value,
    water_purification,
    water_retention,
    water_supply,
)
from gep.spec import ServiceSpec

__all__ = ["SERVICES", "service"]

SERVICES: tuple[ServiceSpec, ...] = (
    *products.SPECS,
    water_supply.SPEC,
    hydropower.SPEC,
    other_energy.SPEC,
    water_retention.SPEC,
    soil_retention.SPEC,
    sand_fixation.SPEC,
    coastal_protection.SPEC,
    flood_mitigation.SPEC,
    air_purification.SPEC,
    water_purification.SPEC,
    carbon_sequestration.SPEC,
    oxygen_release.SPEC,
    climate_regulation.SPEC,
    noise_attenuation.SPEC,
    species_conservation.SPEC,
    pest_control.SPEC,
    negative_ions.SPEC,
    tourism.SPEC,
    recreation.SPEC,
    landscape_premium.SPEC,
    unit_value.SPEC,
)


def service(name: str) -> ServiceSpec | None:
    """Return the service called `name`, or None."""
    return next((spec for spec in SERVICES if spec.name == name), None)
