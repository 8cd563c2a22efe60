"""Decision sessions as they are read: which one is open, what was said and decided in one, the log of decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import DateField, Q, QuerySet, Value

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import folded
from trousseau.portfolio.queries.kept import Kept
from trousseau.selection.models import DecisionSession, Proposal, Remark, Ruling, SessionClosing, TierDecision
from trousseau.selection.queries import tiers
from trousseau.selection.queries.clients import with_group
from trousseau.selection.queries.frozen import Frozen, Place
from trousseau.selection.queries.load import Load, load, of_json


def sessions() -> QuerySet[DecisionSession]:
    """All sessions, the latest first, without what they froze."""
    found: QuerySet[DecisionSession] = DecisionSession.objects.select_related("closing", "opened_by").defer("frozen")
    return found


def opened() -> DecisionSession | None:
    """The session that is open; there is one at most. One query."""
    return sessions().filter(closing=None).first()


@dataclass(frozen=True)
class Held:
    """One session with all that was said and decided in it."""

    session: DecisionSession
    closing: SessionClosing | None
    frozen: Frozen
    rulings: Mapping[str, Ruling]
    proposals: Mapping[str, tuple[Proposal, ...]]
    remarks: Mapping[str, tuple[Remark, ...]]
    decisions: tuple[TierDecision, ...] = field(default=())
    """Of a closed session."""

    @cached_property
    def pending(self) -> tuple[Place, ...]:
        """The moves nobody has decided."""
        return tuple(place for place in self.frozen.moves if place.client not in self.rulings)

    @cached_property
    def others_pending(self) -> tuple[Place, ...]:
        """Those without scarce places that nobody has decided."""
        return tuple(place for place in self.frozen.others if place.client not in self.rulings)

    def after(self) -> dict[str, str]:
        """The tier of each client once what is decided is applied."""
        kept = {client: one["tier"] for client, one in self.frozen.held.items()}
        return kept | {client: ruling.tier for client, ruling in self.rulings.items()}

    def load(self) -> Load:
        """What managers carry before and after; of a closed session as it was kept. Two queries or none."""
        if self.closing is not None:
            return of_json(self.closing.load)
        before = {client: one["tier"] for client, one in self.frozen.held.items()}
        return load(self.frozen.tiers, before, self.after())


@dataclass(frozen=True)
class Standing:
    """How far the open session is."""

    public_id: str
    title: str
    date: date
    pending: tuple[Place, ...]
    """The moves nobody has decided."""
    proposed: frozenset[str]
    """The clients of whom something is proposed."""


_moves: Kept[tuple[Place, ...]] = Kept(4)
"""The moves of a session by its address: what was frozen stays."""


def standing() -> Standing | None:
    """How far the open session is; None: none is open.

    One query, and one more where this process reads the moves of the session for the first time.
    """
    no_day = Value(None, output_field=DateField())
    found = DecisionSession.objects.filter(closing=None).order_by()
    ruled = Ruling.objects.filter(session__closing=None).order_by()
    told = Proposal.objects.filter(session__closing=None).order_by()
    rows = list(
        found.values_list(Value("session"), "public_id", "title", "date").union(
            ruled.values_list(Value("ruled"), "client", Value(""), no_day),
            told.values_list(Value("proposed"), "client", Value(""), no_day),
        )
    )
    session = next((row for row in rows if row[0] == "session"), None)
    if session is None:
        return None
    _kind, public_id, title, day = session
    moves = _moves.get(public_id, lambda: Frozen(DecisionSession.objects.get(public_id=public_id).frozen).moves)
    decided = {row[1] for row in rows if row[0] == "ruled"}
    return Standing(
        public_id,
        title,
        day,
        tuple(place for place in moves if place.client not in decided),
        frozenset(row[1] for row in rows if row[0] == "proposed"),
    )


def read(session: DecisionSession) -> Held:
    """A session with all that was said and decided in it; five queries."""
    closing = SessionClosing.objects.select_related("closed_by").filter(session=session).first()
    proposals: dict[str, list[Proposal]] = {}
    for proposal in Proposal.objects.filter(session=session).select_related("by"):
        proposals.setdefault(proposal.client, []).append(proposal)
    remarks: dict[str, list[Remark]] = {}
    for remark in Remark.objects.filter(session=session).select_related("by"):
        remarks.setdefault(remark.client, []).append(remark)
    return Held(
        session=session,
        closing=closing,
        frozen=Frozen(session.frozen),
        rulings={ruling.client: ruling for ruling in Ruling.objects.filter(session=session).select_related("by")},
        proposals={client: tuple(rows) for client, rows in proposals.items()},
        remarks={client: tuple(rows) for client, rows in remarks.items()},
        decisions=tuple(log().filter(session=session).order_by("rank", "name")) if closing else (),
    )


def log() -> QuerySet[TierDecision]:
    """Every decision of every closed session, the latest session first, in it by rank."""
    joined = TierDecision.objects.select_related("session", "decided_by", "proposed_by").defer("session__frozen")
    found: QuerySet[TierDecision] = joined.order_by("-date", "-session_id", "rank", "name")
    return found


@dataclass(frozen=True)
class LogAsk:
    """What an address asks of the log."""

    kind: str = ""
    tier: str = ""
    exceptions: bool = False
    search: str = ""
    since: date | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> LogAsk:
        """Read an address; what it cannot mean is left out."""
        kind, tier = query.get("kind", ""), query.get("tier", "")
        try:
            since = date.fromisoformat(query.get("since", ""))
        except ValueError:
            since = None
        return cls(
            kind=kind if kind in TierDecision.Kind.values else "",
            tier=tier.replace("\x00", "")[:80],
            exceptions=query.get("exceptions") == "1",
            search=query.get("q", "").replace("\x00", "").strip()[:100],
            since=since,
        )


def logged(user: User, ask: LogAsk) -> list[TierDecision]:
    """The decisions someone may see that an address asks for, the latest first."""
    found = log()
    if ask.kind:
        found = found.filter(kind=ask.kind)
    if ask.tier:
        found = found.filter(Q(before=ask.tier) | Q(after=ask.tier))
    if ask.exceptions:
        found = found.filter(exception=True)
    if ask.since:
        found = found.filter(date__gte=ask.since)
    seen, words = access.clients_of(user), folded(ask.search)
    if seen is not None:
        found = with_group(found)
    rows = (row for row in found if words in folded(row.name))
    return [row for row in rows if seen is None or (getattr(row, "group", None) or row.client) in seen]


def of_client(client: str, accounts: tuple[str, ...] = ()) -> list[TierDecision]:
    """The decisions on one client, and on its accounts before they were its; the latest first. One query."""
    return list(log().filter(client__in=[client, *accounts]))


def tier_now(client: str) -> tiers.Held | None:
    """The tier one client holds; None: none. One query."""
    return tiers.held().get(client)
