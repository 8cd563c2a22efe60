"""What of requests is due: to take or decline, to do, and for who asked what goes wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access.models import User
from trousseau.access.queries import reports_of
from trousseau.access.rules import may
from trousseau.accounts.due import Blank, Deed, DueItem, Urgency
from trousseau.portfolio import words
from trousseau.support.models import OPEN, Answer, Offer, Request, Stage, State
from trousseau.support.models import Urgency as Pressing

NEAR = dt.timedelta(days=3)
KIND = gettext_lazy("Request")


def items(user: User) -> Iterable[DueItem]:
    """What someone has to take, to do, to look after, or whose late people they head; one query."""
    if not may(user, "read_team"):
        return
    today = timezone.localdate()
    offers = Offer.objects.filter(request=OuterRef("pk"), user=user, answer=Answer.OPEN)
    team = reports_of(user) if "head" in user.roles else frozenset()
    late, theirs = Q(due__lt=today), Q(owner__in=team, state=State.ACCEPTED, due__lt=today)
    mine = Q(owner=user, state=State.ACCEPTED)
    wrong = Q(late | Q(state=State.ASKED, stage__gt=Stage.EXPERTS), asker=user)
    rows = Request.objects.annotate(offered=Subquery(offers.order_by("-stage").values("stage")[:1]))
    rows = rows.filter(state__in=OPEN).filter(Q(offered__isnull=False, state=State.ASKED) | mine | wrong | theirs)
    for found in rows.select_related("account", "asker", "owner"):
        if found.state == State.ASKED and found.offered is not None:
            yield _to_take(found, found.offered)
        if found.owner_id == user.pk:
            if found.state == State.ACCEPTED:
                yield _to_do(found, today)
        elif found.asker_id == user.pk:
            if found.due < today or (found.state == State.ASKED and found.stage > Stage.EXPERTS):
                yield _gone_wrong(found, today)
        elif found.owner_id in team and found.state == State.ACCEPTED:
            yield _gone_wrong(found, today, whose=str(found.owner))


def _to_take(found: Request, stage: int) -> DueItem:
    language = words.language()
    urgent = found.urgency == Pressing.HIGH or stage > Stage.EXPERTS
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
        deeds=(
            Deed(_("Take it"), _address(found, "accept")),
            Deed(_("Say no"), _address(found, "decline"), blanks=(Blank("reason", _("Reason")),)),
        ),
    )


def _to_do(found: Request, today: dt.date) -> DueItem:
    urgency: Urgency = "now" if found.due < today else "soon" if found.due - today <= NEAR else "later"
    title = _("{title}: late since {date}.") if found.due < today else _("{title}: due {date}.")
    return _item(
        found,
        title=title.format(title=found.title, date=words.language().date(found.due)),
        action=_("Open"),
        urgency=urgency,
        deeds=(Deed(_("Give the answer"), _address(found, "finish"), blanks=(Blank("answer", _("Answer")),)),),
    )


def _address(found: Request, verb: str) -> str:
    return reverse("support:request_do", args=[found.public_id, verb])


def _gone_wrong(found: Request, today: dt.date, *, whose: str = "") -> DueItem:
    """What goes wrong; `whose` of a head's people it is, whose account they may not see."""
    if found.due < today:
        said = _("{title}: late since {date}, with {name}.") if found.owner else _("{title}: late since {date}.")
    else:
        said = _("{title}: no expert has taken it, it has climbed.")
    return _item(
        found,
        title=said.format(title=found.title, date=words.language().date(found.due), name=found.owner),
        action=_("Open"),
        urgency="soon",
        whose=whose,
    )


def _item(
    found: Request,
    *,
    title: str,
    action: str,
    urgency: Urgency,
    why: str = "",
    due: dt.date | None = None,
    whose: str = "",
    deeds: tuple[Deed, ...] = (),
) -> DueItem:
    return DueItem(
        title=title,
        url=reverse("support:request", args=[found.public_id]),
        action=action,
        kind=KIND,
        why=why,
        urgency=urgency,
        account=str(found.account),
        account_url=reverse("accounts:account", args=[found.account.public_id]) if not whose else "",
        due=due or found.due,
        whose=whose,
        deeds=deeds,
    )
