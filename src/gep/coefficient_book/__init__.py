"""The coefficient book: every number that is not an input, dated, sourced, and never guessed.

A coefficient has the id ``service.name@set``. A lookup names the coefficient, what it is for (ecosystem type, region,
class) and the accounting year; it returns exactly one entry or says why it cannot. Three rules keep it honest:

* Without a set, only the entry marked as default is taken. Prices have no default: sources differ by a factor of ten.
* A value of a parent type or region stands in for a child only where the file says so, and the result says it did.
* A placeholder, which nobody has verified, is returned only to those who ask for it by name.
"""

from gep.coefficient_book.book import CoefficientBook, load_coefficients
from gep.coefficient_book.model import (
    DIMENSIONS,
    STATUSES,
    Coefficient,
    Consideration,
    Entry,
    Matches,
    Qualifiers,
    Source,
)

__all__ = [
    "DIMENSIONS",
    "STATUSES",
    "Coefficient",
    "CoefficientBook",
    "Consideration",
    "Entry",
    "Matches",
    "Qualifiers",
    "Source",
    "load_coefficients",
]
