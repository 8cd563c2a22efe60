"""The pages of the bank of ideas: the list, one idea with its record, the part of a plan with what fits it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.audit import SENTENCES, history
from trousseau.access.models import User
from trousseau.access.rules import may, person
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.accounts.rows import language
from trousseau.method.concerns import Reason
from trousseau.plans.access import may_edit, plans_of
from trousseau.plans.actions import ideas as actions
from trousseau.plans.idea_forms import IdeaForm, as_told
from trousseau.plans.models import LIVING, Plan
from trousseau.plans.models.ideas import Idea, IdeaUse
from trousseau.plans.models.value import Category
from trousseau.plans.pages import value as value_pages
from trousseau.plans.queries import ideas as queries
from trousseau.plans.queries.ideas import Ask, Record

PAGE = 30
IN_PART = 4
OFFERED = 200
"""Accounts offered to try an idea at."""


@dataclass(frozen=True)
class Row:
    """An idea as a list shows it."""

    one: Idea
    url: str
    category: str
    effort: str
    record: str
    """Where it was tried and what clients confirmed, in a few words."""
    confirmed: str
    short: str
    """The same beside that amount."""
    why: tuple[str, ...]


def author(one: Idea) -> str:
    """Who added it."""
    if one.key:
        return _("delivered")
    return str(one.created_by) if one.created_by else "–"


def asked(user: User, ask: Ask) -> list[tuple[Idea, tuple[Reason, ...]]]:
    """The ideas an address asks for: what fits a client first, else in the order of what was confirmed."""
    found = queries.matching(user, ask)
    if ask.account:
        account = access.visible_to(user).filter(public_id=ask.account).first()
        return [(fit.idea, fit.why) for fit in queries.fitting(user, account, found)] if account else []
    records = queries.records(found)
    order = sorted(found, key=lambda one: (-records[one.pk].confirmed, -len(records[one.pk].clients), -one.pk))
    return [(one, ()) for one in order]


def row(one: Idea, record: Record, why: Sequence[Reason] = ()) -> Row:
    """An idea as a list shows it."""
    said = language()
    return Row(
        one=one,
        url=reverse("plans:idea", args=[one.public_id]),
        category=str(Category(one.category).label),
        effort=effort(one),
        record=tried(record),
        confirmed=said.short_amount(record.confirmed, value_pages.base()) if record.confirmed else "",
        short=tried(replace(record, confirmed=Decimal(0))),
        why=tuple(reason(one) for one in why),
    )


def effort(one: Idea) -> str:
    """What it takes of us, in a few words; "" where nobody has said it."""
    said, parts = language(), []
    if one.days is not None:
        parts.append(ngettext("%(n)s day", "%(n)s days", int(one.days)) % {"n": said.number(one.days.normalize())})
    if one.money:
        parts.append(said.short_amount(one.money, value_pages.base()))
    return " + ".join(parts)


def tried(record: Record) -> str:
    """At how many clients it was tried, and what they confirmed."""
    said, clients, confirming = language(), len(record.clients), len(record.confirming)
    if not clients:
        return _("not tried yet")
    text = ngettext("tried at %(n)s client", "tried at %(n)s clients", clients) % {"n": said.number(clients)}
    if not confirming:
        return text
    if record.confirmed:
        named = {"amount": said.short_amount(record.confirmed, value_pages.base()), "n": said.number(confirming)}
        return f"{text}, " + ngettext("%(amount)s confirmed by %(n)s", "%(amount)s confirmed by %(n)s", confirming) % (
            named
        )
    return f"{text}, " + ngettext("confirmed by %(n)s", "confirmed by %(n)s", confirming) % {"n": confirming}


def reason(one: Reason) -> str:
    """Why an idea fits a client."""
    if one.rule == "stake":
        return _("their stake “%(stake)s”") % {"stake": one.met}
    return _("their industry, %(industry)s") % {"industry": one.met}


def listing(request: HttpRequest, form: IdeaForm | None = None) -> dict[str, Any]:
    """The page of the bank."""
    user, ask = person(request), Ask.of(request.GET.dict())
    everything = list(queries.bank(user).filter(retired_on=None)[: queries.MOST])
    found = asked(user, ask)
    records = queries.records([one for one, _why in found])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    account = access.visible_to(user).filter(public_id=ask.account).first() if ask.account else None
    return {
        "said": finding(queries.records(everything), len(everything)),
        "ask": ask,
        "query": f"?{ask.query()}" if ask.query() else "",
        "page": page,
        "rows": [row(one, records[one.pk], why) for one, why in page.object_list],
        "account": account,
        "may_try": account is not None and may_edit(user, account),
        "categories": Category.choices,
        "stakes": queries.stakes_known(everything),
        "industries": queries.industries_known(),
        "form": form or (IdeaForm(auto_id="i-%s") if actions.may_add(user) else None),
        "refused": form is not None,
        "money": value_pages.base(),
    }


def finding(records: dict[int, Record], ideas: int) -> str:
    """How many ideas there are, how many were tried, what clients confirmed of them."""
    said = language()
    tries = sum(1 for one in records.values() if one.clients)
    confirmed = sum(one.confirmed for one in records.values())
    named = {"n": said.number(ideas), "tried": said.number(tries)}
    text = ngettext("%(n)s idea to bring clients more, %(tried)s tried", "%(n)s ideas to bring clients more, %(tried)s tried", ideas) % named  # fmt: skip # noqa: E501 - one sentence
    if confirmed:
        amount = said.short_amount(confirmed, value_pages.base())
        return _("%(ideas)s: clients confirm %(amount)s.") % {"ideas": text, "amount": amount}
    return f"{text}."


def one(
    request: HttpRequest, found: Idea, *, form: IdeaForm | None = None, problem: Sequence[str] = (), why: str = ""
) -> dict[str, Any]:
    """The page of one idea, with what was refused."""
    user = person(request)
    record = queries.records([found])[found.pk]
    uses = list(queries.uses(user, found))
    changes = actions.may_change(user, found)
    offered = [one for one in _writable(user) if one.pk not in {use.account_id for use in uses}]
    return {
        "row": row(found, record),
        "one": found,
        "author": author(found),
        "uses": [(use, *_came_of(use)) for use in uses],
        "hidden": len(record.clients) - len({use.account_id for use in uses}),
        "offered": offered if found.retired_on is None else [],
        "may_change": changes,
        "form": form or (IdeaForm(auto_id="i-%s", initial=as_told(found)) if changes else None),
        "refused": form is not None,
        "problem": problem,
        "why": why,
        "industries": queries.industries_known() if changes else [],
        "money": value_pages.base(),
        "events": [(event, SENTENCES.get(event.verb, event.verb)) for event in history(found)[:20]],
    }


def part(request: HttpRequest, plan: Plan) -> dict[str, Any] | None:
    """What the page of a plan shows: ideas that fit the client's stakes and were not tried there."""
    user, account = person(request), plan.account
    found = queries.fitting(user, account)
    if not found:
        return None
    shown = found[:IN_PART]
    records = queries.records([fit.idea for fit in shown])
    return {
        "subtitle": _("not tried at %(account)s yet") % {"account": account.name},
        "rows": [row(fit.idea, records[fit.idea.pk], fit.why) for fit in shown],
        "account": account,
        "may_edit": may_edit(user, account),
        "more": ngettext("All %(n)s", "All %(n)s", len(found)) % {"n": len(found)},
        "more_url": f"{reverse('plans:ideas')}?account={account.public_id}",
    }


def _writable(user: User) -> list[Account]:
    """The accounts with a living plan that someone may write, by name."""
    if not may(user, "edit_plans"):
        return []
    planned = plans_of(user).filter(state__in=LIVING).values("account")
    rows = access.visible_to(user).filter(pk__in=planned).order_by("name")
    if "director" not in user.roles:
        on_team = access.on_team(user).values("account")
        rows = rows.filter(pk__in=on_team) | rows.filter(manager=user.pk)
    return list(rows.distinct()[:OFFERED])


def _came_of(use: IdeaUse) -> tuple[str, str, str, str]:
    """What came of one use: its words, its address, the state and its word."""
    account = use.account.public_id
    if use.delivered is not None:
        told = value_pages.row(use.delivered, timezone.localdate())
        return f"{use.delivered.what} · {told.amount}", told.url, told.state, told.word
    if use.initiative is not None:
        url = reverse("plans:edit_part", args=[account, "initiatives", use.initiative.pk])
        said, brings = use.initiative.title, use.initiative.expected
        if brings is not None:
            amount = language().short_amount(brings, value_pages.base())
            said += " · " + _("%(amount)s expected a year") % {"amount": amount}
        return said, url, "watch", _("Initiative")
    assert use.action is not None  # noqa: S101 - the constraint of the table
    url = reverse("plans:edit_part", args=[account, "actions", use.action.public_id])
    state = {"done": "good", "dropped": "none"}.get(use.action.state, "watch")
    return use.action.what, url, state, use.action.get_state_display()
