"""Where a command writes: looked at before any work is done, so that nothing is overwritten or computed in vain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gep.cli.framework import CommandError, WritingError
from gep.messages import LANGUAGES, label

__all__ = [
    "check_account_target",
    "check_bridge_target",
    "check_review_target",
    "check_target",
    "make_folder",
    "write_errors",
]


def check_target(path: Path, suffix: str = ".xlsx") -> None:
    """Refuse an output that cannot become a workbook.

    Raises
    ------
    CommandError
        If it does not end in `suffix`, is a folder, or would go into a folder that is not there.
    """
    if path.suffix.lower() != suffix:
        raise CommandError("GEP605" if suffix == ".xlsx" else "GEP290", path=path, suffix=suffix)
    with write_errors(path):
        if not path.parent.is_dir():
            raise CommandError("GEP601", path=path)
        if path.exists() and not path.is_file():
            raise CommandError("GEP606", path=path, expected=_kind("cli_kind_file"))


def check_account_target(path: Path, book: Path) -> None:
    """Refuse an output that would replace anything but an earlier account.

    An inventory is weeks of somebody's work, and one wrong word on the command line must not cost it.

    Raises
    ------
    CommandError
        If `path` is the inventory `book`, or another file that is not an accounting workbook.
    """
    _check_replaced(path, book, "sheet_run")


def check_bridge_target(path: Path, book: Path) -> None:
    """Refuse an output that would replace anything but an earlier comparison.

    Raises
    ------
    CommandError
        If `path` is the inventory `book`, or another file that is not a workbook of a comparison.
    """
    _check_replaced(path, book, "compare_sheet_bridge")


def check_review_target(path: Path, book: Path) -> None:
    """Refuse an output that is there already: in a copy with findings somebody may have corrected what was found.

    Raises
    ------
    CommandError
        If `path` is there, the inventory `book` or another file, or ends otherwise than a workbook with macros does
        whose copy it is to be.
    """
    check_target(path, ".xlsm" if book.suffix.lower() == ".xlsm" else ".xlsx")
    with write_errors(path):
        if path.exists():
            same = book.exists() and path.samefile(book)
            raise CommandError("GEP602" if same else "GEP292", path=path)


def _check_replaced(path: Path, book: Path, sheet: str) -> None:
    check_target(path)
    with write_errors(path):
        if not path.exists():
            return
        if book.exists() and path.samefile(book):
            raise CommandError("GEP602", path=path)
    from gep.workbook.cells import read_cells

    workbook, _ = read_cells(path)
    if workbook is None or workbook.sheets.keys().isdisjoint({label(sheet, lang) for lang in LANGUAGES}):
        raise CommandError("GEP607", path=path)


def make_folder(path: Path) -> None:
    """Make a folder unless it is there.

    Raises
    ------
    CommandError
        If that is not possible.
    """
    with write_errors(path):
        if path.exists() and not path.is_dir():
            raise CommandError("GEP606", path=path, expected=_kind("cli_kind_folder"))
        path.mkdir(parents=True, exist_ok=True)


@contextmanager
def write_errors(path: Path) -> Iterator[None]:
    """Turn a failure to write `path` into a message that says so."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WritingError("GEP604", path=path, reason=reason) from error


def _kind(key: str) -> dict[str, str]:
    return {lang: label(key, lang) for lang in LANGUAGES}
