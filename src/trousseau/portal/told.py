"""What of a shared thing reaches a page of the client, field by field: these dataclasses and nothing else.

A page of the client space is built from them, never from a row: what a row keeps beside them (reasons, amounts at
stake, formulas, notes, who wrote it) has no way out. `docs/client-space.md` tells the same to people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from trousseau.access.models import User
from trousseau.knowledge.models import Contact, Document
from trousseau.plans.models import Action, Kpi, Meeting, Objective
from trousseau.plans.models.rhythm import AgendaPoint, Decision, Held
from trousseau.plans.models.value import Delivered
from trousseau.portal.access import Window
from trousseau.portal.items import KINDS, shown
from trousseau.support.models.commitments import Commitment, Direction


@dataclass(frozen=True)
class Who:
    """Who something is of: a name, and whether they are of the client; "" where nobody is named."""

    name: str = ""
    theirs: bool = False


@dataclass(frozen=True)
class ToldObjective:
    """An objective: never why, whose stake, how heavy, who of us; its progress: `queries.progress`."""

    id: str
    title: str
    horizon: str
    from_: str
    to: str
    due: dt.date


@dataclass(frozen=True)
class ToldAction:
    """An action: never how, what depends on it, its days and money, its weight, why its day moved or it was dropped."""

    id: str
    what: str
    objective: str
    """The objective it serves, by public id; "" where that is not shared."""
    who: Who
    starts: dt.date
    due: dt.date
    done: int
    """In percent."""
    state: str
    ended_on: dt.date | None


@dataclass(frozen=True)
class ToldReading:
    """What an indicator was at the end of a period; never who entered it, nor their note."""

    on: dt.date
    value: Decimal


@dataclass(frozen=True)
class ToldKpi:
    """An indicator: never its formula, source, corridor, forecast, versions, or who of us answers for it."""

    id: str
    name: str
    objective: str
    unit: str
    rhythm: str
    baseline: Decimal | None
    baseline_on: dt.date
    target: Decimal | None
    target_on: dt.date
    readings: tuple[ToldReading, ...]
    """Oldest first."""


@dataclass(frozen=True)
class ToldCommitment:
    """A promise: never where it was made, its reference, evidence, or why it was moved, broken or withdrawn."""

    id: str
    direction: str
    what: str
    who: Who
    """Who promised."""
    promised_on: dt.date
    first_due: dt.date
    due: dt.date
    state: str
    settled_on: dt.date | None


@dataclass(frozen=True)
class ToldDecision:
    """What a meeting decided: the words, whose it is, by when."""

    text: str
    who: Who
    due: dt.date


@dataclass(frozen=True)
class ToldMeeting:
    """A meeting: never its level, its cost, why it was cancelled, nor points about what is not shared.

    Minutes and decisions are told once it was held.
    """

    id: str
    title: str
    kind: str
    on: dt.date
    at: dt.time | None
    lasts: int
    """Minutes."""
    where: str
    state: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    agenda: tuple[str, ...]
    minutes: str
    decisions: tuple[ToldDecision, ...]


@dataclass(frozen=True)
class ToldValue:
    """Something we brought them: never the stake or the action it hangs from, nor who of us wrote it down."""

    id: str
    category: str
    what: str
    amount: Decimal | None
    """Ours, in the base currency."""
    agreed: Decimal | None
    """Theirs, where it is another."""
    yearly: bool
    since: dt.date
    until: dt.date | None
    method: str
    evidence: str
    opinion: str
    said_by: str
    said_on: dt.date | None
    said: str
    revision: int
    """Over which an answer is given."""


@dataclass(frozen=True)
class ToldDocument:
    """A file: never its subject, which is a note of ours, nor where it lies."""

    id: str
    name: str
    kind: str
    size: int
    """Bytes."""
    on: dt.date
    by: str


def objective(row: Objective) -> ToldObjective:
    """What is told of an objective."""
    return ToldObjective(row.public_id, row.title, row.horizon, row.start_text, row.target_text, row.due)


def action(row: Action) -> ToldAction:
    """What is told of an action."""
    return ToldAction(
        row.public_id, row.what, _served(row.objective), _who(row.owner, row.contact), row.starts, row.due, row.done,
        row.state, row.ended_on,
    )  # fmt: skip


def kpi(row: Kpi) -> ToldKpi:
    """What is told of an indicator."""
    read = tuple(ToldReading(one.on, one.value) for one in row.readings.all() if one.value is not None)
    return ToldKpi(
        row.public_id, row.name, _served(row.objective), row.unit, row.rhythm, row.baseline, row.baseline_on,
        row.target, row.target_on, read,
    )  # fmt: skip


def commitment(row: Commitment) -> ToldCommitment:
    """What is told of a promise."""
    who = _who(row.owner, None) if row.direction == Direction.OURS else Who(row.to, theirs=True)
    return ToldCommitment(
        row.public_id, row.direction, row.what, who, row.promised_on, row.first_due, row.due, row.state, row.settled_on
    )


def meeting(row: Meeting) -> ToldMeeting:
    """What is told of a meeting."""
    held = row.state == Held.HELD
    agenda = tuple(one.text for one in row.agenda.all() if _open_point(one))
    decided = tuple(ToldDecision(one.text, _who(one.owner, one.contact), one.due) for one in row.decisions.all())
    ours = dict.fromkeys(str(one) for one in (row.organiser, *row.people.all()) if one is not None)
    return ToldMeeting(
        row.public_id, row.title, row.kind, row.on, row.at, row.lasts, row.where, row.state, tuple(ours),
        tuple(str(one) for one in row.contacts.all()), agenda, row.minutes if held else "", decided if held else (),
    )  # fmt: skip


def value(row: Delivered) -> ToldValue:
    """What is told of something brought to them."""
    return ToldValue(
        row.public_id, row.category, row.what, row.amount, row.agreed, row.yearly, row.since, row.until, row.method,
        row.evidence, row.opinion, row.said_by, row.said_on, row.said, row.revision,
    )  # fmt: skip


def document(row: Document) -> ToldDocument:
    """What is told of a file."""
    return ToldDocument(
        row.public_id, row.name, row.kind, row.size, timezone.localtime(row.at).date(), str(row.by) if row.by else ""
    )


@dataclass(frozen=True)
class Teller:
    """How a kind is told, and what its rows are read with so that many cost no more than one."""

    tell: Callable[[Any], Any]
    one: tuple[str, ...] = ()
    many: tuple[str | Prefetch[Any], ...] = ()


TELLERS: Mapping[str, Teller] = {
    "objective": Teller(objective),
    "action": Teller(action, ("objective", "owner", "contact")),
    "kpi": Teller(kpi, ("objective",), ("readings",)),
    "commitment": Teller(commitment, ("owner", "contact")),
    "meeting": Teller(
        meeting,
        ("organiser",),
        (
            "people",
            "contacts",
            Prefetch("agenda", AgendaPoint.objects.select_related("action", "commitment")),
            Prefetch("decisions", Decision.objects.select_related("owner", "contact")),
        ),
    ),
    "value": Teller(value),
    "document": Teller(document, ("by",)),
}  # fmt: skip


def told(window: Window, kind: str, **only: Any) -> list[Any]:
    """What the eyes of a window see of a kind, as it is told to them; `only` narrows the rows (`public_id=…`)."""
    teller, of = TELLERS[kind], KINDS[kind]
    rows = shown(window, kind).filter(**only).prefetch_related(*teller.many)
    if teller.one:
        rows = rows.select_related(*teller.one)
    return [teller.tell(row) for row in rows if not of.barred(row)]


def _who(owner: User | None, contact: Contact | None) -> Who:
    if owner is not None:
        return Who(str(owner))
    return Who(str(contact), theirs=True) if contact is not None else Who()


def _served(one: Objective | None) -> str:
    """The objective something serves, where the client knows it."""
    return one.public_id if one is not None and one.shared else ""


def _open_point(point: AgendaPoint) -> bool:
    """Whether a point of an agenda is about nothing that is kept from the client."""
    if point.action is not None and not point.action.shared:
        return False
    return point.commitment is None or bool(point.commitment.visible)
