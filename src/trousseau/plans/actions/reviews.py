"""Business reviews: the next four dates booked at once, each prepared three weeks before."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.notices.telling import tell
from trousseau.plans import meeting_access
from trousseau.plans.actions import meetings
from trousseau.plans.actions.meetings import Arranged
from trousseau.plans.models import AgendaPoint, Meeting
from trousseau.plans.models.rhythm import Held, Kind, Level
from trousseau.plans.models.touchpoints import Review
from trousseau.plans.queries import meetings as queries
from trousseau.support.models import AnswerPromise
from trousseau.support.queries.days import is_holiday

FOUR = 4
QUARTER = dt.timedelta(days=91)
BEFORE = dt.timedelta(days=21)
PREPARED = "review.prepared"
LONGEST = 5_000


def book(user: User, account: Account) -> list[Meeting]:
    """Book what is missing of the next four reviews, a quarter apart, on working days."""
    with transaction.atomic():
        if not access.sees(user, account) or not meeting_access.may_arrange(user, account):
            raise PermissionDenied
        today = timezone.localdate()
        there = list(
            Meeting.objects.select_for_update()
            .filter(account=account, kind=Kind.REVIEW)
            .exclude(state=Held.CANCELLED)
            .order_by("on")
        )
        coming = sum(one.on >= today and one.state == Held.PLANNED for one in there)
        if coming >= FOUR:
            raise ValidationError({NON_FIELD_ERRORS: _("Four reviews are booked already.")})
        day = max(there[-1].on + QUARTER, today + BEFORE) if there else today + BEFORE
        made, country = [], AnswerPromise.current().country
        for _n in range(FOUR - coming):
            on = worked(day, country)
            title = _("Business review, quarter %(quarter)s of %(year)s") % {
                "quarter": (on.month - 1) // 3 + 1, "year": on.year}  # fmt: skip
            made.append(
                meetings.arrange(
                    user,
                    account,
                    Arranged(title, on, Kind.REVIEW, Level.MANAGEMENT, dt.time(14), 120, organiser=account.manager),
                )
            )
            day += QUARTER
    return made


def worked(day: dt.date, country: str) -> dt.date:
    """A day, or the next one that is neither of a weekend nor a public holiday."""
    while day.isoweekday() > 5 or is_holiday(country, day):
        day += dt.timedelta(days=1)
    return day


def prepare(user: User, meeting: Meeting) -> Review:
    """Prepare a review: its agenda is the house's five points and what is open; once."""
    with transaction.atomic():
        found = meetings.held(user, meeting)
        if found.kind != Kind.REVIEW:
            raise ValidationError({NON_FIELD_ERRORS: _("This is no business review.")})
        review, new = Review.objects.get_or_create(meeting=found)
        if not new:
            return review
        there = queries.open_for(user, found)
        known = set(found.agenda.values_list("text", flat=True))
        points = [
            _("Growth, told straight"), _("Indicators of the plan"), _("Actions and commitments since last time"),
            _("Value delivered"), _("Next quarter"),
        ]  # fmt: skip
        AgendaPoint.objects.bulk_create(
            AgendaPoint(meeting=found, text=text, position=n) for n, text in enumerate(points) if text not in known
        )
        meetings.take_open(user, found, [*there.commitments, *there.actions, *there.decisions])
        meetings.saved(user, Meeting.objects.get(pk=found.pk), "review.prepared", {}, {"on": found.on})
    return review


def prepare_due() -> int:
    """Prepare what is less than three weeks away, in the name of who organises it, who is told; gives how many."""
    today, done = timezone.localdate(), 0
    near = Meeting.objects.filter(
        kind=Kind.REVIEW, state=Held.PLANNED, on__gte=today, on__lte=today + BEFORE, review=None
    ).select_related("organiser", "account__manager")
    for one in near:
        user = one.organiser or one.account.manager
        if user is None or not user.is_active or not access.sees(user, one.account):
            continue
        if not meeting_access.may_change(user, one):
            continue
        with translation.override(user.language or translation.get_language()), transaction.atomic():
            prepare(user, one)
            tell(
                user,
                PREPARED,
                key=one.public_id,
                url=reverse("plans:meeting", args=[one.account.public_id, one.public_id]),
                account=one.account.name,
                on=one.on.isoformat(),
            )
        done += 1
    return done


def look_ahead(user: User, meeting: Meeting, text: str, revision: int) -> Review:
    """Say what we want of the next quarter; what somebody else wrote meanwhile is never overwritten."""
    with transaction.atomic():
        found = meetings.held(user, meeting)
        review = Review.objects.select_for_update().filter(meeting=found).first()
        if review is None:
            raise ValidationError({NON_FIELD_ERRORS: _("Prepare the review first.")})
        if review.revision != revision:
            raise ValidationError({NON_FIELD_ERRORS: _("Somebody changed it meanwhile: look at it again.")})
        text = text.replace("\x00", "").replace("\r\n", "\n").strip()
        if len(text) > LONGEST:
            raise ValidationError({"next_quarter": _("%(count)s characters: at most %(most)s.") % {
                "count": len(text), "most": LONGEST}})  # fmt: skip
        review.next_quarter, review.revision = text, review.revision + 1
        review.save()
        meetings.saved(user, found, "review.looked_ahead", {}, {"characters": len(text)})
    return review
