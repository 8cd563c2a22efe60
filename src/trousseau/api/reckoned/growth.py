"""Growth told straight: as reported, without currencies and inflation, with the bridge; and the inflation told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pydantic import Field

from trousseau.access.models import User
from trousseau.api.questions import Amount, OfPeriod, Told, ledger
from trousseau.exposure.queries.growth import Compared, compared, grown
from trousseau.figures.growth import gap_sentence, unknown_zones
from trousseau.ledger import answers
from trousseau.ledger.answers import WindowError
from trousseau.ledger.facts.calendar import month
from trousseau.portfolio import words


class Row(Told):
    """The growth of everything, or of one zone, account …: price to currency add up to the change."""

    key: str
    name: str
    accounts: int
    previous: Amount
    current: Amount
    change: Amount
    price: Amount
    volume: Amount
    mix: Amount
    new: Amount
    lost: Amount
    undivided: Amount = Field(description="Change that has no quantities to be divided by")
    currency: Amount
    constant_change: Amount = Field(description="Change without the currencies")
    inflation: Amount | None = Field(description="What prices in general took from it; null: not known for all of it")
    real_change: Amount | None
    reported: float | None = Field(description="Change as a fraction of `previous`")
    constant_growth: float | None
    real: float | None
    coverage: float | None = Field(description="Share of `previous` in zones whose inflation is known")


class Two(Told):
    """A period and the one it is held against."""

    period_start: dt.date
    period_end: dt.date
    against_start: dt.date
    against_end: dt.date
    missing: list[str]


class Growth(Two):
    """The growth between two periods; nothing is told where they do not compare, unless `anyway` is asked."""

    currency: str | None
    by: str
    compares: bool
    total: Row | None
    rows: list[Row] = Field(description="The largest first")


class ZoneInflation(Told):
    """What was told of one zone."""

    zone: str = Field(description="*: every zone without its own")
    deflator: float | None = Field(description="How much dearer the period is than the other: 1.03 for 3 %")
    rates: dict[str, Decimal] = Field(description="Year or month → rise of prices in twelve months, as a fraction")


class InflationTold(Two):
    """The inflation by which growth is told in real terms."""

    sources: list[str]
    zones: list[ZoneInflation]


class AskedPeriods(OfPeriod):
    """Which two periods."""

    against: str = Field("", max_length=40, description="A period as above; empty: the same a year earlier.")


class AskedGrowth(AskedPeriods):
    """Which two periods, told of what, and inside what."""

    rows: Literal["zone", "division", "currency", "group", "account"] = "zone"
    zone: str | None = Field(None, max_length=200, description="Only inside this zone.")
    division: str | None = Field(None, max_length=200, description="Only inside this division.")
    anyway: bool = Field(default=False, description="Compare what does not compare: `missing` says why it does not.")
    limit: int = Field(100, ge=1, le=1000, description="How many rows at most.")


def growth(user: User, asked: AskedGrowth) -> Growth:
    """How sales grew: price, volume, mix, new, lost and currency; as reported, at constant rates and in real terms."""
    by = "account" if asked.rows == "account" else "group"
    chosen = {name: value for name, value in (("zone", asked.zone), ("division", asked.division)) if value is not None}
    question = _compared(user, asked, by, {**chosen, "rows": asked.rows, "anyway": "1" if asked.anyway else ""})
    found, said = None, words.language()
    lacking = [gap_sentence(gap, said) for gap in question.gaps]
    if not question.refused:
        found = grown(question, limit=asked.limit)
        if unknown := [zone for zone in found.zones if zone not in found.deflators]:
            lacking.append(unknown_zones(unknown, said))
    return Growth(
        **_two(question), missing=lacking, currency=question.asked.facts.base, by=asked.rows,
        compares=not question.gaps, total=Row.model_validate(found.total) if found else None,
        rows=[Row.model_validate(row) for row in found.rows] if found else [],
    )  # fmt: skip


def inflation(user: User, asked: AskedPeriods) -> InflationTold:
    """The inflation told for each zone, and how much dearer it makes one period than the other."""
    question = _compared(user, asked, "group", {})
    told, two = question.inflation, question.periods
    until = month(two.end)
    lacking = [zone for zone in told.zones() if told.latest(zone, until) is None]
    return InflationTold(
        **_two(question),
        missing=[unknown_zones(lacking, words.language())] if lacking else _nothing(told.rates),
        sources=list(told.sources),
        zones=[
            ZoneInflation(zone=zone, deflator=told.deflator(zone, two), rates=dict(sorted(told.rates[zone].items())))
            for zone in told.zones()
        ],
    )


def _compared(user: User, asked: AskedPeriods, by: str, chosen: dict[str, str]) -> Compared:
    """The page's question; ValidationError where there is nothing to hold the period against."""
    question = ledger(user, asked.period, by)
    try:
        if asked.against:
            answers.window(question.facts, asked.against)
        return compared(question, {**chosen, "against": asked.against})
    except WindowError as error:
        if error.code == "nothing_against":
            raise ValidationError(
                {"against": _("The sales lines do not reach back to the year before: no change can be told.")}
            ) from None
        raise ValidationError({"against": _("This is no period of the sales lines, or there are none yet.")}) from None


def _two(question: Compared) -> dict[str, Any]:
    two = question.periods
    return {
        "period_start": two.start, "period_end": two.end, "against_start": two.against_start,
        "against_end": two.against_end,
    }  # fmt: skip


def _nothing(rates: object) -> list[str]:
    return [] if rates else [_("No inflation was told yet.")]
