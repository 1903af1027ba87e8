"""What there is to choose from: standards, coefficients, and the empty inventory of a standard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gep.classifications import find_region
from gep.coefficient_book import load_coefficients
from gep.findings import GepError
from gep.profiles import Profile, load_profile, load_profiles

if TYPE_CHECKING:
    import pandas as pd

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
    standard: str, path: str | Path, lang: str = "zh", *, region: str | None = None, year: int | None = None
) -> None:
    """Write the empty inventory of a standard.

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

    Raises
    ------
    GepError
        If there is no such standard or region.
    """
    from gep.workbook.inventory_writer import write_inventory  # noqa: PLC0415

    profile = load_profile(standard)
    basic: list[dict[str, object]] = [{"entry": "standard", "content": profile.id}]
    if region is not None:
        known = find_region(region)
        if known is None:
            raise GepError("GEP609", typed=region)
        basic += [{"entry": "region", "content": known.code}, {"entry": "region_name", "content": known.name_zh}]
    if year is not None:
        basic += [{"entry": "year", "content": year}, {"entry": "price_year", "content": year}]
    listed = [{"service": one.service} for one in profile.services]
    write_inventory(Path(path), profile, {"basic": basic, "product_list": listed}, lang=lang)
