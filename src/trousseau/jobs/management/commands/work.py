"""`work`: run jobs until told to stop."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from trousseau.jobs.worker import work


class Command(BaseCommand):
    """Runs the worker; `trousseau serve` starts it beside the server."""

    help = "Run jobs until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the one choice: go on for ever, or stop when nothing waits."""
        parser.add_argument("--until-idle", action="store_true", help="Stop when no job waits.")

    def handle(self, *_args: Any, until_idle: bool = False, **_options: Any) -> None:
        """Run."""
        work(until_idle=until_idle)
