"""Hand-overs: what both managers have to do, and by when; on their page and on Home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import due
from trousseau.accounts.due import DueItem, Urgency
from trousseau.portfolio import words
from trousseau.staffing.models import HandOver, Proposal
from trousseau.staffing.queries import people


@dataclass(frozen=True)
class Row:
    """One hand-over."""

    item: HandOver
    mine: bool
    """Whether who looks has something left to do."""
    late: bool
    pack: str
    """Where the hand-over pack is; "" where there is none."""


@dataclass(frozen=True)
class HandOversPage:
    """All that the template shows."""

    finding: str
    rows: tuple[Row, ...]


def of(user: User) -> list[HandOver]:
    """The hand-overs someone gives, takes, or watches over as head or director."""
    rows = HandOver.objects.filter(cancelled=False).select_related("account", "giver", "taker")
    if not user.roles & people.READ_ALL:
        mine = {user.pk} | people.led_by(user)
        rows = rows.filter(Q(giver__in=mine) | Q(taker__in=mine))
    return list(rows[:300])


def page(user: User) -> HandOversPage:
    """The list."""
    language, today = words.language(), timezone.localdate()
    rows = tuple(Row(one, _waits(one, user), _open(one) and one.due < today, _pack(one)) for one in of(user))
    left = sum(_open(row.item) for row in rows)
    late = sum(row.late for row in rows)
    if not left:
        finding = _("No hand-over is under way.")
    else:
        finding = ngettext(
            "{n} hand-over is under way, {late} late.", "{n} hand-overs are under way, {late} late.", left
        )
    return HandOversPage(finding.format(n=language.number(left), late=language.number(late)), rows)


def _open(one: HandOver) -> bool:
    return (one.giver_id is not None and one.given_at is None) or (one.taker_id is not None and one.taken_at is None)


def _waits(one: HandOver, user: User) -> bool:
    return (one.giver_id == user.pk and one.given_at is None) or (one.taker_id == user.pk and one.taken_at is None)


def _pack(one: HandOver) -> str:
    try:
        return reverse("support:handover", args=[one.account.public_id])
    except NoReverseMatch:
        return ""


def open_for(user: User) -> QuerySet[HandOver] | None:
    """What someone has left to do in hand-overs."""
    if not may(user, "read_team"):
        return None
    mine = Q(giver=user.pk, given_at=None) | Q(taker=user.pk, taken_at=None)
    return HandOver.objects.filter(mine, cancelled=False).order_by("due", "pk")


def _hand_overs_due(user: User, found: Sequence[due.Row]) -> Iterator[DueItem]:
    for one in found:
        gives = one["giver"] == user.pk
        other = one["taker_name"] if gives else one["giver_name"]
        yield _to_hand_over(one["account"], one["address"], other or "–", date.fromisoformat(one["due"]), gives=gives)


def to_decide(user: User) -> QuerySet[Proposal] | None:
    """The proposals of a matching that wait for a director."""
    if not may(user, "read_team") or not may(user, "decide_matching"):
        return None
    return Proposal.objects.filter(state=Proposal.State.PROPOSED).order_by("pk")


def _proposals_due(_user: User, found: Sequence[due.Row]) -> Iterator[DueItem]:
    for one in found:
        yield _to_decide(one["title"], one["public_id"], one["who"] or "–")


HAND_OVERS = due.Source(
    rows=open_for,
    told={
        "account": "account__name", "address": "account__public_id", "giver": "giver", "due": "due",
        "giver_name": due.called("giver"), "taker_name": due.called("taker"),
    },
    items=_hand_overs_due,
)  # fmt: skip
PROPOSALS = due.Source(
    rows=to_decide,
    told={"title": "title", "public_id": "public_id", "who": due.called("created_by")},
    items=_proposals_due,
)


def _to_hand_over(account: str, public_id: str, other: str, last: date, *, gives: bool) -> DueItem:
    return DueItem(
        title=_("Hand {account} over to {taker}").format(account=account, taker=other)
        if gives
        else _("Take {account} over from {giver}").format(account=account, giver=other),
        url=reverse("staffing:hand_overs"), action=_("Open"), kind=_("Hand-over"),
        urgency=_urgency(last, timezone.localdate()), due=last, account=account,
        account_url=reverse("accounts:account", args=[public_id]),
    )  # fmt: skip


def _to_decide(title: str, public_id: str, who: str) -> DueItem:
    return DueItem(
        title=_("Decide who leads what: {title}").format(title=title),
        url=reverse("staffing:proposal", args=[public_id]), action=_("Decide"), kind=_("Matching"),
        why=_("proposed by {who}").format(who=who),
    )  # fmt: skip


def _urgency(last: date, today: date) -> Urgency:
    return "now" if last < today else "soon" if (last - today).days <= 7 else "later"
