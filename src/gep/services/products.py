r"""Products (物质供给): output of farming, forestry, livestock, fishery and other products taken from ecosystems.

.. math::  V = \sum_i Y_i \, p_i \qquad\text{or}\qquad V = \text{net output, as the statistics bureau reports it}

.. math::  V = O - I - L - D - T \qquad\text{or}\qquad V = O \, s

Counted here: output :math:`Y_i` of each product at its market price :math:`p_i` [1]_, or the net output
of the branch taken as money [2]_, or what of the gross output :math:`O` people did not contribute: the residual after
intermediate consumption, labour, consumption of fixed capital and taxes [3]_, or a stated share :math:`s` [4]_. Other
products are those of no other branch, such as medicinal herbs (冬虫夏草) and nursery stock.
Not counted here: water and hydropower (see water_supply, hydropower). Pasture and the livestock that
grazes it may not both be final products.

References
----------
.. [1] mee_2020, market value method (evidence: unverified).
.. [2] ganzi2017, §2.3: the year's net output value from the yearbook is taken directly.
.. [3] seea_ea_2021, §9.36, which takes off a return to produced assets as well.
.. [4] Customary; no text with a share was read.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE
from gep.spec import Component, Key, Label, Method, Number, ServiceSpec, Sheet, Step, given
from gep.units import Quantity, rule

__all__ = ["SHEET", "SPECS", "contributed_value", "residual_value"]


@rule(
    gross_output="元",
    intermediate_consumption="元",
    labour_cost="元",
    fixed_capital_consumption="元",
    production_taxes="元",
    returns="元",
)
def residual_value(
    gross_output: Quantity,
    intermediate_consumption: Quantity,
    labour_cost: Quantity,
    fixed_capital_consumption: Quantity,
    production_taxes: Quantity,
) -> Quantity:
    r"""Return what is left of the output of a branch after all that people put into it.

    Parameters
    ----------
    gross_output : Quantity, shape (n,)
        Gross output of the branch. [元], ≥ 0
    intermediate_consumption : Quantity, shape (n,)
        Goods and services used up: seed, fodder, fertilizer, services. [元], ≥ 0
    labour_cost : Quantity, shape (n,)
        Labour, that of the self-employed included. [元], ≥ 0
    fixed_capital_consumption : Quantity, shape (n,)
        Consumption of fixed capital. [元], ≥ 0
    production_taxes : Quantity, shape (n,)
        Taxes on production less subsidies. [元], any sign

    Returns
    -------
    Quantity, shape (n,)
        [元], in the price year of the arguments; negative where the costs exceed the output

    Raises
    ------
    UnitError
        If an argument is not money or the price years differ.

    Notes
    -----
    .. math:: V = O - I - L - D - T

    SEEA EA §9.36 takes off a return to produced assets as well, so that this residual is an upper bound of the resource
    rent. A negative residual stays negative: setting it to zero would count good branches only.
    """
    return gross_output - intermediate_consumption - labour_cost - fixed_capital_consumption - production_taxes


@rule(gross_output="元", contribution_share="", returns="元")
def contributed_value(gross_output: Quantity, contribution_share: Quantity) -> Quantity:
    r"""Return the share of the output of a branch that ecosystems contribute.

    Parameters
    ----------
    gross_output : Quantity, shape (n,)
        Gross output of the branch. [元], ≥ 0
    contribution_share : Quantity, shape (n,)
        Share that ecosystems contribute. [-], 0 to 1; never assumed

    Returns
    -------
    Quantity, shape (n,)
        [元], in the price year of the output

    Raises
    ------
    UnitError
        If an argument has the wrong dimension or money has no price year.

    Notes
    -----
    .. math:: V = O \, s
    """
    return gross_output * contribution_share


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


_BUREAU = Label("统计局", "statistics bureau")
_KEYS = (
    Key("service", Label("产品类别", "product class"), kind="service"),
    Key("item", Label("产品", "product"), kind="name"),
    ECOSYSTEM_IF_KNOWN,
)
_GROSS_OUTPUT = Number("gross_output", Label("总产值", "gross output"), unit="万元", low=0, department=_BUREAU)


def _cost(name: str, zh: str, en: str, *, signed: bool = False) -> Number:
    return Number(name, Label(zh, en), unit="万元", low=None if signed else 0, department=_BUREAU)


RESIDUAL_SHEET = Sheet(
    "products_residual",
    Label("物质供给残值", "products by residual value"),
    (
        *_KEYS,
        _GROSS_OUTPUT,
        _cost("intermediate_consumption", "中间消耗", "intermediate consumption"),
        _cost("labour_cost", "劳动者报酬", "labour cost"),
        _cost("fixed_capital_consumption", "固定资本消耗", "consumption of fixed capital"),
        _cost("production_taxes", "生产税净额", "taxes on production less subsidies", signed=True),
        SOURCE,
    ),
    Label(
        "劳动者报酬含自营劳动;生产税净额已减补贴,可以为负。残值为负时如实计入。",
        "labour includes the self-employed; taxes are net of subsidies. A negative residual counts as it is.",
    ),
)
CONTRIBUTION_SHEET = Sheet(
    "products_contribution",
    Label("物质供给生态贡献", "products by contribution"),
    (
        *_KEYS,
        _GROSS_OUTPUT,
        Number(
            "contribution_share",
            Label("生态贡献率", "ecological contribution share"),
            unit="%",
            low=0,
            high=100,
            department=_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "生态贡献率没有默认值;填 100 表示产值全部归于生态系统,须有依据。",
        "the share has no default; 100 says that ecosystems contribute the whole output and needs a reason.",
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
                    Method(
                        "residual_value",
                        Label("残值法", "residual value"),
                        RESIDUAL_SHEET,
                        (Step("residual_value", Label("残值", "residual value"), residual_value, money=True),),
                        reference="seea_ea_2021",
                    ),
                    Method(
                        "contribution_share",
                        Label("生态贡献率法", "ecological contribution"),
                        CONTRIBUTION_SHEET,
                        (
                            Step(
                                "contributed_value",
                                Label("生态贡献价值", "value contributed"),
                                contributed_value,
                                money=True,
                            ),
                        ),
                        reference="general",
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
    _product("other_products", "其他产品", "other products"),
)
