"""What the tests of published accounts by land use share: areas at one value by area, for all services or for one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from printed import account_of, printed, values

from gep.account import Account
from gep.classifications import find_item

Row = Mapping[str, str]


class LandUse(NamedTuple):
    """A published account by land use: its place, its tables and their units."""

    region: str
    land: Sequence[Row]
    services: Sequence[Row]
    area_unit: str
    price_unit: str
    scale: float
    """元 in the unit of its values."""

    def rows(self, year: int) -> list[Row]:
        """Return the land uses of a year."""
        return [row for row in self.land if int(row["year"]) == year]

    def coefficient(self, land: str, services: Iterable[Row]) -> float:
        """Return the sum of the printed coefficients of some services for a land use."""
        return math.fsum(float(row[land]) for row in services)

    def account(self, year: int, services: Iterable[Row]) -> Account:
        """Return the account of the land of a year at the coefficients of some services."""
        chosen = list(services)
        rows = self.rows(year)
        return account_of(
            (self.region, year),
            {"unit_value": "value_by_land_use"},
            standard="unit_value",
            unit_value_land=[
                {"item": row["land"], f"type_area [{self.area_unit}]": float(row["area"]), "source": "论文"}
                for row in rows
            ],
            prices=[
                {
                    "price": "land_use_value",
                    "item": row["land"],
                    "value": self.coefficient(row["land"], chosen),
                    "value_unit": self.price_unit,
                    "source": "论文",
                }
                for row in rows
            ],
        )

    def by_land(self, account: Account, year: int) -> dict[str, float]:
        """Return the value of each land use in the unit of the publication."""
        lines = {item: worth / self.scale for (_, item), worth in values(account).items()}
        keys = {row["land"]: find_item("land_use", row["land"]) for row in self.rows(year)}
        return {land: lines[known.key] for land, known in keys.items() if known is not None}

    def rounding(self, year: int, worth: Mapping[str, float]) -> dict[str, float]:
        """Return by how much each value may change within the rounding of its area."""
        areas = {row["land"]: printed(row["area"]) for row in self.rows(year)}
        return {land: one * areas[land].half / areas[land].value for land, one in worth.items()}
