"""A template of plans that the demonstration's company made, and a plan that was begun from it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone, translation

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.knowledge.models import Contact
from trousseau.plans.actions.template_starting import Taking, start
from trousseau.plans.actions.templates import save
from trousseau.plans.models import PlanTemplate
from trousseau.plans.outlines import Aim, Danger, Deed, Gauge, Outline

ACCOUNT = "Beaumont Énergie SAS"
BEGUN = 10
"""Days ago that its plan was begun."""
AMBITION = "Être le fournisseur que Beaumont Énergie appelle en premier pour préparer ses arrêts."
ENERGY = Outline(
    name="Énergie : préparer les arrêts programmés",
    ambition="Être le fournisseur que ce client appelle en premier pour préparer ses arrêts.",
    months=24,
    tiers=("key", "potential", "develop"),
    industries=("énergie",),
    aims=(
        Aim("Connaître le calendrier des arrêts à deux ans", "short", 4, "calendrier reçu et tenu à jour", "reçu",
            weight=2),
        Aim("Livrer chaque arrêt complet avant son premier jour", "short", 12, "lignes livrées avant l’arrêt",
            "toutes", weight=3),
        Aim("Entrer dans le contrat pluriannuel de pièces", "medium", 18, "le contrat lui-même", "signé", weight=2),
        Aim("Réduire avec eux la durée des arrêts", "long", 24, "jours d’arrêt, selon leur propre relevé",
            "convenu avec eux"),
    ),
    gauges=(
        Gauge("Ventes sur douze mois", "ledger", {"measure": "revenue", "by": "account", "months": 12}, "money",
              "monthly", 2),
        Gauge("Taux de marge sur douze mois", "ledger", {"measure": "margin_rate", "by": "account", "months": 12},
              "percent", "quarterly", 3),
        Gauge("Promesses tenues", "plan", {"measure": "commitments_kept"}, "percent", "monthly", 2),
    ),
    deeds=(
        Deed("Obtenir le calendrier des arrêts et qui le décide", "manager", 20, 10, weight=2, aim=1),
        Deed("Transmettre les listes de pièces du prochain arrêt", "client", 40, 15, aim=2, after=(1,)),
        Deed("Réserver la capacité d’usinage du prochain arrêt", "head", 50, 10, weight=2, aim=2, after=(1,)),
        Deed("Livrer et faire confirmer le premier arrêt", "manager", 110, 40, weight=3, aim=2, after=(2, 3)),
        Deed("Bilan de l’arrêt avec leur maintenance : heures perdues, causes", "manager", 120, 5, weight=2, aim=4,
             after=(4,)),
        Deed("Proposer le contrat pluriannuel de pièces", "manager", 300, 40, weight=3, aim=3, after=(5,)),
    ),
    dangers=(
        Danger("Un arrêt est avancé sans que nous le sachions", "Un appel par mois à leur planification", "manager"),
        Danger("Deux arrêts de clients différents la même semaine", "Capacité arrêtée un trimestre à l’avance", "head"),
    ),
    playbooks=("business_review", "contract_renewal"),
)  # fmt: skip


def tell(director: User) -> None:
    """Make the template where the company has none of its own, and begin the plan of an account from it."""
    if PlanTemplate.objects.filter(key="").exists():
        return
    account = access.every_account().select_related("manager__reports_to", "group").filter(name=ACCOUNT, plans=None)
    found = account.first()
    with transaction.atomic(), translation.override("fr"):
        version = save(director, None, ENERGY, reason="Tiré de trois arrêts préparés avec nos clients de l’énergie")
        theirs = found.contacts.filter(left_on=None, erased_at=None).order_by("pk").first() if found else None
        if found is None or found.manager is None or found.manager.reports_to is None or theirs is None:
            return
        who: dict[str, User | Contact] = {"manager": found.manager, "head": found.manager.reports_to, "client": theirs}
        begun = timezone.localdate() - dt.timedelta(days=BEGUN)
        start(director, found, Taking(version, begun, who, ("FR",)), AMBITION)
