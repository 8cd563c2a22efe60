"""The competencies of the demonstration: five managers, the head and the experts, and candidates among them.

Sophie Lacaze has grown within a year: she coordinates experts and meets executives; on negotiating those around her do
not agree. Thomas Weber, an expert, is a candidate for leading accounts, and his round is open.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from trousseau.access.models import User
from trousseau.notices.models import Notice
from trousseau.staffing import access
from trousseau.staffing.actions.assessing import Said, answer, close_assessment, hand_in, open_assessment
from trousseau.staffing.actions.development import change_development, plan_development
from trousseau.staffing.actions.subjects import hold_against, name_candidate
from trousseau.staffing.delivered import COMPETENCIES
from trousseau.staffing.models import Assessment, DevelopmentAction, Subject

AT = "@garonne.example"
KEYS = tuple(one.key for one in COMPETENCIES)


@dataclass(frozen=True)
class Story:
    """One round on one person: what they and the others say of each competency, in the framework's order."""

    who: str
    days_ago: int
    own: str
    """Fourteen levels."""
    others: Mapping[str, str] = field(default_factory=dict)
    """The head first, then the evaluators."""


STORIES = (
    Story(
        "sophie.lacaze", 402, "44344333332343",
        {"julien.arnaud": "34333333222233", "thomas.weber": "44434333232323"},
    ),
    Story(
        "sophie.lacaze", 41, "45444344343444",
        {"julien.arnaud": "44344334343324", "thomas.weber": "45444334353354", "henri.vasseur": "44443344343344"},
    ),
    Story(
        "elodie.garnier", 55, "44444344334443",
        {"julien.arnaud": "34344343334334", "youssef.amrani": "43344333343343"},
    ),
    Story(
        "katrin.hoffmann", 55, "34354435444343",
        {"julien.arnaud": "44454445453345", "ingrid.berg": "45454445453444"},
    ),
    Story(
        "mateo.ibarra", 48, "44333444333343",
        {"julien.arnaud": "33223242222232", "lea.marchal": "33233343232233"},
    ),
    Story(
        "david.okafor", 48, "33333335434353",
        {"julien.arnaud": "33343335333343", "katrin.hoffmann": "33343345333343"},
    ),
    Story(
        "julien.arnaud", 60, "34454444354533",
        {"claire.dumas": "33443444354433", "sophie.lacaze": "34443443454534"},
    ),
    Story(
        "lea.marchal", 37, "34534343344534",
        {"julien.arnaud": "34523332344524", "sophie.lacaze": "34524343344535"},
    ),
    Story(
        "youssef.amrani", 37, "23413222232314",
        {"julien.arnaud": "22412221232313"},
    ),
    Story(
        "ingrid.berg", 37, "23423224334424",
        {"julien.arnaud": "23423234234434"},
    ),
)  # fmt: skip
"""The rounds that are closed, the oldest of a person first."""

SEEN: dict[str, tuple[str, str]] = {
    "client_business": ("Coût de possession des bogies chiffré avec le contrôle de gestion d’Alstrom", "Note"),
    "industry": ("Intervention aux rencontres du ferroviaire, citée par deux clients", "Aucun fait nouveau"),
    "account_strategy": ("Stratégie à trois ans adoptée par deux divisions", "Aucune ambition écrite"),
    "intercultural": ("Trois pays réunis en allemand et en anglais", "Réunions en français seulement"),
    "coordination": ("Quatre experts réunis sans lien hiérarchique pour Belmont", "Demandes transmises sans suite"),
    "advocacy": ("Le délai des urgences a changé pour tous les comptes", "Retards découverts par le client"),
    "sharing": ("Deux collègues formés, méthode reprise ailleurs", "Pas de compte rendu depuis l’été"),
    "negotiation": ("Cadre d’indexation écrit avec le client", "Deux remises accordées sans contrepartie"),
    "value_creation": ("Atelier d’écoconception, valeur confirmée par le client", "Offre du catalogue"),
}
"""What shows the upper and the lower end of some competencies."""
USUAL = ("Vu en revue de compte et en clientèle", "Rien vu de tel cette année")

PLAN = (
    ("sophie.lacaze", "network", "Rencontrer Ingrid Solheim avec Henri Vasseur, puis tenir un point mensuel", 12,
     "sophie.lacaze", "doing"),
    ("sophie.lacaze", "negotiation", "Préparer l’accord Bogies avec Julien : contreparties écrites avant chaque séance",
     45, "julien.arnaud", "open"),
    ("sophie.lacaze", "executives", "Mener deux entretiens de direction, préparés avec Claire", -70,
     "sophie.lacaze", "done"),
    ("mateo.ibarra", "coordination", "Animer l’équipe Ferrovia avec Léa : but, rôles, promesses, sur une page", -4,
     "mateo.ibarra", "open"),
    ("mateo.ibarra", "executives", "Accompagner Katrin à deux rencontres de direction", 30, "mateo.ibarra", "open"),
    ("thomas.weber", "account_strategy", "Écrire la stratégie d’un compte à développer, revue par Julien", 60,
     "thomas.weber", "open"),
)  # fmt: skip


def tell(director: User, head: User) -> None:
    """Tell what was said of competencies, once; the rounds bear the days of the story."""
    if Assessment.objects.exists():
        return
    people = {user.email.removesuffix(AT): user for user in User.objects.filter(email__endswith=AT)}
    if not {name for story in STORIES for name in (story.who, *story.others)} <= set(people):
        return
    with transaction.atomic():
        for story in STORIES:
            _told(story, people, director)
        # What happened then was read then.
        Notice.objects.filter(kind__startswith="competencies.").update(read_at=timezone.now())
        _candidates(people, head)
        _plans(people, director)


def _told(story: Story, people: Mapping[str, User], director: User) -> None:
    """One round, said and closed on the days of the story."""
    subject = access.subject_or_404(director, str(people[story.who].pk))
    speaks, *evaluators = (people[name] for name in story.others)
    found = open_assessment(director, subject, timezone.localdate(), evaluators, head=speaks)
    for name, levels in ((story.who, story.own), *story.others.items()):
        answer(people[name], found, said(levels, name, timezone.localdate() - timedelta(days=story.days_ago + 5)))
        hand_in(people[name], found)
    _dated(found, story.days_ago)


def _dated(found: Assessment, days_ago: int) -> None:
    """Put a round on the days of the story: three weeks from opening to closing."""
    closed: datetime = timezone.now() - timedelta(days=days_ago)
    found.voices.update(handed_in_at=closed)
    Assessment.objects.filter(pk=found.pk).update(
        opened_at=closed - timedelta(days=21), closed_at=closed, due=timezone.localdate(closed)
    )


def said(levels: str, name: str, day: date) -> dict[str, Said]:
    """Fourteen levels with what shows the ends, and now and then what shows another."""
    found = {}
    for key, sign in zip(KEYS, levels, strict=True):
        level = int(sign)
        upper, lower = SEEN.get(key, USUAL)
        words = (
            "" if level not in {1, 5} and zlib.crc32(f"{name}{key}".encode()) % 3 else (upper if level > 2 else lower)
        )
        found[key] = Said(level, words, day)
    return found


def _candidates(people: Mapping[str, User], head: User) -> None:
    """An expert whose round is open, and someone who has no login yet."""
    thomas = hold_against(head, access.subject_or_404(head, str(people["thomas.weber"].pk)), "manager")
    due = timezone.localdate() + timedelta(days=9)
    note = "Thomas souhaite prendre un compte à développer en 2027."
    found = open_assessment(head, thomas, due, [people["sophie.lacaze"], people["katrin.hoffmann"]], note=note)
    answer(people["thomas.weber"], found, said("44533333243335", "thomas.weber", timezone.localdate()))
    hand_in(people["thomas.weber"], found)
    amina = name_candidate(head, "Amina Diallo", "Cheffe de produit bogies", profile="manager")
    seen = open_assessment(head, amina, timezone.localdate(), [people["lea.marchal"]])
    day = timezone.localdate() - timedelta(days=30)
    for name, levels in (("julien.arnaud", "34432323243334"), ("lea.marchal", "44442333343334")):
        answer(people[name], seen, said(levels, name, day))
        hand_in(people[name], seen)
    seen.refresh_from_db()
    if not seen.closed:
        close_assessment(head, seen)
    _dated(seen, 26)


def _plans(people: Mapping[str, User], director: User) -> None:
    """What some of them do about it."""
    today = timezone.localdate()
    for who, competency, text, days, owner, state in PLAN:
        subject = Subject.objects.select_related("user").get(user=people[who])
        made = plan_development(
            director,
            subject,
            competency=competency,
            text=text,
            due=today + timedelta(days=days),
            owner=people[owner],
        )
        if state != DevelopmentAction.State.OPEN:
            change_development(director, made, made.revision, state=state)
