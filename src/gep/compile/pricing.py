"""The price that each priced indicator meets: 价格, a set that was chosen, never a silent default."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.account import Binding, Floats
from gep.classifications import find_ecosystem, find_item
from gep.coefficient_book import Coefficient
from gep.compile.binding import Mask, unit_factor, unit_finding
from gep.compile.context import LINE_KEY, Context
from gep.compile.overrides import deciding_rows, overrides_of
from gep.findings import UnitError, finding
from gep.inventory.tables import unit_advice
from gep.inventory.words import known_words, nearest
from gep.prices import PriceKey, price_key
from gep.spec import ServiceSpec, Step

__all__ = ["check_prices", "key_price", "row_price"]

Texts = npt.NDArray[np.object_]


def _applies(key: PriceKey, text: str) -> tuple[str, str] | None:
    """Return item and ecosystem that a row of 价格 speaks of, or None if they cannot be read."""
    if not text:
        return "", ""
    if key.by == "item":
        known = find_item(key.vocabulary, text)
        return (known.key, "") if known else None
    if key.by == "ecosystem":
        type_ = find_ecosystem(text)
        return ("", type_.key) if type_ else None
    return None


def check_prices(context: Context) -> None:
    """Report rows of 价格 that cannot be used: what they apply to, their price year, a replacement without reason."""
    table = context.inventory.table("prices")
    if table.frame.empty:
        return
    account_years = context.basics_of(table.frame, "price_year")
    for position, row in table.frame.iterrows():
        here = int(str(position))
        key = price_key(str(row["price"]))
        if key is None:  # pragma: no cover - reading refuses other keys
            continue
        subject = f"prices/{key.name}"
        label = key.label._asdict()
        text = str(row["item"])
        if _applies(key, text) is None:
            words = known_words("ecosystem" if key.by == "ecosystem" else key.vocabulary) if key.by else ()
            context.findings.append(
                finding(
                    "GEP342",
                    table.where(here, "item"),
                    subject=subject,
                    typed=text,
                    price=label,
                    known=nearest(text, words) if words else {"zh": "(留空)", "en": "(leave blank)"},
                )
            )
        year, expected = row["price_year"], account_years[here]
        if not np.isnan(year) and not np.isnan(expected) and year != expected:
            context.findings.append(
                finding(
                    "GEP341",
                    table.where(here, "price_year"),
                    subject=subject,
                    typed=f"{year:.0f}",
                    price=label,
                    expected=f"{expected:.0f}",
                )
            )
        if f"price.{key.name}" in context.profile.sets and not row["reason"]:
            context.findings.append(finding("GEP343", table.where(here, "reason"), subject=subject, price=label))


def key_price(
    context: Context, spec: ServiceSpec, key: PriceKey, lines: pd.DataFrame, wanted: Mask
) -> tuple[Binding, Texts]:
    """Return the price of the lines that want one, in 元 per the unit of the quantity that is returned with it."""
    size = len(lines)
    quantity_units = np.array([key.quantity_unit(str(item)) for item in lines["item"]], dtype=object)
    values = np.full(size, np.nan)
    rows, codes = np.full(size, -1, dtype=np.int64), np.full(size, -1, dtype=np.int64)
    left = _from_sheet(context, key, lines, wanted, values, rows)
    coefficients = _from_sets(context, key, lines, left, values, codes)
    _report_missing(context, spec, key, lines, left & (codes < 0))
    return Binding("price", key.name, "元", values, rows, "prices", codes, coefficients), quantity_units


def _from_sheet(
    context: Context, key: PriceKey, lines: pd.DataFrame, wanted: Mask, values: Floats, rows: npt.NDArray[np.int64]
) -> Mask:
    """Fill in the prices of 价格; return the lines that still want one."""
    table = context.inventory.table("prices")
    own = table.frame[(table.frame["price"] == key.name) & table.frame["value"].notna()]
    applied = [_applies(key, str(text)) for text in own["item"]]
    usable = np.array([one is not None for one in applied], dtype=np.bool_)
    speaking = own.loc[usable, ["region", "year"]].assign(
        item=[one[0] for one in applied if one is not None], ecosystem=[one[1] for one in applied if one is not None]
    )
    for row in speaking.index[speaking.duplicated()]:
        typed = table.word(int(row), "item") or key.label.zh
        context.findings.append(finding("GEP312", table.where(int(row), "price"), subject="prices", typed=typed))
    decided, _ = deciding_rows(lines, speaking.drop_duplicates())
    rows[:] = np.where(wanted, decided, -1)
    units = np.append(table.frame["value_unit"].to_numpy(object), "")[rows]
    numbers = np.append(table.frame["value"].to_numpy(np.float64), np.nan)[rows]
    pairs = pd.MultiIndex.from_arrays([units, lines["item"].to_numpy(object)])
    codes, distinct = pairs.factorize()
    scale = np.full(len(distinct), np.nan)
    for place, (typed, item) in enumerate(distinct):
        mask = (codes == place) & (rows >= 0)
        if not mask.any():
            continue
        expected = key.declared_unit(str(item))
        try:
            scale[place] = unit_factor(str(typed), expected)
        except UnitError as error:
            for row in np.unique(rows[mask]):
                context.findings.append(unit_finding(context, "prices", int(row), str(typed), expected, error))
    values[:] = numbers * scale[codes]
    return wanted & (rows < 0)


def _from_sets(
    context: Context, key: PriceKey, lines: pd.DataFrame, left: Mask, values: Floats, codes: npt.NDArray[np.int64]
) -> tuple[Coefficient, ...]:
    """Fill in prices of the book where the analyst or the standard names a set."""
    name = f"price.{key.name}"
    kind = key.vocabulary if key.by == "item" else ""
    rows, sets = overrides_of(context, name, lines, kind)
    named = np.append(sets, "")[np.where(left, rows, -1)]
    chosen: list[tuple[str, Mask]] = [
        (str(one), left & (named == one)) for one in dict.fromkeys(named) if one in context.book.sets(name)
    ]
    if name in context.profile.sets:
        chosen.append((context.profile.sets[name], left & (named == "")))
    account_years = context.basics_of(lines, "price_year")
    coefficients: list[Coefficient] = []
    for set_, mask in chosen:
        if not mask.any():
            continue
        row = int(rows[np.flatnonzero(mask)[0]])
        where = context.inventory.table("overrides").where(row, "set") if row >= 0 else context.where("prices")
        found = context.book.match_rows(name, lines.loc[mask, LINE_KEY], set=set_, class_="item")
        context.findings += [replace(one, where=where) for one in found.problems]
        here = np.flatnonzero(mask)
        for code, one in enumerate(found.coefficients):
            places = here[found.codes == code]
            codes[places] = len(coefficients)
            coefficients.append(one)
            expected = account_years[places[0]]
            if one.price_year != expected:
                context.findings.append(
                    finding(
                        "GEP341",
                        where,
                        subject=f"prices/{key.name}",
                        typed=one.price_year,
                        price=key.label._asdict(),
                        expected=f"{expected:.0f}",
                    )
                )
                continue
            for item in dict.fromkeys(lines["item"].to_numpy()[places]):
                of_item = places[(lines["item"].to_numpy()[places] == item)]
                values[of_item] = one.value * unit_factor(one.unit, key.declared_unit(str(item)))
    return tuple(coefficients)


def _unread(context: Context, key: PriceKey, region: object, year: object, of: str) -> bool:
    """Return whether a row of 价格 that has its own finding may be the price of `of`."""
    table = context.inventory.table("prices")
    if "prices" in context.inventory.unread_sheets:
        return True
    rows = [table.frame] if table.left_out is None else [table.frame, table.left_out]
    for number, frame in enumerate(rows):
        own = frame[(frame["region"] == region) & (frame["year"] == year) & frame["price"].isin([key.name, ""])]
        for text in own["item"]:
            applies = _applies(key, str(text))
            # A sound row without item would have given the price.
            if applies is None or (number and ("".join(applies) in ("", of))):
                return True
    return False


def _report_missing(context: Context, spec: ServiceSpec, key: PriceKey, lines: pd.DataFrame, missing: Mask) -> None:
    if not missing.any():
        return
    places = lines.loc[missing, ["region", "year", *([key.by] if key.by else [])]].drop_duplicates()
    sets = context.book.sets(f"price.{key.name}")
    listed = "、".join(f"price.{key.name}@{one}" for one in sets) or "-"
    for one in places.itertuples(index=False):
        of = str(one[2]) if key.by else ""
        if _unread(context, key, one[0], one[1], of):
            continue
        known = find_ecosystem(of) if key.by == "ecosystem" else find_item(key.vocabulary, of) if of else None
        names = {"zh": known.zh, "en": known.en} if known else {"zh": of, "en": of}
        context.findings.append(
            finding(
                "GEP340",
                context.where("prices"),
                subject="/".join(filter(None, ("prices", key.name, of))),
                service=spec.label._asdict(),
                price={
                    "zh": key.label.zh + (f"({names['zh']})" if of else ""),
                    "en": key.label.en + (f" ({names['en']})" if of else ""),
                },
                expected=key.declared_unit(of if key.by == "item" else ""),
                sets=listed,
            )
        )


def row_price(
    context: Context, step: Step, sheet: str, lines: pd.DataFrame, wanted: Mask, quantity_units: Texts
) -> Binding:
    """Return the price that stands in the same row as the quantity, per the unit of that quantity."""
    table = context.inventory.table(sheet)
    name = step.price or ""
    rows = lines["row"].to_numpy(np.int64)
    values = np.append(table.frame[name].to_numpy(np.float64), np.nan)[rows]
    typed = np.append(table.frame[f"{name}_unit"].to_numpy(object), "")[rows]
    pairs = pd.MultiIndex.from_arrays([typed, quantity_units])
    codes, distinct = pairs.factorize()
    scale = np.ones(len(distinct))
    for place, (text, per) in enumerate(distinct):
        own = wanted & (codes == place) & (rows >= 0)
        if not own.any() or not per or not text:
            continue
        try:
            scale[place] = unit_factor(str(text), f"元/({per})")
        except UnitError as error:
            scale[place] = np.nan
            for line in np.flatnonzero(own):
                context.findings.append(
                    finding(
                        "GEP104",
                        table.where(int(rows[line]), f"{name}_unit"),
                        subject=sheet,
                        typed=text,
                        column=table.sheet.numbers[name].label._asdict(),
                        **unit_advice(error),
                    )
                )
    return Binding("field", name, "元", values * scale[codes], rows, sheet)
