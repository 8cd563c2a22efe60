"""What an account weighs, in the figures of a paper: sales, growth as published and real, share, the risk in one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import queries, rows
from trousseau.accounts.access import every_account, visible_to
from trousseau.accounts.models import Account
from trousseau.exposure.models import Outlook
from trousseau.exposure.queries import losses
from trousseau.exposure.queries.growth import compared, growth_of_customer
from trousseau.ledger.answers import WindowError
from trousseau.ledger.facts.manifest import FactsError
from trousseau.portfolio.queries.source import usual


@dataclass(frozen=True)
class Weight:
    """The figures of an account over twelve months; None: not known."""

    base: str | None
    revenue: Decimal | None
    reported: float | None
    real: float | None
    share: float | None
    leaving: float | None
    """The probability that it leaves within a year."""
    accounts: int
    """How many accounts of its group have figures, of those that the reader sees; this one too."""

    def figures(self) -> tuple[tuple[str, str, str], ...]:
        """Label, figure and note, those that are known."""
        said = rows.language()
        found = []
        if self.revenue is not None:
            found.append((_("Sales, 12 months"), said.short_amount(self.revenue, self.base), ""))
        if self.reported is not None:
            note = _("%(real)s real") % {"real": said.signed_percent(self.real)} if self.real is not None else ""
            found.append((_("Growth"), said.signed_percent(self.reported), note))
        if self.share is not None:
            found.append((_("Share of our sales"), said.percent(self.share), ""))
        if self.revenue is not None and self.leaving is not None:
            expected = float(self.revenue) * self.leaving
            chance = _("probability to leave %(p)s, times its sales") % {"p": said.percent(self.leaving)}
            found.append((_("At risk this year"), said.short_amount(expected, self.base), chance))
        return tuple(found)


def weight_of(user: User, account: Account) -> Weight:
    """What is known of an account's weight, as far as someone may see it."""
    figures, reckoning = getattr(account, "figures", None), queries.reckoning()
    judged, accounts = _beside(user, account)
    if figures is None:
        return Weight(None, None, None, None, None, None, accounts)
    return Weight(
        base=reckoning.base_currency or None,
        revenue=figures.revenue,
        reported=figures.change,
        real=_real(user, account),
        share=figures.share,
        leaving=_rhythm(account) if judged is None else judged,
        accounts=accounts,
    )


def _beside(user: User, account: Account) -> tuple[float | None, int]:
    """What was judged of its leaving last, and how many accounts its group has; one statement."""
    judged = Outlook.objects.filter(account=account).order_by("-made_on", "-pk").values("probability")[:1]
    group = Q(group=account.group_id) if account.group_id else Q(pk=account.pk)
    seen = visible_to(user).filter(group, figures__isnull=False).order_by().values("group").annotate(n=Count("pk"))
    found = every_account().filter(pk=account.pk).values_list(Subquery(judged), Coalesce(Subquery(seen.values("n")), 0))
    probability, accounts = found.get()
    return probability, accounts


def _real(user: User, account: Account) -> float | None:
    """Growth without currencies and inflation; for who may see the portfolio's, and where it is known."""
    question = usual(user) if may(user, "read_portfolio") else None
    if question is None:
        return None
    try:
        asked = compared(question.ranked_by("account"), {})
    except WindowError:
        return None
    if asked.refused:
        return None
    found = growth_of_customer(asked, account.key)
    return found.total.real if found.rows else None


def _rhythm(account: Account) -> float | None:
    """The probability that it leaves within a year, as its rhythm of orders tells."""
    try:
        made = queries.facts()
    except FactsError:
        return None
    if made.first is None:
        return None
    found = losses.of_everybody(made)
    at = found.index.get(account.key)
    if at is None or math.isnan(found.leaving[at]):
        return None
    return float(found.leaving[at])
