r"""Carbon sequestration (固碳): carbon dioxide that ecosystems take from the air for good.

.. math::  Q_{CO_2} = \tfrac{44}{12} \, F \, A \, t

with F from one of: two inventories of biomass, :math:`c_c (B_2 - B_1) / (t_2 - t_1)` [2]_; a rate measured over many
years [2]_; net ecosystem productivity (NEP), given, or NPP less heterotrophic respiration [1]_, or a share of NPP [2]_,
which may be given as dry matter; or from the dry matter that stays on the land, at 1.63 t of carbon dioxide each [3]_.
Net primary productivity (NPP) is not NEP; the two have columns and names of their own. The 44/12 stands in the unit
registry, once. Not counted here: oxygen (see oxygen_release), the carbon that is there already.

References
----------
.. [1] bo2017: NEP = NPP - heterotrophic respiration.
.. [2] mee_2020, not read: the forms are those that others ascribe to it.
.. [3] jiang2017, 2.2.2, from the equation of photosynthesis.
"""

from __future__ import annotations

from gep.services.carbon_sequestration.dry_matter import (
    DRY_MATTER_GAIN,
    carbon_dioxide_of_dry_matter,
    gained_dry_matter,
)
from gep.services.carbon_sequestration.productivity import (
    NEP,
    NPP_LESS_RESPIRATION,
    NPP_SHARE,
    NPP_SHARE_OF_DRY_MATTER,
    productivity_after_respiration,
    productivity_from_dry_matter,
    productivity_from_ratio,
)
from gep.services.carbon_sequestration.stocks import (
    BIOMASS_CHANGE,
    SEQUESTRATION_RATE,
    carbon_accumulation,
    sequestered_carbon_dioxide,
)
from gep.spec import Component, Label, ServiceSpec

__all__ = [
    "SPEC",
    "carbon_accumulation",
    "carbon_dioxide_of_dry_matter",
    "gained_dry_matter",
    "productivity_after_respiration",
    "productivity_from_dry_matter",
    "productivity_from_ratio",
    "sequestered_carbon_dioxide",
]

SPEC = ServiceSpec(
    "carbon_sequestration",
    Label("固碳", "carbon sequestration"),
    "regulating",
    (
        Component(
            "",
            (
                NEP,
                BIOMASS_CHANGE,
                SEQUESTRATION_RATE,
                NPP_LESS_RESPIRATION,
                NPP_SHARE,
                NPP_SHARE_OF_DRY_MATTER,
                DRY_MATTER_GAIN,
            ),
        ),
    ),
    headline_unit="tCO2",
)
