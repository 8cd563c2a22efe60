"""Business reviews: the next dates of every account with a plan, and what one of them rests on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.plans import meeting_access
from trousseau.plans.access import living, plans_of
from trousseau.plans.actions.reviews import BEFORE, FOUR, QUARTER
from trousseau.plans.models import LIVING, Action, Meeting, Plan, Progress, Reading
from trousseau.plans.models.rhythm import Held, Kind
from trousseau.plans.models.touchpoints import Review
from trousseau.plans.pages import kpi_words as words
from trousseau.portfolio.words import language
from trousseau.support.models.commitments import Commitment
from trousseau.support.queries import commitments

MOST = 12


@dataclass
class Row:
    """One account with its reviews."""

    account: Account
    last: Meeting | None = None
    coming: list[Meeting] = field(default_factory=list)
    late: list[Meeting] = field(default_factory=list)
    may_book: bool = False


def reviews(user: User) -> dict[str, Any]:
    """What the page shows: a finding, a row an account; those with no date first."""
    today = timezone.localdate()
    plans = plans_of(user).filter(state__in=LIVING).select_related("account", "account__manager")
    rows = {plan.account_id: Row(plan.account) for plan in plans}
    found = meeting_access.visible(user).filter(account__in=list(rows), kind=Kind.REVIEW)
    for one in found.exclude(state=Held.CANCELLED).select_related("review").order_by("on"):
        row = rows[one.account_id]
        if one.state == Held.HELD:
            row.last = one
        elif one.on >= today:
            row.coming.append(one)
        else:
            row.late.append(one)
    for row in rows.values():
        row.may_book = len(row.coming) < FOUR and meeting_access.may_arrange(user, row.account)
        row.coming = row.coming[:FOUR]
    far = dt.date.max
    shown = sorted(rows.values(), key=lambda one: (bool(one.coming), one.coming[0].on if one.coming else far,
        one.account.name))  # fmt: skip
    return {"finding": finding(shown, today), "rows": shown, "today": today, "soon": today + BEFORE}


def finding(rows: list[Row], today: dt.date) -> str:
    """The sentence of the page."""
    if not rows:
        return _("No account you see has a plan to review yet.")
    near = sum(bool(row.coming) and row.coming[0].on <= today + BEFORE for row in rows)
    none = sum(not row.coming for row in rows)
    said = ngettext(
        "{n} business review within three weeks.", "{n} business reviews within three weeks.", near
    ).format(n=near) if near else _("No business review within three weeks.")  # fmt: skip
    if none:
        said += " " + ngettext(
            "{n} account with a plan has no date.", "{n} accounts with a plan have no date.", none
        ).format(n=none)
    return said


@dataclass(frozen=True)
class Stand:
    """Where one indicator stands, each figure said in its unit."""

    name: str
    baseline: str
    now: str
    """Empty: never read."""
    on: dt.date | None
    target: str


@dataclass(frozen=True)
class Rests:
    """What one review rests on."""

    review: Review | None
    since: dt.date
    """The review before, else a quarter ago."""
    done: list[Action]
    late: list[Action]
    ahead: list[Action]
    kept: list[Commitment]
    owed: list[Commitment]
    kpis: list[Stand]
    growth: bool
    may_promises: bool
    live: bool
    """Whether it is of today; how far an action was on a day that is past, nobody keeps."""


def rests(user: User, meeting: Meeting) -> Rests | None:
    """What a business review rests on, as of its day where that is past, else of today; None for another meeting."""
    if meeting.kind != Kind.REVIEW:
        return None
    day = min(timezone.localdate(), meeting.on)
    before = Meeting.objects.filter(
        account=meeting.account_id, kind=Kind.REVIEW, state=Held.HELD, on__lt=meeting.on
    ).order_by("-on").values_list("on", flat=True).first()  # fmt: skip
    since = before or meeting.on - QUARTER
    plan = living(user, meeting.account)
    acting = Action.objects.none() if plan is None else plan.actions.select_related("owner", "contact")
    still = acting.filter(Q(state=Progress.OPEN) | Q(ended_on__gt=day)).order_by("due")
    promised = may(user, "read_commitments")
    said = commitments.visible(user).filter(account=meeting.account_id).select_related("owner").order_by("due")
    return Rests(
        review=Review.objects.filter(meeting=meeting).first(),
        since=since,
        done=list(
            acting.filter(state=Progress.DONE, ended_on__gt=since, ended_on__lte=day).order_by("ended_on")[:MOST]
        ),
        late=list(still.filter(due__lt=day)[:MOST]),
        ahead=list(still.filter(due__gte=day, due__lte=meeting.on + QUARTER)[:MOST]),
        kept=list(said.filter(state="kept", settled_on__gt=since, settled_on__lte=day)[:MOST]) if promised else [],
        owed=list(said.filter(Q(state="open") | Q(settled_on__gt=day), due__lte=meeting.on)[:MOST]) if promised else [],
        kpis=_kpis(plan, day),
        live=meeting.on >= timezone.localdate(),
        growth=may(user, "read_portfolio"),
        may_promises=promised,
    )


def _kpis(plan: Plan | None, day: dt.date) -> list[Stand]:
    """Where each indicator stood on a day, in its unit."""
    if plan is None:
        return []
    kpis = list(plan.kpis.all()[:MOST])
    read: dict[int, list[Reading]] = defaultdict(list)
    since = day - 2 * QUARTER
    for one in Reading.objects.filter(kpi__in=kpis, on__gte=since, on__lte=day, value__isnull=False).order_by("on"):
        read[one.kpi_id].append(one)
    told = language()
    return [
        Stand(
            name=one.name,
            baseline=words.value(one.unit, one.baseline, told),
            now=words.value(one.unit, read[one.pk][-1].value, told) if read[one.pk] else "",
            on=read[one.pk][-1].on if read[one.pk] else None,
            target=words.value(one.unit, one.target, told),
        )
        for one in kpis
    ]
