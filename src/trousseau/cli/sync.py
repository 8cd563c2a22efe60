"""`trousseau sync`: read the company's CRM now, and write back what is to go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trousseau.cli import sync_sources
from trousseau.cli.failures import Failure, Words
from trousseau.cli.options import json_flag, language_flag
from trousseau.cli.output import say, say_json

if TYPE_CHECKING:
    from trousseau.connectors.models import Connection, Run


@click.command("sync")
@click.argument("name", metavar="[CONNECTION|SOURCE]", required=False)
@language_flag
@json_flag
def sync(*, name: str | None, language: str, as_json: bool) -> None:
    """Read a connection or a source of sales lines now, as its page names it, or all there are.

    A connection may be named by its CRM; what is to go back there is written. Each goes on where it stood, and what a
    CRM asks us to wait for is taken up by the clock.
    """
    from trousseau.cli.database import ready  # noqa: PLC0415 - only with a database

    ready()
    from django.utils.translation import override  # noqa: PLC0415

    with override(language):
        feeds = sync_sources.named(name)
        runs = [_read(connection) for connection in _meant(name, others=bool(feeds))]
        looks = [sync_sources.look(feed) for feed in feeds]
        if as_json:
            say_json({"runs": [_plain(run) for run in runs], "sources": [sync_sources.plain(look) for look in looks]})
        else:
            for run in runs:
                _tell(run, Words(language))
            for look in looks:
                sync_sources.tell(look, Words(language))
    failed = next((run for run in runs if run.state == run.State.FAILED), None)
    if failed is not None:
        raise Failure("sync_failed", name=failed.connection.name, why=_why(failed))
    unread = next((look for look in looks if look.state == "failed"), None)
    if unread is not None:
        raise Failure("sync_failed", name=unread.feed.name, why=sync_sources.why(unread))


def _meant(name: str | None, *, others: bool) -> list[Connection]:
    """The connections that are meant; none where a source of that name is. Raises Failure where nothing is."""
    from trousseau.connectors.models import Connection  # noqa: PLC0415 - only with a database

    ready = Connection.objects.filter(state=Connection.State.READY)
    if name is None:
        found = list(ready)
        if not found and not others:
            raise Failure("sync_none", exit=2)
        return found
    found = list(ready.filter(name__iexact=name)) or list(ready.filter(crm__iexact=name))
    if not found and not others:
        raise Failure("sync_unknown", exit=2, name=name, known=", ".join(ready.values_list("name", flat=True)) or "–")
    return found


def _read(connection: Connection) -> Run:
    from trousseau.connectors.models import Run  # noqa: PLC0415 - as above
    from trousseau.connectors.runs.begin import begin, carry_out  # noqa: PLC0415
    from trousseau.connectors.runs.one import BusyError  # noqa: PLC0415
    from trousseau.connectors.runs.sales import bring  # noqa: PLC0415
    from trousseau.imports.actions import refresh  # noqa: PLC0415

    try:
        run = begin(connection)
    except BusyError as error:
        raise Failure("sync_busy", name=connection.name) from error
    if carry_out(run, lambda: None) == Run.State.DONE and bring(connection):
        refresh()
    run.refresh_from_db()
    return run


def _plain(run: Run) -> dict[str, object]:
    return {
        "connection": run.connection.name,
        "state": run.state,
        "counts": run.counts,
        "calls": run.calls,
        "errors": run.errors,
        "errors_met": run.errors_met,
    }


def _tell(run: Run, words: Words) -> None:
    counts = run.counts.values()
    numbers = {what: sum(one.get(what, 0) for one in counts) for what in ("read", "new", "changed", "gone", "written")}
    said = words.text(
        "{name}: {state}. {read} records read, {new} new, {changed} changed, {gone} gone; {written} written back; "
        "{calls} calls, {errors} errors."
    )
    told = {"name": run.connection.name, "state": run.get_state_display(), "calls": run.calls, "errors": run.errors_met}
    say(said.format(**told, **numbers))


def _why(run: Run) -> str:
    from trousseau.connectors.errors import SENTENCES  # noqa: PLC0415 - as above

    first = next((one for one in run.errors if one["code"] in SENTENCES), None)
    if first is None:
        return "–"
    return str(SENTENCES[first["code"]]) % {"crm": run.connection.crm_name, **first["told"]}
