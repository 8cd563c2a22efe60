"""The register of promises, one promise, the panel of an account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trousseau.access.audit import SENTENCES, history
from trousseau.access.models import AuditEvent, User
from trousseau.access.rules import may, person
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.portfolio import words
from trousseau.support import promising
from trousseau.support.forms import PromiseForm, with_title
from trousseau.support.models.commitments import Channel, ClimbRule, Commitment, Direction, Level, State
from trousseau.support.pages import commitment_words
from trousseau.support.pages.commitment_words import Mark
from trousseau.support.queries import commitments as queries
from trousseau.support.queries.commitments import Ask
from trousseau.support.queries.people import accounts_offered, contacts, owners

STATE_WORDS = {
    "open": pgettext_lazy("a commitment", "Open"), "late": gettext_lazy("Late"),
    "kept": pgettext_lazy("a commitment", "Kept"),
    "broken": gettext_lazy("Broken"), "moved": gettext_lazy("Renegotiated"), "withdrawn": gettext_lazy("Withdrawn"),
    "all": gettext_lazy("All states"),
}  # fmt: skip
DUE_WORDS = {
    "week": gettext_lazy("within 7 days"), "month": gettext_lazy("within 31 days"),
    "quarter": gettext_lazy("within 92 days"), "past": gettext_lazy("in the past"),
}  # fmt: skip
IN_PANEL = 5


@dataclass(frozen=True)
class Row:
    """A promise as a list shows it."""

    one: Commitment
    url: str
    mark: Mark
    to: str
    """"" where the reader may not know people at clients."""


@dataclass(frozen=True)
class Register:
    """All that the page of the register shows."""

    finding: str
    kept: str
    ask: Ask
    query: str
    rows: tuple[Row, ...]
    page: Page[Commitment]
    total: int
    states: tuple[tuple[str, Any], ...]
    dues: tuple[tuple[str, Any], ...]
    people: tuple[tuple[str, str], ...]
    account: Account | None
    anything: bool
    owed: int
    entry: Entry


@dataclass(frozen=True)
class Entry:
    """The line in which a promise is recorded."""

    form: PromiseForm
    account: Account | None
    accounts: tuple[str, ...]
    owners: tuple[User, ...]
    contacts: tuple[str, ...]
    channels: tuple[tuple[str, Any], ...]
    directions: tuple[tuple[str, Any], ...]
    may_promise: bool
    today: dt.date


def entry(user: User, account: Account | None, form: PromiseForm | None = None) -> Entry:
    """The line for someone, on an account or on one that is typed; with what was typed before where it was refused."""
    where = account or (form.found if form is not None else None)
    return Entry(
        form=form or PromiseForm(user, account),
        account=account,
        accounts=() if account else tuple(accounts_offered(user)),
        owners=tuple(owners(user, where)),
        contacts=tuple(with_title(one) for one in contacts(user, where)) if where else (),
        channels=tuple(Channel.choices),
        directions=tuple(Direction.choices),
        may_promise=may(user, "promise") and (account is None or promising.may_promise(user, account)),
        today=timezone.localdate(),
    )


def register(user: User, ask: Ask, form: PromiseForm | None = None) -> Register:
    """What one person sees of the register."""
    language = words.language()
    account = _account(user, ask)
    base = queries.visible(user)
    scope = base.filter(account=account.pk) if account else base
    found = queries.figures(user, scope.filter(owner=user.pk) if ask.mine else scope)
    page = Paginator(queries.matching(user, ask), queries.PAGE).get_page(ask.page)
    shown = rows(user, page.object_list)
    names = {str(key): name for key, name in base.values_list("owner", "owner__name").distinct() if name}
    return Register(
        finding=commitment_words.finding(found, language),
        kept=commitment_words.kept(found.year, language),
        ask=ask,
        query=f"?{ask.query()}" if ask.query() else "",
        rows=shown,
        page=page,
        total=page.paginator.count,
        states=tuple(STATE_WORDS.items()),
        dues=tuple(DUE_WORDS.items()),
        people=tuple(sorted(names.items(), key=lambda one: one[1])),
        account=account,
        anything=bool(shown) or ask.filtered or base.exists(),
        owed=found.owed,
        entry=entry(user, account, form),
    )


def rows(user: User, found: Iterable[Commitment]) -> tuple[Row, ...]:
    """Promises as a list shows them; names of people at clients for who may read them."""
    language, today = words.language(), timezone.localdate()
    knows = may(user, "read_contacts")
    return tuple(
        Row(
            one,
            reverse("support:commitment", args=[one.public_id]),
            commitment_words.mark(one, today, language),
            one.to if knows else "",
        )
        for one in found
    )


def _account(user: User, ask: Ask) -> Account | None:
    if not ask.account:
        return None
    return access.visible_to(user).select_related("manager").filter(public_id=ask.account).first()


@dataclass(frozen=True)
class One:
    """All that the page of one promise shows."""

    row: Row
    one: Commitment
    channel: str
    direction: str
    moves: tuple[Any, ...]
    climbs: tuple[tuple[str, Any], ...]
    next_climb: str
    events: tuple[tuple[AuditEvent, str], ...]
    may_settle: bool
    entry: Entry | None
    typed: Mapping[str, str]
    errors: Mapping[str, list[str]]
    wrong: str
    """The verb that was refused; "" where nothing was."""
    today: dt.date


def one_page(
    user: User,
    one: Commitment,
    *,
    wrong: str = "",
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, list[str]] | None = None,
    form: PromiseForm | None = None,
) -> One:
    """What one person sees of a promise, with what was refused."""
    today = timezone.localdate()
    settles = promising.may_settle(user, one)
    form = form or edit_form(user, one)
    return One(
        row=rows(user, [one])[0],
        one=one,
        channel=str(Channel(one.channel).label),
        direction=str(Direction(one.direction).label),
        moves=tuple(one.renegotiations.select_related("author")),
        climbs=tuple((str(Level(step.level).label), step.at) for step in one.climbs.all()),
        next_climb=_next(one, today),
        events=tuple((event, str(SENTENCES.get(event.verb, event.verb))) for event in history(one)[:100]),
        may_settle=settles,
        entry=entry(user, one.account, form) if settles else None,
        typed=typed or {},
        errors=errors or {},
        wrong=wrong,
        today=today,
    )


def edit_form(user: User, one: Commitment, data: Mapping[str, Any] | None = None) -> PromiseForm:
    """The form in which a promise is corrected; the person it was made to stays choosable."""
    return PromiseForm(user, one.account, data, initial=_initial(one), kept=one.contact)


def _initial(one: Commitment) -> dict[str, Any]:
    return {
        "what": one.what, "to": one.to, "owner": str(one.owner_id or ""), "due": one.due, "channel": one.channel,
        "reference": one.reference, "direction": one.direction,
    }  # fmt: skip


def _next(one: Commitment, today: dt.date) -> str:
    """To whom a promise climbs next, and when; "" where it does not."""
    if one.state != State.OPEN:
        return ""
    language, late = words.language(), (today - one.due).days
    for level, day in ClimbRule.current().days().items():
        if day > late and (one.direction == Direction.OURS or level == Level.MANAGER):
            when = one.due + dt.timedelta(days=day)
            said = _("Not kept, it climbs on {date}: {level}.")
            return said.format(date=language.date(when), level=level.label)
    return ""


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The open promises of an account, with how the year was kept; None for who may not read them."""
    user = person(request)
    if not may(user, "read_commitments"):
        return None
    found, figures = queries.of_account(user, account)
    may_add = promising.may_promise(user, account)
    if not figures.open and not figures.owed and not figures.year.due and not may_add:
        return None
    return {
        "rows": rows(user, found[:IN_PANEL]),
        "figures": figures,
        "kept": commitment_words.kept(figures.year, words.language()),
        "more": max(0, figures.open + figures.owed - IN_PANEL),
        "may_add": may_add,
        "register": f"{reverse('support:commitments')}?account={account.public_id}",
        "may_register": may(user, "read_commitments"),
        "month": f"{timezone.localdate():%Y-%m}",
        "account": account,
    }
