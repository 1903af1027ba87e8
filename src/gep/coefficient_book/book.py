"""The book: loading it, and looking numbers up one by one or by the column."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gep.coefficient_book.checks import CHECKS
from gep.coefficient_book.files import read_folder
from gep.coefficient_book.model import Coefficient, Consideration, Entry, Matches, Qualifiers, Source
from gep.coefficient_book.search import Query, candidates, consider, match, query
from gep.findings import CoefficientError, Finding, finding
from gep.messages import LANGUAGES
from gep.resources import data_root

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

__all__ = ["CoefficientBook", "load_coefficients"]


@dataclass(frozen=True)
class CoefficientBook:
    """Every coefficient with its source; frozen.

    Parameters
    ----------
    entries : tuple of Entry
        The entries in the order of their files.
    sources : mapping of str to Source
        The sources by id.
    class_kinds : mapping of str to str
        For each coefficient name, the short list that its classes belong to.
    version : str
        SHA-256 of the files.
    """

    entries: tuple[Entry, ...]
    sources: Mapping[str, Source]
    class_kinds: Mapping[str, str]
    version: str

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Entry, ...]]:
        grouped: dict[str, list[Entry]] = {}
        for entry in self.entries:
            grouped.setdefault(entry.coefficient.name, []).append(entry)
        return {name: tuple(entries) for name, entries in grouped.items()}

    def names(self, service: str | None = None) -> tuple[str, ...]:
        """Return the names of all coefficients, or of those of one service (``"price"`` for prices)."""
        return tuple(name for name in self._by_name if service is None or name.partition(".")[0] == service)

    def sets(self, name: str) -> tuple[str, ...]:
        """Return the sets of a coefficient, in the order of the file; nothing for an unknown name."""
        return tuple(dict.fromkeys(entry.coefficient.set for entry in self._by_name.get(name, ())))

    def get(
        self,
        name: str,
        *,
        set: str | None = None,  # noqa: A002
        ecosystem: str = "",
        region: str = "",
        class_: str = "",
        year: int,
        allow_placeholder: bool = False,
    ) -> Coefficient:
        """Return the one coefficient that applies.

        Parameters
        ----------
        name : str
            ``service.name``, e.g. ``"soil_retention.silted_share"`` or ``"price.reservoir_storage"``.
        set : str, optional
            The set to take it from; without it, the one marked as default.
        ecosystem, region, class_ : str
            What it is for: key, code, label or alias. An entry that names none applies to all.
        year : int
            Accounting year.
        allow_placeholder : bool
            Take an unverified value without its set being named, if there is nothing else.

        Raises
        ------
        CoefficientError
            If nothing applies; its finding lists what there is.

        Examples
        --------
        >>> load_coefficients().get("flood_mitigation.marsh_depth", set="ganzi2017", year=2010).value
        0.3
        """
        asked = Qualifiers(ecosystem, region, class_)
        found = self._find(name, set, asked, year, allow_placeholder)
        if isinstance(found, Finding):
            raise CoefficientError("GEP420", [found], name=name)
        return found

    def _find(
        self,
        name: str,
        set_: str | None,
        asked: Qualifiers,
        year: object,
        allow_placeholder: bool,
    ) -> Coefficient | Finding:
        question = (name, set_, asked, year, allow_placeholder)
        if question not in self._found:
            self._found[question] = self._search(name, set_, asked, year, allow_placeholder)
        return self._found[question]

    @cached_property
    def _found(self) -> dict[object, Coefficient | Finding]:
        return {}

    def _search(
        self, name: str, set_: str | None, asked: Qualifiers, year: object, allow_placeholder: bool
    ) -> Coefficient | Finding:
        prepared = self._prepare(name, set_, asked, year, allow_placeholder)
        if isinstance(prepared, Finding):
            return prepared
        named = candidates(self._by_name[name], prepared)
        return named if isinstance(named, Finding) else match(named, prepared)

    def _prepare(
        self,
        name: str,
        set_: str | None,
        asked: Qualifiers,
        year: object,
        allow_placeholder: bool,
    ) -> Query | Finding:
        if name not in self._by_name:
            near = difflib.get_close_matches(name, self._by_name, n=5, cutoff=0.4) or list(self._by_name)
            return finding("GEP421", subject=name, name=name, available=", ".join(near))
        return query(name, set_, asked, self.class_kinds.get(name, ""), year, allow_placeholder)

    def explain_lookup(
        self,
        name: str,
        *,
        set: str | None = None,  # noqa: A002
        ecosystem: str = "",
        region: str = "",
        class_: str = "",
        year: int,
        allow_placeholder: bool = False,
    ) -> list[Consideration]:
        """Return every entry of a coefficient with why a lookup takes it or passes it over.

        The arguments are those of :meth:`get`.

        Raises
        ------
        CoefficientError
            If there is no coefficient of this name, or `year` is not a year.
        """
        asked = self._prepare(name, set, Qualifiers(ecosystem, region, class_), year, allow_placeholder)
        if isinstance(asked, Finding):
            raise CoefficientError("GEP420", [asked], name=name)
        named = candidates(self._by_name[name], asked)
        found = None if isinstance(named, Finding) else match(named, asked)
        chosen = found if isinstance(found, Coefficient) else None
        considered = []
        for entry in self._by_name[name]:
            reason = consider(entry, asked, chosen, named)
            taken = chosen is not None and chosen.key == entry.coefficient.key
            texts = {lang: reason.text(lang) for lang in LANGUAGES}
            considered.append(Consideration(entry.coefficient.key, taken, texts))
        return considered

    def match_rows(
        self,
        name: str,
        frame: pd.DataFrame,
        *,
        set: str | None = None,  # noqa: A002
        ecosystem: str = "ecosystem",
        region: str = "region",
        class_: str | None = None,
        year: str | int = "year",
        allow_placeholder: bool = False,
    ) -> Matches:
        """Return the coefficient of each row of a frame, looking up each distinct combination once.

        Parameters
        ----------
        name, set, allow_placeholder
            As in :meth:`get`.
        frame : pandas.DataFrame
            One row per coefficient wanted.
        ecosystem, region : str
            Columns of the frame; one that is not there counts as empty.
        class_ : str, optional
            Column of the class; without it, ``"item"`` if the frame has that column, otherwise ``"class"``.
        year : str or int
            Column of the accounting year, or the year itself.

        Returns
        -------
        Matches
            Row by row the coefficient, and what could not be found.
        """
        from gep.coefficient_book.columns import match_rows  # noqa: PLC0415

        class_column = class_ or ("item" if "item" in frame.columns else "class")
        wanted = {"ecosystem": ecosystem, "region": region, "class": class_column}
        columns = {dimension: column for dimension, column in wanted.items() if self.differs(name, dimension)}

        def find(asked: Sequence[tuple[object, Mapping[str, str]]]) -> Matches:
            return self.match_each(name, asked, set=set, allow_placeholder=allow_placeholder)

        return match_rows(frame, columns, year, find)

    def match_each(
        self,
        name: str,
        asked: Sequence[tuple[object, Mapping[str, str]]],
        *,
        set: str | None = None,  # noqa: A002
        allow_placeholder: bool = False,
    ) -> Matches:
        """Return the coefficient of each of some lookups.

        Parameters
        ----------
        name, set, allow_placeholder
            As in :meth:`get`.
        asked : sequence of (year, mapping)
            The accounting year, and what the coefficient is for: ``ecosystem``, ``region``, ``class``, as far as it
            matters.

        Returns
        -------
        Matches
            Lookup by lookup the coefficient, and what could not be found.
        """
        import numpy as np  # noqa: PLC0415

        codes = np.full(len(asked), -1, dtype=np.int64)
        hits: list[Coefficient] = []
        misses: dict[object, Finding] = {}
        for place, (year, given) in enumerate(asked):
            wanted = Qualifiers(given.get("ecosystem", ""), given.get("region", ""), given.get("class", ""))
            found = self._find(name, set, wanted, year, allow_placeholder)
            if isinstance(found, Finding):
                misses[found.code, found.subject, str(found.params)] = found
            else:
                codes[place] = len(hits)
                hits.append(found)
        return Matches(codes, tuple(hits), tuple(misses.values()))

    def lookup(
        self,
        name: str,
        frame: pd.DataFrame,
        *,
        set: str | None = None,  # noqa: A002
        ecosystem: str = "ecosystem",
        region: str = "region",
        class_: str | None = None,
        year: str | int = "year",
        allow_placeholder: bool = False,
    ) -> tuple[npt.NDArray[np.float64], pd.Categorical, tuple[Finding, ...]]:
        """Return the value and the id of the coefficient of each row, and what could not be found.

        The arguments are those of :meth:`match_rows`. Values are in the unit of the coefficient; a row without one is
        NaN and has no id.

        Examples
        --------
        >>> import pandas as pd
        >>> rows = pd.DataFrame({"ecosystem": ["paddy", "desert"], "year": 2023})
        >>> load_coefficients().lookup("soil_retention.cover_factor", rows)[0].tolist()
        [0.0, 0.7]
        """
        from gep.coefficient_book.columns import values_and_ids  # noqa: PLC0415

        found = self.match_rows(
            name,
            frame,
            set=set,
            ecosystem=ecosystem,
            region=region,
            class_=class_,
            year=year,
            allow_placeholder=allow_placeholder,
        )
        return values_and_ids(found)

    @cached_property
    def _dimensions(self) -> Mapping[str, frozenset[str]]:
        return {
            name: frozenset(
                dimension
                for entry in entries
                for dimension, value in (
                    *entry.coefficient.qualifiers.as_dict().items(),
                    ("year", entry.in_force or entry.coefficient.valid != (None, None)),
                )
                if value
            )
            for name, entries in self._by_name.items()
        }

    def regions(self, name: str) -> frozenset[str]:
        """Return the regions that a coefficient has values for; empty text for one that holds everywhere."""
        return frozenset(entry.coefficient.qualifiers.region for entry in self._by_name.get(name, ()))

    def differs(self, name: str, dimension: str) -> bool:
        """Return whether a coefficient has different values by ``ecosystem``, ``region``, ``class`` or ``year``."""
        return dimension in self._dimensions.get(name, ())

    def has(self, name: str) -> bool:
        """Return whether any coefficient is called `name`."""
        return name in self._by_name

    def wording(self, name: str) -> Mapping[str, str]:
        """Return what the coefficient `name` is called in each language.

        Raises
        ------
        KeyError
            If no coefficient has the name.
        """
        first = self._by_name[name][0].coefficient
        return {"zh": first.zh, "en": first.en}

    def select(self, service: str | None = None, name: str | None = None) -> pd.DataFrame:
        """Return the coefficients as a table, one row per entry.

        Parameters
        ----------
        service : str, optional
            Only those of this service; ``"price"`` for prices.
        name : str, optional
            Only those of this name.
        """
        from gep.coefficient_book.columns import listing  # noqa: PLC0415

        chosen = [
            entry
            for entry in self.entries
            if service in (None, entry.coefficient.service) and name in (None, entry.coefficient.name)
        ]
        return listing(chosen, self.sources)


def load_coefficients(path: Path | None = None) -> CoefficientBook:
    """Load the coefficient files.

    Parameters
    ----------
    path : Path, optional
        Folder with ``sources.toml`` and one file per service; without it, the coefficients that come with `gep`.

    Returns
    -------
    CoefficientBook
        The book; the shipped one is read once per process.

    Raises
    ------
    CoefficientError
        If anything is wrong with any file; its findings are every problem of every file.
    """
    return _shipped() if path is None else _load(path)


@cache
def _shipped() -> CoefficientBook:
    return _load(data_root("coefficients"))


def _load(folder: Path) -> CoefficientBook:
    contents = read_folder(folder)
    problems = [*contents.problems, *(problem for check in CHECKS for problem in check(contents))]
    if problems:
        raise CoefficientError("GEP400", problems, count=len(problems))
    return CoefficientBook(tuple(contents.entries), contents.sources, contents.class_kinds, _version(folder))


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in (".toml", ".csv"):
            digest.update(path.read_bytes())
    return digest.hexdigest()
