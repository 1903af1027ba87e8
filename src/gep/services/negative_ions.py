r"""Negative air ions (负离子): ions that vegetation gives to the air around it.

.. math::  G = 5.256 \times 10^{15} \, \frac{C A H}{L} \qquad U = 5.256 \times 10^{15} \, \frac{(C - C_0) A H}{L} \, K

The air over the area A up to the height H holds C ions per volume, which live for L minutes and are made anew all the
time; only those above a threshold :math:`C_0` are worth anything, at the cost K of making an ion by a device [1]_. The
constant is 365 days of 1440 minutes over a hectare, in cm³ and m²: here the days are an input and the units convert.
Most standards leave this service out.

References
----------
.. [1] lyt1721_2008, as others write it out; the text was not read and the lifetime is restored (evidence: unverified).
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, SOURCE
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step
from gep.units import Quantity, maximum, rule

__all__ = ["SPEC", "counted_concentration", "counted_ions", "produced_ions"]


def _ions(
    area: Quantity, height: Quantity, ion_concentration: Quantity, ion_days: Quantity, lifetime: Quantity
) -> Quantity:
    return area * height * ion_concentration * ion_days / lifetime


@rule(area="hm²", height="m", ion_concentration="个/cm³", ion_days="d", lifetime="min", returns="个")
def produced_ions(
    area: Quantity, height: Quantity, ion_concentration: Quantity, ion_days: Quantity, lifetime: Quantity
) -> Quantity:
    r"""Return the ions that vegetation makes in the period.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of the ecosystem type. [hm²], ≥ 0
    height : Quantity, shape (n,)
        Height of the vegetation. [m], ≥ 0
    ion_concentration : Quantity, shape (n,)
        Ions in the air, mean of the days. [个/cm³], ≥ 0
    ion_days : Quantity, shape (n,)
        Days in which ions are made. [d], ≥ 0
    lifetime : Quantity
        How long an ion lives. [min], > 0

    Returns
    -------
    Quantity, shape (n,)
        [个]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: G = C A H D / L
    """
    return _ions(area, height, ion_concentration, ion_days, lifetime)


@rule(ion_concentration="个/cm³", threshold="个/cm³", returns="个/cm³")
def counted_concentration(ion_concentration: Quantity, threshold: Quantity) -> Quantity:
    r"""Return the concentration above the threshold from which ions do people good; nothing below it.

    Parameters
    ----------
    ion_concentration : Quantity, shape (n,)
        Ions in the air, mean of the days. [个/cm³], ≥ 0
    threshold : Quantity
        Concentration from which ions count. [个/cm³], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [个/cm³], ≥ 0

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: C' = \max(C - C_0, 0)

    The equation as handed down is negative below the threshold; it is meant for air above it.
    """
    nothing = Quantity(0, "个/cm³")
    return maximum(ion_concentration - threshold, nothing)


@rule(area="hm²", height="m", counted_concentration="个/cm³", ion_days="d", lifetime="min", returns="个")
def counted_ions(
    area: Quantity, height: Quantity, counted_concentration: Quantity, ion_days: Quantity, lifetime: Quantity
) -> Quantity:
    r"""Return the ions above the threshold that vegetation makes in the period.

    Parameters
    ----------
    area, height, ion_days, lifetime : Quantity
        As in :func:`produced_ions`.
    counted_concentration : Quantity, shape (n,)
        Concentration above the threshold. [个/cm³], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [个]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: G' = C' A H D / L
    """
    return _ions(area, height, counted_concentration, ion_days, lifetime)


_BUREAU = Label("林草局", "forestry and grassland bureau")

SHEET = Sheet(
    "negative_ions",
    Label("负离子", "negative air ions"),
    (
        ECOSYSTEM,
        Number(
            "height",
            Label("植被平均高度", "mean height of vegetation"),
            note=Label("该类型植被的平均高度", "mean height of the vegetation of the type"),
            lasting=True,
            unit="m",
            low=0,
            department=_BUREAU,
        ),
        Number(
            "ion_concentration",
            Label("负离子浓度", "concentration of ions"),
            note=Label(
                "该类型内空气负离子浓度的实测均值",
                "mean measured concentration of negative ions in the air of the type",
            ),
            unit="个/cm³",
            low=0,
            department=_BUREAU,
        ),
        Number(
            "ion_days",
            Label("产生天数", "days of production"),
            note=Label("核算期内产生负离子的天数", "days of the period on which ions are produced"),
            unit="d",
            low=0,
            high=366,
            department=_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "负离子浓度取实测均值;全年产生的填全年天数。",
        "the measured mean; the days of the year if ions are made all year.",
    ),
)

CONCENTRATION = Method(
    "ion_concentration",
    Label("负离子浓度法", "concentration of ions"),
    SHEET,
    (
        Step("produced_ions", Label("负离子产生量", "ions produced"), produced_ions, headline=True),
        Step("counted_concentration", Label("计价浓度", "concentration that counts"), counted_concentration),
        Step("counted_ions", Label("计价负离子量", "ions that count"), counted_ions, price="negative_ion"),
    ),
    reference="lyt1721_2008",
)

SPEC = ServiceSpec(
    "negative_ions",
    Label("负离子", "negative air ions"),
    "regulating",
    (Component("", (CONCENTRATION,)),),
    headline_unit="个",
)
