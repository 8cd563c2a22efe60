"""Who may see, arrange and change a meeting; seeing its account comes first (`accounts.access`).

Who may write the account may do everything. Experts, executives and heads arrange what they take part in themselves.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.plans.models import Meeting
from trousseau.support import promising


def visible(user: User) -> QuerySet[Meeting]:
    """The meetings on accounts someone may see; none for who may not read plans."""
    if not may(user, "read_plans"):
        return Meeting.objects.none()
    return Meeting.objects.filter(account__in=access.visible_to(user))


def meeting_or_404(user: User, account: Account, public_id: str) -> Meeting:
    """The meeting of an address, on an account that someone sees."""
    found = visible(user).filter(account=account, public_id=public_id)
    meeting = found.select_related("account", "account__group", "account__manager", "organiser").first()
    if meeting is None:
        raise Http404
    return meeting


def may_arrange(user: User, account: Account) -> bool:
    """Whether someone who sees an account may arrange a meeting on it: as they may promise there."""
    return may(user, "read_plans") and promising.may_promise(user, account)


def may_change(user: User, meeting: Meeting) -> bool:
    """Whether someone who sees a meeting may change it: its organiser, who arranged it, who may write the account."""
    if not may(user, "read_plans") or not may(user, "promise"):
        return False
    return user.pk in {meeting.organiser_id, meeting.created_by_id} or access.may_write(user, meeting.account)


def changeable_or_403(user: User, account: Account, public_id: str) -> Meeting:
    """The meeting of an address, for someone who may change it."""
    meeting = meeting_or_404(user, account, public_id)
    if not may_change(user, meeting):
        raise PermissionDenied
    return meeting
