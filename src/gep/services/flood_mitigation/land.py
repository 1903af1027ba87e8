"""Vegetation and paddies: storm rain that land holds back."""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, SOURCE, WATER_BUREAU, object_name
from gep.spec import Label, Method, Number, Sheet, Step
from gep.units import Quantity, rule

__all__ = ["PADDY_STANDING_WATER", "STORM_BALANCE", "paddy_mitigation", "vegetation_mitigation"]


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


STORMS = Sheet(
    "storms",
    Label("暴雨调蓄", "storms"),
    (
        ECOSYSTEM,
        Number(
            "storm_precipitation",
            Label("暴雨降雨量", "storm rain"),
            note=Label("核算期内各场暴雨降雨量的合计", "rain of all storms of the period together"),
            unit="mm",
            low=0,
            department=Label("气象局", "meteorological bureau"),
        ),
        Number(
            "storm_runoff",
            Label("暴雨径流量", "storm runoff"),
            note=Label("上述各场暴雨产生的地表径流深的合计", "surface runoff of these storms together, as a depth"),
            unit="mm",
            low=0,
            department=WATER_BUREAU,
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
        object_name(
            "水田名称",
            "paddy",
            "一片水田一行,名称自定,不得重复",
            "one row a stretch of paddies, under a name of its own",
        ),
        Number(
            "paddy_area",
            Label("水田面积", "area of the paddies"),
            note=Label("能蓄水调洪的水田面积", "area of the paddies that hold back flood water"),
            lasting=True,
            unit="hm²",
            low=0,
            department=Label("农业农村局", "agriculture bureau"),
        ),
        SOURCE,
    ),
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
