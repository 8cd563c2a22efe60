"""What clients say, over all the spaces that someone may see: for managers, heads and directors."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import Role, User
from trousseau.accounts import access
from trousseau.knowledge.pages.said import mean
from trousseau.method.opinion import mean_rating, net_promoters
from trousseau.portal.models import Awaited, Rating, Said, Space, Survey
from trousseau.portal.pages import opinions, voices
from trousseau.portal.pages.promoters import few_told, promoters
from trousseau.portal.queries.opinions import ratings_of, surveys_of
from trousseau.portfolio import words

LATE_SHOWN = 12


@dataclass(frozen=True)
class Row:
    """One space in figures and words."""

    space: Space
    promoters: str
    ratings: str
    waiting: int
    ideas: int
    late: int


def overview(user: User) -> dict[str, Any]:
    """One row a space, the score by quarter over all of them, and the answers that are late."""
    found = Space.objects.filter(account__in=access.visible_to(user), closed_at=None)
    spaces = list(found.select_related("account", "account__manager").order_by("account__name"))
    surveys, ratings = list(surveys_of(spaces)), list(ratings_of(spaces))
    open_ = list(Awaited.objects.filter(space__in=spaces, answered_at=None).select_related("space__account", "by"))
    today = timezone.localdate()
    late = [one for one in open_ if one.late(today)]
    return {
        "said": _sentence(len(spaces), len(late)),
        "rows": _rows(spaces, surveys, ratings, open_),
        "quarters": opinions.quarters(surveys, ratings),
        "few": few_told(),
        "late": [
            (one.space.account, row)
            for one in late[:LATE_SHOWN]
            for row in voices.waiting(one.space.account, [one], today)
        ],
        "may_word": Role.DIRECTOR.value in user.roles,
    }


def _sentence(spaces: int, late: int) -> str:
    language = words.language()
    if not spaces:
        return _("No client space is open yet.")
    said = ngettext("%(n)s client space", "%(n)s client spaces", spaces) % {"n": language.number(spaces)}
    if not late:
        return _("%(spaces)s: no answer we promised is late.") % {"spaces": said}
    waited = ngettext("%(n)s answer of ours is late", "%(n)s answers of ours are late", late) % {
        "n": language.number(late)
    }
    return f"{said}{_(': ')}{waited}."


def _rows(spaces: list[Space], surveys: list[Survey], ratings: list[Rating], open_: list[Awaited]) -> list[Row]:
    today = timezone.localdate()
    scores, rated, waited = defaultdict(list), defaultdict(list), defaultdict(list)
    for survey in surveys:
        if survey.nps is not None:
            scores[survey.member.space_id].append(survey.nps)
    for rating in ratings:
        rated[rating.space_id].append(rating.score)
    for one in open_:
        waited[one.space_id].append(one)
    return [
        Row(
            space,
            promoters(net_promoters(scores[space.pk])),
            mean(mean_rating(rated[space.pk])),
            len(waited[space.pk]),
            sum(one.kind == Said.PROPOSAL for one in waited[space.pk]),
            sum(bool(one.late(today)) for one in waited[space.pk]),
        )
        for space in spaces
    ]
