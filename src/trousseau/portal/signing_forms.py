"""The forms of a signature: theirs, and what we say when we ask for it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trousseau.portal.voice_forms import AREA, CONTROL


class AskToSignForm(forms.Form):
    """What the client reads with it."""

    why = forms.CharField(
        label=_("What they read with it"), required=False, widget=forms.Textarea(attrs={**AREA, "rows": 2})
    )
    use_required_attribute = False


class SignForm(forms.Form):
    """That they mean it, and a word."""

    agreed = forms.BooleanField(
        label=_("I have read it, and I sign it for my company."),
        error_messages={"required": _("Tick it first: a signature stays.")},
    )
    word = forms.CharField(label=_("A word, if you want"), required=False, widget=forms.TextInput(attrs=CONTROL))
    use_required_attribute = False
