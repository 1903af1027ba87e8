"""Negative ions: the constant of the forest standard from its parts, the threshold, and placeholders never unasked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_service import compile_one, lines_of, stopping

from gep.services.negative_ions import counted_concentration, counted_ions, produced_ions
from gep.units import Quantity

ROW = {
    "ecosystem": "needleleaf_forest",
    "height [m]": 10.0,
    "ion_concentration [个/cm³]": 1800.0,
    "ion_days [d]": 365.0,
    "source": "林草局",
}
CHOSEN = [
    {"coefficient": "negative_ions.lifetime", "set": "general", "value": None, "value_unit": ""},
    {"coefficient": "negative_ions.threshold", "set": "lyt1721_2008", "value": None, "value_unit": ""},
]


def per_cm3(number: float) -> Quantity:
    return Quantity(number, "个/cm³")


@pytest.mark.parametrize(
    ("concentration", "area", "height", "lifetime"), [(1800, 1, 10, 10), (617, 250, 14.5, 8), (730, 3.2, 2, 20)]
)
def test_the_constant_of_the_forest_standard(concentration: float, area: float, height: float, lifetime: float) -> None:
    got = produced_ions(
        Quantity(area, "hm²"),
        Quantity(height, "m"),
        per_cm3(concentration),
        Quantity(365, "d"),
        Quantity(lifetime, "min"),
    )
    assert got.m_as("个") == pytest.approx(5.256e15 * concentration * area * height / lifetime, rel=1e-14)


@given(st.floats(0, 5000), st.floats(0, 2000))
def test_only_what_is_above_the_threshold_counts(concentration: float, threshold: float) -> None:
    got = counted_concentration(per_cm3(concentration), per_cm3(threshold)).m_as("个/cm³")
    assert got == max(concentration - threshold, 0)
    assert 0 <= got <= concentration


@given(st.floats(0.1, 1e4), st.floats(0, 40), st.floats(0, 5000), st.floats(1, 30))
def test_what_counts_is_no_more_than_what_is_made(
    area: float, height: float, concentration: float, lifetime: float
) -> None:
    rest = (Quantity(365, "d"), Quantity(lifetime, "min"))
    place = (Quantity(area, "hm²"), Quantity(height, "m"))
    made = produced_ions(*place, per_cm3(concentration), *rest).m_as("个")
    above = counted_concentration(per_cm3(concentration), per_cm3(600))
    count = counted_ions(*place, above, *rest).m_as("个")
    assert 0 <= count <= made
    assert count == (0 if concentration <= 600 else pytest.approx(made * (1 - 600 / concentration), rel=1e-9))


def test_placeholders_are_never_taken_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    account, findings = compile_one(
        monkeypatch,
        "negative_ions",
        ["ion_concentration"],
        {"negative_ions": [ROW]},
        prices=[("negative_ion", "", 5.8185e-18, "元/个")],
    )
    assert stopping(findings)
    assert account.ledger["value"].isna().all()


def test_chosen_placeholders_are_named_on_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    account, findings = compile_one(
        monkeypatch,
        "negative_ions",
        ["ion_concentration"],
        {"negative_ions": [ROW]},
        prices=[("negative_ion", "", 5.8185e-18, "元/个")],
        overrides=CHOSEN,
    )
    assert stopping(findings) == set()
    line = lines_of(account).loc[("counted_ions", "")]
    # 2000 hm² of forest, 10 m high, 1200 个/cm³ above the threshold
    expected = 5.256e15 * 1200 * 2000 * 10 / 10
    assert line["quantity"] == pytest.approx(expected, rel=1e-14)
    assert line["value"] == pytest.approx(expected * 5.8185e-18, rel=1e-14)
    assert "negative_ions.lifetime@general" in line["coefficients"]
    assert "negative_ions.threshold@lyt1721_2008" in line["coefficients"]
