"""Where on their pages the numbers stand that other pages refer to, counted without the columns of place."""

from __future__ import annotations

__all__ = [
    "DEDUCTED_VALUE",
    "PARAMETER_VALUE",
    "REGION_AREA",
    "REGION_FIRST_VALUE",
    "REGION_GDP",
    "REGION_POPULATION",
    "SUMMARY_VALUE",
    "VALUE_VALUE",
]

PARAMETER_VALUE = 5
DEDUCTED_VALUE = 3
VALUE_VALUE = 8
SUMMARY_VALUE = 7
REGION_AREA, REGION_POPULATION, REGION_GDP, REGION_FIRST_VALUE = 3, 4, 5, 6
