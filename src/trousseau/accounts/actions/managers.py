"""Who leads an account, from when to when."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.accounts.actions.held import held, is_director
from trousseau.accounts.models import Account, ManagerTerm

AfterManager = Callable[[Account, User | None, User | None], None]
_after_manager: list[AfterManager] = []


def after_manager(hook: AfterManager) -> AfterManager:
    """Register what follows when an account changes hands: `(account, before, now)`, in the same transaction."""
    if hook not in _after_manager:
        _after_manager.append(hook)
    return hook


def name_manager(user: User, account: Account, manager: User | None) -> Account:
    """Say who leads an account; a director decides. Who led it before stays written."""
    with transaction.atomic():
        account = held(user, account, is_director)
        before = account.manager
        if before != manager:
            today = timezone.localdate()
            account.manager = manager
            account.save(update_fields=["manager"])
            ManagerTerm.objects.filter(account=account, until=None).update(until=today)
            if manager is not None:
                ManagerTerm.objects.create(account=account, user=manager, since=today)
            record(
                user,
                "account.manager_named",
                account,
                before={"manager": str(before) if before else None},
                after={"manager": str(manager) if manager else None},
            )
            for hook in _after_manager:
                hook(account, before, manager)
        return account
