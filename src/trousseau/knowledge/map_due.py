"""Due about people at clients: a decider covered by nobody or left alone, who left, what hangs from one of us.

Told to who leads the account, to the head of who leads it, and to directors; who does not lead it hears of somebody
left alone only once it is twice too long, and of the five heaviest accounts of each kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.access import visible_to
from trousseau.accounts.due import DueItem, Urgency
from trousseau.accounts.models import Account
from trousseau.knowledge.models import BuyingRole, Contact
from trousseau.knowledge.pages.relations import language, names
from trousseau.knowledge.queries.relations import KEY_ROLES, is_key
from trousseau.method.influence import SINGLE_FROM

FRESH = 60
"""Days for which the departure of a key contact stays on Home."""
MOST = 5
"""Items of one kind for who does not lead the accounts themselves."""


@dataclass(frozen=True)
class Alert:
    """Something at one client, before it is worded for Home."""

    kind: str
    account: Account
    people: tuple[Contact, ...]

    @property
    def weight(self) -> Decimal:
        """What the account brings, 0 where it is not known: for the order only."""
        figures = getattr(self.account, "figures", None)
        return (figures.revenue if figures else None) or Decimal(0)


def items(user: User) -> Iterable[DueItem]:
    """What is due at the clients someone answers for; two queries, and one more for a head."""
    if not may(user, "read_contacts") or not {"director", "head", "manager"} & user.roles:
        return
    accounts = _answered_for(user)
    kinds: dict[str, list[Alert]] = defaultdict(list)
    for alert in [*_people(user, accounts), *_single(accounts)]:
        kinds[alert.kind].append(alert)
    for alerts in kinds.values():
        alerts.sort(key=lambda one: one.weight, reverse=True)
        mine = [one for one in alerts if one.account.manager_id == user.pk]
        others = [one for one in alerts if one.account.manager_id != user.pk]
        shown = [*mine, *others[:MOST]]
        if shown[0].kind == "single":
            yield _hanging(shown)
        else:
            yield from (_item(alert) for alert in shown)


def _answered_for(user: User) -> QuerySet[Account]:
    """Accounts someone leads, or whose manager reports to them; all that are led, for a director."""
    seen = visible_to(user).filter(excluded=False).exclude(manager=None)
    if "director" in user.roles:
        return seen
    mine = Q(manager=user)
    if "head" in user.roles:
        mine |= Q(manager__reports_to=user) | Q(manager__reports_to__reports_to=user)
    return seen.filter(mine)


def _people(user: User, accounts: QuerySet[Account]) -> Iterator[Alert]:
    """Who left, whom nobody covers, who was left alone; by account."""
    today = timezone.localdate()
    fresh = today - timedelta(days=FRESH)
    asked = Q(left_on=None, buying_role__in=KEY_ROLES) | Q(left_on__gte=fresh)
    found: dict[tuple[str, int], list[Contact]] = defaultdict(list)
    rows = Contact.objects.filter(asked, account__in=accounts, erased_at=None)
    for one in rows.select_related("account__figures", "account__manager", "owner").order_by("name"):
        kind = _kind(one, user)
        if kind:
            found[kind, one.account_id].append(one)
    for (kind, _account), people in found.items():
        yield Alert(kind, people[0].account, tuple(people))


def _kind(one: Contact, user: User) -> str:
    """What is wrong with one person; "" nothing."""
    if one.left_on is not None:
        return "left" if is_key(one) else ""
    if one.owner_id is None:
        return "uncovered" if one.buying_role == BuyingRole.DECIDES else ""
    patience = settings.TROUSSEAU_TOUCH_DAYS * (1 if user.pk in {one.account.manager_id, one.owner_id} else 2)
    if one.last_touch is not None and (timezone.localdate() - one.last_touch).days > patience:
        return "alone"
    return ""


def _single(accounts: QuerySet[Account]) -> Iterator[Alert]:
    """Clients whose covered people are all held by one of ours; a group counts as one client."""
    held = Contact.objects.filter(account__in=accounts, left_on=None, erased_at=None).exclude(owner=None)
    clients: dict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    account_of: dict[tuple[str, int], int] = {}
    for row in held.values("account", "account__group", "owner").annotate(count=Count("pk")).order_by("account"):
        group = row["account__group"]
        client = ("account", row["account"]) if group is None else ("group", group)
        account_of.setdefault(client, row["account"])
        clients[client][row["owner"]] = clients[client].get(row["owner"], 0) + row["count"]
    single = [account_of[one] for one, by in clients.items() if len(by) == 1 and sum(by.values()) >= SINGLE_FROM]
    for account in visible_accounts(accounts, single):
        yield Alert("single", account, ())


def visible_accounts(accounts: QuerySet[Account], keys: list[int]) -> Iterable[Account]:
    """The accounts of some keys with what is shown of them; nothing is asked where there is none."""
    return accounts.filter(pk__in=keys).select_related("figures", "manager") if keys else ()


def _item(alert: Alert) -> DueItem:
    """The item on Home, with what to do beside it."""
    account, said = alert.account, language()
    count, who = len(alert.people), names(alert.people)
    url, urgency = reverse("knowledge:contact", args=[alert.people[0].public_id]), "soon"
    if alert.kind == "left":
        title = ngettext("{names} has left the client.", "{names} have left the client.", count).format(names=who)
        why, action, urgency = _("Who takes over what they decided or carried?"), _("Tell who follows"), "now"
        url = f"{reverse('knowledge:people', args=[account.public_id])}?edit=new"
    elif alert.kind == "uncovered":
        title = ngettext(
            "Nobody of us looks after {names}, who decides.", "Nobody of us looks after {names}, who decide.", count
        ).format(names=who)
        why, action, urgency = _("Without one of us beside them, others speak first."), _("Name one of us"), "now"
    else:
        days = max((timezone.localdate() - one.last_touch).days for one in alert.people if one.last_touch)
        title = ngettext(
            "{names} has not been met for {days} days.", "{names} have not been met for up to {days} days.", count
        ).format(names=who, days=said.number(days))
        why = _("Who decides or arbitrates is left alone after {days} days.").format(
            days=said.number(settings.TROUSSEAU_TOUCH_DAYS)
        )
        action = _("Tell of a meeting")
    return DueItem(
        title=title, url=url, action=action, kind=_("People at clients"), why=why, urgency=_urgency(urgency),
        account=account.name, account_url=reverse("accounts:account", args=[account.public_id]),
    )  # fmt: skip


def _hanging(alerts: list[Alert]) -> DueItem:
    """All clients whose contacts one of us holds alone, as one item: worth knowing, and the same thing to do."""
    first, said = alerts[0].account, language()
    listed = [one.account.name for one in alerts[:MOST]]
    if len(alerts) > MOST:
        more = len(alerts) - MOST
        listed.append(ngettext("{n} other", "{n} others", more).format(n=said.number(more)))
    title = ngettext(
        "At one client, one of us alone holds every contact: {clients}.",
        "At {n} clients, one of us alone holds every contact: {clients}.",
        len(alerts),
    )
    return DueItem(
        title=title.format(n=said.number(len(alerts)), clients=said.listed(listed)),
        url=reverse("knowledge:map", args=[first.public_id]),
        action=_("Open the map"),
        kind=_("People at clients"),
        why=_("If they leave, so does all we have."),
        urgency="later",
    )


def _urgency(name: str) -> Urgency:
    return "now" if name == "now" else "soon" if name == "soon" else "later"
