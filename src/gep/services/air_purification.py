r"""Air purification (空气净化): pollutants that ecosystems take from the air.

.. math::  V = \sum_j Q_j \, c_j

where :math:`Q_j` is the emission of pollutant j if the air meets the standard [1]_, and what the ecosystems are able to
take up if it does not; the rules stand in :mod:`gep.services.purification`. Tonnes of different pollutants are never
added up. Not counted here: sand kept on the ground (see sand_fixation).

References
----------
.. [1] ganzi2017, §2.4.5.
"""

from __future__ import annotations

from gep.services.purification import purification_service
from gep.spec import Label

__all__ = ["SPEC"]

SPEC = purification_service(
    "air_purification",
    Label("空气净化", "air purification"),
    "air_pollutant",
    "air_pollutant",
    "μg/m³",
    by_type=True,
)
