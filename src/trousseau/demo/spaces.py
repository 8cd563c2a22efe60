"""The client spaces of the demonstration: who of a client comes in, and what is shared with them."""

from __future__ import annotations

from trousseau.access.models import Role, User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact
from trousseau.portal.actions import terms
from trousseau.portal.actions.sharing import share
from trousseau.portal.actions.spaces import admit, open_space
from trousseau.portal.models import Space, Terms

OPEN = (("Alstrom SA", "paul.renaudin@alstrom.example"),)
"""Accounts whose space is open, and who comes in."""
TEXTS = terms.Texts(
    "Cet espace sert à suivre ce que nos deux entreprises font ensemble. Ce que vous y écrivez est lu par nos équipes"
    " et par vos collègues invités.\n\nCe que vous y voyez est confidentiel.",
    "This space serves to follow what our two companies do together. What you write here is read by our teams and by"
    " your colleagues who are invited.\n\nWhat you see here is confidential.",
    "Nous gardons votre nom, votre adresse électronique, vos visites et ce que vous écrivez, tant que vous avez une"
    " place ici. Demandez à votre interlocuteur de les voir, de les corriger ou de les effacer.",
    "We keep your name, your e-mail address, your visits and what you write for as long as you have a place here. Ask"
    " your contact with us to see, correct or erase them.",
)


def show(director: User, account: Account, kind: str, public_id: str) -> None:
    """Share one thing with the client, in the name of who decides it."""
    share(account.manager or director, account, kind, public_id)


def tell() -> None:
    """Open what is not open yet, in the name of the account's manager."""
    director = User.objects.filter(assignments__role=Role.DIRECTOR).first()
    if director is not None and not Terms.objects.exists():
        terms.write(director, TEXTS)
    written = Terms.current()
    for name, email in OPEN:
        account = access.every_account().filter(name=name).exclude(manager=None).first()
        person = User.objects.filter(email=email, assignments__role=Role.CLIENT).first()
        if account is None or account.manager is None or person is None or Space.objects.filter(account=account):
            continue
        contact = Contact.objects.filter(account=account, name=person.name).first()
        admit(account.manager, open_space(account.manager, account), person, contact)
        if written is not None:
            terms.accept(person, written)
