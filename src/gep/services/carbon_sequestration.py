r"""Carbon sequestration (固碳): carbon dioxide that ecosystems take from the air for good.

.. math::  Q_{CO_2} = \tfrac{44}{12} \, F \, A \, t

with F from one of: two inventories of biomass, :math:`c_c (B_2 - B_1) / (t_2 - t_1)` [2]_; a rate measured over many
years [2]_; net ecosystem productivity (NEP), given, or NPP less heterotrophic respiration [1]_, or a share of NPP [2]_,
which may be given as dry matter; or from the dry matter that stays on the land, at 1.63 t of carbon dioxide each [3]_.
Net primary productivity (NPP) is not NEP; the two have columns and names of their own. The 44/12 stands in the unit
registry, once. Not counted here: oxygen (see oxygen_release), the carbon that is there already.

References
----------
.. [1] bo2017: NEP = NPP - heterotrophic respiration.
.. [2] mee_2020, not read: the forms are those that others ascribe to it.
.. [3] jiang2017, 2.2.2, from the equation of photosynthesis.
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, FORESTRY_BUREAU, SOURCE
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step
from gep.units import Quantity, rule

__all__ = [
    "SPEC",
    "carbon_accumulation",
    "carbon_dioxide_of_dry_matter",
    "gained_dry_matter",
    "productivity_after_respiration",
    "productivity_from_dry_matter",
    "productivity_from_ratio",
    "sequestered_carbon_dioxide",
]


@rule(area="hm²", productivity="tC/(hm²·a)", period="a", returns="tCO2")
def sequestered_carbon_dioxide(area: Quantity, productivity: Quantity, period: Quantity) -> Quantity:
    r"""Return the carbon dioxide taken up over the period; negative where an ecosystem is a source.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of the ecosystem type. [hm²], ≥ 0
    productivity : Quantity, shape (n,)
        Net ecosystem productivity, or a rate of sequestration. [tC/(hm²·a)], any sign
    period : Quantity
        Accounting period. [a], > 0

    Returns
    -------
    Quantity, shape (n,)
        [tCO2]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension: plain t is neither tC nor tCO2.

    Notes
    -----
    .. math:: Q_{CO_2} = \frac{44}{12} NEP \, A \, t
    """
    return productivity * area * period


@rule(
    biomass_start="t/hm²",
    biomass_end="t/hm²",
    interval="a",
    carbon_per_dry_matter="tC/t",
    returns="tC/(hm²·a)",
)
def carbon_accumulation(
    biomass_start: Quantity, biomass_end: Quantity, interval: Quantity, carbon_per_dry_matter: Quantity
) -> Quantity:
    r"""Return the carbon that biomass gained a year between two inventories; negative for a loss.

    Parameters
    ----------
    biomass_start, biomass_end : Quantity, shape (n,)
        Dry matter of living plants at the first and at the second inventory. [t/hm²], ≥ 0
    interval : Quantity, shape (n,)
        Time between the two. [a], > 0
    carbon_per_dry_matter : Quantity
        Carbon content of dry matter. [tC/t], 0 … 1

    Returns
    -------
    Quantity, shape (n,)
        [tC/(hm²·a)]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: F = c_c (B_2 - B_1) / (t_2 - t_1)

    Ascribed to mee_2020, which was not read. Timber taken away in between counts as a loss of biomass.
    """
    return carbon_per_dry_matter * (biomass_end - biomass_start) / interval


@rule(net_primary_productivity="tC/(hm²·a)", heterotrophic_respiration="tC/(hm²·a)", returns="tC/(hm²·a)")
def productivity_after_respiration(net_primary_productivity: Quantity, heterotrophic_respiration: Quantity) -> Quantity:
    r"""Return net ecosystem productivity: net primary productivity less heterotrophic respiration.

    Parameters
    ----------
    net_primary_productivity : Quantity, shape (n,)
        NPP. [tC/(hm²·a)], ≥ 0
    heterotrophic_respiration : Quantity, shape (n,)
        Carbon given off by decomposers, without the roots. [tC/(hm²·a)], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        NEP. [tC/(hm²·a)]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension: dry matter in t is not carbon.

    Notes
    -----
    .. math:: NEP = NPP - R_h

    §1.2 of bo2017.
    """
    return net_primary_productivity - heterotrophic_respiration


@rule(net_primary_productivity="tC/(hm²·a)", ecosystem_share="", returns="tC/(hm²·a)")
def productivity_from_ratio(net_primary_productivity: Quantity, ecosystem_share: Quantity) -> Quantity:
    r"""Return net ecosystem productivity as a share of net primary productivity.

    Parameters
    ----------
    net_primary_productivity : Quantity, shape (n,)
        NPP. [tC/(hm²·a)], ≥ 0
    ecosystem_share : Quantity, shape (n,)
        NEP by NPP. [-], below 1, negative for a source

    Returns
    -------
    Quantity, shape (n,)
        NEP. [tC/(hm²·a)]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension: dry matter in t is not carbon.

    Notes
    -----
    .. math:: NEP = \alpha \, NPP

    Ascribed to mee_2020, which was not read. Others write it for dry matter, with 72/162 for its carbon; here NPP is
    carbon to begin with.
    """
    return ecosystem_share * net_primary_productivity


@rule(dry_matter_productivity="t/(hm²·a)", carbon_per_dry_matter="tC/t", ecosystem_share="", returns="tC/(hm²·a)")
def productivity_from_dry_matter(
    dry_matter_productivity: Quantity, carbon_per_dry_matter: Quantity, ecosystem_share: Quantity
) -> Quantity:
    r"""Return net ecosystem productivity as a share of net primary productivity that is given as dry matter.

    Parameters
    ----------
    dry_matter_productivity : Quantity, shape (n,)
        NPP as dry matter. [t/(hm²·a)], ≥ 0
    carbon_per_dry_matter : Quantity
        Carbon content of dry matter. [tC/t], 0 … 1
    ecosystem_share : Quantity, shape (n,)
        NEP by NPP. [-], below 1, negative for a source

    Returns
    -------
    Quantity, shape (n,)
        [tC/(hm²·a)]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: NEP = \alpha \, c_c \, NPP_{DM}

    Ascribed to mee_2020, which was not read; others write 72/162 for the carbon content.
    """
    return ecosystem_share * carbon_per_dry_matter * dry_matter_productivity


@rule(area="hm²", dry_matter_gain="t/(hm²·a)", period="a", returns="t")
def gained_dry_matter(area: Quantity, dry_matter_gain: Quantity, period: Quantity) -> Quantity:
    r"""Return the dry matter by which the plants of an area have grown and which is still there.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of the ecosystem type. [hm²], ≥ 0
    dry_matter_gain : Quantity, shape (n,)
        Dry matter gained by area, less what was eaten, cut or has rotted. [t/(hm²·a)], negative for a loss
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
    .. math:: M = A \, m \, t

    A choice of this program: jiang2017 takes the whole growth of a year, which is NPP and no lasting gain.
    """
    return area * dry_matter_gain * period


@rule(dry_matter="t", carbon_dioxide_per_dry_matter="tCO2/t", returns="tCO2")
def carbon_dioxide_of_dry_matter(dry_matter: Quantity, carbon_dioxide_per_dry_matter: Quantity) -> Quantity:
    r"""Return the carbon dioxide that plants took up to grow a mass of dry matter.

    Parameters
    ----------
    dry_matter : Quantity, shape (n,)
        Dry matter gained. [t], negative for a loss
    carbon_dioxide_per_dry_matter : Quantity
        Carbon dioxide by dry matter. [tCO2/t], > 0

    Returns
    -------
    Quantity, shape (n,)
        [tCO2]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: Q_{CO_2} = 1.63 \, M

    2.2.2 of jiang2017.
    """
    return dry_matter * carbon_dioxide_per_dry_matter


SHEET = Sheet(
    "carbon_sequestration",
    Label("固碳", "carbon sequestration"),
    (
        ECOSYSTEM,
        Number(
            "productivity",
            Label("净生态系统生产力NEP", "net ecosystem productivity NEP"),
            unit="tC/(hm²·a)",
            department=FORESTRY_BUREAU,
        ),
        SOURCE,
    ),
    Label("填NEP(已扣除异养呼吸),不是NPP;碳汇为正,碳源为负。", "NEP, not NPP; a sink is positive, a source negative."),
)

BIOMASS_SHEET = Sheet(
    "biomass",
    Label("生物量变化", "change of biomass"),
    (
        ECOSYSTEM,
        Number(
            "biomass_start",
            Label("前期生物量", "biomass of the first inventory"),
            unit="t/hm²",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "biomass_end",
            Label("后期生物量", "biomass of the second inventory"),
            unit="t/hm²",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "interval",
            Label("两次调查间隔", "time between the inventories"),
            unit="a",
            low=1,
            department=FORESTRY_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "生物量按干物质计,两次调查范围和口径须一致。", "dry matter; both inventories of the same land in the same way."
    ),
)
RATE_SHEET = Sheet(
    "sequestration_rate",
    Label("固碳速率", "rate of sequestration"),
    (
        ECOSYSTEM,
        Number(
            "rate",
            Label("单位面积固碳速率", "carbon sequestered by area"),
            unit="tC/(hm²·a)",
            department=FORESTRY_BUREAU,
        ),
        SOURCE,
    ),
    Label("填本地多年观测的速率,按碳计,没有默认值。", "a local rate of many years, as carbon; there is no default."),
)
PRIMARY_SHEET = Sheet(
    "net_primary_productivity",
    Label("净初级生产力", "net primary productivity"),
    (
        ECOSYSTEM,
        Number(
            "net_primary_productivity",
            Label("净初级生产力NPP", "net primary productivity NPP"),
            unit="tC/(hm²·a)",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "heterotrophic_respiration",
            Label("异养呼吸量", "heterotrophic respiration"),
            unit="tC/(hm²·a)",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "ecosystem_share",
            Label("NEP占NPP的比例", "NEP as a share of NPP"),
            unit="",
            high=1,
            department=FORESTRY_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "按碳计,不是干物质。扣除异养呼吸法填异养呼吸量,转换系数法填NEP占NPP的比例。",
        "as carbon, not dry matter. Fill in the respiration or the share, as the method asks.",
    ),
)

DRY_MATTER_SHEET = Sheet(
    "dry_matter_productivity",
    Label("干物质净初级生产力", "NPP as dry matter of an area"),
    (
        ECOSYSTEM,
        Number(
            "dry_matter_productivity",
            Label("净初级生产力(干物质)", "NPP as dry matter"),
            unit="t/(hm²·a)",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "ecosystem_share",
            Label("NEP占NPP的比例", "NEP as a share of NPP"),
            unit="",
            high=1,
            department=FORESTRY_BUREAU,
        ),
        SOURCE,
    ),
    Label("按干物质计,不是碳。", "as dry matter, not carbon."),
)
GAIN_SHEET = Sheet(
    "dry_matter_gain",
    Label("干物质净增量", "gain of dry matter"),
    (
        ECOSYSTEM,
        Number(
            "dry_matter_gain",
            Label("单位面积干物质净增量", "dry matter gained by area"),
            unit="t/(hm²·a)",
            department=FORESTRY_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "填留存下来的净增量(已扣除采食、收割和分解),不是当年生产量(NPP)。",
        "what stays on the land after grazing, harvest and decay, not the growth of the year (NPP).",
    ),
)

SEQUESTERED = Label("固定二氧化碳量", "carbon dioxide sequestered")
PRODUCTIVITY = Label("净生态系统生产力", "net ecosystem productivity")


def _sequestered(productivity: str) -> Step:
    # Oxygen is taken from the step of this name, by whichever method the carbon was computed.
    return Step(
        "sequestered_carbon_dioxide",
        SEQUESTERED,
        sequestered_carbon_dioxide,
        {"productivity": productivity},
        price="carbon_dioxide",
        headline=True,
    )


BIOMASS_CHANGE = Method(
    "biomass_change",
    Label("生物量法", "change of biomass"),
    BIOMASS_SHEET,
    (
        Step("carbon_accumulation", Label("生物量碳年增量", "carbon gained by biomass"), carbon_accumulation),
        _sequestered("carbon_accumulation"),
    ),
    reference="mee_2020",
)
SEQUESTRATION_RATE = Method(
    "sequestration_rate",
    Label("固碳速率法", "rate of sequestration"),
    RATE_SHEET,
    (_sequestered("rate"),),
    reference="mee_2020",
)
NEP = Method(
    "net_ecosystem_productivity",
    Label("净生态系统生产力法", "net ecosystem productivity"),
    SHEET,
    (_sequestered("productivity"),),
    reference="bo2017",
)
NPP_LESS_RESPIRATION = Method(
    "npp_less_respiration",
    Label("NPP扣除异养呼吸法", "NPP less heterotrophic respiration"),
    PRIMARY_SHEET,
    (
        Step("net_ecosystem_productivity", PRODUCTIVITY, productivity_after_respiration),
        _sequestered("net_ecosystem_productivity"),
    ),
    reference="bo2017",
)
NPP_SHARE = Method(
    "npp_share",
    Label("NPP转换系数法", "share of NPP"),
    PRIMARY_SHEET,
    (
        Step("net_ecosystem_productivity", PRODUCTIVITY, productivity_from_ratio),
        _sequestered("net_ecosystem_productivity"),
    ),
    reference="mee_2020",
)

NPP_SHARE_OF_DRY_MATTER = Method(
    "npp_share_of_dry_matter",
    Label("NPP干物质转换系数法", "share of NPP as dry matter"),
    DRY_MATTER_SHEET,
    (
        Step("net_ecosystem_productivity", PRODUCTIVITY, productivity_from_dry_matter),
        _sequestered("net_ecosystem_productivity"),
    ),
    reference="mee_2020",
)
DRY_MATTER_GAIN = Method(
    "dry_matter_gain",
    Label("干物质换算法", "carbon dioxide of dry matter"),
    GAIN_SHEET,
    (
        Step("gained_dry_matter", Label("干物质净增量", "gain of dry matter"), gained_dry_matter),
        Step(
            "sequestered_carbon_dioxide",
            SEQUESTERED,
            carbon_dioxide_of_dry_matter,
            {"dry_matter": "gained_dry_matter"},
            price="carbon_dioxide",
            headline=True,
        ),
    ),
    reference="jiang2017",
)

SPEC = ServiceSpec(
    "carbon_sequestration",
    Label("固碳", "carbon sequestration"),
    "regulating",
    (
        Component(
            "",
            (
                NEP,
                BIOMASS_CHANGE,
                SEQUESTRATION_RATE,
                NPP_LESS_RESPIRATION,
                NPP_SHARE,
                NPP_SHARE_OF_DRY_MATTER,
                DRY_MATTER_GAIN,
            ),
        ),
    ),
    headline_unit="tCO2",
)
