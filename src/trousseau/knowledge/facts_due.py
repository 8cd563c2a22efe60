"""What is due of contracts: the last day to give notice, and the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.due import DueItem, Urgency
from trousseau.accounts.rows import language
from trousseau.knowledge.models import Contract
from trousseau.knowledge.pages import words

AHEAD = 120
"""Days before a notice or an end at which it is shown."""


def contracts(user: User) -> Iterator[DueItem]:
    """Contracts whose notice or end is near, of the accounts someone may write; one query."""
    if not may(user, "tell_facts"):
        return
    today = timezone.localdate()
    seen = access.visible_to(user)
    if "director" not in user.roles:
        seen = seen.filter(manager=user.pk) | seen.filter(members__user=user.pk)
    rows = Contract.objects.filter(account__in=seen.values("pk"), removed_at=None, end__gte=today)
    for row in rows.select_related("account"):
        by = row.notice_by
        day, notice = (by, True) if by is not None and by >= today else (row.end, False)
        if day is not None and (day - today).days <= AHEAD:
            yield _item(row, day, today, notice=notice)


def _item(row: Contract, day: dt.date, today: dt.date, *, notice: bool) -> DueItem:
    said = language()
    days = (day - today).days
    urgency: Urgency = "now" if days <= 14 else "soon" if days <= 60 else "later"
    figures = {"name": row.name, "client": row.account.name, "day": said.date(day)}
    ends = said.date(row.end)
    if notice and row.renews:
        title = _("%(name)s of %(client)s renews by itself unless notice is given by %(day)s") % figures
        why = _("It would otherwise end on %(day)s.") % {"day": ends}
    elif notice:
        title = _("%(name)s of %(client)s: notice can be given until %(day)s") % figures
        why = _("It ends on %(day)s.") % {"day": ends}
    else:
        title = _("%(name)s of %(client)s ends on %(day)s") % figures
        why = _("Nothing is known of what comes after it.")
    kind = _("Contract, %(age)s left") % {"age": words.age(days)} if days else _("Contract, today")
    return DueItem(
        kind=kind,
        title=title,
        why=why,
        url=f"{reverse('knowledge:facts', args=[row.account.public_id])}#contract",
        action=_("See the contract"),
        urgency=urgency,
        amount=row.amount if row.currency == Organisation.current().base_currency else None,
        amount_note=_("a year") if row.amount is not None else "",
        account=row.account.name,
        account_url=reverse("accounts:account", args=[row.account.public_id]),
        due=day,
    )
