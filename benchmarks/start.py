"""Starting the program: importing the units, and printing the help, against what cannot be avoided.

Usage: ``python benchmarks/start.py``. Every figure is the fastest of five fresh processes.
"""

from __future__ import annotations

import subprocess
import sys
import time

RUNS = 5
CASES = {
    "numpy and pint": ["-c", "import numpy, pint"],
    "gep.units": ["-c", "import gep.units"],
    "gep --help": ["-m", "gep", "--help"],
    "click": ["-c", "import click"],
}


def seconds(arguments: list[str]) -> float:
    """Return the shortest time of a fresh process."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    bare = seconds(["-c", "pass"])
    measured = {name: seconds(arguments) - bare for name, arguments in CASES.items()}
    for name, time_ in measured.items():
        print(f"{name}: {time_ * 1000:.0f} ms beyond a bare interpreter")
    print(f"gep.units / numpy and pint: {measured['gep.units'] / measured['numpy and pint']:.2f}")
    print(f"gep --help / click: {measured['gep --help'] / measured['click']:.2f}")


if __name__ == "__main__":
    main()
