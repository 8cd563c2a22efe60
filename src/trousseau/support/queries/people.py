"""Who of us may have promised something, and what a form offers to choose from."""

from __future__ import annotations

from django.db.models import QuerySet

from trousseau.access.models import User
from trousseau.access.rules import RULES
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.access import contacts_of
from trousseau.knowledge.models import Contact
from trousseau.support import promising

OFFERED = 300


def owners(user: User, account: Account | None) -> list[User]:
    """Who may be named as having promised: only oneself where one records nothing for others."""
    if account is not None and not promising.may_promise_for_others(user, account):
        return [user]
    if account is None and not user.roles & {"director", "manager", "head"}:
        return [user]
    everyone = User.objects.filter(is_active=True, assignments__role__in=RULES["read_commitments"]).distinct()
    if account is None:
        return list(everyone)
    near = {account.manager_id, user.pk, *account.members.values_list("user", flat=True)}
    return sorted(everyone, key=lambda one: (one.pk not in near, one.name))


def contacts(user: User, account: Account) -> QuerySet[Contact]:
    """The client's people a promise may be made to."""
    return contacts_of(user, account).filter(left_on=None, erased_at=None)[:OFFERED]


def accounts_offered(user: User) -> list[str]:
    """Names of accounts a form offers before anything is typed: those someone leads or works for, else the largest."""
    seen = access.visible_to(user).filter(excluded=False)
    own = seen.filter(manager=user.pk) | seen.filter(members__user=user.pk)
    names = list(own.distinct().values_list("name", flat=True)[:OFFERED])
    return names or list(seen.filter(manager__isnull=False).values_list("name", flat=True)[:OFFERED])
