"""What is asked of a webhook, of another secret, and of what is to be sent again."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousseau.webhooks.actions import HOURS, LONGEST_NAME, Wishes
from trousseau.webhooks.kinds import AREAS, Kind


class WebhookForm(forms.Form):
    """Where it leads and what it tells; what cannot be is said by the action."""

    name = forms.CharField(
        label=_("What it is for"), max_length=LONGEST_NAME, help_text=_("The program that takes it in.")
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        widget=forms.URLInput,
        help_text=_("Of the receiver, with https://. What is inside your network an administrator must allow first."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is told of"),
        choices=[(kind.name, kind.label) for area in AREAS for kind in area.kinds],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one thing that it is told of.")},
    )

    def areas(self) -> list[tuple[str | Promise, list[tuple[Kind, bool]]]]:
        """The kinds by what they are about, each with whether it is ticked."""
        ticked = set(self["kinds"].value() or ())
        return [(area.label, [(kind, kind.name in ticked) for kind in area.kinds]) for area in AREAS]

    def wishes(self) -> Wishes:
        """What was said, as the action takes it."""
        said = self.cleaned_data
        return Wishes(said["name"], said["url"], tuple(said["kinds"]))


class RotateForm(forms.Form):
    """How long the former secret goes on."""

    hours = forms.TypedChoiceField(
        label=_("The former secret signs beside the new one for"),
        coerce=int,
        choices=list(HOURS.items()),
        initial=24,
    )


class AgainForm(forms.Form):
    """Since when what was given up is sent again."""

    since = forms.DateTimeField(
        label=_("Given up since"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        initial=lambda: timezone.localtime() - dt.timedelta(days=1),
    )
