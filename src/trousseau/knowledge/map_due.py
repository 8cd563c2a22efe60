"""Due about people at clients: a decider covered by nobody or left alone, who left, what hangs from one of us.

Told to who leads the account, to the head of who leads it, and to directors; who does not lead it hears of somebody
left alone only once it is twice too long, and of the five heaviest accounts of each kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.queries import reports_of
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
class Person:
    """Someone at a client: what of them and of the account may be due."""

    name: str
    public_id: str
    buying_role: str
    importance: int | None
    owner: int | None
    left_on: date | None
    last_touch: date | None
    account: int
    group: int | None
    manager: int | None
    managed_by: str
    client: str
    address: str
    revenue: Decimal | None


FIELDS = (
    "name", "public_id", "buying_role", "importance", "owner", "left_on", "last_touch", "account", "account__group",
    "account__manager", "account__manager__name", "account__name", "account__public_id", "account__figures__revenue",
)  # fmt: skip
"""What is read of each, in the order of `Person`."""


@dataclass(frozen=True)
class Alert:
    """Something at one client, before it is worded for Home."""

    kind: str
    people: tuple[Person, ...]
    """Those it is about, by name."""

    @property
    def at(self) -> Person:
        """Where it is: the first of them."""
        return self.people[0]

    @property
    def weight(self) -> Decimal:
        """What the account brings, 0 where it is not known: for the order only."""
        return self.at.revenue or Decimal(0)


def items(user: User) -> Iterable[DueItem]:
    """What is due at the clients someone answers for; one query."""
    if not may(user, "read_contacts") or not {"director", "head", "manager"} & user.roles:
        return
    fresh = Q(left_on=None) | Q(left_on__gte=timezone.localdate() - timedelta(days=FRESH))
    rows = Contact.objects.filter(fresh, account__in=_answered_for(user), erased_at=None).order_by("name", "pk")
    people = [Person(*row) for row in rows.values_list(*FIELDS)]
    kinds: dict[str, list[Alert]] = defaultdict(list)
    for alert in [*_people(user, people), *_single(people)]:
        kinds[alert.kind].append(alert)
    for alerts in kinds.values():
        alerts.sort(key=lambda one: one.weight, reverse=True)
        mine = [one for one in alerts if one.at.manager == user.pk]
        others = [one for one in alerts if one.at.manager != user.pk]
        shown = [*mine, *others[:MOST]]
        if shown[0].kind == "single":
            yield _hanging(shown)
        else:
            apart = "head" in user.roles and "director" not in user.roles
            for alert in shown:
                yield _item(alert, whose=alert.at.managed_by if apart and alert.at.manager != user.pk else "")


def _answered_for(user: User) -> QuerySet[Account]:
    """Accounts someone leads, or whose manager reports to them; all that are led, for a director."""
    seen = visible_to(user).filter(excluded=False).exclude(manager=None)
    if "director" in user.roles:
        return seen
    mine = Q(manager=user)
    if "head" in user.roles:
        mine |= Q(manager__in=reports_of(user))
    return seen.filter(mine)


def _people(user: User, people: Iterable[Person]) -> Iterator[Alert]:
    """Who left, whom nobody covers, who was left alone; by account."""
    found: dict[tuple[str, int], list[Person]] = defaultdict(list)
    for one in people:
        kind = _kind(one, user)
        if kind:
            found[kind, one.account].append(one)
    for (kind, _account), some in found.items():
        yield Alert(kind, tuple(some))


def _kind(one: Person, user: User) -> str:
    """What is wrong with one person; "" nothing."""
    if one.left_on is not None:
        return "left" if is_key(one) else ""
    if one.buying_role not in KEY_ROLES:
        return ""
    if one.owner is None:
        return "uncovered" if one.buying_role == BuyingRole.DECIDES else ""
    patience = settings.TROUSSEAU_TOUCH_DAYS * (1 if user.pk in {one.manager, one.owner} else 2)
    if one.last_touch is not None and (timezone.localdate() - one.last_touch).days > patience:
        return "alone"
    return ""


def _single(people: Iterable[Person]) -> Iterator[Alert]:
    """Clients whose covered people are all held by one of ours; a group counts as one client."""
    clients: dict[tuple[str, int], list[Person]] = defaultdict(list)
    for one in people:
        if one.owner is not None and one.left_on is None:
            clients[("account", one.account) if one.group is None else ("group", one.group)].append(one)
    for held in clients.values():
        if len(held) >= SINGLE_FROM and len({one.owner for one in held}) == 1:
            yield Alert("single", tuple(sorted(held, key=lambda one: one.account)))


def _item(alert: Alert, whose: str) -> DueItem:
    """The item on Home, with what to do beside it; `whose` of a head's people leads the account."""
    at, said = alert.at, language()
    count, who = len(alert.people), names(alert.people)
    url, urgency = reverse("knowledge:contact", args=[at.public_id]), "soon"
    if alert.kind == "left":
        title = ngettext("{names} has left the client.", "{names} have left the client.", count).format(names=who)
        why, action, urgency = _("Who takes over what they decided or carried?"), _("Tell who follows"), "now"
        url = f"{reverse('knowledge:people', args=[at.address])}?edit=new"
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
        account=at.client, account_url=reverse("accounts:account", args=[at.address]),
        whose=whose,
    )  # fmt: skip


def _hanging(alerts: list[Alert]) -> DueItem:
    """All clients whose contacts one of us holds alone, as one item: worth knowing, and the same thing to do."""
    said = language()
    listed = [one.at.client for one in alerts[:MOST]]
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
        url=reverse("knowledge:map", args=[alerts[0].at.address]),
        action=_("Open the map"),
        kind=_("People at clients"),
        why=_("If they leave, so does all we have."),
        urgency="later",
    )


def _urgency(name: str) -> Urgency:
    return "now" if name == "now" else "soon" if name == "soon" else "later"
