"""Writing a company's own playbooks: each save is a new version, the one before stays readable.

A refusal is a `ValidationError` whose keys are the fields of the form; `step-3` is the third line of its steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import opaque_id
from trousseau.plans.actions import writing
from trousseau.plans.models import Answer, Event, PlaybookStart, PlaybookVersion
from trousseau.plans.playbook import WHO, Playbook, Step, Words
from trousseau.plans.queries import playbooks as queries
from trousseau.selection.queries import tiers

STEPS = 40
"""More steps than this nobody follows."""
FURTHEST, LONGEST = 750, 250
"""Working days: three years around the day, a year for a step."""
INDUSTRIES = 10
AHEAD = 400
DATED = frozenset({Event.REVIEW.value, Event.CONTRACT.value})
"""Events whose day is known beforehand."""


@dataclass(frozen=True)
class Line:
    """A step as it is said; `after`: the numbers of the lines it waits for, counted from 1."""

    what: str
    who: str
    at: int
    takes: int
    weight: int = 1
    after: Sequence[int] = ()
    key: str = ""
    """Of the step it was before; "" for a new one."""


@dataclass(frozen=True)
class Written:
    """A playbook as it is said; `lines` by the number they stand under."""

    name: str
    day: str
    lines: Mapping[int, Line]
    tiers: Sequence[str] = ()
    industries: Sequence[str] = ()
    event: str = ""
    ahead: int = 0
    by_itself: bool = False


def may_write(user: User) -> bool:
    """Whether someone may write playbooks: who runs the programme."""
    return may(user, "run_programme")


def add(user: User, said: Written, beside: Playbook | None = None) -> Playbook:
    """Write a new playbook, `beside` the one it is a copy of."""
    if not may_write(user):
        raise PermissionDenied
    with transaction.atomic():
        return _saved(user, _checked(said, beside or _blank(), opaque_id(), 1), "playbook.saved")


def change(user: User, key: str, said: Written, *, seen: int) -> Playbook:
    """Save a playbook anew over the version that was `seen`."""
    with transaction.atomic():
        found = _held(user, key, seen)
        made = _checked(said, found, key, found.version + 1)
        if replace(made, version=found.version, retired_for=found.retired_for) == found:
            return found
        return _saved(user, replace(made, retired_for=found.retired_for), "playbook.saved")


def retire(user: User, key: str, why: str, *, seen: int) -> Playbook:
    """Offer a playbook no longer, and say why; what it proposed is withdrawn, what was applied stays."""
    with transaction.atomic():
        found = _held(user, key, seen)
        reason = writing.words("why", why, 500, _("Say why it is offered no longer."))
        PlaybookStart.objects.filter(key=key, state=Answer.PROPOSED).delete()
        return _saved(user, replace(found, version=found.version + 1, retired_for=reason), "playbook.retired")


def revive(user: User, key: str, *, seen: int) -> Playbook:
    """Offer a retired playbook again."""
    with transaction.atomic():
        found = _held(user, key, seen)
        return _saved(user, replace(found, version=found.version + 1, retired_for=""), "playbook.revived")


def _held(user: User, key: str, seen: int) -> Playbook:
    """The playbook as it is now, for someone who may write it and has seen it as it is; a delivered one gets a row."""
    if not may_write(user):
        raise PermissionDenied
    found = queries.find(key)
    if found is None:
        raise PermissionDenied
    if found.version != seen:
        raise _meanwhile(key)
    PlaybookVersion.objects.get_or_create(key=key, number=found.version, defaults=_kept(found))
    return found


def _saved(user: User, made: Playbook, verb: str) -> Playbook:
    """Keep a version; of two at once the second is told."""
    try:
        with transaction.atomic():
            row = PlaybookVersion.objects.create(key=made.key, number=made.version, by=user, **_kept(made))
    except IntegrityError:
        raise _meanwhile(made.key) from None
    audit.record(user, verb, row, after={"name": made.name.said, "version": made.version, "why": made.retired_for})
    return made


def _kept(one: Playbook) -> dict[str, object]:
    name = {"en": one.name.en, "fr": one.name.fr}
    return {"name": name, "said": one.as_json(), "retired_for": one.retired_for}


def _meanwhile(key: str) -> ValidationError:
    row = next(iter(queries.versions(key)), None)
    said = _("%(who)s saved version %(number)s meanwhile. What you typed is kept here: compare, then save again.")
    who = row.by.name if row is not None and row.by is not None else "–"
    return ValidationError({NON_FIELD_ERRORS: said % {"who": who, "number": row.number if row else 1}})


def _blank() -> Playbook:
    return Playbook("", 0, Words("", ""), Words("", ""), ())


def _checked(said: Written, before: Playbook, key: str, version: int) -> Playbook:
    """The playbook that is said, or why it is none; words nobody changed keep both their languages."""
    name = writing.words("name", said.name, 120, _("Give it a name."))
    day = writing.words("day", said.day, 120, _("Say what the day is that its steps are counted from."))
    unknown = set(said.tiers) - {tier for tier, _name in tiers.choices()} - set(before.tiers)
    if unknown or said.event not in {"", *Event.values}:
        raise ValidationError({"event": _("Choose one of the list.")})
    industries = tuple(
        dict.fromkeys(one for text in said.industries if (one := writing.words("industries", text, 120)))
    )
    if len(industries) > INDUSTRIES:
        raise ValidationError({"industries": _("At most %(most)s industries: leave it empty for any.") % {
            "most": INDUSTRIES}})  # fmt: skip
    if said.event == Event.TIER and not said.tiers:
        raise ValidationError({"event": _("Say which tiers it is for: rising into one of them starts it.")})
    if said.event in DATED and not 1 <= said.ahead <= AHEAD:
        raise ValidationError({"ahead": _("Say how many days before that day it starts, from 1 to %(most)s.") % {
            "most": AHEAD}})  # fmt: skip
    return Playbook(
        key,
        version,
        _words(name, before.name),
        _words(day, before.day),
        _steps(said.lines, before),
        tuple(dict.fromkeys(said.tiers)),
        industries,
        said.event,
        said.ahead if said.event in DATED else 0,
        said.by_itself and bool(said.event),
    )


def _words(typed: str, before: Words | None) -> Words:
    return before if before is not None and before.said == typed else Words(typed, typed)


def _steps(lines: Mapping[int, Line], before: Playbook) -> tuple[Step, ...]:
    if not lines:
        raise ValidationError({NON_FIELD_ERRORS: _("A playbook has at least one step.")})
    if len(lines) > STEPS:
        raise ValidationError({NON_FIELD_ERRORS: _("%(count)s steps: a playbook has at most %(most)s.") % {
            "count": len(lines), "most": STEPS}})  # fmt: skip
    known = {step.key: step.what for step in before.steps}
    keys: dict[int, str] = {}
    for number, line in lines.items():
        keys[number] = line.key if line.key in known and line.key not in keys.values() else opaque_id()
    wrong: defaultdict[str, list[str]] = defaultdict(list)
    for number, line in lines.items():
        wrong[f"step-{number}"] += [*_figures(line), *_waits(number, line, lines)]
    if not any(wrong.values()) and (ring := circle(lines)):
        told = " → ".join(str(one) for one in ring)
        raise ValidationError({f"step-{ring[0]}": _("These steps wait for each other: %(steps)s.") % {"steps": told}})
    if found := {field: texts for field, texts in wrong.items() if texts}:
        raise ValidationError(found)
    return tuple(
        Step(
            keys[number],
            _words(writing.words(f"step-{number}", line.what, 300), known.get(keys[number])),
            line.who,  # type: ignore[arg-type] # one of WHO, looked at above
            line.at,
            line.takes,
            line.weight,
            tuple(keys[one] for one in dict.fromkeys(line.after)),
        )
        for number, line in lines.items()
    )


def _figures(line: Line) -> list[str]:
    """What is wrong with a line by itself."""
    found = []
    if not line.what.strip():
        found.append(_("Say what is done, or take the step out."))
    if line.who not in WHO:
        found.append(_("Choose who does it."))
    if abs(line.at) > FURTHEST:
        found.append(_("Due at most %(most)s working days before or after the day.") % {"most": FURTHEST})
    if not 0 <= line.takes <= LONGEST:
        found.append(_("It takes from 0 to %(most)s working days.") % {"most": LONGEST})
    if not 1 <= line.weight <= 100:
        found.append(_("A weight is a whole number from 1 to 100."))
    return found


def _waits(number: int, line: Line, lines: Mapping[int, Line]) -> list[str]:
    """What is wrong with the steps a line waits for."""
    found = []
    for one in line.after:
        if one == number:
            found.append(_("A step does not wait for itself."))
        elif one not in lines:
            found.append(_("It waits for step %(number)s, which is not there.") % {"number": one})
        elif lines[one].at > line.at:
            said = _("It is due %(due)s, earlier than step %(number)s that it waits for, due %(other)s.")
            found.append(said % {"due": due(line.at), "number": one, "other": due(lines[one].at)})
    return found


def due(at: int) -> str:
    """When a step is due, seen from the day."""
    if at == 0:
        return _("on the day")
    if at < 0:
        return ngettext("%(n)s working day before", "%(n)s working days before", -at) % {"n": -at}
    return ngettext("%(n)s working day after", "%(n)s working days after", at) % {"n": at}


def circle(lines: Mapping[int, Line]) -> list[int]:
    """Steps that wait for each other in a circle, by number; [] where there is none."""
    done: set[int] = set()
    for start in lines:
        way: list[int] = []
        found = _follow(start, lines, way, done)
        if found:
            return found
    return []


def _follow(number: int, lines: Mapping[int, Line], way: list[int], done: set[int]) -> list[int]:
    if number in way:
        return [*way[way.index(number) :], number]
    if number in done:
        return []
    way.append(number)
    for one in lines[number].after:
        if found := _follow(one, lines, way, done):
            return found
    way.pop()
    done.add(number)
    return []
