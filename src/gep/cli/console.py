"""What is printed: tables that line up with Chinese in them, findings by file, JSON."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Collection, Iterable, Sequence

import click

from gep.findings import Finding, Grade
from gep.messages import label

__all__ = ["echo_findings", "echo_json", "grade_counts", "text_table", "tidy_streams"]

_GAP = "  "


def tidy_streams() -> None:
    """Let output to a terminal or file of another encoding replace what it cannot hold instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _width(text: str) -> int:
    """Return how many columns of a terminal `text` takes: Chinese characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )


def text_table(header: Sequence[str], rows: Iterable[Sequence[str]], align: str) -> str:
    """Return rows as lines with aligned columns.

    Parameters
    ----------
    header : sequence of str
        Headings; nothing is printed for them if all are empty.
    rows : iterable of sequence of str
        Cells, as many as there are headings.
    align : str
        For each column ``<`` or ``>``.
    """
    cells = [list(row) for row in ([header] if any(header) else []) + list(rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        padded = []
        for text, width, side in zip(row, widths, align, strict=True):
            space = " " * (width - _width(text))
            padded.append(text + space if side == "<" else space + text)
        lines.append(_GAP.join(padded).rstrip())
    return "\n".join(lines)


def grade_counts(findings: Iterable[Finding], lang: str) -> str:
    """Return in one line how many findings there are of each grade."""
    found = list(findings)
    counts = {grade: sum(one.grade is grade for one in found) for grade in Grade}
    explained = sum(one.grade is Grade.EXPLAIN and not one.stops for one in found)
    parts = []
    for grade, count in counts.items():
        key = "cli_count_explained" if grade is Grade.EXPLAIN and explained else "cli_count"
        parts.append(label(key, lang, grade=grade.label(lang), count=count, explained=explained))
    return label("cli_comma", lang).join(parts)


def echo_findings(file: str, findings: Sequence[Finding], lang: str, told: Collection[Finding] = ()) -> None:
    """Print the findings of one file to standard error, the gravest first, and how many there are of each grade.

    Those that were `told` before are counted and not printed again.
    """
    for grade in Grade:
        for one in findings:
            if one.grade is grade and one not in told:
                click.echo(one.render(lang), err=True)
    key = "cli_verdict_stops" if any(one.stops for one in findings) else "cli_verdict_clean"
    click.echo(label(key, lang, file=file, counts=grade_counts(findings, lang)), err=True)


def echo_json(content: object) -> None:
    """Print `content` as JSON; a stream that is not UTF-8 gets ASCII, which every program reads alike."""
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    click.echo(json.dumps(content, ensure_ascii=encoding != "utf8", indent=2, allow_nan=False))
