"""The account: a ledger of lines, the calculations behind them, and totals by exact summation. Data only."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.classifications import enclosing_regions
from gep.coefficient_book import Coefficient, CoefficientBook
from gep.findings import Finding, GepError
from gep.inventory import Inventory
from gep.inventory.coding import Coded, constant, every, known_of
from gep.inventory.keys import LineKeys
from gep.ledger_index import SIGNS, LedgerIndex
from gep.profiles import Profile
from gep.spec import Method, ServiceSpec
from gep.units import ParameterSet, Quantity, unit

if TYPE_CHECKING:
    from gep.trace import Explanation

__all__ = ["KEY", "LEDGER_COLUMNS", "SIGNS", "Account", "Binding", "Calculation", "exact_sum", "signed_sum"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

KEY = ("region", "year", "service", "indicator", "item", "ecosystem", "role")
"""What tells the lines of a ledger apart."""

LEDGER_COLUMNS = (
    "region",
    "year",
    "class",
    "service",
    "indicator",
    "item",
    "ecosystem",
    "role",
    "quantity",
    "unit",
    "price",
    "price_unit",
    "price_year",
    "value",
    "counted",
    "method",
    "step",
    "coefficients",
    "price_source",
    "row",
    "status",
    "evidence",
    "note",
    "calculation",
    "line",
)


@dataclass(frozen=True)
class Binding:
    """What fills one argument of a step (or its price), line by line.

    Parameters
    ----------
    kind : str
        ``field``, ``shared``, ``step``, ``coefficient``, ``override``, ``policy``, ``other`` or ``price``.
    name : str
        Name of the field, coefficient, step or price key.
    unit : str
        Unit of the values; money without price year.
    numbers : ndarray or mapping of str to ndarray
        One value a line, NaN where there is none; by parameter name for the parameters of a regression.
    origin : ndarray of int, or callable
        :attr:`rows`, or what gives them when they are asked for.
    table : str
        Key of the inventory table that `rows` point into.
    codes : ndarray of int
        Place in `coefficients` of the coefficient of each line, −1 where there is none.
    coefficients : tuple of Coefficient
    complete : bool
        Whether it is known that every line has a value; it may have even if not.
    """

    kind: str
    name: str
    unit: str
    numbers: Floats | Mapping[str, Floats]
    origin: Ints | Callable[[], Ints]
    table: str = ""
    codes: Ints | None = None
    coefficients: tuple[Coefficient, ...] = ()
    complete: bool = False

    @cached_property
    def rows(self) -> Ints:
        """Position in `table` of the row that each value comes from, −1 where it does not come from the inventory."""
        return self.origin() if callable(self.origin) else self.origin

    @cached_property
    def known(self) -> npt.NDArray[np.bool_]:
        """Whether each line has a value."""
        arrays = list(self.numbers.values()) if isinstance(self.numbers, Mapping) else [self.numbers]
        size = len(arrays[0])
        return constant(True, size) if self.complete else every(map(known_of, arrays), size)

    def at(self, lines: npt.NDArray[np.bool_] | slice) -> Floats | ParameterSet:
        """Return the values on some lines, as a rule takes them."""
        if isinstance(self.numbers, Mapping):
            return ParameterSet({name: array[lines] for name, array in self.numbers.items()})
        return self.numbers[lines]


@dataclass(frozen=True)
class Calculation:
    """One method of one service, step by step, over all its lines.

    Parameters
    ----------
    spec, method
        The declarations.
    keys : LineKeys
        What each line is about, as codes, and its position in the sheet of the method, −1 where there is none.
    status : Coded
        Empty, ``no_data``, ``not_applicable``, or ``broken`` where a finding says why the line has no number.
    arguments : mapping
        Step → argument → binding.
    results : mapping of str to ndarray
        Step → result in the unit of the step.
    units : mapping of str to Coded
        Step → unit of each line.
    reported : mapping of str to ndarray of int
        Step → position in 实物量填报 where the quantity was reported, −1 where it was computed.
    prices : mapping of str to Binding
        Step → its price.
    counted : ndarray of bool
        Whether the standard and the product list count the line.
    """

    spec: ServiceSpec
    method: Method
    keys: LineKeys
    status: Coded
    arguments: Mapping[str, Mapping[str, Binding]]
    results: Mapping[str, Floats]
    units: Mapping[str, Coded]
    reported: Mapping[str, Ints]
    prices: Mapping[str, Binding]
    counted: npt.NDArray[np.bool_]

    @cached_property
    def lines(self) -> pd.DataFrame:
        """The lines written out: ``region``, ``year``, ``item``, ``ecosystem``, ``row`` and ``status``."""
        return self.keys.frame(status=pd.array(self.status.texts(), dtype="str"))


def exact_sum(values: Iterable[float]) -> float:
    """Return the correctly rounded sum of `values`, so that no order of adding can change a total."""
    return math.fsum(values)


@dataclass(frozen=True)
class Account:
    """A compiled account.

    Parameters
    ----------
    profile : Profile
        The standard.
    inventory : Inventory
        What it was compiled from.
    book : CoefficientBook
        The coefficients it was compiled with.
    ledger : pandas.DataFrame
        One row a line, unrounded; columns :data:`LEDGER_COLUMNS`. Values in 元 of the price year of the line.
    products : pandas.DataFrame
        The product list as it was applied: region, year, service, status, reason, methods, mandatory, complete.
    calculations : tuple of Calculation
        What the lines were computed by; ``calculation`` and ``line`` of the ledger point here.
    findings : tuple of Finding
        Every finding, explanations attached.
    options : mapping
        What else the account was compiled with, for the record.
    """

    profile: Profile
    inventory: Inventory
    book: CoefficientBook
    ledger: pd.DataFrame
    products: pd.DataFrame
    deductions: pd.DataFrame
    calculations: tuple[Calculation, ...]
    findings: tuple[Finding, ...]
    options: Mapping[str, str]

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The lines that enter the sum."""
        return self.ledger[self.ledger["counted"] & self.ledger["role"].isin(SIGNS)]

    @cached_property
    def index(self) -> LedgerIndex:
        """What the lines of the ledger are about, as codes."""
        return LedgerIndex(self.ledger)

    @property
    def price_year(self) -> int:
        """The one price year of the account.

        Raises
        ------
        GepError
            If the account holds several: they cannot be added.
        """
        years = sorted(set(self.counted["price_year"])) or sorted(set(self.inventory.basics["price_year"]))
        if len(years) > 1:
            raise GepError("GEP332", years="、".join(str(int(year)) for year in years))
        return int(years[0])

    def total(self, region: str | None = None, year: int | None = None) -> Quantity:
        """Return the sum of the counted lines, deductions taken off.

        Parameters
        ----------
        region : str, optional
            Code of the region; without it all regions of the account are added.
        year : int, optional
            Accounting year; needed when the account holds several.

        Returns
        -------
        Quantity
            Money [元] of the account's price year; NaN if no line has a value: a sum of nothing known is not zero.

        Raises
        ------
        GepError
            If the standard prices nothing, if years or price years would be added, or a region and its part.
        """
        if not self.profile.monetary:
            raise GepError("GEP330", standard=self.profile.id)
        lines = self.counted
        basics = self.inventory.basics
        if region is not None:
            lines, basics = lines[lines["region"] == region], basics[basics["region"] == region]
        if year is not None:
            lines, basics = lines[lines["year"] == year], basics[basics["year"] == year]
        if basics.empty:
            raise GepError("GEP333", region=region or "-", year=year or "-")
        years = sorted(set(basics["year"]))
        if len(years) > 1:
            raise GepError("GEP331", years="、".join(map(str, years)))
        codes = set(basics["region"])
        inside = sorted(code for code in codes if codes & set(enclosing_regions(str(code))))
        if inside:
            raise GepError("GEP334", regions="、".join(inside))
        price_years = sorted(set(lines["price_year"]) or set(basics["price_year"]))
        if len(price_years) > 1:
            raise GepError("GEP332", years="、".join(str(int(one)) for one in price_years))
        total = signed_sum(lines) if lines["value"].notna().any() else math.nan
        return Quantity(total, unit("元", price_year=int(price_years[0])))

    def sums(self, keys: Sequence[str]) -> pd.Series:
        """Return the sum of the counted lines [元] by ledger columns, each correctly rounded."""
        first, sums = self.index.sums(keys)
        named = self.ledger[list(keys)].iloc[first]
        index = pd.MultiIndex.from_frame(named) if len(keys) > 1 else pd.Index(named[keys[0]])
        return pd.Series(sums, index=index, dtype=float)

    @property
    def is_gep(self) -> bool:
        """Whether the sum may be called GEP: the standard prices it and nothing mandatory is missing."""
        counts_gep = self.profile.monetary and self.profile.gep
        return counts_gep and bool(self.products["complete"].all()) and self.deductions_settled

    @property
    def deductions_settled(self) -> bool:
        """Whether products from outside the area are known wherever the standard deducts them."""
        return self.profile.external_deduction != "deducted" or not (self.deductions["status"] == "not_surveyed").any()

    @property
    def tables(self) -> tuple[str, ...]:
        """The ids of the standard tables."""
        from gep.tables import TABLES  # noqa: PLC0415

        return tuple(TABLES)

    def table(self, name: str) -> pd.DataFrame:
        """Return a standard table.

        Parameters
        ----------
        name : str
            One of :attr:`tables`.

        Raises
        ------
        GepError
            If there is no such table.
        """
        from gep.tables import make_table  # noqa: PLC0415

        return make_table(self, name)

    def explain(
        self,
        service: str,
        indicator: str | None = None,
        *,
        ecosystem: str | None = None,
        item: str | None = None,
        region: str | None = None,
        year: int | None = None,
    ) -> Explanation:
        """Return how numbers came about, as a tree: formula, substituted values, sources, input cells.

        Parameters
        ----------
        service : str
            Key or name of the service.
        indicator : str, optional
            Key or name of the indicator; without it, every indicator of the service.
        ecosystem, item, region, year : optional
            Only lines of these; names are taken as well as keys.

        Returns
        -------
        Explanation
            ``print`` shows it in Chinese, ``render("en")`` gives English.

        Raises
        ------
        GepError
            If the account has no such line.
        """
        from gep.trace import explain_lines  # noqa: PLC0415

        return explain_lines(self, service, indicator, ecosystem=ecosystem, item=item, region=region, year=year)

    def write(self, path: str | Path, *, lang: str = "zh") -> None:
        """Write the accounting workbook.

        Parameters
        ----------
        path : str or Path
            An ``.xlsx`` file; it is replaced as a whole or not at all.
        lang : {"zh", "en"}
            Language of labels.
        """
        from gep.workbook.account_writer import write_account  # noqa: PLC0415

        write_account(self, Path(path), lang=lang)


def signed_sum(lines: pd.DataFrame) -> float:
    """Return the sum of priced and reported values minus deductions, correctly rounded."""
    values = (lines["value"] * lines["role"].map(SIGNS)).dropna()
    return exact_sum(values)
