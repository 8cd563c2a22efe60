"""`trousseau growth`: reported, without the currencies, real; and what the change is made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Unpack, cast

import click

from trousseau.cli.failures import Failure
from trousseau.cli.inflation import told_inflation
from trousseau.cli.measuring import Flags, Measured, flags_by, measured
from trousseau.cli.output import say, say_json
from trousseau.figures import growth as words
from trousseau.figures import growth_text
from trousseau.ledger.answers import WindowError
from trousseau.ledger.growth import Growth, Inflation, Row, comparison, gaps
from trousseau.ledger.growth import growth as measure
from trousseau.ledger.growth.measure import By

MONEY = (
    "previous", "current", "change", "price", "volume", "mix", "new", "lost", "undivided", "currency", "unrated",
    "constant_change", "inflation", "real_change",
)  # fmt: skip


@click.command()
@flags_by("zone", "division", "account", "group", "currency")
@click.option("--against", metavar="PERIOD", help="The period it is held against (the same a year earlier).")
@click.option("--inflation", "told", type=click.Path(path_type=Path), help="A table: zone, year or month, per cent.")
@click.option("--anyway", is_flag=True, help="Compare even where months are missing; the answer says so.")
def growth(*, against: str | None, told: Path | None, anyway: bool, **flags: Unpack[Flags]) -> None:
    """Growth told straight: as reported, at constant exchange rates, in real terms, and its bridge.

    Price, volume and mix are worked out inside each account and place, new and lost are whole customers; the terms
    add up exactly to the reported change. Inflation comes from --inflation, or from the application.
    """
    by = cast("By", flags["by"])
    flags["by"] = "group" if by == "group" else "account"
    with measured(flags) as of:
        inflation, remarks = told_inflation(told, of)
        try:
            compared = comparison(of.facts, of.window, against)
        except WindowError as error:
            if error.code == "nothing_against":
                raise Failure("growth_against", exit=2, flag="--against") from error
            raise Failure("period_bad", exit=2, flag="--against", value=against) from error
        reasons = gaps(of.facts, compared)
        if reasons and not anyway:
            message = words.refusal(reasons, of.language)
            raise Failure("growth_gaps", exit=2, flag="--anyway", message=f"{message} {_insist(of)}")
        found = measure(of.facts, compared, inflation=inflation, scope=of.scope, by=by)
    unknown = tuple(zone for zone in found.zones if zone not in found.deflators)
    notes = [*(words.gap_sentence(gap, of.language) for gap in reasons), *remarks]
    if flags["as_json"]:
        say_json(_as_json(found, inflation, unknown, notes))
        return
    if inflation.sources:
        notes.append(of.language.text("Inflation: {sources}.", sources=", ".join(inflation.sources)))
    periods = (
        of.language.period(compared.start, compared.end),
        of.language.period(compared.against_start, compared.against_end),
    )
    say(
        growth_text.render(
            found.total, found.rows, of.language, currency=found.base, period=periods, unknown=unknown, notes=notes
        )
    )


def _insist(of: Measured) -> str:
    return of.language.text("Choose others with --period and --against, or compare them all the same with --anyway.")


def _as_json(found: Growth, inflation: Inflation, unknown: tuple[str, ...], notes: list[str]) -> dict[str, Any]:
    compared = found.compared
    return {
        "period": {"start": str(compared.start), "end": str(compared.end)},
        "against": {"start": str(compared.against_start), "end": str(compared.against_end)},
        "currency": found.base,
        "by": found.by,
        "comparable": not found.gaps,
        "notes": notes,
        "total": _row(found.total),
        "rows": [_row(row) for row in found.rows],
        "inflation": {zone: deflator - 1 for zone, deflator in found.deflators.items()},
        "zones_without_inflation": list(unknown),
        "inflation_sources": list(inflation.sources),
    }


def _row(row: Row) -> dict[str, Any]:
    """Money as exact decimal strings, shares as fractions, null for what is not known."""
    amounts = {name: getattr(row, name) for name in MONEY}
    return {
        "key": row.key,
        "name": row.name,
        "accounts": row.accounts,
        **{name: None if value is None else str(value) for name, value in amounts.items()},
        "reported_growth": row.reported,
        "constant_growth": row.constant_growth,
        "real_growth": row.real,
        "inflation_known_for": row.coverage,
    }
