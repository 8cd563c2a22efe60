"""Who must, must not, and which accounts are rivals: what a matching has to keep."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.staffing.actions.profiles import StaffingError
from trousseau.staffing.models import MatchingRule, Rivalry


def add_rule(user: User, kind: str, account: Account, manager: User, reason: str) -> MatchingRule:
    """Say that a person must or must not lead an account; `rule_reason` without a reason, `rule_there` twice."""
    _allowed(user)
    if not reason.strip():
        raise StaffingError("rule_reason")
    try:
        with transaction.atomic():
            made = MatchingRule.objects.create(
                kind="must" if kind == "must" else "never",
                account=account, manager=manager, reason=reason.strip()[:300], author=user,
            )  # fmt: skip
            audit.record(
                user,
                "matching.rule_added",
                made,
                after={"kind": made.kind, "account": account.name, "manager": str(manager), "reason": made.reason},
            )
    except IntegrityError as error:
        raise StaffingError("rule_there", account=account.name, manager=manager) from error
    return made


def drop_rule(user: User, rule: MatchingRule) -> None:
    """Take a rule away."""
    _allowed(user)
    with transaction.atomic():
        audit.record(user, "matching.rule_dropped", rule, before={"kind": rule.kind, "reason": rule.reason})
        rule.delete()


def add_rivals(user: User, name: str, accounts: Sequence[Account]) -> Rivalry:
    """Say that accounts are rivals; `rivals_name`, `rivals_two`."""
    _allowed(user)
    if not name.strip():
        raise StaffingError("rivals_name")
    if len({one.pk for one in accounts}) < 2:
        raise StaffingError("rivals_two")
    with transaction.atomic():
        made = Rivalry.objects.create(name=" ".join(name.split())[:120], author=user)
        made.accounts.set(accounts)
        audit.record(user, "matching.rivals_added", made, after={"accounts": [one.name for one in accounts]})
    return made


def drop_rivals(user: User, rivalry: Rivalry) -> None:
    """Say that accounts are no rivals any more."""
    _allowed(user)
    with transaction.atomic():
        audit.record(user, "matching.rivals_dropped", rivalry, before={"name": rivalry.name})
        rivalry.delete()


def _allowed(user: User) -> None:
    if not may(user, "match_managers"):
        raise PermissionDenied
