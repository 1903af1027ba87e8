r"""Products (物质供给): farming, forestry, livestock and fishery output that people take from ecosystems.

.. math::  V = \sum_i Y_i \, p_i \qquad\text{or}\qquad V = \text{net output, as the statistics bureau reports it}

Counted here: output :math:`Y_i` of each product at its market price :math:`p_i` [1]_, or the net output
of the branch taken as money [2]_.
Not counted here: water and hydropower (see water_supply, hydropower). Pasture and the livestock that
grazes it may not both be final products.

References
----------
.. [1] mee_2020, market value method (evidence: unverified).
.. [2] ganzi2017, §2.3: the year's net output value from the yearbook is taken directly.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE
from gep.spec import Component, Key, Label, Method, Number, ServiceSpec, Sheet, given

__all__ = ["SHEET", "SPECS"]

SHEET = Sheet(
    "products",
    Label("物质供给", "products"),
    (
        Key("service", Label("产品类别", "product class"), kind="service"),
        Key("item", Label("产品", "product"), kind="name"),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "output",
            Label("产量", "output"),
            unit_label=Label("产量单位", "unit of output"),
            low=0,
            department=Label("统计局", "statistics bureau"),
        ),
        Number(
            "unit_price",
            Label("单价", "unit price"),
            unit="元",
            unit_label=Label("单价单位", "unit of price"),
            low=0,
            department=Label("统计局", "statistics bureau"),
        ),
        Number(
            "net_output",
            Label("净产值", "net output"),
            unit="万元",
            department=Label("统计局", "statistics bureau"),
        ),
        SOURCE,
    ),
    Label(
        "市场价值法填产量和单价;净产值法只填净产值。净产值可以为负。",
        "market value: fill output and unit price; net output: fill net output only, which may be negative.",
    ),
)


def _product(name: str, zh: str, en: str) -> ServiceSpec:
    return ServiceSpec(
        name,
        Label(zh, en),
        "provisioning",
        (
            Component(
                "",
                (
                    Method(
                        "market_value",
                        Label("市场价值法", "market value"),
                        SHEET,
                        (given("output", Label("产量", "output"), "output", price="unit_price"),),
                        reference="mee_2020",
                    ),
                    Method(
                        "net_output",
                        Label("净产值法", "net output"),
                        SHEET,
                        (given("net_output", Label("净产值", "net output"), "net_output", money=True),),
                        reference="ganzi2017",
                    ),
                ),
            ),
        ),
    )


SPECS = (
    _product("agriculture", "农业产品", "crops"),
    _product("forestry", "林业产品", "forest products"),
    _product("livestock", "畜牧业产品", "livestock"),
    _product("fishery", "渔业产品", "fishery"),
)
