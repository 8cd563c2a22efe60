"""The form of an idea: its stakes as a line of words, its numbers as people type them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trousseau.knowledge.facts_forms import NumberField
from trousseau.plans.actions.ideas import Thought
from trousseau.plans.models.ideas import Idea
from trousseau.plans.models.value import Category

CONTROL = {"class": "form-control", "autocomplete": "off"}
AREA = {"class": "form-control", "rows": 2}


class IdeaForm(forms.Form):
    """An idea: what we do, for which stakes, what it takes, how its value is reckoned."""

    title = forms.CharField(
        label=_("What we do for the client"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Say in a few words what we do for the client.")},
    )
    category = forms.ChoiceField(
        label=_("Category"), choices=Category, widget=forms.Select(attrs={"class": "form-select"})
    )
    stakes = forms.CharField(label=_("Stakes it answers"), required=False, widget=forms.TextInput(attrs=CONTROL))
    industry = forms.CharField(
        label=_("Industry"), required=False, widget=forms.TextInput(attrs={**CONTROL, "list": "industries"})
    )
    days = NumberField(label=_("Days it takes of us"), required=False, least=0, most=9_999, places=1)
    money = NumberField(label=_("Money it takes of us"), required=False, least=0, most=10**12, places=2)
    how = forms.CharField(label=_("How we go about it"), required=False, widget=forms.Textarea(attrs=AREA))
    reckoned = forms.CharField(
        label=_("How its value is reckoned"), required=False, widget=forms.TextInput(attrs=CONTROL)
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **more})
        for name in ("days", "money"):
            self.fields[name].widget.attrs |= CONTROL

    def thought(self) -> Thought:
        """What the action takes; stakes stand between semicolons."""
        said = {**self.cleaned_data, "stakes": self.cleaned_data["stakes"].replace("\n", ";").split(";")}
        return Thought(**said)


def as_told(idea: Idea) -> dict[str, Any]:
    """What a form over it begins with, in the words that are read now."""
    return {
        "title": idea.said_title,
        "category": idea.category,
        "stakes": "; ".join(idea.said_stakes),
        "industry": idea.industry,
        "days": idea.days,
        "money": idea.money,
        "how": idea.said_how,
        "reckoned": idea.said_reckoned,
    }
