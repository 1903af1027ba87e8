r"""Water supply (水资源供给): water taken from ecosystems for use.

.. math::  V = \sum_u Q_u \, P_u

for the uses :math:`u` domestic, industrial, agricultural and ecological [1]_. Not counted here: water
that turns turbines (see hydropower): industrial use must not contain it, or the same water is counted twice.

References
----------
.. [1] ganzi2017, §2.3.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE
from gep.spec import Component, Key, Label, Method, Number, ServiceSpec, Sheet, given

__all__ = ["SPEC"]

SHEET = Sheet(
    "water_supply",
    Label("水资源供给", "water supply"),
    (
        Key(
            "item",
            Label("用水类别", "water use"),
            note=Label(
                "一类用水一行;未分类的填“各类用水合计”", "one row a use; an undivided volume is of all uses together"
            ),
            kind="water_use",
        ),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "volume",
            Label("用水量", "water used"),
            note=Label("核算期内的用水量", "water used in the period"),
            unit="万m³",
            low=0,
            department=Label("水利局", "water bureau"),
        ),
        SOURCE,
    ),
    Label("工业用水不含水电站过机水量。", "industrial use excludes water that turns turbines."),
)

USE = Method(
    "water_use",
    Label("用水量法", "water use"),
    SHEET,
    (given("supplied_water", Label("供水量", "water supplied"), "volume", price="water_use"),),
    reference="ganzi2017",
)

SPEC = ServiceSpec(
    "water_supply", Label("水资源供给", "water supply"), "provisioning", (Component("", (USE,)),), headline_unit="m³"
)
