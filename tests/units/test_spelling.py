"""Spellings in and out: what a statistician writes, what it is worth, and what is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gep.findings import UnitError
from gep.units import Quantity, Unit, factor, format_unit, unit
from gep.units.atoms import ATOMS, CURRENCY, MULTIPLIERS, SPELLINGS
from gep.units.registry import container, pinned

# (spelling, base unit spelled with atoms of the base, factor computed by hand)
WORTH = [
    ("万m³", "m³", 1e4),
    ("万 m³", "m³", 1e4),
    ("万立方米", "m³", 1e4),
    ("10⁴ m³", "m³", 1e4),
    ("10^4 m³", "m³", 1e4),
    ("×10⁴ m³", "m³", 1e4),
    ("×10^4m3", "m³", 1e4),
    ("１０⁴ｍ³", "m³", 1e4),
    ("10⁸m³", "m³", 1e8),
    ("10^12 m^3", "m³", 1e12),
    ("亿m³", "m³", 1e8),
    ("亿立方米", "m³", 1e8),
    ("亿方", "m³", 1e8),
    ("万方", "m³", 1e4),
    ("亿m^3", "m³", 1e8),
    ("万亿元(2020年价)", "元(2020年价)", 1e12),
    ("m3", "m³", 1),
    ("m^3", "m³", 1),
    ("m**3", "m³", 1),
    ("㎥", "m³", 1),
    ("km³", "m³", 1e9),
    ("L", "m³", 1e-3),
    ("毫升", "m³", 1e-6),
    ("mm", "m", 1e-3),
    ("hm", "m", 100),
    ("万km²", "m²", 1e10),
    ("万平方公里", "m²", 1e10),
    ("km2", "m²", 1e6),
    ("㎢", "m²", 1e6),
    ("平方千米", "m²", 1e6),
    ("hm²", "m²", 1e4),
    ("hm2", "m²", 1e4),
    ("公顷", "m²", 1e4),
    ("ha", "m²", 1e4),
    ("万公顷", "m²", 1e8),
    ("亩", "m²", 10000 / 15),
    ("万亩", "hm²", 10000 / 15),
    ("千t", "kg", 1e6),
    ("千吨", "kg", 1e6),
    ("百万t", "kg", 1e9),
    ("万吨", "kg", 1e7),
    ("公斤", "kg", 1),
    ("千克", "kg", 1),
    ("万千克", "kg", 1e4),
    ("斤", "kg", 0.5),
    ("担", "kg", 50),
    ("g", "kg", 1e-3),
    ("毫克", "kg", 1e-6),
    ("min", "s", 60),
    ("h", "s", 3600),
    ("d", "h", 24),
    ("天", "h", 24),
    ("kJ", "J", 1e3),
    ("MJ", "J", 1e6),
    ("GJ", "J", 1e9),
    ("kW·h", "J", 3.6e6),
    ("kWh", "J", 3.6e6),
    ("kW h", "J", 3.6e6),
    ("度", "J", 3.6e6),
    ("亿千瓦时", "J", 3.6e14),
    ("亿kW·h", "kW·h", 1e8),
    ("万kW·h", "kW·h", 1e4),
    ("W", "J/s", 1),
    ("kW", "J/s", 1e3),
    ("MW·h", "kW·h", 1e3),
    ("%", "", 0.01),
    ("％", "", 0.01),
    ("‰", "", 0.001),
    ("万人次", "人次", 1e4),
    ("万头", "头", 1e4),
    ("万羊单位", "羊单位", 1e4),
    ("dB(A)", "dB", 1),
    ("hPa", "Pa", 100),
    ("t/(hm²·a)", "kg/(m²·a)", 0.1),
    ("t/hm²/a", "kg/(m²·a)", 0.1),
    ("t hm⁻² a⁻¹", "kg/(m²·a)", 0.1),
    ("t·hm-2·a-1", "kg/(m²·a)", 0.1),
    ("t／（hm²•a）", "kg/(m²·a)", 0.1),
    ("t/（hm2・a）", "kg/(m²·a)", 0.1),
    ("t/(hm2.a)", "kg/(m²·a)", 0.1),
    ("吨/(公顷·年)", "kg/(m²·a)", 0.1),
    ("吨每公顷每年", "kg/(m²·a)", 0.1),
    ("kg·m-2", "kg/m²", 1),
    ("kg/m^2", "kg/m²", 1),
    ("kJ/(m²·d)", "J/(m²·s)", 1000 / 86400),
    ("MJ·mm/(hm²·h·a)", "J·m/(m²·s·a)", 1e6 * 1e-3 / (1e4 * 3600)),
    ("t·hm²·h/(hm²·MJ·mm)", "kg·s/(J·m)", 1000 * 3600 / (1e6 * 1e-3)),
    ("g/kg", "", 1e-3),
    ("mg/m³", "kg/m³", 1e-6),
    ("m³/(人·d)", "m³/(人·s)", 1 / 86400),
    ("1/a", "1/a", 1),
    ("元/万m³(2020年价)", "元/m³(2020年价)", 1e-4),
    ("元/吨（2020年价）", "元/kg(2020年价)", 1e-3),
    ("元/kW·h(2020年价)", "元/J(2020年价)", 1 / 3.6e6),
    ("元/千瓦时(2020年价)", "元/J(2020年价)", 1 / 3.6e6),
    ("元/(m³·a)(2020年价)", "元/(m³·a)(2020年价)", 1),
    ("gC/(m²·a)", "tC/(km²·a)", 1),
    ("g C m⁻² a⁻¹", "tC/(km²·a)", 1),
    ("tCO₂", "kgCO2", 1e3),
    ("t(CO2)", "kgCO2", 1e3),
    ("万吨二氧化碳", "tCO2", 1e4),
    ("tNOₓ", "kgNOx", 1e3),
    ("吨SO₂", "tSO2", 1),
    ("t NH₃-N", "kgNH3-N", 1e3),
    ("吨粉尘", "kg粉尘", 1e3),
    ("tPM2.5", "kgPM2.5", 1e3),
]


@pytest.mark.parametrize(("text", "base", "worth"), WORTH)
def test_a_spelling_is_worth_what_hand_arithmetic_says(text: str, base: str, worth: float) -> None:
    # 1e-15: a factor is one correctly rounded fraction; the hand value may carry one rounding of its own.
    assert factor(unit(text), unit(base)) == pytest.approx(worth, rel=1e-15)


@pytest.mark.parametrize("text", ["", "-", "1", "无量纲", "  "])
def test_no_unit_reads_as_a_pure_number(text: str) -> None:
    assert unit(text).dimensionless
    assert format_unit(unit(text)) == ""


@pytest.mark.parametrize(
    ("text", "symbol", "chinese"),
    [
        ("10⁴ m³", "万m³", "万立方米"),
        ("ha", "hm²", "公顷"),
        ("万平方公里", "万km²", "万平方千米"),
        ("t/hm²/a", "t/(hm²·a)", "吨/(公顷·年)"),
        ("MJ·mm/(hm²·h·a)", "MJ·mm/(hm²·h·a)", "兆焦·毫米/(公顷·小时·年)"),
        ("t·hm²·h/(hm²·MJ·mm)", "t·hm²·h/(hm²·MJ·mm)", "吨·公顷·小时/(公顷·兆焦·毫米)"),
        ("亿千瓦时", "亿kW·h", "亿千瓦时"),
        ("a^-1", "1/a", "1/年"),
        ("亿元(2020年价)", "亿元(2020年价)", "亿元(2020年价)"),
        ("元/m3(2020年不变价)", "元/m³(2020年价)", "元/立方米(2020年价)"),
        ("元/kWh(2020年价)", "元/(kW·h)(2020年价)", "元/千瓦时(2020年价)"),
        ("元/万m³(2020年价)", "元/万m³(2020年价)", "元/万立方米(2020年价)"),
        ("gC/(m²·a)", "gC/(m²·a)", "克碳/(平方米·年)"),
        ("百万t", "百万t", "百万吨"),
        ("千·克", "千g", "千·克"),  # 千克 would be the kilogram
    ],
)
def test_units_are_written_as_statisticians_write_them(text: str, symbol: str, chinese: str) -> None:
    assert format_unit(text) == symbol
    assert format_unit(text, "zh") == chinese


def test_the_price_year_can_be_left_out() -> None:
    assert format_unit(unit("元/m³", price_year=2020), price_year=False) == "元/m³"


def test_multiplier_is_not_a_prefix() -> None:
    """Read as a prefix, 万m³ would be (万m)³ = 10¹² m³."""
    assert Quantity(1, "万m³").to("m³").magnitude == 10_000
    assert Quantity(1, "万km²").to("km²").magnitude == 10_000


@pytest.mark.parametrize("name", [name for name in ATOMS if name != CURRENCY])
@pytest.mark.parametrize("style", ["symbol", "zh"])
def test_every_unit_of_the_table_reads_back(name: str, style: str) -> None:
    for exponent in (1, 2, 3, -1):
        original = Unit(container({name: exponent}))
        assert unit(format_unit(original, style)) == original


@pytest.mark.parametrize("word", sorted(SPELLINGS))
def test_every_spelling_of_the_table_reads(word: str) -> None:
    assert unit(word, price_year=2020)._units == pinned(container(SPELLINGS[word]), 2020)


_atoms = st.dictionaries(
    st.sampled_from(list(ATOMS)), st.integers(-4, 4).filter(lambda exponent: exponent != 0), min_size=1, max_size=5
)
_multipliers = st.dictionaries(st.sampled_from(list(MULTIPLIERS)), st.integers(-2, 2), max_size=3)


@settings(max_examples=400, deadline=None)
@given(atoms=_atoms, multipliers=_multipliers, style=st.sampled_from(["symbol", "zh"]))
def test_parse_format_parse_is_the_identity(atoms: dict[str, int], multipliers: dict[str, int], style: str) -> None:
    # 万 needs something to multiply on its side of the slash.
    multipliers = {
        name: exponent
        for name, exponent in multipliers.items()
        if any(other * exponent > 0 for other in atoms.values())
    }
    original = Unit(pinned({**atoms, **multipliers}, 2020))
    spelled = format_unit(original, style)
    assert unit(spelled) == original
    assert format_unit(unit(spelled), style) == spelled
    assert unit(spelled.replace("(", "（").replace(")", "）").replace("/", "／")) == original


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="万亿千 mt³²kg/·()^-1元公顷立方米a年每CO2×10⁴", max_size=12))
def test_any_text_reads_or_is_refused_and_never_crashes(text: str) -> None:
    refusal, read = None, None
    try:
        read = unit(text, price_year=2020)
    except UnitError as error:
        refusal = error
    if refusal is None:
        assert unit(format_unit(read)) == read
    else:
        assert refusal.code in refusal.render("zh")
        assert refusal.code in refusal.render("en")


REFUSED = [
    ("mu", "GEP503", "亩"),
    ("万mu", "GEP503", "亩"),
    ("kt", "GEP504", "千t"),
    ("Mt", "GEP504", "百万t"),
    ("C", "GEP505", "tC"),
    ("℃", "GEP505", "K"),
    ("mb", "GEP506", "hPa"),
    ("ton", "GEP507", "t"),
    ("元/ton", "GEP507", "t"),
    ("ares", "GEP508", "hm²"),
    ("公亩", "GEP508", "hm²"),
    ("万", "GEP509", "万m³"),
    ("亿", "GEP509", "亿元"),
    ("10⁴", "GEP509", "万m³"),
    ("m³/万", "GEP509", "万m³"),
    ("万/m³", "GEP509", "万m³"),
    ("万t/t", "GEP509", "万m³"),
    ("元/m³", "GEP510", "2020"),
    ("亿元", "GEP510", "2020"),
    ("t/hm²·a", "GEP511", "t/(hm²·a)"),
    ("t/hm² a", "GEP511", "t/(hm²·a)"),
    ("kg/m2·a-1", "GEP511", "kg/(m²·a)"),
    ("kJ/m²*d", "GEP511", "kJ/(m²·d)"),
    ("元/吨·年", "GEP511", "元/(t·a)"),
    ("m(2020年价)", "GEP513", "元"),
    ("(2020年价)", "GEP513", "元"),
    ("t/(hm²·a", "GEP514", "t/(hm²·a)"),
    ("t)", "GEP514", "t/(hm²·a)"),
    ("/m", "GEP514", "t/(hm²·a)"),
    ("m^", "GEP514", "t/(hm²·a)"),
    ("m^x", "GEP514", "t/(hm²·a)"),
    ("104m3", "GEP502", "万m3"),
    ("KG", "GEP502", "kg"),
    ("hectares", "GEP502", "hm²"),
    ("立方m", "GEP502", "立方米"),
    ("furlong", "GEP501", "hm²"),
    ("美元", "GEP260", "元"),
]


@pytest.mark.parametrize(("text", "code", "right"), REFUSED)
def test_a_confusing_spelling_is_refused_with_the_right_one(text: str, code: str, right: str) -> None:
    with pytest.raises(UnitError) as caught:
        unit(text)
    assert caught.value.code == code
    assert right in caught.value.render("zh")
    assert right in caught.value.render("en")


def test_prefixes_do_not_exist() -> None:
    for text in ("cd", "ma", "mt", "kha", "Mm", "das"):
        with pytest.raises(UnitError):
            unit(text)


def test_a_year_is_not_a_number_of_days() -> None:
    with pytest.raises(UnitError, match="GEP515"):
        factor("a", "d")
