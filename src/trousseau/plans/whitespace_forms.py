"""The form of one cell of the white space."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.knowledge.facts_forms import DayField, NumberField
from trousseau.plans.actions.whitespace import Saying
from trousseau.plans.models.whitespace import Said
from trousseau.plans.white_grid import Spot
from trousseau.selection.pages.client import LEVELS, confidence_word

CONTROL = {"class": "form-control", "autocomplete": "off"}
SELECT = {"class": "form-select"}


class CellForm(forms.Form):
    """What a cell is, who sells it, how much a year it could be and where that is known from."""

    said = forms.ChoiceField(label=_("It is"), choices=Said, required=False, widget=forms.Select(attrs=SELECT))
    competitor = forms.CharField(
        label=_("Competitor"), required=False, widget=forms.TextInput(attrs={**CONTROL, "list": "white-rivals"})
    )
    amount = NumberField(label=_("Potential a year"), required=False, least=0, places=2)
    source = forms.CharField(label=_("Source"), required=False, widget=forms.TextInput(attrs=CONTROL))
    date = DayField(label=_("True on"), required=False)
    confidence = forms.ChoiceField(label=_("How sure"), required=False, widget=forms.Select(attrs=SELECT))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.TextInput(attrs=CONTROL))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, "auto_id": "w-%s", **more})
        for name in ("amount", "date"):
            self.fields[name].widget.attrs |= CONTROL
        self.fields["said"].widget.attrs["autofocus"] = True
        confidence = self.fields["confidence"]
        assert isinstance(confidence, forms.ChoiceField)  # noqa: S101 - the field above
        confidence.choices = [(name, confidence_word(name)) for name in LEVELS]

    def saying(self) -> Saying:
        """What the action takes."""
        said = dict(self.cleaned_data)
        return Saying(**{**said, "confidence": said["confidence"] or "medium"})


def as_it_is(spot: Spot) -> dict[str, Any]:
    """What the form over a cell begins with."""
    known = spot.potential
    return {
        "said": spot.words.said,
        "note": spot.words.note,
        "competitor": spot.rivals[0].name if spot.rivals else "",
        "amount": known.amount if known else None,
        "source": known.source if known else "",
        "date": known.date if known else timezone.localdate(),
        "confidence": known.confidence if known else "medium",
    }
