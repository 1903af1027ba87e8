"""Marshes and other wetlands: water in their soil, on it, and what they took up in each flood."""

from __future__ import annotations

from gep.services.columns import FORESTRY_BUREAU, SOURCE, WATER_BUREAU, object_name
from gep.spec import Label, Method, Number, Sheet, Step
from gep.units import Quantity, rule

__all__ = [
    "MARSH_SOIL_AND_SURFACE",
    "MARSH_STANDING_WATER",
    "WETLAND_EVENTS",
    "marsh_mitigation",
    "marsh_soil_and_surface",
    "marsh_soil_storage",
    "wetland_mitigation",
]


@rule(marsh_area="m²", marsh_depth="m", returns="m³")
def marsh_mitigation(marsh_area: Quantity, marsh_depth: Quantity) -> Quantity:
    r"""Return the water that stands on a marsh in a flood.

    Parameters
    ----------
    marsh_area : Quantity, shape (n,)
        Area of the marsh. [m²], ≥ 0
    marsh_depth : Quantity
        Depth of standing water. [m], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [m³]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: C_m = h \, S

    §2.4.4 of ganzi2017, whose unit label 万m³ is a misprint.
    """
    return marsh_depth * marsh_area


@rule(
    marsh_area="m²",
    marsh_soil_depth="m",
    marsh_bulk_density="t/m³",
    saturated_water_content="",
    natural_water_content="",
    water_density="kg/m³",
    returns="m³",
)
def marsh_soil_storage(
    marsh_area: Quantity,
    marsh_soil_depth: Quantity,
    marsh_bulk_density: Quantity,
    saturated_water_content: Quantity,
    natural_water_content: Quantity,
    water_density: Quantity,
) -> Quantity:
    r"""Return the water that the soil of a marsh can still take up.

    Parameters
    ----------
    marsh_area : Quantity, shape (n,)
        Area of the marsh. [m²], ≥ 0
    marsh_soil_depth : Quantity
        Depth of soil that stores water. [m], ≥ 0
    marsh_bulk_density : Quantity, shape (n,)
        Dry mass of the soil by its volume. [t/m³], > 0
    saturated_water_content, natural_water_content : Quantity, shape (n,)
        Mass of water by dry mass of soil, when saturated and before the flood. [-], ≥ 0, peat far above 1
    water_density : Quantity
        [kg/m³], > 0

    Returns
    -------
    Quantity, shape (n,)
        [m³]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: C_s = S h \rho (F - E) / \rho_w

    Ascribed to mee_2020, which was not read. Others write F and E in % and divide by 100; the units do that here.
    """
    held = saturated_water_content - natural_water_content
    return marsh_area * marsh_soil_depth * marsh_bulk_density * held / water_density


@rule(soil_storage="m³", surface_storage="m³", returns="m³")
def marsh_soil_and_surface(soil_storage: Quantity, surface_storage: Quantity) -> Quantity:
    r"""Return the water that a marsh holds in its soil and above it.

    Parameters
    ----------
    soil_storage, surface_storage : Quantity, shape (n,)
        The two parts. [m³], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [m³]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: C_m = C_s + C_h

    Ascribed to mee_2020, which was not read.
    """
    return soil_storage + surface_storage


@rule(peak_storage="m³", initial_storage="m³", returns="m³")
def wetland_mitigation(peak_storage: Quantity, initial_storage: Quantity) -> Quantity:
    r"""Return the water that a wetland took up in one flood.

    Parameters
    ----------
    peak_storage : Quantity, shape (n,)
        Water in the wetland when it held most. [m³], ≥ 0
    initial_storage : Quantity, shape (n,)
        Water in the wetland when the flood began. [m³], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [m³]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: C_e = S_{peak} - S_0

    Event by event after jiang2017, who adds the floods of a year up.
    """
    return peak_storage - initial_storage


MARSHES = Sheet(
    "marshes",
    Label("沼泽", "marshes"),
    (
        object_name("沼泽名称", "marsh", "一片沼泽一行", "one row a marsh"),
        Number(
            "marsh_area",
            Label("沼泽面积", "area of the marsh"),
            note=Label("沼泽在本区域内的面积", "area of the marsh within the area of the account"),
            lasting=True,
            unit="km²",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        SOURCE,
    ),
)
MARSH_SOILS = Sheet(
    "marsh_soils",
    Label("沼泽土壤", "soil of marshes"),
    (
        object_name("沼泽名称", "marsh", "一片沼泽一行", "one row a marsh"),
        Number(
            "marsh_area",
            Label("沼泽面积", "area of the marsh"),
            note=Label("沼泽在本区域内的面积", "area of the marsh within the area of the account"),
            lasting=True,
            unit="km²",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "marsh_bulk_density",
            Label("土壤容重", "bulk density of the soil"),
            note=Label("沼泽土壤单位体积的干土质量", "mass of dry soil per volume"),
            lasting=True,
            unit="t/m³",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "saturated_water_content",
            Label("饱和含水量", "water content when saturated"),
            note=Label("土壤饱和时水与干土的质量比", "mass of water to mass of dry soil when saturated"),
            lasting=True,
            unit="%",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "natural_water_content",
            Label("自然含水量", "water content before the flood"),
            note=Label("洪水到来前水与干土的质量比", "mass of water to mass of dry soil before the flood"),
            lasting=True,
            unit="%",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "含水量为水的质量占干土质量的百分比;泥炭可以超过 100%。",
        "water content is mass of water by mass of dry soil; that of peat may exceed 100 %.",
    ),
)
EVENTS = Sheet(
    "wetland_events",
    Label("湿地洪水场次", "floods of wetlands"),
    (
        object_name("湿地与场次", "wetland and flood"),
        Number(
            "peak_storage",
            Label("场次最大蓄水量", "storage at the peak"),
            note=Label("一场洪水中湿地的最大蓄水量", "most water that the wetland held during the flood"),
            unit="万m³",
            low=0,
            department=WATER_BUREAU,
        ),
        Number(
            "initial_storage",
            Label("场次起始蓄水量", "storage at the start"),
            note=Label("该场洪水开始时湿地的蓄水量", "water in the wetland when the flood began"),
            unit="万m³",
            low=0,
            department=WATER_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "每个湿地每场洪水一行;核算期内没有洪水填 0。同一湿地不得再按湖泊或沼泽面积计算。",
        "one row for each flood of each wetland; without floods write 0. The same water may not count by area as well.",
    ),
)

MARSH_STANDING_WATER = Method(
    "marsh_standing_water",
    Label("沼泽滞水法", "standing water on marshes"),
    MARSHES,
    (
        Step(
            "marsh_mitigation",
            Label("沼泽调蓄", "flood mitigation by marshes"),
            marsh_mitigation,
            price="reservoir_storage",
            headline=True,
        ),
    ),
    ecosystem="marsh",
    reference="ganzi2017",
)
MARSH_SOIL_AND_SURFACE = Method(
    "marsh_soil_and_surface",
    Label("沼泽土壤与地表蓄水法", "soil and surface water of marshes"),
    MARSH_SOILS,
    (
        Step("marsh_soil_storage", Label("沼泽土壤蓄水", "water in the soil of marshes"), marsh_soil_storage),
        Step("marsh_surface_storage", Label("沼泽地表滞水", "water standing on marshes"), marsh_mitigation),
        Step(
            "marsh_mitigation",
            Label("沼泽调蓄", "flood mitigation by marshes"),
            marsh_soil_and_surface,
            {"soil_storage": "marsh_soil_storage", "surface_storage": "marsh_surface_storage"},
            price="reservoir_storage",
            headline=True,
        ),
    ),
    ecosystem="marsh",
    reference="mee_2020",
)
WETLAND_EVENTS = Method(
    "wetland_events",
    Label("湿地洪水场次法", "floods of wetlands one by one"),
    EVENTS,
    (
        Step(
            "wetland_mitigation",
            Label("湿地场次调蓄", "flood water taken up by wetlands"),
            wetland_mitigation,
            price="reservoir_storage",
            headline=True,
        ),
    ),
    ecosystem="wetland",
    reference="jiang2017",
)
