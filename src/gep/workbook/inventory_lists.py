"""The words that an inventory workbook offers in its drop-down lists, and writes for the keys of its records."""

from __future__ import annotations

from collections.abc import Mapping

from gep.classifications import ecosystem_types, item_kinds, items
from gep.inventory.carried import CARRIED
from gep.inventory.sheets import PRODUCT_LIST
from gep.inventory.words import STATUSES
from gep.prices import PRICE_KEYS
from gep.profiles import Profile
from gep.services import SERVICES, service
from gep.spec import Column, Key, Label, Method, Sheet

__all__ = ["methods_of", "option_list", "shown_word", "vocabulary"]


def vocabulary(kind: str, service_name: str = "") -> Mapping[str, Label]:
    """Return the words for each key of a vocabulary; nothing for free text."""
    if kind == "ecosystem":
        return {one.key: Label(one.zh, one.en) for one in ecosystem_types()}
    if kind == "service":
        return {spec.name: spec.label for spec in SERVICES}
    if kind == "price":
        return {key.name: Label(*key.label) for key in PRICE_KEYS}
    if kind == "step":
        spec = service(service_name)
        return {step.name: step.label for _, _, step in spec.steps()} if spec else {}
    if kind in STATUSES:
        return STATUSES[kind]
    return {one.key: Label(one.zh, one.en) for one in items(kind)} if kind in item_kinds() else {}


def shown_word(column: Column, value: object, record: Mapping[str, object], lang: str) -> object:
    """Return the word for a key of the vocabulary of `column`; anything else stays as it is."""
    if not isinstance(column, Key) or not isinstance(value, str):
        return value
    word = vocabulary(column.kind, str(record.get("service", ""))).get(value)
    return word.text(lang) if word else value


def option_list(sheet: Sheet, name: str, profile: Profile, lang: str) -> tuple[str, ...]:
    """Return what the drop-down list of a column offers under a standard; nothing where anything may be typed.

    Parameters
    ----------
    sheet : Sheet
        The table.
    name : str
        Key of the column.
    profile : Profile
        Its services, methods, prices and coefficients are offered, no others.
    lang : str
        ``"zh"`` or ``"en"``.
    """
    methods = methods_of(profile)
    if (sheet.name, name) == (PRODUCT_LIST.name, "method"):
        return _words([method.label for _, method in methods], lang)
    kind = next((key.kind for key in sheet.keys if key.name == name), "")
    if kind == "coefficient":
        return tuple(dict.fromkeys(f"{served}.{one}" for served, method in methods for one in method.coefficients))
    if kind == "step":
        return _words([step.label for _, method in methods for step in method.steps], lang)
    if name == CARRIED.name:
        kind = CARRIED.kind
    words = vocabulary(kind)
    if kind == "service":
        own = [served for served, method in methods if method.sheet == sheet]
        words = {served: words[served] for served in own or [rule.service for rule in profile.services]}
    elif kind == "price":
        used = {key for _, method in methods for key in method.price_keys}
        words = {key: word for key, word in words.items() if key in used}
    elif kind == "ecosystem":
        words = {key: word for key, word in words.items() if key != "unallocated"}
    return _words(list(words.values()), lang)


def methods_of(profile: Profile) -> list[tuple[str, Method]]:
    """Return every method that the standard allows, with its service."""
    return [
        (rule.service, method)
        for rule in profile.services
        for method in rule.spec.methods
        if method.name in rule.methods
    ]


def _words(labels: list[Label], lang: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.text(lang) for one in labels))
