"""What of the plans is due on Home: one's own actions, late ones on accounts led, and those of a head's people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.models import User
from trousseau.access.queries import reports_of
from trousseau.access.rules import may
from trousseau.accounts import due
from trousseau.accounts.due import Blank, Deed, DueItem, Row, Urgency
from trousseau.plans.access import plans_of
from trousseau.plans.models import LIVING, Action, Progress
from trousseau.portfolio import words

SOON = 7


def rows(user: User) -> QuerySet[Action] | None:
    """Actions of someone that are late or near, late ones on accounts they lead, and late ones of their people."""
    if not may(user, "read_plans"):
        return None
    today = timezone.localdate()
    own = Q(owner=user.pk, due__lte=today + dt.timedelta(days=SOON))
    led = Q(plan__account__manager=user.pk, due__lt=today)
    theirs = Q(owner__in=_team(user), due__lt=today)
    plans = plans_of(user).filter(state__in=LIVING)
    return Action.objects.filter(own | led | theirs, plan__in=plans, state=Progress.OPEN).order_by("due", "pk")


def items(user: User, found: Sequence[Row]) -> Iterable[DueItem]:
    """Each action, with what can be said of it at once."""
    today, team = timezone.localdate(), _team(user)
    for one in found:
        apart = one["owner"] in team and user.pk not in {one["owner"], one["manager"]}
        yield _item(one, user, today, whose=one["name"] if apart else "")


SOURCE = due.Source(
    rows=rows,
    told={
        "key": "public_id", "revision": "revision", "what": "what", "due": "due", "done": "done",
        "stake": "stake_amount", "owner": "owner", "name": due.called("owner"), "contact": "contact__name",
        "account": "plan__account__name", "address": "plan__account__public_id", "manager": "plan__account__manager",
    },
    items=items,
)  # fmt: skip


def _team(user: User) -> frozenset[int]:
    return reports_of(user) if "head" in user.roles else frozenset()


def _item(one: Row, user: User, today: dt.date, whose: str) -> DueItem:
    last = dt.date.fromisoformat(one["due"])
    days = (last - today).days
    urgency: Urgency = "now" if days <= 0 else "soon"
    if days < 0:
        when = ngettext("{n} day late", "{n} days late", -days).format(n=-days)
    else:
        when = _("due today") if days == 0 else ngettext("in {n} day", "in {n} days", days).format(n=days)
    kind = _("Your action, {when}") if one["owner"] == user.pk else _("Action of {name}, {when}")
    stake = due.money(one["stake"])
    theirs = one["contact"] if may(user, "read_contacts") else ""
    return DueItem(
        kind=kind.format(when=when, name=one["name"] or theirs or "–"),
        title=one["what"],
        why=_("{done} done").format(done=words.language().percent(one["done"] / 100, 0)),
        url=reverse("plans:edit_part", args=[one["address"], "actions", one["key"]]),
        action=_("Say how far"),
        urgency=urgency,
        amount=stake,
        amount_note=_("depends on it") if stake is not None else "",
        account=one["account"],
        account_url=reverse("plans:plan", args=[one["address"]]),
        due=last,
        deeds=() if whose else tuple(_deeds(one, user, today)),
        whose=whose,
    )


def _deeds(one: Row, user: User, today: dt.date) -> Iterable[Deed]:
    """What can be said of it at once: it is done, how far it is, and by who leads the account another day."""
    seen = (("revision", str(one["revision"])),)

    def address(verb: str) -> str:
        return reverse("plans:settle_part", args=[one["address"], "actions", one["key"], verb])

    if user.pk not in {one["owner"], one["manager"]}:
        return
    yield Deed(
        pgettext("an action", "It is done"),
        address("done"),
        seen,
        (Blank("on", pgettext("a day", "On"), today.isoformat(), day=True),),
    )
    yield Deed(_("Say how far"), address("report"), seen, (Blank("done", _("Done, %"), str(one["done"])),))
    if one["manager"] == user.pk:
        yield Deed(
            _("Put off"),
            address("put-off"),
            seen,
            (Blank("due", _("New day"), day=True), Blank("reason", _("Reason"))),
        )
