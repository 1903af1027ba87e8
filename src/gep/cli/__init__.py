"""The command line. Each command is imported with its module, what it works with only when it runs."""

from __future__ import annotations

from gep.cli.accounts import account_command, check_command, explain_command
from gep.cli.comparison import compare_command
from gep.cli.console import tidy_streams
from gep.cli.example import demo_command
from gep.cli.framework import Program
from gep.cli.library import coefficients_command, standards_command, template_command
from gep.cli.verification import verify_command

__all__ = ["main", "program"]

program = Program(
    "gep",
    [
        demo_command,
        template_command,
        check_command,
        account_command,
        explain_command,
        compare_command,
        verify_command,
        standards_command,
        coefficients_command,
    ],
)


def main() -> None:
    """Run the program on the arguments of this process."""
    tidy_streams()
    program.main(prog_name="gep")
