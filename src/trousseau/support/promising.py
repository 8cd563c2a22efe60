"""Who may promise on an account and settle a promise; seeing the account comes first.

Who may write the account may do everything. Experts, executives and heads promise in their own name. Whoever a promise
is of, and the head of its owner or of the account's manager, may say what became of it.
"""

from __future__ import annotations

from trousseau.access.models import Role, User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.support.models.commitments import Commitment

IN_OWN_NAME = frozenset({Role.EXPERT.value, Role.EXECUTIVE.value, Role.HEAD.value})


def may_promise(user: User, account: Account) -> bool:
    """Whether someone who sees an account may record a promise on it."""
    return may(user, "promise") and (bool(user.roles & IN_OWN_NAME) or access.may_write(user, account))


def may_promise_for_others(user: User, account: Account) -> bool:
    """Whether they may record what somebody else of us promised."""
    return may(user, "promise") and (access.may_write(user, account) or _heads(user, account.manager))


def may_settle(user: User, commitment: Commitment) -> bool:
    """Whether someone who sees a promise may change it or say what became of it."""
    if not may(user, "read_commitments"):
        return False
    if commitment.owner_id == user.pk or access.may_write(user, commitment.account):
        return True
    return _heads(user, commitment.account.manager) or _heads(user, commitment.owner)


def _heads(user: User, person: User | None) -> bool:
    """Whether someone heads a person, who reports to them."""
    return Role.HEAD.value in user.roles and person is not None and person.reports_to_id == user.pk
