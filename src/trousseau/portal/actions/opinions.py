"""Opinions: ratings of meetings and quarters, and the survey on its rhythm, asked only of who agreed to be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.method.opinion import DETRACTOR
from trousseau.notices.telling import tell
from trousseau.plans.actions.writing import words
from trousseau.plans.models import Meeting
from trousseau.plans.models.rhythm import Held
from trousseau.plans.queries.templates import months_after
from trousseau.portal import questions
from trousseau.portal.access import Window
from trousseau.portal.actions import answering
from trousseau.portal.models import Member, Rating, Said, Space, Survey, SurveyRhythm
from trousseau.portal.queries.opinions import quarter_of
from trousseau.trust.actions import consenting
from trousseau.trust.models import Purpose
from trousseau.trust.queries.consents import consenting as consenting_now

UNHAPPY, SURVEY_OPEN = "client.unhappy", "client.survey"
LOW = 2
"""A rating up to this one is told at once."""
REST = dt.timedelta(days=90)
REMIND = dt.timedelta(days=14)


def rate_meeting(window: Window, meeting: Meeting, score: int, word: str = "") -> Rating:
    """Rate a meeting that was held and is shared, once a person."""
    if meeting.state != Held.HELD:
        raise ValidationError({NON_FIELD_ERRORS: _("It has not been held yet.")})
    return _rated(window, score, word, meeting=meeting)


def rate_quarter(window: Window, first: dt.date, score: int, word: str = "") -> Rating:
    """Rate a quarter that is over, by its first day, once a person."""
    if quarter_of(first) != first or first >= quarter_of(timezone.localdate()):
        raise ValidationError({NON_FIELD_ERRORS: _("That quarter is not over yet.")})
    return _rated(window, score, word, quarter=first)


def agree(window: Window) -> None:
    """Agree to be asked; where it is time, the questions are put at once."""
    member = answering.member_of(window)
    with transaction.atomic():
        consenting.give(member.user, Purpose.SURVEY, questions.CONSENT)
        if due(member, timezone.localdate()):
            _put(member)


def answer(window: Window, survey: Survey, said: Mapping[str, int | str]) -> Survey:
    """Answer the questions that were put; any of them may be left open, not all."""
    member = answering.member_of(window)
    with transaction.atomic():
        found = _open(member, survey)
        given: dict[str, int | str] = {}
        for one in questions.read(found.content):
            value = said.get(one.key, "")
            if one.kind == "open":
                value = words(one.key, str(value), 2000)
            elif value != "" and not _fits(one.kind, value):
                raise ValidationError({one.key: _("Choose one of the answers.")})
            if value != "":
                given[one.key] = value
        if not given:
            raise ValidationError({NON_FIELD_ERRORS: _("Answer one question at least, or choose “not now”.")})
        nps, knows = given.pop(questions.NPS, None), given.pop(questions.KNOWS, None)
        found.nps = nps if isinstance(nps, int) else None
        found.knows = knows if isinstance(knows, int) else None
        found.answers, found.answered_at = given, timezone.now()
        found.save()
        audit.record(member.user, "survey.answered", member.space.account, after={"answers": len(given)})
        told = next((str(one) for one in given.values() if isinstance(one, str)), "")
        low = found.nps is not None and found.nps <= DETRACTOR
        if told or low:
            first = told or _("%(score)s of 10 in the survey") % {"score": found.nps}
            answering.promised(member, Said.SURVEY, found.public_id, first)
        if low:
            _alert(member, f"survey {found.public_id}", f"{found.nps}/10", told)
    return found


def _fits(kind: str, value: int | str) -> bool:
    """Whether an answer is one that its question offers."""
    if kind == "yesno":
        return isinstance(value, bool)
    low, high = (0, 10) if kind == "nps" else (1, 5)
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def not_now(window: Window, survey: Survey) -> Survey:
    """Let the questions rest for ninety days."""
    member = answering.member_of(window)
    with transaction.atomic():
        found = _open(member, survey)
        found.rests_until = timezone.localdate() + REST
        found.save(update_fields=["rests_until"])
        audit.record(member.user, "survey.put_off", member.space.account, after={"until": found.rests_until})
    return found


def respond(user: User, space: Space, kind: str, item: str, text: str) -> None:
    """Answer an opinion; whoever gave it reads it, with our name."""
    answering.demand(user, space.account)
    with transaction.atomic():
        said = words("answer", text, 2000, _("Write what you want to say."))
        if not space.awaited.filter(kind=kind, item=item, answered_at=None).exists():
            raise ValidationError({NON_FIELD_ERRORS: _("It was answered meanwhile: look at it again.")})
        answering.answered(user, space, kind, item, said)
        audit.record(user, "opinion.answered", space.account, after={"answer": said})


def due(member: Member, today: dt.date) -> bool:
    """Whether somebody may be asked again: nothing open, no rest, and the rhythm since they answered."""
    last = member.surveys.order_by("-asked_at").first()
    if last is None:
        return True
    if last.answered_at is not None:
        since: dt.date = timezone.localtime(last.answered_at).date()
        return today >= months_after(since, SurveyRhythm.current().months)
    return last.rests_until is not None and today >= last.rests_until


def ask_all() -> int:
    """Put the questions to whoever agreed and is due, and remind once who has not answered; gives how many."""
    today, now, done = timezone.localdate(), timezone.now(), 0
    members = Member.objects.filter(ended_at=None, space__closed_at=None).select_related("user", "space__account")
    found = list(members)
    agreed = consenting_now([one.user_id for one in found], Purpose.SURVEY)
    for member in (one for one in found if one.user_id in agreed):
        with transaction.atomic():
            if due(member, today):
                _put(member)
                done += 1
            elif (late := _unanswered(member, now)) is not None:
                late.reminded_at = now
                late.save(update_fields=["reminded_at"])
                _told(late, "reminder")
                done += 1
    return done


def _unanswered(member: Member, now: dt.datetime) -> Survey | None:
    found = member.surveys.filter(answered_at=None, rests_until=None, reminded_at=None, asked_at__lt=now - REMIND)
    return found.first()


def _put(member: Member) -> Survey:
    number, asked = questions.current()
    made, new = Survey.objects.get_or_create(
        member=member, answered_at=None, rests_until=None,
        defaults={"version": number, "content": questions.kept(asked)},
    )  # fmt: skip
    if new:
        audit.record(None, "survey.put", member.space.account, after={"who": member.user.name})
        _told(made, "first")
    return made


def _told(survey: Survey, which: str) -> None:
    member = survey.member
    url = reverse("portal:opinion", args=[member.space.public_id])
    tell(member.user, SURVEY_OPEN, key=f"{survey.public_id} {which}", url=url, which=which)


def _open(member: Member, survey: Survey) -> Survey:
    found = Survey.objects.select_for_update(of=("self",)).filter(pk=survey.pk, member=member).first()
    if found is None or found.answered_at is not None or found.rests_until is not None:
        raise ValidationError({NON_FIELD_ERRORS: _("You have answered it already: thank you.")})
    return found


def _rated(
    window: Window, score: int, word: str, *, meeting: Meeting | None = None, quarter: dt.date | None = None
) -> Rating:
    member = answering.member_of(window)
    if not 1 <= score <= 5:
        raise ValidationError({"score": _("Choose one of the answers.")})
    with transaction.atomic():
        said = words("word", word, 1000)
        made, new = Rating.objects.get_or_create(
            space=member.space, author=member.user, meeting=meeting, quarter=quarter,
            defaults={"score": score, "word": said},
        )  # fmt: skip
        if not new:
            raise ValidationError({NON_FIELD_ERRORS: _("You have rated it already: thank you.")})
        audit.record(member.user, "rating.given", member.space.account, after={"score": score, "word": said})
        if said or score <= LOW:
            answering.promised(member, Said.RATING, made.public_id, said or f"{score}/5")
        if score <= LOW:
            _alert(member, f"rating {made.public_id}", f"{score}/5", said)
    return made


def _alert(member: Member, key: str, score: str, word: str) -> None:
    """Tell the manager and their head the same day."""
    account = member.space.account
    manager = account.manager
    people = (manager, manager.reports_to) if manager is not None else ()
    for one in people:
        if one is not None:
            tell(
                one, UNHAPPY, key=key, url=reverse("portal:voices", args=[account.public_id]), by=member.user.name,
                account=account.name, score=score, word=word,
            )  # fmt: skip
