"""The public names: what other programs call, and that asking for them is what makes them slow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import gep
import gep.account
import gep.compile
import gep.findings
import gep.inventory
import gep.units

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "ganzi_2010" / "甘孜州_2010.xlsx"
NAMES = {
    "Account",
    "Finding",
    "GepError",
    "InputError",
    "Inventory",
    "Quantity",
    "UnitError",
    "coefficients",
    "compile_account",
    "read_inventory",
    "services",
    "standards",
    "template",
    "unit",
    "year_on_year",
}


def test_the_names_are_those_promised() -> None:
    assert set(gep.__all__) == NAMES
    assert list(gep.__all__) == sorted(gep.__all__)
    assert set(dir(gep)) >= {*NAMES, "__version__"}
    assert all(getattr(gep, name).__doc__ for name in NAMES)


def test_each_name_is_the_thing_itself() -> None:
    assert gep.Account is gep.account.Account
    assert gep.Inventory is gep.inventory.Inventory
    assert gep.read_inventory is gep.inventory.read_inventory
    assert gep.compile_account is gep.compile.compile_account
    assert gep.Quantity is gep.units.Quantity
    assert gep.unit is gep.units.unit
    for name in ("Finding", "GepError", "InputError", "UnitError"):
        assert getattr(gep, name) is getattr(gep.findings, name)


def test_another_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'no_such'"):
        gep.no_such  # noqa: B018


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_name_can_be_asked_for_first(name: str) -> None:
    program = (
        "import sys, gep\n"
        "early = {'pandas', 'numpy', 'pint', 'pydantic', 'click'} & sys.modules.keys()\n"
        "assert not early, early\n"
        f"from gep import {name}\n"
        f"assert gep.{name} is {name}\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_lines_of_the_readme(tmp_path: Path) -> None:
    inventory = gep.read_inventory(EXAMPLE)
    account = gep.compile_account(inventory, standard="rcees_2017")
    assert f"{account.total().m_as('亿元'):.2f}" == "7548.91"
    assert len(account.ledger) > 0
    assert not account.table("service_by_ecosystem").empty
    assert "0.93 t/m³" in str(account.explain("soil_retention"))
    assert [finding.code for finding in account.findings] == ["GEP201"]
    account.write(tmp_path / "account.xlsx")
    assert (tmp_path / "account.xlsx").stat().st_size > 0


def test_the_standards() -> None:
    found = gep.standards()
    assert isinstance(found, pd.DataFrame)
    row = found.set_index("id").loc["rcees_2017"]
    assert row["title_zh"].startswith("甘孜州")
    assert row["title_en"]
    assert (row["evidence"], row["source"], row["services"]) == ("text", "ganzi2017", 17)
    assert bool(row["monetary"]) is True
    assert row["note_zh"]


def test_the_coefficients() -> None:
    own = gep.coefficients("soil_retention")
    assert set(own["service"]) == {"soil_retention"}
    assert own.set_index("id").loc["soil_retention.silted_share@ganzi2017", "value"] == 0.24
    assert set(gep.coefficients()["service"]) > {"soil_retention", "price"}
    assert gep.coefficients("no_such").empty


@pytest.mark.parametrize(("lang", "sheet"), [("zh", "基本信息"), ("en", "basic information")])
def test_a_template(lang: str, sheet: str, tmp_path: Path) -> None:
    gep.template("rcees_2017", str(tmp_path / "t.xlsx"), lang)
    with pytest.raises(gep.InputError) as refused:
        gep.read_inventory(tmp_path / "t.xlsx")
    assert sheet in {finding.where.sheet for finding in refused.value.findings}
    with pytest.raises(gep.GepError):
        gep.template("no_such", tmp_path / "u.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]


def test_a_formula_alone() -> None:
    soil = gep.Quantity(38.86, "亿t")
    volume = gep.services.soil_retention.silt_volume(soil, gep.Quantity(0.24, ""), gep.Quantity(0.93, "t/m³"))
    assert volume.m_as("亿m³") == pytest.approx(0.24 * 38.86 / 0.93, rel=1e-15)
    price = gep.Quantity(15.58, gep.unit("元/m³", price_year=2010))
    assert (volume * price).m_as("亿元(2010年价)") == pytest.approx(0.24 * 38.86 / 0.93 * 15.58, rel=1e-15)
    with pytest.raises(gep.UnitError):
        gep.unit("mu")
