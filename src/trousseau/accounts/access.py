"""Who may see and change which account: the one door to rows of accounts.

No access is 404, so that an address tells nothing; visible but not allowed is 403. A role limited to zones
or divisions sees the accounts that have ever bought there, and sees those whole: knowing a key account means
knowing all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value
from django.http import Http404

from trousseau.access.models import Organisation, User
from trousseau.access.once import once
from trousseau.access.queries import reports_of
from trousseau.access.rules import may
from trousseau.access.rules import person as person  # noqa: PLC0414 - given on: who asks is part of this door
from trousseau.accounts.models import Account, Place, TeamMember, current
from trousseau.ledger.answers import Scope

READ_ALL = frozenset({"director", "executive", "controller"})
OPEN = "open"
EVERY = Q(pk__isnull=False)
"""Every account: whoever sees that much is granted nothing more, and their pages ask for no grant."""

Grant = Callable[[User], Q]
"""A condition on accounts that a later app lets someone see (an expert, through a request)."""
_grants: list[Grant] = []


def register_grant(grant: Grant) -> Grant:
    """Let a later app show accounts to people: its condition joins those of the roles."""
    if grant not in _grants:
        _grants.append(grant)
    return grant


_beside: list[str] = []


def read_with(*rows: str) -> None:
    """Read with the account of an address what a later app keeps of it: one row an account each, by its name there."""
    _beside.extend(row for row in rows if row not in _beside)


def every_account() -> QuerySet[Account]:
    """All accounts, for the machine that recognises and reckons them; never for a page."""
    return Account.objects.all()


def visible_to(user: User) -> QuerySet[Account]:
    """The accounts someone may see; none for who has no business role."""
    if not user.is_authenticated:
        return Account.objects.none()
    allowed = once(("allowed", user.pk), lambda: _allowed(user))
    return Account.objects.none() if allowed is None else Account.objects.filter(allowed)


def sees_everything(user: User) -> bool:
    """Whether nothing at all is hidden from someone: a reading role without limits."""
    return any(role in READ_ALL and not zones and not divisions for role, zones, divisions in _roles(user))


def account_or_404(user: User, public_id: str) -> Account:
    """The account of an address, for someone who may see it."""
    found = opened(user, visible_to(user).filter(public_id=public_id)[:1])
    if not found:
        raise Http404
    return found[0]


def opened(user: User, rows: QuerySet[Account]) -> list[Account]:
    """Accounts of `visible_to` with all that is read of one: for few, of which one is meant."""
    found = list(rows.select_related("group", "manager", "figures", *_beside))
    for account in found:
        once(_seeing(user, account), lambda: True)
    return found


def sees(user: User, account: Account) -> bool:
    """Whether someone may see an account."""
    return once(_seeing(user, account), lambda: visible_to(user).filter(pk=account.pk).exists())


def _seeing(user: User, account: Account) -> tuple[str, int, int]:
    """Under what it is kept whether someone sees an account."""
    return "sees", user.pk, account.pk


def may_write(user: User, account: Account) -> bool:
    """Whether someone who sees the account may change it: a director, its manager, its team's managers."""
    if "director" in user.roles:
        return sees(user, account)
    if "manager" not in user.roles:
        return False
    return account.manager_id == user.pk or once(
        ("on the team", user.pk, account.pk), lambda: on_team(user).filter(account=account).exists()
    )


def may_share(user: User, account: Account) -> bool:
    """Whether someone decides what the client of an account they see is shown: its manager, else a director."""
    if account.manager_id is not None:
        return account.manager_id == user.pk
    return "director" in user.roles


def writer(user: User) -> Callable[[Account], bool]:
    """`may_write` for many accounts that someone sees, with one query for all of them."""
    if "director" in user.roles:
        return lambda _account: True
    if "manager" not in user.roles:
        return lambda _account: False
    team = set(on_team(user).values_list("account", flat=True))
    return lambda account: account.manager_id == user.pk or account.pk in team


def on_team(user: User) -> QuerySet[TeamMember]:
    """The places someone has on teams today: one that has ended, or has not begun, gives no access."""
    return TeamMember.objects.filter(current(), user=user.pk)


def may_group(user: User, account: Account) -> bool:  # noqa: ARG001 - asked of one account, like the others
    """Whether someone may say which group an account belongs to, once they see it."""
    return may(user, "edit_groups")


def may_exclude(user: User, account: Account) -> bool:  # noqa: ARG001 - as above
    """Whether someone may leave an account out of the portfolio as intercompany, once they see it."""
    return may(user, "exclude_accounts")


def writable_or_403(user: User, public_id: str, *, allowed: Callable[[User, Account], bool] = may_write) -> Account:
    """The account of an address, for someone who may change it."""
    account = account_or_404(user, public_id)
    if not allowed(user, account):
        raise PermissionDenied
    return account


def scope_for(user: User) -> Scope:
    """What someone's answers are about: the accounts they see but the excluded ones, under today's groups."""
    return once(("scope", user.pk), lambda: _scope(user))


def clients_of(user: User) -> frozenset[str] | None:
    """The clients (groups, else accounts) of which someone sees at least one account; None: nothing is hidden."""
    if sees_everything(user):
        return None
    return frozenset(one.group or one.key for one in _known(user) if one.seen)


@dataclass(frozen=True)
class _Known:
    """What answers need of one account."""

    key: str
    group: str | None
    by_hand: bool
    """Whether somebody said its group, in place of the file."""
    excluded: bool
    seen: bool


def _known(user: User) -> tuple[_Known, ...]:
    """What answers to someone need: the accounts they see unless that is all, and those treated apart. One query."""
    return once(("known", user.pk), lambda: tuple(_Known(*row) for row in _read_known(user)))


def _read_known(user: User) -> QuerySet[Account, tuple[Any, ...]]:
    apart = Q(excluded=True) | Q(group_origin="hand")
    allowed = None if sees_everything(user) else once(("allowed", user.pk), lambda: _allowed(user))
    seen = Value(value=False) if allowed is None else ExpressionWrapper(allowed, output_field=BooleanField())
    by_hand = ExpressionWrapper(Q(group_origin="hand"), output_field=BooleanField())
    rows = Account.objects.filter(apart if allowed is None else apart | allowed)
    return rows.annotate(by_hand=by_hand, seen=seen).values_list("key", "group__name", "by_hand", "excluded", "seen")


def _scope(user: User) -> Scope:
    known = _known(user)
    return Scope(
        accounts=None if sees_everything(user) else tuple(one.key for one in known if one.seen),
        excluded=tuple(one.key for one in known if one.excluded),
        groups={one.key: one.group for one in known if one.by_hand},
    )


def _allowed(user: User) -> Q | None:
    """The condition on accounts that a user's roles and grants add up to; None: nothing."""
    conditions = [*_by_role(user)]
    if EVERY in conditions:
        return EVERY
    conditions += [grant(user) for grant in _grants]
    if not conditions:
        return None
    allowed = conditions[0]
    for condition in conditions[1:]:
        allowed |= condition
    return allowed


def _by_role(user: User) -> Iterator[Q]:
    """One condition a role."""
    for role, zones, divisions in _roles(user):
        if role in READ_ALL:
            yield _within(zones, divisions)
            if zones or divisions:
                yield _teams([user.pk])
        elif role == "manager":
            yield _of([user.pk])
            if Organisation.current().manager_reads == OPEN:
                yield _within(zones, divisions)
        elif role == "expert":
            yield _teams([user.pk])
        elif role == "head":
            if Organisation.current().manager_reads == OPEN:
                yield _within(zones, divisions)  # as `rules.OPENED` does for the figures of the portfolio
            yield _of(reports_of(user, roles=("manager", "expert")))


def _within(zones: tuple[str, ...], divisions: tuple[str, ...]) -> Q:
    """Accounts that have bought in one of the zones and in one of the divisions; no limit: all."""
    condition = EVERY
    for dimension, names in (("zone", zones), ("division", divisions)):
        if names:
            places = Place.objects.filter(account=OuterRef("pk"), dimension=dimension, name__in=names)
            condition &= Q(Exists(places))
    return condition


def _of(people: Iterable[int]) -> Q:
    """Accounts that some people lead or are on the team of."""
    keys = list(people)
    return Q(manager__in=keys) | _teams(keys)


def _teams(people: list[int]) -> Q:
    """Accounts some people are on the team of today."""
    return Q(pk__in=TeamMember.objects.filter(current(), user__in=people).values("account"))


def _roles(user: User) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """The roles of someone with their limits: (role, zones, divisions)."""
    return [(held.role, tuple(held.zones), tuple(held.divisions)) for held in user.assignments_held]
