r"""The weather factor WF of RWEQ (气候因子) from daily wind, rain, evapotranspiration, temperature and snow.

.. math::
   WF = \sum_{m=1}^{12} W_f \frac{\rho}{g} SW \cdot SD, \quad
   W_f = \frac{N_d}{N} \sum_{i=1}^{N} u_i (u_i - u_t)^2, \quad
   SW = \frac{ET_p - (R + I) R_d / N_d}{ET_p}, \quad SD = 1 - P

with :math:`\rho = 348.0 (1.013 - 0.1183 EL + 0.0048 EL^2) / T`. Only the first equation, and that the wind factor and
SW are means of their month over the years (各月多年平均风力因子, 各月多年平均土壤湿度因子), is in the standard [1]_; it
names the parts and leaves them open. So SW is the mean of the factors of the years, not the factor of mean rain. The
equations are those in general use; two were read in a program [2]_, none in its original. Nothing here is verified by
an outside case.

At 4 500 m the air weighs 0.6 of what it does at sea level, so that :math:`\rho` is never a constant here.

References
----------
.. [1] hj1173_2021, eq. A.17.
.. [2] pyrweq (air density, wind profile; its soil wetness differs and is not followed).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gep.findings import GepError
from gep.preparation.days import Calendar, Floats
from gep.preparation.ranges import Limits, numbers
from gep.units import ParameterSet, Quantity, clip, divide, parameters, power, rule, where

__all__ = [
    "air_density",
    "monthly_weather",
    "monthly_weather_factors",
    "snow_free_share",
    "soil_wetness",
    "weather_factor",
    "wind_speed_at_height",
    "wind_value",
]

_WIND_VALUE = Limits("日风力值", "daily wind value", "m³/s³", low=0, high=1e6)
_RAIN = Limits("日降水量", "daily precipitation", "mm", low=0, high=2000)
_IRRIGATION = Limits("日灌溉量", "daily irrigation", "mm", low=0, high=2000)
_EVAPOTRANSPIRATION = Limits("日潜在蒸散量", "daily potential evapotranspiration", "mm", low=0, high=50)
_TEMPERATURE = Limits("日气温", "daily temperature", "K", low=180, high=335)
_SNOW = Limits("雪深", "snow depth", "mm", low=0, high=20_000)
_ELEVATION = Limits("海拔", "elevation", "km", low=-0.5, high=9)
_DEPTH = Limits("雪深或降水日阈值", "threshold of snow or rain", "mm", low=0)


@rule(speed="m/s", height="m", wind_height="m", exponent="", returns="m/s")
def wind_speed_at_height(speed: Quantity, height: Quantity, wind_height: Quantity, exponent: Quantity) -> Quantity:
    r"""Return the wind speed at another height.

    Parameters
    ----------
    speed : Quantity, shape (n,)
        Wind speed as measured. [m/s], ≥ 0
    height : Quantity
        Height it was measured at, 10 m at most stations. [m], > 0
    wind_height : Quantity
        Height it is wanted at (``sand_fixation.wind_height``, 2 m). [m], > 0
    exponent : Quantity
        Exponent of the profile (``sand_fixation.wind_profile``, 1/7). [-], 0 … 1

    Returns
    -------
    Quantity, shape (n,)
        [m/s]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: u_2 = u_{10} (2/10)^{1/7}

    As in pyrweq, wind_speed_2m; not in hj1173_2021.
    """
    return speed * power(wind_height / height, exponent)


@rule(speed="m/s", threshold_wind="m/s", returns="m³/s³")
def wind_value(speed: Quantity, threshold_wind: Quantity) -> Quantity:
    r"""Return the wind value of one reading.

    Parameters
    ----------
    speed : Quantity, shape (n,)
        Wind speed at 2 m. [m/s], ≥ 0
    threshold_wind : Quantity
        Speed above which sand moves (``sand_fixation.threshold_wind``). [m/s], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [m³/s³]; 0 up to the threshold

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: u (u - u_t)^2 \text{ where } u > u_t, \text{ else } 0

    General use of RWEQ; not in hj1173_2021. It is far from linear: with several readings a day take the mean of their
    wind values, not the wind value of their mean. Daily means of the speed leave most of the erosion out.
    """
    return where(speed > threshold_wind, speed * power(speed - threshold_wind, 2), 0)


@rule(
    elevation="number of km",
    temperature="number of K",
    regression=parameters("gas", "pressure", "fall", "curvature"),
    returns="number of kg/m³",
)
def air_density(elevation: Quantity, temperature: Quantity, regression: ParameterSet) -> Quantity:
    r"""Return the density of the air.

    Parameters
    ----------
    elevation : Quantity, shape (n,)
        Above sea level. [km], 0 … 9
    temperature : Quantity, shape (n,)
        Air temperature; for ℃ see :func:`gep.preparation.comfort_days.kelvin`. [K], > 0
    regression : ParameterSet
        The constants (``sand_fixation.air_density``).

    Returns
    -------
    Quantity, shape (n,)
        [kg/m³]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: \rho = 348.0 \, \frac{1.013 - 0.1183 EL + 0.0048 EL^2}{T}

    As in pyrweq, air_density, EL in km; not in hj1173_2021, which only names ρ. At 15 ℃ and sea level 1.22 kg/m³.
    """
    pressure = regression.pressure + regression.fall * elevation + regression.curvature * power(elevation, 2)
    return regression.gas * pressure / temperature


@rule(rain="mm", irrigation="mm", rain_days="d", days="d", evapotranspiration="mm", returns="")
def soil_wetness(
    rain: Quantity, irrigation: Quantity, rain_days: Quantity, days: Quantity, evapotranspiration: Quantity
) -> Quantity:
    r"""Return the soil wetness factor SW of a month: 1 is dry.

    Parameters
    ----------
    rain, irrigation : Quantity, shape (n,)
        Of the month. [mm], ≥ 0
    rain_days : Quantity, shape (n,)
        Days of rain or irrigation. [d], ≥ 0
    days : Quantity, shape (n,)
        Days of the month. [d], > 0
    evapotranspiration : Quantity, shape (n,)
        Potential evapotranspiration of the month. [mm], > 0

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1; nan without evapotranspiration

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: SW = \frac{ET_p - (R + I) R_d / N_d}{ET_p}, \text{ held within } 0 … 1

    General use of RWEQ; not in hj1173_2021. pyrweq writes :math:`[ET_p - (R + I)] N_d / (R_d ET_p)`, which divides by
    0 in a month without rain and is 1 in almost any other; it is not followed.
    """
    return clip(divide(evapotranspiration - (rain + irrigation) * (rain_days / days), evapotranspiration), 0, 1)


@rule(snow_days="d", days="d", returns="")
def snow_free_share(snow_days: Quantity, days: Quantity) -> Quantity:
    r"""Return the snow factor SD of a month: the share of days whose snow does not cover the ground.

    Parameters
    ----------
    snow_days : Quantity, shape (n,)
        Days with deeper snow than ``sand_fixation.covering_snow``, 25.4 mm. [d], 0 … `days`
    days : Quantity, shape (n,)
        Days of the month. [d], > 0

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: SD = 1 - P

    General use of RWEQ; hj1173_2021 names SD only.
    """
    return 1 - snow_days / days


@rule(
    wind="number of m³/s³",
    days="number of d",
    density="number of kg/m³",
    gravity="number of m/s²",
    wetness="",
    snow_free="",
    returns="number of kg/m",
)
def monthly_weather(
    wind: Quantity, days: Quantity, density: Quantity, gravity: Quantity, wetness: Quantity, snow_free: Quantity
) -> Quantity:
    r"""Return the weather factor of a month.

    Parameters
    ----------
    wind : Quantity, shape (n,)
        Mean wind value of the month. [m³/s³], ≥ 0
    days : Quantity, shape (n,)
        Days of the month. [d], > 0
    density : Quantity, shape (n,)
        Density of the air. [kg/m³], > 0
    gravity : Quantity
        ``sand_fixation.gravity``. [m/s²], > 0
    wetness, snow_free : Quantity, shape (n,)
        SW and SD. [-], 0 … 1

    Returns
    -------
    Quantity, shape (n,)
        [kg/m]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: WF = W_f \frac{\rho}{g} SW \cdot SD

    Eq. A.17 of hj1173_2021. Its unit kg/m is a label: the units multiply to kg/(m·s) times days. The regression was
    fitted to the plain numbers, so the number of days is a count here and no time (86 400 times more).
    """
    return wind * days * density / gravity * wetness * snow_free


def monthly_weather_factors(
    dates: npt.ArrayLike,
    wind: Quantity,
    rain: Quantity,
    irrigation: Quantity,
    evapotranspiration: Quantity,
    temperature: Quantity,
    snow_depth: Quantity,
    *,
    elevation: Quantity,
    density: ParameterSet,
    gravity: Quantity,
    covering_snow: Quantity,
    rain_day: Quantity,
) -> Quantity:
    """Return the weather factor of the twelve months, from means of each month over the years of the record.

    Parameters
    ----------
    dates : array_like of datetime64, date or ISO text, shape (days,)
        Every day of one or more calendar years, in any order.
    wind : Quantity, shape (days, ...)
        Daily mean of :func:`wind_value`; further axes may be stations or pixels. [m³/s³], ≥ 0
    rain, irrigation : Quantity, shape (days, ...)
        Of each day; without irrigation, zeros. [mm], ≥ 0
    evapotranspiration : Quantity, shape (days, ...)
        Potential evapotranspiration of each day. [mm], ≥ 0 and above 0 in each month
    temperature : Quantity, shape (days, ...)
        Daily mean of the air temperature. [K], 180 … 335
    snow_depth : Quantity, shape (days, ...)
        Depth of the snow on the ground, not of the fresh snow. [mm], ≥ 0
    elevation : Quantity, shape (...)
        [km], -0.5 … 9
    density : ParameterSet
        ``sand_fixation.air_density``.
    gravity : Quantity
        ``sand_fixation.gravity``. [m/s²]
    covering_snow : Quantity
        Depth above which snow covers the ground (``sand_fixation.covering_snow``). [mm]
    rain_day : Quantity
        Rain and irrigation from which on a day counts as wet (``sand_fixation.rain_day``). [mm]

    Returns
    -------
    Quantity, shape (12, ...)
        [kg/m]

    Raises
    ------
    GepError
        If dates are unreadable, doubled or lacking, a value is missing or absurd (the message lists the dates), or a
        month is without evapotranspiration.
    UnitError
        If a unit measures something else.
    """
    calendar = Calendar.of(dates)
    height = numbers(elevation, _ELEVATION)
    winds = calendar.by_month(calendar.values(wind, _WIND_VALUE))
    water, watering = calendar.values(rain, _RAIN), calendar.values(irrigation, _IRRIGATION)
    warmth = calendar.by_month(calendar.values(temperature, _TEMPERATURE))
    drying = calendar.by_month(calendar.values(evapotranspiration, _EVAPOTRANSPIRATION))
    is_white = calendar.values(snow_depth, _SNOW) > numbers(covering_snow, _DEPTH)
    is_wet = water + watering >= numbers(rain_day, _DEPTH)
    _refuse_without_drying(drying)

    lengths = calendar.length_of_months()
    wetness = soil_wetness(
        Quantity(calendar.by_month(water), "mm"),
        Quantity(calendar.by_month(watering), "mm"),
        Quantity(calendar.by_month(is_wet.astype(np.float64)), "d"),
        Quantity(_along(lengths, water.ndim + 1), "d"),
        Quantity(drying, "mm"),
    )
    white = calendar.by_month(is_white.astype(np.float64))
    months = lengths.sum(axis=0)
    return monthly_weather(
        # Times the mean number of days, this is the mean over the years of the sums of the month.
        Quantity(winds.sum(axis=0) / _along(months, winds.ndim - 1), "m³/s³"),
        Quantity(_along(lengths.mean(axis=0), winds.ndim - 1), "d"),
        air_density(
            Quantity(height, "km"), Quantity(warmth.sum(axis=0) / _along(months, warmth.ndim - 1), "K"), density
        ),
        gravity,
        Quantity(wetness.magnitude.mean(axis=0), ""),
        snow_free_share(Quantity(white.sum(axis=0), "d"), Quantity(_along(months, white.ndim - 1), "d")),
    )


def weather_factor(
    dates: npt.ArrayLike,
    wind: Quantity,
    rain: Quantity,
    irrigation: Quantity,
    evapotranspiration: Quantity,
    temperature: Quantity,
    snow_depth: Quantity,
    *,
    elevation: Quantity,
    density: ParameterSet,
    gravity: Quantity,
    covering_snow: Quantity,
    rain_day: Quantity,
) -> Quantity:
    """Return WF, the sum of the twelve months.

    The arguments and errors are those of :func:`monthly_weather_factors`.

    Returns
    -------
    Quantity, shape (...)
        [kg/m]
    """
    of_months = monthly_weather_factors(
        dates,
        wind,
        rain,
        irrigation,
        evapotranspiration,
        temperature,
        snow_depth,
        elevation=elevation,
        density=density,
        gravity=gravity,
        covering_snow=covering_snow,
        rain_day=rain_day,
    )
    return Quantity(of_months.magnitude.sum(axis=0), "kg/m")


def _along(values: Floats, axes: int) -> Floats:
    """Return `values` with axes of length 1 appended, so that they meet numbers with `axes` axes."""
    return values.reshape(*values.shape, *[1] * (axes - values.ndim))


def _refuse_without_drying(drying: Floats) -> None:
    without = np.flatnonzero((drying <= 0).any(axis=(0, *range(2, drying.ndim))))
    if without.size:
        raise GepError("GEP712", months="、".join(str(month + 1) for month in without))
