"""A check-up told: printed, as JSON, as the report to send; for files and for the stored ledger alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trousseau.cli.failures import shown
from trousseau.cli.output import say, say_json, write_whole
from trousseau.figures.language import Language
from trousseau.method.checkup import Checkup


@dataclass(frozen=True)
class Told:
    """A check-up and what a reader of it wants to know of its lines."""

    checkup: Checkup
    sources: tuple[str, ...]
    """The files, or the ledger and its version."""
    quarantine: Sequence[Mapping[str, Any]] = ()
    notes: tuple[str, ...] = ()


def tell_checkup(told: Told, language: Language, *, html: Path | None, as_json: bool) -> None:
    """Write the report first, so that nothing is printed where it could not be written."""
    if html is not None:
        from trousseau.figures.report import report  # noqa: PLC0415 - Jinja only where a report is wanted

        write_whole(html, report(told.checkup, language, quarantine=told.quarantine, source=_sources(told)))
    if as_json:
        say_json(told.checkup.as_json(told.quarantine))
        return
    from trousseau.figures.terminal import printed  # noqa: PLC0415

    say(printed(told.checkup, language, quarantine=told.quarantine, notes=told.notes))
    if html is not None:
        say(f"\n→ {shown(html)}")


def _sources(told: Told) -> str:
    return ", ".join(shown(Path(source).name) for source in told.sources)
