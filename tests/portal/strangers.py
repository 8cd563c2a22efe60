"""What is not a client's: names of things to ask for, and texts of ours to look for in what they are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import models

from trousseau.access.models import Organisation, User
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact, Document
from trousseau.plans.models import Action, Kpi, Meeting, Objective
from trousseau.plans.models.rhythm import AgendaPoint, Decision
from trousseau.plans.models.value import Delivered
from trousseau.portal.items import KINDS
from trousseau.portal.models import Cosigning, Proposal, Signature, Space
from trousseau.support.models import Commitment

ROOMS = {"accounts", "knowledge", "plans", "portal", "portfolio", "selection", "support"}
SHORTEST = 12
TOLD: Mapping[type[models.Model], set[str]] = {
    Objective: {"title", "start_text", "target_text"},
    Action: {"what"},
    Kpi: {"name", "unit"},
    Meeting: {"title", "where", "minutes"},
    Delivered: {"what", "method", "evidence", "said", "said_by"},
    Document: {"name", "kind"},
    Commitment: {"what", "contact_name"},
    Contact: {"name"},
    Account: {"name"},
    Organisation: {"name"},
    User: {"name", "email"},
}
"""The columns that may reach a client at all, and the tables of the portal that are told to both sides."""
OF_THE_SPACE = {"Terms", "Questions", "Rating", "Proposal", "Comment", "Ask", "Awaited"}

SAID: tuple[tuple[type[models.Model], str, str], ...] = (
    (Proposal, "space__account", "title"),
    (Proposal, "space__account", "text"),
    (Space, "account", "word"),
    (Cosigning, "space__account", "why"),
    (Signature, "cosigning__space__account", "word"),
)
"""What was said in a space, to be read there."""


def names(mine: Account) -> dict[str, list[str]]:
    """Public ids of every room's things by model: one of others and one of their own account that is not shared."""
    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        columns = {column.name for column in model._meta.get_fields()}
        if model._meta.app_label in ROOMS and "public_id" in columns:
            of = next((kind.of for kind in KINDS.values() if kind.model is model), "")
            flag = next((kind.flag for kind in KINDS.values() if kind.model is model), "")
            rows = model._default_manager.order_by("pk")
            if of:
                chosen = [rows.exclude(**{of: mine}).first(), rows.filter(**{of: mine, flag: False}).first()]
                chosen.append(rows.filter(**{flag: True}).exclude(**{of: mine}).first())
            elif "space" in columns:
                chosen = [rows.exclude(space__account=mine).first()]
            elif model is Space:
                chosen = [rows.exclude(account=mine).first()]
            else:
                chosen = [rows.last()]
            found[model._meta.label] = list(dict.fromkeys(one.public_id for one in chosen if one is not None))
    found["accounts.Account"] = [Account.objects.exclude(pk=mine.pk).get(space__isnull=False).public_id, mine.public_id]
    return found


def kept_texts(mine: Account) -> Iterator[tuple[str, str]]:
    """Every text the house keeps that this client is not told, with the column it stands in."""
    for model in apps.get_models():
        if model._meta.app_label not in {*ROOMS, "access", "costs", "exposure", "staffing"}:
            continue
        for column in model._meta.concrete_fields:
            if isinstance(column, models.CharField | models.TextField) and not _may_be_told(model, column.name):
                rows = model._default_manager.all()
                if model in {AgendaPoint, Decision}:
                    rows = rows.exclude(meeting__account=mine, meeting__shared=True)
                for text in rows.values_list(column.name, flat=True).order_by().distinct():
                    if column.name != "public_id" and text and _tells(text):
                        yield text, f"{model._meta.label}.{column.name}"


def told_texts(mine: Account) -> list[str]:
    """What this client is told by name, the longest first: a word of ours within it tells nothing more."""
    found: set[str] = set()
    for kind in KINDS.values():
        for column in TOLD[kind.model]:
            found |= set(kind.rows(mine).filter(**{kind.flag: True}).values_list(column, flat=True))
    for model in (AgendaPoint, Decision):
        found |= set(model.objects.filter(meeting__account=mine, meeting__shared=True).values_list("text", flat=True))
    found |= set(Contact.objects.filter(account=mine).values_list("name", flat=True))
    found |= set(User.objects.values_list("name", flat=True))
    for model, of, column in SAID:
        found |= set(model.objects.filter(**{of: mine}).values_list(column, flat=True))
    return sorted(filter(_tells, found), key=len, reverse=True)


def unshared(mine: Account) -> Iterator[tuple[str, str]]:
    """The names of what could be shared and is not: of their own account, and all of the others'."""
    for kind in KINDS.values():
        rows = kind.model._default_manager
        told = set(rows.filter(**{kind.of: mine, kind.flag: True}).values_list(kind.title, flat=True))
        for title in rows.values_list(kind.title, flat=True).distinct():
            if title not in told and _tells(title):
                yield title, f"{kind.name}, not shared"


def _may_be_told(model: type[models.Model], column: str) -> bool:
    if model._meta.app_label == "portal":
        return model.__name__ in OF_THE_SPACE
    return column in TOLD.get(model, ())


def _tells(text: str) -> bool:
    return len(text) >= SHORTEST and " " in text.strip()
