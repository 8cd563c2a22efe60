"""How promises are kept: an account and a person each, and the statement of a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.figures.language import Language
from trousseau.portfolio import words
from trousseau.support.models.commitments import ClimbRule, Commitment
from trousseau.support.pages.commitment_words import in_time
from trousseau.support.queries import commitments as queries
from trousseau.support.queries.commitments import Kept, Stated

KINDS: dict[str, Any] = {
    "late": gettext_lazy("Late"), "broken": gettext_lazy("Broken"), "renegotiated": gettext_lazy("Renegotiated"),
    "kept": pgettext_lazy("a commitment", "Kept"), "open": pgettext_lazy("a commitment", "Open"),
}  # fmt: skip
MARKS = {"late": "bad", "broken": "bad", "renegotiated": "watch", "kept": "good", "open": "none"}
MONTHS = 12
SHOWN = 200


@dataclass(frozen=True)
class KeptRow:
    """How someone, or we on an account, kept promises, in words."""

    found: Kept
    last: str
    first: str


@dataclass(frozen=True)
class PunctualityPage:
    """All that the page shows."""

    finding: str
    accounts: tuple[KeptRow, ...]
    people: tuple[KeptRow, ...]
    rule: ClimbRule
    may_set: bool
    problem: str
    typed: dict[str, str]


def page(user: User, *, problem: str = "", typed: dict[str, str] | None = None) -> PunctualityPage:
    """What one person sees of how promises are kept."""
    language = words.language()
    accounts, people = queries.by_account_and_person(user)
    rule = ClimbRule.current()
    return PunctualityPage(
        finding=_finding(accounts, language),
        accounts=_rows(accounts, language),
        people=_rows(people, language),
        rule=rule,
        may_set=may(user, "set_climb"),
        problem=problem,
        typed=typed or {level: str(getattr(rule, level) or "") for level in ("manager", "head", "director")},
    )


def _rows(found: list[Kept], language: Language) -> tuple[KeptRow, ...]:
    return tuple(KeptRow(one, in_time(one.last, language), in_time(one.first, language)) for one in found[:SHOWN])


def _finding(accounts: list[Kept], language: Language) -> str:
    due = sum(one.last.due for one in accounts)
    if not due:
        return _("No promise fell due over 12 months.")
    on_time, first = sum(one.last.on_time for one in accounts), sum(one.first.on_time for one in accounts)
    said = _("Of {due} promises due over 12 months, {on_time} were kept by the day agreed, {first} by the first day.")
    return said.format(
        due=language.number(due), on_time=language.number(on_time), first=language.number(first)
    )  # fmt: skip


@dataclass(frozen=True)
class StatementPage:
    """The statement of one month of one account."""

    account: Account
    start: dt.date
    end: dt.date
    client: bool
    finding: str
    parts: tuple[tuple[str, str, str, tuple[tuple[Stated, str], ...]], ...]
    """Kind, its word, its mark, and what stood so with the name of the person it was promised to."""
    before: str
    after: str
    month: str
    running: bool


def statement(user: User, account: Account, month: str, *, client: bool) -> StatementPage:
    """What was promised on an account as it stood at the end of a month; for the client only what they see."""
    start, end = queries.month_of(month)
    language, today = words.language(), timezone.localdate()
    stated = stated_for(user, account, month, client=client)
    knows = may(user, "read_contacts")
    parts = tuple(
        (
            kind,
            str(word),
            MARKS[kind],
            tuple((one, one.commitment.to if knows else "") for one in stated if one.kind == kind),
        )
        for kind, word in KINDS.items()
    )
    return StatementPage(
        account=account,
        start=start,
        end=end,
        client=client,
        finding=_stated(account, stated, language, start),
        parts=tuple(part for part in parts if part[3]),
        before=f"{start - dt.timedelta(days=1):%Y-%m}",
        after=f"{end + dt.timedelta(days=1):%Y-%m}" if end < today else "",
        month=f"{start:%Y-%m}",
        running=end >= today,
    )


def stated_for(user: User, account: Account, month: str, *, client: bool) -> list[Stated]:
    """The promises of a statement; for the client only those they see."""
    start, end = queries.month_of(month)
    rows = queries.visible(user)
    return queries.statement(account, rows.filter(visible=True) if client else rows, start, end)


def _stated(account: Account, stated: list[Stated], language: Language, start: dt.date) -> str:
    counts = {kind: sum(1 for one in stated if one.kind == kind) for kind in KINDS}
    if not stated:
        return _("{name}: nothing was promised and open in {month}.").format(
            name=account.name, month=language.month(start)
        )
    texts = {
        "late": ngettext("{n} late", "{n} late", counts["late"]),
        "broken": ngettext("{n} broken", "{n} broken", counts["broken"]),
        "renegotiated": ngettext("{n} renegotiated", "{n} renegotiated", counts["renegotiated"]),
        "kept": ngettext("{n} kept", "{n} kept", counts["kept"]),
        "open": ngettext("{n} open", "{n} open", counts["open"]),
    }
    said = [text.format(n=language.number(counts[kind])) for kind, text in texts.items() if counts[kind]]
    return _("{name}, {month}: {counts}.").format(
        name=account.name, month=language.month(start), counts=language.listed(said)
    )


def months(account: Account, rows: QuerySet[Commitment]) -> list[tuple[str, dt.date]]:
    """The last months a statement can be made of, latest first."""
    first = rows.filter(account=account).order_by("promised_on").values_list("promised_on", flat=True).first()
    found: list[tuple[str, dt.date]] = []
    day = timezone.localdate().replace(day=1)
    while len(found) < MONTHS and (not found or (first is not None and day >= first.replace(day=1))):
        found.append((f"{day:%Y-%m}", day))
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return found
