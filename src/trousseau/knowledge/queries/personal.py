"""What is held of a person at a client, for the person who asks: everything, from every room, in words."""

from __future__ import annotations

from collections.abc import Iterable

from trousseau.access.audit import SENTENCES, history
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import folded
from trousseau.knowledge import forgetting, personal
from trousseau.knowledge.models import Contact, Influence, ReportingLine

Rows = list[dict[str, str]]
MOST = 50
FIELDS = (
    "name", "title", "unit", "email", "phone", "language", "buying_role", "stance", "importance", "last_touch",
    "left_on", "source", "said_on",
)  # fmt: skip


def found(user: User, text: str) -> list[Contact]:
    """The people whose name or e-mail holds every word, wherever they are: for who answers for personal data only."""
    words = folded(text).split()
    if not words or not may(user, "erase_contacts"):
        return []
    rows = Contact.objects.filter(erased_at=None)
    for word in words:
        rows = rows.filter(search_text__contains=word)
    return list(rows.select_related("account").order_by("name")[:MOST])


def held(contact: Contact) -> dict[str, Rows]:
    """Everything held of a person, room by room."""
    absorbed = list(Contact.every.filter(merged_into=contact))
    told: dict[str, Rows] = {
        "contact": [_row(one) for one in (contact, *absorbed)],
        "reporting": [_line(line) for one in (contact, *absorbed) for line in _lines(one)],
        "influence": [_influence(line) for one in (contact, *absorbed) for line in _influences(one)],
        "changes": [
            {"at": change.at.isoformat(), "field": field, "before": _text(before), "after": _text(after)}
            for one in (contact, *absorbed)
            for change in one.changes.all()
            for field, (before, after) in change.values.items()
        ],
        "trail": [
            {"at": event.at.isoformat(), "what": str(SENTENCES.get(event.verb, event.verb)), "by": event.actor_label}
            for event in history(contact)
        ],
    }
    told |= personal.exported(contact)
    told["written"] = forgetting.written([contact, *absorbed], personal.told())
    return {name: rows for name, rows in told.items() if rows}


def flat(told: dict[str, Rows]) -> Iterable[tuple[str, str, str, str]]:
    """The same as a table: room, record, field, value."""
    for name, rows in told.items():
        for number, row in enumerate(rows, 1):
            for field, value in row.items():
                yield name, str(number), field, value


def _row(contact: Contact) -> dict[str, str]:
    row = {field: _text(getattr(contact, field)) for field in FIELDS}
    row |= {"account": contact.account.name, "owner": _text(contact.owner), "author": _text(contact.author)}
    return {field: value for field, value in row.items() if value}


def _lines(contact: Contact) -> list[ReportingLine]:
    return [*contact.bosses.select_related("person", "boss"), *contact.reports.select_related("person", "boss")]


def _line(line: ReportingLine) -> dict[str, str]:
    return {"person": line.person.name, "boss": line.boss.name, "functional": str(line.dotted).lower()}


def _influences(contact: Contact) -> list[Influence]:
    return [*contact.influences.select_related("by", "on"), *contact.influenced_by.select_related("by", "on")]


def _influence(line: Influence) -> dict[str, str]:
    return {
        "by": line.by.name, "on": line.on.name, "strength": str(line.strength), "supposed": str(line.supposed).lower(),
        "source": line.source, "said_on": line.said_on.isoformat(),
    }  # fmt: skip


def _text(value: object) -> str:
    return "" if value is None else str(value)
