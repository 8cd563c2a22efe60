"""Who may read and write negotiation sheets: fewer than see the account, for they say where we would give in.

Read: who may write the account (a director, its manager, its team's managers), the head of its manager, and experts
who are on its team. Write: who may write the plan.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from trousseau.access.models import Role, User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.plans.access import may_edit
from trousseau.plans.models import Negotiation


def may_read(user: User, account: Account) -> bool:
    """Whether someone may read the sheets of an account."""
    if not may(user, "read_negotiations") or not access.sees(user, account):
        return False
    if access.may_write(user, account):
        return True
    if Role.HEAD.value in user.roles and account.manager is not None and account.manager.reports_to_id == user.pk:
        return True
    return Role.EXPERT.value in user.roles and access.on_team(user).filter(account=account).exists()


def may_write(user: User, account: Account) -> bool:
    """Whether someone may write them."""
    return may_read(user, account) and may_edit(user, account)


def account_or_403(user: User, public_id: str) -> Account:
    """The account of an address, for someone who may read its sheets; 404 where they do not see it at all."""
    account = access.account_or_404(user, public_id)
    if not may_read(user, account):
        raise PermissionDenied
    return account


def of_account(user: User, account: Account) -> QuerySet[Negotiation]:
    """The sheets of an account, the latest first; none for who may not read them."""
    found = Negotiation.objects.filter(account=account).select_related("meeting", "created_by", "frozen_by")
    return found if may_read(user, account) else found.none()


def sheet_or_404(user: User, account: Account, key: str) -> Negotiation:
    """The sheet of an address, on an account whose sheets someone may read."""
    found = of_account(user, account).select_related("action", "commitment")
    sheet = found.filter(public_id=key).first()
    if sheet is None:
        raise Http404
    sheet.account = account
    return sheet
