"""Results of one year against those of the year before."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from gep.account import Account
from gep.findings import Finding, Where, finding
from gep.inventory.jumps import change_in_words, has_jumped, prices_in_words
from gep.messages import LANGUAGES
from gep.services import service

__all__ = ["result_jumps", "year_on_year_results"]

_KEY = ["region", "year", "service", "indicator"]


def result_jumps(account: Account, earlier: Account) -> list[Finding]:
    """Return the indicators whose result jumped from one year to the next, and those that have none any more.

    Values are compared, each at its own prices; under a standard without prices, quantities.

    Parameters
    ----------
    account, earlier : Account
        Of a year and of the years before; the same one if it holds several years. Both under the same standard.
    """
    now, last = _results(account), _results(earlier)
    last["year"] = last["year"] + 1
    places = pd.MultiIndex.from_frame(account.inventory.basics[["region", "year"]])
    last = last[pd.MultiIndex.from_frame(last[["region", "year"]]).isin(places)]
    joined = last.merge(now, on=[*_KEY, "unit"], how="left", suffixes=("_last", ""))
    found = []
    gone = joined["result"].isna() & joined["result_last"].notna()
    jumped = has_jumped(joined["result"].to_numpy(np.float64), joined["result_last"].to_numpy(np.float64))
    for place in np.flatnonzero(jumped | gone.to_numpy(np.bool_)):
        one = joined.iloc[int(place)]
        where, name = _where(account, one), _name(str(one["service"]), str(one["indicator"]))
        subject = f"{one['region']}/{one['year']}/{one['service']}/{one['indicator']}"
        before = f"{one['result_last']:,.6g} {one['unit']}"
        if gone.iloc[int(place)]:
            found.append(finding("GEP238", where, subject=subject, typed=before, name=name))
            continue
        found.append(
            finding(
                "GEP237",
                where,
                subject=subject,
                typed=f"{one['result']:,.6g} {one['unit']}",
                name=name,
                last=before,
                change=change_in_words(float(one["result"]), float(one["result_last"])),
                prices=prices_in_words(float(one["price_year"]), float(one["price_year_last"])),
            )
        )
    return found


def year_on_year_results(account: Account) -> list[Finding]:
    """Compare the results of an account of several years with those of the years before."""
    years = account.inventory.basics["year"]
    return result_jumps(account, account) if years.isin(years + 1).any() else []


def _results(account: Account) -> pd.DataFrame:
    """Return the result of each indicator in each region and year."""
    lines = account.ledger
    if account.profile.monetary:
        lines = lines[lines["counted"].to_numpy(np.bool_) & (lines["role"] != "deduction")]
        lines = lines.assign(result=lines["value"], unit="元")
    else:
        lines = lines[lines["status"] != "excluded"]
        lines = lines.assign(result=lines["quantity"])
    grouped = lines.groupby([*_KEY, "unit"], sort=False, observed=True)
    found: pd.DataFrame = grouped["result"].sum(min_count=1).to_frame().reset_index()
    return found.assign(price_year=grouped["price_year"].max().to_numpy())


def _where(account: Account, one: Mapping[str, object] | pd.Series) -> Where:
    products = account.products
    same = (products["region"] == one["region"]) & (products["year"] == one["year"])
    rows = products.loc[same & (products["service"] == one["service"]), "row"]
    if rows.empty or int(rows.iloc[0]) < 0:
        return Where()
    return account.inventory.table("product_list").where(int(rows.iloc[0]), "service")


def _name(service_name: str, indicator: str) -> dict[str, str]:
    spec = service(service_name)
    step = next((one for _, _, one in spec.steps() if one.name == indicator), None) if spec else None
    return {
        lang: " · ".join(filter(None, (spec.label.text(lang) if spec else "", step.label.text(lang) if step else "")))
        for lang in LANGUAGES
    }
