r"""Water purification (水质净化): pollutants that ecosystems take from the water.

.. math::  V = \sum_j Q_j \, c_j

where the water meets the standard, :math:`Q_j` is the emission of pollutant j [1]_. Not counted here: nitrogen and
phosphorus kept on the land with the soil (see soil_retention).

References
----------
.. [1] ganzi2017, §2.4.6.
"""

from __future__ import annotations

from gep.services.purification import emission_limited
from gep.spec import Label

__all__ = ["SPEC"]

SPEC = emission_limited(
    "water_purification",
    Label("水质净化", "water purification"),
    "water_pollutant",
    "water_pollutant",
)
