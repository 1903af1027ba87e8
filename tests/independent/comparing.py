"""How a rule is held against its derivation: drawn numbers in units other than the declared ones, converted by hand."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType

import numpy as np
import pytest

import gep.preparation
import gep.services
from gep.units import ParameterSet, Quantity, Rule, unit

__all__ = ["ROUNDING", "Comparison", "constants_of", "edge", "rules_of"]

# Both sides do some dozen operations in another order and convert units; each may lose half a unit in the 16th digit,
# and the exponents of e^x and x^y lose as many digits as they have before the point.
ROUNDING = 1e-12
DRAWS = 150
AT_EDGE = 0.2
AROUND = 0.25


def rules_of(package: ModuleType) -> dict[str, Rule[...]]:
    """Return the rules that the modules of a package define, by name."""
    found: dict[str, Rule[...]] = {}
    for item in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for rule in vars(importlib.import_module(item.name)).values():
            if isinstance(rule, Rule) and rule.__module__ == item.name:
                assert rule.name not in found, f"two rules are called {rule.name}"
                found[rule.name] = rule
    return found


RULES = rules_of(gep.services) | rules_of(gep.preparation)


def constants_of(derived: Callable[..., float]) -> dict[str, float]:
    """Return the constants that a derivation has typed from its text: the defaults of its keywords."""
    parameters = inspect.signature(derived).parameters.values()
    return {item.name: item.default for item in parameters if item.kind is item.KEYWORD_ONLY}


@dataclass(frozen=True)
class Comparison:
    """A rule, and its derivation as a function of the numbers, in order, in the units given here.

    `arguments` are name → (unit, low, high, edges …); both ends and the edges are drawn often. `constants` is the
    argument that is a parameter set; its fields are the keywords of `derived`, drawn around what the text prints.
    `size` is the largest of the terms that a sum may cancel.
    """

    rule: str
    derived: Callable[..., float]
    result: str
    arguments: Mapping[str, tuple[str | float, ...]]
    constants: tuple[str, Mapping[str, float]] | None = None
    size: Callable[..., float] | None = None
    fixed: frozenset[str] = field(default_factory=frozenset)

    def __str__(self) -> str:
        return self.rule

    def draw(self, generator: np.random.Generator) -> tuple[dict[str, float], dict[str, float]]:
        """Draw a number for each argument, and for each constant."""
        numbers = {}
        for name, (_, *limits) in self.arguments.items():
            is_edge = generator.random() < AT_EDGE
            numbers[name] = float(generator.choice(limits) if is_edge else generator.uniform(limits[0], limits[1]))
        constants = {}
        for name, printed in (self.constants[1] if self.constants else {}).items():
            factor = 1.0 if name in self.fixed else generator.uniform(1 - AROUND, 1 + AROUND)
            constants[name] = printed * factor
        return numbers, constants

    def check(self, seed: int, draws: int = DRAWS) -> int:
        """Compare row by row; return how many different results there were."""
        generator = np.random.default_rng(seed)
        rows = [self.draw(generator) for _ in range(draws)]
        typed = {
            name: Quantity(np.array([numbers[name] for numbers, _ in rows]), unit(str(of_argument[0]), price_year=2020))
            for name, of_argument in self.arguments.items()
        }
        if self.constants:
            name, printed = self.constants
            typed[name] = ParameterSet({one: np.array([constants[one] for _, constants in rows]) for one in printed})
        found = RULES[self.rule](**typed).to(self.result).magnitude
        derived = [self.derived(*numbers.values(), **constants) for numbers, constants in rows]
        for got, expected, row in zip(found.tolist(), derived, rows, strict=True):
            size = self.size(*row[0].values()) if self.size else 0.0
            assert got == pytest.approx(expected, rel=ROUNDING, abs=ROUNDING * abs(size)), row
        return len(set(derived))


def edge(number: float) -> tuple[float, float, float]:
    """Return a threshold and its neighbours on both sides."""
    return float(np.nextafter(number, -np.inf)), number, float(np.nextafter(number, np.inf))
