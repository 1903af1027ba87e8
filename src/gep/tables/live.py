"""The pages of a workbook with the formulas between them: from bound arguments through each step up to the total."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from gep.account import Account, exact_sum
from gep.tables.calculations import Calculations, calculation_pages
from gep.tables.formulas import Formula, Ref, scaled, sum_of
from gep.tables.frames import PLACE, TOTAL
from gep.tables.pages import PARAMETER_VALUE, Page, make_page
from gep.units import factor

__all__ = ["live_pages"]

_WAN = 1e-4
VALUE_KEYS = ("service", "indicator", "item", "role", "unit", "price", "price_unit", "method")
_PREFIXES = {"亿": 1e-8, "万": 1e-4}
Formulas = dict[tuple[int, int], Formula]


def live_pages(account: Account, lang: str = "zh") -> tuple[Page, ...]:
    """Return every standard table and every calculation of an account as pages, joined by formulas.

    Each formula's number stands in its cell as well, so that a reader that does not compute sees it. Change a bound
    argument, a coefficient or a price, and everything up to the total follows.
    """
    calculations = calculation_pages(account, lang)
    pages = {name: make_page(account, name, lang) for name in account.tables}
    join = _Join(account, calculations, pages)
    made = {
        "quantity": join.quantity(),
        "value": join.value(),
        "service_by_ecosystem": join.by_ecosystem(),
        "summary": join.summary(),
    }
    for name, formulas in made.items():
        pages[name] = replace(pages[name], formulas=formulas)
    for name, lines in join.explained().items():
        pages[name] = replace(pages[name], lines=lines)
    parameters = pages["parameters"]
    numbers = frozenset((row, PARAMETER_VALUE) for row in range(len(parameters.rows)))
    pages["parameters"] = replace(parameters, inputs=numbers)
    return (*pages.values(), *calculations.pages)


def _prefix(shown: str, unit: str) -> float:
    return 1.0 if shown == unit else _PREFIXES[shown[0]]


class _Join:
    """Finds for each cell of the tables the cells it is made from."""

    def __init__(self, account: Account, calculations: Calculations, pages: Mapping[str, Page]) -> None:
        self.account, self.found, self.pages = account, calculations, pages
        several = len(account.inventory.basics) > 1
        self.offset = 2 if several else 0
        ledger = account.ledger.reset_index(drop=True)
        self.ledger = ledger.assign(price=ledger["price"].astype(object).where(ledger["price"].notna(), None))

    def _lines(self, keys: list[str], lines: pd.DataFrame) -> dict[tuple[object, ...], list[tuple[int, str, int]]]:
        """Return the lines of each combination of `keys` as calculation, step and line."""
        found: dict[tuple[object, ...], list[tuple[int, str, int]]] = {}
        columns = [lines[key].tolist() for key in (*keys, "calculation", "indicator", "line")]
        for *key, calculation, indicator, line in zip(*columns, strict=True):
            found.setdefault(tuple(key), []).append((int(calculation), str(indicator), int(line)))
        return found

    def _key(self, row: Mapping[Any, object], keys: Iterable[str]) -> tuple[object, ...]:
        values = (row[key] for key in keys)
        return tuple(None if isinstance(one, float) and np.isnan(one) else one for one in values)

    def quantity(self) -> Formulas:
        """Return the formulas of 实物量表: the sum over ecosystem types."""
        keys = [*PLACE, "service", "indicator", "item", "unit", "method"]
        lines = self._lines(keys, self.ledger[self.ledger["role"].isin(["priced", "physical"])])
        formulas: Formulas = {}
        for row, one in enumerate(self.account.table("quantity").to_dict("records")):
            refs = [self.found.quantities.get(line) for line in lines.get(self._key(one, keys), [])]
            known = [ref for ref in refs if ref is not None]
            column = self.offset + 4
            if known and self.pages["quantity"].rows[row][column] is not None:
                formulas[row, column] = sum_of(known, _prefix(str(one["shown_unit"]), str(one["unit"])))
        return formulas

    def value(self) -> Formulas:
        """Return the formulas of 价值量表: quantity and value as sums over types, the price, deductions, the total."""
        keys = [*PLACE, *VALUE_KEYS]
        lines = self._lines(keys, self.ledger[self.ledger["counted"]])
        page, formulas = self.pages["value"], {}
        quantity, price, value = self.offset + 4, self.offset + 6, self.offset + 8
        frame = self.account.table("value").to_dict("records")
        for row, one in enumerate(frame):
            own = lines.get(self._key(one, keys), [])
            if one["role"] == "deduction":
                formulas[row, value] = self._deduction(one)
                continue
            values = [ref for line in own if (ref := self.found.money.get(line))]
            if not values or page.rows[row][value] is None:
                continue
            formulas[row, value] = sum_of(values, _WAN)
            if one["role"] == "priced":
                quantities = [self.found.quantities[line] for line in own if line in self.found.quantities]
                formulas[row, quantity] = sum_of(quantities, _prefix(str(one["shown_unit"]), str(one["unit"])))
                formulas[row, price] = scaled(self.found.prices[own[0]])
        if len(page.rows) > len(frame) and page.rows[-1][value] is not None:
            cells = (Ref("value", row, value) for row in range(len(frame)) if page.rows[row][value] is not None)
            formulas[len(frame), value] = sum_of(cells)
        return formulas

    def explained(self) -> dict[str, dict[tuple[int, int], tuple[int, ...]]]:
        """Return for the values of the tables the rows of the ledger that each is made from."""
        counted = self.ledger[self.ledger["counted"]]
        offset, types = self.offset, self.account.table("service_by_ecosystem")
        columns = [name for name in types.columns if name not in {*PLACE, "class", "service", TOTAL}]
        asked: list[tuple[str, int, int, dict[str, object]]] = []
        for row, one in enumerate(self.account.table("value").to_dict("records")):
            asked.append(("value", row, offset + 8, {key: one[key] for key in (*PLACE, *VALUE_KEYS)}))
        for row, one in enumerate(self.account.table("summary").to_dict("records")):
            if one["level"] == "service":
                asked.append(("summary", row, offset + 1, {key: one[key] for key in (*PLACE, "service")}))
        for row, one in enumerate(types.to_dict("records")):
            if one["service"] != TOTAL:
                own = {key: one[key] for key in (*PLACE, "service")}
                asked.append(("service_by_ecosystem", row, offset + 1 + len(columns), own))
                asked += [
                    ("service_by_ecosystem", row, offset + 1 + number, {**own, "ecosystem": name})
                    for number, name in enumerate(columns)
                ]
        found: dict[str, dict[tuple[int, int], tuple[int, ...]]] = {}
        groups: dict[tuple[str, ...], dict[object, list[int]]] = {}
        for page, row, column, wanted in asked:
            keys = tuple(wanted)
            if keys not in groups:
                index: dict[object, list[int]] = {}
                for place, key in zip(counted.index, zip(*(counted[one] for one in keys), strict=True), strict=True):
                    index.setdefault(key, []).append(int(place))
                groups[keys] = index
            lines = groups[keys].get(self._key(wanted, keys))
            if lines:
                found.setdefault(page, {})[row, column] = tuple(lines)
        return found

    def _deduction(self, one: Mapping[Hashable, object]) -> Formula:
        frame = self.account.table("deductions").reset_index(drop=True)
        same = np.logical_and.reduce([(frame[key] == one[key]).to_numpy() for key in (*PLACE, "service", "item")])
        row = int(np.flatnonzero(same & frame["value"].notna().to_numpy())[0])
        return Formula("-{}", (Ref("deductions", row, self.offset + 3),))

    def _value_cells(self, **wanted: object) -> list[Ref]:
        frame, column = self.account.table("value"), self.offset + 8
        page = self.pages["value"]
        return [
            Ref("value", row, column)
            for row, one in enumerate(frame.to_dict("records"))
            if all(one[key] == value for key, value in wanted.items()) and page.rows[row][column] is not None
        ]

    def by_ecosystem(self) -> Formulas:
        """Return the formulas of 服务×生态系统表: lines of the calculations, then sums along rows and columns."""
        lines = self._lines([*PLACE, "service", "ecosystem"], self.ledger[self.ledger["counted"]])
        frame = self.account.table("service_by_ecosystem")
        page, formulas = self.pages["service_by_ecosystem"], {}
        types = [name for name in frame.columns if name not in {*PLACE, "class", "service", TOTAL}]
        records = frame.to_dict("records")
        last = self.offset + 1 + len(types)
        for row, one in enumerate(records):
            for number, name in enumerate(types):
                column = self.offset + 1 + number
                if page.rows[row][column] is None:
                    continue
                if one["service"] == TOTAL:
                    above = self._above(records, row)
                    cells = [
                        Ref("service_by_ecosystem", other, column)
                        for other in above
                        if page.rows[other][column] is not None
                    ]
                    formulas[row, column] = sum_of(cells)
                    continue
                own = lines.get((one["region"], one["year"], one["service"], name), [])
                formula = self._of_lines(own, one)
                if formula is not None:
                    formulas[row, column] = formula
            cells = [
                Ref("service_by_ecosystem", row, column)
                for column in range(self.offset + 1, last)
                if page.rows[row][column] is not None
            ]
            if cells and page.rows[row][last] is not None:
                formulas[row, last] = Formula(f"SUM({','.join('{}' for _ in cells)})", tuple(cells))
        return formulas

    def _of_lines(self, own: list[tuple[int, str, int]], one: Mapping[Hashable, object]) -> Formula | None:
        values = [ref for line in own if (ref := self.found.money.get(line))]
        outside = [] if all(line[0] >= 0 for line in own) else self._value_cells(
            region=one["region"], year=one["year"], service=one["service"], role="deduction"
        )  # fmt: skip
        if not values and not outside:
            return None
        parts, refs = [], []
        if values:
            total = sum_of(values, _WAN)
            parts.append(total.template)
            refs += list(total.refs)
        parts += ["{}"] * len(outside)
        return Formula("+".join(parts), (*refs, *outside))

    @staticmethod
    def _above(records: list[dict[Hashable, object]], row: int) -> list[int]:
        """Return the rows of the services that the total in `row` adds up."""
        place = (records[row]["region"], records[row]["year"])
        return [
            number
            for number, one in enumerate(records)
            if (one["region"], one["year"]) == place and one["service"] != TOTAL
        ]

    def summary(self) -> Formulas:
        """Return the formulas of 汇总表: services and classes from 价值量表, the total from the classes, and ratios."""
        frame = self.account.table("summary").to_dict("records")
        page, formulas = self.pages["summary"], {}
        first = self.offset + 1
        totals = {(one["region"], one["year"]): row for row, one in enumerate(frame) if one["level"] == TOTAL}
        for row, one in enumerate(frame):
            if page.rows[row][first] is None:
                continue
            place = (one["region"], one["year"])
            formula = self._summary_value(frame, one)
            if formula is None:
                continue
            own = Ref("summary", row, first)
            formulas[row, first] = formula
            formulas[row, first + 1] = Formula("{}/10000", (own,))
            if page.rows[row][first + 2] is not None:
                formulas[row, first + 2] = Formula("{}/{}*100", (own, Ref("summary", totals[place], first)))
            for column, formula in self._ratios(place, own).items():
                if page.rows[row][first + column] is not None:
                    formulas[row, first + column] = formula
        return formulas

    def _summary_value(self, frame: list[dict[Hashable, object]], one: Mapping[Hashable, object]) -> Formula | None:
        place = {"region": one["region"], "year": one["year"]}
        if one["level"] == TOTAL:
            cells = [
                Ref("summary", row, self.offset + 1)
                for row, other in enumerate(frame)
                if other["level"] == "class"
                and (other["region"], other["year"]) == (one["region"], one["year"])
                and self.pages["summary"].rows[row][self.offset + 1] is not None
            ]
        elif one["level"] == "class":
            cells = self._value_cells(**place, **{"class": one["class"]})
        else:
            cells = self._value_cells(**place, service=one["service"])
        return sum_of(cells) if cells else None

    def _ratios(self, place: tuple[object, object], own: Ref) -> dict[int, Formula]:
        """Return values per area, head and GDP, whose divisors are stated in the inventory."""
        extent = self.account.inventory.frame("extent")
        areas = extent.loc[(extent["region"] == place[0]) & (extent["year"] == place[1]), "area"]
        basics = self.account.inventory.basics
        basic = basics[(basics["region"] == place[0]) & (basics["year"] == place[1])].iloc[0]
        area = exact_sum(areas) if len(areas) else float(basic["administrative_area"])
        people = float(basic["population"]) * factor("万人", "人")
        gdp = float(basic["gdp"]) * factor("亿元(2000年价)", "万元(2000年价)")
        return {
            3: Formula(f"{{}}/{area!r}", (own,)),
            4: Formula(f"{{}}*10000/{people!r}", (own,)),
            5: Formula(f"{{}}/{gdp!r}*100", (own,)),
        }
