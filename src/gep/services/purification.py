r"""What air and water purification have in common: pollutants that ecosystems take up, by emission or by capacity.

.. math::  Q_j = E_j \qquad K_j = \sum_i q_{ij} \, A_i \, t \qquad I_j = c_j / c_{j,0}

.. math::  Q_j = \begin{cases} E_j & I_j \le 1 \\ K_j & I_j > 1 \end{cases}

Where the measured concentration c meets its limit the whole emission E is deemed taken up; where it exceeds the limit,
what the ecosystems are able to take up, K [1]_. The index I says for each pollutant which of the two it was.

References
----------
.. [1] bo2017 (capacity by area); the choice between the two is customary and was not read in any text.
"""

from __future__ import annotations

from gep.classifications import items
from gep.services.columns import ECOSYSTEM, ECOSYSTEM_IF_KNOWN, SOURCE
from gep.spec import Branch, Component, Key, Label, Method, Number, ServiceSpec, Sheet, Step, given
from gep.units import Quantity, rule, where

__all__ = ["purification_service", "quality_index", "removed_by_quality", "removed_over_area"]


@rule(area="hm²", uptake="kg/(hm²·a)", period="a", returns="t")
def removed_over_area(area: Quantity, uptake: Quantity, period: Quantity) -> Quantity:
    r"""Return the pollutant that an ecosystem is able to take up over its area.

    Parameters
    ----------
    area : Quantity, shape (n,)
        Area of the ecosystem type. [hm²], ≥ 0
    uptake : Quantity, shape (n,)
        Pollutant taken up by area. [kg/(hm²·a)], ≥ 0
    period : Quantity
        Accounting period. [a], > 0

    Returns
    -------
    Quantity, shape (n,)
        Of the pollutant of each row. [t]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: K_{ij} = q_{ij} \, A_i \, t

    §1.2 of bo2017, which prints a division by 1000 for kg; the units do that here.
    """
    return uptake * area * period


@rule(concentration="mg/m³", limit="mg/m³", returns="")
def quality_index(concentration: Quantity, limit: Quantity) -> Quantity:
    r"""Return the measured concentration by its limit; above 1 the standard of quality is not met.

    Parameters
    ----------
    concentration : Quantity, shape (n,)
        Mean of the period. [mg/m³], ≥ 0
    limit : Quantity, shape (n,)
        Limit of the class of quality that applies. [mg/m³], > 0

    Returns
    -------
    Quantity, shape (n,)
        [-]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: I = c / c_0

    The single-factor index of the yearly bulletins, shown beside the result so that the choice can be seen.
    """
    return concentration / limit


@rule(quality_index="", emission="t", capacity="t", returns="t")
def removed_by_quality(quality_index: Quantity, emission: Quantity, capacity: Quantity) -> Quantity:
    r"""Return the emission where the standard of quality is met, and the capacity where it is not.

    Parameters
    ----------
    quality_index : Quantity, shape (n,)
        Measured concentration by its limit. [-], ≥ 0; 1 meets the standard
    emission : Quantity, shape (n,)
        Emission of the pollutant in the period. [t], ≥ 0
    capacity : Quantity, shape (n,)
        What the ecosystems of the area are able to take up of it in the period. [t], ≥ 0

    Returns
    -------
    Quantity, shape (n,)
        Of the pollutant of each row. [t]

    Raises
    ------
    UnitError
        If an argument has no unit or the wrong dimension.

    Notes
    -----
    .. math:: Q = E \text{ if } I \le 1, \text{ else } K

    A customary rule that was not read in any text. The smaller of the two would keep the result below the emission in
    every case; the wording handed down does not say so, and it is implemented as worded.
    """
    # Neither a missing index nor a missing amount of the branch not taken may pass in silence.
    exceeded = where(quality_index > 1, 1, 0 * quality_index)
    return (1 - exceeded) * emission + exceeded * capacity


CHOICE = Branch(
    "quality_index",
    Label("达标,取排放量", "the standard is met: the emission counts"),
    Label("超标,取净化能力", "the standard is exceeded: the capacity counts"),
)


def purification_service(
    name: str, label: Label, vocabulary: str, price: str, concentration_unit: str, *, by_type: bool = False
) -> ServiceSpec:
    """Return a purification service for the pollutants of `vocabulary`, by emission, by capacity or by quality.

    With `by_type` the capacity may also be that of the coefficient ``<service>.capacity`` of each type and pollutant.
    """
    bureau = Label("生态环境局", "ecology and environment bureau")
    pollutant = Key(
        "item", Label("污染物", "pollutant"), note=Label("一种污染物一行", "one row a pollutant"), kind=vocabulary
    )
    tonnes = {one.key: one.unit for one in items(vocabulary)}
    emission = Number(
        "emission",
        Label("排放量", "emission"),
        note=Label(
            "核算期内排入本区域环境的污染物量", "pollutant released into the environment of the area in the period"
        ),
        unit="t",
        unit_by_item=tonnes,
        low=0,
        department=bureau,
    )
    by_emission = Sheet(
        name,
        label,
        (pollutant, ECOSYSTEM_IF_KNOWN, emission, SOURCE),
        Label(
            "仅适用于环境质量达标的区域:排放量视为全部被生态系统净化。",
            "only where the quality standard is met: the whole emission is deemed taken up.",
        ),
    )
    by_capacity = Sheet(
        f"{name}_capacity",
        Label(f"{label.zh}能力", f"{label.en} capacity"),
        (
            pollutant,
            ECOSYSTEM,
            Number(
                "uptake",
                Label("单位面积净化量", "pollutant taken up by area"),
                note=Label(
                    "单位面积生态系统一年净化的污染物量", "pollutant taken up per area of the ecosystem and year"
                ),
                unit="kg/(hm²·a)",
                unit_by_item={one: f"kg{unit.removeprefix('t')}/(hm²·a)" for one, unit in tonnes.items()},
                low=0,
                department=bureau,
            ),
            SOURCE,
        ),
        Label(
            "仅适用于环境质量超标的区域;单位面积净化量没有默认值,须写明出处。",
            "only where the quality standard is exceeded; uptake by area has no default: name its source.",
        ),
    )
    by_quality = Sheet(
        f"{name}_quality",
        Label(f"{label.zh}与环境质量", f"{label.en} and quality"),
        (
            pollutant,
            Number(
                "concentration",
                Label("实测浓度", "measured concentration"),
                note=Label(
                    "核算期的平均浓度,用来与环境质量标准的限值比较",
                    "mean concentration of the period, set against the quality standard",
                ),
                unit=concentration_unit,
                low=0,
                department=bureau,
            ),
            emission,
            Number(
                "capacity",
                Label("净化能力", "capacity of the ecosystems"),
                note=Label(
                    "本区域生态系统在核算期内最多能净化的污染物量",
                    "the most that the ecosystems of the area can take up in the period",
                ),
                unit="t",
                unit_by_item=tonnes,
                low=0,
                department=bureau,
            ),
            SOURCE,
        ),
        Label(
            "一种污染物一行;实测浓度不超过限值时取排放量,超过时取净化能力。",
            "one row a pollutant; the emission counts up to the limit, the capacity above it.",
        ),
    )
    removed = Label("净化量", "pollutant removed")
    methods: tuple[Method, ...] = (
        Method(
            f"{name}_emission",
            Label("排放量法", "emission"),
            by_emission,
            (given("removed_pollutant", removed, "emission", price=price),),
            reference="ganzi2017",
        ),
        Method(
            f"{name}_capacity",
            Label("净化能力法", "capacity"),
            by_capacity,
            (Step("removed_pollutant", removed, removed_over_area, price=price),),
            reference="bo2017",
        ),
        Method(
            f"{name}_by_quality",
            Label("按环境质量选择法", "emission or capacity by quality"),
            by_quality,
            (
                Step(
                    "quality_index",
                    Label("单因子指数", "concentration by limit"),
                    quality_index,
                    noted=True,
                ),
                Step("removed_pollutant", removed, removed_by_quality, price=price, branch=CHOICE),
            ),
            reference="mee_2020",
        ),
    )
    if by_type:
        methods = (*methods, _capacity_by_type(name, label, pollutant, removed, price))
    return ServiceSpec(name, label, "regulating", (Component("", methods),))


def _capacity_by_type(name: str, label: Label, pollutant: Key, removed: Label, price: str) -> Method:
    sheet = Sheet(
        f"{name}_types",
        Label(f"{label.zh}类型", f"types of {label.en}"),
        (pollutant, ECOSYSTEM, SOURCE),
        Label(
            "只列污染物和生态系统类型;单位面积净化量取系数库,须在“参数调整”选定一组。",
            "pollutant and type only; the capacity is that of the book, of the set chosen in 参数调整.",
        ),
    )
    return Method(
        f"{name}_capacity_by_type",
        Label("净化能力系数法", "capacity by coefficients"),
        sheet,
        (Step("removed_pollutant", removed, removed_over_area, {"uptake": "capacity"}, price=price),),
        reference="miao2017",
    )
