"""What the demonstration's people did with the bank of ideas: some added, some tried, one retired."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from trousseau.access.models import User
from trousseau.plans.actions import ideas as actions
from trousseau.plans.actions.ideas import Thought
from trousseau.plans.models.ideas import Idea, IdeaUse
from trousseau.plans.models.value import Category, Delivered

DOMAIN = "garonne.example"


class Told(NamedTuple):
    """An idea as one of the house told it."""

    by: str
    said: Thought
    retired: str = ""
    came: str = ""
    """The value that came of it."""


IDEAS = (
    Told("nadia.belkacem", Thought(
        "Peser avec eux chaque gramme d’une pièce tournante", Category.SALES,
        "Un atelier d’une journée par pièce, leur bureau d’études et le nôtre ; retenir trois allégements à essayer.",
        "Énergie gagnée par kilo × kilos ôtés × rames livrées, calcul commun.",
        ("coût de possession", "allégement", "empreinte carbone"), "ferroviaire", Decimal(9)),
        came="Masse : −38 kg par rame"),
    Told("sophie.lacaze", Thought(
        "Ouvrir nos capacités d’usinage le samedi pendant leur montée en cadence", Category.OPPORTUNITY,
        "Réserver deux centres d’usinage douze samedis ; planning commun arrêté chaque mois.",
        "Pièces usinées en plus × leur marge par pièce, selon leur production.",
        ("cadence", "capacité d’usinage"), "", Decimal(4), Decimal(12_000))),
    Told("thomas.weber", Thought(
        "Auditer ensemble leurs fournisseurs de second rang", Category.RISK,
        "Trois fournisseurs par an, notre auditeur et le leur, un seul rapport.",
        "Audits qu’ils ne mènent plus seuls × coût d’un audit.",
        ("sécuriser les approvisionnements", "qualité des fournisseurs"), "", Decimal(6))),
    Told("nadia.belkacem", Thought(
        "Remise de fin d’année liée au volume", Category.COST, "Un barème par tranche, versé en janvier."),
        retired="C’est un prix, pas une valeur apportée : tout concurrent peut en faire autant."),
)  # fmt: skip
CAME = {
    "line_stops": ("Arrêts de ligne évités, site de Belmont", "Fewer line stops at Derby"),
    "buffer_stock": ("Stock tampon réduit de 9 %", "Encours réduits par livraisons quotidiennes"),
    "quality_gate": ("Rebuts de fonderie divisés par deux",),
    "apprentices": ("Cinq techniciens formés à la mesure de vibration",),
    "recruiting": ("Recrutement de deux soudeurs par notre réseau",),
    "introduction": ("Mise en relation avec l’opérateur de Zurich",),
    "tender_watch": ("Appel d’offres hydroélectrique signalé",),
    "joint_stand": ("Stand commun au salon de Hanovre",),
    "certification": ("Dossier de certification arctique fourni", "Homologation obtenue trois mois plus tôt"),
    "energy": ("Énergie des fours : −4 %",),
    "total_cost": ("Coût de maintenance par rame −6 %",),
}
"""Which of the values of `value_stories` came of a delivered idea."""


def tell(director: User) -> None:
    """Put what people added into the bank, and say which values came of an idea; once."""
    if IdeaUse.objects.exists() or Idea.objects.filter(key="").exists():
        return
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    with transaction.atomic():
        for told in IDEAS:
            made = actions.add(people.get(told.by, director), told.said)
            if told.retired:
                actions.retire(director, made, told.retired, revision=made.revision)
            _came(director, made, (told.came,))
        for key, whats in CAME.items():
            _came(director, Idea.objects.get(key=key), whats)


def _came(director: User, idea: Idea, whats: tuple[str, ...]) -> None:
    for one in Delivered.objects.filter(what__in=whats, idea_use=None).select_related("account"):
        actions.remember(director, one, idea)
