"""The page of who still is a customer, and what the account page tells of one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.exposure.pages.losses import linked
from trousseau.exposure.queries import losses as queries
from trousseau.figures import losses as said
from trousseau.figures.language import Language
from trousseau.ledger.outlook.losses import Losses, LossRow
from trousseau.ledger.outlook.retention import Band, Retention
from trousseau.method.retention import BGNBD
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import addresses
from trousseau.portfolio.queries.source import Asked

SHOWN = 50
GONE = 0.5
"""An account less probably alive than this has probably left."""


@dataclass(frozen=True)
class RetentionRow:
    """One account."""

    account: str
    name: str
    url: str
    exposure: Decimal
    at_risk: float
    """Exposure × probability of being lost within a year, by its orders, else by what else is known."""
    alive: float | None
    orders: float | None
    leaving: float | None
    last: date
    silence: str
    reason: str


@dataclass(frozen=True)
class RetentionPage:
    """All that the template shows."""

    asked: Asked
    found: Retention
    finding: SafeString
    title: str
    lead: tuple[str, ...]
    model: BGNBD | None
    bands: tuple[Band, ...]
    rows: tuple[RetentionRow, ...]
    contracts: int
    short: int
    currency: str | None
    measure: str


def page(user: User, asked: Asked) -> RetentionPage:
    """Who still is a customer, those with most at risk first."""
    written = words.language()
    found, answer = queries.kept_retention(asked), queries.answer(asked)
    risks = _risks(found, answer)
    rows = _rows(found, risks[:SHOWN], written)
    links = addresses(user, {row.account for row in rows}, by=asked.by)
    here = [risk for at, risk, _ in risks if not math.isnan(found.leaving[at])]
    gone = sum(1 for value in found.alive if value < GONE)
    parts = said.retention_finding(
        sum(1 for value in found.alive if value == value),  # noqa: PLR0124 - NaN is not known
        gone,
        sum(max(risk, 0.0) for risk in here) if here else None,
        answer.currency,
        written,
        measure=answer.measure,
    )
    lead = [said.missing(found.missing, written)]
    if found.backtest is not None:
        lead.append(said.backtest(found.backtest.foretold_orders, found.backtest.orders, written))
    level = found.level
    lead.append(said.level_words(level.years, level.foretold, level.came, level.factor, written))
    if found.base_rate is not None:
        lead.append(
            _("%(share)s of those who ordered in the year before did not in the last.")
            % {"share": written.percent(found.base_rate)}
        )
    return RetentionPage(
        asked=asked,
        found=found,
        finding=linked(parts, links),
        title="".join(part.text for part in parts),
        lead=tuple(filter(None, lead)),
        model=found.model,
        bands=found.backtest.bands if found.backtest else (),
        rows=tuple(_linked(row, links) for row in rows),
        contracts=found.reasons.count("contract"),
        short=found.reasons.count("short"),
        currency=answer.currency,
        measure=said.measures(written)[answer.measure],
    )


def _risks(found: Retention, answer: Losses) -> list[tuple[int, float, LossRow]]:
    """Where in the retention each account of the window is, and what it puts at risk; those with most first."""
    risks = []
    for row in answer.rows:
        at = found.index.get(row.account)
        if at is not None:
            leaving = float(found.leaving[at])
            risks.append((at, row.expected if math.isnan(leaving) else leaving * float(row.exposure), row))
    return sorted(risks, key=lambda one: (-one[1], one[2].name))


def _rows(found: Retention, risks: list[tuple[int, float, LossRow]], written: Language) -> list[RetentionRow]:
    """The rows of some of them."""
    lasts, gaps = found.table["last"].to_pylist(), found.table["gap"].to_pylist()
    reasons = said.reasons(written)
    return [
        RetentionRow(
            account=row.account,
            name=row.name,
            url="",
            exposure=row.exposure,
            at_risk=risk,
            alive=known(found.alive[at]),
            orders=known(found.orders[at]),
            leaving=known(found.leaving[at]),
            last=lasts[at],
            silence=said.silence((found.as_of - lasts[at]).days, gaps[at], written),
            reason=reasons[row.reason],
        )
        for at, risk, row in risks
    ]


def _linked(row: RetentionRow, links: dict[str, str]) -> RetentionRow:
    return RetentionRow(**{**row.__dict__, "url": links.get(row.account, "")})


def known(value: float) -> float | None:
    """A figure, None where there is a reason not to know it."""
    return None if math.isnan(value) else float(value)
