r"""Air purification (空气净化): pollutants that ecosystems take from the air.

.. math::  V = \sum_j Q_j \, c_j

where the air meets the standard, :math:`Q_j` is the emission of pollutant j [1]_. Tonnes of different
pollutants are never added up. Not counted here: sand kept on the ground (see sand_fixation).

References
----------
.. [1] ganzi2017, §2.4.5.
"""

from __future__ import annotations

from gep.services.purification import emission_limited
from gep.spec import Label

__all__ = ["SPEC"]

SPEC = emission_limited(
    "air_purification",
    Label("空气净化", "air purification"),
    "air_pollutant",
    "air_pollutant",
)
