"""What of the plans is due on Home: one's own actions, and for a manager the late ones of others on their accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.due import DueItem, Urgency
from trousseau.plans.access import plans_of
from trousseau.plans.models import LIVING, Action, Progress
from trousseau.portfolio import words

MOST = 12
SOON = 7


def items(user: User) -> Iterable[DueItem]:
    """Actions of someone that are late or near, and late ones on accounts they lead; one query."""
    if not may(user, "read_plans"):
        return
    today = timezone.localdate()
    own = Q(owner=user.pk, due__lte=today + dt.timedelta(days=SOON))
    led = Q(plan__account__manager=user.pk, due__lt=today)
    plans = plans_of(user).filter(state__in=LIVING)
    rows = Action.objects.filter(own | led, plan__in=plans, state=Progress.OPEN)
    for one in rows.select_related("plan__account", "owner", "contact").order_by("due", "pk")[:MOST]:
        yield _item(one, user, today)


def _item(one: Action, user: User, today: dt.date) -> DueItem:
    days = (one.due - today).days
    urgency: Urgency = "now" if days <= 0 else "soon"
    if days < 0:
        when = ngettext("{n} day late", "{n} days late", -days).format(n=-days)
    else:
        when = _("due today") if days == 0 else ngettext("in {n} day", "in {n} days", days).format(n=days)
    kind = _("Your action, {when}") if one.owner_id == user.pk else _("Action of {name}, {when}")
    account = one.plan.account
    return DueItem(
        kind=kind.format(when=when, name=one.owner or one.contact or "–"),
        title=one.what,
        why=_("{done} done").format(done=words.language().percent(one.done / 100, 0)),
        url=reverse("plans:edit_part", args=[account.public_id, "actions", one.public_id]),
        action=_("Say how far"),
        urgency=urgency,
        amount=one.stake_amount,
        amount_note=_("depends on it") if one.stake_amount is not None else "",
        account=account.name,
        account_url=reverse("plans:plan", args=[account.public_id]),
        due=one.due,
    )
