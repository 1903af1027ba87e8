"""The ledger as codes: sums and keys against the same worked out row by row."""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from gep import ledger_index
from gep.ledger_index import LedgerIndex

ROLES = ("priced", "reported_value", "deduction", "physical")
NAMES = ("region", "year", "service")


def made_up(size: int = 400) -> pd.DataFrame:
    """Return lines of every role, some without a value and some without a service."""
    random = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "region": random.choice(["632521", "632522", "632523"], size),
            "year": random.choice([2024, 2025], size),
            "service": random.choice(["soil_retention", "hydropower"], size),
            "role": random.choice(ROLES, size),
            "counted": random.random(size) < 0.8,
            "value": random.normal(size=size) * 10.0 ** random.integers(-3, 12, size),
        }
    ).astype(dict.fromkeys(("region", "service", "role"), "str"))
    frame.loc[frame.index[::17], "value"] = np.nan
    frame.loc[frame.index[::29], "service"] = None
    return frame


def test_sums_are_those_of_exact_fractions_in_order_of_appearance() -> None:
    frame = made_up()
    first, sums = LedgerIndex(frame).sums(NAMES)
    exact: dict[tuple[object, ...], Fraction] = defaultdict(Fraction)
    for row in frame.to_dict("records"):
        if not row["counted"] or row["role"] == "physical" or pd.isna(row["service"]):
            continue
        key = tuple(row[name] for name in NAMES)
        exact[key] += (
            0 if math.isnan(row["value"]) else Fraction(row["value"]) * (-1 if row["role"] == "deduction" else 1)
        )
    assert [tuple(one) for one in frame[list(NAMES)].iloc[first].to_numpy().tolist()] == list(exact)
    assert sums == [float(one) for one in exact.values()]


def test_sums_of_very_many_groups_are_right_too(monkeypatch: pytest.MonkeyPatch) -> None:
    few = LedgerIndex(made_up()).sums(NAMES)
    monkeypatch.setattr(ledger_index, "_FEW", 1)
    many = LedgerIndex(made_up()).sums(NAMES)
    assert few[0].tolist() == many[0].tolist()
    assert few[1] == many[1]


@pytest.mark.parametrize("most", [2**62, 30, 2])
def test_one_number_stands_for_one_combination(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_index, "_MOST", most)
    frame = made_up()
    numbers = LedgerIndex(frame).combined((*NAMES, "role"))
    keys = frame[[*NAMES, "role"]]
    lacking = frame["service"].isna().to_numpy()
    assert (numbers[lacking] == -1).all()
    assert (numbers[~lacking] >= 0).all()
    pairs = set(zip(numbers[~lacking].tolist(), keys[~lacking].itertuples(index=False, name=None), strict=True))
    assert len(pairs) == len(keys[~lacking].drop_duplicates()) == len(set(numbers[~lacking].tolist()))


def test_lines_that_say_a_word() -> None:
    frame = made_up()
    index = LedgerIndex(frame)
    assert index.says("role", "priced").tolist() == (frame["role"] == "priced").tolist()
    assert index.says("service", "hydropower").tolist() == (frame["service"] == "hydropower").fillna(False).tolist()
    assert not index.says("service", "unheard_of").any()
    lines = np.array([3, 1, 2])
    assert index.says("role", "priced", lines).tolist() == (frame["role"].iloc[lines] == "priced").tolist()
    assert index.entries("region", lines) == frame["region"].iloc[lines].tolist()


def test_a_ledger_without_lines_has_no_sums() -> None:
    first, sums = LedgerIndex(made_up().head(0)).sums(NAMES)
    assert (len(first), sums) == (0, [])
