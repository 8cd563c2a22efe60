"""What was said of one fact over time, and what two people wrote at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from trousseau.access.audit import SENTENCES
from trousseau.access.rules import may, person
from trousseau.accounts import pages as account_pages
from trousseau.accounts.rows import language
from trousseau.knowledge.actions.facts import ChangedMeanwhileError, history
from trousseau.knowledge.kinds import SAID_LABELS, kind_of, plain, values_of
from trousseau.knowledge.models import Contact, Fact, LegalEntity

HIDDEN = frozenset({"who"})
"""Fields that name people: for those who may read contacts."""


@dataclass(frozen=True)
class Change:
    """One field of one event."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Event:
    """What someone did to a fact."""

    at: dt.datetime
    who: str
    sentence: str
    changes: tuple[Change, ...]


def page(request: HttpRequest, fact: Fact) -> dict[str, Any]:
    """The history of a fact, under the head of its account."""
    kind = kind_of(fact)
    events = history(fact)
    names = _names(
        [value for event in events for said in (event.before, event.after) for value in (said or {}).values()]
    )
    shown = set(kind.fields) - (frozenset() if may(person(request), "read_contacts") else HIDDEN)
    fields = [name for name in kind.fields if name in shown]
    labels = {**kind.labels, **SAID_LABELS}

    def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[Change, ...]:
        return tuple(
            Change(str(labels[name]), _said(before.get(name), names), _said(after.get(name), names))
            for name in fields
            if before.get(name) != after.get(name) and (before.get(name) or after.get(name))
        )

    return account_pages.head(request, fact.account, "knowledge") | {
        "fact": fact,
        "kind": kind,
        "back": reverse("knowledge:facts", args=[fact.account.public_id]),
        "events": [
            Event(event.at, event.actor_label, str(SENTENCES.get(event.verb, event.verb)),
                  changes(event.before or {}, event.after or {}))
            for event in events
        ],
    }  # fmt: skip


def conflict(meanwhile: ChangedMeanwhileError) -> str:
    """What someone else wrote in the fields one has changed oneself."""
    now = plain(values_of(meanwhile.fact))
    names = _names(now.values())
    labels = {**kind_of(meanwhile.fact).labels, **SAID_LABELS}
    theirs = language().listed([f"{labels[name]}: {_said(now[name], names)}" for name in meanwhile.fields])
    return _(
        "%(who)s changed this meanwhile: %(theirs)s. What you typed is below and not kept yet: "
        "keep yours, or write theirs."
    ) % {"who": meanwhile.by, "theirs": theirs}


def labels_of(fact: Fact, fields: Iterable[str]) -> list[str]:
    """What fields are called, inside a sentence."""
    labels = {**kind_of(fact).labels, **SAID_LABELS}
    return [str(labels[name]) for name in fields]


def _names(values: Iterable[Any]) -> dict[str, str]:
    """What public ids stand for today: a name that was erased is erased here too."""
    ids = {value for value in values if isinstance(value, str) and len(value) == 12}
    found: dict[str, str] = {}
    for model in (Contact, LegalEntity):
        found |= {row.public_id: str(row) for row in model.objects.filter(public_id__in=ids)}
    return found


def _said(value: object, names: dict[str, str]) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = names.get(str(value), str(value))
    try:
        return language().date(dt.date.fromisoformat(text))
    except ValueError:
        return text if len(text) <= 300 else f"{text[:300]}…"
