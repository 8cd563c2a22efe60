"""What of requests is due: to take or decline, to do, and for who asked what goes wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.due import DueItem, Urgency
from trousseau.portfolio import words
from trousseau.support.models import OPEN, Answer, Offer, Request, Stage, State
from trousseau.support.models import Urgency as Pressing
from trousseau.support.queries.experts import below

NEAR = dt.timedelta(days=3)
KIND = gettext_lazy("Request")


def items(user: User) -> Iterable[DueItem]:
    """What someone has to take, to do, to look after, or whose late people they head; three queries or four."""
    if not may(user, "read_team"):
        return
    for offer in Offer.objects.filter(user=user, answer=Answer.OPEN, request__state=State.ASKED).select_related(
        "request__account", "request__asker"
    ):
        yield _to_take(offer)
    today = timezone.localdate()
    mine = Request.objects.filter(owner=user, state=State.ACCEPTED).select_related("account")
    for found in mine:
        yield _to_do(found, today)
    wrong = Q(state__in=OPEN, due__lt=today) | Q(state=State.ASKED, stage__gt=Stage.EXPERTS)
    asked = Request.objects.filter(wrong, asker=user).exclude(owner=user).select_related("account", "owner")
    yield from _asked(asked, today)
    if "head" in user.roles and (team := below(user)):
        late = Request.objects.filter(owner__in=team, state=State.ACCEPTED, due__lt=today).exclude(asker=user)
        yield from _asked(late.select_related("account", "owner"), today, linked=False)


def _to_take(offer: Offer) -> DueItem:
    found, language = offer.request, words.language()
    urgent = found.urgency == Pressing.HIGH or offer.stage > Stage.EXPERTS
    by = timezone.localtime(found.next_at) if found.next_at else None
    return _item(
        found,
        title=_("{title}: take it, or say no.").format(title=found.title),
        why=_("Asked by {name}; it goes on to someone else on {date} at {time}.").format(
            name=found.asker or "–", date=language.date(by.date()), time=f"{by:%H:%M}"
        )
        if by
        else "",
        action=_("Answer"),
        urgency="now" if urgent else "soon",
        due=by.date() if by else found.due,
    )


def _to_do(found: Request, today: dt.date) -> DueItem:
    urgency: Urgency = "now" if found.due < today else "soon" if found.due - today <= NEAR else "later"
    title = _("{title}: late since {date}.") if found.due < today else _("{title}: due {date}.")
    return _item(
        found,
        title=title.format(title=found.title, date=words.language().date(found.due)),
        action=_("Open"),
        urgency=urgency,
    )


def _asked(requests: Iterable[Request], today: dt.date, *, linked: bool = True) -> Iterator[DueItem]:
    """What goes wrong; `linked` where the reader sees the account."""
    for found in requests:
        if found.due < today:
            said = _("{title}: late since {date}, with {name}.") if found.owner else _("{title}: late since {date}.")
        else:
            said = _("{title}: no expert has taken it, it has climbed.")
        yield _item(
            found,
            title=said.format(title=found.title, date=words.language().date(found.due), name=found.owner),
            action=_("Open"),
            urgency="soon",
            linked=linked,
        )


def _item(
    found: Request,
    *,
    title: str,
    action: str,
    urgency: Urgency,
    why: str = "",
    due: dt.date | None = None,
    linked: bool = True,
) -> DueItem:
    return DueItem(
        title=title,
        url=reverse("support:request", args=[found.public_id]),
        action=action,
        kind=KIND,
        why=why,
        urgency=urgency,
        account=str(found.account),
        account_url=reverse("accounts:account", args=[found.account.public_id]) if linked else "",
        due=due or found.due,
    )
