"""Forms of sources: where one is, what of it is read, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.connectors.actions.feeds import Wishes
from trousseau.connectors.feeds.databases.opening import opened
from trousseau.connectors.feeds.databases.protocol import Column, view_of
from trousseau.connectors.feeds.errors import FeedError, sentence
from trousseau.connectors.feeds.folder import offered
from trousseau.connectors.forms import CONTROL, WHOLE
from trousseau.connectors.models import Feed

SELECT = {"class": "form-select"}


class FeedForm(forms.Form):
    """What every source says; each kind adds where it is."""

    places: tuple[str, ...] = ()
    """The fields that tell where it is."""
    lead = _("The next page shows what it would bring; nothing is loaded before somebody starts it.")
    goes_on = False
    """Whether more is to be chosen after what this form asks."""
    unheard = ""
    """Why the place could not be asked what there is to choose."""

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
        told = {name: str(said.get(name, "")) for name in self.places}
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


COLUMNS = ("key", "changed", "deleted")
"""The columns of a view that have a meaning."""
LISTED = {"invalid_choice": _("Choose one of those that are listed.")}


class DatabaseForm(FeedForm):
    """A database: its address first; what of it is read once it has told what there is."""

    places = ("address", "view", *COLUMNS)
    address = forms.CharField(
        label=pgettext_lazy("a database", "Address"),
        help_text=_(
            "Without the password: postgresql+psycopg://reader@db.example:5432/sales, or by ADBC "
            "adbc+postgresql://reader@db.example:5432/sales"
        ),
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
        help_text=_("What the database lists; the columns are chosen once the view is."),
        error_messages=LISTED | {"required": _("Choose a view.")},
        widget=forms.Select(attrs=SELECT),
    )
    key = forms.ChoiceField(
        label=_("Column that names one row"),
        help_text=_("Unique and never changed: it becomes the number of the line."),
        error_messages=LISTED | {"required": _("Choose a column.")},
        widget=forms.Select(attrs=SELECT),
    )
    changed = forms.ChoiceField(
        label=_("Column that says when a row was changed"),
        help_text=_("Set anew with each change, such as updated_at."),
        error_messages=LISTED | {"required": _("Choose a column.")},
        widget=forms.Select(attrs=SELECT),
    )
    deleted = forms.ChoiceField(
        label=_("Column that marks deleted rows"),
        required=False,
        help_text=_("“–” where there is none: all keys are compared once a day anyway."),
        error_messages=LISTED,
        widget=forms.Select(attrs=SELECT),
    )
    field_order = ("name", *places[:1], "secret", *places[1:], "every_minutes", "daily_at")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].help_text = _(
            "As people call it: “Warehouse Europe”. No files are imported under that name."
        )
        self._kept = Feed(
            told={name: str(self.initial.get(name, "")) for name in self.places},
            secret=str(self.initial.get("kept") or ""),
        )
        told, view = self._kept.told, view_of(self._kept)
        self.goes_on = not view.chosen
        if not told["address"]:
            self.lead = _("First where the database is; the next page lists the views that it has.")
            self._without("view", *COLUMNS)
            return
        views, columns = self._there()
        self._offer("view", [(one, one) for one in views])
        if not view.name:
            self.lead = _("Now what of it is read; the next page lists the columns of that view.")
            self._without(*COLUMNS)
            return
        for name in COLUMNS:
            self._offer(name, [(one.name, f"{one.name} · {one.type}" if one.type else one.name) for one in columns])
        self.lead = _("Now the columns with a meaning; the next page shows what the first rows would become.")

    def _there(self) -> tuple[list[str], list[Column]]:
        """What the database lists, and the columns of the view that is kept; nothing where it does not answer."""
        view = view_of(self._kept)
        try:
            with opened(self._kept) as database:
                return database.listed(), database.columns(view) if view.name else []
        except FeedError as error:
            self.unheard = sentence(error.code, error.told)
            return [], []

    def _offer(self, name: str, offered: list[tuple[str, str]]) -> None:
        """Let one of these be chosen, and what is kept even where it is no more."""
        chosen, kept = self.fields[name], self._kept.told[name]
        if isinstance(chosen, forms.ChoiceField):
            known = [] if kept in {"", *(one for one, _text in offered)} else [(kept, kept)]
            chosen.choices = [("", "–"), *known, *offered]
            chosen.required = chosen.required and not self.unheard

    def _without(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Choices belong to the address and view that are kept: with others they are made anew, on the next page."""
        said, kept = super().clean() or self.cleaned_data, self._kept.told
        if said.get("address") != kept["address"]:
            self._later(said, "view")
        if said.get("view") != kept["view"]:
            said |= dict.fromkeys(COLUMNS, "")
            self._later(said, *COLUMNS)
        return said

    def _later(self, said: dict[str, Any], *names: str) -> None:
        for name in names:
            if self.errors.pop(name, None):
                said[name] = ""

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
