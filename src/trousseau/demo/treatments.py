"""What the demonstration decides about customers that cost more than they leave; the ledger says what came of it.

One brings what was expected, one a part, one nothing as it never came into force, one is too fresh to say.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.plans.actions import treatments as actions
from trousseau.plans.actions.treatments import Deciding
from trousseau.plans.models.treatments import Kind


class Told(NamedTuple):
    """A treatment as the story tells it; days are counted back from today."""

    account: str
    kind: Kind
    what: str
    ago: int
    due: int
    expected: int
    applied: int | None
    """None: not in force yet."""


STORIES = (
    Told("Sandrup Group AB", Kind.SERVICE,
         "Une livraison groupée par semaine au lieu de livraisons à la demande, fin du stock dédié de Göteborg",
         365, 300, 180_000, 310),
    Told("Estelar Prensas SA", Kind.TERMS,
         "Paiement à 45 jours au lieu de 90, retours acceptés sur défaut constaté seulement", 200, 150, 150_000, 160),
    Told("Garrick & Sons Ltd", Kind.PRICE, "Hausse de 6 % sur les flexibles vendus sous le coût de revient",
         240, 120, 240_000, None),
    Told("Okanori Steel Pvt. Ltd.", Kind.MINIMUM, "Commande minimale de 2 500 €, sinon par le distributeur de Pune",
         35, -30, 4_000, None),
)  # fmt: skip


def tell(director: User) -> None:
    """Decide what the stories tell, for each account where nothing is decided."""
    today = timezone.localdate()
    names = [one.account for one in STORIES]
    accounts = {one.name: one for one in access.every_account().filter(name__in=names, treatments=None)}
    for story in STORIES:
        account = accounts.get(story.account)
        if account is None:
            continue
        with transaction.atomic():
            made = actions.decide(
                director,
                account,
                Deciding(
                    story.kind,
                    story.what,
                    account.manager or director,
                    today - dt.timedelta(days=story.ago),
                    today - dt.timedelta(days=story.due),
                    Decimal(story.expected),
                ),
            )
            if story.applied is not None:
                actions.apply(director, made, on=today - dt.timedelta(days=story.applied), revision=made.revision)
