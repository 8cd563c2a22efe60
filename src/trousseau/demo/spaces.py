"""The client spaces of the demonstration: who of a client comes in, and what is shared with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import File

from trousseau.access.models import Role, User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.actions import documents
from trousseau.knowledge.models import Contact, Document
from trousseau.plans.models import Action
from trousseau.plans.models.rhythm import Held
from trousseau.portal.actions import terms
from trousseau.portal.actions.sharing import share
from trousseau.portal.actions.spaces import admit, open_space
from trousseau.portal.items import KINDS
from trousseau.portal.models import Space, Terms


@dataclass(frozen=True)
class Opened:
    """A space: whose, who comes in, and how the titles begin of what is shared."""

    account: str
    email: str
    begins: dict[str, tuple[str, ...]] = field(default_factory=dict)
    theirs: str = ""
    """How the action begins that their person does."""
    files: tuple[tuple[str, str], ...] = ()
    """Name and content."""
    meetings: int = 3
    """How many held ones are shared, the newest first; with as many to come, at most two."""


DELIVERIES = """semaine;site;lots
48;Belmont;14
49;Belmont;16
50;Vesoul;9
51;Belmont;15
52;Vesoul;4
"""
PROTOCOL = """# Protocole de mesure

Douze lots, mesure à trois et à six mois, au même endroit, par le même laboratoire.
"""
MASSES = """pièce;avant (kg);après (kg)
bras de bogie;212;198
support;64;52
"""
OPEN = (
    Opened(
        "Alstrom SA",
        "paul.renaudin@alstrom.example",
        {
            "objective": ("Livrer", "Signer", "Entrer en", "Kanban", "Premier", "Écoconception"),
            "action": ("Certificats", "Ligne dédiée", "Commande-cadre", "Pilote", "Kanban", "Feuille de route"),
            "kpi": ("Livraisons complètes", "Chiffre d’affaires"),
            "value": ("Arrêts de ligne", "Stock tampon", "Masse", "Cinq techniciens"),
            "commitment": ("Plan de réduction", "Prévisions de commande", "Délai garanti", "Atelier"),
        },
        "Kanban",
        (
            ("Plan de livraison, semaines 48 à 52.csv", DELIVERIES),
            ("Protocole de mesure, traitement de surface.md", PROTOCOL),
            ("Calcul de masse, atelier 1.csv", MASSES),
        ),
    ),
    Opened(
        "Kessler Hydraulik AG", "sabine.brandt@kessler.example",
        {"objective": ("",), "action": ("",), "value": ("",)},
        meetings=1,
    ),
)  # fmt: skip


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
    share(account.manager or director, account, kind, public_id, confirmed=True)


def tell() -> None:
    """Open what is not open yet and share what the story shares, in the name of the account's manager."""
    director = User.objects.filter(assignments__role=Role.DIRECTOR).first()
    if director is not None and not Terms.objects.exists():
        terms.write(director, TEXTS)
    written = Terms.current()
    for one in OPEN:
        account = access.every_account().filter(name=one.account).exclude(manager=None).first()
        person = User.objects.filter(email=one.email, assignments__role=Role.CLIENT).first()
        if account is None or account.manager is None or person is None or Space.objects.filter(account=account):
            continue
        contact = Contact.objects.filter(account=account, name=person.name).first()
        admit(account.manager, open_space(account.manager, account), person, contact)
        if written is not None:
            terms.accept(person, written)
        _theirs(account, one.theirs, contact)
        _kept(account.manager, account, one.files)
        _shared(account.manager, account, one)


def _shared(manager: User, account: Account, told: Opened) -> None:
    for kind, begins in told.begins.items():
        for row in KINDS[kind].rows(account):
            if str(getattr(row, KINDS[kind].title)).startswith(begins):
                share(manager, account, kind, row.public_id, confirmed=True)
    held = account.meetings.filter(state=Held.HELD).order_by("-on")[: told.meetings]
    coming = account.meetings.filter(state=Held.PLANNED, on__gt=held[0].on).order_by("on") if held else ()
    for meeting in (*held, *[one for one in coming if one.on > account.space.opened_at.date()][:2]):
        share(manager, account, "meeting", meeting.public_id)
    for document in Document.objects.filter(account=account, name__in=[name for name, _content in told.files]):
        share(manager, account, "document", document.public_id)


def _theirs(account: Account, begins: str, contact: Contact | None) -> None:
    """Their own person does what the story gives to somebody of theirs."""
    if begins and contact is not None:
        Action.objects.filter(plan__account=account, what__startswith=begins, owner=None).update(contact=contact)


def _kept(manager: User, account: Account, files: tuple[tuple[str, str], ...]) -> None:
    for name, content in files:
        try:
            documents.keep(manager, account, File(BytesIO(content.encode()), name=name))
        except ValidationError as error:
            raise RuntimeError(f"the demonstration's file {name} was refused: {error.messages[0]}") from error
