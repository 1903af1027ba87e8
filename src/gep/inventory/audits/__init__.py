"""Checks of the inventory as a whole: identities, ranges, ratios, and years against each other."""

from __future__ import annotations

from collections.abc import Mapping

from gep.findings import Finding
from gep.inventory.audits.areas import AREA_TOLERANCE, area_findings
from gep.inventory.audits.lakes import lake_findings
from gep.inventory.audits.nesting import region_findings
from gep.inventory.audits.parts import part_findings
from gep.inventory.audits.ranges import range_findings
from gep.inventory.audits.ratios import ratio_findings
from gep.inventory.jumps import jump_findings
from gep.inventory.tables import Table

__all__ = ["AREA_TOLERANCE", "audit"]

AUDITS = (area_findings, part_findings, lake_findings, region_findings, range_findings, ratio_findings)


def audit(tables: Mapping[str, Table]) -> list[Finding]:
    """Return what is wrong between the cells of an inventory."""
    found = [one for check in AUDITS for one in check(tables)]
    return found + jump_findings(tables, tables)
