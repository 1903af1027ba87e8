"""参数调整: which set or which local value a coefficient takes on which lines."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.account import Ints
from gep.classifications import ancestors, find_ecosystem, find_item
from gep.compile.context import Context
from gep.findings import finding
from gep.inventory.words import nearest, normal

__all__ = ["check_overrides", "deciding_rows", "overrides_of"]

Texts = npt.NDArray[np.object_]
_PRICE = "price."


def _split(text: str) -> tuple[str, str]:
    """Return name and set of a coefficient id such as ``soil_retention.bulk_density@ganzi2017``."""
    name, _, chosen = text.strip().partition("@")
    return name, chosen


def deciding_rows(lines: pd.DataFrame, rows: pd.DataFrame, kind: str = "") -> tuple[Ints, Ints]:
    """Return for each line the row that speaks of it most specifically.

    A row for an item goes before one for a type, a finer type before a coarser one. A type speaks of those below it.

    Parameters
    ----------
    lines : pandas.DataFrame
        ``region``, ``year``, ``item``, ``ecosystem`` of each line.
    rows : pandas.DataFrame
        The same columns, empty where a row speaks of all; its index is what is returned.
    kind : str
        Vocabulary of the items, where they have one.

    Returns
    -------
    ndarray of int, shape (lines,)
        Index of the deciding row, −1 where there is none.
    ndarray of int
        Index of every row that speaks of some line.
    """
    decided = np.full(len(lines), -1, dtype=np.int64)
    spoken: list[Ints] = []
    if rows.empty or lines.empty:
        return decided, np.empty(0, dtype=np.int64)
    places = pd.MultiIndex.from_frame(lines[["region", "year"]])
    codes, kinds_of_lines = pd.MultiIndex.from_frame(lines[["item", "ecosystem"]]).factorize()
    patterns = rows.groupby(["item", "ecosystem"], sort=False)
    for (item, ecosystem), group in sorted(patterns, key=lambda one: _rank(*one[0]), reverse=True):
        applies = np.array([_applies(line, str(item), str(ecosystem), kind) for line in kinds_of_lines], dtype=np.bool_)
        own = pd.MultiIndex.from_frame(group[["region", "year"]])
        place = own.get_indexer(places)
        found = np.append(group.index.to_numpy(np.int64), -1)[place]
        found = np.where(applies[codes], found, -1)
        spoken.append(np.unique(found[found >= 0]))
        decided = np.where(decided < 0, found, decided)
    return decided, np.unique(np.concatenate(spoken))


def _rank(item: object, ecosystem: object) -> tuple[bool, int]:
    return bool(item), _depth(str(ecosystem))


def _applies(line: tuple[object, object], item: str, ecosystem: str, kind: str) -> bool:
    own_item, own_type = str(line[0]), str(line[1])
    if item:
        known = find_item(kind, item) if kind else None
        if normal(known.key if known else item) != normal(own_item):
            return False
    return not ecosystem or ecosystem in (own_type, *_above(own_type))


def _above(key: str) -> tuple[str, ...]:
    known = find_ecosystem(key)
    return ancestors(known.key) if known else ()


def _depth(ecosystem: str) -> int:
    return 1 + len(_above(ecosystem)) if ecosystem else 0


def check_overrides(context: Context) -> None:
    """Report rows of 参数调整 that cannot be used, whether or not a method asks for them."""
    table = context.inventory.table("overrides")
    book = context.book
    for position, row in table.frame.iterrows():
        here = int(str(position))
        name, named = _split(str(row["coefficient"]))
        chosen = str(row["set"]) or named
        subject = f"overrides/{name}"

        def report(code: str, column: str, *, here: int = here, subject: str = subject, **params: object) -> None:
            context.findings.append(finding(code, table.where(here, column), subject=subject, **params))

        if name not in book.names():
            report("GEP323", "coefficient", typed=name, known=nearest(name, book.names()))
            continue
        has_value = not np.isnan(row["value"])
        if has_value == bool(chosen):
            report("GEP324", "set" if chosen else "value", name=name)
        elif chosen and chosen not in book.sets(name):
            report("GEP325", "set", typed=chosen, name=name, known="、".join(book.sets(name)))
        elif has_value and name.startswith(_PRICE):
            report("GEP326", "value", name=name)
        elif has_value and not row["source"]:
            report("GEP327", "source", name=name)


def overrides_of(
    context: Context, name: str, lines: pd.DataFrame, kind: str = ""
) -> tuple[Ints, npt.NDArray[np.object_]]:
    """Return which row of 参数调整 decides the coefficient `name` on each line, and the set that each row names.

    Returns
    -------
    ndarray of int, shape (lines,)
        Position of the row, −1 where none decides.
    ndarray of object, shape (rows of the sheet,)
        The set, empty where the row gives a value.
    """
    frame = context.inventory.frame("overrides")
    parts = [_split(str(text)) for text in frame["coefficient"]]
    sets = np.array([str(own) or named for own, (_, named) in zip(frame["set"], parts, strict=True)], dtype=object)
    # A row that names both or neither has its own finding.
    usable = np.array([part[0] == name for part in parts], dtype=np.bool_) & (frame["value"].isna() == (sets != ""))
    decided, spoken = deciding_rows(lines, frame.loc[usable, ["region", "year", "item", "ecosystem"]], kind)
    context.used_overrides.update(spoken.tolist())
    return decided, sets
