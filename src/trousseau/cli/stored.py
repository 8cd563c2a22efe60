"""The check-up of the stored ledger: the accounts left out and the groups are those of the application."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from trousseau.cli.data import refusals
from trousseau.cli.failures import Failure
from trousseau.cli.measuring import stored_ledger
from trousseau.cli.telling import Told, tell_checkup
from trousseau.figures.language import Language
from trousseau.ledger import answers


def check_up_ledger(
    *,
    period: str,
    by: Literal["account", "group"],
    html: Path | None,
    language: str,
    as_json: bool,
    panel: bool = False,
) -> None:
    """Answer from the facts and print; nothing is computed from the lines again."""
    facts, scope = stored_ledger(language)
    from trousseau.ledger.checkup import check_up  # noqa: PLC0415
    from trousseau.portfolio.queries.panel import panel_of  # noqa: PLC0415
    from trousseau.portfolio.queries.source import Asked  # noqa: PLC0415
    from trousseau.portfolio.queries.told import told  # noqa: PLC0415

    with refusals(language):
        try:
            window = answers.window(facts, period)
        except answers.WindowError as error:
            raise Failure("period_bad", exit=2, flag="--period", value=period) from error
        checkup = check_up(facts, window, scope=scope, by=by)
        rows = panel_of(Asked(facts, window, by, scope, ""), told()).rows
    said = Told(checkup=checkup, sources=(), ledger_version=facts.ledger_version, indicators=rows)
    tell_checkup(said, Language(language), html=html, as_json=as_json, panel=panel)
