"""Checking numbers before a formula sees them: units written out, nothing missing, nothing absurd."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gep.findings import GepError
from gep.units import Quantity

__all__ = ["Limits", "numbers", "result"]

_SHOWN = 10

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Limits:
    """What a column of numbers is, its unit, and the smallest and largest it can be."""

    zh: str
    en: str
    unit: str = ""
    low: float = -np.inf
    high: float = np.inf

    @property
    def name(self) -> dict[str, str]:
        """The name in both languages, as messages take it."""
        return {"zh": self.zh, "en": self.en}


def numbers(quantity: Quantity, limits: Limits, *, allow_missing: bool = False) -> Floats:
    """Return the numbers of a quantity in the unit of `limits`.

    A number without a unit is refused even where a pure number is meant, since 40 could be 40 % or 40 times.

    Raises
    ------
    GepError
        If there is no unit (GEP710), a value is missing (GEP707), or one is out of its limits (GEP706).
    UnitError
        If the unit measures something else.
    """
    if not isinstance(quantity, Quantity):
        raise GepError("GEP710", name=limits.name, got=repr(quantity)[:40], expected=limits.unit)
    found: Floats = np.asarray(quantity.m_as(limits.unit), dtype=np.float64)
    missing = np.isnan(found)
    if missing.any() and not allow_missing:
        places = np.flatnonzero(missing) + 1
        raise GepError("GEP707", name=limits.name, count=places.size, places=_listed(places))
    outside = (found < limits.low) | (found > limits.high) | np.isinf(found)
    if outside.any():
        raise GepError("GEP706", unit=limits.unit, **_outside(found, outside, limits))
    return found


def result(quantity: Quantity, limits: Limits) -> Quantity:
    """Return what an equation gave, if it is a number within `limits`.

    Raises
    ------
    GepError
        If it is not (GEP709): the inputs are outside the range of the equation.
    """
    found = np.asarray(quantity.m_as(limits.unit), dtype=np.float64)
    outside = ~((found >= limits.low) & (found <= limits.high))
    if outside.any():
        raise GepError("GEP709", **_outside(found, outside, limits))
    return quantity


def _outside(found: Floats, outside: npt.NDArray[np.bool_], limits: Limits) -> dict[str, Any]:
    return {
        "name": limits.name,
        "low": f"{limits.low:g}",
        "high": f"{limits.high:g}",
        "count": int(outside.sum()),
        "typed": f"{found[outside].flat[0]:g}",
    }


def _listed(places: npt.NDArray[np.intp]) -> str:
    shown = "、".join(map(str, places[:_SHOWN]))
    return f"{shown} …" if places.size > _SHOWN else shown
