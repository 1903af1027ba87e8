"""Coefficients by the line: each distinct combination of what a coefficient differs by is looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from gep.coefficient_book import CoefficientBook, Matches
from gep.inventory.coding import Coded, coded, constant, distinct, is_constant, pick
from gep.inventory.keys import LineKeys

__all__ = ["asked_of", "combinations", "match_lines"]

Ints = npt.NDArray[np.int64]


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
    numbers, first = combinations(book, name, lines, classes)
    found = book.match_each(name, asked_of(book, name, lines, classes, first), set=set_)
    return found._replace(codes=pick(found.codes, numbers))


def combinations(book: CoefficientBook, name: str, lines: LineKeys, classes: Coded, *more: Ints) -> tuple[Ints, Ints]:
    """Return which combination of what a coefficient differs by, and of `more` codes, each line has.

    Returns
    -------
    ndarray of int, shape (lines,)
        The number of the combination; lines of one number have the same coefficient.
    ndarray of int
        The first line of each number.
    """
    by_class, by_type = book.differs(name, "class"), book.differs(name, "ecosystem")
    columns = [one for one in more if not is_constant(one)]
    if any(one is lines.kinds[0] for one in columns) and (not by_class or classes.codes is lines.item):
        pass  # kinds tell items and types apart
    elif by_class and classes.codes is lines.item:
        columns.append(lines.kinds[0])
    else:
        columns += [classes.codes] if by_class else []
        columns += [lines.types[0]] if by_type else []
    index = lines.index
    of_place = [
        *([coded(index.regions).codes] if book.differs(name, "region") else []),
        *([index.years] if book.differs(name, "year") else []),
    ]
    if of_place:
        columns.append(distinct(*of_place)[0][lines.place])
    if len(columns) == 1:  # what is known of the lines already
        for known in (lines.kinds, lines.types):
            if columns[0] is known[0]:
                return known
    return distinct(*columns, constant(0, len(lines)))


def asked_of(
    book: CoefficientBook, name: str, lines: LineKeys, classes: Coded, some: Iterable[int]
) -> list[tuple[int, Mapping[str, str]]]:
    """Return for some lines the year and what else a coefficient is asked for, as far as it differs by it."""
    columns = {"ecosystem": lines.ecosystems, "region": lines.regions, "class": classes}
    columns = {dimension: column for dimension, column in columns.items() if book.differs(name, dimension)}
    years = lines.index.years
    return [
        (int(years[lines.place[line]]), {dimension: column[line] for dimension, column in columns.items()})
        for line in some
    ]
