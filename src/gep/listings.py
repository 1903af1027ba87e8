"""What there is to choose from: standards, coefficients, and the empty inventory of a standard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gep.classifications import Region, find_region
from gep.coefficient_book import load_coefficients
from gep.findings import Finding, GepError, Grade, InputError
from gep.profiles import Profile, load_profile, load_profiles

if TYPE_CHECKING:
    import pandas as pd

    from gep.inventory import Inventory

__all__ = ["coefficients", "standard_record", "standards", "template"]


def standards() -> pd.DataFrame:
    """Return the accounting standards, one row each.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``title_zh``, ``title_en``, ``evidence`` (how well the text behind it is known), ``monetary`` (whether
        it prices services), ``external_deduction``, ``source``, ``services`` (how many), ``note_zh``, ``note_en``.

    Examples
    --------
    >>> "rcees_2017" in set(standards()["id"])
    True
    """
    import pandas as pd  # noqa: PLC0415

    return pd.DataFrame([standard_record(profile) for profile in load_profiles().values()])


def standard_record(profile: Profile) -> dict[str, str | bool | int]:
    """Return what :func:`standards` says about one standard."""
    return {
        "id": profile.id,
        "title_zh": profile.title.zh,
        "title_en": profile.title.en,
        "evidence": profile.evidence,
        "monetary": profile.monetary,
        "external_deduction": profile.external_deduction,
        "source": profile.source,
        "services": len(profile.services),
        "note_zh": profile.note.zh,
        "note_en": profile.note.en,
    }


def coefficients(service: str | None = None) -> pd.DataFrame:
    """Return the coefficients with their sources, one row per entry.

    Parameters
    ----------
    service : str, optional
        Only those of this service; ``"price"`` for prices.

    Returns
    -------
    pandas.DataFrame
        ``id``, ``value``, ``unit``, what it applies to, ``status``, ``source``, ``locator`` and more.

    Examples
    --------
    >>> "soil_retention.silted_share@ganzi2017" in set(coefficients("soil_retention")["id"])
    True
    """
    return load_coefficients().select(service)


def template(
    standard: str,
    path: str | Path,
    lang: str = "zh",
    *,
    region: str | None = None,
    year: int | None = None,
    previous: str | Path | None = None,
) -> list[Finding]:
    """Write the empty inventory of a standard, or this year's from last year's.

    Parameters
    ----------
    standard : str
        Id of the standard.
    path : str or Path
        An ``.xlsx`` file; one that is there is replaced.
    lang : {"zh", "en"}
        Language of sheet names, headers and notes.
    region : str, optional
        Code or name of the region, filled in beforehand.
    year : int, optional
        Accounting year, filled in beforehand.
    previous : str or Path, optional
        An earlier inventory of the region. Its rows are carried over, each marked as not confirmed, with the numbers
        that change slowly; `year` is then by default the year after, and the price year is left to be filled in.

    Returns
    -------
    list of Finding
        How many rows were carried over from `previous`, and what was not.

    Raises
    ------
    GepError
        If there is no such standard or region, or `previous` is of another region or no earlier year.
    InputError
        If `previous` has errors.
    """
    from gep.workbook.inventory_start import starting_rows  # noqa: PLC0415
    from gep.workbook.inventory_writer import sheets_of, write_inventory  # noqa: PLC0415

    profile = load_profile(standard)
    known = find_region(region) if region is not None else None
    if region is not None and known is None:
        raise GepError("GEP609", typed=region)
    if previous is not None:
        from gep.workbook.inventory_seeds import seed  # noqa: PLC0415

        last = _earlier(Path(previous), known)
        started = seed(last, profile, sheets_of(profile, {}), year)
        write_inventory(Path(path), profile, started.rows, lang=lang, headers=started.headers)
        return started.findings
    basic: list[dict[str, object]] = [{"entry": "standard", "content": profile.id}]
    if known is not None:
        basic += [{"entry": "region", "content": known.code}, {"entry": "region_name", "content": known.name_zh}]
    if year is not None:
        basic += [{"entry": "year", "content": year}, {"entry": "price_year", "content": year}]
    write_inventory(Path(path), profile, {**starting_rows(profile), "basic": basic}, lang=lang)
    return []


def _earlier(path: Path, region: Region | None) -> Inventory:
    """Read an earlier inventory, which must be sound and of the region asked for."""
    from gep.workbook.read import load_inventory  # noqa: PLC0415

    last, findings = load_inventory(path)
    errors = [one for one in findings if one.grade is Grade.ERROR]
    if last is None or errors:
        raise InputError("GEP165", errors, file=path.name)
    code = str(last.basics["region"].iloc[0])
    if region is not None and region.code != code:
        raise GepError("GEP169", typed=region.code, region=code)
    return last
