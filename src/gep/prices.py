"""Prices: what a quantity is worth, in money of one price year.

The only valuation of the program is :func:`value`; the only way to another price level is :func:`change_price_year`;
the only way from a yearly flow to an asset is :func:`npv`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from gep.classifications import find_item
from gep.units import Quantity, price_year_of, unit

__all__ = [
    "PRICE_KEYS",
    "PriceKey",
    "change_price_year",
    "discount_factors",
    "npv",
    "present_value",
    "price_key",
    "value",
]


class _Label(NamedTuple):
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class PriceKey:
    """A unit price that indicators meet.

    Parameters
    ----------
    name : str
        Key, as in ``price.<name>`` of the coefficient book.
    label : _Label
        Its name in the sheet 价格.
    unit : str
        Declared unit, money in any price year.
    by : str
        What it differs by: ``item``, ``ecosystem`` or nothing.
    vocabulary : str
        Short list of the items it differs by.
    """

    name: str
    label: _Label
    unit: str
    by: str = ""
    vocabulary: str = ""

    def declared_unit(self, item: str) -> str:
        """Return the declared unit of the price of `item`: per tonne of the item itself where it is a substance."""
        known = find_item(self.vocabulary, item) if self.vocabulary and item else None
        return f"元/{known.unit}" if known and known.unit else self.unit

    def quantity_unit(self, item: str) -> str:
        """Return the unit of the quantity that the price of `item` is for."""
        return self.declared_unit(item).removeprefix("元/").removeprefix("(").removesuffix(")")


PRICE_KEYS: tuple[PriceKey, ...] = (
    PriceKey("water_use", _Label("用水单价", "price of water by use"), "元/m³", "item", "water_use"),
    PriceKey("electricity", _Label("电价", "price of electricity"), "元/(kW·h)"),
    PriceKey("reservoir_storage", _Label("水库单位库容造价", "unit cost of reservoir storage"), "元/m³"),
    PriceKey("reservoir_dredging", _Label("水库清淤工程费用", "cost of dredging reservoirs"), "元/m³"),
    PriceKey("nitrogen_treatment", _Label("氮处理成本", "cost of treating nitrogen"), "元/tN"),
    PriceKey("phosphorus_treatment", _Label("磷处理成本", "cost of treating phosphorus"), "元/tP"),
    PriceKey("potassium", _Label("钾单价(折纯)", "price of potassium"), "元/tK"),
    PriceKey("organic_matter", _Label("有机质单价", "price of organic matter"), "元/tOM"),
    PriceKey("sand_control", _Label("治沙工程平均成本", "average cost of sand control"), "元/m²"),
    PriceKey("carbon_dioxide", _Label("固定二氧化碳单价", "price of sequestered carbon dioxide"), "元/tCO2"),
    PriceKey("oxygen", _Label("工业制氧价格", "price of industrial oxygen"), "元/tO2"),
    PriceKey(
        "air_pollutant",
        _Label("大气污染物治理成本", "cost of treating air pollutants"),
        "元/t",
        "item",
        "air_pollutant",
    ),
    PriceKey(
        "water_pollutant",
        _Label("水污染物治理成本", "cost of treating water pollutants"),
        "元/t",
        "item",
        "water_pollutant",
    ),
    PriceKey("pest_control", _Label("病虫害防治成本", "cost of pest control"), "元/hm²", "ecosystem"),
    PriceKey("other_electricity", _Label("太阳能、风能电价", "price of solar and wind electricity"), "元/(kW·h)"),
    PriceKey("coastal_defence", _Label("海岸防护工程成本", "cost of coastal defence"), "元/km"),
    PriceKey("noise_barrier", _Label("隔音设施成本", "cost of noise barriers"), "元/(dB·km)"),
    PriceKey("species", _Label("单个物种保育价值", "value of conserving a species"), "元/种"),
    PriceKey("habitat", _Label("生境保育成本", "cost of conserving habitat"), "元/hm²", "ecosystem"),
    PriceKey("negative_ion", _Label("负离子生产成本", "cost of making negative ions"), "元/个"),
    PriceKey("standard_equivalent", _Label("标准当量价值", "value of a standard equivalent"), "元/hm²"),
    PriceKey("unit_value", _Label("单位面积价值单价", "value of a hectare by type"), "元/hm²", "ecosystem"),
    PriceKey(
        "land_use_value", _Label("土地利用单位面积价值", "value of a hectare by land use"), "元/hm²", "item", "land_use"
    ),
)


def price_key(name: str) -> PriceKey | None:
    """Return the price key called `name`, or None."""
    return next((key for key in PRICE_KEYS if key.name == name), None)


def value(quantity: Quantity, price: Quantity) -> Quantity:
    r"""Return the monetary value of `quantity` at `price`.

    Parameters
    ----------
    quantity : Quantity, any shape
        Physical amount, in any unit.
    price : Quantity, same shape or scalar
        Money of one price year per unit of a quantity of the same dimension.

    Returns
    -------
    Quantity
        Money [元] of the price year of `price`.

    Raises
    ------
    UnitError
        If the two do not multiply to money: a price per tC never meets a quantity in m³.

    Notes
    -----
    .. math:: V = Q \, P
    """
    return (quantity * price).to("元")


def change_price_year(money: Quantity, to: int, index_from: float, index_to: float) -> Quantity:
    r"""Return `money` at the price level of year `to`.

    Parameters
    ----------
    money : Quantity
        Money, or money per anything, of one price year.
    to : int
        The price year wanted.
    index_from, index_to : float
        The same price index in the price year of `money` and in `to`. [-], > 0. The caller names its source.

    Returns
    -------
    Quantity
        The same amount in money of `to`, in the same unit otherwise.

    Raises
    ------
    ValueError
        If an index is not positive, or `money` has no single price year.

    Notes
    -----
    .. math:: V_b = V_t \, I_b / I_t

    The price year changes only here, never inside a valuation.
    """
    year = price_year_of(money)
    if year is None:
        raise ValueError("the quantity is not money of one price year")
    if not (index_from > 0 and index_to > 0):
        raise ValueError("a price index is positive")
    bridge = Quantity(index_to / index_from, unit("元", price_year=to) / unit("元", price_year=year))
    return money * bridge


def discount_factors(rate: Quantity, years: int, timing: Literal["start", "end"]) -> Quantity:
    r"""Return what money of each of the coming years is worth today, by a constant rate.

    Parameters
    ----------
    rate : Quantity
        Discount rate a year, such as ``Quantity(2, "%")``. [-], > −1; real where the flow is in constant prices
    years : int
        How many years the flow lasts. ≥ 1
    timing : {"start", "end"}
        Whether the flow of a year comes at its start, so that the first is not discounted, or at its end. Published
        asset values use either; there is no default.

    Returns
    -------
    Quantity, shape (years,)
        [-]

    Raises
    ------
    UnitError
        If `rate` has a dimension.
    ValueError
        If `rate`, `years` or `timing` is not one of those described.

    Notes
    -----
    .. math:: d_i = (1 + r)^{-i} \text{ at the end, } (1 + r)^{-(i - 1)} \text{ at the start of year } i = 1 \ldots n
    """
    share = float(rate.m_as(""))
    if not -1 < share < math.inf:
        raise ValueError(f"a discount rate is above -100 %, not {rate}")
    if years != int(years) or years < 1:
        raise ValueError(f"the years are a whole number from 1 on, not {years}")
    if timing not in ("start", "end"):
        raise ValueError(f'the timing is "start" or "end", not {timing!r}')
    first = 0 if timing == "start" else 1
    return Quantity((1 + share) ** -np.arange(first, first + int(years), dtype=np.float64), "")


def present_value(flow: Quantity, factors: Quantity) -> Quantity:
    r"""Return the present value of yearly `flow` by explicit discount factors.

    Parameters
    ----------
    flow : Quantity, shape (years,) or scalar
        Money a year, the same every year if a scalar. [元/a], any sign
    factors : Quantity, shape (years,)
        Discount factor of each year. [-], > 0

    Returns
    -------
    Quantity
        Money [元] of the price year of `flow`.

    Raises
    ------
    UnitError
        If `flow` is not money a year, or `factors` have a dimension.
    ValueError
        If `factors` are not a list of positive numbers, or `flow` has another number of years.

    Notes
    -----
    .. math:: V = \sum_i F_i \, d_i \cdot 1 \text{ a}

    For factors that follow no constant rate, and for tables that print one formula and use another: the worked example
    of SEEA EA annex A10.1 states :math:`1.02^{-i}` and is computed with :math:`0.98^i`. Otherwise see :func:`npv`.
    """
    weights = np.asarray(factors.m_as(""), dtype=np.float64)
    if weights.ndim != 1 or not (weights > 0).all():
        raise ValueError("discount factors are a list of positive numbers, one a year")
    if np.shape(flow.magnitude) not in ((), weights.shape):
        raise ValueError(f"a flow of shape {np.shape(flow.magnitude)} does not fit {weights.size} discount factors")
    discounted = (flow * Quantity(weights, "") * Quantity(1.0, "a")).to("元")
    return Quantity(math.fsum(discounted.magnitude), discounted.units)


def npv(flow: Quantity, rate: Quantity, years: int, timing: Literal["start", "end"]) -> Quantity:
    r"""Return the net present value of a yearly `flow`: what the ecosystem asset that gives it is worth.

    Parameters
    ----------
    flow : Quantity, shape (years,) or scalar
        Money a year, the same every year if a scalar. [元/a], any sign
    rate : Quantity
        Discount rate a year, such as ``Quantity(2, "%")``. [-], > −1; real where the flow is in constant prices
    years : int
        How many years the flow lasts. ≥ 1
    timing : {"start", "end"}
        Whether the flow of a year comes at its start or at its end; there is no default.

    Returns
    -------
    Quantity
        Money [元] of the price year of `flow`. A stock: it is never added to the flow of an account.

    Raises
    ------
    UnitError
        If `flow` is not money a year, or `rate` has a dimension.
    ValueError
        If `rate`, `years` or `timing` is not one of those described, or `flow` has another number of years.

    Notes
    -----
    .. math:: V = \sum_{i=1}^{n} \frac{F_i}{(1 + r)^{i - s}} \cdot 1 \text{ a}, \qquad
        s = 1 \text{ at the start of the year, } 0 \text{ at its end}

    For a constant flow at the end of the year, :math:`F \, (1 - (1 + r)^{-n}) / r`; at its start :math:`1 + r` times as
    much.
    """
    return present_value(flow, discount_factors(rate, years, timing))
