"""Overdue promises climb: to the manager, the head, the director, on the days a director has set.

A step is a row that only one worker makes, in the transaction that also tells people; a step whose people are all gone
or see nothing of the account passes on to the directors, so that nothing overdue stays unseen.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import Role, User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.notices.telling import tell
from trousseau.support.models.commitments import Climb, ClimbRule, Commitment, Direction, Level, State

LATE = "commitment.late"
BATCH = 500


def climb(today: dt.date | None = None) -> int:
    """Take the steps of a day that nobody has taken; gives how many. Called as often as one likes, by any worker."""
    today = today or timezone.localdate()
    days = ClimbRule.current().days()
    if not days:
        return 0
    latest = today - dt.timedelta(days=min(days.values()))
    late = Commitment.objects.filter(state=State.OPEN, due__lte=latest, account__excluded=False)
    taken = 0
    for key in late.values_list("pk", flat=True).iterator(chunk_size=BATCH):
        taken += _climb_one(key, days, today)
    return taken


def set_climb(user: User, days: dict[Level, int | None], *, revision: int) -> ClimbRule:
    """Say on which day of lateness each level is told; None: never. A later level is not told before an earlier."""
    if not may(user, "set_climb"):
        raise PermissionDenied
    told = [day for level in Level if (day := days.get(level)) is not None]
    if any(not 1 <= day <= 365 for day in told):
        raise ValidationError({"__all__": _("Give days from 1 to 365, or leave a level empty to tell it never.")})
    if told != sorted(told):
        raise ValidationError(
            {"__all__": _("The head is told no earlier than the manager, and the director no earlier than the head.")}
        )
    with transaction.atomic():
        rule = ClimbRule.objects.select_for_update().filter(pk=1).first() or ClimbRule(pk=1)
        if rule.revision != revision:
            raise ValidationError({"__all__": _("Someone else set these days meanwhile: look at them again.")})
        before = {level.value: getattr(rule, level.value) for level in Level}
        for level in Level:
            setattr(rule, level.value, days.get(level))
        rule.revision += 1
        rule.save()
        after = {level.value: days.get(level) for level in Level}
        audit.record(user, "commitments.climb_set", rule, before=before, after=after)
    return rule


def _climb_one(key: int, days: dict[Level, int], today: dt.date) -> int:
    """The steps of one promise, each with its notices, in one transaction."""
    with transaction.atomic():
        found = Commitment.objects.select_for_update().filter(pk=key, state=State.OPEN).first()
        if found is None:
            return 0
        late, taken = found.late(today), 0
        for level, day in days.items():
            if late < day or (found.direction == Direction.THEIRS and level != Level.MANAGER):
                continue  # what they owe us is the manager's to ask for
            _row, new = Climb.objects.get_or_create(commitment=found, level=level, due=found.due)
            if new:
                _tell(found, level, late)
                taken += 1
        return taken


def _tell(found: Commitment, level: Level, late: int) -> None:
    people = _seeing(_people(found, level), found) or _seeing(_directors(), found)
    for person in people:
        tell(
            person,
            LATE,
            key=f"{found.public_id}:{found.due}:{level}",
            url=reverse("support:commitment", args=[found.public_id]),
            what=found.what,
            account=found.account.name,
            owner=str(found.owner) if found.owner else "",
            late=late,
            level=level.value,
            theirs=found.direction == Direction.THEIRS,
        )


def _people(found: Commitment, level: Level) -> list[User]:
    """Who a level is: the owner and the account's manager; the heads of both; the directors."""
    both = [person for person in (found.owner, found.account.manager) if person is not None]
    if level == Level.MANAGER:
        return both
    if level == Level.HEAD:
        return [person.reports_to for person in both if person.reports_to is not None]
    return _directors()


def _directors() -> list[User]:
    return list(User.objects.filter(assignments__role=Role.DIRECTOR, is_active=True).distinct())


def _seeing(people: list[User], found: Commitment) -> list[User]:
    """Those who are here and see the account, each once."""
    kept = {person.pk: person for person in people if person.is_active}
    return [one for one in kept.values() if access.visible_to(one).filter(pk=found.account_id).exists()]
