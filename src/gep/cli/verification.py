"""The command verify: whether an account is what its inventory gives."""

from __future__ import annotations

from pathlib import Path

import click

from gep.cli.accounts import assess_book
from gep.cli.console import echo_findings, echo_json, text_table
from gep.cli.framework import STOPPED, CommandError, command, language_of
from gep.findings import stops
from gep.messages import label

__all__ = ["verify_command"]

SHOWN = 20  # differences that are printed

_PATH = click.Path(path_type=Path)


@command(
    "verify",
    click.Argument(["workbook"], type=_PATH, metavar="ACCOUNT"),
    click.Argument(["book"], type=_PATH, metavar="BOOK"),
    click.Option(["--json", "as_json"], is_flag=True, help="cli_option_json"),
)
def verify_command(workbook: Path, book: Path, as_json: bool) -> int:
    """Compile an inventory again and compare it with an account workbook, cell by cell."""
    from gep.workbook.cells import read_cells
    from gep.workbook.verification import differences, recorded_standard

    lang = language_of()
    cells, findings = read_cells(workbook)
    standard = recorded_standard(cells) if cells is not None else None
    if cells is None or standard is None:
        echo_findings(str(workbook), findings, lang)
        raise CommandError("GEP608", path=workbook)
    account, findings = assess_book(book, standard)
    if account is None or stops(findings):
        echo_findings(str(book), findings, lang)
        return STOPPED
    found = differences(workbook, cells, account)
    if as_json:
        echo_json([one._asdict() for one in found])
    elif not found:
        click.echo(label("cli_verified", lang, account=workbook, book=book))
    else:
        click.echo(label("cli_not_verified", lang, account=workbook, book=book, count=len(found)))
        header = [
            label(key, lang) for key in ("column_sheet", "column_cell", "cli_column_found", "cli_column_expected")
        ]
        click.echo(text_table(header, [tuple(one) for one in found[:SHOWN]], "<<<<"))
    return STOPPED if found else 0
