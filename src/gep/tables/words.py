"""Words for the keys of an account, in one language."""

from __future__ import annotations

from gep.account import Account
from gep.classifications import find_ecosystem, find_item, in_words, item_kinds
from gep.messages import label
from gep.services import service as find_service
from gep.spec import Key

__all__ = ["Words"]


class Words:
    """The words of one account in one language: ``"zh"`` or ``"en"``."""

    def __init__(self, account: Account, lang: str) -> None:
        self.account, self.lang = account, lang

    def say(self, key: str, **params: object) -> str:
        """Return the interface word `key`."""
        return label(key, self.lang, **params)

    def title(self, table: str, place: str, year: str) -> str:
        """Return the title of a table in the words of the standard, where it has its own."""
        own = self.account.profile.titles.get(table)
        text = own.label().text(self.lang) if own is not None else ""
        return text.format(place=place, year=year) if text else self.say(f"title_{table}", place=place, year=year)

    def service(self, key: str) -> str:
        """Return the name of a service, in the words of the standard where it counts it."""
        rule = self.account.profile.rule(key)
        spec = find_service(key)
        if rule is not None:
            return rule.label.label().text(self.lang)
        return spec.label.text(self.lang) if spec else key

    def class_(self, key: str) -> str:
        """Return the name of a service class in the words of the standard."""
        return self.account.profile.class_label(key).text(self.lang) if key else ""

    def ecosystem(self, key: str) -> str:
        """Return the name of an ecosystem type."""
        known = find_ecosystem(key)
        if known is None:
            return key
        return known.zh if self.lang == "zh" else known.en

    def indicator(self, service: str, key: str) -> str:
        """Return the name of an indicator of a service."""
        spec = find_service(service)
        steps = spec.steps() if spec else ()
        found = next((step.label.text(self.lang) for _, _, step in steps if step.name == key), "")
        return found or (self.say("external_products") if key == "external_products" else key)

    def item(self, service: str, key: str) -> str:
        """Return the name of an item: its word where items come from a list, else as typed."""
        spec = find_service(service)
        for sheet in spec.sheets if spec else ():
            for column in sheet.columns:
                if isinstance(column, Key) and column.name == "item" and column.kind in item_kinds():
                    known = find_item(column.kind, key) if key else None
                    if known is not None:
                        return known.zh if self.lang == "zh" else known.en
        return key

    def method(self, service: str, key: str) -> str:
        """Return the name of a method of a service."""
        spec = find_service(service)
        found = spec.method(key) if spec else None
        return found.label.text(self.lang) if found else key

    def note(self, service: str, text: str) -> str:
        """Return the note of lines: which values are those of a wider type or region, and which way the rule went."""
        spec = find_service(service)
        branches = [step.branch for _, _, step in spec.steps() if step.branch] if spec else []
        for one in (side for branch in branches for side in (branch.within, branch.beyond)):
            text = text.replace(one.zh, one.text(self.lang))
        inherited: dict[tuple[str, str], list[str]] = {}
        others = []
        for part in text.split("; "):
            name, _, steps = part.rpartition(": ")
            below, arrow, above = steps.partition(" → ")
            if arrow and name in self.account.book.names():
                inherited.setdefault((name, above), []).append(below)
            else:
                others.append(part)
        notes = [
            self.say("note_inherited", name=self.coefficient(name), above=above, below="、".join(below))
            for (name, above), below in inherited.items()
        ]
        return in_words("; ".join([*filter(None, others), *notes]), self.lang)

    def coefficient(self, name: str) -> str:
        """Return the name of a coefficient of the book."""
        one = next(entry.coefficient for entry in self.account.book.entries if entry.coefficient.name == name)
        return one.zh if self.lang == "zh" else one.en

    def words(self, prefix: str, keys: str) -> str:
        """Return the words of several keys that share a prefix."""
        return "、".join(self.say(f"{prefix}_{one}") for one in keys.split("、") if one)

    def yes(self, value: object) -> str:
        """Return yes, no, or nothing for a missing value."""
        return "" if value is None or value != value else self.say("yes" if value else "no")  # noqa: PLR0124
