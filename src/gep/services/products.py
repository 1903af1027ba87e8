r"""Products (物质供给): output of farming, forestry, livestock, fishery and other products taken from ecosystems.

.. math::  V = \sum_i Y_i \, p_i \qquad\text{or}\qquad V = \text{net output, as the statistics bureau reports it}

.. math::  V = O - I - L - D - T \qquad\text{or}\qquad V = O \, s \qquad\text{or}\qquad V = \sum_i A_i \, r_i

.. math::  S = O - I - W - T_o + Z_o \qquad V = S - D - K - L_s

Counted here: output :math:`Y_i` of each product at its market price :math:`p_i` [1]_, or the net output
of the branch taken as money [2]_, or what of the gross output :math:`O` people did not contribute: the residual after
intermediate consumption, labour, consumption of fixed capital and taxes [3]_, the resource rent, which also leaves out
the return to produced assets [4]_, the rent :math:`r_i` paid for the land, or a stated share :math:`s` [5]_. Other
products are those of no other branch, such as medicinal herbs (冬虫夏草) and nursery stock.
Not counted here: water and hydropower (see water_supply, hydropower). Pasture and the livestock that
grazes it may not both be final products.

References
----------
.. [1] mee_2020, market value method (evidence: unverified).
.. [2] ganzi2017, §2.3: the year's net output value from the yearbook is taken directly.
.. [3] ndrc_2022, not read: output less all inputs, as others describe it.
.. [4] seea_ea_2021, §9.36: gross operating surplus, less consumption of fixed capital, return and self-employed labour.
.. [5] Customary; no text with a share or a rent was read.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE
from gep.spec import Component, Key, Label, Method, Number, ServiceSpec, Sheet, Step, given
from gep.units import Quantity, rule

__all__ = [
    "SHEET",
    "SPECS",
    "contributed_value",
    "gross_operating_surplus",
    "residual_value",
    "resource_rent",
]


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


@rule(
    gross_output="元",
    intermediate_consumption="元",
    compensation_of_employees="元",
    other_production_taxes="元",
    other_production_subsidies="元",
    returns="元",
)
def gross_operating_surplus(
    gross_output: Quantity,
    intermediate_consumption: Quantity,
    compensation_of_employees: Quantity,
    other_production_taxes: Quantity,
    other_production_subsidies: Quantity,
) -> Quantity:
    r"""Return the gross operating surplus of a branch, mixed income included.

    Parameters
    ----------
    gross_output, intermediate_consumption : Quantity, shape (n,)
        Output of the branch and what it bought for it. [元], ≥ 0
    compensation_of_employees : Quantity, shape (n,)
        Wages and social contributions of those employed; the self-employed come later. [元], ≥ 0
    other_production_taxes, other_production_subsidies : Quantity, shape (n,)
        Taxes and subsidies on production other than those on products. [元], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [元], in the price year of the output

    Raises
    ------
    UnitError
        If an argument has the wrong dimension or the price years differ.

    Notes
    -----
    .. math:: S = O - I - W - T_o + Z_o

    §9.36 of seea_ea_2021.
    """
    costs = intermediate_consumption + compensation_of_employees + other_production_taxes
    return gross_output - costs + other_production_subsidies


@rule(
    operating_surplus="元",
    fixed_capital_consumption="元",
    return_to_produced_assets="元",
    self_employed_labour="元",
    returns="元",
)
def resource_rent(
    operating_surplus: Quantity,
    fixed_capital_consumption: Quantity,
    return_to_produced_assets: Quantity,
    self_employed_labour: Quantity,
) -> Quantity:
    r"""Return what of the operating surplus neither produced capital nor the labour of the owners has earned.

    Parameters
    ----------
    operating_surplus : Quantity, shape (n,)
        Gross operating surplus. [元], any sign
    fixed_capital_consumption : Quantity, shape (n,)
        Consumption of fixed capital. [元], ≥ 0
    return_to_produced_assets : Quantity, shape (n,)
        What the produced capital would have earned elsewhere. [元], ≥ 0
    self_employed_labour : Quantity, shape (n,)
        Labour of the self-employed and their families. [元], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [元], in the price year of the surplus

    Raises
    ------
    UnitError
        If an argument has the wrong dimension or the price years differ.

    Notes
    -----
    .. math:: V = S - D - K - L_s

    §9.36 of seea_ea_2021. A negative rent counts as it is: the branch lives on subsidies or on unpaid labour.
    """
    return operating_surplus - fixed_capital_consumption - return_to_produced_assets - self_employed_labour


SHEET = Sheet(
    "products",
    Label("物质供给", "products"),
    (
        Key(
            "service",
            Label("产品类别", "product class"),
            note=Label(
                "农业、林业、畜牧业、渔业等产品服务之一", "one of the product services, such as agriculture or forestry"
            ),
            kind="service",
        ),
        Key("item", Label("产品", "product"), note=Label("一种产品一行", "one row a product"), kind="name"),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "output",
            Label("产量", "output"),
            note=Label("核算期内的产量", "output of the period"),
            unit_label=Label("产量单位", "unit of output"),
            low=0,
            department=Label("统计局", "statistics bureau"),
        ),
        Number(
            "unit_price",
            Label("单价", "unit price"),
            note=Label("产品的生产者价格,按价格年份计", "producer price of the product, of the price year"),
            unit="元",
            unit_label=Label("单价单位", "unit of price"),
            low=0,
            department=Label("统计局", "statistics bureau"),
        ),
        Number(
            "net_output",
            Label("净产值", "net output"),
            note=Label(
                "产值减去生产投入后的余额,可以为负", "value of output less the inputs of production; may be negative"
            ),
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
    Key(
        "service",
        Label("产品类别", "product class"),
        note=Label(
            "农业、林业、畜牧业、渔业等产品服务之一", "one of the product services, such as agriculture or forestry"
        ),
        kind="service",
    ),
    Key("item", Label("产品", "product"), note=Label("一种产品一行", "one row a product"), kind="name"),
    ECOSYSTEM_IF_KNOWN,
)
_GROSS_OUTPUT = Number(
    "gross_output",
    Label("总产值", "gross output"),
    note=Label("核算期内的产品总产值", "gross value of output in the period"),
    unit="万元",
    low=0,
    department=_BUREAU,
)


def _cost(name: str, label: Label, note: Label, *, signed: bool = False) -> Number:
    return Number(name, label, note, unit="万元", low=None if signed else 0, department=_BUREAU)


RESIDUAL_SHEET = Sheet(
    "products_residual",
    Label("物质供给残值", "products by residual value"),
    (
        *_KEYS,
        _GROSS_OUTPUT,
        _cost(
            "intermediate_consumption",
            Label("中间消耗", "intermediate consumption"),
            Label(
                "生产中消耗的货物和服务,如种子、饲料、化肥",
                "goods and services used up, such as seed, fodder and fertiliser",
            ),
        ),
        _cost(
            "labour_cost",
            Label("劳动者报酬", "labour cost"),
            Label("工资和自营劳动的报酬", "wages and the reward of own labour"),
        ),
        _cost(
            "fixed_capital_consumption",
            Label("固定资本消耗", "consumption of fixed capital"),
            Label("核算期内固定资产的折旧", "depreciation of fixed assets in the period"),
        ),
        _cost(
            "production_taxes",
            Label("生产税净额", "taxes on production less subsidies"),
            Label("生产税减生产补贴,补贴多时为负", "taxes less subsidies; negative where subsidies are larger"),
            signed=True,
        ),
        SOURCE,
    ),
    Label(
        "劳动者报酬含自营劳动;生产税净额已减补贴,可以为负。残值为负时如实计入。",
        "labour includes the self-employed; taxes are net of subsidies. A negative residual counts as it is.",
    ),
)
RENT_SHEET = Sheet(
    "products_rent",
    Label("物质供给资源租金", "products by resource rent"),
    (
        *_KEYS,
        _GROSS_OUTPUT,
        _cost(
            "intermediate_consumption",
            Label("中间消耗", "intermediate consumption"),
            Label(
                "生产中消耗的货物和服务,如种子、饲料、化肥",
                "goods and services used up, such as seed, fodder and fertiliser",
            ),
        ),
        _cost(
            "compensation_of_employees",
            Label("雇员报酬", "compensation of employees"),
            Label("雇员的工资和社会保险", "wages and social contributions of employees"),
        ),
        _cost(
            "other_production_taxes",
            Label("其他生产税", "other taxes on production"),
            Label("产品税以外的生产税", "taxes on production other than those on products"),
        ),
        _cost(
            "other_production_subsidies",
            Label("其他生产补贴", "other subsidies on production"),
            Label("产品补贴以外的生产补贴", "subsidies on production other than those on products"),
        ),
        _cost(
            "fixed_capital_consumption",
            Label("固定资本消耗", "consumption of fixed capital"),
            Label("核算期内固定资产的折旧", "depreciation of fixed assets in the period"),
        ),
        _cost(
            "return_to_produced_assets",
            Label("生产资产回报", "return to produced assets"),
            Label("生产资产按正常收益率应得的回报", "what produced assets would earn at a normal rate of return"),
        ),
        _cost(
            "self_employed_labour",
            Label("自营劳动报酬", "labour of the self-employed"),
            Label("自营者劳动的报酬", "reward of the labour of the self-employed"),
        ),
        SOURCE,
    ),
    Label(
        "雇员报酬不含自营劳动;生产资产回报为资本存量乘正常回报率。没有的项填 0;租金为负时如实计入。",
        "employees without the self-employed; the return is the capital stock times a normal rate. Write 0 for what "
        "there is not. A negative rent counts as it is.",
    ),
)
LAND_RENT_SHEET = Sheet(
    "products_land_rent",
    Label("物质供给地租", "products by land rent"),
    (
        *_KEYS,
        Number(
            "rented_area",
            Label("计租面积", "area at the rent"),
            note=Label("按该地租出租的土地面积", "land let at the rent"),
            unit="hm²",
            low=0,
            department=_BUREAU,
        ),
        Number(
            "land_rent",
            Label("单位面积地租", "rent of a hectare"),
            note=Label("每公顷土地在核算期内的租金", "rent of a hectare in the period"),
            unit="元/hm²",
            low=0,
            department=_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "地租为核算期内土地流转的实际租金,不含地上设施的租金。",
        "the rent paid for the land alone in the period, without that of what stands on it.",
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
            note=Label("总产值中归于生态系统的比例", "share of the output's value owed to the ecosystem"),
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
                        reference="ndrc_2022",
                    ),
                    Method(
                        "resource_rent",
                        Label("资源租金法", "resource rent"),
                        RENT_SHEET,
                        (
                            Step(
                                "operating_surplus",
                                Label("总营业盈余", "gross operating surplus"),
                                gross_operating_surplus,
                            ),
                            Step("resource_rent", Label("资源租金", "rent of the resource"), resource_rent, money=True),
                        ),
                        reference="seea_ea_2021",
                    ),
                    Method(
                        "land_rent",
                        Label("地租法", "land rent"),
                        LAND_RENT_SHEET,
                        (
                            given("rent_of_a_hectare", Label("单位面积地租", "rent of a hectare"), "land_rent"),
                            given(
                                "rented_land",
                                Label("计租土地", "land at the rent"),
                                "rented_area",
                                price="rent_of_a_hectare",
                            ),
                        ),
                        reference="general",
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
