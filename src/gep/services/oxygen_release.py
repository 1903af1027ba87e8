r"""Oxygen release (释氧): oxygen that vegetation gives off with the carbon it takes up.

.. math::  Q_{O_2} = \tfrac{32}{44} \, Q_{CO_2}

on the same carbon as carbon_sequestration, so that the two services speak of one process; where the carbon is computed
from dry matter, the oxygen may be too [2]_. Published accounts that take
oxygen from NPP and carbon from NEP have far more oxygen than this ratio allows; such oxygen is a reported quantity.

References
----------
.. [1] The ratio of the molar masses of O2 and CO2 (definition).
.. [2] jiang2017, 2.2.3: 1.2 t of oxygen for a tonne of dry matter.
"""

from __future__ import annotations

from gep.spec import Component, Label, Method, ServiceSpec, Step
from gep.units import Quantity, rule

__all__ = ["SPEC", "oxygen_of_dry_matter", "released_oxygen"]


@rule(carbon_dioxide="tCO2", oxygen_per_carbon_dioxide="tO2/tCO2", returns="tO2")
def released_oxygen(carbon_dioxide: Quantity, oxygen_per_carbon_dioxide: Quantity) -> Quantity:
    r"""Return the oxygen released with the carbon dioxide taken up.

    Parameters
    ----------
    carbon_dioxide : Quantity, shape (n,)
        Carbon dioxide taken up. [tCO2], any sign
    oxygen_per_carbon_dioxide : Quantity
        Oxygen per carbon dioxide. [tO2/tCO2], > 0

    Returns
    -------
    Quantity, shape (n,)
        [tO2]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: Q_{O_2} = \frac{32}{44} Q_{CO_2}
    """
    return carbon_dioxide * oxygen_per_carbon_dioxide


@rule(dry_matter="t", oxygen_per_dry_matter="tO2/t", returns="tO2")
def oxygen_of_dry_matter(dry_matter: Quantity, oxygen_per_dry_matter: Quantity) -> Quantity:
    r"""Return the oxygen that plants gave off to grow a mass of dry matter.

    Parameters
    ----------
    dry_matter : Quantity, shape (n,)
        Dry matter gained. [t], negative for a loss
    oxygen_per_dry_matter : Quantity
        Oxygen by dry matter. [tO2/t], > 0

    Returns
    -------
    Quantity, shape (n,)
        [tO2]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: Q_{O_2} = 1.2 \, M

    2.2.3 of jiang2017; miao2017 has 1.19.
    """
    return dry_matter * oxygen_per_dry_matter


SAME_CARBON = Method(
    "same_carbon",
    Label("固碳换算法", "from the carbon sequestered"),
    None,
    (
        Step(
            "released_oxygen",
            Label("释氧量", "oxygen released"),
            released_oxygen,
            {"carbon_dioxide": "carbon_sequestration.sequestered_carbon_dioxide"},
            price="oxygen",
            headline=True,
        ),
    ),
    reference="si",
)
DRY_MATTER = Method(
    "dry_matter_oxygen",
    Label("干物质换算释氧法", "oxygen of dry matter"),
    None,
    (
        Step(
            "released_oxygen",
            Label("释氧量", "oxygen released"),
            oxygen_of_dry_matter,
            {"dry_matter": "carbon_sequestration.gained_dry_matter"},
            price="oxygen",
            headline=True,
        ),
    ),
    reference="jiang2017",
)
# Accounts that take oxygen from another base than carbon say so by this method.
REPORTED_OXYGEN = Method(
    "reported_oxygen",
    Label("释氧量填报法", "reported oxygen"),
    None,
    (Step("released_oxygen", Label("释氧量", "oxygen released"), price="oxygen", headline=True),),
    reference="ganzi2017",
)

SPEC = ServiceSpec(
    "oxygen_release",
    Label("释氧", "oxygen release"),
    "regulating",
    (Component("", (SAME_CARBON, DRY_MATTER, REPORTED_OXYGEN)),),
    headline_unit="tO2",
)
