"""The pages of decision sessions: those there were, and one with its moves, its load and the client that is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import Role, User
from trousseau.access.rules import may
from trousseau.accounts.access import clients_of, sees_everything
from trousseau.figures.language import Language
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import addresses
from trousseau.selection.models import DecisionSession, TierDecision
from trousseau.selection.pages.session_client import Card, card, chance_text, held_text, is_exception
from trousseau.selection.queries import sessions
from trousseau.selection.queries.frozen import Place
from trousseau.selection.queries.load import MONTHS, Carried, Load
from trousseau.selection.queries.sessions import Held

NAMED = 3
"""Clients that a finding names."""


@dataclass(frozen=True)
class MoveRow:
    """A client of the list of moves."""

    client: str
    name: str
    rank: int | None
    held: str
    proposed: str
    chance: str
    fragile: bool
    ruled: str
    """What was decided, "" while it is not."""
    exception: bool
    proposals: int
    remarks: int
    open: bool
    as_proposed: bool
    """Whether it can be decided as the rules propose."""
    stays: bool
    """Whether the rules propose what it holds."""
    ticked: bool = False


@dataclass(frozen=True)
class LoadRow:
    """What one manager carries, in words."""

    name: str
    before: str
    after: str
    available: str
    share: float | None
    over: bool
    unknown: int


@dataclass(frozen=True)
class SessionPage:
    """All that the template shows of one session."""

    session: DecisionSession
    held: Held
    finding: str
    lead: str
    rows: tuple[MoveRow, ...]
    others: tuple[tuple[str, int], ...]
    """Tier, and how many without a tier are proposed for it."""
    others_total: int
    card: Card | None
    load: tuple[LoadRow, ...]
    load_text: str
    decisions: tuple[TierDecision, ...]
    may_decide: bool
    may_propose: bool
    whole: bool
    """Whether who looks sees everything."""
    figures: bool
    problem: str
    reason: str
    """As it was written for several clients, and refused."""
    pending: int
    period: tuple[date, date]

    @property
    def closed(self) -> bool:
        """Whether nothing changes any more."""
        return self.held.closing is not None


def page(
    user: User,
    session: DecisionSession,
    client: str,
    *,
    problem: str = "",
    typed: Mapping[str, str] | None = None,
    chosen: Sequence[str] = (),
) -> SessionPage:
    """A session as someone sees it, with one client open: the one asked for, else the first that is not decided.

    `typed` and `chosen` are what someone wrote and ticked that was refused.
    """
    language, found = words.language(), sessions.read(session)
    seen = clients_of(user)
    whole, figures = seen is None, may(user, "read_portfolio") or sees_everything(user)
    moves = [place for place in found.frozen.moves if seen is None or place.client in seen]
    opened = _opened(found, moves, client, seen)
    rows = tuple(
        replace(_row(found, place, opened, language, figures=figures), ticked=place.client in chosen) for place in moves
    )
    written = typed or {}
    others = [place for place in found.others_pending if seen is None]
    kinds = Counter(found.frozen.tier_name(place.proposed) for place in others)
    load = found.load() if whole else Load(())
    pending = sum(not row.ruled for row in rows)
    closed = found.closing is not None
    return SessionPage(
        session=session,
        held=found,
        finding=_finding(found, rows, language),
        lead=load_text(load, language) if whole else "",
        rows=rows,
        others=tuple(kinds.most_common()),
        others_total=len(others),
        card=_card(user, found, opened, moves, figures=figures, typed=written if client else {}) if opened else None,
        load=tuple(load_row(row, language) for row in load.rows),
        load_text=load_text(load, language),
        decisions=tuple(one for one in found.decisions if seen is None or one.client in seen),
        may_decide=may(user, "decide_tiers") and whole and not closed,
        may_propose=may(user, "propose_tiers") and not closed,
        whole=whole,
        figures=figures,
        problem=problem,
        reason="" if client else written.get("reason", ""),
        pending=pending,
        period=found.frozen.period,
    )


def _opened(found: Held, moves: Sequence[Place], client: str, seen: frozenset[str] | None) -> Place | None:
    if client and (seen is None or client in seen) and client in found.frozen.places:
        return found.frozen.places[client]
    return next((place for place in moves if place.client not in found.rulings), moves[0] if moves else None)


def _card(
    user: User, found: Held, place: Place, moves: Sequence[Place], *, figures: bool, typed: Mapping[str, str]
) -> Card:
    url = addresses(user, {place.client}, by="group").get(place.client, "")
    return card(found, place, url=url, figures=figures, typed=typed, order=[move.client for move in moves])


def _row(found: Held, place: Place, opened: Place | None, language: Language, *, figures: bool) -> MoveRow:
    frozen, ruling = found.frozen, found.rulings.get(place.client)
    return MoveRow(
        client=place.client,
        name=place.name,
        rank=place.rank if figures else None,
        held=held_text(frozen, place.client),
        proposed=frozen.tier_name(place.proposed) if place.proposed else "",
        chance=chance_text(place, language) if figures else "",
        fragile=place.fragile and figures,
        ruled=frozen.tier_name(ruling.tier) if ruling else "",
        exception=ruling is not None and is_exception(place, ruling.tier),
        proposals=len(found.proposals.get(place.client, ())),
        remarks=len(found.remarks.get(place.client, ())),
        open=opened is not None and opened.client == place.client,
        as_proposed=bool(place.proposed) and ruling is None,
        stays=bool(place.proposed) and place.proposed == frozen.before(place.client),
    )


def _finding(found: Held, rows: Sequence[MoveRow], language: Language) -> str:
    if found.closing is not None:
        return closed_finding(found, language)
    pending = [row.name for row in rows if not row.ruled]
    if not rows:
        return _("Nothing to decide: every client is in the tier the rules propose for it.")
    if not pending:
        return _("Everything is decided: the session can be closed.")
    named = [*pending[:NAMED]]
    if len(pending) > NAMED:
        more = len(pending) - NAMED
        named.append(ngettext("{n} other", "{n} others", more).format(n=language.number(more)))
    return ngettext(
        "{n} of {total} decisions remains: {named}.", "{n} of {total} decisions remain: {named}.", len(pending)
    ).format(n=language.number(len(pending)), total=language.number(len(rows)), named=language.listed(named))


def closed_finding(found: Held, language: Language) -> str:
    """What a closed session made of the clients."""
    if not found.decisions:
        return _("The session was closed without a decision.")
    kinds = kinds_text(Counter(one.kind for one in found.decisions), language)
    exceptions = sum(one.exception for one in found.decisions)
    text = ngettext("{n} decision: {kinds}", "{n} decisions: {kinds}", len(found.decisions)).format(
        n=language.number(len(found.decisions)), kinds=kinds
    )
    if exceptions:
        text += ngettext("; {n} exception to the rules", "; {n} exceptions to the rules", exceptions).format(
            n=language.number(exceptions)
        )
    return text + "."


def kinds_text(kinds: Mapping[str, int], language: Language) -> str:
    """How many decisions of each kind."""
    said = {
        "entry": ngettext("{n} entry", "{n} entries", kinds.get("entry", 0)),
        "promotion": ngettext("{n} promotion", "{n} promotions", kinds.get("promotion", 0)),
        "kept": ngettext("{n} kept as it was", "{n} kept as they were", kinds.get("kept", 0)),
        "demotion": ngettext("{n} demotion", "{n} demotions", kinds.get("demotion", 0)),
        "exit": ngettext("{n} exit", "{n} exits", kinds.get("exit", 0)),
        "moved": ngettext("{n} moved", "{n} moved", kinds.get("moved", 0)),
    }
    return language.listed([said[kind].format(n=language.number(kinds[kind])) for kind in said if kinds.get(kind)])


def load_text(load: Load, language: Language) -> str:
    """The load of a year in words: demanded of those whose days are known, of the others, and what nobody leads."""

    def year(days: float) -> str:
        return language.number(days * MONTHS, 0)

    parts = []
    if load.available is not None:
        parts.append(
            _("{after} days a year demanded of {available} available ({before} before).").format(
                after=year(load.after), available=year(load.available), before=year(load.before)
            )
        )
    if load.silent:
        parts.append(
            ngettext(
                "{after} days a year demanded of {n} manager whose days are not known.",
                "{after} days a year demanded of {n} managers whose days are not known.",
                load.silent,
            ).format(n=language.number(load.silent), after=year(load.unknown))
        )
    if load.unled:
        parts.append(_("{days} days a year for clients nobody leads.").format(days=year(load.unled)))
    return " ".join(parts) or _("Nothing is demanded of anybody.")


def load_row(row: Carried, language: Language) -> LoadRow:
    """A manager's load, in days a month."""
    return LoadRow(
        name=row.name if row.manager is not None else _("Led by nobody"),
        before=language.number(row.before, 1),
        after=language.number(row.after, 1),
        available=_("unknown") if row.available is None else language.number(row.available, 1),
        share=row.after / row.available if row.available else None,
        over=row.over,
        unknown=row.unknown,
    )


@dataclass(frozen=True)
class SessionRow:
    """A session of the list."""

    session: DecisionSession
    closed: bool
    decisions: int
    exceptions: int


@dataclass(frozen=True)
class SessionsPage:
    """All that the template shows of all sessions."""

    finding: str
    rows: tuple[SessionRow, ...]
    opened: DecisionSession | None
    remaining: int
    may_open: bool
    figures: bool
    """Whether the person reads the portfolio, hence the tiers."""
    people: tuple[User, ...]
    problem: str
    typed: Mapping[str, str]
    chosen: frozenset[str]
    today: date


def list_page(
    user: User, *, today: date, problem: str = "", typed: Mapping[str, str] | None = None, chosen: Sequence[str] = ()
) -> SessionsPage:
    """All sessions, and the form that opens one."""
    language, rows = words.language(), list(sessions.sessions())
    opened = next((row for row in rows if not hasattr(row, "closing")), None)
    seen = clients_of(user)
    counts = _counts(seen)
    remaining = _remaining(opened, seen)
    may_open = may(user, "decide_tiers") and seen is None
    people = (
        User.objects.filter(is_active=True).exclude(assignments=None).exclude(assignments__role=Role.CLIENT).distinct()
        if may_open and opened is None
        else ()
    )
    return SessionsPage(
        finding=_list_finding(opened, remaining, rows, language),
        rows=tuple(SessionRow(row, hasattr(row, "closing"), *counts.get(row.pk, (0, 0))) for row in rows),
        opened=opened,
        remaining=remaining,
        may_open=may_open,
        figures=may(user, "read_portfolio"),
        people=tuple(people),
        problem=problem,
        typed=typed or {},
        chosen=frozenset(chosen),
        today=today,
    )


def _counts(seen: frozenset[str] | None) -> dict[int, tuple[int, int]]:
    """How many decisions and exceptions of each session someone sees. One query."""
    if seen is None:
        rows = (
            TierDecision.objects.order_by()
            .values("session_id")
            .annotate(decisions=Count("pk"), outside=Count("pk", filter=Q(exception=True)))
        )
        return {row["session_id"]: (row["decisions"], row["outside"]) for row in rows}
    found: dict[int, tuple[int, int]] = {}
    for session, client, exception in TierDecision.objects.values_list("session_id", "client", "exception"):
        if client in seen:
            decisions, outside = found.get(session, (0, 0))
            found[session] = decisions + 1, outside + exception
    return found


def _remaining(opened: DecisionSession | None, seen: frozenset[str] | None) -> int:
    """How many moves of the open session someone sees that nobody decided."""
    if opened is None:
        return 0
    found = sessions.read(opened)
    return sum(seen is None or place.client in seen for place in found.pending)


def _list_finding(
    opened: DecisionSession | None, remaining: int, rows: Sequence[DecisionSession], language: Language
) -> str:
    if opened is not None:
        return ngettext(
            "“{title}” is open: {n} decision remains.", "“{title}” is open: {n} decisions remain.", remaining
        ).format(title=opened.title, n=language.number(remaining))
    if not rows:
        return _("No decision session was held yet: tiers are proposed by the rules and decided in a session.")
    return _("No session is open; the last was held on {date}.").format(date=language.date(rows[0].date))
