"""My assessments: what is left, and one client at a time with its figures as far as the assessor may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import facts
from trousseau.selection.actions import AssessmentError, Said
from trousseau.selection.models import Assessor, Judgement, RoundClient
from trousseau.selection.models.assessments import ENDS
from trousseau.selection.pages.assessment_words import criterion_text, level_texts
from trousseau.selection.queries.assessments import own
from trousseau.selection.queries.clients import client_of

NOT = "none"
"""What the field of a level holds where someone cannot judge."""
LONGEST = 1000


@dataclass(frozen=True)
class Level:
    """One choice of a criterion."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """A criterion as its fields hold it."""

    at: int
    name: str
    levels: tuple[Level, ...]
    cannot: bool
    reason: str
    evidence: str
    end: bool
    """Whether an end of the scale is chosen."""


@dataclass(frozen=True)
class Figures:
    """What the assessor may see of the client."""

    accounts: tuple[Account, ...]
    whole: bool
    revenue: Decimal | None
    change: float | None
    zones: str
    divisions: str
    currency: str | None


@dataclass(frozen=True)
class ClientRow:
    """A client on the list of what is left."""

    url: str
    name: str
    answers: tuple[str, ...]
    """By criterion: the level, “cannot judge”, or "" while it is missing."""
    done: bool


@dataclass(frozen=True)
class MinePage:
    """The list of what one assessor judges."""

    seat: Assessor
    finding: str
    criteria: tuple[str, ...]
    rows: tuple[ClientRow, ...]
    given: int
    asked: int
    first: str
    """The address of the first client that is not done; "" where all are."""
    late: bool
    problem: str = ""
    sheet_errors: tuple[str, ...] = ()
    """What is wrong with the sheet that was just given."""

    @property
    def done(self) -> float:
        """The share that is done."""
        return self.given / self.asked if self.asked else 1.0


@dataclass(frozen=True)
class ClientPage:
    """One client to judge."""

    seat: Assessor
    client: RoundClient
    number: int
    of: int
    asked: tuple[Asked, ...]
    figures: Figures | None
    """None: the assessor sees none of its accounts."""
    given: int
    answers: int
    previous: str
    next: str
    locked: bool
    """Whether nothing can be changed: handed in, or the round is closed."""
    problem: str = ""

    @property
    def done(self) -> float:
        """The share of all answers that is given."""
        return self.given / self.answers if self.answers else 1.0


def mine(seat: Assessor, problem: str = "", sheet_errors: Sequence[str] = ()) -> MinePage:
    """What an assessor judges, and how far they are."""
    language, found = words.language(), seat.round
    clients, said = own(seat)
    rows = []
    for client in clients:
        answers = tuple(_answer(said[client.pk].get(one["key"])) for one in found.criteria)
        rows.append(ClientRow(_url(seat, client), client.name, answers, all(answers)))
    given = sum(len(said[client.pk]) for client in clients)
    asked = len(clients) * len(found.criteria)
    return MinePage(
        seat=seat,
        finding=_finding(seat, asked - given),
        criteria=tuple(criterion_text(one, language) for one in found.criteria),
        rows=tuple(rows),
        given=given,
        asked=asked,
        first=next((row.url for row in rows if not row.done), ""),
        late=found.due < timezone.localdate() and seat.released_at is None and not found.closed,
        problem=problem,
        sheet_errors=tuple(sheet_errors),
    )


def client_page(
    user: User, seat: Assessor, place: int, *, typed: Mapping[str, str] | None = None, problem: str = ""
) -> ClientPage | None:
    """One client with what was said of it, or what was just typed; None: not theirs to judge."""
    clients, said = own(seat)
    at = next((at for at, client in enumerate(clients) if client.place == place), None)
    if at is None:
        return None
    client, language = clients[at], words.language()
    asked = []
    for number, criterion in enumerate(seat.round.criteria):
        kept = said[client.pk].get(criterion["key"])
        level, reason, evidence = _kept(kept) if typed is None else _typed(typed, number)
        texts = zip("12345", level_texts(criterion, language), strict=True)
        asked.append(
            Asked(
                at=number,
                name=criterion_text(criterion, language),
                levels=tuple(Level(value, text, value == level) for value, text in texts),
                cannot=level == NOT,
                reason=reason,
                evidence=evidence,
                end=level in {str(end) for end in ENDS},
            )
        )
    return ClientPage(
        seat=seat,
        client=client,
        number=at + 1,
        of=len(clients),
        asked=tuple(asked),
        figures=_figures(user, client.client),
        given=sum(len(said[one.pk]) for one in clients),
        answers=len(clients) * len(seat.round.criteria),
        previous=_url(seat, clients[at - 1]) if at else "",
        next=_url(seat, clients[at + 1]) if at + 1 < len(clients) else "",
        locked=seat.round.closed or seat.released_at is not None,
        problem=problem,
    )


def read(seat: Assessor, given: Mapping[str, str]) -> dict[str, Said]:
    """What the form says, a criterion each; one without a level and a word is left as it was.

    Raises:
        AssessmentError: no level (`level`), or words without one (`level_missing`).
    """
    said = {}
    for number, criterion in enumerate(seat.round.criteria):
        level, reason, evidence = _typed(given, number)
        if not level and (reason.strip() or evidence.strip()):
            raise AssessmentError("level_missing", criterion=criterion["key"], of=criterion)
        if level and level != NOT and level not in set("12345"):
            raise AssessmentError("level", value=level[:20])
        if level:
            said[criterion["key"]] = Said(None if level == NOT else int(level), reason, evidence)
    return said


def _answer(said: Judgement | None) -> str:
    if said is None:
        return ""
    return _("cannot judge") if said.level is None else str(said.level)


def _kept(said: Judgement | None) -> tuple[str, str, str]:
    if said is None:
        return "", "", ""
    return NOT if said.level is None else str(said.level), said.reason, said.evidence


def _typed(given: Mapping[str, str], number: int) -> tuple[str, str, str]:
    level, reason, evidence = (given.get(f"{field}-{number}", "") for field in ("level", "reason", "evidence"))
    return level, reason[:LONGEST], evidence[:LONGEST]


def _url(seat: Assessor, client: RoundClient) -> str:
    return reverse("selection:judge", args=[seat.round.public_id, client.place])


def _finding(seat: Assessor, left: int) -> str:
    language = words.language()
    if seat.round.closed:
        return _("The round is closed; this is what you said.")
    if seat.released_at is not None:
        return _("You have handed in; until the round is closed you can take your assessments back.")
    if not left:
        return _("You have judged everything you were asked: hand it in.")
    return ngettext(
        "You have {left} answer left to give, by {date}.", "You have {left} answers left to give, by {date}.", left
    ).format(left=language.number(left), date=language.date(seat.round.due))


def _figures(user: User, key: str) -> Figures | None:
    """What someone sees of a client; three queries or four."""
    client = client_of(user, key)
    if client is None:
        return None
    keys = [account.pk for account in client.accounts if not account.excluded]
    accounts = tuple(access.visible_to(user).filter(pk__in=keys).select_related("figures").order_by("name", "key"))
    rows = [account.figures for account in accounts if hasattr(account, "figures")]
    known = [row.revenue for row in rows if row.revenue is not None]
    before = [row.previous for row in rows if row.previous is not None]
    revenue = sum(known, Decimal(0)) if known else None
    previous = sum(before, Decimal(0)) if before else None
    language, there = words.language(), facts()
    return Figures(
        accounts=accounts,
        whole=client.whole,
        revenue=revenue,
        change=float(revenue / previous) - 1.0 if revenue is not None and previous and previous > 0 else None,
        zones=language.listed(sorted({zone for row in rows for zone in row.zones})),
        divisions=language.listed(sorted({division for row in rows for division in row.divisions})),
        currency=there.base if there is not None else None,
    )
