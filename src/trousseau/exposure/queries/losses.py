"""Possible losses and retention of a question, kept until facts or judgements change."""

from __future__ import annotations

from trousseau.accounts.access import every_account
from trousseau.exposure.queries import outlooks
from trousseau.ledger.answers import Scope
from trousseau.ledger.facts import Facts
from trousseau.ledger.outlook.histories import histories, shifted
from trousseau.ledger.outlook.losses import DEFAULTS, Judgement, Losses, Settings, losses
from trousseau.ledger.outlook.retention import Retention, retention
from trousseau.portfolio.queries.contributions import contributions
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

_losses: Kept[Losses] = Kept(32)
_retention: Kept[Retention] = Kept(8)


def answer(asked: Asked, settings: Settings = DEFAULTS) -> Losses:
    """The possible losses of what someone may see."""
    judged = outlooks.digest(asked.facts.today)
    return _losses.get(key(asked, settings, judged), lambda: _answer(asked, settings))


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
    for day in (facts.last, shifted(facts.last, -1)):
        histories(facts, day, scope=Scope(), by="account")
        histories(facts, day, scope=Scope(excluded=excluded, groups=groups), by="account")
        histories(facts, day, scope=Scope(excluded=excluded, groups=groups), by="group")


def _answer(asked: Asked, settings: Settings) -> Losses:
    found = contributions(asked)
    served = (
        {row.account: row.contribution for row in found.rows if row.contribution is not None}
        if found.serving_known
        else None
    )
    return losses(
        asked.facts,
        asked.window,
        scope=asked.scope,
        by=asked.by,
        settings=settings,
        judgements=_judgements(asked),
        contributions=served,
        known=kept_retention(asked),
    )


def _judgements(asked: Asked) -> dict[str, Judgement]:
    """By account; by group, the latest judgement of any of its accounts stands for it."""
    told = outlooks.judgements(asked.facts.today)
    if asked.by == "account" or not told:
        return told
    names = dict(every_account().filter(key__in=told).values_list("key", "group__name"))
    return {names.get(account) or account: judgement for account, judgement in told.items()}
