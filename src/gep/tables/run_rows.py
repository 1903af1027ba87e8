"""运行信息: what the account was compiled with, so that it can be compiled again."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from gep import __version__
from gep.account import Account
from gep.tables.pages import Content, headings
from gep.tables.words import Words

__all__ = ["run_content", "run_table"]

_LIBRARIES = ("numpy", "pandas", "pint")


def run_table(account: Account) -> pd.DataFrame:
    """Return names and values of everything that decides the numbers: versions, standard, input, options.

    Nothing here depends on the clock or the machine: the same inventory, program and coefficients give the same table.
    """
    profile, source = account.profile, account.inventory.source
    records: list[tuple[str, str]] = [
        ("gep", __version__),
        *((name, _version(name)) for name in _LIBRARIES),
        ("standard", profile.id),
        ("standard_title", profile.title.zh),
        ("standard_source", _citation(account, profile.source)),
        ("standard_evidence", profile.evidence),
        ("coefficients_sha256", account.book.version),
        ("input_file", source.name if source else ""),
        ("input_sha256", source.sha256 if source else ""),
        ("is_gep", "yes" if account.is_gep else "no"),
        ("external_deduction", profile.external_deduction),
        ("price_basis", profile.price_basis),
    ]
    for one in account.inventory.basics.itertuples(index=False):
        place = f"{one.region}/{one.year}"
        for name in ("region_name", "period", "price_year", "compiler", "citation"):
            content = getattr(one, name, "")
            records.append((f"{name} {place}", f"{content:g}" if isinstance(content, float) else str(content)))
    records += [(f"option {key}", text) for key, text in account.options.items()]
    return pd.DataFrame(records, columns=["name", "value"])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # pragma: no cover - the three are installed with gep
        return ""


def _citation(account: Account, source: str) -> str:
    known = account.book.sources.get(source)
    return known.citation if known else source


def run_content(account: Account, frame: pd.DataFrame, words: Words) -> Content:
    """Return the table in words."""
    columns = headings(words, "entry", ("content", "long"))
    rows = []
    for one in frame.to_dict("records"):
        name, _, rest = str(one["name"]).partition(" ")
        try:
            entry = words.say(f"run_{name}")
        except KeyError:  # the name of a library
            entry = name
        text = str(one["value"])
        if name == "standard_evidence":
            text = words.say(f"evidence_{text}")
        elif name == "is_gep":
            text = words.say(text)
        elif name == "external_deduction":
            text = words.say(f"run_{text}")
        elif name == "price_basis":
            text = words.say(f"basis_{text}")
        elif name == "standard_title":
            text = account.profile.title.label().text(words.lang)
        if len(account.inventory.basics) == 1 and "/" in rest:
            rest = ""
        rows.append((f"{entry} {rest}".strip(), text))
    return Content(columns, rows, (), [words.say("note_verify"), words.say("note_again")])
