"""Possible losses and retention of a question, kept until facts or judgements change."""

from __future__ import annotations

from trousseau.accounts.access import every_account
from trousseau.costs.queries import told as costs_told
from trousseau.exposure.queries import outlooks
from trousseau.ledger.answers import Scope
from trousseau.ledger.costs import Costs
from trousseau.ledger.facts import Facts
from trousseau.ledger.outlook.histories import histories, shifted
from trousseau.ledger.outlook.losses import DEFAULTS, Losses, Settings, losses
from trousseau.ledger.outlook.retention import LEVEL_YEARS, Retention, past_years, retention
from trousseau.portfolio.queries.contributions import contributions
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

_losses: Kept[Losses] = Kept(32, "losses")
_retention: Kept[Retention] = Kept(8, "retention")


def answer(asked: Asked, settings: Settings = DEFAULTS, costs: Costs | None = None) -> Losses:
    """The possible losses of what someone may see; `costs`: what to take as told, None for what is told now."""
    told = costs_told() if costs is None else costs
    judged = outlooks.digest(asked.facts.today)
    return _losses.get(key(asked, settings, judged, told), lambda: _answer(asked, settings, told))


def kept_retention(asked: Asked) -> Retention:
    """The retention of everyone; a customer is seen whole, whatever part of the portfolio someone reads."""
    scope = Scope(excluded=asked.scope.excluded, groups=asked.scope.groups)
    told = (str(asked.facts.folder), asked.facts.version, asked.by, scope.excluded, frozenset(scope.groups.items()))
    return _retention.get(told, lambda: retention(asked.facts, scope=scope, by=asked.by))


def of_everybody(facts: Facts) -> Retention:
    """The retention by account, for the page of one: an account is seen whole, and excluded ones too."""
    return _retention.get(
        (str(facts.folder), facts.version, "everybody"), lambda: retention(facts, scope=Scope(), by="account")
    )


def warm(facts: Facts) -> None:
    """Work out the histories that these pages stand on, once a version of the facts."""
    if facts.first is None or facts.last is None:
        return
    accounts = every_account()
    excluded = tuple(accounts.filter(excluded=True).values_list("key", flat=True))
    groups = dict(accounts.filter(group_origin="hand").values_list("key", "group__name"))
    for day in dict.fromkeys((facts.last, shifted(facts.last, -1), *past_years(facts, LEVEL_YEARS))):
        histories(facts, day, scope=Scope(), by="account")
        histories(facts, day, scope=Scope(excluded=excluded, groups=groups), by="account")
        histories(facts, day, scope=Scope(excluded=excluded, groups=groups), by="group")


def _answer(asked: Asked, settings: Settings, costs: Costs) -> Losses:
    return losses(
        asked.facts,
        asked.window,
        scope=asked.scope,
        by=asked.by,
        settings=settings,
        judgements=outlooks.judgements_by(asked.by, asked.facts.today),
        contributions=contributions(asked, costs).served(),
        known=kept_retention(asked),
    )
