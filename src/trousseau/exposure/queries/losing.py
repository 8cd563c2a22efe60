"""The portfolio without some accounts, and the scenarios people kept."""

from __future__ import annotations

from typing import Protocol, cast

from django.db.models import QuerySet
from django.http import Http404

from trousseau.access.models import User
from trousseau.exposure.losing import Cell, WhatIf, what_if
from trousseau.exposure.models import Scenario
from trousseau.ledger import answers
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.answers.breakdown import Dimension
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import Asked, reach_key

DIMENSIONS: tuple[Dimension, ...] = ("division", "zone", "currency")

_cells: Kept[dict[str, tuple[Cell, ...]]] = Kept(16)


class Address(Protocol):
    """Gives the address of the page with these accounts lost."""

    def __call__(self, lost: tuple[str, ...], by: str | None = None) -> str:
        """The address; `by` changes what is ranked."""


def lose(asked: Asked, lost: tuple[str, ...]) -> WhatIf:
    """The portfolio of a question without some accounts (or groups)."""
    ranked = measured(asked).checkup.ranked
    return what_if({row.account: row.revenue for row in ranked}, lost, cells(asked))


def cells(asked: Asked) -> dict[str, tuple[Cell, ...]]:
    """The revenue of each account in each division, zone, currency; kept until the facts change."""

    def read() -> dict[str, tuple[Cell, ...]]:
        return {
            name: tuple(zip(*(table[column].to_pylist() for column in ("value", "account", "revenue")), strict=True))
            for name in DIMENSIONS
            for table in [answers.cells(asked.facts, asked.window, name, scope=asked.scope, by=asked.by)]
        }

    return _cells.get(key(asked), read)


def scenarios(asked: Asked) -> QuerySet[Scenario]:
    """The scenarios kept for the part of the portfolio a question is about."""
    return Scenario.objects.filter(scope=asked.scope_key).select_related("made_by")


def scenario_or_404(user: User, public_id: str) -> Scenario:
    """The scenario of an address, of the part of the portfolio someone sees."""
    found = Scenario.objects.filter(scope=reach_key(user), public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def by_of(scenario: Scenario) -> By:
    """What the accounts of a scenario are."""
    return cast("By", scenario.by)
