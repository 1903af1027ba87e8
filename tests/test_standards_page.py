"""The tables of docs/standards.md say what the profiles say; ``python tests/test_standards_page.py`` writes them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from gep.profiles import Exclusion, Profile, ServiceRule, load_profiles
from gep.services import SERVICES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "standards.md"
NOT_COUNTED, UNKNOWN = "不计 no", "不明 unknown"
DEDUCTION = {
    "deducted": "扣减 deducted",
    "not_deducted": "不扣减 not deducted",
    "not_stated": "未说明 not stated",
    "unknown": UNKNOWN,
}
BASIS = {
    "current": "现价 current",
    "constant": "不变价 constant",
    "both": "两者 both",
    "not_stated": "未说明 not stated",
    "unknown": UNKNOWN,
}


def profiles() -> list[Profile]:
    """Return the standards, but for the one that stands beside no service."""
    return [one for name, one in load_profiles().items() if name != "unit_value"]


def table(head: str, rows: Iterator[tuple[str, list[str]]]) -> Iterator[str]:
    names = [f"`{one.id}`" for one in profiles()]
    yield f"| {' | '.join([head, *names])} |"
    yield f"| {' | '.join(['---'] * (len(names) + 1))} |"
    for first, cells in rows:
        yield f"| {' | '.join([first, *cells])} |"


def counted(profile: Profile, service: str) -> str:
    rule = profile.rule(service)
    if rule is not None:
        return f"计 yes `{rule.evidence}`"
    return UNKNOWN if service in profile.undetermined else NOT_COUNTED


def first_method(profile: Profile, service: str) -> str:
    rule = profile.rule(service)
    return "–" if rule is None else f"`{rule.methods[0]}` `{rule.evidence_of(rule.methods[0])}`"


def parts(profile: Profile, service: str) -> str:
    rule = profile.rule(service)
    if rule is None:
        return "–"
    return "、".join(one.name for one in rule.spec.components if rule.preferred(one) is not None)


def services_table() -> Iterator[tuple[str, list[str]]]:
    for spec in SERVICES:
        if spec.name != "unit_value":
            yield f"{spec.label.zh} {spec.label.en}", [counted(one, spec.name) for one in profiles()]


def mandatory(profile: Profile) -> str:
    return "、".join(sorted({rule.mandatory for rule in profile.services}))


def differences_table() -> Iterator[tuple[str, list[str]]]:
    """Yield the topics in which standards differ most."""
    topics: list[tuple[str, Callable[[Profile], str]]] = [
        ("物质供给的名称 name of the products", lambda one: one.classes["provisioning"].zh),
        ("必算与否 mandatory", mandatory),
        ("农产品首选方法 crops first by", lambda one: first_method(one, "agriculture")),
        ("洪水调蓄的部分 parts of flood mitigation", lambda one: parts(one, "flood_mitigation")),
        ("固碳首选方法 carbon first by", lambda one: first_method(one, "carbon_sequestration")),
        ("气候调节首选方法 climate first by", lambda one: first_method(one, "climate_regulation")),
        ("旅游首选方法 tourism first by", lambda one: first_method(one, "tourism")),
        ("区外产品 products from outside", lambda one: DEDUCTION[one.external_deduction]),
        ("价格口径 price basis", lambda one: BASIS[one.price_basis]),
        ("负的水量平衡 negative water balance", negative_balance),
    ]
    for title, of in topics:
        yield title, [of(one) for one in profiles()]


def negative_balance(profile: Profile) -> str:
    policy = profile.policies["negative_water_balance_share"]
    return f"计 {policy.value:g} `{policy.evidence}`"


def exclusions_table() -> Iterator[tuple[str, list[str]]]:
    """Yield each declared rule against double counting; – where a side is not counted."""
    pairs = dict.fromkeys(sides(one) for profile in profiles() for one in profile.exclusions)
    for a, b in pairs:
        yield f"{in_code(a)} / {in_code(b)}", [excluded(one, a, b) for one in profiles()]


Side = tuple[str, tuple[str, ...]]
"""A service or part of it, and the items that are meant, none for all."""


def sides(rule: Exclusion) -> tuple[Side, Side]:
    # Free words for fodder would fill the column; keys of pollutants and uses tell rules of one service apart.
    a_items, b_items = (tuple(one for one in items if one.isascii()) for items in (rule.a_items, rule.b_items))
    return (rule.a, a_items), (rule.b, b_items)


def in_code(side: Side) -> str:
    name, items = side
    return f"`{name}`" + "".join(f" `{one}`" for one in items)


def excluded(profile: Profile, a: Side, b: Side) -> str:
    graded = [one.evidence for one in profile.exclusions if sides(one) == (a, b)]
    if graded:
        return f"`{graded[0]}`"
    both = all(side_counted(profile, side) for side, _ in (a, b))
    return "无此规则 no rule" if both else "–"


def side_counted(profile: Profile, side: str) -> bool:
    name, _, part = side.partition(".")
    rule: ServiceRule | None = profile.rule(name)
    if rule is None:
        return False
    allowed = [method for method in rule.spec.methods if method.name in rule.methods]
    return not part or any(part == one.name or any(step.name == part for step in one.steps) for one in allowed)


TABLES = {
    "services": lambda: table("服务 Service", services_table()),
    "differences": lambda: table("方面 Topic", differences_table()),
    "exclusions": lambda: table("规则 Rule", exclusions_table()),
}


def markers(name: str) -> tuple[str, str]:
    return f"<!-- {name} -->\n", f"<!-- end of {name} -->"


def rewritten(text: str) -> str:
    for name, lines in TABLES.items():
        start, end = markers(name)
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(end)
        text = before + start + "\n" + "\n".join(lines()) + "\n\n" + end + after
    return text


def test_the_tables_are_those_of_the_profiles() -> None:
    text = PAGE.read_text("utf-8")
    for name in TABLES:
        assert all(text.count(one) == 1 for one in markers(name))
    assert text == rewritten(text), "run python tests/test_standards_page.py"


def test_a_service_is_counted_left_out_or_unknown() -> None:
    rows = dict(services_table())
    cells = {cell for row in rows.values() for cell in row}
    assert {NOT_COUNTED, UNKNOWN} < cells
    assert rows["释氧 oxygen release"][[one.id for one in profiles()].index("seea_ea_2021")] == NOT_COUNTED


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text("utf-8")), "utf-8", newline="\n")
    sys.stdout.write(f"{PAGE}\n")
