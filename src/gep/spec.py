"""The language of declarations: sheets, columns, steps, methods and services.

A service is data plus pure rules. From its declaration the inventory template, the reading and checking of cells, the
compilation, the calculation sheet, the trace and the documentation are all drawn; none of them knows a service by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from gep.units import Parameters, Rule

__all__ = [
    "Branch",
    "Column",
    "Component",
    "Key",
    "Label",
    "Method",
    "Number",
    "ServiceSpec",
    "Sheet",
    "Source",
    "Step",
    "Text",
    "given",
]

AREA = "area"
PERIOD = "period"
SHARED = (AREA, PERIOD)


class Label(NamedTuple):
    """A name in the two languages of the project."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        """Return the name in `lang`."""
        return self.zh if lang == "zh" else self.en


NO_LABEL = Label("", "")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an inventory sheet; use its subclasses."""

    name: str
    label: Label
    note: Label = NO_LABEL
    required: bool = True


@dataclass(frozen=True, slots=True)
class Key(Column):
    """A column whose value is looked up in a vocabulary.

    Parameters
    ----------
    kind : str
        ``ecosystem``, ``service``, ``step``, ``price``, ``coefficient``, ``name`` (free text that identifies a row),
        or the name of a vocabulary of :mod:`gep.classifications` such as ``pollutant``.
    identifies : bool
        Whether the column is part of what makes a row unique.
    """

    kind: str = "name"
    identifies: bool = True


@dataclass(frozen=True, slots=True)
class Number(Column):
    """A numeric column with its declared unit and valid range.

    Parameters
    ----------
    unit : str
        The declared unit; any unit of the same dimension is accepted and converted. Empty with `unit_label`: the unit
        is whatever the row states.
    unit_label : Label or None
        Name of the column that holds the unit of each row; without it the unit stands in the header.
    unit_by_item : mapping
        The declared unit of each item where items differ in species (``so2`` → ``tSO2``).
    low, high : float or None
        Valid range in the declared unit, closed; outside is an error. What is plausible is data: :mod:`gep.ranges`.
    whole : bool
        Only whole numbers are valid.
    department : Label
        Who is asked for the number.
    lasting : bool
        Whether it changes so slowly that last year's value may seed this year's inventory, to be confirmed there.
    """

    unit: str = ""
    unit_label: Label | None = None
    unit_by_item: Mapping[str, str] = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    whole: bool = False
    department: Label = NO_LABEL
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Text(Column):
    """A free text column such as the source of a number."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of the inventory: a table with a header row.

    Parameters
    ----------
    name : str
        Key of the table in :class:`gep.Inventory`.
    label : Label
        Sheet name in the workbook.
    columns : tuple of Column
        Columns in the order of the template.
    note : Label
        What the analyst is told above the table.
    covers : tuple of str
        Ecosystem types that the table is about; empty for all. A type of these without a row is pointed out.
    """

    name: str
    label: Label
    columns: tuple[Column, ...]
    note: Label = NO_LABEL
    covers: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """The columns that identify a row."""
        return tuple(c for c in self.columns if isinstance(c, Key))

    @cached_property
    def numbers(self) -> Mapping[str, Number]:
        """The numeric columns by name."""
        return MappingProxyType({c.name: c for c in self.columns if isinstance(c, Number)})


class Source(NamedTuple):
    """Where an argument of a step comes from: step, field, shared, coefficient, policy or other service."""

    kind: str
    name: str


class Branch(NamedTuple):
    """A choice between two ways of a rule, told on every line and in its trace.

    Parameters
    ----------
    step : str
        The earlier step that decides: up to 1 the rule goes one way, above 1 the other.
    within, beyond : Label
        What is said of a line that went the one way or the other.
    """

    step: str
    within: Label
    beyond: Label

    def taken(self, index: float) -> Label:
        """Return what is said of a line whose deciding step has this value."""
        return self.beyond if self.is_beyond(index) else self.within

    def is_beyond(self, index: Any) -> Any:
        """Return whether a line, or each of many, goes the way above 1."""
        return index > 1


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a method: a quantity, from a rule over earlier quantities or straight from the inventory.

    Parameters
    ----------
    name : str
        Key of the quantity; unique within the service.
    label : Label
        Its name in tables.
    rule : Rule or None
        The formula; None takes the inventory number `field` as it stands, and without a field the quantity can only be
        reported.
    arguments : mapping
        For each argument of the rule the name of what fills it: an earlier step, a number of the sheet, ``area`` or
        ``period``, ``policy.<name>``, ``<service>.<step>`` of a service compiled earlier, else a coefficient of this
        service. An argument that is not mentioned is filled by its own name.
    price : str or None
        Price key that makes the step a priced indicator; or an earlier step or number of the sheet that is
        a unit price.
    headline : bool
        The physical quantity that stands for the service in summary tables.
    noted : bool
        A quantity without price that is shown beside the indicators, such as an amount that a policy leaves out.
    money : bool
        The step is money reported directly, not a quantity.
    branch : Branch or None
        Which of two ways the rule went, where it has two.
    rises_with : str
        An argument of the rule that the result is meant to rise with. A published equation can turn and fall beyond
        some point; lines that lie there are pointed out.
    """

    name: str
    label: Label
    rule: Rule[...] | None = None
    arguments: Mapping[str, str] = field(default_factory=dict)
    field: str = ""
    price: str | None = None
    headline: bool = False
    noted: bool = False
    money: bool = False
    branch: Branch | None = None
    rises_with: str = ""

    def __post_init__(self) -> None:
        if self.rises_with and (self.rule is None or self.rises_with not in self.rule.arguments):
            raise ValueError(f"step {self.name}: its rule has no argument {self.rises_with!r}")

    @property
    def role(self) -> str:
        """Role of the step's ledger lines; empty when it is only a step on the way."""
        if self.money:
            return "reported_value"
        if self.price:
            return "priced"
        return "physical" if self.headline or self.noted else ""


def given(name: str, label: Label, field: str, **options: Any) -> Step:
    """Return a step that takes the inventory number `field` as it stands."""
    return Step(name, label, None, {}, field, **options)


@dataclass(frozen=True)
class Method:
    """An ordered chain of steps over the rows of one sheet.

    Parameters
    ----------
    name, label
        Key (unique within the service) and name.
    sheet : Sheet or None
        Where its rows and numbers stand; None when its rows are the lines of another service.
    steps : tuple of Step
        In order of calculation.
    ecosystem : str
        Ecosystem type of the lines when the sheet has no such column or leaves it blank.
    classes : mapping
        For a coefficient that is looked up by class, the key column that holds the class (default ``item``).
    reference : str
        Source of the method.
    """

    name: str
    label: Label
    sheet: Sheet | None
    steps: tuple[Step, ...]
    ecosystem: str = "unallocated"
    classes: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""

    @property
    def numbers(self) -> Mapping[str, Number]:
        """The numbers of its sheet."""
        return self.sheet.numbers if self.sheet else {}

    def sources(self, step: Step) -> Mapping[str, Source]:
        """Return where each argument of `step` comes from."""
        known = self._sources.get(step.name)
        return known if known is not None and step in self.steps else self._sources_of(step)

    @cached_property
    def _sources(self) -> Mapping[str, Mapping[str, Source]]:
        return {step.name: MappingProxyType(self._sources_of(step)) for step in self.steps}

    def _sources_of(self, step: Step) -> dict[str, Source]:
        if step.rule is None:
            return {step.field: Source("field", step.field)} if step.field else {}
        earlier = set()
        for other in self.steps:
            if other.name == step.name:
                break
            earlier.add(other.name)
        return {
            argument: self._source(step.arguments.get(argument, argument), earlier, declared)
            for argument, declared in step.rule.arguments.items()
        }

    def _source(self, name: str, earlier: set[str], declared: str | Parameters) -> Source:
        places = [
            kind for kind, names in (("step", earlier), ("field", self.numbers), ("shared", SHARED)) if name in names
        ]
        if len(places) > 1:
            raise ValueError(f"method {self.name}: {name!r} is ambiguous: {places}")
        if places:
            return Source(places[0], name)
        if name.startswith("policy."):
            return Source("policy", name.removeprefix("policy."))
        if "." in name:
            return Source("other", name)
        return Source("coefficient", name)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The numbers of the sheet that the method reads, in column order."""
        used = {s.name for step in self.steps for s in self.sources(step).values() if s.kind == "field"}
        used |= {step.price for step in self.steps if step.price in self.numbers and step.price}
        return tuple(name for name in self.numbers if name in used)

    @property
    def coefficients(self) -> tuple[str, ...]:
        """The coefficients that the method reads, in order of use."""
        names = (s.name for step in self.steps for s in self.sources(step).values() if s.kind == "coefficient")
        return tuple(dict.fromkeys(names))

    @property
    def price_keys(self) -> tuple[str, ...]:
        """The price keys that the method meets, in order of use."""
        own = {step.name for step in self.steps} | set(self.numbers)
        return tuple(dict.fromkeys(s.price for s in self.steps if s.price and s.price not in own))

    def step(self, name: str) -> Step | None:
        """Return the step called `name`, or None."""
        return next((step for step in self.steps if step.name == name), None)


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a service with alternative methods; the parts of a service add up.

    Parameters
    ----------
    name : str
        Key; empty when the service has one part only.
    methods : tuple of Method
        Alternatives, of which an account uses one.
    """

    name: str
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class ServiceSpec:
    """The declaration of one service."""

    name: str
    label: Label
    class_: str
    components: tuple[Component, ...]
    headline_unit: str = ""

    def __post_init__(self) -> None:
        names = [method.name for method in self.methods]
        if len(set(names)) != len(names):
            raise ValueError(f"service {self.name}: method names are not unique")
        for method in self.methods:
            for step in method.steps:
                method.sources(step)

    @property
    def methods(self) -> tuple[Method, ...]:
        """Every method of every component."""
        return tuple(method for component in self.components for method in component.methods)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets of its methods, each once."""
        return tuple({method.sheet.name: method.sheet for method in self.methods if method.sheet}.values())

    def method(self, name: str) -> Method | None:
        """Return the method called `name`, or None."""
        return next((method for method in self.methods if method.name == name), None)

    def steps(self) -> Iterator[tuple[Component, Method, Step]]:
        """Iterate over every step with its component and method."""
        for component in self.components:
            for method in component.methods:
                for step in method.steps:
                    yield component, method, step
