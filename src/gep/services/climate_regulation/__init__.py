r"""Local climate regulation (局部气候调节): electricity that cooling by plants and water saves.

.. math::
   E_{veg} = \frac{H \, A \, D}{r} \qquad
   E_{water} = A \, e \, (D_c \, \rho \, q + D_h \, \gamma)

.. math::
   E_{air} = A \, h \, \rho_a \, c_p \sum_d \Delta T_d \, / r

Counted here: transpiration by vegetation and evaporation from water, in the days when people cool or
humidify [1]_ [2]_, or instead of them the measured difference of temperature inside and outside [3]_. The days are
measured in the county; no default exists, because a careless number of days decides the whole account.
The cooling by water is not divided by the efficiency ratio r, as [1]_ has it. The two parts stand on different ground;
another method divides both, as [3]_ is said to do.

References
----------
.. [1] ganzi2017, §2.4.8.
.. [2] bo2017 (transpiration, efficiency ratio 3.0).
.. [3] mee_2020, not read: the forms are those that others ascribe to it.
"""

from __future__ import annotations

from gep.services.climate_regulation.land import (
    MEASURED_TEMPERATURE,
    TRANSPIRATION,
    air_cooling_electricity,
    air_volume,
    transpiration_electricity,
)
from gep.services.climate_regulation.water import (
    EVAPORATION,
    EVAPORATION_BY_RATIO,
    cooling_by_evaporation,
    cooling_electricity,
    evaporation_electricity,
    humidifying_by_evaporation,
)
from gep.spec import Component, Label, ServiceSpec

__all__ = [
    "SPEC",
    "air_cooling_electricity",
    "air_volume",
    "cooling_by_evaporation",
    "cooling_electricity",
    "evaporation_electricity",
    "humidifying_by_evaporation",
    "transpiration_electricity",
]

SPEC = ServiceSpec(
    "climate_regulation",
    Label("局部气候调节", "local climate regulation"),
    "regulating",
    (
        # Measured differences replace transpiration; a wetland among them has no row under evaporation.
        Component("transpiration", (TRANSPIRATION, MEASURED_TEMPERATURE)),
        Component("evaporation", (EVAPORATION, EVAPORATION_BY_RATIO)),
    ),
    headline_unit="kW·h",
)
