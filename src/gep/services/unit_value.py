r"""Value by area (单位面积价值): every hectare of a type at one value that stands for all its services.

.. math::  V = \sum_i A_i \, v_i \qquad\text{or}\qquad V = \sum_i A_i \, F_i \, E

for areas :math:`A_i` at a value by area :math:`v_i`, or at :math:`F_i` standard equivalents (当量因子) worth :math:`E`
each [1]_. This is another way of accounting and no part of GEP: it contains products, regulating and cultural services
at once, so that it may never stand beside any of them. It is a service of its own only so that the same inventory,
checks and tables serve; the class in which it stands says nothing.

References
----------
.. [1] Customary; the table of equivalents is written down from memory (evidence: unverified).
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, SOURCE
from gep.spec import Component, Key, Label, Method, Number, ServiceSpec, Sheet, Step, given
from gep.units import Quantity, rule

__all__ = ["SPEC", "equivalent_area"]


@rule(type_area="hm²", equivalents="", returns="hm²")
def equivalent_area(type_area: Quantity, equivalents: Quantity) -> Quantity:
    r"""Return the area of cropland of standard yield that is worth as much.

    Parameters
    ----------
    type_area : Quantity, shape (n,)
        Area of the ecosystem type. [hm²], ≥ 0
    equivalents : Quantity, shape (n,)
        Standard equivalents of a hectare of the type, the sum over all functions. [-], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [hm²]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: A' = A F
    """
    return type_area * equivalents


_BUREAU = Label("自然资源局", "natural resources bureau")


def _sheet(name: str, label: Label, key: Key) -> Sheet:
    area = Number(
        "type_area",
        Label("计价面积", "area valued"),
        note=Label("按单位面积价值计价的面积", "area that is valued by its unit value"),
        lasting=True,
        unit="hm²",
        low=0,
        department=_BUREAU,
    )
    return Sheet(name, label, (key, area, SOURCE))


TYPES = _sheet("unit_value", Label("单位面积价值", "value by area"), ECOSYSTEM)
LAND = _sheet(
    "unit_value_land",
    Label("土地利用面积", "area by land use"),
    Key(
        "item",
        Label("土地利用类型", "land use"),
        note=Label("国土变更调查的地类", "class of the land use survey"),
        kind="land_use",
    ),
)

EQUIVALENT = Method(
    "equivalent_factor",
    Label("当量因子法", "equivalent factor"),
    TYPES,
    (
        Step(
            "equivalent_area",
            Label("当量面积", "area in standard equivalents"),
            equivalent_area,
            price="standard_equivalent",
            headline=True,
        ),
    ),
    reference="general",
)
BY_TYPE = Method(
    "value_by_type",
    Label("按生态系统类型计价法", "value by ecosystem type"),
    TYPES,
    (
        given(
            "valued_area",
            Label("生态系统计价面积", "ecosystem area valued"),
            "type_area",
            price="unit_value",
            headline=True,
        ),
    ),
    reference="general",
)
BY_LAND_USE = Method(
    "value_by_land_use",
    Label("按土地利用类型计价法", "value by land use"),
    LAND,
    (given("valued_land", Label("土地计价面积", "land valued"), "type_area", price="land_use_value", headline=True),),
    reference="general",
)

SPEC = ServiceSpec(
    "unit_value",
    Label("单位面积价值", "value by area"),
    "regulating",
    (Component("", (EQUIVALENT, BY_TYPE, BY_LAND_USE)),),
    headline_unit="hm²",
)
