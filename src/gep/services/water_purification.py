r"""Water purification (水质净化): pollutants that ecosystems take from the water.

.. math::  V = \sum_j Q_j \, c_j

where :math:`Q_j` is the emission of pollutant j if the water meets the standard [1]_, and what the ecosystems are able
to take up if it does not; the rules stand in :mod:`gep.services.purification`. Not counted here: nitrogen and
phosphorus kept on the land with the soil (see soil_retention).

References
----------
.. [1] ganzi2017, §2.4.6.
"""

from __future__ import annotations

from gep.services.purification import purification_service
from gep.spec import Label

__all__ = ["SPEC"]

SPEC = purification_service(
    "water_purification",
    Label("水质净化", "water purification"),
    "water_pollutant",
    "water_pollutant",
    "mg/L",
)
