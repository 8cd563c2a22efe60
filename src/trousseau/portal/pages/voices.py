"""What the client of an account says, and what we answer: behind the Client space tab."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.rules import person
from trousseau.accounts import access
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.portal.ask_forms import AskForm
from trousseau.portal.models import Awaited, Said, Space
from trousseau.portal.pages import asks, ideas, opinions
from trousseau.portal.queries.asks import askable, members_of, our_asks
from trousseau.portal.queries.threads import Thread, said_in
from trousseau.portal.voice_forms import CommentForm, ProposalForm
from trousseau.portfolio import words

ASKS = 20


@dataclass(frozen=True)
class Waiting:
    """One answer that is waited for."""

    one: Awaited
    kind: str
    late: str
    url: str


def voices(
    request: HttpRequest,
    account: Account,
    space: Space,
    *,
    form: ProposalForm | None = None,
    refused: Mapping[tuple[str, str], BaseForm] | None = None,
    ask_form: AskForm | None = None,
    opinion_forms: Mapping[str, BaseForm] | None = None,
) -> dict[str, Any]:
    """What waits for our answer, and the ideas with the forms of our answers."""
    things, people = askable(account), list(members_of(space))
    if ask_form is None and things and people:
        ask_form = AskForm(auto_id="k-%s", things=things, people=people)
    return account_pages.head(request, account, "client") | {
        "space": space,
        "asks": [asks.row(one, {}) for one in our_asks(space)[:ASKS]],
        "ask_form": ask_form,
        **opinions.ours(space, opinion_forms),
        "waiting": list(waiting(account, open_of(space), timezone.localdate())),
        "ideas": ideas.answering(space, refused or {}),
        "may_answer": access.may_write(person(request), account),
        "form": form or ProposalForm(auto_id="p-%s"),
    }


def open_of(space: Space) -> list[Awaited]:
    """The answers that are waited for in a space, those due first."""
    return list(space.awaited.filter(answered_at=None).select_related("by"))


def waiting(account: Account, found: Iterable[Awaited], today: dt.date) -> Iterable[Waiting]:
    """Each with how late it is, and where it is answered."""
    language = words.language()
    for one in found:
        late = one.late(today)
        told = (
            ngettext("%(n)s day late", "%(n)s days late", late) % {"n": language.number(late)}
            if late
            else _("promised by %(day)s") % {"day": language.date(one.due)}
        )
        yield Waiting(one, one.get_kind_display(), told, place(account.public_id, one.kind, one.item))


def place(account: str, kind: str, item: str) -> str:
    """Where something is answered."""
    if kind == Said.COMMENT:
        return reverse("portal:our_thread", args=[account, *item.split(":", 1)])
    return f"{reverse('portal:voices', args=[account])}#{kind}-{item}"


def thread(
    request: HttpRequest, account: Account, space: Space, found: Thread, form: CommentForm | None
) -> dict[str, Any]:
    """A thread as we read it, and answer in it."""
    return account_pages.head(request, account, "client") | {
        "thread": found,
        "comments": said_in(space, found),
        "may_answer": access.may_write(person(request), account),
        "form": form or CommentForm(auto_id="c-%s"),
    }
