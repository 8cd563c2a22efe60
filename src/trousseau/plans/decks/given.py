"""What the slides of one plan are told from: read once, as far as its reader may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import queries, rows
from trousseau.accounts.models import Account
from trousseau.accounts.queries import Breakdown, Sales
from trousseau.exposure.queries.growth import compared, growth_of_customer
from trousseau.figures.language import Language
from trousseau.knowledge.models import Stake
from trousseau.ledger import answers
from trousseau.ledger.answers import Window, WindowError
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.manifest import FactsError
from trousseau.ledger.growth import Growth
from trousseau.method.progress import Progress as Standing
from trousseau.method.progress import Work, progress
from trousseau.plans.models import Action, Kpi, Objective, Plan, Progress, Recommendation, Risk
from trousseau.portfolio.queries.source import usual
from trousseau.support.models.commitments import Commitment
from trousseau.support.queries import commitments

QUARTER = dt.timedelta(days=92)


def standing(actions: Sequence[Action], today: dt.date) -> Standing:
    """How far some actions are and should be by the evening of a day, as everywhere."""
    return progress(
        (
            Work(
                one.starts,
                one.due,
                1.0 if one.state == Progress.DONE else one.done / 100,
                one.weight,
                one.state == Progress.DROPPED,
            )
            for one in actions
        ),
        today,
    )


@dataclass
class Given:
    """One plan, its reader, and whether the client is in the room: then only what is shared with them is told."""

    user: User
    plan: Plan
    client: bool = False

    @cached_property
    def account(self) -> Account:
        """Whose plan it is."""
        return self.plan.account

    @cached_property
    def today(self) -> dt.date:
        """The day it is told."""
        return timezone.localdate()

    @cached_property
    def said(self) -> Language:
        """The reader's language."""
        return rows.language()

    @cached_property
    def base(self) -> str | None:
        """The currency of amounts."""
        return queries.reckoning().base_currency or None

    @cached_property
    def actions(self) -> list[Action]:
        """What is done, in the order of the plan."""
        found = self.plan.actions.select_related("owner", "contact", "objective").prefetch_related("milestones")
        return [one for one in found if one.shared or not self.client]

    @cached_property
    def objectives(self) -> list[Objective]:
        """What it wants to reach."""
        found = self.plan.objectives.select_related("owner", "stake")
        return [one for one in found if one.shared or not self.client]

    @cached_property
    def risks(self) -> list[Risk]:
        """Those still open; never for the client."""
        return [] if self.client else list(self.plan.risks.filter(closed_on=None).select_related("owner"))

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        """Never for the client."""
        return [] if self.client else list(self.plan.recommendations.all())

    @cached_property
    def stakes(self) -> list[Stake]:
        """Theirs that it serves."""
        return list(self.plan.stakes.all())

    @cached_property
    def kpis(self) -> list[Kpi]:
        """The indicators with their readings."""
        found = self.plan.kpis.select_related("owner").prefetch_related("readings")
        return [one for one in found if one.shared or not self.client]

    @cached_property
    def commitments(self) -> list[Commitment]:
        """What both sides promised."""
        found = commitments.visible(self.user).filter(account=self.account).select_related("owner", "contact")
        return [one for one in found.order_by("due") if one.visible or not self.client]

    @cached_property
    def overall(self) -> Standing:
        """How the actions stand together."""
        return standing(self.actions, self.today)

    def of_objective(self, objective: Objective) -> Standing:
        """How the actions of one objective stand."""
        return standing([one for one in self.actions if one.objective_id == objective.pk], self.today)

    @cached_property
    def facts(self) -> Facts | None:
        """What the ledger answers from; None before the first import."""
        try:
            return queries.facts()
        except FactsError:
            return None

    @cached_property
    def window(self) -> Window | None:
        """The last twelve months of the ledger."""
        if self.facts is None or not answers.windows(self.facts):
            return None
        return answers.window(self.facts, "r12")

    @cached_property
    def sales(self) -> Sales | None:
        """What the account bought, month by month."""
        if self.facts is None or self.window is None:
            return None
        return queries.sales(self.facts, [self.account.key], self.window, months=12)

    @cached_property
    def breakdowns(self) -> list[Breakdown]:
        """What it bought by zone, division, family, product."""
        if self.facts is None or self.window is None:
            return []
        return queries.breakdowns(self.facts, [self.account.key], self.window)

    @cached_property
    def growth(self) -> Growth | None:
        """Its growth as reported, at constant rates and real; None where it is not known or not for this reader."""
        question = usual(self.user) if may(self.user, "read_portfolio") else None
        if question is None:
            return None
        try:
            asked = compared(question.ranked_by("account"), {})
        except WindowError:
            return None
        found = None if asked.refused else growth_of_customer(asked, self.account.key)
        return found if found is not None and found.rows else None
