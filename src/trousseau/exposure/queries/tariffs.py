"""Tariffs simulated on what someone may see, and those that were kept."""

from __future__ import annotations

import numpy as np
from django.db.models import QuerySet
from django.http import Http404

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.costs.queries.inflation import inflation
from trousseau.exposure.models import TariffScenario
from trousseau.exposure.queries.prices import listed, usual_of_everybody
from trousseau.ledger.tariffs import ByInflation, Sold, TariffSales, by_inflation, simulate
from trousseau.method.indexing import SimulatedTariff, TariffLine, TariffWish
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked, reach_key

_sold: Kept[Sold] = Kept(8, long=True)


def sales(asked: Asked) -> TariffSales:
    """The sales of a question, as a tariff acts on them."""
    return TariffSales(asked.facts, asked.window, scope=asked.scope, by=asked.by)


def sold(asked: Asked) -> Sold:
    """The same as columns; kept until the facts change."""
    return _sold.get(key(asked), lambda: sales(asked).sold())


def simulated(asked: Asked, wish: TariffWish) -> SimulatedTariff:
    """The effect of an indexation on the sales of a question."""
    return simulate(wish, sold(asked), asked.window.start, asked.window.end)


def from_inflation(asked: Asked) -> ByInflation:
    """Each zone's rise as the inflation that is told of it."""
    return by_inflation(inflation(), sold(asked).zones, asked.window.end)


def new_tariff(asked: Asked, wish: TariffWish) -> tuple[TariffLine, ...]:
    """Every price of the new tariff, from the list where one is told."""
    return sales(asked).lines(wish, sold(asked), listed(asked))


def kept(asked: Asked) -> QuerySet[TariffScenario]:
    """The tariffs kept for the part of the portfolio a question is about."""
    return TariffScenario.objects.filter(scope=asked.scope_key).select_related("made_by")


def kept_or_404(user: User, public_id: str) -> TariffScenario:
    """The tariff of an address, of the part of the portfolio someone sees."""
    found = TariffScenario.objects.filter(scope=reach_key(user), public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def zones_of(account: Account) -> tuple[tuple[str, float], ...]:
    """The sales of one account over the last twelve months, zone by zone; its page is seen whole."""
    everywhere = usual_of_everybody()
    if everywhere is None:
        return ()
    found = sold(everywhere)
    if account.key not in found.accounts:
        return ()
    mine = found.account == list(found.accounts).index(account.key)
    sums = np.bincount(found.zone[mine], weights=found.revenue[mine], minlength=len(found.zones)).tolist()
    return tuple((zone, amount) for zone, amount in zip(found.zones, sums, strict=True) if amount)
