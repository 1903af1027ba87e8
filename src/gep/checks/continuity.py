"""Results of one year against those of the year before."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.account import Account
from gep.findings import Finding, Where, finding
from gep.inventory.coding import distinct
from gep.inventory.jumps import change_in_words, has_jumped, prices_in_words
from gep.ledger_index import LedgerIndex
from gep.messages import LANGUAGES
from gep.services import service

__all__ = ["result_jumps", "year_on_year_results"]

_KEY = ("region", "year", "service", "indicator")


def result_jumps(account: Account, earlier: Account) -> list[Finding]:
    """Return the indicators whose result jumped from one year to the next, and those that have none any more.

    Values are compared, each at its own prices; under a standard without prices, quantities.

    Parameters
    ----------
    account, earlier : Account
        Of a year and of the years before; the same one if it holds several years. Both under the same standard.
    """
    now, last = _results(account), _results(earlier)
    positions = _a_year_later(now, last)
    result, price_year = np.append(now.result, np.nan)[positions], np.append(now.price_year, np.nan)[positions]
    gone = np.isnan(result) & ~np.isnan(last.result)
    compared = _are_followed(account, last) & (gone | has_jumped(result, last.result))
    rows = _product_rows(account) if compared.any() else {}
    found = []
    for place in np.flatnonzero(compared).tolist():
        region, year, service_name, indicator, unit = last.texts(place)
        where, name = _where(account, rows.get((region, year + 1, service_name), -1)), _name(service_name, indicator)
        subject = f"{region}/{year + 1}/{service_name}/{indicator}"
        before = f"{last.result[place]:,.6g} {unit}"
        if gone[place]:
            found.append(finding("GEP238", where, subject=subject, typed=before, name=name))
            continue
        found.append(
            finding(
                "GEP237",
                where,
                subject=subject,
                typed=f"{result[place]:,.6g} {unit}",
                name=name,
                last=before,
                change=change_in_words(float(result[place]), float(last.result[place])),
                prices=prices_in_words(float(price_year[place]), float(last.price_year[place])),
            )
        )
    return found


def year_on_year_results(account: Account) -> list[Finding]:
    """Compare the results of an account of several years with those of the years before."""
    years = account.inventory.basics["year"]
    return result_jumps(account, account) if years.isin(years + 1).any() else []


class _Results(NamedTuple):
    """The result of each indicator in each region and year, and what the largest price year behind it is."""

    about: LedgerIndex
    lines: npt.NDArray[np.intp]
    """The first line of each."""
    names: tuple[str, ...]
    """The columns that tell results apart."""
    result: npt.NDArray[np.float64]
    price_year: npt.NDArray[np.float64]

    def texts(self, place: int) -> list[Any]:
        """Return region, year, service, indicator and unit of a result."""
        texts = [self.about.words(name)[self.about.codes(name)[self.lines[place]]] for name in self.names]
        return texts if "unit" in self.names else [*texts, "元"]


def _results(account: Account) -> _Results:
    index = account.index
    names: tuple[str, ...] = _KEY
    if account.profile.monetary:
        result = index.floats("value")
        lines = index.counted[~index.says("role", "deduction", index.counted)]
    else:
        names, result = (*_KEY, "unit"), index.floats("quantity")
        lines = np.flatnonzero(~index.says("status", "excluded"))
    numbers, first = distinct(index.combined(names, lines))
    grouped = pd.DataFrame({"result": result[lines], "price_year": index.floats("price_year")[lines]}).groupby(numbers)
    sums, years = grouped["result"].sum(min_count=1).to_numpy(), grouped["price_year"].max().to_numpy()
    return _Results(index, lines[first], names, sums, years)


def _a_year_later(now: _Results, last: _Results) -> npt.NDArray[np.intp]:
    """Return the position in `now` of each of the results `last` one year later, −1 where there is none."""
    own, wanted = np.zeros(len(now.lines), dtype=np.int64), np.zeros(len(last.lines), dtype=np.int64)
    for name in now.names:
        words = now.about.words(name)
        codes = {word: code for code, word in enumerate(words)}
        ahead = 1 if name == "year" else 0
        later = np.array(
            [codes.get(word + ahead if ahead else word, -1) for word in last.about.words(name)], dtype=np.int64
        )[last.about.codes(name)[last.lines]]
        own = own * len(words) + now.about.codes(name)[now.lines]
        wanted = np.where((wanted < 0) | (later < 0), -1, wanted * len(words) + later)
    return pd.Index(own).get_indexer(pd.Index(wanted))


def _are_followed(account: Account, last: _Results) -> npt.NDArray[np.bool_]:
    """Return which results are of a region that the account has a year later."""
    basics = account.inventory.basics
    places = set(zip(basics["region"].tolist(), basics["year"].tolist(), strict=True))
    regions, years = last.about.words("region"), last.about.words("year")
    followed = np.array([[(region, year + 1) in places for year in years] for region in regions], dtype=np.bool_)
    codes = (last.about.codes(name)[last.lines] for name in ("region", "year"))
    return np.asarray(followed.reshape(len(regions), len(years))[tuple(codes)], dtype=np.bool_)


def _product_rows(account: Account) -> dict[tuple[str, int, str], int]:
    """Return the row in the product list of each service in each region and year."""
    columns = (account.products[name].tolist() for name in ("region", "year", "service", "row"))
    return {(region, year, service_name): row for region, year, service_name, row in zip(*columns, strict=True)}


def _where(account: Account, row: int) -> Where:
    return account.inventory.table("product_list").where(row, "service") if row >= 0 else Where()


@lru_cache(maxsize=4096)
def _name(service_name: str, indicator: str) -> dict[str, str]:
    spec = service(service_name)
    step = next((one for _, _, one in spec.steps() if one.name == indicator), None) if spec else None
    return {
        lang: " · ".join(filter(None, (spec.label.text(lang) if spec else "", step.label.text(lang) if step else "")))
        for lang in LANGUAGES
    }
