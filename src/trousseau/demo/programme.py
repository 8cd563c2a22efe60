"""The programme of the demonstration: two years on the way, judged twice, with what stands in its way."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils import timezone

from trousseau.access.models import User
from trousseau.plans.actions import programme as actions
from trousseau.plans.actions.programme import Judged, Said
from trousseau.plans.models.programme import LineKind, LineState, MaturityRound, ProgrammeLine

DOMAIN = "garonne.example"
DONE, RUNNING, OPEN = LineState.DONE, LineState.RUNNING, LineState.OPEN


class Line(NamedTuple):
    """A line as the story tells it; days from today, negative before."""

    kind: LineKind
    what: str
    who: str
    due: int
    state: LineState = OPEN
    note: str = ""


STAGES: dict[str, tuple[str, int, int, LineState, str]] = {
    "frame": ("claire.dumas", -700, -610, DONE, "Mandat signé par le comité de direction"),
    "measure": ("claire.dumas", -640, -500, DONE, "Premier bilan figé, rapproché à l’euro"),
    "select": ("claire.dumas", -520, -380, DONE, "Session de décision close, compte rendu diffusé"),
    "staff": ("julien.arnaud", -400, -250, DONE, "Chaque compte clé a un responsable et un parrain"),
    "pilot": ("julien.arnaud", -330, -120, DONE, "Quatre plans approuvés, revus avec les clients"),
    "spread": ("julien.arnaud", -130, 120, RUNNING, "Douze plans vivants"),
    "clients": ("claire.dumas", 60, 300, OPEN, ""),
    "renew": ("claire.dumas", 240, 420, OPEN, ""),
}
"""Delivered stage → whose, from, to, state, what shows it."""

LINES = (
    Line(LineKind.OBSTACLE, "La prime suit la division, non le compte", "claire.dumas", 95, RUNNING,
         "Nouvelle règle de prime à l’essai sur quatre comptes, décision au comité de février."),
    Line(LineKind.OBSTACLE, "Les ventes d’Asie arrivent avec un mois de retard", "julien.arnaud", 40, RUNNING,
         "Envoi quotidien demandé à la filiale ; en attendant, les bilans disent la date."),
    Line(LineKind.OBSTACLE, "Deux directions refusent d’ouvrir leurs prix", "claire.dumas", -12, OPEN,
         "Réunion à trois avec la direction générale à fixer."),
    Line(LineKind.OBSTACLE, "Trop de comptes par responsable en Allemagne", "julien.arnaud", -60, DONE,
         "Un poste ouvert, affectation revue."),
    Line(LineKind.STEP, "Fixer les plans qui manquent avec leurs responsables", "julien.arnaud", 18),
    Line(LineKind.STEP, "Présenter la valeur confirmée au comité de direction", "claire.dumas", 5),
    Line(LineKind.STEP, "Choisir trois clients pour ouvrir leur plan", "claire.dumas", 34),
    Line(LineKind.STEP, "Former les experts aux demandes et aux délais promis", "julien.arnaud", -3),
)  # fmt: skip

ROUNDS: tuple[tuple[int, str, dict[str, tuple[int, str]]], ...] = (
    (410, "Jugé à trois : direction, contrôle de gestion, responsables.", {
        "strategy": (2, "Discours du directeur général, aucun document"), "selection": (2, "Trois grilles en usage"),
        "people": (2, "Nominations sans lettre de mission"), "plan": (1, ""), "rhythm": (2, "Agendas des responsables"),
        "value": (1, ""), "data": (2, "États par division, trois devises"), "governance": (1, ""),
    }),
    (38, "Jugé avec les responsables de compte et deux parrains.", {
        "strategy": (3, "Mandat signé, moyens chiffrés au budget"),
        "selection": (4, "Session de décision annuelle, comptes sortis avec leurs raisons"),
        "people": (3, "Évaluations de compétences, affectation revue en septembre"),
        "plan": (3, "Douze plans en vigueur, la plupart approuvés"),
        "rhythm": (2, "Revues d’affaires fixées pour la moitié des comptes"),
        "value": (3, "Montants avec leur mode de calcul, confirmés par plusieurs clients"),
        "data": (4, "Un registre, une devise, coûts de service connus"),
        "governance": (2, "Une directrice nommée ; les prix entre zones restent disputés"),
    }),
)  # fmt: skip
"""Days back, with whom, dimension → level and evidence."""


def tell(director: User) -> None:
    """Date the stages, write down obstacles and steps, and judge twice; where nobody has begun."""
    if MaturityRound.objects.exists() or ProgrammeLine.objects.exclude(kind=LineKind.STAGE).exists():
        return
    today = timezone.localdate()
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith=f"@{DOMAIN}")}
    for stage in ProgrammeLine.objects.filter(kind=LineKind.STAGE, key__in=STAGES):
        who, starts, due, state, note = STAGES[stage.key]
        said = Said(stage.said, people.get(who, director), today + dt.timedelta(days=starts),
                    today + dt.timedelta(days=due), state, note)  # fmt: skip
        actions.change(director, stage, said, revision=stage.revision)
    for line in LINES:
        due_on = today + dt.timedelta(days=line.due)
        said = Said(line.what, people.get(line.who, director), None, due_on, line.state, line.note)
        actions.add(director, line.kind, said)
    for ago, note, levels in ROUNDS:
        ratings = {key: Judged(level, evidence) for key, (level, evidence) in levels.items()}
        actions.judge(director, today - dt.timedelta(days=ago), ratings, note)
