"""Accounting standards as data: which services, by which methods, in which words, and how well each rule is known."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gep.coefficient_book import Coefficient
from gep.findings import CoefficientError, Finding, GepError, Where, finding
from gep.services import service
from gep.spec import Component, Label, Method, ServiceSpec

__all__ = ["Evidence", "Exclusion", "Policy", "Profile", "ServiceRule", "load_profile", "load_profiles"]

Evidence = Literal["text", "secondary", "school", "unverified"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Words(_Strict):
    zh: str
    en: str

    def label(self) -> Label:
        return Label(self.zh, self.en)


_NO_WORDS = _Words(zh="", en="")


class Policy(_Strict):
    """A choice that a standard makes and no measurement can: its number and how well it is known."""

    label: _Words
    value: float
    evidence: Evidence
    note: _Words = _NO_WORDS


class Exclusion(_Strict):
    """A rule against double counting: what may not both stand in the sum, checked on every account.

    Parameters
    ----------
    a, b : str
        The two sides: a service, or ``service.method`` or ``service.indicator`` for a part of it.
    overlap : {"region", "ecosystem", "item"}
        Where both must be counted for the rule to speak: in a region and year, there on the same ecosystem type, or
        there for the same item.
    a_items, b_items : tuple of str
        Words of which one is in the name of the item, where a side is meant for some items only.
    rule : words
        What the rule says.
    evidence : Evidence
        How well it is known that the standard has it.
    source : str
        Where the rule is from, if not from the standard itself.
    """

    a: str
    b: str
    overlap: Literal["region", "ecosystem", "item"] = "region"
    a_items: tuple[str, ...] = ()
    b_items: tuple[str, ...] = ()
    rule: _Words
    evidence: Evidence
    source: str = ""


class ServiceRule(_Strict):
    """How a standard counts one service.

    Methods are in order of preference: of each component of the service the first one listed is used unless the
    inventory chooses another of the list.
    """

    service: str
    label: _Words
    methods: tuple[str, ...] = Field(min_length=1)
    mandatory: Literal["yes", "no", "unknown"]
    evidence: Evidence
    method_evidence: Mapping[str, Evidence] = {}
    note: _Words = _NO_WORDS

    def evidence_of(self, method: str) -> Evidence:
        """Return how well the text behind a method is known: its own grade, or that of the service."""
        return self.method_evidence.get(method, self.evidence)

    @property
    def spec(self) -> ServiceSpec:
        """The declaration of the service."""
        found = service(self.service)
        if found is None:  # pragma: no cover - load_profiles refuses such a profile
            raise KeyError(self.service)
        return found

    @property
    def is_mandatory(self) -> bool:
        """Whether a sum without the service is not GEP; unknown acts as yes."""
        return self.mandatory != "no"

    def preferred(self, component: Component) -> Method | None:
        """Return the method of `component` that stands first in the list, or None if the standard allows none."""
        return next((m for name in self.methods for m in component.methods if m.name == name), None)


class Profile(_Strict):
    """One accounting standard.

    `undetermined` are services of which it is unknown whether the standard counts them; they are not counted.
    `gep` is false where the complete sum is no GEP either. `titles` is how it words the titles of tables, by table,
    with ``{place}`` and ``{year}``; without them the words of this program stand.
    """

    id: str
    source: str
    evidence: Evidence
    monetary: bool
    gep: bool = True
    external_deduction: Literal["deducted", "not_deducted", "not_stated", "unknown"]
    price_basis: Literal["current", "constant", "both", "not_stated", "unknown"]
    title: _Words
    note: _Words = _NO_WORDS
    classes: Mapping[Literal["provisioning", "regulating", "cultural"], _Words]
    titles: Mapping[str, _Words] = {}
    policies: Mapping[str, Policy] = {}
    sets: Mapping[str, str] = {}
    undetermined: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    services: tuple[ServiceRule, ...]

    def rule(self, name: str) -> ServiceRule | None:
        """Return how the standard counts the service `name`, or None if it does not."""
        return next((rule for rule in self.services if rule.service == name), None)

    def borrows(self, coefficient: Coefficient) -> bool:
        """Return whether the standard names this coefficient's set without having it in its own text.

        What a standard does not give, or gives in a text that was not read, is borrowed from another document: a choice
        of this program, and named as such wherever it is used.
        """
        return self.sets.get(coefficient.name) == coefficient.set and coefficient.source != self.source

    def class_label(self, class_: str) -> Label:
        """Return the name of a service class in the words of the standard."""
        return {key: words.label() for key, words in self.classes.items()}[class_]  # type: ignore[index]


def _problems(profile: Profile, where: Where) -> list[Finding]:
    found: list[Finding] = []
    for rule in profile.services:
        spec = service(rule.service)
        if spec is None:
            found.append(finding("GEP451", where, typed=rule.service))
            continue
        found += [
            finding("GEP452", where, typed=name, service=rule.service)
            for name in (*rule.methods, *rule.method_evidence)
            if spec.method(name) is None
        ]
        for _, _, step in spec.steps():
            found += [
                finding("GEP453", where, typed=source.removeprefix("policy."), service=rule.service)
                for source in step.arguments.values()
                if source.startswith("policy.") and source.removeprefix("policy.") not in profile.policies
            ]
    found += [
        finding("GEP451", where, typed=name)
        for name in profile.undetermined
        if service(name) is None or profile.rule(name) is not None
    ]
    sides = (side for one in profile.exclusions for side in (one.a, one.b))
    found += [finding("GEP456", where, typed=side) for side in sides if not _counts(profile, side)]
    return found


def _counts(profile: Profile, side: str) -> bool:
    """Return whether one side of an exclusion is something that the standard counts."""
    name, _, part = side.partition(".")
    rule = profile.rule(name)
    spec = service(name)
    if rule is None or spec is None:
        return False
    return not part or part in rule.methods or any(step.name == part and step.role for _, _, step in spec.steps())


@cache
def load_profiles(folder: Path = Path(__file__).parent) -> Mapping[str, Profile]:
    """Return every profile of `folder` by id, in the order of their file names.

    Parameters
    ----------
    folder : Path
        Folder of TOML files.

    Returns
    -------
    mapping of str to Profile

    Raises
    ------
    CoefficientError
        With every problem of every file.
    """
    profiles: dict[str, Profile] = {}
    problems: list[Finding] = []
    for path in sorted(folder.glob("*.toml")):
        where = Where(file=path.name)
        try:
            profile = Profile.model_validate(tomllib.loads(path.read_text("utf-8")))
        except tomllib.TOMLDecodeError as error:
            problems.append(finding("GEP450", where, reason=str(error)))
            continue
        except ValidationError as error:
            problems += [
                finding("GEP450", where, reason=f"{'.'.join(map(str, item['loc']))}: {item['msg']}")
                for item in error.errors()
            ]
            continue
        problems += _problems(profile, where)
        profiles[profile.id] = profile
    if problems:
        raise CoefficientError("GEP454", problems, folder=folder.name)
    return MappingProxyType(profiles)


def load_profile(name: str) -> Profile:
    """Return the profile called `name`.

    Raises
    ------
    GepError
        GEP455 if there is no such standard; the message lists those there are.
    """
    profiles = load_profiles()
    if name not in profiles:
        raise GepError("GEP455", typed=name, known="、".join(profiles))
    return profiles[name]
