"""The kept coverage of accounts, written anew when something is told and every night, as ages move by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.utils import timezone

from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.kinds import KINDS
from trousseau.knowledge.models import Contact, Coverage, Fact
from trousseau.knowledge.queries.coverage import client_key, coverage, known_of

BATCH = 500
_gathering: ContextVar[bool] = ContextVar("coverage_gathering", default=False)


@contextmanager
def gathered() -> Iterator[None]:
    """While many facts are told, coverage is left alone: the caller refreshes it once, at the end."""
    token = _gathering.set(True)
    try:
        yield
    finally:
        _gathering.reset(token)


def refresh_later(account: Account) -> None:
    """Write the coverage of a client anew once the transaction stands."""
    if not _gathering.get():
        transaction.on_commit(lambda: refresh_client(account))


def refresh(accounts: Iterable[Account]) -> int:
    """Write the coverage of some accounts as it is today; gives how many."""
    rows = list(accounts)
    today, now = timezone.localdate(), timezone.now()
    known = known_of(rows)
    made = {key: coverage(its, today) for key, its in known.items()}
    fresh = [
        Coverage(
            account=account,
            score=(found := made[client_key(account)]).score,
            topics={topic: round(one.credit, 4) for topic, one in found.topics.items()},
            at=now,
        )
        for account in rows
        if not made[client_key(account)].nothing
    ]
    with transaction.atomic():
        empty = [account.pk for account in rows if made[client_key(account)].nothing]
        for at in range(0, len(empty), BATCH):
            Coverage.objects.filter(pk__in=empty[at : at + BATCH]).delete()
        Coverage.objects.bulk_create(
            fresh,
            update_conflicts=True,
            unique_fields=["account"],
            update_fields=["score", "topics", "at"],
            batch_size=BATCH,
        )
    return len(fresh)


def refresh_client(account: Account) -> int:
    """The same of all accounts of one client."""
    rows = access.every_account()
    return refresh(rows.filter(pk=account.pk) if account.group_id is None else rows.filter(group=account.group_id))


def refresh_all() -> int:
    """The same of every account of which something is told, or was."""
    told: set[int] = set(Coverage.objects.values_list("account", flat=True))
    groups: set[int] = set()
    models: tuple[type[Fact | Contact], ...] = (*(kind.model for kind in KINDS.values()), Contact)
    for model in models:
        for account, group in model.objects.values_list("account", "account__group").distinct():
            told.add(account)
            if group is not None:
                groups.add(group)
    every = access.every_account()
    wanted = [row for row in every.order_by("pk") if row.pk in told or row.group_id in groups]
    return refresh(wanted)
