"""Playbooks of the demonstration: one the company wrote, that an ending contract proposes; three that were applied."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils import timezone, translation

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.plans.actions import doing, playbook_starts
from trousseau.plans.actions.playbook_versions import Line, Written, add
from trousseau.plans.actions.playbooks import apply
from trousseau.plans.models import LIVING, Event, Meeting, Plan, PlaybookVersion, Progress
from trousseau.plans.models.rhythm import Held, Kind
from trousseau.plans.playbooks_delivered import BY_KEY
from trousseau.plans.queries import calendars, playbooks
from trousseau.selection.queries import tiers

RENEWAL = Written(
    "Renouvellement d’un accord-cadre, comptes clés",
    "Jour où l’accord prend fin",
    {
        1: Line("Relire l’accord : préavis, indexation, volumes tenus", "manager", -80, 5),
        2: Line("Dire au parrain ce que l’accord nous a laissé, tous coûts déduits", "finance", -75, 10, 2),
        3: Line("Recueillir ce que les ateliers attendent du prochain accord", "client", -65, 10, 2, (1,)),
        4: Line("Arrêter notre marge de manœuvre et notre seuil de rupture", "head", -60, 4, 3, (1, 2)),
        5: Line("Remettre l’offre, chiffres de valeur confirmés joints", "manager", -45, 8, 3, (3, 4)),
        6: Line("Négocier, le parrain ayant le dernier mot", "sponsor", -15, 25, 3, (5,)),
        7: Line("Signer, et dire aux usines ce qui change", "manager", -3, 8, 2, (6,)),
    },
    event=Event.CONTRACT,
    ahead=130,
)
NEW_CLIENT = "Okanda Rail K.K."
"""It was taken up by the first 100 days, and they are over."""
REVIEWED = ("Orvane Mobilité SAS", "Aérolys SA")
"""Their next business review is being prepared by the playbook."""


def tell(director: User) -> None:
    """Write the company's playbook, apply those of the stories, look for what events call for; once."""
    if PlaybookVersion.objects.exists():
        return
    with translation.override("fr"), transaction.atomic():
        add(director, replace(RENEWAL, tiers=(tiers.choices()[0][0],)))
        rows = Plan.objects.filter(account__name__in=(NEW_CLIENT, *REVIEWED), state__in=LIVING)
        for plan in rows.select_related("account__manager__reports_to", "account__figures"):
            if plan.account.name == NEW_CLIENT:
                _applied(plan, "first_100_days", plan.starts)
            elif (day := _review(plan.account)) is not None:
                _applied(plan, "business_review", day)
    playbook_starts.look()


def _applied(plan: Plan, key: str, day: dt.date) -> None:
    """Apply a playbook; whoever has no role on the account leaves the step to its manager. What is past was done."""
    manager, people = plan.account.manager, playbooks.team(plan.account)
    if manager is None:
        return
    owners = {step.key: people.get(step.who, manager) for step in BY_KEY[key].steps}
    today = timezone.localdate()
    for one in apply(manager, plan, BY_KEY[key], day, owners, countries=calendars.countries_of(plan.account)):
        if one.due < today and one.state == Progress.OPEN:
            doing.finish(manager, one, one.due, one.revision)


def _review(account: Account) -> dt.date | None:
    coming = Meeting.objects.filter(account=account, kind=Kind.REVIEW, state=Held.PLANNED, on__gte=timezone.localdate())
    return coming.values_list("on", flat=True).first()
