"""Why an account may be one of tomorrow's, in words with figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures.language import Language
from trousseau.ledger.selection.tomorrow import FEATURES, Tomorrow
from trousseau.method.wallet import Total
from trousseau.selection.queries.pipeline import Open
from trousseau.selection.queries.potential import Spending

SURE = 0.9
"""Below this probability of still being a customer, that is said first."""


def reasons(
    seen: Tomorrow,
    at: int,
    spend: Spending | None,
    currency: str | None,
    language: Language,
    *,
    others: bool = True,
    deals: Sequence[Open] = (),
) -> tuple[str, ...]:
    """All that speaks for an account, and against it; `others`: whether other accounts may be named."""
    told = (
        _gone(float(seen.alive[at]), language),
        momentum(seen, at, language),
        untouched(float(seen.forecast.now[at]), spend.total if spend else None, currency, language),
        *(open_deals(one, currency, language) for one in deals),
        _alike(seen, at, language) if others else "",
        _broader(int(seen.paths.new_families[at]), int(seen.paths.new_zones[at])),
    )
    return tuple(one for one in told if one)


def momentum(seen: Tomorrow, at: int, language: Language) -> str:
    """How an account grows, noise told apart."""
    grown = seen.forecast.growth
    rate, low, high = (float(one[at]) for one in (grown.rate, grown.low, grown.high))
    if np.isnan(rate):
        return ""
    told = grown.rising[at] or grown.falling[at]
    figures = {
        "rate": language.percent(abs(rate), 0) if told else language.signed_percent(rate, 0),
        "low": language.signed_percent(low, 0),
        "high": language.signed_percent(high, 0),
    }
    if grown.rising[at]:
        return _("grows by {rate} a year, beyond chance ({low} to {high})").format(**figures)
    if grown.falling[at]:
        return _("falls by {rate} a year, beyond chance ({low} to {high})").format(**figures)
    return _("{rate} a year, which may be chance ({low} to {high})").format(**figures)


def untouched(sales: float, total: Total | None, currency: str | None, language: Language) -> str:
    """What of its total spend goes elsewhere, or that it buys more than it is said to spend."""
    if total is None or total.amount <= 0.0:
        return ""
    amounts = {
        "total": language.short_amount(total.amount, currency),
        "sales": language.short_amount(sales, currency),
        "rest": language.short_amount(total.amount - sales, currency),
    }
    if total.amount < sales:
        return _("buys {sales}, more than the {total} it is said to spend in all: one of the two is wrong").format(
            **amounts
        )
    return _("spends {total} in all, {rest} of it elsewhere").format(**amounts)


def open_deals(told: Open, currency: str | None, language: Language) -> str:
    """What may come of the deals that are open in a tool: “3 open deals in HubSpot: €1.2M, €0.5M by their chances”."""
    said = ngettext("{count} open deal in {tool}", "{count} open deals in {tool}", told.deals).format(
        count=told.deals, tool=told.tool
    )
    if told.amount is None:
        return said
    amounts = {
        "deals": said,
        "amount": language.short_amount(float(told.amount), told.currency or currency),
        "expected": language.short_amount(float(told.expected or 0), told.currency or currency),
    }
    if told.expected is None:
        return _("{deals}: {amount}").format(**amounts)
    return _("{deals}: {amount}, {expected} by their chances").format(**amounts)


def resemblance(seen: Tomorrow, at: int, place: int, language: Language) -> str:
    """A key account as it was when it was small: “Vernay in 2022: six families, +45 % a year”."""
    star, when = int(seen.alike.star[at, place]), int(seen.alike.when[at, place])
    features = dict(zip(FEATURES, seen.features[star, when].tolist(), strict=True))
    said = [_families(int(features["families"]))] if features["families"] else []
    if not np.isnan(features["growth"]):
        said.append(_("{rate} a year").format(rate=language.signed_percent(float(np.expm1(features["growth"])), 0)))
    return _("{name} in {year}: {features}").format(
        name=seen.paths.names[star], year=seen.paths.ends[when].year, features=", ".join(said) or "–"
    )


def _alike(seen: Tomorrow, at: int, language: Language) -> str:
    said = ""
    if seen.alike.star[at, 0] >= 0:
        said = _("is like {who}").format(who=resemblance(seen, at, 0, language))
    share, base = float(seen.alike.share[at]), float(seen.alike.base[at])
    if np.isnan(share) or np.isnan(base) or share <= 2.0 * base:
        return said
    often = _("{share} of past accounts like it are key today, against {base} of those of its size").format(
        share=language.percent(share, 0), base=language.percent(base, 0)
    )
    return f"{said}; {often}" if said else often


def _families(count: int) -> str:
    return ngettext("{count} product family", "{count} product families", count).format(count=count)


def _broader(families: int, zones: int) -> str:
    said = []
    if families:
        said.append(ngettext("{count} new family", "{count} new families", families).format(count=families))
    if zones:
        said.append(ngettext("{count} new zone", "{count} new zones", zones).format(count=zones))
    return _("bought from {what} for the first time this year").format(what=", ".join(said)) if said else ""


def _gone(alive: float, language: Language) -> str:
    if np.isnan(alive) or alive >= SURE:
        return ""
    return _("may no longer be a customer: {alive} that it is").format(alive=language.percent(alive, 0))
