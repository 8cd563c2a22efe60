"""Forms of treatments: what is decided, since when it is in force, what came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.knowledge.facts_forms import DayField, NumberField
from trousseau.plans.actions.treatments import Deciding
from trousseau.plans.models.treatments import Kind, Outcome, Treatment
from trousseau.support.queries.people import owners

CONTROL = {"class": "form-control", "autocomplete": "off"}
SELECT = {"class": "form-select"}


class TreatmentForm(forms.Form):
    """What is decided: what is changed, what exactly, whose, by when, what it should bring a year."""

    kind = forms.ChoiceField(label=_("What is changed"), choices=Kind, widget=forms.Select(attrs=SELECT))
    what = forms.CharField(
        label=_("What exactly is changed"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Say what exactly is changed, so that anyone can do it.")},
    )
    owner = forms.ChoiceField(label=_("Who sees to it"), widget=forms.Select(attrs=SELECT))
    decided_on = DayField(label=_("Decided on"))
    due = DayField(label=_("In force by"))
    expected = NumberField(
        label=_("What it should bring a year"),
        least=0,
        places=2,
        error_messages={"required": _("Say what it should bring a year: what it is measured against.")},
    )

    def __init__(self, user: User, account: Account, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"use_required_attribute": False, **more})
        for name in ("decided_on", "due", "expected"):
            self.fields[name].widget.attrs |= CONTROL
        self.people = {str(one.pk): one for one in owners(user, account)}
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)  # noqa: S101 - the field above
        owner.choices = [(key, one.name) for key, one in self.people.items()]

    def deciding(self) -> Deciding:
        """What the action takes."""
        return Deciding(**{**self.cleaned_data, "owner": self.people[self.cleaned_data["owner"]]})


class ClosingForm(forms.Form):
    """What came of it, and why it is said so."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=Outcome, widget=forms.Select(attrs=SELECT))
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.TextInput(attrs=CONTROL),
        error_messages={"required": _("Say why: who decides the next one will read it.")},
    )


def as_decided(one: Treatment) -> dict[str, Any]:
    """What a form over it begins with."""
    names = ("kind", "what", "decided_on", "due", "expected")
    return {name: getattr(one, name) for name in names} | {"owner": str(one.owner_id or "")}


def fresh(account: Account) -> dict[str, Any]:
    """What a new one begins with."""
    return {"decided_on": timezone.localdate(), "owner": str(account.manager_id or "")}
