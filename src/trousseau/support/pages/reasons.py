"""Why someone is proposed for a request, in words: what fits, what does not, what nobody told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.figures.language import Language
from trousseau.portfolio import words
from trousseau.support.models import Skill
from trousseau.support.pages import words as spoken
from trousseau.support.queries.candidates import Candidate


@dataclass(frozen=True)
class Proposal:
    """One candidate as a form shows them."""

    candidate: Candidate
    fit: str
    reasons: tuple[str, ...]
    place: int
    """Where they stand in the order, 1 …; 0: not chosen."""


def fit_of(candidate: Candidate, language: Language) -> str:
    """“82 %”, or “60 to 85 %” where something is unknown."""
    low, high = candidate.fit.low, candidate.fit.high
    if high - low < 0.005:
        return language.percent(low, 0)
    return _("{low} to {high}").format(low=language.percent(low, 0), high=language.percent(high, 0))


def reasons(candidate: Candidate, wanted: Mapping[Skill, int], spoken_code: str, zone: str) -> tuple[str, ...]:
    """The parts of a fit in words, in the order of their weight."""
    person = candidate.fit.person
    found = [_skill(skill, level, person.skills.get(skill.code)) for skill, level in wanted.items()]
    if spoken_code:
        found.append(_language(spoken_code, person.languages))
    if zone:
        found.append(_zone(zone, person.zones))
    found += [_free(person.free), _load(person.load)]
    if person.knows:
        found.append(_("knows the account"))
    return tuple(found)


def _skill(skill: Skill, wanted: int, held: int | None) -> str:
    if held is None:
        return _("{skill}: not told").format(skill=skill)
    return _("{skill}: {held}, {wanted} wanted").format(skill=skill, held=held, wanted=wanted)


def _language(code: str, told: frozenset[str]) -> str:
    name = spoken.language_name(code)
    if not told:
        return _("languages not told")
    return _("speaks {name}").format(name=name) if code in told else _("does not speak {name}").format(name=name)


def _zone(zone: str, told: frozenset[str]) -> str:
    if not told:
        return _("zones not told")
    return _("knows {zone}").format(zone=zone) if zone in told else _("does not know {zone}").format(zone=zone)


def _free(count: float | None) -> str:
    if count is None:
        return _("free days not told")
    if count <= 0:
        return _("not there before that day")
    return _("{days} free before that day").format(days=spoken.days(count))


def _load(count: int) -> str:
    if not count:
        return _("nothing in hand")
    return ngettext("{n} request in hand", "{n} requests in hand", count).format(n=words.language().number(count))
