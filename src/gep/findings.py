"""Findings: what is wrong with an inventory, where, how badly, and what to do about it.

A finding carries a stable code and parameters, never text: the words live in the catalogues of
:mod:`gep.messages`, Chinese first, English beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from gep.messages import grade_of, label, message

__all__ = ["CoefficientError", "Finding", "GepError", "Grade", "InputError", "UnitError", "Where", "finding", "stops"]


class Grade(StrEnum):
    """How a statistician grades a finding (强制性, 准强制性, 核实性, 提示性)."""

    ERROR = "error"
    EXPLAIN = "explain"
    VERIFY = "verify"
    HINT = "hint"

    def label(self, lang: str = "zh") -> str:
        """Return the grade's word in `lang`."""
        return label(self.value, lang)


class Where(NamedTuple):
    """The address of a finding; parts that do not apply are empty."""

    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return " › ".join(part for part in (self.file, self.sheet, self.cell) if part)


_NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, addressed to a cell where there is one.

    Parameters
    ----------
    code : str
        Stable code, e.g. ``"GEP105"``; each has an entry in ``docs/errors.md``.
    where : Where
        File, sheet and cell.
    subject : str
        What the finding is about, as a stable key (``"soil_retention/forest"``). An explanation recorded in the
        sheet 审核说明 is matched by code and subject, because cell addresses move.
    typed : str or None
        The value as typed.
    params : mapping
        Values for the catalogue text.
    explanation : str or None
        The explanation recorded by the analyst, which settles a finding of grade *explain*.
    """

    code: str
    where: Where = _NOWHERE
    subject: str = ""
    typed: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    explanation: str | None = None

    @property
    def grade(self) -> Grade:
        """The grade of the code."""
        return Grade(grade_of(self.code))

    @property
    def stops(self) -> bool:
        """Whether this finding stops the account."""
        return self.grade is Grade.ERROR or (self.grade is Grade.EXPLAIN and not self.explanation)

    def text(self, lang: str = "zh") -> str:
        """Return what was found, in `lang`."""
        return message(self.code, "text", lang, {"typed": self.typed, "subject": self.subject, **self.params})

    def todo(self, lang: str = "zh") -> str:
        """Return what to do about it, in `lang`."""
        return message(self.code, "todo", lang, {"typed": self.typed, "subject": self.subject, **self.params})

    def render(self, lang: str = "zh") -> str:
        """Return the whole message: address, text, code and grade, and what to do."""
        address = f"{self.where}: " if str(self.where) else ""
        lines = [f"{address}{self.text(lang)} [{self.code} {self.grade.label(lang)}]", f"  → {self.todo(lang)}"]
        if self.explanation:
            lines.append(f"  ✓ {label('explained', lang, explanation=self.explanation)}")
        return "\n".join(lines)

    def as_dict(self, lang: str = "zh") -> dict[str, object]:
        """Return the finding as plain values for JSON."""
        return {
            "code": self.code,
            "grade": self.grade.value,
            "file": self.where.file,
            "sheet": self.where.sheet,
            "cell": self.where.cell,
            "subject": self.subject,
            "typed": self.typed,
            "text": self.text(lang),
            "todo": self.todo(lang),
            "explanation": self.explanation,
        }


def finding(
    code: str, where: Where | None = None, *, subject: str = "", typed: object = None, **params: object
) -> Finding:
    """Make a :class:`Finding`; `params` fill the catalogue text of `code`."""
    return Finding(code, where or _NOWHERE, subject, None if typed is None else str(typed), params)


def stops(findings: Iterable[Finding]) -> bool:
    """Return whether any finding stops the account."""
    return any(item.stops for item in findings)


class GepError(Exception):
    """Base of the errors a user can meet: a catalogue code with its parameters."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def render(self, lang: str = "zh") -> str:
        """Return the message and what to do about it, in `lang`."""
        text, todo = (message(self.code, part, lang, self.params) for part in ("text", "todo"))
        return f"{text} [{self.code}]\n  → {todo}"

    def __str__(self) -> str:
        return f"{self.render('zh')}\n{self.render('en')}"


class UnitError(GepError):
    """A unit that cannot be read, is ambiguous, or has the wrong dimension."""


class _FindingsError(GepError):
    """An error that carries every finding behind it."""

    def __init__(self, code: str, findings: Iterable[Finding], **params: object) -> None:
        super().__init__(code, **params)
        self.findings: tuple[Finding, ...] = tuple(findings)

    def render(self, lang: str = "zh") -> str:
        """Return the message followed by every finding that stops."""
        return "\n".join([super().render(lang), *(item.render(lang) for item in self.findings)])


class InputError(_FindingsError):
    """An inventory that cannot be compiled; :attr:`findings` holds every finding at once."""


class CoefficientError(_FindingsError):
    """Coefficient files, profiles or overrides that cannot be used; :attr:`findings` holds every problem at once."""
