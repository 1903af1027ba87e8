"""Carbon from the dry matter that stays on the land."""

from __future__ import annotations

from gep.services.carbon_sequestration.stocks import SEQUESTERED
from gep.services.columns import ECOSYSTEM, FORESTRY_BUREAU, SOURCE
from gep.spec import Label, Method, Number, Sheet, Step
from gep.units import Quantity, rule

__all__ = ["DRY_MATTER_GAIN", "carbon_dioxide_of_dry_matter", "gained_dry_matter"]


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


GAIN_SHEET = Sheet(
    "dry_matter_gain",
    Label("干物质净增量", "gain of dry matter"),
    (
        ECOSYSTEM,
        Number(
            "dry_matter_gain",
            Label("单位面积干物质净增量", "dry matter gained by area"),
            note=Label("单位面积一年净增加的干物质", "dry matter gained per area and year"),
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
