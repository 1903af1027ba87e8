r"""Hydropower (水电): electricity generated from flowing water.

.. math::  V = E \, p_e

[1]_. The SEEA leaves it out as an abiotic flow; a standard decides.

References
----------
.. [1] ganzi2017, §2.3.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE, object_name
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, given

__all__ = ["SPEC"]

SHEET = Sheet(
    "hydropower",
    Label("水电", "hydropower"),
    (
        object_name(
            "电站或范围",
            "station or scope",
            "一座电站一行,只有合计时写统计范围",
            "one row a station, or the scope of a total",
        ),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "generation",
            Label("发电量", "electricity generated"),
            note=Label("核算期内的水力发电量", "electricity from water power in the period"),
            unit="万kW·h",
            low=0,
            department=Label("统计局", "statistics bureau"),
        ),
        SOURCE,
    ),
)

GENERATION = Method(
    "generation",
    Label("发电量法", "generation"),
    SHEET,
    (given("generated_electricity", Label("发电量", "electricity generated"), "generation", price="electricity"),),
    reference="ganzi2017",
)

SPEC = ServiceSpec(
    "hydropower", Label("水电", "hydropower"), "provisioning", (Component("", (GENERATION,)),), headline_unit="kW·h"
)
