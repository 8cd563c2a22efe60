"""The framework: what is asked and at which level of whom; a director's draft of another; the versions."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.portfolio import words
from trousseau.staffing.delivered import AREAS, BY_KEY, Tongue
from trousseau.staffing.framework import LEVELS, MOST, Competency, Framework, FrameworkError, area_word
from trousseau.staffing.models import FrameworkVersion
from trousseau.staffing.pages.competency_words import profiles, tongue
from trousseau.staffing.queries import frameworks

TONGUES: tuple[Tongue, ...] = ("en", "fr")


@dataclass(frozen=True)
class Required:
    """The level a profile asks of a competency, and its field."""

    profile: str
    word: str
    level: str


@dataclass(frozen=True)
class CompetencyRow:
    """One competency as it is read, or as its fields hold it."""

    at: int
    key: str
    name: str
    own_name: str
    area: str
    heading: str
    """The area's word, where it begins; else empty."""
    levels: tuple[tuple[int, str], ...]
    required: tuple[Required, ...]


@dataclass(frozen=True)
class FrameworkPage:
    """All that the template shows."""

    now: frameworks.InForce
    rows: tuple[CompetencyRow, ...]
    blank: CompetencyRow | None
    areas: tuple[tuple[str, str], ...]
    profiles: tuple[tuple[str, str], ...]
    finding: str
    may_edit: bool
    editing: bool
    drafted: bool
    changes: tuple[str, ...]
    outdated: bool
    versions: QuerySet[FrameworkVersion]
    problem: str


def page(user: User, *, edit: bool = False, problem: str = "", typed: Mapping[str, str] | None = None) -> FrameworkPage:
    """The framework in force, or the draft of a director who works on one; `typed`: what was refused, to be mended."""
    now, may_edit = frameworks.in_force(), may(user, "edit_framework")
    draft = frameworks.draft_of(user) if may_edit else None
    shown = Framework.read(draft.framework) if draft else now.framework
    asking = profiles(shown)
    rows = _rows(shown, asking)
    if typed is not None:
        rows = tuple(_typed_row(typed, at, asking) for at in range(MOST) if typed.get(f"area-{at}"))
    blank = _blank(len(rows), asking) if typed is None and len(rows) < MOST else None
    return FrameworkPage(
        now=now,
        rows=rows,
        blank=blank,
        areas=tuple((area, area_word(area, tongue())) for area in AREAS),
        profiles=asking,
        finding=_finding(shown),
        may_edit=may_edit,
        editing=may_edit and (edit or draft is not None or typed is not None),
        drafted=draft is not None,
        changes=changes(now.framework, shown) if draft else (),
        outdated=draft is not None and draft.based_on != now.number,
        versions=frameworks.versions(),
        problem=problem,
    )


def version_rows(version: FrameworkVersion) -> tuple[CompetencyRow, ...]:
    """A framework as it was published."""
    framework = Framework.read(version.framework)
    return _rows(framework, profiles(framework))


def changes(before: Framework, after: Framework) -> tuple[str, ...]:
    """What a draft changes, a sentence each."""
    old = {one.key: one for one in before.competencies}
    new = {one.key: one for one in after.competencies}
    said = [_("“{name}” comes in.").format(name=one.called(tongue())) for key, one in new.items() if key not in old]
    said += [
        _("“{name}” goes: what was said of it stays in its rounds.").format(name=one.called(tongue()))
        for key, one in old.items()
        if key not in new
    ]
    said += [
        _("“{name}” is said in other words.").format(name=one.called(tongue()))
        for key, one in new.items()
        if key in old and (one.name, one.levels, one.area) != (old[key].name, old[key].levels, old[key].area)
    ]
    words_of = dict(profiles(after))
    said += [
        _("Other levels are asked: {profile}.").format(profile=words_of.get(profile, profile))
        for profile in {**before.required, **after.required}
        if before.asked(profile) != after.asked(profile)
    ]
    return tuple(said)


def read_draft(given: Mapping[str, str]) -> Framework:
    """The framework of the form's fields; one that is ticked is taken out, an empty further one is none.

    Raises:
        FrameworkError: what is wrong, and where.
    """
    known = [key for key, _word in profiles(frameworks.in_force().framework)]
    said: list[dict[str, Any]] = []
    required: dict[str, dict[str, int]] = {}
    for at in range(MOST + 1):
        if not given.get(f"area-{at}") or given.get(f"drop-{at}"):
            continue
        name = " ".join(given.get(f"name-{at}", "").split())
        levels = [" ".join(given.get(f"level-{at}-{number}", "").split()) for number in range(1, LEVELS + 1)]
        key = given.get(f"key-{at}", "")
        if not key and not name and not any(levels):
            continue
        key = key or f"own-{slugify(unicodedata.normalize('NFKD', name)) or at}"[:100]
        said.append(
            {"key": key, "area": given[f"area-{at}"], "name": _own_name(key, name), "levels": _own(key, levels)}
        )
        for profile in known:
            text = given.get(f"asked-{at}-{profile}", "").strip()
            if text:
                required.setdefault(profile, {})[key] = _level(text, profile, key)
    return Framework.read({"competencies": said, "required": required})


def _level(text: str, profile: str, key: str) -> int:
    if text not in set("12345"):
        raise FrameworkError("required", profile=profile, competency=key, value=text[:20])
    return int(text)


def _own_name(key: str, name: str) -> str:
    """Delivered words that nobody changed stay delivered: they follow the reader's language."""
    ready = BY_KEY.get(key)
    return "" if ready and name in {ready.words(one).name for one in TONGUES} else name


def _own(key: str, levels: list[str]) -> list[str]:
    ready = BY_KEY.get(key)
    if ready is None:
        return levels
    return [
        "" if any(text == ready.words(one).levels[at] for one in TONGUES) else text for at, text in enumerate(levels)
    ]


def _rows(framework: Framework, asking: tuple[tuple[str, str], ...]) -> tuple[CompetencyRow, ...]:
    rows, area = [], ""
    for at, one in enumerate(framework.competencies):
        rows.append(_row(at, one, framework, asking, heading=area_word(one.area, tongue()) if one.area != area else ""))
        area = one.area
    return tuple(rows)


def _row(
    at: int, one: Competency, framework: Framework, asking: tuple[tuple[str, str], ...], *, heading: str
) -> CompetencyRow:
    return CompetencyRow(
        at=at,
        key=one.key,
        name=one.called(tongue()),
        own_name=one.called(tongue()),
        area=one.area,
        heading=heading,
        levels=tuple(enumerate(one.says(tongue()), 1)),
        required=tuple(
            Required(profile, word, str(framework.asked(profile).get(one.key, ""))) for profile, word in asking
        ),
    )


def _blank(at: int, asking: tuple[tuple[str, str], ...]) -> CompetencyRow:
    """The fields of a further competency."""
    return CompetencyRow(
        at=at,
        key="",
        name=_("A further competency"),
        own_name="",
        area=next(iter(AREAS)),
        heading="",
        levels=tuple((number, "") for number in range(1, LEVELS + 1)),
        required=tuple(Required(profile, word, "") for profile, word in asking),
    )


def _typed_row(given: Mapping[str, str], at: int, asking: tuple[tuple[str, str], ...]) -> CompetencyRow:
    """The fields as they were typed, so that a refusal loses nothing."""
    name = given.get(f"name-{at}", "")
    return CompetencyRow(
        at=at,
        key=given.get(f"key-{at}", ""),
        name=name or _("A further competency"),
        own_name=name,
        area=given.get(f"area-{at}", ""),
        heading="",
        levels=tuple((number, given.get(f"level-{at}-{number}", "")) for number in range(1, LEVELS + 1)),
        required=tuple(Required(profile, word, given.get(f"asked-{at}-{profile}", "")) for profile, word in asking),
    )


def _finding(shown: Framework) -> str:
    language = words.language()
    return _("{n} competencies in {areas} areas, each told in five levels that one can see.").format(
        n=language.number(len(shown.competencies)),
        areas=language.number(len({one.area for one in shown.competencies})),
    )
