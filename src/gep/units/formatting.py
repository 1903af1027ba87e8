"""Units written the way a statistician writes them: ``万m³``, ``t/(hm²·a)``, ``元/m³(2020年价)``, or all in Chinese."""

from __future__ import annotations

import re
from typing import Literal

from gep.units.atoms import ATOMS, CURRENCY, MULTIPLIERS, RANKS, SPELLINGS, Exponents

__all__ = ["Style", "currency_year", "spell"]

Style = Literal["symbol", "zh"]

_SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_CURRENCY_YEAR = re.compile(rf"{CURRENCY}_(\d{{4}})")
_CHINESE_POWERS = {
    ("hm", 2): "公顷",
    **{(name, 2): f"平方{ATOMS[name].chinese}" for name in ("mm", "cm", "m", "km")},
    **{(name, 3): f"立方{ATOMS[name].chinese}" for name in ("mm", "cm", "m", "km")},
}
# Soil erodibility is written with the area on both sides; cancelled, nobody in the field would know it again.
_CONVENTIONAL: dict[tuple[frozenset[tuple[str, float]], Style], str] = {
    (frozenset({("t", 1), ("h", 1), ("MJ", -1), ("mm", -1)}), "symbol"): "t·hm²·h/(hm²·MJ·mm)",
    (frozenset({("t", 1), ("h", 1), ("MJ", -1), ("mm", -1)}), "zh"): "吨·公顷·小时/(公顷·兆焦·毫米)",
}


def currency_year(name: str) -> int | None:
    """Return the price year in the name of a unit of money, ``CNY_2020`` → 2020."""
    match = _CURRENCY_YEAR.fullmatch(name)
    return int(match[1]) if match else None


def _plain(exponent: float) -> str:
    return str(int(exponent)) if exponent == int(exponent) else repr(float(exponent))


def _power(exponent: float) -> str:
    if exponent == 1:
        return ""
    if exponent == int(exponent):
        return _plain(exponent).translate(_SUPERSCRIPTS)
    return f"^{_plain(exponent)}"


def _word(name: str, exponent: float, style: Style) -> str:
    atom = ATOMS[CURRENCY if currency_year(name) else name]
    if style == "symbol":
        # The power of kW·h would fall on the h alone.
        return (atom.symbol if exponent == 1 else atom.symbol.replace("·", "")) + _power(exponent)
    return _CHINESE_POWERS.get((name, int(exponent)) if exponent == int(exponent) else ("", 0)) or (
        atom.chinese + _power(exponent)
    )


def _multiplied(multipliers: str, word: str, bare: str) -> str:
    # 千 before 克 would read as the word 千克, a unit of its own; the dot keeps them two.
    joint = "·" if multipliers and multipliers[-1] + bare in SPELLINGS else ""
    return multipliers + joint + word


def _side(exponents: dict[str, float], sign: int, style: Style) -> list[str]:
    chosen = {name: sign * exponent for name, exponent in exponents.items() if sign * exponent > 0}
    multipliers = "".join(name * int(chosen.get(name, 0)) for name in MULTIPLIERS)
    names = sorted(
        (name for name in chosen if name not in MULTIPLIERS),
        key=lambda name: RANKS[CURRENCY if currency_year(name) else name],
    )
    words = [_word(name, chosen[name], style) for name in names]
    if multipliers and words:
        words[0] = _multiplied(multipliers, words[0], _word(names[0], 1, style))
    elif multipliers:
        words = [multipliers]
    # A fractional power of 万 can only come out of arithmetic; it is shown, and cannot be read back.
    words += [f"{name}^{chosen[name] % 1}" for name in MULTIPLIERS if chosen.get(name, 0) % 1]
    return words


def spell(exponents: Exponents, style: Style = "symbol", price_year: bool = True) -> str:
    """Return the spelling of a unit given as exponents of registry units.

    Parameters
    ----------
    exponents : mapping
        Registry name → exponent.
    style : {"symbol", "zh"}
        Symbols (``万m³``) or words (``万立方米``).
    price_year : bool
        Whether money shows its price year.
    """
    remaining = {name: exponent for name, exponent in exponents.items() if exponent}
    years = sorted({year for name in remaining if (year := currency_year(name))})
    suffix = f"({'、'.join(map(str, years))}年价)" if years and price_year else ""
    conventional = _CONVENTIONAL.get((frozenset(remaining.items()), style))
    if conventional:
        return conventional
    above = "·".join(_side(remaining, 1, style))
    below = _side(remaining, -1, style)
    if not below:
        return above + suffix
    joined = "·".join(below)
    bracketed = f"({joined})" if "·" in joined else joined
    return f"{above or 1}/{bracketed}{suffix}"
