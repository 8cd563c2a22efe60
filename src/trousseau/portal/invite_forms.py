"""Forms of invitations, of coming in, and of the texts that are accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from trousseau.access.forms import PasswordField
from trousseau.access.models import LANGUAGES, User
from trousseau.knowledge.models import Contact
from trousseau.portal.actions.inviting import DAYS, LONGEST, Guest
from trousseau.portal.models import Invite, Space

BY_PASSWORD, BY_LINK = "password", "link"


class InviteForm(forms.Form):
    """Who is invited, and into which spaces of the group."""

    contact = forms.ChoiceField(label=_("One of the account’s people"), required=False)
    email = forms.EmailField(label=_("Or an e-mail address"), required=False, max_length=254)
    name = forms.CharField(label=_("And the name"), required=False, max_length=120)
    language = forms.ChoiceField(label=_("The letter is written in"), choices=LANGUAGES)
    days = forms.IntegerField(label=_("Days the link works"), min_value=1, max_value=LONGEST, initial=DAYS)
    spaces = forms.MultipleChoiceField(
        label=_("Other accounts of the group"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Sequence[Contact], others: Sequence[Space], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = {one.public_id: one for one in people}
        self.others = {one.public_id: one for one in others}
        named = [(key, f"{one.name}, {one.email}") for key, one in self.people.items()]
        self.fields["contact"].choices = [("", "–"), *named]  # type: ignore[attr-defined] # a ChoiceField, by name
        if others:
            chosen = [(key, one.account.name) for key, one in self.others.items()]
            self.fields["spaces"].choices = chosen  # type: ignore[attr-defined] # as above
        else:
            del self.fields["spaces"]

    def guest(self) -> Guest:
        """Who it is for, as the action takes it: an address that is typed wins over a person's."""
        values = self.cleaned_data
        contact = self.people.get(values["contact"])
        email = values["email"] or (contact.email if contact else "")
        name = values["name"] or (contact.name if contact else "")
        return Guest(email, name, values["language"], contact, values["days"])

    def further(self) -> list[Space]:
        """The spaces chosen beside the one that is looked at."""
        return [self.others[key] for key in self.cleaned_data.get("spaces", [])]


class JoinForm(forms.Form):
    """What somebody says who comes in by an invitation: their name, that they accept, how they will sign in."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    accept = forms.BooleanField(
        label=_("I have read the terms of use and the privacy text, and accept them"),
        error_messages={"required": _("Accept the texts to come in.")},
    )
    way = forms.ChoiceField(
        label=_("How you will sign in"),
        choices=[(BY_PASSWORD, _("With a password")), (BY_LINK, _("With a link sent to me each time"))],
        initial=BY_PASSWORD,
        widget=forms.RadioSelect,
    )
    password = PasswordField(required=False)

    def __init__(self, *args: Any, invite: Invite, known: bool, texts: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.invite = invite
        if not texts:
            del self.fields["accept"]
        if known:
            for name in ("name", "way", "password"):
                del self.fields[name]
        elif not settings.EMAIL_CONFIGURED:
            del self.fields["way"]
            self.fields["password"].required = True

    def clean(self) -> dict[str, Any]:
        """A password where one is to be used, judged with what is known of the person."""
        values = super().clean() or {}
        if "password" not in self.fields:
            return values
        if values.get("way", BY_PASSWORD) == BY_LINK:
            values["password"] = None
        elif "password" in values:
            if not values["password"]:
                self.add_error("password", _("Choose a password."))
                return values
            try:
                validate_password(values["password"], User(email=self.invite.email, name=values.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return values


class EntryForm(forms.Form):
    """An address to which a link is sent."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class TermsForm(forms.Form):
    """The texts that people of clients accept, in both languages."""

    terms_fr = forms.CharField(label=_("Terms of use, in French"), required=False, widget=forms.Textarea)
    terms_en = forms.CharField(label=_("Terms of use, in English"), required=False, widget=forms.Textarea)
    privacy_fr = forms.CharField(label=_("Privacy, in French"), required=False, widget=forms.Textarea)
    privacy_en = forms.CharField(label=_("Privacy, in English"), required=False, widget=forms.Textarea)
