r"""Cover factors C by equations of cover alone, whatever the ecosystem type; those by type are in :mod:`.cover`.

.. math::
   C = & 0.6508 - 0.3436 \lg f \quad (0 < f < 78.3\,\%) \\
   C = & 0.4149 - 0.0052\,f \\
   C = & e^{-5.614\,c_c^{0.7366}}

the first [1]_ and second [2]_ against water erosion, f in %, the third [3]_ against wind erosion, :math:`c_c` a
fraction. None of them is of a standard.

References
----------
.. [1] he2020, supplement 2.1, after Cai Chongfa and others 2000.
.. [2] masujie2018, §1.2.4, after Bu Zhaohong.
.. [3] ryan2023, after Fryrear and others 2000; with NDVI for the canopy in rweq_script.
"""

from __future__ import annotations

from gep.preparation.ranges import Limits, numbers
from gep.units import ParameterSet, Quantity, clip, exp, log10, parameters, power, rule, where

__all__ = [
    "canopy_cover",
    "canopy_erosion_cover",
    "linear_cover",
    "linear_erosion_cover",
    "logarithmic_cover",
    "logarithmic_erosion_cover",
]

_COVER = Limits("植被覆盖度", "vegetation cover", "%", low=0, high=100)
_CANOPY = Limits("冠层覆盖度(或代替它的 NDVI)", "canopy cover (or NDVI in its place)", low=0, high=1)


@rule(cover="number of %", regression=parameters("intercept", "slope", "closed_from"), returns="")
def logarithmic_cover(cover: Quantity, regression: ParameterSet) -> Quantity:
    r"""Return the cover factor against water erosion of Cai Chongfa.

    Parameters
    ----------
    cover : Quantity, shape (n,)
        Share of the ground that vegetation covers. [%], 0 … 100. A plain number is a fraction: write
        ``Quantity(40, "%")``.
    regression : ParameterSet
        ``intercept``, ``slope`` and the cover ``closed_from`` which on nothing erodes
        (``soil_retention.logarithmic_cover``).

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
    .. math:: C = 1 \; (f = 0), \; 0.6508 - 0.3436 \lg f, \; 0 \; (f \geq 78.3\,\%)

    Supplement 2.1 of he2020, f in %: only so is C continuous at 78.3 %. As a fraction it would leave ground of half
    cover a factor of 0.75 instead of 0.067. Below a cover of 0.1 % the equation exceeds 1 and is 1 here.

    Examples
    --------
    >>> set_ = ParameterSet(intercept=0.6508, slope=-0.3436, closed_from=78.3)
    >>> round(float(logarithmic_cover(Quantity(10, "%"), set_).magnitude), 4)
    0.3072
    """
    open_ground = clip(regression.intercept + regression.slope * log10(cover), 0, 1)
    return where(cover > 0, where(cover < regression.closed_from, open_ground, 0), 1)


@rule(cover="number of %", regression=parameters("intercept", "slope"), returns="")
def linear_cover(cover: Quantity, regression: ParameterSet) -> Quantity:
    r"""Return the cover factor against water erosion of Bu Zhaohong.

    Parameters
    ----------
    cover : Quantity, shape (n,)
        Share of the ground that vegetation covers in July. [%], 0 … 100. A plain number is a fraction.
    regression : ParameterSet
        ``intercept`` and ``slope`` (``soil_retention.linear_cover``).

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 0.4149

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: C = 0.4149 - 0.0052\,f

    §1.2.4 of masujie2018, for alpine grassland. From 79.8 % on it falls below 0 and is 0 here; without cover it is
    0.4149, not the 1 of bare ground.

    Examples
    --------
    >>> set_ = ParameterSet(intercept=0.4149, slope=-0.0052)
    >>> round(float(linear_cover(Quantity(50, "%"), set_).magnitude), 4)
    0.1549
    """
    return clip(regression.intercept + regression.slope * cover, 0)


@rule(canopy="", regression=parameters("scale", "exponent"), returns="")
def canopy_cover(canopy: Quantity, regression: ParameterSet) -> Quantity:
    r"""Return the cover factor against wind erosion of growing crops, as the equation of RWEQ in one line takes it.

    Parameters
    ----------
    canopy : Quantity, shape (n,)
        Share of the ground under the canopy. [-], 0 … 1. A fraction, unlike the cover of
        :func:`~gep.preparation.cover.wind_cover`.
    regression : ParameterSet
        ``scale`` and ``exponent`` (``sand_fixation.canopy_cover``).

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
    .. math:: C = e^{-5.614\,c_c^{0.7366}}

    ryan2023, which says that :math:`c_c` is the canopy cover of Fryrear and others (2000) and puts NDVI in its place,
    as rweq_script does: a proxy up to a cover of some 0.8. NDVI of bare sand is not 0: at 0.05, C is 0.54 and not 1.

    Examples
    --------
    >>> set_ = ParameterSet(scale=-5.614, exponent=0.7366)
    >>> round(float(canopy_cover(0.3, set_).magnitude), 4)
    0.099
    """
    return exp(regression.scale * power(canopy, regression.exponent))


def logarithmic_erosion_cover(cover: Quantity, *, regression: ParameterSet) -> Quantity:
    """Return C of RUSLE by :func:`logarithmic_cover`, checked.

    The arguments are those of the rule; cover needs its unit.

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1

    Raises
    ------
    GepError
        If cover has no unit, or a value is missing or out of range.
    UnitError
        If a unit measures something else.
    """
    numbers(cover, _COVER)
    return logarithmic_cover(cover, regression)


def linear_erosion_cover(cover: Quantity, *, regression: ParameterSet) -> Quantity:
    """Return C of RUSLE by :func:`linear_cover`, checked; see :func:`logarithmic_erosion_cover`.

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1
    """
    numbers(cover, _COVER)
    return linear_cover(cover, regression)


def canopy_erosion_cover(canopy: Quantity, *, regression: ParameterSet) -> Quantity:
    """Return C of RWEQ in one line by :func:`canopy_cover`, checked.

    The arguments are those of the rule; the share of the canopy, or NDVI in its place, needs a unit, ``""`` or ``"%"``.

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1

    Raises
    ------
    GepError
        If a unit is not given, or a value is missing or out of range; NDVI below 0 is water, snow or cloud.
    UnitError
        If a unit measures something else.
    """
    numbers(canopy, _CANOPY)
    return canopy_cover(canopy, regression)
