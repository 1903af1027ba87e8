r"""Coastal protection (海岸带防护): coast that mangroves, salt marshes, reefs and sea grass shield from waves.

.. math::  V = \sum_i l_i \, p

where :math:`l_i` is the length of protected coast and p the yearly cost of works that protect it as well [1]_. Not
applicable inland: there the product list says 不适用 with the reason. Not counted here: coast behind dikes, and floods
of rivers and lakes (see flood_mitigation).

References
----------
.. [1] Customary; no text of a standard was read (evidence: unverified).
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE, object_name
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, given

__all__ = ["SPEC"]

SHEET = Sheet(
    "coastal_protection",
    Label("海岸带防护", "coastal protection"),
    (
        object_name(
            "岸段", "section of coast", "一段岸线一行,名称自定,不得重复", "one row a section, under a name of its own"
        ),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "coast_length",
            Label("受防护岸线长度", "length of protected coast"),
            note=Label(
                "红树林、盐沼等生态系统后方受其防护的岸线长度",
                "length of coast sheltered by mangroves, salt marshes and the like",
            ),
            lasting=True,
            unit="km",
            low=0,
            department=Label("自然资源局", "natural resources bureau"),
        ),
        SOURCE,
    ),
    Label(
        "内陆地区在“生态产品清单”中选不适用并写理由,此表留空。",
        "inland: choose 不适用 in the product list with the reason, and leave this sheet empty.",
    ),
)

COAST = Method(
    "protected_coast",
    Label("岸线长度法", "length of coast"),
    SHEET,
    (
        given(
            "protected_coast",
            Label("防护岸线", "protected coast"),
            "coast_length",
            price="coastal_defence",
            headline=True,
        ),
    ),
    reference="general",
)

SPEC = ServiceSpec(
    "coastal_protection",
    Label("海岸带防护", "coastal protection"),
    "regulating",
    (Component("", (COAST,)),),
    headline_unit="km",
)
