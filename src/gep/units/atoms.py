"""The closed table of units: what each is worth, how statisticians write it, and what else it may be called.

Nothing outside this table can be read, and there are no prefixes: with prefixes ``ha`` would be a hecto-year and
``kt``, ``cd`` and ``mu`` would all mean something. The order of the table is the order in which a product is written
(``MJ·mm/(hm²·h·a)``: energy, matter, things counted, space, time).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

__all__ = [
    "ATOMS",
    "CARBON",
    "CURRENCY",
    "MASSES",
    "MULTIPLIERS",
    "RANKS",
    "REFUSED",
    "SPECIES",
    "SPELLINGS",
    "Atom",
    "Exponents",
    "mass_of_species",
]

Exponents = Mapping[str, Any]
"""Unit name → exponent: a number, almost always whole."""

CURRENCY = "CNY"
"""Money before its price year is known; a readable unit only inside this package."""

MULTIPLIERS: Mapping[str, Fraction] = MappingProxyType(
    {"十": Fraction(10), "百": Fraction(10**2), "千": Fraction(10**3), "万": Fraction(10**4), "亿": Fraction(10**8)}
)
"""Factors on the whole unit that follows. They are units of their own, so that 万m³ is 万·m³ and never (万m)³."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One unit: its name in the registry, its size in terms of `base`, and its two usual spellings.

    An empty `base` makes the unit a pure number; a `base` in square brackets makes it a dimension of its own.
    """

    name: str
    symbol: str
    chinese: str
    scale: Fraction
    base: Mapping[str, int]


# name, symbol, definition, Chinese, other spellings
_MONEY = [(CURRENCY, "元", "[currency]", "元", "CNY 人民币 人民币元 元人民币 yuan")]
_ENERGY = [
    ("J", "J", "[energy]", "焦耳", "焦"),
    ("kJ", "kJ", "1000 J", "千焦", "千焦耳"),
    ("MJ", "MJ", "1000000 J", "兆焦", "兆焦耳"),
    ("GJ", "GJ", "1000000000 J", "吉焦", "吉焦耳"),
    ("kWh", "kW·h", "3600000 J", "千瓦时", "kWh KWh KWH kwh 度 千瓦小时"),
    ("MWh", "MW·h", "1000 kWh", "兆瓦时", "MWh 兆瓦小时"),
    ("GWh", "GW·h", "1000 MWh", "吉瓦时", "GWh 吉瓦小时"),
    ("TWh", "TW·h", "1000 GWh", "太瓦时", "TWh 太瓦小时"),
]
_MATTER = [
    ("Pg", "Pg", "1000000000 t", "拍克", ""),
    ("Tg", "Tg", "1000000 t", "太克", ""),
    ("Gg", "Gg", "1000 t", "吉克", ""),
    # The tonne where its name is feared to be read as another ton.
    ("Mg", "Mg", "1 t", "兆克", ""),
    ("t", "t", "1000 kg", "吨", "公吨"),
    ("kg", "kg", "[mass]", "千克", "公斤"),
    ("g", "g", "1/1000 kg", "克", ""),
    ("mg", "mg", "1/1000 g", "毫克", ""),
    ("μg", "μg", "1/1000 mg", "微克", "ug"),
    ("斤", "斤", "1/2 kg", "斤", "市斤"),
    ("担", "担", "50 kg", "担", "市担"),
    ("tce", "tce", "[coal_equivalent]", "吨标准煤", "吨标煤"),
]
_COUNTERS = (
    "人次 人 羊单位 头 只 匹 峰 羽 尾 株 枝 根 棵 丛 盆 个 粒 袋 箱 盒 瓶 件 套 "
    "台 辆 艘 床 户 家 处 座 种 条 张 把 束 份 次 间夜"
)
_COUNTER_ALIASES = {"人": "person persons", "羊单位": "标准羊单位 个羊单位 SU", "间夜": "间夜数 间天"}
_OTHER = [
    ("percent", "%", "1/100", "%", "百分数"),
    ("permille", "‰", "1/1000", "‰", "千分数"),
    ("dB", "dB", "[sound_level]", "分贝", "db"),
    ("Pa", "Pa", "[pressure]", "帕", "帕斯卡"),
    ("hPa", "hPa", "100 Pa", "百帕", ""),
    ("kPa", "kPa", "1000 Pa", "千帕", ""),
]
_SPACE = [
    ("mL", "mL", "1/1000 L", "毫升", "ml"),
    ("L", "L", "1/1000 m^3", "升", "l 公升"),
    ("亩", "亩", "1/15 hm^2", "亩", "市亩"),
    ("μm", "μm", "1/1000 mm", "微米", "um"),
    ("mm", "mm", "1/1000 m", "毫米", ""),
    ("cm", "cm", "1/100 m", "厘米", ""),
    ("m", "m", "[length]", "米", ""),
    ("hm", "hm", "100 m", "百米", ""),
    ("km", "km", "1000 m", "千米", "公里"),
    ("K", "K", "[temperature]", "开", "开尔文"),
]
# Energy and power stand apart: kW·h is a unit of energy of its own, so that 元/kW·h reads as everybody means it.
_TIME = [
    ("s", "s", "[time]", "秒", "sec"),
    ("min", "min", "60 s", "分钟", ""),
    ("h", "h", "3600 s", "小时", "时 hr"),
    ("d", "d", "24 h", "天", "日 day days"),
    ("a", "a", "[period]", "年", "yr year"),
    ("W", "W", "1 J^1 s^-1", "瓦", "瓦特"),
    ("kW", "kW", "1000 W", "千瓦", ""),
    ("MW", "MW", "1000 kW", "兆瓦", ""),
]

CARBON = frozenset({"C", "CO2"})

# key, symbol, Chinese, what 1 kg of it is, other spellings. Molar masses enter here and nowhere else:
# carbon dioxide of 44 g/mol holds 12 g/mol of carbon.
_SPECIES = [
    ("C", "C", "碳", "[carbon]", ""),
    ("CO2", "CO2", "二氧化碳", "12/44 kgC", "CO2e CO2eq CO2-eq"),
    ("O2", "O2", "氧气", "[oxygen]", "氧"),
    ("N", "N", "氮", "[nitrogen]", ""),
    ("P", "P", "磷", "[phosphorus]", ""),
    ("K", "K", "钾", "[potassium]", ""),
    ("OM", "OM", "有机质", "[organic_matter]", ""),
    ("TN", "TN", "总氮", "[total_nitrogen]", ""),
    ("TP", "TP", "总磷", "[total_phosphorus]", ""),
    ("SO2", "SO2", "二氧化硫", "[sulfur_dioxide]", ""),
    ("NOx", "NOx", "氮氧化物", "[nitrogen_oxides]", "NOX"),
    ("NO2", "NO2", "二氧化氮", "[nitrogen_dioxide]", ""),
    ("HF", "HF", "氟化物", "[fluorides]", "氟化氢 氟"),
    ("O3", "O3", "臭氧", "[ozone]", ""),
    ("COD", "COD", "化学需氧量", "[chemical_oxygen_demand]", "CODcr CODCr"),
    ("BOD", "BOD", "生化需氧量", "[biochemical_oxygen_demand]", "BOD5 五日生化需氧量"),
    ("SS", "SS", "悬浮物", "[suspended_solids]", ""),
    ("NH3N", "NH3-N", "氨氮", "[ammonia_nitrogen]", "NH3N"),
    ("NH3", "NH3", "氨", "[ammonia]", ""),
    ("dust", "粉尘", "粉尘", "[dust]", "烟粉尘 工业粉尘 烟尘 降尘 滞尘 颗粒物 PM TSP"),
    ("PM10", "PM10", "可吸入颗粒物", "[pm10]", ""),
    ("PM25", "PM2.5", "细颗粒物", "[pm25]", ""),
]
MASSES = ("Pg", "Tg", "Gg", "Mg", "t", "kg", "g", "mg")

_FOREIGN_MONEY = (
    *("美元", "USD", "US$", "$", "欧元", "EUR", "€", "英镑", "GBP", "£", "日元", "JPY", "港元", "HKD"),
    *("澳元", "AUD", "加元", "CAD", "卢布", "RUB", "卢比", "INR", "兰特", "ZAR"),
)

REFUSED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("mu", "Mu", "MU"), ("GEP503", "亩")),
        **{"kt": ("GEP504", "千t"), "Mt": ("GEP504", "百万t"), "Gt": ("GEP504", "十亿t")},
        **dict.fromkeys(("C", "°C", "摄氏度", "度C"), ("GEP505", "")),
        **dict.fromkeys(("mb", "mbar"), ("GEP506", "hPa")),
        **dict.fromkeys(("ton", "tons", "Ton", "TON"), ("GEP507", "t")),
        **dict.fromkeys(("are", "ares", "公亩"), ("GEP508", "hm²")),
        **dict.fromkeys(_FOREIGN_MONEY, ("GEP260", "元")),
    }
)
"""Spellings that read as something else elsewhere: the code that explains each, and what to write instead."""


def mass_of_species(mass: str, species: str) -> str:
    """Return the name of the unit `mass` of `species`, e.g. ``tSO2``."""
    return mass + species


def _atom(name: str, symbol: str, definition: str, chinese: str) -> Atom:
    if definition.startswith("["):
        return Atom(name, symbol, chinese, Fraction(1), {definition: 1})
    number, *factors = definition.split()
    base = {}
    for factor in factors:
        unit_name, _, exponent = factor.partition("^")
        base[unit_name] = int(exponent or 1)
    return Atom(name, symbol, chinese, Fraction(number), base)


def _species_rows() -> list[tuple[str, str, str, str, str]]:
    rows = []
    masses = {row[0]: row for row in _MATTER}
    for mass in MASSES:
        _, mass_symbol, mass_definition, mass_chinese, mass_others = masses[mass]
        for key, symbol, chinese, definition, others in _SPECIES:
            if mass != "kg":
                scale, base = mass_definition.split()
                definition = f"{scale} {base}{key}"  # noqa: PLW2901
            spelled = " ".join(
                mass_word + species_word
                for mass_word in (mass_symbol, mass_chinese, *mass_others.split())
                for species_word in (symbol, chinese, key, *others.split())
            )
            rows.append((mass_of_species(mass, key), mass_symbol + symbol, definition, mass_chinese + chinese, spelled))
    return rows


_ROWS = [
    *_MONEY,
    *_ENERGY,
    *_MATTER,
    *_species_rows(),
    *((word, word, f"[{word}]", word, _COUNTER_ALIASES.get(word, "")) for word in _COUNTERS.split()),
    *_OTHER,
    *_SPACE,
    *_TIME,
]

ATOMS: Mapping[str, Atom] = MappingProxyType({row[0]: _atom(row[0], row[1], row[2], row[3]) for row in _ROWS})
RANKS: Mapping[str, int] = MappingProxyType({name: rank for rank, name in enumerate(ATOMS)})
SPECIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {mass_of_species(mass, key): (mass, key) for key, *_ in _SPECIES for mass in MASSES}
)
"""Unit of a species → the mass and the species in it: ``tSO2`` → ``("t", "SO2")``."""


def _spellings() -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = {}
    for name, symbol, _, chinese, others in _ROWS:
        for word in (symbol, chinese, *others.split()):
            if table.setdefault(word, {name: 1}) != {name: 1}:
                raise ValueError(f"{word} would be both {table[word]} and {name}")
    for power, prefix in ((2, "平方"), (3, "立方")):
        for name, words in {"mm": "毫米", "cm": "厘米", "m": "米", "hm": "百米", "km": "千米 公里"}.items():
            for word in words.split():
                table[prefix + word] = {name: power}
    table |= {word: {"hm": 2} for word in ("公顷", "ha", "Ha", "平方百米")}
    # 亿方, 万方: what hydrologists say for 亿m³.
    table["方"] = {"m": 3}
    table |= {word: {"人": 1, "d": 1} for word in ("人天", "人日")}
    return table


SPELLINGS: Mapping[str, Mapping[str, int]] = MappingProxyType(_spellings())
"""Every accepted word → the exponents of the units it stands for (公顷 is {hm: 2})."""
