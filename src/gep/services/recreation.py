r"""Local recreation (休闲游憩): residents who use the green space near their homes.

.. math::  V = \sum_i N_i \, e_i \qquad\text{or}\qquad V = \sum_i N_i \, t_i \, w_i

for visits :math:`N_i` to green space i, at what a visit costs :math:`e_i`, which may also be what a park or hall of the
same kind would charge, or at the value :math:`w_i` of the time
:math:`t_i` spent there [1]_. Not counted here: tourists from elsewhere (see tourism), and what green space adds to the
price of homes (see landscape_premium), which may pay for the same use.

References
----------
.. [1] Customary; no text of a standard was read (evidence: unverified).
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE, object_name
from gep.spec import Component, Key, Label, Method, Number, ServiceSpec, Sheet, Step, given
from gep.units import Quantity, rule

__all__ = ["SPEC", "visit_time_value"]


@rule(visit_time="h/人次", hour_value="元/h", returns="元/人次")
def visit_time_value(visit_time: Quantity, hour_value: Quantity) -> Quantity:
    r"""Return what the time of one visit is worth.

    Parameters
    ----------
    visit_time : Quantity, shape (n,)
        Time of a visit, on the way and in the green space. [h/人次], ≥ 0
    hour_value : Quantity, shape (n,)
        Value of an hour of leisure, a share of the wage. [元/h], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [元/人次], in the price year of the value of the hour

    Raises
    ------
    UnitError
        If an argument has the wrong dimension or money has no price year.

    Notes
    -----
    .. math:: e = t \, w
    """
    return visit_time * hour_value


_BUREAU = Label("住建局", "housing and construction bureau")
_VISITS = Number(
    "visits",
    Label("居民游憩人次", "visits of residents"),
    note=Label("本地居民在核算期内到绿地、公园游憩的人次", "visits of residents to green space in the period"),
    unit="万人次",
    low=0,
    department=_BUREAU,
)
_SPACE: tuple[Key, ...] = (
    object_name("绿地或公园", "green space", "一处绿地或公园一行", "one row a green space or park"),
    ECOSYSTEM_IF_KNOWN,
)


def _sheet(name: str, label: Label, *numbers: Number) -> Sheet:
    note = Label("只填本地居民;外来游客填旅游表。", "residents only; visitors from elsewhere belong to tourism.")
    return Sheet(name, label, (*_SPACE, _VISITS, *numbers, SOURCE), note)


EXPENDITURE = Method(
    "recreation_expenditure",
    Label("游憩支出法", "recreation expenditure"),
    _sheet(
        "recreation",
        Label("休闲游憩", "local recreation"),
        Number(
            "spending",
            Label("人均游憩支出", "spending of a visit"),
            note=Label("本地居民每次游憩的支出", "spending of a resident on a visit"),
            unit="元/人次",
            low=0,
            department=_BUREAU,
        ),
    ),
    (
        given("visit_spending", Label("人均游憩支出", "spending of a visit"), "spending"),
        given(
            "recreation_visits", Label("游憩人次", "recreation visits"), "visits", price="visit_spending", headline=True
        ),
    ),
    reference="general",
)
TIME_VALUE = Method(
    "recreation_time",
    Label("游憩时间价值法", "value of recreation time"),
    _sheet(
        "recreation_time",
        Label("休闲游憩时间", "time of local recreation"),
        Number(
            "visit_time",
            Label("人均游憩时间", "time of a visit"),
            note=Label("本地居民每次游憩的时间", "time of a resident on a visit"),
            unit="h/人次",
            low=0,
            department=_BUREAU,
        ),
        Number(
            "hour_value",
            Label("单位时间价值", "value of an hour"),
            note=Label("每小时休闲时间的价值", "value of an hour of leisure"),
            unit="元/h",
            low=0,
            department=_BUREAU,
        ),
    ),
    (
        Step("visit_time_value", Label("人均时间价值", "value of the time of a visit"), visit_time_value),
        given("timed_visits", Label("计时人次", "visits timed"), "visits", price="visit_time_value", headline=True),
    ),
    reference="general",
)

SUBSTITUTE = Method(
    "recreation_substitute",
    Label("游憩替代成本法", "substitute of recreation"),
    _sheet(
        "recreation_substitute",
        Label("休闲游憩替代", "substitute of local recreation"),
        Number(
            "substitute_price",
            Label("同类收费场所价格", "price of a place that charges"),
            note=Label("同类收费绿地或公园的票价", "entry price of a comparable green space that charges"),
            unit="元/人次",
            low=0,
            department=_BUREAU,
        ),
    ),
    (
        given("price_of_substitute", Label("替代价格", "price of the substitute"), "substitute_price"),
        given(
            "substituted_visits",
            Label("替代计价人次", "visits at the price of a substitute"),
            "visits",
            price="price_of_substitute",
            headline=True,
        ),
    ),
    reference="general",
)

SPEC = ServiceSpec(
    "recreation",
    Label("休闲游憩", "local recreation"),
    "cultural",
    (Component("", (EXPENDITURE, TIME_VALUE, SUBSTITUTE)),),
    headline_unit="人次",
)
