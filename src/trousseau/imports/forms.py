"""Forms of this room."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.imports import wording
from trousseau.imports.actions.files import limit
from trousseau.imports.models import Source

ACCEPT = ".csv,.tsv,.txt,.xlsx,.xls,.xlsb,.ods,.parquet,.gz,.zip"


class FileForm(forms.Form):
    """The first step: a file, and where it comes from."""

    file = forms.FileField(
        label=gettext_lazy("File of invoice lines"),
        allow_empty_file=False,
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    source = forms.CharField(
        label=gettext_lazy("Where it comes from"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse a file over the limit before it is copied."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > limit():
            raise ValidationError(wording.problem("file_too_large", {"limit": limit()}))
        return file

    def clean_source(self) -> str:
        """One name for one source, whatever its case or spaces."""
        name = " ".join(self.cleaned_data["source"].split())
        if not name:
            raise ValidationError(_("Say where the file comes from: the name of the system or of the subsidiary."))
        known = Source.objects.filter(name__iexact=name).first()
        return known.name if known else name


class RatesForm(forms.Form):
    """A table of the company's own rates."""

    file = forms.FileField(
        label=gettext_lazy("Table of rates"),
        allow_empty_file=False,
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt"}),
    )


class ReturnForm(forms.Form):
    """A file of rejected rows, corrected in a spreadsheet."""

    file = forms.FileField(
        label=gettext_lazy("Corrected file"),
        allow_empty_file=False,
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
    )
