r"""Sand fixation (防风固沙): sand that vegetation keeps from wind erosion.

.. math::
   X = WF \, EF \, SCF \, K' \, C, \quad Q_{max} = a X, \quad s = b X^{c}, \quad
   S_L = \frac{2 z}{s^2} Q_{max} e^{-(z/s)^2}, \quad Q = A (S_{L,C=1} - S_L)

(RWEQ) [1]_, or in one line without the distance z [3]_

.. math::  Q = A \, k \, (WF \, EF \, SCF \, K')^{e} (1 - C^{e}).

Counted here: the area :math:`Q/(\rho h)` that the sand would have buried [2]_. Not counted
here: dust taken from the air (see air_purification).

HJ 1173 labels :math:`S_L` as t/(km²·a), but its terms multiply to kg/m², a thousand times more; the units decide here.

References
----------
.. [1] hj1173_2021, eq. A.14-A.22.
.. [2] ganzi2017, §2.4.3.
.. [3] rweq_script, whose document is not named; the unit kg/m² is inferred.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, SOURCE
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step
from gep.units import ParameterSet, Quantity, Rule, exp, parameters, power, rule

__all__ = [
    "SPEC",
    "actual_wind_erosion",
    "fixed_sand",
    "potential_wind_erosion",
    "protected_area",
    "simplified_actual_erosion",
    "simplified_potential_erosion",
]

_PARAMETERS = parameters("maximum_transfer", "critical_length", "critical_length_exponent", "spread")


def _wind_erosion(transport: Quantity, distance: Quantity, regression: ParameterSet) -> Quantity:
    # 1/s instead of s: without wind or without soil to move X is 0, s is infinite and the loss is plainly 0.
    inverse_length = power(transport, 0 - regression.critical_length_exponent) / regression.critical_length
    maximum = regression.maximum_transfer * transport
    return (
        regression.spread * distance * power(inverse_length, 2) * maximum * exp(0 - power(distance * inverse_length, 2))
    )


@rule(
    weather="number of kg/m",
    erodible_fraction="",
    crust="",
    roughness="",
    distance="number of m",
    transport=_PARAMETERS,
    returns="number of kg/m²",
)
def potential_wind_erosion(
    weather: Quantity,
    erodible_fraction: Quantity,
    crust: Quantity,
    roughness: Quantity,
    distance: Quantity,
    transport: ParameterSet,
) -> Quantity:
    r"""Return the sand that bare ground would lose to wind.

    Parameters
    ----------
    weather : Quantity, shape (n,)
        RWEQ weather factor WF, summed over the months of the period. [kg/m], ≥ 0
    erodible_fraction, crust, roughness : Quantity, shape (n,)
        RWEQ EF, SCF and K'. [-], 0 … 1
    distance : Quantity
        Downwind distance z. [m], > 0
    transport : ParameterSet
        Constants of the regression: ``maximum_transfer``, ``critical_length``,
        ``critical_length_exponent``, ``spread``.

    Returns
    -------
    Quantity, shape (n,)
        [kg/m²]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    Eq. A.14-A.16 of hj1173_2021 with C = 1. The regression holds for the numbers of kg/m and m.
    """
    return _wind_erosion(weather * erodible_fraction * crust * roughness, distance, transport)


@rule(
    weather="number of kg/m",
    erodible_fraction="",
    crust="",
    roughness="",
    cover="",
    distance="number of m",
    transport=_PARAMETERS,
    returns="number of kg/m²",
)
def actual_wind_erosion(
    weather: Quantity,
    erodible_fraction: Quantity,
    crust: Quantity,
    roughness: Quantity,
    cover: Quantity,
    distance: Quantity,
    transport: ParameterSet,
) -> Quantity:
    r"""Return the sand lost to wind under the vegetation there is.

    Parameters
    ----------
    weather, erodible_fraction, crust, roughness, distance, transport
        As in :func:`potential_wind_erosion`.
    cover : Quantity, shape (n,)
        RWEQ C; 1 is bare ground. [-], 0 … 1

    Returns
    -------
    Quantity, shape (n,)
        [kg/m²]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    Eq. A.14-A.16 of hj1173_2021.
    """
    return _wind_erosion(weather * erodible_fraction * crust * roughness * cover, distance, transport)


@rule(
    weather="number of kg/m",
    erodible_fraction="",
    crust="",
    roughness="",
    simplified=parameters("scale", "exponent"),
    returns="number of kg/m²",
)
def simplified_potential_erosion(
    weather: Quantity, erodible_fraction: Quantity, crust: Quantity, roughness: Quantity, simplified: ParameterSet
) -> Quantity:
    r"""Return the sand that bare ground would lose to wind, by the equation in one line.

    Parameters
    ----------
    weather, erodible_fraction, crust, roughness
        As in :func:`potential_wind_erosion`.
    simplified : ParameterSet
        Constants of the equation: ``scale`` and ``exponent``.

    Returns
    -------
    Quantity, shape (n,)
        [kg/m²]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: S_{L,p} = k \, (WF \, EF \, SCF \, K')^{e}

    rweq_script. It is :math:`Q_{max}/s` of the full equation, which grows with the same power e, times 0.233: what the
    full equation gives where z is about 0.12 s. The unit follows from that.
    """
    return simplified.scale * power(weather * erodible_fraction * crust * roughness, simplified.exponent)


@rule(
    weather="number of kg/m",
    erodible_fraction="",
    crust="",
    roughness="",
    cover="",
    simplified=parameters("scale", "exponent"),
    returns="number of kg/m²",
)
def simplified_actual_erosion(
    weather: Quantity,
    erodible_fraction: Quantity,
    crust: Quantity,
    roughness: Quantity,
    cover: Quantity,
    simplified: ParameterSet,
) -> Quantity:
    r"""Return the sand lost to wind under the vegetation there is, by the equation in one line.

    Parameters
    ----------
    weather, erodible_fraction, crust, roughness, simplified
        As in :func:`simplified_potential_erosion`.
    cover : Quantity, shape (n,)
        RWEQ C; 1 is bare ground. [-], 0 … 1

    Returns
    -------
    Quantity, shape (n,)
        [kg/m²]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: S_L = k \, (WF \, EF \, SCF \, K' \, C)^{e}

    rweq_script.
    """
    return simplified.scale * power(weather * erodible_fraction * crust * roughness * cover, simplified.exponent)


@rule(area="km²", potential="kg/m²", actual="kg/m²", returns="t")
def fixed_sand(area: Quantity, potential: Quantity, actual: Quantity) -> Quantity:
    r"""Return the sand kept on the land: potential minus actual wind erosion over the area.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of the ecosystem type. [km²], ≥ 0
    potential, actual : Quantity, shape (n,)
        Wind erosion of the period. [kg/m²], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        [t]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: Q = A (S_{L,p} - S_L)

    Eq. A.14 of hj1173_2021.
    """
    return area * (potential - actual)


@rule(sand="t", bulk_density="t/m³", cover_depth="m", returns="m²")
def protected_area(sand: Quantity, bulk_density: Quantity, cover_depth: Quantity) -> Quantity:
    r"""Return the area that the fixed sand would have buried.

    Parameters
    ----------
    sand : Quantity, shape (n,)
        Sand fixed. [t], ≥ 0
    bulk_density : Quantity
        Bulk density of loose sand. [t/m³], > 0
    cover_depth : Quantity
        Depth of sand that makes land desert. [m], > 0

    Returns
    -------
    Quantity, shape (n,)
        [m²]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: S = Q / (\rho h)

    §2.4.3 of ganzi2017.
    """
    return sand / (bulk_density * cover_depth)


SHEET = Sheet(
    "sand_fixation",
    Label("防风固沙", "sand fixation"),
    (
        ECOSYSTEM,
        Number(
            "weather",
            Label("气候因子WF", "weather factor WF"),
            note=Label(
                "核算期内风力搬运的气候条件,由风速、气温、降水、积雪算出",
                "weather factor of the period, from wind, temperature, precipitation and snow",
            ),
            unit="kg/m",
            low=0,
            department=Label("气象局", "meteorological bureau"),
        ),
        Number(
            "erodible_fraction",
            Label("土壤可蚀因子EF", "erodible fraction EF"),
            note=Label(
                "表土中可被风吹动的部分,由土壤质地算出", "part of the topsoil that wind can move, from its texture"
            ),
            lasting=True,
            low=0,
            high=1,
            department=Label("自然资源局", "natural resources bureau"),
        ),
        Number(
            "crust",
            Label("土壤结皮因子SCF", "soil crust factor SCF"),
            note=Label(
                "土壤结皮对风蚀的影响,由黏粒和有机质含量算出",
                "effect of soil crust on wind erosion, from clay and organic matter",
            ),
            lasting=True,
            low=0,
            high=1,
            department=Label("自然资源局", "natural resources bureau"),
        ),
        Number(
            "roughness",
            Label("地表粗糙度因子K'", "surface roughness K'"),
            note=Label("地形起伏对风蚀的影响", "effect of the relief on wind erosion"),
            lasting=True,
            low=0,
            high=1,
            department=Label("自然资源局", "natural resources bureau"),
        ),
        Number(
            "cover",
            Label("植被覆盖因子C(风蚀)", "cover factor C (wind)"),
            note=Label("植被对风蚀的影响,1 为没有植被", "effect of vegetation on wind erosion; 1 without vegetation"),
            low=0,
            high=1,
            department=Label("林草局", "forestry and grassland bureau"),
        ),
        SOURCE,
    ),
)


def _chain(potential: Rule[...], actual: Rule[...]) -> tuple[Step, ...]:
    return (
        Step(
            "potential_wind_erosion",
            Label("潜在风蚀模数", "potential wind erosion"),
            potential,
            rises_with="weather",
        ),
        Step("actual_wind_erosion", Label("实际风蚀模数", "actual wind erosion"), actual),
        Step(
            "fixed_sand",
            Label("防风固沙量", "sand fixed"),
            fixed_sand,
            {"potential": "potential_wind_erosion", "actual": "actual_wind_erosion"},
            headline=True,
        ),
        Step(
            "protected_area",
            Label("减少沙化面积", "area protected from sand"),
            protected_area,
            {"sand": "fixed_sand"},
            price="sand_control",
        ),
    )


RWEQ = Method(
    "rweq",
    Label("修正风蚀方程", "RWEQ"),
    SHEET,
    _chain(potential_wind_erosion, actual_wind_erosion),
    reference="hj1173_2021",
)
RWEQ_SIMPLIFIED = Method(
    "rweq_simplified",
    Label("修正风蚀方程简化式", "RWEQ in one line"),
    SHEET,
    _chain(simplified_potential_erosion, simplified_actual_erosion),
    reference="rweq_script",
)

SPEC = ServiceSpec(
    "sand_fixation",
    Label("防风固沙", "sand fixation"),
    "regulating",
    (Component("", (RWEQ, RWEQ_SIMPLIFIED)),),
    headline_unit="t",
)
