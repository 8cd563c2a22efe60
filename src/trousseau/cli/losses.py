"""`trousseau losses` and `trousseau retention`: what may be lost within a year, and who still is a customer."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any, Unpack

import click
import numpy as np

from trousseau.cli.costs_flags import SERVING, costs_flags, costs_of, parted
from trousseau.cli.failures import Failure
from trousseau.cli.measuring import Flags, Measured, measured, measuring_flags
from trousseau.cli.output import say, say_json
from trousseau.figures import losses as words
from trousseau.figures.columns import table
from trousseau.figures.language import MISSING, Language
from trousseau.figures.terminal import wrapped
from trousseau.ledger.classes import measures
from trousseau.ledger.outlook.losses import LEVELS, Judgement, Losses, Measure, Sector, Settings
from trousseau.ledger.outlook.losses import losses as measured_losses
from trousseau.ledger.outlook.retention import Retention
from trousseau.ledger.outlook.retention import retention as measured_retention

SHOWN = 20
MEASURES = ("contribution", "margin", "revenue")


@click.command()
@measuring_flags
@costs_flags(*SERVING)
@click.option("--probability", type=click.Path(path_type=Path), help="A table account, probability (CSV): yours win.")
@click.option("--sector", type=click.Choice(["none", "zone", "division", "family"]), default="division")
@click.option("--link", type=click.FloatRange(0, 1), default=0.5, help="Share of a probability that its sector moves.")
@click.option(
    "--variance", type=click.FloatRange(0, 10), help="Of a sector's factor; else as the ledger's years tell, or 0.25."
)
@click.option("--months", type=click.IntRange(1, 60), default=12, help="The horizon.")
@click.option("--measure", type=click.Choice(MEASURES), help="What is lost; the best known.")
def losses(
    *,
    probability: Path | None,
    sector: Sector,
    link: float,
    variance: float | None,
    months: int,
    measure: Measure | None,
    **flags: Any,
) -> None:
    """The losses to reckon with: one year in twenty, one in a hundred, and which accounts carry them.

    Probabilities come from each account's orders (BG/NBD), from the managers where they judged one, or from a file.
    Everything is estimated; see docs/losses.md for what it rests on.
    """
    measuring, telling = parted(flags)
    with measured(measuring) as found:
        told = Settings(sector, link, variance, months, measure)
        costs = costs_of(found, telling)
        served = measures(found.facts, found.window, costs=costs, scope=found.scope, by=found.by).served()
        if measure == "contribution" and served is None:
            raise Failure("contribution_unknown", exit=2, flag="--measure")
        given = {} if probability is None else read_probabilities(probability)
        result = measured_losses(
            found.facts,
            found.window,
            scope=found.scope,
            by=found.by,
            settings=told,
            given=given,
            judgements=_judgements(found),
            contributions=served,
        )
        unknown = sorted(set(given) - {row.account for row in result.rows})
        if measuring["as_json"]:
            say_json({**_as_json(result, found), "unknown_accounts": unknown})
            return
        say("\n".join(_printed(result, found.language)))


@click.command()
@measuring_flags
def retention(**flags: Unpack[Flags]) -> None:
    """Who still is a customer: probability of being alive, orders to come, probability of being lost within a year.

    An account that orders by the clock, or has hardly ordered, has no probability, and the answer says why.
    """
    with measured(flags) as found:
        result = measured_retention(found.facts, scope=found.scope, by=found.by)
        if flags["as_json"]:
            say_json(_retention_json(result, found))
            return
        say("\n".join(_retention_printed(result, found.language, found.facts.base)))


def read_probabilities(path: Path) -> dict[str, float]:
    """Account and probability of a CSV file (comma or semicolon, `0.1`, `0,1` or `10 %`).

    Raises:
        Failure: no such file, no such columns, or a probability outside 0 to 1, with its line.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Failure("probability_unreadable", flag="--probability", path=path.name) from error
    first = content.partition("\n")[0]
    rows = csv.DictReader(content.splitlines(), delimiter=";" if ";" in first else "\t" if "\t" in first else ",")
    names = {(name or "").strip().casefold(): name for name in rows.fieldnames or ()}
    account = next((names[n] for n in ("account", "compte", "customer", "client", "code") if n in names), None)
    chance = next((names[n] for n in ("probability", "probabilité", "probabilite") if n in names), None)
    if account is None or chance is None:
        raise Failure("probability_columns", flag="--probability", path=path.name)
    found: dict[str, float] = {}
    for number, row in enumerate(rows, 2):
        text = (row[chance] or "").strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
        try:
            value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            value = math.nan
        if not 0.0 <= value <= 1.0:
            raise Failure("probability_bad", flag="--probability", path=path.name, line=number, value=row[chance] or "")
        found[(row[account] or "").strip()] = value
    return found


def _judgements(found: Measured) -> dict[str, Judgement]:
    """What managers judged, where the application knows it."""
    if not found.stored:
        return {}
    from trousseau.exposure.queries.outlooks import judgements_by  # noqa: PLC0415 - only with a database

    return judgements_by(found.by, found.facts.today)


def _worst(result: Losses) -> words.Worst | None:
    if not result.rows:
        return None
    first = result.rows[0]
    return words.Worst(
        result.quantile(LEVELS[0]),
        result.quantile(LEVELS[1]),
        first.name,
        first.account,
        first.share,
        result.settings.months,
    )


def _printed(result: Losses, language: Language) -> list[str]:
    base = result.currency
    headline = "".join(part.text for part in words.finding(_worst(result), base, language))
    lines = [*wrapped(headline), ""]
    if result.rows:
        told = words.lead(result.expected, result.shortfall(LEVELS[0]), result.quantile(LEVELS[1]), base, language)
        settings = result.settings
        spread = result.variance
        link = words.link_words(
            settings.link, spread.value, settings.sector, language, source=spread.source, years=spread.years
        )
        measure = words.measure_words(result.measure, language)
        lines += [*wrapped(" ".join((*told, measure, link))), ""]
    for one, why in ((result.no_probability, "probability"), (result.no_exposure, "exposure")):
        said = words.left_out(one.accounts, one.revenue, base, language, why=why)
        lines += wrapped(said) if said else []
    if not result.rows:
        return [*lines, *wrapped(words.no_losses(result.retention.missing, language))]
    sources = words.sources(language)
    rows = (
        [
            row.name,
            language.amount(row.exposure, base),
            language.percent(row.probability),
            sources[row.source],
            language.amount(row.carried, base),
            language.percent(row.share, 0),
        ]
        for row in result.rows[:SHOWN]
    )
    return [*lines, "", *table(words.loss_columns(language), rows)]


def _as_json(result: Losses, found: Measured) -> dict[str, Any]:
    settings = result.settings
    return {
        "from": str(result.window.start),
        "to": str(result.window.end),
        "currency": result.currency,
        "by": found.by,
        "finding": "".join(part.text for part in words.finding(_worst(result), result.currency, found.language)),
        "estimated": True,
        "measure": result.measure,
        "settings": {
            "sector": settings.sector,
            "link": settings.link,
            "variance": result.variance.value,
            "variance_source": result.variance.source,
            "variance_years": result.variance.years or None,
            "months": settings.months,
        },
        "exposure": str(result.total),
        "expected": result.expected,
        "deviation": result.law.std,
        "one_in_twenty": {"more_than": result.quantile(0.95), "mean": result.shortfall(0.95)},
        "one_in_a_hundred": {"more_than": result.quantile(0.99), "mean": result.shortfall(0.99)},
        "step": result.law.unit,
        "without_probability": {
            "accounts": result.no_probability.accounts,
            "revenue": str(result.no_probability.revenue),
        },
        "without_exposure": {"accounts": result.no_exposure.accounts, "revenue": str(result.no_exposure.revenue)},
        "accounts": [
            {
                "account": row.account,
                "name": row.name,
                "exposure": str(row.exposure),
                "probability": row.probability,
                "source": row.source,
                "model": row.model,
                "no_model": row.reason or None,
                "expected": row.expected,
                "carried": row.carried,
                "share": row.share,
            }
            for row in result.rows
        ],
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _retention_json(result: Retention, found: Measured) -> dict[str, Any]:
    model, test = result.model, result.backtest
    columns = (result.table[name].to_pylist() for name in ("account", "name", "days", "first", "last", "gap"))
    return {
        "as_of": str(result.as_of),
        "by": found.by,
        "estimated": True,
        "model": None
        if model is None
        else {
            "r": model.r,
            "alpha_weeks": model.alpha,
            "a": model.a,
            "b": model.b,
            "log_likelihood": model.log_likelihood,
            "customers": model.customers,
        },
        "no_model": result.missing or None,
        "rate_of_loss": result.base_rate,
        "level": {
            "years": result.level.years,
            "customer_years": result.level.customers,
            "foretold": result.level.foretold,
            "came": result.level.came,
            "factor": result.level.factor,
        },
        "backtest": None
        if test is None
        else {
            "since": str(test.since),
            "foretold_orders": test.foretold_orders,
            "orders": test.orders,
            "bands": [
                {"from": b.low, "to": b.high, "customers": b.customers, "foretold": b.foretold, "silent": b.silent}
                for b in test.bands
            ],
        },
        "accounts": [
            {
                "account": account,
                "name": name,
                "order_days": days,
                "first": str(first),
                "last": str(last),
                "usual_gap_days": gap,
                "silent_days": (result.as_of - last).days,
                "reason": result.reasons[i] or None,
                "alive": _known(result.alive[i]),
                "orders_next_year": _known(result.orders[i]),
                "lost_within_a_year": _known(result.leaving[i]),
            }
            for i, (account, name, days, first, last, gap) in enumerate(zip(*columns, strict=True))
        ],
    }


def _retention_printed(result: Retention, language: Language, base: str | None) -> list[str]:
    gone = int((result.alive < 0.5).sum())
    headline = words.retention_finding(int((~np.isnan(result.alive)).sum()), gone, None, base, language)
    lines = [*wrapped("".join(part.text for part in headline)), ""]
    if result.missing:
        lines += wrapped(words.missing(result.missing, language))
    if result.backtest is not None:
        lines += wrapped(words.backtest(result.backtest.foretold_orders, result.backtest.orders, language))
    level = result.level
    lines += wrapped(words.level_words(level.years, level.foretold, level.came, level.factor, language))
    why = words.reasons(language)
    values = result.table["revenue"].to_pylist()
    order = sorted(range(len(values)), key=lambda i: (-(values[i] or 0), i))
    names, lasts = result.table["name"].to_pylist(), result.table["last"].to_pylist()

    def share(value: float) -> str:
        return MISSING if math.isnan(value) else language.percent(value)

    rows = (
        [
            names[i],
            language.date(lasts[i]),
            share(result.alive[i]),
            MISSING if math.isnan(result.orders[i]) else language.number(result.orders[i], 1),
            share(result.leaving[i]),
            why[result.reasons[i]],
        ]
        for i in order[:SHOWN]
    )
    return [*lines, "", *table(words.retention_columns(language), rows)]
