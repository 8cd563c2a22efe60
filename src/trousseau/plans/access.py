"""Who may read, write and approve a plan; seeing its account comes first (`accounts.access`)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from trousseau.access.models import Role, User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.plans.models import LIVING, Action, Plan


def plans_of(user: User) -> QuerySet[Plan]:
    """The plans of accounts someone may see; none for who may not read plans."""
    if not may(user, "read_plans"):
        return Plan.objects.none()
    return Plan.objects.filter(account__in=access.visible_to(user))


def plan_or_404(user: User, public_id: str) -> Plan:
    """The plan of an address, for someone who may see its account."""
    found = plans_of(user).select_related("account", "account__group", "account__manager").filter(public_id=public_id)
    plan = found.first()
    if plan is None:
        raise Http404
    return plan


def living(user: User, account: Account) -> Plan | None:
    """The plan in force of an account that someone sees, with what its page reads of the account."""
    found = plans_of(user).filter(account=account, state__in=LIVING)
    return found.select_related("account__figures", "approved_by", "health").first()


def may_edit(user: User, account: Account) -> bool:
    """Whether someone may write the plan of an account they see."""
    return may(user, "edit_plans") and access.may_write(user, account)


def may_report(user: User, action: Action) -> bool:
    """Whether someone may say how far an action is: who may write the plan, and whoever it is of."""
    return action.owner_id == user.pk or may_edit(user, action.plan.account)


def may_approve(user: User, account: Account) -> bool:
    """Whether someone may approve a plan: a director, or the head of the account's manager; never its manager."""
    if not may(user, "approve_plans") or account.manager_id == user.pk:
        return False
    if Role.DIRECTOR.value in user.roles:
        return access.sees(user, account)
    return account.manager is not None and account.manager.reports_to_id == user.pk


def editable_or_403(user: User, public_id: str) -> Plan:
    """The plan of an address, for someone who may write it."""
    plan = plan_or_404(user, public_id)
    if not may_edit(user, plan.account):
        raise PermissionDenied
    return plan
