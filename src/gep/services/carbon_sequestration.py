r"""Carbon sequestration (固碳): carbon dioxide that ecosystems take from the air for good.

.. math::  Q_{CO_2} = \tfrac{44}{12} \, NEP \, A \, t

Counted here: net ecosystem productivity (NEP) [1]_. Net primary productivity (NPP) is not NEP:
heterotrophic respiration must have been taken off. The 44/12 stands in the unit registry, once.
Not counted here: oxygen (see oxygen_release).

References
----------
.. [1] bo2017: NEP = NPP - heterotrophic respiration.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, SOURCE
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step
from gep.units import Quantity, rule

__all__ = ["SPEC", "sequestered_carbon_dioxide"]


@rule(area="hm²", productivity="tC/(hm²·a)", period="a", returns="tCO2")
def sequestered_carbon_dioxide(area: Quantity, productivity: Quantity, period: Quantity) -> Quantity:
    r"""Return the carbon dioxide taken up over the period; negative where an ecosystem is a source.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of the ecosystem type. [hm²], ≥ 0
    productivity : Quantity, shape (n,)
        Net ecosystem productivity. [tC/(hm²·a)], any sign
    period : Quantity
        Accounting period. [a], > 0

    Returns
    -------
    Quantity, shape (n,)
        [tCO2]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension: plain t is neither tC nor tCO2.

    Notes
    -----
    .. math:: Q_{CO_2} = \frac{44}{12} NEP \, A \, t
    """
    return productivity * area * period


SHEET = Sheet(
    "carbon_sequestration",
    Label("固碳", "carbon sequestration"),
    (
        ECOSYSTEM,
        Number(
            "productivity",
            Label("净生态系统生产力NEP", "net ecosystem productivity NEP"),
            unit="tC/(hm²·a)",
            plausible=(-2, 5),
            department=Label("林草局", "forestry and grassland bureau"),
        ),
        SOURCE,
    ),
    Label("填NEP(已扣除异养呼吸),不是NPP;碳汇为正,碳源为负。", "NEP, not NPP; a sink is positive, a source negative."),
)

NEP = Method(
    "net_ecosystem_productivity",
    Label("净生态系统生产力法", "net ecosystem productivity"),
    SHEET,
    (
        Step(
            "sequestered_carbon_dioxide",
            Label("固定二氧化碳量", "carbon dioxide sequestered"),
            sequestered_carbon_dioxide,
            price="carbon_dioxide",
            headline=True,
        ),
    ),
    reference="bo2017",
)

SPEC = ServiceSpec(
    "carbon_sequestration",
    Label("固碳", "carbon sequestration"),
    "regulating",
    (Component("", (NEP,)),),
    headline_unit="tCO2",
)
