"""What the book is made of: a coefficient, where it applies, and the source it was read in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from gep.findings import Finding, Where

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from gep.units import ParameterSet, Quantity

__all__ = [
    "DIMENSIONS",
    "LABELS",
    "STATUSES",
    "Coefficient",
    "Consideration",
    "Entry",
    "Matches",
    "Qualifiers",
    "Source",
    "years",
]

STATUSES = ("official", "peer_reviewed", "expert", "derived", "definition", "placeholder")
DIMENSIONS = ("ecosystem", "region", "class")
"""What a coefficient may depend on, besides the year."""
LABELS: Mapping[str, Mapping[str, str]] = {
    "ecosystem": {"zh": "生态系统类型", "en": "ecosystem"},
    "region": {"zh": "地区", "en": "region"},
    "class": {"zh": "类别", "en": "class"},
}


@dataclass(frozen=True, slots=True)
class Source:
    """A document that numbers were read in."""

    id: str
    citation: str
    year: int | None
    kind: str
    url: str = ""
    doi: str = ""
    seen: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Qualifiers:
    """Where a value applies; an empty qualifier means everywhere."""

    ecosystem: str = ""
    region: str = ""
    class_: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the three qualifiers by the names of :data:`DIMENSIONS`."""
        return {"ecosystem": self.ecosystem, "region": self.region, "class": self.class_}

    def __str__(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in self.as_dict().items() if value)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One sourced number, or one published set of regression parameters.

    Parameters
    ----------
    id : str
        ``service.name@set``, e.g. ``"soil_retention.silted_share@ganzi2017"``.
    name, set : str
        The two parts of the id; sets keep sources apart that disagree.
    value : float
        The value in `unit`; NaN if this is a parameter set.
    unit : str
        The unit, without price year.
    status : str
        One of :data:`STATUSES`.
    source, locator : str
        Id of the source, and where in it the number is.
    qualifiers : Qualifiers
        What the value applies to.
    valid : tuple of int or None
        First and last accounting year; None where open.
    price_year, source_year : int or None
        The year of the prices, and of the cost behind them where that is older.
    parameters : mapping of str to float
        The parameters of a regression; empty for a single number.
    note : str
        Doubts and explanations.
    fallback : str
        How the value was inherited, e.g. ``"ecosystem alpine_meadow → grassland"``; empty for an exact match.
    printed : str
        The number as printed, with its unit if that differs from `unit`.
    zh, en, symbol : str
        Labels and symbol of the coefficient.
    low, high : float or None
        The range the source gives, in `unit`.
    default : bool
        Whether a lookup without a set takes it.
    context : str
        What and when the number was measured or used for.
    """

    id: str
    name: str
    set: str
    value: float
    unit: str
    status: str
    source: str
    locator: str
    qualifiers: Qualifiers = Qualifiers()
    valid: tuple[int | None, int | None] = (None, None)
    price_year: int | None = None
    source_year: int | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
    fallback: str = ""
    printed: str = ""
    zh: str = ""
    en: str = ""
    symbol: str = ""
    low: float | None = None
    high: float | None = None
    default: bool = False
    context: str = ""

    @property
    def service(self) -> str:
        """The service the coefficient belongs to, or ``"price"``."""
        return self.name.partition(".")[0]

    @property
    def key(self) -> str:
        """The id with its qualifiers, which tells the rows of one table apart."""
        parts = [str(self.qualifiers)] if str(self.qualifiers) else []
        if self.valid != (None, None):
            parts.append(years(self.valid))
        return f"{self.id} [{', '.join(parts)}]" if parts else self.id

    def label(self, lang: str = "zh") -> str:
        """Return the name of the coefficient in `lang`."""
        return self.zh if lang == "zh" else self.en

    def quantity(self) -> Quantity:
        """Return the value with its unit (and price year)."""
        from gep.units import Quantity, unit  # noqa: PLC0415

        return Quantity(self.value, unit(self.unit, price_year=self.price_year))

    def parameter_set(self) -> ParameterSet:
        """Return the parameters of a regression as one argument for a rule."""
        from gep.units import ParameterSet  # noqa: PLC0415

        return ParameterSet(self.parameters)


@dataclass(frozen=True, slots=True)
class Entry:
    """A coefficient as the book keeps it: how it may be inherited, and where it is written."""

    coefficient: Coefficient
    inherits: bool = False
    in_force: bool = False
    where: Where = field(default_factory=Where)


class Consideration(NamedTuple):
    """One entry that a lookup looked at: whether it was chosen, and why, in both languages."""

    id: str
    chosen: bool
    reason: Mapping[str, str]


class Matches(NamedTuple):
    """What a lookup by the column found.

    `codes` holds for each row the place of its coefficient in `coefficients`, −1 where there is none; `problems` has
    one finding per kind of failure.
    """

    codes: npt.NDArray[np.int64]
    coefficients: tuple[Coefficient, ...]
    problems: tuple[Finding, ...]


def years(valid: tuple[int | None, int | None]) -> str:
    """Return a span of years as text, ``…`` for an open end."""
    first, last = valid
    if first == last and first is not None:
        return str(first)
    return f"{first or '…'}–{last or '…'}"
