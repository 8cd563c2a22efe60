"""The questions of the relationship survey: as delivered in French and English, or as a director worded them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import Role, User
from trousseau.plans.actions.writing import words
from trousseau.portal.models import Questions, SurveyRhythm

NPS, KNOWS = "nps", "knows"
CONSENT = "2026-11-27"
"""The version of the text under which somebody agrees to be asked."""


@dataclass(frozen=True)
class Question:
    """One question: 0 to 10 (`nps`), 1 to 5 (`scale`), yes or no (`yesno`) or words (`open`)."""

    key: str
    kind: str
    fr: str
    en: str

    @property
    def text(self) -> str:
        """As it reads in the language in force."""
        return self.fr if (get_language() or "en").startswith("fr") else self.en


DELIVERED: tuple[Question, ...] = (
    Question(NPS, "nps", "Nous recommanderiez-vous à un collègue ou à un partenaire ?",
             "Would you recommend us to a colleague or a partner?"),
    Question(KNOWS, "scale", "Notre responsable de compte connaît-il votre entreprise ?",
             "Does our manager know your company?"),
    Question("promises", "scale", "Tenons-nous ce que nous promettons ?", "Do we keep what we promise?"),
    Question("speed", "scale", "Nos réponses techniques arrivent-elles assez vite ?",
             "Do our technical answers come fast enough?"),
    Question("value", "scale", "Vous apportons-nous de la valeur au-delà de nos produits ?",
             "Do we bring you value beyond our products?"),
    Question("well", "open", "Que faisons-nous bien ?", "What do we do well?"),
    Question("better", "open", "Que devrions-nous mieux faire ?", "What should we do better?"),
)  # fmt: skip
FEWEST, MOST = 3, 8
KINDS = ("nps", "scale", "yesno", "open")
FIXED = {NPS: "nps", KNOWS: "scale"}
"""What is always asked, and how."""
KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")


def current() -> tuple[int, Sequence[Question]]:
    """The version in force and its questions."""
    last = Questions.objects.first()
    return (last.number, read(last.content)) if last is not None else (0, DELIVERED)


def read(content: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Questions as they are kept."""
    return tuple(Question(**one) for one in content)


def kept(questions: Sequence[Question]) -> list[dict[str, str]]:
    """Questions to be kept."""
    return [asdict(one) for one in questions]


def kinds() -> dict[str, str]:
    """How each question was ever asked, by key; a key keeps its kind for ever."""
    found = {one.key: one.kind for one in DELIVERED}
    for content in Questions.objects.values_list("content", flat=True):
        found |= {one.key: one.kind for one in read(content)}
    return found


def word(user: User, questions: Sequence[Question], seen: int) -> Questions:
    """Put these questions from now on, in this order; what was asked before stays as it was put. For a director.

    A refusal names the field: `fr_<key>`, `en_<key>`, `kind_<key>`.
    """
    _director(user)
    said = tuple(
        Question(
            one.key,
            one.kind,
            words(f"fr_{one.key}", one.fr, 200, _("Say it in French as well.")),
            words(f"en_{one.key}", one.en, 200, _("Say it in English as well.")),
        )
        for one in questions
    )
    _check(said)
    with transaction.atomic():
        number, before = current()
        if number != seen:
            raise ValidationError({NON_FIELD_ERRORS: _("Somebody changed it meanwhile: look at it again.")})
        made = Questions.objects.create(number=number + 1, content=kept(said), by=user)
        audit.record(user, "survey.worded", made, before={"questions": kept(before)}, after={"questions": kept(said)})
    return made


def _check(said: Sequence[Question]) -> None:
    asked, known = {one.key: one.kind for one in said}, kinds()
    if not FEWEST <= len(said) <= MOST or any(asked.get(key) != kind for key, kind in FIXED.items()):
        raise ValidationError({NON_FIELD_ERRORS: _("Three to eight questions, with the two that are always asked.")})
    if len(asked) < len(said) or not all(KEY.fullmatch(key) for key in asked):
        raise ValidationError({NON_FIELD_ERRORS: _("Each question stands once: look at it again.")})
    for key, kind in asked.items():
        if kind not in KINDS or known.get(key, kind) != kind:
            wrong = _("A question keeps its kind of answer: take it out and add another.")
            raise ValidationError({f"kind_{key}": wrong})


def set_rhythm(user: User, months: int, revision: int) -> SurveyRhythm:
    """Say how often somebody is asked, in months. For a director."""
    _director(user)
    if not 1 <= months <= 24:
        raise ValidationError({"months": _("From 1 to 24 months.")})
    with transaction.atomic():
        found = SurveyRhythm.objects.select_for_update().get_or_create(pk=1)[0]
        if found.revision != revision:
            raise ValidationError({NON_FIELD_ERRORS: _("Somebody changed it meanwhile: look at it again.")})
        before, found.months = found.months, months
        found.revision += 1
        found.save()
        audit.record(user, "survey.rhythm_set", found, before={"months": before}, after={"months": months})
    return found


def _director(user: User) -> None:
    if Role.DIRECTOR.value not in user.roles:
        raise PermissionDenied
