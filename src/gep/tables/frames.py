"""Account → frames. Keys in the cells, values in 元, nothing rounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd

from gep.account import SIGNS, Account, exact_sum
from gep.classifications import ecosystem_types, items
from gep.findings import GepError
from gep.tables.parameter_rows import parameters_table
from gep.tables.run_rows import run_table
from gep.units import factor

__all__ = ["PLACE", "TABLES", "TOTAL", "make_table"]

PLACE = ["region", "year"]
TOTAL = "total"
_SCALES = (("亿", 1e8), ("万", 1e4))


def make_table(account: Account, name: str) -> pd.DataFrame:
    """Return the standard table `name` of an account.

    Raises
    ------
    GepError
        If there is no such table.
    """
    if name not in TABLES:
        raise GepError("GEP338", typed=name, known="、".join(TABLES))
    return TABLES[name](account)


def _signed(account: Account) -> pd.DataFrame:
    lines = account.counted
    return lines.assign(value=lines["value"] * lines["role"].map(SIGNS))


def _sum(values: pd.Series) -> float:
    known = values.dropna()
    return exact_sum(known) if len(known) else float("nan")


def _ordered(frame: pd.DataFrame, account: Account) -> pd.DataFrame:
    """Return the rows by place, then in the order in which the standard lists its services."""
    services = {rule.service: number for number, rule in enumerate(account.profile.services)}
    order = frame["service"].map(services).fillna(len(services))
    return frame.assign(_order=order).sort_values([*PLACE, "_order"], kind="stable").drop(columns="_order")


def summary_table(account: Account) -> pd.DataFrame:
    """Class, service and total values, with shares and values per area and head.

    One row a level: ``class``, then its ``service`` rows, at the end ``total``. `value` [元], `share` of the total [-],
    `per_area` [元/hm²], `per_capita` [元/人], `per_gdp` [-]; NaN where the inventory does not give what is divided by.
    """
    lines = _signed(account)
    basics = account.inventory.basics.set_index(PLACE)
    records = []
    for place in basics.index:
        own = lines[(lines["region"] == place[0]) & (lines["year"] == place[1])]
        sum_ = _sum(own["value"])
        products = account.products[(account.products["region"] == place[0]) & (account.products["year"] == place[1])]
        for class_ in (one.key for one in items("service_class")):
            of_class = [rule for rule in account.profile.services if rule.spec.class_ == class_]
            if not of_class:
                continue
            records.append((*place, "class", class_, "", _sum(own.loc[own["class"] == class_, "value"]), sum_))
            for rule in of_class:
                status = products.loc[products["service"] == rule.service, "status"]
                value = _sum(own.loc[own["service"] == rule.service, "value"])
                if len(status) and status.iloc[0] == "included":
                    records.append((*place, "service", class_, rule.service, value, sum_))
        records.append((*place, TOTAL, "", "", sum_, sum_))
    frame = pd.DataFrame(records, columns=[*PLACE, "level", "class", "service", "value", "_total"])
    of_place = pd.MultiIndex.from_frame(frame[PLACE])
    area = basics["administrative_area"].reindex(of_place).to_numpy(float)
    extent = account.inventory.frame("extent").groupby(PLACE)["area"].agg(exact_sum).reindex(of_place).to_numpy(float)
    people = basics["population"].reindex(of_place).to_numpy(float)
    gdp = basics["gdp"].reindex(of_place).to_numpy(float)
    values = frame["value"].to_numpy(float)
    sums = frame["_total"].to_numpy(float)
    hectares = np.where(np.isnan(extent), area, extent) * factor("km²", "hm²")
    with np.errstate(divide="ignore", invalid="ignore"):
        frame = frame.assign(
            share=np.where(sums != 0, values / sums, np.nan),
            per_area=values / hectares,
            per_capita=values / (people * factor("万人", "人")),
            per_gdp=values / (gdp * factor("亿元(2000年价)", "元(2000年价)")),
        )
    return frame.drop(columns="_total")


def _grouped(lines: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the lines added up over ecosystem types, as far as unit and price are one."""
    if lines.empty:
        return pd.DataFrame(columns=[*keys, "quantity", "value", "status", "note"])
    grouped = lines.groupby(keys, sort=False, dropna=False)
    found = grouped.agg(
        quantity=("quantity", _sum),
        value=("value", _sum),
        status=("status", lambda one: _one(list(one))),
        note=("note", lambda one: "; ".join(dict.fromkeys(filter(None, one)))),
    )
    return found.reset_index()


def _one(words: list[str]) -> str:
    """Return the word if all are the same; a missing number shows."""
    return "no_data" if "no_data" in words else "、".join(dict.fromkeys(words))


def quantity_table(account: Account) -> pd.DataFrame:
    """Physical quantities by indicator and item, over all ecosystem types.

    Items are never added up: tonnes of one pollutant are not tonnes of another. `shown_quantity` and `shown_unit` give
    the same with 万 or 亿.
    """
    lines = account.ledger[account.ledger["role"].isin(["priced", "physical"])]
    keys = [*PLACE, "class", "service", "indicator", "item", "unit", "method"]
    return _scaled(_ordered(_grouped(lines, keys).drop(columns="value"), account))


def _scaled(frame: pd.DataFrame) -> pd.DataFrame:
    shown, units = [], []
    for number, unit in zip(frame["quantity"], frame["unit"], strict=True):
        prefix, scale = next(((p, s) for p, s in _SCALES if abs(number) >= s), ("", 1.0))
        taken = str(unit)[:1] in "万亿千百"
        shown.append(number if taken else number / scale)
        units.append(unit if taken or not unit else f"{prefix}{unit}")
    return frame.assign(shown_quantity=shown, shown_unit=units)


def value_table(account: Account) -> pd.DataFrame:
    """Values by indicator, item and price: quantity × price, reported values, deductions."""
    lines = _signed(account)
    keys = [
        *PLACE,
        "class",
        "service",
        "indicator",
        "item",
        "role",
        "unit",
        "price",
        "price_unit",
        "price_year",
        "method",
    ]
    return _scaled(_ordered(_grouped(lines, keys), account))


def service_by_ecosystem_table(account: Account) -> pd.DataFrame:
    """Value of each service by ecosystem type [元]; one column a type, 未分摊 apart, and the total."""
    lines = _signed(account)
    order = [one.key for one in ecosystem_types()]
    present = [
        one for one in order if one in set(lines["ecosystem"]) | set(account.inventory.frame("extent")["ecosystem"])
    ]
    records = []
    for key, own in lines.groupby([*PLACE, "class", "service"], sort=False):
        sums = {name: _sum(part["value"]) for name, part in own.groupby("ecosystem", sort=False)}
        records.append((*key, *(sums.get(one, float("nan")) for one in present), _sum(own["value"])))
    columns = [*PLACE, "class", "service", *present, TOTAL]
    frame = _ordered(pd.DataFrame(records, columns=columns), account)
    totals = []
    for place, own in frame.groupby(PLACE, sort=False):
        here = (lines["region"] == place[0]) & (lines["year"] == place[1])
        by_type = (_sum(own[one]) for one in present)
        totals.append((*place, "", TOTAL, *by_type, _sum(lines["value"][here])))
    joined = pd.concat([frame, pd.DataFrame(totals, columns=columns)], ignore_index=True) if totals else frame
    return joined.sort_values(PLACE, kind="stable", ignore_index=True)


def product_list_table(account: Account) -> pd.DataFrame:
    """Return the product list as it was applied: status, reason, methods, evidence, whether complete."""
    frame = account.products.drop(columns="row").copy()
    frame["methods"] = ["; ".join(filter(None, one)) for one in frame["methods"]]
    return frame


def deductions_table(account: Account) -> pd.DataFrame:
    """Products from outside the area, with what is taken off [元] and whether the standard takes it off."""
    frame = account.deductions
    lines = account.ledger[account.ledger["role"] == "deduction"].set_index("row")
    return pd.DataFrame(
        {
            "region": frame["region"],
            "year": frame["year"],
            "service": frame["service"],
            "item": frame["item"],
            "status": frame["status"],
            "value": lines["value"].reindex(frame.index),
            "counted": lines["counted"].reindex(frame.index),
            "source": frame["source"],
        }
    )


def findings_table(account: Account) -> pd.DataFrame:
    """Every finding with its explanation, in both languages."""
    columns = ("grade", "code", "sheet", "cell", "subject", "typed", "zh", "zh_todo", "en", "en_todo", "explanation")
    records = [
        (
            one.grade.value,
            one.code,
            one.where.sheet,
            one.where.cell,
            one.subject,
            one.typed or "",
            one.text("zh"),
            one.todo("zh"),
            one.text("en"),
            one.todo("en"),
            one.explanation or "",
        )
        for one in account.findings
    ]
    return pd.DataFrame(records, columns=list(columns))


TABLES: Mapping[str, Callable[[Account], pd.DataFrame]] = MappingProxyType(
    {
        "summary": summary_table,
        "quantity": quantity_table,
        "value": value_table,
        "service_by_ecosystem": service_by_ecosystem_table,
        "parameters": parameters_table,
        "product_list": product_list_table,
        "deductions": deductions_table,
        "findings": findings_table,
        "run": run_table,
    }
)
"""The standard tables by id, in the order of the workbook."""
