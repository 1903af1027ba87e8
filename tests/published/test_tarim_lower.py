"""The lower Tarim, 2000 to 2020: areas at the paper's value coefficients, by land use and by service.

Coefficients are exact as printed; areas are printed in 10³ hm² with two decimals.

Printed slips
-------------
- 2015: woodland of 42.6 is worth 17.52, not 15.90; the areas of the three reaches (table 3) add up to 42.60 as
  well. The services of 2015 are those of the smaller woodland. Bare land of 244.84 is worth 1.935: printed as 1.93
  here, as 1.94 in 2020.
- 2020: cropland of 5.54 is worth 0.72, not 0.51, and woodland of 42.72 is 17.57, not 17.52. The printed
  values, and the services of 2020, are those of the areas printed for 2015 (3.93 and 42.60).
- 水源涵养 of 2000 is 5.174, printed 5.18; 生物多样性保护 of 2005 is 7.721, printed 7.73.
- The abstract gives the values in 10⁹ 元, the text and the tables in 10⁸ 元; the arithmetic is that of 10⁸.
"""

from __future__ import annotations

import math

import pytest
from by_land_use import LandUse
from printed import assert_met, printed, read

SERVICES = read("tarim_lower_services")
LOWER_TARIM = LandUse("652800", read("tarim_lower_land"), SERVICES, "千hm²", "元/hm²", 1e8)
YEARS = (2000, 2005, 2010, 2015, 2020)
SLIPS = {("林地", 2015), ("裸地", 2015), ("耕地", 2020), ("林地", 2020)}
SERVICE_SLIPS = {("水源涵养", 2000), ("生物多样性保护", 2005)}
CLAIMED_YEARS = (2000, 2005, 2010)
TOTALS = {2000: "42.66", 2005: "43.06", 2010: "43.95"}


@pytest.mark.parametrize("year", YEARS)
def test_every_land_use(year: int) -> None:
    worth = LOWER_TARIM.by_land(LOWER_TARIM.account(year, SERVICES), year)
    rounding = LOWER_TARIM.rounding(year, worth)
    assert list(worth) == ["耕地", "林地", "草地", "建设用地", "裸地"]
    for row in LOWER_TARIM.rows(year):
        land, theirs = row["land"], printed(row["value"])
        if (land, year) in SLIPS:
            assert abs(worth[land] - theirs.value) > theirs.half + rounding[land]
        else:
            assert_met(worth[land], theirs, rounding[land])


def test_the_slips_of_2020_are_values_of_the_areas_of_2015() -> None:
    worth = LOWER_TARIM.by_land(LOWER_TARIM.account(2015, SERVICES), 2015)
    slips = {row["land"]: printed(row["value"]) for row in LOWER_TARIM.rows(2020) if (row["land"], 2020) in SLIPS}
    rounding = LOWER_TARIM.rounding(2015, worth)
    for land, theirs in slips.items():
        assert_met(worth[land], theirs, rounding[land])


@pytest.mark.parametrize("year", CLAIMED_YEARS)
@pytest.mark.parametrize("service", SERVICES, ids=[row["service"] for row in SERVICES])
def test_a_service(service: dict[str, str], year: int) -> None:
    worth = LOWER_TARIM.by_land(LOWER_TARIM.account(year, [service]), year)
    rounding = math.fsum(LOWER_TARIM.rounding(year, worth).values())
    theirs = printed(service[str(year)])
    if (service["service"], year) in SERVICE_SLIPS:
        assert abs(math.fsum(worth.values()) - theirs.value) > theirs.half + rounding
    else:
        assert_met(math.fsum(worth.values()), theirs, rounding)


@pytest.mark.parametrize("year", CLAIMED_YEARS)
def test_the_total(year: int) -> None:
    account = LOWER_TARIM.account(year, SERVICES)
    worth = LOWER_TARIM.by_land(account, year)
    assert account.total().m_as("亿元") == pytest.approx(math.fsum(worth.values()), rel=1e-14)
    assert_met(math.fsum(worth.values()), printed(TOTALS[year]), math.fsum(LOWER_TARIM.rounding(year, worth).values()))
