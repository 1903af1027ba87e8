r"""Cover factors C (植被覆盖因子) from the share of the ground that vegetation covers.

Water erosion: a table of cover classes by ecosystem type, and for dry cropland
:math:`C = 0.221 - 0.595 \lg c` with c as a fraction [1]_. Wind erosion: :math:`C = e^{-a_i SC}` with SC in % [2]_.

References
----------
.. [1] hj1173_2021, table A.1 and eq. A.13.
.. [2] hj1173_2021, eq. A.20.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from gep.classifications import classify, find_ecosystem
from gep.coefficient_book import CoefficientBook
from gep.findings import CoefficientError, Finding
from gep.preparation.ranges import Limits, numbers
from gep.units import ParameterSet, Quantity, clip, exp, log10, parameters, rule, where

__all__ = ["dry_cropland_cover", "water_erosion_cover", "wind_cover", "wind_erosion_cover"]

_COVER = Limits("植被覆盖度", "vegetation cover", "%", low=0, high=100)
_DRY_CROPLAND = "dry_cropland"


@rule(cover="", regression=parameters("intercept", "slope"), returns="")
def dry_cropland_cover(cover: Quantity, regression: ParameterSet) -> Quantity:
    r"""Return the cover factor of dry cropland against water erosion.

    Parameters
    ----------
    cover : Quantity, shape (n,)
        Share of the ground that vegetation covers. [-] or [%], 0 … 1
    regression : ParameterSet
        ``intercept`` and ``slope`` (``soil_retention.dry_cropland_cover``).

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
    .. math:: C = 0.221 - 0.595 \lg c

    Eq. A.13 of hj1173_2021, whose minus sign was lost in the text at hand and is restored: less cover, more erosion.
    Below a cover of 4.9 % the equation exceeds 1, the value of bare ground, and at 0 it has none; both are 1 here.

    Examples
    --------
    >>> set_ = ParameterSet(intercept=0.221, slope=-0.595)
    >>> round(float(dry_cropland_cover(Quantity(30, "%"), set_).magnitude), 5)
    0.53211
    """
    return where(cover > 0, clip(regression.intercept + regression.slope * log10(cover), 0, 1), 1)


@rule(cover="%", decay="1/%", returns="")
def wind_cover(cover: Quantity, decay: Quantity) -> Quantity:
    r"""Return the cover factor against wind erosion.

    Parameters
    ----------
    cover : Quantity, shape (n,)
        Share of the ground that vegetation covers. [%], 0 … 100. A plain number is a fraction.
    decay : Quantity, shape (n,)
        Decay with cover by type of vegetation (``sand_fixation.cover_decay``). [1/%], ≥ 0

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
    .. math:: C = e^{-a_i SC}

    Eq. A.20 of hj1173_2021. The minus sign was lost in the text at hand, and the unit of SC is not printed there; both
    are as in other uses of RWEQ (:math:`e^{-0.0438 SC}`, SC in %). SC as a fraction would leave grass of full cover a
    factor of 0.89.

    Examples
    --------
    >>> round(float(wind_cover(Quantity(40, "%"), Quantity(0.1151, "1/%")).magnitude), 7)
    0.0100117
    """
    return exp(0 - decay * cover)


def water_erosion_cover(
    ecosystem: Iterable[str],
    cover: Quantity,
    *,
    coefficients: CoefficientBook,
    year: int,
    set: str | None = None,  # noqa: A002
) -> Quantity:
    """Return the cover factor C of RUSLE by ecosystem type and cover.

    Parameters
    ----------
    ecosystem : iterable of str, length n
        Ecosystem types: key, code, label or alias.
    cover : Quantity, shape (n,)
        Share of the ground that vegetation covers. [%], 0 … 100. A class of the table holds its lower edge and not its
        upper one; the source prints 10-30, 30-50 … and leaves the edges open.
    coefficients : CoefficientBook
        Where ``soil_retention.cover_factor`` and ``soil_retention.dry_cropland_cover`` are looked up.
    year : int
        Accounting year.
    set : str, optional
        Set of the two coefficients; without it, their default.

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1

    Raises
    ------
    CoefficientError
        If the table has no value for a type (bare land and glaciers are not in hj1173_2021); every such type is listed.
    GepError
        If cover has no unit, or a value is missing or out of range.
    """
    types, percent = _rows(ecosystem, cover)
    name = "soil_retention.cover_factor"
    classes = classify("cover_class", percent)
    is_dry = types == _DRY_CROPLAND
    pairs = np.array([f"{one}/{other}" for one, other in zip(types, classes, strict=True)], dtype=object)
    found = np.empty(percent.shape)
    problems: list[Finding] = []
    for pair in dict.fromkeys(pairs[~is_dry]):
        one, _, class_ = pair.partition("/")
        try:
            value = coefficients.get(name, set=set, ecosystem=one, class_=class_, year=year).value
        except CoefficientError as error:
            problems += error.findings
        else:
            found[pairs == pair] = value
    if problems:
        raise CoefficientError("GEP420", problems, name=name)
    if is_dry.any():
        regression = coefficients.get("soil_retention.dry_cropland_cover", set=set, year=year).parameter_set()
        found[is_dry] = dry_cropland_cover(Quantity(percent[is_dry], "%"), regression).magnitude
    return Quantity(found, "")


def wind_erosion_cover(
    ecosystem: Iterable[str],
    cover: Quantity,
    *,
    coefficients: CoefficientBook,
    year: int,
    set: str | None = None,  # noqa: A002
) -> Quantity:
    """Return the cover factor C of RWEQ by ecosystem type and cover.

    The arguments and errors are those of :func:`water_erosion_cover`; the decay with cover is looked up as
    ``sand_fixation.cover_decay``.

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1
    """
    types, percent = _rows(ecosystem, cover)
    name = "sand_fixation.cover_decay"
    decay = np.empty(percent.shape)
    problems: list[Finding] = []
    for one in dict.fromkeys(types):
        try:
            value = coefficients.get(name, set=set, ecosystem=one, year=year).quantity().m_as("1/%")
        except CoefficientError as error:
            problems += error.findings
        else:
            decay[types == one] = value
    if problems:
        raise CoefficientError("GEP420", problems, name=name)
    return wind_cover(Quantity(percent, "%"), Quantity(decay, "1/%"))


def _rows(ecosystem: Iterable[str], cover: Quantity) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.float64]]:
    """Return the keys of the types (a word that is none stays as it is) and the cover in %, one each per row."""
    words = [ecosystem] if isinstance(ecosystem, str) else list(ecosystem)
    keys = [known.key if (known := find_ecosystem(word)) else word for word in words]
    types, percent = np.broadcast_arrays(np.array(keys, dtype=object), numbers(cover, _COVER))
    return types, percent
