"""What the demonstration's people read outside, and the accounts it was sent to."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.support.actions import watch as actions
from trousseau.support.models import WatchNote, WatchRoute
from trousseau.support.queries.watch import concerned, reasons_for

DOMAIN = "garonne.example"


class Read(NamedTuple):
    """A note as the story tells of it; days back from today."""

    title: str
    text: str
    topics: tuple[str, ...]
    by: str
    days: int
    source: str
    path: str
    industry: str = ""
    zone: str = ""
    to: tuple[str, ...] = ()


NOTES = (
    Read("Empreinte carbone exigée par pièce dès 2027", "Deux donneurs d’ordre demandent un **bilan par référence**"
         " dans leurs appels d’offres :\n\n- périmètre : du berceau à la porte ;\n- méthode : ISO 14067.",
         ("empreinte carbone", "appel d’offres"), "lea.marchal", 4, "Lettre du rail", "carbone-par-piece",
         to=("Alstrom SA",)),
    Read("Coût de possession : les bogies allégés en essai", "Premiers résultats d’un essai de deux ans.",
         ("coût de possession", "bogies"), "thomas.weber", 12, "Revue des matériels roulants", "bogies-alleges",
         to=("Alstrom SA", "Alstrom Deutschland GmbH")),
    Read("Pénurie de capacité d’usinage avant l’été", "Les ateliers du Grand Est sont pleins jusqu’en juillet.",
         ("cadence", "capacité d’usinage"), "sophie.lacaze", 20, "Chambre de commerce", "capacite-usinage",
         to=("Alstrom SA", "Brévent Énergie SAS")),
    Read("Seuil de 100 ppm dans les nouveaux contrats ferroviaires", "Pénalités dès le deuxième lot refusé.",
         ("qualité", "ppm à réception"), "thomas.weber", 26, "Association des fournisseurs", "seuil-ppm",
         to=("Alstrom SA",)),
    Read("Éolien en mer : trois parcs décalés d’un an", "Les commandes de couronnes glissent d’autant.",
         ("éolien", "report de commandes"), "katrin.hoffmann", 33, "Offshore Journal", "parcs-decales",
         zone="Europe du Nord", to=("Nordvik Offshore AS",)),
    Read("Droits de douane : nouvelle liste pour les pièces forgées", "Vérifier les codes avant janvier.",
         ("douane", "pièces forgées"), "david.okafor", 39, "Journal officiel", "droits-forge",
         zone="Amérique du Nord", to=("Kessock Manufacturing Inc.", "Garrick & Sons Ltd")),
    Read("Le prix de l’acier allié recule de 6 %", "Moyenne du trimestre, source publique.",
         ("acier", "prix des matières"), "elodie.garnier", 45, "Bulletin des métaux", "acier-allie",
         to=("Orvane Mobilité SAS", "Duroc Frères SAS")),
    Read("Fusion annoncée de deux presses concurrentes", "Une réponse commune aux appels d’offres est probable.",
         ("concurrence", "presses"), "mateo.ibarra", 52, "Presse économique", "fusion-presses",
         zone="Ibérie", to=("Estelar Prensas SA",)),
    Read("Hydraulique : l’huile biodégradable devient la norme des ports", "Les joints doivent suivre.",
         ("hydraulique", "normes"), "ingrid.berg", 61, "Port & Technik", "huile-ports",
         to=("Kessler Hydraulik AG", "Tavira Naval SA")),
    Read("Hydrogène : appel à projets pour turbines", "Dépôt des dossiers au printemps.",
         ("hydrogène", "turbines"), "katrin.hoffmann", 70, "Bundesanzeiger", "turbines-h2",
         zone="DACH", to=("Vernay Turbinen GmbH",)),
    Read("Retraites : un acheteur industriel sur quatre part d’ici 2029", "Prévoir qui prendra la suite chez chacun.",
         ("achats", "succession"), "julien.arnaud", 82, "Observatoire des achats", "acheteurs-retraite"),
    Read("Cybersécurité : questionnaire obligatoire pour les fournisseurs", "Réponse attendue sous trente jours.",
         ("cybersécurité", "référencement"), "youssef.amrani", 96, "Agence nationale", "questionnaire",
         to=("Aérolys SA", "Voltané SAS")),
)  # fmt: skip
USED = {
    "carbone-par-piece": "Réponse à l’enjeu carbone d’Alstrom",
    "acier-allie": "Révision de prix de décembre", "bogies-alleges": "Préparation de l’atelier d’écoconception",
}  # fmt: skip


def tell(director: User) -> None:
    """Write the notes and send them, where there is none yet."""
    if WatchNote.objects.exists():
        return
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    with transaction.atomic():
        for read in NOTES:
            _note(director, people, read)


def explain() -> None:
    """Say why notes were sent where nothing said so when they were: stakes may have become known since."""
    for route in WatchRoute.objects.filter(because=[]).select_related("note", "account"):
        why = reasons_for(route.note, [route.account]).get(route.account_id)
        if why:
            route.because = why
            route.save(update_fields=["because"])


def _note(director: User, people: dict[str, User], read: Read) -> None:
    author = people.get(read.by, director)
    said = actions.Written(
        title=read.title,
        text=read.text,
        topics=read.topics,
        industry=read.industry,
        zone=read.zone,
        source=read.source,
        link=f"https://veille.example/{read.path}",
        said_on=timezone.localdate() - dt.timedelta(days=read.days),
    )
    note = actions.write(author, said)
    named = list(access.every_account().filter(name__in=read.to))
    near = [one.account for one in concerned(director, note)[:2]] if not named else []
    if named or near:
        actions.send(director, note, named or near)
    for number, reader in enumerate(("sophie.lacaze", "julien.arnaud", "lea.marchal", "henri.vasseur")):
        if reader in people and (read.days + number) % 3:
            actions.mark_read(people[reader], note)
            actions.mark_useful(people[reader], note, useful=(read.days + number) % 2 == 0)
    if (use := USED.get(read.path)) and "sophie.lacaze" in people:
        actions.mark_used(people["sophie.lacaze"], note, use)
