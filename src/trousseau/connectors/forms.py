"""Forms of connections: what was copied from a CRM, how a connection works, the name that removing it asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.connectors.actions.settings import Credentials, Wishes
from trousseau.connectors.models import Connection, WonDeals
from trousseau.connectors.signing.ways import SECRET, Asked, Way

CONTROL = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
COPY = {"required": _("Copy it here from the CRM.")}
NAME = {"required": _("Give it a name, such as “Salesforce France”.")}
WHOLE = {"invalid": _("Write a whole number."), "required": _("Write a whole number.")}


class NeverShown(forms.Textarea):
    """A text of several lines that a page never gives back."""

    def format_value(self, value: Any) -> str:  # noqa: ANN401, ARG002 - Django's own signature
        """Nothing."""
        return ""


def asked(one: Asked, *, kept: bool) -> forms.Field:
    """The field of one thing that is copied; `kept`: a secret that stays where nothing is written."""
    label, hint = str(one.label), str(one.hint)
    if kept:
        hint = str(_("Leave it empty to keep the one we have."))
    if one.kind == "choice":
        widget: forms.Widget = forms.Select(attrs={"class": "form-select"})
        return forms.ChoiceField(label=label, choices=one.choices, help_text=hint, initial="eu", widget=widget)
    if one.kind == "secret":
        widget = forms.PasswordInput(attrs=CONTROL | {"autocomplete": "new-password"})
    elif one.kind == "key":
        widget = NeverShown(attrs=CONTROL | {"rows": 6, "placeholder": "-----BEGIN PRIVATE KEY-----"})
    else:
        widget = forms.TextInput(attrs=CONTROL)
    return forms.CharField(
        label=label, required=one.needed and not kept, widget=widget, help_text=hint, error_messages=COPY
    )


class AccessForm(forms.Form):
    """What a way of signing in needs, and the name of a new connection."""

    def __init__(self, way: Way, connection: Connection | None = None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if connection is None:
            self.fields["name"] = forms.CharField(
                label=pgettext_lazy("a connection", "Name"),
                help_text=_("As people call it: “Salesforce France”."),
                widget=forms.TextInput(attrs=CONTROL),
                error_messages=NAME,
            )
        for one in way.asked:
            same = connection is not None and connection.way == way.name
            self.fields[one.name] = asked(one, kept=same and one.name == SECRET)
            if connection is not None:
                self.fields[one.name].initial = connection.told.get(one.name, self.fields[one.name].initial)

    def given(self) -> Credentials:
        """What was written, once it is valid."""
        said = {name: str(value) for name, value in self.cleaned_data.items() if name != "name"}
        return Credentials({name: text for name, text in said.items() if name != SECRET}, said.get(SECRET, ""))


def _number(*, least: int, most: int | None = None, **more: Any) -> forms.IntegerField:
    attrs = {"class": "form-control num", "min": least} | ({"max": most} if most else {})
    return forms.IntegerField(error_messages=WHOLE, widget=forms.NumberInput(attrs=attrs), **more)


class WishesForm(forms.Form):
    """How a connection works."""

    name = forms.CharField(
        label=pgettext_lazy("a connection", "Name"), error_messages=NAME, widget=forms.TextInput(attrs=CONTROL)
    )
    reads = forms.BooleanField(label=_("Read by the clock"), required=False)
    every_minutes = _number(label=_("Minutes between two runs"), least=5)
    share = _number(
        label=_("Our share of the calls a day, in per cent"),
        least=1,
        most=80,
        help_text=_("Of the calls that the whole company may make in 24 hours; what is left is for its other tools."),
    )
    daily_limit = _number(
        label=_("Calls a day of the whole company"),
        least=1,
        required=False,
        help_text=_("Only where the CRM does not tell, or tells another number than your contract."),
    )
    rank = _number(
        label=_("Rank"),
        least=1,
        most=99,
        help_text=_("Where linked records of several tools differ, the one with the lowest rank wins."),
    )
    won_deals = forms.ChoiceField(
        label=_("Deals won become sales lines"),
        choices=WonDeals,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    groups = forms.BooleanField(
        label=_("Parents in the CRM make groups of accounts that nobody grouped by hand"), required=False
    )

    def wishes(self) -> Wishes:
        """What was decided, once it is valid."""
        return Wishes(**self.cleaned_data)
