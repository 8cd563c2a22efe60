"""Wherever a person at a client is written in words: found for who asks, forgotten for who asks that.

Which texts there are is read off the database, as merging does: whatever a room adds is found without registering. A
text is about a client where its row leads to an account; the trail is where its object does.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast

from trousseau.access import audit
from trousseau.access.models import AuditEvent
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact, ContactChange, Erasure, LegalEntity, Merge
from trousseau.knowledge.naming import Names

APART: Mapping[str, frozenset[str]] = {
    "accounts.account": frozenset(), "accounts.group": frozenset(), "accounts.savedview": frozenset(),
    "knowledge.erasure": frozenset(),
    "knowledge.contact": frozenset({"title", "unit", "source", "search_text"}),
}  # fmt: skip
"""Models of which only these fields are read: the clients' own names, and the other people's."""
OURS = frozenset({"access", "staffing"})
"""Rooms whose texts are about our own people, unless they lead to an account."""
FIGURES = frozenset({"imports", "costs", "portfolio", "exposure"})
"""Rooms whose texts name clients, products and zones as the sales lines do; the same holds for them."""
CODES = frozenset({
    "about_url", "account", "client", "digest", "frozen", "key", "kind", "link", "sha256", "stored", "uid", "url",
    "worker",
})  # fmt: skip
"""Fields that hold keys, addresses, or what was frozen with its digest."""
SEARCHED = "search_text"
STEPS = 3
"""How far from an account a text may be."""


@dataclass(frozen=True)
class Place:
    """The texts of one model, and the way from its rows to their account; "": none."""

    model: type[models.Model]
    fields: tuple[str, ...]
    way: str

    def rows(self, accounts: Iterable[int], names: Names) -> Iterator[tuple[int | str, dict[str, Any], bool]]:
        """Rows that may name someone: key, texts by field, and whether they are about the client."""
        every = self.model._base_manager  # noqa: SLF001 - Django's documented door
        if self.way:
            near = every.filter(**{f"{self.way}__in": list(accounts)})
            yield from ((one["pk"], one, True) for one in near.values("pk", *self.fields).iterator())
        elif self.model._meta.app_label not in OURS | FIGURES:  # noqa: SLF001 - as above
            for one in suspects(every.all(), self.fields, names).values("pk", *self.fields).iterator():
                yield one["pk"], one, False


@cache
def places() -> tuple[Place, ...]:
    """All texts people write, room by room."""
    found = []
    for model in apps.get_models():
        label = model._meta.label_lower  # noqa: SLF001 - as above
        if not model.__module__.startswith("trousseau.") or model is AuditEvent:
            continue
        fields = tuple(one.name for one in model._meta.concrete_fields if is_text(one))  # noqa: SLF001 - as above
        fields = tuple(one for one in fields if label not in APART or one in APART[label])
        if fields and (label not in APART or APART[label]):
            found.append(Place(model, fields, way(model)))
    return tuple(found)


def client_of(contacts: Iterable[Contact]) -> set[int]:
    """The accounts of the client someone works for, and of those they were known at."""
    found: set[int] = set()
    for one in contacts:
        group = one.account.group_id
        found |= {one.account_id}
        if group is not None:
            found |= set(access.every_account().filter(group=group).values_list("pk", flat=True))
    return found


def names_of(contacts: list[Contact], accounts: set[int], word: str) -> Names:
    """What finds a person; a surname that is another's at the client, or the client's own, is left out."""
    mine = [one.pk for one in contacts]
    taken = [*Contact.every.filter(account__in=accounts).exclude(pk__in=mine).values_list("name", flat=True)]
    taken += access.every_account().filter(pk__in=accounts).values_list("name", flat=True)
    taken += [name for name in _groups(accounts) if name]
    taken += LegalEntity.objects.filter(account__in=accounts).values_list("name", flat=True)
    return Names.of(word, [(one.name, one.email, one.phone) for one in contacts], taken)


def written(contacts: list[Contact], besides: Iterable[type[models.Model]] = ()) -> list[dict[str, str]]:
    """Every text that names a person, or that hangs from them; `besides`: models that are told otherwise."""
    accounts = client_of(contacts)
    names = names_of(contacts, accounts, "")
    mine, keys = {one.pk for one in contacts}, _hanging({one.pk for one in contacts})
    told = []
    for place in places():
        if place.model in {*besides, ContactChange, Merge}:
            continue
        name, hanging = str(place.model._meta.verbose_name), keys[place.model]  # noqa: SLF001 - as above
        for pk, texts, near in place.rows(accounts, names):
            if place.model is Contact and pk in mine:
                continue
            said = {field: text for field, text in texts.items() if text and field not in {"pk", SEARCHED}}
            if pk not in hanging:
                pattern = names.near if near else names.far
                said = {field: text for field, text in said.items() if names.replaced(text, pattern) != text}
            told += [{"where": name, "field": field, "text": _plain(text)} for field, text in said.items()]
    return told


def forget(contacts: list[Contact], word: str) -> None:
    """Put a word in the place of a person's name wherever it is written, the trail included."""
    accounts = client_of(contacts)
    names = names_of(contacts, accounts, word)
    known = set(access.every_account().filter(pk__in=accounts).values_list("name", flat=True))
    for place in places():
        for pk, texts, near in place.rows(accounts, names):
            near_too = near or bool(known & _values(texts.get("params")))
            changed = _changed(place, texts, names, near=near_too)
            if changed:
                place.model._base_manager.filter(pk=pk).update(**changed)  # noqa: SLF001 - as above
    of_client = _objects(accounts)
    events = suspects(AuditEvent.objects.all(), ("target_label", "before", "after"), names)
    audit.forget(events, lambda event: _left(event, names, near=event.target_id in of_client[event.target_type]))


def suspects(rows: QuerySet[Any], fields: Iterable[str], names: Names) -> QuerySet[Any]:
    """Rows of which a text may name someone."""
    if not names.fragments:
        return rows
    texts = {f"{field}_as_text": Cast(field, models.TextField()) for field in fields}
    holds = [Q(**{f"{text}__icontains": part}) for text in texts for part in names.fragments]
    found: QuerySet[Any] = rows.annotate(**texts).filter(reduce(or_, holds))
    return found


def _left(event: AuditEvent, names: Names, *, near: bool) -> bool:
    """Put the word into an event's texts; whether it named the person."""
    pattern = names.near if near else names.far
    was = (event.target_label, event.before, event.after)
    event.target_label, event.before, event.after = (names.replaced(one, pattern) for one in was)
    return (event.target_label, event.before, event.after) != was


def _changed(place: Place, texts: Mapping[str, Any], names: Names, *, near: bool) -> dict[str, Any]:
    """The texts of a row that name the person, with the word instead."""
    changed: dict[str, Any] = {}
    for field in sorted(place.fields, key=lambda one: one == SEARCHED):
        if field == SEARCHED and not changed:
            continue  # it is made of the others
        text = names.replaced(texts[field], _pattern(names, field, near=near))
        if text != texts[field]:
            longest = getattr(place.model._meta.get_field(field), "max_length", None)  # noqa: SLF001 - as above
            changed[field] = text[:longest] if longest and isinstance(text, str) else text
    return changed


def _pattern(names: Names, field: str, *, near: bool) -> Any:  # noqa: ANN401 - a compiled pattern
    if not near:
        return names.far
    return names.search if field == SEARCHED else names.near


def _objects(accounts: set[int]) -> dict[str, set[str]]:
    """The keys of everything that leads to a client, by model, as the trail writes them."""
    found: dict[str, set[str]] = defaultdict(set)
    found["accounts.account"] = {str(pk) for pk in accounts}
    for place in places():
        if place.way:
            rows = place.model._base_manager.filter(**{f"{place.way}__in": accounts})  # noqa: SLF001 - as above
            found[place.model._meta.label_lower] |= {str(pk) for pk in rows.values_list("pk", flat=True)}  # noqa: SLF001 - as above
    return found


def _plain(text: object) -> str:
    return text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)


def _hanging(contacts: set[int]) -> dict[type[models.Model], set[Any]]:
    """The keys of rows that point at someone, by model."""
    found: dict[type[models.Model], set[Any]] = defaultdict(set)
    for relation in Contact._meta.get_fields(include_hidden=True):  # noqa: SLF001 - as above
        if isinstance(relation, models.ManyToOneRel) and relation.related_model not in {Contact, Erasure}:
            model: Any = relation.related_model
            rows = model._base_manager.filter(**{f"{relation.field.attname}__in": contacts})  # noqa: SLF001 - as above
            found[model] |= set(rows.values_list("pk", flat=True))
    return found


def _values(params: object) -> set[str]:
    """The texts a notice was told with."""
    return {one for one in params.values() if isinstance(one, str)} if isinstance(params, dict) else set()


def _groups(accounts: set[int]) -> Iterator[str]:
    yield from access.every_account().filter(pk__in=accounts).values_list("group__name", flat=True)


def is_text(field: Any) -> bool:  # noqa: ANN401 - a field of any model
    """Whether people write into a field: no choice, no code, no address."""
    if not isinstance(field, models.CharField | models.TextField | models.JSONField) or field.choices:
        return False
    if field.name in CODES:
        return False
    return not (field.unique or field.primary_key or isinstance(field, models.SlugField))


@cache
def way(model: type[models.Model]) -> str:
    """The shortest way from a model to an account, as a lookup; "" where there is none."""
    level: list[tuple[str, Any]] = [("", model)]
    for _step in range(STEPS):
        further: list[tuple[str, Any]] = []
        for way, here in level:
            for field in here._meta.concrete_fields:  # noqa: SLF001 - as above
                if not isinstance(field, models.ForeignKey):
                    continue
                name = f"{way}__{field.name}" if way else field.name
                if field.related_model is Account:
                    return name
                further.append((name, field.related_model))
        level = [(way, here) for way, here in further if here._meta.app_label != "access"]  # noqa: SLF001 - as above
    return ""
