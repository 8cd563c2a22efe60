"""Forms of inflation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class InflationForm(forms.Form):
    """A table of inflation."""

    file = forms.FileField(
        label=_("Table of inflation"),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
