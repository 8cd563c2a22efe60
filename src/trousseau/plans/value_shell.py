"""What value delivered hands to other rooms: part of the plan, papers, search, due items, the words of the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access import audit, shell
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import due, sections
from trousseau.accounts.fields import from_ten_thousandths
from trousseau.accounts.models import Account, folded
from trousseau.accounts.rows import language
from trousseau.plans import parts
from trousseau.plans.models.value import Delivered, Opinion
from trousseau.plans.pages import value as pages
from trousseau.plans.queries import value as queries

PATIENCE = 90
"""Days after which an opinion of the client is asked for."""


def register() -> None:
    """Register everything; once, at the start."""
    parts.register(
        parts.Part(
            "value",
            gettext_lazy("Value delivered"),
            "plans/value_part.html",
            pages.part,
            order=60,
            place="left",
            late=True,
        )
    )
    sections.register(sections.Section("value", gettext_lazy("Value delivered"), build=told, order=65))
    shell.register_search(find)
    due.register_source(SOURCE)
    audit.describe(
        {
            "value.added": gettext_lazy("Value delivered written down"),
            "value.changed": gettext_lazy("Value delivered corrected"),
            "value.confirmed": gettext_lazy("Value confirmed by the client"),
            "value.contested": gettext_lazy("Value contested by the client"),
            "value.unsaid": gettext_lazy("Client’s opinion of a value taken back"),
            "value.shared": gettext_lazy("Value delivered shown to the client"),
            "value.hidden": gettext_lazy("Value delivered hidden from the client"),
            "value.removed": gettext_lazy("Value delivered taken away"),
        }
    )


def told(user: User, account: Account) -> sections.Told | None:
    """What was brought to an account for its papers; None where nothing was."""
    today = timezone.localdate()
    found = list(queries.of_account(user, account))
    if not found:
        return None
    rows = [pages.row(one, today) for one in found]
    return sections.Told(
        sentence=pages.finding(account, queries.totals(found, today)),
        heads=(_("What the client has of it"), _("Since"), _("Amount"), _("Opinion of the client")),
        rows=tuple((row.one.what, language().date(row.one.since), row.amount, row.word) for row in rows),
    )


def find(user: User, text: str, limit: int) -> Iterable[shell.Hit]:
    """Things brought whose words or account hold every word."""
    asked = folded(text).split()
    if not asked:
        return []
    found = queries.visible(user).select_related("account")
    for word in asked:
        found = found.filter(search_text__contains=word)
    return [
        shell.Hit(
            one.what,
            reverse("plans:value_one", args=[one.account.public_id, one.public_id]),
            _("Value delivered"),
            f"{one.account.name} · {Opinion(one.opinion).label}",
        )
        for one in found.order_by("-since")[:limit]
    ]


def rows(user: User) -> QuerySet[Delivered] | None:
    """Value that waits for its client's opinion for a quarter, where someone leads the account."""
    if not may(user, "edit_plans"):
        return None
    before = timezone.localdate() - dt.timedelta(days=PATIENCE)
    return queries.visible(user).filter(account__manager=user.pk, opinion=Opinion.UNSAID, since__lt=before)


def items(_user: User, found: Sequence[due.Row]) -> Iterable[due.DueItem]:
    """Account by account, what nobody there has confirmed."""
    accounts: dict[str, list[due.Row]] = {}
    for one in found:
        accounts.setdefault(one["address"], []).append(one)
    return [_asked(address, some) for address, some in accounts.items()]


SOURCE = due.Source(
    rows=rows,
    told={"amount": "amount", "account": "account__name", "address": "account__public_id"},
    items=items,
    most=200,
)


def _asked(address: str, found: Sequence[due.Row]) -> due.DueItem:
    account = found[0]["account"]
    amount = sum((told for one in found if (told := from_ten_thousandths(one["amount"])) is not None), start=Decimal(0))
    said = ngettext(
        "%(n)s value brought to %(account)s is not confirmed yet.",
        "%(n)s values brought to %(account)s are not confirmed yet.",
        len(found),
    )
    return due.DueItem(
        title=said % {"n": len(found), "account": account},
        url=reverse("plans:value_here", args=[address]),
        action=_("Ask the client"),
        kind=_("Value delivered"),
        why=_("They have it for more than 90 days: what nobody confirms, nobody remembers."),
        urgency="later",
        amount=amount or None,
        account=account,
        account_url=reverse("accounts:account", args=[address]),
    )
