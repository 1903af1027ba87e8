"""The examples: their workbooks are those that their CSV files give, and nothing in them is out of place."""

from __future__ import annotations

import csv
import runpy
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from gep.profiles import load_profile, load_profiles
from gep.services import service
from gep.units import factor, read_unit
from gep.workbook.cells import read_cells
from gep.workbook.inventory_writer import write_inventory

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
FOLDERS = sorted(path.parent for path in EXAMPLES.glob("*/build.py"))
PUBLISHED = EXAMPLES / "ganzi_2010" / "published.csv"

TEMPLATE_SUFFIX = {"zh": "", "en": "_en"}

every_example = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)


def contents(path: Path) -> Iterator[tuple[object, ...]]:
    """Yield everything in a workbook that an analyst meets.

    Not its bytes: another release of XlsxWriter or zlib packs the same workbook differently.
    """
    for page in openpyxl.load_workbook(path):
        yield page.title, page.sheet_state, page.freeze_panes, page.print_title_rows, page.page_setup.orientation
        yield page.title, page.protection.sheet, page.protection.password
        for rule in page.data_validations.dataValidation:
            yield page.title, str(rule.sqref), rule.formula1
        for letters, size in page.column_dimensions.items():
            yield page.title, letters, size.width
        for row in page.iter_rows():
            for cell in row:
                note = cell.comment.text if cell.comment else None
                looks = cell.fill.fgColor.rgb, cell.protection.locked
                yield page.title, cell.coordinate, cell.value, cell.data_type, note, *looks


@every_example
def test_the_workbook_of_an_example_is_current(folder: Path, tmp_path: Path) -> None:
    committed = list(folder.glob("*.xlsx"))
    assert len(committed) == 1
    runpy.run_path(str(folder / "build.py"))["build"](tmp_path / "rebuilt.xlsx")
    rebuilt, kept = list(contents(tmp_path / "rebuilt.xlsx")), list(contents(committed[0]))
    assert rebuilt == kept, "run `make examples`"
    assert read_cells(committed[0])[1] == []


@pytest.mark.parametrize("folder", sorted(EXAMPLES.glob("illustrative_*")), ids=lambda path: path.name)
def test_everything_in_an_illustrative_example_says_so(folder: Path) -> None:
    assert "示例" in (folder / "README.md").read_text("utf-8")
    for page in openpyxl.load_workbook(next(folder.glob("*.xlsx"))):
        assert "illustrative" in page["A1"].value
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if "source" in row and not row.get("set"):
                    assert row["source"] in ("示例数据 illustrative", "示例价格 illustrative"), path.name
                assert "illustrative" in row.get("explanation", "illustrative")


def test_what_the_county_prepares_from_raw_records_is_what_stands_in_its_tables(tmp_path: Path) -> None:
    folder = EXAMPLES / "illustrative_county_2025"
    script = runpy.run_path(str(folder / "build.py"))
    script["prepare"](tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"{name}.csv" for name in script["PREPARED"]}
    for name in sorted(names):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), f"{name}: run `make examples`"
    for path in (folder / "raw").iterdir():
        assert path.stat().st_size < 50_000, path.name


def published(kind: str) -> list[dict[str, str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == kind]


def test_the_published_rows_name_steps_of_their_services() -> None:
    for row in published("row"):
        spec = service(row["service"])
        assert spec is not None
        assert row["indicator"] in {step.name for _, _, step in spec.steps()}


def test_the_published_rows_add_up_as_the_paper_says() -> None:
    # The products add up to 632.6488 and are printed as 632.64.
    slips = {"provisioning": Fraction("0.0088")}
    sums: dict[str, Fraction] = {}
    for row in published("row"):
        spec = service(row["service"])
        assert spec is not None
        sums[spec.class_] = sums.get(spec.class_, Fraction(0)) + Fraction(row["value"])
        sums[row["service"]] = sums.get(row["service"], Fraction(0)) + Fraction(row["value"])
    for row in (*published("class"), *published("service")):
        rounding = Fraction(row["value_half_unit"]) + slips.get(row["service"], Fraction(0))
        # The class is the sum of services that are themselves printed to two decimals: half a unit for each of them.
        if row["service"] == "regulating":
            rounding *= 10
        assert abs(sums[row["service"]] - Fraction(row["value"])) <= rounding, row["service"]
    (total,) = published("total")
    assert sum(Fraction(row["value"]) for row in published("class")) == Fraction(total["value"])


def test_a_published_quantity_at_its_price_is_its_value_within_rounding() -> None:
    # Chains whose first link is not the priced quantity itself are tested where the chain is.
    chains = {"reduced_sedimentation", "reduced_nitrogen", "reduced_phosphorus", "protected_area"}
    checked = 0
    for row in published("row"):
        if not row["quantity"] or row["indicator"] in chains:
            continue
        base = row["quantity_unit"].lstrip("万亿")
        assert row["price_unit"] in (f"元/{base}", f"元/({base})")
        scale = factor(read_unit(row["quantity_unit"], base), base) / 1e8
        value = float(row["quantity"]) * float(row["price"]) * scale
        rounding = float(row["quantity_half_unit"]) * float(row["price"]) * scale + float(row["value_half_unit"])
        assert abs(value - float(row["value"])) <= rounding * (1 + 1e-9), row
        checked += 1
    assert checked == 19


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("standard", sorted(load_profiles()))
def test_the_template_of_a_standard_is_current(standard: str, lang: str, tmp_path: Path) -> None:
    committed = EXAMPLES.parent / "templates" / f"{standard}{TEMPLATE_SUFFIX[lang]}.xlsx"
    write_inventory(tmp_path / "template.xlsx", load_profile(standard), lang=lang)
    assert list(contents(tmp_path / "template.xlsx")) == list(contents(committed)), "run `make templates`"


def test_no_template_is_left_of_a_standard_that_is_gone() -> None:
    known = {f"{standard}{suffix}.xlsx" for standard in load_profiles() for suffix in TEMPLATE_SUFFIX.values()}
    assert {path.name for path in (EXAMPLES.parent / "templates").iterdir()} == known
