"""The page of tomorrow's accounts: who may become a key account, why, and the days they get beside those of today's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures import selection as said
from trousseau.figures import tomorrow as sentences
from trousseau.figures.language import Language
from trousseau.ledger.selection.tomorrow import AHEAD, Listed, Tomorrow, listed
from trousseau.method.wallet import Total
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.charts.forecast import Arrow, range_bar
from trousseau.selection.pages import forecast_matrix
from trousseau.selection.pages.effort import Effort, effort
from trousseau.selection.pages.reasons import reasons
from trousseau.selection.queries import pipeline, potential
from trousseau.selection.queries.days import Days, spent, year_of
from trousseau.selection.queries.potential import Spending
from trousseau.selection.queries.tomorrow import of_everyone

SHOWN = 25


@dataclass(frozen=True)
class Row:
    """One of tomorrow's accounts."""

    rank: int
    at: int
    client: str
    name: str
    url: str
    now: float
    expected: float
    low: float
    high: float
    bar: SafeString
    interval: str
    capped: bool
    """Whether the forecast was held to what the client spends in all."""
    reach: str
    """The probability of being as large as the smallest key account in three years."""
    share: str
    """Of its wallet, with its range; "" where nothing is told."""
    contradicted: bool
    faded: bool
    days: Days | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Ranked:
    """Who may be tomorrow's accounts, and what is told of everyone's total spend."""

    listed: Listed
    spending: Mapping[str, Spending]

    @property
    def seen(self) -> Tomorrow:
        """Where everyone stands and may stand."""
        return self.listed.seen


@dataclass(frozen=True)
class PotentialPage:
    """All that the template shows."""

    asked: Asked
    seen: Tomorrow
    finding: str
    lead: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int
    option: dict[str, Any]
    arrows: tuple[Arrow, ...]
    of_today: bool
    """Whether the arrows are those of today's key accounts."""
    effort: tuple[Effort, ...]
    may_tell: bool
    ahead: int

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


def ranked(asked: Asked) -> Ranked:
    """Tomorrow's accounts of a question, in their order."""
    spending = potential.spending()
    totals = {client: one.total for client, one in spending.items() if one.total is not None}
    return Ranked(listed(of_everyone(asked), totals), spending)


def page(user: User, asked: Asked, chosen: Mapping[str, str]) -> PotentialPage:
    """Tomorrow's accounts of a question."""
    language = words.language()
    who = ranked(asked)
    seen = who.seen
    shown = who.listed.order if chosen.get("all") == "1" else who.listed.order[:SHOWN]
    days = spent(*year_of(seen.paths.ends[-1])) if seen.paths.ends else {}
    rows = rows_of(who, shown.tolist(), days, asked.facts.base, language)
    wish = chosen.get("draw", "")
    arrows, marks = forecast_matrix.drawn(asked, who.listed, wish, language)
    return PotentialPage(
        asked=asked,
        seen=seen,
        finding=finding(who.listed, asked.facts.base, language),
        lead=(*_lead(seen, asked.facts.base, language), *_strangers(who)),
        rows=rows,
        total=len(who.listed.order),
        option=forecast_matrix.option(arrows, marks, language),
        arrows=arrows,
        of_today=wish == forecast_matrix.TODAY,
        effort=effort(seen, [who.listed.order[:SHOWN], np.flatnonzero(seen.key)], days, language),
        may_tell=may(user, "tell_spend"),
        ahead=AHEAD,
    )


def rows_of(
    who: Ranked,
    shown: Sequence[int],
    days: Mapping[str, Days],
    currency: str | None,
    language: Language,
    *,
    others: bool = True,
) -> tuple[Row, ...]:
    """The rows of some accounts, in the order given; `others`: whether their reasons may name other accounts."""
    seen, made = who.seen, who.seen.forecast
    top = float(max((max(who.listed.high[at], made.now[at]) for at in shown[:SHOWN]), default=0.0))
    deals = pipeline.open_deals([seen.paths.accounts[at] for at in shown])
    rows = []
    for rank, at in enumerate(shown, 1):
        client = seen.paths.accounts[at]
        spend = who.spending.get(client)
        now, expected, low, high = (
            float(one[at]) for one in (made.now, who.listed.expected, made.low[:, -1], who.listed.high)
        )
        interval = _("{low} to {high}").format(
            low=language.short_amount(min(low, high), currency), high=language.short_amount(high, currency)
        )
        share = spend.total.share(now) if spend and spend.total else None
        rows.append(
            Row(
                rank=rank,
                at=at,
                client=client,
                name=seen.paths.names[at],
                url=client_url(client),
                now=now,
                expected=expected,
                low=min(low, high),
                high=high,
                bar=range_bar(now, min(low, high), expected, high, top=top, says=interval),
                interval=interval,
                capped=bool(who.listed.high[at] < made.high[at, -1]),
                reach="–" if np.isnan(who.listed.reach[at]) else said.chance(float(who.listed.reach[at]), language),
                share=share_text(share, language),
                contradicted=share is not None and share.amount > 1.0,
                faded=bool(spend and spend.fading),
                days=days.get(client),
                reasons=reasons(seen, at, spend, currency, language, others=others, deals=deals.get(client, ())),
            )
        )
    return tuple(rows)


def client_url(client: str) -> str:
    """The page of one client."""
    return f"{reverse('selection:potential_client')}?{urlencode({'account': client})}"


def share_text(share: Total | None, language: Language) -> str:
    """A share of wallet with its range."""
    if share is None:
        return ""
    return _("{share} ({low}–{high})").format(
        share=language.percent(share.amount, 0),
        low=language.number(100.0 * share.low, 0),
        high=language.percent(share.high, 0),
    )


def finding(who: Listed, currency: str | None, language: Language) -> str:
    """Who is on the way, from how much to how much."""
    seen, likely = who.seen, who.likely
    if not len(who.order):
        return sentences.too_early(language)
    if not likely:
        return sentences.nobody(AHEAD, language)
    end = seen.paths.ends[-1]
    sales = float(seen.forecast.now[likely].sum()), float(who.expected[likely].sum())
    names = [seen.paths.names[at] for at in likely]
    return sentences.finding(names, sales, end.replace(year=end.year + AHEAD, day=1), currency, language)


def _lead(seen: Tomorrow, currency: str | None, language: Language) -> tuple[str, ...]:
    """The rule of the order, who today's key accounts are, and how the forecasts of last year did."""
    said = [
        _(
            "Accounts that grow beyond chance, or buy from us less than half of what they spend, in the order of the "
            "gain expected in {years} years times the probability of a key account’s size by then ({line}, the "
            "smallest of today’s)."
        ).format(
            years=AHEAD, line=language.short_amount(seen.line, currency) if np.isfinite(seen.line) else _("unknown")
        )
    ]
    if not seen.decided:
        said.append(
            _(
                "Nobody has decided who the key accounts are yet: {n} that were among the largest in each of the last "
                "three years stand for them."
            ).format(n=language.number(int(seen.key.sum())))
        )
    said.append(check_text(seen, language))
    if not seen.alike.enough:
        said.append(_("No key account was ever small within the ledger: it cannot say who resembles them."))
    return tuple(said)


def _strangers(who: Ranked) -> tuple[str, ...]:
    """That something is told of clients which nobody sells to any more, or whose group has another name."""
    index = who.seen.paths.index
    strangers = [
        client
        for client, one in who.spending.items()
        if client not in index and not any(cell.in_group for cell in one.cells)
    ]
    if not strangers:
        return ()
    text = ngettext(
        "Total spend is told of {n} client without a sale in these figures: {names}.",
        "Total spend is told of {n} clients without a sale in these figures: {names}.",
        len(strangers),
    )
    return (text.format(n=len(strangers), names=", ".join(sorted(strangers)[:3])),)


def check_text(seen: Tomorrow, language: Language) -> str:
    """How last year's forecasts did."""
    check = seen.forecast.check
    if check is None:
        return sentences.untried(language)
    return sentences.checked(check.share, check.accounts, check.level, language)
