"""计算过程: every calculation drawn as a page, a row a line, a column a step, each step the formula of its rule."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from gep.account import Account, Binding, Calculation
from gep.prices import price_key
from gep.spec import Step
from gep.tables.formulas import Formula, Ref, from_rule, scaled
from gep.tables.notes import standard_note
from gep.tables.pages import Cell, Column, Page
from gep.tables.parameter_rows import COLUMNS, parameter_places
from gep.tables.places import region_name
from gep.tables.positions import PARAMETER_VALUE
from gep.tables.words import Words
from gep.units import factor, read_unit

__all__ = ["Calculations", "calculation_pages"]

PARAMETER_UNIT = COLUMNS.index("unit")
_YEAR = 2000  # any year: the factor between two units of money is the same in all of them


@dataclass
class Calculations:
    """The pages of all calculations, and where the numbers of each line stand.

    Parameters
    ----------
    pages : list of Page
    money, quantities, prices : dict
        Calculation, step and line → the cell of its value [元], its quantity in the unit of the ledger, its price.
    """

    pages: list[Page] = field(default_factory=list)
    money: dict[tuple[int, str, int], Ref] = field(default_factory=dict)
    quantities: dict[tuple[int, str, int], Ref] = field(default_factory=dict)
    prices: dict[tuple[int, str, int], Ref] = field(default_factory=dict)


def calculation_pages(
    account: Account, parameters: Mapping[tuple[object, ...], tuple[object, ...]], lang: str = "zh"
) -> Calculations:
    """Return a page for every counted calculation of the account; those of one service share a sheet.

    What was bound from the inventory stands there as a number in the declared unit, with the value as typed beside it;
    coefficients, policies and prices refer to 参数与价格表; each step is the Excel formula of its Python rule.
    """
    found = Calculations()
    words = Words(account, lang)
    places = parameter_places(parameters)
    units = [str(row[PARAMETER_UNIT]) for row in parameters.values()]
    drawn = [(number, one) for number, one in enumerate(account.calculations) if one.counted.any()]
    last = {one.spec.name: number for number, one in drawn}
    for number, calculation in drawn:
        service = calculation.spec.name
        title = words.say(
            "title_calculation",
            service=words.service(service),
            method=words.method(service, calculation.method.name),
        )
        sheet = words.say("sheet_calculation", service=words.service(service))
        items = any((one.lines["item"] != "").any() for _, one in drawn if one.spec.name == service)
        drawing = _Drawing(account, words, number, calculation, places, units, found, items)
        found.pages.append(drawing.page(sheet, title, notes=number == last[service]))
    return found


@dataclass
class _Drawing:
    """One calculation on its way onto a page."""

    account: Account
    words: Words
    number: int
    calculation: Calculation
    places: Mapping[tuple[object, ...], int]
    parameter_units: list[str]
    found: Calculations
    items: bool
    columns: list[Column] = field(default_factory=list)
    cells: list[list[Cell]] = field(default_factory=list)
    formulas: dict[tuple[int, int], Formula] = field(default_factory=dict)
    inputs: set[tuple[int, int]] = field(default_factory=set)
    bound: dict[tuple[str, str], int] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id of the page."""
        return f"calculation/{self.number}"

    @property
    def size(self) -> int:
        return len(self.calculation.lines)

    def page(self, sheet: str, title: str, *, notes: bool) -> Page:
        """Return the page, with notes if it is the last of its sheet."""
        keys = self._keys()
        for step in self.calculation.method.steps:
            self._step(step)
        rows = tuple(zip(*self.cells, strict=True))
        citations = dict.fromkeys(filter(None, self.account.inventory.basics["citation"]))
        lines = (
            standard_note(self.account, self.words),
            self.words.say("note_calculation"),
            self.words.say("note_inputs"),
            *(self.words.say("note_citation", text=one) for one in citations),
        )
        return Page(
            self.id, sheet, title, "", tuple(self.columns), rows, frozenset(), lines if notes else (), keys,
            self.formulas, frozenset(self.inputs),
        )  # fmt: skip

    def _add(self, heading: str, kind: str, cells: list[Cell]) -> int:
        known = {column.heading for column in self.columns}
        count, unique = 1, heading
        while unique in known:
            count += 1
            unique = f"{heading} ({count})"
        self.columns.append(Column(unique, kind))  # type: ignore[arg-type]
        self.cells.append(cells)
        return len(self.columns) - 1

    def _keys(self) -> int:
        lines, words, service = self.calculation.lines, self.words, self.calculation.spec.name
        if len(self.account.inventory.basics) > 1:
            codes = [str(one) for one in lines["region"]]
            names = {code: region_name(self.account, code, words.lang) for code in dict.fromkeys(codes)}
            self._add(words.say("column_region"), "text", list(codes))
            self._add(words.say("column_region_name"), "text", [names[code] for code in codes])
            self._add(words.say("column_year"), "integer", [int(one) for one in lines["year"]])
        if self.items:
            self._add(words.say("column_item"), "text", [words.item(service, str(one)) for one in lines["item"]])
        self._add(words.say("column_ecosystem"), "text", [words.ecosystem(str(one)) for one in lines["ecosystem"]])
        return len(self.columns)

    def _ref(self, row: int, column: int) -> Ref:
        return Ref(self.id, row, column)

    def _step(self, step: Step) -> None:
        calculation = self.calculation
        arguments = calculation.arguments[step.name]
        for argument, binding in arguments.items():
            if step.rule is not None or binding.kind == "field":
                self._argument(step, argument, binding)
        unit = self._one_unit(step.name)
        name = step.label.text(self.words.lang)
        results, reported = calculation.results[step.name], calculation.reported[step.name]
        column = self._add(_heading(name, unit), "quantity", [self._shown(one) for one in results])
        self.steps[step.name] = column
        for line in range(self.size):
            if np.isnan(results[line]):
                continue
            if reported[line] >= 0:
                self.inputs.add((line, column))
            elif step.rule is not None:
                self._rule_formula(step, arguments, line, column)
            else:
                self._given_formula(step, arguments, line, column)
            self.found.quantities[self.number, step.name, line] = self._ref(line, column)
            if step.role == "reported_value":
                scale = _factor(str(calculation.units[step.name][line]), "元")
                self.found.money[self.number, step.name, line] = self._ref(line, column)
                if scale != 1:
                    self._money(step, column)
        self._price(step)

    def _money(self, step: Step, column: int) -> None:
        """Add a reported value in 元, once."""
        key = ("money", step.name)
        if key not in self.bound:
            units = self.calculation.units[step.name]
            values = self.calculation.results[step.name]
            scales = [_factor(str(unit), "元") for unit in units]
            cells = [self._shown(value * scale) for value, scale in zip(values, scales, strict=True)]
            self.bound[key] = self._add(_heading(self.words.say("column_money"), "元"), "value", cells)
            for line, scale in enumerate(scales):
                if not np.isnan(values[line]):
                    self.formulas[line, self.bound[key]] = scaled(self._ref(line, column), scale)
        for line in range(self.size):
            if not np.isnan(self.calculation.results[step.name][line]):
                self.found.money[self.number, step.name, line] = self._ref(line, self.bound[key])

    def _one_unit(self, name: str) -> str:
        units = {str(one) for one in self.calculation.units[name]}
        return units.pop() if len(units) == 1 else self.words.say("unit_of_row")

    def _shown(self, value: float) -> Cell:
        return self.words.say("status_no_data") if math.isnan(value) else float(value)

    def _argument(self, step: Step, argument: str, binding: Binding) -> None:
        """Give an argument its columns, unless an earlier step has drawn them."""
        if binding.kind == "step":
            return
        numbers = binding.numbers if isinstance(binding.numbers, Mapping) else {"": binding.numbers}
        for parameter, values in numbers.items():
            key = (binding.kind + binding.name, f"{binding.unit}/{parameter}")
            if key in self.bound:
                self._update(key, binding, parameter)
                continue
            label = " ".join(filter(None, (self._label(binding), parameter)))
            cells: list[Cell] = [None if np.isnan(one) else float(one) for one in values]
            kind = "number" if binding.kind in {"coefficient", "policy"} else "quantity"
            self.bound[key] = self._add(_heading(label, "" if parameter else binding.unit), kind, cells)
            self._update(key, binding, parameter)
            if binding.kind in {"field", "shared"} and binding.table:
                self._typed(label, binding)

    def _update(self, key: tuple[str, str], binding: Binding, parameter: str) -> None:
        """Say of each cell of an argument where it comes from: a parameter, another calculation, or the inventory."""
        column = self.bound[key]
        values = binding.numbers[parameter] if isinstance(binding.numbers, Mapping) else binding.numbers
        for line in range(self.size):
            if np.isnan(values[line]):
                continue
            if self.cells[column][line] is None:
                self.cells[column][line] = float(values[line])
            place = self._parameter(binding, parameter, line)
            other = self._other(binding, line) if binding.kind == "other" else None
            if place is not None:
                scale = _factor(self.parameter_units[place], binding.unit) if not parameter else 1.0
                self.formulas[line, column] = scaled(Ref("parameters", place, PARAMETER_VALUE), scale)
            elif other is not None:
                self.formulas[line, column] = other
            else:
                self.inputs.add((line, column))

    def _parameter(self, binding: Binding, parameter: str, line: int) -> int | None:
        if binding.kind == "policy":
            return self.places.get(("policy", binding.name))
        if binding.kind not in {"coefficient", "price"}:
            return None
        code = int(binding.codes[line]) if binding.codes is not None else -1
        if code >= 0:
            return self.places.get((binding.coefficients[code].key, parameter))
        return self.places.get((binding.table, int(binding.rows[line])))

    def _other(self, binding: Binding, line: int) -> Formula | None:
        service, _, step = binding.name.partition(".")
        record = self.calculation.lines.iloc[line]
        for number, other in enumerate(self.account.calculations):
            if other.spec.name != service or step not in other.results:
                continue
            same = np.logical_and.reduce(
                [(other.lines[key] == record[key]).to_numpy() for key in ("region", "year", "item", "ecosystem")]
            )
            if same.any():
                place = int(np.flatnonzero(same)[0])
                ref = self.found.quantities.get((number, step, place))
                return scaled(ref, _factor(str(other.units[step][place]), binding.unit)) if ref else None
        return None

    def _label(self, binding: Binding) -> str:
        lang = self.words.lang
        if binding.kind == "field":
            return self.calculation.method.numbers[binding.name].label.text(lang)
        if binding.kind == "shared":
            return self.words.say(f"trace_{binding.name}")
        if binding.kind == "policy":
            return self.account.profile.policies[binding.name].label.label().text(lang)
        if binding.kind == "other":
            service, _, name = binding.name.partition(".")
            return self.words.indicator(service, name)
        return self.account.book.wording(binding.name)[lang]

    def _typed(self, label: str, binding: Binding) -> None:
        """Add the column that says what was typed, and in which cell."""
        table = self.account.inventory.table(binding.table)
        basics = table.frame
        texts: list[Cell] = []
        for line in range(self.size):
            row = int(binding.rows[line])
            if binding.table == "basic":
                record = self.calculation.lines.iloc[line]
                same = (basics["region"] == record["region"]) & (basics["year"] == record["year"])
                row = int(np.flatnonzero(same.to_numpy())[0])
            if row < 0:
                texts.append("")
                continue
            where = table.where(row, binding.name)
            address = "!".join(filter(None, (where.sheet, where.cell)))
            texts.append(" ← ".join(filter(None, (table.typed.get((row, binding.name), ""), address))))
        self._add(self.words.say("column_as_typed", name=label), "text", texts)

    def _rule_formula(self, step: Step, arguments: Mapping[str, Binding], line: int, column: int) -> None:
        if step.rule is None:  # pragma: no cover - the caller has looked
            return
        names: dict[str, Ref] = {}
        for argument, binding in arguments.items():
            if binding.kind == "step":
                names[argument] = self._ref(line, self._converted(binding))
            elif isinstance(binding.numbers, Mapping):
                for parameter in binding.numbers:
                    key = (binding.kind + binding.name, f"{binding.unit}/{parameter}")
                    names[f"{argument}.{parameter}"] = self._ref(line, self.bound[key])
            else:
                names[argument] = self._ref(line, self.bound[binding.kind + binding.name, f"{binding.unit}/"])
        own = step.rule.returns.removeprefix("number of ")
        scale = _factor(own, str(self.calculation.units[step.name][line]))
        self.formulas[line, column] = from_rule(step.rule.expression(), names, scale)

    def _converted(self, binding: Binding) -> int:
        """Return the column of an earlier step in the unit that a rule wants, adding it where the units differ."""
        earlier = self.steps[binding.name]
        units = self.calculation.units[binding.name]
        if _factor(str(units[0]), binding.unit) == 1:
            return earlier
        key = ("converted" + binding.name, binding.unit)
        if key not in self.bound:
            label = self.columns[earlier].heading.partition(" [")[0]
            values = binding.numbers
            if isinstance(values, Mapping):  # pragma: no cover - a step gives one number a line
                raise TypeError(binding.name)
            self.bound[key] = self._add(_heading(label, binding.unit), "quantity", [self._shown(one) for one in values])
            for line in range(self.size):
                if not np.isnan(values[line]):
                    scale = _factor(str(units[line]), binding.unit)
                    self.formulas[line, self.bound[key]] = scaled(self._ref(line, earlier), scale)
        return self.bound[key]

    def _given_formula(self, step: Step, arguments: Mapping[str, Binding], line: int, column: int) -> None:
        """Refer from a quantity that is taken as it stands to the number that was bound."""
        for binding in arguments.values():
            source = self.bound[binding.kind + binding.name, f"{binding.unit}/"]
            number = self.calculation.method.numbers[binding.name]
            own = number.unit_by_item.get(str(self.calculation.lines["item"].iloc[line]), binding.unit)
            if number.unit_label is not None:
                frame = self.account.inventory.frame(binding.table)
                own = str(frame[f"{binding.name}_unit"].iloc[int(binding.rows[line])])
            scale = _factor(own, str(self.calculation.units[step.name][line]))
            self.formulas[line, column] = scaled(self._ref(line, source), scale)

    def _price(self, step: Step) -> None:
        price = self.calculation.prices.get(step.name)
        if price is None or isinstance(price.numbers, Mapping):
            return
        words, quantities = self.words, self.calculation.results[step.name]
        unit = self._one_unit(step.name)
        cells = [None if np.isnan(one) else float(one) for one in price.numbers]
        label = words.say("column_price")
        column = self._add(_heading(label, f"元/{_bracketed(unit)}" if unit else ""), "number", list(cells))
        values = quantities * price.numbers
        total = self._add(_heading(words.say("column_money"), "元"), "value", [self._shown(one) for one in values])
        key = price_key(step.price or "")
        for line in range(self.size):
            if np.isnan(values[line]):
                continue
            place = self._parameter(price, "", line) if key is not None else None
            if place is not None:
                per = f"元/{_bracketed(str(self.calculation.units[step.name][line]))}"
                scale = _factor(self.parameter_units[place], per)
                self.formulas[line, column] = scaled(Ref("parameters", place, PARAMETER_VALUE), scale)
            elif price.kind == "step":
                self.formulas[line, column] = scaled(self._ref(line, self.steps[price.name]))
            else:
                self.inputs.add((line, column))
            self.formulas[line, total] = Formula(
                "{}*{}", (self._ref(line, self.steps[step.name]), self._ref(line, column))
            )
            self.found.money[self.number, step.name, line] = self._ref(line, total)
            self.found.prices[self.number, step.name, line] = self._ref(line, column)


def _bracketed(unit: str) -> str:
    return f"({unit})" if "·" in unit or "/" in unit else unit


def _heading(name: str, unit: str) -> str:
    return f"{name} [{unit}]" if unit else name


def _factor(given: str, wanted: str) -> float:
    if given == wanted:
        return 1.0
    year = f"({_YEAR}年价)" if "元" in wanted else ""
    return factor(read_unit(given, f"{wanted}{year}", _YEAR if year else None), f"{wanted}{year}")
