"""What managers decide of an account's outlook: how probable it is to lose it, and whether it buys by contract."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts.access import may_write
from trousseau.accounts.models import Account
from trousseau.exposure.models import Outlook


def judge(user: User, account: Account, probability: float | None, reason: str, *, contract: bool = False) -> Outlook:
    """Say how probable it is to lose an account within a year; None gives the word back to its orders.

    Raises:
        PermissionDenied: only the account's manager, its team's managers and the director judge it.
        ValueError: a probability outside 0 to 1, or no reason.
    """
    if not may_write(user, account):
        raise PermissionDenied
    if probability is not None and not 0.0 <= probability <= 1.0:
        raise ValueError(f"a probability lies between 0 and 1, got {probability}")
    if not reason.strip():
        raise ValueError("a judgement needs its reason")
    with transaction.atomic():
        before = Outlook.objects.filter(account=account).first()
        made = Outlook.objects.create(
            account=account,
            probability=probability,
            contract=contract,
            reason=reason.strip(),
            author=user,
            made_on=timezone.localdate(),
        )
        audit.record(
            user,
            "outlook.judged",
            account,
            before={"probability": before.probability, "contract": before.contract} if before else None,
            after={"probability": probability, "contract": contract, "reason": made.reason},
        )
    return made
