"""The trail of what was decided: one event per action, written in the action's own transaction.

    record(user, "account.regrouped", account, before={"group": "Nord"}, after={"group": "Sud"})

The verb says what was done in business words, `object.verb_in_the_past`; a room declares the sentence for
each of its verbs with `describe`.

The trail only grows. What may have to be forgotten is best not written into it: a model whose `str` is a person's
name says what stands for it as its `audit_label`. Where people wrote a name all the same, in a title or a reason,
`forget` puts a pseudonym in its place, and the database lets nothing else of an event change. `chain.py` has
whatever is changed all the same show.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.functional import Promise

from trousseau.access import chain
from trousseau.access.models import AuditEvent, Forgetting, User

SENTENCES: dict[str, str | Promise] = {}
_way: ContextVar[str] = ContextVar("audit_way", default="")


@contextmanager
def by_way_of(way: str) -> Iterator[None]:
    """Have what is recorded meanwhile say by what the person did it, beside their name: `by_way_of("API")`."""
    before = _way.set(way)
    try:
        yield
    finally:
        _way.reset(before)


def describe(sentences: Mapping[str, str | Promise]) -> None:
    """Declare how verbs read on a page: verb → translated text (“Import undone”)."""
    SENTENCES.update(sentences)


def kind_of(target: models.Model | type[models.Model]) -> str:
    """Give what kind of thing a row or a model is: `access.user`."""
    return target._meta.label_lower  # noqa: SLF001 - Django's documented door


def record(
    actor: User | None,
    verb: str,
    target: models.Model,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Write that `actor` (None: the machine) did `verb` to `target`; RuntimeError outside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit event belongs to the transaction of the action it tells about")
    made = event(actor, verb, target, before=before, after=after)
    made.save(force_insert=True)
    chain.seal_after_commit()
    return made


def record_all(events: Iterable[AuditEvent]) -> None:
    """Write many events made by `event` in few statements; RuntimeError outside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit events belong to the transaction of the action they tell about")
    AuditEvent.objects.bulk_create(events)
    chain.seal_after_commit()


def event(
    actor: User | None,
    verb: str,
    target: models.Model,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Make an event that is not written yet: of many, `record_all` writes them together."""
    return AuditEvent(
        actor=actor,
        actor_label=_label(actor),
        verb=verb,
        target_type=kind_of(target),
        target_id=str(target.pk),
        target_label=str(getattr(target, "audit_label", target))[:254],
        before=_plain(before),
        after=_plain(after),
    )


def history(target: models.Model) -> models.QuerySet[AuditEvent]:
    """Give what was done to one object, latest first."""
    return AuditEvent.objects.filter(target_type=kind_of(target), target_id=str(target.pk))


def forget(events: models.QuerySet[AuditEvent], change: Callable[[AuditEvent], bool]) -> int:
    """Have a name leave the texts of events; gives how many held it.

    `change` puts what stands for the name into `actor_label`, `target_label`, `before` and `after`, and says whether
    it did.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a name leaves the trail in the transaction that erases it elsewhere")
    found = [event for event in events.iterator() if change(event)]
    door = Forgetting.objects.create()
    for event in found:
        AuditEvent._base_manager.filter(pk=event.pk).update(  # noqa: SLF001 - `objects` refuses every change
            actor_label=event.actor_label[:254],
            target_label=event.target_label[:254],
            before=event.before,
            after=event.after,
        )
    chain.restate(event.pk for event in found)
    door.delete()
    return len(found)


def _label(actor: User | None) -> str:
    """Who did it, as people read it, and by what where that was no page of ours."""
    if actor is None:
        return "Trousseau"
    way = _way.get()
    return f"{actor} · {way}"[:254] if way else str(actor)


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Dates, decimals and identifiers as JSON holds them."""
    if values is None:
        return None
    plain: dict[str, Any] = json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
    return plain
