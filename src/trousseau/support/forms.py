"""Forms of commitments and watch notes: what was typed, as the actions take it, or a sentence beside the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account, folded
from trousseau.knowledge.access import contacts_of
from trousseau.knowledge.models import Contact
from trousseau.support.actions.commitments import Promised
from trousseau.support.models.commitments import Channel, Direction
from trousseau.support.queries.people import owners

DAY = {"invalid": _("Not a day: write it like 2026-11-30."), "required": _("Give a day.")}


class PromiseForm(forms.Form):
    """A promise in one line; `account` may be given with the form, or typed in it."""

    account = forms.CharField(max_length=400, required=False)
    what = forms.CharField(error_messages={"required": _("Say what was promised.")})
    to = forms.CharField(required=False)
    owner = forms.CharField(required=False)
    due = forms.DateField(error_messages=DAY)
    channel = forms.ChoiceField(choices=Channel, required=False)
    reference = forms.CharField(required=False)
    promised_on = forms.DateField(required=False, error_messages=DAY)
    direction = forms.ChoiceField(choices=Direction, required=False)

    def __init__(
        self, user: User, account: Account | None, *args: Any, kept: Contact | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.user, self.given, self.kept = user, account, kept
        self.found: Account | None = account

    def clean(self) -> dict[str, Any]:
        """Find the account, the person at the client and who of us by what was typed."""
        values = super().clean() or {}
        if self.given is None:
            try:
                self.found = account_named(self.user, values.get("account") or "")
            except ValidationError as error:
                self.add_error("account", error)
                return values
        if self.found is None:
            return values
        for name, find in (("to", self._contact), ("owner", self._owner)):
            try:
                values[name] = find(self.found, values.get(name) or "")
            except ValidationError as error:
                self.add_error(name, error)
        return values

    def promised(self) -> Promised:
        """What the action takes."""
        values = self.cleaned_data
        to = values["to"]
        return Promised(
            what=values["what"],
            due=values["due"],
            owner=values["owner"],
            contact=to if isinstance(to, Contact) else None,
            contact_name="" if isinstance(to, Contact) else to,
            channel=values["channel"] or Channel.MEETING,
            reference=values["reference"],
            promised_on=values["promised_on"],
            direction=values["direction"] or Direction.OURS,
        )

    def _contact(self, account: Account, typed: str) -> Contact | str:
        """One of the client's people by name, or the name as it was typed."""
        wanted = folded(typed)
        if self.kept is not None and folded(self.kept.name) == wanted:
            return self.kept
        people = list(contacts_of(self.user, account).filter(left_on=None, erased_at=None))
        found = [one for one in people if folded(with_title(one)) == wanted]
        found = found or [one for one in people if folded(one.name) == wanted]
        if len(found) > 1:
            raise ValidationError(
                _("Several people are called %(name)s: choose one of the list, with the title.") % {"name": typed}
            )
        return found[0] if found else typed

    def _owner(self, account: Account, typed: str) -> User:
        """Who of us; whoever types, where nobody is chosen."""
        if not typed or typed == str(self.user.pk):
            return self.user
        if self.initial.get("owner") == typed:  # who it was of stays, even where they could not be chosen anew
            return User.objects.get(pk=int(typed))
        found = next((one for one in owners(self.user, account) if str(one.pk) == typed), None)
        if found is None:
            raise ValidationError(_("Choose one of the list."))
        return found


class WatchForm(forms.Form):
    """A watch note."""

    title = forms.CharField(error_messages={"required": _("Give the note a title.")})
    text = forms.CharField(required=False, strip=False)
    topics = forms.CharField(required=False)
    industry = forms.CharField(required=False)
    zone = forms.CharField(required=False)
    source = forms.CharField(required=False)
    link = forms.CharField(required=False)
    said_on = forms.DateField(error_messages=DAY)

    def clean_topics(self) -> list[str]:
        """Topics between commas or semicolons, each once."""
        parts = (" ".join(part.split()) for part in self.cleaned_data["topics"].replace(";", ",").split(","))
        return list(dict.fromkeys(part for part in parts if part))


def with_title(contact: Contact) -> str:
    """A person at the client as a list offers them."""
    return f"{contact.name} · {contact.title}" if contact.title else contact.name


def account_named(user: User, typed: str) -> Account:
    """The account of a name, a code or an address that someone sees.

    Raises:
        ValidationError: none is called so, or several are.
    """
    typed = typed.strip()
    if not typed:
        raise ValidationError(_("Say on which account."))
    seen = access.visible_to(user).select_related("manager")
    exact = list(seen.filter(public_id=typed)[:1]) or list(seen.filter(code__iexact=typed)[:2])
    if not exact:
        wanted = folded(typed)
        near = seen.filter(search_text__contains=wanted)[:200]
        exact = [one for one in near if folded(one.name) == wanted]
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise ValidationError(_("Several accounts are called so: give the code."))
    raise ValidationError(_("No account of yours is called “%(name)s”.") % {"name": typed[:100]})
