"""What a client thinks of us: as they say it, and as we read it with what its number allows to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.knowledge.pages.said import mean
from trousseau.method.opinion import mean_rating, net_promoters
from trousseau.portal import questions
from trousseau.portal.access import Window
from trousseau.portal.models import Awaited, Rating, Said, Space, Survey
from trousseau.portal.opinion_forms import RatingForm, RespondForm, SurveyForm
from trousseau.portal.pages import results, shell
from trousseau.portal.pages.promoters import counted, few_told, promoters
from trousseau.portal.queries import opinions as queries
from trousseau.portfolio import words
from trousseau.trust.models import Purpose
from trousseau.trust.queries.consents import standing

QUARTERS = 4
SHOWN = 20


@dataclass(frozen=True)
class ToRate:
    """One meeting or quarter to rate."""

    what: str
    kind: str
    key: str
    form: BaseForm


@dataclass(frozen=True)
class Opinion:
    """One opinion, and our answer."""

    who: str
    on: dt.datetime
    about: str
    score: str
    words: tuple[str, ...]
    answer: str
    kind: str
    item: str
    form: BaseForm | None


def opinion(window: Window, refused: Mapping[str, BaseForm] | None = None) -> dict[str, Any]:
    """The page of a client: the survey, what to rate, what they said before and our answers."""
    refused, today = refused or {}, timezone.localdate()
    member = window.member
    survey = queries.open_survey(window)
    form = None
    if survey is not None:
        asked = questions.read(survey.content)
        form = refused.get("survey") or SurveyForm(auto_id="s-%s", asked=asked)
    author = member.user if member else None
    own_ratings = [one for one in queries.ratings_of([window.space]) if author is not None and one.author == author]
    own_surveys = [one for one in queries.surveys_of([window.space]) if author is not None and one.member == member]
    return shell.around(window, "opinion") | {
        "survey": survey,
        "survey_form": form,
        "asks_consent": member is not None and standing(member.user, Purpose.SURVEY) is None,
        "to_rate": list(_to_rate(window, today, refused)),
        "before": said(window.space, own_ratings, own_surveys),
    }


def _to_rate(window: Window, today: dt.date, refused: Mapping[str, BaseForm]) -> list[ToRate]:
    found = [
        ToRate(f"{one.title}, {words.language().date(one.on)}", "meeting", one.public_id, _form(one.public_id, refused))
        for one in queries.to_rate(window, today)
    ]
    first = queries.quarter_to_rate(window, today)
    if first is not None:
        found.append(ToRate(quarter(first), "quarter", first.isoformat(), _form(first.isoformat(), refused)))
    return found


def _form(key: str, refused: Mapping[str, BaseForm]) -> BaseForm:
    return refused.get(key) or RatingForm(auto_id=f"r-{key}-%s")


def quarter(first: dt.date) -> str:
    """A quarter in words."""
    named = (_("First quarter of %(year)s"), _("Second quarter of %(year)s"), _("Third quarter of %(year)s"),
             _("Fourth quarter of %(year)s"))  # fmt: skip
    return named[(first.month - 1) // 3] % {"year": first.year}


def ours(space: Space, refused: Mapping[str, BaseForm] | None = None) -> dict[str, Any]:
    """What we read: the score and the means, quarter by quarter, and each opinion with the form of an answer."""
    ratings, surveys = list(queries.ratings_of([space])), list(queries.surveys_of([space]))
    opinions = said(space, ratings, surveys, refused or {})
    return {
        "promoters": promoters(net_promoters([one.nps for one in surveys if one.nps is not None])),
        "mean": mean(mean_rating([one.score for one in ratings])),
        "knows": knows([one.knows for one in surveys if one.knows is not None]),
        "quarters": quarters(surveys, ratings),
        "results": results.by_question(surveys),
        "to_answer": [one for one in opinions if one.form is not None],
        "opinions": [one for one in opinions if one.form is None][:SHOWN],
        "few": few_told(),
    }


def quarters(surveys: Sequence[Survey], ratings: Sequence[Rating]) -> list[tuple[str, str, str]]:
    """The last quarters: which, the score, the mean rating; of too few answers how many."""
    rows = queries.by_quarter(surveys, ratings, QUARTERS, timezone.localdate())
    return [
        (
            quarter(one.first),
            counted(one.promoters.count) or promoters(one.promoters),
            counted(one.ratings.count) or mean(one.ratings),
        )
        for one in rows
    ]


def knows(scores: Sequence[int]) -> str:
    """Whether their people think that our manager knows their company."""
    return mean(mean_rating(scores))


def said(
    space: Space, ratings: Sequence[Rating], surveys: Sequence[Survey], refused: Mapping[str, BaseForm] | None = None
) -> list[Opinion]:
    """Opinions, latest first; with the form of an answer where `refused` is given and one waits."""
    answers = queries.answers_to(space)
    found = [_of_rating(one, answers, refused) for one in ratings]
    found += [_of_survey(one, answers, refused) for one in surveys]
    return sorted(found, key=lambda one: one.on, reverse=True)


Answers = Mapping[tuple[str, str], Awaited]


def _of_rating(one: Rating, answers: Answers, refused: Mapping[str, BaseForm] | None) -> Opinion:
    about = one.meeting.title if one.meeting is not None else quarter(one.quarter) if one.quarter else ""
    told, form = _answer(answers, Said.RATING, one.public_id, refused)
    word = (one.word,) if one.word else ()
    who = one.author.name if one.author else "–"
    return Opinion(who, one.at, about, f"{one.score}/5", word, told, Said.RATING, one.public_id, form)


def _of_survey(one: Survey, answers: Answers, refused: Mapping[str, BaseForm] | None) -> Opinion:
    asked = {question.key: question for question in questions.read(one.content)}
    told, form = _answer(answers, Said.SURVEY, one.public_id, refused)
    given: dict[str, int | str] = {**({questions.KNOWS: one.knows} if one.knows else {}), **one.answers}
    lines = tuple(
        f"{asked[key].text} {results.value(asked[key].kind, value)}" for key, value in given.items() if key in asked
    )
    score = f"{one.nps}/10" if one.nps is not None else ""
    on = one.answered_at or one.asked_at
    return Opinion(one.member.user.name, on, _("Survey"), score, lines, told, Said.SURVEY, one.public_id, form)


def _answer(
    answers: Answers, kind: str, item: str, refused: Mapping[str, BaseForm] | None
) -> tuple[str, BaseForm | None]:
    one = answers.get((kind, item))
    if one is None:
        return "", None
    if one.answered_at is not None:
        return _("%(name)s answers: %(text)s") % {"name": one.answered_by or "–", "text": one.answer}, None
    if refused is None:
        return _("Our answer is promised by %(day)s.") % {"day": words.language().date(one.due)}, None
    return "", refused.get(item) or RespondForm(auto_id=f"o-{item}-%s")
