"""The command that puts standards side by side: compare."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gep.cli.accounts import NOT_THERE
from gep.cli.console import echo_findings, echo_json, text_table
from gep.cli.framework import STOPPED, USAGE, CommandError, command, language_of, usage_errors, workbook_language
from gep.cli.outputs import check_bridge_target, write_errors
from gep.findings import GepError, InputError, stops
from gep.messages import label

if TYPE_CHECKING:
    from gep.compare import Bridge
    from gep.findings import Finding

__all__ = ["compare_command"]


@command(
    "compare",
    click.Argument(["words"], nargs=-1, required=True, metavar="BOOK"),
    click.Option(
        ["--standards"], multiple=True, required=True, metavar="ID ID...", help="cli_option_compare_standards"
    ),
    click.Option(
        ["-o", "--output", "target"], type=click.Path(path_type=Path), metavar="OUT", help="cli_option_compare_out"
    ),
    click.Option(["--json", "as_json"], is_flag=True, help="cli_option_json"),
)
def compare_command(words: tuple[str, ...], standards: tuple[str, ...], target: Path | None, as_json: bool) -> int:
    """Compile an inventory under several standards and print the bridge between them."""
    from gep.compare import compare_standards
    from gep.workbook.read import load_inventory

    lang = language_of()
    book, ids = _book_and_standards(words, standards)
    if target is not None:
        check_bridge_target(target, book)
    inventory, findings = load_inventory(book)
    if inventory is None:
        echo_findings(str(book), findings, lang)
        return USAGE if any(one.code in NOT_THERE for one in findings) else STOPPED
    try:
        bridge = compare_standards(inventory, ids)
    except InputError as error:
        echo_findings(str(book), error.findings, lang)
        return STOPPED
    told: list[Finding] = []
    for account in bridge.accounts:
        # What is true under every standard is said once.
        echo_findings(f"{book} ({account.profile.id})", account.findings, lang, told)
        told += account.findings
    if bridge.findings:
        echo_findings(str(book), bridge.findings, lang)
    if stops(bridge.findings):
        return STOPPED
    if target is not None:
        from gep.workbook.bridge_writer import write_bridge

        with write_errors(target):
            write_bridge(bridge, target, lang=workbook_language())
        click.echo(label("cli_written", lang, path=target), err=True)
    if as_json:
        echo_json(_record(bridge, book, target, lang))
    else:
        _echo_bridge(bridge, lang)
    return 0


def _book_and_standards(words: tuple[str, ...], options: tuple[str, ...]) -> tuple[Path, list[str]]:
    """Tell the inventory from the standards: what follows ``--standards`` without one of its own is a standard too."""
    from gep.profiles import load_profile, load_profiles

    asked = [part for one in options for part in one.replace(",", " ").split()]
    known = load_profiles()
    books = [one for one in words if one not in known]
    with usage_errors():
        for one in asked:
            load_profile(one)
        if len(books) > 1:
            # Of two words that are no standard one is misspelt; a file is the one that is there.
            load_profile(next((one for one in books if not Path(one).exists()), books[-1]))
        ids = list(dict.fromkeys([*asked, *(one for one in words if one in known)]))
        if len(ids) < 2:  # noqa: PLR2004
            raise GepError("GEP354")
    if not books:
        raise CommandError("GEP620", name="BOOK", command="gep compare")
    return Path(books[0]), ids


def _echo_bridge(bridge: Bridge, lang: str) -> None:
    from gep.compare.pages import bridge_rows

    header = [label(key, lang) for key in ("compare_column_id", "column_evidence", "column_value_yi")]
    totals = bridge.totals().to_dict("records")
    evidence = {one.profile.id: label(f"evidence_{one.profile.evidence}", lang) for one in bridge.accounts}
    rows = [(str(one["standard"]), evidence[str(one["standard"])], _yi(float(one["total"]))) for one in totals]
    click.echo(text_table(header, rows, "<<>"))
    steps = bridge_rows(bridge, lang)
    if not steps:
        click.echo(label("compare_note_nothing", lang))
        return
    header = [
        label(key, lang)
        for key in ("region_year", "compare_column_step", "column_service", "compare_column_cause", "column_value_yi")
    ]
    click.echo()
    click.echo(text_table(header, [(*row[:4], _yi(row[4])) for row in steps], "<<<<>"))


def _yi(value: float) -> str:
    return "-" if math.isnan(value) else f"{value / 1e8:,.4f}"


def _record(bridge: Bridge, book: Path, target: Path | None, lang: str) -> dict[str, Any]:
    """Return the bridge for JSON, money in 元."""
    from gep.compare.pages import line_records

    totals = bridge.totals()
    return {
        "inventory": str(book),
        "workbook": str(target) if target else None,
        "unit": "元",
        "price_years": sorted({int(year) for year in bridge.accounts[0].inventory.basics["price_year"]}),
        "standards": [
            {
                "id": account.profile.id,
                "title": getattr(account.profile.title, lang),
                "evidence": account.profile.evidence,
                "monetary": account.profile.monetary,
                "external_deduction": account.profile.external_deduction,
                "price_basis": account.profile.price_basis,
                "is_gep": account.is_gep,
                "totals": [
                    {
                        "region": str(one["region"]),
                        "year": int(one["year"]),
                        "total": None if math.isnan(one["total"]) else one["total"],
                    }
                    for one in totals[totals["standard"] == account.profile.id].to_dict("records")
                ],
                "findings": [one.as_dict(lang) for one in account.findings],
            }
            for account in bridge.accounts
        ],
        "effects": bridge.effects.to_dict("records"),
        "lines": line_records(bridge),
        "findings": [one.as_dict(lang) for one in bridge.findings],
    }
