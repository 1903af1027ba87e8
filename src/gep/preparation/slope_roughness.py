r"""Surface roughness K' of RWEQ (地表粗糙度因子) where slopes are known and not relief.

.. math::
   K' = & \cos\theta \\
   K' = & e^{1.86 K_r - 2.41 K_r^{0.934} - 0.127 C_{rr}} \qquad
   K_r = 0.2 (\Delta H)^2 / L \qquad \Delta H = L \tan\theta

the first for the equation in one line [1]_, the second for the full equations [2]_. They are not the same factor: over
100 m of a slope of 5° the first is 0.996 and the second 0.876.

References
----------
.. [1] rweq_script.
.. [2] hj1173_2021, eq. A.21-A.22, with the relief of an even slope.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from gep.preparation.ranges import Limits, numbers
from gep.preparation.wind_soil import roughness_of_relief
from gep.units import ParameterSet, Quantity, power, rule, sqrt

__all__ = ["cosine_roughness", "relief_of_slope", "roughness_of_slope", "simplified_roughness_of_slope"]

# At 90° there is no relief within a distance; maps have no slopes that steep.
_SLOPE = Limits("坡度(°)", "slope in degrees", "", low=0, high=89)


@rule(sine="", returns="")
def cosine_roughness(sine: Quantity) -> Quantity:
    r"""Return the surface roughness factor of RWEQ in one line.

    Parameters
    ----------
    sine : Quantity, shape (n,)
        Sine of the slope. [-], 0 … 1

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
    .. math:: K' = \cos\theta = \sqrt{1 - \sin^2\theta}

    rweq_script, which names no document. The roughness of the full equations depends on relief over a distance and
    falls much faster.

    Examples
    --------
    >>> round(float(cosine_roughness(0.6).magnitude), 12)
    0.8
    """
    return sqrt(1 - power(sine, 2))


@rule(gradient="", distance="m", returns="m")
def relief_of_slope(gradient: Quantity, distance: Quantity) -> Quantity:
    r"""Return the relief of an even slope over a distance.

    Parameters
    ----------
    gradient : Quantity, shape (n,)
        Rise over run, the tangent of the slope. [-], ≥ 0
    distance : Quantity, shape () or (n,)
        Horizontal distance L. [m], > 0

    Returns
    -------
    Quantity, shape (n,)
        [m]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: \Delta H = L \tan\theta

    What a slope is; hj1173_2021 takes relief within a distance, eq. A.22.
    """
    return gradient * distance


def simplified_roughness_of_slope(slope: npt.ArrayLike) -> Quantity:
    """Return K' of RWEQ in one line, checked.

    Parameters
    ----------
    slope : array_like, shape (n,)
        Slope as plain numbers of degrees, not radians and not %. 0 … 89

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1

    Raises
    ------
    GepError
        If a value is missing or out of range.
    """
    return cosine_roughness(Quantity(np.sin(_radians(slope)), ""))


def roughness_of_slope(
    slope: npt.ArrayLike, distance: Quantity, *, random: Quantity, coefficient: Quantity, regression: ParameterSet
) -> Quantity:
    """Return K' of the full RWEQ for even slopes, checked.

    Parameters
    ----------
    slope : array_like, shape (n,)
        Slope as plain numbers of degrees, not radians and not %. 0 … 89
    distance : Quantity, shape () or (n,)
        Distance over which the slope was measured, such as the cell of the elevation model: :math:`K_r` grows with it.
        [m], ≥ 1
    random, coefficient, regression
        As in :func:`~gep.preparation.wind_soil.roughness_of_relief`.

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1

    Raises
    ------
    GepError
        If a value is missing or absurd, a unit is not given, or the slope is beyond the range of the equation.
    UnitError
        If a unit measures something else.

    Notes
    -----
    The relief of a real slope within the distance is larger than that of an even one. Where there is an elevation
    model, take the relief from it.
    """
    relief = relief_of_slope(Quantity(np.tan(_radians(slope)), ""), distance)
    return roughness_of_relief(relief, distance, random=random, coefficient=coefficient, regression=regression)


def _radians(slope: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return np.asarray(np.radians(numbers(Quantity(np.asarray(slope, dtype=np.float64), ""), _SLOPE)))
