"""Running the programme: its stages, obstacles and next steps, and judging how mature it is; each leaves its trace.

A refusal is a `ValidationError` whose keys are the fields of the form; `__all__` where two changed the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.plans import maturity
from trousseau.plans.actions import writing
from trousseau.plans.models.programme import LineKind, LineState, MaturityRating, MaturityRound, ProgrammeLine

MOST = 200
"""Lines of one kind; a programme with more is a project plan."""


@dataclass(frozen=True)
class Said:
    """What is said of a line."""

    what: str
    owner: User | None = None
    starts: dt.date | None = None
    due: dt.date | None = None
    state: str = LineState.OPEN
    note: str = ""


@dataclass(frozen=True)
class Judged:
    """The level given to one dimension, 1 to 5, and what shows it."""

    level: int
    evidence: str = ""


def may_settle(user: User, line: ProgrammeLine) -> bool:
    """Whether someone may say how far a line is: who runs the programme, and whose it is."""
    return may(user, "run_programme") or (line.owner_id == user.pk and may(user, "read_programme"))


def add(user: User, kind: str, said: Said) -> ProgrammeLine:
    """Put a stage, an obstacle or a next step into the programme, as the last of its kind."""
    with transaction.atomic():
        _running(user)
        rows = ProgrammeLine.objects.filter(kind=kind)
        if rows.count() >= MOST:
            raise ValidationError({NON_FIELD_ERRORS: _("That is %(most)s already: take away what is over.") % {
                "most": MOST}})  # fmt: skip
        last = rows.aggregate(last=Max("position"))["last"]
        made = ProgrammeLine(kind=kind, position=0 if last is None else last + 1, **_checked(kind, said))
        made.save()
        audit.record(user, f"programme.{kind}_added", made, after=_trail(made))
    return made


def change(user: User, line: ProgrammeLine, said: Said, *, revision: int) -> ProgrammeLine:
    """Change what is said of a line."""
    with transaction.atomic():
        _running(user)
        found = _held(line, revision)
        before, fields = _trail(found), _checked(found.kind, said, found)
        for name, value in fields.items():
            setattr(found, name, value)
        return _saved(user, found, f"programme.{found.kind}_changed", before)


def settle(user: User, line: ProgrammeLine, state: str, *, revision: int) -> ProgrammeLine:
    """Say that a line is done, under way, or to do again."""
    with transaction.atomic():
        found = _held(line, revision)
        if not may_settle(user, found):
            raise PermissionDenied
        before = _trail(found)
        found.state = LineState(state)
        found.done_on = timezone.localdate() if state == LineState.DONE else None
        return _saved(user, found, f"programme.{found.kind}_changed", before)


def remove(user: User, line: ProgrammeLine, *, revision: int) -> None:
    """Take a line out of the programme; the trail keeps what it said."""
    with transaction.atomic():
        _running(user)
        found = _held(line, revision)
        audit.record(user, f"programme.{found.kind}_removed", found, before=_trail(found))
        found.delete()


def judge(user: User, on: dt.date, ratings: Mapping[str, Judged], note: str = "") -> MaturityRound:
    """Keep how mature the programme was judged on a day; a level above 1 wants its evidence."""
    with transaction.atomic():
        _running(user)
        _judged_on(on)
        if not ratings:
            raise ValidationError({NON_FIELD_ERRORS: _("Judge at least one dimension.")})
        made = MaturityRound.objects.create(on=on, by=user, note=writing.words("note", note, 500))
        rows = [_rating(made, key, one) for key, one in ratings.items()]
        MaturityRating.objects.bulk_create(rows)
        audit.record(user, "programme.judged", made, after={one.dimension: one.level for one in rows})
    return made


def unjudge(user: User, made: MaturityRound) -> None:
    """Take away a round kept by mistake; the trail keeps its levels."""
    with transaction.atomic():
        _running(user)
        levels = dict(made.ratings.values_list("dimension", "level"))
        audit.record(user, "programme.unjudged", made, before={"on": made.on, **levels})
        made.delete()


def _rating(made: MaturityRound, key: str, said: Judged) -> MaturityRating:
    if key not in maturity.BY_KEY or not 1 <= said.level <= len(maturity.LEVELS):
        raise ValidationError({NON_FIELD_ERRORS: _("Choose one of the list.")})
    refusal = _("Say what shows this level: who looks at it next year was not there.") if said.level > 1 else ""
    evidence = writing.words(f"{key}-evidence", said.evidence, 500, refusal)
    return MaturityRating(round=made, dimension=key, level=said.level, evidence=evidence)


def _judged_on(on: dt.date) -> None:
    writing.days(on, on, timezone.localdate(), first="on", last="on")
    if on > timezone.localdate():
        raise ValidationError({"on": _("That day is still to come.")})
    if MaturityRound.objects.filter(on=on).exists():
        raise ValidationError({"on": _("The programme was judged on that day already: take that round away first.")})


def _checked(kind: str, said: Said, found: ProgrammeLine | None = None) -> dict[str, Any]:
    """The fields a line is made of, or why not; delivered words that nobody touched stay delivered."""
    what = writing.words("what", said.what, 200, _("Say what it is."))
    today = timezone.localdate()
    days = [day for day in (said.starts, said.due) if day is not None]
    if days:
        writing.days(days[0], days[-1], today, first="starts" if said.starts else "due")
    if kind == LineKind.STEP and said.due is None:
        raise ValidationError({"due": _("Say by when: a next step without a day is a wish.")})
    if kind == LineKind.STEP and said.owner is None:
        raise ValidationError({"owner": _("Say who takes this step.")})
    if said.owner is not None and not (said.owner.is_active and may(said.owner, "read_programme")):
        raise ValidationError({"owner": _("%(name)s does not read this page.") % {"name": said.owner.name}})
    if said.state not in LineState.values:
        raise ValidationError({"state": _("Choose one of the list.")})
    done = said.state == LineState.DONE
    return {
        "what": "" if found is not None and found.key and what == found.said else what,
        "note": writing.words("note", said.note, 500),
        "owner": said.owner,
        "starts": said.starts,
        "due": said.due,
        "state": said.state,
        "done_on": ((found.done_on if found else None) or today) if done else None,
    }


def _running(user: User) -> None:
    if not may(user, "run_programme"):
        raise PermissionDenied


def _held(line: ProgrammeLine, revision: int) -> ProgrammeLine:
    """It as it is now, locked, for someone who has seen it as it is."""
    found = ProgrammeLine.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=line.pk).first()
    if found is None:
        raise ValidationError({NON_FIELD_ERRORS: _("Somebody has taken it away meanwhile.")})
    if found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: writing.meanwhile(found)})
    return found


def _saved(user: User, found: ProgrammeLine, verb: str, before: dict[str, Any]) -> ProgrammeLine:
    after = _trail(found)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return found
    found.revision += 1
    found.save()
    audit.record(user, verb, found, before={n: before[n] for n in changed}, after={n: after[n] for n in changed})
    return found


def _trail(found: ProgrammeLine) -> dict[str, Any]:
    names = ("starts", "due", "state", "note")
    owner = found.owner.name if found.owner else None
    return {"what": found.said, "owner": owner} | {name: getattr(found, name) for name in names}
