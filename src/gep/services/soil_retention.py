r"""Soil retention (土壤保持): soil that vegetation keeps from water erosion.

.. math::  Q = A \, t \, R \, K \, LS \, (1 - C P) \qquad V_{silt} = \lambda Q / \rho \qquad N = c_N Q

.. math::  K = c_K Q \qquad M = Q \, c_C / s_C

Counted here: silt kept out of reservoirs, nitrogen and phosphorus kept out of water; the two are different benefits of
the same soil. Accounts of forests also value the potassium and the organic matter in it [3]_. Not counted here: carbon
in the retained soil (see carbon_sequestration), dust (see sand_fixation).

HJ 1173-2021 has no support-practice factor; P is an argument whose neutral value 1 is a coefficient of that standard.

References
----------
.. [1] hj1173_2021, eq. A.2-A.13 (the chain of erosion).
.. [2] ganzi2017, §2.4.2 (silt, nitrogen and phosphorus).
.. [3] bo2017 (potassium); wu2018, 2.3.2 (potassium and organic matter, the latter by another equation).
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, SOURCE
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step
from gep.units import Quantity, rule

__all__ = [
    "SPEC",
    "actual_erosion",
    "kept_nitrogen",
    "kept_organic_matter",
    "kept_phosphorus",
    "kept_potassium",
    "potential_erosion",
    "retained_soil",
    "silt_volume",
]

_RATE = {"erosivity": "MJ·mm/(hm²·h·a)", "erodibility": "t·hm²·h/(hm²·MJ·mm)"}


@rule(
    area="hm²",
    erosivity=_RATE["erosivity"],
    erodibility=_RATE["erodibility"],
    topography="",
    period="a",
    returns="t",
)
def potential_erosion(
    area: Quantity, erosivity: Quantity, erodibility: Quantity, topography: Quantity, period: Quantity
) -> Quantity:
    r"""Return the soil that bare, unprotected ground would lose over the period.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of the ecosystem type. [hm²], ≥ 0
    erosivity : Quantity, shape (n,)
        RUSLE R. [MJ·mm/(hm²·h·a)], ≥ 0
    erodibility : Quantity, shape (n,)
        RUSLE K. [t·hm²·h/(hm²·MJ·mm)], ≥ 0
    topography : Quantity, shape (n,)
        RUSLE LS. [-], ≥ 0
    period : Quantity
        Accounting period. [a], > 0

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
    .. math:: Q_p = A \, t \, R \, K \, LS

    Eq. A.3 of hj1173_2021, printed per hm²; the area enters here.
    """
    return area * period * erosivity * erodibility * topography


@rule(potential="t", cover="", practice="", returns="t")
def actual_erosion(potential: Quantity, cover: Quantity, practice: Quantity) -> Quantity:
    r"""Return the soil lost under the vegetation and the practice there is.

    Parameters
    ----------
    potential : Quantity, shape (n,)
        Potential erosion. [t], ≥ 0
    cover, practice : Quantity, shape (n,)
        RUSLE C and P; 1 is bare, unprotected ground. [-], 0 … 1

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
    .. math:: Q_a = Q_p \, C \, P

    Eq. A.4 of hj1173_2021 (without P).
    """
    return potential * cover * practice


@rule(potential="t", actual="t", returns="t")
def retained_soil(potential: Quantity, actual: Quantity) -> Quantity:
    r"""Return the soil kept on the land: potential minus actual erosion.

    Parameters
    ----------
    potential, actual : Quantity, shape (n,)
        Erosion of bare ground and of the ground as it is. [t], ≥ 0

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
    .. math:: Q = Q_p - Q_a

    Eq. A.2 of hj1173_2021.
    """
    return potential - actual


@rule(soil="t", silted_share="", bulk_density="t/m³", returns="m³")
def silt_volume(soil: Quantity, silted_share: Quantity, bulk_density: Quantity) -> Quantity:
    r"""Return the volume of retained soil that would have settled in reservoirs, rivers and lakes.

    Parameters
    ----------
    soil : Quantity, shape (n,)
        Soil retained. [t], ≥ 0
    silted_share : Quantity
        Share of eroded soil that settles. [-], 0 … 1
    bulk_density : Quantity
        Dry bulk density of the soil. [t/m³], > 0

    Returns
    -------
    Quantity, shape (n,)
        [m³]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: V_{silt} = \lambda Q / \rho

    §2.4.2 of ganzi2017.
    """
    return silted_share * soil / bulk_density


@rule(soil="t", content="tN/t", returns="tN")
def kept_nitrogen(soil: Quantity, content: Quantity) -> Quantity:
    r"""Return the nitrogen kept out of water with the retained soil.

    Parameters
    ----------
    soil : Quantity, shape (n,)
        Soil retained. [t], ≥ 0
    content : Quantity
        Total nitrogen of the soil. [tN/t], 0 … 1

    Returns
    -------
    Quantity, shape (n,)
        [tN]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: N = c_N Q

    §2.4.2 of ganzi2017.
    """
    return soil * content


@rule(soil="t", content="tP/t", returns="tP")
def kept_phosphorus(soil: Quantity, content: Quantity) -> Quantity:
    r"""Return the phosphorus kept out of water with the retained soil.

    Parameters
    ----------
    soil : Quantity, shape (n,)
        Soil retained. [t], ≥ 0
    content : Quantity
        Total phosphorus of the soil. [tP/t], 0 … 1

    Returns
    -------
    Quantity, shape (n,)
        [tP]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: P = c_P Q

    §2.4.2 of ganzi2017.
    """
    return soil * content


@rule(soil="t", content="tK/t", returns="tK")
def kept_potassium(soil: Quantity, content: Quantity) -> Quantity:
    r"""Return the potassium kept on the land with the retained soil.

    Parameters
    ----------
    soil : Quantity, shape (n,)
        Soil retained. [t], ≥ 0
    content : Quantity
        Total potassium of the soil. [tK/t], 0 … 1

    Returns
    -------
    Quantity, shape (n,)
        [tK]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: K = c_K Q

    bo2017 counts potassium beside nitrogen and phosphorus.
    """
    return soil * content


@rule(soil="t", organic_carbon_content="tC/t", carbon_in_organic_matter="tC/tOM", returns="tOM")
def kept_organic_matter(
    soil: Quantity, organic_carbon_content: Quantity, carbon_in_organic_matter: Quantity
) -> Quantity:
    r"""Return the organic matter kept on the land with the retained soil.

    Parameters
    ----------
    soil : Quantity, shape (n,)
        Soil retained. [t], ≥ 0
    organic_carbon_content : Quantity
        Organic carbon of the soil. [tC/t], 0 … 1
    carbon_in_organic_matter : Quantity
        Carbon in organic matter. [tC/tOM], > 0

    Returns
    -------
    Quantity, shape (n,)
        [tOM]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: M = Q \, c_C / s_C

    Customary. The carbon of this matter is not sequestered by it: it may not be counted as carbon as well.
    """
    return soil * organic_carbon_content / carbon_in_organic_matter


SHEET = Sheet(
    "soil_retention",
    Label("土壤保持", "soil retention"),
    (
        ECOSYSTEM,
        Number(
            "erosivity",
            Label("降雨侵蚀力因子R", "rainfall erosivity R"),
            note=Label(
                "降雨引起土壤侵蚀的能力,由逐日降雨量算出;HJ 1173 取多年平均,用当年的在数据来源写明",
                "power of rain to erode soil, from daily rain; HJ 1173 takes the mean of many years: say in the source "
                "if it is of the one year",
            ),
            unit=_RATE["erosivity"],
            low=0,
            department=Label("气象局", "meteorological bureau"),
        ),
        Number(
            "erodibility",
            Label("土壤可蚀性因子K", "soil erodibility K"),
            note=Label(
                "土壤被侵蚀的难易,由土壤质地和有机碳算出",
                "how easily the soil erodes, from its texture and organic carbon",
            ),
            lasting=True,
            unit=_RATE["erodibility"],
            low=0,
            department=Label("自然资源局", "natural resources bureau"),
        ),
        Number(
            "topography",
            Label("坡长坡度因子LS", "slope length and steepness LS"),
            note=Label("地形对侵蚀的影响,由数字高程算出", "effect of the relief on erosion, from the elevation model"),
            lasting=True,
            low=0,
            department=Label("自然资源局", "natural resources bureau"),
        ),
        Number(
            "cover",
            Label("植被覆盖因子C", "cover factor C"),
            note=Label("植被对侵蚀的影响,1 为裸地", "effect of vegetation on erosion; 1 is bare ground"),
            low=0,
            high=1,
            department=Label("林草局", "forestry and grassland bureau"),
        ),
        SOURCE,
    ),
)

_EROSION = (
    Step("potential_erosion", Label("潜在土壤侵蚀量", "potential erosion"), potential_erosion),
    Step(
        "actual_erosion",
        Label("实际土壤侵蚀量", "actual erosion"),
        actual_erosion,
        {"potential": "potential_erosion", "practice": "practice_factor"},
    ),
    Step(
        "retained_soil",
        Label("土壤保持量", "soil retained"),
        retained_soil,
        {"potential": "potential_erosion", "actual": "actual_erosion"},
        headline=True,
    ),
)
_SILT_AND_NUTRIENTS = (
    Step(
        "reduced_sedimentation",
        Label("减少泥沙淤积", "reduced sedimentation"),
        silt_volume,
        {"soil": "retained_soil"},
        price="reservoir_dredging",
    ),
    Step(
        "reduced_nitrogen",
        Label("减少氮面源污染", "reduced nitrogen pollution"),
        kept_nitrogen,
        {"soil": "retained_soil", "content": "nitrogen_content"},
        price="nitrogen_treatment",
    ),
    Step(
        "reduced_phosphorus",
        Label("减少磷面源污染", "reduced phosphorus pollution"),
        kept_phosphorus,
        {"soil": "retained_soil", "content": "phosphorus_content"},
        price="phosphorus_treatment",
    ),
)
_POTASSIUM_AND_ORGANIC_MATTER = (
    Step(
        "kept_potassium",
        Label("保持土壤钾", "potassium kept"),
        kept_potassium,
        {"soil": "retained_soil", "content": "potassium_content"},
        price="potassium",
    ),
    Step(
        "kept_organic_matter",
        Label("保持土壤有机质", "organic matter kept"),
        kept_organic_matter,
        {"soil": "retained_soil"},
        price="organic_matter",
    ),
)
RUSLE = Method(
    "rusle",
    Label("修正通用土壤流失方程", "RUSLE"),
    SHEET,
    (*_EROSION, *_SILT_AND_NUTRIENTS),
    reference="hj1173_2021",
)
RUSLE_WITH_FERTILITY = Method(
    "rusle_with_fertility",
    Label("修正通用土壤流失方程(含钾和有机质)", "RUSLE with potassium and organic matter"),
    SHEET,
    (*_EROSION, *_SILT_AND_NUTRIENTS, *_POTASSIUM_AND_ORGANIC_MATTER),
    reference="bo2017",
)

SPEC = ServiceSpec(
    "soil_retention",
    Label("土壤保持", "soil retention"),
    "regulating",
    (Component("", (RUSLE, RUSLE_WITH_FERTILITY)),),
    headline_unit="t",
)
