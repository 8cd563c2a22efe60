"""Experts of the demonstration and what is asked of them: open, late, answered, climbed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.method.working_time import after
from trousseau.staffing.models import Profile
from trousseau.support.actions import experts as expert_actions
from trousseau.support.actions import thread
from trousseau.support.actions.passing import time_is_up
from trousseau.support.actions.requests import Wish, accept, ask, decline, finish
from trousseau.support.delivered import SKILLS
from trousseau.support.models import AnswerPromise, Request, Skill, Step
from trousseau.support.queries import days

SKILLED: dict[str, tuple[dict[str, int], tuple[str, ...], tuple[str, ...], str, str]] = {
    "thomas.weber": (
        {"machining": 5, "materials": 4, "maintenance": 3, "costing": 2}, ("de", "fr", "en"), ("DACH", "France"),
        "DE", "3",
    ),
    "lea.marchal": (
        {"carbon": 5, "ecodesign": 5, "quality": 4, "training": 3}, ("fr", "en"), ("France",), "FR", "2.5",
    ),
    "youssef.amrani": (
        {"costing": 5, "pricing": 4, "contracts": 3, "logistics": 3}, ("fr", "en", "ar"), ("France", "Ibérie"),
        "FR", "4",
    ),
    "ingrid.berg": (
        {"quality": 5, "safety": 4, "data": 4, "product-design": 3}, ("no", "en", "de"), ("Europe du Nord", "DACH"),
        "NO", "3.5",
    ),
}  # fmt: skip
"""Skills with levels, languages, zones, country and days a week."""


@dataclass(frozen=True)
class Told:
    """One request of the story: days ago it was asked, days until it is due, and what became of it."""

    account: str
    asker: str
    title: str
    wanted: str
    skills: dict[str, int]
    people: tuple[str, ...]
    ago: int
    due: int
    urgency: str
    story: str
    """open, taken, declined, climbed or done."""
    hours: float = 3.0
    """Working hours until it was taken."""
    answer: str = ""
    messages: tuple[tuple[str, str], ...] = ()


LEA, THOMAS, YOUSSEF, INGRID = "lea.marchal", "thomas.weber", "youssef.amrani", "ingrid.berg"
SOPHIE, ELODIE, KATRIN, MATEO, DAVID = (
    "sophie.lacaze", "elodie.garnier", "katrin.hoffmann", "mateo.ibarra", "david.okafor",
)  # fmt: skip
STORY = (
    Told("Alstrom SA", SOPHIE, "Bilan carbone par référence, bogies",
         "Exigé dans l’appel d’offres de 2027 : **par référence**, périmètre 1 à 3, méthode écrite.",
         {"carbon": 4}, (LEA, INGRID), 6, 12, "normal", "taken", 5.5,
         messages=((LEA, "Je pars des 40 références les plus lourdes. @Sophie Lacaze, où sont les masses ?"),
                  (SOPHIE, "Karim Benali les envoie vendredi."))),
    Told("Alstrom SA", SOPHIE, "Plan de réduction des défauts, site de Belmont",
         "184 ppm aujourd’hui, 120 ppm promis. Une équipe sur place deux jours.", {"quality": 4}, (INGRID, LEA),
         21, -6, "high", "taken", 2.0,
         messages=((INGRID, "Les deux tiers viennent d’une seule ligne ; il me manque les mesures d’octobre."),)),
    Told("Alstrom SA", SOPHIE, "Chiffrer la reprise des pièces de Vesoul", "Trois volumes, départ usine et rendu.",
         {"costing": 4}, (YOUSSEF,), 1, 5, "normal", "open"),
    Told("Alstrom SA", SOPHIE, "Atelier d’écoconception, deux jours", "Avec Tom Verhoeven et la R&D bogies.",
         {"ecodesign": 4, "training": 3}, (LEA,), 60, -30, "normal", "done", 9.0,
         "Atelier tenu les 21 et 22 : **onze pistes**, quatre retenues par le client."),
    Told("Vernay Turbines SA", SOPHIE, "Tenue du nouvel alliage à chaud", "Le client hésite entre deux nuances.",
         {"materials": 4}, (THOMAS, INGRID), 9, 3, "normal", "climbed"),
    Told("Kessler Hydraulik AG", KATRIN, "Temps de cycle sur la ligne 4", "Gain attendu par le client : 8 %.",
         {"machining": 4}, (THOMAS,), 12, 2, "normal", "taken", 6.0),
    Told("Orvane Mobilité SAS", ELODIE, "Clause d’indexation sur l’acier", "Plafond demandé à 6 %.",
         {"pricing": 4, "contracts": 3}, (YOUSSEF, THOMAS), 2, 9, "high", "declined"),
    Told("Ferrovia Ibérica SA", MATEO, "Délai de livraison à Saragosse", "Passer de 12 à 8 semaines.",
         {"logistics": 3}, (YOUSSEF,), 18, -3, "low", "taken", 30.0),
    Told("Garrick & Sons Ltd", DAVID, "Weld qualification to the British standard", "Two procedures, one is new.",
         {"safety": 4}, (INGRID,), 30, -12, "normal", "done", 4.0, "Both procedures qualified; report attached."),
    Told("Nordvik Offshore AS", KATRIN, "Raccordement des données de maintenance", "",
         {"data": 4}, (INGRID,), 45, -20, "normal", "done", 11.0, "Flux quotidien en place."),
    Told("Brévent Énergie SAS", SOPHIE, "Durée de vie des joints à 180 °C", "", {"materials": 3}, (THOMAS,), 80, -60,
         "normal", "done", 20.0, "3 200 heures mesurées."),
    Told("Duroc Frères SAS", ELODIE, "Revoir le chiffrage des petites séries", "", {"costing": 3}, (YOUSSEF,), 100,
         -85, "normal", "done", 7.0, "Seuil de rentabilité à 40 pièces."),
)  # fmt: skip


def tell(now: dt.datetime | None = None) -> None:
    """Tell skills, calendars and requests, where there are none yet."""
    people = {user.email.split("@")[0]: user for user in User.objects.filter(email__endswith="@garonne.example")}
    if not Skill.objects.exists():
        Skill.objects.bulk_create(Skill(code=code, english=en, french=fr) for code, en, fr in SKILLS)
    now = now or timezone.now()
    _skilled(people, timezone.localdate(now))
    if Request.objects.exists():
        return
    accounts = {one.name: one for one in access.every_account().filter(name__in={told.account for told in STORY})}
    for told in STORY:
        if told.account in accounts and {told.asker, *told.people} <= people.keys():
            _ask(told, accounts[told.account], people, now)


def _skilled(people: dict[str, User], today: dt.date) -> None:
    """What each expert can do, and when they are there; what is told already stays."""
    skills = {skill.code: skill for skill in Skill.objects.all()}
    for name, (levels, languages, zones, country, count) in SKILLED.items():
        person = people.get(name)
        if person is None or person.held_skills.exists():
            continue
        expert_actions.hold_skills(person, person, {skills[code]: level for code, level in levels.items()})
        profile = Profile.objects.filter(user=person).first()
        expert_actions.speaks(
            person,
            person,
            sorted({*languages, *(profile.languages if profile else ())}),
            sorted({*zones, *(profile.zones if profile else ())}),
        )
        expert_actions.available(person, person, Decimal(count), country)
        _away(person, today)


def _away(person: User, today: dt.date) -> None:
    """The week before the new year for everyone, and some days soon for Thomas Weber."""
    year = today.year if today < dt.date(today.year, 12, 22) else today.year + 1
    expert_actions.be_away(person, person, dt.date(year, 12, 24), dt.date(year, 12, 31), "Congés")
    if person.email.startswith("thomas"):
        start = today + dt.timedelta(days=5)
        expert_actions.be_away(person, person, start, start + dt.timedelta(days=4), "Formation")


def _ask(told: Told, account: Account, people: dict[str, User], now: dt.datetime) -> None:
    """One request with its story, moved to when it happened."""
    skills = {skill: told.skills[skill.code] for skill in Skill.objects.filter(code__in=told.skills)}
    wish = Wish(told.title, timezone.localdate(now), told.wanted, skills, urgency=told.urgency)
    asked = [people[name] for name in told.people]
    asker = people[told.asker]
    if asker.pk != account.manager_id and "director" not in asker.roles:
        return
    found = ask(asker, account, wish, asked)
    for name, text in told.messages if told.story == "open" else ():
        thread.write(people[name], found, text)
    BECAME[told.story](found, asked, told)
    for name, text in told.messages if told.story != "open" else ():
        thread.write(people[name], found, text)
    _moved_back(Request.objects.get(pk=found.pk), told, now)


def _taken(found: Request, asked: list[User], _told: Told) -> None:
    accept(asked[0], found)


def _done(found: Request, asked: list[User], told: Told) -> None:
    finish(asked[0], accept(asked[0], found), told.answer)


def _declined(found: Request, asked: list[User], _told: Told) -> None:
    decline(asked[0], found, "En négociation chez un autre client jusqu’à la fin du mois")


def _climbed(found: Request, asked: list[User], _told: Told) -> None:
    for _one in asked:
        found = Request.objects.select_related("account", "asker").get(pk=found.pk)
        time_is_up(found, timezone.now())


def _open(_found: Request, _asked: list[User], _told: Told) -> None:
    """It waits for its expert."""


BECAME: dict[str, Callable[[Request, list[User], Told], None]] = {
    "open": _open,
    "taken": _taken,
    "declined": _declined,
    "climbed": _climbed,
    "done": _done,
}


def _moved_back(found: Request, told: Told, now: dt.datetime) -> None:
    """Put a request where it belongs in time; what still waits keeps the moment at which it goes on."""
    promise = AnswerPromise.current()
    week = days.week(promise)
    begun = after(now - dt.timedelta(days=told.ago), 0.5, week)
    taken = after(begun, told.hours, week)
    finished = now - dt.timedelta(days=max(1, 1 - told.due))
    found.asked_at, found.promised_at = begun, after(begun, found.promised_hours, week)
    found.due = timezone.localdate(now) + dt.timedelta(days=told.due)
    if found.accepted_at:
        found.accepted_at, found.answer_hours = taken, told.hours
    if found.done_at:
        found.done_at = finished
    found.save(update_fields=["asked_at", "promised_at", "due", "accepted_at", "answer_hours", "done_at"])
    for step in found.steps.all():
        moment = begun if step.number <= 2 else finished if step.kind == "done" else taken
        Step.objects.filter(pk=step.pk).update(at=min(now, moment))
    found.messages.update(at=min(now, taken + dt.timedelta(hours=3)))
    found.offers.exclude(offered_at=None).update(offered_at=begun)
