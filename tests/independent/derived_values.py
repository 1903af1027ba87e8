"""Products, cultural services, prices and present values: derived from the texts alone, plain floats."""

from __future__ import annotations


def residual_value(output: float, intermediate: float, labour: float, capital: float, taxes: float) -> float:
    """Output less intermediate inputs, labour, fixed capital (ndrc_2022) and other taxes on production (SEEA)."""
    return output - (intermediate + labour + capital + taxes)


def operating_surplus(output: float, intermediate: float, labour: float, taxes: float, subsidies: float) -> float:
    """SEEA EA 9.36: output less intermediate consumption, compensation, other taxes, and with other subsidies."""
    return output + subsidies - (intermediate + labour + taxes)


def resource_rent(surplus: float, capital: float, return_to_assets: float, self_employed: float) -> float:
    """SEEA EA 9.36: surplus less fixed capital, return to produced assets, labour of the self-employed."""
    return surplus - (capital + return_to_assets + self_employed)


def trip_cost(hours: float, wage: float, transport: float, lodging: float, entry: float) -> float:
    """TC = T W + C_tc + C_lf + C_ef (gep_guide)."""
    return hours * wage + transport + lodging + entry


def product(quantity: float, factor: float) -> float:
    """Every service that is one number times another: share, visits, area, length, price."""
    return quantity * factor


def present_value_at_rate(flow: float, rate: float, years: int, first: int) -> float:
    """Σ flow/(1 + r)^t of `years` years, t from `first`: 1 for money at the end of a year, 0 at its start."""
    total = 0.0
    for t in range(first, first + years):
        total += flow / (1.0 + rate) ** t
    return total


def present_value(flows: list[float], factors: list[float]) -> float:
    """Σ flow × factor (SEEA EA A10.8)."""
    return sum(flow * factor for flow, factor in zip(flows, factors, strict=True))


def at_price_year(money: float, index_from: float, index_to: float) -> float:
    """Money moved from one year's prices to another's."""
    return money / index_from * index_to
