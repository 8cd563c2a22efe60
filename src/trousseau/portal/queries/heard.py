"""Whether our manager knows their company, as people of clients answered: of an account, of a manager.

Of each person the last answer counts, for two years, under a consent that stands. An answer is about whoever led the
account on its day: a new manager does not inherit what was said of the former.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from trousseau.accounts.models import ManagerTerm
from trousseau.knowledge.said import Heard
from trousseau.method.opinion import mean_rating
from trousseau.portal.models import Survey
from trousseau.portal.queries.opinions import answered

COUNTS = dt.timedelta(days=730)


class Said(NamedTuple):
    """One answer."""

    person: int
    account: int
    led: int | None
    """Who led the account on its day; None: not known."""
    leads: int | None
    """Who leads it now."""
    on: dt.date
    score: int


def of_accounts(accounts: Iterable[int]) -> Mapping[int, Heard]:
    """What is said of whoever leads some accounts now, by account."""
    found = _said(Q(member__space__account__in=list(accounts)))
    return _heard((one for one in found if one.led is not None and one.led == one.leads), lambda one: one.account)


def of_managers(managers: Iterable[int]) -> Mapping[int, Heard]:
    """What is said of some managers over all accounts, by manager."""
    asked = frozenset(managers)
    theirs = ManagerTerm.objects.filter(user__in=asked).values("account")
    led = Q(member__space__account__manager__in=asked) | Q(member__space__account__in=theirs)
    return _heard((one for one in _said(led) if one.led in asked), lambda one: one.led or 0)


def _said(of: Q) -> list[Said]:
    """The answers of the last two years, earliest first."""
    since = timezone.now() - COUNTS
    rows = answered().filter(of, knows__isnull=False, answered_at__gte=since).order_by("answered_at", "pk")
    surveys = list(rows.select_related("member__space__account"))
    terms: dict[int, list[ManagerTerm]] = defaultdict(list)
    for term in ManagerTerm.objects.filter(account__in={one.member.space.account_id for one in surveys}):
        terms[term.account_id].append(term)
    return [_one(one, terms[one.member.space.account_id]) for one in surveys]


def _one(survey: Survey, terms: list[ManagerTerm]) -> Said:
    account, on = survey.member.space.account, timezone.localtime(survey.answered_at).date()
    led = next((one.user_id for one in terms if _covers(one, on)), None) if terms else account.manager_id
    return Said(survey.member.user_id, account.pk, led, account.manager_id, on, survey.knows or 0)


def _covers(term: ManagerTerm, on: dt.date) -> bool:
    return (term.since is None or term.since <= on) and (term.until is None or on < term.until)


def _heard(found: Iterable[Said], key: Callable[[Said], int]) -> dict[int, Heard]:
    last: dict[int, dict[int, Said]] = defaultdict(dict)
    for one in found:
        last[key(one)][one.person] = one
    return {
        which: Heard(
            mean_rating([one.score for one in people.values()]),
            min(one.on for one in people.values()),
            max(one.on for one in people.values()),
        )
        for which, people in last.items()
    }
