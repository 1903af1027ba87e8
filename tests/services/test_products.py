"""Products by residual value and by a stated share: what is taken off, and that nothing is taken for granted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_service import YUAN, compile_one, lines_of, stopping

from gep.services import products
from gep.units import Quantity

# Five sums of money in 元, each within half a unit of its 16th digit, the largest being 1e10.
CENTS = 1e-4
money = st.floats(0, 1e10)
RESIDUAL = {
    "service": "agriculture",
    "item": "青稞",
    "ecosystem": "",
    "gross_output [万元]": 5400.0,
    "intermediate_consumption [万元]": 2100.0,
    "labour_cost [万元]": 1900.0,
    "fixed_capital_consumption [万元]": 300.0,
    "production_taxes [万元]": -60.0,
    "source": "统计局",
}


def yuan(number: float) -> Quantity:
    return Quantity(number, "元(2025年价)")


def residual(*numbers: float) -> float:
    return float(products.residual_value(*map(yuan, numbers)).m_as("元(2025年价)"))


def test_every_branch_has_every_method() -> None:
    assert [spec.name for spec in products.SPECS] == [
        "agriculture",
        "forestry",
        "livestock",
        "fishery",
        "other_products",
    ]
    for spec in products.SPECS:
        names = {method.name for method in spec.methods}
        assert names == {
            "market_value",
            "net_output",
            "residual_value",
            "resource_rent",
            "land_rent",
            "contribution_share",
        }


def test_the_residual_is_what_no_one_put_in() -> None:
    # 5400 − 2100 − 1900 − 300 − 60 of taxes; a subsidy of 60 instead adds twice as much
    assert residual(5400, 2100, 1900, 300, 60) == 1040
    assert residual(5400, 2100, 1900, 300, -60) == 1160


@given(money, money, money, money, st.floats(-1e9, 1e9))
def test_a_residual_and_the_costs_make_up_the_output(
    output: float, consumption: float, labour: float, capital: float, taxes: float
) -> None:
    left = residual(output, consumption, labour, capital, taxes)
    assert left + consumption + labour + capital + taxes == pytest.approx(output, rel=0, abs=CENTS)


@given(st.floats(0, 1e9), st.floats(1, 1e9))
def test_a_branch_that_costs_more_than_it_yields_stays_negative(output: float, more: float) -> None:
    assert residual(output, output + more, 0, 0, 0) < 0
    assert residual(output, 0, output + more, 0, 0) < 0
    assert residual(output, 0, 0, output + more, 0) < 0
    assert residual(output, 0, 0, 0, output + more) < 0


@given(money, st.floats(0, 1))
def test_a_contribution_is_no_more_than_the_output(output: float, share: float) -> None:
    got = products.contributed_value(yuan(output), share).m_as("元(2025年价)")
    assert 0 <= got <= output
    assert products.contributed_value(yuan(output), 1.0).m_as("元(2025年价)") == output


def test_a_negative_residual_reaches_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    loss = {**RESIDUAL, "item": "小麦", "gross_output [万元]": 3000.0}
    account, findings = compile_one(
        monkeypatch, "agriculture", ["residual_value"], {"products_residual": [RESIDUAL, loss]}
    )
    assert stopping(findings) == set()
    values = lines_of(account)["value"]
    assert values["residual_value", "青稞"] == pytest.approx(1160 * YUAN, rel=1e-15)
    assert values["residual_value", "小麦"] == pytest.approx(-1240 * YUAN, rel=1e-15)
    assert set(account.ledger["role"]) == {"reported_value"}
    assert account.total().m_as("万元") == pytest.approx(-80, rel=1e-12)


@pytest.mark.parametrize("share", [0.0, 35.0, 100.0])
def test_a_share_is_applied(monkeypatch: pytest.MonkeyPatch, share: float) -> None:
    row = {
        "service": "other_products",
        "item": "冬虫夏草",
        "ecosystem": "meadow",
        "gross_output [万元]": 5400.0,
        "contribution_share [%]": share,
        "source": "统计局",
    }
    account, findings = compile_one(
        monkeypatch, "other_products", ["contribution_share"], {"products_contribution": [row]}
    )
    assert stopping(findings) == set()
    assert account.total().m_as("万元") == pytest.approx(54 * share, rel=1e-14)


def test_a_missing_share_is_an_error_and_never_one(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        "service": "other_products",
        "item": "冬虫夏草",
        "ecosystem": "",
        "gross_output [万元]": 5400.0,
        "contribution_share [%]": None,
        "source": "统计局",
    }
    account, findings = compile_one(
        monkeypatch, "other_products", ["contribution_share"], {"products_contribution": [row]}
    )
    assert "GEP106" in stopping(findings)
    assert account.ledger["value"].isna().all()
