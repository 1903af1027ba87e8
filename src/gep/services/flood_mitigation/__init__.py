r"""Flood mitigation (洪水调蓄): flood water that vegetation, paddies, lakes, reservoirs and marshes can hold back.

.. math::  C_{lake} = T e^{a} S^{b} \qquad C_{reservoir} = \theta \, C_t \qquad C_{marsh} = h \, S

.. math::  C_{vegetation} = \sum_i A_i \, (P_i - R_i) \qquad C_{paddy} = h_p \, S_p \qquad C_{event} = S_{peak} - S_0

Counted here: lakes one by one, reservoirs and the water standing on marshes [1]_; where the standard says so, also
storm rain that vegetation holds back, water in paddies and in the soil of marshes [2]_, or what a wetland took up
flood by flood [3]_. Not counted here: water retained at other times (see water_retention).
Storm rain that is counted there as well is counted twice.

The lake regression is concave (b < 1): on the sum of areas it gives less than on the lakes one by one, on pieces cut at
a county border more. It is therefore applied to whole lakes, whose storage counties then share by area; accounts that
applied it to the sum of the areas, as [1]_ seems to, have a method of their own.
The paper prints the marsh volume in 万m³; 0.3 m on an area in km² is m³ only, and only so meets its own result.

References
----------
.. [1] ganzi2017, §2.4.4.
.. [2] mee_2020, not read: the forms are those that others ascribe to it.
.. [3] jiang2017.
"""

from __future__ import annotations

from gep.services.flood_mitigation.lakes import (
    LAKE_REGRESSION,
    LAKE_TOTAL_AREA,
    RESERVOIR_CAPACITY,
    RESERVOIR_FLOOD_CAPACITY,
    lake_mitigation,
    lake_storage,
    reservoir_mitigation,
)
from gep.services.flood_mitigation.land import (
    PADDY_STANDING_WATER,
    STORM_BALANCE,
    paddy_mitigation,
    vegetation_mitigation,
)
from gep.services.flood_mitigation.wetlands import (
    MARSH_SOIL_AND_SURFACE,
    MARSH_STANDING_WATER,
    WETLAND_EVENTS,
    marsh_mitigation,
    marsh_soil_and_surface,
    marsh_soil_storage,
    wetland_mitigation,
)
from gep.spec import Component, Label, ServiceSpec

__all__ = [
    "SPEC",
    "lake_mitigation",
    "lake_storage",
    "marsh_mitigation",
    "marsh_soil_and_surface",
    "marsh_soil_storage",
    "paddy_mitigation",
    "reservoir_mitigation",
    "vegetation_mitigation",
    "wetland_mitigation",
]

SPEC = ServiceSpec(
    "flood_mitigation",
    Label("洪水调蓄", "flood mitigation"),
    "regulating",
    (
        Component("lake", (LAKE_REGRESSION, LAKE_TOTAL_AREA)),
        Component("reservoir", (RESERVOIR_CAPACITY, RESERVOIR_FLOOD_CAPACITY)),
        Component("marsh", (MARSH_STANDING_WATER, MARSH_SOIL_AND_SURFACE)),
        Component("wetland", (WETLAND_EVENTS,)),
        Component("vegetation", (STORM_BALANCE,)),
        Component("paddy", (PADDY_STANDING_WATER,)),
    ),
    headline_unit="m³",
)
