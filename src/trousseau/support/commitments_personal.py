"""What promises hold of people at the client: given out on request, and forgotten without breaking the register.

The trail and the notices never held their names: `actions.commitments` leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet

from trousseau.accounts.models import folded
from trousseau.knowledge.models import Contact
from trousseau.support.models.commitments import Commitment, Renegotiation, State

TEXTS = {"what": 300, "contact_name": 200, "reference": 300, "evidence": 1000, "reason": 1000}
"""Where a name may be written, and how long that may be."""


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


def forget(contact: Contact, pseudonym: str) -> None:
    """Put the pseudonym wherever a promise of the client writes the person's name."""
    name = contact.name.strip()
    if not name or name == pseudonym:
        return
    written = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    for one in _about(contact):
        for field in TEXTS:
            setattr(one, field, written.sub(lambda _found: pseudonym, getattr(one, field))[: TEXTS[field]])
        if folded(one.contact_name) == folded(name):
            one.contact_name = pseudonym
        one.search_text = one.searchable()
        one.save()
    for move in Renegotiation.objects.filter(commitment__in=_of_client(contact)).filter(
        Q(agreed_by__icontains=name) | Q(reason__icontains=name)
    ):
        move.agreed_by = written.sub(lambda _found: pseudonym, move.agreed_by)[:200]
        move.reason = written.sub(lambda _found: pseudonym, move.reason)[:1000]
        move.save(update_fields=["agreed_by", "reason"])


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
