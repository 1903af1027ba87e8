from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gep.coefficient_book import CoefficientBook, load_coefficients
from gep.findings import CoefficientError, Finding

SOURCES = '[a]\ncitation = "A. Author. A title."\nkind = "journal"\nyear = 2020\n'
NAMES = '[names.share]\nzh = "比例"\nen = "share"\n'


@pytest.fixture(scope="session")
def book() -> CoefficientBook:
    return load_coefficients()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Write coefficient files: `service` is the text of soil_retention.toml after its names."""

    def write(service: str, *, names: str = NAMES, sources: str = SOURCES, **others: str) -> Path:
        (tmp_path / "sources.toml").write_text(sources, "utf-8")
        (tmp_path / "soil_retention.toml").write_text(names + service, "utf-8")
        for name, text in others.items():
            (tmp_path / f"{name}.toml").write_text(text, "utf-8")
        return tmp_path

    return write


@pytest.fixture
def problems(folder: Callable[..., Path]) -> Callable[..., list[Finding]]:
    """Return the problems of a folder of coefficient files."""

    def load(service: str, **others: str) -> list[Finding]:
        with pytest.raises(CoefficientError) as caught:
            load_coefficients(folder(service, **others))
        assert caught.value.code == "GEP400"
        return list(caught.value.findings)

    return load
