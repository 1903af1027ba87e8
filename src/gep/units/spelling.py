"""Reading a unit as it stands in a table: full width or half, superscripts or digits, symbols or Chinese words.

The order matters. Superscripts are made exponents first, because NFKC would turn 10⁴ m³ into 104 m3; then comes NFKC,
then 10^4 becomes 万, and only then are words looked up.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from gep.findings import UnitError
from gep.units.atoms import ATOMS, CURRENCY, MASSES, MULTIPLIERS, REFUSED, SPECIES, SPELLINGS, Exponents
from gep.units.formatting import spell

__all__ = ["Reading", "read_spelling"]

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("×✕∗*⋅•∙・‧˙･", "·"),
        **dict.fromkeys("∕⁄÷", "/"),
        **dict.fromkeys("−–‐‑﹣", "-"),
        **dict.fromkeys("[【〔{", "("),
        **dict.fromkeys("]】〕}", ")"),
        "℃": "°C",
    }
)
_DIMENSIONLESS = frozenset({"", "-", "1", "无量纲"})
_POWERS_OF_TEN = ("", "十", "百", "千", "万", "十万", "百万", "千万")
_TEN_TO = re.compile(r"(?<![A-Za-z\d])(?:[·x]\s*)?10\s*\^\s*\(?(\d{1,2})\)?")
_PRICE_YEAR = re.compile(r"\((\d{4})年(?:不变|可比)?价(?:格)?\)$")
_KILOWATT_HOUR = re.compile(r"(?<![A-Za-z])([kMGT]W)\s*[· -]\s*h(?![A-Za-z0-9^])")
_MASS_WORDS = "|".join(word for word, units in SPELLINGS.items() if len(units) == 1 and next(iter(units)) in MASSES)
_SPECIES_WORDS = "|".join(
    sorted(
        {re.escape(word[1:]) for word, units in SPELLINGS.items() if word[0] == "t" and next(iter(units)) in SPECIES},
        key=len,
        reverse=True,
    )
)
# "t C", "t(CO2)", "t-N": a space, a bracket or a hyphen between a mass and what it is a mass of.
_SPLIT_SPECIES = re.compile(
    rf"(?<![A-Za-z\u4e00-\u9fff])([十百千万亿]*)({_MASS_WORDS})\s*[-(\s]\s*({_SPECIES_WORDS})(?![A-Za-z0-9\u4e00-\u9fff])(\)?)"
)
_TOKEN = re.compile(
    r"\s*(?:(?P<op>[/·()])|\^\s*(?:\((?P<inner>[^()]*)\)|(?P<exponent>[^\s/·()^]+))|(?P<word>[^\s/·()^]+))"
)
_EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?")
_WORD_WITH_EXPONENT = re.compile(r"(.*?[^\d+.-])([+-]?\d+)")


class Reading(NamedTuple):
    """A unit as read: exponents of registry units, money still without a year, and the price year if one is written."""

    exponents: Exponents
    price_year: int | None


class _Token(NamedTuple):
    kind: str
    text: str


def _normalise(text: str) -> str:
    out = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda match: "^" + match[0].translate(_SUPERSCRIPTS), text)
    out = out.replace("℃", "°C").replace("**", "^")
    out = unicodedata.normalize("NFKC", out).translate(_SIGNS).replace("每", "/")
    out = re.sub(r"/\s*/", "/", out)
    out = re.sub(r"\.(?!\d)", "·", out)  # t/(hm2.a), but not PM2.5
    out = _TEN_TO.sub(lambda match: "".join((_POWERS_OF_TEN[int(match[1]) % 8], "亿" * (int(match[1]) // 8))), out)
    out = out.replace("dB(A)", "dB").replace("千瓦·时", "千瓦时").replace("千瓦·小时", "千瓦时")
    return _KILOWATT_HOUR.sub(r"\1h", out).strip()


def _join_species(match: re.Match[str]) -> str:
    opened = "(" in match[0].replace(match[4] or "\0", "")
    return match[1] + match[2] + match[3] + ("" if opened else match[4])


def _tokens(text: str, whole: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            if text[position:].strip():
                raise UnitError("GEP514", unit=whole)
            break
        if match["op"]:
            tokens.append(_Token(match["op"], match["op"]))
        elif match["word"]:
            tokens.append(_Token("word", match["word"]))
        else:
            written = (match["inner"] if match["inner"] is not None else match["exponent"]).strip()
            if not _EXPONENT.fullmatch(written):
                raise UnitError("GEP514", unit=whole)
            tokens.append(_Token("^", written))
        position = match.end()
    return tokens


class _Reader:
    """A recursive-descent reader of one unit; `lenient` reads t/hm²·a as people mean it, to word the refusal."""

    def __init__(self, text: str, whole: str, lenient: bool = False) -> None:
        self.text = text
        self.whole = whole
        self.lenient = lenient
        self.tokens = _tokens(text, whole)
        self.position = 0

    def read(self) -> Counter[str]:
        exponents = self._product()
        if self.position < len(self.tokens):
            raise UnitError("GEP514", unit=self.whole)
        return exponents

    def _peek(self) -> str:
        return self.tokens[self.position].kind if self.position < len(self.tokens) else ""

    def _next(self) -> _Token:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def _product(self) -> Counter[str]:
        total: Counter[str] = Counter()
        below = False
        self._add(total, self._factor(), 1)
        while self._peek() not in ("", ")"):
            if self._peek() == "/":
                self._next()
                below = True
                self._add(total, self._factor(), -1)
                continue
            if self._peek() == "·":
                self._next()
            if below and not self.lenient:
                right = spell(_Reader(self.text, self.whole, lenient=True).read())
                raise UnitError("GEP511", unit=self.whole, right=right)
            factor = self._factor()
            self._add(total, factor, -1 if below and all(value > 0 for value in factor.values()) else 1)
        return total

    @staticmethod
    def _add(total: Counter[str], factor: Exponents, sign: int) -> None:
        for name, exponent in factor.items():
            total[name] += sign * exponent

    def _factor(self) -> Exponents:
        multipliers: Counter[str] = Counter()
        while self._peek() == "word" and not self.tokens[self.position].text.strip("".join(MULTIPLIERS)):
            multipliers.update(self._next().text)
            if self._peek() == "·":
                self._next()
            if self._peek() not in ("word", "("):
                raise UnitError("GEP509", unit=self.whole, part="".join(multipliers.elements()))
        if self._peek() == "(":
            self._next()
            inside: Exponents = self._product()
            if self._peek() != ")":
                raise UnitError("GEP514", unit=self.whole)
            self._next()
        elif self._peek() == "word":
            more, inside = _resolve(self._next().text, self.whole)
            multipliers.update(more)
        else:
            raise UnitError("GEP514", unit=self.whole)
        power = self._exponent()
        return {name: power * inside.get(name, 0) + multipliers.get(name, 0) for name in (*multipliers, *inside)}

    def _exponent(self) -> float:
        if self._peek() != "^":
            return 1
        value = float(self._next().text)
        return int(value) if value == int(value) else value


def _resolve(word: str, whole: str) -> tuple[str, Exponents]:
    """Return the multipliers in front of `word` and the exponents of the unit it names."""
    if word == "1":
        return "", {}
    if word in REFUSED:
        code, right = REFUSED[word]
        raise UnitError(code, unit=whole, part=word, right=right)
    if word in SPELLINGS:
        return "", SPELLINGS[word]
    match = _WORD_WITH_EXPONENT.fullmatch(word)
    if match and match[1] in SPELLINGS:
        return "", {name: exponent * int(match[2]) for name, exponent in SPELLINGS[match[1]].items()}
    if word[0] in MULTIPLIERS and len(word) > 1:
        multipliers, exponents = _resolve(word[1:], whole)
        return word[0] + multipliers, exponents
    raise _unknown(word, whole)


_KNOWN = {
    # Money is never guessed: 美元 is one letter from 元.
    **{word.lower(): word for word, units in SPELLINGS.items() if CURRENCY not in units},
    **{"hectare": "hm²", "tonne": "t", "cubic metre": "m³", "sqkm": "km²"},
}


def _unknown(word: str, whole: str) -> UnitError:
    lost = re.fullmatch(r"10([3-9])(\D.*)", word)
    if lost:  # a superscript that got lost on the way: 104m3
        suggestion = _POWERS_OF_TEN[int(lost[1]) % 8] + "亿" * (int(lost[1]) // 8) + lost[2]
        return UnitError("GEP502", unit=whole, part=word, suggestion=suggestion)
    if word.lower() in _KNOWN:
        return UnitError("GEP502", unit=whole, part=word, suggestion=_KNOWN[word.lower()])
    near = difflib.get_close_matches(word.lower(), _KNOWN, n=1, cutoff=0.6)
    if near:
        return UnitError("GEP502", unit=whole, part=word, suggestion=_KNOWN[near[0]])
    return UnitError("GEP501", unit=whole, part=word)


@lru_cache(maxsize=1024)
def read_spelling(text: str) -> Reading:
    """Read `text`; money stays without a year unless the text ends in one, as in ``元/m³(2020年价)``.

    Raises
    ------
    UnitError
        If the text cannot be read, or would be read differently by two people.
    """
    normal = _normalise(text)
    year = _PRICE_YEAR.search(normal)
    if year:
        normal = normal[: year.start()].rstrip()
    if normal in _DIMENSIONLESS:
        if year:
            raise UnitError("GEP513", unit=text)
        return Reading({}, None)
    normal = _SPLIT_SPECIES.sub(_join_species, normal)
    summed = _Reader(normal, text).read()
    exponents = {name: exponent for name, exponent in summed.items() if exponent}
    _refuse_lonely_multipliers(exponents, text)
    if year and CURRENCY not in exponents:
        raise UnitError("GEP513", unit=text)
    return Reading(exponents, int(year[1]) if year else None)


def _refuse_lonely_multipliers(exponents: Exponents, text: str) -> None:
    for name, exponent in exponents.items():
        if name in MULTIPLIERS and not any(
            other * exponent > 0 for unit_name, other in exponents.items() if unit_name in ATOMS
        ):
            raise UnitError("GEP509", unit=text, part=name)
