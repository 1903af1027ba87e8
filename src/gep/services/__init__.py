"""The services, in reporting order. Adding one is one line here."""

from __future__ import annotations

from gep.services import (
    air_purification,
    carbon_sequestration,
    climate_regulation,
    flood_mitigation,
    hydropower,
    oxygen_release,
    pest_control,
    products,
    sand_fixation,
    soil_retention,
    tourism,
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
    water_retention.SPEC,
    soil_retention.SPEC,
    sand_fixation.SPEC,
    flood_mitigation.SPEC,
    air_purification.SPEC,
    water_purification.SPEC,
    carbon_sequestration.SPEC,
    oxygen_release.SPEC,
    climate_regulation.SPEC,
    pest_control.SPEC,
    tourism.SPEC,
)


def service(name: str) -> ServiceSpec | None:
    """Return the service called `name`, or None."""
    return next((spec for spec in SERVICES if spec.name == name), None)
