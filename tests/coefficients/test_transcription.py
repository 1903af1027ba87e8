"""Numbers typed again from the sources, without looking at the coefficient files."""

from __future__ import annotations

import pytest

# 白玛卓嘎等 2017, table 3 and sections 2.4 and 3.2
GANZI = [
    ("price.reservoir_storage", "", "", 7.06, "元/m³"),
    ("price.reservoir_dredging", "", "", 15.58, "元/m³"),
    ("price.nitrogen_treatment", "", "", 875, "元/tN"),
    ("price.phosphorus_treatment", "", "", 2800, "元/tP"),
    ("price.sand_control", "", "", 3.75, "元/m²"),
    ("price.water_use", "", "生活", 2.6, "元/m³"),
    ("price.water_use", "", "工业", 3.6, "元/m³"),
    ("price.water_use", "", "农业", 0.07, "元/m³"),
    ("price.electricity", "", "", 0.53, "元/(kW·h)"),
    ("price.carbon_dioxide", "", "", 380, "元/tCO2"),
    ("price.oxygen", "", "", 727, "元/tO2"),
    ("price.air_pollutant", "", "SO2", 1200, "元/tSO2"),
    ("price.air_pollutant", "", "NOx", 630, "元/tNOx"),
    ("price.air_pollutant", "", "粉尘", 150, "元/t粉尘"),
    ("price.water_pollutant", "", "COD", 700, "元/tCOD"),
    ("price.water_pollutant", "", "氨氮", 875, "元/tNH3-N"),
    ("price.pest_control", "forest", "", 375, "元/hm²"),
    ("price.pest_control", "grassland", "", 112.5, "元/hm²"),
    ("soil_retention.silted_share", "", "", 0.24, ""),
    ("soil_retention.bulk_density", "", "", 0.93, "t/m³"),
    ("soil_retention.nitrogen_content", "", "", 0.0037, "tN/t"),
    ("soil_retention.phosphorus_content", "", "", 0.00108, "tP/t"),
    ("sand_fixation.bulk_density", "", "", 1.28, "t/m³"),
    ("sand_fixation.cover_depth", "", "", 0.1, "m"),
    ("flood_mitigation.exchanges", "", "", 1, ""),
    ("flood_mitigation.reservoir_share", "", "", 0.35, ""),
    ("flood_mitigation.marsh_depth", "", "", 0.3, "m"),
]
RUNOFF_GONG = {  # 龚诗涵等 2017, table 2, in %
    "常绿阔叶林": 4.65, "常绿针叶林": 4.52, "针阔混交林": 3.52, "落叶阔叶林": 2.70, "落叶针叶林": 0.88, "稀疏林": 19.20,
    "常绿阔叶灌丛": 4.26, "落叶阔叶灌丛": 4.17, "针叶灌丛": 4.17, "稀疏灌丛": 19.20, "高寒草甸": 8.20, "高寒草原": 6.54,
    "温带草原": 3.94, "温性草丛": 9.37, "温性草甸草原": 9.13, "热带亚热带草丛": 3.87, "乔木园地": 9.57,
    "灌木园地": 9.57, "沼泽": 0, "水库": 0,
}  # fmt: skip
RUNOFF_REDLINE = {
    "常绿阔叶林": 2.67, "常绿针叶林": 3.02, "针阔混交林": 2.29, "落叶阔叶林": 1.33, "落叶针叶林": 0.88, "稀疏林": 19.20,
    "常绿阔叶灌丛": 4.26, "落叶阔叶灌丛": 4.17, "针叶灌丛": 4.17, "稀疏灌丛": 19.20, "草甸": 8.20, "草原": 4.78,
    "草丛": 9.37, "稀疏草地": 18.27, "湿地": 0,
}  # fmt: skip
COVER = {  # HJ 1173-2021, table A.1
    "森林": (0.10, 0.08, 0.06, 0.02, 0.004, 0.001),
    "灌丛": (0.40, 0.22, 0.14, 0.085, 0.040, 0.011),
    "草地": (0.45, 0.24, 0.15, 0.09, 0.043, 0.011),
    "乔木园地": (0.42, 0.23, 0.14, 0.089, 0.042, 0.011),
    "灌木园地": (0.40, 0.22, 0.14, 0.087, 0.042, 0.011),
}
COVER_CLASSES = ("<10%", "10%–30%", "30%–50%", "50%–70%", "70%–90%", ">90%")
MARKET = {2021: 46.61, 2022: 58.07, 2023: 63.88, 2024: 92.46, 2025: 71.97}


@pytest.mark.parametrize(("name", "ecosystem", "class_", "value", "unit"), GANZI)
def test_ganzi(book, name, ecosystem, class_, value, unit) -> None:
    found = book.get(name, set="ganzi2017", ecosystem=ecosystem, class_=class_, year=2010)
    assert (found.value, found.unit) == (value, unit)
    assert found.price_year == (2010 if name.startswith("price") else None)


@pytest.mark.parametrize(
    "name", ["price.nitrogen_treatment", "price.phosphorus_treatment", "price.air_pollutant", "price.water_pollutant"]
)
def test_pollution_fees_of_2003_were_used_in_2010(book, name) -> None:
    class_ = {"price.air_pollutant": "so2", "price.water_pollutant": "cod"}.get(name, "")
    found = book.get(name, set="ganzi2017", class_=class_, year=2010)
    assert (found.source_year, found.price_year) == (2003, 2010)


@pytest.mark.parametrize(("set_", "printed"), [("gong2017", RUNOFF_GONG), ("redline2017", RUNOFF_REDLINE)])
def test_runoff_coefficients(book, set_, printed) -> None:
    name = "water_retention.runoff_coefficient"
    found = {key: book.get(name, set=set_, ecosystem=key, year=2020) for key in printed}
    assert {key: one.value for key, one in found.items()} == printed
    assert {one.unit for one in found.values()} == {"%"}
    assert len(book.select(name=name).query("set == @set_")) == len(printed)


@pytest.mark.parametrize("ecosystem", COVER)
def test_cover_factors(book, ecosystem) -> None:
    found = [
        book.get("soil_retention.cover_factor", ecosystem=ecosystem, class_=one, year=2021).value
        for one in COVER_CLASSES
    ]
    assert tuple(found) == COVER[ecosystem]


@pytest.mark.parametrize(("ecosystem", "value"), [("水田", 0), ("湿地", 0), ("城镇", 0.01), ("荒漠", 0.7)])
def test_cover_factors_that_do_not_depend_on_cover(book, ecosystem, value) -> None:
    for class_ in ("", "cover_50_70"):
        assert book.get("soil_retention.cover_factor", ecosystem=ecosystem, class_=class_, year=2021).value == value


def test_wind_erosion(book) -> None:
    transport = book.get("sand_fixation.transport", year=2021).parameters
    assert transport == {
        "maximum_transfer": 109.8,
        "critical_length": 150.71,
        "critical_length_exponent": -0.3711,
        "spread": 2,
    }
    decay = {"林地": 0.1535, "草地": 0.1151, "灌丛": 0.0921, "裸地": 0.0768, "沙地": 0.0658, "农田": 0.0438}
    keys = {"林地": "forest"}
    found = {one: book.get("sand_fixation.cover_decay", ecosystem=keys.get(one, one), year=2021).value for one in decay}
    assert found == decay
    assert book.get("sand_fixation.distance", set="pyrweq", year=2021).value == 50


def test_lake_storage(book) -> None:
    found = book.get("flood_mitigation.lake_storage", set="ganzi2017", class_="青藏高原", year=2010)
    assert dict(found.parameters) == {"intercept": 6.636, "exponent": 0.678}
    others = {
        "东部平原": (4.924, 1.128),
        "蒙新高原": (5.653, 0.680),
        "云贵高原": (4.904, 0.927),
        "东北平原": (5.808, 0.866),
    }
    for zone, printed in others.items():
        found = book.get("flood_mitigation.lake_storage", set="rao2014", class_=zone, year=2014)
        assert tuple(found.parameters.values()) == printed
        assert found.status == "placeholder"


def test_rainfall_erosivity(book) -> None:
    for season, coefficient in (("暖季", 0.3937), ("冷季", 0.3101)):
        found = book.get("soil_retention.rainfall_erosivity", class_=season, year=2021)
        assert dict(found.parameters) == {"coefficient": coefficient, "exponent": 1.7265}


def test_ratios_of_molar_masses_are_exact(book) -> None:
    assert book.get("oxygen_release.oxygen_per_carbon_dioxide", year=2020).value == 32 / 44
    name = "carbon_sequestration.carbon_per_dry_matter"
    assert book.get(name, set="cellulose", year=2020).value == 72 / 162


def test_carbon_prices_per_tonne_of_carbon_become_prices_of_carbon_dioxide(book) -> None:
    for set_, per_carbon in (("jiang2017", 1320), ("chenxs2017", 260.9), ("zhang2018", 1200)):
        found = book.get("price.carbon_dioxide", set=set_, year=2020)
        assert found.value == pytest.approx(per_carbon * 12 / 44, rel=1e-15)
        assert found.printed == f"{per_carbon} 元/tC"


def test_limits_of_fine_particles_become_stricter_in_two_steps(book) -> None:
    for year, limit in ((2026, 30), (2030, 30), (2031, 25), (2040, 25)):
        found = book.get("air_purification.limit", set="gb3095_2026", class_="pm25", year=year)
        assert (found.value, found.status) == (limit, "official")


def test_market_prices_of_carbon_dioxide(book) -> None:
    for year, price in MARKET.items():
        found = book.get("price.carbon_dioxide", set="national_market_mean", year=year)
        assert (found.value, found.price_year) == (price, year)


@pytest.mark.parametrize(
    ("name", "class_", "value"),
    [
        ("price.air_pollutant", "so2", 1263.16),
        ("price.air_pollutant", "nox", 1263.16),
        ("price.air_pollutant", "烟尘", 550.46),
        ("price.air_pollutant", "一般性粉尘", 300),
        ("price.water_pollutant", "cod", 1400),
        ("price.water_pollutant", "nh3n", 1750),
        ("price.water_pollutant", "tp", 5600),
    ],
)
def test_taxes_of_qinghai(book, name, class_, value) -> None:
    found = book.get(name, set="qinghai_tax2018", region="共和县", class_=class_, year=2024)
    assert round(found.value, 2) == value
    assert found.price_year == 2024


@pytest.mark.parametrize(
    ("name", "set_", "value", "year"),
    [
        ("price.reservoir_storage", "jiang2017", 6.11, 2011),
        ("price.reservoir_storage", "wu2018", 5.714, 2015),
        ("price.reservoir_storage", "chenzy2016", 7.53, 2011),
        ("price.reservoir_storage", "bao2018", 3.75, 2012),
        ("price.reservoir_storage", "miao2017", 0.92, 2014),
        ("price.reservoir_storage", "chenxs2017", 1.56, 2011),
        ("price.reservoir_storage", "shang2018", 0.67, 1990),
        ("price.carbon_dioxide", "bao2018", 260.9, 2012),
        ("price.carbon_dioxide", "miao2017", 379.87, 2014),
        ("price.oxygen", "jiang2017", 1000, 2011),
        ("price.oxygen", "bao2018", 352.93, 2012),
        ("price.oxygen", "chenxs2017", 400, 2011),
        ("price.oxygen", "miao2017", 1160.7, 2014),
        ("price.river_dredging", "chenxs2017", 45, 2011),
        ("price.nutrient", "chenzy2016", 2549, 2011),
    ],
)
def test_other_prices(book, name, set_, value, year) -> None:
    found = book.get(name, set=set_, year=2020)
    assert (found.value, found.price_year) == (value, year)


@pytest.mark.parametrize(
    ("name", "set_", "ecosystem", "class_", "value"),
    [
        ("soil_retention.bulk_density", "wu2018", "", "", 1.29),
        ("soil_retention.bulk_density", "chenxs2017", "", "", 1.3),
        ("soil_retention.bulk_density", "jin2017", "高寒草甸", "弱发育", 0.84),
        ("soil_retention.bulk_density", "jin2017", "高寒草甸", "中等发育", 0.73),
        ("soil_retention.bulk_density", "jin2017", "高寒草甸", "强发育", 0.64),
        ("soil_retention.bulk_density", "ma2020", "草地", "", (1.103 + 1.072 + 0.937 + 0.971 + 1.149) / 5),
        ("soil_retention.bulk_density", "wangxue2018_ungrazed", "沼泽化草甸", "", 0.21),
        ("soil_retention.nitrogen_content", "diao2021", "森林", "", 0.00623),
        ("soil_retention.nitrogen_content", "diao2021", "灌丛", "", 0.00595),
        ("soil_retention.nitrogen_content", "diao2021", "草地", "", 0.00539),
        ("soil_retention.nitrogen_content", "diao2021", "耕地", "", 0.00329),
        ("soil_retention.phosphorus_content", "wu2018", "", "", 0.0006),
        ("soil_retention.practice_factor", "he2020", "农田", "", 0.15),
        ("soil_retention.practice_factor", "masujie2018", "城镇", "", 0.3),
        ("soil_retention.practice_factor", "hj1173_2021", "", "", 1),
        ("climate_regulation.energy_efficiency_ratio", "bo2017", "", "", 3),
        ("climate_regulation.latent_heat", "youyang", "", "", 2450),
        ("climate_regulation.humidification_energy", "shang2018", "", "", 125),
        ("climate_regulation.humidification_energy", "youyang", "", "", 120),
        ("carbon_sequestration.rate", "wangjian2016", "阔叶林", "", 0.19),
        ("air_purification.capacity", "miao2017", "针叶林", "粉尘", 33200),
        ("air_purification.capacity", "bao2018", "草地", "粉尘", 120),
        ("air_purification.capacity", "miao2017", "灌丛", "SO2", 92.1),
    ],
)
def test_other_coefficients(book, name, set_, ecosystem, class_, value) -> None:
    found = book.get(name, set=set_, ecosystem=ecosystem, class_=class_, year=2020)
    assert found.value == pytest.approx(value, rel=1e-15)
    assert not found.fallback


def test_sulfur_uptake_is_the_printed_total_over_the_printed_area(book) -> None:
    printed = {"针叶林": (13.22, 613), "阔叶林": (20.83, 2350), "针阔混交林": (19.58, 1287), "竹林": (1.92, 196)}
    for ecosystem, (total, area) in printed.items():
        found = book.get("air_purification.capacity", set="miao2017", ecosystem=ecosystem, class_="so2", year=2014)
        # The total is printed to 100 kg: half of that over the area is the rounding.
        assert found.value == pytest.approx(total * 1e4 / area, abs=0.005 * 1e4 / area)
        assert found.status == "derived"


# --- numbers that no rule takes unasked, and those of the second quarry: typed again from the sources ---------------

# coefficient, set, type, class, value, unit, status
REFERENCE = [
    ("soil_retention.bulk_density", "wandan2018_lowest", "", "", 0.58, "t/m³", "peer_reviewed"),
    ("soil_retention.bulk_density", "wandan2018_highest", "", "", 1.1, "t/m³", "peer_reviewed"),
    ("soil_retention.bulk_density", "wangxue2018_grazed", "沼泽化草甸", "", 0.62, "t/m³", "peer_reviewed"),
    ("soil_retention.total_carbon_content", "diao2021", "森林", "", 0.08256, "tC/t", "peer_reviewed"),
    ("soil_retention.total_carbon_content", "diao2021", "灌丛", "", 0.07418, "tC/t", "peer_reviewed"),
    ("soil_retention.total_carbon_content", "diao2021", "草地", "", 0.06292, "tC/t", "peer_reviewed"),
    ("soil_retention.total_carbon_content", "diao2021", "耕地", "", 0.03741, "tC/t", "peer_reviewed"),
    ("soil_retention.nitrogen_content", "wu2018", "", "", 0.0006, "tN/t", "peer_reviewed"),
    ("soil_retention.potassium_content", "wu2018", "", "", 0.014, "tK/t", "peer_reviewed"),
    ("soil_retention.organic_carbon_content", "wu2018", "", "", 0.0156, "tC/t", "peer_reviewed"),
    ("soil_retention.fertilizer_conversion", "wu2018", "", "尿素", 2.164, "", "peer_reviewed"),
    ("soil_retention.fertilizer_conversion", "wu2018", "", "过磷酸钙", 4.065, "", "peer_reviewed"),
    ("soil_retention.fertilizer_conversion", "wu2018", "", "氯化钾", 1.923, "", "peer_reviewed"),
    ("soil_retention.fuelwood_conversion", "wu2018", "", "", 0.5, "", "peer_reviewed"),
    ("soil_retention.fertilizer_nitrogen", "lyt1721_2008", "", "磷酸二铵", 0.14, "tN/t", "placeholder"),
    ("soil_retention.fertilizer_phosphorus", "lyt1721_2008", "", "磷酸二铵", 0.1501, "tP/t", "placeholder"),
    ("soil_retention.fertilizer_potassium", "lyt1721_2008", "", "氯化钾", 0.5, "tK/t", "placeholder"),
    ("soil_retention.carbon_in_organic_matter", "pribyl2010", "", "", 0.5, "tC/tOM", "peer_reviewed"),
    (
        "soil_retention.carbon_in_organic_matter",
        "pribyl2010_conventional",
        "",
        "",
        1 / 1.724,
        "tC/tOM",
        "peer_reviewed",
    ),
    (
        "carbon_sequestration.carbon_per_dry_matter",
        "weijiangsheng2016_shoots",
        "灌丛",
        "",
        0.45,
        "tC/t",
        "peer_reviewed",
    ),
    (
        "carbon_sequestration.carbon_per_dry_matter",
        "weijiangsheng2016_roots",
        "灌丛",
        "",
        0.42,
        "tC/t",
        "peer_reviewed",
    ),
    ("soil_retention.practice_factor", "he2020", "湿地", "", 0, "", "peer_reviewed"),
    ("soil_retention.practice_factor", "masujie2018", "水浇地", "", 0.1, "", "peer_reviewed"),
    ("carbon_sequestration.rate", "wangxinyou2019_lowest", "草地", "", 0.3, "tC/(hm²·a)", "peer_reviewed"),
    ("carbon_sequestration.rate", "wangxinyou2019_highest", "草地", "", 2.47, "tC/(hm²·a)", "peer_reviewed"),
    ("carbon_sequestration.rate", "wangxinyou2019_plantation", "", "", 1.41, "tC/(hm²·a)", "peer_reviewed"),
    ("carbon_sequestration.rate", "wangxinyou2019_sand", "", "", 0.53, "tC/(hm²·a)", "peer_reviewed"),
    ("carbon_sequestration.carbon_density", "wangjian2016", "阔叶林", "", 89.04, "tC/hm²", "peer_reviewed"),
    (
        "carbon_sequestration.net_primary_productivity",
        "chenxuejiao2021",
        "灌丛",
        "",
        3.42,
        "tC/(hm²·a)",
        "peer_reviewed",
    ),
    (
        "carbon_sequestration.net_primary_productivity",
        "chenxuejiao2021",
        "高寒草原",
        "",
        0.5593,
        "tC/(hm²·a)",
        "peer_reviewed",
    ),
    ("carbon_sequestration.carbon_dioxide_per_dry_matter", "jiang2017", "", "", 1.63, "tCO2/t", "peer_reviewed"),
    ("oxygen_release.oxygen_per_dry_matter", "jiang2017", "", "", 1.2, "tO2/t", "peer_reviewed"),
    ("oxygen_release.oxygen_per_dry_matter", "miao2017", "", "", 1.19, "tO2/t", "peer_reviewed"),
    ("negative_ions.ion_concentration", "sun2021", "针叶林", "", 1800, "个/cm³", "peer_reviewed"),
    ("negative_ions.ion_concentration", "sun2021", "阔叶林", "", 617, "个/cm³", "peer_reviewed"),
    ("negative_ions.ion_concentration", "sun2021", "灌丛", "", 730, "个/cm³", "peer_reviewed"),
    ("negative_ions.threshold", "lyt1721_2008", "", "", 600, "个/cm³", "placeholder"),
    ("tourism.time_value_share", "jiang2017", "", "", 30, "%", "peer_reviewed"),
    ("climate_regulation.transpiration_heat", "general_high", "森林", "", 2837.27, "kJ/(m²·d)", "placeholder"),
    ("climate_regulation.transpiration_heat", "general_high", "灌丛", "", 1300.95, "kJ/(m²·d)", "placeholder"),
    ("climate_regulation.transpiration_heat", "general_high", "草地", "", 969.83, "kJ/(m²·d)", "placeholder"),
    ("climate_regulation.transpiration_heat", "general_low", "森林", "", 70.4, "kJ/(m²·d)", "placeholder"),
    ("climate_regulation.transpiration_heat", "general_low", "灌丛", "", 25.6, "kJ/(m²·d)", "placeholder"),
    ("climate_regulation.latent_heat", "celsius100", "", "", 2260, "J/g", "placeholder"),
    ("flood_mitigation.marsh_soil_depth", "general", "", "", 0.4, "m", "placeholder"),
    ("livestock.sheep_units", "hanqifei2017", "", "绵羊", 1, "羊单位/头", "peer_reviewed"),
    ("livestock.sheep_units", "hanqifei2017", "", "山羊", 0.9, "羊单位/头", "peer_reviewed"),
    ("livestock.sheep_units", "hanqifei2017", "", "牛", 6, "羊单位/头", "peer_reviewed"),
    ("livestock.sheep_units", "hanqifei2017", "", "水牛", 6.5, "羊单位/头", "peer_reviewed"),
    ("livestock.sheep_units", "yuhaiyang2017", "", "牛", 5, "羊单位/头", "peer_reviewed"),
    ("livestock.sheep_units", "yuhaiyang2017", "", "马", 2, "羊单位/头", "peer_reviewed"),
    ("livestock.sheep_units", "general", "", "牦牛", 4, "羊单位/头", "placeholder"),
    ("livestock.sheep_units", "general", "", "藏羊", 1, "羊单位/头", "placeholder"),
    ("livestock.daily_intake", "nyt635_2015", "", "", 1.8, "kg/(羊单位·d)", "official"),
    ("sand_fixation.threshold_wind", "pyrweq", "", "", 5, "m/s", "expert"),
    ("climate_regulation.latent_heat", "fao56", "", "", 2450, "J/g", "expert"),
    ("climate_regulation.air_heat_capacity", "fao56", "", "", 1.013, "kJ/(kg·K)", "expert"),
    ("air_purification.limit", "gb3095_2012", "", "SO2", 60, "μg/m³", "official"),
    ("air_purification.limit", "gb3095_2012", "", "NOx", 50, "μg/m³", "official"),
    ("air_purification.limit", "gb3095_2012", "", "粉尘", 200, "μg/m³", "official"),
    ("air_purification.limit", "gb3095_2012", "", "烟尘", 200, "μg/m³", "official"),
    ("air_purification.limit", "gb3095_2012", "", "PM10", 70, "μg/m³", "official"),
    ("air_purification.limit", "gb3095_2012", "", "PM2.5", 35, "μg/m³", "official"),
    ("water_purification.limit", "gb3838_2002", "", "COD", 20, "mg/L", "official"),
    ("water_purification.limit", "gb3838_2002", "", "NH3-N", 1, "mg/L", "official"),
    ("water_purification.limit", "gb3838_2002", "", "TP", 0.2, "mg/L", "official"),
    ("water_purification.limit", "gb3838_2002", "", "TN", 1, "mg/L", "official"),
    ("water_purification.limit", "gb3838_2002", "", "BOD5", 4, "mg/L", "official"),
    ("livestock.dry_share", "huangxin2020", "", "高寒荒漠", 1 / 2.5, "", "peer_reviewed"),
    ("livestock.dry_share", "huangxin2020", "", "禾草草原", 1 / 3, "", "peer_reviewed"),
    ("livestock.dry_share", "huangxin2020", "", "荒漠草原", 1 / 3, "", "peer_reviewed"),
    ("livestock.dry_share", "huangxin2020", "", "高寒草原", 1 / 3, "", "peer_reviewed"),
    ("livestock.dry_share", "huangxin2020", "", "盐生草甸", 1 / 3.2, "", "peer_reviewed"),
    ("livestock.dry_share", "huangxin2020", "", "高寒草甸", 1 / 3.2, "", "peer_reviewed"),
]
# price, set, type, class, value in 元, unit, price year
PRICES = [
    ("price.unit_value", "laimin2015_intact", "草地", "", 7470, "元/hm²", 2005),
    ("price.unit_value", "laimin2015_light", "草地", "", 5976, "元/hm²", 2005),
    ("price.unit_value", "laimin2015_moderate", "草地", "", 3735, "元/hm²", 2005),
    ("price.unit_value", "laimin2015_heavy", "草地", "", 1494, "元/hm²", 2005),
    ("price.visit", "jiang2017", "", "旅行费用", 52.47, "元/人次", 2011),
    ("price.visit", "jiang2017", "", "时间成本", 343.33, "元/人次", 2011),
    ("price.visit", "jiang2017", "", "消费者剩余", 578.03, "元/人次", 2011),
    ("price.water_pollutant", "shang2018", "", "COD", 5570, "元/tCOD", 2015),
    ("price.water_pollutant", "shang2018_lowest", "", "总氮", 2500, "元/tTN", 2015),
    ("price.water_pollutant", "shang2018_highest", "", "总磷", 3000, "元/tTP", 2015),
    ("price.water_pollutant", "wu2018", "", "总氮", 35_700, "元/tTN", 2015),
    ("price.water_pollutant", "wu2018", "", "总磷", 750_700, "元/tTP", 2015),
    ("price.air_pollutant", "chenxs2017", "", "SO2", 600, "元/tSO2", 2011),
    ("price.air_pollutant", "bao2018", "", "粉尘", 170, "元/t粉尘", 2012),
    ("price.air_pollutant", "miao2017", "", "SO2", 830, "元/tSO2", 2014),
    ("price.air_pollutant", "miao2017", "", "粉尘", 230, "元/t粉尘", 2014),
    ("price.water_use", "jiang2017", "", "生活", 0.5, "元/m³", 2011),
    ("price.water_treatment", "lyt1721_2008", "", "", 2.09, "元/t", 2007),
    ("price.sewage_treatment", "chenxs2017", "", "", 1, "元/m³", 2011),
    ("price.sediment_reduction", "bao2018", "", "", 18, "元/t", 2012),
    ("price.earthwork", "lyt1721_2008", "", "", 12.6, "元/m³", 2005),
    ("price.fertilizer", "wu2018", "", "尿素", 1838, "元/t", 2015),
    ("price.fertilizer", "wu2018", "", "过磷酸钙", 587, "元/t", 2015),
    ("price.fertilizer", "wu2018", "", "氯化钾", 2175, "元/t", 2015),
    ("price.fertilizer", "lyt1721_2008", "", "磷酸二铵", 2400, "元/t", 2007),
    ("price.fertilizer", "lyt1721_2008", "", "氯化钾", 2200, "元/t", 2007),
    ("price.organic_matter", "bao2018", "", "", 320, "元/tOM", 2012),
    ("price.fuelwood", "wu2018", "", "", 200, "元/m³", 2015),
    ("price.negative_ion", "lyt1721_2008", "", "", 5.8185e-18, "元/个", 2007),
]
# 环境保护税法: the lowest and the highest rate by equivalent, and the kilograms of an equivalent.
EQUIVALENTS = {
    "air": {"SO2": 0.95, "NOx": 0.95, "烟尘": 2.18, "一般性粉尘": 4},
    "water": {"COD": 1, "氨氮": 0.8, "总磷": 0.25, "五日生化需氧量": 0.5, "悬浮物": 4},
}
RATES = {"air": {"lowest": 1.2, "highest": 12}, "water": {"lowest": 1.4, "highest": 14}}
# World Bank, in % on the year before; 2005 = 100
CHANGES = {
    1995: 16.7912, 1996: 8.3132, 1997: 2.7865, 1998: -0.7732, 1999: -1.4015, 2000: 0.3478, 2001: 0.7191, 2002: -0.732,
    2003: 1.1276, 2004: 3.8246, 2005: 1.7764, 2006: 1.6494, 2007: 4.8168, 2008: 5.9253, 2009: -0.7282, 2010: 3.1753,
    2011: 5.5539, 2012: 2.6195, 2013: 2.6211, 2014: 1.9216, 2015: 1.437, 2016: 2.0, 2017: 1.5931, 2018: 2.0748,
    2019: 2.8992, 2020: 2.4194, 2021: 0.981, 2022: 1.9736, 2023: 0.2348, 2024: 0.2181,
}  # fmt: skip


@pytest.mark.parametrize(("name", "set_", "ecosystem", "class_", "value", "unit", "status"), REFERENCE)
def test_reference_values(book, name, set_, ecosystem, class_, value, unit, status) -> None:
    found = book.get(name, set=set_, ecosystem=ecosystem, class_=class_, year=2020)
    assert found.value == pytest.approx(value, rel=1e-14)
    assert (found.unit, found.status) == (unit, status)


@pytest.mark.parametrize(("name", "set_", "ecosystem", "class_", "value", "unit", "year"), PRICES)
def test_more_prices(book, name, set_, ecosystem, class_, value, unit, year) -> None:
    found = book.get(name, set=set_, ecosystem=ecosystem, class_=class_, year=2020)
    assert found.value == pytest.approx(value, rel=1e-14)
    assert (found.unit, found.price_year) == (unit, year)


@pytest.mark.parametrize(("kind", "end"), [(kind, end) for kind, ends in RATES.items() for end in ends])
def test_the_rates_between_which_provinces_set_their_tax(book, kind, end) -> None:
    for pollutant, kilograms in EQUIVALENTS[kind].items():
        found = book.get(f"price.{kind}_pollutant", set=f"environment_tax2018_{end}", class_=pollutant, year=2024)
        assert found.value == pytest.approx(1000 * RATES[kind][end] / kilograms, rel=1e-14)
        assert (found.price_year, found.status) == (2024, "derived")


def test_qinghai_taxes_at_the_lowest_rates(book) -> None:
    for kind, equivalents in EQUIVALENTS.items():
        for pollutant in equivalents:
            name = f"price.{kind}_pollutant"
            own = book.get(name, set="qinghai_tax2018", region="630000", class_=pollutant, year=2024)
            assert own.value == book.get(name, set="environment_tax2018_lowest", class_=pollutant, year=2024).value


def test_consumer_prices(book) -> None:
    index = 100.0
    for year, percent in CHANGES.items():
        change = book.get("price_index.consumer_price_change", set="world_bank", year=year)
        assert change.value == pytest.approx(percent / 100, rel=1e-14)
        if year >= 2005:
            index = index * (1 + percent / 100) if year > 2005 else 100.0
            # Printed to two decimals.
            assert book.get("price_index.consumer_prices", set="world_bank", year=year).value == pytest.approx(
                index, abs=0.005
            )
    for year, printed in ((2007, 493.6), (2014, 606.7)):
        assert book.get("price_index.consumer_prices", set="miao2017", year=year).value == printed
    own = book.get("price_index.consumer_price_change", set="huangnan2023", region="632300", year=2023)
    assert own.value == 0


def test_a_slope_length_may_take_the_divisor_of_rusle(book) -> None:
    name = "soil_retention.slope_length"
    theirs = book.get(name, set="masujie2018", year=2020).parameters
    ours = book.get(name, year=2020).parameters
    assert (theirs["sine_divisor"], ours["sine_divisor"]) == (0.0896, 0.089)
    assert {key for key in ours if ours[key] != theirs[key]} == {"sine_divisor"}


def test_wind_erosion_in_one_line(book) -> None:
    found = book.get("sand_fixation.simplified", set="rweq_script", year=2020)
    assert dict(found.parameters) == {"scale": 0.1699, "exponent": 1.3711}


def test_a_slope_may_go_on_steeper(book) -> None:
    """10.8 sin + 0.03 below 5°, 16.8 sin − 0.50 to 10°, 21.91 sin − 0.96 above; nothing caps it."""
    found = book.get("soil_retention.slope_steepness", set="he2020", year=2020).parameters
    assert (found["moderate_from"], found["steep_from"], found["level_from"]) == (5, 10, 90)
    assert (found["steep_slope"], found["steep_intercept"]) == (21.91, -0.96)
    assert found["level"] == pytest.approx(21.91 - 0.96, rel=1e-15)
