"""Formulas between cells of pages, before anyone knows at which address a cell will stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from gep.units import Expression, render_excel

__all__ = ["Formula", "Formulas", "Ref", "from_rule", "scaled", "sum_of"]

MOST_ARGUMENTS = 255  # of a function in Excel


class Ref(NamedTuple):
    """A cell of a page: row among its rows, column among its columns."""

    page: str
    row: int
    column: int


Address = Callable[[Ref], str]


@dataclass(frozen=True)
class Formula:
    """How a cell follows from others; :meth:`text` writes it once the addresses are known."""

    template: str
    refs: tuple[Ref, ...] = ()
    expression: Expression | None = None
    names: Mapping[str, Ref] = field(default_factory=dict)

    def text(self, address: Address) -> str:
        """Return the Excel formula, with its equals sign."""
        if self.expression is not None:
            core = render_excel(self.expression, {name: address(ref) for name, ref in self.names.items()})
            return f"={self.template.format(core)}"
        return f"={self.template.format(*map(address, self.refs))}"


Formulas = dict[tuple[int, int], Formula]
"""Row and column of a page → how its number follows from others."""


def _times(factor: float) -> str:
    """Return a factor as an auditor writes it: ``/10000`` rather than ``*0.0001``."""
    if factor == 1:
        return ""
    whole = round(1 / factor) if factor < 1 else 0
    return f"/{whole}" if whole and 1 / whole == factor else f"*{factor!r}"


def scaled(ref: Ref, factor: float = 1.0) -> Formula:
    """Return a cell times a conversion factor."""
    return Formula(f"{{}}{_times(factor)}", (ref,))


def from_rule(expression: Expression, names: Mapping[str, Ref], factor: float = 1.0) -> Formula:
    """Return the formula of a rule over cells, in another unit if a factor is given."""
    template = "{}" if factor == 1 else f"({{}}){_times(factor)}"
    return Formula(template, expression=expression, names=names)


def sum_of(refs: Iterable[Ref], factor: float = 1.0) -> Formula:
    """Return the sum of cells times a factor; neighbours in a column become a range."""
    parts: list[tuple[Ref, Ref]] = []
    ordered = sorted(set(refs), key=lambda ref: (ref.page, ref.column, ref.row))
    for _, run in groupby(enumerate(ordered), key=lambda one: (one[1].page, one[1].column, one[1].row - one[0])):
        cells = [ref for _, ref in run]
        parts.append((cells[0], cells[-1]))
    texts, flat = [], []
    for first, last in parts:
        texts.append("{}" if first == last else "{}:{}")
        flat += [first] if first == last else [first, last]
    return Formula(f"{_sum(texts)}{_times(factor)}", tuple(flat))


def _sum(texts: Sequence[str]) -> str:
    if len(texts) <= MOST_ARGUMENTS:
        return f"SUM({','.join(texts)})"
    parts = [texts[start : start + MOST_ARGUMENTS] for start in range(0, len(texts), MOST_ARGUMENTS)]
    return _sum([_sum(part) for part in parts])
