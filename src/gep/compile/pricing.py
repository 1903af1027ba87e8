"""The price that each priced indicator meets: 价格, a set that was chosen, never a silent default."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gep.account import Binding, Floats, Ints
from gep.classifications import find_ecosystem, find_item
from gep.coefficient_book import Coefficient
from gep.compile.binding import unit_factor, unit_finding
from gep.compile.context import Context, Mask
from gep.compile.deciding import SILENT, Decided, Speaking, deciding_rows, speaking_rows
from gep.compile.overrides import overrides_of
from gep.findings import UnitError, finding
from gep.inventory.coding import Coded, constant, distinct, known_of, pick, whole
from gep.inventory.keys import LineKeys
from gep.inventory.lookup import match_lines
from gep.inventory.words import known_words, nearest, unit_advice
from gep.prices import PriceKey, price_key
from gep.spec import ServiceSpec, Step

__all__ = ["check_prices", "key_price", "row_price"]


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
    # Made here, with the other work on the sheet: methods only ask.
    _speaking(context)
    _sheet_prices(context)
    names, items, reasons = table.coded("price"), table.coded("item"), table.coded("reason")
    kinds, first = distinct(names.codes, items.codes)
    keys = {name: key for name in names.words if (key := price_key(name)) is not None}
    unread = np.array([names[row] in keys and _applies(keys[names[row]], items[row]) is None for row in first])[kinds]
    expected = context.basics_of(context.inventory.keys("prices"), "price_year")
    years = table.frame["price_year"].to_numpy(np.float64)
    other_year = ~np.isnan(years) & ~np.isnan(expected) & (years != expected)
    replacing = np.array([f"price.{name}" in context.profile.sets for name in names.words])[names.codes]
    replacing &= reasons.says("")
    for here in map(int, np.flatnonzero(unread | other_year | replacing)):
        key = keys[names[here]]
        subject, label = f"prices/{key.name}", key.label._asdict()
        if unread[here]:
            words = known_words("ecosystem" if key.by == "ecosystem" else key.vocabulary) if key.by else ()
            context.findings.append(
                finding(
                    "GEP342",
                    table.where(here, "item"),
                    subject=subject,
                    typed=items[here],
                    price=label,
                    known=nearest(items[here], words) if words else {"zh": "(留空)", "en": "(leave blank)"},
                )
            )
        if other_year[here]:
            context.findings.append(
                finding(
                    "GEP341",
                    table.where(here, "price_year"),
                    subject=subject,
                    typed=f"{years[here]:.0f}",
                    price=label,
                    expected=f"{expected[here]:.0f}",
                )
            )
        if replacing[here]:
            context.findings.append(finding("GEP343", table.where(here, "reason"), subject=subject, price=label))


def key_price(
    context: Context, spec: ServiceSpec, key: PriceKey, lines: LineKeys, wanted: Mask
) -> tuple[Binding, Coded]:
    """Return the price of the lines that want one, in 元 per the unit of the quantity that is returned with it."""
    decided = deciding_rows(lines, _speaking(context).get(key.name, SILENT))
    _report_repeated(context, key)
    kind = key.vocabulary if key.by == "item" else ""
    chosen = overrides_of(context, f"price.{key.name}", lines, kind)
    expected, units = lines.say(key.declared_unit), lines.say(key.quantity_unit)
    values = _from_sheet(context, decided, wanted, expected)
    codes: Ints = constant(-1, len(lines))
    if whole(wanted) and decided.complete:
        return Binding("price", key.name, "元", values, decided.all_rows, "prices", codes), units
    coefficients: tuple[Coefficient, ...] = ()
    rows = np.where(wanted, decided.rows, -1)
    left = wanted & (rows < 0)
    if left.any():
        more, codes, coefficients = _from_sets(context, key, lines, left, expected, chosen)
        values = np.where(left, more, values)
        _report_missing(context, spec, key, lines, left & (codes < 0))
    return Binding("price", key.name, "元", values, rows, "prices", codes, coefficients), units


def _speaking(context: Context) -> dict[str, Speaking]:
    """Return the rows of 价格 by the price they speak of."""
    return context.once("prices", lambda: _speaking_prices(context))


def _speaking_prices(context: Context) -> dict[str, Speaking]:
    table, rows = context.inventory.table("prices"), context.inventory.keys("prices")
    names, items, units = table.coded("price"), table.coded("item"), table.coded("value_unit")
    known = known_of(context.numbers("prices", "value"))
    kinds, examples = distinct(names.codes, items.codes, units.codes, known.astype(np.int64))
    spoken = []
    for row in examples:
        key = price_key(names[row])
        applies = _applies(key, items[row]) if key and known[row] else None
        spoken.append((names[row], *applies) if applies else None)
    return speaking_rows(rows, kinds, spoken, units.codes[examples].tolist())


def _report_repeated(context: Context, key: PriceKey) -> None:
    table = context.inventory.table("prices")
    for row in _speaking(context).get(key.name, SILENT).repeated:
        typed = table.word(row, "item") or key.label.zh
        context.findings.append(finding("GEP312", table.where(row, "price"), subject="prices", typed=typed))


def _sheet_prices(context: Context) -> tuple[Floats, Ints]:
    """Return the numbers of 价格 and the codes of their units; the last one is for no row."""

    def prices() -> tuple[Floats, Ints]:
        units = context.inventory.table("prices").coded("value_unit").codes
        return np.append(context.numbers("prices", "value"), np.nan), np.append(units, -1)

    return context.once("prices/sheet", prices)


def _from_sheet(context: Context, decided: Decided, wanted: Mask, expected: Coded) -> Floats:
    """Return the prices of 价格 on the lines that want one and that a row decides, in the declared unit."""
    if not decided.groups:
        return constant(np.nan, len(wanted))
    numbers, units = _sheet_prices(context)
    words = context.inventory.table("prices").coded("value_unit").words
    typed = decided.by_kind(units)
    if typed is not None:  # one unit in all places, as a rule
        kinds, firsts = decided.lines.kinds
        pairs, examples = distinct(typed, expected.codes[firsts])
        pairs, examples, said = pick(pairs, kinds), firsts[examples], typed[examples]
    else:
        of_lines = units[decided.rows]
        pairs, examples = distinct(of_lines, expected.codes)
        said = of_lines[examples]
    scale = np.full(len(examples), np.nan)
    for pair, (one, code) in enumerate(zip(examples, said.tolist(), strict=True)):
        if code < 0:
            continue
        unit, declared = words[code], expected[one]
        try:
            scale[pair] = unit_factor(unit, declared)
        except UnitError as error:
            rows = decided.rows
            for own in np.unique(rows[wanted & (rows >= 0) & (pairs == pair)]):
                context.findings.append(unit_finding(context, "prices", int(own), unit, declared, error))
    found = decided.take(numbers)
    if not bool((scale == 1).all()):
        found = found * pick(scale, pairs)
    return found if whole(wanted) else np.where(wanted, found, np.nan)


def _from_sets(
    context: Context, key: PriceKey, lines: LineKeys, left: Mask, expected: Coded, overrides: tuple[Decided, Coded]
) -> tuple[Floats, Ints, tuple[Coefficient, ...]]:
    """Return prices of the book for the lines that are left, where the analyst or the standard names a set."""
    name, (decided, sets) = f"price.{key.name}", overrides
    rows = decided.rows
    named = sets.at(np.where(left, rows, -1))
    chosen = [(one, left & named.says(one)) for one in named.present() if one in context.book.sets(name)]
    if name in context.profile.sets:
        chosen.append((context.profile.sets[name], left & named.says("")))
    values, codes = np.full(len(lines), np.nan), np.full(len(lines), -1, dtype=np.int64)
    coefficients: list[Coefficient] = []
    for set_, mask in chosen:
        here = np.flatnonzero(mask)
        if not here.size:
            continue
        row = int(rows[here[0]])
        where = context.inventory.table("overrides").where(row, "set") if row >= 0 else context.where("prices")
        own = lines.take(mask)
        found = match_lines(context.book, name, own, own.items, set_=set_)
        context.findings += [replace(one, where=where) for one in found.problems]
        codes[here] = np.where(found.codes < 0, -1, found.codes + len(coefficients))
        coefficients += found.coefficients
        account_years = context.basics_of(own, "price_year")
        units = expected.take(here)
        kinds, examples = distinct(found.codes, own.item, units.codes, account_years.astype(np.int64))
        prices = np.full(len(examples), np.nan)
        for number, line in enumerate(examples):
            code = int(found.codes[line])
            if code < 0:
                continue
            price = found.coefficients[code]
            if price.price_year == account_years[line]:
                prices[number] = price.value * unit_factor(price.unit, units[line])
                continue
            context.findings.append(
                finding(
                    "GEP341",
                    where,
                    subject=f"prices/{key.name}",
                    typed=price.price_year,
                    price=key.label._asdict(),
                    expected=f"{account_years[line]:.0f}",
                )
            )
        values[here] = prices[kinds]
    return values, codes, tuple(coefficients)


def _doubtful(context: Context, key: PriceKey) -> list[tuple[object, object, str | None]]:
    """Return region, year and item or type (None: unknown) of rows of 价格, told before, that may be the price."""
    table = context.inventory.table("prices")
    found: list[tuple[object, object, str | None]] = []
    # A sound row that can be read, and has no item, would have given the price.
    for frame, sound in ((table.frame, True), (table.left_out, False)):
        if frame is None or frame.empty:
            continue
        own = frame[frame["price"].isin([key.name, ""])]
        for region, year, text in zip(own["region"], own["year"], own["item"], strict=True):
            applies = _applies(key, str(text))
            if applies is None or not sound:
                found.append((region, year, None if applies is None else "".join(applies)))
    return found


def _report_missing(context: Context, spec: ServiceSpec, key: PriceKey, lines: LineKeys, missing: Mask) -> None:
    if not missing.any():
        return
    lacking = lines.take(missing)
    by = {"item": lacking.items, "ecosystem": lacking.ecosystems}.get(key.by)
    _, first = distinct(lacking.place, *((by.codes,) if by else ()))
    sets = context.book.sets(f"price.{key.name}")
    listed = "、".join(f"price.{key.name}@{one}" for one in sets) or "-"
    doubtful = _doubtful(context, key)
    for line in first if "prices" not in context.inventory.unread_sheets else ():
        of, place = by[line] if by else "", lacking.place_of(line)
        if any(one[:2] == place and one[2] in (None, "", of) for one in doubtful):
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
    context: Context, step: Step, sheet: str, lines: LineKeys, wanted: Mask, quantity_units: Coded
) -> Binding:
    """Return the price that stands in the same row as the quantity, per the unit of that quantity."""
    table = context.inventory.table(sheet)
    name = step.price or ""
    values, complete = context.column(sheet, name, lines)
    typed = context.texts(sheet, f"{name}_unit", lines)
    pairs, examples = distinct(typed.codes, quantity_units.codes)
    scale = np.ones(len(examples))
    for pair, one in enumerate(examples):
        text, per = typed[one], quantity_units[one]
        if not per or not text:
            continue
        try:
            scale[pair] = unit_factor(text, f"元/({per})")
        except UnitError as error:
            scale[pair] = np.nan
            for line in np.flatnonzero(wanted & (pairs == pair) & (lines.row >= 0)):
                context.findings.append(
                    finding(
                        "GEP104",
                        table.where(int(lines.row[line]), f"{name}_unit"),
                        subject=sheet,
                        typed=text,
                        column=table.sheet.numbers[name].label._asdict(),
                        **unit_advice(error),
                    )
                )
    complete = complete and not np.isnan(scale).any()
    values = values if bool((scale == 1).all()) else values * pick(scale, pairs)
    return Binding("field", name, "元", values, lines.row, sheet, complete=complete)
