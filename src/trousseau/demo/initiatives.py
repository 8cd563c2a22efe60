"""Initiatives of the demonstration's first plan: actions that serve one objective together."""

from __future__ import annotations

from django.db import transaction

from trousseau.access.models import User
from trousseau.plans.actions.initiatives import Together, add_initiative
from trousseau.plans.models import LIVING, Plan

ACCOUNT = "Alstrom SA"
STORIES = (
    (
        "Belmont et Vesoul livrés sans retard",
        (
            "Certificats matière sous 48 h",
            "Ligne dédiée aux pièces de Belmont",
            "Audit de la ligne de contrôle",
            "Stock de sécurité de Vesoul",
        ),
    ),
    ("Flux tirés communs", ("Kanban à Belmont", "Portail de commande commun")),
    ("Un seul barème de prix", ("Grille de prix unique, sept zones", "Rapport des écarts par usine")),
)
"""A title, and what its actions say; the objective is that of the first."""


def tell(director: User) -> None:
    """Group the actions of the stories, where the plan has no initiative."""
    plan = Plan.objects.filter(account__name=ACCOUNT, state__in=LIVING, initiatives=None).first()
    if plan is None:
        return
    with transaction.atomic():
        for title, names in STORIES:
            actions = list(plan.actions.filter(what__in=names).select_related("objective"))
            if actions:
                made = add_initiative(plan.account.manager or director, plan, Together(title, actions[0].objective))
                plan.actions.filter(pk__in=[one.pk for one in actions]).update(initiative=made)
