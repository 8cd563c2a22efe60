"""What the demonstration's managers write on the first page of a client, and the versions of plans that are signed."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from trousseau.access.models import User
from trousseau.plans.models import LIVING
from trousseau.plans.models.versions import PlanVersion
from trousseau.portal import signed
from trousseau.portal.access import Window
from trousseau.portal.actions import signing, word
from trousseau.portal.models import Space

WHY = "Pour que nos deux équipes partent du même texte."
WORDS = {
    "Alstrom SA": "Les certificats matière ont pris du retard, et ce retard est le nôtre. Vous aurez une date ferme"
    " cette semaine.",
}
"""By account."""
SIGNED = {"Alstrom SA": "Bon pour accord ; revoyons les dates du kanban en janvier."}
"""What the client signs with; the others are asked, and have not answered yet."""


def tell() -> None:
    """Write the words, and put the approved version before each client who was never asked."""
    plans = PlanVersion.objects.filter(plan__account=OuterRef("account"), plan__state__in=LIVING)
    for space in Space.objects.filter(Exists(plans), cosignings=None, closed_at=None).select_related(
        "account__manager"
    ):
        manager = space.account.manager
        if manager is not None:
            _say(space, manager)
            _sign(space, manager)


def _say(space: Space, manager: User) -> None:
    text = WORDS.get(space.account.name)
    if text and not space.word:
        word.write(manager, space, text, space.revision)


def _sign(space: Space, manager: User) -> None:
    version = signed.last_version(space.account)
    told = signed.told(space.account, version) if version is not None else None
    if told is None or not told.count:
        return
    one = signing.ask(manager, space, signed.digest(told.content), WHY)
    member = space.members.filter(ended_at=None).select_related("space__account__manager", "user", "contact").first()
    answer = SIGNED.get(space.account.name)
    if member is not None and answer:
        signing.sign(Window(member.space, member), one, one.digest, answer)
        signing.countersign(manager, one)
