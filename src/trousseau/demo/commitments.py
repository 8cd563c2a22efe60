"""What the demonstration's people promised to clients: Alstrom as the picture of its page tells it, and other accounts.

Of 34 promises to Alstrom that fell due within 12 months 31 were kept, two were not, one is six days late.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account, TeamMember
from trousseau.demo import spaces
from trousseau.demo.colleagues import LED
from trousseau.knowledge.models import Contact
from trousseau.support import promising
from trousseau.support.actions import commitments as actions
from trousseau.support.actions.commitments import Promised
from trousseau.support.models.commitments import Channel, Commitment, Direction

DOMAIN = "garonne.example"


class Story(NamedTuple):
    """A promise as the story tells of it: days are counted from today."""

    what: str
    to: str
    by: str
    due: int
    promised: int
    channel: Channel
    reference: str
    visible: bool = False
    direction: Direction = Direction.OURS


ALSTROM = (
    Story("Plan de réduction des défauts, site de Belmont", "Ana Ruiz", "lea.marchal", -6, -40, Channel.MEETING,
          "Point mensuel usinage", visible=True),
    Story("Chiffrer la reprise des pièces Vesoul", "Dieter Kolb", "julien.arnaud", 5, -12, Channel.CALL,
          "Appel du site de Belmont"),
    Story("Délai garanti de 15 jours sur les urgences", "Paul Renaudin", "nadia.belkacem", 23, -18, Channel.MEETING,
          "Revue d’affaires T3", visible=True),
    Story("Atelier d’écoconception, deux jours", "Tom Verhoeven", "sophie.lacaze", 51, -9, Channel.MAIL,
          "Échange avec la R&D bogies", visible=True),
    Story("Bilan carbone par référence", "Karim Benali", "lea.marchal", 70, -21, Channel.MEETING,
          "Rencontre au siège"),
    Story("Prévisions de commande à six mois, par site", "Julie Castan", "sophie.lacaze", 12, -30, Channel.MAIL,
          "Message de J. Castan", direction=Direction.THEIRS),
)  # fmt: skip
PAST = (
    "Devis sous cinq jours, lot {n}", "Certificats matière, livraison {n}", "Réponse à l’audit, point {n}",
    "Échantillons initiaux, référence {n}", "Visite technique, atelier {n}", "Compte rendu de non-conformité {n}",
    "Mise à jour du tarif, famille {n}",
)  # fmt: skip
KEPT_LATE = frozenset({7, 15, 26})
BROKEN = {
    11: "Fournisseur de forge en défaut, pièce reprise ailleurs.",
    22: "Essai annulé : banc d’essai indisponible.",
}
MOVED = 0.4
"""The share of open promises of others whose day was moved."""
OTHERS = (
    "Calendrier de livraison du trimestre", "Plan d’actions qualité", "Offre de service sur pièces de rechange",
    "Dossier technique révisé", "Proposition de contrat-cadre", "Stock de sécurité sur deux références",
)  # fmt: skip


def tell(director: User, seed: int = 0) -> None:
    """Record what was promised, where nothing is yet; name the people known since."""
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    if not Commitment.objects.exists():
        with transaction.atomic():
            _alstrom(director, people)
            _others(director, people, random.Random(f"commitments {seed}"))  # noqa: S311 - a story, no secret
    _named()


def _alstrom(director: User, people: dict[str, User]) -> None:
    account = access.every_account().filter(name="Alstrom SA").first()
    if account is None:
        return
    if "lea.marchal" in people:  # she promised two of the five
        TeamMember.objects.get_or_create(account=account, user=people["lea.marchal"])
    for story in ALSTROM:
        made = _promise(director, account, people, story)
        if made is not None and story.visible:
            spaces.show(director, account, "commitment", made.public_id)
    for n in range(1, 34):
        due = -10 - round(n * 10.2)
        one = _promise(
            director,
            account,
            people,
            Story(PAST[n % len(PAST)].format(n=n), ("Ana Ruiz", "Julie Castan", "Dieter Kolb")[n % 3],
                  ("sophie.lacaze", "lea.marchal")[n % 2], due, due - 25, Channel.MEETING, "Point mensuel usinage"),
        )  # fmt: skip
        if one is not None:
            _settle(director, one, late=3 if n in KEPT_LATE else -(n % 4), broken=BROKEN.get(n, ""))


def _others(director: User, people: dict[str, User], drawn: random.Random) -> None:
    """Five promises an account, for the first two accounts of each other manager."""
    for email, names in LED.items():
        by = email.partition("@")[0]
        for account in access.every_account().filter(name__in=names[:2]).order_by("name"):
            told = drawn.sample(OTHERS, 5)
            for number, what in enumerate(told):
                near = (drawn.choice((-3, 4, 19)), drawn.randrange(12, 80))
                due = near[number] if number < len(near) else -20 * number
                one = _promise(
                    director,
                    account,
                    people,
                    Story(what, "Direction des achats", by, due, min(0, due) - 30, Channel.MEETING, "Point mensuel"),
                )
                if one is not None and number == 1 and drawn.random() < MOVED:
                    _move(director, one)
                if one is not None and number > 1:
                    missed = "Capacité prise par une urgence." if drawn.random() < 0.12 else ""
                    _settle(director, one, late=drawn.choice((-4, -2, 0, 0, 5)), broken=missed)


def _promise(director: User, account: Account, people: dict[str, User], story: Story) -> Commitment | None:
    """Record one promise; None where who promised it is not there or does not see the account."""
    owner, today = people.get(story.by), timezone.localdate()
    if owner is None:
        return None
    said = Promised(
        what=story.what,
        due=today + dt.timedelta(days=story.due),
        owner=owner,
        contact=Contact.objects.filter(account=account, name=story.to).first(),
        contact_name=story.to,
        channel=story.channel,
        reference=story.reference,
        promised_on=today + dt.timedelta(days=story.promised),
        direction=story.direction,
    )
    own = promising.may_promise(owner, account)
    try:
        return actions.promise(owner if own else director, account, said)
    except ValidationError:  # whoever promised it does not see the account
        return None


def _move(director: User, one: Commitment) -> None:
    """Agree another day, two weeks later."""
    later = one.due + dt.timedelta(days=14)
    reason = "Essai de validation repoussé par le client."
    actions.renegotiate(
        one.owner or director, one, due=later, reason=reason, agreed_by="Direction des achats", revision=1
    )


def _settle(director: User, one: Commitment, *, late: int, broken: str) -> None:
    on = one.due + dt.timedelta(days=late)
    if broken:
        actions.break_(one.owner or director, one, on=one.due, reason=broken, revision=1)
    else:
        actions.keep(
            one.owner or director, one, on=on, evidence="Envoyé et accusé de réception par le client.", revision=1
        )


def _named() -> None:
    """Link promises to people of the account who have become known since."""
    for one in Commitment.objects.filter(contact=None, account__name="Alstrom SA").exclude(contact_name=""):
        known = Contact.objects.filter(account=one.account_id, name=one.contact_name).first()
        if known is not None:
            one.contact, one.contact_name = known, ""
            one.save(update_fields=["contact", "contact_name"])
