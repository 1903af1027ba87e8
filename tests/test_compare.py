"""One inventory under several standards: the bridge adds up, names its causes, and says what it left out."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import gep.compare
import gep.compile
import gep.profiles
from gep.cli import program
from gep.compare import CAUSES, LINE, Bridge, _Line, _line_effects, check_effects, compare_standards
from gep.compare.pages import bridge_pages, bridge_rows
from gep.compile import compile_account
from gep.findings import GepError, Grade, InputError
from gep.inventory import Inventory, read_inventory
from gep.messages import LANGUAGES
from gep.profiles import Profile, load_profile, load_profiles
from gep.workbook.bridge_writer import write_bridge

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "ganzi_2010" / "甘孜州_2010.xlsx"
ALL = ("rcees_2017", "mee_2020", "hj1173_2021", "ndrc_2022", "gbt46869_2025", "seea_ea_2021")


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    return read_inventory(EXAMPLE)


@pytest.fixture(scope="module")
def bridge(inventory: Inventory) -> Bridge:
    return compare_standards(inventory, ALL)


Alter = Callable[..., None]


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Alter:
    """Return a way to add the standard ``other``: rcees_2017 with some services changed or left out."""

    def add(
        without: tuple[str, ...] = (), methods: Mapping[str, tuple[str, ...]] | None = None, **changes: object
    ) -> None:
        base = load_profile("rcees_2017")
        services = tuple(
            rule.model_copy(update={"methods": (methods or {}).get(rule.service, rule.methods)})
            for rule in base.services
            if rule.service not in without
        )
        made: Profile = base.model_copy(update={"id": "other", "services": services, **changes})
        known = {**load_profiles(), "other": made}
        for module in (gep.profiles, gep.compile, gep.compare):
            monkeypatch.setattr(module, "load_profiles", lambda: known)

    return add


def by_cause(bridge: Bridge) -> dict[tuple[str, str], float]:
    return {(one["service"], one["cause"]): one["effect"] for one in bridge.summary().to_dict("records")}


def test_the_bridge_starts_from_the_account_itself(bridge: Bridge, inventory: Inventory) -> None:
    totals = bridge.totals().set_index("standard")["total"]
    assert list(totals.index) == list(ALL)
    assert totals["rcees_2017"] == compile_account(inventory).total().m
    assert math.isnan(totals["hj1173_2021"])


def test_the_effects_add_up_to_the_difference_of_the_totals(bridge: Bridge) -> None:
    assert bridge.findings == ()
    totals = bridge.totals().set_index("standard")["total"]
    priced = [one for one in ALL if one != "hj1173_2021"]
    pairs = list(pairwise(priced))
    assert set(zip(bridge.effects["from"], bridge.effects["to"], strict=True)) <= set(pairs)
    for first, second in pairs:
        own = bridge.effects[(bridge.effects["from"] == first) & (bridge.effects["to"] == second)]
        # Every effect here is a whole line in or out, of some 10^11 yuan: a few units in the last place.
        assert math.fsum(own["effect"]) == pytest.approx(totals[second] - totals[first], rel=1e-12, abs=1e-3)


def test_services_in_and_out_are_the_values_of_their_lines(bridge: Bridge) -> None:
    effects = bridge.summary()
    first = effects[(effects["from"] == "rcees_2017") & (effects["to"] == "mee_2020")]
    pest = compile_account(read_inventory(EXAMPLE)).sums(["service"])["pest_control"]
    assert first[["service", "cause", "effect"]].to_numpy().tolist() == [["pest_control", "service_out", -pest]]


def test_a_line_stands_once_with_what_each_standard_makes_of_it(bridge: Bridge) -> None:
    lines = bridge.lines
    assert not lines.duplicated(list(LINE)).any()
    water = lines[(lines["service"] == "water_retention") & (lines["indicator"] == "retained_water")]
    for name in ALL:
        assert (water[f"{name}.quantity"] == water["rcees_2017.quantity"]).all()
    assert water["hj1173_2021.value"].isna().all()
    oxygen = lines[lines["service"] == "oxygen_release"]
    assert oxygen["ndrc_2022.method"].isna().all()
    assert (oxygen["mee_2020.method"] == "reported_oxygen").all()
    for account in bridge.accounts:
        counted = lines[f"{account.profile.id}.counted"].eq(True)
        assert math.fsum(lines.loc[counted, f"{account.profile.id}.value"]) == pytest.approx(
            math.fsum(account.sums(["service"])), rel=1e-12
        )


def test_the_same_standard_by_another_name_makes_no_difference(inventory: Inventory, other: Alter) -> None:
    other()
    bridge = compare_standards(inventory, ["rcees_2017", "other"])
    assert bridge.effects.empty
    assert bridge.summary().empty
    assert len(set(bridge.totals()["total"])) == 1


def test_the_way_back_is_the_way_there_with_the_signs_turned(inventory: Inventory) -> None:
    there = by_cause(compare_standards(inventory, ["rcees_2017", "ndrc_2022"]))
    back = by_cause(compare_standards(inventory, ["ndrc_2022", "rcees_2017"]))
    turned = {"service_out": "service_in", "service_in": "service_out"}
    assert {(name, turned.get(cause, cause)): -effect for (name, cause), effect in there.items()} == back


# Causes, on a small inventory

PRODUCTS = [
    {
        "service": "agriculture",
        "item": "青稞",
        "output": 100.0,
        "output_unit": "t",
        "unit_price": 3000.0,
        "unit_price_unit": "元/t",
        "net_output [万元]": 20.0,
    }
]


def small(**tables: object) -> Inventory:
    """Return a county with water, crops and hydropower, made for rcees_2017."""
    services = [rule.service for rule in load_profile("rcees_2017").services]
    included = {"water_retention": "", "agriculture": "net_output", "hydropower": ""}
    place = {"region": "632521", "year": 2025}
    rows: dict[str, list[dict[str, object]]] = {
        "basic": [
            {
                "region_name": "共和县",
                "period [a]": 1.0,
                "standard": "rcees_2017",
                "price_year": 2025.0,
                "administrative_area [km²]": 1000.0,
                "population [万人]": 2.0,
                "gdp [亿元]": 5.0,
            }
        ],
        "product_list": [
            {
                "service": one,
                "status": "included" if one in included else "no_data",
                "reason": "" if one in included else "测试",
                "method": included.get(one, ""),
            }
            for one in services
        ],
        "deductions": [{"status": "无", "source": "测试"}],
        "water_retention": [
            {
                "ecosystem": "mixed_forest",
                "precipitation [mm]": 600.0,
                "evapotranspiration [mm]": 400.0,
                "runoff [mm]": 50.0,
            }
        ],
        "products": PRODUCTS,
        "hydropower": [{"item": "一级电站", "generation [亿kW·h]": 2.0}],
        "prices": [
            {"price": "reservoir_storage", "value": 7.0, "value_unit": "元/m³", "source": "测试"},
            {"price": "electricity", "value": 0.5, "value_unit": "元/(kW·h)", "source": "测试"},
        ],
    }
    rows["extent"] = [
        {"ecosystem": "mixed_forest", "area [km²]": 300.0},
        {"ecosystem": "grassland", "area [km²]": 700.0},
    ]
    rows.update(tables)  # type: ignore[arg-type]
    return Inventory.from_frames(
        {name: pd.DataFrame([{**place, **row} for row in content]) for name, content in rows.items()}
    )


def test_another_method_is_a_difference_of_method(other: Alter) -> None:
    other(methods={"water_retention": ("measured_runoff",)})
    bridge = compare_standards(small(), ["rcees_2017", "other"])
    account = {one.profile.id: one for one in bridge.accounts}
    before, after = (account[name].sums(["service"])["water_retention"] for name in ("rcees_2017", "other"))
    assert after == 300e6 * 0.15 * 7.0
    assert before != after
    assert by_cause(bridge) == {("water_retention", "method"): after - before}
    assert "GEP351" in {one.code for one in account["other"].findings}


def test_another_coefficient_is_a_difference_of_coefficient(other: Alter) -> None:
    sets = {**load_profile("rcees_2017").sets, "water_retention.runoff_coefficient": "redline2017"}
    other(sets=sets)
    bridge = compare_standards(small(), ["rcees_2017", "other"])
    ((key, effect),) = by_cause(bridge).items()
    assert key == ("water_retention", "coefficient")
    totals = bridge.totals()["total"]
    assert effect == pytest.approx(totals[1] - totals[0], rel=1e-12)
    assert effect != 0


def test_products_from_outside_are_a_cause_of_their_own(other: Alter) -> None:
    other(external_deduction="deducted")
    outside = [{"status": "有", "service": "hydropower", "item": "外购电", "value [万元]": 100.0, "source": "测试"}]
    bridge = compare_standards(small(deductions=outside), ["rcees_2017", "other"])
    assert by_cause(bridge) == {("hydropower", "deduction"): -1e6}


def test_a_method_that_lacks_its_data_is_no_data_and_said_so() -> None:
    # The inventory has net output only; resource rent needs more.
    bridge = compare_standards(small(), ["rcees_2017", "seea_ea_2021"])
    seea = bridge.accounts[1]
    assert seea.products.set_index("service").loc["agriculture", "status"] == "no_data"
    codes = {one.code for one in seea.findings}
    assert {"GEP350", "GEP351", "GEP352"} <= codes
    assert not any(one.stops for one in seea.findings)
    # SEEA EA counts crops: to call that "service out" would say that it does not.
    assert by_cause(bridge)["agriculture", "no_data"] == -200000.0
    assert ("agriculture", "service_out") not in by_cause(bridge)


def test_what_is_wrong_with_the_inventory_stops_the_comparison() -> None:
    with pytest.raises(InputError) as raised:
        compare_standards(
            small(hydropower=[{"item": "一级电站", "generation [亿kW·h]": "很多"}]), ["ndrc_2022", "mee_2020"]
        )
    assert any(one.stops for one in raised.value.findings)


@pytest.mark.parametrize(
    ("standards", "code"), [((), "GEP354"), (("ndrc_2022", "ndrc_2022"), "GEP354"), (("ndrc_2022", "no"), "GEP455")]
)
def test_two_standards_are_needed_and_must_exist(standards: tuple[str, ...], code: str) -> None:
    with pytest.raises(GepError) as raised:
        compare_standards(small(), standards)
    assert raised.value.code == code


# The parts of one line

numbers = st.floats(-1e12, 1e12).map(lambda one: round(one, 4))


@given(quantities=st.tuples(numbers, numbers), prices=st.tuples(numbers, numbers))
def test_quantity_and_price_effect_are_the_difference(
    quantities: tuple[float, float], prices: tuple[float, float]
) -> None:
    before, after = (
        _Line(quantity * price, "rusle", quantity, price, "priced")
        for quantity, price in zip(quantities, prices, strict=True)
    )
    parts = dict(_line_effects("soil_retention", before, after, ("rusle",), ("rusle",)))
    assert set(parts) <= {"coefficient", "price"}
    change = after.value - before.value
    bound = 2 * math.fsum(map(math.ulp, parts.values())) + math.ulp(change)
    assert abs(math.fsum(parts.values()) - change) <= bound
    if prices[0] == prices[1]:
        assert "price" not in parts
    if quantities[0] == quantities[1] and prices[0] != prices[1]:
        assert parts["coefficient"] == 0


def line(value: float, method: str) -> _Line:
    return _Line(value, method, value, 1.0, "priced")


@pytest.mark.parametrize(
    ("before", "after", "own", "cause"),
    [
        (line(3.0, "lake_regression"), None, (("lake_regression",), None), "service_out"),
        (None, line(3.0, "lake_regression"), (None, ("lake_regression",)), "service_in"),
        (line(3.0, "lake_regression"), None, (("lake_regression",), ("",)), "part"),
        (line(3.0, "lake_regression"), None, (("lake_regression",), ("lake_regression",)), "coefficient"),
        (line(3.0, "lake_regression"), line(5.0, "measured"), (("lake_regression",), ("measured",)), "method"),
    ],
)
def test_a_line_has_one_cause(
    before: _Line | None, after: _Line | None, own: tuple[tuple[str, ...] | None, tuple[str, ...] | None], cause: str
) -> None:
    change = (after.value if after else 0) - (before.value if before else 0)
    assert list(_line_effects("flood_mitigation", before, after, *own)) == [(cause, change)]
    assert cause in CAUSES


def test_a_lost_effect_is_noticed(bridge: Bridge) -> None:
    assert check_effects(bridge.accounts, bridge.effects) == []
    found = check_effects(bridge.accounts, bridge.effects.iloc[1:])
    assert [one.code for one in found] == ["GEP353"]


# Pages, workbook, command


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_holds_the_bridge(bridge: Bridge, lang: str, tmp_path: Path) -> None:
    write_bridge(bridge, tmp_path / "b.xlsx", lang=lang)
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    pages = bridge_pages(bridge, lang)
    assert book.sheetnames == [page.sheet for page in pages]
    rows = list(book[pages[1].sheet].iter_rows(min_row=4, values_only=True))
    expected = bridge_rows(bridge, lang)
    for shown, (_, pair, _, cause, effect) in zip(rows, expected, strict=False):
        assert (shown[1], shown[3] or "", shown[4]) == (pair, cause, effect / 1e4)
    text = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"zh": "未经核实", "en": "unverified"}[lang] in text or any("not verified" in one for one in text)
    assert not any(one.startswith("compare_") for one in text)


def run(*args: str | Path) -> Result:
    result = CliRunner().invoke(program, [str(one) for one in args], env={"LC_ALL": "zh_CN.UTF-8"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_the_counts_of_a_standard_include_what_was_printed_before() -> None:
    county = next((EXAMPLE.parents[1] / "illustrative_county_2025").glob("*.xlsx"))
    done = run("compare", county, "--standards", "ndrc_2022", "gbt46869_2025")
    told = compare_standards(read_inventory(county), ["ndrc_2022", "gbt46869_2025"])
    for account in told.accounts:
        verify = sum(one.grade is Grade.VERIFY for one in account.findings)
        assert verify > 0
        (line,) = [one for one in done.stderr.splitlines() if f"({account.profile.id}):" in one]
        assert f"核实性 {verify}," in line


def test_the_command_prints_the_bridge(tmp_path: Path) -> None:
    target = tmp_path / "b.xlsx"
    done = run("compare", EXAMPLE, "--standards", "rcees_2017", "mee_2020", "-o", target)
    assert done.exit_code == 0
    assert "rcees_2017 → mee_2020" in done.stdout
    assert "7,548.9055" in done.stdout
    assert "病虫害控制" in done.stdout
    assert target.exists()
    again = run("compare", EXAMPLE, "--standards", "rcees_2017", "mee_2020", "-o", target)
    assert again.exit_code == 0
    assert run("compare", EXAMPLE, "--standards", "rcees_2017", "mee_2020", "-o", EXAMPLE).exit_code == 2


def test_the_order_of_words_is_free() -> None:
    usual = run("compare", EXAMPLE, "--standards", "rcees_2017", "mee_2020").stdout
    assert run("compare", "--standards", "rcees_2017", "mee_2020", EXAMPLE).stdout == usual
    assert run("compare", "--standards", "rcees_2017,mee_2020", EXAMPLE).stdout == usual
    assert run("compare", EXAMPLE, "--standards", "rcees_2017", "--standards", "mee_2020").stdout == usual


def test_json_is_whole(bridge: Bridge) -> None:
    done = run("compare", EXAMPLE, "--standards", *ALL, "--json")
    content = json.loads(done.stdout)
    assert [one["id"] for one in content["standards"]] == list(ALL)
    assert content["standards"][2]["totals"][0]["total"] is None
    assert len(content["lines"]) == len(bridge.lines)
    assert content["effects"] == bridge.effects.to_dict("records")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--standards", "rcees_2017"], "GEP354"),
        (["--standards", "rcees_2017", "nonsense"], "GEP455"),
        (["--standards", "nonsense", "rcees_2017"], "GEP455"),
        ([], "GEP620"),
    ],
)
def test_a_wrong_call_is_refused(args: list[str], code: str) -> None:
    done = run("compare", EXAMPLE, *args)
    assert (done.exit_code, code in done.stderr) == (2, True)


def test_a_missing_file_is_a_wrong_call(tmp_path: Path) -> None:
    done = run("compare", tmp_path / "no.xlsx", "--standards", "rcees_2017", "mee_2020")
    assert done.exit_code == 2
    assert "GEP001" in done.stderr or "GEP003" in done.stderr


def test_a_rule_names_the_methods_and_items_of_its_sides(bridge: Bridge) -> None:
    """Two methods of one service read as two things, not as the service twice."""
    (page,) = [one for one in bridge_pages(bridge, "zh") if one.id == "compare_exclusions"]
    sides = {str(row[2]) for row in page.rows}
    assert "局部气候调节 · 植被蒸腾吸热法 / 局部气候调节 · 水面蒸发吸热法" in sides
    assert "水电 / 水资源供给 · 工业、各类用水合计" in sides
    assert all(len(set(one.split(" / "))) == 2 for one in sides)
