r"""Flood mitigation (洪水调蓄): flood water that lakes, reservoirs and marshes can hold back.

.. math::  C_{lake} = T e^{a} S^{b} \qquad C_{reservoir} = \theta \, C_t \qquad C_{marsh} = h \, S

Counted here: lakes one by one, reservoirs and the water standing on marshes [1]_. Not counted here: water retained by
vegetation (see water_retention).

The lake regression is concave (b < 1): on the sum of areas it gives less than on the lakes one by one, on pieces cut at
a county border more. It is therefore applied to whole lakes, whose storage counties then share by area.
The paper prints the marsh volume in 万m³; 0.3 m on an area in km² is m³ only, and only so meets its own result.

References
----------
.. [1] ganzi2017, §2.4.4.
"""

from __future__ import annotations

from gep.services.columns import SOURCE, object_name
from gep.spec import Component, Key, Label, Method, Number, ServiceSpec, Sheet, Step
from gep.units import ParameterSet, Quantity, exp, parameters, power, rule

__all__ = ["SPEC", "lake_mitigation", "lake_storage", "marsh_mitigation", "reservoir_mitigation"]


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

SPEC = ServiceSpec(
    "flood_mitigation",
    Label("洪水调蓄", "flood mitigation"),
    "regulating",
    (
        Component("lake", (LAKE_REGRESSION,)),
        Component("reservoir", (RESERVOIR_CAPACITY,)),
        Component("marsh", (MARSH_STANDING_WATER,)),
    ),
    headline_unit="m³",
)
