"""Carbon from net ecosystem productivity (NEP), given or computed from net primary productivity (NPP)."""

from __future__ import annotations

from gep.services.carbon_sequestration.stocks import sequestered_from
from gep.services.columns import ECOSYSTEM, FORESTRY_BUREAU, SOURCE
from gep.spec import Label, Method, Number, Sheet, Step
from gep.units import Quantity, rule

__all__ = [
    "NEP",
    "NPP_LESS_RESPIRATION",
    "NPP_SHARE",
    "NPP_SHARE_OF_DRY_MATTER",
    "productivity_after_respiration",
    "productivity_from_dry_matter",
    "productivity_from_ratio",
]


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


SHEET = Sheet(
    "carbon_sequestration",
    Label("固碳", "carbon sequestration"),
    (
        ECOSYSTEM,
        Number(
            "productivity",
            Label("净生态系统生产力NEP", "net ecosystem productivity NEP"),
            note=Label(
                "单位面积一年净固定的碳,已扣除植物和土壤的呼吸",
                "carbon fixed per area and year, net of the respiration of plants and soil",
            ),
            unit="tC/(hm²·a)",
            department=FORESTRY_BUREAU,
        ),
        SOURCE,
    ),
    Label("填NEP(已扣除异养呼吸),不是NPP;碳汇为正,碳源为负。", "NEP, not NPP; a sink is positive, a source negative."),
)
PRIMARY_SHEET = Sheet(
    "net_primary_productivity",
    Label("净初级生产力", "net primary productivity"),
    (
        ECOSYSTEM,
        Number(
            "net_primary_productivity",
            Label("净初级生产力NPP", "net primary productivity NPP"),
            note=Label(
                "单位面积一年由植物固定的碳,只扣除植物自身的呼吸",
                "carbon fixed by plants per area and year, net of their own respiration only",
            ),
            unit="tC/(hm²·a)",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "heterotrophic_respiration",
            Label("异养呼吸量", "heterotrophic respiration"),
            note=Label("土壤生物一年呼出的碳,按单位面积计", "carbon respired by soil organisms per area and year"),
            unit="tC/(hm²·a)",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "ecosystem_share",
            Label("NEP占NPP的比例", "NEP as a share of NPP"),
            note=Label("NEP除以NPP,碳源为负", "NEP divided by NPP; negative where carbon is released"),
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
            note=Label(
                "单位面积一年的净初级生产力,按干物质计", "net primary productivity per area and year, as dry matter"
            ),
            unit="t/(hm²·a)",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "ecosystem_share",
            Label("NEP占NPP的比例", "NEP as a share of NPP"),
            note=Label("NEP除以NPP,碳源为负", "NEP divided by NPP; negative where carbon is released"),
            unit="",
            high=1,
            department=FORESTRY_BUREAU,
        ),
        SOURCE,
    ),
    Label("按干物质计,不是碳。", "as dry matter, not carbon."),
)

PRODUCTIVITY = Label("净生态系统生产力", "net ecosystem productivity")

NEP = Method(
    "net_ecosystem_productivity",
    Label("净生态系统生产力法", "net ecosystem productivity"),
    SHEET,
    (sequestered_from("productivity"),),
    reference="bo2017",
)
NPP_LESS_RESPIRATION = Method(
    "npp_less_respiration",
    Label("NPP扣除异养呼吸法", "NPP less heterotrophic respiration"),
    PRIMARY_SHEET,
    (
        Step("net_ecosystem_productivity", PRODUCTIVITY, productivity_after_respiration),
        sequestered_from("net_ecosystem_productivity"),
    ),
    reference="bo2017",
)
NPP_SHARE = Method(
    "npp_share",
    Label("NPP转换系数法", "share of NPP"),
    PRIMARY_SHEET,
    (
        Step("net_ecosystem_productivity", PRODUCTIVITY, productivity_from_ratio),
        sequestered_from("net_ecosystem_productivity"),
    ),
    reference="mee_2020",
)

NPP_SHARE_OF_DRY_MATTER = Method(
    "npp_share_of_dry_matter",
    Label("NPP干物质转换系数法", "share of NPP as dry matter"),
    DRY_MATTER_SHEET,
    (
        Step("net_ecosystem_productivity", PRODUCTIVITY, productivity_from_dry_matter),
        sequestered_from("net_ecosystem_productivity"),
    ),
    reference="mee_2020",
)
