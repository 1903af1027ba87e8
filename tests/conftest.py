"""What all tests share: the Hypothesis profiles and LibreOffice."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")

settings.register_profile("quick", max_examples=5, deadline=None)  # pytest --hypothesis-profile=quick, while working
settings.register_profile("dev", max_examples=25, deadline=None)
settings.register_profile("ci", max_examples=200, derandomize=True, deadline=None, print_blob=True)
settings.load_profile("ci" if IN_CI else "dev")


@pytest.fixture(scope="session")
def soffice() -> Path:
    """Return the LibreOffice program; without it the test is skipped, in CI it fails."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        reason = "LibreOffice (soffice) is not installed; on Debian: apt-get install libreoffice-calc-nogui"
        if IN_CI:
            pytest.fail(f"{reason}. CI must not skip this test.")
        pytest.skip(reason)
    return Path(found)
