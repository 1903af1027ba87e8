r"""Species conservation (物种保育): habitat for species, shown by indicators without price.

.. math::  V = \sum_i n_i \, p_s \qquad\text{or}\qquad V = \sum_i A_i \, p_h

Shown: the richness of species, the number of rare and threatened species, and the irreplaceability of the habitat [1]_,
which counts the runs of a hundred in which the habitat was selected; an index from 0 to 1 is multiplied by 100.
None of them is priced and none adds up over places, since a species lives in more than one. Counted in money only where
a standard lists the method: threatened species :math:`n_i` at a value per species, or habitat :math:`A_i` at a cost per
area [2]_. The SEEA takes the maintenance of habitat as an intermediate service, which is left out of GEP.

References
----------
.. [1] hj1173_2021, A.23 and table 1: selected in how many of 100 runs, 0 to 100; table 1 has it 0 to 1.
.. [2] Customary; no text of a standard was read (evidence: unverified).
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE, object_name
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, Step, given
from gep.units import Quantity, rule

__all__ = ["SPEC", "irreplaceability_of_share"]


@rule(selected_share="", returns="%")
def irreplaceability_of_share(selected_share: Quantity) -> Quantity:
    r"""Return the index of irreplaceability from 0 to 100 of one that runs from 0 to 1.

    Parameters
    ----------
    selected_share : Quantity, shape (n,)
        Share of the runs in which the habitat was selected. [-], 0 … 1

    Returns
    -------
    Quantity, shape (n,)
        [%]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: I_{100} = 100 \, I_1

    hj1173_2021 has the index from 0 to 1 in table 1 and from 0 to 100 in A.23; the number is that of A.23.
    """
    return selected_share


_BUREAU = Label("林草局", "forestry and grassland bureau")
_RICHNESS = Label("物种丰富度", "species richness")
_THREATENED = Label("珍稀濒危物种数", "threatened species")
_IRREPLACEABILITY = Label("生境不可替代性指数", "irreplaceability of the habitat")
_HABITAT = Label("生境面积", "habitat area")


def _count(name: str, label: Label, note: Label) -> Number:
    return Number(name, label, note, unit="种", low=0, whole=True, department=_BUREAU)


SHEET = Sheet(
    "species_conservation",
    Label("物种保育", "species conservation"),
    (
        object_name(
            "调查范围",
            "area surveyed",
            "一个调查范围一行,如全县、保护区",
            "one row an area surveyed, such as the county or a reserve",
        ),
        ECOSYSTEM_IF_KNOWN,
        _count(
            "species_richness", _RICHNESS, Label("调查范围内记录到的物种总数", "species recorded in the area surveyed")
        ),
        _count(
            "threatened_species",
            _THREATENED,
            Label("其中列入保护或濒危名录的物种数", "of these, species on a list of protected or threatened species"),
        ),
        # The same standard has the index from 0 to 1 elsewhere: below 1 it is asked which was meant.
        Number(
            "irreplaceability",
            _IRREPLACEABILITY,
            Label(
                "生境对保护目标不可替代的程度,100 为完全不可替代",
                "how far the habitat cannot be replaced; 100 is not at all",
            ),
            low=0,
            high=100,
            department=_BUREAU,
        ),
        SOURCE,
    ),
    Label(
        "不可替代性指数按 0—100 填(0—1 的乘 100)。没有的填“无数据”。各范围的物种数不相加。",
        "irreplaceability from 0 to 100; write 无数据 for what is not known. Species of several areas never add up.",
    ),
)
SHARE_SHEET = Sheet(
    "species_irreplaceability",
    Label("生境不可替代性(0—1)", "irreplaceability from 0 to 1"),
    (
        object_name(
            "调查范围",
            "area surveyed",
            "一个调查范围一行,如全县、保护区",
            "one row an area surveyed, such as the county or a reserve",
        ),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "selected_share",
            Label("生境不可替代性指数(0—1)", "irreplaceability, 0 to 1"),
            note=Label(
                "生境对保护目标不可替代的程度,1 为完全不可替代",
                "how far the habitat cannot be replaced; 1 is not at all",
            ),
            low=0,
            high=1,
            department=_BUREAU,
        ),
        SOURCE,
    ),
    Label("结果换算为 0—100。", "the result is the index from 0 to 100."),
)
VALUE_SHEET = Sheet(
    "species_value",
    Label("物种保育价值", "value of species conservation"),
    (
        object_name(
            "保护对象", "what is protected", "一个物种或一组物种一行", "one row a species or a group of species"
        ),
        ECOSYSTEM_IF_KNOWN,
        _count(
            "valued_species",
            Label("计价物种数", "species valued"),
            Label("按保育价值计价的物种数", "species that are valued"),
        ),
        SOURCE,
    ),
    Label("同一物种只计一次。", "a species counts once."),
)
HABITAT_SHEET = Sheet(
    "species_habitat",
    Label("物种生境", "habitat of species"),
    (
        object_name("生境", "habitat", "一片生境一行", "one row a habitat"),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "habitat_area",
            _HABITAT,
            Label("重点保护物种的生境面积", "area of the habitat of protected species"),
            lasting=True,
            unit="hm²",
            low=0,
            department=_BUREAU,
        ),
        SOURCE,
    ),
)


def _indicator(name: str, zh: str, en: str, label: Label) -> Component:
    """Return an indicator as a part of its own, so that one that is not known does not take the others with it."""
    method = Method(
        name,
        Label(zh, en),
        SHEET,
        (given(f"{name}_indicator", label, name, noted=True),),
        reference="hj1173_2021",
    )
    return Component(name, (method,))


def _valued(name: str, zh: str, en: str, sheet: Sheet, step: Step) -> Method:
    return Method(name, Label(zh, en), sheet, (step,), reference="general")


SPEC = ServiceSpec(
    "species_conservation",
    Label("物种保育", "species conservation"),
    "regulating",
    (
        _indicator("species_richness", "物种丰富度指标", "indicator of richness", _RICHNESS),
        _indicator("threatened_species", "珍稀濒危物种指标", "indicator of threatened species", _THREATENED),
        Component(
            "irreplaceability",
            (
                *_indicator(
                    "irreplaceability", "生境不可替代性指标", "indicator of irreplaceability", _IRREPLACEABILITY
                ).methods,
                Method(
                    "irreplaceability_of_share",
                    Label("生境不可替代性换算", "irreplaceability rescaled"),
                    SHARE_SHEET,
                    (
                        Step(
                            "irreplaceability_indicator",
                            _IRREPLACEABILITY,
                            irreplaceability_of_share,
                            noted=True,
                        ),
                    ),
                    reference="hj1173_2021",
                ),
            ),
        ),
        Component(
            "value",
            (
                _valued(
                    "value_by_species",
                    "物种数计价法",
                    "value by species",
                    VALUE_SHEET,
                    given(
                        "conserved_species", Label("保育物种数", "species conserved"), "valued_species", price="species"
                    ),
                ),
                _valued(
                    "value_by_habitat",
                    "生境面积计价法",
                    "value by habitat",
                    HABITAT_SHEET,
                    given(
                        "conserved_habitat", Label("保育生境面积", "habitat conserved"), "habitat_area", price="habitat"
                    ),
                ),
            ),
        ),
    ),
)
