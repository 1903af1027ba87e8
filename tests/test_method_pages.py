"""The pages of docs/methods: one for every service, complete, and their worked examples compute what they print."""

from __future__ import annotations

import re
import runpy
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from gep.coefficient_book import load_coefficients
from gep.profiles import load_profiles
from gep.services import SERVICES, products
from gep.spec import Label, Method, ServiceSpec, Step

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "methods"
WORKED = runpy.run_path(str(FOLDER.parent / "worked_examples.py"))
CODE = re.compile(r"`([^`\n]+)`")
EVIDENCE = re.compile(r"^\| `(\w+)` \| `(\w+)` \|", re.MULTILINE)
HEADINGS = (
    "计入与不计入 What is counted",
    "公式 Equations",
    "符号与数据 Symbols and data",
    "方法的选择 Choice of method",
    "依据 Evidence",
    "疑问与陷阱 Doubts and traps",
    "算例 Worked example",
)


def page_name(spec: ServiceSpec) -> str:
    """Return the name of the page of a service; the four products share one."""
    return "products" if spec in products.SPECS else spec.name


PAGES: Mapping[str, tuple[ServiceSpec, ...]] = {
    name: tuple(spec for spec in SERVICES if page_name(spec) == name)
    for name in dict.fromkeys(map(page_name, SERVICES))
}
NAMES = tuple(PAGES)


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text("utf-8")


def prose_of(name: str) -> str:
    """Return a page without its examples, where a name would be found without having been explained."""
    return str(WORKED["FENCE"].sub("", text_of(name)))


def examples_of(name: str) -> str:
    return str(WORKED["examples_of"](text_of(name)))


def methods_of(name: str) -> Iterator[tuple[ServiceSpec, Method]]:
    for spec in PAGES[name]:
        for method in spec.methods:
            yield spec, method


def steps_of(name: str) -> Iterator[tuple[Method, Step]]:
    for _, method in methods_of(name):
        for step in method.steps:
            yield method, step


def missing_labels(labels: Iterator[Label], prose: str) -> list[str]:
    lower = prose.lower()
    return sorted({text for label in labels for text in label if text.lower() not in lower})


def codes_of(name: str) -> set[str]:
    return {found.partition("@")[0] for found in CODE.findall(prose_of(name))}


every_page = pytest.mark.parametrize("name", NAMES)


def test_every_service_has_its_page_and_every_page_a_service() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} - {"index"} == set(NAMES)


@every_page
def test_the_examples_of_a_page_compute_what_they_print(name: str) -> None:
    assert not WORKED["failures_of"](FOLDER / f"{name}.md")


@every_page
def test_the_examples_call_every_rule_of_the_service(name: str) -> None:
    examples = examples_of(name)
    rules = {step.rule.name for _, step in steps_of(name) if step.rule}
    assert sorted(rule for rule in rules if f"{rule}(" not in examples) == []


@every_page
def test_a_page_has_the_sections_of_all_pages_in_order(name: str) -> None:
    headings = re.findall(r"^## (.+)$", text_of(name), re.MULTILINE)
    assert [heading for heading in headings if heading in HEADINGS] == list(HEADINGS)


@every_page
def test_a_page_names_its_services_methods_and_steps(name: str) -> None:
    prose = prose_of(name)
    labels = [spec.label for spec in PAGES[name]]
    labels += [method.label for _, method in methods_of(name)]
    labels += [step.label for _, step in steps_of(name)]
    assert missing_labels(iter(labels), prose) == []


@every_page
def test_a_page_names_what_an_analyst_fills_in_and_who_has_it(name: str) -> None:
    prose = prose_of(name)
    missing: list[str] = []
    for _, method in methods_of(name):
        sheet = method.sheet
        numbers = [method.numbers[field] for field in method.fields]
        wanted = [sheet.label.zh] if sheet else []
        wanted += [text for number in numbers for text in (number.label.zh, number.unit, number.department.zh)]
        missing += [text for text in wanted if text not in prose]
    assert sorted(set(missing)) == []


@every_page
def test_a_page_names_its_coefficients_prices_and_policies(name: str) -> None:
    codes = codes_of(name)
    wanted = {f"{spec.name}.{one}" for spec, method in methods_of(name) for one in method.coefficients}
    wanted |= {key for _, method in methods_of(name) for key in method.price_keys}
    wanted |= {
        source.name
        for method, step in steps_of(name)
        for source in method.sources(step).values()
        if source.kind in {"policy", "other"}
    }
    assert sorted(wanted - codes) == []


@every_page
def test_what_a_page_cites_exists(name: str) -> None:
    book = load_coefficients()
    sets = {f"{full}@{one}" for full in book.names() for one in book.sets(full)}
    known = set(book.sources) | set(load_profiles()) | {spec.name for spec in SERVICES}
    cited = set(CODE.findall(prose_of(name)))
    assert sorted(one for one in cited if "@" in one and one not in sets) == []
    # A source or a standard is a name that ends in its year.
    assert sorted(one for one in cited if re.fullmatch(r"[a-z]+\d*_?(19|20)\d\d", one) and one not in known) == []


@every_page
def test_the_evidence_on_a_page_is_that_of_the_standard(name: str) -> None:
    stated = EVIDENCE.findall(prose_of(name))
    profiles = load_profiles()
    counting = {one for one, profile in profiles.items() if any(profile.rule(spec.name) for spec in PAGES[name])}
    assert {standard for standard, _ in stated} == counting, "the table of evidence has every standard that counts it"
    for standard, grade in stated:
        rules = [profiles[standard].rule(spec.name) for spec in PAGES[name]]
        assert {rule.evidence for rule in rules if rule} == {grade}, standard
