"""What if: the portfolio before and after accounts leave and shocks come, as the lab of exposure reckons it."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import Field

from trousseau.access.models import User
from trousseau.api.questions import Amount, Told
from trousseau.exposure.queries import whatif
from trousseau.figures.whatif import missing
from trousseau.method.concentration import Concentration
from trousseau.method.scenario import Scenario as Happening
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.words import language


class Figure(Told):
    """An amount before and after; null: not known."""

    before: Amount | None
    after: Amount | None
    change: Amount | None
    share: float | None = Field(description="The change as a fraction of what was there")


class Part(Told):
    """The company, or one division, zone, currency …; `spare` is what is left after fixed costs."""

    name: str
    revenue: Figure
    margin: Figure
    contribution: Figure
    fixed: Figure
    spare: Figure
    partial: bool = Field(description="Whether its fixed costs are told for a part of the period only")
    under: bool = Field(description="Whether it ends under its fixed costs")


class Hangs(Told):
    """How much hangs on how few."""

    hhi: float | None
    effective_number: float | None
    first: str | None
    first_share: float | None


class WhatIf(Told):
    """What a scenario does; `exact`: sums to the cent, else estimates rounded to it."""

    period_start: dt.date
    period_end: dt.date
    currency: str | None
    exact: bool
    total: Part
    parts: dict[str, list[Part]]
    before: Hangs
    after: Hangs
    known_share: float | None = Field(description="Share of the sales whose cost is known")
    missing: list[str]


def what_if(user: User, asked: Asked, happening: Happening) -> WhatIf:  # noqa: ARG001 - somebody asks
    """What losing accounts, and shocks of volume, currency, inflation, duty or entry, do to the portfolio.

    It changes nothing. An account, or a group, is named by its key. Changes and shares are fractions.
    """
    there = {row.account for row in measured(asked).checkup.ranked}
    for one in happening.lost:
        if one.who not in there:
            raise ValidationError({"lost": _("“%(id)s” is nothing that you see.") % {"id": one.who[:40]}})
    found = whatif.answer(asked, happening)
    return WhatIf(
        period_start=asked.window.start, period_end=asked.window.end, currency=asked.facts.base, exact=found.exact,
        total=Part.model_validate(found.total),
        parts={name: [Part.model_validate(one) for one in rows] for name, rows in found.parts.items()},
        before=_hangs(found.before), after=_hangs(found.after), known_share=found.known_share,
        missing=missing(found, language()),
    )  # fmt: skip


def _hangs(found: Concentration) -> Hangs:
    first = str(found.labels[0]) if found.labels else None
    return Hangs(
        hhi=found.hhi, effective_number=found.effective_number, first=first, first_share=found.top(1) if first else None
    )
