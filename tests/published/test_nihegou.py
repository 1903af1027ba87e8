"""The Nihegou watershed, 1986, 2002 and 2016: areas at the paper's value coefficients, by land use and by service.

Every printed value is met. Coefficients are exact as printed, in 元/(km²·a); the text once says 元/kg² by a slip. Land
for building is left out by the paper.

Printed slip
------------
- Table 1 sums the coefficients of water to 3110477.30; they add up to 3110477.31.
"""

from __future__ import annotations

import math

import pytest
from by_land_use import LandUse
from printed import assert_met, printed, read

SERVICES = read("nihegou_services")
NIHEGOU = LandUse("610430", read("nihegou_land"), SERVICES, "km²", "元/km²", 1e4)
TOTALS = {1986: "548.69", 2002: "637.79", 2016: "673.11"}

by_year = pytest.mark.parametrize("year", TOTALS)


@by_year
def test_every_land_use(year: int) -> None:
    worth = NIHEGOU.by_land(NIHEGOU.account(year, SERVICES), year)
    rounding = NIHEGOU.rounding(year, worth)
    assert len(worth) == 6
    for row in NIHEGOU.rows(year):
        assert_met(worth[row["land"]], printed(row["value"]), rounding[row["land"]])


@by_year
@pytest.mark.parametrize("service", SERVICES, ids=[row["service"] for row in SERVICES])
def test_a_service(service: dict[str, str], year: int) -> None:
    worth = NIHEGOU.by_land(NIHEGOU.account(year, [service]), year)
    rounding = math.fsum(NIHEGOU.rounding(year, worth).values())
    assert_met(math.fsum(worth.values()), printed(service[str(year)]), rounding)


@by_year
def test_the_total(year: int) -> None:
    account = NIHEGOU.account(year, SERVICES)
    worth = NIHEGOU.by_land(account, year)
    assert not account.is_gep
    assert_met(account.total().m_as("万元"), printed(TOTALS[year]), math.fsum(NIHEGOU.rounding(year, worth).values()))


def test_the_coefficients_of_water_add_up() -> None:
    assert NIHEGOU.coefficient("水域", SERVICES) == pytest.approx(3110477.31, abs=0.001)
