"""The command demo: the published account that comes with the program, compiled and set beside its numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gep.cli.accounts import assess_book
from gep.cli.console import echo_findings, text_table
from gep.cli.framework import STOPPED, command, language_of, workbook_language
from gep.cli.outputs import check_account_target, make_folder, write_errors
from gep.findings import stops
from gep.messages import label

if TYPE_CHECKING:
    from gep.account import Account
    from gep.demo import Comparison

__all__ = ["demo_command"]

_FOLDER = click.Option(
    ["-o", "--output", "folder"],
    type=click.Path(path_type=Path),
    default=Path("gep_demo"),
    metavar="FOLDER",
    help="cli_option_demo_folder",
)


@command("demo", _FOLDER)
def demo_command(folder: Path) -> int:
    """Compile the example and print it beside the published numbers."""
    from gep.demo import STANDARD, compare_published, example_book, read_published

    lang = language_of()
    make_folder(folder)
    book = example_book()
    target = folder / label("demo_file", lang, name=book.stem)
    check_account_target(target, book)
    click.echo(label("demo_read", lang, path=book), err=True)
    account, findings = assess_book(book, STANDARD)
    echo_findings(book.name, findings, lang)
    if account is None or stops(findings):
        return STOPPED
    click.echo(label("demo_compiled", lang, standard=getattr(account.profile.title, lang)), err=True)
    with write_errors(target):
        account.write(target, lang=workbook_language())
    click.echo(label("cli_written", lang, path=target), err=True)

    comparisons = compare_published(account, read_published())
    click.echo(label("demo_title", lang, citation=str(account.inventory.basics["citation"].iloc[0])))
    click.echo(_comparison_table(account, comparisons, lang))
    click.echo(_excess_line(account, comparisons, lang))
    agrees = all(one.within for one in comparisons)
    click.echo(label("demo_agrees" if agrees else "demo_differs", lang))
    return 0 if agrees else STOPPED


def _comparison_table(account: Account, comparisons: list[Comparison], lang: str) -> str:
    header = [
        label(f"demo_column_{name}", lang) for name in ("name", "computed", "published", "difference", "tolerance")
    ]
    rows = [
        (
            label(f"demo_row_{one.kind}", lang, name=_name(account, one.name, lang)),
            f"{one.computed:,.2f}",
            f"{one.published:,.2f}",
            f"{one.difference:+.4f}",
            f"±{one.tolerance:.4f}",
            "✓" if one.within else "✗",
        )
        for one in comparisons
    ]
    return text_table([*header, ""], rows, "<>>>><")


def _name(account: Account, key: str, lang: str) -> str:
    from gep.demo import TOTAL

    return label("total_row", lang) if key == TOTAL else account.profile.class_label(key).text(lang)


def _excess_line(account: Account, comparisons: list[Comparison], lang: str) -> str:
    """Return the sentence that says where the difference of the totals comes from."""
    from gep.demo import TOTAL, largest_excesses, read_published

    difference = next(one.difference for one in comparisons if (one.kind, one.name) == ("value", TOTAL))
    largest = largest_excesses(account, read_published())
    rules = {rule.service: rule.label for rule in account.profile.services}
    parts = [
        label(
            "demo_excess_part",
            lang,
            service=getattr(rules[one.service], lang),
            difference=f"{one.difference:+.2f}",
            quantity=one.quantity,
        )
        for one in largest
    ]
    rest = difference - sum(one.difference for one in largest)
    joined = label("cli_comma", lang).join(parts)
    return label("demo_excess", lang, difference=f"{difference:+.2f}", parts=joined, rest=f"{rest:+.2f}")
