r"""Water retention (水源涵养): precipitation that ecosystems hold back from storm runoff and evapotranspiration.

.. math::  Q = A \, (P - R - ET), \qquad R = \alpha P \qquad\text{or}\qquad Q = U + Q_{out} - Q_{in}

Counted here: the water balance of each ecosystem type over the accounting period [1]_, with runoff measured or from a
runoff coefficient [2]_, or the water that the area supplies, used in it and flowing out of it [3]_. Not counted here:
storm water held by vegetation (see flood_mitigation) and water abstracted for use (see water_supply): the same water
may not be counted in both.

HJ 1173 calls P "runoff-generating rainfall" and R "surface runoff", the papers "precipitation" and
"storm runoff"; the two are not interchangeable and the inventory states which was used. No text says what
a negative balance means; the share of it that counts is a policy of the standard.

References
----------
.. [1] hj1173_2021, eq. A.1.
.. [2] gong2017, table 2; redline2017.
.. [3] ndrc_2022, not read: only the name of the method is known.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, ECOSYSTEM_IF_KNOWN, SOURCE, WATER_BUREAU, object_name
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step
from gep.units import Quantity, maximum, minimum, rule

__all__ = [
    "SPEC",
    "retained_water",
    "storm_runoff",
    "supplied_to_people",
    "uncounted_deficit",
    "water_balance",
]


@rule(precipitation="mm", runoff_coefficient="", returns="mm")
def storm_runoff(precipitation: Quantity, runoff_coefficient: Quantity) -> Quantity:
    r"""Return the depth of storm runoff.

    Parameters
    ----------
    precipitation : Quantity, shape (n,)
        Precipitation of the period. [mm], ≥ 0
    runoff_coefficient : Quantity, shape (n,)
        Share of precipitation that leaves as storm runoff. [-], 0 … 1

    Returns
    -------
    Quantity, shape (n,)
        [mm]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: R = \alpha P

    Table 2 of gong2017.
    """
    return runoff_coefficient * precipitation


@rule(area="km²", precipitation="mm", runoff="mm", evapotranspiration="mm", returns="m³")
def water_balance(area: Quantity, precipitation: Quantity, runoff: Quantity, evapotranspiration: Quantity) -> Quantity:
    r"""Return precipitation minus runoff minus evapotranspiration over the area; negative where more leaves than falls.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of the ecosystem type. [km²], ≥ 0
    precipitation, runoff, evapotranspiration : Quantity, shape (n,)
        Depths of the period. [mm], ≥ 0

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
    .. math:: W = A \, (P - R - ET)

    Eq. A.1 of hj1173_2021, which prints A in m² and a factor 10⁻³ for mm.
    """
    return area * (precipitation - runoff - evapotranspiration)


@rule(balance="m³", negative_share="", returns="m³")
def retained_water(balance: Quantity, negative_share: Quantity) -> Quantity:
    r"""Return the water retained: the balance, of which a negative part counts by the standard's policy.

    Parameters
    ----------
    balance : Quantity, shape (n,)
        Water balance. [m³], any sign
    negative_share : Quantity
        Share of a negative balance that counts: 1 keeps it, 0 sets it to zero. [-], 0 … 1

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
    .. math:: Q = \max(W, 0) + \nu \min(W, 0)

    The share is a policy; no source was found that settles it.
    """
    # Not `where`: a missing share must leave no row with a number.
    even = Quantity(0, "m³")
    return maximum(balance, even) + negative_share * minimum(balance, even)


@rule(balance="m³", retained="m³", returns="m³")
def uncounted_deficit(balance: Quantity, retained: Quantity) -> Quantity:
    r"""Return the negative water balance that the policy of the standard leaves out.

    Parameters
    ----------
    balance : Quantity, shape (n,)
        Water balance. [m³], any sign
    retained : Quantity, shape (n,)
        Water retained after the policy. [m³], ≥ balance

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
    .. math:: D = Q - W

    Reported so that a policy never cuts off water in silence.
    """
    return retained - balance


@rule(local_use="m³", outflow="m³", inflow="m³", returns="m³")
def supplied_to_people(local_use: Quantity, outflow: Quantity, inflow: Quantity) -> Quantity:
    r"""Return the water that the ecosystems of an area supply to people in it and below it.

    Parameters
    ----------
    local_use : Quantity, shape (n,)
        Water consumed in the area. [m³], ≥ 0
    outflow, inflow : Quantity, shape (n,)
        Water that leaves the area by its rivers, and that enters by them. [m³], ≥ 0

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
    .. math:: Q = U + Q_{out} - Q_{in}

    Ascribed to ndrc_2022, which was not read: known is the name of the method, not its equation. This is the water that
    arises in the area. Negative where more flows in than is used and flows out.
    """
    return local_use + outflow - inflow


SHEET = Sheet(
    "water_retention",
    Label("水源涵养", "water retention"),
    (
        ECOSYSTEM,
        Number(
            "precipitation",
            Label("降水量", "precipitation"),
            note=Label("核算期内该类型范围的降水深", "depth of precipitation on the type in the period"),
            unit="mm",
            low=0,
            department=Label("气象局", "meteorological bureau"),
        ),
        Number(
            "evapotranspiration",
            Label("蒸散发量", "evapotranspiration"),
            note=Label(
                "核算期内该类型范围的实际蒸散发深", "depth of actual evapotranspiration of the type in the period"
            ),
            unit="mm",
            low=0,
            department=Label("气象局", "meteorological bureau"),
        ),
        Number(
            "runoff",
            Label("地表径流量", "surface runoff"),
            note=Label(
                "核算期内该类型范围的实测地表径流深", "measured depth of surface runoff of the type in the period"
            ),
            unit="mm",
            low=0,
            department=WATER_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "径流系数法填降水量和蒸散发量;实测径流法另填地表径流量。",
        "runoff coefficient: fill precipitation and evapotranspiration; measured runoff: surface runoff as well.",
    ),
)


YIELD_SHEET = Sheet(
    "water_yield",
    Label("水量供给", "water supplied by the area"),
    (
        object_name("流域或范围", "basin or scope"),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "local_use",
            Label("本区用水量", "water used in the area"),
            note=Label("核算期内本区域消耗的水量", "water consumed in the area in the period"),
            unit="万m³",
            low=0,
            department=WATER_BUREAU,
        ),
        Number(
            "outflow",
            Label("出境水量", "water that flows out"),
            note=Label("核算期内流出本区域的水量", "water that leaves the area in the period"),
            unit="万m³",
            low=0,
            department=WATER_BUREAU,
        ),
        Number(
            "inflow",
            Label("入境水量", "water that flows in"),
            note=Label("核算期内流入本区域的水量", "water that enters the area in the period"),
            unit="万m³",
            low=0,
            department=WATER_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "用水量取水资源公报的耗水量;没有入境水量填 0。同一水量不得再按水资源供给计入。",
        "the water consumed, from the water resources bulletin; write 0 without inflow. The same water may not count "
        "as water supply as well.",
    ),
)


def _balance(runoff: str) -> tuple[Step, ...]:
    return (
        Step("water_balance", Label("水量平衡", "water balance"), water_balance, {"runoff": runoff}),
        Step(
            "retained_water",
            Label("水源涵养量", "water retained"),
            retained_water,
            {"balance": "water_balance", "negative_share": "policy.negative_water_balance_share"},
            price="reservoir_storage",
            headline=True,
        ),
        Step(
            "uncounted_deficit",
            Label("未计入的负水量平衡", "negative balance not counted"),
            uncounted_deficit,
            {"balance": "water_balance", "retained": "retained_water"},
            noted=True,
        ),
    )


RUNOFF_COEFFICIENT = Method(
    "runoff_coefficient",
    Label("水量平衡法(径流系数)", "water balance with runoff coefficients"),
    SHEET,
    (Step("storm_runoff", Label("暴雨径流", "storm runoff"), storm_runoff), *_balance("storm_runoff")),
    reference="hj1173_2021",
)
WATER_YIELD = Method(
    "water_yield",
    Label("水量供给法", "water supplied by the area"),
    YIELD_SHEET,
    (
        Step(
            "retained_water",
            Label("水源涵养量", "water retained"),
            supplied_to_people,
            price="reservoir_storage",
            headline=True,
        ),
    ),
    reference="ndrc_2022",
)
MEASURED_RUNOFF = Method(
    "measured_runoff",
    Label("水量平衡法(实测径流)", "water balance with measured runoff"),
    SHEET,
    _balance("runoff"),
    reference="hj1173_2021",
)

SPEC = ServiceSpec(
    "water_retention",
    Label("水源涵养", "water retention"),
    "regulating",
    (Component("", (RUNOFF_COEFFICIENT, MEASURED_RUNOFF, WATER_YIELD)),),
    headline_unit="m³",
)
