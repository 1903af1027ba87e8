r"""Flood mitigation (洪水调蓄): flood water that vegetation, paddies, lakes, reservoirs and marshes can hold back.

.. math::  C_{lake} = T e^{a} S^{b} \qquad C_{reservoir} = \theta \, C_t \qquad C_{marsh} = h \, S

.. math::  C_{vegetation} = \sum_i A_i \, (P_i - R_i) \qquad C_{paddy} = h_p \, S_p

Counted here: lakes one by one, reservoirs and the water standing on marshes [1]_; where the standard says so, also
storm rain that vegetation holds back, water in paddies and in the soil of marshes [2]_. Not counted here: water
retained at other times (see water_retention). Storm rain that is counted there as well is counted twice.

The lake regression is concave (b < 1): on the sum of areas it gives less than on the lakes one by one, on pieces cut at
a county border more. It is therefore applied to whole lakes, whose storage counties then share by area.
The paper prints the marsh volume in 万m³; 0.3 m on an area in km² is m³ only, and only so meets its own result.

References
----------
.. [1] ganzi2017, §2.4.4.
.. [2] mee_2020, not read: the forms are those that others ascribe to it.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, SOURCE, object_name
from gep.spec import Component, Key, Label, Method, Number, ServiceSpec, Sheet, Step, given
from gep.units import ParameterSet, Quantity, exp, parameters, power, rule

__all__ = [
    "SPEC",
    "lake_mitigation",
    "lake_storage",
    "marsh_mitigation",
    "marsh_soil_and_surface",
    "marsh_soil_storage",
    "paddy_mitigation",
    "reservoir_mitigation",
    "vegetation_mitigation",
]


@rule(
    lake_area="number of km²",
    lake_storage=parameters("intercept", "exponent"),
    exchanges="",
    returns="number of 万m³",
)
def lake_storage(lake_area: Quantity, lake_storage: ParameterSet, exchanges: Quantity) -> Quantity:
    r"""Return the storage of a whole lake that is available to floods.

    Parameters
    ----------
    lake_area : Quantity, shape (n,)
        Area of the whole lake, also beyond the county. [km²], ≥ 0
    lake_storage : ParameterSet
        Regression of the lake zone: ``intercept`` and ``exponent``.
    exchanges : Quantity
        Times the water is exchanged in the period. [-], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [万m³]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: C = T \, e^{a} S^{b}

    §2.4.4 of ganzi2017. The regression holds for the number of km² and gives the number of 万m³.
    """
    return exp(lake_storage.intercept) * power(lake_area, lake_storage.exponent) * exchanges


@rule(storage="m³", county_share="", returns="m³")
def lake_mitigation(storage: Quantity, county_share: Quantity) -> Quantity:
    r"""Return the county's part of a lake's storage.

    Parameters
    ----------
    storage : Quantity, shape (n,)
        Storage of the whole lake. [m³], ≥ 0
    county_share : Quantity, shape (n,)
        Share of the lake's area that lies in the county. [-], 0 … 1

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
    .. math:: C_{county} = \sigma C

    A choice of this program: sharing by area keeps the sum over counties equal to the lake.
    """
    return storage * county_share


@rule(capacity="m³", reservoir_share="", returns="m³")
def reservoir_mitigation(capacity: Quantity, reservoir_share: Quantity) -> Quantity:
    r"""Return the part of a reservoir's capacity that holds back floods.

    Parameters
    ----------
    capacity : Quantity, shape (n,)
        Total capacity. [m³], ≥ 0
    reservoir_share : Quantity
        Share that serves flood control. [-], 0 … 1

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
    .. math:: C_r = \theta \, C_t

    §2.4.4 of ganzi2017.
    """
    return reservoir_share * capacity


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


@rule(area="km²", storm_precipitation="mm", storm_runoff="mm", returns="m³")
def vegetation_mitigation(area: Quantity, storm_precipitation: Quantity, storm_runoff: Quantity) -> Quantity:
    r"""Return the storm rain that vegetation holds back; negative where more runs off than fell.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of the ecosystem type. [km²], ≥ 0
    storm_precipitation, storm_runoff : Quantity, shape (n,)
        Rain of all storms of the period, and what of it ran off. [mm], ≥ 0

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
    .. math:: C_v = A \, (P_f - R_f)

    Ascribed to mee_2020, which was not read. Others write a factor 10³ for mm on km²; the units do that here. What a
    storm is (50 mm in a day is customary) is decided before the inventory is filled in.
    """
    return area * (storm_precipitation - storm_runoff)


@rule(paddy_area="m²", paddy_depth="m", returns="m³")
def paddy_mitigation(paddy_area: Quantity, paddy_depth: Quantity) -> Quantity:
    r"""Return the water that paddies can hold between their banks in a flood.

    Parameters
    ----------
    paddy_area : Quantity, shape (n,)
        Area of the paddies. [m²], ≥ 0
    paddy_depth : Quantity
        Depth that fits between the water already standing and the top of the banks. [m], ≥ 0

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
    .. math:: C_p = h_p \, S_p

    gbt46869_2025 is said to count paddies; no text with its equation was read. The form is that of the marshes.
    """
    return paddy_depth * paddy_area


_WATER = Label("水利局", "water bureau")

LAKES = Sheet(
    "lakes",
    Label("湖泊", "lakes"),
    (
        object_name("湖泊名称", "lake"),
        Key("zone", Label("湖区", "lake zone"), kind="lake_zone", identifies=False),
        Number("lake_area", Label("湖泊总面积", "area of the whole lake"), unit="km²", low=0, department=_WATER),
        Number(
            "county_share",
            Label("本区域占湖泊面积比例", "share of the lake in the area"),
            unit="%",
            low=0,
            high=100,
            department=_WATER,
        ),
        SOURCE,
    ),
    Label(
        "每个湖泊一行,填整个湖泊的面积(含区外部分),再填本区域所占比例;不要把几个湖泊的面积相加。",
        "one row a lake: the area of the whole lake, also beyond the border, and the share inside; never add lakes up.",
    ),
)
RESERVOIRS = Sheet(
    "reservoirs",
    Label("水库", "reservoirs"),
    (
        object_name("水库名称", "reservoir"),
        Number("capacity", Label("总库容", "total capacity"), unit="万m³", low=0, department=_WATER),
        SOURCE,
    ),
)
MARSHES = Sheet(
    "marshes",
    Label("沼泽", "marshes"),
    (
        object_name("沼泽名称", "marsh"),
        Number(
            "marsh_area",
            Label("沼泽面积", "area of the marsh"),
            unit="km²",
            low=0,
            department=Label("林草局", "forestry and grassland bureau"),
        ),
        SOURCE,
    ),
)

FLOOD_CAPACITIES = Sheet(
    "flood_capacities",
    Label("水库防洪库容", "flood capacity of reservoirs"),
    (
        object_name("水库名称", "reservoir"),
        Number("flood_capacity", Label("防洪库容", "flood capacity"), unit="万m³", low=0, department=_WATER),
        SOURCE,
    ),
    Label(
        "填设计文件中的防洪库容,不是总库容。",
        "the flood capacity of the design documents, not the total capacity.",
    ),
)
MARSH_SOILS = Sheet(
    "marsh_soils",
    Label("沼泽土壤", "soil of marshes"),
    (
        object_name("沼泽名称", "marsh"),
        Number(
            "marsh_area",
            Label("沼泽面积", "area of the marsh"),
            unit="km²",
            low=0,
            department=Label("林草局", "forestry and grassland bureau"),
        ),
        Number(
            "marsh_bulk_density",
            Label("土壤容重", "bulk density of the soil"),
            unit="t/m³",
            low=0,
            plausible=(0.05, 1.5),
            department=Label("林草局", "forestry and grassland bureau"),
        ),
        Number(
            "saturated_water_content",
            Label("饱和含水量", "water content when saturated"),
            unit="%",
            low=0,
            plausible=(20, 900),
            department=Label("林草局", "forestry and grassland bureau"),
        ),
        Number(
            "natural_water_content",
            Label("自然含水量", "water content before the flood"),
            unit="%",
            low=0,
            plausible=(10, 900),
            department=Label("林草局", "forestry and grassland bureau"),
        ),
        SOURCE,
    ),
    Label(
        "含水量为水的质量占干土质量的百分比;泥炭可以超过 100%。",
        "water content is mass of water by mass of dry soil; that of peat may exceed 100 %.",
    ),
)
STORMS = Sheet(
    "storms",
    Label("暴雨调蓄", "storms"),
    (
        ECOSYSTEM,
        Number(
            "storm_precipitation",
            Label("暴雨降雨量", "storm rain"),
            unit="mm",
            low=0,
            plausible=(0, 1000),
            department=Label("气象局", "meteorological bureau"),
        ),
        Number(
            "storm_runoff",
            Label("暴雨径流量", "storm runoff"),
            unit="mm",
            low=0,
            plausible=(0, 1000),
            department=_WATER,
        ),
        SOURCE,
    ),
    Label(
        "填核算期内各场暴雨的合计;没有暴雨填 0。已计入水源涵养的暴雨不要再填。",
        "sums over the storms of the period; without storms write 0. Leave out rain counted under water retention.",
    ),
    covers=("forest", "shrub", "grassland"),
)
PADDIES = Sheet(
    "paddies",
    Label("水田调蓄", "paddies"),
    (
        object_name("水田名称", "paddy"),
        Number(
            "paddy_area",
            Label("水田面积", "area of the paddies"),
            unit="hm²",
            low=0,
            department=Label("农业农村局", "agriculture bureau"),
        ),
        SOURCE,
    ),
)

LAKE_REGRESSION = Method(
    "lake_regression",
    Label("湖泊面积回归法", "lake area regression"),
    LAKES,
    (
        Step("lake_storage", Label("湖泊可调蓄量", "storage of the whole lake"), lake_storage),
        Step(
            "lake_mitigation",
            Label("湖泊调蓄", "flood mitigation by lakes"),
            lake_mitigation,
            {"storage": "lake_storage"},
            price="reservoir_storage",
            headline=True,
        ),
    ),
    ecosystem="lake",
    classes={"lake_storage": "zone"},
    reference="ganzi2017",
)
RESERVOIR_CAPACITY = Method(
    "reservoir_capacity",
    Label("水库库容法", "reservoir capacity"),
    RESERVOIRS,
    (
        Step(
            "reservoir_mitigation",
            Label("水库调蓄", "flood mitigation by reservoirs"),
            reservoir_mitigation,
            price="reservoir_storage",
            headline=True,
        ),
    ),
    ecosystem="reservoir",
    reference="ganzi2017",
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
RESERVOIR_FLOOD_CAPACITY = Method(
    "reservoir_flood_capacity",
    Label("水库防洪库容法", "flood capacity of reservoirs"),
    FLOOD_CAPACITIES,
    (
        given(
            "reservoir_mitigation",
            Label("水库调蓄", "flood mitigation by reservoirs"),
            "flood_capacity",
            price="reservoir_storage",
            headline=True,
        ),
    ),
    ecosystem="reservoir",
    reference="mee_2020",
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
STORM_BALANCE = Method(
    "storm_balance",
    Label("暴雨水量平衡法", "balance of storm rain"),
    STORMS,
    (
        Step(
            "vegetation_mitigation",
            Label("植被调蓄", "flood mitigation by vegetation"),
            vegetation_mitigation,
            price="reservoir_storage",
            headline=True,
        ),
    ),
    reference="mee_2020",
)
PADDY_STANDING_WATER = Method(
    "paddy_standing_water",
    Label("水田蓄水法", "standing water in paddies"),
    PADDIES,
    (
        Step(
            "paddy_mitigation",
            Label("水田调蓄", "flood mitigation by paddies"),
            paddy_mitigation,
            price="reservoir_storage",
            headline=True,
        ),
    ),
    ecosystem="paddy",
    reference="general",
)

SPEC = ServiceSpec(
    "flood_mitigation",
    Label("洪水调蓄", "flood mitigation"),
    "regulating",
    (
        Component("lake", (LAKE_REGRESSION,)),
        Component("reservoir", (RESERVOIR_CAPACITY, RESERVOIR_FLOOD_CAPACITY)),
        Component("marsh", (MARSH_STANDING_WATER, MARSH_SOIL_AND_SURFACE)),
        Component("vegetation", (STORM_BALANCE,)),
        Component("paddy", (PADDY_STANDING_WATER,)),
    ),
    headline_unit="m³",
)
