"""One round as it was said, under its own version of the framework."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.portfolio import words
from trousseau.staffing import access
from trousseau.staffing.framework import Framework, area_word
from trousseau.staffing.models import Assessment, Subject, Voice
from trousseau.staffing.pages.competency_words import level_text, part_word, tongue
from trousseau.staffing.pages.person import Evidence
from trousseau.staffing.queries.assessments import spoken


@dataclass(frozen=True)
class RoundRow:
    """One competency of the round."""

    name: str
    area: str
    level: str
    """What the round found; a dash while it is open."""
    levels: tuple[str, ...]
    """By voice, in the order of the heads."""
    evidence: tuple[Evidence, ...]
    says: tuple[str, ...]
    """The five levels, as they were described then."""


@dataclass(frozen=True)
class RoundPage:
    """All that the template shows."""

    subject: Subject
    round: Assessment
    finding: str
    voices: tuple[tuple[str, str], ...]
    """Who spoke, in which part."""
    rows: tuple[RoundRow, ...]
    waiting: bool
    """Whether who looks has to hand in before they may read the others."""


def page(user: User, subject: Subject, found: Assessment) -> RoundPage:
    """A round, for who may see the person."""
    language, framework = words.language(), Framework.read(found.framework)
    shown = spoken(user, found)
    levels = {one.competency: one.level for one in found.levels.all()}
    rows, area = [], ""
    for one in framework.competencies:
        said = [(voice, voice.answers.get(one.key)) for voice in shown]
        rows.append(
            RoundRow(
                name=one.called(tongue()),
                area=area_word(one.area, tongue()) if one.area != area else "",
                level=level_text(levels.get(one.key), language),
                levels=tuple(
                    "–" if answer is None else "?" if answer.level is None else str(answer.level)
                    for _voice, answer in said
                ),
                evidence=tuple(
                    Evidence(
                        str(voice.voice.person), part_word(voice.voice.part), str(answer.level or "?"),
                        answer.evidence, answer.on,
                    )
                    for voice, answer in said
                    if answer is not None and answer.evidence
                ),
                says=one.says(tongue()),
            )
        )  # fmt: skip
        area = one.area
    asked = Voice.objects.filter(assessment=found, left_at=None).count()
    count = ngettext("{n} of {of} person spoke", "{n} of {of} people spoke", asked).format(
        n=language.number(len(shown)), of=language.number(asked)
    )
    waiting = not shown and not found.closed and access.waits(user, found)
    return RoundPage(
        subject=subject,
        round=found,
        finding=_("Hand in what you say of {name} first: then you read the others.").format(name=subject)
        if waiting
        else _("{name}, round of {date}: {count}.").format(
            name=subject, date=language.date(found.opened_at.date()), count=count
        ),
        voices=tuple((str(one.voice.person), part_word(one.voice.part)) for one in shown),
        rows=tuple(rows),
        waiting=waiting,
    )
