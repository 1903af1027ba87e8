r"""What of the soil and the ground wind erosion depends on: EF, SCF and K' of RWEQ.

.. math::
   EF = & (29.09 + 0.31\,sa + 0.17\,si + 0.33\,sa/cl - 2.59\,OM - 0.95\,CaCO_3) / 100 \\
   SCF = & 1 / (1 + 0.0066\,cl^2 + 0.021\,OM^2) \\
   K' = & e^{1.86 K_r - 2.41 K_r^{0.934} - 0.127 C_{rr}} \qquad K_r = 0.2 (\Delta H)^2 / L

[1]_. OM is organic *matter* here, not organic carbon as in RUSLE.

References
----------
.. [1] hj1173_2021, eq. A.18-A.19 and A.21-A.22.
"""

from __future__ import annotations

import numpy as np

from gep.findings import GepError
from gep.preparation.ranges import Limits, numbers, result
from gep.units import ParameterSet, Quantity, divide, exp, parameters, power, rule

__all__ = [
    "crust_of_texture",
    "erodible_fraction",
    "erodible_fraction_of_texture",
    "ridge_roughness",
    "roughness_of_relief",
    "soil_crust",
    "surface_roughness",
]

_SAND = Limits("粗砂含量", "coarse sand", "%", low=0, high=100)
_SILT = Limits("粉砂含量", "silt", "%", low=0, high=100)
_CLAY = Limits("黏粒含量", "clay", "%", low=0, high=100)
_ORGANIC_MATTER = Limits("有机质含量", "organic matter", "%", low=0, high=100)
_CARBONATE = Limits("碳酸钙含量", "calcium carbonate", "%", low=0, high=100)
_RELIEF = Limits("高程差", "relief", "m", low=0, high=10_000)
_DISTANCE = Limits("地势起伏距离", "distance of the relief", "m", low=1, high=100_000)
_RANDOM = Limits("随机糙度", "random roughness", "cm", low=0, high=100)
_ERODIBLE = Limits("土壤可蚀因子EF", "erodible fraction EF", "", low=0, high=1)
_WHOLE = 100.0
_ROUNDING = 0.5


@rule(
    sand="number of %",
    silt="number of %",
    clay="number of %",
    organic_matter="number of %",
    carbonate="number of %",
    regression=parameters("intercept", "sand", "silt", "sand_per_clay", "organic_matter", "carbonate", "whole"),
    returns="",
)
def erodible_fraction(
    sand: Quantity,
    silt: Quantity,
    clay: Quantity,
    organic_matter: Quantity,
    carbonate: Quantity,
    regression: ParameterSet,
) -> Quantity:
    r"""Return the erodible fraction EF of a soil.

    Parameters
    ----------
    sand, silt : Quantity, shape (n,)
        Coarse sand of 0.2-2 mm, and silt. [%], 0 … 100. A plain number is a fraction: write ``Quantity(50, "%")``.
    clay : Quantity, shape (n,)
        [%], > 0 … 100
    organic_matter, carbonate : Quantity, shape (n,)
        Organic matter, and calcium carbonate; the standard lets carbonate be left out, as 0 %. [%], 0 … 100
    regression : ParameterSet
        The constants (``sand_fixation.erodible_soil``); ``whole`` is the 100 of the percentages.

    Returns
    -------
    Quantity, shape (n,)
        [-]; outside 0 … 1 where the soil is outside the range of the regression, nan without clay.

    Raises
    ------
    UnitError
        If an argument has the wrong dimension.

    Notes
    -----
    Eq. A.18 of hj1173_2021; see the module for it. The text at hand had lost the minus signs of 2.59 and 0.95. The
    standard says coarse sand, 0.2-2 mm; the RWEQ it comes from has all sand, 0.05-2 mm.
    """
    return (
        regression.intercept
        + regression.sand * sand
        + regression.silt * silt
        + regression.sand_per_clay * divide(sand, clay)
        + regression.organic_matter * organic_matter
        + regression.carbonate * carbonate
    ) / regression.whole


@rule(
    clay="number of %",
    organic_matter="number of %",
    regression=parameters("clay", "organic_matter"),
    returns="",
)
def soil_crust(clay: Quantity, organic_matter: Quantity, regression: ParameterSet) -> Quantity:
    r"""Return the soil crust factor SCF.

    Parameters
    ----------
    clay, organic_matter : Quantity, shape (n,)
        [%], 0 … 100. A plain number is a fraction: write ``Quantity(20, "%")``.
    regression : ParameterSet
        The constants (``sand_fixation.soil_crust``).

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
    .. math:: SCF = \frac{1}{1 + 0.0066\,cl^2 + 0.021\,OM^2}

    Eq. A.19 of hj1173_2021, which states no unit; taken in %, as in eq. A.18. A paper states g/kg for
    the same equation.
    """
    return 1 / (1 + regression.clay * power(clay, 2) + regression.organic_matter * power(organic_matter, 2))


@rule(relief="m", distance="m", coefficient="cm/m", returns="cm")
def ridge_roughness(relief: Quantity, distance: Quantity, coefficient: Quantity) -> Quantity:
    r"""Return the ridge roughness of Smith and Carson.

    Parameters
    ----------
    relief : Quantity, shape (n,)
        Difference of elevation ΔH within `distance`. [m], ≥ 0
    distance : Quantity, shape (n,)
        Distance L of the relief. [m], > 0
    coefficient : Quantity
        0.2 in a unit that says how the equation is read (``sand_fixation.ridge_roughness``, no default). [cm/m] or [-]

    Returns
    -------
    Quantity, shape (n,)
        [cm]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: K_r = 0.2 \frac{(\Delta H)^2}{L}

    Eq. A.22 of hj1173_2021, which gives :math:`K_r` in cm and no unit for ΔH and L. Read as numbers of m that give the
    number of cm, the coefficient is 0.2 cm/m; read as an equation of lengths, it is 0.2. The second reading gives a
    hundred times more and with the relief of mountains leaves the range of :func:`surface_roughness`.
    """
    return coefficient * power(relief, 2) / distance


@rule(
    ridge="number of cm",
    random="number of cm",
    regression=parameters("linear", "power", "exponent", "random"),
    returns="",
)
def surface_roughness(ridge: Quantity, random: Quantity, regression: ParameterSet) -> Quantity:
    r"""Return the surface roughness factor K'.

    Parameters
    ----------
    ridge : Quantity, shape (n,)
        Ridge roughness :math:`K_r`. [cm], 0 … 18
    random : Quantity, shape (n,)
        Random roughness :math:`C_{rr}`; 0 in the standard (``sand_fixation.random_roughness``). [cm], ≥ 0
    regression : ParameterSet
        The constants (``sand_fixation.surface_roughness``).

    Returns
    -------
    Quantity, shape (n,)
        [-]. It falls to 0.09 at 18 cm, rises again and passes 1 near 51 cm: the equation does not hold so far out.

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: K' = e^{1.86 K_r - 2.41 K_r^{0.934} - 0.127 C_{rr}}

    Eq. A.21 of hj1173_2021; the minus signs, partly lost in the text at hand, are those of RWEQ.

    Examples
    --------
    >>> set_ = ParameterSet(linear=1.86, power=-2.41, exponent=0.934, random=-0.127)
    >>> round(float(surface_roughness(Quantity(0.2, "cm"), Quantity(0, "cm"), set_).magnitude), 6)
    0.848727
    """
    return exp(
        regression.linear * ridge + regression.power * power(ridge, regression.exponent) + regression.random * random
    )


def erodible_fraction_of_texture(
    sand: Quantity,
    silt: Quantity,
    clay: Quantity,
    organic_matter: Quantity,
    carbonate: Quantity,
    *,
    regression: ParameterSet,
) -> Quantity:
    """Return EF of soils of known texture, checked.

    The arguments are those of :func:`erodible_fraction`; each needs its unit, and sand, silt and clay together may not
    exceed 100 %.

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1

    Raises
    ------
    GepError
        If a unit is not given, a value is missing or absurd, or the soil is outside the range of the regression: very
        little clay, or more organic matter than it knows, as in alpine meadows.
    UnitError
        If a unit measures something else.
    """
    parts = [numbers(part, limits) for part, limits in ((sand, _SAND), (silt, _SILT), (clay, _CLAY))]
    numbers(organic_matter, _ORGANIC_MATTER)
    numbers(carbonate, _CARBONATE)
    total = np.asarray(parts[0] + parts[1] + parts[2])
    odd = total > _WHOLE + _ROUNDING
    if odd.any():
        name = {"zh": "粗砂、粉砂和黏粒含量", "en": "coarse sand, silt and clay"}
        raise GepError("GEP711", name=name, count=int(odd.sum()), typed=f"{total[odd].flat[0]:g}")
    return result(erodible_fraction(sand, silt, clay, organic_matter, carbonate, regression), _ERODIBLE)


def crust_of_texture(clay: Quantity, organic_matter: Quantity, *, regression: ParameterSet) -> Quantity:
    """Return SCF of soils of known texture, checked.

    The arguments are those of :func:`soil_crust`; each needs its unit.

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1

    Raises
    ------
    GepError
        If a unit is not given, or a value is missing or absurd.
    UnitError
        If a unit measures something else.
    """
    numbers(clay, _CLAY)
    numbers(organic_matter, _ORGANIC_MATTER)
    return soil_crust(clay, organic_matter, regression)


def roughness_of_relief(
    relief: Quantity, distance: Quantity, *, random: Quantity, coefficient: Quantity, regression: ParameterSet
) -> Quantity:
    """Return K' of the relief of the ground, checked.

    Parameters
    ----------
    relief, distance : Quantity, shape (n,)
        Difference of elevation within a distance. [m], ≥ 0 and ≥ 1 m
    random : Quantity
        Random roughness. [cm], ≥ 0
    coefficient : Quantity
        0.2 with the unit of the reading chosen; see :func:`ridge_roughness`.
    regression : ParameterSet
        ``sand_fixation.surface_roughness``.

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1

    Raises
    ------
    GepError
        If a unit is not given, a value is missing or absurd, or :math:`K_r` is beyond the 18 cm from which on more
        relief would shelter less, as far as above 1.
    UnitError
        If a unit measures something else.
    """
    numbers(relief, _RELIEF)
    numbers(distance, _DISTANCE)
    numbers(random, _RANDOM)
    ridge = result(ridge_roughness(relief, distance, coefficient), _ridges_below_the_turn(regression))
    return surface_roughness(ridge, random, regression)


def _ridges_below_the_turn(regression: ParameterSet) -> Limits:
    """Return the ridge roughness up to where the derivative of the exponent of K' is 0."""
    slope = -regression.power * regression.exponent / regression.linear
    return Limits(
        "土垄糙度K_r(cm)", "ridge roughness K_r (cm)", "cm", low=0, high=slope ** (1 / (1 - regression.exponent))
    )
