"""Negotiations of the demonstration: one that ended, one frozen for the meeting to come, one still a draft."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.plans.actions import negotiation as actions
from trousseau.plans.actions import negotiation_end as ends
from trousseau.plans.actions.negotiation import Given, Margin, Trade, Words
from trousseau.plans.models import Meeting, Negotiation
from trousseau.plans.models.negotiation import Topic
from trousseau.plans.models.rhythm import Held

ACCOUNT = "Alstrom SA"
DRAFTED = "Kessler Hydraulik AG"
AGO, AHEAD = 118, 12
"""Days since the one that ended, and to the one to come where no meeting is planned."""


def tell() -> None:
    """Tell those of each account that has none."""
    found = access.every_account().select_related("manager").filter(name__in=(ACCOUNT, DRAFTED), negotiations=None)
    for account in found:
        if account.manager is not None:
            with transaction.atomic():
                for tell_one in (_ended, _coming) if account.name == ACCOUNT else (_drafted,):
                    tell_one(account.manager, account)


def _ended(manager: User, account: Account) -> None:
    """Spare parts, this summer: the price held, the payment terms given away for less than they are worth."""
    day = timezone.localdate() - dt.timedelta(days=AGO)
    sheet = actions.open_sheet(manager, account, Words(
        "Pièces de rechange : prix et délais de paiement", day,
        "Tenir le prix, céder au plus quinze jours de paiement.",
        "Les pièces portent la marge du compte ; le délai de paiement pèse sur la trésorerie.",
    ))  # fmt: skip
    sheet = _planned(manager, sheet, (
        Margin(Topic.PRICE, "Prix des pièces", Decimal(0), Decimal(-2), best=Decimal(1), theirs=Decimal("-1.5")),
        Margin(Topic.TERMS, "Délai de paiement", Decimal(50), Decimal(60), best=Decimal(45), theirs=Decimal(55),
               unit="jours", better="lower", now=Decimal(45), worth=Decimal(-6_500)),
    ), (
        Trade("Stock de sécurité à Belmont", Decimal(140_000), Decimal(32_000),
              "leur coût d’un arrêt de ligne ; notre stock, 12 % l’an", "Prix inchangé"),
    ))  # fmt: skip
    before = timezone.now() - dt.timedelta(days=AGO + 3)
    sheet = ends.freeze(manager, sheet, sheet.revision, at=before)
    for given in (
        Given("Stock de sécurité à Belmont", day, manager.name, Decimal(140_000), Decimal(32_000),
              "Baisse limitée à 0,5 %"),
        Given("Dix jours de paiement", day + dt.timedelta(days=7), manager.name, Decimal(70_000), Decimal(65_000)),
    ):  # fmt: skip
        sheet = actions.concede(manager, sheet, given, sheet.revision)
    levels = dict(zip(sheet.terms.values_list("pk", flat=True), (Decimal("-0.5"), Decimal(55)), strict=True))
    ends.end(manager, sheet, levels, agreed=True, revision=sheet.revision,
             words="Accord après deux rencontres ; les dix jours de paiement ont été lâchés trop tôt.")  # fmt: skip


def _coming(manager: User, account: Account) -> None:
    """The framework contract of the year to come: price against volume, an indexation, a service level."""
    today = timezone.localdate()
    meeting = Meeting.objects.filter(account=account, state=Held.PLANNED, on__gt=today).order_by("on").first()
    day = today + dt.timedelta(days=AHEAD) if meeting is None else meeting.on
    sheet = actions.open_sheet(manager, account, Words(
        f"Contrat-cadre {day.year + 1}", day, "Trois ans signés, à prix tenu contre du volume.",
        "Un huitième de nos ventes ; la division Usinage passe sous ses coûts fixes sans ce client.", meeting,
    ))  # fmt: skip
    sheet = _planned(manager, sheet, (
        Margin(Topic.PRICE, "Prix net, toutes références", Decimal(-1), Decimal("-2.5"), best=Decimal(1),
               theirs=Decimal("-1.5")),
        Margin(Topic.VOLUME, "Volume engagé", Decimal(6), Decimal(2), best=Decimal(10), theirs=Decimal(8)),
        Margin(Topic.SERVICE, "Pénalités de retard, plafond", Decimal(2), Decimal(4), best=Decimal(1),
               unit="% de la commande", better="lower", now=Decimal(2), worth=Decimal(-18_000)),
    ), (
        Trade("Mesure de vibration sur trois lignes", Decimal(260_000), Decimal(48_000),
              "arrêts évités à Belmont, selon leur maintenance ; notre temps, chiffré", "Volume engagé sur trois ans"),
        Trade("Facturation groupée mensuelle", Decimal(30_000), Decimal(6_000), "dit par leur comptabilité",
              "Paiement à 45 jours"),
        Trade("Exclusivité sur l’alliage léger", Decimal(400_000), None, "supposé ; notre perte reste à chiffrer",
              "Contrat de trois ans"),
    ))  # fmt: skip
    ends.freeze(manager, sheet, sheet.revision)


def _drafted(manager: User, account: Account) -> None:
    """Prices that differ by a third from zone to zone: what may be given is told, the answer to it not yet."""
    day = timezone.localdate() + dt.timedelta(days=3 * AHEAD)
    sheet = actions.open_sheet(manager, account, Words(
        "Grille de prix unique pour six zones", day, "Une seule grille, sans descendre au prix d’Asie.",
        "Le client achète les mêmes articles un tiers moins cher en Asie, et le sait.",
    ))  # fmt: skip
    _planned(manager, sheet, (
        Margin(Topic.PRICE, "Prix moyen, toutes zones", Decimal(-1), Decimal(-2), best=Decimal(0), theirs=Decimal(-4)),
    ), (
        Trade("Catalogue technique commun aux six zones", Decimal(90_000), Decimal(22_000),
              "temps gagné par leurs acheteurs, selon eux", "Trois ans de prix tenus"),
    ))  # fmt: skip


def _planned(manager: User, sheet: Negotiation, margins: tuple[Margin, ...], trades: tuple[Trade, ...]) -> Negotiation:
    for margin in margins:
        sheet = actions.put_term(manager, sheet, margin, sheet.revision)
    for trade in trades:
        sheet = actions.put_trade_off(manager, sheet, trade, sheet.revision)
    return sheet
