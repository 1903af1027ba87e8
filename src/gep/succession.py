"""An inventory against that of the year before."""

from __future__ import annotations

from gep.account import Account
from gep.checks.continuity import result_jumps
from gep.compile import assess
from gep.findings import Finding, GepError, stops
from gep.inventory import Inventory
from gep.inventory.explanations import settle
from gep.inventory.jumps import jump_findings

__all__ = ["year_on_year"]


def year_on_year(inventory: Inventory, last: Inventory, standard: str | None = None) -> list[Finding]:
    """Return what changed implausibly from last year's inventory to this year's.

    Compared are every number of the same row (times three and more, a third and less, another sign), the rows that came
    and went, and, where both inventories compile, the result of every indicator. Money is compared as it stands, each
    year at its own prices.

    Parameters
    ----------
    inventory, last : Inventory
        Of the same regions, a year apart.
    standard : str, optional
        Id of the standard of both; without it, the one that the inventory of this year names.

    Returns
    -------
    list of Finding
        Of grade *verify* or *hint*, with the addresses of both years; explanations of this year's inventory attached.

    Raises
    ------
    GepError
        If no region of `inventory` has the year before in `last`.
    """
    _check_places(inventory, last)
    found = jump_findings(inventory.tables, last.tables)
    now = _account(inventory, standard)
    before = _account(last, now.profile.id) if now is not None else None
    if now is not None and before is not None:
        found += result_jumps(now, before)
    return settle(found, inventory.tables.get("explanations"))


def _account(inventory: Inventory, standard: str | None) -> Account | None:
    """Return the account of an inventory if it compiles."""
    try:
        account, findings = assess(inventory, standard)
    except GepError:
        return None
    return None if stops(findings) else account


def _check_places(inventory: Inventory, last: Inventory) -> None:
    wanted, there = (
        [(str(region), int(year)) for region, year in zip(one.basics["region"], one.basics["year"], strict=True)]
        for one in (inventory, last)
    )
    if not {(region, year - 1) for region, year in wanted}.intersection(there):
        path = last.source.name if last.source is not None else "-"
        raise GepError("GEP293", path=path, found=_listed(there), expected=_listed(wanted))


def _listed(places: list[tuple[str, int]]) -> str:
    shown = "、".join(f"{region} {year}" for region, year in places[:3])
    return shown + ("…" if len(places) > 3 else "")  # noqa: PLR2004
