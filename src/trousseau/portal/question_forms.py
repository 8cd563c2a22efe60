"""The forms in which a director says what is asked of clients, in which order and how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from trousseau.accounts.models import opaque_id
from trousseau.portal.models import SurveyRhythm
from trousseau.portal.questions import FIXED, KEY, MOST, Question
from trousseau.portal.voice_forms import CONTROL, SELECT

NEW = 2
"""Rows offered for questions to add."""
KIND_WORDS = (
    ("scale", _("1 to 5")),
    ("nps", _("0 to 10")),
    ("yesno", _("yes or no")),
    ("open", _("in their words")),
)


def new_keys(asked: Sequence[Question]) -> list[str]:
    """Keys for the rows in which a question is added, never used before."""
    return [f"q{opaque_id()}" for _row in range(min(NEW, max(0, MOST - len(asked))))]


class QuestionsForm(forms.Form):
    """Each question in both languages with its place, and rows to add some; a row that is left empty is none."""

    use_required_attribute = False

    def __init__(self, *args: Any, asked: Sequence[Question], fresh: Sequence[str], **more: Any) -> None:
        super().__init__(*args, **more)
        known = {one.key for one in asked}
        self.fresh = [key for key in fresh if KEY.fullmatch(key) and key not in known][:NEW]
        self.asked = [*asked, *(Question(key, "scale", "", "") for key in self.fresh)]
        for place, one in enumerate(self.asked, 1):
            self._row(place, one)

    def _row(self, place: int, one: Question) -> None:
        number = forms.NumberInput(attrs={**CONTROL, "min": 1, "max": 99})
        self.fields[f"place_{one.key}"] = forms.IntegerField(
            label=_("Place"), initial=place, required=False, min_value=1, max_value=99, widget=number
        )
        if one.key in self.fresh:
            self.fields[f"kind_{one.key}"] = forms.ChoiceField(
                label=_("They answer"), choices=KIND_WORDS, required=False, widget=forms.Select(attrs=SELECT)
            )
        for language, label in (("fr", _("In French")), ("en", _("In English"))):
            self.fields[f"{language}_{one.key}"] = forms.CharField(
                label=label, initial=getattr(one, language), required=False, widget=forms.TextInput(attrs=CONTROL)
            )
        if one.key not in FIXED and one.key not in self.fresh:
            self.fields[f"out_{one.key}"] = forms.BooleanField(label=_("Ask it no more"), required=False)

    def rows(self) -> Iterator[tuple[Question, list[BoundField], BoundField | None]]:
        """Each question with its fields, and the box that takes it out."""
        for one in self.asked:
            names = [f"{name}_{one.key}" for name in ("place", "kind", "fr", "en")]
            out = f"out_{one.key}"
            yield one, [self[name] for name in names if name in self.fields], self[out] if out in self.fields else None

    def said(self) -> list[Question]:
        """The questions in the order of their places, without those taken out and rows left empty.

        Of two in one place, what was moved up stands before what stayed there, and that before what was moved down.
        """
        given, found = self.cleaned_data, []
        for at, one in enumerate(self.asked, 1):
            fr, en = given[f"fr_{one.key}"], given[f"en_{one.key}"]
            if given.get(f"out_{one.key}") or (one.key in self.fresh and not fr and not en):
                continue
            kind = given.get(f"kind_{one.key}") or one.kind
            place = given[f"place_{one.key}"] or at
            moved = (place > at) - (place < at)
            found.append((place, moved, at, replace(one, kind=kind, fr=fr, en=en)))
        return [one for *_place, one in sorted(found, key=lambda row: row[:3])]


class RhythmForm(forms.Form):
    """How often somebody is asked."""

    months = forms.IntegerField(
        label=_("Months between two surveys of the same person"),
        widget=forms.NumberInput(attrs={**CONTROL, "min": 1, "max": 24}),
        error_messages={"required": _("From 1 to 24 months."), "invalid": _("From 1 to 24 months.")},
    )
    use_required_attribute = False

    @classmethod
    def current(cls) -> RhythmForm:
        """As it was decided."""
        return cls(initial={"months": SurveyRhythm.current().months})
