"""Carbon from two inventories of biomass and from measured rates; the step in which every method ends."""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM, FORESTRY_BUREAU, SOURCE
from gep.spec import Label, Method, Number, Sheet, Step
from gep.units import Quantity, rule

__all__ = [
    "BIOMASS_CHANGE",
    "SEQUESTERED",
    "SEQUESTRATION_RATE",
    "carbon_accumulation",
    "sequestered_carbon_dioxide",
    "sequestered_from",
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


BIOMASS_SHEET = Sheet(
    "biomass",
    Label("生物量变化", "change of biomass"),
    (
        ECOSYSTEM,
        Number(
            "biomass_start",
            Label("前期生物量", "biomass of the first inventory"),
            note=Label("前一次清查时单位面积的生物量干重", "dry biomass per area at the earlier inventory"),
            unit="t/hm²",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "biomass_end",
            Label("后期生物量", "biomass of the second inventory"),
            note=Label("后一次清查时单位面积的生物量干重", "dry biomass per area at the later inventory"),
            unit="t/hm²",
            low=0,
            department=FORESTRY_BUREAU,
        ),
        Number(
            "interval",
            Label("两次调查间隔", "time between the inventories"),
            note=Label("前后两次清查相隔的年数", "years from the earlier inventory to the later one"),
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
            note=Label("单位面积一年固定的碳", "carbon fixed per area and year"),
            unit="tC/(hm²·a)",
            department=FORESTRY_BUREAU,
        ),
        SOURCE,
    ),
    Label("填本地多年观测的速率,按碳计,没有默认值。", "a local rate of many years, as carbon; there is no default."),
)

SEQUESTERED = Label("固定二氧化碳量", "carbon dioxide sequestered")


def sequestered_from(productivity: str) -> Step:
    """Return the step that makes carbon dioxide of the carbon by area of an earlier step or number."""
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
        sequestered_from("carbon_accumulation"),
    ),
    reference="mee_2020",
)
SEQUESTRATION_RATE = Method(
    "sequestration_rate",
    Label("固碳速率法", "rate of sequestration"),
    RATE_SHEET,
    (sequestered_from("rate"),),
    reference="mee_2020",
)
