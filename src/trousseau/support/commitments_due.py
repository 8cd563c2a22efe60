"""What of the promises is due on Home: one's own, to managers those late on their accounts, to heads their people's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.models import User
from trousseau.access.queries import reports_of
from trousseau.access.rules import may
from trousseau.accounts.due import Blank, Deed, DueItem, Urgency
from trousseau.support.models.commitments import Commitment, Direction, State
from trousseau.support.queries.commitments import SOON, visible

MOST = 12


def items(user: User) -> Iterable[DueItem]:
    """Promises of someone that are late or near, and late ones of others on accounts they lead; one query."""
    if not may(user, "read_commitments"):
        return
    today = timezone.localdate()
    own = Q(owner=user.pk, due__lte=today + dt.timedelta(days=SOON))
    led = Q(account__manager=user.pk, due__lt=today)
    team = reports_of(user) if "head" in user.roles else frozenset()
    theirs = Q(owner__in=team, due__lt=today)
    rows = visible(user).filter(own | led | theirs, state=State.OPEN).select_related("account", "owner").order_by("due")
    for one in rows[:MOST]:
        of_team = one.owner_id in team and user.pk not in {one.owner_id, one.account.manager_id}
        yield _item(one, user, today, whose=str(one.owner) if of_team else "")


def _item(one: Commitment, user: User, today: dt.date, whose: str) -> DueItem:
    days = (one.due - today).days
    urgency: Urgency = "now" if days <= 0 else "soon"
    if days < 0:
        when = ngettext("{n} day late", "{n} days late", -days).format(n=-days)
    else:
        when = _("due today") if days == 0 else ngettext("in {n} day", "in {n} days", days).format(n=days)
    if one.direction == Direction.THEIRS:
        kind = _("They promised us, {when}")
    elif one.owner_id == user.pk:
        kind = _("You promised, {when}")
    else:
        kind = _("{name} promised, {when}")
    return DueItem(
        kind=kind.format(when=when, name=one.owner or "–"),
        title=one.what,
        url=reverse("support:commitment", args=[one.public_id]),
        action=_("Open"),
        urgency=urgency,
        account=one.account.name,
        account_url=reverse("accounts:account", args=[one.account.public_id]),
        due=one.due,
        deeds=() if whose else _deeds(one, today),
        whose=whose,
    )


def _deeds(one: Commitment, today: dt.date) -> tuple[Deed, ...]:
    """What can be said of it at once: it was kept, or another day is agreed."""

    def address(verb: str) -> str:
        return reverse("support:settle_commitment", args=[one.public_id, verb])

    seen = (("revision", str(one.revision)),)
    kept = (Blank("on", pgettext("a day", "On"), today.isoformat(), day=True), Blank("evidence", _("What shows it")))
    moved = (
        Blank("due", _("New day"), day=True),
        Blank("reason", _("Reason")),
        Blank("agreed_by", _("Who agreed")),
    )
    return (
        Deed(_("It was kept"), address("keep"), seen, kept),
        Deed(_("Agree another day"), address("renegotiate"), seen, moved),
    )
