"""What is told of experts: the company's list of skills, who holds what, languages, zones, days a week, absences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from babel import Locale
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.staffing.models import Profile
from trousseau.support.models import LEVELS, Absence, Availability, HeldSkill, Skill
from trousseau.support.problems import SupportError
from trousseau.support.queries import days
from trousseau.support.queries.experts import above

LONGEST_NAME = 80
LONGEST_ABSENCE = 3 * 366
HALF = Decimal("0.5")


def may_tell(user: User, person: User) -> bool:
    """Whether someone may tell what a person can do and when: the person, and whoever they report to."""
    return may(user, "read_team") and (user == person or user in above(person))


def name_skill(user: User, skill: Skill | None, english: str, french: str, *, revision: int = 0) -> Skill:
    """Add a skill to the company's list (`skill` None), or give one other names.

    Raises:
        PermissionDenied: the list is the director's.
        SupportError: a name is missing, too long or taken, or someone changed it meanwhile.
    """
    _directs(user)
    english, french = (" ".join(name.split()) for name in (english, french))
    if not english or not french:
        raise SupportError(_("Give the skill a name in both languages."))
    if max(len(english), len(french)) > LONGEST_NAME:
        raise SupportError(_("The name of a skill has at most 80 characters."))
    with transaction.atomic():
        same = Skill.objects.filter(english__iexact=english) | Skill.objects.filter(french__iexact=french)
        if (same.exclude(pk=skill.pk) if skill else same).exists():
            raise SupportError(_("“{name}” is on the list already.").format(name=english))
        if skill is None:
            made = Skill.objects.create(code=_code(english), english=english, french=french)
            record(user, "skill.added", made, after={"english": english, "french": french})
            return made
        found = _current(skill, revision)
        before = {"english": found.english, "french": found.french}
        found.english, found.french, found.revision = english, french, found.revision + 1
        found.save(update_fields=["english", "french", "revision"])
        record(user, "skill.renamed", found, before=before, after={"english": english, "french": french})
        return found


def put_aside(user: User, skill: Skill, *, aside: bool) -> Skill:
    """No longer offer a skill, or offer it again; who holds it keeps it.

    Raises:
        PermissionDenied: the list is the director's.
    """
    _directs(user)
    with transaction.atomic():
        found = Skill.objects.select_for_update().get(pk=skill.pk)
        if found.aside != aside:
            found.aside, found.revision = aside, found.revision + 1
            found.save(update_fields=["aside", "revision"])
            record(user, "skill.put_aside" if aside else "skill.taken_up", found)
        return found


def hold_skills(user: User, person: User, levels: Mapping[Skill, int]) -> None:
    """Say which of the given skills someone holds, and at what level; 0: they no longer do, or nobody knows.

    Raises:
        PermissionDenied: neither the person nor above them.
        SupportError: a level is not 1 to 5.
    """
    _tells(user, person)
    wrong = [level for level in levels.values() if level and level not in LEVELS]
    if wrong:
        raise SupportError(_("A level goes from 1 to 5; {value} is none.").format(value=wrong[0]))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        held = {one.skill_id: one for one in HeldSkill.objects.filter(user=person).select_related("skill")}
        before = {one.skill.code: one.level for one in held.values()}
        after = dict(before)
        for skill, level in levels.items():
            _hold(user, person, skill, level, held.get(skill.pk))
            after[skill.code] = level
        after = {code: level for code, level in after.items() if level}
        if after != before:
            record(user, "expert.skills_told", person, before=before, after=after)


def _hold(user: User, person: User, skill: Skill, level: int, held: HeldSkill | None) -> None:
    """One skill of someone; who said it and when changes only with the level."""
    if not level:
        if held:
            held.delete()
    elif held is None:
        HeldSkill.objects.create(user=person, skill=skill, level=level, said_by=user)
    elif held.level != level:
        held.level, held.said_by, held.said_on = level, user, timezone.localdate()
        held.save(update_fields=["level", "said_by", "said_on"])


def speaks(user: User, person: User, languages: Sequence[str], zones: Sequence[str]) -> Profile:
    """Say which languages someone speaks and which zones they know.

    Raises:
        PermissionDenied: neither the person nor above them.
        SupportError: a language is no ISO 639-1 code.
    """
    _tells(user, person)
    codes = sorted({code.strip().lower() for code in languages if code.strip()})
    known = Locale("en").languages
    for code in codes:
        if len(code) != 2 or code not in known:
            raise SupportError(_("“{value}” is no code of a language: write fr, en, de…").format(value=code[:20]))
    named = sorted({zone.strip()[:200] for zone in zones if zone.strip()})
    with transaction.atomic():
        profile, _new = Profile.objects.select_for_update().get_or_create(user=person)
        before = {"languages": profile.languages, "zones": profile.zones}
        after = {"languages": codes, "zones": named}
        if before != after:
            profile.languages, profile.zones = codes, named
            profile.fluency = {code: level for code, level in profile.fluency.items() if code in codes}
            profile.revision, profile.changed_by = profile.revision + 1, user
            profile.save()
            record(user, "expert.profile_told", person, before=before, after=after)
    return profile


def available(user: User, person: User, days_a_week: Decimal, country: str) -> Availability:
    """Say how many days a week someone has for requests, and whose public holidays they keep.

    Raises:
        PermissionDenied: neither the person nor above them.
        SupportError: the days are not 0 to 5 by halves, the country is not known.
    """
    _tells(user, person)
    if not (0 <= days_a_week <= 5) or days_a_week % HALF:
        raise SupportError(
            _("Days a week go from 0 to 5 by halves; {value} is none of them.").format(value=days_a_week)
        )
    if country not in days.countries():
        raise SupportError(
            _("The public holidays of “{value}” are not known: choose a country of the list.").format(
                value=country[:20]
            )
        )
    with transaction.atomic():
        before = Availability.objects.select_for_update().filter(user=person).first()
        now = {"days a week": str(days_a_week), "country": country}
        was = {"days a week": str(before.days_a_week), "country": before.country} if before else None
        made, _new = Availability.objects.update_or_create(
            user=person, defaults={"days_a_week": days_a_week, "country": country}
        )
        if was != now:
            record(user, "expert.availability_told", person, before=was, after=now)
    return made


def be_away(user: User, person: User, first: dt.date, last: dt.date, note: str = "") -> Absence:
    """Say that someone is away, first and last day included.

    Raises:
        PermissionDenied: neither the person nor above them.
        SupportError: it ends before it begins, or lasts more than three years.
    """
    _tells(user, person)
    if last < first:
        raise SupportError(_("The absence ends before it begins: the last day must not be before the first."))
    if (last - first).days > LONGEST_ABSENCE:
        raise SupportError(_("An absence lasts three years at most."))
    with transaction.atomic():
        made = Absence.objects.create(user=person, first=first, last=last, note=" ".join(note.split())[:200])
        record(user, "expert.away", person, after={"first": first, "last": last})
    return made


def be_back(user: User, absence: Absence) -> None:
    """Take an absence out of someone's calendar.

    Raises:
        PermissionDenied: neither the person nor above them.
    """
    _tells(user, absence.user)
    with transaction.atomic():
        record(user, "expert.back", absence.user, before={"first": absence.first, "last": absence.last})
        absence.delete()


def _code(english: str) -> str:
    """A code of its own made of a name; whole where the name has no letter of ours."""
    base = slugify(english)[:50] or "skill"
    taken = set(Skill.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if code not in taken)


def _current(skill: Skill, revision: int) -> Skill:
    found = Skill.objects.select_for_update().get(pk=skill.pk)
    if revision and found.revision != revision:
        raise SupportError(
            _("Someone changed this skill meanwhile to “{name}”: look at it, then save again.").format(name=found)
        )
    return found


def _tells(user: User, person: User) -> None:
    if not may_tell(user, person):
        raise PermissionDenied


def _directs(user: User) -> None:
    if not may(user, "edit_support"):
        raise PermissionDenied
