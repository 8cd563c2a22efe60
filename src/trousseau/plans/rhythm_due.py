"""What of the rhythm is due on Home: clients behind on their touchpoints with nothing planned.

For who leads their account, to book or write down at once; for heads and directors, by whoever leads it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.access.models import Role, User
from trousseau.access.queries import reports_of
from trousseau.access.rules import may
from trousseau.accounts import access, due
from trousseau.accounts.due import Blank, Deed, DueItem, Row
from trousseau.accounts.models import Account
from trousseau.plans import meeting_access
from trousseau.plans.models.rhythm import Kind, Level
from trousseau.plans.models.touchpoints import TouchPromise
from trousseau.plans.pages.rhythm import level
from trousseau.plans.queries import rhythm
from trousseau.plans.queries.rhythm import Line
from trousseau.portfolio import words
from trousseau.selection.models import TierHeld
from trousseau.selection.queries import tiers

LOOKED_AT = 400
"""Accounts that are looked at, those that buy most first."""


def rows(user: User) -> QuerySet[Account] | None:
    """The accounts with a tier that someone leads, or whose manager they answer for."""
    if not may(user, "read_plans"):
        return None
    seen = access.visible_to(user).filter(excluded=False).exclude(ranked__tier="").filter(ranked__isnull=False)
    if Role.DIRECTOR not in user.roles:
        team = reports_of(user) if Role.HEAD in user.roles else frozenset()
        seen = seen.filter(Q(manager=user.pk) | Q(manager__in=team))
    return seen.order_by(F("figures__revenue").desc(nulls_last=True), "pk")


def told(user: User) -> due.Told:
    """An account with its client, its tier and the meetings of its client that count."""
    met = rhythm.counting(meeting_access.visible(user), timezone.localdate())
    met = met.filter(account__ranked__client=OuterRef("ranked__client"), account__excluded=False)
    promised = TouchPromise.objects.filter(tier=OuterRef("ranked__tier"))
    return {
        "account": "name", "address": "public_id", "key": "key", "client": "ranked__client", "group": "group__name",
        "manager": "manager", "name": due.called("manager"), "tier": "ranked__tier",
        "since": Coalesce(_since(OuterRef("ranked__client")), _since(OuterRef("key"))),
        "promised": due.Below(promised.order_by().values(told=JSONObject(level="level", a_year="a_year"))),
        "met": due.Below(met.order_by().values(told=JSONObject(on="on", level="level", state="state"))),
    }  # fmt: skip


def items(user: User, found: Sequence[Row]) -> Iterator[DueItem]:
    """The clients that are behind with nothing planned, each once: one's own first."""
    today, seen = timezone.localdate(), set()
    for one in sorted(found, key=lambda row: (row["manager"] != user.pk, row["manager"] is None, row["account"])):
        if one["client"] in seen:
            continue
        seen.add(one["client"])
        if behind := [line for line in _lines(one, today) if line.state == "bad"]:
            yield _item(one, behind, user, today)


def _lines(one: Row, today: dt.date) -> tuple[Line, ...]:
    detailed = {row["level"]: float(row["a_year"]) for row in due.below(one["promised"])}
    met = [(dt.date.fromisoformat(row["on"]), row["level"], row["state"]) for row in due.below(one["met"])]
    since = dt.date.fromisoformat(one["since"]) if one["since"] else today
    return rhythm.lines(detailed or rhythm.at_any_level(one["tier"]), met, since, today)


def _item(one: Row, behind: Sequence[Line], user: User, today: dt.date) -> DueItem:
    mine = one["manager"] == user.pk
    last = max((line.last for line in behind if line.last), default=None)
    if last is None:
        kind = _("Touchpoints behind, none for 12 months")
    else:
        days = (today - last).days
        said = ngettext("Touchpoints behind, the last {n} day ago", "Touchpoints behind, the last {n} days ago", days)
        kind = said.format(n=days)
    kept = [
        _("{level}: {held} of {promised} kept").format(level=level(line), held=line.held, promised=line.promised)
        for line in behind
    ]
    tier = tiers.name(None, one["tier"], dict(tiers.choices()).get(one["tier"], ""))
    return DueItem(
        kind=kind,
        title=words.language().listed(kept) + ".",
        why=_("The tier “{tier}” promises them over 12 months; nothing is planned.").format(tier=tier),
        url=reverse("plans:meetings", args=[one["address"]]),
        action=_("See the meetings"),
        account=one["group"] or one["account"],
        account_url=reverse("accounts:account", args=[one["address"]]),
        deeds=tuple(_deeds(one, behind, today)) if mine and may(user, "promise") else (),
        whose="" if mine else one["name"] or pgettext("whose account it is", "No manager"),
    )


def _deeds(one: Row, behind: Sequence[Line], today: dt.date) -> Iterable[Deed]:
    """To book the next at the level that lacks most, or to write down one that was held."""
    worst = max(behind, key=lambda line: line.missing)
    where = reverse("plans:arrange", args=[one["address"]])
    said = (("kind", Kind.MEETING.value), ("level", worst.level or Level.WORK.value), ("lasts", "60"))
    title = Blank("title", _("What it is about"), _("Touchpoint: {level}").format(level=level(worst)))
    yield Deed(_("Book one"), where, said, (title, Blank("on", pgettext("a day", "On"), day=True)))
    yield Deed(
        _("One was held"),
        where,
        (*said, ("held", "1")),
        (title, Blank("on", pgettext("a day", "On"), today.isoformat(), day=True)),
    )


def _since(client: OuterRef) -> Subquery:
    """Since when a client holds its tier; an account that joined a group brought its own."""
    return Subquery(TierHeld.objects.filter(client=client).values("since")[:1])


SOURCE = due.Source(rows=rows, told=told, items=items, most=LOOKED_AT)
