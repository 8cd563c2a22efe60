"""The page of managers and their loads, and the form of one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures.language import Language
from trousseau.figures.typed import written
from trousseau.portfolio import words
from trousseau.staffing.pages.words import days_text, spoken
from trousseau.staffing.queries import people
from trousseau.staffing.queries.demands import Demand, demands
from trousseau.staffing.queries.people import Manager

NAMED = 3


@dataclass(frozen=True)
class ManagerRow:
    """One manager in words."""

    user: User
    accounts: int
    days: str
    available: str
    share: float | None
    percent: str
    over: bool
    unknown: int
    languages: str
    zones: str
    industries: str
    most: int | None
    too_many: bool
    backs_up: int
    held: tuple[tuple[str, str, str, str], ...]
    """Public key, name, days, tier’s key."""
    editable: bool


@dataclass(frozen=True)
class ManagersPage:
    """All that the template shows."""

    finding: str
    lead: str
    rows: tuple[ManagerRow, ...]
    unled: tuple[Demand, ...]
    may_match: bool
    whole: bool


def page(user: User) -> ManagersPage:
    """The managers someone may see, with their loads."""
    language, asked = words.language(), demands()
    found = people.managers(user, asked)
    whole = bool(user.roles & people.READ_ALL)
    unled = sorted((one for one in asked.values() if one.manager is None), key=lambda one: (-(one.days or 0), one.name))
    return ManagersPage(
        finding=_finding(found, language),
        lead=_lead(found, unled if whole else (), language),
        rows=tuple(_row(one, people.may_change(user, one.user.pk), language) for one in found),
        unled=tuple(unled) if whole else (),
        may_match=may(user, "match_managers"),
        whole=whole,
    )


def _row(one: Manager, editable: bool, language: Language) -> ManagerRow:  # noqa: FBT001 - a column of the row
    return ManagerRow(
        user=one.user,
        accounts=len(one.held),
        days=days_text(None if one.held and one.unknown == len(one.held) else one.days, language),
        available=days_text(one.available, language),
        share=one.share,
        percent=language.percent(one.share, 0) if one.share is not None else "",
        over=one.over,
        unknown=one.unknown,
        languages=spoken(one.profile.languages, one.profile.fluency, language),
        zones=", ".join(one.profile.zones),
        industries=", ".join(one.profile.industries),
        most=one.profile.most_accounts,
        too_many=one.profile.most_accounts is not None and len(one.held) > one.profile.most_accounts,
        backs_up=one.backs_up,
        held=tuple((item.public_id, item.name, days_text(item.days, language), item.zone) for item in one.held),
        editable=editable,
    )


def _finding(found: Sequence[Manager], language: Language) -> str:
    """Who carries more than there is, in one sentence."""
    if not found:
        return _("Nobody leads an account yet: give someone the role of manager, or name one on an account.")
    known = [one for one in found if one.available is not None]
    accounts = sum(len(one.held) for one in found)
    over = sorted((one for one in known if one.over), key=lambda one: -(one.days - (one.available or 0)))
    head = ngettext(
        "{n} manager leads {accounts} accounts", "{n} managers lead {accounts} accounts", len(found)
    ).format(n=language.number(len(found)), accounts=language.number(accounts))
    if not known:
        return _("{managers}; nobody has told the days they have.").format(managers=head)
    days = {
        "asked": language.number(sum(one.days for one in known), 1),
        "there": language.number(sum(one.available or 0 for one in known), 1),
        "managers": head,
    }
    text = _("{managers} that ask {asked} of the {there} days a month they have").format(**days)
    if not over:
        return _("{load}; nobody carries more than there is.").format(load=text)
    named = language.listed([str(one.user) for one in over[:NAMED]])
    return ngettext(
        "{load}; {n} carries more than there is: {names}.", "{load}; {n} carry more than there is: {names}.", len(over)
    ).format(load=text, n=language.number(len(over)), names=named)


def _lead(found: Sequence[Manager], unled: Sequence[Demand], language: Language) -> str:
    parts = []
    silent = sum(one.available is None for one in found)
    if silent and silent < len(found):
        parts.append(
            ngettext(
                "Of {n} manager the days are not known.", "Of {n} managers the days are not known.", silent
            ).format(n=language.number(silent))
        )
    if unled:
        parts.append(
            ngettext(
                "{n} account that was promised days is led by nobody: {days} days a month.",
                "{n} accounts that were promised days are led by nobody: {days} days a month.",
                len(unled),
            ).format(n=language.number(len(unled)), days=language.number(sum(one.days or 0 for one in unled), 1))
        )
    return " ".join(parts)


@dataclass(frozen=True)
class ProfilePage:
    """The form of one manager."""

    manager: User
    row: ManagerRow
    revision: int
    typed: Mapping[str, str]
    zones: tuple[str, ...]
    may_set_days: bool
    problem: str


def profile_page(
    user: User, manager: User, zones: Sequence[str], *, problem: str = "", typed: Mapping[str, str] | None = None
) -> ProfilePage | None:
    """The form of a manager; None for one whom the person may not see."""
    language = words.language()
    one = next((one for one in people.managers(user) if one.user.pk == manager.pk), None)
    if one is None:
        return None
    known = {
        "languages": spoken(one.profile.languages, one.profile.fluency, language),
        "zones": ", ".join(one.profile.zones),
        "industries": ", ".join(one.profile.industries),
        "most_accounts": "" if one.profile.most_accounts is None else str(one.profile.most_accounts),
        "days": "" if one.available is None else written(one.available, language),
    }
    return ProfilePage(
        manager=manager,
        row=_row(one, people.may_change(user, manager.pk), language),
        revision=one.profile.revision,
        typed={**known, **(typed or {})},
        zones=tuple(zones),
        may_set_days=people.may_set_days(user, manager.pk),
        problem=problem,
    )
