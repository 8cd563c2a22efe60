"""What the demonstration's people say of cells of the white space that neither ledger nor facts can tell."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import folded
from trousseau.plans.actions import whitespace as actions
from trousseau.plans.actions.whitespace import Saying
from trousseau.plans.models.whitespace import Said
from trousseau.plans.queries.whitespace import white_space


class Told(NamedTuple):
    """What is said of a cell."""

    account: str
    unit: str
    offer: str
    said: Said
    note: str


STORIES = (
    Told("Alstrom SA", "Kassel", "Hydraulique", Said.OPEN, "Achats locaux, pas de fournisseur cadre : à visiter."),
    Told("Alstrom SA", "Vesoul", "Hydraulique", Said.IRRELEVANT, "Le site n’a pas de machine hydraulique."),
    Told("Alstrom SA", "Alstrom Deutschland GmbH", "Fonderie", Said.OPEN, "Consultation prévue après l’accord Bogies."),
    Told("Okanda Rail K.K.", "Osaka", "Fonderie", Said.IRRELEVANT, "Osaka assemble, les pièces coulées vont à Nagoya."),
    Told("Okanda Rail K.K.", "Nagoya", "Services", Said.OPEN, "Maintenance faite en interne, remise en question."),
)


def tell(director: User) -> None:
    """Say what the stories tell, for each account of whose white space nothing is said."""
    names = {one.account for one in STORIES}
    accounts = access.every_account().filter(name__in=names, white_cells=None).select_related("group")
    for account in accounts:
        found = white_space(director, account, "division")
        if found is None:
            continue
        for story in STORIES:
            spot = found.grid.spot(folded(story.unit), folded(story.offer))
            if story.account == account.name and spot is not None and spot.potential is None:
                with transaction.atomic():
                    saying = Saying(story.said, story.note)
                    actions.say(director, account, found.client, spot, saying, revision=0, seen=found.newest)
