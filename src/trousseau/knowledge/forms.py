"""What people write of a person at a client."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.knowledge.access import accounts_of_client
from trousseau.knowledge.models import BuyingRole, Contact, Stance
from trousseau.knowledge.queries import people

IMPORTANCE = (("", "–"), *((str(n), str(n)) for n in range(1, 6)))


class DayField(forms.DateField):
    """A day that has come, as the browser's calendar writes it."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    default_error_messages: ClassVar[Any] = {"invalid": gettext_lazy("Write the day as 2026-11-22.")}

    def clean(self, value: object) -> dt.date | None:
        """The day; ValidationError of one to come."""
        day: dt.date | None = super().clean(value)
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day


class ContactForm(forms.Form):
    """A person at a client, as a row of the list or a page shows them."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200,
        error_messages={"required": gettext_lazy("Say who it is: a name is needed.")},
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("Job"), required=False, max_length=200)
    unit = forms.CharField(label=gettext_lazy("Unit"), required=False, max_length=200)
    account: forms.ModelChoiceField[Account] = forms.ModelChoiceField(
        label=gettext_lazy("Account"), queryset=None, empty_label=None
    )
    buying_role = forms.ChoiceField(label=gettext_lazy("Role"), required=False, choices=BuyingRole.choices)
    stance = forms.ChoiceField(label=gettext_lazy("Stance"), required=False, choices=Stance.choices)
    importance = forms.TypedChoiceField(
        label=gettext_lazy("Importance, 1 to 5"), required=False, choices=IMPORTANCE, coerce=int, empty_value=None
    )
    owner: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label=gettext_lazy("Looked after by"), queryset=None, required=False, empty_label=gettext_lazy("nobody yet")
    )
    last_touch = DayField(label=gettext_lazy("Last touch"), required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False, max_length=254)
    phone = forms.CharField(label=gettext_lazy("Phone"), required=False, max_length=60)
    language = forms.CharField(label=gettext_lazy("Language"), required=False, max_length=16)
    source = forms.CharField(label=gettext_lazy("Where from"), required=False, max_length=300)
    said_on = DayField(label=gettext_lazy("True on"), required=False)
    seen = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, user: User, account: Account, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        told = [one.pk for one in people.telling(user, account)]
        accounts: Any = self.fields["account"]
        accounts.queryset = accounts_of_client(user, account).filter(pk__in=told)
        owners: Any = self.fields["owner"]
        owners.queryset = people.owners()
        self.one_account = len(told) == 1
        if self.one_account:
            accounts.widget = forms.HiddenInput()
        for name in ("name", "title"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["name"].widget.attrs["autofocus"] = True

    @property
    def values(self) -> dict[str, Any]:
        """What was written, but the revision it was written over."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def initial(contact: Contact) -> dict[str, Any]:
    """A contact as its form begins: what is told now is true today, unless the writer says otherwise."""
    told = {name: getattr(contact, name) for name in ContactForm.base_fields if name not in {"seen", "said_on"}}
    return told | {"seen": contact.revision, "said_on": timezone.localdate(), "account": contact.account_id}
