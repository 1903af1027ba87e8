r"""Soil erodibility K (土壤可蚀性) from texture and organic carbon.

.. math::
   K_{EPIC} = & \{0.2 + 0.3 e^{-0.0256 m_s (1 - m_{silt}/100)}\} \left[\frac{m_{silt}}{m_c + m_{silt}}\right]^{0.3} \\
   & \left\{1 - \frac{0.25\,orgC}{orgC + e^{3.72 - 2.95\,orgC}}\right\}
   \left\{1 - \frac{0.7\,S_n}{S_n + e^{-5.51 + 22.9\,S_n}}\right\}, \quad S_n = 1 - m_s/100 \\
   K = & (-0.01383 + 0.51575 K_{EPIC}) \cdot 0.1317

(EPIC, then the correction for soils of China) [1]_. orgC is organic *carbon*, not organic matter.

References
----------
.. [1] hj1173_2021, eq. A.7-A.8.
"""

from __future__ import annotations

import numpy as np

from gep.findings import GepError
from gep.preparation.ranges import Limits, numbers, result
from gep.units import ParameterSet, Quantity, divide, exp, parameters, power, rule

__all__ = ["epic_erodibility", "erodibility_of_texture", "soil_erodibility"]

_METRIC = "t·hm²·h/(hm²·MJ·mm)"
_SAND = Limits("砂粒含量", "sand", "%", low=0, high=100)
_SILT = Limits("粉粒含量", "silt", "%", low=0, high=100)
_CLAY = Limits("黏粒含量", "clay", "%", low=0, high=100)
_CARBON = Limits("有机碳含量", "organic carbon", "tC/t", low=0, high=0.6)
_RESULT = Limits("土壤可蚀性因子K", "soil erodibility K", _METRIC, low=0, high=0.1)
_WHOLE = 100.0
# Laboratories print contents to 0.1 %, so that three of them may miss 100 % by this much.
_ROUNDING = 0.5


@rule(
    sand="number of %",
    silt="number of %",
    clay="number of %",
    organic_carbon="number of tC/t",
    epic=parameters(
        "base",
        "sand_gain",
        "sand_decay",
        "whole",
        "silt_exponent",
        "carbon_loss",
        "carbon_intercept",
        "carbon_slope",
        "fine_loss",
        "fine_intercept",
        "fine_slope",
    ),
    returns="",
)
def epic_erodibility(
    sand: Quantity, silt: Quantity, clay: Quantity, organic_carbon: Quantity, epic: ParameterSet
) -> Quantity:
    r"""Return the erodibility of the EPIC model.

    Parameters
    ----------
    sand, silt, clay : Quantity, shape (n,)
        Content of particles of 0.05-2 mm, 0.002-0.05 mm and below 0.002 mm. [%], 0 … 100, together 100. A plain number
        is a fraction here: write ``Quantity(40, "%")``.
    organic_carbon : Quantity, shape (n,)
        Organic carbon of the soil; organic matter holds about 58 % of it. [tC/t], 0 … 0.6; ``gC/kg`` will do
    epic : ParameterSet
        The constants (``soil_retention.epic_erodibility``); ``whole`` is the 100 of the percentages.

    Returns
    -------
    Quantity, shape (n,)
        The number that :func:`soil_erodibility` takes. nan without silt and clay.

    Raises
    ------
    UnitError
        If an argument has the wrong dimension.

    Notes
    -----
    Eq. A.7 of hj1173_2021; see the module for it. The text at hand had lost the minus signs of −0.0256, −2.95, −5.51
    and of the brackets; they are those of EPIC. The standard labels :math:`K_{EPIC}` with the metric unit of K, but
    eq. A.8 then multiplies by 0.1317, which takes US units to metric ones: the number is in US units.

    Examples
    --------
    >>> from gep.coefficient_book import load_coefficients
    >>> epic = load_coefficients().get("soil_retention.epic_erodibility", year=2021).parameter_set()
    >>> loam = [Quantity(part, "%") for part in (40, 40, 20)]
    >>> round(float(epic_erodibility(*loam, Quantity(20, "gC/kg"), epic).magnitude), 5)
    0.24486
    """
    carbon = organic_carbon * epic.whole
    fine = 1 - sand / epic.whole
    by_sand = epic.base + epic.sand_gain * exp(epic.sand_decay * sand * (1 - silt / epic.whole))
    by_silt = power(divide(silt, clay + silt), epic.silt_exponent)
    by_carbon = 1 - epic.carbon_loss * carbon / (carbon + exp(epic.carbon_intercept + epic.carbon_slope * carbon))
    by_fine = 1 - epic.fine_loss * fine / (fine + exp(epic.fine_intercept + epic.fine_slope * fine))
    return by_sand * by_silt * by_carbon * by_fine


@rule(
    epic_number="",
    conversion=parameters("intercept", "slope", "metric"),
    returns="number of t·hm²·h/(hm²·MJ·mm)",
)
def soil_erodibility(epic_number: Quantity, conversion: ParameterSet) -> Quantity:
    r"""Return RUSLE K from the erodibility of EPIC.

    Parameters
    ----------
    epic_number : Quantity, shape (n,)
        Result of :func:`epic_erodibility`. [-], > 0
    conversion : ParameterSet
        ``intercept``, ``slope`` and ``metric`` (``soil_retention.erodibility_conversion``).

    Returns
    -------
    Quantity, shape (n,)
        [t·hm²·h/(hm²·MJ·mm)]; below 0 where the number of EPIC is below 0.0268.

    Raises
    ------
    UnitError
        If an argument has the wrong dimension.

    Notes
    -----
    .. math:: K = (-0.01383 + 0.51575 K_{EPIC}) \cdot 0.1317

    Eq. A.8 of hj1173_2021, the correction for soils of China; the text at hand had lost the leading minus sign.
    """
    return (conversion.intercept + conversion.slope * epic_number) * conversion.metric


def erodibility_of_texture(
    sand: Quantity,
    silt: Quantity,
    clay: Quantity,
    organic_carbon: Quantity,
    *,
    epic: ParameterSet,
    conversion: ParameterSet,
) -> Quantity:
    """Return RUSLE K of soils of known texture.

    Parameters
    ----------
    sand, silt, clay : Quantity, shape (n,)
        Content of particles of 0.05-2 mm, 0.002-0.05 mm and below 0.002 mm. [%], 0 … 100, together 100 within 0.5
    organic_carbon : Quantity, shape (n,)
        Organic carbon of the soil. [tC/t] or [gC/kg], 0 … 0.6 tC/t
    epic, conversion : ParameterSet
        ``soil_retention.epic_erodibility`` and ``soil_retention.erodibility_conversion``.

    Returns
    -------
    Quantity, shape (n,)
        [t·hm²·h/(hm²·MJ·mm)], 0 … 0.1

    Raises
    ------
    GepError
        If a unit is not given, a value is missing or absurd, the texture does not sum to 100 %, or the soil is outside
        the range of the equations.
    UnitError
        If a unit measures something else.
    """
    parts = [numbers(part, limits) for part, limits in ((sand, _SAND), (silt, _SILT), (clay, _CLAY))]
    numbers(organic_carbon, _CARBON)
    total = np.asarray(parts[0] + parts[1] + parts[2])
    odd = np.abs(total - _WHOLE) > _ROUNDING
    if odd.any():
        name = {"zh": "砂粒、粉粒和黏粒含量", "en": "sand, silt and clay"}
        raise GepError("GEP708", name=name, count=int(odd.sum()), typed=f"{total[odd].flat[0]:g}")
    return result(soil_erodibility(epic_erodibility(sand, silt, clay, organic_carbon, epic), conversion), _RESULT)
