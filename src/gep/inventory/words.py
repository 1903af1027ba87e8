"""What analysts type, read as keys: ecosystem types, services, steps, prices and the entries of short lists."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from gep.classifications import ecosystem_types, find_ecosystem, find_item, items
from gep.findings import UnitError
from gep.messages import LANGUAGES
from gep.prices import PRICE_KEYS
from gep.profiles import load_profiles
from gep.services import SERVICES, service
from gep.spec import Label
from gep.wordings import known_wordings, open_wordings

__all__ = [
    "STATUSES",
    "UNCLEAR",
    "find_key",
    "header_parts",
    "known_words",
    "limits_in_words",
    "nearest",
    "normal",
    "status_of",
    "to_number",
    "to_share",
    "unit_advice",
]

# Words that stand for a number: a status, or a token that does not say which status is meant.
_STATUS = {"无数据": "no_data", "不适用": "not_applicable", "no data": "no_data", "not applicable": "not_applicable"}
UNCLEAR = frozenset({"—", "-", "–", "--", "——", "/", "无", "n/a", "na", "..."})

# What may stand in the status columns.
STATUSES: Mapping[str, Mapping[str, Label]] = {
    "product_status": {
        "included": Label("纳入", "included"),
        "excluded": Label("不纳入", "excluded"),
        "not_applicable": Label("不适用", "not applicable"),
        "no_data": Label("无数据", "no data"),
    },
    "deduction_status": {
        "some": Label("有", "some"),
        "none": Label("无", "none"),
        "not_surveyed": Label("未调查", "not surveyed"),
    },
    "carried_status": {
        "unconfirmed": Label("待确认", "to be confirmed"),
        "confirmed": Label("已确认", "confirmed"),
    },
}

_FREE = frozenset({"name", "coefficient", "entry"})  # kinds of keys that no list holds
_HEADER = re.compile(r"(?P<label>.*?)\s*[\[【(](?P<unit>[^\[\]【】]*)[\]】)]$")


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Return `text` as it is compared: one width, no spaces around or inside runs, one case."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


@lru_cache(maxsize=4096)
def header_parts(header: str) -> tuple[str, str | None]:
    """Return label and unit of a header such as ``降水量 [mm]``; the unit is None where none is stated."""
    # Only spaces and brackets are touched here: the unit's superscripts mean something until it is read.
    text = header.replace("［", "[").replace("］", "]").replace("（", "(").replace("）", ")").strip()
    match = _HEADER.fullmatch(text)
    return (match["label"], match["unit"].strip()) if match else (text, None)


def status_of(text: str) -> str:
    """Return the status that a word in a number cell stands for: a key, ``"unclear"``, or nothing."""
    word = normal(text)
    if word in _STATUS:
        return _STATUS[word]
    return "unclear" if word in UNCLEAR else ""


_GROUPED = re.compile(r"[+-]?\d{1,3}(?P<mark>[, '])\d{3}(?:(?P=mark)\d{3})*(?:\.\d+)?")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


# 3.08×10⁴ as papers print it; without its sign or its superscript, 10⁴ would be 104.
_SCIENTIFIC = re.compile(
    r"(?P<number>[+-]?\d+(?:\.\d+)?)\s*[×xX*]\s*10(?:\^(?P<power>[+-]?\d+)|(?P<raised>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
)


def _is_one_width(character: str) -> bool:
    """Return whether a character is read as another only for its width, unlike 10⁴ or the note of 125①."""
    kind, _, same = unicodedata.decomposition(character).rpartition(" ")
    return not kind.startswith("<") or kind in {"<wide>", "<narrow>", "<noBreak>"} or same == "0020"


@lru_cache(maxsize=4096)
def to_number(text: str) -> float | None:
    """Return the number that `text` unmistakably is (full-width digits, separators, powers of ten), or None."""
    if scientific := _SCIENTIFIC.fullmatch(text.strip()):
        power = scientific["power"] or unicodedata.normalize("NFKC", scientific["raised"]).replace("−", "-")
        return float(f"{scientific['number']}e{power}")
    if not all(map(_is_one_width, text)):
        return None
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("’", "'")
    plain = re.sub(r"^([+-])\s+", r"\1", plain)
    if match := _GROUPED.fullmatch(plain):
        plain = plain.replace(match["mark"], "")
    # A space anywhere else may stand for anything: 12 34 is no number.
    return float(plain) if _PLAIN.fullmatch(plain) else None


@lru_cache(maxsize=4096)
def to_share(text: str) -> float | None:
    """Return the share that a text such as ``37.5%`` unmistakably is, 0.375, or None."""
    if not all(map(_is_one_width, text)):
        return None
    plain = unicodedata.normalize("NFKC", text).strip()
    number = to_number(plain[:-1]) if plain.endswith("%") else None
    # Divided as decimal numbers, 0.37 % is exactly what a cell holds that shows it.
    return None if number is None else float(Decimal(repr(number)) / 100)


@cache
def _services() -> Mapping[str, str]:
    # A standard may have its own word for a service; where two differ in what they mean by it, neither is taken.
    words: dict[str, str] = {}
    for profile in load_profiles().values():
        for rule in profile.services:
            for word in (rule.label.zh, rule.label.en):
                taken = words.setdefault(normal(word), rule.service)
                words[normal(word)] = rule.service if taken == rule.service else ""
    own = {normal(word): spec.name for spec in SERVICES for word in (spec.name, *spec.label)}
    return {**_others("service"), **{word: name for word, name in {**words, **own}.items() if name}}


@cache
def _prices() -> Mapping[str, str]:
    return {
        **_others("price"),
        **{normal(word): key.name for key in PRICE_KEYS for word in (key.name, *key.label)},
    }


@cache
def _steps(service_name: str) -> Mapping[str, str]:
    spec = service(service_name)
    steps = spec.steps() if spec else ()
    return {
        **_others("step", service_name),
        **{normal(word): step.name for _, _, step in steps for word in (step.name, *step.label)},
    }


def _others(kind: str, service_name: str = "") -> dict[str, str]:
    rows = known_wordings(kind, service_name)
    return {normal(word): key for key, words in rows.items() for word in words}


# What accounts put behind the name of a service or a quantity without meaning anything else by it.
_ENDINGS = {"service": ("服务功能", "功能", "服务", "价值", "效益"), "price": (), "step": ("量",)}


def _named(kind: str, table: Mapping[str, str], text: str) -> str | None:
    """Return the key of `text`, read as it stands or without, for steps also with, what is usually added to it."""
    word = normal(text)
    shorter = (word.removesuffix(ending) for ending in _ENDINGS[kind] if word.endswith(ending))
    longer = (word + ending for ending in _ENDINGS[kind] if kind == "step")
    return next((table[one] for one in (word, *shorter, *longer) if one in table), None)


def find_key(kind: str, text: str, service_name: str = "") -> str | None:
    """Return the key that `text` names in the vocabulary `kind`, or None."""
    if kind in _FREE:
        return unicodedata.normalize("NFKC", text).strip()
    if kind == "ecosystem":
        found = find_ecosystem(text)
        return found.key if found else None
    tables: Mapping[str, Callable[[], Mapping[str, str]]] = {
        "service": _services,
        "price": _prices,
        "step": lambda: _steps(service_name),
    }
    if kind in tables:
        return _named(kind, tables[kind](), text)
    if kind in STATUSES:
        return next((key for key, words in STATUSES[kind].items() if normal(text) in (key, *words)), None)
    item = find_item(kind, text)
    return item.key if item else None


def known_words(kind: str, service_name: str = "") -> tuple[str, ...]:
    """Return the Chinese words of a vocabulary, for messages and drop-down lists."""
    if kind == "ecosystem":
        return tuple(one.zh for one in ecosystem_types())
    if kind == "service":
        return tuple(spec.label.zh for spec in SERVICES)
    if kind == "price":
        return tuple(key.label.zh for key in PRICE_KEYS)
    if kind == "step":
        spec = service(service_name)
        return tuple(dict.fromkeys(step.label.zh for _, _, step in spec.steps())) if spec else ()
    if kind in STATUSES:
        return tuple(words.zh for words in STATUSES[kind].values())
    if kind in _FREE:
        return ()
    return tuple(one.zh for one in items(kind))


@cache
def _open_words() -> Mapping[str, tuple[str, ...]]:
    return {normal(word): meant for word, meant in open_wordings().items()}


def nearest(text: str, words: Iterable[str]) -> str:
    """Return up to five words for a message: what is meant, the likeliest, or the first ones where nothing is alike."""
    known = list(words)
    meant = [word for word in _open_words().get(normal(text), ()) if word in known]
    close = meant or difflib.get_close_matches(text, known, n=5, cutoff=0.4)
    return "、".join(close or _first(known))


def _first(known: list[str]) -> list[str]:
    # Of the ecosystem types the broad ones say more than the first of a long list.
    broad = [one.zh for one in ecosystem_types() if one.level == 1]
    return broad if set(broad) <= set(known) else known[:8]


def limits_in_words(low: float | None, high: float | None, unit: str, *, whole: bool = False) -> Mapping[str, str]:
    """Return a valid range in words."""
    if low is None and high is None:
        zh, en = "", ""
    elif high is None:
        zh, en = f"不小于 {low:g}", f"{low:g} or more"
    elif low is None:
        zh, en = f"不大于 {high:g}", f"{high:g} or less"
    else:
        zh, en = f"{low:g} 至 {high:g}", f"{low:g} to {high:g}"
    kind = {"zh": " 的整数" if zh else "整数", "en": ", whole" if en else "whole"} if whole else {"zh": "", "en": ""}
    return {"zh": f"{zh} {unit}".strip() + kind["zh"], "en": f"{en} {unit}".strip() + kind["en"]}


def unit_advice(error: UnitError) -> dict[str, Any]:
    """Return why a unit cannot be used and what to write instead, in both languages, for GEP104."""
    parts = {lang: error.render(lang).partition(f" [{error.code}]\n  → ") for lang in LANGUAGES}
    return {
        "reason": {lang: reason for lang, (reason, _, _) in parts.items()},
        "advice": {lang: advice for lang, (_, _, advice) in parts.items()},
    }
