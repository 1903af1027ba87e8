"""Compiling many counties in one call: against the bare NumPy arithmetic of the same formulas.

Usage: ``python benchmarks/compile_account.py [counties] [years]`` (default 285 counties and 10 years; 2850 is the
country). The illustrative county, which has every service that its standard computes, is repeated with other numbers.
Stages are timed one by one; run it with two numbers of counties to see that each is linear in rows. The system's share
of the processor goes into memory handed out for the first time; on a virtual machine it can cost ten times as much once
more is asked for than was ever used there, so the two are told apart.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from gep.account import KEY, Account
from gep.compile import compute, finish, prepare
from gep.compile.ledger import build_ledger
from gep.inventory import Inventory, read_inventory
from gep.inventory.sheets import GENERAL_SHEETS
from gep.ledger_index import LedgerIndex
from gep.units import symbolic

EXAMPLE = next((Path(__file__).parents[1] / "examples" / "illustrative_county_2025").glob("*_2025.xlsx"))
LAST_YEAR = 2025
REPEATED = 3
GENERAL = {"basic", *(sheet.name for sheet in GENERAL_SHEETS)}
NUMPY: Mapping[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "and": np.logical_and,
    "or": np.logical_or,
    **{name: getattr(np, name) for name in ("where", "abs", "minimum", "maximum", "exp", "log", "log10", "sqrt")},
}
T = TypeVar("T")


def frames_of(counties: int, years: int) -> dict[str, pd.DataFrame]:
    """Return the tables of the illustrative county for many made-up counties."""
    random = np.random.default_rng(0)
    example = read_inventory(EXAMPLE)
    (own,) = example.basics["region"]
    codes = [f"11{1 + number // 99:02}{1 + number % 99:02}" for number in range(counties)]
    places = [(code, year) for code in codes for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1)]
    regions, dates = np.array([code for code, _ in places], dtype=object), np.array([year for _, year in places])
    frames = {}
    for name, table in example.tables.items():
        frame, numbers = table.frame, table.sheet.numbers
        kept = [one for one in frame if not str(one).endswith("_status") and one != "row"]
        frame = frame[kept].iloc[np.tile(np.arange(len(frame)), len(places))].reset_index(drop=True)
        frame["region"] = np.repeat(regions, len(table.frame))
        frame["year"] = np.repeat(dates, len(table.frame))
        for column, number in numbers.items():
            unknown = np.tile(table.frame[f"{column}_status"].isin(["no_data", "not_applicable"]), len(places))
            frame.loc[unknown, column] = 1.0  # what the example does not know, the others do
            if name not in GENERAL and not number.whole and number.high is None:
                frame[column] *= random.uniform(0.95, 1.05, len(frame))
        frames[name] = frame
    frames["basic"]["region_name"] = "县"
    notes = frames["explanations"]
    subjects = zip(notes["subject"], notes["region"], notes["year"], strict=True)
    notes["subject"] = [
        text.replace(f"{own}/{LAST_YEAR}", f"{code}/{year}").replace(own, code) for text, code, year in subjects
    ]
    # The list of regions holds one province; made-up counties are explained.
    made_up = pd.DataFrame({"region": regions, "year": dates, "code": "GEP125", "explanation": "benchmark"})
    frames["explanations"] = pd.concat(
        [notes, made_up.assign(subject=[f"{code}/region" for code in regions]).drop_duplicates("subject")],
        ignore_index=True,
    )
    return frames


def evaluate(node: symbolic.Expression, values: Mapping[str, npt.NDArray[np.float64]]) -> Any:
    """Return a formula on plain arrays."""
    match node:
        case symbolic.Symbol(name):
            return values[name]
        case symbolic.Number(value):
            return value
        case symbolic.Negation(operand):
            return -evaluate(operand, values)
        case symbolic.Operation(operator, left, right) | symbolic.Comparison(operator, left, right):
            return NUMPY[operator](evaluate(left, values), evaluate(right, values))
        case symbolic.Call(function, arguments):
            return NUMPY[function](*(evaluate(one, values) for one in arguments))
    raise TypeError(node)


def bare(account: Account) -> float:
    """Return the sum of the values by the bare arithmetic on bound numbers; nothing looked up, checked or kept."""
    total = 0.0
    for calculation in account.calculations:
        for step in calculation.method.steps:
            if step.rule is not None:
                values = {}
                for name, one in calculation.arguments[step.name].items():
                    numbers = one.numbers
                    whole = {name: numbers} if isinstance(numbers, np.ndarray) else numbers
                    values |= {name if key == name else f"{name}.{key}": array for key, array in whole.items()}
                evaluate(step.rule.expression(), values)
            price = calculation.prices.get(step.name)
            if price is not None and isinstance(price.numbers, np.ndarray):
                total += float(np.nansum(calculation.results[step.name] * price.numbers))
    return total


class Spent(NamedTuple):
    """What a stage took: seconds of the processor, how many of them the system's, and the peak of memory [GiB]."""

    seconds: float
    system: float
    peak: float


def timed(stage: Callable[[], T]) -> tuple[T, Spent]:
    """Return what a stage gives, and what it took."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    result = stage()
    after = resource.getrusage(resource.RUSAGE_SELF)
    system = after.ru_stime - before.ru_stime
    return result, Spent(after.ru_utime - before.ru_utime + system, system, after.ru_maxrss / 2**20)


def indexed(ledger: pd.DataFrame) -> LedgerIndex:
    """Return the ledger with every column as codes that sums and checks group lines by."""
    index = LedgerIndex(ledger)
    for name in (*KEY, "class"):
        index.codes(name)
    return index


def main() -> None:
    """Time one run, stage by stage."""
    counties = int(sys.argv[1]) if len(sys.argv) > 1 else 285
    years = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    frames = frames_of(counties, years)
    rows = sum(map(len, frames.values()))
    inventory, reading = timed(lambda: Inventory.from_frames(frames))
    _, keys = timed(lambda: [inventory.keys(name).kinds for name in inventory.tables])
    runs = []
    for _ in range(REPEATED):
        (context, products), preparing = timed(lambda: prepare(inventory))
        _, computing = timed(lambda: compute(context, products))  # noqa: B023 - called at once
        runs.append(computing)
    computing = min(runs)
    ledger, writing = timed(lambda: build_ledger(context))
    _, indexing = timed(lambda: indexed(ledger))
    account, checking = timed(lambda: finish(context, products, ledger))
    with np.errstate(all="ignore"):
        least = min(timed(lambda: bare(account))[1].seconds for _ in range(REPEATED))
    lines, million = len(ledger), len(ledger) / 1e6
    services, methods = ledger["service"].nunique(), len(account.calculations)
    print(f"{counties} counties × {years} years, {account.profile.id}: {services} services by {methods} methods")
    print(
        f"{rows} rows, {lines} lines; seconds of the processor, the system's share in brackets; memory so far at most"
    )
    for name, spent in (
        ("reading and checking frames", reading),
        ("keys of the rows as codes, once an inventory", keys),
        ("product list and general sheets", preparing),
        (f"binding, rules and valuation, the best of {REPEATED} runs", computing),
        ("building the ledger", writing),
        ("indexing the ledger", indexing),
        ("findings and checks of the account, indexing among them", checking),
    ):
        seconds = f"{spent.seconds:.2f} s ({spent.system:.2f} s)"
        share = f"{spent.seconds / million:.2f} s ({spent.system / million:.2f} s) a million lines"
        print(f"  {name}: {seconds}, {share}; {spent.peak:.2f} GiB")
    ratio = computing.seconds / least
    print(f"bare NumPy arithmetic: {least:.3f} s; binding, rules and valuation take {ratio:.1f} times it")
    print(f"  the first of {REPEATED} runs took {runs[0].seconds:.2f} s ({runs[0].system:.2f} s)")
    print(f"the ledger: {ledger.memory_usage().sum() / lines:.0f} bytes a line")
    stopping = sorted({one.code for one in account.findings if one.stops})
    print(
        f"{len(account.findings)} findings, stopping: {stopping or 'none'}; total {account.counted['value'].sum():.6e}"
    )


if __name__ == "__main__":
    main()
