"""Slips of unit: by which factor a number would be right, and in which unit it was typed then.

An analyst copies 4 120 from a bulletin that prints 0.1 mm, or an area in hm² into a column headed km². The number is
then wrong by a factor of the units, and the message can say which.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from gep.findings import UnitError
from gep.messages import LANGUAGES, label
from gep.units import factor

__all__ = ["Slip", "guess_in_words", "likely_slip"]

# What a unit is mistaken for; any unit that contains the one on the left may contain one on the right instead.
_MISTAKEN: Mapping[str, tuple[str, ...]] = {
    "hm²": ("km²", "亩", "万亩", "万hm²", "m²"),
    "km²": ("hm²", "亩", "万亩", "万hm²", "m²", "万km²"),
    "m²": ("hm²", "万m²", "cm²"),
    "t": ("kg", "万t", "g", "亿t"),
    "kg": ("t", "g", "mg"),
    "万m³": ("m³", "亿m³"),
    "m³": ("万m³", "亿m³", "L", "cm³"),
    "元": ("万元", "亿元"),
    "万元": ("元", "亿元"),
    "亿元": ("万元", "元"),
    "人": ("万人",),
    "万人": ("人",),
    "万人次": ("人次",),
    "万kW·h": ("kW·h", "亿kW·h"),
    "mm": ("cm", "m"),
    "kJ": ("MJ", "J"),
    "h": ("d", "min"),
    "d": ("h",),
    "μg": ("mg",),
    "mg": ("μg", "g"),
    "%": ("",),
    "": ("%", "‰"),
}
_DECIMALS = (0.1, 0.01, 0.001, 10.0, 100.0, 1000.0, 1e-4, 1e4, 1e-8, 1e8)
_HUNDRED = 100.0
_LONG = 12  # letters of a unit that nobody mixes up in one of its parts
_NEAR = 0.5  # tenfold steps that a corrected number may be away from its neighbours
_PRICE_YEAR = "(2000年价)"  # the factor between 元 and 万元 is the same in every year


class Slip(NamedTuple):
    """A number that would be right if it had been typed in another unit."""

    unit: str
    """The unit it was probably typed in."""
    factor: float
    """By what the number has to be multiplied."""
    corrected: float
    """The number in the declared unit then."""


def likely_slip(value: float, unit: str, low: float, high: float, near: float = math.nan) -> Slip | None:
    """Return the slip of unit that brings `value` into its range, or None.

    Parameters
    ----------
    value : float
        The number in `unit`; only numbers above zero can be off by a factor.
    unit : str
        The declared unit.
    low, high : float
        The range, in `unit`.
    near : float
        What the number should be like, such as the median of its neighbours; NaN if there is nothing to go by.

    Returns
    -------
    Slip or None
        Of several one that comes near to `near` if there is any; a unit with a name goes before a decimal one.

    Examples
    --------
    >>> likely_slip(4120, "mm", 10, 1500)
    Slip(unit='0.1 mm', factor=0.1, corrected=412.0)
    >>> likely_slip(1725200, "km²", 10, 725300).unit
    'hm²'
    """
    if not value > 0:
        return None
    fitting = [
        (named, Slip(text, by, float(f"{value * by:.15g}")))
        for named, text, by in _candidates(unit)
        if low <= value * by <= high
    ]
    aim = near if near > 0 else value
    close = [(named, one) for named, one in fitting if near > 0 and _distance(one, aim) <= _NEAR]
    # A pure number of a hundred that is at most one was most likely given as a share of one.
    of_one = not unit and high == _HUNDRED and value <= 1
    ranked = sorted(
        close or fitting,
        key=lambda pair: (not pair[0], of_one and pair[1].factor != _HUNDRED, _distance(pair[1], aim)),
    )
    return ranked[0][1] if ranked else None


def _distance(slip: Slip, aim: float) -> float:
    return abs(math.log10(slip.corrected / aim))


@lru_cache(maxsize=1024)
def _candidates(unit: str) -> tuple[tuple[bool, str, float], ...]:
    return tuple(_mistaken(unit))


def _mistaken(unit: str) -> Iterator[tuple[bool, str, float]]:
    """Yield units that `unit` is mistaken for with their factors, and whether they have a name."""
    for old, others in _MISTAKEN.items():
        if (old == "") != (unit == "") or not _contains(unit, old) or len(unit) > _LONG:
            continue
        for new in others:
            typed = re.sub(_pattern(old), new, unit, count=1) if old else new
            try:
                by = factor(_pinned(typed), _pinned(unit))
            except UnitError:
                continue
            yield True, typed, by
    for by in _DECIMALS:
        yield False, f"{by:g} {unit}".strip(), by


def _pattern(atom: str) -> str:
    # 亩 is an atom of its own, t is not one in 万t, m² not in km².
    return rf"(?<![\w万亿%]){re.escape(atom)}(?![\w²³])"


def _contains(unit: str, atom: str) -> bool:
    return not atom or re.search(_pattern(atom), unit) is not None


def _pinned(unit: str) -> str:
    return f"{unit}{_PRICE_YEAR}" if "元" in unit else unit


def guess_in_words(slip: Slip | None, unit: str, near: float = math.nan) -> dict[str, str]:
    """Return a slip as a question that continues a sentence; empty without a slip."""
    if slip is None:
        return dict.fromkeys(LANGUAGES, "")
    key = "guess_slip_near" if near > 0 else "guess_slip"
    corrected, others = f"{slip.corrected:.6g} {unit}".strip(), f"{near:.6g} {unit}".strip()
    named = {lang: slip.unit or label("guess_pure_number", lang) for lang in LANGUAGES}
    if not unit and slip.unit not in {"%", "‰"}:
        key = key.replace("slip", "times")
    return {
        lang: label(key, lang, unit=named[lang], corrected=corrected, near=others, times=f"{slip.factor:g}")
        for lang in LANGUAGES
    }
