"""A check-up told: printed, as JSON, as the report to send; for files and for the stored ledger alike."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from trousseau.cli.failures import Words, shown
from trousseau.cli.output import say, say_json, write_whole
from trousseau.figures import problems
from trousseau.figures.indicators import Indicator, indicators
from trousseau.figures.language import Language
from trousseau.figures.panel import panel_json
from trousseau.method.checkup import Checkup


@dataclass(frozen=True)
class Told:
    """A check-up and what a reader of it wants to know of its lines."""

    checkup: Checkup
    sources: tuple[str, ...]
    """File names, or the name of the ledger."""
    rates: str = ""
    """Which exchange rates were used, as a sentence."""
    quarantine: Sequence[Mapping[str, Any]] = ()
    notes: tuple[str, ...] = ()
    """How the sources were read, what was left out: sentences."""
    ledger_version: int | None = None
    indicators: tuple[Indicator, ...] | None = None
    """The whole panel, where more is known than the check-up."""


def tell_checkup(told: Told, language: Language, *, html: Path | None, as_json: bool, panel: bool = False) -> None:
    """Write the report first, so that nothing is printed where it could not be written.

    `panel`: as JSON, the indicators rather than the check-up.
    """
    notes = told.notes
    if html is not None:
        write_whole(html, _report(told, language))
        said = Words(language.code).text("The report is in {path}.").format(path=shown(html))
        notes = (*notes, said)
    if as_json:
        if panel:
            rows = indicators(told.checkup) if told.indicators is None else told.indicators
            say_json(panel_json(told.checkup, rows, language))
            return
        worded = ({**row, "reason": problems.why(row["reason"], language)} for row in told.quarantine)
        say_json(told.checkup.as_json(worded))
        return
    from trousseau.figures import terminal  # noqa: PLC0415 - only where it is printed

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    say(
        terminal.render(
            told.checkup,
            language,
            quarantine=told.quarantine,
            notes=notes,
            colour=colour,
            indicators=told.indicators,
        )
    )


def _report(told: Told, language: Language) -> str:
    """The report as one HTML file, dated today."""
    from trousseau.figures import report  # noqa: PLC0415 - Jinja only where a report is wanted

    provenance = report.Provenance(
        made_on=date.today(),  # noqa: DTZ011 - the day of whoever sends it
        sources=tuple(shown(Path(source).name) for source in told.sources),
        rates=told.rates,
        ledger_version=told.ledger_version,
        remarks=told.notes,
    )
    return report.render(told.checkup, language, provenance, quarantine=told.quarantine, indicators=told.indicators)
