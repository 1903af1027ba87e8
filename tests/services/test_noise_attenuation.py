"""Noise along roads: decibels times kilometres, priced by both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_service import compile_one, stopping

from gep.findings import UnitError
from gep.services.noise_attenuation import attenuated_noise
from gep.units import Quantity, unit

BELT = {"ecosystem": "", "source": "交通局"}


def test_five_decibels_over_twelve_kilometres() -> None:
    assert attenuated_noise(Quantity(5, "dB"), Quantity(12_000, "m")).m_as("dB·km") == 60


@given(st.floats(0, 30), st.lists(st.floats(0, 500), min_size=1, max_size=6))
def test_sections_of_a_belt_add_up(reduction: float, sections: list[float]) -> None:
    def noise(length: float) -> float:
        return float(attenuated_noise(Quantity(reduction, "dB"), Quantity(length, "km")).m_as("dB·km"))

    assert sum(map(noise, sections)) == pytest.approx(noise(sum(sections)), rel=1e-14, abs=1e-300)


def test_a_decibel_is_no_pure_number_and_no_other_unit() -> None:
    assert str(unit("分贝")) == str(unit("dB(A)")) == "dB"
    for wrong in (Quantity(5, ""), Quantity(5, "%"), Quantity(5, "Pa")):
        with pytest.raises(UnitError, match="GEP521"):
            attenuated_noise(wrong, Quantity(12, "km"))


def test_an_account_of_two_belts(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {**BELT, "item": "国道北侧", "noise_reduction [dB]": 5.0, "belt_length [km]": 12.0},
        {**BELT, "item": "国道南侧", "noise_reduction [dB]": 3.0, "belt_length [km]": 8.0},
    ]
    price = ("noise_barrier", "", 2000.0, "元/(dB·km)")
    account, findings = compile_one(
        monkeypatch, "noise_attenuation", ["green_belt"], {"noise_attenuation": rows}, prices=[price]
    )
    assert stopping(findings) == set()
    assert account.ledger["quantity"].sum() == 84
    assert account.total().m_as("万元") == pytest.approx(16.8, rel=1e-14)


def test_a_price_by_kilometre_only_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {**BELT, "item": "国道", "noise_reduction [dB]": 5.0, "belt_length [km]": 12.0}
    _, findings = compile_one(
        monkeypatch,
        "noise_attenuation",
        ["green_belt"],
        {"noise_attenuation": [row]},
        prices=[("noise_barrier", "", 2000.0, "元/km")],
    )
    assert stopping(findings)
