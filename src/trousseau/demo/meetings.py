"""The diary of the demonstration: a year of meetings held, and the next ones, of the accounts with a plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.demo import spaces
from trousseau.plans.actions import deciding, invitations, reviews, times
from trousseau.plans.actions import meetings as actions
from trousseau.plans.actions.deciding import Decided
from trousseau.plans.actions.meetings import Arranged
from trousseau.plans.models import Invitation, Meeting, Plan, TouchPromise
from trousseau.plans.models.invitations import Answer
from trousseau.plans.models.rhythm import Kind, Level
from trousseau.plans.queries import meetings as queries
from trousseau.selection.queries import tiers


@dataclass(frozen=True)
class Told:
    """One kind of meeting that comes back: from how many days ago, how often, what is said and decided there."""

    title: str
    kind: str
    level: str
    every: int
    first: int
    hour: int
    where: str
    minutes: str
    decided: tuple[str, ...] = ()


RHYTHM = (
    Told("Point mensuel", Kind.MEETING, Level.WORK, 30, 4, 9, "Visioconférence",
         "Commandes en cours et livraisons revues ligne à ligne ; deux écarts expliqués.",
         ("Envoyer le relevé des écarts de livraison", "Confirmer les quantités du mois suivant")),
    Told("Revue d’affaires", Kind.REVIEW, Level.MANAGEMENT, 91, 12, 14, "Chez le client",
         "Croissance, engagements tenus et actions du plan passés en revue ; priorités du trimestre arrêtées.",
         ("Présenter une offre de maintenance chiffrée",)),
    Told("Visite de site", Kind.VISIT, Level.WORK, 120, 25, 10, "Atelier du client",
         "Mesures relevées sur place avec la maintenance.", ("Proposer un essai sur la ligne 2",)),
    Told("Rencontre de directions", Kind.MEETING, Level.BOARD, 182, 60, 12, "Siège",
         "Échange sur les investissements des deux années à venir.", ()),
)  # fmt: skip
DURATIONS = {Kind.MEETING: "60", Kind.REVIEW: "half", Kind.VISIT: "day"}
"""How long a meeting took its manager, as they say it; only of the last two months."""
ANSWERS = (Answer.ACCEPTED, Answer.NONE, Answer.DECLINED)
LEFT = 3
"""Accounts whose meetings of the last six weeks nobody has written down."""


def tell() -> None:
    """Fill the diary of each account with a living plan that has none."""
    _promised()
    plans = Plan.objects.filter(account__meetings=None, account__manager__isnull=False)
    for n, plan in enumerate(plans.select_related("account__manager").order_by("pk")):
        with transaction.atomic():
            _tell(plan.account, n)


def _promised() -> None:
    """Key accounts are met every month, by management every quarter, by the board twice a year."""
    if not TouchPromise.objects.exists():
        first = tiers.choices()[0][0]
        TouchPromise.objects.bulk_create(
            TouchPromise(tier=first, level=level, a_year=n)
            for level, n in ((Level.WORK, 12), (Level.MANAGEMENT, 4), (Level.BOARD, 2))
        )


def _tell(account: Account, n: int) -> None:
    today = timezone.localdate()
    manager = account.manager
    if manager is None:
        return
    contacts = tuple(account.contacts.filter(left_on=None, erased_at=None).order_by("pk")[:3])
    for told in RHYTHM[: 4 - n % 2]:
        day = today - dt.timedelta(days=350 - told.first - n % 5)
        while day < today + dt.timedelta(days=min(told.every + 1, 92)):
            on = _worked(day)
            made = actions.arrange(manager, account, Arranged(
                told.title, on, told.kind, told.level, dt.time(told.hour), 60 if told.kind == Kind.MEETING else 120,
                told.where, manager, contacts=contacts,
            ))  # fmt: skip
            if on < today and not (n < LEFT and (today - on).days < 20):
                _held(manager, made, told, late=(today - on).days > 60)
            elif on >= today and (on - today).days < 20:
                _prepared(manager, made)
            if told.kind == Kind.REVIEW:
                spaces.show(manager, account, "meeting", made.public_id)
            day += dt.timedelta(days=told.every)


def _held(manager: User, made: Meeting, told: Told, *, late: bool) -> None:
    made = actions.hold(manager, made, made.revision)
    actions.write_minutes(manager, made, told.minutes, made.revision)
    if not late:  # of the older ones, what was decided is done and gone
        times.on_meeting(manager, made, DURATIONS[Kind(told.kind)])
        for text in told.decided:
            deciding.decide(manager, made, Decided(text, manager))


def _prepared(manager: User, made: Meeting) -> None:
    there = queries.open_for(manager, made)
    actions.take_open(manager, made, [*there.commitments[:4], *there.actions[:4]])
    made.refresh_from_db()
    invitations.invite(manager, made, made.revision)
    sent = Invitation.objects.filter(meeting=made)
    sent.update(sent_at=timezone.now())  # nothing leaves the demonstration
    for one, said in zip(sent.order_by("pk"), ANSWERS, strict=False):
        one.answer = said
        one.save(update_fields=["answer"])


def _worked(day: dt.date) -> dt.date:
    """A day on which people work."""
    return reviews.worked(day, "FR")
