"""The door: finds the command, runs it, and turns whatever goes wrong into one sentence and an exit code.

0: done. 1: refused (a file, the environment). 2: a question to answer with a flag, or a wrong flag.
130: interrupted. 141: whoever read the output has left.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
from typing import NoReturn

import click

from trousseau import __version__
from trousseau.cli.failures import Failure, tell, tell_usage

INTERRUPTED = 130
COMMANDS = {
    "checkup": (
        "trousseau.cli.checkup:checkup",
        "Check up a file of sales lines, or the stored ledger.",
    ),
    "contribution": (
        "trousseau.cli.contribution:contribution",
        "What each customer leaves once it is served.",
    ),
    "classes": (
        "trousseau.cli.classes:classes",
        "Good, to watch or bad: each account by written rules.",
    ),
    "segments": (
        "trousseau.cli.classes:segments_",
        "Your own segments against good and bad.",
    ),
    "erosion": (
        "trousseau.cli.erosion:erosion",
        "Find customers that erode in silence while sales hold.",
    ),
    "concentration": (
        "trousseau.cli.concentration:concentration",
        "How much hangs on how few, and on whom, everywhere.",
    ),
    "whatif": (
        "trousseau.cli.whatif:whatif",
        "What losing accounts, or a shock, does; who must leave for a break.",
    ),
    "losses": (
        "trousseau.cli.losses:losses",
        "What may be lost within a year, and which accounts carry it.",
    ),
    "retention": (
        "trousseau.cli.losses:retention",
        "Who still is a customer, and who may leave.",
    ),
    "rank": (
        "trousseau.cli.rank:rank_",
        "Rank accounts by a grid of criteria, and say how sure the list is.",
    ),
    "match": (
        "trousseau.cli.match:match",
        "The best manager for each account, with a proof.",
    ),
    "potential": (
        "trousseau.cli.potential:potential",
        "Who may become a key account within three years, and how sure.",
    ),
    "review": (
        "trousseau.cli.review:review",
        "Whether the grid told growth in the past, beside the largest sales.",
    ),
    "growth": (
        "trousseau.cli.growth:growth",
        "Growth as reported, at constant rates, real; and its bridge.",
    ),
    "prices": (
        "trousseau.cli.prices:prices",
        "Compare net prices across zones; what levelling them would cost.",
    ),
    "tariff": (
        "trousseau.cli.tariff:tariff",
        "Index prices by zone: what it brings, and the new tariff in Excel.",
    ),
    "export": (
        "trousseau.cli.export:export",
        "Write a plan or a business review as PowerPoint, PDF or Excel.",
    ),
    "readings": (
        "trousseau.cli.readings:readings",
        "Take in a table of readings of indicators.",
    ),
    "sync": (
        "trousseau.cli.sync:sync",
        "Read the company’s CRM now, and write back what is to go back.",
    ),
    "import": (
        "trousseau.cli.data:import_",
        "Import a file of sales lines into the ledger.",
    ),
    "undo": (
        "trousseau.cli.data:undo",
        "Take an import back.",
    ),
    "facts": (
        "trousseau.cli.data:facts",
        "Bring what is answered from up to date with the ledger.",
    ),
    "rates": (
        "trousseau.cli.data:rates",
        "Load the company's own exchange rates, or fetch the ECB's.",
    ),
    "costs": (
        "trousseau.cli.costs:costs",
        "Load what serving customers costs, fixed costs, budgets.",
    ),
    "mcp": (
        "trousseau.cli.mcp:mcp",
        "Answer an assistant on this machine (Model Context Protocol).",
    ),
    "demo": (
        "trousseau.cli.demo:demo",
        "Install the demo company and serve it, or write generated sales lines.",
    ),
    "serve": (
        "trousseau.cli.serving:serve",
        "Run the server and the worker.",
    ),
    "worker": (
        "trousseau.cli.serving:worker",
        "Run the worker alone.",
    ),
    "rotate-secrets": (
        "trousseau.cli.secrets_kept:rotate_secrets",
        "Seal the secrets in the database under the newest key.",
    ),
    "migrate": (
        "trousseau.cli.house:migrate",
        "Create or update the database.",
    ),
    "createuser": (
        "trousseau.cli.house:createuser",
        "Create a person who may sign in.",
    ),
    "doctor": (
        "trousseau.cli.doctor:doctor",
        "Check this installation.",
    ),
}
"""Command: where it is, and its line in the help (kept here so that the help imports none of them)."""


class Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        found = getattr(importlib.import_module(module), name)
        assert isinstance(found, click.Command)  # noqa: S101 - for the types
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="trousseau")
def trousseau() -> None:
    """Key Account Management that starts from the sales lines."""


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code; a traceback only with TROUSSEAU_DEBUG=1."""
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a character the terminal lacks is no reason to fail
            reconfigure(errors="backslashreplace")
    code = 1
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_output()
        code = 141
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:
        if os.environ.get("TROUSSEAU_DEBUG") == "1":
            raise
        tell(_as_failure(error), arguments)
        code = 1
    if code == INTERRUPTED:
        # Python ends itself by the signal where the interrupt came through an extension, whatever we say.
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """Run the command and give its exit code; what it does not expect goes up to `run`."""
    try:
        outcome = trousseau.main(args=arguments, prog_name="trousseau", standalone_mode=False)
    except Failure as failure:
        tell(failure, arguments)
        return failure.exit
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 2
    except click.ClickException as error:
        tell_usage(error, arguments)
        return error.exit_code
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        return INTERRUPTED
    return outcome if isinstance(outcome, int) else 0


def _as_failure(error: Exception) -> Failure:
    """The failure a sentence exists for: disk full, no permission, out of memory, else an honest surprise."""
    if isinstance(error, OSError):
        where = str(error.filename or "")
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return Failure("disk_full", path=where or _temporary())
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            return Failure("no_permission", path=where)
        return Failure("system", detail=error.strerror or str(error), path=where)
    if isinstance(error, MemoryError):
        return Failure("out_of_memory")
    if "No space left on device" in str(error):  # from a library that words it itself
        return Failure("disk_full", path=_temporary())
    return Failure("surprise", what=f"{type(error).__name__}: {error}")


def _temporary() -> str:
    import tempfile  # noqa: PLC0415 - only when something went wrong

    try:
        return tempfile.gettempdir()
    except OSError:
        return "/tmp"  # noqa: S108 - named in a sentence, not used


def _forget_output() -> None:
    """Point stdout at nothing, so that the interpreter does not complain on its way out."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
