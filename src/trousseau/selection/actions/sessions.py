"""What happens in a decision session: opened, proposed, discussed, decided, closed; nothing after that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from trousseau.access import audit
from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.accounts.access import clients_of, sees_everything
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.models import DecisionSession, Proposal, Remark, Ruling, SessionClosing
from trousseau.selection.queries import sessions
from trousseau.selection.queries.frozen import Frozen, Place, freeze


class SessionError(Exception):
    """Something a session does not take, with its code.

    `session_open` (another one is, `title`), `session_closed`, `session_title`, `session_nothing` (no ranking),
    `session_client` (not in it), `session_tier` (not one of its), `session_reason`, `session_text`, `session_taken`
    (someone else decided meanwhile: `who`, `tier`, `reason`).
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def open_session(user: User, title: str, day: date, attendees: Sequence[str], asked: Asked | None) -> DecisionSession:
    """Open a session and freeze what it decides on: `asked` ranked under the grid and the tiers in force.

    Raises:
        PermissionDenied: sessions are opened by a director of the whole company.
        SessionError: see its codes.
    """
    _allow_deciding(user)
    if not title.strip():
        raise SessionError("session_title")
    if asked is None:
        raise SessionError("session_nothing")
    frozen = freeze(asked.ranked_by("group"))
    if not frozen["columns"]["client"] and not frozen["held"]:
        raise SessionError("session_nothing")
    with transaction.atomic():
        Organisation.objects.select_for_update().filter(pk=1).first()  # of two who open one, the second waits
        there = sessions.opened()
        if there is not None:
            raise SessionError("session_open", title=there.title)
        made: DecisionSession = DecisionSession.objects.create(
            title=title.strip(), date=day, attendees=_names(attendees), opened_by=user, frozen=frozen
        )
        audit.record(user, "session.opened", made, after={"date": day, "attendees": made.attendees})
    return made


def propose_tier(user: User, session: DecisionSession, client: str, tier: str, why: str) -> Proposal:
    """Propose a tier for a client, and say why.

    Raises:
        PermissionDenied: neither a director, a head nor a manager who sees the client.
        SessionError: see its codes.
    """
    with transaction.atomic():
        frozen, place = _client(user, session, client, "propose_tiers")
        _check_tier(frozen, tier)
        if not why.strip():
            raise SessionError("session_reason")
        made: Proposal = Proposal.objects.create(
            session=session, client=client, tier=tier, why=why.strip()[:1000], by=user
        )
        audit.record(user, "tier.proposed", session, after={"client": place.name, "tier": tier, "why": made.why})
    return made


def discuss(user: User, session: DecisionSession, client: str, text: str) -> Remark:
    """Say something of a client.

    Raises:
        PermissionDenied: as `propose_tier`.
        SessionError: see its codes.
    """
    with transaction.atomic():
        _frozen, place = _client(user, session, client, "propose_tiers")
        if not text.strip():
            raise SessionError("session_text")
        made: Remark = Remark.objects.create(session=session, client=client, text=text.strip()[:2000], by=user)
        audit.record(user, "session.discussed", session, after={"client": place.name, "text": made.text})
    return made


def decide_tier(user: User, session: DecisionSession, client: str, tier: str, reason: str, *, seen: int) -> Ruling:
    """Decide the tier of a client, for a reason that is kept; until the session closes it can be decided anew.

    `seen` is the key of the ruling the person looked at, 0 for none: where there is another by now, nothing happens
    and they are told.

    Raises:
        PermissionDenied: it is the director's to decide.
        SessionError: see its codes.
    """
    try:
        with transaction.atomic():
            frozen, place = _client(user, session, client, "decide_tiers")
            _check_tier(frozen, tier)
            if not reason.strip():
                raise SessionError("session_reason")
            before = _seen(session, client, seen)
            if before is not None:
                before.delete()
            made = Ruling.objects.create(
                session=session, client=client, tier=tier, reason=reason.strip()[:1000], by=user
            )
            _record(user, session, place, made, before)
    except IntegrityError as error:
        raise _taken(Ruling.objects.select_related("by").get(session=session, client=client)) from error
    return made


def decide_as_proposed(user: User, session: DecisionSession, clients: Iterable[str], reason: str) -> list[Ruling]:
    """Decide several clients as the rules propose, for one reason; those decided already stay as they are.

    Raises:
        PermissionDenied: it is the director's to decide.
        SessionError: see its codes.
    """
    _allow_deciding(user)
    if not reason.strip():
        raise SessionError("session_reason")
    with transaction.atomic():
        frozen = _open(session)
        decided = set(Ruling.objects.filter(session=session).values_list("client", flat=True))
        made = []
        for client in dict.fromkeys(clients):
            place = frozen.places.get(client)
            if place is None or not place.proposed:
                raise SessionError("session_client", client=client)
            if client not in decided:
                made.append(
                    Ruling(session=session, client=client, tier=place.proposed, reason=reason.strip()[:1000], by=user)
                )
        Ruling.objects.bulk_create(made, batch_size=2_000)
        audit.record(
            user,
            "tier.decided_as_proposed",
            session,
            after={"clients": [frozen.places[one.client].name for one in made], "reason": reason.strip()},
        )
    return made


def take_back(user: User, session: DecisionSession, client: str, *, seen: int) -> None:
    """Put a client back among those to be decided.

    Raises:
        PermissionDenied: it is the director's to decide.
        SessionError: see its codes.
    """
    with transaction.atomic():
        _frozen, place = _client(user, session, client, "decide_tiers")
        ruling = _seen(session, client, seen)
        if ruling is not None:
            audit.record(
                user, "tier.taken_back", session, before={"client": place.name, "tier": ruling.tier}, after=None
            )
            ruling.delete()


def lock(session: DecisionSession) -> None:
    """Wait for whoever writes in a session, and refuse a closed one; inside a transaction.

    Raises:
        SessionError: `session_closed`.
    """
    DecisionSession.objects.select_for_update().filter(pk=session.pk).only("pk").first()
    if SessionClosing.objects.filter(session=session).exists():
        raise SessionError("session_closed")


def _allow_deciding(user: User) -> None:
    if not may(user, "decide_tiers") or not sees_everything(user):
        raise PermissionDenied


def _open(session: DecisionSession) -> Frozen:
    lock(session)
    return Frozen(session.frozen)


def _client(user: User, session: DecisionSession, client: str, rule: str) -> tuple[Frozen, Place]:
    """What a session says of a client, for someone who may write of it while the session is open."""
    if not may(user, rule):
        raise PermissionDenied
    if rule == "decide_tiers":
        _allow_deciding(user)
    seen = clients_of(user)
    if seen is not None and client not in seen:
        raise PermissionDenied
    frozen = _open(session)
    place = frozen.places.get(client)
    if place is None:
        raise SessionError("session_client", client=client)
    return frozen, place


def _check_tier(frozen: Frozen, tier: str) -> None:
    if frozen.tiers.named(tier) is None:
        raise SessionError("session_tier", tier=tier)


def _seen(session: DecisionSession, client: str, seen: int) -> Ruling | None:
    """The ruling there is, where it is the one the person looked at."""
    there = Ruling.objects.select_related("by").filter(session=session, client=client).first()
    if (there.pk if there else 0) != seen:
        if there is None:
            raise SessionError("session_changed")
        raise _taken(there)
    return there


def _taken(there: Ruling) -> SessionError:
    return SessionError("session_taken", who=str(there.by or "–"), tier=there.tier, reason=there.reason)


def _record(user: User, session: DecisionSession, place: Place, made: Ruling, before: Ruling | None) -> None:
    audit.record(
        user,
        "tier.decided",
        session,
        before={"client": place.name, "tier": before.tier, "reason": before.reason} if before else None,
        after={
            "client": place.name,
            "tier": made.tier,
            "reason": made.reason,
            "exception": bool(place.proposed) and made.tier != place.proposed,
        },
    )


def _names(attendees: Sequence[str]) -> list[str]:
    """Names written once each, in the order given."""
    return list(dict.fromkeys(name.strip()[:120] for name in attendees if name.strip()))
