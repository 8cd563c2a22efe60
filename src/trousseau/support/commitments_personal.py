"""What promises hold of people at the client, given out on request; `knowledge.forgetting` forgets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from trousseau.knowledge.models import Contact
from trousseau.support.models.commitments import Commitment, State

TEXTS = ("what", "contact_name", "reference", "evidence", "reason")
"""Where a name may be written."""


def held(contact: Contact) -> Iterable[Mapping[str, str]]:
    """The promises made to a person, or that name them."""
    for one in _about(contact):
        yield {
            "promised": one.what,
            "promised_on": one.promised_on.isoformat(),
            "due": one.due.isoformat(),
            "state": str(State(one.state).value),
            "where": one.reference,
            "to": one.to,
        }


def _of_client(contact: Contact) -> QuerySet[Commitment]:
    """The promises on the accounts of a person's client."""
    if contact.account.group_id is None:
        return Commitment.objects.filter(account=contact.account_id)
    return Commitment.objects.filter(account__group=contact.account.group_id)


def _about(contact: Contact) -> QuerySet[Commitment]:
    """The promises made to a person or that write their name."""
    named = Q(contact=contact)
    if contact.name.strip():
        for field in TEXTS:
            named |= Q(**{f"{field}__icontains": contact.name.strip()})
    return _of_client(contact).filter(named)
