"""Forms of sources: where one is, what of it is read, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.connectors.actions.feeds import Wishes
from trousseau.connectors.feeds import database
from trousseau.connectors.feeds.errors import FeedError
from trousseau.connectors.feeds.folder import offered
from trousseau.connectors.forms import CONTROL, WHOLE
from trousseau.connectors.models import Feed

SELECT = {"class": "form-select"}


class FeedForm(forms.Form):
    """What every source says; each kind adds where it is."""

    places: tuple[str, ...] = ()
    """The fields that tell where it is."""

    name = forms.CharField(
        label=pgettext_lazy("a source", "Name"),
        help_text=_(
            "As people call it: “SAP France”. Files of that name that were imported before are the same source."
        ),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Give it a name, such as “SAP France”.")},
    )
    every_minutes = forms.IntegerField(
        label=pgettext_lazy("a source", "Minutes between two runs"),
        min_value=5,
        initial=60,
        error_messages=WHOLE,
        widget=forms.NumberInput(attrs={"class": "form-control num", "min": 5}),
    )
    daily_at = forms.TimeField(
        label=_("Or once a day, at"),
        required=False,
        help_text=_("Hours and minutes, such as 06:30; then the minutes above do not count."),
        error_messages={"invalid": _("Write hours and minutes, such as 06:30.")},
        widget=forms.TimeInput(attrs={"class": "form-control num", "type": "time"}, format="%H:%M"),
    )

    def wishes(self) -> Wishes:
        """What was decided, once it is valid."""
        said: Mapping[str, Any] = self.cleaned_data
        told = {name: str(said[name]) for name in self.places}
        return Wishes(told=told, **{name: value for name, value in said.items() if name not in self.places})


class FilesForm(FeedForm):
    """A source of files."""

    pattern = forms.CharField(
        label=_("Names of files"),
        required=False,
        help_text=_("A pattern such as ventes-*.csv; empty: every file. Hidden and half-written ones are left."),
        widget=forms.TextInput(attrs=CONTROL),
    )
    replace = forms.ChoiceField(
        label=_("Lines without a number that a newer file no longer has"),
        choices=[one for one in Feed.Replace.choices if one[0] != Feed.Replace.KEYED],
        initial=Feed.Replace.ASK,
        help_text=_(
            "Lines with a document and a line number are the same line wherever they come: they are corrected."
        ),
        widget=forms.Select(attrs=SELECT),
    )
    moves = forms.BooleanField(label=_("Put what was dealt with into done/ or failed/ beside it"), required=False)


class FolderForm(FilesForm):
    """A watched folder: one of those that the administrator of the server opened."""

    places = ("folder", "pattern")
    folder = forms.ChoiceField(
        label=pgettext_lazy("watched", "Folder"),
        help_text=_("Those below TROUSSEAU_WATCHED on the server; a new one shows here once it is there."),
        error_messages={"required": _("Choose a folder."), "invalid_choice": _("Choose one of these folders.")},
        widget=forms.Select(attrs=SELECT),
    )
    field_order = ("name", "folder", "pattern", "replace", "moves", "every_minutes", "daily_at")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kept = self.initial.get("folder")
        folders = offered()
        known = [kept] if kept and kept not in folders else []
        chosen = self.fields["folder"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [(one, one) for one in [*known, *folders]]


class BucketForm(FilesForm):
    """An S3 prefix, at AWS or elsewhere."""

    places = ("endpoint", "region", "bucket", "prefix", "key_id", "pattern")
    endpoint = forms.CharField(
        label=pgettext_lazy("S3", "Endpoint"),
        required=False,
        help_text=_("Empty for AWS; else such as https://s3.corp.example, called by path."),
        widget=forms.TextInput(attrs=CONTROL),
    )
    region = forms.CharField(
        label=pgettext_lazy("S3", "Region"),
        help_text=_("Such as eu-west-3; us-east-1 where yours has none."),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Write the region, such as eu-west-3.")},
    )
    bucket = forms.CharField(
        label=pgettext_lazy("S3", "Bucket"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Write the name of the bucket.")},
    )
    prefix = forms.CharField(  # type: ignore[assignment]  # Django takes fields out of the class: its own `prefix` stays
        label=pgettext_lazy("S3", "Prefix"),
        required=False,
        help_text=_("Such as erp/sales; only what lies directly below it is read. Empty: the top of the bucket."),
        widget=forms.TextInput(attrs=CONTROL),
    )
    key_id = forms.CharField(
        label=_("Access key id"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Write the id of the access key.")},
    )
    secret = forms.CharField(
        label=_("Secret access key"),
        required=False,
        help_text=_("Sealed and never shown again; empty keeps the one we have. Listing and reading are enough."),
        widget=forms.PasswordInput(attrs=CONTROL | {"autocomplete": "new-password"}),
        error_messages={"required": _("Write the secret of this key.")},
    )
    field_order = (
        "name", *places[:5], "secret", "pattern", "replace", "moves", "every_minutes", "daily_at",
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["secret"].required = not self.initial.get("kept")


class DatabaseForm(FeedForm):
    """A database: its address first; what of it is read once it has told what there is."""

    places = ("address", "view", "key", "changed", "deleted")
    address = forms.CharField(
        label=pgettext_lazy("a database", "Address"),
        help_text=_("Without the password: postgresql+psycopg://reader@db.corp.example:5432/sales"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Write the address of the database.")},
    )
    secret = forms.CharField(
        label=_("Password"),
        required=False,
        help_text=_("Sealed and never shown again; empty keeps the one we have. A reader’s account is enough."),
        widget=forms.PasswordInput(attrs=CONTROL | {"autocomplete": "new-password"}),
    )
    view = forms.ChoiceField(
        label=_("View or table"),
        required=False,
        help_text=_("What the database lists; keep the address first, then choose."),
        error_messages={"invalid_choice": _("Choose one of those that are listed.")},
        widget=forms.Select(attrs=SELECT),
    )
    key = forms.CharField(
        label=_("Column that names one row"),
        required=False,
        help_text=_("Unique and never changed: it becomes the number of the line."),
        widget=forms.TextInput(attrs=CONTROL),
    )
    changed = forms.CharField(
        label=_("Column that says when a row was changed"),
        required=False,
        help_text=_("Set anew with each change, such as updated_at."),
        widget=forms.TextInput(attrs=CONTROL),
    )
    deleted = forms.CharField(
        label=_("Column that marks deleted rows"),
        required=False,
        help_text=_("Empty where there is none: all keys are compared once a day anyway."),
        widget=forms.TextInput(attrs=CONTROL),
    )
    field_order = ("name", *places[:1], "secret", *places[1:], "every_minutes", "daily_at")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].help_text = _(
            "As people call it: “Warehouse Europe”. No files are imported under that name."
        )
        kept = {name: str(self.initial.get(name, "")) for name in ("address", "view")}
        listed = self._listed(kept["address"])
        chosen = self.fields["view"]
        if isinstance(chosen, forms.ChoiceField):
            known = [kept["view"]] if kept["view"] and kept["view"] not in listed else []
            chosen.choices = [("", "–"), *((one, one) for one in [*known, *listed])]

    def _listed(self, address: str) -> list[str]:
        """What the database lists, for a source that is kept; nothing where it does not answer."""
        if not address:
            return []
        try:
            return database.listed(Feed(told={"address": address}, secret=str(self.initial.get("kept") or "")))
        except FeedError:
            return []

    def wishes(self) -> Wishes:
        """See `FeedForm`: rows are known by their key."""
        return replace(super().wishes(), replace=Feed.Replace.KEYED)


FORMS: Mapping[str, type[FeedForm]] = {
    Feed.Kind.FOLDER: FolderForm,
    Feed.Kind.BUCKET: BucketForm,
    Feed.Kind.DATABASE: DatabaseForm,
}


def form_of(kind: str) -> type[FeedForm]:
    """The form of a kind of source."""
    return FORMS[kind]


def initial(feed: Feed) -> dict[str, Any]:
    """What the form of a source shows."""
    kept = {name: getattr(feed, name) for name in ("name", "replace", "moves", "every_minutes", "daily_at")}
    return {**kept, **feed.told, "kept": feed.secret}
