"""How a number came about, as a tree: formula, substituted values, coefficients with their sources, input cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gep.account import Account, Binding, Calculation, signed_sum
from gep.classifications import find_ecosystem, in_words
from gep.findings import GepError
from gep.inventory.words import find_key, normal
from gep.messages import LANGUAGES, label
from gep.prices import price_key
from gep.services import SERVICES
from gep.services import service as find_service
from gep.spec import ServiceSpec, Step
from gep.tables.words import Words
from gep.units import render_text

__all__ = ["Explanation", "Node", "explain_lines", "explained_lines"]

_DIGITS = 10
_YI = 1e8


@dataclass(frozen=True)
class Node:
    """One number of the tree: what is said about it in each language, and what it rests on."""

    text: Mapping[str, str]
    children: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """The tree of some numbers; ``str()`` gives it in Chinese."""

    roots: tuple[Node, ...]

    def render(self, lang: str = "zh") -> str:
        """Return the tree as indented lines in `lang`."""
        return "\n".join(line for root in self.roots for line in _lines(root, lang, "", ""))

    def __str__(self) -> str:
        return self.render("zh")


def _lines(node: Node, lang: str, first: str, rest: str) -> Iterator[str]:
    yield first + node.text[lang]
    for number, child in enumerate(node.children):
        last = number == len(node.children) - 1
        yield from _lines(child, lang, rest + ("└ " if last else "├ "), rest + ("  " if last else "│ "))


def explain_lines(
    account: Account,
    service: str,
    indicator: str | None = None,
    *,
    ecosystem: str | None = None,
    item: str | None = None,
    region: str | None = None,
    year: int | None = None,
) -> Explanation:
    """Return the explanation of the ledger lines that the arguments choose.

    The arguments are those of :meth:`gep.Account.explain`.

    Raises
    ------
    GepError
        If nothing is chosen; the message lists what there is.
    """
    spec = _service(account, service)
    chosen = account.ledger[account.ledger["service"] == spec.name]
    if chosen.empty:
        raise GepError("GEP337", typed=service, known=_known(account, spec, "service", account.ledger["service"]))
    asked = (
        ("region", region, region),
        ("year", year, year),
        ("indicator", indicator, find_key("step", indicator, spec.name) if indicator else None),
        ("ecosystem", ecosystem, _ecosystem(ecosystem)),
        ("item", item, item),
    )
    for column, typed, key in asked:
        if typed is None:
            continue
        wanted = chosen[column] == key
        if column == "item":
            words = _item_words(spec, str(typed))
            wanted = pd.Series([normal(str(one)) in words for one in chosen[column]], index=chosen.index)
        if not wanted.any():
            raise GepError("GEP337", typed=typed, known=_known(account, spec, column, chosen[column]))
        chosen = chosen[wanted]
    # A quantity that a later line rests on is shown there; alone it stands only when it was asked for.
    main = chosen if indicator else chosen[chosen["counted"] | ~chosen["service"].isin(_counted_services(chosen))]
    tree = _Tree(account)
    lines = tuple(tree.line(row) for row in main.to_dict("records"))
    if len(lines) == 1:
        return Explanation(lines)
    return Explanation((_total(account, spec, main, lines),))


def _known(account: Account, spec: ServiceSpec, column: str, values: pd.Series) -> dict[str, str]:
    """Return what there is, in words."""
    texts = {}
    for lang in LANGUAGES:
        words = Words(account, lang)
        say: dict[str, Callable[[str], str]] = {
            "service": words.service,
            "ecosystem": words.ecosystem,
            "indicator": lambda key, words=words: words.indicator(spec.name, key),  # type: ignore[misc]
            "item": lambda key, words=words: words.item(spec.name, key),  # type: ignore[misc]
        }
        texts[lang] = "、".join(say.get(column, str)(str(one)) for one in dict.fromkeys(values)) or "-"
    return texts


def explained_lines(account: Account, rows: Iterable[int], lang: str = "zh") -> dict[int, str]:
    """Return for rows of the ledger, by their positions, the text of their explanations in `lang`."""
    tree = _Tree(account)
    numbers = sorted(set(rows))
    records = account.ledger.iloc[numbers].to_dict("records")
    return {
        number: "\n".join(_lines(tree.line(record), lang, "", ""))
        for number, record in zip(numbers, records, strict=True)
    }


def _counted_services(lines: pd.DataFrame) -> set[str]:
    return set(lines.loc[lines["counted"], "service"])


def _service(account: Account, text: str) -> ServiceSpec:
    for rule in account.profile.services:
        if normal(text) in {normal(one) for one in (rule.service, rule.label.zh, rule.label.en)}:
            return rule.spec
    key = find_key("service", text)
    found = find_service(key) if key else None
    if found is None:
        raise GepError("GEP337", typed=text, known="、".join(spec.name for spec in SERVICES))
    return found


def _ecosystem(text: str | None) -> str | None:
    known = find_ecosystem(text) if text else None
    return known.key if known else text


def _item_words(spec: ServiceSpec, typed: str) -> set[str]:
    keys = {normal(typed)}
    for sheet in spec.sheets:
        for column in sheet.keys:
            key = find_key(column.kind, typed) if column.name == "item" else None
            keys |= {normal(key)} if key else set()
    return keys


def _say(key: str, **params: object) -> dict[str, str]:
    return {
        lang: label(key, lang, **{name: one[lang] if isinstance(one, Mapping) else one for name, one in params.items()})
        for lang in LANGUAGES
    }


def _total(account: Account, spec: ServiceSpec, lines: pd.DataFrame, nodes: tuple[Node, ...]) -> Node:
    names = {lang: Words(account, lang).service(spec.name) for lang in LANGUAGES}
    counted = lines[lines["counted"]]
    if counted.empty:
        return Node(_say("trace_physical", service=names), nodes)
    text = _say("trace_total", service=names, value=_show(signed_sum(counted)), yi=f"{signed_sum(counted) / _YI:.4f}")
    return Node(text, nodes)


def _show(value: float) -> str:
    return "?" if math.isnan(value) else f"{value:,.{_DIGITS}g}" if abs(value) >= 1 else f"{value:.{_DIGITS}g}"


def _unit(text: str) -> str:
    return f" {text}" if text else ""


class _Tree:
    """Builds the nodes of one account."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.words = {lang: Words(account, lang) for lang in LANGUAGES}
        self._formulas: dict[tuple[int, str], dict[str, str]] = {}
        self._steps: dict[tuple[int, str, int], Node] = {}
        self._lines: dict[int, list[tuple[str, str]]] = {}

    def line(self, row: Mapping[object, object]) -> Node:
        """Return the tree of one ledger line."""
        number = int(str(row["calculation"]))
        if number < 0:
            return self._deduction(row)
        calculation, line = self.account.calculations[number], int(str(row["line"]))
        step = calculation.method.step(str(row["indicator"]))
        if step is None:  # pragma: no cover - the ledger is made from the steps
            raise KeyError(row["indicator"])
        names = self._line_names(calculation, step, line)
        value, year = float(str(row["value"])), row["price_year"]
        quantity = self.step(calculation, step, line)
        if row["role"] == "physical":
            return quantity
        if row["role"] == "reported_value":
            return Node(_say("trace_reported_value", name=names, value=_show(value), year=_year(year)), (quantity,))
        price = calculation.prices.get(step.name)
        children = (quantity, self._price(calculation, step, price, line, row)) if price else (quantity,)
        text = _say(
            "trace_value",
            name=names,
            value=_show(value),
            year=_year(year),
            quantity=_show(float(str(row["quantity"]))),
            unit=str(row["unit"]),
            price=_show(float(str(row["price"]))),
            price_unit=str(row["price_unit"]),
            evidence=_say(f"evidence_{row['evidence']}"),
        )
        return Node(text, children)

    def _line_names(self, calculation: Calculation, step: Step, line: int) -> dict[str, str]:
        key = id(calculation)
        if key not in self._lines:
            lines = calculation.lines
            self._lines[key] = list(zip(map(str, lines["item"]), map(str, lines["ecosystem"]), strict=True))
        item, ecosystem = self._lines[key][line]
        service = calculation.spec.name
        names = {}
        for lang, words in self.words.items():
            parts = [words.service(service), step.label.text(lang), words.item(service, item)]
            names[lang] = " · ".join(filter(None, [*parts, words.ecosystem(ecosystem)]))
        return names

    def step(self, calculation: Calculation, step: Step, line: int) -> Node:
        """Return the tree of one step on one line; several indicators may rest on it."""
        key = (id(calculation), step.name, line)
        if key not in self._steps:
            self._steps[key] = self._step(calculation, step, line)
        return self._steps[key]

    def _step(self, calculation: Calculation, step: Step, line: int) -> Node:
        value = calculation.results[step.name][line]
        unit = str(calculation.units[step.name][line])
        row = int(calculation.reported[step.name][line])
        names = step.label._asdict()
        if row >= 0:
            table = self.account.inventory.table("reported")
            text = _say(
                "trace_reported",
                name=names,
                value=_show(value),
                unit=_unit(unit),
                typed=table.typed.get((row, "quantity"), ""),
                cell=_cell(str(table.where(row, "quantity"))),
                source=str(table.frame["source"].iloc[row]),
            )
            return Node(text)
        arguments = calculation.arguments[step.name]
        if step.rule is None:
            cell = "".join(self._origin(calculation, one, line) for one in arguments.values())
            return Node(_say("trace_input", name=names, value=f"{_show(value)}{_unit(unit)}", cell=cell or "-"))
        key = (id(calculation), step.name)
        if key not in self._formulas:
            words = {lang: self._names(calculation, arguments, lang) for lang in LANGUAGES}
            self._formulas[key] = {lang: render_text(step.rule.expression(), words[lang]) for lang in LANGUAGES}
        formula = self._formulas[key]
        numbers = render_text(step.rule.expression(), self._numbers(arguments, line))
        text = _say("trace_step", name=names, value=_show(value), unit=_unit(unit), formula=formula, numbers=numbers)
        if step.branch is not None and not math.isnan(value):
            branch = step.branch.taken(float(calculation.results[step.branch.step][line]))
            text = {lang: text[lang] + label("trace_branch", lang, branch=branch.text(lang)) for lang in LANGUAGES}
        children = tuple(self._argument(calculation, name, one, line) for name, one in arguments.items())
        return Node(text, children)

    def _names(self, calculation: Calculation, arguments: Mapping[str, Binding], lang: str) -> dict[str, str]:
        names: dict[str, str] = {}
        for argument, binding in arguments.items():
            word = self._name(calculation, binding)[lang]
            names[argument] = word
            if isinstance(binding.numbers, Mapping):
                names |= {f"{argument}.{one}": f"{word}.{one}" for one in binding.numbers}
        return names

    def _numbers(self, arguments: Mapping[str, Binding], line: int) -> dict[str, str]:
        numbers: dict[str, str] = {}
        for argument, binding in arguments.items():
            if isinstance(binding.numbers, Mapping):
                numbers |= {f"{argument}.{one}": _show(array[line]) for one, array in binding.numbers.items()}
            else:
                numbers[argument] = _show(binding.numbers[line])
        return numbers

    def _name(self, calculation: Calculation, binding: Binding) -> dict[str, str]:
        if binding.kind == "field":
            return calculation.method.numbers[binding.name].label._asdict()
        if binding.kind == "step":
            step = calculation.method.step(binding.name)
            return step.label._asdict() if step else {}
        if binding.kind == "shared":
            return _say(f"trace_{binding.name}")
        if binding.kind == "policy":
            return self.account.profile.policies[binding.name].label.label()._asdict()
        if binding.kind == "other":
            service, _, name = binding.name.partition(".")
            spec = find_service(service)
            steps = spec.steps() if spec else ()
            return next((step.label._asdict() for _, _, step in steps if step.name == name), {})
        return dict(self.account.book.wording(binding.name))

    def _argument(self, calculation: Calculation, argument: str, binding: Binding, line: int) -> Node:
        if binding.kind == "step":
            step = calculation.method.step(binding.name)
            if step is None:  # pragma: no cover - bindings are made from the steps
                raise KeyError(argument)
            return self.step(calculation, step, line)
        if binding.kind == "other":
            return self._other(calculation, binding, line)
        names = self._name(calculation, binding)
        shown = self._shown(binding, line)
        if binding.kind == "coefficient":
            return self._coefficient(binding, names, shown, line)
        if binding.kind == "policy":
            policy = self.account.profile.policies[binding.name]
            evidence = _say(f"evidence_{policy.evidence}")
            return Node(
                _say("trace_policy", name=names, value=shown, standard=self.account.profile.id, evidence=evidence)
            )
        return self._input(calculation, binding, names, shown, line)

    def _shown(self, binding: Binding, line: int) -> str:
        if isinstance(binding.numbers, Mapping):
            return ", ".join(f"{name} = {_show(array[line])}" for name, array in binding.numbers.items())
        return f"{_show(binding.numbers[line])}{_unit(binding.unit)}"

    def _input(self, calculation: Calculation, binding: Binding, names: dict[str, str], shown: str, line: int) -> Node:
        # A line whose earlier step is reported has no row of its own for what leads to the step.
        if binding.table != "basic" and binding.rows[line] < 0:
            return Node(_say("trace_nowhere", name=names))
        return Node(_say("trace_input", name=names, value=shown, cell=self._origin(calculation, binding, line)))

    def _origin(self, calculation: Calculation, binding: Binding, line: int) -> str:
        """Return the cell of an input, with the value as typed."""
        table = self.account.inventory.table(binding.table)
        name, row = binding.name, int(binding.rows[line])
        if binding.table == "basic":
            basics = table.frame
            place = calculation.lines.iloc[line]
            same = (basics["region"] == place["region"]) & (basics["year"] == place["year"])
            row = int(np.flatnonzero(same.to_numpy())[0])
        typed = table.typed.get((row, name), "")
        return f"{_cell(str(table.where(row, name)))}" + (f" = {typed}" if typed else "")

    def _coefficient(self, binding: Binding, names: dict[str, str], shown: str, line: int) -> Node:
        code = int(binding.codes[line]) if binding.codes is not None else -1
        row = int(binding.rows[line])
        if code < 0 and row < 0:
            return Node(_say("trace_nowhere", name=names))
        table = self.account.inventory.table(binding.table)
        if code < 0:
            record = table.frame.iloc[row]
            return Node(
                _say(
                    "trace_override",
                    name=names,
                    value=shown,
                    cell=_cell(str(table.where(row, "value"))),
                    source=str(record["source"]),
                    reason=str(record["reason"]),
                )
            )
        one = binding.coefficients[code]
        source = self.account.book.sources.get(one.source)
        text = _say(
            "trace_coefficient",
            name=names,
            value=shown,
            id=one.key,
            source=" ".join(filter(None, (source.citation if source else one.source, one.locator))),
            status=_say(f"status_{one.status}"),
        )
        chosen = _say("trace_chosen", cell=_cell(str(table.where(row, "set")))) if row >= 0 else {}
        if row < 0 and self.account.profile.borrows(one):
            chosen = _say("trace_borrowed")
        inherited = (
            _say("trace_inherited", steps={lang: in_words(one.fallback, lang) for lang in LANGUAGES})
            if one.fallback
            else {}
        )
        return Node({lang: text[lang] + inherited.get(lang, "") + chosen.get(lang, "") for lang in LANGUAGES})

    def _price(
        self, calculation: Calculation, step: Step, price: Binding, line: int, row: Mapping[object, object]
    ) -> Node:
        if price.kind == "step":
            earlier = calculation.method.step(price.name)
            if earlier is not None:
                return self.step(calculation, earlier, line)
        shown = f"{_show(float(str(row['price'])))} {row['price_unit']}"
        if price.kind == "field":
            names = calculation.method.numbers[price.name].label._asdict()
            return self._input(calculation, price, names, shown, line)
        key = price_key(price.name)
        names = key.label._asdict() if key else step.label._asdict()
        if price.codes is not None and price.codes[line] >= 0:
            return self._coefficient(price, names, shown, line)
        table, place = self.account.inventory.table("prices"), int(price.rows[line])
        if place < 0:
            return Node(_say("trace_no_price", name=names))
        text = _say(
            "trace_price",
            name=names,
            value=shown,
            year=_year(row["price_year"]),
            cell=_cell(str(table.where(place, "value"))),
            typed=table.typed.get((place, "value"), ""),
            source=str(table.frame["source"].iloc[place]),
        )
        return Node(text)

    def _other(self, calculation: Calculation, binding: Binding, line: int) -> Node:
        """Return the tree of the line of another service that this one is computed from."""
        service, _, name = binding.name.partition(".")
        record = calculation.lines.iloc[line]
        for other in self.account.calculations:
            step = other.method.step(name)
            if other.spec.name != service or step is None:
                continue
            same = np.logical_and.reduce(
                [(other.lines[key] == record[key]).to_numpy() for key in ("region", "year", "item", "ecosystem")]
            )
            if same.any():
                return self.step(other, step, int(np.flatnonzero(same)[0]))
        return Node(_say("trace_input", name=self._name(calculation, binding), value="?", cell=""))

    def _deduction(self, row: Mapping[object, object]) -> Node:
        table = self.account.inventory.table("deductions")
        cell = _cell(str(table.where(int(str(row["row"])), "value")))
        return Node(_say("trace_deduction", item=str(row["item"]), value=_show(float(str(row["value"]))), cell=cell))


def _year(value: object) -> str:
    number = float(str(value))
    return "" if math.isnan(number) else f"{number:.0f}"


def _cell(where: str) -> str:
    return where or "-"
