"""Classifications: ecosystem types, regions, service classes and short lists (pollutants, water uses, lake zones …).

Codes and labels are data (``coefficients/classifications.toml`` and ``regions.csv``); this module reads them once and
finds an entry by whatever an analyst types: key, code, Chinese or English label, or alias.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from gep.resources import data_root

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = [
    "EcosystemType",
    "Item",
    "Region",
    "ancestors",
    "classify",
    "descendants",
    "ecosystem_types",
    "enclosing_regions",
    "find_ecosystem",
    "find_item",
    "find_region",
    "in_words",
    "item_kinds",
    "items",
    "region_ancestors",
    "regions",
    "service_classes",
]


@dataclass(frozen=True, slots=True)
class EcosystemType:
    """One ecosystem type.

    Parameters
    ----------
    key : str
        Stable English key, e.g. ``"alpine_meadow"``.
    code : str
        Code of HJ 1166-2021 for levels 1 and 2, our own for level 3, empty for a pseudo type.
    level : int
        1 and 2 as in HJ 1166-2021, 3 for our finer types, 0 for a pseudo type.
    parent : str
        Key of the type one level up; empty at level 1.
    zh, en : str
        Labels.
    aliases : tuple of str
        Other wordings in use.
    kind : str
        ``"type"``, or ``"pseudo"`` for 未分类 and 未分摊, which are not ecosystems.
    source : str
        Id of the source of the type.
    """

    key: str
    code: str
    level: int
    parent: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    kind: str = "type"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """One administrative region: its code, names, level (``province``, ``prefecture``, ``county`` or ``committee``)."""

    code: str
    name_zh: str
    name_en: str
    level: str
    parent: str
    aliases: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a short list: a pollutant, a water use, a lake zone or a cover class.

    `unit` is the tonne of a pollutant; `lower` and `upper` are the edges of a class of a quantity.
    """

    kind: str
    key: str
    zh: str
    en: str
    aliases: tuple[str, ...] = ()
    unit: str = ""
    lower: float | None = None
    upper: float | None = None


T = TypeVar("T")


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads((data_root("coefficients") / "classifications.toml").read_text("utf-8"))


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _index(entries: Iterable[tuple[T, Iterable[str]]]) -> dict[str, T]:
    found: dict[str, T] = {}
    for entry, words in entries:
        for word in words:
            if word and found.setdefault(_normal(word), entry) is not entry:
                raise ValueError(f"{word!r} names two entries: {found[_normal(word)]} and {entry}")
    return found


@cache
def ecosystem_types() -> tuple[EcosystemType, ...]:
    """Return every ecosystem type in reporting order, the pseudo types last."""
    return tuple(
        EcosystemType(
            key=row["key"],
            code=row.get("code", ""),
            level=row["level"],
            parent=row.get("parent", ""),
            zh=row["zh"],
            en=row["en"],
            aliases=tuple(row.get("aliases", ())),
            kind=row.get("kind", "type"),
            source=row.get("source", ""),
        )
        for row in _file()["ecosystems"]
    )


@cache
def _ecosystem_words() -> Mapping[str, EcosystemType]:
    return _index((one, (one.key, one.code, one.zh, one.en, *one.aliases)) for one in ecosystem_types())


@cache
def _ecosystem_keys() -> Mapping[str, EcosystemType]:
    return {one.key: one for one in ecosystem_types()}


@lru_cache(maxsize=4096)
def find_ecosystem(text: str) -> EcosystemType | None:
    """Return the ecosystem type that `text` names, or None.

    Parameters
    ----------
    text : str
        Key, code, label in either language, or alias; full-width characters, case and blanks do not matter.

    Examples
    --------
    >>> find_ecosystem("冰川积雪").key
    'glacier'
    """
    return _ecosystem_words().get(_normal(text))


def ancestors(key: str) -> tuple[str, ...]:
    """Return the keys above an ecosystem type, nearest first.

    Raises
    ------
    KeyError
        If `key` is not the key of an ecosystem type.

    Examples
    --------
    >>> ancestors("alpine_meadow")
    ('meadow', 'grassland')
    """
    above = []
    while parent := _ecosystem_keys()[key].parent:
        above.append(parent)
        key = parent
    return tuple(above)


def descendants(key: str) -> tuple[str, ...]:
    """Return the keys of every type below an ecosystem type, in reporting order."""
    return tuple(one.key for one in ecosystem_types() if key in ancestors(one.key))


_PREFECTURE_DIGITS, _PROVINCE_DIGITS = 4, 2


@cache
def regions() -> tuple[Region, ...]:
    """Return every known region, provinces before their prefectures before their counties."""
    with (data_root("coefficients") / "regions.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Region(
                code=row["code"],
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                level=row["level"],
                parent=row["parent"],
                aliases=tuple(filter(None, row["aliases"].split("|"))),
                note=row["note"],
            )
            for row in csv.DictReader(file)
        )


@cache
def _region_words() -> Mapping[str, Region]:
    return _index((one, (one.code, one.name_zh, one.name_en, *one.aliases)) for one in regions())


@lru_cache(maxsize=4096)
def find_region(text: str) -> Region | None:
    """Return the region with this code, name or alias, or None.

    Examples
    --------
    >>> find_region("互助县").code
    '630223'
    """
    return _region_words().get(_normal(text))


def region_ancestors(code: str) -> tuple[str, ...]:
    """Return the codes above a region, nearest first; nothing for a region that is not listed."""
    above = []
    here = _region_words().get(_normal(code))
    while here is not None and here.parent:
        above.append(here.parent)
        here = _region_words().get(here.parent)
    return tuple(above)


def enclosing_regions(code: str) -> tuple[str, ...]:
    """Return the codes of the regions that a region lies in, nearest first.

    Of a region that is not listed they are what its digits say: the first four name the prefecture, the first two the
    province.

    Examples
    --------
    >>> enclosing_regions("632521")
    ('632500', '630000')
    >>> enclosing_regions("440305")
    ('440300', '440000')
    """
    by_digits = (f"{code[:digits]:0<6}" for digits in (_PREFECTURE_DIGITS, _PROVINCE_DIGITS))
    return tuple(one for one in dict.fromkeys((*region_ancestors(code), *by_digits)) if one != code)


def in_words(text: str, lang: str = "zh") -> str:
    """Return a text in which keys of ecosystem types and codes of regions are replaced by their names.

    Examples
    --------
    >>> in_words("ecosystem alpine_meadow → grassland")
    '高寒草甸 → 草地'
    """

    def name(match: re.Match[str]) -> str:
        word = match[0]
        type_, region = _ecosystem_keys().get(word), _region_words().get(word)
        if type_ is not None:
            return type_.zh if lang == "zh" else type_.en
        if region is not None and region.code == word:
            return region.name_zh if lang == "zh" else region.name_en
        return word

    return re.sub(r"\w+", name, re.sub(r"\b(?:ecosystem|region) ", "", text))


@cache
def _item_lists() -> Mapping[str, tuple[Item, ...]]:
    return {
        kind: tuple(Item(kind=kind, **{**row, "aliases": tuple(row.get("aliases", ()))}) for row in rows)
        for kind, rows in _file()["items"].items()
    }


def item_kinds() -> tuple[str, ...]:
    """Return the names of the short lists."""
    return tuple(_item_lists())


def items(kind: str) -> tuple[Item, ...]:
    """Return a short list in reporting order.

    Parameters
    ----------
    kind : str
        ``"service_class"``, ``"water_use"``, ``"air_pollutant"``, ``"water_pollutant"``, ``"lake_zone"``,
        ``"cover_class"``, ``"season"`` or ``"turf"``.

    Raises
    ------
    KeyError
        If there is no such list.
    """
    return _item_lists()[kind]


@cache
def _item_words(kind: str) -> Mapping[str, Item]:
    return _index((one, (one.key, one.zh, one.en, *one.aliases)) for one in items(kind))


def find_item(kind: str, text: str) -> Item | None:
    """Return the entry of the list `kind` that `text` names, or None.

    Examples
    --------
    >>> find_item("air_pollutant", "SO₂").key
    'so2'
    """
    return _item_words(kind).get(_normal(text))


def service_classes() -> tuple[Item, ...]:
    """Return the three classes of services in reporting order."""
    return items("service_class")


def classify(kind: str, values: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Return the key of the class that holds each value.

    Parameters
    ----------
    kind : str
        A list whose entries have edges, e.g. ``"cover_class"``.
    values : array_like
        Values in the unit of the edges (for cover: % of the ground).

    Returns
    -------
    numpy.ndarray of object
        Keys; empty where a value is missing or outside every class. A class holds its lower edge and not its upper
        one; the last class holds both.

    Examples
    --------
    >>> classify("cover_class", [29.9, 30, 100]).tolist()
    ['cover_10_30', 'cover_30_50', 'cover_90_100']
    """
    import numpy as np  # noqa: PLC0415

    classes = items(kind)
    edges = np.array([one.lower for one in classes] + [classes[-1].upper], dtype=float)
    numbers = np.asarray(values, dtype=float)
    place = np.searchsorted(edges, numbers, side="right") - 1
    place = np.where(numbers == edges[-1], len(classes) - 1, place)
    keys = np.array([*(one.key for one in classes), ""], dtype=object)
    inside = (numbers >= edges[0]) & (numbers <= edges[-1])
    chosen: npt.NDArray[np.object_] = keys[np.where(inside, place, len(classes))]
    return chosen
