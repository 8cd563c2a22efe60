"""Somebody who signs in, or did: what they answer for, what is held of them, and where their name stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.audit import SENTENCES, kind_of
from trousseau.access.models import AuditEvent, User
from trousseau.access.processing import fields_declared
from trousseau.accounts import access
from trousseau.accounts.models import TeamMember, folded
from trousseau.knowledge.forgetting import Place, places, suspects
from trousseau.knowledge.models import Contact
from trousseau.knowledge.naming import Names
from trousseau.support.models import Commitment, Request
from trousseau.support.models.commitments import State
from trousseau.support.models.requests import OPEN
from trousseau.trust.rooms import room

SECRETS = frozenset({"password", "data", "session_data"})
APART = frozenset({"access.user", "access.invitation"})
"""Rows that are handled by themselves: another person's name is theirs."""
Mend = tuple[str, str]


def responsibilities(user: User) -> list[Mend]:
    """What somebody still answers for, as sentences with the page that mends each."""
    today = timezone.localdate()
    led = access.every_account().filter(manager=user).count()
    on = TeamMember.objects.filter(Q(until=None) | Q(until__gt=today), user=user).count()
    heads = User.objects.filter(reports_to=user, is_active=True).count()
    promised = Commitment.objects.filter(owner=user, state=State.OPEN).count()
    asked = Request.objects.filter(owner=user, state__in=OPEN).count()
    people = reverse("access:people")
    accounts, board = reverse("accounts:list"), reverse("support:requests")
    told = (
        (
            ngettext(
                "They lead %(n)s account: give it a manager.", "They lead %(n)s accounts: give them managers.", led
            ),
            led,
            accounts,
        ),
        (ngettext("They are on %(n)s team: end it.", "They are on %(n)s teams: end that.", on), on, accounts),
        (
            ngettext(
                "%(n)s person reports to them: say to whom now.", "%(n)s people report to them: say to whom now.", heads
            ),
            heads,
            people,
        ),
        (
            ngettext(
                "%(n)s promise of theirs is open: pass it on.",
                "%(n)s promises of theirs are open: pass them on.",
                promised,
            ),
            promised,
            reverse("support:commitments"),
        ),
        (
            ngettext("%(n)s request waits for them: pass it on.", "%(n)s requests wait for them: pass them on.", asked),
            asked,
            board,
        ),
    )
    active = [(_("They may still sign in: deactivate them first."), people)] if user.is_active else []
    return [*active, *((sentence % {"n": count}, url) for sentence, count, url in told if count)]


def word_for(user: User) -> str:
    """What stands for somebody who was erased."""
    return _("Erased person %(n)s") % {"n": user.pk}


def names_of(user: User, word: str) -> Names:
    """What finds somebody in texts: whole names, those they had before too, and addresses; namesakes keep theirs."""
    known: set[tuple[str, str]] = {(user.name, user.email)}
    own = AuditEvent.objects.filter(target_type=kind_of(user), target_id=str(user.pk))
    for said in own.values_list("before", "after"):
        known |= {(str(one.get("name") or ""), str(one.get("email") or "")) for one in said if one}
    others = {folded(name) for name in User.objects.exclude(pk=user.pk).values_list("name", flat=True)}
    others |= {folded(name) for name in Contact.every.values_list("name", flat=True)}
    return Names.of(word, [("" if folded(name) in others else name, email, "") for name, email in known], ())


def naming(names: Names) -> Iterator[tuple[Place, Any, Mapping[str, Any]]]:
    """Rows whose texts name somebody, with these texts once the word stands instead."""
    for place in places():
        if kind_of(place.model) in APART:
            continue
        rows = suspects(place.model._base_manager.all(), place.fields, names)  # noqa: SLF001 - Django's documented door
        for row in rows.values("pk", *place.fields).iterator():
            now = {name: names.replaced(row[name], names.far) for name in place.fields}
            changed = {name: text for name, text in now.items() if text != row[name]}
            if changed:
                yield place, row["pk"], changed


def preview(user: User) -> list[tuple[str, int]]:
    """Where a name would be replaced, how often: by kind of thing, the trail among them."""
    found = Counter(label_of(place.model) for place, _pk, _texts in naming(names_of(user, word_for(user))))
    done = AuditEvent.objects.filter(actor=user).count()
    return sorted([*found.items(), *([(_("Audit log"), done)] if done else [])])


def held(user: User) -> dict[str, list[dict[str, Any]]]:
    """Everything held of somebody, by kind of thing: their rows, the texts that name them, what they did."""
    told: dict[str, list[dict[str, Any]]] = {kind_of(user): [_row(user, fields_declared()[kind_of(user)])]}
    for model in apps.get_models():
        fields = fields_declared().get(kind_of(model), frozenset()) - SECRETS
        keys = [one.name for one in _columns(model) if isinstance(one, models.ForeignKey) and one.related_model is User]
        if keys and fields and model is not AuditEvent:
            condition = Q()
            for key in keys:
                condition |= Q(**{key: user.pk})
            rows = [_row(one, fields) for one in model._base_manager.filter(condition)]  # noqa: SLF001 - as above
            if rows:
                told[kind_of(model)] = rows
    texts = [
        {"where": kind_of(place.model), "key": str(pk), "fields": sorted(changed)}
        for place, pk, changed in naming(names_of(user, ""))
    ]
    did = AuditEvent.objects.filter(Q(actor=user) | Q(target_type=kind_of(user), target_id=str(user.pk))).order_by("pk")
    events = [
        {
            "at": one.at.isoformat(),
            "who": one.actor_label,
            "what": str(SENTENCES.get(one.verb, one.verb)),
            "on": one.target_label,
        }
        for one in did.iterator()
    ]
    return {name: rows for name, rows in {**told, "named_in": texts, "audit": events}.items() if rows}


def label_of(model: type[models.Model]) -> str:
    """Where a row stands, in words: the part of the house, and the name of its table."""
    return f"{room(kind_of(model).partition('.')[0])} · {kind_of(model)}"


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [*model._meta.concrete_fields]  # noqa: SLF001 - Django's documented door


def _row(row: models.Model, fields: frozenset[str]) -> dict[str, Any]:
    """The personal fields of a row, with its key and its days."""
    dated = [one.name for one in _columns(type(row)) if isinstance(one, models.DateField)]
    said = {name: getattr(row, name) for name in [*dated, *sorted(fields - SECRETS)]}
    return {"key": str(row.pk)} | {name: str(value) if value is not None else None for name, value in said.items()}
