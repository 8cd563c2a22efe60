"""What speaks against some accounts, as far as a person is shown it: class, silent erosion, probability to leave."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.access import writer
from trousseau.accounts.models import Account
from trousseau.accounts.queries import reckoning
from trousseau.accounts.rows import language
from trousseau.api.mcp.saying import Line
from trousseau.exposure.models import Outlook
from trousseau.exposure.queries import losses
from trousseau.portfolio import words
from trousseau.portfolio.pages.standing import reason_of
from trousseau.portfolio.queries.source import facts


class Risk(BaseModel):
    """What speaks against an account; null: not known, or not shown to you."""

    standing: str | None = Field(default=None, description="good, watch, bad or unknown, by the written rules")
    standing_reasons: list[Line] = []
    eroding: bool | None = Field(
        default=None, description="Margin, prices, rhythm or breadth drift down while sales hold"
    )
    leaving: float | None = Field(default=None, description="Probability that it leaves within a year")
    leaving_judged: bool = Field(default=False, description="true: judged by a person; false: by its rhythm of orders")

    def words(self) -> Iterator[str]:
        """What of it speaks against the account, in sentences."""
        yield from self.standing_reasons
        if self.eroding:
            yield _("It erodes in silence.")
        if self.leaving is not None:
            how = _("as judged by a person") if self.leaving_judged else _("by its rhythm of orders")
            yield _("Probability to leave within a year: %(p)s, %(how)s.") % {
                "p": language().percent(self.leaving), "how": how}  # fmt: skip


def of_accounts(user: User, accounts: Sequence[Account]) -> dict[int, Risk]:
    """The risks of some accounts that someone sees, read with their `standing`; as their pages show them."""
    judged = dict(Outlook.objects.filter(account__in=accounts).values_list("account", "probability"))
    written, base = words.language(), reckoning().base_currency or None
    knows_margins = (lambda _account: True) if may(user, "read_portfolio") else writer(user)
    leaving = _leaving(accounts)
    found = {}
    for account in accounts:
        standing, told = getattr(account, "standing", None), judged.get(account.pk)
        found[account.pk] = Risk(
            standing=standing.name if standing else None,
            standing_reasons=[reason_of(one, written, base) for one in standing.reasons] if standing else [],
            eroding=standing.eroding if standing and knows_margins(account) else None,
            leaving=float(told) if told is not None else leaving.get(account.pk),
            leaving_judged=told is not None,
        )
    return found


def worst(found: Sequence[Risk]) -> Risk:
    """The one of several accounts of a client that speaks most against it."""
    order = {"bad": 3, "watch": 2, "good": 1}
    return max(found, key=lambda one: (order.get(one.standing or "", 0), one.leaving or 0.0), default=Risk())


def _leaving(accounts: Iterable[Account]) -> dict[int, float]:
    """What the rhythm of orders tells of each; nothing where no model stands."""
    there = facts()
    if there is None or there.first is None:
        return {}
    kept = losses.of_everybody(there)
    places = ((account.pk, kept.index.get(account.key)) for account in accounts)
    told = ((key, float(kept.leaving[at])) for key, at in places if at is not None)
    return {key: value for key, value in told if not math.isnan(value)}
