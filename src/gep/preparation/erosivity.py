r"""Rainfall erosivity R (降雨侵蚀力) from daily rain.

.. math::
   R = \sum_{k=1}^{24} R_k \qquad R_k = \frac{1}{n} \sum_{i=1}^{n} \sum_{j} \alpha P_{ijk}^{\beta}

over the half-months k, the years i and the days j of erosive rain [1]_. The standard asks for R as a mean of many
years. R of the accounting year alone makes the account follow the weather; both are here, for the
analyst to choose.

References
----------
.. [1] hj1173_2021, eq. A.5-A.6.
.. [2] chenzy2016, §2.2 (12 mm).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gep.preparation.days import Calendar, Floats, YearlyValues
from gep.preparation.ranges import Limits
from gep.units import ParameterSet, Quantity, parameters, power, rule, where

__all__ = ["daily_erosivity", "half_monthly_erosivity", "rainfall_erosivity", "yearly_erosivity"]

_PER_YEAR = "MJ·mm/(hm²·h·a)"
_RAIN = Limits("日降雨量", "daily rain", "mm", low=0, high=2000)


@rule(
    rain="number of mm",
    erosive_rain="number of mm",
    regression=parameters("coefficient", "exponent"),
    returns="number of MJ·mm/(hm²·h)",
)
def daily_erosivity(rain: Quantity, erosive_rain: Quantity, regression: ParameterSet) -> Quantity:
    r"""Return the erosivity of the rain of one day.

    Parameters
    ----------
    rain : Quantity, shape (n,)
        Rain of the day; snow does not erode. [mm], ≥ 0
    erosive_rain : Quantity
        Rain from which on it erodes (``soil_retention.erosive_rain``). [mm], ≥ 0
    regression : ParameterSet
        ``coefficient`` and ``exponent`` of the season (``soil_retention.rainfall_erosivity``).

    Returns
    -------
    Quantity, shape (n,)
        [MJ·mm/(hm²·h)]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: \alpha P^{\beta} \text{ where } P \ge P_0, \text{ else } 0

    Eq. A.6 of hj1173_2021, which speaks of erosive days and gives no threshold; 12 mm is of chenzy2016. A day of
    exactly the threshold counts.

    Examples
    --------
    >>> warm = ParameterSet(coefficient=0.3937, exponent=1.7265)
    >>> round(daily_erosivity(Quantity(20, "mm"), Quantity(12, "mm"), warm).magnitude, 4)
    69.4055
    """
    return where(rain >= erosive_rain, regression.coefficient * power(rain, regression.exponent), 0)


def half_monthly_erosivity(
    dates: npt.ArrayLike,
    rain: Quantity,
    *,
    warm: ParameterSet,
    cold: ParameterSet,
    warm_season: ParameterSet,
    erosive_rain: Quantity,
) -> Quantity:
    """Return the erosivity of the 24 half-months, the mean over the years of the record.

    Parameters
    ----------
    dates : array_like of datetime64, date or ISO text, shape (days,)
        Every day of one or more calendar years, in any order.
    rain : Quantity, shape (days, ...)
        Rain of each day; further axes may be stations or pixels. [mm], 0 … 2000
    warm, cold : ParameterSet
        ``coefficient`` and ``exponent`` of the two seasons (``soil_retention.rainfall_erosivity``).
    warm_season : ParameterSet
        ``first_month`` and ``last_month`` of the warm season, both inside it. The standard does not give them;
        ``soil_retention.warm_season@general`` (May to September) is a placeholder.
    erosive_rain : Quantity
        Daily rain from which on it erodes. [mm]

    Returns
    -------
    Quantity, shape (24, ...)
        [MJ·mm/(hm²·h·a)]

    Raises
    ------
    GepError
        If dates are unreadable, doubled or lacking, or rain is missing or absurd; the message lists the dates.
    UnitError
        If a unit measures something else.
    """
    calendar, daily = _daily(dates, rain, warm, cold, warm_season, erosive_rain)
    return Quantity(calendar.by_half_month(daily).mean(axis=0), _PER_YEAR)


def rainfall_erosivity(
    dates: npt.ArrayLike,
    rain: Quantity,
    *,
    warm: ParameterSet,
    cold: ParameterSet,
    warm_season: ParameterSet,
    erosive_rain: Quantity,
) -> Quantity:
    """Return RUSLE R, the mean over the years of the record (eq. A.5 of hj1173_2021).

    The arguments and errors are those of :func:`half_monthly_erosivity`.

    Returns
    -------
    Quantity, shape (...)
        [MJ·mm/(hm²·h·a)]
    """
    of_half_months = half_monthly_erosivity(
        dates, rain, warm=warm, cold=cold, warm_season=warm_season, erosive_rain=erosive_rain
    )
    return Quantity(of_half_months.magnitude.sum(axis=0), _PER_YEAR)


def yearly_erosivity(
    dates: npt.ArrayLike,
    rain: Quantity,
    *,
    warm: ParameterSet,
    cold: ParameterSet,
    warm_season: ParameterSet,
    erosive_rain: Quantity,
) -> YearlyValues:
    """Return RUSLE R of each year by itself; their mean is :func:`rainfall_erosivity`.

    The arguments and errors are those of :func:`half_monthly_erosivity`.

    Returns
    -------
    YearlyValues
        The years, and R with shape (years, ...) in MJ·mm/(hm²·h·a).
    """
    calendar, daily = _daily(dates, rain, warm, cold, warm_season, erosive_rain)
    return YearlyValues(calendar.years, Quantity(calendar.by_year(daily), _PER_YEAR))


def _daily(
    dates: npt.ArrayLike,
    rain: Quantity,
    warm: ParameterSet,
    cold: ParameterSet,
    warm_season: ParameterSet,
    erosive_rain: Quantity,
) -> tuple[Calendar, Floats]:
    calendar = Calendar.of(dates)
    depth = calendar.values(rain, _RAIN)
    is_warm = (calendar.months >= warm_season.first_month) & (calendar.months <= warm_season.last_month)
    is_warm = is_warm.reshape(-1, *[1] * (depth.ndim - 1))
    of_season = ParameterSet({name: np.where(is_warm, warm[name], cold[name]) for name in ("coefficient", "exponent")})
    daily: Floats = daily_erosivity(Quantity(depth, "mm"), erosive_rain, of_season).magnitude
    return calendar, daily
