"""The form in which one voice says the level of each competency, with what shows it and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.portfolio import words
from trousseau.staffing import access
from trousseau.staffing.actions.assessing import Said
from trousseau.staffing.actions.errors import CompetencyError
from trousseau.staffing.framework import Framework, area_word
from trousseau.staffing.models import Answer, Voice
from trousseau.staffing.pages.competency_words import of_role, part_word, tongue

NOT = "none"
"""What the field of a level holds where someone cannot judge."""


@dataclass(frozen=True)
class Level:
    """One choice."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """A competency as its fields hold it."""

    at: int
    name: str
    area: str
    levels: tuple[Level, ...]
    cannot: bool
    evidence: str
    on: str


@dataclass(frozen=True)
class AssessPage:
    """All that the template shows."""

    voice: Voice
    finding: str
    part: str
    role: str
    asked: tuple[Asked, ...]
    given: int
    sees: bool
    """Whether who fills it in may see the person's page as well."""
    locked: bool
    late: bool
    today: date
    problem: str = ""

    @property
    def done(self) -> float:
        """The share that is answered."""
        return self.given / len(self.asked) if self.asked else 1.0


def page(user: User, voice: Voice, *, typed: Mapping[str, str] | None = None, problem: str = "") -> AssessPage:
    """The form with what was said, or what was just typed; two queries beside the voice."""
    language, found = words.language(), voice.assessment
    kept = {one.competency: one for one in voice.answers.all()}
    framework = Framework.read(found.framework)
    asked, area = [], ""
    for at, one in enumerate(framework.competencies):
        level, evidence, on = _kept(kept.get(one.key)) if typed is None else _typed(typed, at)
        texts = zip("12345", one.says(tongue()), strict=True)
        asked.append(
            Asked(
                at=at,
                name=one.called(tongue()),
                area=area_word(one.area, tongue()) if one.area != area else "",
                levels=tuple(Level(value, text, value == level) for value, text in texts),
                cannot=level == NOT,
                evidence=evidence,
                on=on,
            )
        )
        area = one.area
    given = sum(1 for key in framework.keys if key in kept)
    locked = found.closed or voice.handed_in_at is not None
    left = len(asked) - given
    if locked:
        finding = _("This is what you said of {name}.").format(name=found.subject)
    elif voice.part == Voice.Part.SELF:
        finding = _("What do you say of yourself, by {date}?").format(date=language.date(found.due))
    else:
        finding = _("What have you seen of {name}, by {date}?").format(
            name=found.subject, date=language.date(found.due)
        )
    if not locked and given and left:
        more = ngettext("{n} competency is left.", "{n} competencies are left.", left)
        finding = f"{finding} {more.format(n=language.number(left))}"
    return AssessPage(
        voice=voice,
        finding=finding,
        part=part_word(voice.part),
        role=of_role(found.subject.profile),
        asked=tuple(asked),
        given=given,
        sees=access.sees(user, found.subject),
        locked=locked,
        late=not locked and found.due < timezone.localdate(),
        today=timezone.localdate(),
        problem=problem,
    )


def read(voice: Voice, given: Mapping[str, str]) -> dict[str, Said]:
    """What the form says, a competency each; one without a level and a word is left as it was.

    Raises:
        CompetencyError: no level (`level`), words without one (`level_missing`), no day (`evidence_date`).
    """
    said = {}
    for at, key in enumerate(Framework.read(voice.assessment.framework).keys):
        level, evidence, on = _typed(given, at)
        if not level and evidence.strip():
            raise CompetencyError("level_missing", competency=key)
        if level and level != NOT and level not in set("12345"):
            raise CompetencyError("level", competency=key)
        if level:
            said[key] = Said(None if level == NOT else int(level), evidence, _day(key, on))
    return said


def _day(key: str, text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise CompetencyError("evidence_date", competency=key, value=text[:20]) from error


def _kept(answer: Answer | None) -> tuple[str, str, str]:
    if answer is None:
        return "", "", ""
    return NOT if answer.level is None else str(answer.level), answer.evidence, answer.on.isoformat()


def _typed(given: Mapping[str, str], at: int) -> tuple[str, str, str]:
    level, evidence, on = (given.get(f"{field}-{at}", "") for field in ("level", "evidence", "on"))
    return level, evidence, on
