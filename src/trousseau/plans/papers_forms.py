"""The form of how files look."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.plans.actions.papers import Change, File
from trousseau.plans.decks import inspection, logos


class PapersForm(forms.Form):
    """Template, logo, colour; a box takes away what there is."""

    brand = forms.CharField(
        label=gettext_lazy("Colour"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("As #1d4466; it must be readable on white. Empty: the blue of Trousseau."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("PNG, JPEG or SVG, at most 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.svg"}),
    )
    no_logo = forms.BooleanField(label=gettext_lazy("Take the logo away"), required=False)
    template = forms.FileField(
        label=gettext_lazy("PowerPoint template"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(".pptx without macros, at most 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".pptx"}),
    )
    no_template = forms.BooleanField(label=gettext_lazy("Go back to the template of Trousseau"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_logo(self) -> File | None:
        """Refuse one over the limit before it is read."""
        return _read(self.cleaned_data.get("logo"), logos.LARGEST, _("The logo"))

    def clean_template(self) -> File | None:
        """The same."""
        return _read(self.cleaned_data.get("template"), inspection.LARGEST, _("The template"))

    def change(self) -> Change:
        """What was asked for."""
        given: dict[str, Any] = self.cleaned_data
        return Change(
            given["brand"],
            given["template"] or (File() if given["no_template"] else None),
            given["logo"] or (File() if given["no_logo"] else None),
        )


def _read(given: UploadedFile[bytes] | None, most: int, what: str) -> File | None:
    if given is None:
        return None
    if (given.size or 0) > most:
        raise ValidationError(
            _("%(what)s has %(n)s MB; at most %(most)s MB can be taken.")
            % {"what": what, "n": round((given.size or 0) / 2**20), "most": most // 2**20}
        )
    content = given.read()
    if not content:
        raise ValidationError(_("%(what)s is empty: choose the file again.") % {"what": what})
    return File(given.name or "", content)
