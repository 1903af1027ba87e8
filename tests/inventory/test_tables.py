"""Tables: units as stated, whatever the order of columns and wherever the numbers come from."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from books import TABLES, add, delete_row, judge, put, save, sound_frames
from hypothesis import given
from hypothesis import strategies as st

from frames import WATER, frames, together
from gep.compile import assess
from gep.findings import Finding, GepError, InputError
from gep.inventory import Inventory, model
from gep.inventory.coding import coded
from gep.inventory.raw import RawColumn, RawTable, plain_cell
from gep.inventory.sheets import SHEETS
from gep.inventory.tables import Table, parse_table
from gep.spec import Number, Sheet
from gep.workbook.read import load_inventory

# A declared unit with other spellings of the same kind and how many declared units each is, exactly.
SPELLINGS: dict[str, dict[str, Fraction]] = {
    "km²": {
        "km²": Fraction(1),
        "平方公里": Fraction(1),
        "hm²": Fraction(1, 100),
        "公顷": Fraction(1, 100),
        "万hm²": Fraction(100),
        "万亩": Fraction(20, 3),
        "亩": Fraction(1, 1500),
        "m2": Fraction(1, 10**6),
        "万km^2": Fraction(10**4),
    },
    "mm": {"mm": Fraction(1), "毫米": Fraction(1), "cm": Fraction(10), "m": Fraction(1000)},
    "万m³": {
        "万m³": Fraction(1),
        "亿m³": Fraction(10**4),
        "亿立方米": Fraction(10**4),
        "m3": Fraction(1, 10**4),
        "10⁴ m³": Fraction(1),
    },
    "hm²": {"hm²": Fraction(1), "亩": Fraction(1, 15), "万亩": Fraction(10**4, 15), "km²": Fraction(100)},
    "万元": {"万元": Fraction(1), "元": Fraction(1, 10**4), "亿元": Fraction(10**4), "千元": Fraction(1, 10)},
    "tC/(hm²·a)": {
        "tC/(hm²·a)": Fraction(1),
        "gC/(m²·a)": Fraction(1, 100),
        "kgC/(m²·a)": Fraction(10),
        "tC/(km²·a)": Fraction(1, 100),
    },
    "%": {"%": Fraction(1), "‰": Fraction(1, 10), "1": Fraction(100), "％": Fraction(1)},
    "d": {"d": Fraction(1), "天": Fraction(1), "h": Fraction(1, 24)},
}


def raw_table(sheet: Sheet, headers: dict[str, list[object]], *, script: bool = False) -> RawTable:
    """Return a table with these columns, its first header in cell A3."""
    size = len(next(iter(headers.values())))
    columns = tuple(
        RawColumn(header, chr(ord("A") + number), [plain_cell(value) for value in values])
        for number, (header, values) in enumerate(headers.items())
    )
    place = np.full(size, "632521", dtype=object), np.full(size, 2025, dtype=np.int64)
    rows = np.arange(4, 4 + size, dtype=np.int64)
    return RawTable("清单.xlsx", sheet.label.zh, 3, rows, columns, *place, script=script)


def read(name: str, headers: dict[str, list[object]]) -> tuple[Table, list[Finding]]:
    table, findings = parse_table(raw_table(SHEETS[name], headers), SHEETS[name])
    assert table is not None
    return table, findings


NUMBERS = [
    (sheet.name, number)
    for sheet in SHEETS.values()
    for number in sheet.numbers.values()
    if number.unit in SPELLINGS and not number.unit_label
]


def test_the_spellings_cover_the_sheets() -> None:
    assert {number.unit for _, number in NUMBERS} == set(SPELLINGS)


@pytest.mark.parametrize(("name", "number"), NUMBERS, ids=lambda one: getattr(one, "name", one))
def test_a_header_converts_its_column(name: str, number: Number) -> None:
    keys = {key.label.zh: _two_keys(key.kind, name) for key in SHEETS[name].keys}
    value = 0.375 if number.high is None else number.high / 4
    for spelled, factor in SPELLINGS[number.unit].items():
        typed = float(Fraction(value) / factor)
        table, findings = read(name, {**keys, f"{number.label.zh} [{spelled}]": [typed, 0.0]})
        assert [one.code for one in findings if one.code not in {"GEP102", "GEP120", "GEP111"}] == []
        if any(one.code == "GEP111" for one in findings):
            continue  # half of a number that must be larger
        got = table.frame[number.name].tolist()
        assert got == pytest.approx([float(Fraction(typed) * factor), 0.0], rel=1e-15)
        assert table.typed[0, number.name] == f"{typed:.15g} {spelled}"


def _two_keys(kind: str, name: str) -> list[object]:
    words: dict[str, list[object]] = {
        "ecosystem": ["沼泽", "湖泊"],
        "service": ["农业产品", "林业产品"],
        "deduction_status": ["有", "有"],
    }
    return words.get(kind) or {
        "air_pollutant": ["二氧化硫", "粉尘"],
        "water_pollutant": ["总氮", "总磷"],
        "water_use": ["生活", "农业"],
        "lake_zone": ["青藏高原", "蒙新高原"],
        "land_use": ["林地", "草地"],
    }.get(kind, ["甲", "乙"])


@given(data=st.data())
def test_any_value_in_any_unit_is_read_as_what_it_is(data: st.DataObject, tmp_path_factory) -> None:
    """Written to a workbook and read, a number is its exact conversion, rounded at most twice.

    The factor between two units is one correctly rounded number and the value is multiplied by it: two roundings of
    half a unit in the last place, 2.3e-16 together. Numbers of 15 digits, as many as Excel keeps, are stored exactly.
    """
    area, rain, evaporation = (
        float(f"{data.draw(st.floats(low, high)):.15g}") for low, high in ((1e-6, 1e6), (1e-3, 1e4), (1e-3, 1e4))
    )
    units = [data.draw(st.sampled_from(sorted(SPELLINGS[one]))) for one in ("km²", "mm", "mm")]
    path = save(
        tmp_path_factory.mktemp("book"),
        put("extent", "B3", f"面积 [{units[0]}]"),
        put("water_retention", "B3", f"降水量 [{units[1]}]"),
        put("water_retention", "C3", f"蒸散发量 [{units[2]}]"),
        put("extent", "B5", area),
        put("water_retention", "B5", rain),
        put("water_retention", "C5", evaporation),
    )
    inventory, _ = load_inventory(path)
    assert inventory is not None
    got = [
        inventory.frame("extent")["area"][1],
        inventory.frame("water_retention")["precipitation"][1],
        inventory.frame("water_retention")["evapotranspiration"][1],
    ]
    for value, typed, unit, declared in zip(got, (area, rain, evaporation), units, ("km²", "mm", "mm"), strict=True):
        exact = Fraction(typed) * SPELLINGS[declared][unit]
        assert abs(Fraction(value) - exact) <= abs(exact) * Fraction(2.3e-16)
    shown, _, unit = inventory.table("extent").typed[1, "area"].partition(" ")
    assert (float(shown), unit) == (area, units[0])


HEADERS = {
    "生态系统类型": ["常绿针叶林", "高寒草甸"],
    "降水量 [cm]": [43.0, 44.5],
    "蒸散发量 [mm]": [352.0, "无数据"],
    "地表径流量 [mm]": [12.0, None],
    "数据来源": ["气象局", "水利局"],
}


@pytest.mark.parametrize("order", list(itertools.permutations(HEADERS))[::7])
def test_the_order_of_columns_does_not_matter(order: tuple[str, ...]) -> None:
    plain, _ = read("water_retention", HEADERS)
    table, findings = read("water_retention", {name: HEADERS[name] for name in order})
    assert findings == []
    pd.testing.assert_frame_equal(table.frame[plain.frame.columns], plain.frame)
    assert table.typed == plain.typed
    letters = {name: chr(ord("A") + number) for number, name in enumerate(order)}
    assert table.where(1, "precipitation").cell == f"{letters['降水量 [cm]']}5"
    assert table.where(0, "source").cell == f"{letters['数据来源']}4"


def test_a_number_has_its_value_status_and_text() -> None:
    table, _ = read("water_retention", HEADERS)
    assert table.frame["precipitation"].tolist() == [430.0, 445.0]
    assert table.frame["evapotranspiration_status"].tolist() == ["", "no_data"]
    assert table.frame["runoff_status"].tolist() == ["", "blank"]
    assert table.typed == {
        (0, "precipitation"): "43 cm",
        (1, "precipitation"): "44.5 cm",
        (0, "evapotranspiration"): "352 mm",
        (0, "runoff"): "12 mm",
    }
    assert [table.word(position, "ecosystem") for position in (0, 1)] == ["常绿针叶林", "高寒草甸"]


@pytest.mark.parametrize(
    "header",
    [
        "降水量 [mm]",
        "降水量[mm]",
        "降水量 ［mm］",
        "降水量(mm)",
        "降水量 (mm)",
        "降水量【mm】",
        " 降水量  [ mm ] ",
        "precipitation [mm]",
        "Precipitation (mm)",
        "降水量\n[mm]",
    ],
)
def test_spellings_of_a_header(header: str) -> None:
    table, findings = read("water_retention", {"生态系统类型": ["沼泽"], header: [430.0]})
    assert findings == []
    assert table.frame["precipitation"].tolist() == [430.0]


def test_a_row_with_its_own_unit_keeps_it() -> None:
    headers = {
        "产品类别": ["农业产品", "农业产品"],
        "产品": ["青稞", "油菜籽"],
        "产量": [8600.0, 0.52],
        "产量单位": ["t", "万t"],
        "单价": [4.2, 6500.0],
        "单价单位": ["元/kg", "元/t"],
    }
    table, findings = read("products", headers)
    assert findings == []
    assert table.frame["output"].tolist() == [8600.0, 0.52]
    assert table.frame["output_unit"].tolist() == ["t", "万t"]
    assert table.typed[1, "output"] == "0.52 万t"
    assert table.typed[1, "unit_price"] == "6500 元/t"


def test_each_pollutant_is_read_in_its_own_species() -> None:
    headers = {"污染物": ["二氧化硫", "氮氧化物", "粉尘"], "排放量 [kg]": [1000.0, 2000.0, 3000.0]}
    table, findings = read("air_purification", headers)
    assert findings == []
    assert table.frame["emission"].tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("name", TABLES)
def test_frames_give_the_same_tables_as_the_workbook(name: str, tmp_path: Path) -> None:
    written, _ = load_inventory(save(tmp_path))
    scripted = Inventory.from_frames(sound_frames())
    assert written is not None
    if not TABLES[name][1]:
        assert scripted.frame(name).empty
        assert written.frame(name).empty
        return
    columns = [column for column in written.frame(name) if column != "row"]
    pd.testing.assert_frame_equal(
        scripted.frame(name)[columns], written.frame(name)[columns], check_exact=True, check_dtype=False
    )


def test_frames_give_the_same_account_as_the_workbook(tmp_path: Path) -> None:
    _, written, _ = judge(save(tmp_path))
    account, findings = assess(Inventory.from_frames(sound_frames()))
    assert written is not None
    assert account.total() == written.total()
    columns = ["service", "indicator", "item", "ecosystem", "quantity", "unit", "price", "value", "status"]
    pd.testing.assert_frame_equal(account.ledger[columns], written.ledger[columns], check_exact=True)
    assert {one.code for one in findings} == {one.code for one in written.findings}


def test_a_column_of_floats_is_read_as_one_of_objects() -> None:
    floats = sound_frames()
    objects = {name: frame.astype(object) for name, frame in floats.items()}
    for frame in floats.values():
        for column in frame.select_dtypes("number"):
            frame[column] = frame[column].astype(np.float64)
    fast, slow = Inventory.from_frames(floats), Inventory.from_frames(objects)
    assert fast.tables.keys() == slow.tables.keys()
    for name in fast.tables:
        pd.testing.assert_frame_equal(fast.frame(name), slow.frame(name), check_exact=True)
    assert fast.findings == slow.findings


# What may stand in a column of words: known and unknown ones, the same one twice, nothing, and what is no word.
WORDS = [
    "草地", "grassland", " 草地", "没有的类型", "", " ", "1", "t", "kg", "万头", "元/t", "无数据", "—", "1,234.5",
    "37%", "农业产品", "物质供给",
]  # fmt: skip
PRODUCT_COLUMNS = (
    "service", "item", "ecosystem", "output", "output_unit", "unit_price", "unit_price_unit", "net_output [万元]",
    "source",
)  # fmt: skip


@given(data=st.data())
def test_equal_words_are_read_once_as_each_by_itself(data: st.DataObject) -> None:
    words = st.one_of(st.none(), st.sampled_from(WORDS))
    size, each = data.draw(st.integers(1, 6)), {}
    for column in PRODUCT_COLUMNS:
        each[column] = data.draw(st.lists(words, min_size=size, max_size=size))
    found = []
    for kind in ("str", object):
        products = pd.DataFrame({"region": "632521", "year": 2025, **each}).astype(dict.fromkeys(each, kind))
        extent = pd.DataFrame({"region": "632521", "year": 2025, "ecosystem": each["ecosystem"], "area": 1.0})
        extent["ecosystem"] = extent["ecosystem"].astype(kind)
        found.append(model._from_frames(sound_frames() | {"products": products, "extent": extent}))
    (once, problems), (one_by_one, others) = found
    assert problems == others
    assert once is not None
    assert one_by_one is not None
    assert once.tables.keys() == one_by_one.tables.keys()
    for name, table in once.tables.items():
        other = one_by_one.tables[name]
        pd.testing.assert_frame_equal(table.frame, other.frame, check_exact=True)
        assert dict(table.typed) == dict(other.typed)
        assert {key: list(texts) for key, texts in table.words.items()} == {
            key: list(texts) for key, texts in other.words.items()
        }


@pytest.mark.parametrize("typed", ["37%", " 37 ％"])
def test_a_percentage_typed_as_text_where_none_belongs_is_a_finding(typed: str) -> None:
    _, findings = read("extent", {"生态系统类型": ["草地", "沼泽"], "面积 [km²]": [12.0, typed]})
    assert [(one.code, one.where.cell, one.typed) for one in findings] == [
        ("GEP113", "B5", typed),
        ("GEP104", "B5", typed),
    ]


def test_the_codes_of_a_table_are_those_of_its_columns(tmp_path: Path) -> None:
    path = save(tmp_path, add("products", "农业产品", "小麦", "没有的类型"), delete_row("extent", 4))
    inventory, _ = load_inventory(path)
    assert inventory is not None
    assert inventory.table("products").dropped
    for table in inventory.tables.values():
        for name, kept in table.codes.items():
            made = coded(table.frame[name].to_numpy(object))
            assert (list(kept.words), kept.codes.tolist()) == (list(made.words), made.codes.tolist())


@pytest.mark.parametrize("kind", ["nothing", "nullable", "string", "category"])
def test_frames_of_any_kind_of_column(kind: str) -> None:
    frames = sound_frames()
    plain = Inventory.from_frames(frames)
    retention, products = frames["water_retention"], frames["product_list"]
    if kind == "nothing":
        retention["runoff [mm]"], retention["source"] = np.nan, np.nan
        frames["prices"]["reason"] = np.nan
    elif kind == "nullable":
        retention["precipitation [mm]"] = retention["precipitation [mm]"].astype("Float64")
        retention["runoff [mm]"] = pd.array([None, None, None], dtype="Float64")
        frames["extent"]["area [km²]"] = frames["extent"]["area [km²]"].astype("Int64")
    elif kind == "string":
        products["method"] = products["method"].replace("", None).astype("string")
        frames["basic"]["region"] = frames["basic"]["region"].astype("string")
    else:
        retention["ecosystem"] = retention["ecosystem"].astype("category")
    read = Inventory.from_frames(frames)
    for name in ("water_retention", "product_list", "extent", "basic", "prices"):
        one, other = (each.frame(name).drop(columns="source", errors="ignore") for each in (plain, read))
        pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_a_frame_in_the_declared_unit_needs_no_brackets() -> None:
    frames = sound_frames()
    frames["extent"] = frames["extent"].rename(columns={"area [km²]": "area"})
    pd.testing.assert_frame_equal(
        Inventory.from_frames(frames).frame("extent"), Inventory.from_frames(sound_frames()).frame("extent")
    )


def test_frames_may_be_named_and_headed_in_chinese() -> None:
    frames = sound_frames()
    frames["生态系统面积"] = frames.pop("extent").rename(
        columns={"ecosystem": "生态系统类型", "area [km²]": "面积 [km²]"}
    )
    pd.testing.assert_frame_equal(
        Inventory.from_frames(frames).frame("extent"), Inventory.from_frames(sound_frames()).frame("extent")
    )


@pytest.mark.parametrize("names", [("extend",), ("extent", "生态系统面积")])
def test_a_frame_that_is_not_known_or_comes_twice_is_refused(names: tuple[str, ...]) -> None:
    frames = sound_frames()
    extent = frames.pop("extent")
    with pytest.raises(GepError, match="GEP128"):
        Inventory.from_frames({**frames, **dict.fromkeys(names, extent)})


def test_frames_without_region_belong_to_the_only_one() -> None:
    frames = sound_frames()
    two = pd.concat([frames["basic"], frames["basic"].assign(year=2024)], ignore_index=True)
    with pytest.raises(GepError, match="GEP129"):
        Inventory.from_frames({**frames, "basic": two})


def test_a_bad_frame_is_refused_with_every_finding() -> None:
    frames = sound_frames()
    frames["extent"]["area [km²]"] = [300.0, -500.0, 150.0, 50.0]
    frames["water_supply"] = frames["water_supply"].rename(columns={"volume [万m³]": "volume [t]"})
    frames["pest_control"]["ecosystem"] = ["竹海", "高寒草甸"]
    with pytest.raises(InputError) as raised:
        Inventory.from_frames(frames)
    assert [(one.code, one.where.sheet, one.where.cell, one.typed) for one in raised.value.findings] == [
        ("GEP111", "extent", "area [km²]:2", "-500 km²"),
        ("GEP104", "water_supply", "volume [t]:0", "t"),
        ("GEP109", "pest_control", "ecosystem:1", "竹海"),
    ]


def test_a_workbook_written_by_hand_is_left_as_it_was(tmp_path: Path) -> None:
    path = save(tmp_path)
    before = path.read_bytes()
    judge(path)
    assert path.read_bytes() == before
    assert len(openpyxl.load_workbook(path).sheetnames) == len(TABLES) + 1


@pytest.mark.parametrize("year", ["2024年", 2024.5, None])
def test_a_year_of_a_frame_that_is_none_is_refused_with_its_row(year: object) -> None:
    places = (("632521", 2024), ("632522", 2024))
    content = together(*(frames(place, **WATER) for place in places))  # type: ignore[arg-type]
    content["water_retention"] = content["water_retention"].astype({"year": object})
    content["water_retention"].loc[1, "year"] = year
    with pytest.raises(GepError, match="GEP275") as raised:
        Inventory.from_frames(content)
    assert (raised.value.params["name"], raised.value.params["row"]) == ("water_retention", 2)
