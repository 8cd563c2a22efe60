"""What people write on the pages of the portfolio."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class FreezeForm(forms.Form):
    """A check-up is frozen with a word on why, if there is one."""

    note = forms.CharField(label=_("Note"), max_length=500, required=False)
