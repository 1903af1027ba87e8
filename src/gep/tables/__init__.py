"""The standard tables: an account as frames of keys and unrounded numbers, and as pages in words."""

from __future__ import annotations

from gep.tables.live import live_pages
from gep.tables.pages import Column, Page
from gep.tables.standard import TABLES, make_page, make_table

__all__ = ["TABLES", "Column", "Page", "live_pages", "make_page", "make_table"]
