"""Starting playbooks by events: what calls for one is proposed once, or applied at once where the company chose so.

Any number of workers may look at the same time: an event is known by its occasion, which the database takes once.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.notices.telling import tell
from trousseau.plans.access import living, may_edit
from trousseau.plans.actions import playbooks
from trousseau.plans.models import Answer, PlaybookStart
from trousseau.plans.playbook import Playbook
from trousseau.plans.queries import calendars
from trousseau.plans.queries import playbooks as queries
from trousseau.plans.queries.playbook_events import Call, calls

STARTED = "playbook.started"


def wanted() -> bool:
    """Whether an event starts any playbook, or did and still proposes it."""
    return any(one.event for one in queries.in_force()) or PlaybookStart.objects.filter(state=Answer.PROPOSED).exists()


def look() -> dict[str, int]:
    """Propose what events call for, withdraw what no event calls for any more, apply what starts by itself."""
    known = {one.key: one for one in queries.in_force()}
    found = {(call.key, call.occasion): call for call in calls(known.values(), timezone.localdate())}
    _follow(found)
    made = _propose(found.values())
    alone = [key for key, one in known.items() if one.by_itself]
    waiting = PlaybookStart.objects.filter(key__in=alone, state=Answer.PROPOSED).values_list("pk", "key")
    started = sum(_start(pk, known[key]) for pk, key in list(waiting))
    return {"proposed": made - started, "applied": started}


def decline(user: User, start: PlaybookStart) -> None:
    """Say that a proposed playbook is not for now: the same event proposes it no more."""
    with transaction.atomic():
        found = PlaybookStart.objects.select_for_update(of=("self",)).select_related("account").get(pk=start.pk)
        if not access.sees(user, found.account) or not may_edit(user, found.account):
            raise PermissionDenied
        if found.state != Answer.PROPOSED:
            return
        _answer(found, user, Answer.DECLINED)
        after = {"playbook": found.key, "day": found.day, "because": found.because}
        audit.record(user, "playbook.declined", found.account, after=after)


def _follow(found: dict[tuple[str, str], Call]) -> None:
    """What is proposed moves with its event, and goes with it."""
    newest = {row.key: row.pk for row in queries.newest()}
    for row in PlaybookStart.objects.filter(state=Answer.PROPOSED):
        call, same = found.get((row.key, row.occasion)), PlaybookStart.objects.filter(pk=row.pk, state=Answer.PROPOSED)
        if call is None:
            same.delete()
            continue
        day = row.day if row.event == "loss" else call.day
        now = {"day": day, "account_id": call.account, "because": call.because, "version_id": newest[row.key]}
        if any(getattr(row, name) != value for name, value in now.items()):
            same.update(**now)


def _propose(found: Iterable[Call]) -> int:
    """Keep what is new; gives how many there are more than before."""
    newest = {row.key: row.pk for row in queries.newest()}
    before = PlaybookStart.objects.count()
    PlaybookStart.objects.bulk_create(
        [
            PlaybookStart(
                key=one.key,
                occasion=one.occasion,
                event=one.event,
                version_id=newest[one.key],
                account_id=one.account,
                day=one.day,
                because=one.because[:200],
            )
            for one in found
        ],
        ignore_conflicts=True,
    )
    return PlaybookStart.objects.count() - before


def _start(pk: int, playbook: Playbook) -> bool:
    """Apply a playbook in the name of the account's manager, where the plan is open and every step has a person."""
    with transaction.atomic():
        rows = PlaybookStart.objects.select_for_update(of=("self",)).filter(pk=pk, state=Answer.PROPOSED)
        start = rows.select_related("account__manager__reports_to", "account__figures").first()
        user = start.account.manager if start is not None else None
        if start is None or user is None:
            return False
        plan = living(user, start.account)
        people = queries.team(start.account)
        owners = {step.key: people[step.who] for step in playbook.steps if step.who in people}
        if plan is None or len(owners) < len(playbook.steps):
            return False
        countries = calendars.countries_of(start.account)
        try:
            with translation.override(user.language or translation.get_language()), transaction.atomic():
                playbooks.apply(user, plan, playbook, start.day, owners, countries=countries, again=True)
        except (ValidationError, PermissionDenied):
            return False  # it stays proposed: whoever looks at it is told what is in the way
        _answer(start, user, Answer.APPLIED)
        tell(
            user,
            STARTED,
            key=str(start.pk),
            url=reverse("plans:plan", args=[start.account.public_id]),
            account=start.account.name,
            playbook={"en": playbook.name.en, "fr": playbook.name.fr},
            day=start.day.isoformat(),
        )
    return True


def _answer(start: PlaybookStart, user: User, state: Answer) -> None:
    start.state, start.by, start.at = state, user, timezone.now()
    start.save(update_fields=["state", "by", "at"])
