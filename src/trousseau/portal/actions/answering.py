"""The answers we promise: by when, who is told of it, and that they were given.

What people of a client do is written under their own name; a window is the proof that they are in the space.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.method.working_days import shifted
from trousseau.notices.telling import tell
from trousseau.portal.access import Window
from trousseau.portal.models import Awaited, Member, Space
from trousseau.support.models import AnswerPromise
from trousseau.support.queries.days import is_holiday

SAID, ANSWERED = "client.said", "client.answered"


def member_of(window: Window) -> Member:
    """Who of the client acts; one of us only looks."""
    if window.member is None:
        raise PermissionDenied
    return window.member


def demand(user: User, account: Account) -> None:
    """Refuse who may not answer the client of an account: whoever may not write it."""
    if not access.sees(user, account) or not access.may_write(user, account):
        raise PermissionDenied


def promised(member: Member, kind: str, item: str, said: str) -> Awaited:
    """Promise an answer within the days of the space, and tell the manager; one that is open already stays as it is."""
    space, today = member.space, timezone.localdate()
    country = AnswerPromise.current().country
    made, new = Awaited.objects.get_or_create(
        space=space,
        kind=kind,
        item=item,
        answered_at=None,
        defaults={
            "said": said[:300],
            "by": member.user,
            "due": shifted(today, space.answer_days, lambda day: is_holiday(country, day)),
        },
    )
    if new and space.account.manager is not None:
        tell(
            space.account.manager,
            SAID,
            key=str(made.pk),
            url=reverse("portal:voices", args=[space.account.public_id]),
            by=member.user.name,
            account=space.account.name,
            what=made.said,
            due=made.due.isoformat(),
        )
    return made


def answered(user: User, space: Space, kind: str, item: str, answer: str = "") -> None:
    """Say that the promised answer was given; who waited for it is told, by the name of who answers only."""
    now = timezone.now()
    for one in Awaited.objects.select_for_update(of=("self",)).select_related("by").filter(
        space=space, kind=kind, item=item, answered_at=None
    ):  # fmt: skip
        one.answer, one.answered_at, one.answered_by = answer, now, user
        one.save(update_fields=["answer", "answered_at", "answered_by"])
        if one.by is not None:
            url = reverse("portal:home", args=[space.public_id])
            tell(one.by, ANSWERED, key=str(one.pk), url=url, by=user.name, what=one.said)
