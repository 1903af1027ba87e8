"""Columns that the sheets of this service share."""

from __future__ import annotations

from gep.spec import Label, Number

__all__ = ["COOLING_DAYS", "STATION"]

STATION = Label("气象局", "meteorological bureau")
COOLING_DAYS = Number(
    "cooling_days",
    Label("降温天数", "cooling days"),
    note=Label(
        "核算期内需要降温的天数,由逐日气温统计",
        "days of the period that call for cooling, counted from daily temperature",
    ),
    unit="d",
    low=0,
    high=366,
    department=STATION,
)
