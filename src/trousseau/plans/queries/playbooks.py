"""What a playbook becomes on a plan: each step with its dates on a working calendar, and who would do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale
from django.utils.translation import get_language

from trousseau.access.audit import history
from trousseau.access.models import AuditEvent, User
from trousseau.accounts.models import Account
from trousseau.accounts.models.team import TeamMember, current
from trousseau.method.working_days import Off, shifted
from trousseau.plans.models import Plan
from trousseau.plans.playbooks_delivered import Playbook, Step, Words
from trousseau.support.queries.days import countries, is_holiday

APPLIED = "playbook.applied"


@dataclass(frozen=True)
class Dated:
    """A step with its days, and who of ours has its role on the account; None where nobody has."""

    step: Step
    starts: dt.date
    due: dt.date
    owner: User | None


def said(words: Words) -> str:
    """The words in the language in force."""
    return words.fr if (get_language() or "en").startswith("fr") else words.en


def country_of(account: Account) -> str:
    """The country whose public holidays count for an account: where its zone is one; else empty."""
    figures = getattr(account, "figures", None)
    zone = figures.zone.strip().casefold() if figures is not None else ""
    return _countries().get(zone, "")


def known(country: str) -> str:
    """A country somebody asked for, where its public holidays are known; else empty."""
    return country if country in countries() else ""


def off(country: str) -> Off:
    """The days off of a country beyond the weekends; none where the country is not known."""
    return lambda day: is_holiday(country, day)


def team(account: Account) -> dict[str, User]:
    """Who has which role on an account today: its manager, who leads them, then its team, the longest there first."""
    found: dict[str, User] = {}
    if account.manager is not None and account.manager.is_active:
        found["manager"] = account.manager
        head = account.manager.reports_to
        if head is not None and head.is_active:
            found["head"] = head
    members = TeamMember.objects.filter(current(), account=account, user__is_active=True).select_related("user")
    for member in members.order_by("since", "id"):
        found.setdefault(member.role, member.user)
    return found


def dated(playbook: Playbook, day: dt.date, country: str, people: dict[str, User]) -> Iterator[Dated]:
    """Each step of a playbook around a day."""
    free = off(country)
    for step in playbook.steps:
        due = shifted(day, step.at, free)
        yield Dated(step, shifted(due, -step.takes, free), due, people.get(step.who))


def last_applied(plan: Plan, playbook: Playbook) -> AuditEvent | None:
    """When a playbook was applied to a plan last; None where it never was."""
    return history(plan).filter(verb=APPLIED, after__playbook=playbook.key).first()


def _countries() -> dict[str, str]:
    """Country by its code and by its name in English and French, in small letters."""
    found = {code.casefold(): code for code in countries()}
    for language in ("en", "fr"):
        names = Locale.parse(language).territories
        found |= {names[code].casefold(): code for code in countries() if code in names}
    return found
