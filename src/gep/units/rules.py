"""``@rule``: one formula with the units of its arguments and result, checked when imported and when called."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Generic, ParamSpec, cast

import numpy as np
import numpy.typing as npt

from gep.findings import UnitError
from gep.units.atoms import CURRENCY
from gep.units.formatting import spell
from gep.units.quantity import Quantity, price_year_of
from gep.units.registry import container, dimension, pinned, ratio, unpinned
from gep.units.spelling import read_spelling
from gep.units.symbolic import Expression, Number, Symbol

__all__ = ["ParameterSet", "Parameters", "Rule", "parameters", "rule"]

P = ParamSpec("P")

_NUMBER_OF = "number of "


class ParameterSet:
    """The constants of one published regression, read as attributes; frozen.

    Examples
    --------
    >>> ParameterSet(intercept=1.2, slope=0.5).slope
    0.5
    """

    __slots__ = ("_values",)
    _values: Mapping[str, Any]

    def __init__(self, values: Mapping[str, Any] | None = None, /, **more: Any) -> None:
        object.__setattr__(self, "_values", MappingProxyType({**(values or {}), **more}))

    # Typed as float, which it is to the reader of a rule; it may be a column of draws or a symbol.
    def __getattr__(self, name: str) -> float:
        if name.startswith("_") or name not in self._values:
            raise AttributeError(f"no parameter {name!r}; there are: {', '.join(self._values)}")
        value: Any = self._values[name]
        return cast("float", value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a parameter set is frozen")

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def keys(self) -> Any:
        """Return the names, so that ``dict(parameter_set)`` works."""
        return self._values.keys()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ParameterSet) and dict(self) == dict(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"ParameterSet({', '.join(f'{name}={value!r}' for name, value in self._values.items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        return ParameterSet, (dict(self._values),)


class Parameters(tuple[str, ...]):
    """The declaration of an argument that is a :class:`ParameterSet` with exactly these names."""

    __slots__ = ()


def parameters(*names: str) -> Parameters:
    """Declare an argument of a rule as a :class:`ParameterSet` with these names."""
    return Parameters(names)


class _Declared:
    """A declared unit: its text, its exponents (money of no year), and whether the body sees a plain number."""

    __slots__ = ("exponents", "is_money", "plain", "text", "unit_text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = text.startswith(_NUMBER_OF)
        self.unit_text = text.removeprefix(_NUMBER_OF)
        reading = read_spelling(self.unit_text)
        if reading.price_year is not None:
            raise TypeError(f"a rule holds for every price year; declare {self.unit_text!r} without one")
        self.exponents = container(reading.exponents)
        self.is_money = CURRENCY in reading.exponents

    def bare(self, magnitude: Any) -> Any:
        """Return what the body receives for a magnitude in the declared unit."""
        return magnitude if self.plain else Quantity(magnitude, self.exponents)


class Rule(Generic[P]):
    """A formula with declared units. Call it with Quantities; `__wrapped__` is the bare function.

    Attributes
    ----------
    name : str
        The name of the function.
    arguments : mapping of str to str or Parameters
        The declared unit of each argument, in the order of the signature.
    returns : str
        The declared unit of the result.
    """

    def __init__(self, body: Callable[P, Any], returns: str, declared: Mapping[str, str | Parameters]) -> None:
        functools.update_wrapper(self, body)
        self._body: Callable[..., Any] = body
        self.name: str = body.__name__
        self._signature = inspect.signature(body)
        names = list(self._signature.parameters)
        if set(names) != set(declared):
            odd = ", ".join(sorted(set(names) ^ set(declared)))
            raise TypeError(f"rule {self.name}: declared units and signature differ in: {odd}")
        self.arguments: Mapping[str, str | Parameters] = MappingProxyType({name: declared[name] for name in names})
        self.returns = returns
        self._declared: dict[str, _Declared | Parameters] = {
            name: item if isinstance(item, Parameters) else _Declared(item) for name, item in self.arguments.items()
        }
        self._result = _Declared(returns)
        self._formula = self._dry_run()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Quantity:
        """Check and convert the arguments, compute, and return the result in the declared unit."""
        bound = self._signature.bind(*args, **kwargs)
        bound.apply_defaults()
        years = self._price_years(bound.arguments)
        inputs = {name: self._input(name, value) for name, value in bound.arguments.items()}
        result = self._run(inputs)
        units = self._result.exponents
        if self._result.is_money and years:
            units = pinned(units, years[0])
        return Quantity(result, units)

    def evaluate(self, arrays: Mapping[str, Any], price_year: int | None = None) -> npt.NDArray[np.float64]:
        """Compute on plain numbers in the declared units, and return plain numbers in the unit of the result.

        Parameters
        ----------
        arrays : mapping of str to array_like, or ParameterSet
            Every argument by name; the shapes must broadcast.
        price_year : int, optional
            The one price year of all money among them. It does not change the numbers; giving it here keeps the caller
            honest about there being one.

        Returns
        -------
        ndarray of float64
        """
        if arrays.keys() != self.arguments.keys():
            odd = ", ".join(sorted(arrays.keys() ^ self.arguments.keys()))
            raise TypeError(f"rule {self.name}: arguments missing or not known: {odd}")
        inputs: dict[str, Any] = {}
        for name, declared in self._declared.items():
            if isinstance(declared, Parameters):
                inputs[name] = self._parameter_set(name, arrays[name], declared)
            else:
                inputs[name] = declared.bare(np.asarray(arrays[name], dtype=np.float64))
        return np.asarray(self._run(inputs), dtype=np.float64)

    def expression(self) -> Expression:
        """Return the formula: the body run on symbols named like the arguments, in the declared units."""
        return self._formula

    def __repr__(self) -> str:
        return f"<Rule {self.name}{self._signature} in {self.returns or '1'}>"

    def __reduce__(self) -> str:
        return cast("str", self.__qualname__)  # type: ignore[attr-defined]  # a rule is found again by its name

    def _dry_run(self) -> Expression:
        inputs: dict[str, Any] = {}
        for name, declared in self._declared.items():
            if isinstance(declared, Parameters):
                inputs[name] = ParameterSet({field: Symbol(f"{name}.{field}") for field in declared})
            else:
                inputs[name] = declared.bare(Symbol(name))
        try:
            result = self._run(inputs)
        except (TypeError, ValueError, AttributeError) as error:
            raise UnitError("GEP526", rule=self.name, reason=str(error)) from error
        except UnitError as error:
            if error.code == "GEP523":
                raise
            reason = {lang: error.render(lang).partition(" [")[0] for lang in ("zh", "en")}
            raise UnitError("GEP526", rule=self.name, reason=reason) from error
        return result if isinstance(result, Expression) else Number(float(result))

    def _run(self, inputs: Mapping[str, Any]) -> Any:
        """Run the body and return the magnitude of its result in the declared unit."""
        result = self._body(**inputs)
        if self._result.plain:
            if not isinstance(result, Quantity):
                return result
            # A plain number times a dimensionless argument is a number still.
            got = container(result)
            if dimension(got):
                raise self._wrong_result(got)
            return result.magnitude * ratio(got, container(Quantity(0.0, ""))) if got else result.magnitude
        if not isinstance(result, Quantity):
            result = Quantity(result, "")
        got = container(result)
        if dimension(got) != dimension(self._result.exponents):
            raise self._wrong_result(got)
        if got == self._result.exponents:
            return result.magnitude
        return result.magnitude * ratio(got, self._result.exponents)

    def _wrong_result(self, got: Any) -> UnitError:
        return UnitError("GEP523", rule=self.name, expected=self.returns or "1", got=spell(got) or "1")

    def _price_years(self, values: Mapping[str, Any]) -> list[int]:
        years: dict[int, str] = {}
        for name, value in values.items():
            declared = self._declared[name]
            if isinstance(declared, _Declared) and declared.is_money and isinstance(value, Quantity):
                year = price_year_of(value)
                if year is not None:
                    years.setdefault(year, name)
        if len(years) > 1:
            listed = "、".join(f"{name} {year}" for year, name in years.items())
            raise UnitError("GEP522", rule=self.name, years=listed)
        return list(years)

    def _input(self, name: str, value: Any) -> Any:
        declared = self._declared[name]
        if isinstance(declared, Parameters):
            return self._parameter_set(name, value, declared)
        if not isinstance(value, Quantity):
            if dimension(declared.exponents) or value is None or isinstance(value, str | bool):
                raise UnitError(
                    "GEP520", rule=self.name, argument=name, expected=declared.unit_text or "1", got=repr(value)
                )
            value = Quantity(value, "")
        got = unpinned(container(value)) if declared.is_money else container(value)
        if dimension(got) != dimension(declared.exponents):
            raise UnitError(
                "GEP521",
                rule=self.name,
                argument=name,
                expected=declared.unit_text or "1",
                got=spell(container(value)) or "1",
            )
        magnitude = value.magnitude
        if not isinstance(magnitude, Expression):
            # Whole numbers would keep NumPy's integer arithmetic: 2**-1 fails, division by 0 differs.
            magnitude = np.asarray(magnitude, dtype=np.float64) if np.ndim(magnitude) else float(magnitude)
        return declared.bare(magnitude if got == declared.exponents else magnitude * ratio(got, declared.exponents))

    def _parameter_set(self, name: str, value: Any, declared: Parameters) -> ParameterSet:
        if not isinstance(value, ParameterSet) or set(value) != set(declared):
            got = "、".join(value) if isinstance(value, ParameterSet) else repr(value)
            raise UnitError("GEP524", rule=self.name, argument=name, expected="、".join(declared), got=got)
        return value


def rule(*, returns: str, **declared: str | Parameters) -> Callable[[Callable[P, Any]], Rule[P]]:
    """Declare the units of a formula.

    Parameters
    ----------
    returns : str
        The unit of the result. ``"number of 万m³"`` wraps a plain number, for regressions fitted to numbers.
    **declared : str or Parameters
        The unit of each argument, under the names of the signature: ``""`` for a pure number (plain numbers are taken
        too), money without a price year, ``"number of km²"`` to receive the plain number of km², or
        ``parameters("a", "b")`` for a :class:`ParameterSet`.

    Returns
    -------
    callable
        The decorator, which makes a :class:`Rule`. The body must be elementwise: arithmetic and the functions of this
        package only, no ``if`` on values.

    Raises
    ------
    UnitError
        When the module is imported, if the body cannot give `returns` from the declared units.

    Examples
    --------
    >>> @rule(area="hm²", rate="t/(hm²·a)", period="a", returns="t")
    ... def yield_of(area: Quantity, rate: Quantity, period: Quantity) -> Quantity:
    ...     return area * rate * period
    >>> print(yield_of(Quantity(15, "万亩"), Quantity(2, "t/(hm²·a)"), Quantity(1, "a")))
    20000 t
    """

    def decorate(body: Callable[P, Any]) -> Rule[P]:
        return Rule(body, returns, declared)

    return decorate
