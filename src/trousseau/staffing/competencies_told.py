"""What the house is told of competencies: the trail's sentences, notices, and what is due on Home.

None of it says a level: trails, notices and Home are read, printed and mailed beside others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access.audit import describe
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import due
from trousseau.accounts.due import DueItem, Urgency
from trousseau.notices import kinds
from trousseau.portfolio import words
from trousseau.staffing.models import DevelopmentAction, Voice
from trousseau.staffing.queries.assessments import actions_owned, waiting_for

NEAR = 3
"""Days before the end from which a round is pressing."""
AHEAD = 14
"""Days before its day from which an action of a development plan is on Home."""


def register() -> None:
    """Word the verbs, name the kinds of notices, offer what is due."""
    describe(
        {
            "candidate.erased": gettext_lazy("Candidate erased"),
            "candidate.named": gettext_lazy("Candidate named"),
            "competencies.closed": gettext_lazy("Competency assessment closed"),
            "competencies.evaluator_added": gettext_lazy("Evaluator added to a competency assessment"),
            "competencies.evaluator_removed": gettext_lazy("Evaluator taken out of a competency assessment"),
            "competencies.handed_in": gettext_lazy("Competency assessment handed in"),
            "competencies.opened": gettext_lazy("Competency assessment opened"),
            "competencies.profile_set": gettext_lazy("Role that asks for levels chosen"),
            "development.changed": gettext_lazy("Development action changed"),
            "development.planned": gettext_lazy("Development action planned"),
            "framework.published": gettext_lazy("Competency framework published"),
        }
    )
    kinds.register(kinds.Kind("competencies.asked", gettext_lazy("My assessment of someone is asked for"), asked))
    kinds.register(kinds.Kind("competencies.closed", gettext_lazy("A competency assessment is closed"), closed))
    kinds.register(kinds.Kind("competencies.action", gettext_lazy("A development action is mine to see to"), action))
    due.register(items)
    due.register_source(ACTIONS)


def asked(given: Mapping[str, Any]) -> str:
    """Someone is asked to assess a person."""
    day = _day(given)
    if given.get("part") == Voice.Part.SELF.value:
        return _("Assess your own competencies by {date}.").format(date=day)
    return _("Assess the competencies of {name} by {date}.").format(name=given.get("name", ""), date=day)


def closed(given: Mapping[str, Any]) -> str:
    """A round is closed and can be read."""
    if given.get("own"):
        return _("The assessment of your competencies is closed: you can read it.")
    return _("The assessment of the competencies of {name} is closed: you can read it.").format(
        name=given.get("name", "")
    )


def action(given: Mapping[str, Any]) -> str:
    """Someone has to see to an action."""
    if given.get("own"):
        return _("An action was added to your development plan, for {date}.").format(date=_day(given))
    return _("An action of the development plan of {name} is yours to see to, for {date}.").format(
        name=given.get("name", ""), date=_day(given)
    )


def _day(given: Mapping[str, Any]) -> str:
    return words.language().date(date.fromisoformat(given["due"]))


def items(user: User) -> Iterable[DueItem]:
    """What someone has to assess; one query."""
    if may(user, "read_competencies"):
        for voice in waiting_for(user):
            yield _to_assess(voice)


def _near(user: User) -> QuerySet[DevelopmentAction] | None:
    """What someone has to see to soon in development plans."""
    if not may(user, "read_competencies"):
        return None
    return actions_owned(user).filter(due__lte=timezone.localdate() + timedelta(days=AHEAD))


def _urgency(day: date) -> Urgency:
    left = (day - timezone.localdate()).days
    return "now" if left < 0 else "soon" if left <= NEAR else "later"


def _to_assess(voice: Voice) -> DueItem:
    found = voice.assessment
    own = voice.part == Voice.Part.SELF
    title = (
        _("Say where you stand in your competencies.")
        if own
        else _("Say what you have seen of {name}’s competencies.").format(name=found.subject)
    )
    given = getattr(voice, "given", 0)
    more = ngettext("{n} answer is saved.", "{n} answers are saved.", given).format(n=words.language().number(given))
    return DueItem(
        kind=_("Competencies"),
        title=title,
        why=found.note or (more if given else ""),
        url=reverse("staffing:assess", args=[found.public_id]),
        action=_("Assess"),
        urgency=_urgency(found.due),
        due=found.due,
    )


def _to_do(user: User, found: Sequence[due.Row]) -> Iterable[DueItem]:
    for one in found:
        own, last = one["user"] == user.pk, date.fromisoformat(one["due"])
        yield DueItem(
            kind=_("My development plan")
            if own
            else _("Development plan of {name}").format(name=one["name"] or one["candidate"]),
            title=one["text"],
            url=reverse("staffing:person_competencies", args=[one["user"] or one["public_id"]]) + "#plan",
            action=_("Open the plan"),
            urgency=_urgency(last),
            due=last,
        )


ACTIONS = due.Source(
    rows=_near,
    told={
        "text": "text", "due": "due", "user": "subject__user", "name": due.called("subject__user"),
        "candidate": "subject__name", "public_id": "subject__public_id",
    },
    items=_to_do,
)  # fmt: skip
