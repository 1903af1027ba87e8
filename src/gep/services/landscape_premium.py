r"""Landscape premium (景观增值): what a view of green and water adds to the price of homes and lodging.

.. math::  V = \sum_i S_i \, \Delta p_i + \sum_j n_j \, \Delta r_j

for floor space :math:`S_i` with a premium :math:`\Delta p_i` and room-nights :math:`n_j` with a premium
:math:`\Delta r_j` [1]_. The premium is what remains after all else that makes homes and rooms dear, from a hedonic
comparison. Counted is the flow of one period: space sold or let in it, not the stock of homes. Not counted here: what
visitors spend to come (see tourism) and the use of green space by residents (see recreation).

References
----------
.. [1] Customary; no text of a standard was read (evidence: unverified).
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE, object_name
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, given

__all__ = ["SPEC"]

_HOUSING = Label("住建局", "housing and construction bureau")
_LODGING = Label("文旅局", "culture and tourism bureau")

HOUSING = Method(
    "housing_premium",
    Label("住房增值法", "housing premium"),
    Sheet(
        "landscape_housing",
        Label("景观增值住房", "landscape premium of homes"),
        (
            object_name("小区或片区", "estate or quarter", "一个小区或片区一行", "one row an estate or quarter"),
            ECOSYSTEM_IF_KNOWN,
            Number(
                "floor_space",
                Label("受益建筑面积", "floor space with the view"),
                note=Label(
                    "因景观而增值的住房在核算期内成交或出租的建筑面积",
                    "floor space sold or let in the period at a premium for its landscape",
                ),
                unit="m²",
                low=0,
                department=_HOUSING,
            ),
            Number(
                "premium",
                Label("住房单位面积增值", "premium by floor space"),
                note=Label(
                    "每平方米因景观高出同类住房的金额,低于时为负",
                    "money per square metre above comparable housing; negative if below",
                ),
                unit="元/m²",
                department=_HOUSING,
            ),
            SOURCE,
        ),
        Label(
            "只填核算期内成交或出租的面积;出租的填核算期的租金增值。",
            "floor space sold or let in the period only; for let space the premium on the rent of the period.",
        ),
    ),
    (
        given("floor_space_premium", Label("住房单位面积增值", "premium by floor space"), "premium"),
        given(
            "premium_floor_space",
            Label("增值建筑面积", "floor space at a premium"),
            "floor_space",
            price="floor_space_premium",
        ),
    ),
    reference="general",
)
LODGING = Method(
    "lodging_premium",
    Label("住宿增值法", "lodging premium"),
    Sheet(
        "landscape_lodging",
        Label("景观增值住宿", "landscape premium of lodging"),
        (
            object_name(
                "酒店或民宿",
                "hotel or guesthouse",
                "一家酒店或民宿一行,或一个片区一行",
                "one row a hotel, guesthouse or quarter",
            ),
            ECOSYSTEM_IF_KNOWN,
            Number(
                "room_nights",
                Label("出租间夜数", "room-nights let"),
                note=Label("核算期内出租的客房间数乘以夜数", "rooms let times nights in the period"),
                unit="间夜",
                low=0,
                department=_LODGING,
            ),
            Number(
                "room_premium",
                Label("每间夜增值", "premium of a room-night"),
                note=Label(
                    "每间夜因景观高出同类客房的金额,低于时为负",
                    "money per room-night above comparable rooms; negative if below",
                ),
                unit="元/间夜",
                department=_LODGING,
            ),
            SOURCE,
        ),
    ),
    (
        given("room_night_premium", Label("每间夜增值", "premium of a room-night"), "room_premium"),
        given(
            "premium_room_nights",
            Label("增值间夜数", "room-nights at a premium"),
            "room_nights",
            price="room_night_premium",
        ),
    ),
    reference="general",
)

SPEC = ServiceSpec(
    "landscape_premium",
    Label("景观增值", "landscape premium"),
    "cultural",
    (Component("housing", (HOUSING,)), Component("lodging", (LODGING,))),
)
