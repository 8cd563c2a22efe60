"""Forms of meetings and of what they decide: what was typed, as the actions take it, or a sentence beside the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.access.rules import RULES
from trousseau.accounts.models import Account
from trousseau.knowledge.access import contacts_of
from trousseau.knowledge.models import Contact
from trousseau.plans.actions.deciding import Decided
from trousseau.plans.actions.meetings import Arranged
from trousseau.plans.models import Meeting
from trousseau.plans.models.rhythm import Kind, Level

DAY = {"invalid": _("Not a day: write it like 2026-11-30."), "required": _("Give a day.")}
HOUR = {"invalid": _("Not an hour: write it like 14:30.")}
CHOICE = _("Choose one of the list.")


class MeetingForm(forms.Form):
    """One meeting of an account."""

    title = forms.CharField(error_messages={"required": _("Say what the meeting is about.")})
    kind = forms.ChoiceField(choices=Kind, error_messages={"invalid_choice": CHOICE})
    level = forms.ChoiceField(choices=Level, error_messages={"invalid_choice": CHOICE})
    on = forms.DateField(error_messages=DAY)
    at = forms.TimeField(required=False, error_messages=HOUR)
    lasts = forms.IntegerField(
        min_value=5,
        max_value=7 * 24 * 60,
        error_messages={
            "invalid": _("A whole number of minutes."),
            "required": _("A whole number of minutes."),
            "min_value": _("From 5 minutes to 7 days."),
            "max_value": _("From 5 minutes to 7 days."),
        },
    )
    where = forms.CharField(required=False)
    organiser = forms.CharField(required=False)
    people = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": CHOICE})
    contacts = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": CHOICE})
    held = forms.BooleanField(required=False)
    """Of a new one only: it is over."""

    def __init__(self, user: User, account: Account, *args: Any, meeting: Meeting | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.ours, self.theirs = ours(account, meeting), theirs(user, account, meeting)
        for name, offered in (("people", self.ours), ("contacts", self.theirs)):
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = [(key, key) for key in offered]

    def clean_organiser(self) -> User | None:
        """Who of us; nobody chosen: whoever types."""
        typed = self.cleaned_data["organiser"]
        if typed and typed not in self.ours:
            raise ValidationError(CHOICE)
        return self.ours.get(typed)

    def arranged(self) -> Arranged:
        """What the action takes."""
        values = self.cleaned_data
        return Arranged(
            title=values["title"],
            on=values["on"],
            kind=values["kind"],
            level=values["level"],
            at=values["at"],
            lasts=values["lasts"],
            where=values["where"],
            organiser=values["organiser"],
            people=tuple(self.ours[key] for key in values["people"]),
            contacts=tuple(self.theirs[key] for key in values["contacts"]),
            held=values["held"],
        )


class DecisionForm(forms.Form):
    """What was decided, in one line: what, whose, by when."""

    text = forms.CharField(error_messages={"required": _("Say what was decided.")})
    who = forms.CharField(required=False)
    due = forms.DateField(required=False, error_messages=DAY)

    def __init__(self, user: User, account: Account, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.ours, self.theirs = ours(account, None), theirs(user, account, None)

    def clean_who(self) -> User | Contact | None:
        """One of ours by key, one of theirs by address."""
        typed = self.cleaned_data["who"]
        found = self.ours.get(typed) or self.theirs.get(typed)
        if typed and found is None:
            raise ValidationError(CHOICE)
        return found

    def decided(self) -> Decided:
        """What the action takes."""
        who = self.cleaned_data["who"]
        return Decided(
            self.cleaned_data["text"],
            owner=who if isinstance(who, User) else None,
            contact=who if isinstance(who, Contact) else None,
            due=self.cleaned_data["due"],
        )


def ours(account: Account, meeting: Meeting | None) -> dict[str, User]:
    """Who of us may take part, those near the account first; who took part already stays choosable."""
    everyone = {
        str(one.pk): one
        for one in User.objects.filter(is_active=True, assignments__role__in=RULES["read_plans"]).distinct()
    }
    if meeting is not None:
        everyone |= {str(one.pk): one for one in meeting.people.all()}
        if meeting.organiser is not None:
            everyone[str(meeting.organiser.pk)] = meeting.organiser
    near = {account.manager_id, *account.members.values_list("user", flat=True)}
    return dict(sorted(everyone.items(), key=lambda one: (one[1].pk not in near, one[1].name)))


def theirs(user: User, account: Account, meeting: Meeting | None) -> dict[str, Contact]:
    """Who of theirs may take part, as far as someone may know them."""
    known = contacts_of(user, account)
    found = {one.public_id: one for one in known.filter(left_on=None, erased_at=None).order_by("name")}
    if meeting is not None:
        found |= {one.public_id: one for one in known.filter(meetings=meeting)}
    return found


def initial(meeting: Meeting) -> dict[str, Any]:
    """What the form of a meeting that stands begins with."""
    return {
        "title": meeting.title, "kind": meeting.kind, "level": meeting.level, "on": meeting.on, "at": meeting.at,
        "lasts": meeting.lasts, "where": meeting.where, "organiser": str(meeting.organiser_id or ""),
        "people": [str(one.pk) for one in meeting.people.all()],
        "contacts": [one.public_id for one in meeting.contacts.all()],
    }  # fmt: skip
