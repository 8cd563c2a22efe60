"""The portfolio before and after a scenario, who must leave for something to break, and the scenarios people kept."""

from __future__ import annotations

from typing import cast

from django.db.models import QuerySet
from django.http import Http404

from trousseau.access.models import User
from trousseau.costs.queries import told as costs_told
from trousseau.exposure.models import Scenario
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.costs import Costs
from trousseau.ledger.whatif import (
    Answer,
    Breaking,
    Portfolio,
    all_breakings,
    family_names,
    joint_breaking,
    read,
    what_if,
)
from trousseau.method.impact import Where
from trousseau.method.scenario import Scenario as Happening
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked, reach_key

_portfolios: Kept[Portfolio] = Kept(12, "portfolio", long=True)
_breakings: Kept[tuple[Breaking, ...]] = Kept(24, "breakings", long=True)
_together: Kept[Breaking] = Kept(24)


def portfolio(asked: Asked, costs: Costs, *, families: bool = False) -> Portfolio:
    """The cells of a question; kept until the facts or the costs change."""

    def compute() -> Portfolio:
        return read(asked.facts, asked.window, costs, scope=asked.scope, by=asked.by, families=families)

    return _portfolios.get(key(asked, costs, families), compute)


def answer(asked: Asked, happening: Happening, costs: Costs | None = None) -> Answer:
    """What a scenario does to the portfolio of a question."""
    known = costs_told() if costs is None else costs
    return what_if(portfolio(asked, known, families=happening.families), happening)


def breakings(asked: Asked, costs: Costs) -> tuple[Breaking, ...]:
    """The smallest set of customers whose loss breaks the company and each division; kept."""
    if not costs.fixed:
        return ()
    return _breakings.get(key(asked, costs), lambda: all_breakings(portfolio(asked, costs)))


def together(asked: Asked, costs: Costs, where: Where, values: tuple[str, ...], *, company: bool = False) -> Breaking:
    """The smallest set that breaks several divisions or zones, and the company, at once; kept."""
    return _together.get(
        key(asked, costs, where, values, company),
        lambda: joint_breaking(portfolio(asked, costs), where, values, company=company),
    )


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


def families(asked: Asked) -> tuple[str, ...]:
    """The product families of the ledger, in alphabetical order; none where no line gives one."""
    return family_names(asked.facts)
