"""The frame of the command line: its language, its help in two languages, and what becomes of errors.

Words come from the catalogues: the help of a command has the label ``cli_help_<command>``, the help of an option is
itself the key of a label.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from gep import __version__
from gep.findings import CoefficientError, GepError, InputError
from gep.messages import LANGUAGES, label

__all__ = [
    "STOPPED",
    "USAGE",
    "CommandError",
    "Program",
    "asked_language",
    "command",
    "language_of",
    "usage_errors",
    "workbook_language",
]

STOPPED, USAGE = 1, 2
"""Exit codes; 0 is clean."""

_LANG = "--lang"
_PACKAGE = Path(__file__).resolve().parents[1]


class CommandError(GepError):
    """An error about how a command was called."""

    exit_code = USAGE


class WritingError(CommandError):
    """An output that could not be written."""

    exit_code = STOPPED


@contextmanager
def usage_errors() -> Iterator[None]:
    """Turn an error about what was asked for, such as a standard that does not exist, into one of usage."""
    try:
        yield
    except GepError as error:
        if isinstance(error, InputError | CoefficientError):
            raise
        raise CommandError(error.code, **error.params) from error


def enumerated(words: Iterable[str]) -> dict[str, str]:
    """Return words as a parameter of a message."""
    found = list(words)
    return {lang: label("cli_between", lang).join(found) for lang in LANGUAGES}


def asked_language(args: Sequence[str]) -> str | None:
    """Return the language that the arguments ask for, if any; help and errors need it before options are read."""
    for place, one in enumerate(args):
        if one == "--":
            break
        name, _, value = one.partition("=")
        if name == _LANG:
            typed = value or next(iter(args[place + 1 :]), "")
            return typed if typed in LANGUAGES else None
    return None


def _system_language(environment: Mapping[str, str]) -> str:
    words = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, words), "").lower()
    return next((lang for lang in LANGUAGES if locale.startswith(lang)), LANGUAGES[0])


def language_of(context: click.Context | None = None) -> str:
    """Return the language of the messages of this run."""
    return str((context or click.get_current_context()).obj or _system_language(os.environ))


def workbook_language() -> str:
    """Return the language of workbooks: Chinese unless another is asked for, whatever the system's."""
    return str(click.get_current_context().obj or LANGUAGES[0])


def _help_option() -> click.Option:
    def show(context: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not context.resilient_parsing:
            click.echo(context.get_help(), color=context.color)
            context.exit()

    return click.Option(
        ["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=show, help="cli_option_help"
    )


def _language_option() -> click.Option:
    return click.Option([_LANG], type=click.Choice(LANGUAGES), expose_value=False, help="cli_option_lang")


def _version_option() -> click.Option:
    def show(context: click.Context, _: click.Parameter, value: bool) -> None:
        if value and not context.resilient_parsing:
            click.echo(f"gep {__version__}")
            context.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help="cli_option_version"
    )


class _Worded(click.Command):
    """A command whose help is in the language of the run."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=label("cli_usage", language_of(ctx)) + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        text = label(f"cli_help_{self.name}", language_of(ctx))
        formatter.write_paragraph()
        with formatter.indentation():
            for line in text.splitlines():
                formatter.write_text(line)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        lang = language_of(ctx)
        records = []
        for option in self.get_params(ctx):
            record = option.get_help_record(ctx)
            if isinstance(option, click.Option) and record is not None:
                records.append((record[0], label(str(option.help), lang)))
        with formatter.section(label("cli_options", lang)):
            formatter.write_dl(records)


class _Command(_Worded):
    """One command of the program."""

    def __init__(self, name: str, function: Callable[..., int], params: Sequence[click.Parameter]) -> None:
        super().__init__(
            name,
            callback=function,
            params=[*params, _language_option(), _help_option()],
            add_help_option=False,
            context_settings={"allow_extra_args": True},
        )

    def invoke(self, ctx: click.Context) -> Any:
        if ctx.args:
            raise CommandError("GEP625", typed=" ".join(ctx.args), command=ctx.command_path)
        return super().invoke(ctx)


def command(name: str, *params: click.Parameter) -> Callable[[Callable[..., int]], click.Command]:
    """Return a decorator that makes a function a command called `name`, with the options that every command has."""

    def decorate(function: Callable[..., int]) -> click.Command:
        return _Command(name, function, params)

    return decorate


class Program(_Worded, click.Group):
    """The program: its commands in the order given, and every way in which a run can end."""

    def __init__(self, name: str, commands: Sequence[click.Command]) -> None:
        super().__init__(
            name,
            commands={str(one.name): one for one in commands},
            params=[_language_option(), _version_option(), _help_option()],
            add_help_option=False,
            invoke_without_command=True,
            callback=click.pass_context(_help_without_command),
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a first account."""
        return list(self.commands)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        lang = language_of(ctx)
        with formatter.section(label("cli_commands", lang)):
            formatter.write_dl(
                [(name, label(f"cli_help_{name}", lang).splitlines()[0]) for name in self.list_commands(ctx)]
            )
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write nothing: the commands stand before the options."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Return the context of a run; its object is the language asked for, if any."""
        extra["obj"] = asked_language(args)
        return super().make_context(info_name, args, parent, **extra)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name, or refuse with those there are."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise CommandError("GEP622", typed=args[0], known=enumerated(self.commands))
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run the program and exit with its code, in standalone mode or not; only SystemExit leaves this function."""
        lang = asked_language(sys.argv[1:] if args is None else args) or _system_language(os.environ)
        code = 0
        try:
            code = (
                super().main(
                    args,
                    prog_name,
                    complete_var,
                    standalone_mode=False,
                    windows_expand_args=windows_expand_args,
                    **extra,
                )
                or 0
            )
        except click.exceptions.Abort:
            click.echo(label("cli_interrupted", lang), err=True)
            code = STOPPED
        except click.UsageError as error:
            code = _report(_usage_error(error), lang)
        except GepError as error:
            code = _report(error, lang)
        except Exception as error:  # no traceback reaches an analyst
            code = _report_internal(error, lang)
        sys.exit(code)


def _help_without_command(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _usage_error(error: click.UsageError) -> CommandError:
    """Return what click found wrong with the command line as an error of the catalogue."""
    where = error.ctx.command_path if error.ctx else "gep"
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return CommandError("GEP620", name=_name(error.param), command=where)
    if isinstance(error, click.NoSuchOption):
        return CommandError("GEP621", typed=error.option_name, command=where)
    if isinstance(error, click.BadOptionUsage):
        return CommandError("GEP626", typed=error.option_name, command=where)
    if isinstance(error, click.BadParameter) and error.param is not None:
        kind = error.param.type
        known = enumerated(map(str, kind.choices)) if isinstance(kind, click.Choice) else error.message
        return CommandError("GEP623", name=_name(error.param), known=known)
    return CommandError("GEP624", reason=error.message, command=where)


def _name(param: click.Parameter) -> str:
    return param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name


def _report(error: GepError, lang: str) -> int:
    click.echo(error.render(lang), err=True)
    return error.exit_code if isinstance(error, CommandError) else STOPPED


def _report_internal(error: Exception, lang: str) -> int:
    if os.environ.get("GEP_DEBUG"):
        traceback.print_exception(error)
    frames = [(Path(one.filename), one.lineno) for one in traceback.extract_tb(error.__traceback__)]
    # The last line of our own says more than one deep inside a library.
    own = [one for one in frames if _PACKAGE in one[0].parents] or frames
    place = f"{own[-1][0].name}:{own[-1][1]}" if own else "-"
    reason = next(iter(str(error).splitlines()), "-")
    return _report(GepError("GEP600", kind=type(error).__name__, place=place, reason=reason), lang)
