r"""Slope length and steepness LS (坡长坡度因子) from slope and slope length.

.. math::
   L = \left(\frac{\lambda}{22.13}\right)^m \quad m = \frac{\beta}{1 + \beta} \quad
   \beta = \frac{\sin\theta / 0.089}{3.0 \sin^{0.8}\theta + 0.56}

with S linear in :math:`\sin\theta` by classes of slope [1]_. Slopes are in degrees, as the standard and the usual maps
have them; a slope in % is taken over by :func:`slope_of_gradient`.

References
----------
.. [1] hj1173_2021, eq. A.9-A.12.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gep.preparation.ranges import Limits, numbers
from gep.units import ParameterSet, Quantity, parameters, power, rule, where

__all__ = [
    "length_factor",
    "slope_length_exponent",
    "slope_of_gradient",
    "steepness_factor",
    "topography_factor",
    "topography_of_slope",
]

_LENGTH = parameters("plot_length", "sine_divisor", "sheet_factor", "sheet_exponent", "sheet_intercept")
_SLOPE = Limits("坡度(°)", "slope in degrees", "", low=0, high=90)
_SLOPE_LENGTH = Limits("坡长", "slope length", "m", low=0, high=10_000)
_GRADIENT = Limits("坡比", "gradient", "%", low=0)


def _exponent(sine: Quantity, length: ParameterSet) -> Quantity:
    ratio = (sine / length.sine_divisor) / (
        length.sheet_factor * power(sine, length.sheet_exponent) + length.sheet_intercept
    )
    return ratio / (1 + ratio)


@rule(sine="", length=_LENGTH, returns="")
def slope_length_exponent(sine: Quantity, length: ParameterSet) -> Quantity:
    r"""Return the exponent m of the slope length.

    Parameters
    ----------
    sine : Quantity, shape (n,)
        Sine of the slope. [-], 0 … 1
    length : ParameterSet
        The constants (``soil_retention.slope_length``).

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1

    Raises
    ------
    UnitError
        If an argument has the wrong dimension.

    Notes
    -----
    Eq. A.10-A.11 of hj1173_2021. It prints 0.089 where RUSLE has 0.0896; 0.089 is implemented.
    """
    return _exponent(sine, length)


@rule(slope_length="number of m", sine="", length=_LENGTH, returns="")
def length_factor(slope_length: Quantity, sine: Quantity, length: ParameterSet) -> Quantity:
    r"""Return the slope length factor L.

    Parameters
    ----------
    slope_length : Quantity, shape (n,)
        Horizontal length of the slope, λ. [m], ≥ 0
    sine : Quantity, shape (n,)
        Sine of the slope. [-], 0 … 1
    length : ParameterSet
        The constants (``soil_retention.slope_length``).

    Returns
    -------
    Quantity, shape (n,)
        [-], 1 at the length of the unit plot

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: L = (\lambda / 22.13)^m

    Eq. A.9 of hj1173_2021.
    """
    return power(slope_length / length.plot_length, _exponent(sine, length))


@rule(
    slope="",
    sine="",
    steepness=parameters(
        "gentle_slope",
        "gentle_intercept",
        "moderate_from",
        "moderate_slope",
        "moderate_intercept",
        "steep_from",
        "steep_slope",
        "steep_intercept",
        "level_from",
        "level",
    ),
    returns="",
)
def steepness_factor(slope: Quantity, sine: Quantity, steepness: ParameterSet) -> Quantity:
    r"""Return the slope steepness factor S.

    Parameters
    ----------
    slope : Quantity, shape (n,)
        Slope as a number of degrees; it only chooses the class. [-], 0 … 90
    sine : Quantity, shape (n,)
        Sine of the same slope. [-], 0 … 1
    steepness : ParameterSet
        The constants (``soil_retention.slope_steepness``), the edges in degrees.

    Returns
    -------
    Quantity, shape (n,)
        [-]

    Raises
    ------
    UnitError
        If an argument has the wrong dimension.

    Notes
    -----
    .. math::
       S = 10.8 \sin\theta + 0.03 \; (\theta < 5.14°), \;
       16.8 \sin\theta - 0.5 \; (< 10.20°), \;
       21.9 \sin\theta - 0.96 \; (< 28.81°), \; 9.5988

    Eq. A.12 of hj1173_2021. It prints the last class as > 28.81° and so leaves 28.81° itself out; here it belongs to
    the last class. S jumps at 10.20° from 2.475 to 2.918, as printed.
    """
    gentle = steepness.gentle_slope * sine + steepness.gentle_intercept
    moderate = steepness.moderate_slope * sine + steepness.moderate_intercept
    steep = steepness.steep_slope * sine + steepness.steep_intercept
    upper = where(slope < steepness.level_from, steep, steepness.level)
    return where(slope < steepness.moderate_from, gentle, where(slope < steepness.steep_from, moderate, upper))


@rule(length="", steepness="", returns="")
def topography_factor(length: Quantity, steepness: Quantity) -> Quantity:
    r"""Return LS, the product of the two factors.

    Parameters
    ----------
    length, steepness : Quantity, shape (n,)
        L and S. [-], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [-]

    Raises
    ------
    UnitError
        If an argument has the wrong dimension.

    Notes
    -----
    .. math:: LS = L \cdot S

    Eq. A.3 of hj1173_2021.
    """
    return length * steepness


def slope_of_gradient(gradient: Quantity) -> npt.NDArray[np.float64]:
    """Return slopes in degrees from rise over run.

    Parameters
    ----------
    gradient : Quantity, shape (n,)
        Rise over run; 100 % is 45°. [%] or [-] or [m/m], ≥ 0

    Returns
    -------
    ndarray of float64, shape (n,)
        Degrees.

    Raises
    ------
    GepError
        If the unit is not given, or a value is missing or below 0.
    """
    checked = numbers(gradient, _GRADIENT)
    return np.asarray(np.degrees(np.arctan(Quantity(checked, "%").m_as(""))), dtype=np.float64)


def topography_of_slope(
    slope: npt.ArrayLike, slope_length: Quantity, *, length: ParameterSet, steepness: ParameterSet
) -> Quantity:
    """Return LS of slopes.

    Parameters
    ----------
    slope : array_like, shape (n,)
        Slope as plain numbers of degrees, not radians and not %. 0 … 90
    slope_length : Quantity, shape (n,)
        Horizontal length of the slope. [m], 0 … 10 000
    length, steepness : ParameterSet
        ``soil_retention.slope_length`` and ``soil_retention.slope_steepness``.

    Returns
    -------
    Quantity, shape (n,)
        [-]

    Raises
    ------
    GepError
        If a value is missing or absurd.
    UnitError
        If the slope length has the wrong dimension.

    Notes
    -----
    Take the mean of LS over an area, not LS of the mean slope: S is neither linear nor continuous. The equations were
    fitted to slopes of fields; on longer slopes than some 300 m they are extrapolated.
    """
    degrees = numbers(Quantity(np.asarray(slope, dtype=np.float64), ""), _SLOPE)
    metres = numbers(slope_length, _SLOPE_LENGTH)
    sine = Quantity(np.sin(np.radians(degrees)), "")
    return topography_factor(
        length_factor(Quantity(metres, "m"), sine, length), steepness_factor(Quantity(degrees, ""), sine, steepness)
    )
