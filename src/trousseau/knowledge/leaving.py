"""When a key contact leaves the client, who answers for the account is told at once, and once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from trousseau.access.models import Role, User
from trousseau.accounts.access import visible_to
from trousseau.knowledge.models import Contact
from trousseau.knowledge.queries.relations import is_key
from trousseau.notices.telling import Telling, tell_all

KIND = "knowledge.key_contact_left"


def told(by: User, *contacts: Contact) -> None:
    """Tell the manager, their head, the directors and who held a contact, but not who said so."""
    gone = [one for one in contacts if one.left_on is not None and is_key(one)]
    if not gone:
        return
    directors = list(User.objects.filter(is_active=True, assignments__role=Role.DIRECTOR))
    sees = cache(lambda user, account: visible_to(user).filter(pk=account).exists())
    tell_all(
        KIND,
        [
            Telling(
                user,
                key=f"{contact.public_id}:{contact.left_on}",
                url=reverse("knowledge:map", args=[contact.account.public_id]),
                params={"contact": contact.public_id, "name": contact.name, "account": contact.account.name},
            )
            for contact in gone
            for user in _answering(contact, directors)
            if user.pk != by.pk and sees(user, contact.account_id)
        ],
    )


def text(params: Mapping[str, Any]) -> str:
    """The sentence of a notice."""
    return _("{name}, who matters at {account}, has left: say who takes over.").format(
        name=params.get("name", ""), account=params.get("account", "")
    )


def _answering(contact: Contact, directors: Iterable[User]) -> Iterable[User]:
    """Who is told, each once."""
    manager = contact.account.manager
    people = (manager, manager.reports_to if manager else None, contact.owner, *directors)
    return {user.pk: user for user in people if user is not None}.values()
