"""Records that may be something of ours, those that are an account, and who would go with one."""

from __future__ import annotations

from django.db.models import Count, Max, Q, QuerySet

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.access import visible_to
from trousseau.accounts.models import Account
from trousseau.connectors.models import Candidate, Remote
from trousseau.connectors.models.remote import Linked
from trousseau.connectors.protocol import Entity
from trousseau.knowledge.access import may_edit
from trousseau.knowledge.models import Contact

OURS_ALONE = frozenset({"remote_records", "candidates", "deal_roles", "changes"})
"""What a contact that a CRM brought has by itself; anything else was tied to them by somebody."""


def queue(user: User) -> QuerySet[Remote]:
    """The records that wait for somebody to say which account they are, those for which most speaks first."""
    if not may(user, "match_records"):
        return Remote.objects.none()
    waits = Q(candidates__state=Candidate.State.OPEN, candidates__account__in=visible_to(user))
    return (
        Remote.objects.filter(entity=Entity.ACCOUNT.value, gone_at=None)
        .filter(waits)
        .annotate(best=Max("candidates__score", filter=waits), proposed=Count("candidates", filter=waits))
        .select_related("connection", "account")
        .order_by("-best", "pk")
    )


def candidates(user: User, record: Remote) -> QuerySet[Candidate]:
    """The accounts that a record may be."""
    found = Candidate.objects.filter(record=record, state=Candidate.State.OPEN, account__in=visible_to(user))
    return found.select_related("account", "account__group").order_by("-score", "pk")


def apart(user: User) -> QuerySet[Remote]:
    """The records that somebody said are none of ours, the latest first."""
    if not may(user, "match_records"):
        return Remote.objects.none()
    found = Remote.objects.filter(entity=Entity.ACCOUNT.value, gone_at=None, linked=Linked.APART)
    return found.select_related("connection", "linked_by").order_by("-linked_at", "-pk")


def linked(accounts: list[int]) -> QuerySet[Remote]:
    """The records that are some accounts, in the order in which their word wins."""
    found = Remote.objects.filter(entity=Entity.ACCOUNT.value, gone_at=None, account__in=accounts)
    return found.select_related("connection").order_by("connection__rank", "connection__name", "pk")


def people_to_match(user: User, account: Account) -> QuerySet[Candidate]:
    """The people of a CRM who may be somebody known at an account, for who may change its contacts."""
    if not may_edit(user, account):
        return Candidate.objects.none()
    found = Candidate.objects.filter(state=Candidate.State.OPEN, contact__account=account, record__gone_at=None)
    return found.select_related("contact", "record", "record__connection").order_by("-score", "pk")


def leaving(record: Remote) -> list[Contact]:
    """The people who would go with a record: made from it alone, and nobody changed or tied anything to them since."""
    if record.account_id is None:
        return []
    theirs = Remote.objects.filter(
        connection=record.connection_id, entity=Entity.CONTACT.value, belongs_to=record.external_id, linked=Linked.MADE
    )
    found = Contact.every.filter(pk__in=theirs.values("contact"), erased_at=None)
    found = found.annotate(sources=Count("remote_records", distinct=True)).filter(sources=1, absorbed=None)
    found = found.exclude(changes__by__isnull=False)
    kept = {contact.pk: contact for contact in found}
    for tie in Contact._meta.related_objects:  # noqa: SLF001 - as Django documents
        if kept and tie.get_accessor_name() not in OURS_ALONE and tie.related_model is not Contact:
            name = tie.field.name
            held = tie.related_model._base_manager.filter(**{f"{name}__in": list(kept)})  # noqa: SLF001 - as above
            for pk in held.values_list(name, flat=True):
                kept.pop(pk, None)
    return list(kept.values())
