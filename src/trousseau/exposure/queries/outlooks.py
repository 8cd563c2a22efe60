"""What managers judged of the accounts, the latest of each that still counts."""

from __future__ import annotations

from datetime import date, timedelta

from trousseau.accounts.access import every_account
from trousseau.exposure.models import Outlook
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.outlook.losses import Judgement

LASTS = timedelta(days=366)
"""A judgement counts for a year; then the orders speak again until someone judges anew."""


def judgements(today: date) -> dict[str, Judgement]:
    """Those that count on a day, by the ledger's account."""
    rows = (
        Outlook.objects.filter(made_on__gt=today - LASTS)
        .order_by("made_on", "id")
        .values_list("account__key", "probability", "contract", "reason", "made_on", "author__name")
    )
    return {
        key: Judgement(probability, reason, made_on, author or "", contract)
        for key, probability, contract, reason, made_on, author in rows
    }


def judgements_by(by: By, today: date) -> dict[str, Judgement]:
    """By account; by group, the latest judgement of any of its accounts stands for it."""
    told = judgements(today)
    if by == "account" or not told:
        return told
    names = dict(every_account().filter(key__in=told).values_list("key", "group__name"))
    return {names.get(account) or account: judgement for account, judgement in told.items()}


def digest(today: date) -> tuple[int, date]:
    """What tells that judgements changed: the newest of them, and the day they are counted on."""
    newest = Outlook.objects.order_by("-id").values_list("id", flat=True).first()
    return newest or 0, today
