"""Prices: what a quantity is worth, in money of one price year.

The only valuation of the program is :func:`value`; the only way to another price level is :func:`change_price_year`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from gep.classifications import find_item
from gep.units import Quantity, price_year_of, unit

__all__ = ["PRICE_KEYS", "PriceKey", "change_price_year", "price_key", "value"]


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
