"""Lakes and reservoirs: what they can hold back of a flood."""

from __future__ import annotations

from gep.services.columns import SOURCE, WATER_BUREAU, object_name
from gep.spec import Key, Label, Method, Number, Sheet, Step, given
from gep.units import ParameterSet, Quantity, exp, parameters, power, rule

__all__ = [
    "LAKE_REGRESSION",
    "LAKE_TOTAL_AREA",
    "RESERVOIR_CAPACITY",
    "RESERVOIR_FLOOD_CAPACITY",
    "lake_mitigation",
    "lake_storage",
    "reservoir_mitigation",
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


LAKES = Sheet(
    "lakes",
    Label("湖泊", "lakes"),
    (
        object_name("湖泊名称", "lake", "一个湖泊一行", "one row a lake"),
        Key(
            "zone",
            Label("湖区", "lake zone"),
            note=Label(
                "湖泊所在的湖区,决定可调蓄水量的算法",
                "lake zone that the lake lies in; it decides how its storage is computed",
            ),
            kind="lake_zone",
            identifies=False,
        ),
        Number(
            "lake_area",
            Label("湖泊总面积", "area of the whole lake"),
            note=Label("整个湖泊的水面面积,含区外部分", "water surface of the whole lake, also outside the area"),
            lasting=True,
            unit="km²",
            low=0,
            department=WATER_BUREAU,
        ),
        Number(
            "county_share",
            Label("本区域占湖泊面积比例", "share of the lake in the area"),
            note=Label("湖泊水面在本区域内的部分占整个湖泊的比例", "part of the lake's surface that lies in the area"),
            lasting=True,
            unit="%",
            low=0,
            high=100,
            department=WATER_BUREAU,
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
        object_name("水库名称", "reservoir", "一座水库一行", "one row a reservoir"),
        Number(
            "capacity",
            Label("总库容", "total capacity"),
            note=Label("校核洪水位以下的水库容积", "volume of the reservoir below the check flood level"),
            lasting=True,
            unit="万m³",
            low=0,
            department=WATER_BUREAU,
        ),
        SOURCE,
    ),
)
FLOOD_CAPACITIES = Sheet(
    "flood_capacities",
    Label("水库防洪库容", "flood capacity of reservoirs"),
    (
        object_name("水库名称", "reservoir", "一座水库一行", "one row a reservoir"),
        Number(
            "flood_capacity",
            Label("防洪库容", "flood capacity"),
            note=Label("设计文件中用于拦蓄洪水的库容", "volume set aside for floods by the design of the reservoir"),
            lasting=True,
            unit="万m³",
            low=0,
            department=WATER_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "填设计文件中的防洪库容,不是总库容。",
        "the flood capacity of the design documents, not the total capacity.",
    ),
)
LAKE_TOTALS = Sheet(
    "lake_totals",
    Label("湖泊合计面积", "total area of lakes"),
    (
        Key(
            "zone",
            Label("湖区", "lake zone"),
            note=Label(
                "湖泊所在的湖区,决定可调蓄水量的算法",
                "lake zone that the lake lies in; it decides how its storage is computed",
            ),
            kind="lake_zone",
        ),
        Number(
            "lake_area",
            Label("湖泊合计面积", "area of all lakes"),
            note=Label("该湖区内各湖泊水面面积的合计", "water surface of all lakes of the zone together"),
            lasting=True,
            unit="km²",
            low=0,
            department=WATER_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "只用于按湖泊总面积计算的核算口径;按湖泊逐个计算用“湖泊”表。两种算法的结果不同。",
        "only for accounts that apply the regression to the sum of areas; lake by lake belongs to the sheet of lakes.",
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
LAKE_TOTAL_AREA = Method(
    "lake_total_area",
    Label("湖泊总面积回归法", "regression on the total area of lakes"),
    LAKE_TOTALS,
    (
        Step(
            "lake_mitigation",
            Label("湖泊调蓄", "flood mitigation by lakes"),
            lake_storage,
            price="reservoir_storage",
            headline=True,
        ),
    ),
    ecosystem="lake",
    classes={"lake_storage": "zone"},
    reference="ganzi2017",
)
