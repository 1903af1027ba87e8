r"""Other ecological energy (其他生态能源): electricity generated from sunlight and wind.

.. math::  V = \sum_k E_k \, p

over the kinds of energy k. Counted only where a standard says so: neither sunlight nor wind is a flow that an ecosystem
makes, and the SEEA leaves both out as abiotic flows [1]_. Not counted here: hydropower (see hydropower).

References
----------
.. [1] SEEA EA §9.19. No text of a standard that counts solar and wind electricity was read (evidence: unverified).
"""

from __future__ import annotations

from gep.services.columns import ECOSYSTEM_IF_KNOWN, SOURCE, object_name
from gep.spec import Component, Label, Method, Number, ServiceSpec, Sheet, given

__all__ = ["SPEC"]

SHEET = Sheet(
    "other_energy",
    Label("其他生态能源", "other ecological energy"),
    (
        object_name("能源种类", "kind of energy", "如太阳能、风能,一种一行", "such as solar or wind, one row each"),
        ECOSYSTEM_IF_KNOWN,
        Number(
            "generation",
            Label("太阳能、风能发电量", "electricity from sun and wind"),
            note=Label("核算期内的发电量", "electricity generated in the period"),
            unit="万kW·h",
            low=0,
            department=Label("统计局", "statistics bureau"),
        ),
        SOURCE,
    ),
    Label(
        "太阳能、风能分行填;水电填在“水电”表。核算标准未明文计入的不填。",
        "one row each for solar and wind; hydropower has a sheet of its own. Only where the standard counts it.",
    ),
)

GENERATION = Method(
    "other_generation",
    Label("太阳能、风能发电量法", "solar and wind generation"),
    SHEET,
    (
        given(
            "other_electricity",
            Label("太阳能、风能发电量", "electricity from sun and wind"),
            "generation",
            price="other_electricity",
            headline=True,
        ),
    ),
    reference="general",
)

SPEC = ServiceSpec(
    "other_energy",
    Label("其他生态能源", "other ecological energy"),
    "provisioning",
    (Component("", (GENERATION,)),),
    headline_unit="kW·h",
)
