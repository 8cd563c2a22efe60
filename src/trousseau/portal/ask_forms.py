"""The forms of what is asked: by us, and answered by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trousseau.portal.models import Member
from trousseau.portal.voice_forms import AREA, CONTROL, SELECT


class AskForm(forms.Form):
    """What we ask, of whom, and what we tell them of it."""

    thing = forms.ChoiceField(label=_("What we ask"), widget=forms.Select(attrs=SELECT))
    to = forms.ChoiceField(label=_("Of whom"), widget=forms.Select(attrs=SELECT))
    why = forms.CharField(
        label=_("What they read with it"), required=False, widget=forms.Textarea(attrs={**AREA, "rows": 2})
    )
    use_required_attribute = False

    def __init__(self, *args: Any, things: Mapping[str, str], people: Iterable[Member], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["thing"].choices = list(things.items())  # type: ignore[attr-defined]
        self.fields["to"].choices = [(one.public_id, one.user.name) for one in people]  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """Another day, and why."""

    day = forms.DateField(
        label=_("The day that suits you"),
        widget=forms.DateInput(attrs={**CONTROL, "type": "date"}),
        error_messages={"required": _("Say which day."), "invalid": _("Write a day, such as 2027-03-15.")},
    )
    reason = forms.CharField(label=_("A word, if you want"), required=False, widget=forms.TextInput(attrs=CONTROL))
    use_required_attribute = False


class NoForm(forms.Form):
    """Why not."""

    reason = forms.CharField(
        label=_("Why; who asked you reads it"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Say why: who asked you reads it.")},
    )
    use_required_attribute = False


class ProgressForm(forms.Form):
    """How far an action is."""

    done = forms.IntegerField(
        label=_("Done, %"),
        widget=forms.NumberInput(attrs={**CONTROL, "min": 0, "max": 100, "inputmode": "numeric"}),
        error_messages={"required": _("From 0 to 100 %."), "invalid": _("From 0 to 100 %.")},
    )
    word = forms.CharField(label=_("A word, if you want"), required=False, widget=forms.TextInput(attrs=CONTROL))
    use_required_attribute = False
