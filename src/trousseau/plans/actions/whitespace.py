"""Saying what the ledger cannot of a cell of the white space, and putting it into the plan; each leaves its trace.

A potential is told as `selection` keeps it, a competitor as `knowledge` does: nothing is written down twice. A refusal
is a `ValidationError` whose keys are the fields of the form; `__all__` where two changed the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import Organisation, User
from trousseau.accounts import access
from trousseau.accounts.models import Account, folded
from trousseau.knowledge.actions.facts import tell
from trousseau.knowledge.kinds import KINDS
from trousseau.method.wallet import Confidence
from trousseau.plans.access import may_edit
from trousseau.plans.actions import plan as plans
from trousseau.plans.actions import writing
from trousseau.plans.models import Action, Plan, Progress
from trousseau.plans.models.whitespace import Said, WhiteCell
from trousseau.plans.white_grid import Potential, Spot
from trousseau.portfolio import words
from trousseau.selection.actions.spend import SpendTakenError, Told, tell_spend
from trousseau.selection.queries.clients import Client

AHEAD = 90
"""Days within which what is put into the plan is due."""
MOST = Decimal(10) ** 12


@dataclass(frozen=True)
class Saying:
    """What somebody says of a cell; `amount` None where its potential is not known."""

    said: str
    note: str = ""
    competitor: str = ""
    amount: Decimal | None = None
    source: str = ""
    date: dt.date | None = None
    confidence: Confidence = "medium"


def say(user: User, account: Account, client: Client, spot: Spot, saying: Saying, *, revision: int, seen: int) -> None:
    """Say what a cell is; `revision`: of the cell that was read, `seen`: the newest potential told by then."""
    with transaction.atomic():
        cell = _held(user, account, spot, revision)
        if saying.said not in Said.values:
            raise ValidationError({"said": _("Choose one of the list.")})
        note = writing.words("note", saying.note, 500)
        _rival(user, account, client, spot, saying)
        _potential(user, client, spot, saying, seen)
        before = {"said": cell.said, "note": cell.note}
        after = {"said": saying.said, "note": note}
        if before != after:
            cell.said, cell.note = saying.said, note
            _keep(user, cell, "whitespace.said", before, after)


def grow(user: User, plan: Plan, spot: Spot, *, today: dt.date | None = None) -> Action:
    """Put a cell into the plan: an action of the account's manager, due in three months; the one there is, if any."""
    day = today or timezone.localdate()
    with transaction.atomic():
        cell = _held(user, plan.account, spot, None)
        if cell.action is not None and cell.action.state != Progress.DROPPED:
            return cell.action
        due = max(day, min(plan.ends, day + dt.timedelta(days=AHEAD)))
        made = plans.add_action(
            user,
            plan,
            plans.Doing(
                what=writing.words("what", _what(spot), 300),
                starts=day,
                due=due,
                owner=plan.account.manager or user,
                how=_how(spot),
                stake_amount=spot.left or None,
            ),
        )
        cell.action = made
        _keep(user, cell, "whitespace.grown", {}, {"action": made.what})
    return made


def _held(user: User, account: Account, spot: Spot, revision: int | None) -> WhiteCell:
    """The cell as it is now, or a fresh one; for someone who may write the account and has seen it as it is."""
    if not access.sees(user, account) or not may_edit(user, account):
        raise PermissionDenied
    place = f"{spot.unit.key} × {spot.offer.key}"
    # Everyone who writes of the account waits for the other, so that no place is made twice.
    list(access.every_account().filter(pk=account.pk).select_for_update().values_list("pk", flat=True))
    found = WhiteCell.objects.select_related("action").filter(account=account, place=place).first()
    if found is None:
        found = WhiteCell(account=account, place=place, unit=_name(spot), offer=spot.offer.name, revision=0)
    if revision is not None and found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: writing.meanwhile(found)})
    return found


def _keep(user: User, cell: WhiteCell, verb: str, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    cell.revision += 1
    cell.by, cell.at = user, timezone.now()
    cell.save()
    audit.record(user, verb, cell, before=before, after={"unit": cell.unit, "offer": cell.offer, **after})


def _name(spot: Spot) -> str:
    return spot.unit.name if spot.unit.key else ""


def _rival(user: User, account: Account, client: Client, spot: Spot, saying: Saying) -> None:
    """Tell of a competitor that is not known there yet; one has to be named where a competitor sells it."""
    name = writing.words("competitor", saying.competitor, 200)
    if not name:
        if saying.said == Said.COMPETITOR and not spot.rivals:
            raise ValidationError({"competitor": _("Name the competitor that sells it; “open” where nobody knows.")})
        return
    if folded(name) in {folded(one.name) for one in spot.rivals}:
        return
    told_of = next((one for one in client.accounts if (one.key,) == spot.unit.accounts), account)
    place = "" if spot.unit.accounts and spot.unit.key else _name(spot)
    values = {"name": name, "place": place, "offer": spot.offer.name, "share": None, "rank": None, "remark": "",
              "source": _("White space of the plan"), "said_on": timezone.localdate()}  # fmt: skip
    tell(user, told_of, KINDS["competitor"], values)


def _potential(user: User, client: Client, spot: Spot, saying: Saying, seen: int) -> None:
    """Tell the potential where it is another than the one known; take it back where none is left."""
    known = spot.potential
    if saying.amount is None and known is None:
        return
    if saying.amount is not None:
        if not 0 <= saying.amount <= MOST:
            raise ValidationError({"amount": _("An amount from zero to a million million.")})
        if _same(known, saying):
            return
        if not saying.source.strip():
            raise ValidationError({"source": _("Say where you have it from: a visit, a report, a tender.")})
        if saying.date is None:
            raise ValidationError({"date": _("Say when it was true.")})
        if saying.date > timezone.localdate():
            raise ValidationError({"date": _("This day has not come yet.")})
    told = Told(
        unit=_name(spot),
        offer=spot.offer.name,
        amount=saying.amount,
        currency=(Organisation.current().base_currency or "") if saying.amount is not None else "",
        source=writing.words("source", saying.source, 300) or _("taken back"),
        date=saying.date or timezone.localdate(),
        confidence=saying.confidence,
    )
    try:
        tell_spend(user, client, told, seen=seen)
    except SpendTakenError as error:
        there = words.language().amount(error.row.amount, error.row.currency)
        raise ValidationError(
            {"amount": _("%(who)s told its potential meanwhile: %(amount)s. What you typed is kept: save again.") % {
                "who": error.row.author or "Trousseau", "amount": there}}
        ) from None  # fmt: skip


def _same(known: Potential | None, saying: Saying) -> bool:
    if known is None:
        return False
    told = (saying.amount, saying.source.strip(), saying.date, saying.confidence)
    return told == (known.amount, known.source, known.date, known.confidence)


def _what(spot: Spot) -> str:
    named = {"offer": spot.offer.name, "unit": spot.unit.name}
    if spot.state == "sold":
        return _("Sell more %(offer)s to %(unit)s") % named
    return _("Win %(offer)s at %(unit)s") % named


def _how(spot: Spot) -> str:
    """What is known of it, for whoever does it."""
    language = words.language()
    base = Organisation.current().base_currency or None
    said = []
    if spot.potential is not None:
        said.append(
            _("Potential: %(amount)s a year (%(source)s, %(day)s).")
            % {
                "amount": language.short_amount(spot.potential.amount, base),
                "source": spot.potential.source,
                "day": language.date(spot.potential.date),
            }
        )
    if spot.sold:
        said.append(_("Sold over 12 months: %(amount)s.") % {"amount": language.short_amount(spot.sold, base)})
    if spot.rivals:
        said.append(_("Competitors: %(names)s.") % {"names": ", ".join(one.name for one in spot.rivals)})
    return " ".join(said)[:1000]
