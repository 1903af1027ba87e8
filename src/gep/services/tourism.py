r"""Tourism and wellness (旅游康养): visits to nature sites, valued at what the visitors spend to come.

.. math::  V = \sum_j N_j \, (T_j W_j + c_{transport,j} + c_{lodging,j} + c_{entry,j})

.. math::  V = \sum_j N_j \, e_j \, s_j \qquad V = R \, s \qquad V = \sum_j N_j \, p_j \qquad CS = \sum_j N_j \, cs_j

over the zones of origin j [1]_, where the hour may be valued at a share of the wage [4]_. Instead of the costs by kind,
the spending of a visit e, or the revenue R of all tourism, may be taken by the share s that nature sites account for
[2]_; or the visits at the price p that a demand function simulates [5]_. A value that is only reported as money may be
taken as such [3]_. Consumer surplus is not an exchange value: it is a part of its own, counted only where a standard
lists that method by name [4]_.

References
----------
.. [1] mee_2020, travel cost method (evidence: unverified).
.. [2] Customary; SEEA EA §9.48 has spending from tourism accounts as the last resort.
.. [3] ganzi2017, §3.3 prints the value without its unit costs.
.. [4] jiang2017, 2.3.1 adds it and values time at 30 % of the wage; SEEA EA §9.47–9.48 leaves consumer surplus out.
.. [5] seea_ea_2021, §9.48: the simulated exchange value comes first, then travel cost, then spending.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE, object_name
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step, given
from gep.units import Quantity, rule

__all__ = ["SPEC", "attributed_revenue", "attributed_spending", "trip_cost", "value_of_time"]


@rule(
    travel_time="h/人次",
    wage="元/h",
    transport_cost="元/人次",
    lodging_cost="元/人次",
    entry_cost="元/人次",
    returns="元/人次",
)
def trip_cost(
    travel_time: Quantity, wage: Quantity, transport_cost: Quantity, lodging_cost: Quantity, entry_cost: Quantity
) -> Quantity:
    r"""Return what one visit costs a visitor of one zone of origin, time included.

    Parameters
    ----------
    travel_time : Quantity, shape (n,)
        Time on the way and on the site. [h/人次], ≥ 0
    wage : Quantity, shape (n,)
        Value of an hour. [元/h], ≥ 0
    transport_cost, lodging_cost, entry_cost : Quantity, shape (n,)
        Transport, food and lodging, entry and on-site spending. [元/人次], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [元/人次], in the price year of the arguments

    Raises
    ------
    UnitError
        If an argument has the wrong dimension or the price years differ.

    Notes
    -----
    .. math:: TC = T W + c_{tc} + c_{lf} + c_{ef}
    """
    return travel_time * wage + transport_cost + lodging_cost + entry_cost


@rule(spending="元/人次", nature_share="", returns="元/人次")
def attributed_spending(spending: Quantity, nature_share: Quantity) -> Quantity:
    r"""Return what of the spending of one visit is due to nature sites.

    Parameters
    ----------
    spending : Quantity, shape (n,)
        Consumption expenditure of one visit. [元/人次], ≥ 0
    nature_share : Quantity, shape (n,)
        Share due to nature sites. [-], 0 to 1; never assumed

    Returns
    -------
    Quantity, shape (n,)
        [元/人次], in the price year of the spending

    Raises
    ------
    UnitError
        If an argument has the wrong dimension or money has no price year.

    Notes
    -----
    .. math:: e_{nature} = e \, s
    """
    return spending * nature_share


@rule(revenue="元", nature_share="", returns="元")
def attributed_revenue(revenue: Quantity, nature_share: Quantity) -> Quantity:
    r"""Return what of the revenue of tourism is due to nature sites.

    Parameters
    ----------
    revenue : Quantity, shape (n,)
        Revenue of tourism in the period. [元], ≥ 0
    nature_share : Quantity, shape (n,)
        Share due to nature sites. [-], 0 to 1; never assumed

    Returns
    -------
    Quantity, shape (n,)
        [元], in the price year of the revenue

    Raises
    ------
    UnitError
        If an argument has the wrong dimension or the price years differ.

    Notes
    -----
    .. math:: V = R \, s

    Customary in county accounts. Revenue is spending: it holds what businesses put in as well.
    """
    return revenue * nature_share


@rule(wage_rate="元/h", time_value_share="", returns="元/h")
def value_of_time(wage_rate: Quantity, time_value_share: Quantity) -> Quantity:
    r"""Return what an hour of travel is worth, as a share of the wage.

    Parameters
    ----------
    wage_rate : Quantity, shape (n,)
        Wage of an hour in the zone of origin. [元/h], ≥ 0
    time_value_share : Quantity
        Value of time as a share of the wage. [-], 0 … 1

    Returns
    -------
    Quantity, shape (n,)
        [元/h], in the price year of the wage

    Raises
    ------
    UnitError
        If an argument has the wrong dimension or the price years differ.

    Notes
    -----
    .. math:: w = \tau \, W

    2.3.1 of jiang2017.
    """
    return wage_rate * time_value_share


_BUREAU = Label("文旅局", "culture and tourism bureau")


def _cost(name: str, label: Label, note: Label, unit: str = "元/人次") -> Number:
    return Number(name, label, note, unit=unit, low=0, department=_BUREAU)


_COSTS = (
    _cost(
        "transport_cost",
        Label("人均交通费", "transport"),
        Label("一次旅行往返和当地的交通支出", "spent on transport on a visit, there and back"),
    ),
    _cost(
        "lodging_cost",
        Label("人均食宿费", "food and lodging"),
        Label("一次旅行的食宿支出", "spent on food and lodging on a visit"),
    ),
    _cost(
        "entry_cost",
        Label("人均门票及游玩费", "entry and on-site spending"),
        Label("一次旅行的门票和景区内支出", "spent on entry and at the sites on a visit"),
    ),
)
SHEET = Sheet(
    "tourism",
    Label("旅游康养", "tourism"),
    (
        object_name("客源地", "zone of origin", "一个客源地一行", "one row a zone of origin"),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "visits",
            Label("游客人次", "visits"),
            note=Label("核算期内的游客人次", "visits in the period"),
            unit="万人次",
            low=0,
            department=_BUREAU,
        ),
        _cost(
            "travel_time",
            Label("人均旅行时间", "time of a visit"),
            Label("一次旅行在途和停留的时间", "time of a visit, on the way and there"),
            "h/人次",
        ),
        _cost(
            "wage",
            Label("时间价值", "value of time"),
            Label(
                "游客每小时时间的价值,按客源地工资折算",
                "value of an hour of the visitors, from the wages where they come from",
            ),
            "元/h",
        ),
        *_COSTS,
        Number(
            "reported_value",
            Label("景观游憩价值", "recreation value"),
            note=Label("只有价值量结果时填写", "filled in when only the value is known"),
            unit="亿元",
            low=0,
            department=_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "旅行费用法按客源地分行;只有价值量结果时采用填报价值法,填游客人次和景观游憩价值。",
        "travel cost: one row a zone of origin; reported value: visits and the recreation value only.",
    ),
)

WAGE_SHEET = Sheet(
    "tourism_wages",
    Label("旅游康养(按工资计时)", "tourism with time at the wage"),
    (
        object_name("客源地", "zone of origin", "一个客源地一行", "one row a zone of origin"),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "visits",
            Label("游客人次", "visits"),
            note=Label("核算期内的游客人次", "visits in the period"),
            unit="万人次",
            low=0,
            department=_BUREAU,
        ),
        _cost(
            "travel_time",
            Label("人均旅行时间", "time of a visit"),
            Label("一次旅行在途和停留的时间", "time of a visit, on the way and there"),
            "h/人次",
        ),
        _cost(
            "wage_rate",
            Label("客源地小时工资", "wage of an hour"),
            Label("客源地居民每小时的工资", "wage of an hour where the visitors come from"),
            "元/h",
        ),
        *_COSTS,
        SOURCE,
    ),
    Label(
        "时间按工资的一个比例计价,比例是系数,在“参数调整”中选定。",
        "time at a share of the wage; the share is a coefficient, chosen in 参数调整.",
    ),
)
REVENUE_SHEET = Sheet(
    "tourism_revenue",
    Label("旅游收入", "tourism revenue"),
    (
        object_name("范围或景区", "scope or site"),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "revenue",
            Label("旅游收入", "revenue of tourism"),
            note=Label("核算期内本区域的旅游收入", "revenue of tourism in the area in the period"),
            unit="亿元",
            low=0,
            department=_BUREAU,
        ),
        Number(
            "nature_share",
            Label("自然景区占比", "share of nature sites"),
            note=Label("消费支出中属于自然景区的比例", "part of the spending that belongs to nature sites"),
            unit="%",
            low=0,
            high=100,
            department=_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "自然景区占比没有默认值;商务、探亲和城市旅游须剔除。",
        "the share of nature sites has no default: business, family and city travel are left out.",
    ),
)
SIMULATED_SHEET = Sheet(
    "tourism_simulated",
    Label("旅游模拟交换价值", "tourism at a simulated price"),
    (
        object_name("景区", "site"),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "visits",
            Label("游客人次", "visits"),
            note=Label("核算期内的游客人次", "visits in the period"),
            unit="万人次",
            low=0,
            department=_BUREAU,
        ),
        _cost(
            "simulated_price",
            Label("模拟门票价格", "simulated price of a visit"),
            Label(
                "由需求曲线得出的、使收入最大的门票价格", "entry price that would bring the most, from the demand curve"
            ),
        ),
        SOURCE,
    ),
    Label(
        "人次和价格都取需求函数上同一点(收入最大的门票价格及其人次),不是实际人次。",
        "visits and price at one point of the demand function, the entry price of greatest revenue and its visits, not "
        "the visits there were.",
    ),
)

TRAVEL_COST = Method(
    "travel_cost",
    Label("旅行费用法", "travel cost"),
    SHEET,
    (
        Step("trip_cost", Label("人均旅行费用", "cost of a visit"), trip_cost),
        given("visits", Label("游客人次", "visits"), "visits", price="trip_cost", headline=True),
    ),
    reference="mee_2020",
)
TRAVEL_COST_AT_WAGES = Method(
    "travel_cost_at_wages",
    Label("旅行费用法(按工资计时)", "travel cost with time at the wage"),
    WAGE_SHEET,
    (
        Step("value_of_time", Label("单位时间价值", "value of an hour of travel"), value_of_time),
        Step("trip_cost", Label("人均旅行费用", "cost of a visit"), trip_cost, {"wage": "value_of_time"}),
        given(
            "visits_from_zones",
            Label("客源地人次", "visits from the zones"),
            "visits",
            price="trip_cost",
            headline=True,
        ),
    ),
    reference="jiang2017",
)
REVENUE = Method(
    "revenue_share",
    Label("旅游收入法", "share of revenue"),
    REVENUE_SHEET,
    (Step("nature_revenue", Label("自然景区旅游收入", "revenue due to nature sites"), attributed_revenue, money=True),),
    reference="general",
)
SIMULATED = Method(
    "simulated_exchange",
    Label("模拟交换价值法", "simulated exchange value"),
    SIMULATED_SHEET,
    (
        given("simulated_price", Label("模拟门票价格", "simulated price of a visit"), "simulated_price"),
        given(
            "simulated_visits",
            Label("模拟人次", "visits at the simulated price"),
            "visits",
            price="simulated_price",
            headline=True,
        ),
    ),
    reference="seea_ea_2021",
)
REPORTED_VALUE = Method(
    "reported_value",
    Label("填报价值法", "reported value"),
    SHEET,
    (
        given("visits", Label("游客人次", "visits"), "visits", headline=True),
        given("recreation_value", Label("景观游憩价值", "recreation value"), "reported_value", money=True),
    ),
    reference="ganzi2017",
)
EXPENDITURE_SHEET = Sheet(
    "tourism_expenditure",
    Label("旅游消费支出", "tourism expenditure"),
    (
        object_name(
            "客源地或景区", "zone of origin or site", "一个客源地或景区一行", "one row a zone of origin or a site"
        ),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "visits",
            Label("游客人次", "visits"),
            note=Label("核算期内的游客人次", "visits in the period"),
            unit="万人次",
            low=0,
            department=_BUREAU,
        ),
        _cost(
            "spending",
            Label("人均消费支出", "spending of a visit"),
            Label("游客每次旅行在本区域的消费支出", "spent in the area on a visit"),
        ),
        Number(
            "nature_share",
            Label("自然景区占比", "share of nature sites"),
            note=Label("消费支出中属于自然景区的比例", "part of the spending that belongs to nature sites"),
            unit="%",
            low=0,
            high=100,
            department=_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "自然景区占比没有默认值;商务、探亲和城市旅游须剔除。",
        "the share of nature sites has no default: business, family and city travel are left out.",
    ),
)
SURPLUS_SHEET = Sheet(
    "tourism_surplus",
    Label("旅游消费者剩余", "tourism consumer surplus"),
    (
        object_name("客源地", "zone of origin", "一个客源地一行", "one row a zone of origin"),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "visits",
            Label("游客人次", "visits"),
            note=Label("核算期内的游客人次", "visits in the period"),
            unit="万人次",
            low=0,
            department=_BUREAU,
        ),
        _cost(
            "surplus",
            Label("人均消费者剩余", "consumer surplus of a visit"),
            Label(
                "每次旅行愿付金额超出实际支出的部分,由需求曲线得出",
                "willingness to pay beyond what is paid, from the demand curve",
            ),
        ),
        SOURCE,
    ),
    Label(
        "消费者剩余不是交换价值,只有明文计入它的标准才用此表。",
        "consumer surplus is no exchange value; only for a standard that expressly counts it.",
    ),
)
EXPENDITURE = Method(
    "consumption_expenditure",
    Label("消费支出法", "consumption expenditure"),
    EXPENDITURE_SHEET,
    (
        Step("attributed_spending", Label("自然景区人均支出", "spending due to nature sites"), attributed_spending),
        given(
            "spending_visits",
            Label("消费人次", "visits that spend"),
            "visits",
            price="attributed_spending",
            headline=True,
        ),
    ),
    reference="general",
)
# No headline: these are the visits of the other part over again.
CONSUMER_SURPLUS = Method(
    "consumer_surplus",
    Label("消费者剩余法(非交换价值)", "consumer surplus (no exchange value)"),
    SURPLUS_SHEET,
    (
        given("surplus_of_a_visit", Label("人均消费者剩余", "consumer surplus of a visit"), "surplus"),
        given("surplus_visits", Label("有剩余的人次", "visits with a surplus"), "visits", price="surplus_of_a_visit"),
    ),
    reference="jiang2017",
)

SPEC = ServiceSpec(
    "tourism",
    Label("旅游康养", "nature-based tourism and wellness"),
    "cultural",
    (
        Component("", (TRAVEL_COST, TRAVEL_COST_AT_WAGES, EXPENDITURE, REVENUE, SIMULATED, REPORTED_VALUE)),
        Component("consumer_surplus", (CONSUMER_SURPLUS,)),
    ),
    headline_unit="人次",
)
