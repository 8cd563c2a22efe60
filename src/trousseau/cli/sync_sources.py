"""What `trousseau sync` does for sources of sales lines: watched folders, buckets, databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trousseau.cli.failures import Failure, Words
from trousseau.cli.output import say

if TYPE_CHECKING:
    from trousseau.connectors.models import Feed, FeedRun


def named(name: str | None) -> list[Feed]:
    """The source of that name, or those that the clock reads."""
    from trousseau.connectors.models import Feed  # noqa: PLC0415 - only with a database

    return list(Feed.objects.filter(runs_alone=True) if name is None else Feed.objects.filter(name__iexact=name))


def look(feed: Feed) -> FeedRun:
    """One run of a source, and the figures after it. Raises Failure where another run goes on."""
    from trousseau.connectors.feeds.running import begin, carry_out, moved  # noqa: PLC0415 - as above
    from trousseau.connectors.runs.one import BusyError  # noqa: PLC0415
    from trousseau.imports.actions import refresh  # noqa: PLC0415

    try:
        run = begin(feed)
    except BusyError as error:
        raise Failure("sync_busy", name=feed.name) from error
    carry_out(run)
    if moved(run):
        refresh()
    run.refresh_from_db()
    return run


def plain(run: FeedRun) -> dict[str, object]:
    """A run as JSON tells it."""
    return {
        "source": run.feed.name,
        "state": run.state,
        "counts": run.counts,
        "errors": run.errors,
        "errors_met": run.errors_met,
    }


def tell(run: FeedRun, words: Words) -> None:
    """A run in words."""
    counts = {name: run.counts.get(name, 0) for name in ("seen", "loaded", "early", "waiting", "refused", "new")}
    said = words.text(
        "{name}: {state}. {seen} seen, {loaded} loaded, {early} just written (taken with the next look), {waiting} "
        "waiting for somebody, {refused} refused; {new} lines new, {errors} errors."
    )
    say(said.format(name=run.feed.name, state=run.get_state_display(), errors=run.errors_met, **counts))


def why(run: FeedRun) -> str:
    """The first thing that a run met, as a sentence."""
    from trousseau.connectors.feeds.errors import sentence  # noqa: PLC0415 - as above

    return sentence(run.errors[0]["code"], run.errors[0]["told"]) if run.errors else "–"
