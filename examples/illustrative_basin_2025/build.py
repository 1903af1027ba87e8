"""Write the workbook of this example from its CSV files; `make examples` runs this."""

from __future__ import annotations

from pathlib import Path

from gep.profiles import load_profile
from gep.workbook.inventory_writer import rows_from_csv, write_inventory

FOLDER = Path(__file__).resolve().parent
WORKBOOK = FOLDER / "流域示例县_2025.xlsx"


def build(path: Path = WORKBOOK) -> None:
    """Write the workbook to `path`."""
    rows, headers = rows_from_csv(FOLDER)
    write_inventory(
        path, load_profile("seea_ea_2021"), rows, headers=headers, notice="示例数据,非官方统计 illustrative"
    )


if __name__ == "__main__":
    build()
