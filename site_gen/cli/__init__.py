"""The command line.

Each command imports what it needs when it runs, so that the program starts fast.
"""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from site_gen import __version__

COMMANDS = (
    "init",
    "build",
    "serve",
    "publish",
    "extract",
    "export",
    "schema",
    "inspect",
    "engines",
)

INTERRUPTED = 130  # 128 and the number of SIGINT
STOPPED = {"build": "Stopped; the site from before stands"}
"""What is said where somebody stops a command."""


class Lazy(click.Group):
    """A group whose commands are modules of this package, imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order a newcomer needs them."""
        del ctx
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of a name that none has, say which was perhaps meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C ends it with one sentence and the code of shells."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo(f"\n{STOPPED.get(ctx.invoked_subcommand or '', 'Stopped')}", err=True)
            ctx.exit(INTERRUPTED)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or ``None``."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"site_gen.cli.{cmd_name}").command
        return command


@click.group(
    cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="sitegen")
@click.option("--debug", is_flag=True, help="Show a traceback when something fails.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Turn saved forum pages into a clean, searchable, permanent archive.

    \b
    Examples:
      sitegen build                        read archive/, write output/
      sitegen build saved -o site          read saved/, write site/
      sitegen extract page.html            print the thread as JSON
      sitegen inspect page.html            say what was recognised, and why
    """
    ctx.obj = {"debug": debug}


def main(arguments: list[str] | None = None) -> Any:
    """Run the program; an unforeseen error is one line, and a traceback with ``--debug``."""
    debug = "--debug" in (arguments if arguments is not None else sys.argv)
    try:
        return cli.main(args=arguments, prog_name="sitegen")
    except Exception as error:
        if debug:
            raise
        click.echo(
            f"Error: {type(error).__name__}: {error}\n"
            "This should not happen: run again with --debug and report it.",
            err=True,
        )
        sys.exit(1)
