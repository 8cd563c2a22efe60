"""What people tell of a client: told, changed, confirmed, taken away and brought back.

Each write is one transaction with its line in the trail, which is also the history of the fact: with what it said
before and after. Who saves over a change they have not seen is merged where both touched different fields, and asked
where they touched the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import AuditEvent, User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.access import may_tell
from trousseau.knowledge.actions.coverage import refresh_later
from trousseau.knowledge.actions.holdings import check_holding
from trousseau.knowledge.kinds import Kind, kind_of, plain, values_of
from trousseau.knowledge.models import Control, Fact

Values = Mapping[str, Any]


class ChangedMeanwhileError(Exception):
    """Someone else changed the same fields since the page was read: nothing was kept.

    `fact` is as it is now, `fields` what both changed, `by` who was first.
    """

    def __init__(self, fact: Fact, fields: tuple[str, ...], by: str) -> None:
        super().__init__(", ".join(fields))
        self.fact, self.fields, self.by = fact, fields, by


@dataclass(frozen=True)
class Changed:
    """A fact as it is now, and the fields someone else had changed meanwhile that stay as they wrote them."""

    fact: Fact
    merged: tuple[str, ...] = ()
    by: str = ""


def tell(user: User, account: Account, kind: Kind, values: Values) -> Fact:
    """Tell a fact of a client.

    Raises:
        PermissionDenied: may not tell facts of this account.
        ValidationError: a holding that makes a circle or more than the whole, in one sentence.
    """
    if not may_tell(user, account):
        raise PermissionDenied
    with transaction.atomic():
        lock_client(account)
        fact = kind.model(
            account=account, author=user, **{name: values[name] for name in kind.fields if name in values}
        )
        _check(fact)
        fact.save()
        record(user, "fact.told", fact, before=None)
        refresh_later(account)
    return fact


def change(user: User, fact: Fact, values: Values, *, seen: int) -> Changed:
    """Change a fact of which revision `seen` stood on the page.

    Raises:
        PermissionDenied: may not.
        ChangedMeanwhileError: someone changed the same fields since.
        ValidationError: as `tell`.
    """
    with transaction.atomic():
        held = _held(user, fact)
        before = values_of(held)
        wanted = {name: values[name] for name in kind_of(held).fields if name in values}
        others: tuple[str, ...] = ()
        if held.revision != seen:
            wanted, others = _merged(held, wanted, seen)
        if plain(before | wanted) == plain(before):
            return Changed(held, others, _last_author(held))
        for name, value in wanted.items():
            setattr(held, name, value)
        _check(held)
        by = _last_author(held) if others else ""
        save(user, "fact.changed", held, before)
        refresh_later(held.account)
    return Changed(held, others, by)


def confirm(user: User, fact: Fact) -> Fact:
    """Say that a fact is still true today."""
    with transaction.atomic():
        held = _held(user, fact)
        before = values_of(held)
        held.said_on = timezone.localdate()
        save(user, "fact.confirmed", held, before)
        refresh_later(held.account)
    return held


def remove(user: User, fact: Fact) -> Fact:
    """Take a fact away; `restore` brings it back. A company still in a holding stays."""
    with transaction.atomic():
        held = _held(user, fact)
        if held.removed_at is None:
            _free(held)
            held.removed_at = timezone.now()
            save(user, "fact.removed", held, values_of(held))
            refresh_later(held.account)
    return held


def restore(user: User, fact: Fact) -> Fact:
    """Bring back a fact that was taken away, where it can still stand."""
    with transaction.atomic():
        held = _held(user, fact)
        if held.removed_at is not None:
            held.removed_at = None
            _check(held)
            save(user, "fact.restored", held, values_of(held))
            refresh_later(held.account)
    return held


def lock_client(account: Account) -> None:
    """Let one person at a time write of a client, where the database can."""
    rows = access.every_account()
    rows = rows.filter(pk=account.pk) if account.group_id is None else rows.filter(group=account.group_id)
    list(rows.select_for_update().values_list("pk", flat=True))


def history(fact: Fact) -> list[AuditEvent]:
    """What was told and changed of a fact, latest first."""
    events = audit.history(fact.account).filter(verb__startswith="fact.", after__fact=fact.public_id)
    return list(events.order_by("-at", "-pk"))


def _held(user: User, fact: Fact) -> Fact:
    """The fact as it is now, locked, for someone who may change it."""
    if not may_tell(user, fact.account):
        raise PermissionDenied
    lock_client(fact.account)
    held: Fact = type(fact).objects.select_for_update().get(pk=fact.pk)
    return held


def _check(fact: Fact) -> None:
    """What the kinds of facts may not say together; that a person or a company is of this client."""
    for name in ("who", "owner", "owned", "customer"):
        other = getattr(fact, name, None)
        if other is not None and not _same_client(other if name == "customer" else other.account, fact.account):
            raise ValidationError(_("“%(name)s” is not of this client.") % {"name": other}, code="other_client")
    if isinstance(fact, Control):
        check_holding(fact)


def _same_client(one: Account, other: Account) -> bool:
    return one.pk == other.pk or (one.group_id is not None and one.group_id == other.group_id)


def _free(fact: Fact) -> None:
    """A company that holds or is held cannot go before its holdings."""
    if kind_of(fact).name != "entity":
        return
    live = Control.objects.filter(removed_at=None)
    if live.filter(owner=fact.pk).exists() or live.filter(owned=fact.pk).exists():
        raise ValidationError(
            _("“%(name)s” holds or is held: remove its holdings first.") % {"name": fact}, code="has_holdings"
        )


def _merged(held: Fact, wanted: dict[str, Any], seen: int) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Mine where only I changed a field, theirs where only they did; ChangedMeanwhileError where both did."""
    base = next((event.after for event in history(held) if (event.after or {}).get("revision") == seen), None)
    now, mine = plain(values_of(held)), plain(wanted)
    before = {name: (base or {}).get(name) for name in mine} if base else mine | {name: object() for name in mine}
    theirs = tuple(name for name in mine if now[name] != before[name] and now[name] != mine[name])
    both = tuple(name for name in theirs if mine[name] != before[name])
    if both:
        raise ChangedMeanwhileError(held, both, _last_author(held))
    return {name: value for name, value in wanted.items() if name not in theirs}, theirs


def _last_author(fact: Fact) -> str:
    return str(fact.author) if fact.author_id else "Trousseau"


def save(user: User, verb: str, fact: Fact, before: Values) -> None:
    """Write a changed fact, its revision counted up, with its line in the trail."""
    turned(user, fact)
    fact.save()
    record(user, verb, fact, before=before)


def turned(user: User, fact: Fact) -> None:
    """Count the revision of a changed fact up; not written yet."""
    fact.revision += 1
    fact.author = user
    fact.at = timezone.now()


def record(user: User, verb: str, fact: Fact, *, before: Values | None) -> None:
    """Write one line in the trail of the account: which fact, which revision, what it said and says."""
    audit.record_all([trail(user, verb, fact, before=before)])


def trail(user: User, verb: str, fact: Fact, *, before: Values | None) -> AuditEvent:
    """The same line, not written yet."""
    mark = {"kind": kind_of(fact).name, "fact": fact.public_id, "revision": fact.revision}
    said = plain(values_of(fact))
    old = plain(before) if before is not None else None
    return audit.event(user, verb, fact.account, before=old, after=mark | said)
