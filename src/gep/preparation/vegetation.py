r"""Vegetation cover (植被覆盖度) from NDVI, for the cover factors C.

.. math:: f = \frac{NDVI - NDVI_{soil}}{NDVI_{veg} - NDVI_{soil}}

held between 0 and 1 (像元二分模型) [1]_.

References
----------
.. [1] HJ 1172-2021 and HJ 1174-2021, annex A; the same equation in he2020, supplement 2.1, and masujie2018, §1.2.4.
"""

from __future__ import annotations

from gep.preparation.ranges import Limits, numbers
from gep.units import Quantity, clip, divide, rule

__all__ = ["cover_of_ndvi", "vegetation_cover"]

_NDVI = Limits(
    "陆地的 NDVI(原值,非放大 10000 倍的整数;水面、冰雪和云须先剔除)",
    "NDVI of land (as it is, not 10 000 times it; water, snow and clouds left out)",
    low=0,
    high=1,
)
_BARE = Limits("裸土的 NDVI", "NDVI of bare soil", low=-1, high=1)
_FULL = Limits("植被全覆盖的 NDVI", "NDVI of full cover", low=-1, high=1)
# Only what is certainly wrong: ends that coincide or stand the wrong way round.
_SPAN = Limits("全覆盖与裸土的 NDVI 之差", "NDVI of full cover minus that of bare soil", low=0.01, high=2)


@rule(ndvi="", bare="", full="", returns="")
def vegetation_cover(ndvi: Quantity, bare: Quantity, full: Quantity) -> Quantity:
    r"""Return the share of the ground that vegetation covers.

    Parameters
    ----------
    ndvi : Quantity, shape (n,)
        Normalized difference vegetation index. [-], 0 … 1
    bare, full : Quantity, shape () or (n,)
        NDVI of bare soil and of ground that vegetation covers wholly. [-], −1 … 1, `full` above `bare`

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1; nan where both ends are the same.

    Raises
    ------
    UnitError
        If an argument has the wrong dimension.

    Notes
    -----
    .. math:: f = \frac{NDVI - NDVI_{soil}}{NDVI_{veg} - NDVI_{soil}}

    Annex A of HJ 1174-2021, the same in HJ 1172-2021, he2020 and masujie2018. What lies outside the ends is 0 or 1.
    None of them gives the ends: they are read from the image, as its lowest and highest NDVI or as percentiles.

    Examples
    --------
    >>> round(float(vegetation_cover(0.45, 0.05, 0.85).magnitude), 12)
    0.5
    """
    return clip(divide(ndvi - bare, full - bare), 0, 1)


def cover_of_ndvi(ndvi: Quantity, *, bare: Quantity, full: Quantity) -> Quantity:
    """Return the vegetation cover of pixels of known NDVI, checked.

    Parameters
    ----------
    ndvi : Quantity, shape (n,)
        Normalized difference vegetation index, unscaled: many products store 10 000 times of it. [-], 0 … 1
    bare, full : Quantity, shape () or (n,)
        NDVI of bare soil and of full cover; one pair for all, or one for each pixel by its type. [-], −1 … 1

    Returns
    -------
    Quantity, shape (n,)
        [-], 0 … 1

    Raises
    ------
    GepError
        If a unit is not given, a value is missing or out of range, or the end of full cover is not above that of bare
        soil. NDVI below 0 is water, snow or cloud: taken for bare soil it would erode most.
    UnitError
        If a unit measures something else.

    Notes
    -----
    Keep the ends the same in all years that are compared; ends read from each year's image hide a change of the whole.
    The factors C are not linear in cover: take cover and C of each pixel, then the mean of C.
    """
    numbers(ndvi, _NDVI)
    numbers(bare, _BARE)
    numbers(full, _FULL)
    numbers(full - bare, _SPAN)
    return vegetation_cover(ndvi, bare, full)
