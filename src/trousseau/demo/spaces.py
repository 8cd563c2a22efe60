"""The client spaces of the demonstration: who of a client comes in, and what is shared with them."""

from __future__ import annotations

from trousseau.access.models import Role, User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact
from trousseau.portal.actions.sharing import share
from trousseau.portal.actions.spaces import admit, open_space
from trousseau.portal.models import Space

OPEN = (("Alstrom SA", "paul.renaudin@alstrom.example"),)
"""Accounts whose space is open, and who comes in."""


def show(director: User, account: Account, kind: str, public_id: str) -> None:
    """Share one thing with the client, in the name of who decides it."""
    share(account.manager or director, account, kind, public_id)


def tell() -> None:
    """Open what is not open yet, in the name of the account's manager."""
    for name, email in OPEN:
        account = access.every_account().filter(name=name).exclude(manager=None).first()
        person = User.objects.filter(email=email, assignments__role=Role.CLIENT).first()
        if account is None or account.manager is None or person is None or Space.objects.filter(account=account):
            continue
        contact = Contact.objects.filter(account=account, name=person.name).first()
        admit(account.manager, open_space(account.manager, account), person, contact)
