"""Gross Ecosystem Product accounts (GEP, 生态产品总值): Excel inventory in, auditable accounting workbook out."""

__version__ = "0.1.0"
