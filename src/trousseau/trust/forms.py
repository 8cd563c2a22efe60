"""Which part of the trail is looked at, and how long things are kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.access.queries import AuditFilter, people, verbs
from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.trust.keeping import LABELS
from trousseau.trust.models import MONTHS, Keeping
from trousseau.trust.queries.objects import accounts_named, objects_of
from trousseau.trust.rooms import ROOMS


class AuditForm(forms.Form):
    """Which part of the trail to look at."""

    text = forms.CharField(label=_("Name of a person or thing"), required=False, max_length=200)
    person = forms.TypedChoiceField(label=_("Who"), required=False, coerce=int, empty_value=None)
    room = forms.ChoiceField(label=_("Part of the house"), required=False)
    verb = forms.ChoiceField(label=_("What"), required=False)
    account = forms.CharField(label=_("Account"), required=False, max_length=400)
    object = forms.RegexField(r"^[a-z]+\.[a-z]+:[0-9A-Za-z-]{1,64}$", required=False, widget=forms.HiddenInput())
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, reader: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reader = reader
        everybody = [(one.pk, str(one)) for one in people().prefetch_related(None)]
        choices: dict[str, list[tuple[Any, Any]]] = {
            "person": [("", _("Everybody")), *everybody],
            "room": [("", _("Everywhere")), *ROOMS.items()],
            "verb": [("", _("Everything")), *verbs(reader)],
        }
        for name, given in choices.items():
            self.fields[name].choices = given  # type: ignore[attr-defined]
        if not may(reader, "read_accounts"):
            del self.fields["account"]

    def clean_account(self) -> list[Account]:
        """Find the accounts by their name or code."""
        said: str = self.cleaned_data["account"]
        found = accounts_named(self.reader, said) if said else []
        if said and not found:
            raise ValidationError(
                _("No account, or more than twenty, go by “%(said)s”: give its code, or more of its name.")
                % {"said": said}
            )
        return found

    def clean(self) -> None:
        """A period begins before it ends."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The period ends before it begins: exchange the two days."))

    def wanted(self) -> AuditFilter | None:
        """The part that is asked for; None where the form says what must be mended."""
        if not self.is_valid():
            return None
        given = self.cleaned_data
        accounts: list[Account] = given.get("account", [])
        kind, _colon, key = given["object"].partition(":")
        objects = {kind: [key]} if kind else objects_of(accounts) if accounts else None
        return AuditFilter(
            verb=given["verb"], person=given["person"], since=given["since"], until=given["until"],
            text=given["text"], room=given["room"], objects=objects,
        )  # fmt: skip


class KeepingForm(forms.ModelForm[Keeping]):
    """How many months things are kept."""

    class Meta:
        model = Keeping
        fields = ["audit", "looks", "notices", "invitations", "contacts_left"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = str(LABELS[name])
            field.help_text = _("Months; empty: for ever.")
            field.widget.attrs |= {"min": MONTHS[0], "max": MONTHS[1]}
            field.validators += [MinValueValidator(MONTHS[0]), MaxValueValidator(MONTHS[1])]
