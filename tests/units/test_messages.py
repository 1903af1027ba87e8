"""The words of the units catalogue: every code raised, both languages complete, the same facts in both."""

import re
import string
from pathlib import Path

import pytest

import gep.units
from gep.messages import codes, entry

# Money of other countries came when the codes after 5 were given out.
UNIT_CODES = [code for code in codes() if code.startswith("GEP5") or code in {"GEP260", "GEP261"}]
SOURCES = "".join(path.read_text("utf-8") for path in Path(gep.units.__file__).parent.glob("*.py"))


def placeholders(code: str, lang: str) -> set[str]:
    texts = entry(code)[lang]
    return {field for part in texts.values() for _, field, _, _ in string.Formatter().parse(part) if field}


@pytest.mark.parametrize("code", UNIT_CODES)
def test_a_code_is_complete_in_both_languages_and_in_use(code: str) -> None:
    assert entry(code)["grade"] == "error"
    for lang in ("zh", "en"):
        assert set(entry(code)[lang]) == {"text", "todo"}
        assert all(entry(code)[lang].values())
    assert placeholders(code, "zh") == placeholders(code, "en")
    assert f'"{code}"' in SOURCES


def test_every_code_raised_is_in_the_catalogue() -> None:
    assert set(re.findall(r'"(GEP\d{3})"', SOURCES)) == set(UNIT_CODES)
