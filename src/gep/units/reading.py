"""Reading a unit where a field says what is measured: there plain ``t`` is a tonne of that, and 0.37 % is a content."""

from __future__ import annotations

from collections.abc import Iterator

from gep.findings import UnitError
from gep.units.atoms import CARBON, CURRENCY, MASSES, SPECIES, Exponents, mass_of_species
from gep.units.formatting import currency_year, spell
from gep.units.quantity import Unit, price_year_of, unit
from gep.units.registry import container, dimension, pinned, single_year, unpinned
from gep.units.spelling import read_spelling

__all__ = ["read_unit"]


def read_unit(text: str, expected: str | Unit, price_year: int | None = None) -> Unit:
    """Read the unit of a field that is declared in the unit `expected`.

    Parameters
    ----------
    text : str
        The unit as typed.
    expected : str or Unit
        The unit of the field. If it names a species (``tSO2``, ``元/tCOD``, ``tN/t``), plain mass is read as that
        species, and for a content also ``%``, ``‰`` and ``g/kg``. Carbon is the exception: t may be tC or tCO2, a
        factor of 44/12, so it is refused.
    price_year : int, optional
        The year of the prices, for money that does not state it; otherwise the year of `expected`, if it has one.

    Returns
    -------
    Unit
        A unit with the dimension of `expected`; ``factor(result, expected)`` converts.

    Raises
    ------
    UnitError
        If the text cannot be read or measures something else.
    """
    if isinstance(expected, Unit):
        target = container(expected)
        price_year = price_year if price_year is not None else price_year_of(expected)
    else:
        reading = read_spelling(expected)
        year = reading.price_year if reading.price_year is not None else price_year
        target = container(reading.exponents)
        if CURRENCY in target and year is None:
            year = read_spelling(text).price_year  # the text itself may say
        target = pinned(target, year) if year is not None else target
        price_year = price_year if price_year is not None else year
    if not text.strip() and dimension(target):
        raise UnitError("GEP516", expected=spell(target, price_year=False))
    typed = unit(text, price_year)
    exponents = container(typed)
    if dimension(exponents) == dimension(target):
        return typed
    if dimension(unpinned(exponents)) == dimension(unpinned(target)):
        raise UnitError("GEP512", unit=text, written=single_year(exponents), given=single_year(target))
    species = {SPECIES[name][1] for name in target if name in SPECIES}
    if len(species) == 1:
        found = _in_context(exponents, target, next(iter(species)))
        if found is not None:
            return _checked(found, target, text, next(iter(species)))
    total = _merged([*exponents.items(), ("a", 1)])
    contexts = [total, *(_in_context(total, target, one) or {} for one in species)]
    if any(dimension(one) == dimension(target) for one in contexts):
        raise UnitError("GEP261", unit=text, right=spell(total, price_year=False))
    raise UnitError("GEP517", unit=text, expected=spell(target, price_year=False), examples=_examples(target))


def _in_context(exponents: Exponents, target: Exponents, species: str) -> Exponents | None:
    for candidate in _candidates(exponents, species):
        if dimension(candidate) == dimension(target):
            return candidate
    return None


def _checked(found: Exponents, target: Exponents, text: str, species: str) -> Unit:
    # A carbon content can only be carbon per mass: no one gives carbon dioxide as a percentage of soil.
    is_content = dimension(target) == dimension({mass_of_species("t", "C"): 1, "t": -1})
    if species in CARBON and not (species == "C" and is_content):
        offered = [spell(_renamed(found, species, other)) for other in ("C", "CO2")]
        raise UnitError("GEP527", unit=text, carbon=offered[0], dioxide=offered[1])
    return Unit(container(found))


def _renamed(exponents: Exponents, species: str, other: str) -> Exponents:
    return {
        mass_of_species(SPECIES[name][0], other) if name in SPECIES and SPECIES[name][1] == species else name: exponent
        for name, exponent in exponents.items()
    }


def _candidates(exponents: Exponents, species: str) -> Iterator[Exponents]:
    """Yield `exponents` with plain mass read as mass of `species`: everywhere, only above, only below the slash."""
    for signs in ((1, -1), (1,), (-1,)):
        yield _merged(
            (mass_of_species(name, species) if name in MASSES and (exponent > 0) * 2 - 1 in signs else name, exponent)
            for name, exponent in exponents.items()
        )
    if not dimension(exponents):  # a share: % of the mass
        yield _merged([*exponents.items(), (mass_of_species("t", species), 1), ("t", -1)])


def _merged(items: object) -> Exponents:
    total: dict[str, float] = {}
    for name, exponent in items:  # type: ignore[attr-defined]
        total[name] = total.get(name, 0) + exponent
    return {name: exponent for name, exponent in total.items() if exponent}


def _examples(target: Exponents) -> str:
    """Return a few spellings that the field would take."""
    bare = {CURRENCY if currency_year(name) else name: exponent for name, exponent in target.items()}
    shown = [spell(bare), spell(bare, "zh")]
    above = [name for name, exponent in bare.items() if exponent > 0]
    if above and not any(name in ("percent", "permille") for name in bare):
        shown.append(spell({"万": 1, **bare}))
    if bare == {"hm": 2}:
        shown += ["亩", "km²"]
    return "、".join(dict.fromkeys(word for word in shown if word)) or "无量纲、%"
