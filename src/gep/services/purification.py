"""What air and water purification have in common: an emission that the ecosystems take up."""

from __future__ import annotations

from gep.classifications import items
from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE
from gep.spec import Component, Key, Label, Method, Number, ServiceSpec, Sheet, given

__all__ = ["emission_limited"]


def emission_limited(name: str, label: Label, vocabulary: str, price: str) -> ServiceSpec:
    """Return a purification service whose quantity is the emission of each pollutant of `vocabulary`."""
    sheet = Sheet(
        name,
        label,
        (
            Key("item", Label("污染物", "pollutant"), kind=vocabulary),
            ECOSYSTEM_IF_KNOWN,
            Number(
                "emission",
                Label("排放量", "emission"),
                unit="t",
                unit_by_item={one.key: one.unit for one in items(vocabulary)},
                low=0,
                department=Label("生态环境局", "ecology and environment bureau"),
            ),
            SOURCE,
        ),
        Label(
            "仅适用于环境质量达标的区域:排放量视为全部被生态系统净化。",
            "only where the quality standard is met: the whole emission is deemed taken up.",
        ),
    )
    emission = Method(
        f"{name}_emission",
        Label("排放量法", "emission"),
        sheet,
        (given("removed_pollutant", Label("净化量", "pollutant removed"), "emission", price=price),),
        reference="ganzi2017",
    )
    return ServiceSpec(name, label, "regulating", (Component("", (emission,)),))
