r"""Pest control (病虫害控制): natural forest and grassland that recover from pests unaided.

.. math::  V = \sum_i A_i \, p_i

where :math:`A_i` is the area that recovers by itself and :math:`p_i` the cost of controlling pests there [1]_.

References
----------
.. [1] ganzi2017, §2.4.9.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, SOURCE
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, given

__all__ = ["SPEC"]

SHEET = Sheet(
    "pest_control",
    Label("病虫害控制", "pest control"),
    (
        ECOSYSTEM,
        Number(
            "recovered_area",
            Label("自愈面积", "area that recovers unaided"),
            note=Label("发生病虫害而未经人工防治自行恢复的面积", "area hit by pests that recovered without treatment"),
            unit="hm²",
            low=0,
            department=Label("林草局", "forestry and grassland bureau"),
        ),
        SOURCE,
    ),
)

SELF_RECOVERY = Method(
    "self_recovery",
    Label("自愈面积法", "area that recovers unaided"),
    SHEET,
    (
        given(
            "recovered_area", Label("自愈面积", "area recovered"), "recovered_area", price="pest_control", headline=True
        ),
    ),
    reference="ganzi2017",
)

SPEC = ServiceSpec(
    "pest_control",
    Label("病虫害控制", "pest control"),
    "regulating",
    (Component("", (SELF_RECOVERY,)),),
    headline_unit="hm²",
)
