"""Consents that a person of a client withdraws themselves, with what goes then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.notices.models import Notice
from trousseau.portal.actions.answering import ANSWERED, SAID
from trousseau.portal.actions.opinions import SURVEY_OPEN, UNHAPPY
from trousseau.portal.models import Awaited, Said, Survey
from trousseau.trust.actions import consenting
from trousseau.trust.models import Purpose


def withdraw_surveys(person: User) -> int:
    """Agree no longer to be asked; what was answered is erased, with the promises and notices that quote it.

    Gives how many surveys had been answered. Where nothing was agreed to, nothing changes.
    """
    with transaction.atomic():
        surveys = list(Survey.objects.select_for_update(of=("self",)).filter(member__user=person))
        awaited = Awaited.objects.filter(kind=Said.SURVEY, item__in=[one.public_id for one in surveys])
        _quoting(surveys, awaited.values_list("pk", flat=True)).delete()
        awaited.delete()
        Survey.objects.filter(pk__in=[one.pk for one in surveys]).delete()
        consenting.withdraw(person, Purpose.SURVEY)
        answers = sum(one.answered_at is not None for one in surveys)
        if answers:
            audit.record(person, "survey.erased", person, after={"answers": answers})
    return answers


def _quoting(surveys: Sequence[Survey], awaited: Iterable[int]) -> QuerySet[Notice]:
    """The notices that put the questions, or quote an answer."""
    names = [one.public_id for one in surveys]
    put = [f"{one} {which}" for one in names for which in ("first", "reminder")]
    return Notice.objects.filter(
        Q(kind=SURVEY_OPEN, key__in=put)
        | Q(kind=UNHAPPY, key__in=[f"survey {one}" for one in names])
        | Q(kind__in=(SAID, ANSWERED), key__in=[str(one) for one in awaited])
    )
