"""The schema of the coefficient files."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

__all__ = ["NameSchema", "RowSchema", "SourceSchema", "Strict", "TableSchema"]


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not Decimal(value).is_finite():
        raise ValueError("not a number")
    return Decimal(value)


_Number = Annotated[Decimal, BeforeValidator(_number)]
_Year = Annotated[int, Field(strict=True, ge=1900, le=2200)]


def _price_year(value: object) -> object:
    is_year = isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200  # noqa: PLR2004
    if not is_year and value != "accounting_year":
        raise ValueError('a year or "accounting_year" is expected')
    return value


class Strict(BaseModel):
    """A table that takes no field it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceSchema(Strict):
    """A source in ``sources.toml``."""

    citation: str = Field(min_length=4)
    year: _Year | None = None
    kind: Literal["standard", "law", "journal", "dataset", "software", "convention"]
    url: str = ""
    doi: str = ""
    seen: str = ""
    note: str = ""


class NameSchema(Strict):
    """The labels of a coefficient, and the short list its classes belong to."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    symbol: str = ""
    class_: str = Field("", alias="class")


_Status = Literal["official", "peer_reviewed", "expert", "derived", "definition", "placeholder"]


class RowSchema(Strict):
    """One number; what it does not state is taken from its table."""

    ecosystem: str = ""
    region: str = ""
    class_: str = Field("", alias="class")
    value: _Number | None = None
    numerator: _Number | None = None
    denominator: _Number | None = None
    parameters: dict[str, _Number] = {}
    low: _Number | None = None
    high: _Number | None = None
    unit: str | None = None
    declared_unit: str | None = None
    valid_from: _Year | None = None
    valid_to: _Year | None = None
    price_year: Annotated[Any, BeforeValidator(_price_year)] = None
    source_year: _Year | None = None
    status: _Status | None = None
    locator: str = ""
    note: str = ""


class TableSchema(RowSchema):
    """One set of a coefficient: a single number, or what its rows have in common."""

    id: str
    unit: str
    status: _Status
    source: str
    default: bool = False
    fallback: Literal["parent"] | None = None
    context: str = ""
    rows: list[RowSchema] = []
