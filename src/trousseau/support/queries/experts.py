"""Who can be asked what: skills, languages, zones, free days and load of each expert."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from trousseau.access.models import Role, User
from trousseau.accounts.models import Reckoning, folded
from trousseau.staffing.models import Profile
from trousseau.support.models import Absence, Answer, Availability, HeldSkill, Offer, Request, Skill, State
from trousseau.support.queries import days

FURTHEST = 366
"""Days ahead for which free days are counted."""


@dataclass(frozen=True)
class Expert:
    """One person of the directory with all that is told of them."""

    user: User
    skills: tuple[HeldSkill, ...]
    languages: tuple[str, ...]
    zones: tuple[str, ...]
    availability: Availability | None
    absences: tuple[Absence, ...]
    load: int
    """Open requests that are theirs or put to them."""

    def free(self, first: dt.date, last: dt.date) -> float | None:
        """Their free days between two days; None where they are not told."""
        return days.free(self.availability, self.absences, first, last)

    @property
    def levels(self) -> dict[str, int]:
        """The level by the code of a skill."""
        return {held.skill.code: held.level for held in self.skills}

    @property
    def away(self) -> Absence | None:
        """The absence they are in, or the next."""
        return self.absences[0] if self.absences else None


@dataclass(frozen=True)
class Ask:
    """What the directory is asked for; what is empty does not matter."""

    search: str = ""
    skill: str = ""
    level: int = 1
    language: str = ""
    zone: str = ""
    within: int = 10
    """Working days are looked for in so many days from today on."""
    only_free: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """What an address says; what makes no sense is left out."""
        level, within = query.get("level", ""), query.get("within", "")
        return cls(
            search=query.get("q", "").strip()[:100],
            skill=query.get("skill", "")[:60],
            level=int(level) if level in {"1", "2", "3", "4", "5"} else 1,
            language=query.get("language", "")[:2].lower(),
            zone=query.get("zone", "")[:200],
            within=min(FURTHEST, max(1, int(within))) if within.isdecimal() and len(within) < 5 else 10,
            only_free=query.get("free") == "1",
        )

    @property
    def filtered(self) -> bool:
        """Whether it leaves anyone out."""
        return bool(self.search or self.skill or self.language or self.zone or self.only_free)


def experts(keys: Iterable[int] | None = None) -> list[Expert]:
    """Who can be asked: everyone active who is an expert or holds a skill; five queries."""
    today = timezone.localdate()
    people = _people() if keys is None else User.objects.filter(pk__in=keys, is_active=True)
    people = people.select_related("availability", "profile", "reports_to").prefetch_related(
        Prefetch("held_skills", HeldSkill.objects.select_related("skill", "said_by"), to_attr="skills_now"),
        Prefetch("absences", Absence.objects.filter(last__gte=today), to_attr="absences_ahead"),
    )
    loads = load()
    return [_expert(user, loads.get(user.pk, 0)) for user in people]


def matching(ask: Ask, today: dt.date) -> list[Expert]:
    """The experts an address asks for, by name."""
    last = today + dt.timedelta(days=ask.within - 1)
    found = [one for one in experts() if _asked(one, ask)]
    return [one for one in found if (one.free(today, last) or 0) > 0] if ask.only_free else found


def expert_or_404(key: int) -> Expert:
    """One person of the directory."""
    if not _people().filter(pk=key).exists():
        raise Http404
    return experts([key])[0]


def named_like(text: str) -> list[User]:
    """The people of the directory whose names hold all words of a text; one query."""
    wanted = folded(text).split()
    return [one for one in _people() if wanted and all(word in folded(str(one)) for word in wanted)]


def load() -> dict[int, int]:
    """Open requests by the key of the person they are with; two queries."""
    owned = Request.objects.filter(state=State.ACCEPTED).values_list("owner").annotate(n=Count("pk"))
    found: dict[int, int] = dict(owned)
    asked = Offer.objects.filter(answer=Answer.OPEN, request__state=State.ASKED).values_list("user")
    for key, count in asked.annotate(n=Count("pk")):
        found[key] = found.get(key, 0) + count
    return found


def skills() -> QuerySet[Skill]:
    """The skills that are offered, by their name in English; `named` sorts them as they are read."""
    return Skill.objects.filter(aside=False)


def named(found: Iterable[Skill]) -> list[Skill]:
    """Skills by the name they have in the language in force."""
    return sorted(found, key=lambda one: folded(str(one)))


def zones() -> list[str]:
    """The zones of the ledger."""
    reckoning = Reckoning.objects.filter(pk=1).first()
    return sorted(zone for zone in (reckoning.zones if reckoning else []) if zone)


def above(user: User) -> list[User]:
    """Whom someone reports to, nearest first; a loop ends where it began."""
    seen, found = {user.pk}, []
    one = user.reports_to
    while one is not None and one.pk not in seen:
        seen.add(one.pk)
        found.append(one)
        one = one.reports_to
    return found


def _people() -> QuerySet[User]:
    held = Q(assignments__role=Role.EXPERT) | Q(held_skills__isnull=False)
    return User.objects.filter(held, is_active=True).distinct()


def _expert(user: User, open_requests: int) -> Expert:
    profile: Profile | None = getattr(user, "profile", None)
    return Expert(
        user=user,
        skills=tuple(getattr(user, "skills_now", ())),
        languages=tuple(profile.languages) if profile else (),
        zones=tuple(profile.zones) if profile else (),
        availability=getattr(user, "availability", None),
        absences=tuple(getattr(user, "absences_ahead", ())),
        load=open_requests,
    )


def _asked(one: Expert, ask: Ask) -> bool:
    if ask.skill and one.levels.get(ask.skill, 0) < ask.level:
        return False
    if ask.language and ask.language not in one.languages:
        return False
    if ask.zone and ask.zone not in one.zones:
        return False
    if not ask.search:
        return True
    names = [name for held in one.skills for name in (held.skill.english, held.skill.french)]
    text = folded(str(one.user), *names, *one.zones)
    return all(word in text for word in folded(ask.search).split())
