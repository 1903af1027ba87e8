"""Days of cooling and of humidifying (降温天数、增湿天数) from daily temperature and humidity.

The days decide the whole value of climate regulation, so there is no default: neither for the days nor for the
thresholds, to be taken only by name. ``climate_regulation.cooling_temperature@zhaogs2022`` (26 ℃) is the base of degree
days of cooling in Chinese statistics and building standards [1]_; ``climate_regulation.humidifying_humidity@general``
(45 %) is a placeholder. On the plateau most counties have hardly a day above 26 ℃; their days of cooling are 0, and
that is a result.

Degree days compare the daily mean. Whether an account of ecosystems should take the mean or the maximum, no text at
hand says. The caller chooses the series, and the account should say which. A day may count for both cooling and
humidifying.

References
----------
.. [1] Zhao G S, Zhou X M, Li Y Z, Sun C Y. Dataset of cooling and heating degree days in north of 18°N latitude of
   China (1981–2020). Journal of Global Change Data & Discovery, 2022, 6(3): 459–466 (abstract only).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gep.preparation.days import Calendar, Floats, YearlyValues
from gep.preparation.ranges import Limits, numbers
from gep.units import Quantity

__all__ = ["cooling_days", "humidifying_days", "kelvin"]

_ICE_POINT = 273.15  # K at 0 ℃, by definition
_TEMPERATURE = Limits("日气温", "daily temperature", "K", low=180, high=335)
_HUMIDITY = Limits("日相对湿度", "daily relative humidity", "%", low=0, high=100)


def kelvin(celsius: npt.ArrayLike) -> Quantity:
    """Return temperatures in ℃, which is no unit that can be multiplied, as quantities in K.

    Parameters
    ----------
    celsius : array_like
        Plain numbers of degrees Celsius.

    Examples
    --------
    >>> print(kelvin(26))
    299.15 K
    """
    degrees = np.asarray(celsius, dtype=np.float64) + _ICE_POINT
    return Quantity(degrees if degrees.ndim else float(degrees), "K")


def cooling_days(dates: npt.ArrayLike, temperature: Quantity, *, threshold: Quantity) -> YearlyValues:
    """Return the days of each year that are warmer than the threshold.

    Parameters
    ----------
    dates : array_like of datetime64, date or ISO text, shape (days,)
        Every day of one or more calendar years, in any order.
    temperature : Quantity, shape (days, ...)
        Daily mean or daily maximum of the air temperature; further axes may be stations or pixels. [K], 180 … 335; for
        numbers in ℃ see :func:`kelvin`
    threshold : Quantity
        Temperature above which people cool. [K]

    Returns
    -------
    YearlyValues
        The years, and the days with shape (years, ...) in d. A day of exactly the threshold does not count.

    Raises
    ------
    GepError
        If dates are unreadable, doubled or lacking, or a temperature is missing or absurd; the message lists the dates.
    UnitError
        If a unit measures something else.
    """
    calendar = Calendar.of(dates)
    warmer = calendar.values(temperature, _TEMPERATURE) > numbers(threshold, _TEMPERATURE)
    return _counted(calendar, warmer)


def humidifying_days(dates: npt.ArrayLike, humidity: Quantity, *, threshold: Quantity) -> YearlyValues:
    """Return the days of each year that are drier than the threshold.

    Parameters
    ----------
    dates : array_like of datetime64, date or ISO text, shape (days,)
        Every day of one or more calendar years, in any order.
    humidity : Quantity, shape (days, ...)
        Daily mean of the relative humidity; further axes may be stations or pixels. [%], 0 … 100
    threshold : Quantity
        Relative humidity below which people humidify. [%]

    Returns
    -------
    YearlyValues
        The years, and the days with shape (years, ...) in d. A day of exactly the threshold does not count.

    Raises
    ------
    GepError
        If dates are unreadable, doubled or lacking, or a humidity is missing or absurd; the message lists the dates.
    UnitError
        If a unit measures something else.
    """
    calendar = Calendar.of(dates)
    drier = calendar.values(humidity, _HUMIDITY) < numbers(threshold, _HUMIDITY)
    return _counted(calendar, drier)


def _counted(calendar: Calendar, is_counted: npt.NDArray[np.bool_]) -> YearlyValues:
    ones: Floats = is_counted.astype(np.float64)
    return YearlyValues(calendar.years, Quantity(calendar.by_year(ones), "d"))
