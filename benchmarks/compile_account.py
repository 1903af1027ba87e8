"""Compiling many counties in one call: against the bare NumPy arithmetic of the same formulas.

Usage: ``python benchmarks/compile_account.py [counties] [years]`` (default 285 counties, 10 years; 10 ecosystem types;
2850 is the country). Prints ratios, seconds per million lines, and the peak of memory. Run it twice with different
numbers of counties to see that it is linear in rows.
"""

from __future__ import annotations

import resource
import sys
import time

import numpy as np
import pandas as pd

from gep.compile import assess
from gep.inventory import Inventory
from gep.profiles import load_profile

TYPES = (
    "evergreen_needleleaf_forest",
    "mixed_forest",
    "deciduous_broadleaf_shrub",
    "alpine_meadow",
    "alpine_steppe",
    "temperate_steppe",
    "evergreen_broadleaf_shrub",
    "needleleaf_shrub",
    "sparse_forest",
    "deciduous_needleleaf_forest",
)
METHODS = {
    "water_retention": "measured_runoff",
    "soil_retention": "",
    "carbon_sequestration": "",
    "oxygen_release": "",
    "climate_regulation": "",
}
PRICES = {
    "reservoir_storage": (7.0, "元/m³"),
    "reservoir_dredging": (15.0, "元/m³"),
    "nitrogen_treatment": (875.0, "元/t"),
    "phosphorus_treatment": (2800.0, "元/t"),
    "carbon_dioxide": (380.0, "元/tCO2"),
    "oxygen": (700.0, "元/t"),
    "electricity": (0.5, "元/(kW·h)"),
}
SETS = {
    "soil_retention.bulk_density": "ganzi2017",
    "soil_retention.nitrogen_content": "ganzi2017",
    "soil_retention.phosphorus_content": "ganzi2017",
    "soil_retention.practice_factor": "hj1173_2021",
}


def frames_of(counties: int, years: int) -> dict[str, pd.DataFrame]:
    """Return an inventory of made-up counties."""
    random = np.random.default_rng(0)
    codes = [f"{110000 + number}" for number in range(1, counties + 1)]
    places = pd.MultiIndex.from_product([codes, range(2010, 2010 + years)], names=["region", "year"])
    places = places.to_frame(index=False)

    def rows(**ranges: tuple[float, float]) -> pd.DataFrame:
        frame = places.loc[places.index.repeat(len(TYPES))].reset_index(drop=True)
        frame["ecosystem"] = np.tile(TYPES, len(places))
        for name, (low, high) in ranges.items():
            frame[name] = random.uniform(low, high, len(frame))
        return frame

    profile = load_profile("rcees_2017")
    listed = places.loc[places.index.repeat(len(profile.services))].reset_index(drop=True)
    listed["service"] = np.tile([rule.service for rule in profile.services], len(places))
    listed["status"] = np.where(listed["service"].isin(list(METHODS)), "included", "no_data")
    listed["reason"] = "benchmark"
    listed["method"] = listed["service"].map(METHODS).fillna("")
    basic = places.assign(
        region_name="county", period=1.0, standard="rcees_2017", price_year=2010.0, administrative_area=1000.0
    )
    basic["year"] = basic["year"].astype(float)
    return {
        "basic": basic,
        "extent": rows().assign(area=100.0),
        "water_retention": rows(precipitation=(300, 900), evapotranspiration=(100, 300), runoff=(0, 100)),
        "soil_retention": rows(erosivity=(100, 1000), erodibility=(0.01, 0.05), topography=(1, 10), cover=(0, 1)),
        "carbon_sequestration": rows(productivity=(0, 3)),
        "transpiration": rows(transpiration_heat=(1, 9), cooling_days=(1, 20)),
        "product_list": listed,
        "deductions": places.assign(status="none"),
        "prices": pd.concat(
            [
                places.assign(price=name, value=value, value_unit=unit, source="benchmark")
                for name, (value, unit) in PRICES.items()
            ],
            ignore_index=True,
        ),
        "overrides": pd.concat(
            [places.assign(coefficient=name, set=one, reason="benchmark") for name, one in SETS.items()],
            ignore_index=True,
        ),
        # The list of regions holds one province; made-up counties are explained.
        "explanations": pd.DataFrame(
            {"region": codes[0], "year": 2010, "code": "GEP125", "subject": [f"{one}/region" for one in codes]}
        ).assign(explanation="benchmark"),
    }


def bare(frames: dict[str, pd.DataFrame]) -> float:
    """Return the total by the bare arithmetic of the same formulas, nothing looked up, checked or kept."""
    water, soil = frames["water_retention"], frames["soil_retention"]
    depth = (water["precipitation"] - water["runoff"] - water["evapotranspiration"]).to_numpy()
    total = (np.maximum(depth, 0) * 100 * 1000 * 7.0).sum()
    potential = (soil["erosivity"] * soil["erodibility"] * soil["topography"]).to_numpy() * 10_000
    retained = potential - potential * soil["cover"].to_numpy()
    total += (retained * 0.24 / 0.93 * 15.0).sum()
    total += (retained * 0.0037 * 875).sum() + (retained * 0.00108 * 2800).sum()
    carbon = frames["carbon_sequestration"]["productivity"].to_numpy() * 10_000 * 44 / 12
    total += (carbon * 380).sum() + (carbon * 32 / 44 * 700).sum()
    cooling = frames["transpiration"]
    heat = (cooling["transpiration_heat"] * cooling["cooling_days"]).to_numpy() * 1e8 / 3600 / 3
    return float(total + (heat * 0.5).sum())


def main() -> None:
    """Time one run and print what it says."""
    counties = int(sys.argv[1]) if len(sys.argv) > 1 else 285
    years = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    frames = frames_of(counties, years)
    times = [time.perf_counter()]
    inventory = Inventory.from_frames(frames)
    times.append(time.perf_counter())
    account, _ = assess(inventory)
    times.append(time.perf_counter())
    expected = min(_timed(frames) for _ in range(5))
    reading, compiling = np.diff(times)
    lines = len(account.ledger)
    total = float(account.counted["value"].sum())
    print(f"{counties} counties × {years} years × {len(TYPES)} types: {lines} lines, total {total:.6e} 元")
    print(f"difference from the bare arithmetic: {abs(total / bare(frames) - 1):.1e}")
    print(f"reading and checking frames: {reading:.2f} s, {reading / lines * 1e6:.1f} s a million lines")
    print(
        f"binding, rules, valuation, ledger, checks: {compiling:.2f} s, {compiling / lines * 1e6:.1f} s a million lines"
    )
    print(f"bare NumPy arithmetic: {expected:.3f} s; ratio {compiling / expected:.0f}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _timed(frames: dict[str, pd.DataFrame]) -> float:
    start = time.perf_counter()
    bare(frames)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
