"""Writing a negotiation sheet while it is a draft, and the log of what was conceded.

A refusal is a `ValidationError` whose keys are the fields of the form. The trail names what was touched, never a level
or an amount: those who read the trail are not all on the team.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.method.negotiation import in_order
from trousseau.plans.actions import writing
from trousseau.plans.models import Concession, Meeting, Negotiation
from trousseau.plans.models.negotiation import RECKONED, Better, Stage, Topic
from trousseau.plans.negotiation_access import may_write

MOST = Decimal(10) ** 13
LOWEST_CHANGE = Decimal(-100)


@dataclass(frozen=True)
class Words:
    """What a sheet is about."""

    subject: str
    on: dt.date
    objective: str = ""
    ours: str = ""
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Margin:
    """One point negotiated: levels in its unit, `worth` of one unit more in money a year."""

    topic: str
    what: str
    target: Decimal
    walk_away: Decimal
    best: Decimal | None = None
    theirs: Decimal | None = None
    unit: str = "%"
    better: str = "higher"
    zone: str = ""
    now: Decimal | None = None
    worth: Decimal | None = None


@dataclass(frozen=True)
class Trade:
    """Something we could give."""

    what: str
    to_them: Decimal | None = None
    to_us: Decimal | None = None
    known: str = ""
    in_return: str = ""


@dataclass(frozen=True)
class Given:
    """Something we gave."""

    what: str
    on: dt.date
    who: str
    to_them: Decimal | None = None
    to_us: Decimal | None = None
    in_return: str = ""


def open_sheet(user: User, account: Account, said: Words) -> Negotiation:
    """Begin a sheet."""
    with transaction.atomic():
        if not may_write(user, account):
            raise PermissionDenied
        made = Negotiation.objects.create(account=account, created_by=user, **_words(account, said))
        audit.record(user, "negotiation.opened", made)
    return made


def say(user: User, sheet: Negotiation, said: Words, revision: int) -> Negotiation:
    """Change what a draft says of itself."""
    with transaction.atomic():
        found = draft(user, sheet, revision)
        for name, value in _words(found.account, said).items():
            setattr(found, name, value)
        return saved(user, found, "negotiation.changed")


def put_term(user: User, sheet: Negotiation, said: Margin, revision: int, term: str = "") -> Negotiation:
    """Add a point, or change the one of a key."""
    with transaction.atomic():
        found = draft(user, sheet, revision)
        _put(found.terms, _margin(found.account, said), term)
        return saved(user, found, "negotiation.term_put", what=said.what)


def put_trade_off(user: User, sheet: Negotiation, said: Trade, revision: int, trade_off: str = "") -> Negotiation:
    """Add a trade-off, or change the one of a key."""
    with transaction.atomic():
        found = draft(user, sheet, revision)
        _put(found.trade_offs, _trade(said), trade_off)
        return saved(user, found, "negotiation.trade_off_put", what=said.what)


def concede(user: User, sheet: Negotiation, said: Given, revision: int) -> Negotiation:
    """Write down what was given, as long as the sheet has no outcome."""
    with transaction.atomic():
        found = held(user, sheet, revision)
        if found.stage == Stage.ENDED:
            raise ValidationError({NON_FIELD_ERRORS: _("This negotiation has ended: its log is closed.")})
        writing.days(said.on, said.on, timezone.localdate(), first="on", last="on")
        if said.on > timezone.localdate():
            raise ValidationError({"on": _("That day is still to come: a concession is written down once it is made.")})
        fields = {
            "what": writing.words("what", said.what, 200, _("Say what was given.")),
            "who": writing.words("who", said.who, 200, _("Say who gave it.")),
            "in_return": writing.words("in_return", said.in_return, 200),
            "on": said.on,
            **_amounts(said.to_them, said.to_us),
        }
        Concession.objects.create(sheet=found, **fields)
        return saved(user, found, "negotiation.conceded", what=fields["what"])


def take_out(user: User, sheet: Negotiation, kind: str, key: str, revision: int) -> Negotiation:
    """Take a point, a trade-off or a concession out; the first two of a draft only."""
    with transaction.atomic():
        found = held(user, sheet, revision) if kind == "concession" else draft(user, sheet, revision)
        if found.stage == Stage.ENDED:
            raise ValidationError({NON_FIELD_ERRORS: _("This negotiation has ended: its log is closed.")})
        rows = {"term": found.terms, "trade": found.trade_offs, "concession": found.concessions}[kind]
        row = _row(rows, key)
        row.delete()
        return saved(user, found, "negotiation.taken_out", what=str(row))


def discard(user: User, sheet: Negotiation, revision: int) -> None:
    """Throw a draft away; what was frozen stays."""
    with transaction.atomic():
        found = draft(user, sheet, revision)
        audit.record(user, "negotiation.discarded", found)
        found.delete()


def held(user: User, sheet: Negotiation, revision: int) -> Negotiation:
    """A sheet as it is now, locked, for someone who may write it and has seen it as it is."""
    rows = Negotiation.objects.select_for_update(of=("self",)).select_related("account", "account__manager", "meeting")
    found = rows.filter(pk=sheet.pk).first()
    if found is None:
        raise ValidationError({NON_FIELD_ERRORS: _("Somebody has taken it away meanwhile.")})
    if not may_write(user, found.account):
        raise PermissionDenied
    if found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: writing.meanwhile(found)})
    return found


def draft(user: User, sheet: Negotiation, revision: int) -> Negotiation:
    """The same, while what is planned may change."""
    found = held(user, sheet, revision)
    if found.stage != Stage.DRAFT:
        raise ValidationError(
            {NON_FIELD_ERRORS: _("This sheet is frozen: what was planned stands, to be compared with what comes.")}
        )
    return found


def saved(user: User, found: Negotiation, verb: str, **said: Any) -> Negotiation:
    """Keep a sheet, a revision on, and say so in the trail."""
    found.revision += 1
    found.save()
    audit.record(user, verb, found, after=said)
    return found


def _words(account: Account, said: Words) -> dict[str, Any]:
    writing.days(said.on, said.on, timezone.localdate(), first="on", last="on")
    if said.meeting is not None and said.meeting.account_id != account.pk:
        raise ValidationError({"meeting": _("Choose one of the list.")})
    return {
        "on": said.on,
        "meeting": said.meeting,
        "subject": writing.words("subject", said.subject, 200, _("Say what is negotiated.")),
        "objective": writing.words("objective", said.objective, 500),
        "ours": writing.words("ours", said.ours, 2_000),
    }


def _margin(account: Account, said: Margin) -> dict[str, Any]:
    """The fields of a point, or what is wrong with it."""
    what = writing.words("what", said.what, 200, _("Say what the point is."))
    if said.topic not in Topic.values:
        raise ValidationError({"topic": _("Choose one of the list.")})
    reckoned = said.topic in RECKONED
    better = Better.HIGHER.value if reckoned else said.better
    if better not in Better.values:
        raise ValidationError({"better": _("Choose one of the list.")})
    for name in ("now", "best", "target", "walk_away", "theirs", "worth"):
        value = getattr(said, name)
        if value is not None and abs(value) > MOST:
            raise ValidationError({name: _("This number is larger than any amount.")})
        if reckoned and name != "worth" and value is not None and value <= LOWEST_CHANGE:
            raise ValidationError({name: _("A change of −100 % leaves nothing: write the change in per cent.")})
    wrong = in_order(said.best, said.target, said.walk_away, "higher" if better == "higher" else "lower")
    if wrong == "walk_away":
        raise ValidationError(
            {wrong: _("The walk-away point is better for us than the target: it is the worst we would accept.")}
        )
    if wrong:
        raise ValidationError({wrong: _("The best outcome is worse for us than the target.")})
    zones = getattr(getattr(account, "figures", None), "zones", [])
    if said.zone and (said.topic != Topic.PRICE or said.zone not in zones):
        raise ValidationError({"zone": _("Only a price changes in one zone, and in one where the account buys.")})
    return asdict(said) | {
        "what": what,
        "better": better,
        "unit": "%" if reckoned else writing.words("unit", said.unit, 30, _("Say what it is counted in: days, %, €.")),
        "now": Decimal(0) if reckoned or said.now is None else said.now,
        "worth": None if reckoned else said.worth,
    }


def _trade(said: Trade) -> dict[str, Any]:
    known = writing.words("known", said.known, 300)
    amounts = _amounts(said.to_them, said.to_us)
    if not known and any(one is not None for one in amounts.values()):
        raise ValidationError({"known": _("Say how the amount is known: told, reckoned, supposed.")})
    return {
        "what": writing.words("what", said.what, 200, _("Say what could be given.")),
        "known": known,
        "in_return": writing.words("in_return", said.in_return, 200),
        **amounts,
    }


def _amounts(to_them: Decimal | None, to_us: Decimal | None) -> dict[str, Decimal | None]:
    for name, value in (("to_them", to_them), ("to_us", to_us)):
        if value is not None and value < 0:
            raise ValidationError({name: _("Write a number that is not negative.")})
        if value is not None and value > MOST:
            raise ValidationError({name: _("This number is larger than any amount.")})
    return {"to_them": to_them, "to_us": to_us}


def _put(rows: Any, fields: dict[str, Any], key: str) -> None:  # noqa: ANN401 - points or trade-offs of a sheet
    if not key:
        rows.create(**fields)
        return
    row = _row(rows, key)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def _row(rows: Any, key: str) -> Any:  # noqa: ANN401 - as above, or concessions
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 12 else 0
    row = rows.filter(pk=number).first()
    if row is None:
        raise ValidationError({NON_FIELD_ERRORS: _("Somebody has taken it out meanwhile.")})
    return row
