r"""Water retention (水源涵养): precipitation that ecosystems hold back from storm runoff and evapotranspiration.

.. math::  Q = A \, (P - R - ET), \qquad R = \alpha P

Counted here: the water balance of each ecosystem type over the accounting period [1]_, with runoff measured or from a
runoff coefficient [2]_. Not counted here: storm water held by vegetation (see flood_mitigation) and
water abstracted for use (see water_supply): the same water may not be counted in both.

HJ 1173 calls P "runoff-generating rainfall" and R "surface runoff", the papers "precipitation" and
"storm runoff"; the two are not interchangeable and the inventory states which was used. No text says what
a negative balance means; the share of it that counts is a policy of the standard.

References
----------
.. [1] hj1173_2021, eq. A.1.
.. [2] gong2017, table 2; redline2017.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, SOURCE
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step
from gep.units import Quantity, maximum, minimum, rule

__all__ = ["SPEC", "retained_water", "storm_runoff", "uncounted_deficit", "water_balance"]


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


SHEET = Sheet(
    "water_retention",
    Label("水源涵养", "water retention"),
    (
        ECOSYSTEM,
        Number(
            "precipitation",
            Label("降水量", "precipitation"),
            unit="mm",
            low=0,
            plausible=(10, 1500),
            department=Label("气象局", "meteorological bureau"),
        ),
        Number(
            "evapotranspiration",
            Label("蒸散发量", "evapotranspiration"),
            unit="mm",
            low=0,
            plausible=(10, 1500),
            department=Label("气象局", "meteorological bureau"),
        ),
        Number(
            "runoff",
            Label("地表径流量", "surface runoff"),
            unit="mm",
            low=0,
            plausible=(0, 1000),
            department=Label("水利局", "water bureau"),
        ),
        SOURCE,
    ),
    Label(
        "径流系数法填降水量和蒸散发量;实测径流法另填地表径流量。",
        "runoff coefficient: fill precipitation and evapotranspiration; measured runoff: surface runoff as well.",
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
    (Component("", (RUNOFF_COEFFICIENT, MEASURED_RUNOFF)),),
    headline_unit="m³",
)
