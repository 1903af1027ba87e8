"""The catalogues of messages: complete in both languages, every code raised and explained in docs/errors.md."""

from __future__ import annotations

import ast
import re
import runpy
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from gep.findings import Grade
from gep.messages import LANGUAGES, codes, entry

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "gep"
CATALOGUES = sorted((SOURCE / "messages").glob("*.toml"))
RANGES = {
    "workbook": "0",
    "inventory": "1",
    "checks": "2",
    "compile": "3",
    "coefficients": "4",
    "standards": "4",
    "units": "5",
    "cli": "6",
    "preparation": "7",
}
CODE = re.compile(r"GEP\d{3}")
LABELS = {
    key: words
    for path in CATALOGUES
    if path.stem.endswith("labels")
    for key, words in tomllib.loads(path.read_text("utf-8")).items()
}


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}


def codes_raised() -> Iterator[tuple[str, str]]:
    """Yield each string that is exactly a code, with the file it stands in."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                yield node.value, path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("code", codes())
def test_a_code_is_complete_in_both_languages(code: str) -> None:
    content = entry(code)
    assert set(content) == {"grade", *LANGUAGES}
    assert content["grade"] in {grade.value for grade in Grade}
    for lang in LANGUAGES:
        assert set(content[lang]) == {"text", "todo"}
        assert all(text.strip() for text in content[lang].values())
    shown = [placeholders(content[lang]["text"]) | placeholders(content[lang]["todo"]) for lang in LANGUAGES]
    assert shown[0] == shown[1], "the two languages name different facts"
    assert all(name.isidentifier() for name in shown[0]), "a placeholder is a plain name"


@pytest.mark.parametrize("key", sorted(LABELS))
def test_a_label_is_complete_in_both_languages(key: str) -> None:
    assert set(LABELS[key]) == set(LANGUAGES)
    assert all(text.strip() for text in LABELS[key].values())
    assert len({frozenset(placeholders(text)) for text in LABELS[key].values()}) == 1


@pytest.mark.parametrize(
    "path", [path for path in CATALOGUES if not path.stem.endswith("labels")], ids=lambda path: path.stem
)
def test_the_codes_of_a_catalogue_are_of_its_range(path: Path) -> None:
    found = list(tomllib.loads(path.read_text("utf-8")))
    assert [code for code in found if not CODE.fullmatch(code)] == []
    assert found == sorted(found)
    hundreds = {code[3] for code in found}
    assert hundreds <= {RANGES.get(path.stem, min(hundreds, default=""))}, "a catalogue keeps to one range"


def test_every_code_raised_is_in_a_catalogue() -> None:
    known = set(codes())
    assert sorted((code, where) for code, where in codes_raised() if code not in known) == []


def test_every_code_of_the_catalogues_is_raised() -> None:
    assert sorted(set(codes()) - {code for code, _ in codes_raised()}) == []


def test_every_code_has_its_entry_in_the_docs() -> None:
    headings = re.findall(r"^### (GEP\d{3})$", (ROOT / "docs" / "errors.md").read_text("utf-8"), re.MULTILINE)
    assert headings == list(codes()), "run `make errors`"


def test_the_page_of_errors_is_current() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "errors_page.py"))["page"]
    assert (ROOT / "docs" / "errors.md").read_text("utf-8") == page(), "run `make errors`"
