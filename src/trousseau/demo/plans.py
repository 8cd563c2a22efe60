"""The plans of the demonstration: Alstrom as the picture of a plan tells it; others are added by their rooms."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.plans.actions import plan as actions
from trousseau.plans.actions.plan import Doing, Wanted
from trousseau.plans.models import Horizon, Plan

DOMAIN = "garonne.example"


class Told(NamedTuple):
    """An action as the story tells it: days are counted from today."""

    what: str
    how: str
    by: str
    starts: int
    due: int
    done: int
    objective: int


AMBITION = (
    "D’ici trois ans, devenir le premier fournisseur d’Alstrom pour l’usinage de précision, "
    "et passer de 34 à 45 % de ses achats."
)
OBJECTIVES = (
    Wanted(
        "Livrer complet et à l’heure à Belmont et Vesoul",
        dt.date.min,
        Horizon.SHORT,
        start_text="91,4 %",
        target_text="96 %",
        weight=3,
    ),
    Wanted("Signer la commande-cadre", dt.date.min, Horizon.SHORT, start_text="projet", target_text="signée", weight=2),
    Wanted(
        "Rétablir le contact avec trois décideurs sur quatre",
        dt.date.min,
        Horizon.SHORT,
        start_text="2",
        target_text="3 / 4",
    ),
    Wanted(
        "Entrer en traitement de surface sur deux sites pilotes",
        dt.date.min,
        Horizon.MEDIUM,
        start_text="1",
        target_text="2 sites",
        weight=2,
    ),
    Wanted(
        "Kanban partagé : stocks tampons de −30 %", dt.date.min, Horizon.MEDIUM, start_text="−9 %", target_text="−30 %"
    ),
    Wanted(
        "Ramener l’écart de prix entre zones sous ±10 %",
        dt.date.min,
        Horizon.MEDIUM,
        start_text="±17 %",
        target_text="±10 %",
    ),
    Wanted(
        "Premier fournisseur de l’usinage de précision",
        dt.date.min,
        Horizon.LONG,
        start_text="2e",
        target_text="1er",
        weight=2,
    ),
    Wanted(
        "Écoconception : −18 % de masse par bogie", dt.date.min, Horizon.LONG, start_text="−4 %", target_text="−18 %"
    ),
)
ENDS = {Horizon.SHORT: 120, Horizon.MEDIUM: 480, Horizon.LONG: 830}
ACTIONS = (
    Told("Certificats matière sous 48 h", "laboratoire externe en appoint", "lea.marchal", -200, -5, 62, 0),
    Told(
        "Ligne dédiée aux pièces de Belmont",
        "troisième équipe, outillage livré en octobre",
        "julien.arnaud",
        -150,
        66,
        55,
        0,
    ),
    Told("Commande-cadre : prix et indexation", "fiche de négociation, deux tours", "sophie.lacaze", -110, 8, 80, 1),
    Told(
        "Rencontrer la nouvelle directrice des achats",
        "par le parrain, avant le comité",
        "sophie.lacaze",
        -30,
        20,
        25,
        2,
    ),
    Told("Pilote traitement de surface à Vesoul", "12 lots, mesure à 3 et 6 mois", "lea.marchal", -180, 215, 50, 3),
    Told("Kanban à Belmont", "Alstrom pilote, nous équipons 40 références", "", -60, 50, 35, 4),
    Told("Grille de prix unique, sept zones", "simulateur, prix plancher", "nadia.belkacem", -90, 125, 25, 5),
    Told(
        "Feuille de route masse avec le bureau d’études",
        "quatre ateliers, gains chiffrés ensemble",
        "sophie.lacaze",
        -240,
        390,
        22,
        7,
    ),
    Told("Parrainage de la direction générale", "deux rencontres par an", "antoine.reau", -320, 420, 50, 6),
)


def tell(director: User) -> None:
    """Open the plan of Alstrom where it has none."""
    account = access.every_account().filter(name="Alstrom SA").first()
    if account is None or Plan.objects.filter(account=account).exists():
        return
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    today = timezone.localdate()
    with transaction.atomic():
        plan = actions.open_plan(
            director,
            account,
            AMBITION,
            today - dt.timedelta(days=325),
            today + dt.timedelta(days=760),
            budget_days=Decimal(120),
            budget_money=Decimal(160_000),
        )
        objectives = [
            actions.add_objective(
                director, plan, replace(one, due=today + dt.timedelta(days=ENDS[Horizon(one.horizon)]))
            )
            for one in OBJECTIVES
        ]
        theirs = account.contacts.filter(name="Julie Castan").first() or account.contacts.first()
        for told in ACTIONS:
            owner = people.get(told.by)
            made = actions.add_action(
                director,
                plan,
                Doing(
                    told.what,
                    today + dt.timedelta(days=told.starts),
                    today + dt.timedelta(days=told.due),
                    owner=owner,
                    contact=None if owner else theirs,
                    how=told.how,
                    objective=objectives[told.objective],
                ),
            )
            made.done = told.done
            made.save(update_fields=["done"])
