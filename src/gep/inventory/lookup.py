"""Coefficients by the line: each distinct combination of what a coefficient differs by is looked up once."""

from __future__ import annotations

from gep.coefficient_book import CoefficientBook, Matches
from gep.inventory.coding import Coded, constant, distinct
from gep.inventory.keys import LineKeys

__all__ = ["match_lines"]


def match_lines(
    book: CoefficientBook, name: str, lines: LineKeys, classes: Coded, *, set_: str | None = None
) -> Matches:
    """Return the coefficient of each line.

    Parameters
    ----------
    book : CoefficientBook
        Where it is looked up.
    name : str
        ``service.name``.
    lines : LineKeys
        For which region, year and ecosystem type.
    classes : Coded, shape (lines,)
        For which class.
    set_ : str, optional
        The set to take it from; without it, the default.

    Returns
    -------
    Matches
        Line by line the coefficient, and what could not be found.
    """
    columns = {"ecosystem": lines.ecosystems, "region": lines.regions, "class": classes}
    columns = {dimension: column for dimension, column in columns.items() if book.differs(name, dimension)}
    years = lines.years
    by_year = years if book.differs(name, "year") else constant(0, len(lines))
    numbers, first = distinct(by_year, *(column.codes for column in columns.values()))
    asked = [(int(years[line]), {dimension: column[line] for dimension, column in columns.items()}) for line in first]
    found = book.match_each(name, asked, set=set_)
    return found._replace(codes=found.codes[numbers])
