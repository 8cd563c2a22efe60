"""What was answered to each question of the survey, under the words in which it was put."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.knowledge.pages.said import mean
from trousseau.method.opinion import mean_rating, net_promoters
from trousseau.portal import questions
from trousseau.portal.models import Survey
from trousseau.portal.pages.promoters import counted, promoters
from trousseau.portal.questions import Question
from trousseau.portfolio import words

Value = int | str | None


@dataclass(frozen=True)
class Result:
    """One wording of a question and what was answered to it."""

    text: str
    versions: str
    """Under which versions it was put in these words; empty unless the question was reworded."""
    asked: bool
    """Whether it is put in these words now."""
    said: str


def by_question(surveys: Sequence[Survey]) -> list[Result]:
    """Each question by key, one line a wording: what was asked in other words is never summed."""
    found: dict[str, dict[Question, list[tuple[int, Value]]]] = defaultdict(lambda: defaultdict(list))
    for survey in surveys:
        for one in questions.read(survey.content):
            found[one.key][one].append((survey.version, _given(survey, one.key)))
    now = questions.current()[1]
    keys = [one.key for one in now if one.key in found] + [key for key in found if key not in {one.key for one in now}]
    return [
        Result(
            one.text,
            _versions({version for version, _value in rows}) if len(found[key]) > 1 else "",
            one in now,
            _said(one.kind, [value for _version, value in rows if value is not None]),
        )
        for key in keys
        for one, rows in found[key].items()
    ]


def value(kind: str, given: int | str) -> str:
    """One answer as it is read."""
    if isinstance(given, str):
        return given
    if kind == "yesno":
        return _("yes") if given else _("no")
    return f"{given}/{10 if kind == 'nps' else 5}"


def _given(survey: Survey, key: str) -> Value:
    if key == questions.NPS:
        return survey.nps
    return survey.knows if key == questions.KNOWS else survey.answers.get(key)


def _versions(numbers: set[int]) -> str:
    return words.language().listed([_("version %(n)s") % {"n": number} for number in sorted(numbers)])


def _said(kind: str, given: Sequence[int | str]) -> str:
    numbers = [int(one) for one in given if not isinstance(one, str)]
    if kind == "open":
        said = ngettext("%(n)s answer in their words", "%(n)s answers in their words", len(given))
        return said % {"n": words.language().number(len(given))}
    if told := counted(len(numbers)):
        return told
    if kind == "nps":
        return promoters(net_promoters(numbers))
    if kind == "scale":
        return mean(mean_rating(numbers))
    counts = {"yes": words.language().number(sum(numbers)), "n": words.language().number(len(numbers))}
    return _("%(yes)s of %(n)s say yes") % counts
