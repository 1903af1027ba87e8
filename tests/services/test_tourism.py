"""Tourism by spending, and the surplus of consumers, which stays out of a value unless it is asked for by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_service import compile_one, lines_of, stopping

from gep.profiles import load_profiles
from gep.services import service
from gep.services.tourism import attributed_spending, trip_cost
from gep.units import Quantity

ZONE = {"item": "省内", "ecosystem": "", "source": "文旅局"}
TRIP = {
    **ZONE,
    "visits [万人次]": 30.0,
    "travel_time [h/人次]": 6.0,
    "wage [元/h]": 9.0,
    "transport_cost [元/人次]": 60.0,
    "lodging_cost [元/人次]": 80.0,
    "entry_cost [元/人次]": 60.0,
    "reported_value [亿元]": None,
}
SURPLUS = {**ZONE, "visits [万人次]": 30.0, "surplus [元/人次]": 578.03}


def money(number: float, text: str = "元/人次") -> Quantity:
    return Quantity(number, f"{text}(2011年价)")


def test_a_visit_to_baiyangdian_without_and_with_surplus() -> None:
    # jiang2017 prints 52.47 of travel, 343.33 of time and 578.03 of consumer surplus a visit.
    cost = trip_cost(Quantity(1, "h/人次"), money(343.33, "元/h"), money(52.47), money(0), money(0))
    assert cost.m_as("元/人次(2011年价)") == pytest.approx(395.80, rel=1e-14)


@given(st.floats(0, 1e5), st.floats(0, 1))
def test_spending_for_nature_is_part_of_the_spending(spending: float, share: float) -> None:
    got = attributed_spending(money(spending), share).m_as("元/人次(2011年价)")
    rest = attributed_spending(money(spending), 1 - share).m_as("元/人次(2011年价)")
    assert 0 <= got <= spending
    assert got + rest == pytest.approx(spending, rel=1e-14, abs=1e-10)


def test_spending_reaches_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {**ZONE, "visits [万人次]": 35.0, "spending [元/人次]": 800.0, "nature_share [%]": 40.0}
    account, findings = compile_one(monkeypatch, "tourism", ["consumption_expenditure"], {"tourism_expenditure": [row]})
    assert stopping(findings) == set()
    line = lines_of(account).loc[("spending_visits", "省内")]
    assert (line["quantity"], line["unit"], line["price"]) == (350_000, "人次", pytest.approx(320, rel=1e-15))
    assert account.total().m_as("亿元") == pytest.approx(1.12, rel=1e-14)


def test_surplus_counts_only_where_the_standard_lists_it(monkeypatch: pytest.MonkeyPatch) -> None:
    sheets = {"tourism": [TRIP], "tourism_surplus": [SURPLUS]}
    core, _ = compile_one(monkeypatch, "tourism", ["travel_cost"], sheets)
    assert core.total().m_as("万元") == pytest.approx(30 * 254, rel=1e-14)
    assert "surplus_visits" not in set(core.ledger["indicator"])
    both, findings = compile_one(monkeypatch, "tourism", ["travel_cost", "consumer_surplus"], sheets)
    assert stopping(findings) == set()
    assert both.total().m_as("万元") == pytest.approx(30 * (254 + 578.03), rel=1e-14)


def test_surplus_is_a_part_of_its_own_and_in_no_shipped_standard() -> None:
    spec = service("tourism")
    assert spec is not None
    parts = {method.name: component.name for component in spec.components for method in component.methods}
    assert parts.pop("consumer_surplus") == "consumer_surplus"
    assert set(parts.values()) == {""}
    surplus = spec.method("consumer_surplus")
    assert surplus is not None
    assert not any(step.headline for step in surplus.steps), "the visits are counted already"
    for profile in load_profiles().values():
        rule = profile.rule("tourism")
        assert rule is None or "consumer_surplus" not in rule.methods
