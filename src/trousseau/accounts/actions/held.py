"""The account an action is about, as it is now, for someone who may change it."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account


def held(user: User, account: Account, allowed: Callable[[User, Account], bool]) -> Account:
    """The account as it is now, locked where the database can, for someone who may change it."""
    row = access.visible_to(user).select_related(None).filter(pk=account.pk).select_for_update(of=("self",)).first()
    if row is None or not allowed(user, row):
        raise PermissionDenied
    return row


def is_director(user: User, account: Account) -> bool:  # noqa: ARG001 - asked of one account, like the others
    """Whether someone decides for the programme."""
    return "director" in user.roles
