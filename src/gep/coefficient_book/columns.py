"""Lookups by the column, and the book as a table: the only part that knows pandas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.coefficient_book.model import Coefficient, Entry, Matches, Source
from gep.findings import Finding, finding

__all__ = ["listing", "match_rows", "values_and_ids"]

Asked = tuple[object, Mapping[str, str]]


def match_rows(
    frame: pd.DataFrame, columns: Mapping[str, str], year: str | int, find: Callable[[Sequence[Asked]], Matches]
) -> Matches:
    """Return the coefficient of each row.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per coefficient wanted.
    columns : mapping of str to str
        The column of each dimension that matters; one that is not in the frame counts as empty.
    year : str or int
        Column of the accounting year, or the year itself.
    find : callable
        Looks up each distinct combination of year and qualifiers.
    """
    dimensions = [dimension for dimension, column in columns.items() if column in frame.columns]
    keys = [_texts(frame[columns[dimension]]) for dimension in dimensions]
    when = frame[year] if isinstance(year, str) else pd.Series(year, index=frame.index)
    places, combinations = pd.MultiIndex.from_arrays([when.astype(object), *keys]).factorize()
    found = find([_asked(key, dimensions) for key in combinations])
    return found._replace(codes=found.codes[places])


def _asked(key: tuple[object, ...], dimensions: Iterable[str]) -> Asked:
    year, *given = key
    if isinstance(year, float) and year.is_integer():  # a column of years with a gap is a column of floats
        year = int(year)
    return year, dict(zip(dimensions, map(str, given), strict=True))


def _texts(column: pd.Series) -> pd.Series:
    texts = column.astype(object)
    return texts.where(texts.notna(), "")


def values_and_ids(found: Matches) -> tuple[npt.NDArray[np.float64], pd.Categorical, tuple[Finding, ...]]:
    """Return values, ids and problems of the rows; a parameter set is a problem here, since it is no number."""
    sets = {one.id: one for one in found.coefficients if one.parameters}
    problems = [finding("GEP428", subject=one.name, name=one.name) for one in sets.values()]
    values = np.array([*(one.value for one in found.coefficients), np.nan], dtype=np.float64)[found.codes]
    ids = list(dict.fromkeys(one.id for one in found.coefficients))
    place = np.array([*(ids.index(one.id) for one in found.coefficients), -1], dtype=np.int64)[found.codes]
    return (
        values,
        pd.Categorical.from_codes(place, categories=pd.Index(ids, dtype=object)),
        (*found.problems, *problems),
    )


def listing(entries: Iterable[Entry], sources: Mapping[str, Source]) -> pd.DataFrame:
    """Return entries as a table, one row each."""
    columns = list(_row(_NOTHING, sources))
    return pd.DataFrame([_row(entry.coefficient, sources) for entry in entries], columns=columns)


_NOTHING = Coefficient("", "", "", 0.0, "", "", "", "")


def _row(one: Coefficient, sources: Mapping[str, Source]) -> dict[str, object]:
    source = sources.get(one.source)
    return {
        "id": one.id,
        "service": one.service,
        "name": one.name,
        "set": one.set,
        "zh": one.zh,
        "en": one.en,
        "symbol": one.symbol,
        **one.qualifiers.as_dict(),
        "value": one.value,
        "unit": one.unit,
        "printed": one.printed,
        "parameters": ", ".join(f"{name}={value!r}" for name, value in one.parameters.items()),
        "low": one.low,
        "high": one.high,
        "price_year": one.price_year,
        "source_year": one.source_year,
        "valid_from": one.valid[0],
        "valid_to": one.valid[1],
        "default": one.default,
        "status": one.status,
        "source": one.source,
        "citation": source.citation if source else "",
        "locator": one.locator,
        "context": one.context,
        "note": one.note,
    }
