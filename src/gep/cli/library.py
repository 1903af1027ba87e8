"""Commands about what comes with the program: template, standards, coefficients."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gep.cli.console import echo_json, text_table
from gep.cli.framework import CommandError, command, enumerated, language_of, usage_errors, workbook_language
from gep.cli.outputs import check_target, write_errors
from gep.messages import label

if TYPE_CHECKING:
    from gep.coefficient_book import Coefficient, CoefficientBook, Entry
    from gep.profiles import Profile

__all__ = ["coefficients_command", "standards_command", "template_command"]

CONDITIONS = ("ecosystem", "region", "class", "year", "set", "standard")

_JSON = click.Option(["--json", "as_json"], is_flag=True, help="cli_option_json")


@command(
    "template",
    click.Argument(["standard"], metavar="STANDARD"),
    click.Option(
        ["-o", "--output", "target"],
        type=click.Path(path_type=Path),
        required=True,
        metavar="FILE",
        help="cli_option_template_out",
    ),
    click.Option(["--region"], metavar="CODE", help="cli_option_region"),
    click.Option(["--year"], type=int, metavar="YEAR", help="cli_option_year"),
    click.Option(["--from", "previous"], type=click.Path(path_type=Path), metavar="FILE", help="cli_option_from"),
    click.Option(["--force"], is_flag=True, help="cli_option_force"),
)
def template_command(
    standard: str, target: Path, region: str | None, year: int | None, previous: Path | None, force: bool
) -> int:
    """Write the empty inventory of a standard, or this year's from last year's."""
    from gep.listings import template

    check_target(target)
    if target.exists() and not force:
        raise CommandError("GEP603", path=target)
    if previous is not None and target.exists() and previous.exists() and target.samefile(previous):
        raise CommandError("GEP602", path=target)
    with usage_errors(), write_errors(target):
        told = template(standard, target, workbook_language(), region=region, year=year, previous=previous)
    for one in told:
        click.echo(one.render(language_of()), err=True)
    click.echo(label("cli_written", language_of(), path=target), err=True)
    return 0


@command("standards", _JSON)
def standards_command(as_json: bool) -> int:
    """List the standards."""
    from gep.listings import standard_record
    from gep.profiles import load_profiles

    lang = language_of()
    records = [standard_record(profile) for profile in load_profiles().values()]
    if as_json:
        echo_json(records)
        return 0
    header = [label(f"cli_column_{name}", lang) for name in ("id", "title", "services", "priced", "evidence")]
    rows = [
        (
            str(one["id"]),
            str(one[f"title_{lang}"]),
            str(one["services"]),
            label("yes" if one["monetary"] else "no", lang),
            label(f"evidence_{one['evidence']}", lang),
        )
        for one in records
    ]
    click.echo(text_table(header, rows, "<<><<"))
    for one in records:
        if one[f"note_{lang}"]:
            click.echo(f"{one['id']}: {one[f'note_{lang}']}")
    return 0


@command(
    "coefficients",
    click.Argument(["words"], nargs=-1, metavar="[SERVICE]"),
    click.Option(["--where"], multiple=True, metavar="NAME=VALUE...", help="cli_option_where"),
    _JSON,
)
def coefficients_command(words: tuple[str, ...], where: tuple[str, ...], as_json: bool) -> int:
    """List coefficients, or say which one a lookup takes and why."""
    from gep.coefficient_book import load_coefficients
    from gep.profiles import load_profile

    lang = language_of()
    book = load_coefficients()
    asked = [part for one in where for part in one.split()]
    # What follows --where without a --where of its own is a condition too.
    names = [one for one in words if "=" not in one]
    conditions = _conditions([*asked, *(one for one in words if "=" in one)])
    if len(names) > 1:
        raise CommandError("GEP625", typed=" ".join(names[1:]), command="gep coefficients")
    chosen = _coefficient_names(book, names[0]) if names else book.names()
    if conditions:
        with usage_errors():
            profile = load_profile(conditions["standard"]) if "standard" in conditions else None
        considered = [_considered(book, name, conditions, lang, profile) for name in chosen]
        if as_json:
            echo_json(considered)
        else:
            click.echo("\n\n".join(_consideration_text(one, lang) for one in considered))
        return 0
    entries = [one for name in chosen for one in book.entries if one.coefficient.name == name]
    if as_json:
        echo_json([_entry_record(book, one) for one in entries])
    else:
        click.echo(_entry_table(book, entries, lang) if entries else label("cli_no_coefficients", lang))
    return 0


def _conditions(typed: list[str]) -> dict[str, str]:
    """Return the conditions by name."""
    found = {}
    for one in typed:
        name, sign, value = one.partition("=")
        if not sign or not value or name not in CONDITIONS:
            raise CommandError("GEP610", typed=one, known=enumerated(CONDITIONS))
        found[name] = value
    if found and not found.get("year", "").isdecimal():
        raise CommandError("GEP611")
    return found


def _coefficient_names(book: CoefficientBook, typed: str) -> tuple[str, ...]:
    """Return the coefficients that a service, ``price``, or a coefficient stands for, by key or name in a language."""
    from gep.inventory.words import find_key

    if typed in book.names():
        return (typed,)
    named = tuple(one for one in book.names() if typed in book.wording(one).values())
    if named:
        return named
    key = typed if typed == "price" else "price" if typed == "价格" else find_key("service", typed)
    found = book.names(key or typed)
    # A service may well have no coefficient; a word that is no service is a mistake.
    if not found and key is None:
        known = dict.fromkeys(name.partition(".")[0] for name in book.names())
        raise CommandError("GEP612", typed=typed, known=enumerated(known))
    return found


def _considered(
    book: CoefficientBook, name: str, conditions: dict[str, str], lang: str, profile: Profile | None
) -> dict[str, Any]:
    """Return what a lookup makes of each entry of a coefficient, and why none fits if none does.

    Under a standard the lookup takes the set that the standard has for the coefficient, as an account does where
    参数调整 says nothing.
    """
    from gep.findings import CoefficientError

    own = profile.sets.get(name) if profile else None
    asked: dict[str, Any] = {
        "set": conditions.get("set") or own,
        "ecosystem": conditions.get("ecosystem", ""),
        "region": conditions.get("region", ""),
        "class_": conditions.get("class", ""),
        "year": int(conditions["year"]),
    }
    taken, problems = None, []
    try:
        taken = book.get(name, **asked)
    except CoefficientError as error:
        problems = [f"{one.text(lang)} → {one.todo(lang)}" for one in error.findings]
    return {
        "name": name,
        "label": next(one.coefficient.label(lang) for one in book.entries if one.coefficient.name == name),
        "chosen": None if taken is None else taken.key,
        "value": None if taken is None or taken.parameters else taken.value,
        "unit": None if taken is None else taken.unit,
        "remarks": _remarks(name, conditions, lang, profile, taken),
        "problems": problems,
        "considered": [
            {"id": one.id, "chosen": one.chosen, "reason": one.reason[lang]}
            for one in book.explain_lookup(name, **asked)
        ],
    }


def _remarks(
    name: str, conditions: dict[str, str], lang: str, profile: Profile | None, taken: Coefficient | None
) -> list[str]:
    """Return what an account under the standard asked for makes of the coefficient."""
    if profile is None:
        return []
    service = name.partition(".")[0]
    found = []
    if service == "price":
        found.append(label("cli_prices_are_entered", lang))
    elif profile.rule(service) is None:
        found.append(label("cli_not_counted", lang, standard=profile.id))
    elif "set" not in conditions and name in profile.sets:
        key = "cli_set_borrowed" if taken is not None and profile.borrows(taken) else "cli_set_of_standard"
        found.append(label(key, lang, standard=profile.id, set=profile.sets[name]))
    if taken is not None and taken.status == "placeholder":
        found.append(label("cli_placeholder_on_face", lang))
    return found


def _consideration_text(one: dict[str, Any], lang: str) -> str:
    """Return what was taken first, then what was passed over, a line for each set."""
    from gep.classifications import in_words

    taken, passed = [], dict[str, list[str]]()
    for entry in one["considered"]:
        reason = in_words(entry["reason"], lang)
        if entry["chosen"]:
            value = f" = {one['value']!r} {one['unit']}".rstrip() if one["value"] is not None else ""
            taken.append(f"  ✓ {entry['id']}{value}: {reason}")
        else:
            passed.setdefault(entry["id"].partition(" ")[0], []).append(reason)
    lines = [f"{one['name']} {one['label']}", *taken, *(f"  → {remark}" for remark in one["remarks"])]
    for name, reasons in passed.items():
        more = label("cli_and_more", lang, count=len(reasons)) if len(reasons) > 1 else ""
        lines.append(f"  · {name}{more}: {reasons[0]}")
    return "\n".join([*lines, *(f"  ✗ {problem}" for problem in one["problems"])])


def _entry_record(book: CoefficientBook, entry: Entry) -> dict[str, object]:
    """Return one coefficient with its source for JSON."""
    one, source = entry.coefficient, book.sources.get(entry.coefficient.source)
    return {
        "id": one.id,
        "name": one.name,
        "set": one.set,
        "label_zh": one.zh,
        "label_en": one.en,
        **one.qualifiers.as_dict(),
        "value": None if one.parameters else one.value,
        "unit": one.unit,
        "parameters": dict(one.parameters),
        "low": one.low,
        "high": one.high,
        "price_year": one.price_year,
        "valid_from": one.valid[0],
        "valid_to": one.valid[1],
        "default": one.default,
        "status": one.status,
        "source": one.source,
        "citation": source.citation if source else "",
        "locator": one.locator,
        "note": one.note,
    }


def _entry_table(book: CoefficientBook, entries: list[Entry], lang: str) -> str:
    """Return the coefficients with their entries below them, lined up throughout."""
    rows = []
    for one in (entry.coefficient for entry in entries):
        value = label("cli_parameters", lang, count=len(one.parameters)) if one.parameters else f"{one.value:.15g}"
        unit = one.unit if one.price_year is None else label("cli_at_prices", lang, unit=one.unit, year=one.price_year)
        status = label(f"status_{one.status}", lang)
        if one.default:
            status = label("cli_default", lang, status=status)
        rows.append((f"  @{one.set}", _applies(book, one, lang), value, unit, status, f"{one.source} {one.locator}"))
    lines = []
    last = ""
    for entry, line in zip(entries, text_table([""] * 6, rows, "<<><<<").splitlines(), strict=True):
        name = entry.coefficient.name
        if name != last:
            lines.append(f"{name} {entry.coefficient.label(lang)}")
        lines.append(line)
        last = name
    return "\n".join(lines)


def _applies(book: CoefficientBook, one: Coefficient, lang: str) -> str:
    """Return in words what a coefficient applies to."""
    from gep.classifications import find_ecosystem, find_item, find_region
    from gep.coefficient_book.model import years

    type_, place = find_ecosystem(one.qualifiers.ecosystem), find_region(one.qualifiers.region)
    kind = book.class_kinds.get(one.name, "")
    item = find_item(kind, one.qualifiers.class_) if kind and one.qualifiers.class_ else None
    words = [
        getattr(type_, lang) if type_ else one.qualifiers.ecosystem,
        (place.name_zh if lang == "zh" else place.name_en) if place else one.qualifiers.region,
        getattr(item, lang) if item else one.qualifiers.class_,
        "" if one.valid == (None, None) else years(one.valid),
    ]
    return label("cli_comma", lang).join(filter(None, words))
