"""When a key contact leaves the client, who answers for the account is told at once, and once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from trousseau.access.models import Role, User
from trousseau.accounts.access import visible_to
from trousseau.knowledge.models import Contact
from trousseau.knowledge.queries.relations import is_key
from trousseau.notices.telling import tell

KIND = "knowledge.key_contact_left"


def told(by: User, contact: Contact) -> None:
    """Tell the manager, their head, the directors and who held the contact, but not who said so."""
    if contact.left_on is None or not is_key(contact):
        return
    for user in _answering(contact):
        if user.pk != by.pk and visible_to(user).filter(pk=contact.account_id).exists():
            tell(
                user,
                KIND,
                key=f"{contact.public_id}:{contact.left_on}",
                url=reverse("knowledge:map", args=[contact.account.public_id]),
                contact=contact.public_id,
                name=contact.name,
                account=contact.account.name,
            )


def text(params: Mapping[str, Any]) -> str:
    """The sentence of a notice."""
    return _("{name}, who matters at {account}, has left: say who takes over.").format(
        name=params.get("name", ""), account=params.get("account", "")
    )


def _answering(contact: Contact) -> list[User]:
    """Who is told, each once."""
    manager = contact.account.manager
    people = [manager, manager.reports_to if manager else None, contact.owner]
    people += User.objects.filter(is_active=True, assignments__role=Role.DIRECTOR)
    return list({user.pk: user for user in people if user is not None}.values())
