"""The form of the manager's word."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trousseau.portal.actions.word import MOST
from trousseau.portal.voice_forms import AREA


class WordForm(forms.Form):
    """What the client reads under the sentence of their first page."""

    word = forms.CharField(
        label=_("Your word to them"),
        required=False,
        widget=forms.Textarea(attrs={**AREA, "maxlength": MOST}),
    )
    use_required_attribute = False
