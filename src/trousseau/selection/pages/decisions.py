"""The log of decisions: promotions, demotions, entries and exits of all sessions, with its filters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import addresses
from trousseau.selection.models import TierDecision
from trousseau.selection.pages.minutes import after_text, before_text
from trousseau.selection.pages.sessions import kinds_text
from trousseau.selection.queries import tiers
from trousseau.selection.queries.sessions import LogAsk, logged

SHOWN = 200


@dataclass(frozen=True)
class LogRow:
    """A decision as the log shows it."""

    decision: TierDecision
    before: str
    after: str
    kind: str
    url: str


@dataclass(frozen=True)
class LogPage:
    """All that the template shows."""

    ask: LogAsk
    finding: str
    rows: tuple[LogRow, ...]
    total: int
    kinds: tuple[tuple[str, str], ...]
    tiers: tuple[tuple[str, str], ...]
    figures: bool


def page(user: User, ask: LogAsk) -> LogPage:
    """The decisions an address asks for."""
    found = logged(user, ask)
    urls = addresses(user, {one.client for one in found[:SHOWN]}, by="group")
    return LogPage(
        ask=ask,
        finding=_finding(found),
        rows=tuple(row_of(one, urls.get(one.client, "")) for one in found[:SHOWN]),
        total=len(found),
        kinds=tuple((kind.value, str(kind.label)) for kind in TierDecision.Kind),
        tiers=_tiers(found),
        figures=may(user, "read_portfolio"),
    )


def row_of(one: TierDecision, url: str = "") -> LogRow:
    """A decision in words."""
    return LogRow(one, before_text(one), after_text(one), str(TierDecision.Kind(one.kind).label), url)


def _tiers(found: list[TierDecision]) -> tuple[tuple[str, str], ...]:
    """The tiers one may filter by: those in force, and those that decisions name."""
    known = {key: name or tiers.name(None, key) for key, name in tiers.choices()}
    for one in found:
        for key, called in ((one.before, one.before_name), (one.after, one.after_name)):
            if key and key not in known:
                known[key] = tiers.name(None, key, called)
    return tuple(known.items())


def _finding(found: list[TierDecision]) -> str:
    if not found:
        return _("No decision yet.")
    language = words.language()
    kinds = kinds_text(Counter(one.kind for one in found), language)
    return ngettext("{n} decision: {kinds}.", "{n} decisions: {kinds}.", len(found)).format(
        n=language.number(len(found)), kinds=kinds
    )
