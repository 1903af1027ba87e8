"""Commands that read inventories: check, account, explain."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gep.cli.console import echo_findings, echo_json, text_table
from gep.cli.framework import STOPPED, USAGE, CommandError, command, language_of, usage_errors, workbook_language
from gep.cli.outputs import check_account_target, check_review_target, write_errors
from gep.findings import Finding, GepError, InputError, Where, finding, stops
from gep.messages import label

if TYPE_CHECKING:
    from gep.account import Account

__all__ = ["account_command", "assess_book", "check_command", "echo_account", "explain_command"]

NOT_THERE = frozenset({"GEP001", "GEP003"})
"""Findings about a file that was named wrongly rather than filled in wrongly."""

_PATH = click.Path(path_type=Path)
_STANDARD = click.Option(["--standard"], metavar="ID", help="cli_option_standard")
_JSON = click.Option(["--json", "as_json"], is_flag=True, help="cli_option_json")


def _book() -> click.Argument:
    return click.Argument(["book"], type=_PATH, metavar="BOOK")


@command(
    "check",
    click.Argument(["books"], type=_PATH, nargs=-1, required=True, metavar="BOOK..."),
    click.Option(["-o", "--output", "target"], type=_PATH, metavar="COPY", help="cli_option_check_out"),
    click.Option(["--last"], type=_PATH, metavar="BOOK", help="cli_option_last"),
    _STANDARD,
    _JSON,
)
def check_command(
    books: tuple[Path, ...], target: Path | None, last: Path | None, standard: str | None, as_json: bool
) -> int:
    """Print every finding of inventories."""
    lang = language_of()
    _known_standard(standard)
    if target is not None:
        if len(books) > 1:
            raise CommandError("GEP291")
        check_review_target(target, books[0])
    if last is not None and len(books) > 1:
        raise CommandError("GEP294")
    found: list[Finding] = []
    records = []
    for book in books:
        _, findings = assess_book(book, standard)
        if last is not None:
            findings = findings + _compared(book, last, standard, findings)
        found += findings
        records += [{"path": str(book), **one.as_dict(lang)} for one in findings]
        if not as_json:
            echo_findings(str(book), findings, lang)
    if target is not None:
        _write_copy(books[0], target, found, lang)
    if as_json:
        echo_json(records)
    return _exit_code(found)


@command(
    "account",
    _book(),
    click.Option(["-o", "--output", "target"], type=_PATH, required=True, metavar="OUT", help="cli_option_account_out"),
    _STANDARD,
    _JSON,
)
def account_command(book: Path, target: Path, standard: str | None, as_json: bool) -> int:
    """Compile an account and write its workbook."""
    lang = language_of()
    _known_standard(standard)
    check_account_target(target, book)
    account, findings = assess_book(book, standard)
    echo_findings(str(book), findings, lang)
    if account is None or stops(findings):
        return _exit_code(findings)
    summary = _summary(account, lang)
    with write_errors(target):
        account.write(target, lang=workbook_language())
    click.echo(label("cli_written", lang, path=target), err=True)
    if as_json:
        records = [one.as_dict(lang) for one in findings]
        echo_json({"inventory": str(book), "workbook": str(target), **summary, "findings": records})
    else:
        echo_account(account, lang)
    return 0


@command(
    "explain",
    _book(),
    click.Argument(["service"], metavar="SERVICE"),
    click.Argument(["indicator"], required=False, metavar="[INDICATOR]"),
    click.Option(["--ecosystem"], metavar="TYPE", help="cli_option_ecosystem"),
    click.Option(["--item"], metavar="ITEM", help="cli_option_item"),
    _STANDARD,
)
def explain_command(
    book: Path, service: str, indicator: str | None, ecosystem: str | None, item: str | None, standard: str | None
) -> int:
    """Print how numbers came about."""
    lang = language_of()
    if "!" in service or "！" in service:
        return _explain_cell(book, service)
    _known_standard(standard)
    account, findings = assess_book(book, standard)
    if account is None or stops(findings):
        echo_findings(str(book), findings, lang)
        return _exit_code(findings)
    with usage_errors():
        click.echo(account.explain(service, indicator, ecosystem=ecosystem, item=item).render(lang))
    return 0


def _compared(book: Path, last: Path, standard: str | None, known: list[Finding]) -> list[Finding]:
    """Return what changed implausibly since last year; an inventory that could not be read was said to be so."""
    from gep.succession import year_on_year
    from gep.workbook.read import load_inventory

    inventory, _ = load_inventory(book)
    if inventory is None:
        return []
    earlier, problems = load_inventory(last)
    if earlier is None:
        return problems
    with usage_errors():
        return [one for one in year_on_year(inventory, earlier, standard) if one not in known]


def _write_copy(book: Path, target: Path, findings: list[Finding], lang: str) -> None:
    """Write the inventory with its findings; one that could not be read at all has no copy."""
    from gep.workbook.review import write_review

    try:
        with write_errors(target):
            whole = write_review(book, target, findings, lang)
    except InputError:
        return
    click.echo(label("cli_written" if whole else "cli_written_plain", lang, path=target), err=True)


def _explain_cell(workbook: Path, cell: str) -> int:
    """Print how the value in a cell of a written account came about."""
    from gep.workbook.cells import read_cells
    from gep.workbook.traces import recorded_trace

    cells, findings = read_cells(workbook)
    if cells is None:
        echo_findings(str(workbook), findings, language_of())
        return _exit_code(findings)
    text = recorded_trace(cells, cell)
    if text is None:
        raise CommandError("GEP613", path=workbook, typed=cell)
    click.echo(text)
    return 0


def assess_book(book: Path, standard: str | None) -> tuple[Account | None, list[Finding]]:
    """Read an inventory and compile what can be compiled, so that all findings come at once.

    Parameters
    ----------
    book : Path
        The inventory.
    standard : str or None
        Id of the standard; without it, the one that the inventory names.

    Returns
    -------
    Account or None
        For nothing but its findings if any of them stops.
    list of Finding
    """
    from gep.compile import assess
    from gep.inventory.sheets import BASIC
    from gep.workbook.read import load_inventory

    inventory, findings = load_inventory(book)
    if inventory is None:
        return None, findings
    try:
        return assess(inventory, standard)
    except InputError as error:
        return None, list(error.findings)
    except GepError as error:
        # No standard is named: as much a matter of the inventory as a blank cell.
        where = Where(book.name, BASIC.label.zh)
        return None, [*findings, finding(error.code, where, subject=BASIC.name, **error.params)]


def echo_account(account: Account, lang: str) -> None:
    """Print the sum of an account and its classes."""
    summary = _summary(account, lang)
    place = label("cli_place", lang, region=summary["region_name"] or summary["region"], year=summary["year"])
    title, evidence = account.profile.title.label().text(lang), label(f"evidence_{account.profile.evidence}", lang)
    standard = label("cli_standard", lang, title=title, evidence=evidence)
    if not account.profile.monetary:
        click.echo(label("cli_physical_only", lang, place=place))
        click.echo(standard)
        return
    name, year = summary["label"], summary["price_year"]
    click.echo(label("cli_total", lang, place=place, name=name, value=_yi(summary["total"]), year=year))
    click.echo(standard)
    header = [label(key, lang) for key in ("column_class", "column_value_yi", "column_share")]
    rows = [(one["label"], _yi(one["value"]), _percent(one["share"])) for one in summary["classes"]]
    click.echo(text_table(header, rows, "<>>"))


def _summary(account: Account, lang: str) -> dict[str, Any]:
    """Return the sums of an account of one region and year, money in 元."""
    basics = account.inventory.basics.iloc[0]
    monetary = account.profile.monetary
    sums = account.table("summary")
    classes = sums[sums["level"] == "class"] if monetary else sums.iloc[:0]
    return {
        "region": str(basics["region"]),
        "region_name": str(basics["region_name"]),
        "year": int(basics["year"]),
        "standard": account.profile.id,
        "evidence": account.profile.evidence,
        "is_gep": account.is_gep,
        "label": label("total_gep" if account.is_gep else "total_partial", lang) if monetary else None,
        "unit": "元",
        "price_year": account.price_year if monetary else None,
        "total": _known(account.total().magnitude) if monetary else None,
        "classes": [
            {
                "class": str(one["class"]),
                "label": account.profile.class_label(str(one["class"])).text(lang),
                "value": _known(one["value"]),
                "share": _known(one["share"]),
            }
            for one in classes.to_dict("records")
        ],
    }


def _known(number: float) -> float | None:
    return None if math.isnan(number) else float(number)


def _yi(value: float | None) -> str:
    return "-" if value is None else f"{value / 1e8:,.2f}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.2f}"


def _known_standard(standard: str | None) -> None:
    """Refuse a standard that does not exist before any file is read."""
    if standard is not None:
        from gep.profiles import load_profile

        with usage_errors():
            load_profile(standard)


def _exit_code(findings: list[Finding]) -> int:
    if any(one.code in NOT_THERE for one in findings):
        return USAGE
    return STOPPED if stops(findings) else 0
