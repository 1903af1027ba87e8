"""The inventory given back with every finding at its cell."""

from __future__ import annotations

from gep.workbook.review.copying import write_review

__all__ = ["write_review"]
