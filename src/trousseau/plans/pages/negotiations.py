"""Lists of negotiation sheets: those of an account, its panel, the part of its plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.models import User
from trousseau.access.rules import person
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.plans.models import Meeting, Negotiation, Plan
from trousseau.plans.models.negotiation import Stage
from trousseau.plans.negotiation_access import may_read, may_write, of_account
from trousseau.plans.negotiation_forms import WordsForm
from trousseau.plans.pages.negotiation import STAGES, remembered

SHOWN = 4


@dataclass(frozen=True)
class Row:
    """A sheet as a list shows it: no level, no amount."""

    one: Negotiation
    url: str
    state: str
    words: str


def row(one: Negotiation, account: Account) -> Row:
    """One sheet of an account."""
    words = str(one.get_stage_display())
    if one.stage == Stage.ENDED:
        words = pgettext("a negotiation", "agreed") if one.agreed else pgettext("a negotiation", "no agreement")
    state = "bad" if one.stage == Stage.ENDED and not one.agreed else STAGES[Stage(one.stage)]
    return Row(one, reverse("plans:negotiation", args=[account.public_id, one.public_id]), state, words)


def account(request: HttpRequest, found: Account, form: WordsForm | None = None) -> dict[str, Any]:
    """The page of an account's sheets."""
    user = person(request)
    rows = [row(one, found) for one in of_account(user, found)]
    coming = sum(one.one.stage != Stage.ENDED for one in rows)
    said = _("No negotiation with %(account)s is prepared yet.") % {"account": found.name}
    if rows:
        said = ngettext(
            "%(n)s negotiation with %(account)s is being prepared or waits for its outcome.",
            "%(n)s negotiations with %(account)s are being prepared or wait for their outcome.",
            coming,
        ) % {"n": coming, "account": found.name}
    begun = {"on": timezone.localdate(), "meeting": _meeting(found, request.GET.get("meeting", ""))}
    writes = may_write(user, found)
    return account_pages.head(request, found, "plan") | {
        "said": said,
        "rows": rows,
        "remembered": remembered(user, found),
        "form": form or (WordsForm(found, auto_id="n-%s", initial=begun) if writes else None),
        "opened": form is not None or not rows or bool(request.GET.get("meeting")),
    }


def part(request: HttpRequest, plan: Plan) -> Mapping[str, Any] | None:
    """What the page of a plan shows; None for who may not read the sheets."""
    return panel(request, plan.account)


def panel(request: HttpRequest, found: Account) -> Mapping[str, Any] | None:
    """The latest sheets of an account; None for who may not read them."""
    user = person(request)
    if not may_read(user, found):
        return None
    rows = [row(one, found) for one in of_account(user, found)[:SHOWN]]
    return {
        "rows": rows,
        "account": found,
        "may_write": may_write(user, found),
        "more": pgettext("negotiations", "All of them") if rows else _("Prepare a negotiation"),
        "more_url": reverse("plans:negotiations", args=[found.public_id]),
    }


def of_meeting(user: User, meeting: Meeting) -> Mapping[str, Any] | None:
    """The sheets of a meeting; None for who may not read them."""
    if not may_read(user, meeting.account):
        return None
    address = reverse("plans:negotiations", args=[meeting.account.public_id])
    return {
        "rows": [row(one, meeting.account) for one in of_account(user, meeting.account).filter(meeting=meeting)],
        "new": f"{address}?meeting={meeting.public_id}#add" if may_write(user, meeting.account) else "",
    }


def _meeting(found: Account, key: str) -> int | None:
    """The meeting that an address begins a sheet for."""
    key = key.replace("\x00", "")[:16]
    return Meeting.objects.filter(account=found, public_id=key).values_list("pk", flat=True).first() if key else None
