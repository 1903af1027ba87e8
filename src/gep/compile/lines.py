"""The lines of a method: one for each row of its sheet and for each quantity that was reported instead."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from gep.account import Ints
from gep.classifications import ancestors, find_ecosystem, find_item
from gep.compile.context import LINE_KEY, Context, place_mask
from gep.findings import finding
from gep.inventory.words import known_words, nearest
from gep.spec import Key, Method, ServiceSpec, Source, Step

__all__ = ["ReportedRow", "lines_of", "others_of"]

UNALLOCATED = "unallocated"
ReportedRow = dict[str, Ints]


def lines_of(
    context: Context, spec: ServiceSpec, method: Method, places: pd.MultiIndex
) -> tuple[pd.DataFrame, ReportedRow]:
    """Return the lines of `method` in the regions and years of `places`.

    Returns
    -------
    pandas.DataFrame
        ``region``, ``year``, ``item``, ``ecosystem``, ``row``: position in the sheet of the method, −1 if none.
    mapping of str to ndarray of int
        Step → position in 实物量填报 of its reported quantity, −1 if none.
    """
    sources = [_sheet_rows(context, spec, method, places)]
    reported = _reported_rows(context, spec, method, places)
    sources += list(reported.values())
    sources += list(_other_rows(context, method, places))
    keys = pd.concat([one[LINE_KEY] for one in sources]).drop_duplicates(ignore_index=True)
    index = pd.MultiIndex.from_frame(keys)
    lines = keys.assign(row=_positions(index, sources[0]))
    _report_parents(context, method, sources[0])
    for rows in reported.values():
        _report_parents(context, method, rows, "reported")
    return lines, {step: _positions(index, rows) for step, rows in reported.items()}


def _report_parents(context: Context, method: Method, rows: pd.DataFrame, table: str = "") -> None:
    """Report a type that stands beside the type above it: what it gives would count twice."""
    types = set(rows["ecosystem"])
    nested = {one: above for one in types if (above := [other for other in ancestors(str(one)) if other in types])}
    if not nested:
        return
    origin = context.inventory.table(table or (method.sheet.name if method.sheet else ""))
    present = set(rows[LINE_KEY].itertuples(index=False, name=None))
    for region, year, item, ecosystem, row in rows[[*LINE_KEY, "row"]].itertuples(index=False, name=None):
        for parent in nested.get(ecosystem, ()):
            if (region, year, item, parent) in present:
                known = find_ecosystem(parent)
                subject = "/".join(filter(None, (origin.sheet.name, item, ecosystem)))
                typed = origin.word(row, "ecosystem") or ecosystem
                where, name = origin.where(row, "ecosystem"), known.zh if known else parent
                context.findings.append(finding("GEP202", where, subject=subject, typed=typed, parent=name))
                break


def _positions(index: pd.MultiIndex, rows: pd.DataFrame) -> Ints:
    if rows.empty:
        return np.full(len(index), -1, dtype=np.int64)
    places = pd.MultiIndex.from_frame(rows[LINE_KEY]).get_indexer(index)
    return np.append(rows["row"].to_numpy(np.int64), -1)[places]


def _default_ecosystem(context: Context, method: Method, frame: pd.DataFrame) -> pd.Series:
    """Return for each row the type its lines belong to when the row names none."""
    if method.ecosystem == UNALLOCATED or frame.empty:
        return pd.Series(UNALLOCATED, index=frame.index, dtype=object)
    extent = context.inventory.frame("extent")
    present = {place: set(rows["ecosystem"]) for place, rows in extent.groupby(["region", "year"], sort=False)}

    def nearest_present(region: object, year: object) -> str:
        types = present.get((region, year), set())
        return next((t for t in (method.ecosystem, *ancestors(method.ecosystem)) if t in types), method.ecosystem)

    chosen = [nearest_present(*place) for place in zip(frame["region"], frame["year"], strict=True)]
    return pd.Series(chosen, index=frame.index, dtype=object)


def _with_key(context: Context, method: Method, frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return the rows with their line key, reporting those that come twice."""
    blank = pd.Series("", index=frame.index, dtype=object)
    rows = pd.DataFrame(
        {
            "region": frame["region"],
            "year": frame["year"],
            "item": frame.get("item", blank),
            "ecosystem": frame.get("ecosystem", blank),
            "row": frame.index.to_numpy(np.int64),
        }
    )
    unnamed = (rows["ecosystem"] == "").to_numpy()
    if unnamed.any():
        rows.loc[unnamed, "ecosystem"] = _default_ecosystem(context, method, frame.loc[unnamed])
    context.used_rows.setdefault(table, set()).update(rows["row"].tolist())
    repeated = rows.duplicated(LINE_KEY, keep="first").to_numpy()
    origin = context.inventory.table(table)
    for _, row in rows[repeated].iterrows():
        typed = " / ".join(filter(None, (row["item"], row["ecosystem"])))
        where = origin.where(int(row["row"]), "ecosystem" if "ecosystem" in origin.letters else "item")
        context.findings.append(finding("GEP312", where, subject=table, typed=typed))
    return rows[~repeated]


def _sheet_rows(context: Context, spec: ServiceSpec, method: Method, places: pd.MultiIndex) -> pd.DataFrame:
    if method.sheet is None:
        return pd.DataFrame(columns=[*LINE_KEY, "row"])
    frame = context.inventory.frame(method.sheet.name)
    mask = place_mask(frame, places)
    if "service" in frame:
        mask = mask & (frame["service"] == spec.name).to_numpy()
    return _with_key(context, method, frame.loc[mask], method.sheet.name)


def _item_kind(method: Method) -> str:
    keys: tuple[Key, ...] = method.sheet.keys if method.sheet else ()
    return next((key.kind for key in keys if key.name == "item"), "name")


def _reported_rows(
    context: Context, spec: ServiceSpec, method: Method, places: pd.MultiIndex
) -> dict[str, pd.DataFrame]:
    table = context.inventory.table("reported")
    frame = table.frame
    if frame.empty:
        return {}
    mask = place_mask(frame, places) & (frame["service"] == spec.name).to_numpy()
    kind = _item_kind(method)
    found = {}
    for step in method.steps:
        rows = frame.loc[mask & (frame["step"] == step.name).to_numpy()].copy()
        if kind != "name":
            rows["item"] = [_item(context, kind, str(text), int(row)) for row, text in rows["item"].items()]  # type: ignore[call-overload]
        if not rows.empty:
            found[step.name] = _with_key(context, method, rows, "reported")
    return found


def _item(context: Context, kind: str, text: str, row: int) -> str:
    known = find_item(kind, text) if text else None
    if known is not None or not text:
        return known.key if known else ""
    table = context.inventory.table("reported")
    column = next(key.label._asdict() for key in table.sheet.keys if key.name == "item")
    context.findings.append(
        finding(
            "GEP112",
            table.where(row, "item"),
            subject="reported",
            typed=text,
            column=column,
            known=nearest(text, known_words(kind)),
        )
    )
    return text


def others_of(method: Method, step: Step) -> list[Source]:
    """Return the steps of other services that `step` is computed from."""
    return [source for source in method.sources(step).values() if source.kind == "other"]


def _other_rows(context: Context, method: Method, places: pd.MultiIndex) -> Iterator[pd.DataFrame]:
    """Yield the lines of another service that this one is computed from."""
    others = {source.name for step in method.steps for source in others_of(method, step)}
    for calculation in context.calculations:
        for step, values in calculation.results.items():
            if f"{calculation.spec.name}.{step}" in others:
                # A line without a number goes on as such: what it lacks, this service lacks too.
                lines = ~np.isnan(values) | (calculation.lines["status"] != "").to_numpy()
                yield calculation.lines.loc[lines & place_mask(calculation.lines, places), LINE_KEY]
