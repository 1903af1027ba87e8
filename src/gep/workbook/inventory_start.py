"""What stands in an inventory before anything is filled in: the services of the standard, the ecosystem types."""

from __future__ import annotations

from collections.abc import Mapping

from gep.classifications import ecosystem_types
from gep.inventory.sheets import EXTENT, PRODUCT_LIST
from gep.inventory.unfilled import lists_ecosystems
from gep.profiles import Profile
from gep.spec import Sheet
from gep.workbook.inventory_lists import methods_of

__all__ = ["UNCLASSIFIED", "listed_types", "starting_rows"]

UNCLASSIFIED = "unclassified"


def starting_rows(profile: Profile) -> dict[str, list[dict[str, object]]]:
    """Return the rows that the template of a standard starts with.

    Parameters
    ----------
    profile : Profile
        Its services are listed in 生态产品清单; the ecosystem types of level I of HJ 1166-2021 in 生态系统面积 and in
        the sheets by ecosystem type that its methods read.
    """
    rows: dict[str, list[dict[str, object]]] = {
        PRODUCT_LIST.name: [{"service": one.service} for one in profile.services],
        EXTENT.name: [{"ecosystem": one} for one in (*listed_types(EXTENT), UNCLASSIFIED)],
    }
    sheets: Mapping[str, Sheet] = {
        method.sheet.name: method.sheet for _, method in methods_of(profile) if method.sheet is not None
    }
    for name, sheet in sheets.items():
        if lists_ecosystems(sheet):
            rows[name] = [{"ecosystem": one} for one in listed_types(sheet)]
    return rows


def listed_types(sheet: Sheet) -> tuple[str, ...]:
    """Return the ecosystem types that a sheet by ecosystem type lists beforehand: those of level I that it is about."""
    return tuple(
        one.key for one in ecosystem_types() if one.level == 1 and (not sheet.covers or one.key in sheet.covers)
    )
