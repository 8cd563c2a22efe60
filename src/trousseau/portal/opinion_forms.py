"""The forms of an opinion: a rating, and the survey as its questions make it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trousseau.portal.questions import Question
from trousseau.portal.voice_forms import AREA, CONTROL

STEPS = ((1, _("1, poor")), (2, "2"), (3, "3"), (4, "4"), (5, _("5, very good")))
SCALE = ((1, _("1, not at all")), (2, "2"), (3, "3"), (4, "4"), (5, _("5, entirely")))


def number(text: str) -> int | str:
    """A choice as a number; "" where none was made."""
    return int(text) if text else ""


CHOICES: dict[str, tuple[list[tuple[Any, Any]], Callable[[str], Any]]] = {
    "nps": ([(n, str(n)) for n in range(11)], number),
    "scale": (list(SCALE), number),
    "yesno": ([("yes", _("Yes")), ("no", _("No"))], lambda text: text == "yes"),
}
"""By kind of question: what can be chosen, and how it is kept."""


class RatingForm(forms.Form):
    """From 1 to 5, and a word."""

    score = forms.TypedChoiceField(
        label=_("Your rating"),
        choices=STEPS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers."), "invalid_choice": _("Choose one of the answers.")},
    )
    word = forms.CharField(label=_("A word, if you want"), required=False, widget=forms.TextInput(attrs=CONTROL))
    use_required_attribute = False


class SurveyForm(forms.Form):
    """One field a question, none of them required."""

    use_required_attribute = False

    def __init__(self, *args: Any, asked: Sequence[Question], **more: Any) -> None:
        super().__init__(*args, **more)
        for one in asked:
            self.fields[one.key] = _field(one)


def _field(one: Question) -> forms.Field:
    if one.kind == "open":
        area = forms.Textarea(attrs={**AREA, "rows": 2})
        return forms.CharField(label=one.text, required=False, widget=area)
    choices, coerce = CHOICES[one.kind]
    return forms.TypedChoiceField(
        label=one.text, choices=choices, coerce=coerce, empty_value="", required=False, widget=forms.RadioSelect
    )


class RespondForm(forms.Form):
    """Our answer to an opinion."""

    answer = forms.CharField(
        label=_("What the client reads"),
        widget=forms.Textarea(attrs={**AREA, "rows": 2}),
        error_messages={"required": _("Write what you want to say.")},
    )
    use_required_attribute = False
