"""Number formats, as far as they decide what a stored number means: a quantity, a percentage or a date."""

from __future__ import annotations

import datetime
import re
from enum import Enum

__all__ = ["Format", "builtin_format", "date_of", "format_of", "typed_date"]


class Format(Enum):
    """What a number format makes of a number."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"


# ECMA-376 part 1, 18.8.30. 27-36 and 50-58 are dates and times in the East Asian editions, whose files name them by
# number alone; elsewhere they are not used.
_BUILTIN_NUMBERS = {
    **dict.fromkeys((9, 10), Format.PERCENT),
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), Format.DATE),
    22: Format.DATETIME,
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), Format.TIME),
}
_BUILTIN = {str(number): form for number, form in _BUILTIN_NUMBERS.items()}

# What is shown as it stands: "quoted", \x escaped, _x a space as wide as x, *x filled with x.
_LITERAL = re.compile(r'"[^"]*"|[\\_*].', re.DOTALL)
# [h] [mm] [s] count elapsed time; every other bracket is a colour, a condition or a locale.
_BRACKET = re.compile(r"\[(?!(?:h+|m+|s+)\])[^\]]*\]", re.IGNORECASE)
# The word General, which Chinese editions also write G/通用格式, and the E+ of scientific notation.
_NO_DATE = re.compile(r"general|g/通用格式|e[+-]", re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[yd]|aaa", re.IGNORECASE)
_TIME_LETTERS = re.compile(r"[hs]|am/pm|a/p|上午/下午", re.IGNORECASE)
# The era year and the Buddhist year; only where no digit placeholder shows that the format is one of a number.
_ERA_LETTERS = re.compile(r"[egb]", re.IGNORECASE)
_DIGIT = re.compile(r"[0#?]")

_DAY_MILLISECONDS = 86_400_000
_LEAP_BUG = 60
_LAST_SERIAL = 2_958_466


def builtin_format(number: str) -> Format:
    """Return what the built-in number format called `number` makes of a number."""
    return _BUILTIN.get(number, Format.NUMBER)


def format_of(code: str) -> Format:
    """Return what the format `code`, such as ``yyyy"年"m"月"d"日"``, makes of a number."""
    # The first section is the one for positive numbers. A semicolon inside quotes separates nothing.
    section = _LITERAL.sub("", code).split(";", 1)[0]
    section = _NO_DATE.sub("", _BRACKET.sub("", section))
    time = _TIME_LETTERS.search(section) is not None
    date = _DATE_LETTERS.search(section) is not None or (
        _ERA_LETTERS.search(section) is not None and _DIGIT.search(section) is None
    )
    # An m next to hours or seconds is minutes, alone it is a month.
    date = date or (not time and "m" in section.lower())
    if date:
        return Format.DATETIME if time else Format.DATE
    if time:
        return Format.TIME
    return Format.PERCENT if "%" in section else Format.NUMBER


def date_of(serial: float, form: Format, *, from_1904: bool) -> datetime.date | datetime.datetime | None:
    """Return the day (and time) that the number `serial` stands for, to the millisecond; None if there is none.

    Parameters
    ----------
    serial : float
        Days since the start of the calendar.
    form : Format
        The format of the cell: a whole number in a format without time is a date, everything else a datetime.
    from_1904 : bool
        Whether the workbook counts from 1904, as early Macintosh files do, and not from 1900.
    """
    if not 0 <= serial < _LAST_SERIAL:
        return None
    if from_1904:
        start = datetime.datetime(1904, 1, 1)
    else:
        # Excel believes in 29 February 1900 (serial 60): days before it are one further from the start.
        start = datetime.datetime(1899, 12, 31 if serial < _LEAP_BUG else 30)
    try:
        moment = start + datetime.timedelta(milliseconds=round(serial * _DAY_MILLISECONDS))
    except OverflowError:
        return None
    if form is Format.DATE and moment.time() == datetime.time():
        return moment.date()
    return moment


def typed_date(value: datetime.date | datetime.datetime, serial: float, form: Format) -> str:
    """Return the text by which messages show a date."""
    if form is Format.TIME and serial < 1 and isinstance(value, datetime.datetime):
        return value.time().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
